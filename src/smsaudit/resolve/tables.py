"""Look-up tables over the facts of one file, made once when the file is first asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import zip_longest
from types import MappingProxyType

from smsaudit.model.fact import Bound, Called, Facts, Imported, Parameter, Scope, ScopeKind, Stored
from smsaudit.model.fact_index import Groups
from smsaudit.model.value import Attribute, Defined, Name, Sequence, Text, Value
from smsaudit.resolve.arguments import Accepted, accepted
from smsaudit.resolve.puts import Put, leftmost, puts_of
from smsaudit.resolve.spellings import Spellings
from smsaudit.resolve.stores import is_application, under
from smsaudit.resolve.timeline import Definition, Timeline


class Tables:
    """Facts by scope and name."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.answered_with: dict[int, bool] = {}
        """Whether a function, by its scope, answers what is made of its parameters; as far as somebody asked."""

    @cached_property
    def bound(self) -> dict[tuple[int, str], list[Bound]]:
        """Bindings by scope and name; `global` and `nonlocal` names are filed where they live."""
        found: dict[tuple[int, str], list[Bound]] = defaultdict(list)
        for bound in self.facts.bindings:
            found[self._home(bound.scope, bound.name), bound.name].append(bound)
        return found

    @cached_property
    def bound_in(self) -> Groups[int, Bound]:
        """Bindings by scope, in source order."""
        return Groups((bound.scope, bound) for bound in self.facts.bindings)

    @cached_property
    def stores_on(self) -> dict[tuple[int, str], list[Stored]]:
        """Attribute and item stores by scope and the name with which their base begins; `self` has too many."""
        found: dict[tuple[int, str], list[Stored]] = defaultdict(list)
        for stored in self.facts.stores:
            first = leftmost(stored.base)
            if first is not None and (stored.base == first or first.name not in _SELF):
                found[stored.scope, first.name].append(stored)
        return found

    @cached_property
    def methods_on(self) -> dict[tuple[int, str], list[Called]]:
        """Method calls by scope and the plain name that they are made on."""
        found: dict[tuple[int, str], list[Called]] = defaultdict(list)
        for call in self.facts.calls:
            if isinstance(call.callee, Attribute) and isinstance(call.callee.base, Name):
                found[call.scope, call.callee.base.name].append(call)
        return found

    @cached_property
    def kept_on(self) -> dict[str, list[Stored | Called]]:
        """Stores and method calls on attributes of plain names (`self.x.y = v`, `self.x.add(v)`), by the attribute (`x`)."""
        found: dict[str, list[Stored | Called]] = defaultdict(list)
        for stored in self.facts.stores:
            if isinstance(stored.base, Attribute) and isinstance(stored.base.base, Name):
                found[stored.base.name].append(stored)
        for call in self.facts.calls:
            match call.callee:
                case Attribute(Attribute(Name(), name), _):
                    found[name].append(call)
                case _:
                    pass
        return found

    @cached_property
    def handed_on(self) -> dict[tuple[int, str], list[int]]:
        """Numbers of the calls that get a plain name as an argument, by scope and that name."""
        found: dict[tuple[int, str], list[int]] = defaultdict(list)
        for number, call in enumerate(self.facts.calls):
            for argument in call.arguments:
                if isinstance(argument.value, Name):
                    found[call.scope, argument.value.name].append(number)
        return found

    @cached_property
    def calls_by_function(self) -> dict[int, list[int]]:
        """Numbers of the calls that run in a function (or the module), by its scope."""
        found: dict[int, list[int]] = defaultdict(list)
        for number, call in enumerate(self.facts.calls):
            found[self.enclosing_function(call.scope)].append(number)
        return found

    @cached_property
    def imported(self) -> dict[tuple[int, str], list[Imported]]:
        """Imports by scope and bound name; `import a.b` is filed under `a`."""
        found: dict[tuple[int, str], list[Imported]] = defaultdict(list)
        for imported in self.facts.imports:
            found[imported.scope, _alias(imported)].append(imported)
        return found

    @cached_property
    def timeline(self) -> Timeline:
        """The order of events."""
        return Timeline(self.facts.moments)

    @cached_property
    def _definitions(self) -> dict[tuple[int, str], list[Definition]]:
        found: dict[tuple[int, str], list[Definition]] = defaultdict(list)
        moments = self.facts.moments
        for imported, moment in zip_longest(self.facts.imports, moments.imports, fillvalue=0):
            if isinstance(imported, Imported):
                found[imported.scope, _alias(imported)].append(Definition(int(moment), imported))
        for bound, moment in zip_longest(self.facts.bindings, moments.bindings, fillvalue=0):
            if isinstance(bound, Bound):
                home = self._home(bound.scope, bound.name)
                when = int(moment) if home == bound.scope else 0
                found[home, bound.name].append(Definition(when, bound))
        for definitions in found.values():
            definitions.sort(key=lambda definition: definition.moment)
        return found

    def definitions(self, scope: int, name: str, at: int) -> tuple[list[Definition], bool]:
        """What a read of `name` in its own scope may see, and whether that hides the parameter of that name."""
        found = self._definitions.get((scope, name), [])
        if not at or not found:
            return found, False
        return self.timeline.seen(found, at)

    @cached_property
    def stored(self) -> dict[str, list[Stored]]:
        """Attribute stores by attribute name, and what is put on an application by its key."""
        found: dict[str, list[Stored]] = defaultdict(list)
        for stored in self.facts.stores:
            if stored.attribute is not None:
                found[stored.attribute].append(stored)
            elif isinstance(stored.key, Text) and is_application(stored.base):
                found[under(stored.key.value)].append(stored)
        for call in self.facts.calls:
            for written in _as_stores(call):
                found[written.attribute or ""].append(written)
        return found

    @cached_property
    def spellings(self) -> Spellings:
        """What variables and attributes hold, by what is held."""
        return Spellings(self.facts)

    @cached_property
    def puts(self) -> tuple[Put, ...]:
        """Everything that is put into a container."""
        return tuple(puts_of(self.facts))

    @cached_property
    def foreign_puts(self) -> tuple[int, ...]:
        """Numbers of the puts into what may come from another file: imported names and parameters."""
        return tuple(
            number
            for number, put in enumerate(self.puts)
            if (first := leftmost(put.base)) is not None and self._is_foreign(put.scope, first.name)
        )

    def _is_foreign(self, scope: int, name: str) -> bool:
        while scope >= 0:
            if self.parameter(scope, name) is not None or (scope, name) in self.imported:
                return True
            scope = self.facts.scopes[scope].parent
        return False

    @cached_property
    def accepted(self) -> tuple[Accepted, ...]:
        """What each function takes, by scope."""
        return tuple([accepted(scope.parameters) for scope in self.facts.scopes])

    @cached_property
    def fields(self) -> dict[tuple[int, str], Parameter]:
        """Declared attributes by class scope and name, and declared names by the scope in which they are."""
        declared = (
            (number, field) for number, scope in enumerate(self.facts.scopes) for field in scope.fields
        )
        return {(number, field.name): field for number, field in declared}

    @cached_property
    def tested(self) -> dict[tuple[int, str], list[Value]]:
        """The classes of which a plain name is asked whether it is an object, by scope and that name."""
        found: dict[tuple[int, str], list[Value]] = defaultdict(list)
        for call in self.facts.calls:
            match [argument.value for argument in call.arguments]:
                case [Name(name), cls] if call.callee == _ISINSTANCE:
                    found[call.scope, name] += cls.items if isinstance(cls, Sequence) else (cls,)
                case _:
                    pass
        return found

    @cached_property
    def calls_in(self) -> dict[int, list[int]]:
        """Call numbers by scope."""
        found: dict[int, list[int]] = defaultdict(list)
        for number, call in enumerate(self.facts.calls):
            found[call.scope].append(number)
        return found

    def scope(self, number: int) -> Scope:
        """Scope number `number`."""
        return self.facts.scopes[number]

    def call(self, number: int) -> Called:
        """Call number `number`."""
        return self.facts.calls[number]

    def parameter(self, scope: int, name: str) -> Parameter | None:
        """The parameter of that name."""
        return next((p for p in self.facts.scopes[scope].parameters if p.name == name), None)

    def enclosing_class(self, scope: int) -> int | None:
        """The class scope directly around a function scope."""
        parent = self.facts.scopes[scope].parent
        return parent if parent >= 0 and self.facts.scopes[parent].kind is ScopeKind.CLASS else None

    def enclosing_function(self, scope: int) -> int:
        """The nearest function, lambda or module scope at or above `scope` (class bodies run with their module)."""
        while scope > 0 and self.facts.scopes[scope].kind is ScopeKind.CLASS:
            scope = self.facts.scopes[scope].parent
        return scope

    def enclosing_method(self, scope: int) -> int | None:
        """The method whose body `scope` lies in (lambdas and inner functions included), or None."""
        while scope > 0 and self.enclosing_class(scope) is None:
            scope = self.facts.scopes[scope].parent
        return scope if scope > 0 else None

    def qualified_name(self, scope: int) -> str:
        """`Class.method` or `function.inner`; empty for the module."""
        names: list[str] = []
        while scope > 0:
            names.append(self._scope_names[scope])
            scope = self.facts.scopes[scope].parent
        return ".".join(reversed(names))

    def methods(self, class_scope: int) -> Mapping[str, int]:
        """Function scopes defined directly in a class, by name (the last definition wins)."""
        return self._defined.get(class_scope, _NONE)

    @cached_property
    def _defined(self) -> dict[int, dict[str, int]]:
        found: dict[int, dict[str, int]] = defaultdict(dict)
        for bound in self.facts.bindings:
            if isinstance(bound.value, Defined):
                found[bound.scope][bound.name] = bound.value.scope
        return found

    @cached_property
    def _scope_names(self) -> dict[int, str]:
        names: dict[int, str] = {}
        lambdas: dict[int, int] = defaultdict(int)
        for number, scope in enumerate(self.facts.scopes):
            if scope.kind is ScopeKind.LAMBDA:
                lambdas[scope.parent] += 1
                names[number] = f"<lambda{lambdas[scope.parent]}>"
            else:
                names[number] = scope.name
        return names

    def _home(self, scope: int, name: str) -> int:
        definition = self.facts.scopes[scope]
        if name in definition.declared_global:
            return 0
        if name in definition.declared_nonlocal:
            parent = definition.parent
            while parent > 0 and self.facts.scopes[parent].kind is ScopeKind.CLASS:
                parent = self.facts.scopes[parent].parent
            return max(parent, 0)
        return scope


_NONE: Mapping[str, int] = MappingProxyType({})
_SETATTR_ARGUMENTS = 3
_SELF = ("self", "cls")
_ISINSTANCE = Name("isinstance")


def _alias(imported: Imported) -> str:
    """The name that an import binds: `import a.b` binds `a`."""
    if imported.name is None and imported.alias == imported.module:
        return imported.alias.partition(".")[0]
    return imported.alias


def _as_stores(call: Called) -> Iterator[Stored]:
    """`setattr(x, 'name', v)` and `View.as_view(name=v)` read as the stores that they are."""
    values = [argument.value for argument in call.arguments]
    match call.callee:
        case Name("setattr") if len(values) == _SETATTR_ARGUMENTS and isinstance(values[1], Text):
            yield Stored(call.scope, values[0], values[1].value, None, values[2], call.place)
        case Attribute(base, "as_view"):
            for argument in call.arguments:
                if argument.keyword is not None:
                    yield Stored(call.scope, base, argument.keyword, None, argument.value, call.place)
        case _:
            pass
