"""What the endings of source files say."""

from __future__ import annotations

from smsaudit.model.location import TreePath
from smsaudit.model.source import PYTHON as RUNNING

PYTHON = (*RUNNING, ".pyi")
LANGUAGES = {
    ".java": "java",
    ".kt": "kotlin",
    ".kts": "kotlin",
    ".go": "go",
    ".js": "javascript",
    ".jsx": "javascript",
    ".mjs": "javascript",
    ".cjs": "javascript",
    ".ts": "typescript",
    ".tsx": "typescript",
    ".mts": "typescript",
    ".cts": "typescript",
    ".ets": "typescript",
    ".php": "php",
    ".phtml": "php",
    ".inc": "php",
    ".cs": "csharp",
    ".c": "c",
    ".h": "c",
    ".cc": "cpp",
    ".cpp": "cpp",
    ".cxx": "cpp",
    ".hh": "cpp",
    ".hpp": "cpp",
    ".hxx": "cpp",
    ".ino": "cpp",
    ".pde": "cpp",
    ".m": "objective-c",
    ".mm": "objective-c",
    ".rb": "ruby",
    ".rake": "ruby",
    ".rs": "rust",
    ".scala": "scala",
    ".sc": "scala",
    ".swift": "swift",
    ".dart": "dart",
    ".groovy": "groovy",
    ".gradle": "groovy",
    ".sh": "shell",
    ".bash": "shell",
    ".zsh": "shell",
    ".exp": "shell",
    ".lua": "lua",
    ".pl": "perl",
    ".pm": "perl",
    ".sql": "sql",
    ".proto": "proto",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".ejs": "html",
    ".erb": "html",
    ".ftl": "html",
    ".twig": "html",
    ".hbs": "html",
    ".njk": "html",
    ".mako": "html",
    ".cshtml": "html",
    ".jinja": "html",
    ".jinja2": "html",
    ".wxml": "html",
    ".svelte": "vue",
    ".vue": "vue",
    ".jsp": "jsp",
}


def language_of(path: TreePath) -> str:
    """The language of a source file by its name; empty for what is no source file."""
    if path.endswith(PYTHON):
        return "python"
    stem, dot, extension = path.rpartition("/")[2].rpartition(".")
    return LANGUAGES.get((dot + extension).lower(), "") if stem else ""
