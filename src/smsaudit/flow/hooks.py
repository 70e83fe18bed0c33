"""Functions that run before every request of the blueprint or application on which a route is registered."""

from __future__ import annotations

from collections.abc import Iterator

from smsaudit.flow.program import Program
from smsaudit.model.location import TreePath
from smsaudit.model.referent import Frame, ModuleRef
from smsaudit.model.value import Attribute, Name, Result, Value

_HOOKS = ("before_request", "before_app_request")

_Home = tuple[TreePath, str]
"""The module and the name under which a router is known."""


class Hooks:
    """Finds the hooks of what a route is registered on."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def before(self, function: Frame) -> Iterator[Frame]:
        """Functions that run before the route does."""
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
