"""Ruby as languages with braces are written: brackets around what a method is given without any. Nothing moves."""

from __future__ import annotations

import re

_SIGNS = str.maketrans({"{": "[", "}": "]", "@": " ", "&": " "})
"""Blocks and hashes open no body here; variables of an object go by their names; `&.` is a way to a method, too."""
_GIVEN = re.compile(
    r"(?<=[\w?!)\]])\s*+\.[a-z_]\w*+[?!]?(?P<gap>[ \t])[ \t]*+"
    r"(?!(?:if|unless|and|or|do|then|in|rescue|while|until|not|end)\b)(?=[\w:'\"\[]|[-*](?=\w))(?!\w+[ \t]*+\|)"
)
"""A method that is given something without brackets: `messages.create to: phone`."""
_NEW = re.compile(r"\.new(?=[ \t]*+\()")
"""What makes an object goes by the name of its class."""
_MARKS = re.compile(r"[()\[\]\n]|[ \t](?=(?:if|unless|do|rescue|while|until|and|or)\b)")
_GOES_ON = re.compile(r"(?:[,\\+|.(\[]|\|\||&&)[ \t]*+\Z")
_OPENING, _CLOSING = "([", ")]"
_LONGEST = 1_000


def with_brackets(masked: str) -> str:
    """The text of a Ruby file, comments and strings blanked, with brackets around what methods are given."""
    text = list(masked.translate(_SIGNS))
    plain = "".join(text)
    for found in _GIVEN.finditer(plain):
        end = _end(plain, found.end())
        if end is not None and text[found.start("gap")] == " " and text[end] in " \t\n":
            text[found.start("gap")], text[end] = "(", ")"
    return _NEW.sub("    ", "".join(text))


def _end(text: str, start: int) -> int | None:
    """Where the statement ends that goes on at an offset: at the end of its line, or before what it depends on."""
    depth, line = 0, start
    for found in _MARKS.finditer(text, start, start + _LONGEST):
        offset, sign = found.start(), found.group()
        if sign in _OPENING:
            depth += 1
        elif sign in _CLOSING:
            depth -= 1
            if depth < 0:
                return None
        elif not depth and (sign != "\n" or not _GOES_ON.search(text, line, offset)):
            return offset
        if sign == "\n":
            line = offset
    return None
