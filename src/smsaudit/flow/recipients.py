"""Whose numbers a flow sends to: followed from the send back along the functions of the flow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from smsaudit.flow.given import given, parts, put_on
from smsaudit.flow.program import Program
from smsaudit.model.detection import Detection
from smsaudit.model.entrance import EntryKind
from smsaudit.model.environment import ORIGINS, READERS
from smsaudit.model.flow import Recipient, RecipientKind
from smsaudit.model.location import Location, Place, TreePath
from smsaudit.model.referent import External, Frame
from smsaudit.model.signature import Signature
from smsaudit.model.value import Attribute, Element, Entered, Item, Name, Result, Text, Value

_PHONE = re.compile(
    r"(?i)(?:^|_)(?:phones?|mobiles?|msisdns?|tel|telephone|cellphone|recipients?)(?:_?(?:nos?|nums?|numbers?|list|set))?$"
    r"|^phone_?\w{0,9}$|^to$|destination_addr|dest_terminal_id"
)
_STAFF = re.compile(
    r"(?i)(?:^|_)(?:admins?|administrators?|staff|employees?|operators?|on_?call|on_?duty|duty|managers?|engineers?|ops|super_?users?)(?:_|$)"
)
_ASKED = re.compile(
    r"(?i)^(?:request|req|form|serializer|payload|data|body|query|event|json|validated_data|cleaned_data)$"
)
_TYPED = re.compile(r"(?i)^(?:args|arguments|options|opts|namespace|argv)$")
"""What somebody typed on a command line: whose number that is, the code cannot show."""
_OWN = frozenset(("self", "cls", "request"))
_DIGITS = re.compile(r"\+?\d[\d\s,;+-]{5,}")
_SETTINGS = ("django.conf.settings", *ORIGINS)
_WEB = frozenset((EntryKind.HTTP, EntryKind.WEBSOCKET, EntryKind.GRAPHQL, EntryKind.SERVERLESS))
_NOWHERE = Place(1)
_MAX_DEPTH = 14
_MAX_FOUND = 4

_Handed = dict[TreePath, dict[int, Place]]
"""By file, the first call that hands an expression over; expressions by their identity."""


class Recipients:
    """Asks what a send is given as numbers."""

    def __init__(self, program: Program, signatures: Mapping[str, Signature]) -> None:
        self._program = program
        self._keys = {
            pattern.id: pattern.arguments.get("phones", "")
            for signature in signatures.values()
            for pattern in signature.patterns
        }
        self._handed: _Handed = {}

    def of(self, send: Detection, way: Sequence[Frame], entry: EntryKind | None) -> tuple[Recipient, ...]:
        """Where the numbers come from, as far as the functions on the way show it; nothing where they do not."""
        trail = _Trail(self._program, way, self._handed, is_asked=entry in _WEB)
        found: dict[Recipient, None] = {}
        for frame, value, place in self._numbers(send, way):
            found.update(dict.fromkeys(trail.to(frame, value, place)))
        return tuple(found)[:_MAX_FOUND]

    def _numbers(self, send: Detection, way: Sequence[Frame]) -> Iterator[tuple[Frame, Value, Place]]:
        """What the send is given as numbers; else the nearest parameter on the way that is called like one."""
        facts = self._program.facts(send.location.path)
        if facts is not None and send.call is not None:
            call = facts.calls[send.call]
            key = self._keys.get(send.pattern, "")
            named = [*given(call, key), *put_on(facts, call, key)] if key else []
            named = named or [a.value for a in call.arguments if a.keyword and _PHONE.search(a.keyword)]
            yield from ((Frame(send.location.path, call.scope), value, call.place) for value in named)
            if named:
                return
        for frame in reversed(way):
            facts = self._program.facts(frame.path)
            for parameter in facts.scopes[frame.scope].parameters if facts is not None else ():
                if facts is not None and _PHONE.search(parameter.name):
                    yield frame, Name(parameter.name), facts.scopes[frame.scope].place
                    return


class _Trail:
    """Follows a value through the functions of one flow."""

    def __init__(self, program: Program, way: Sequence[Frame], handed: _Handed, *, is_asked: bool) -> None:
        self._program = program
        self._way = way
        self._handed = handed
        self._is_asked = is_asked
        self._seen: set[tuple[Frame, int]] = set()
        self._followed: set[tuple[Frame, str]] = set()

    def to(self, frame: Frame, value: Value, place: Place, depth: int = 0) -> Iterator[Recipient]:
        """Everything that the value may come from; `place` is the nearest known one."""
        key = (frame, id(value))
        if key in self._seen or depth > _MAX_DEPTH:
            return
        self._seen.add(key)
        match value:
            case Text(text) if _DIGITS.fullmatch(text.strip()):
                yield self._told(RecipientKind.FIXED, "", frame, place)
            case Name(name):
                yield from self._named(frame, name, depth)
            case Attribute(base, name):
                yield from self._member(frame, value, base, name, place, depth)
            case Item(base, Text(name)):
                yield from self._member(frame, value, base, name, place, depth)
            case Result(number):
                yield from self._called(frame, number, depth)
            case Element(base, _) | Entered(base):
                yield from self.to(frame, base, place, depth + 1)
            case _:
                for part in parts(value):
                    yield from self.to(frame, part, place, depth + 1)

    def _named(self, frame: Frame, name: str, depth: int) -> Iterator[Recipient]:
        facts = self._program.facts(frame.path) if depth <= _MAX_DEPTH else None
        scope = frame.scope
        while facts is not None and scope >= 0:
            inside = Frame(frame.path, scope)
            bound = facts.index.bound[scope, name]
            if bound and (inside, name) in self._followed:
                return
            self._followed.add((inside, name))
            for each in bound:
                staff = _STAFF.search(name) is not None and not scope
                if staff:
                    yield self._told(RecipientKind.STAFF, name, inside, each.place)
                else:
                    yield from self.to(inside, each.value, each.place, depth + 1)
            if any(parameter.name == name for parameter in facts.scopes[scope].parameters):
                yield from self._passed(inside, name, depth)
                return
            if bound:
                return
            for imported in facts.index.imported[scope, name]:
                if imported.name is not None:
                    module = self._program.module_of(frame.path, imported)
                    if module is not None:
                        if self._program.facts(module) is None:
                            self._program.load([module])
                        yield from self._named(Frame(module, 0), imported.name, depth + 1)
                    return
            scope = facts.scopes[scope].parent

    def _passed(self, function: Frame, name: str, depth: int) -> Iterator[Recipient]:
        """What the functions of the flow pass to a parameter; the first one is given it by whoever asks."""
        facts = self._program.facts(function.path)
        place = facts.scopes[function.scope].place if facts is not None else Place(1)
        if self._way and function == self._way[0]:
            if self._is_asked and name not in _OWN:
                yield self._told(RecipientKind.USERS, name, function, place)
            return
        for outside, value in self._program.passed(function, name):
            if self._program.function_at(outside.path, outside.scope) in self._way:
                yield from self.to(outside, value, self._handed_at(outside, value), depth + 1)

    def _handed_at(self, frame: Frame, value: Value) -> Place:
        """The call that hands a value over."""
        facts = self._program.facts(frame.path)
        if facts is not None and frame.path not in self._handed:
            given = ((id(each.value), call.place) for call in facts.calls for each in call.arguments)
            self._handed[frame.path] = dict(reversed([*given]))
        return self._handed.get(frame.path, {}).get(id(value), _NOWHERE)

    def _member(
        self, frame: Frame, value: Value, base: Value, name: str, place: Place, depth: int
    ) -> Iterator[Recipient]:
        """A setting, something that came with the request, a field of a record, or what stands on an object."""
        spelled = _words(base)
        if not self._is_asked and spelled and _TYPED.search(spelled[-1]):
            return
        if self._is_setting(frame, base):
            kind = RecipientKind.STAFF if _STAFF.search(name) else RecipientKind.FIXED
            yield self._told(kind, name, frame, place)
        elif _PHONE.search(name) or any(map(_ASKED.search, spelled)):
            own = spelled[-1:] == ["self"] and [*self._stored(frame, name)]
            if own:
                for inside, stored, at in own:
                    yield from self.to(inside, stored, at, depth + 1)
            else:
                is_staff = any(map(_STAFF.search, (name, *spelled))) or self._is_of_staff(frame, base)
                told = RecipientKind.STAFF if is_staff else RecipientKind.USERS
                yield self._told(told, ".".join([*reversed(spelled[:2]), name]), frame, place)
        else:
            for inside, stored, at in self._stored(frame, name) if spelled == ["self"] else ():
                yield from self.to(inside, stored, at, depth + 1)
            if not isinstance(value, Attribute):
                yield from self.to(frame, base, place, depth + 1)

    def _called(self, frame: Frame, number: int, depth: int) -> Iterator[Recipient]:
        facts = self._program.facts(frame.path)
        if facts is None:
            return
        call = facts.calls[number]
        inside = Frame(frame.path, call.scope)
        first = call.arguments[0].value if call.arguments else None
        name = call.callee.name if isinstance(call.callee, Attribute | Name) else ""
        base = call.callee.base if isinstance(call.callee, Attribute) else None
        if isinstance(first, Text) and name in READERS:
            kind = RecipientKind.STAFF if _STAFF.search(first.value) else RecipientKind.FIXED
            yield self._told(kind, first.value, inside, call.place)
            return
        if isinstance(first, Text) and base is not None and name.startswith(("get", "pop")):
            yield from self._member(inside, Item(base, first), base, first.value, call.place, depth)
            return
        for value in (
            *(argument.value for argument in call.arguments),
            *([base] if base is not None else []),
        ):
            yield from self.to(inside, value, call.place, depth + 1)

    def _stored(self, frame: Frame, name: str) -> Iterator[tuple[Frame, Value, Place]]:
        """What methods of the same class put on `self`."""
        cls = self._program.class_of(self._program.function_at(frame.path, frame.scope))
        facts = self._program.facts(frame.path)
        for stored in facts.index.stored[name] if facts is not None else ():
            inside = Frame(frame.path, stored.scope)
            if self._program.class_of(inside) == cls:
                yield inside, stored.value, stored.place

    def _is_setting(self, frame: Frame, base: Value) -> bool:
        origins = (each.origin for each in self._program.evaluate(frame, base) if isinstance(each, External))
        return any(origin.startswith(_SETTINGS) for origin in origins)

    def _is_of_staff(self, frame: Frame, base: Value) -> bool:
        """Whether a record was looked up among staff: `User.objects.filter(is_staff=True)`."""
        facts = self._program.facts(frame.path)
        names: set[str] = set()
        waiting = [base] if facts is not None else []
        for value in waiting:
            match value:
                case Name(name) if facts is not None and name not in names:
                    names.add(name)
                    waiting += [bound.value for bound in facts.index.bound[frame.scope, name]]
                case Element(of, _):
                    waiting.append(of)
                case Result(number) if facts is not None:
                    keywords = {argument.keyword for argument in facts.calls[number].arguments}
                    if not keywords.isdisjoint(("is_staff", "is_superuser")):
                        return True
                case _:
                    pass
        return False

    def _told(self, kind: RecipientKind, name: str, frame: Frame, place: Place) -> Recipient:
        return Recipient(kind=kind, name=name, location=Location(frame.path, Place(place.line, place.column)))


def _words(value: Value) -> list[str]:
    """The names of a chain of attributes, from the last to the first."""
    found: list[str] = []
    while True:
        match value:
            case Name(name):
                return [*found, name]
            case Attribute(base, name):
                found.append(name)
                value = base
            case Item(base, _):
                value = base
            case _:
                return found
