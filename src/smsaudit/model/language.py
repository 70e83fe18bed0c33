"""The languages of source files, by their endings."""

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
    ".ex": "elixir",
    ".exs": "elixir",
    ".erl": "erlang",
    ".hrl": "erlang",
    ".ps1": "powershell",
    ".psm1": "powershell",
    ".bat": "batch",
    ".cmd": "batch",
    ".vb": "basic",
    ".vbs": "basic",
    ".bas": "basic",
    ".asp": "basic",
    ".clj": "clojure",
    ".cljs": "clojure",
    ".cljc": "clojure",
    ".r": "r",
    ".jl": "julia",
    ".coffee": "coffeescript",
    ".pyx": "cython",
    ".fs": "fsharp",
    ".hs": "haskell",
    ".tcl": "tcl",
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

NO_PROGRAMS = frozenset(("html", "sql", "proto"))
"""What is shown, stored or declared; it runs nothing by itself."""


def language_of(path: TreePath) -> str:
    """The language of a source file by its name; empty for what is no source file."""
    if path.endswith(PYTHON):
        return "python"
    stem, dot, extension = path.rpartition("/")[2].rpartition(".")
    return LANGUAGES.get((dot + extension).lower(), "") if stem else ""
