"""Text of an audited tree, made harmless for a reader's terminal or editor."""

from __future__ import annotations

import json
import unicodedata

import msgspec

_HIDDEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Control, format (bidi overrides, zero width), unassigned, private, surrogate, line separators."""


def visible(text: str) -> str:
    """`text` on one line, with every character that a reader could not see written as an escape."""
    if text.isascii() and text.isprintable():
        return text
    hidden = [character for character in set(text) if _hidden(character)]
    return text.translate({ord(character): _shown(character) for character in hidden})


def json_text(value: object, *, indent: int = 2) -> str:
    """A document of JSON, with the same characters as escapes of JSON; the values stay what they were."""
    try:  # in a tenth of the time that the standard library takes to indent
        text = msgspec.json.format(msgspec.json.encode(value), indent=indent).decode()
    except UnicodeEncodeError:  # half a pair of surrogates, in the name of a file
        text = json.dumps(value, ensure_ascii=False, indent=indent)
    hidden = [character for character in set(text) - {"\n"} if _hidden(character)]
    escaped = (
        text.translate({ord(character): _json_escape(character) for character in hidden}) if hidden else text
    )
    return f"{escaped}\n"


def shortened(text: str, limit: int) -> str:
    """`text`, or its two ends around an ellipsis where it is longer than `limit` characters."""
    if len(text) <= limit:
        return text
    head = (limit - 1) // 2
    return f"{text[:head]}…{text[len(text) - (limit - 1 - head) :]}"


def brief(text: str, limit: int) -> str:
    """`visible` text of at most `limit` characters, in time that does not grow with what is left out."""
    return shortened(visible(shortened(text, limit)), limit)


def _hidden(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN


def _shown(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def _json_escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
