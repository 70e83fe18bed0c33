"""Assignments with braces: one reader for TOML, Terraform's HCL, and HOCON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from enum import StrEnum

from msgspec import Struct, field

from smsaudit.model.location import Place
from smsaudit.scan.config.entries import DEEPEST, LONGEST_VALUE, Entry, KeyPath, Read, too_deep
from smsaudit.scan.config.lines import Cursor


class Kind(StrEnum):
    """What a token is to the reader."""

    NEWLINE = "newline"
    MARK = "mark"
    TEXT = "text"
    """A string literal, decoded."""
    BARE = "bare"


class Token(Struct, frozen=True):
    """A token with the offsets it spans."""

    kind: Kind
    text: str
    start: int
    end: int


Tokenise = Callable[[str], Iterator[Token]]


class _Frame(Struct):
    path: KeyPath
    is_list: bool = False
    items: int = 0
    blocks: Counter[KeyPath] = field(default_factory=Counter)
    head: list[str] = field(default_factory=list)
    head_start: int = 0
    key: KeyPath | None = None
    value: list[Token] = field(default_factory=list)
    value_end: int = 0
    round: int = 0
    """Brackets open inside an expression, which no newline ends."""

    @property
    def takes_values(self) -> bool:
        return self.is_list or self.key is not None


class Reader:
    """Reads one text; `tables` says whether `[a.b]` begins a table, as in TOML."""

    def __init__(self, text: str, *, tables: bool) -> None:
        self._text = text
        self._tables = tables
        self._cursor = Cursor(text)
        self._stack = [_Frame(())]
        self._dropped = 0
        self._header: int | None = None
        """Opening brackets of the table header that is being read."""
        self._arrays: dict[KeyPath, int] = {}

    def read(self, tokens: Iterator[Token]) -> Read:
        """Every assignment among the tokens."""
        for token in tokens:
            if self._dropped:
                self._dropped += (token.text in ("{", "[")) - (token.text in ("}", "]"))
            elif token.kind is Kind.NEWLINE:
                yield from self._newline()
            elif token.kind is Kind.MARK:
                yield from self._mark(token)
            else:
                self._word(token)
        yield from self._flush()

    def _word(self, token: Token) -> None:
        frame = self._stack[-1]
        if frame.takes_values:
            self._extend(frame, token)
            return
        if not frame.head:
            frame.head_start = token.start
        if len(frame.head) < DEEPEST:
            parts = token.text.split(".", DEEPEST) if token.kind is Kind.BARE else [token.text]
            frame.head.extend(part for part in parts if part or token.kind is Kind.TEXT)
            del frame.head[DEEPEST:]

    @staticmethod
    def _extend(frame: _Frame, token: Token) -> None:
        if len(frame.value) < 2:  # noqa: PLR2004 - enough to tell a lone string from an expression
            frame.value.append(token)
        frame.value_end = token.end

    def _newline(self) -> Read:
        frame = self._stack[-1]
        if frame.round:
            return
        if frame.value:
            yield from self._flush()
        if frame.key is None:
            frame.head = []
        self._header = None

    def _mark(self, token: Token) -> Read:
        frame = self._stack[-1]
        match token.text:
            case "(":
                self._nest(frame, token)
            case ")":
                self._unnest(frame, token)
            case "{" | "[":
                yield from self._open(frame, token)
            case "}" | "]":
                yield from self._close(frame, token)
            case "," if not frame.round:
                yield from self._flush()
                frame.head, frame.key = [], None
            case "=" | ":" if not frame.takes_values:
                frame.key, frame.head = tuple(frame.head), []
            case _:
                if frame.value:
                    self._extend(frame, token)

    def _nest(self, frame: _Frame, token: Token) -> None:
        if frame.takes_values:
            self._extend(frame, token)
            frame.round += 1

    def _unnest(self, frame: _Frame, token: Token) -> None:
        if frame.round:
            frame.round -= 1
            self._extend(frame, token)

    def _open(self, frame: _Frame, token: Token) -> Read:
        if frame.value or frame.round:
            self._nest(frame, token)
        elif self._tables and token.text == "[" and len(self._stack) == 1 and not frame.takes_values:
            self._header = (self._header or 0) + 1
        elif len(self._stack) > DEEPEST or len(frame.path) > DEEPEST:
            yield too_deep(self._cursor.place(token.start).line)
            self._dropped = 1
        elif frame.takes_values or token.text == "{":
            self._stack.append(_Frame(self._child(frame), is_list=token.text == "["))
            frame.key, frame.head = None, []

    def _child(self, frame: _Frame) -> KeyPath:
        if frame.is_list:
            frame.items += 1
            return (*frame.path, frame.items - 1)
        if frame.key is not None:
            return (*frame.path, *frame.key)
        labels = tuple(frame.head)
        index = frame.blocks[labels]
        frame.blocks[labels] += 1
        return (*frame.path, *labels, index) if index else (*frame.path, *labels)

    def _close(self, frame: _Frame, token: Token) -> Read:
        if self._header is not None and token.text == "]":
            self._begin_table(frame)
        elif frame.round:
            self._unnest(frame, token)
        else:
            yield from self._flush()
            frame.head, frame.key = [], None
            if len(self._stack) > 1:
                self._stack.pop()

    def _begin_table(self, root: _Frame) -> None:
        if root.head:
            path: KeyPath = ()
            for part in root.head[:-1]:
                path = (*path, part)
                if path in self._arrays:
                    path = (*path, self._arrays[path])
            path = (*path, root.head[-1])
            if self._header and self._header > 1:
                self._arrays[path] = self._arrays.get(path, -1) + 1
                path = (*path, self._arrays[path])
            root.path, root.head = path, []

    def _flush(self) -> Read:
        frame = self._stack[-1]
        if frame.value:
            first = frame.value[0]
            lone = len(frame.value) == 1 and first.kind is Kind.TEXT
            raw_end = min(frame.value_end, first.start + LONGEST_VALUE + 1)
            value = first.text if lone else self._text[first.start : raw_end].strip()
            if frame.is_list:
                yield Entry(self._child(frame), value, self._place(first.start, frame))
            elif frame.key is not None:
                yield Entry((*frame.path, *frame.key), value, self._place(frame.head_start, frame))
            frame.value, frame.key, frame.round = [], None, 0

    def _place(self, start: int, frame: _Frame) -> Place:
        return self._cursor.place(start, frame.value_end)
