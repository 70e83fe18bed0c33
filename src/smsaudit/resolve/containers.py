"""Lists, dicts and other iterables: items, elements, and what was put in later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from smsaudit.model.fact import Called
from smsaudit.model.referent import (
    ClassRef,
    DisplayRef,
    External,
    Frame,
    InstanceRef,
    ModuleRef,
    NumberRef,
    Referent,
    Referents,
    TextRef,
    TruthRef,
)
from smsaudit.model.value import Attribute, Element, Item, Known, Mapping, Opaque, Sequence, Value
from smsaudit.resolve import calls, classes, dynamic, enumerations, fields, hints, keyed_origins, text_methods
from smsaudit.resolve.filled import Filling, literals
from smsaudit.resolve.keyed import may_equal
from smsaudit.resolve.puts import leftmost

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_NOTHING: Referents = frozenset()
_UNKNOWN = Opaque()
WITH_DEFAULT = frozenset(("get", "pop", "setdefault"))
"""Methods that answer their second argument where nothing is found."""
_TAKERS = frozenset(("get", "get_nowait"))
"""Methods of a queue that answer one of what was put into it, whatever they are told about waiting."""
_GETTERS = WITH_DEFAULT | _TAKERS | {"popleft"}
_FORMS = frozenset(
    f"{module}.{form}"
    for module in ("typing", "typing_extensions")
    for form in ("Annotated", "Optional", "Union", "ClassVar", "Final", "Type")
) | {"dependency_injector.wiring.Provide"}
"""What hints write around the class that they name, also where a variable stands for the hint, or defaults around the object."""


def item(resolver: Resolver, base: Referent, frame: Frame, key: Value, at: int = 0) -> Referents:
    """What `base[key]` may be when it is read at a moment (0: whenever)."""
    match base:
        case DisplayRef():
            return resolver.questions.ask(
                (base, frame, id(key), at), _item_shown, resolver, base, frame, key, at
            )
        case ModuleRef():  # as `globals()` or `vars(module)` shows it
            found = resolver.evaluate(frame, key)
            return dynamic.attributes(
                resolver, base, [text.text for text in found if isinstance(text, TextRef)]
            )
        case External("sys.modules"):
            return dynamic.loaded(resolver, resolver.evaluate(frame, key), frame.path)
        case External(origin) if origin in _FORMS:
            meant = hints.meant(resolver, frame, origin, key)
            return frozenset().union(*(resolver.evaluate(frame, part) for part in meant))
        case External(origin):
            return keyed_origins.under(resolver, origin, frame, key)
        case InstanceRef():
            got: set[Referent] = set()
            for method in classes.attribute(resolver, base, "__getitem__"):
                got |= calls.result_of(resolver, method, frame, calls.no_call())
            return frozenset(got)
        case ClassRef():
            return enumerations.texts(resolver, base) or frozenset((base,))
        case _:
            return frozenset((base,)) if not isinstance(base, TextRef | NumberRef | TruthRef) else _NOTHING


def _item_shown(
    resolver: Resolver, base: DisplayRef, frame: Frame, key: Value, at: int
) -> Iterator[Referents]:
    """What a display holds under a key."""
    keys = resolver.evaluate(frame, key)
    fillings = resolver.fillings.under(base, keys)
    since = _overwritten(resolver, fillings, frame, keys, at)
    if since is None:
        yield _shown(resolver, base, frame, key, keys)
    for filling in fillings:
        if since is None or not (filling.frame == frame and 0 < filling.put.moment < since):
            yield _put(resolver, filling, frame, key)


def _shown(resolver: Resolver, base: DisplayRef, frame: Frame, key: Value, keys: Referents) -> Referents:
    """What the display itself shows under a key."""
    found: set[Referent] = set()
    if not isinstance(base.display, Mapping):
        numbers = [index.value for index in keys if isinstance(index, NumberRef)]
        return _of_sequence(resolver, base.frame, base.display, numbers[0] if len(numbers) == 1 else None)
    for own, value in resolver.keyed.under(base, keys):
        if own is None:
            for nested in resolver.evaluate(base.frame, value):
                found |= _merged(resolver, nested, frame, key)
        elif may_equal(keys, resolver.evaluate(base.frame, own)):
            found |= resolver.evaluate(base.frame, value)
    return frozenset(found)


def _merged(resolver: Resolver, nested: Referent, frame: Frame, key: Value) -> Referents:
    """An item of what was merged into a dict: another dict, or rows of keys and values."""
    if isinstance(nested, DisplayRef) and not isinstance(nested.display, Mapping):
        return resolver.questions.ask(("values of rows", nested), _values_of_rows, resolver, nested)
    return item(resolver, nested, frame, key)


def _values_of_rows(resolver: Resolver, rows: DisplayRef) -> Iterator[Referents]:
    for row in elements(resolver, rows, None):
        yield elements(resolver, row, 1)


def _overwritten(
    resolver: Resolver, fillings: list[Filling], frame: Frame, keys: Referents, at: int
) -> int | None:
    """The moment at which the item was surely written anew before it is read, if there is one."""
    tables = resolver.tables(frame.path)
    if not at or tables is None or len(keys) != 1 or literals(keys) != keys:
        return None
    return max(
        (
            put.moment
            for place, put, alone in fillings
            if alone and place == frame and put.key is not None and put.moment
            if tables.timeline.dominates(put.moment, at) and resolver.evaluate(place, put.key) == keys
        ),
        default=None,
    )


def _put(resolver: Resolver, filling: Filling, frame: Frame, key: Value) -> Referents:
    put = filling.put
    if put.whole:
        return frozenset(
            found
            for nested in resolver.evaluate(filling.frame, put.value)
            if isinstance(nested, DisplayRef | External)
            for found in _merged(resolver, nested, frame, key)
        )
    return resolver.evaluate(filling.frame, put.value)


def _of_sequence(resolver: Resolver, inside: Frame, display: Value, index: int | None) -> Referents:
    items = display.items if isinstance(display, Sequence) else ()
    starred = any(isinstance(value, Element) and value.index is None for value in items)
    chosen = items
    if index is not None and not starred and -len(items) <= index:
        chosen = (items[index],) if index < len(items) else ()
    return frozenset(found for value in chosen for found in resolver.evaluate(inside, value))


def part(resolver: Resolver, base: Referent, first: int, last: int | None) -> Referents:
    """What `base[first:last]` may be."""
    if not isinstance(base, DisplayRef) or not isinstance(base.display, Sequence):
        return frozenset((base,))
    items = base.display.items
    if any(isinstance(value, Element) and value.index is None for value in items):
        return frozenset((base,))
    made = resolver.once((id(base.display), first, last), lambda: Sequence(items[first:last]), base.display)
    return frozenset((resolver.display(base.frame, made),))


def elements(resolver: Resolver, base: Referent, index: int | None) -> Referents:
    """What iterating over (or unpacking) `base` may yield."""
    match base:
        case DisplayRef():
            return resolver.questions.ask(("elements", base, index), _elements_shown, resolver, base, index)
        case InstanceRef(cls) if fields.is_tuple(resolver, cls):
            return fields.unpacked(resolver, cls, index)
        case InstanceRef():
            found: set[Referent] = set()
            for name in ("__iter__", "__next__", "__aiter__", "__anext__"):
                for method in classes.attribute(resolver, base, name):
                    for inner in calls.result_of(
                        resolver, method, Frame(base.cls.frame.path, 0), calls.no_call()
                    ):
                        if inner == base:
                            continue
                        found |= elements(resolver, inner, None) if isinstance(inner, DisplayRef) else {inner}
            return frozenset(found)
        case TextRef() | NumberRef() | TruthRef():
            return _NOTHING
        case ClassRef():
            return enumerations.texts(resolver, base) or frozenset((base,))
        case _:
            return frozenset((base,))


def _elements_shown(resolver: Resolver, base: DisplayRef, index: int | None) -> Iterator[Referents]:
    """What a display shows at a place, and everything in the displays that were poured into it whole, directly or not."""
    yield _own_elements(resolver, base, index)
    found = {base}
    waiting = [base]
    for display in waiting:
        for frame, value in _pourings(resolver, display):
            poured = (item for item in resolver.evaluate(frame, value) if item not in found)
            fresh = [item for item in poured if isinstance(item, DisplayRef)]
            found.update(fresh)
            waiting += fresh
    for other in waiting[1:]:
        yield resolver.questions.ask(("own elements", other), _own_elements_shown, resolver, other)


def _pourings(resolver: Resolver, display: DisplayRef) -> list[tuple[Frame, Value]]:
    parts = [(put.frame, put.put.value) for put in resolver.fillings.of(display) if put.put.whole]
    if isinstance(display.display, Mapping):
        parts += [(display.frame, value) for own, value in display.display.pairs if own is None]
    return parts


def _own_elements_shown(resolver: Resolver, base: DisplayRef) -> Iterator[Referents]:
    yield _own_elements(resolver, base, None)


def _own_elements(resolver: Resolver, base: DisplayRef, index: int | None) -> Referents:
    """What a display itself shows, and what was put into it one by one."""
    found: set[Referent] = set()
    is_mapping = isinstance(base.display, Mapping)
    if isinstance(base.display, Mapping):
        for own, _ in base.display.pairs:
            found |= resolver.evaluate(base.frame, own) if own is not None else _NOTHING
    else:
        found |= _of_sequence(resolver, base.frame, base.display, index)
    for filling in resolver.fillings.of(base):
        if not filling.put.whole:
            put = filling.put.key or _UNKNOWN if is_mapping else filling.put.value
            found |= resolver.evaluate(filling.frame, put)
    return frozenset(found)


def entered(resolver: Resolver, manager: Referent) -> Referents:
    """What `with manager as name` binds."""
    match manager:
        case InstanceRef():
            found: set[Referent] = set()
            for name in ("__enter__", "__aenter__"):
                for method in classes.attribute(resolver, manager, name):
                    found |= calls.result_of(
                        resolver, method, Frame(manager.cls.frame.path, 0), calls.no_call()
                    )
            return frozenset(found) or frozenset((manager,))
        case DisplayRef():
            return elements(resolver, manager, None)
        case _:
            return frozenset((manager,))


def method(resolver: Resolver, frame: Frame, call: Called) -> Referents | None:
    """The result of a container's or text's own method (`d.get(k)`, `d.values()`); None if the receiver is neither."""
    if not isinstance(call.callee, Attribute):
        return None
    name = call.callee.name
    if name in text_methods.METHODS:
        return text_methods.result(resolver, frame, call)
    if name not in _GETTERS and name not in _VIEWS:
        return None
    bases = [base for base in resolver.evaluate(frame, call.callee.base) if isinstance(base, DisplayRef)]
    if not bases:
        return None
    found: set[Referent] = set()
    for base in bases:
        if name in _VIEWS:
            found |= _view(resolver, base, name)
        elif call.arguments and (name not in _TAKERS or isinstance(base.display, Mapping)):
            first = leftmost(call.callee.base)
            at = first.at if first is not None else 0
            found |= item(resolver, base, frame, call.arguments[0].value, at)
        else:
            found |= elements(resolver, base, None)
    if name in WITH_DEFAULT:
        for default in call.arguments[1:2]:
            found |= resolver.evaluate(frame, default.value)
    return frozenset(found)


_VIEWS = frozenset(("values", "items", "keys", "copy"))


def _view(resolver: Resolver, base: DisplayRef, name: str) -> Referents:
    if name in {"copy", "keys"} or not isinstance(base.display, Mapping):
        return frozenset((base,))
    made = resolver.once((id(base.display), name), lambda: _seen_as(base, name), base.display)
    return frozenset((resolver.display(base.frame, made),))


def _seen_as(base: DisplayRef, name: str) -> Value:
    """`values()` or `items()` of a dict as a sequence with one element that stands for all."""
    known = Known(frozenset((base,)))
    value = Item(known, _UNKNOWN)
    return Sequence((value if name == "values" else Sequence((Element(known), value)),))
