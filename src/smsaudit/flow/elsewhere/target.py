"""A function whose callers are looked for where names are not resolved, and what says that a callee is this function."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from smsaudit.flow.elsewhere.code import OWN, Code, last
from smsaudit.flow.elsewhere.likeness import receivers, resembles
from smsaudit.flow.generic import is_generic
from smsaudit.model.flow import Resolution
from smsaudit.model.language import language_of
from smsaudit.model.location import TreePath
from smsaudit.model.referent import Frame
from smsaudit.model.value import Attribute, Name, Value

PACKAGED = frozenset(["java", "kotlin", "scala", "groovy", "go"])
"""Languages in which the files of a folder see one another's functions."""
_LOADED = frozenset(["javascript", "typescript", "vue", "go"])
"""Languages in which a file names the modules or packages whose functions it calls."""
_GLOBAL = frozenset(["c", "cpp", "php"])
"""Languages in which functions outside of classes are everybody's."""
_RUN = frozenset(
    ["run", "call", "handle", "execute", "fire", "dojob", "invoke", "__invoke", "perform", "process", "accept", "apply"]
)  # fmt: skip
"""Methods, in small letters, that are called by whoever is given the object."""
_LATER = ("dispatch", "dispatchSync", "dispatchNow", "dispatchAfterResponse", "dispatchDo", "push", "later")
"""Methods of the class of a job that put one into a queue."""


class Target(Struct, frozen=True):
    """The function, with its class and all that this extends, its own first."""

    code: Code
    function: int
    types: tuple[str, ...]
    makers: frozenset[str] = frozenset()
    """Functions that answer with an object of one of these classes."""

    @property
    def frame(self) -> Frame:
        """The function."""
        return Frame(self.code.path, self.function)

    @property
    def name(self) -> str:
        """What it is called by."""
        return self.code.facts.scopes[self.function].name

    def is_filling(self, other: Code) -> bool:
        """Whether a file names an interface of Go that the type fills."""
        return any(name in other.words for name in self.types[1:])

    @property
    def is_run(self) -> bool:
        """Whether others run it who are given an object of its class."""
        return bool(self.types) and self.name.lower() in _RUN

    @property
    def called(self) -> tuple[str, ...]:
        """Names of which a file that calls it holds one."""
        return (self.name, self.types[0]) if self.is_run else (self.name,)

    @property
    def vouching(self) -> tuple[str, ...]:
        """Words of which a file that calls it from another folder holds one besides: class, module or package."""
        if self.code.facts.language in _LOADED:
            return (*self.types, self.code.known_as)
        return self.types or (self.name,)

    def called_by(self, other: Code) -> Iterator[tuple[int, Resolution]]:
        """Calls of the function in a file."""
        is_imported = _imports(other, self.code)
        for number in other.calling.get(self.name, ()):
            call = other.call(number)
            found = self._meant(other, call.scope, call.callee, is_imported=is_imported)
            if found is not None and other.frame(call.scope) != self.frame:
                yield number, found

    def handed_by(self, other: Code) -> Iterator[tuple[int, Resolution]]:
        """Calls in a file that are given the function, or an object or class that runs it."""
        is_imported = _imports(other, self.code)
        for number, value in other.handing.get(self.name, ()):
            found = self._meant(other, other.call(number).scope, value, is_imported=is_imported)
            if found is not None:
                yield number, found
        if self.is_run:
            yield from ((number, Resolution.INFERRED) for number in self._making(other))

    def _making(self, other: Code) -> Iterator[int]:
        cls = self.types[0]
        own = self.code.class_at(self.function) if other is self.code else -1
        made = other.calling.get(cls, ())
        yield from (number for number in made if other.class_at(other.call(number).scope) != own)
        for number in (number for name in _LATER for number in other.calling.get(name, ())):
            callee = other.call(number).callee
            if isinstance(callee, Attribute) and last(callee.base) == cls:
                yield number

    def _meant(self, other: Code, scope: int, callee: Value, *, is_imported: bool) -> Resolution | None:
        """How surely a callee is the function; None where nothing says so."""
        match callee:
            case Name(name):
                return self._bare(other, scope, name, is_imported=is_imported)
            case Attribute(base, _):
                found = [
                    self._on(other, scope, name, is_imported=is_imported) for name in receivers(other, base)
                ]
                return min(filter(None, found), key=list(Resolution).index, default=None)
            case _:
                return None

    def _bare(self, other: Code, scope: int, name: str, *, is_imported: bool) -> Resolution | None:
        language = self.code.facts.language
        if self.types:
            is_own = other is self.code and language != "go"
            is_static = other.imports.get(name, "").endswith(f".{self.types[0]}.{name}")
            found = is_own or is_static or self._is_inherited(other, scope)
        else:
            is_near = other is self.code or (other.folder == self.code.folder and language in PACKAGED)
            found = is_near or is_imported or (language in _GLOBAL and not is_generic(name))
        return Resolution.INFERRED if found else None

    def _on(self, other: Code, scope: int, receiver: str, *, is_imported: bool) -> Resolution | None:
        if receiver in OWN:
            found = other is self.code or self._is_inherited(other, scope)
            return Resolution.INFERRED if found else None
        if receiver in self.makers or any(maker in self.makers for maker in other.answered[receiver]):
            return Resolution.INFERRED
        is_near = is_imported or other.folder == self.code.folder or self.is_filling(other)
        if self.code.facts.language == "go" and not is_near:
            return None
        if self.types and (declared := other.typed[receiver]):
            is_it = any(name in self.types or resembles(name, self.types) for name in declared)
            return Resolution.INFERRED if is_it else None
        vouching = (*self.types, self.code.known_as)
        is_import = is_imported and other.imports.get(receiver, "").rpartition(".")[2] in vouching
        if (
            is_import
            or receiver in vouching
            or resembles(receiver, vouching)
            or self._is_beside(other, scope)
        ):
            return Resolution.INFERRED
        is_named = is_imported or (bool(self.types) and self.types[0] in other.words)
        is_guess = other is not self.code and is_named and not is_generic(self.name)
        return Resolution.BY_NAME if is_guess else None

    def _is_inherited(self, other: Code, scope: int) -> bool:
        """Whether a class that extends the function's own calls it, or one that this extends."""
        caller = other.types(other.function_at(scope))
        return bool(self.types and caller) and (self.types[0] in caller[1:] or caller[0] in self.types[1:])

    def _is_beside(self, other: Code, scope: int) -> bool:
        """Whether a method of the same type of Go calls it, whatever the receiver is called."""
        is_go = self.code.facts.language == "go" and bool(self.types) and other.folder == self.code.folder
        return is_go and other.types(other.function_at(scope))[:1] == self.types[:1]


def _imports(other: Code, code: Code) -> bool:
    """Whether a file imports another one's module or package, as far as the words of its imports tell."""
    if code.facts.language == "go":
        return any(
            each.module.rstrip("/").rpartition("/")[2] == code.known_as for each in other.facts.imports
        )
    names = (code.path.rpartition("/")[2].partition(".")[0], code.known_as)
    return any(_module_of(each.module) in names for each in other.facts.imports)


def _module_of(module: str) -> str:
    name = re.split(r"[/\\]", module.rstrip("/"))[-1]
    return name.rpartition(".")[0] if language_of(TreePath(name)) else name.rpartition(".")[2]
