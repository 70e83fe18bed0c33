"""What the code says of who can trigger an entry point: decorators, bases, permission classes, dependencies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from smsaudit.flow.hooks import Hooks
from smsaudit.flow.program import Program
from smsaudit.model.fact import ScopeKind
from smsaudit.model.flow import Access
from smsaudit.model.guard import BaseGuard, DecoratorGuard, GuardPattern, ValueGuard
from smsaudit.model.location import Location, Place, TreePath
from smsaudit.model.origin_glob import GlobIndex
from smsaudit.model.referent import ClassRef, DisplayRef, Frame, FunctionRef
from smsaudit.model.value import Item, Result, Sequence, Value
from smsaudit.model.words import Words

_MAX_DEPTH = 3
_DEMANDS = ("dependencies", "auth", "guards", "permission_classes")
"""Keywords by which a router is told what to ask for."""
_OWN_PERMISSIONS = ("permission_classes", "get_permissions")

_Kind = type[DecoratorGuard] | type[BaseGuard] | type[ValueGuard]
_KINDS: tuple[_Kind, ...] = (DecoratorGuard, BaseGuard, ValueGuard)


class Guards:
    """Reads guards on functions and classes, after the framework signatures."""

    def __init__(self, program: Program, guards: Iterable[GuardPattern]) -> None:
        self._program = program
        self._hooks = Hooks(program)
        self._guards = list(guards)
        self._numbers: dict[_Kind, GlobIndex[int]] = {
            kind: GlobIndex(
                (glob, number)
                for number, guard in enumerate(self._guards)
                if isinstance(guard.target, kind)
                for glob in guard.target.origins
            )
            for kind in _KINDS
        }
        """By kind and origin, which guards they are."""

    def on(self, function: Frame) -> Iterator[Access]:
        """Every guard that stands before a function, or before the class that it is a method of."""
        cls = self._class(function)
        for frame in [function] if cls is None else [function, cls.frame]:
            yield from self._decorators(frame)
        yield from self._values(function)
        for hook in self._hooks.before(function):
            yield from self._decorators(hook)
        if cls is not None:
            for base in self._program.order(cls):
                yield from self.named(BaseGuard, (self._program.named(base),), self._definition(cls.frame))
                if isinstance(base, ClassRef):
                    yield from self._class_values(base)

    def demanded(self, at: tuple[TreePath, int]) -> Iterator[Access]:
        """What a call that makes or mounts a router is told to ask for."""
        path, number = at
        facts = self._program.facts(path)
        call = facts.calls[number] if facts is not None else None
        for argument in call.arguments if call is not None else ():
            if call is not None and argument.keyword in _DEMANDS:
                yield from self._value(Frame(path, call.scope), argument.value, Location(path, call.place))

    def around(self, at: tuple[TreePath, int] | None) -> Iterator[Access]:
        """What is wrapped around a function where it is put behind its path: `path("x/", login_required(view))`."""
        facts = self._program.facts(at[0]) if at is not None else None
        call = facts.calls[at[1]] if facts is not None and at is not None else None
        for argument in call.arguments if call is not None else ():
            if isinstance(argument.value, Result) and at is not None and call is not None:
                callees = self._program.callees(at[0], argument.value.call)
                origins = sorted(self._program.named(callee) for callee in callees)
                for kind in (DecoratorGuard, ValueGuard):
                    yield from self.named(kind, origins, Location(at[0], call.place))

    def own_permissions(self, function: Frame) -> list[Value]:
        """The permission classes that its class and the bases name, nearest first; those of the settings do not hold then."""
        cls = self._class(function)
        frames = (
            [base.frame for base in self._program.order(cls) if isinstance(base, ClassRef)] if cls else []
        )
        return [
            bound.value
            for frame in frames
            if (facts := self._program.facts(frame.path)) is not None
            for bound in facts.index.bindings[frame.scope]
            if bound.name in _OWN_PERMISSIONS
        ]

    def named(self, kind: _Kind, origins: Iterable[str], location: Location) -> Iterator[Access]:
        """What guards of a kind make of these origins."""
        for origin in origins:
            for number in sorted(set(self._numbers[kind].matching(origin))):
                guard = self._guards[number]
                reason = Words.same(origin.rpartition(".")[2])
                yield Access(exposure=guard.exposure, reason=reason, location=location)

    def _class(self, function: Frame) -> ClassRef | None:
        return self._program.class_of(function) or self._own_class(function)

    def _own_class(self, frame: Frame) -> ClassRef | None:
        """The class itself, where it stands for methods that its framework provides."""
        facts = self._program.facts(frame.path)
        is_class = facts is not None and facts.scopes[frame.scope].kind is ScopeKind.CLASS
        return ClassRef(frame) if is_class else None

    def _decorators(self, frame: Frame) -> Iterator[Access]:
        facts = self._program.facts(frame.path)
        for origins, call in self._program.decorations(frame):
            is_call = facts is not None and call is not None
            place = facts.calls[call].place if facts is not None and call is not None else None
            location = Location(frame.path, place) if is_call and place else self._definition(frame)
            yield from self.named(DecoratorGuard, origins, location)

    def _class_values(self, cls: ClassRef) -> Iterator[Access]:
        """Values bound in a class body, such as `permission_classes = [IsAuthenticated]`."""
        facts = self._program.facts(cls.frame.path)
        for bound in facts.index.bindings[cls.frame.scope] if facts is not None else ():
            yield from self._value(cls.frame, bound.value, Location(cls.frame.path, bound.place))

    def _values(self, function: Frame, depth: int = 0) -> Iterator[Access]:
        """What parameters depend on (`user=Depends(get_user)`, `Annotated[…]`), and arguments of decorators."""
        facts = self._program.facts(function.path)
        if facts is None or depth > _MAX_DEPTH:
            return
        scope = facts.scopes[function.scope]
        outside = Frame(function.path, max(scope.parent, 0))
        here = self._definition(function)
        for parameter in scope.parameters:
            for value in (parameter.default, parameter.annotation):
                if value is not None:
                    yield from self._value(outside, value, here, depth)
        for _, call in self._program.decorations(function) if not depth else ():
            for argument in facts.calls[call].arguments if call is not None else ():
                yield from self._value(outside, argument.value, here, depth)

    def _value(self, frame: Frame, value: Value, location: Location, depth: int = 0) -> Iterator[Access]:
        facts = self._program.facts(frame.path)
        match value:
            case Sequence(items):
                for item in items:
                    yield from self._value(frame, item, location, depth)
            case Item(_, key):
                yield from self._value(frame, key, location, depth)
            case Result(number) if facts is not None:
                for argument in facts.calls[number].arguments:
                    yield from self._depended(frame, argument.value, location, depth)
        for referent in self._program.evaluate(frame, value):
            if isinstance(referent, DisplayRef) and referent.display is not value:
                yield from self._value(referent.frame, referent.display, location, depth)
            elif isinstance(referent, ClassRef):  # one of the tree's own says what those say that it extends
                origins = map(self._program.named, self._program.order(referent))
                yield from self.named(ValueGuard, origins, location)
            else:
                yield from self.named(ValueGuard, (self._program.named(referent),), location)

    def _depended(self, frame: Frame, value: Value, location: Location, depth: int) -> Iterator[Access]:
        """A function that the framework calls first, and what that one depends on in turn."""
        for referent in self._program.evaluate(frame, value):
            yield from self.named(ValueGuard, (self._program.named(referent),), location)
            if isinstance(referent, FunctionRef):
                yield from self._values(referent.frame, depth + 1)

    def _definition(self, frame: Frame) -> Location:
        facts = self._program.facts(frame.path)
        place = facts.scopes[frame.scope].place if facts is not None and frame.scope else Place(1)
        return Location(frame.path, Place(place.line, place.column))
