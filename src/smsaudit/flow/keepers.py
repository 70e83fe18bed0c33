"""What keeps an object that the program made for itself: the variable or attribute by which several functions have the same one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from smsaudit.flow.program import Program
from smsaudit.model.fact import Called
from smsaudit.model.location import TreePath
from smsaudit.model.referent import ClassRef, Frame, InstanceRef, ModuleRef
from smsaudit.model.value import Attribute, Item, Name, Sequence, Text, Value

_FURTHEST = 3
_MOST = 8
_ANYWHERE = TreePath("")
"""The home of what an object of a framework carries for all who have it (`app["queue"]`, `app.state.queue`)."""


class Keeper(Struct, frozen=True):
    """A variable of a module, or an attribute of a class."""

    home: TreePath
    name: str
    owner: int = 0
    """The scope of the class; 0 for a variable."""

    def homes(self, users: Iterable[Frame]) -> set[TreePath]:
        """Files out of which it can be imported; what a framework carries is had where its users are."""
        return {self.home} if self.home != _ANYWHERE else {user.path for user in users}


def keepers(program: Program, path: TreePath, call: Called) -> Iterator[Keeper]:
    """What keeps the object on which a call is made; the same for the same object."""
    if isinstance(call.callee, Attribute):
        yield from keeping(program, Frame(path, call.scope), call.callee.base)


def keeping(program: Program, frame: Frame, value: Value) -> Iterator[Keeper]:
    """What keeps the object that a value is, or each of those that it lists."""
    for item in value.items if isinstance(value, Sequence) else (value,):
        yield from _of(program, frame, item, _FURTHEST)


def _of(program: Program, frame: Frame, value: Value, further: int) -> Iterator[Keeper]:
    match value:
        case Name(name):
            yield from _variable(program, frame, name, further)
        case Attribute(base, name):
            yield from _attribute(program, frame, base, name, further)
        case Item(_, Text(key)):
            yield Keeper(_ANYWHERE, key)
        case _:
            pass


def _attribute(program: Program, frame: Frame, base: Value, name: str, further: int) -> Iterator[Keeper]:
    """An attribute of a class, or of what it extends, and what it was given to keep; a variable of another module."""
    known = False
    for referent in program.evaluate(frame, base):
        match referent:
            case InstanceRef(cls) | (ClassRef() as cls):
                known = True
                for each in program.order(cls):
                    if isinstance(each, ClassRef):
                        yield Keeper(each.frame.path, name, each.frame.scope)
                        yield from _given(program, each, name, further)
            case ModuleRef(module):
                known = True
                yield Keeper(module, name)
            case _:
                pass
    if not known:
        yield Keeper(_ANYWHERE, name)


def _given(program: Program, cls: ClassRef, name: str, further: int) -> Iterator[Keeper]:
    facts = program.facts(cls.frame.path)
    for store in facts.index.stored[name][:_MOST] if facts is not None and further else ():
        if isinstance(store.value, Name | Attribute):
            where = Frame(cls.frame.path, store.scope)
            if program.class_of(program.function_at(where.path, where.scope)) == cls:
                yield from _of(program, where, store.value, further - 1)


def _variable(program: Program, frame: Frame, name: str, further: int) -> Iterator[Keeper]:
    """A variable of its module; one that a function is given is what its callers keep."""
    facts = program.facts(frame.path)
    if facts is None:
        return
    function = program.function_at(frame.path, frame.scope)
    if any(parameter.name == name for parameter in facts.scopes[function.scope].parameters):
        for giver, value in program.passed(function, name) if further else ():
            yield from _of(program, giver, value, further - 1)
        return
    imports = (*facts.index.imported[frame.scope, name], *facts.index.imported[0, name])
    homes = ((program.module_of(frame.path, each), each.name) for each in imports if each.name)
    home, known_as = next(((path, own) for path, own in homes if path is not None), (frame.path, name))
    yield Keeper(home, known_as)
