"""Where the comments of a file are, in every syntax that the audit reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from posixpath import basename, splitext

from msgspec import Struct

_TRIPLE = r"'''(?:\\.|(?!''').)*(?:'''|\Z)" + r'|"""(?:\\.|(?!""").)*(?:"""|\Z)'
_DOUBLE = r'"(?:\\.|[^"\\\n])*"'
_SINGLE = r"'(?:\\.|[^'\\\n])*'"
_PLAIN = r"'[^'\n]*'"
_TICK = r"`(?:\\.|[^`\\])*`"

_SLASHES = r"(?://[^\n]*)"
_BLOCK = r"(?:/\*.*?(?:\*/|\Z))"
_HASH = r"(?:\#[^\n]*)"
_HASH_APART = r"(?:(?:(?<=\s)|(?<![^\n]))\#[^\n]*)"
_SEMICOLON = r"(?:(?:(?<=\s)|(?<![^\n]));[^\n]*)"
_BANG = r"(?:(?<![^\n])[ \t]*![^\n]*)"
_DASHES = r"(?:--[^\n]*)"
_PERCENT = r"(?:%[^\n]*)"
_MARKUP = r"(?:<!--.*?(?:-->|\Z))"
_TEMPLATE = r"(?:\{\#.*?(?:\#\}|\Z)|\{\{/\*.*?(?:\*/\}\}|\Z))"
_REMARK = r"(?:(?<![^\n])[ \t]*(?:(?i:rem)\b|::)[^\n]*)"

_PYTHON = ((_TRIPLE, _DOUBLE, _SINGLE), (_HASH,))
_C_LIKE = ((_DOUBLE, _SINGLE, _TICK), (_BLOCK, _SLASHES))
_SCRIPT = ((_DOUBLE, _PLAIN), (_HASH_APART,))
_CONFIG = ((_DOUBLE, _PLAIN), (_HASH_APART, _SEMICOLON, _BANG, _SLASHES, _BLOCK, _TEMPLATE))
_PAGE = ((), (_MARKUP, _TEMPLATE, _BLOCK, r"(?:(?<=\s)//[^\n]*)"))

_STYLES = {
    "c cc cpp cs cxx dart go gradle groovy h hpp java js json5 jsonc jsx kt kts m mjs cjs mm proto rs scala scss"
    " swift ts tsx vala": _C_LIKE,
    "php": ((_DOUBLE, _SINGLE), (_BLOCK, _SLASHES, _HASH, _MARKUP)),
    "py pyi pyw": _PYTHON,
    "bash cmake ex exs fish jl mk nim pl pm ps1 psm1 r rb sh tcl yaml yml zsh": _SCRIPT,
    "cmd bat": ((), (_REMARK,)),
    "sql lua hs": ((_DOUBLE, _PLAIN), (_DASHES, _BLOCK)),
    "erl tex": ((_DOUBLE,), (_PERCENT,)),
    "html htm xml vue svelte jsp ftl jinja j2 tmpl md plist csproj props targets config xhtml": _PAGE,
}
_BY_SUFFIX = {f".{suffix}": style for names, style in _STYLES.items() for suffix in names.split()}
_NONE = frozenset({".json", ".ipynb", ".lock"})
"""Formats without comments."""


class Comment(Struct, frozen=True):
    """One line of a comment, and whether nothing but comments stands on that line."""

    line: int
    text: str
    is_alone: bool


def comments(path: str, text: str, mark: str) -> Iterator[Comment]:
    """The lines of comments that hold `mark`."""
    pattern = _pattern(path)
    if pattern is None or mark not in text:
        return
    rows = re.split(r"\r\n|\r|\n", text)
    plain = "\n".join(rows)
    starts = [0]
    for row in rows:
        starts.append(starts[-1] + len(row) + 1)
    covered = [match.span() for match in pattern.finditer(plain) if match.lastgroup == "comment"]
    number = 1
    for begin, end in covered:
        while starts[number] <= begin:
            number += 1
        for line in range(number, len(rows) + 1):
            if starts[line - 1] >= end:
                break
            first, last = max(begin, starts[line - 1]), min(end, starts[line] - 1)
            if mark in plain[first:last]:
                rest = plain[starts[line - 1] : first] + plain[last : starts[line] - 1]
                yield Comment(line, plain[first:last], is_alone=not rest.strip())


def following(path: str, text: str, line: int) -> int:
    """The first line after `line` on which something other than a comment stands."""
    pattern = _pattern(path)
    rows = re.split(r"\r\n|\r|\n", text)
    if pattern is None:
        return line + 1
    bare = pattern.sub(_blank_comment, "\n".join(rows)).split("\n")
    return next((n for n in range(line + 1, len(bare) + 1) if bare[n - 1].strip()), line + 1)


def _blank_comment(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n") if match.lastgroup == "comment" else match[0]


def _pattern(path: str) -> re.Pattern[str] | None:
    name = basename(path)
    suffix = splitext(name)[1].lower()
    if suffix in _NONE:
        return None
    return _compiled(_BY_SUFFIX.get(suffix, _CONFIG))


@cache
def _compiled(style: tuple[tuple[str, ...], tuple[str, ...]]) -> re.Pattern[str]:
    """Strings first, so that what looks like a comment inside one is none."""
    texts, remarks = style
    return re.compile("|".join((*texts, f"(?P<comment>{'|'.join(remarks)})")), re.DOTALL)
