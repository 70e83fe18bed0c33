"""`.env` files: one variable per line, as shells and dotenv libraries read them."""

from __future__ import annotations

import re

from smsaudit.scan.config.entries import LONGEST_VALUE, Entry, Read
from smsaudit.scan.config.lines import Cursor, normalised

_NAME = re.compile(r"[ \t]*+(?:export[ \t]++)?(?P<name>[A-Za-z_][\w.\-]*+)[ \t]*+=[ \t]*+")
_INLINE_COMMENT = re.compile(r"(?:^|\s)#")
_ESCAPES = {"\\n": "\n", "\\r": "\r", "\\t": "\t", '\\"': '"', "\\\\": "\\", "\\$": "$"}
_ESCAPE = re.compile(r"\\[nrt\"\\$]")
_QUOTES = ("'", '"', "`")


def read_dotenv(text: str) -> Read:
    """Every variable; quoted values may span lines, comments are cut."""
    text = normalised(text)
    cursor = Cursor(text)
    start = 0
    while start < len(text):
        newline = text.find("\n", start)
        end = newline if newline >= 0 else len(text)
        found = _NAME.match(text, start, end)
        if found:
            value, end = _value(text, found.end(), end)
            yield Entry((found["name"],), value, cursor.place(found.start("name"), end))
        start = end + 1


def _value(text: str, start: int, end: int) -> tuple[str, int]:
    """The value that starts at `start`, and the offset of the newline that ends it."""
    quote = text[start : start + 1]
    if quote in _QUOTES:
        close = _closing(text, start + 1, quote)
        if close is not None:
            value = text[start + 1 : close]
            newline = text.find("\n", close)
            return _unescaped(value) if quote == '"' else value, newline if newline >= 0 else len(text)
    value = text[start:end]
    comment = _INLINE_COMMENT.search(value)
    return (value[: comment.start()] if comment else value).rstrip(), end


def _closing(text: str, start: int, quote: str) -> int | None:
    limit = start + LONGEST_VALUE
    close = text.find(quote, start, limit)
    while quote == '"' and close > 0 and text[close - 1] == "\\" and text[close - 2] != "\\":
        close = text.find(quote, close + 1, limit)
    return close if close >= 0 else None


def _unescaped(value: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPES[found.group()], value) if "\\" in value else value
