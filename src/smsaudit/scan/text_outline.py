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
from smsaudit.model.location import Place
from smsaudit.model.value import Attribute, Name, Opaque, Result, Text, Value
from smsaudit.scan.text_heads import KEYWORDS, is_definition, opened
from smsaudit.scan.text_ruby import with_brackets

OUTLINED = frozenset(
    [
        "java", "kotlin", "groovy", "scala", "go", "javascript", "typescript", "vue", "html", "php",
        "csharp", "c", "cpp", "objective-c", "rust", "swift", "dart", "jsp", "ruby", "lua",
    ]
)  # fmt: skip
"""Languages that group statements in braces, or are read as if they did."""

MOST_CALLS = 20_000
_STEP = re.compile(r"[A-Za-z_$][\w$]*+|[(){}\[\],;]")
_ACCESS = frozenset([".", "?.", "->", "::", "?->", "!!.", "!."])
_DOTTED = re.compile(r"[A-Za-z_$][\w$]*+(?:(?:\.|->|::)[A-Za-z_$][\w$]*+){0,6}+")
_NEW = re.compile(r"\bnew\s++\Z")
_TYPED = frozenset(["csharp", "typescript", "kotlin", "swift", "dart"])
"""Languages in which a call may name types between its name and its bracket (`post<Answer>(url)`)."""
_TYPES = re.compile(r"(?<=\w)<(?:[\w\s.,:?\[\]{}<]|>(?!\s*\w)|\|(?!\|)){1,160}?>(?=\()")
_CLOSES = {")": "(", "]": "[", "}": "{"}
_LONGEST_CHAIN = 12
_MOST_ARGUMENTS = 24


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


class _Call(Struct):
    offset: int
    callee: Value
    scope: int
    end: int = 0
    arguments: tuple[Argument, ...] = ()


class _Body(Struct):
    kind: ScopeKind
    name: str
    parent: int
    start: int
    end: int
    parameters: tuple[str, ...] = ()


def outline(language: str, masked: str, strings: Mapping[int, str]) -> Outline:
    """The outline of one file; `strings` holds what was blanked, by offset."""
    reader = _Reader(language, _prepared(language, masked), strings)
    reader.run()
    lines = _Lines(masked)
    return Outline(
        scopes=tuple(
            Scope(
                body.kind,
                body.name,
                body.parent,
                lines.place(body.start, body.end),
                parameters=tuple(Parameter(name) for name in body.parameters),
            )
            for body in reader.bodies
        ),
        calls=tuple(
            Called(call.scope, call.callee, call.arguments, lines.place(call.offset, call.end))
            for call in reader.calls
        ),
        boundaries=tuple(reader.boundaries),
        inside=tuple(reader.inside),
    )


def _prepared(language: str, masked: str) -> str:
    if language == "ruby":
        return with_brackets(masked)
    return _without_types(masked) if language in _TYPED else masked


def _without_types(text: str) -> str:
    """The text with blanks where calls name types; nothing moves."""
    return _TYPES.sub(lambda found: re.sub(r"\S", " ", found.group()), text)


class _Lines:
    """Places of offsets in any order."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def place(self, start: int, end: int) -> Place:
        """The place between two offsets."""
        first = bisect_right(self._starts, start)
        return Place(first, start - self._starts[first - 1] + 1, bisect_right(self._starts, max(start, end)))


class _Reader:
    def __init__(self, language: str, masked: str, strings: Mapping[int, str]) -> None:
        self.language = language
        self.text = masked
        self.strings = strings
        self.bodies = [_Body(ScopeKind.MODULE, "", -1, 0, 0)]
        self.calls: list[_Call] = []
        self.boundaries = [0]
        self.inside = [0]
        self._open: list[_Opening] = []
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
                case ";":
                    self._head, self._value = step.end(), None
                case _:
                    self._name(mark, step.start(), step.end())
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
        self._name_at, self._end = start, end

    def _opens(self, mark: str, offset: int) -> None:
        opening = _Opening(mark, starts=[offset + 1])
        follows = self._value is not None and not self.text[self._end : offset].strip()
        if mark == "(" and follows and self._is_call() and len(self.calls) < MOST_CALLS:
            opening.call = len(self.calls)
            self.calls.append(_Call(self._name_at, self._callee(), self._scope))
        self._open.append(opening)
        self._value = None

    def _callee(self) -> Value:
        """What is called; a class that is made goes by its own name, whatever it lies in."""
        is_made = _NEW.search(self.text, max(self._head, self._start - 20), self._start)
        if isinstance(self._value, Attribute) and is_made and not _follows_call(self._value):
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
        found = opened(self.language, self.text[max(self._head, offset - 600) : offset])
        self._open.append(_Opening("{", scope=self._scope))
        if found is not None:
            kind, name, parameters = found
            if kind is ScopeKind.FUNCTION:
                self._drop_definition(name)
            self.bodies.append(_Body(kind, name, self._scope, self._head_start(offset), 0, parameters))
            self._enter(offset, len(self.bodies) - 1)
        self._head, self._value = offset + 1, None

    def _head_start(self, offset: int) -> int:
        blank = len(self.text[self._head : offset]) - len(self.text[self._head : offset].lstrip())
        return self._head + blank

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
        if mark == "}":
            if opening.scope != self._scope:
                self.bodies[self._scope].end = offset
                self._enter(offset + 1, opening.scope)
            self._head = offset + 1
        elif opening.call >= 0:
            call = self.calls[opening.call]
            call.end, call.arguments = offset, tuple(self._arguments(opening.starts, offset))
            self._value, self._end = Result(opening.call), offset + 1
            self._start, self._length = call.offset, 1
        elif mark == "]":
            self._value, self._end, self._length = Opaque(), offset + 1, 1

    def _arguments(self, starts: list[int], end: int) -> Iterator[Argument]:
        if not self.text[starts[0] : end].strip():
            return
        for start, stop in zip(starts[:_MOST_ARGUMENTS], [*starts[1:], end + 1], strict=False):
            stretch = self.text[start : stop - 1]
            offset = start + len(stretch) - len(stretch.lstrip())
            yield Argument(None, self._argument(stretch.strip(), offset))

    def _argument(self, stretch: str, offset: int) -> Value:
        if stretch in {'"', "'", "`"} and offset in self.strings:
            return Text(self.strings[offset])
        if not _DOTTED.fullmatch(stretch):
            return Opaque()
        first, *rest = re.split(r"\.|->|::", stretch)
        value: Value = Name(first.lstrip("$") or first)
        for part in rest:
            value = Attribute(value, part)
        return value

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
        for call in kept:
            call.callee = _renumbered(call.callee, numbers)
        self.calls = kept


def _follows_call(value: Value) -> bool:
    """Whether a member is taken from what a call answers: of `new A(x).b(y)` the class is made, and `b` is called."""
    while isinstance(value, Attribute):
        value = value.base
    return isinstance(value, Result)


def _renumbered(value: Value, numbers: Mapping[int, int]) -> Value:
    match value:
        case Result(call):
            return Result(numbers[call]) if call in numbers else Opaque()
        case Attribute(base, name):
            return Attribute(_renumbered(base, numbers), name)
        case _:
            return value
