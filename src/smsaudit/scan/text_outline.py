"""Classes, functions and calls of languages with braces, found in text whose comments and strings are blanked.

Not a parser: one pass over names, brackets and commas. What a statement means is left open; where a function begins
and ends, what is called there, on what, and with which literal or named arguments, is not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from smsaudit.model.fact import Argument, Called, Parameter, Scope, ScopeKind
from smsaudit.model.value import Attribute, Name, Opaque, Result, Value
from smsaudit.scan.text_heads import KEYWORDS, Head, is_definition, opened
from smsaudit.scan.text_marks import Mark, Marks, decorators
from smsaudit.scan.text_places import Places
from smsaudit.scan.text_prepared import prepared
from smsaudit.scan.text_types import typed
from smsaudit.scan.text_values import argument, dotted, follows_call, renumbered

OUTLINED = frozenset(
    [
        "java", "kotlin", "groovy", "scala", "go", "javascript", "typescript", "vue", "html", "php",
        "csharp", "c", "cpp", "objective-c", "rust", "swift", "dart", "jsp", "ruby", "lua",
    ]
)  # fmt: skip
"""Languages that group statements in braces, or are read as if they did."""

MOST_CALLS = 20_000
_MARKS = frozenset("(){}[],;")
_STEP = re.compile(r"[A-Za-z_$][\w$]*+|[(){}\[\],;]")
_ACCESS = frozenset([".", "?.", "->", "::", "?->", "!!.", "!."])
_NEW = re.compile(r"\bnew\s++\Z")
_CLOSES = {")": "(", "]": "[", "}": "{"}
_LONGEST_CHAIN = 12
_MOST_ARGUMENTS = 24
_LONGEST_HEAD = 600
_LONGEST_SHAPE = 400
_SHAPED = frozenset(["javascript", "typescript", "vue"])
"""Languages in which braces spell out the shape of a value or a type."""
_IN_TYPE = ("<", ":", "|", "&")
_IN_VALUE = ("(", "[", ",", "=", "?", "+")


class Outline(Struct, frozen=True):
    """What the pass found; `scope_at` answers which scope an offset lies in."""

    scopes: tuple[Scope, ...]
    calls: tuple[Called, ...]
    boundaries: tuple[int, ...]
    inside: tuple[int, ...]

    def scope_at(self, offset: int) -> int:
        """The innermost scope around an offset."""
        return self.inside[bisect_right(self.boundaries, offset) - 1]


class _Opening(Struct):
    """An open bracket: what it belongs to, and where the arguments after it begin."""

    mark: str
    call: int = -1
    scope: int = 0
    starts: list[int] = field(default_factory=list)
    at: int = 0
    head: int = 0
    is_mark: bool = False


class _Call(Struct):
    offset: int
    callee: Value
    scope: int
    end: int = 0
    arguments: tuple[Argument, ...] = ()


class _Body(Struct):
    head: Head
    parent: int
    start: int
    end: int
    marks: tuple[Mark, ...] = ()


def outline(language: str, masked: str, strings: Mapping[int, str]) -> Outline:
    """The outline of one file; `strings` holds what was blanked, by offset."""
    reader = _Reader(language, prepared(language, masked), strings)
    reader.run()
    places = Places(masked)
    return Outline(
        scopes=tuple(
            Scope(
                body.head.kind,
                body.head.name,
                body.parent,
                places.place(body.start, body.end),
                parameters=tuple(Parameter(name) for name in body.head.parameters),
                decorators=decorators(body.marks),
                bases=tuple(map(dotted, body.head.bases)),
                returns=Name(body.head.returns) if body.head.returns else None,
                fields=() if number else typed(language, masked),
            )
            for number, body in enumerate(reader.bodies)
        ),
        calls=tuple(
            Called(call.scope, call.callee, call.arguments, places.place(call.offset, call.end))
            for call in reader.calls
        ),
        boundaries=tuple(reader.boundaries),
        inside=tuple(reader.inside),
    )


class _Reader:
    def __init__(self, language: str, masked: str, strings: Mapping[int, str]) -> None:
        self.language = language
        self.text = masked
        self.strings = strings
        self.bodies = [_Body(Head(ScopeKind.MODULE, "", 0), -1, 0, 0)]
        self.calls: list[_Call] = []
        self.boundaries = [0]
        self.inside = [0]
        self._open: list[_Opening] = []
        self._marks = Marks(language, masked)
        self._scope = 0
        self._head = 0
        """Where the statement or declaration at hand begins."""
        self._value: Value | None = None
        """The name, member or call that ends at `_end`, and where it begins."""
        self._start = self._end = self._name_at = self._length = 0

    def run(self) -> None:
        """Reads the whole text."""
        for step in _STEP.finditer(self.text):
            mark = step.group()
            if mark not in _MARKS:
                self._name(mark, step.start(), step.end())
                continue
            match mark:
                case "(" | "[":
                    self._opens(mark, step.start())
                case "{":
                    self._block(step.start())
                case ")" | "]" | "}":
                    self._closes(mark, step.start())
                case ",":
                    if self._open:
                        self._open[-1].starts.append(step.end())
                case _:
                    self._head, self._value = step.end(), None
                    self._marks.take()
        for body in self.bodies:
            body.end = body.end or len(self.text)
        self._renumber()

    def _name(self, name: str, start: int, end: int) -> None:
        name = name.lstrip("$") or name
        accessed = self._value is not None and self.text[self._end : start].strip() in _ACCESS
        if accessed and self._value is not None:
            self._length += 1
            self._value = Attribute(self._value if self._length < _LONGEST_CHAIN else Opaque(), name)
        else:
            self._start, self._length, self._value = start, 1, Name(name)
            self._marks.meet(name, start, end, *self._around())
        self._name_at, self._end = start, end

    def _around(self) -> tuple[str, int]:
        """The innermost open bracket, and where it stands."""
        return (self._open[-1].mark, self._open[-1].at) if self._open else ("{", 0)

    def _opens(self, mark: str, offset: int) -> None:
        opening = _Opening(mark, starts=[offset + 1], at=offset)
        follows = self._value is not None and not self.text[self._end : offset].strip()
        if (
            mark == "("
            and follows
            and len(self.calls) < MOST_CALLS
            and (self._is_call() or self._marks.is_last(self._end))
        ):
            opening.call = len(self.calls)
            opening.is_mark = self._marks.given(self._end, opening.call)
            self.calls.append(_Call(self._name_at, self._callee(), self._scope))
        self._open.append(opening)
        self._value = None

    def _callee(self) -> Value:
        """What is called; a class that is made goes by its own name, whatever it lies in."""
        is_made = _NEW.search(self.text, max(self._head, self._start - 20), self._start)
        if isinstance(self._value, Attribute) and is_made and not follows_call(self._value):
            return Name(self._value.name)
        return self._value or Opaque()

    def _is_call(self) -> bool:
        match self._value:
            case Name(name):
                head = self.text[max(self._head, self._start - 200) : self._start]
                return name not in KEYWORDS and not is_definition(self.language, head)
            case Attribute():
                return self.text[self._start - 1 : self._start] != "@"
            case _:
                return False

    def _block(self, offset: int) -> None:
        if self._open and self._open[-1].is_mark:
            self._open.append(_Opening("{", scope=self._scope))
            return
        begin = max(self._head, offset - _LONGEST_HEAD)
        before = self.text[begin:offset].rstrip()
        in_type = before.endswith(_IN_TYPE)
        is_shape = self.language in _SHAPED and (in_type or before.endswith(_IN_VALUE))
        head = None if is_shape else opened(self.language, before)
        is_inner = head is None and (in_type or self._around()[0] == "(")
        self._open.append(_Opening("{", scope=self._scope, at=offset, head=self._head))
        marks = () if is_inner else self._marks.take()
        if head is not None:
            if head.kind is ScopeKind.FUNCTION:
                self._drop_definition(head.name)
            start = self._declared_at(begin + head.start)
            self.bodies.append(_Body(head, self._scope, start, 0, marks))
            self._enter(offset, len(self.bodies) - 1)
        self._head, self._value = offset + 1, None

    def _declared_at(self, offset: int) -> int:
        """Where the line begins on which a declaration does."""
        line = max(self._head, self.text.rfind("\n", 0, offset) + 1)
        return line + len(self.text[line:offset]) - len(self.text[line:offset].lstrip())

    def _drop_definition(self, name: str) -> None:
        """What looked like a call was the head of the function that opens here."""
        for number in range(len(self.calls) - 1, max(-1, len(self.calls) - 30), -1):
            call = self.calls[number]
            if call.offset < self._head:
                return
            if call.callee == Name(name):
                call.callee = Opaque()
                return

    def _closes(self, mark: str, offset: int) -> None:
        depth = next((n for n, o in enumerate(reversed(self._open[-8:]), 1) if o.mark == _CLOSES[mark]), 0)
        if not depth:
            return
        opening = self._open[-depth]
        del self._open[-depth:]
        self._value = None
        if mark == "}" and not (self._open and self._open[-1].is_mark):
            self._head = opening.head if self._goes_on(opening, offset) else offset + 1
            if opening.scope != self._scope:
                self.bodies[self._scope].end = offset
                self._enter(offset + 1, opening.scope)
        elif opening.call >= 0:
            call = self.calls[opening.call]
            call.end = offset
            call.arguments = tuple(self._arguments(opening.starts, offset, of_mark=opening.is_mark))
            self._value, self._end = Result(opening.call), offset + 1
            self._start, self._length = call.offset, 1
        elif mark == "]":
            self._value, self._end, self._length = Opaque(), offset + 1, 1

    def _goes_on(self, opening: _Opening, end: int) -> bool:
        """Whether what ends was a shape or a type (`{ to, body }: Message`), and the declaration around it goes on."""
        is_short = self.language in _SHAPED and end - opening.at < _LONGEST_SHAPE
        return is_short and opening.scope == self._scope and "(" not in self.text[opening.at : end]

    def _arguments(self, starts: list[int], end: int, *, of_mark: bool) -> Iterator[Argument]:
        if not self.text[starts[0] : end].strip():
            return
        for start, stop in zip(starts[:_MOST_ARGUMENTS], [*starts[1:], end + 1], strict=False):
            stretch = self.text[start : stop - 1]
            offset = start + len(stretch) - len(stretch.lstrip())
            yield argument(stretch.strip(), offset, self.strings, of_mark=of_mark)

    def _enter(self, offset: int, scope: int) -> None:
        self._scope = scope
        self.boundaries.append(offset)
        self.inside.append(scope)

    def _renumber(self) -> None:
        """Takes out what turned out to be definitions; results of calls are numbered anew."""
        numbers: dict[int, int] = {}
        kept = [call for call in self.calls if call.callee != Opaque()]
        kept_ids = {id(call) for call in kept}
        for number, call in enumerate(self.calls):
            if id(call) in kept_ids:
                numbers[number] = len(numbers)
        for mark in (mark for body in self.bodies for mark in body.marks):
            mark.call = numbers.get(mark.call, -1)
        for call in kept:
            call.callee = renumbered(call.callee, numbers)
        self.calls = kept
