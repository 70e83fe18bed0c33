"""What the router, blueprint or application demands on which a route is registered, and those that it is put into."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from smsaudit.flow.program import Program
from smsaudit.model.fact import Called
from smsaudit.model.location import Location, TreePath
from smsaudit.model.referent import Frame, ModuleRef
from smsaudit.model.value import Attribute, Name, Result, Value

DEMANDS = ("dependencies", "auth", "guards", "permission_classes")
"""Keywords by which a router is told what to ask for."""
_INCLUDES = "include_router"
_HOOKS = ("before_request", "before_app_request")
_MAX_FILES = 12
_MAX_DEPTH = 5

_Home = tuple[TreePath, str]
"""The module and the name under which a router is known."""

_Demand = tuple[Frame, Value, Location]


class Routers:
    """Follows routers from the decorator of a route to the application."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def demands(self, function: Frame) -> Iterator[_Demand]:
        """What everything around the route is told to ask for: `APIRouter(dependencies=[…])` and the like."""
        for home in self._homes(function):
            yield from self._demands(home, 0)

    def hooks(self, function: Frame) -> Iterator[Frame]:
        """Functions that run before every request of the blueprint or application."""
        for path, name in self._homes(function):
            facts = self._program.facts(path)
            for number, scope in enumerate(facts.scopes if facts is not None else ()):
                for decorator in scope.decorators:
                    if (
                        isinstance(decorator, Attribute)
                        and decorator.name in _HOOKS
                        and decorator.base == Name(name)
                    ):
                        yield Frame(path, number)

    def _homes(self, function: Frame) -> Iterator[_Home]:
        facts = self._program.facts(function.path)
        scope = facts.scopes[function.scope] if facts is not None else None
        for decorator in scope.decorators if scope is not None else ():
            value: Value = decorator
            if facts is not None and isinstance(decorator, Result):
                value = facts.calls[decorator.call].callee
            home = self._home(Frame(function.path, 0), value.base) if isinstance(value, Attribute) else None
            if home is not None:
                yield home

    def _demands(self, home: _Home, depth: int) -> Iterator[_Demand]:
        path, name = home
        facts = self._program.facts(path)
        for bound in facts.bindings if facts is not None else ():
            if (
                facts is not None
                and bound.name == name
                and isinstance(bound.value, Result)
                and not bound.scope
            ):
                yield from _told(path, facts.calls[bound.value.call])
        for own, outer, (where, call) in self._included if depth < _MAX_DEPTH else ():
            if own == home:
                yield from _told(where, call)
                if outer is not None:
                    yield from self._demands(outer, depth + 1)

    @cached_property
    def _included(self) -> list[tuple[_Home, _Home | None, tuple[TreePath, Called]]]:
        """Routers, what each is put into, and the call that does it."""
        held = [path for path in sorted(self._program.files_with([_INCLUDES])) if self._program.is_live(path)]
        unread = sorted(set(held) - set(self._program.loaded()))[:_MAX_FILES]
        if unread:
            self._program.load(unread)
        found: list[tuple[_Home, _Home | None, tuple[TreePath, Called]]] = []
        for path in held:
            facts = self._program.facts(path)
            for call in facts.calls if facts is not None else ():
                if isinstance(call.callee, Attribute) and call.callee.name == _INCLUDES and call.arguments:
                    frame = Frame(path, call.scope)
                    own = self._home(frame, call.arguments[0].value)
                    if own is not None:
                        found.append((own, self._home(frame, call.callee.base), (path, call)))
        return found

    def _home(self, frame: Frame, value: Value) -> _Home | None:
        """Where a router is bound to a name, through imports."""
        match value:
            case Name(name):
                facts = self._program.facts(frame.path)
                for imported in facts.imports if facts is not None else ():
                    if imported.alias == name and imported.name is not None:
                        module = self._program.module_of(frame.path, imported)
                        return (module, imported.name) if module is not None else None
                return frame.path, name
            case Attribute(base, name):
                modules = [
                    each.path for each in self._program.evaluate(frame, base) if isinstance(each, ModuleRef)
                ]
                return (min(modules), name) if modules else None
            case _:
                return None


def _told(path: TreePath, call: Called) -> Iterator[_Demand]:
    for argument in call.arguments:
        if argument.keyword in DEMANDS:
            yield Frame(path, call.scope), argument.value, Location(path, call.place)
