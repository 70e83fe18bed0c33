"""The pass over a file that finds its functions, classes and calls, by words and brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from smsaudit.model.fact import Argument, ScopeKind
from smsaudit.model.value import Attribute, Name, Opaque, Result, Value
from smsaudit.scan.text_bodies import Body, Call, Opening
from smsaudit.scan.text_expressions import STARTS, declared, is_over, steps
from smsaudit.scan.text_heads import KEYWORDS, Head, is_definition, opened
from smsaudit.scan.text_marks import BRACKETED, Marks
from smsaudit.scan.text_values import argument, follows_call, renumbered

MOST_CALLS = 20_000
_MARKS = frozenset(["(", ")", "{", "}", "[", "]", ",", ";", *STARTS])
_ACCESS = frozenset([".", "?.", "->", "::", "?->", "!!.", "!."])
_NEW = re.compile(r"\bnew\s++\Z")
_CLOSES = {")": "(", "]": "[", "}": "{"}
_LONGEST_CHAIN = 12
_MOST_ARGUMENTS = 24
_LONGEST_HEAD = 600
_LONGEST_GIVEN = 6_000
_LONGEST_SHAPE = 400
_GAP = 20
_MOST_EXPRESSIONS = 6
"""Functions in one another, each the whole body of the one around it."""
_SHAPED = frozenset(["javascript", "typescript", "vue"])
"""Languages in which braces spell out the shape of a value or a type."""
_IN_TYPE = ("<", ":", "|", "&")
_IN_VALUE = ("(", "[", ",", "=", "?", "+")


class Reader:
    """Reads one text, once: what it found stands in `bodies` and `calls`, and which body each offset lies in."""

    def __init__(self, language: str, masked: str, strings: Mapping[int, str]) -> None:
        self.language = language
        self.text = masked
        self.strings = strings
        self.bodies = [Body(Head(ScopeKind.MODULE, "", 0), -1, 0, 0)]
        self.calls: list[Call] = []
        self.boundaries = [0]
        self.inside = [0]
        self._open: list[Opening] = []
        self._marks = Marks(language, masked)
        self._scope = 0
        self._head = 0
        """Where the statement or declaration at hand begins."""
        self._value: Value | None = None
        """The name, member or call that ends at `_end`, and where it begins."""
        self._start = self._end = self._name_at = self._length = self._last = self._given = 0

    def run(self) -> None:
        """Reads the whole text."""
        for step in steps(self.language).finditer(self.text):
            mark = step.group()
            if self._is_in_expression() and self._is_over(mark, step.start()):
                self._leave(self._last)
                self._head = self._last
            self._last = step.end()
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
                case "=>" | "=":
                    self._expression(step.start(), step.end())
                case ",":
                    self._leave_expressions(step.start())
                    if self._open:
                        self._open[-1].starts.append(step.end())
                case _:
                    self._leave_expressions(step.start())
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
        for each in reversed(self._open):
            if each.mark != "=>":
                return each.mark, each.at
        return "{", 0

    def _opens(self, mark: str, offset: int) -> None:
        opening = Opening(mark, starts=[offset + 1], at=offset)
        follows = self._value is not None and not self.text[self._end : offset].strip()
        if (
            mark == "("
            and follows
            and len(self.calls) < MOST_CALLS
            and (self._is_call() or self._marks.is_last(self._end))
        ):
            opening.call = len(self.calls)
            opening.is_mark = self._marks.given(self._end, opening.call)
            self.calls.append(Call(self._name_at, self._callee(), self._scope))
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
                return self.language in BRACKETED or self.text[self._start - 1 : self._start] != "@"
            case _:
                return False

    def _block(self, offset: int) -> None:
        if self._open and self._open[-1].is_mark:
            self._open.append(Opening("{", scope=self._scope))
            return
        begin = self._head_before(offset)
        before = self.text[begin:offset].rstrip()
        in_type = before.endswith(_IN_TYPE)
        is_shape = self.language in _SHAPED and (in_type or before.endswith(_IN_VALUE))
        head = None if is_shape else opened(self.language, before)
        is_inner = head is None and (in_type or self._around()[0] == "(")
        self._open.append(Opening("{", scope=self._scope, at=offset, head=self._head))
        marks = () if is_inner else self._marks.take()
        if head is not None:
            if head.kind is ScopeKind.FUNCTION:
                self._drop_definition(head.name)
            start = self._declared_at(begin + head.start)
            self.bodies.append(Body(head, self._scope, start, 0, marks))
            self._enter(offset, len(self.bodies) - 1)
        self._head, self._value = offset + 1, None

    def _expression(self, start: int, end: int) -> None:
        """The body of a function that is one expression begins."""
        begin = self._head_before(start)
        head = declared(self.language, self.text, begin, start, end)
        self._value = None
        around = self._open[-_MOST_EXPRESSIONS:]
        if head is None or sum(each.mark == "=>" for each in around) == _MOST_EXPRESSIONS:
            return
        self._drop_definition(head.name)
        declared_at = self._declared_at(begin + head.start)
        self.bodies.append(Body(head, self._scope, declared_at, 0, self._marks.take()))
        self._open.append(Opening("=>", scope=self._scope, at=end, head=self._head))
        self._enter(end, len(self.bodies) - 1)
        self._head = end

    def _is_in_expression(self) -> bool:
        return bool(self._open) and self._open[-1].mark == "=>"

    def _is_over(self, mark: str, start: int) -> bool:
        """Whether it ended with the line before this step: one at least belongs to it."""
        return self._last > self._open[-1].at and is_over(self.language, self.text[self._last : start], mark)

    def _leave_expressions(self, offset: int) -> None:
        """A comma, a semicolon or the bracket around them ends all that are open."""
        while self._is_in_expression():
            self._leave(offset)

    def _leave(self, offset: int) -> None:
        opening = self._open.pop()
        self.bodies[self._scope].end = offset
        self._enter(offset, opening.scope)
        self._head = opening.head

    def _head_before(self, offset: int) -> int:
        """Where the head of what begins at an offset may begin: its parameters, the last that stood in parentheses, may be long."""
        is_given = self._given > offset - _LONGEST_GIVEN
        return max(self._head, (min(self._given, offset) if is_given else offset) - _LONGEST_HEAD)

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
        self._leave_expressions(offset)
        depth = next((n for n, o in enumerate(reversed(self._open[-8:]), 1) if o.mark == _CLOSES[mark]), 0)
        if not depth:
            return
        closed = self._open[-depth:]
        opening = closed[0]
        del self._open[-depth:]
        if left := next((each for each in closed if each.mark == "=>"), None):
            self._enter(offset, left.scope)
        self._value = None
        if mark == ")":
            self._given = opening.at
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

    def _goes_on(self, opening: Opening, end: int) -> bool:
        """Whether what ends was a shape or a type (`{ to, body }: Message`), and the declaration around it goes on."""
        if opening.scope != self._scope or self.language not in _SHAPED | {"go"}:
            return False
        if self.language == "go":
            return self._around()[0] == "(" or end == opening.at + 1
        is_short = end - opening.at < _LONGEST_SHAPE
        if self._around()[0] == "(" and (
            self.text[max(0, opening.at - _GAP) : opening.at].rstrip().endswith(":")
            or self.text[end + 1 : end + _GAP].lstrip().startswith(":")
        ):
            return True
        return is_short and "(" not in self.text[opening.at : end]

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
