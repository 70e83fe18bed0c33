"""What the endings of source files say."""

from __future__ import annotations

import re

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

_NAME_OF_SCRIPT = re.compile(r"(?:.*/)?[a-z][a-z0-9_\-]*")
"""Without an ending, and not in capitals as what is written for people."""
_LONGEST_FIRST = 200
_INTERPRETED = {
    "python": "python",
    "pypy": "python",
    "node": "javascript",
    "nodejs": "javascript",
    "sh": "shell",
    "bash": "shell",
    "dash": "shell",
    "ash": "shell",
    "zsh": "shell",
    "ksh": "shell",
    "expect": "shell",
    "php": "php",
    "perl": "perl",
    "ruby": "ruby",
    "lua": "lua",
    "tclsh": "tcl",
}


def may_be_script(path: TreePath) -> bool:
    """Whether only the first line of a file of this name tells the language that it is written in."""
    return _NAME_OF_SCRIPT.fullmatch(path) is not None


def interpreted_as(text: str) -> str:
    """The language of a script by its first line (`#!/usr/bin/env python3`); empty where that names none."""
    first = text[:_LONGEST_FIRST].partition("\n")[0]
    words = first.removeprefix("#!").split() if first.startswith("#!") else []
    programs = [word.rpartition("/")[2] for word in words if not word.startswith("-") and "=" not in word]
    named = next((program for program in programs if program != "env"), "")
    return _INTERPRETED.get(named.rstrip("0123456789."), "")


def language_of(path: TreePath) -> str:
    """The language of a source file by its name; empty for what is no source file."""
    if path.endswith(PYTHON):
        return "python"
    stem, dot, extension = path.rpartition("/")[2].rpartition(".")
    return LANGUAGES.get((dot + extension).lower(), "") if stem else ""
