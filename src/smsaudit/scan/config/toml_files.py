"""TOML, with the line of every key; forgiving where a parser would refuse the whole file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from smsaudit.scan.config.assignments import Kind, Reader, Token
from smsaudit.scan.config.entries import Read
from smsaudit.scan.config.lines import normalised

_TOKEN = re.compile(
    r'''
    (?P<long>"""(?:[^"\\]++|\\[\s\S]|"(?!""))*+(?:"{3,5})?)
  | (?P<long_raw>\'{3}(?:[^\']++|\'(?!\'\'))*+(?:\'{3,5})?)
  | (?P<text>"(?:[^"\\\n]++|\\.)*+"?)
  | (?P<raw>'[^'\n]*+'?)
  | (?P<comment>\#[^\n]*+)
  | (?P<newline>\n)
  | (?P<mark>[\[\]{}=,])
  | (?P<bare>[^\s\[\]{}=,"'\#]++)
    ''',
    re.VERBOSE,
)
_ESCAPE = re.compile(r'\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|\n\s*|([btnfre"\\]))')
_LETTERS = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}
_HIGHEST = 0x10FFFF


def read_toml(text: str) -> Read:
    """Every value by its full key path; the tables of an array are numbered."""
    text = normalised(text)
    yield from Reader(text, tables=True).read(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        token, start, end = found.group(), found.start(), found.end()
        match found.lastgroup:
            case "comment":
                pass
            case "newline":
                yield Token(Kind.NEWLINE, token, start, end)
            case "mark":
                yield Token(Kind.MARK, token, start, end)
            case "bare":
                yield Token(Kind.BARE, token, start, end)
            case "raw" | "long_raw":
                yield Token(Kind.TEXT, _body(token), start, end)
            case _:
                yield Token(Kind.TEXT, _unescaped(_body(token)), start, end)


def _body(token: str) -> str:
    width = 3 if token.startswith(('"""', "'''")) else 1
    closed = len(token) >= 2 * width and token.endswith(token[:width])
    return token[width : -width if closed else None].removeprefix("\n" if width > 1 else "")


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code:
        return chr(int(code, 16)) if int(code, 16) <= _HIGHEST else "\ufffd"
    return _LETTERS.get(found[4], found[4]) if found[4] else ""
