"""One file of a language whose names are not resolved: its functions, what they call, and by which names others know them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cached_property

from smsaudit.model.fact import Called, Facts, ScopeKind
from smsaudit.model.fact_index import Groups
from smsaudit.model.location import Location, Place, TreePath
from smsaudit.model.referent import Frame
from smsaudit.model.value import Attribute, Name, Result, Sequence, Text, Value

_FAMILIES = (
    frozenset(["java", "kotlin", "scala", "groovy"]),
    frozenset(["javascript", "typescript", "vue"]),
    frozenset(["go"]),
    frozenset(["php"]),
    frozenset(["csharp"]),
    frozenset(["c", "cpp"]),
    frozenset(["shell"]),
    frozenset(["powershell"]),
    frozenset(["batch"]),
)
"""Languages that call one another by name, and are followed; of scripts for a command line only that they are run."""

FOLLOWED = frozenset[str]().union(*_FAMILIES)
"""Languages whose calls are followed, besides Python."""

OWN = frozenset(["this", "self", "static", "parent", "super", "_this", "that", "exports", "base"])
"""What a method calls its own object or module."""

_ACTION = re.compile(r"(?:[\w\\]*\\)?(?P<cls>\w+)@(?P<method>\w+)")
"""A method as a router of PHP is told it: `SmsController@send`."""
_DEEPEST = 40
"""Calls in calls that are looked at around a place."""
_MAIN = re.compile(r"index|main|mod|__init__")


def family_of(language: str) -> frozenset[str] | None:
    """The languages with which one shares functions; None for one whose calls are not followed."""
    return next((family for family in _FAMILIES if language in family), None)


def last(value: Value) -> str:
    """The name that an expression ends in; empty if it ends in none."""
    return value.name if isinstance(value, Attribute | Name) else ""


class Code:
    """A file, function by function. Scope 0 is what runs when the file is loaded."""

    def __init__(self, path: TreePath, facts: Facts) -> None:
        self.path = path
        self.facts = facts
        self.family = family_of(facts.language) or frozenset[str]()

    @property
    def folder(self) -> str:
        """The folder in which the file lies."""
        return self.path.rpartition("/")[0]

    @property
    def known_as(self) -> str:
        """The name by which others load the file: its own, or its folder's where that is loaded as a whole."""
        stem = self.path.rpartition("/")[2].partition(".")[0]
        is_whole = self.facts.language == "go" or _MAIN.fullmatch(stem) is not None
        return self.folder.rpartition("/")[2] or stem if is_whole else stem

    def heritage(self, name: str) -> tuple[Value, ...]:
        """What a class of the file extends."""
        classes = (
            scope for scope in self.facts.scopes if scope.kind is ScopeKind.CLASS and scope.name == name
        )
        return tuple(base for scope in classes for base in scope.bases)

    def bases_of(self, name: str) -> tuple[str, ...]:
        """The names of what a class of the file extends."""
        return tuple(map(last, self.heritage(name)))

    def function_at(self, scope: int) -> int:
        """The innermost function around a scope, or 0."""
        while scope > 0 and self.facts.scopes[scope].kind is not ScopeKind.FUNCTION:
            scope = self.facts.scopes[scope].parent
        return max(scope, 0)

    def class_at(self, scope: int) -> int:
        """The innermost class around a scope, or 0."""
        while scope > 0 and self.facts.scopes[scope].kind is not ScopeKind.CLASS:
            scope = self.facts.scopes[scope].parent
        return max(scope, 0)

    def parent(self, function: int) -> int:
        """The function in which a function is defined; 0 where that is none, or a class lies between them."""
        above = self.facts.scopes[function].parent
        return above if above > 0 and self.facts.scopes[above].kind is ScopeKind.FUNCTION else 0

    def bases(self, function: int) -> tuple[Value, ...]:
        """What the class of a method extends; of one that stands outside of its class, the class."""
        own = self.facts.scopes[function].bases
        cls = self.class_at(function)
        return own or (self.facts.scopes[cls].bases if cls else ())

    def types(self, function: int) -> tuple[str, ...]:
        """The class of a method and what that extends, its own name first; of a function there is none."""
        scope = self.facts.scopes[function]
        cls = self.class_at(function)
        above = self.facts.scopes[cls]
        own = (above.name, *map(last, above.bases)) if cls else ()
        return (*own, *map(last, scope.bases)) if scope.kind is ScopeKind.FUNCTION else own

    def name_of(self, function: int) -> str:
        """`Class.method` or `function`; of what runs when the file is loaded, the file's name."""
        if not function:
            return self.path.rpartition("/")[2]
        types = self.types(function)[:1]
        return ".".join((*types, self.facts.scopes[function].name))

    def frame(self, scope: int) -> Frame:
        """The function around a scope."""
        return Frame(self.path, self.function_at(scope))

    def definition(self, function: int) -> Location:
        """Where a function begins."""
        place = self.facts.scopes[function].place
        return Location(self.path, Place(place.line, place.column))

    @cached_property
    def typed(self) -> Groups[str, str]:
        """Types with which the file declares its names, by name."""
        fields = self.facts.scopes[0].fields
        return Groups(
            (each.name, last(each.annotation)) for each in fields if isinstance(each.annotation, Name)
        )

    @cached_property
    def answered(self) -> Groups[str, str]:
        """Functions whose answers the file keeps under a name, by that name."""
        fields = self.facts.scopes[0].fields
        return Groups(
            (each.name, last(each.annotation)) for each in fields if isinstance(each.annotation, Attribute)
        )

    def makers(self, types: Collection[str]) -> frozenset[str]:
        """Functions of the file that say that they answer with an object of one of these classes."""
        answering = ((scope.name, scope.returns) for scope in self.facts.scopes)
        return frozenset(name for name, of in answering if of is not None and last(of) in types)

    @cached_property
    def interfaces(self) -> dict[str, frozenset[str]]:
        """Methods of the interfaces of a file of Go, by interface: types fill them without saying so."""
        found: dict[str, set[str]] = defaultdict(set)
        for call in self.facts.calls if self.facts.language == "go" else ():
            if self.facts.scopes[call.scope].kind is ScopeKind.CLASS and isinstance(call.callee, Name):
                found[self.facts.scopes[call.scope].name].add(call.callee.name)
        return {name: frozenset(methods) for name, methods in found.items()}

    def methods_of(self, cls: str) -> frozenset[str]:
        """Methods that the file defines for a type of Go."""
        return frozenset(scope.name for scope in self.facts.scopes if cls in map(last, scope.bases))

    @cached_property
    def words(self) -> frozenset[str]:
        """Names in the file, and short strings."""
        return frozenset(word.text for word in self.facts.words)

    @cached_property
    def imports(self) -> dict[str, str]:
        """What the file's own names stand for, as far as its imports say: local name -> dotted."""
        found: dict[str, str] = {}
        for each in self.facts.imports:
            if each.name == "*":
                continue
            module = _dotted_module(each.module)
            full = f"{module}.{each.name}" if each.name else module
            found.setdefault(each.alias or full.rpartition(".")[2], full)
        return found

    @cached_property
    def opened(self) -> tuple[str, ...]:
        """Modules all of whose names the file may use as they are."""
        whole = self.facts.language == "csharp"
        return tuple(_dotted_module(each.module) for each in self.facts.imports if each.name == "*" or whole)

    def origins(self, value: Value) -> Iterator[str]:
        """Dotted names that an expression may have: with its first name as imported, and as spelled."""
        spelled = self.dotted(value)
        first, dot, rest = spelled.partition(".")
        if first in self.imports:
            yield f"{self.imports[first]}{dot}{rest}"
        else:
            yield from (f"{module}.{spelled}" for module in self.opened)
        yield spelled

    def dotted(self, value: Value) -> str:
        """An expression as names between dots; what a call answers goes by what is called."""
        match value:
            case Name(name):
                return name
            case Attribute(base, name):
                return f"{self.dotted(base)}.{name}".lstrip(".")
            case Result(call):
                return self.dotted(self.facts.calls[call].callee)
            case _:
                return ""

    @cached_property
    def calling(self) -> dict[str, list[int]]:
        """Calls by the name of what is called."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, call in enumerate(self.facts.calls):
            if name := last(call.callee):
                found[name].append(number)
        return found

    @cached_property
    def handing(self) -> dict[str, list[tuple[int, Value]]]:
        """Calls by the name of a function that they are given, with what names it there."""
        found: dict[str, list[tuple[int, Value]]] = defaultdict(list)
        for number, call in enumerate(self.facts.calls):
            for argument in call.arguments:
                value = _named(argument.value)
                if value is not None:
                    found[last(value)].append((number, value))
            if isinstance(call.callee, Attribute) and call.callee.name == "bind" and self._outer[number] >= 0:
                found[last(call.callee.base)].append((self._outer[number], call.callee.base))
        return found

    def around(self, place: Place) -> Iterator[int]:
        """Calls in whose brackets a place lies, the innermost first."""
        number = bisect_left(self._starts, (place.line, place.column)) - 1
        for _ in range(_DEEPEST):
            if number < 0:
                return
            if self.facts.calls[number].place.has_start_of(place):
                yield number
            number = self._outer[number]

    @cached_property
    def _starts(self) -> list[tuple[int, int]]:
        return [(call.place.line, call.place.column) for call in self.facts.calls]

    @cached_property
    def _outer(self) -> list[int]:
        """Of each call, the one in whose brackets it lies; -1 where that is none."""
        found: list[int] = []
        inside: list[int] = []
        for number, call in enumerate(self.facts.calls):
            while inside and not self.facts.calls[inside[-1]].place.has_start_of(call.place):
                inside.pop()
            found.append(inside[-1] if inside else -1)
            inside.append(number)
        return found

    def call(self, number: int) -> Called:
        """A call by its number."""
        return self.facts.calls[number]


def _dotted_module(module: str) -> str:
    """A module as origins name it: `@nestjs/common` is `nestjs.common`."""
    return re.sub(r"[/:]", ".", module.lstrip("@./")).replace("-", "_").rstrip(".")


def _named(value: Value) -> Value | None:
    """The function that an argument names, if it does."""
    match value:
        case Name() | Attribute():
            return value
        case Sequence((Name() as cls, Text(method))):
            return Attribute(cls, method)
        case Text(text) if (found := _ACTION.fullmatch(text)) is not None:
            return Attribute(Name(found["cls"]), found["method"])
        case _:
            return None
