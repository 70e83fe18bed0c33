"""Who can trigger an entry point, and what says so. Where nothing says so, it is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from smsaudit.flow.defaults import Defaults
from smsaudit.flow.deployment import Deployment
from smsaudit.flow.deployment.rules import STRICTEST
from smsaudit.flow.entries import Entry
from smsaudit.flow.guards import Guards
from smsaudit.flow.program import Program
from smsaudit.flow.routes import Routes
from smsaudit.model.entrance import EntryKind, Exposure
from smsaudit.model.flow import Access
from smsaudit.model.guard import ValueGuard
from smsaudit.model.signature import Signature
from smsaudit.model.value import Sequence as Display
from smsaudit.model.words import Words

_UNCHECKED = Words("a route without a visible access check", "路由未见访问控制")
_OWN_PERMISSIONS = Words("permission classes of the project's own", "项目自有的权限类")
_BY_DEFAULT = Words("{name}, the default of the settings", "{name}，设置中的默认值")
_RUN_BY = Words("as {name} runs it", "由{name}运行")
_DJANGO = ("django", "drf", "django-ninja")
_WEB = (EntryKind.HTTP, EntryKind.WEBSOCKET, EntryKind.GRAPHQL)


class Exposures:
    """Weighs what the code, the settings and the deployment files say."""

    def __init__(self, program: Program, signatures: Iterable[Signature], routes: Routes) -> None:
        self._routes = routes
        guards = [guard for signature in signatures for guard in signature.guards]
        self._guards = Guards(program, guards)
        self._defaults = Defaults(program)
        self._deployment = Deployment(program, guards)

    def of(self, entry: Entry) -> tuple[Access, ...]:
        """All that tells who can trigger an entry, what decides first; nothing where nothing tells."""
        said = (
            *self._guards.on(entry.function),
            *self._guards.around(entry.call),
            *(access for call in self._routes.above(entry) for access in self._guards.demanded(call)),
        )
        found = tuple(dict.fromkeys(said)) or tuple(self._default(entry))
        is_web = entry.kind in _WEB
        ways = self._deployment.ways(entry) if is_web else ()
        if found:
            return (*sorted(found, key=strictness), *ways)
        if entry.exposure is not None:
            return (run_by(entry.framework, entry.exposure),)
        return _unguarded(ways) if is_web else ()

    def _default(self, entry: Entry) -> Iterator[Access]:
        """What the settings of the framework say of a view that says nothing itself."""
        if entry.framework not in _DJANGO or entry.kind is not EntryKind.HTTP:
            return
        own = self._guards.own_permissions(entry.function)
        named = self._defaults.permissions if entry.framework == "drf" and not own else ()
        for name, location in named:
            known = list(self._guards.named(ValueGuard, (name,), location))
            exposure = min(known, key=strictness).exposure if known else Exposure.UNKNOWN
            reason = _filled(_BY_DEFAULT, name.rpartition(".")[2] if known else name)
            yield Access(exposure=exposure, reason=reason, location=location)
        if not named and (login := self._defaults.login) is not None:
            name, location = login
            yield Access(exposure=Exposure.AUTHENTICATED, reason=Words.same(name), location=location)
        elif own and own[0] != Display(()):  # an empty list asks for nothing
            yield Access(exposure=Exposure.UNKNOWN, reason=_OWN_PERMISSIONS)


def _unguarded(ways: Sequence[Access]) -> tuple[Access, ...]:
    """A route that checks nobody is as open as what leads to it."""
    unchecked = Access(exposure=Exposure.PUBLIC, reason=_UNCHECKED)
    is_open = not ways or ways[0].exposure is Exposure.PUBLIC
    return (unchecked, *ways) if is_open else (*ways, unchecked)


def strictness(access: Access) -> tuple[int, str]:
    """By what narrows down most who can trigger something."""
    return STRICTEST.index(access.exposure), access.reason.en


def run_by(framework: str, exposure: Exposure) -> Access:
    """What a framework alone decides."""
    return Access(exposure=exposure, reason=_filled(_RUN_BY, framework))


def _filled(words: Words, name: str) -> Words:
    return Words(words.en.format(name=name), words.zh.format(name=name))
