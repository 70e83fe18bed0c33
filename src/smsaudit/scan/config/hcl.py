"""Terraform and other HCL, and HOCON: labelled blocks, expressions, heredocs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from smsaudit.scan.config.assignments import Kind, Reader, Token
from smsaudit.scan.config.entries import Read
from smsaudit.scan.config.lines import normalised

_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n]*+|//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?)
  | (?P<long>\"{3}(?:[^"]++|"(?!""))*+(?:\"{3})?)
  | (?P<heredoc><<[\-~]?[A-Za-z_]\w*+[^\n]*+\n?)
  | (?P<text>"(?:[^"\\\n$%]++|\\.|[$%](?!\{))*+"|")
  | (?P<newline>\n)
  | (?P<mark>[\[\]{}()=,:])
  | (?P<bare>[^\s\[\]{}()=,:"\#/<]++|[/<])
    """,
    re.VERBOSE,
)
_TAG = re.compile(r"[A-Za-z_]\w*")
_STRING_EDGE = re.compile(r'["\n}]|\\.|[$%]\{')
_ESCAPE = re.compile(r'\\([nrt"\\])')
_LETTERS = {"n": "\n", "r": "\r", "t": "\t"}


def read_hcl(text: str) -> Read:
    """Every attribute by its path: `resource.aws_sns_topic_subscription.x.protocol`."""
    text = normalised(text)
    yield from Reader(text, tables=False).read(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    found = _TOKEN.search(text)
    while found:
        start, end = found.start(), found.end()
        match found.lastgroup:
            case "heredoc":
                body_end, end = _heredoc(text, found)
                yield Token(Kind.TEXT, text[found.end() : body_end], start, body_end)
                yield Token(Kind.NEWLINE, "\n", end, end)
            case "long":
                yield Token(Kind.TEXT, found.group().strip('"'), start, end)
            case "text":
                end = _string_end(text, start) if end == start + 1 else end
                yield Token(Kind.TEXT, _unescaped(text[start + 1 : end].removesuffix('"')), start, end)
            case "newline" | "mark" | "bare":
                yield Token(Kind(found.lastgroup), found.group(), start, end)
            case _:
                pass
        found = _TOKEN.search(text, end)


def _heredoc(text: str, found: re.Match[str]) -> tuple[int, int]:
    """Where the body ends, and where its closing tag does; an unclosed one takes the rest."""
    tag = _TAG.search(found.group())
    closing = re.compile(rf"^[ \t]*+{tag.group() if tag else ''}[ \t]*+$", re.MULTILINE)
    close = closing.search(text, found.end())
    return (close.start(), close.end()) if close else (len(text), len(text))


def _string_end(text: str, start: int) -> int:
    """The end of a string that holds `${…}`, in which quotes may stand again."""
    open_marks = ['"']
    for edge in _STRING_EDGE.finditer(text, start + 1):
        mark = edge.group()
        if mark == "\n":
            return edge.start()
        if mark in ("${", "%{"):
            open_marks.append("{")
        elif mark == "}" and open_marks[-1] == "{":
            open_marks.pop()
        elif mark == '"' and open_marks[-1] == '"':
            open_marks.pop()
            if not open_marks:
                return edge.end()
        elif mark == '"':
            open_marks.append('"')
    return len(text)


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda found: _LETTERS.get(found[1], found[1]), text)
