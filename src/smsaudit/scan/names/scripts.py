"""Scripts without an ending, by their first line."""

from __future__ import annotations

import re

from smsaudit.model.location import TreePath

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
