"""Look-up tables over the facts of one file, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from smsaudit.model.location import Place

if TYPE_CHECKING:
    from smsaudit.model.fact import Bound, Called, Facts, Implied, Imported, Returned, Stored, Written

_Key = TypeVar("_Key")
_Item = TypeVar("_Item")


class Groups(dict[_Key, list[_Item]]):
    """Items by a key, in source order; none under a key that nothing has."""

    def __init__(self, items: Iterable[tuple[_Key, _Item]]) -> None:
        super().__init__()
        for key, item in items:
            self.setdefault(key, []).append(item)

    def __missing__(self, key: _Key) -> Sequence[_Item]:
        """Answers for what is not there, and keeps nothing."""
        return ()


class FactIndex:
    """Facts of one file by the scope, name or place that they stand at."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    @cached_property
    def inner(self) -> Groups[int, int]:
        """Scopes directly inside each scope."""
        return Groups((scope.parent, number) for number, scope in enumerate(self._facts.scopes))

    def within(self, scope: int) -> Iterator[int]:
        """A scope, and all that are inside it."""
        waiting = [scope]
        while waiting:
            number = waiting.pop()
            yield number
            waiting += reversed(self.inner[number])

    def outermost(self, scope: int) -> int:
        """The function or class of the module in which a scope stands; the module itself for what stands in none."""
        while scope > 0 and (parent := self._facts.scopes[scope].parent) > 0:
            scope = parent
        return scope

    @cached_property
    def bindings(self) -> Groups[int, Bound]:
        """Bindings by scope."""
        return Groups((bound.scope, bound) for bound in self._facts.bindings)

    @cached_property
    def bound(self) -> Groups[tuple[int, str], Bound]:
        """Bindings by scope and name, as they are written: `global` and `nonlocal` are not heeded."""
        return Groups(((bound.scope, bound.name), bound) for bound in self._facts.bindings)

    @cached_property
    def bound_at(self) -> Groups[Place, Bound]:
        """Bindings by place."""
        return Groups((bound.place, bound) for bound in self._facts.bindings)

    @cached_property
    def stores(self) -> Groups[int, Stored]:
        """Attribute and item stores by scope."""
        return Groups((stored.scope, stored) for stored in self._facts.stores)

    @cached_property
    def stored(self) -> Groups[str | None, Stored]:
        """Stores by attribute; those of items under None."""
        return Groups((stored.attribute, stored) for stored in self._facts.stores)

    @cached_property
    def calls(self) -> Groups[int, Called]:
        """Calls by scope."""
        return Groups((call.scope, call) for call in self._facts.calls)

    @cached_property
    def calls_at(self) -> Groups[Place, Called]:
        """Calls by place."""
        return Groups((call.place, call) for call in self._facts.calls)

    @cached_property
    def called(self) -> Groups[str, Called]:
        """Calls by the last name of what is called."""
        return Groups((str(getattr(call.callee, "name", "")), call) for call in self._facts.calls)

    @cached_property
    def called_lines(self) -> frozenset[int]:
        """Lines on which a call stands, or a part of one."""
        return frozenset(line for call in self._facts.calls for line in call.place.lines)

    @cached_property
    def returned(self) -> Groups[int, Returned]:
        """Returned and yielded values by scope."""
        return Groups((returned.scope, returned) for returned in self._facts.returned)

    @cached_property
    def implied(self) -> Groups[int, Implied]:
        """What statements imply, by scope."""
        return Groups((implied.scope, implied) for implied in self._facts.implied)

    @cached_property
    def texts(self) -> Groups[int, Written]:
        """Texts by scope."""
        return Groups((text.scope, text) for text in self._facts.texts)

    @cached_property
    def imported(self) -> Groups[tuple[int, str], Imported]:
        """Imports by scope and the name that they bind."""
        return Groups(((item.scope, item.alias), item) for item in self._facts.imports)
