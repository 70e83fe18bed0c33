"""JSON and its relaxed kin, read token by token so that a huge data file costs only what is used of it."""

from __future__ import annotations

import json
import re

from msgspec import Struct

from smsaudit.model.location import Place
from smsaudit.scan.config.entries import DEEPEST, Entry, KeyPath, Read, Segment, too_deep
from smsaudit.scan.config.lines import Cursor, normalised

# Each alternative consumes what it has once looked at, also if it is never closed: time stays linear.
_TOKEN = re.compile(
    r"""
    (?P<string>"(?:[^"\\\n]++|\\.)*+"?|'(?:[^'\\\n]++|\\.)*+'?)
  | (?P<comment>//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?|\#[^\n]*+)
  | (?P<mark>[{}\[\],:])
  | (?P<bare>[^\s{}\[\],:"'\#/]++|[/\\])
    """,
    re.VERBOSE,
)


class _Frame(Struct):
    path: KeyPath
    is_list: bool
    index: int = 0
    key: Segment | None = None
    key_place: Place | None = None
    scalar: str | None = None
    scalar_place: Place | None = None

    def child_path(self) -> KeyPath:
        if self.is_list:
            return (*self.path, self.index)
        return self.path if self.key is None else (*self.path, self.key)

    def name(self) -> None:
        """What was read last turns out to be a key."""
        if self.scalar is not None and not self.is_list:
            self.key, self.key_place = self.scalar, self.scalar_place
        self.scalar = None

    def flush(self) -> Read:
        if (
            self.scalar is not None
            and self.scalar_place is not None
            and (self.is_list or self.key is not None)
        ):
            yield Entry(self.child_path(), self.scalar, self.key_place or self.scalar_place)
        self.scalar = self.key = self.key_place = None


def read_json(text: str) -> Read:
    """Every scalar with its key path; comments, trailing commas and broken ends are forgiven."""
    text = normalised(text)
    cursor = Cursor(text)
    stack = [_Frame((), is_list=False)]
    dropped = 0
    for found in _TOKEN.finditer(text):
        piece, frame = found.group(), stack[-1]
        opens = piece in ("{", "[")
        if dropped:
            dropped += opens - (piece in ("}", "]"))
        elif opens and len(stack) > DEEPEST:
            yield too_deep(cursor.place(found.start()).line)
            dropped = 1
        elif found.lastgroup == "mark":
            yield from _mark(stack, piece)
        elif found.lastgroup != "comment":
            yield from _before_scalar(frame)
            frame.scalar, frame.scalar_place = _decoded(piece), cursor.place(found.start())
    yield from stack[-1].flush()


def _before_scalar(frame: _Frame) -> Read:
    """Two scalars in a row: the comma between them is missing."""
    if frame.scalar is not None:
        yield from frame.flush()
        frame.index += frame.is_list


def _mark(stack: list[_Frame], piece: str) -> Read:
    frame = stack[-1]
    match piece:
        case ":":
            frame.name()
        case ",":
            yield from frame.flush()
            frame.index += 1
        case "{" | "[":
            yield from _before_scalar(frame)
            stack.append(_Frame(frame.child_path(), is_list=piece == "["))
        case _:
            yield from frame.flush()
            if len(stack) > 1:
                stack.pop()


def _decoded(piece: str) -> str:
    if piece[0] not in "\"'":
        return piece
    body = piece[1:-1] if len(piece) > 1 and piece[-1] == piece[0] else piece[1:]
    if "\\" not in body:
        return body
    try:
        return str(json.loads(f'"{body}"', strict=False))
    except ValueError:
        return body
