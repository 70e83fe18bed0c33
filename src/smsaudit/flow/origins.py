"""What leads from a call to what it runs where the call alone does not tell: where the receiver was made, or named."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct

from smsaudit.flow.conditions import Condition, conditions_at
from smsaudit.flow.edge import Edge
from smsaudit.flow.program import Program
from smsaudit.model.fact import Bound, Guard
from smsaudit.model.flow import Via
from smsaudit.model.location import Location, Place, TreePath
from smsaudit.model.referent import ClassRef, DisplayRef, Frame, FunctionRef, Referent
from smsaudit.model.value import (
    Attribute,
    Compared,
    Defined,
    Either,
    Item,
    Mapping,
    Name,
    Result,
    Text,
    Value,
)
from smsaudit.model.value import Sequence as Display

_MAX_DEPTH = 5
_DOTTED = re.compile(r"\w+(?:\.\w+)*[.:]\w+")


class Making(Struct, frozen=True):
    """How an object came to be: the conditions, and the places on the way."""

    conditions: tuple[Condition, ...]
    places: tuple[Via, ...]
    cls: ClassRef


class Origins:
    """Follows receivers and dotted texts back to where they were written."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._texts: dict[str, list[tuple[str, Location]]] | None = None

    def of(self, edge: Edge) -> tuple[tuple[Condition, ...], tuple[Via, ...]]:
        """Conditions under which the caller's call is this edge, and the places that make it so."""
        making = self._making(edge)
        conditions = making.conditions if making is not None else self._picked(edge)
        places = making.places if making is not None else ()
        named = self._named(edge)
        if named:
            return conditions, named
        is_plain = not conditions and all(self._inside(via.location, edge.caller) for via in places)
        return conditions, () if is_plain else places

    def _making(self, edge: Edge) -> Making | None:
        facts = self._program.facts(edge.caller.path)
        cls = self._program.class_of(edge.callee)
        if facts is None or cls is None:
            return None
        for call in facts.index.calls_at[edge.place]:
            if isinstance(call.callee, Attribute):
                frame = Frame(edge.caller.path, call.scope)
                makings = self._makings(frame, call.callee.base, 0)
                return next((each for each in makings if cls in self._program.order(each.cls)), None)
        return None

    def _picked(self, edge: Edge) -> tuple[Condition, ...]:
        """The key under which the function that is run stands in a dict of functions."""
        facts = self._program.facts(edge.caller.path)
        call = next(iter(facts.index.calls_at[edge.place]), None) if facts is not None else None
        if call is None:
            return ()
        frame = Frame(edge.caller.path, call.scope)
        values = [call.callee]
        if isinstance(call.callee, Name):
            values = [bound.value for bound in self._bindings(frame, call.callee.name)]
        return self._keyed(frame, values[0], FunctionRef(edge.callee)) if len(values) == 1 else ()

    def _makings(self, frame: Frame, value: Value, depth: int) -> Iterator[Making]:
        """Every way in which a value may have been made, with what must hold for it."""
        if depth > _MAX_DEPTH:
            return
        match value:
            case Name(name):
                yield from self._bound(frame, name, depth)
            case Attribute(Name(_) as base, name):
                yield from self._stored(frame, base, name, depth)
            case Either(options):
                for option in options:
                    yield from self._makings(frame, option, depth + 1)
            case Result(number):
                yield from self._called(frame, number, depth)
            case _:
                pass
        for inner, given, entry in self._entries(frame, value):
            yield from self._under(given, None, self._makings(inner, entry, depth + 1))

    def _bound(self, frame: Frame, name: str, depth: int) -> Iterator[Making]:
        for bound in self._bindings(frame, name):
            inner = Frame(frame.path, bound.scope)
            given = conditions_at(frame.path, bound.guards)
            yield from self._under(given, None, self._makings(inner, bound.value, depth + 1))

    def _bindings(self, frame: Frame, name: str) -> Iterator[Bound]:
        """What a name is bound to in the scopes around, definitions left out."""
        facts = self._program.facts(frame.path)
        scope = frame.scope
        while facts is not None and scope >= 0:
            bindings = facts.index.bound[scope, name]
            yield from (bound for bound in bindings if not isinstance(bound.value, Defined))
            scope = facts.scopes[scope].parent

    def _stored(self, frame: Frame, base: Name, name: str, depth: int) -> Iterator[Making]:
        cls = self._program.class_of(self._program.function_at(frame.path, frame.scope))
        for owner in self._program.order(cls) if cls is not None else ():
            if isinstance(owner, ClassRef):
                yield from self._stored_in(owner, base, name, depth)

    def _stored_in(self, owner: ClassRef, base: Name, name: str, depth: int) -> Iterator[Making]:
        path = owner.frame.path
        facts = self._program.facts(path)
        for stored in facts.index.stored[name] if facts is not None else ():
            inner = Frame(path, stored.scope)
            if stored.base == base and self._is_method_of(inner, owner):
                via = self._via(path, stored.place, f"{base.name}.{name}")
                given = conditions_at(path, stored.guards)
                yield from self._under(given, via, self._makings(inner, stored.value, depth + 1))

    def _called(self, frame: Frame, number: int, depth: int) -> Iterator[Making]:
        facts = self._program.facts(frame.path)
        if facts is None:
            return
        call = facts.calls[number]
        for callee in self._program.callees(frame.path, number):
            if isinstance(callee, ClassRef):
                via = self._via(frame.path, call.place, self._program.name_of(callee.frame))
                keyed = self._keyed(frame, call.callee, callee)
                yield Making((*conditions_at(frame.path, call.guards), *keyed), (via,), callee)
                continue
            for body in self._program.functions_of(callee):
                yield from self._returned(body, conditions_at(frame.path, call.guards), depth)

    def _keyed(self, frame: Frame, value: Value, chosen: Referent) -> tuple[Condition, ...]:
        """The keys of a dict under which a value is the one that was chosen, where it is taken out of one."""
        for inner, given, entry in self._entries(frame, value):
            if chosen in self._program.evaluate(inner, entry):
                return given
        return ()

    def _entries(self, frame: Frame, value: Value) -> Iterator[tuple[Frame, tuple[Condition, ...], Value]]:
        """What a value may be that is taken out of a dict, each with what its keys make of a comparison.

        What is taken where no key fits is taken under no condition.
        """
        taken = self._taken_out(frame, value)
        if taken is None:
            return
        base, key, otherwise = taken
        if otherwise is not None:
            yield frame, (), otherwise
        for display in self._program.evaluate(frame, base):
            if not isinstance(display, DisplayRef) or not isinstance(display.display, Mapping):
                continue
            keys: dict[frozenset[Referent], list[Text]] = defaultdict(list)
            entries: dict[frozenset[Referent], Value] = {}
            for own, entry in display.display.pairs:
                if isinstance(own, Text):
                    meant = frozenset(self._program.evaluate(display.frame, entry))
                    keys[meant].append(own)
                    entries.setdefault(meant, entry)
            for meant, entry in entries.items():
                yield display.frame, (Condition(frame.path, _is_one_of(key, keys[meant])),), entry

    def _taken_out(self, frame: Frame, value: Value) -> tuple[Value, Value, Value | None] | None:
        """The dict, the key, and what is taken where no key fits."""
        facts = self._program.facts(frame.path)
        match value:
            case Item(base, key):
                return base, key, None
            case Result(number) if facts is not None:
                call = facts.calls[number]
                given = [argument.value for argument in call.arguments if argument.keyword is None]
                if given and isinstance(call.callee, Attribute) and call.callee.name == "get":
                    return call.callee.base, given[0], given[1] if len(given) > 1 else None
            case _:
                pass
        return None

    def _returned(self, body: Frame, conditions: tuple[Condition, ...], depth: int) -> Iterator[Making]:
        facts = self._program.facts(body.path)
        for returned in facts.index.returned[body.scope] if facts is not None else ():
            via = self._via(body.path, returned.place, self._program.name_of(body))
            yield from self._under(conditions, via, self._makings(body, returned.value, depth + 1))

    def _under(
        self, conditions: tuple[Condition, ...], via: Via | None, makings: Iterator[Making]
    ) -> Iterator[Making]:
        for making in makings:
            first = making.places[0] if making.places else None
            repeated = via is not None and first is not None and first.location.line == via.location.line
            places = making.places if via is None or repeated else (via, *making.places)
            yield Making(tuple(dict.fromkeys((*conditions, *making.conditions))), places, making.cls)

    def _named(self, edge: Edge) -> tuple[Via, ...]:
        """Where a text names the class, function or module that is run, of which the caller imports nothing."""
        callee, caller = edge.callee, edge.caller
        if callee.path == caller.path or callee.path in self._program.imported_modules(caller.path):
            return ()
        module = self._program.module_name(callee.path)
        name = self._program.name_of(callee)
        for dotted in (f"{module}.{name}", f"{module}.{name.partition('.')[0]}", module):
            for text, location in self._written().get(dotted.rpartition(".")[2], ()):
                if f".{dotted}".endswith(f".{text.replace(':', '.')}"):
                    return (Via(location=location, name=text),)
        return ()

    def _written(self) -> dict[str, list[tuple[str, Location]]]:
        """Dotted texts in the files that were read, by their last part."""
        if self._texts is None:
            self._texts = defaultdict(list)
            for path in self._program.loaded():
                facts = self._program.facts(path)
                for written in facts.texts if facts is not None else ():
                    if isinstance(written.value, Text) and _DOTTED.fullmatch(written.value.value):
                        text = written.value.value
                        last = text.replace(":", ".").rpartition(".")[2]
                        self._texts[last].append((text, Location(path, written.place)))
        return self._texts

    def _is_method_of(self, frame: Frame, cls: ClassRef) -> bool:
        return self._program.class_of(self._program.function_at(frame.path, frame.scope)) == cls

    def _inside(self, location: Location, frame: Frame) -> bool:
        facts = self._program.facts(frame.path)
        if facts is None or location.path != frame.path:
            return False
        place = facts.scopes[frame.scope].place
        return place.line <= location.line <= place.end_line

    def _via(self, path: TreePath, place: Place, name: str) -> Via:
        return Via(location=Location(path, place), name=name)


def _is_one_of(key: Value, texts: list[Text]) -> Guard:
    if len(texts) == 1:
        return Guard(Compared("==", key, texts[0]), holds=True)
    return Guard(Compared("in", key, Display(tuple(texts))), holds=True)
