"""nginx: directives that end in a semicolon, and blocks of them."""

from __future__ import annotations

import re
from collections import Counter

from msgspec import Struct, field

from smsaudit.scan.config.entries import DEEPEST, LONGEST_VALUE, Entry, KeyPath, Read, too_deep
from smsaudit.scan.config.lines import Cursor, normalised

_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n]*+)
  | (?P<string>"(?:[^"\\]++|\\[\s\S])*+"?|'(?:[^'\\]++|\\[\s\S])*+'?)
  | (?P<mark>[{};])
  | (?P<word>(?:[^\s{};"'\\$]++|\\[\s\S]?|\$\{[^}\s]*+\}?|\$)++)
    """,
    re.VERBOSE,
)


class _Block(Struct):
    path: KeyPath
    seen: Counter[str] = field(default_factory=Counter)


class _Directive(Struct):
    words: list[str] = field(default_factory=list)
    start: int = 0
    end: int = 0
    size: int = 0

    def add(self, word: str, start: int, end: int) -> None:
        if not self.words:
            self.start = start
        if self.size <= LONGEST_VALUE:
            self.words.append(word)
        self.size += len(word) + 1
        self.end = end


def read_nginx(text: str) -> Read:
    """Every directive as `http.server.listen`; the argument of a block is the value of its own path."""
    text = normalised(text)
    cursor = Cursor(text)
    blocks = [_Block(())]
    directive = _Directive()
    dropped = 0
    for found in _TOKEN.finditer(text):
        piece = found.group()
        if found.lastgroup == "comment":
            continue
        if found.lastgroup != "mark":
            word = piece.strip(piece[0]) if found.lastgroup == "string" else piece
            directive.add(word, found.start(), found.end())
            continue
        if directive.words and not dropped:
            yield from _said(blocks[-1], directive, cursor)
        if piece == "{" and (dropped or len(blocks) > DEEPEST):
            if not dropped:
                yield too_deep(cursor.place(found.start()).line)
            dropped += 1
        elif piece == "{":
            blocks.append(_opened(blocks[-1], directive))
        elif piece == "}" and dropped:
            dropped -= 1
        elif piece == "}" and len(blocks) > 1:
            blocks.pop()
        directive = _Directive()
    if directive.words and not dropped:
        yield from _said(blocks[-1], directive, cursor)


def _said(block: _Block, directive: _Directive, cursor: Cursor) -> Read:
    place = cursor.place(directive.start, directive.end)
    yield Entry((*block.path, directive.words[0]), " ".join(directive.words[1:]), place)


def _opened(block: _Block, directive: _Directive) -> _Block:
    """Siblings of one name are told apart from the second on: `server`, `server[1]`."""
    name = directive.words[0] if directive.words else ""
    index = block.seen[name]
    block.seen[name] += 1
    return _Block((*block.path, name, index) if index else (*block.path, name))
