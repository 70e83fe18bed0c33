"""Who can trigger an entry point, and what says so. Where nothing says so, it is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from smsaudit.flow.defaults import Defaults
from smsaudit.flow.entries import Entry
from smsaudit.flow.program import Program
from smsaudit.model.entrance import EntryKind, Exposure
from smsaudit.model.fact import ScopeKind
from smsaudit.model.origin_glob import matches
from smsaudit.model.referent import ClassRef, DisplayRef, Frame, FunctionRef
from smsaudit.model.signature import BaseGuard, DecoratorGuard, GuardPattern, Signature, ValueGuard
from smsaudit.model.value import Attribute, Item, Name, Result, Sequence, Value
from smsaudit.model.words import Words

_STRICTEST = (Exposure.INTERNAL, Exposure.STAFF, Exposure.AUTHENTICATED, Exposure.PUBLIC)
_MAX_DEPTH = 3
_UNCHECKED = Words("a route without a visible access check", "路由未见访问控制")
_DJANGO = ("django", "drf", "django-ninja")
_OWN_PERMISSIONS = ("permission_classes", "get_permissions")
_DEMANDS = ("dependencies", "auth", "guards", "permission_classes")
_WEB = (EntryKind.HTTP, EntryKind.WEBSOCKET, EntryKind.GRAPHQL)


class Exposures:
    """Reads guards on functions and classes, after the framework signatures."""

    def __init__(self, program: Program, signatures: Iterable[Signature]) -> None:
        self._program = program
        self._defaults = Defaults(program)
        self._guards = [guard for signature in signatures for guard in signature.guards]

    def of(self, entry: Entry) -> tuple[Exposure, Words | None]:
        """The exposure of an entry and the reason for it."""
        found = list(self._found(entry.function))
        if found:
            exposure, reason = min(found, key=lambda item: (_STRICTEST.index(item[0]), item[1]))
            return exposure, Words.same(reason)
        default = self._default(entry)
        if default is not None:
            return default
        if entry.exposure is not None:
            return entry.exposure, Words(f"as {entry.framework} runs it", f"由{entry.framework}运行")
        if entry.kind in _WEB:
            return Exposure.PUBLIC, _UNCHECKED
        return Exposure.UNKNOWN, None

    def _default(self, entry: Entry) -> tuple[Exposure, Words] | None:
        """What the settings of the framework say of a view that says nothing itself."""
        if entry.framework not in _DJANGO or entry.kind is not EntryKind.HTTP:
            return None
        names: tuple[str, ...] = ()
        if entry.framework == "drf" and not self._has_own_permissions(entry.function):
            names = self._defaults.permissions
        found = list(self._matching(ValueGuard, names))
        if found:
            exposure, reason = min(found, key=lambda item: (_STRICTEST.index(item[0]), item[1]))
            return exposure, Words(f"{reason}, the default of the settings", f"{reason}，设置中的默认值")
        if names:
            return Exposure.UNKNOWN, Words(
                f"{names[0]}, the default of the settings", f"{names[0]}，设置中的默认值"
            )
        return (Exposure.AUTHENTICATED, Words.same(self._defaults.login)) if self._defaults.login else None

    def _has_own_permissions(self, function: Frame) -> bool:
        cls = self._program.class_of(function) or self._own_class(function)
        frames = (
            [base.frame for base in self._program.order(cls) if isinstance(base, ClassRef)] if cls else []
        )
        return any(
            bound.scope == frame.scope and bound.name in _OWN_PERMISSIONS
            for frame in frames
            if (facts := self._program.facts(frame.path)) is not None
            for bound in facts.bindings
        )

    def _found(self, function: Frame) -> Iterator[tuple[Exposure, str]]:
        cls = self._program.class_of(function) or self._own_class(function)
        frames = [function] if cls is None else [function, cls.frame]
        for frame in frames:
            for origins, _ in self._program.decorations(frame):
                yield from self._matching(DecoratorGuard, origins)
        yield from self._values(function)
        yield from self._router_values(function)
        if cls is not None:
            for base in self._program.order(cls):
                yield from self._matching(BaseGuard, (self._program.named(base),))
                if isinstance(base, ClassRef):
                    yield from self._class_values(base)

    def _router_values(self, function: Frame) -> Iterator[tuple[Exposure, str]]:
        """What the router or application demands on which a route is registered: `APIRouter(dependencies=[…])`."""
        facts = self._program.facts(function.path)
        scope = facts.scopes[function.scope] if facts is not None else None
        for decorator in scope.decorators if facts is not None and scope is not None else ():
            callee = facts.calls[decorator.call].callee if facts and isinstance(decorator, Result) else None
            if not isinstance(callee, Attribute) or not isinstance(callee.base, Name) or facts is None:
                continue
            for bound in facts.bindings:
                if bound.name == callee.base.name and isinstance(bound.value, Result) and not bound.scope:
                    for argument in facts.calls[bound.value.call].arguments:
                        if argument.keyword in _DEMANDS:
                            yield from self._value(Frame(function.path, 0), argument.value)

    def _own_class(self, frame: Frame) -> ClassRef | None:
        """The class itself, where it stands for methods that its framework provides."""
        facts = self._program.facts(frame.path)
        is_class = facts is not None and facts.scopes[frame.scope].kind is ScopeKind.CLASS
        return ClassRef(frame) if is_class else None

    def _class_values(self, cls: ClassRef) -> Iterator[tuple[Exposure, str]]:
        """Values bound in a class body, such as `permission_classes = [IsAuthenticated]`."""
        facts = self._program.facts(cls.frame.path)
        for bound in facts.bindings if facts is not None else ():
            if bound.scope == cls.frame.scope:
                yield from self._value(cls.frame, bound.value)

    def _values(self, function: Frame, depth: int = 0) -> Iterator[tuple[Exposure, str]]:
        """What parameters depend on (`user=Depends(get_user)`, `Annotated[…]`), and arguments of decorators."""
        facts = self._program.facts(function.path)
        if facts is None or depth > _MAX_DEPTH:
            return
        scope = facts.scopes[function.scope]
        outside = Frame(function.path, max(scope.parent, 0))
        for parameter in scope.parameters:
            for value in (parameter.default, parameter.annotation):
                if value is not None:
                    yield from self._value(outside, value, depth)
        for _, call in self._program.decorations(function) if not depth else ():
            for argument in facts.calls[call].arguments if call is not None else ():
                yield from self._value(outside, argument.value, depth)

    def _value(self, frame: Frame, value: Value, depth: int = 0) -> Iterator[tuple[Exposure, str]]:
        facts = self._program.facts(frame.path)
        match value:
            case Sequence(items):
                for item in items:
                    yield from self._value(frame, item, depth)
            case Item(_, key):
                yield from self._value(frame, key, depth)
            case Result(number) if facts is not None:
                for argument in facts.calls[number].arguments:
                    yield from self._depended(frame, argument.value, depth)
        for referent in self._program.evaluate(frame, value):
            if isinstance(referent, DisplayRef) and referent.display is not value:
                yield from self._value(referent.frame, referent.display, depth)
            else:
                yield from self._matching(ValueGuard, (self._program.named(referent),))

    def _depended(self, frame: Frame, value: Value, depth: int) -> Iterator[tuple[Exposure, str]]:
        """A function that the framework calls first, and what that one depends on in turn."""
        for referent in self._program.evaluate(frame, value):
            yield from self._matching(ValueGuard, (self._program.named(referent),))
            if isinstance(referent, FunctionRef):
                yield from self._values(referent.frame, depth + 1)

    def _matching(
        self, kind: type[DecoratorGuard | BaseGuard | ValueGuard], origins: Iterable[str]
    ) -> Iterator[tuple[Exposure, str]]:
        for origin in origins:
            for guard in self._guards:
                if isinstance(guard.target, kind) and _fits(guard, origin):
                    yield guard.exposure, origin.rpartition(".")[2]


def _fits(guard: GuardPattern, origin: str) -> bool:
    return bool(origin) and any(matches(glob, origin, in_tree=False) for glob in guard.target.origins)
