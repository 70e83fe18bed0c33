"""What functions of the language and its library make of their arguments, where that matters for names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from smsaudit.model.fact import Called
from smsaudit.model.referent import (
    ClassRef,
    DisplayRef,
    External,
    Frame,
    FunctionRef,
    InstanceRef,
    MethodRef,
    ModuleRef,
    PartialRef,
    Referent,
    Referents,
    TextRef,
)
from smsaudit.model.value import Defined, Number, Opaque, Sequence, Text, Value
from smsaudit.model.value import Mapping as Pairs
from smsaudit.resolve import (
    calls,
    containers,
    dynamic,
    fields,
    hints,
    keyed_origins,
    outside,
    records,
    rows,
    texts,
    unset,
)
from smsaudit.resolve.connections import OPENING
from smsaudit.resolve.iterating import ITERATING, first, second

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver

_NOTHING: Referents = frozenset()
_ZERO = Number(0)
_SPELLED = re.compile(r"(?=[{}]*\w\w)[A-Za-z_{][\w{}]*(?:\.[A-Za-z_]\w*)*")
_HOST = re.compile(r"[^/]+://[^/]*")
_QUEUE = re.compile(
    r"(?:queue|Queue|asyncio|multiprocessing|gevent\.queue|eventlet\.queue|six\.moves\.queue)\.(?:Simple|Lifo|Priority|Joinable)?Queue"
)
_JOIN_ADDRESSES = ("urllib.parse.urljoin", "urlparse.urljoin", "six.moves.urllib.parse.urljoin")
_PROVIDERS = frozenset(
    f"dependency_injector.providers.{name}"
    for name in (
        "Callable",
        "ContextLocalSingleton",
        "Coroutine",
        "Factory",
        "Resource",
        "Singleton",
        "ThreadLocalSingleton",
        "ThreadSafeSingleton",
    )
)
"""What makes an object when it is called, and stands for it where it is handed to others."""
_HANDED_ON = {
    "copy.copy",
    "copy.deepcopy",
    "asyncio.run",
    "asyncio.gather",
    "asyncio.create_task",
    "asyncio.ensure_future",
    "asyncio.wait_for",
    "asyncio.shield",
    "asgiref.sync.sync_to_async",
    "asgiref.sync.async_to_sync",
    "django.utils.functional.lazy",
    "functools.lru_cache",
    "functools.cache",
    "celery.Celery.register_task",
    "celery.current_app.register_task",
    "builtins.vars",
    "contextlib.closing",
    "contextlib.nullcontext",
    "functools.update_wrapper",
    "weakref.proxy",
    "wrapt.ObjectProxy",
}
"""Calls that hand their first argument on."""

_MADE_BY = frozenset(
    (
        "fastapi.Depends",
        "fastapi.Security",
        "fastapi.params.Depends",
        "werkzeug.local.LocalProxy",
        "django.utils.functional.SimpleLazyObject",
        "lazy_object_proxy.Proxy",
    )
)
"""Calls that stand for what their first argument answers, later or at once."""
_RELATING = (
    "django.db.models.ForeignKey",
    "django.db.models.OneToOneField",
    "peewee.ForeignKeyField",
    "mongoengine.ReferenceField",
    "mongoengine.fields.ReferenceField",
    "tortoise.fields.ForeignKeyField",
    "tortoise.fields.OneToOneField",
)
"""Fields that lead to one row of the model that they are given."""
_IMPORTERS = frozenset(("importlib.import_module", "builtins.__import__", "importlib.__import__"))
_STRING_IMPORTERS = frozenset(
    (
        "django.utils.module_loading.import_string",
        "werkzeug.utils.import_string",
        "pydoc.locate",
        "pkgutil.resolve_name",
        "django.utils.module_loading.import_by_path",
    )
)


def _made_by(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    found = frozenset(
        item
        for value in arguments[:1]
        for callee in resolver.evaluate(frame, value)
        for item in calls.result_of(resolver, callee, frame, calls.no_call())
    )
    yielded = (item for item in found if isinstance(item, DisplayRef))
    return found.union(*(containers.elements(resolver, item, None) for item in yielded))


def _partial(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    found = resolver.evaluate(frame, arguments[0]) if arguments else _NOTHING
    return frozenset(
        PartialRef(item) for item in found if isinstance(item, FunctionRef | MethodRef | ClassRef | External)
    )


def _provided(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    return _partial(resolver, frame, arguments) | _made_by(resolver, frame, arguments)


def _getattr(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    if len(arguments) < 2:  # noqa: PLR2004 - the object and the name
        return _NOTHING
    found: set[Referent] = set()
    names = texts.looked_up(resolver, frame, arguments[1])
    wanted = sorted(item.text for item in names if isinstance(item, TextRef))
    for base in resolver.evaluate(frame, arguments[0]):
        found |= dynamic.attributes(resolver, base, wanted or ("{}",))
        if not (wanted or arguments[2:]) and isinstance(base, External):  # whatever it is, it is called
            found.add(External(f"{base.origin}.__call__"))
    for default in arguments[2:3]:
        found |= resolver.evaluate(frame, default)
    return frozenset(found)


def _cast(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    known = second(resolver, frame, arguments)
    return known | hints.annotated(resolver, frame, arguments[0]) if hints.tells_little(known) else known


def _globals(_: Resolver, frame: Frame, __: list[Value]) -> Referents:
    return frozenset((ModuleRef(frame.path),))


def _written(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    """What `eval` makes of a text that spells a name, or a part of one."""
    found: set[Referent] = set()
    for item in resolver.evaluate(frame, arguments[0]) if arguments else ():
        if isinstance(item, TextRef) and _SPELLED.fullmatch(item.text):
            reached: Referents = frozenset((ModuleRef(frame.path),))
            for name in item.text.split("."):
                reached = frozenset().union(
                    *(dynamic.attributes(resolver, each, (name,)) for each in reached)
                )
            found |= reached
    return frozenset(found)


def _type(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    found = resolver.evaluate(frame, arguments[0]) if len(arguments) == 1 else _NOTHING
    return frozenset(item.cls for item in found if isinstance(item, InstanceRef))


def _address_joined(resolver: Resolver, frame: Frame, arguments: list[Value]) -> Referents:
    if len(arguments) != 2:  # noqa: PLR2004 - the address of a page, and what is linked there
        return _NOTHING
    bases, links = (texts.known(resolver, frame, value) for value in arguments)
    return frozenset(TextRef(_linked(base, link)) for base in bases for link in links)


def _linked(base: str, link: str) -> str:
    found = _HOST.match(base)
    if found is None or "://" in link:
        return link
    if link.startswith("/"):
        return found.group() + link
    return f"{base.rpartition('/')[0] if len(base) > found.end() else base}/{link}"


def made(resolver: Resolver, origin: str, frame: Frame, call: Called) -> Referents | None:
    """The container that a call of its class makes; None if it hands its argument on, or is no such call."""
    first = call.arguments[0] if call.arguments else None
    match origin:
        case "builtins.list" | "builtins.set" | "collections.deque" if first is None:
            return _new(resolver, origin, frame, call, Sequence(()))
        case "builtins.dict" | "collections.OrderedDict":
            pairs: list[tuple[Value | None, Value]] = [
                (Text(a.keyword) if a.keyword not in {None, "**"} else None, a.value) for a in call.arguments
            ]
            return _new(resolver, origin, frame, call, Pairs(tuple(pairs)))
        case "collections.defaultdict" if first is not None:
            found = resolver.evaluate(frame, first.value)
            names = {item.origin for item in found if isinstance(item, External)}
            empty = Pairs(()) if "builtins.dict" in names else Sequence(())
            return _new(resolver, origin, frame, call, Pairs(((Opaque(), empty),)))
        case _:
            return None


def _new(resolver: Resolver, origin: str, frame: Frame, call: Called, display: Value) -> Referents:
    """One container for each call."""
    made_here = resolver.once((origin, frame, call.place), lambda: display)
    return frozenset((resolver.display(frame, made_here),))


def answered(resolver: Resolver, origin: str, frame: Frame, call: Called) -> Referents:
    """What a call of something outside the tree may answer."""
    container = made(resolver, origin, frame, call) or records.documents(resolver, origin, frame, call)
    if container:
        return container
    if _QUEUE.fullmatch(origin):
        return _new(resolver, origin, frame, call, Sequence(())) | {External(origin)}
    special = SPECIAL.get(outside.plain(origin))
    if special is not None:
        return special(resolver, frame, [each.value for each in call.arguments if each.keyword is None])
    if origin in fields.MAKERS:
        return fields.default(resolver, frame, call)
    if outside.plain(origin) in fields.COLUMNS:
        return fields.default(resolver, frame, call) | keyed_origins.called(resolver, origin, frame, call)
    if (value := unset.default(origin, call)) is not None:
        return resolver.evaluate(frame, value) | keyed_origins.called(resolver, origin, frame, call)
    answer = keyed_origins.called(resolver, origin, frame, call)
    return answer.union(_given_lambdas(resolver, origin, frame, call))


def _given_lambdas(resolver: Resolver, origin: str, frame: Frame, call: Called) -> Iterator[Referent]:
    """What an object of a library may stand for when it is called: the lambda that it was made with."""
    if origin.rpartition(".")[2][:1].isupper():
        for argument in call.arguments:
            if isinstance(argument.value, Defined):
                yield resolver.definition(frame.path, argument.value.scope)


def fixes(origin: str) -> bool:
    """Whether a call gives its first argument the others, for when it is called."""
    return origin == "functools.partial" or origin in _PROVIDERS


SPECIAL: Mapping[str, Callable[[Resolver, Frame, list[Value]], Referents]] = MappingProxyType(
    {
        **ITERATING,
        **dict.fromkeys(_HANDED_ON, first),
        **dict.fromkeys(_MADE_BY, _made_by),
        **dict.fromkeys(_IMPORTERS, dynamic.imported),
        **dict.fromkeys(_STRING_IMPORTERS, dynamic.imported_names),
        "typing.cast": _cast,
        "functools.partial": _partial,
        "functools.partialmethod": _partial,
        "builtins.staticmethod": _partial,
        **dict.fromkeys(_PROVIDERS, _provided),
        "builtins.getattr": _getattr,
        "builtins.globals": _globals,
        "builtins.eval": _written,
        "builtins.type": _type,
        **dict.fromkeys(_JOIN_ADDRESSES, _address_joined),
        **OPENING,
        "django.contrib.auth.get_user_model": rows.user_model,
        "django.apps.apps.get_model": rows.named_model,
        "swapper.load_model": rows.named_model,
        **dict.fromkeys(_RELATING, rows.related),
        **dict.fromkeys(records.RELATING, records.related),
    }
)
"""Functions by origin."""
