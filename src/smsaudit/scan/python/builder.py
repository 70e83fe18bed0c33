"""Collects the facts of one module while its tree is walked."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from msgspec.structs import replace

from smsaudit.model.environment import reads
from smsaudit.model.fact import (
    Argument,
    Block,
    BlockKind,
    Bound,
    Called,
    Facts,
    Guard,
    Implied,
    ImpliedKind,
    Imported,
    Moments,
    Parameter,
    Returned,
    Scope,
    ScopeKind,
    Setting,
    Stored,
    Word,
    Written,
)
from smsaudit.model.location import Place
from smsaudit.model.value import (
    Attribute,
    Mapping,
    Name,
    Number,
    Opaque,
    Result,
    Sequence,
    Text,
    Truth,
    Value,
)
from smsaudit.scan.python.handed import handed_over
from smsaudit.scan.python.places import Places

_SHORT = 60
_MOST_GUARDS = 64
_DECLARES = re.compile(r"\b(?:global|nonlocal)\b")
_PLAIN = (Text, Number, Truth, Sequence, Mapping, Opaque)
"""Values without methods of the tree."""


class Builder:
    """One list per kind of fact, plus the state of the walk: current scope and guards."""

    def __init__(self, text: str) -> None:
        self.places = Places(text)
        self.declares = _DECLARES.search(text) is not None
        """Whether some function may say that a name is that of a scope outside."""
        self.scope = 0
        self.depth = 0
        self.guards: tuple[Guard, ...] = ()
        self.scopes: list[Scope] = [Scope(ScopeKind.MODULE, "", -1, self.places.whole)]
        self.imports: list[Imported] = []
        self.bindings: list[Bound] = []
        self.stores: list[Stored] = []
        self.calls: list[Called | None] = []
        self.returned: list[Returned] = []
        self.implied: list[Implied] = []
        self.texts: list[Written] = []
        self.settings: list[Setting] = []
        self.words: dict[str, Word] = {}
        self.now = 1
        """The present moment; it passes with everything that is bound, stored, called, entered or left."""
        self._bound_at: list[int] = []
        self._stored_at: list[int] = []
        self._imported_at: list[int] = []
        self._blocks: list[Block | None] = []
        self._fields: dict[int, list[Parameter]] = {}

    def facts(self, mended: tuple[int, ...]) -> Facts:
        """Everything collected, as one immutable value."""
        for number, fields in self._fields.items():
            self.scopes[number] = replace(self.scopes[number], fields=tuple(fields))
        return Facts(
            language="python",
            scopes=tuple(self.scopes),
            imports=tuple(self.imports),
            bindings=tuple(self.bindings),
            stores=tuple(self.stores),
            calls=tuple(call for call in self.calls if call is not None),
            returned=tuple(self.returned),
            implied=tuple(self.implied),
            texts=tuple(self.texts),
            words=tuple(self.words.values()),
            settings=tuple(self.settings),
            moments=Moments(
                imports=tuple(self._imported_at),
                bindings=tuple(self._bound_at),
                stores=tuple(self._stored_at),
                blocks=tuple(block for block in self._blocks if block is not None),
            ),
            mended=mended,
        )

    def word(self, text: str, node: ast.AST, place: Callable[[Any], Place] | None = None) -> None:
        """Note the first occurrence of an identifier or number, at the place that `node` has by `place`."""
        if text not in self.words:
            self.words[text] = Word(text, (place or self.places.of)(node))

    def write(self, value: Value, node: ast.expr) -> None:
        """Note a string that stands in the file; short single tokens are words as well."""
        place = self.places.of(node)
        self.texts.append(Written(self.scope, value, place))
        if (
            isinstance(value, Text)
            and 0 < len(value.value) <= _SHORT
            and not any(map(str.isspace, value.value))
        ):
            self.words.setdefault(value.value, Word(value.value, place))

    def bind(self, name: str, value: Value, place: Place) -> None:
        """Note `name = value`; an upper-case name with a literal at module level is a setting as well."""
        self.bindings.append(Bound(self.scope, name, value, place, self.guards))
        self._bound_at.append(self._passing())
        if name.isupper() and (literal := self._literal(value)) is not None:
            self.settings.append(Setting(name, literal, place))

    def declare(self, target: ast.expr, annotation: Value | None) -> None:
        """Note `name: annotation`, or `self.name: annotation` in a method of a class."""
        own = self.scopes[self.scope]
        match target:
            case ast.Name(id=name):
                self._fields.setdefault(self.scope, []).append(Parameter(name, annotation=annotation))
            case ast.Attribute(value=ast.Name(id=base), attr=name) if own.parent >= 0:
                is_method = self.scopes[own.parent].kind is ScopeKind.CLASS
                if is_method and own.parameters and own.parameters[0].name == base:
                    self._fields.setdefault(own.parent, []).append(Parameter(name, annotation=annotation))
            case _:
                pass

    def bring_in(self, module: str, level: int, name: str | None, alias: str, place: Place) -> None:
        """Note an import."""
        self.imports.append(Imported(self.scope, module, level, name, alias, place))
        self._imported_at.append(self._passing())

    @contextmanager
    def block(self, kind: BlockKind, *guards: Guard) -> Iterator[None]:
        """What happens inside need not happen exactly once, and only happens under the guards."""
        first, number = self._passing(), len(self._blocks)
        self._blocks.append(None)
        outside = self.guards
        self.guard(*guards)
        yield
        self.guards = outside
        self._blocks[number] = Block(kind, first, self.now)
        self._passing()

    def guard(self, *guards: Guard) -> None:
        """Let what follows happen under these as well; of a chain of very many branches, the last ones are kept."""
        self.guards = (self.guards + guards)[-_MOST_GUARDS:]

    def _passing(self) -> int:
        self.now += 1
        return self.now

    def _literal(self, value: Value) -> str | None:
        """A literal, or the literal default of an environment variable that is read."""
        call = self.calls[value.call] if isinstance(value, Result) else None
        if call is None:
            return literal_text(value)
        if not reads(dotted(call.callee) or ""):
            return None
        defaults = [a.value for a in call.arguments[1:] if a.keyword in {None, "default"}]
        return literal_text(defaults[0]) if defaults else None

    def store(
        self, base: Value, attribute: str | None, key: Value | None, value: Value, place: Place
    ) -> None:
        """Note `base.attribute = value` or `base[key] = value`."""
        self.stores.append(Stored(self.scope, base, attribute, key, value, place, self.guards))
        self._stored_at.append(self._passing())
        if isinstance(key, Text) and (literal := literal_text(value)) is not None:
            self.settings.append(Setting(key.value, literal, place))

    def reserve_call(self) -> int:
        """Take the next call number, so that calls are numbered in source order."""
        self.calls.append(None)
        self._passing()
        return len(self.calls) - 1

    def call(self, number: int, callee: Value, arguments: tuple[Argument, ...], place: Place) -> None:
        """Note call `number`, and that of a function that it is given to run."""
        self.calls[number] = Called(self.scope, callee, arguments, place, self.guards)
        if (handed := handed_over(self.calls, callee, arguments)) is not None:
            self.calls[self.reserve_call()] = Called(self.scope, *handed, place, self.guards)

    def imply(self, kind: ImpliedKind, value: Value, node: ast.AST) -> None:
        """Note that a statement makes the language call methods of `value`."""
        if not isinstance(value, _PLAIN):
            self.implied.append(Implied(self.scope, kind, value, self.places.of(node)))

    def open(self, scope: Scope) -> int:
        """Add a scope and answer its number; the caller enters it by setting `scope`."""
        self.scopes.append(scope)
        return len(self.scopes) - 1


def literal_text(value: Value) -> str | None:
    """A literal as configuration would spell it, or None."""
    match value:
        case Text(text):
            return text
        case Number(number):
            return str(number)
        case Truth(truth):
            return "" if truth is None else str(truth).lower()
        case _:
            return None


def dotted(value: Value) -> str | None:
    """`a.b.c` for a chain of names, else None."""
    parts: list[str] = []
    while isinstance(value, Attribute):
        parts.append(value.name)
        value = value.base
    if not isinstance(value, Name):
        return None
    return ".".join([value.name, *reversed(parts)])
