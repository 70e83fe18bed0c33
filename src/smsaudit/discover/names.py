r"""File names as the system knows them, and as reports may print them.

A `TreePath` is printable and reversible: a byte that is not UTF-8 and an ASCII control character are
written `\xNN`, other unprintable characters `\uNNNN` or `\UNNNNNNNN`, a backslash is doubled.
"""

from __future__ import annotations

import re
import sys

from smsaudit.model.location import TreePath

_FIRST_ESCAPED_BYTE = 0xDC80
_LAST_ESCAPED_BYTE = 0xDCFF
_ASCII_END = 0x80
_BMP_END = 0x10000
_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U(00(?:0[0-9a-f]|10)[0-9a-f]{4})|\\)")


def named(written: bytes) -> str:
    """A name in git's output as the system knows it; unlike `os.fsdecode`, of any bytes on any system."""
    return written.decode(sys.getfilesystemencoding(), "surrogateescape")


def shown(name: str) -> TreePath:
    """A name from the file system (surrogate-escaped, forward slashes) as a printable path."""
    if name.isprintable() and "\\" not in name:
        return TreePath(name)
    return TreePath("".join(map(_shown_character, name)))


def actual(path: TreePath) -> str:
    """The name on disk that `shown` turned into `path`."""
    return _ESCAPE.sub(_actual_character, path) if "\\" in path else path


def _shown_character(character: str) -> str:
    if character == "\\":
        return "\\\\"
    if character.isprintable():
        return character
    code = ord(character)
    if _FIRST_ESCAPED_BYTE <= code <= _LAST_ESCAPED_BYTE:
        return f"\\x{code - 0xDC00:02x}"
    if code < _ASCII_END:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < _BMP_END else f"\\U{code:08x}"


def _actual_character(match: re.Match[str]) -> str:
    byte, short, long = match.groups()
    if byte:
        code = int(byte, 16)
        return chr(code if code < _ASCII_END else 0xDC00 + code)
    return chr(int(short or long, 16)) if short or long else "\\"
