"""Functions that are handed to the library, which calls them: which argument, and with what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Sequence as Rows
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from smsaudit.model.fact import Argument, Called, Facts
from smsaudit.model.referent import (
    ClassRef,
    DisplayRef,
    External,
    Frame,
    FunctionRef,
    InstanceRef,
    MethodRef,
    PartialRef,
    Referent,
    Referents,
)
from smsaudit.model.value import Attribute, Given, Known, Sequence, Value
from smsaudit.resolve import classes

if TYPE_CHECKING:
    from smsaudit.resolve.resolver import Resolver


class _Where(NamedTuple):
    """An argument, by its position or keyword."""

    position: int
    keyword: str = ""


class _Each(NamedTuple):
    """The function gets an element of every other argument: `map(f, xs)`."""

    function: _Where


class _Rest(NamedTuple):
    """The function gets the arguments that follow it: `submit(f, x)`."""

    function: _Where


class _Packed(NamedTuple):
    """The function gets what is packed in other arguments: `Thread(target=f, args=(x,))`."""

    function: _Where
    args: _Where
    kwargs: _Where


_CALLBACK = re.compile(r"(?i)callback|^on_?[a-z]")
"""Keywords under which a library takes a function that it calls when something happens."""
_ROUTERS = frozenset(("tornado.web.Application", "tornado.web.Application.add_handlers"))
_ROUTES = frozenset(("tornado.web.url", "tornado.web.URLSpec"))
_BEGUN_WITH = 2
"""Where in a route stands what its handler gets."""
_USER_DATA = "userdata"
_How = _Each | _Rest | _Packed
_FIRST = _Where(0)
_THREAD = _Packed(_Where(1, "target"), _Where(3, "args"), _Where(4, "kwargs"))
_POOLS = ("multiprocessing.Pool", "multiprocessing.pool.Pool", "multiprocessing.pool.ThreadPool")
_EXECUTORS = ("concurrent.futures.ThreadPoolExecutor", "concurrent.futures.ProcessPoolExecutor")
LOOPS = (
    "asyncio.get_event_loop",
    "asyncio.get_running_loop",
    "asyncio.new_event_loop",
    "uvloop.new_event_loop",
)
"""Functions that answer an event loop."""

_HANDED_OVER: Mapping[str, _How] = MappingProxyType(
    {
        "builtins.map": _Each(_FIRST),
        "builtins.filter": _Each(_FIRST),
        "functools.reduce": _Each(_FIRST),
        **{f"builtins.{name}": _Each(_Where(9, "key")) for name in ("sorted", "min", "max")},
        "builtins.list.sort": _Each(_Where(9, "key")),
        "threading.Thread": _THREAD,
        "multiprocessing.Process": _THREAD,
        "threading.Timer": _Packed(_Where(1, "function"), _Where(2, "args"), _Where(3, "kwargs")),
        **{
            f"{pool}.{name}": _Packed(_FIRST, _Where(1, "args"), _Where(2, "kwds"))
            for pool in _POOLS
            for name in ("apply", "apply_async")
        },
        **{
            f"{pool}.{name}": _Each(_FIRST)
            for pool in (*_POOLS, *_EXECUTORS)
            for name in ("map", "imap", "imap_unordered", "map_async")
        },
        **{f"{pool}.submit": _Rest(_FIRST) for pool in _EXECUTORS},
        **{f"{loop}.run_in_executor": _Rest(_Where(1)) for loop in LOOPS},
        **{f"{loop}.call_soon": _Rest(_FIRST) for loop in LOOPS},
        **{f"{loop}.call_later": _Rest(_Where(1)) for loop in LOOPS},
        "asyncio.to_thread": _Rest(_FIRST),
        "atexit.register": _Rest(_FIRST),
        "django.db.transaction.on_commit": _Rest(_FIRST),
    }
)
"""By origin of the call."""

_RESOURCE = _Packed(_FIRST, _Where(9, "resource_class_args"), _Where(9, "resource_class_kwargs"))
_SECOND = _Rest(_Where(1))
_BY_METHOD: Mapping[tuple[str, str], _How] = MappingProxyType(
    {
        ("apscheduler", "add_job"): _Packed(_Where(0, "func"), _Where(2, "args"), _Where(3, "kwargs")),
        ("sched", "enter"): _Packed(_Where(2, "action"), _Where(3, "argument"), _Where(4, "kwargs")),
        ("schedule", "do"): _Rest(_FIRST),
        **{
            ("twisted", name): _Rest(_FIRST) for name in ("callFromThread", "callInThread", "callWhenRunning")
        },
        **{("twisted", name): _Rest(_FIRST) for name in ("deferToThread", "maybeDeferred", "LoopingCall")},
        ("twisted", "callLater"): _SECOND,
        **{("tornado", name): _Rest(_FIRST) for name in ("add_callback", "spawn_callback")},
        **{("tornado", name): _SECOND for name in ("call_later", "call_at")},
        **{(package, "add_task"): _Rest(_FIRST) for package in ("fastapi", "starlette")},
        **{(package, "run_in_threadpool"): _Rest(_FIRST) for package in ("fastapi", "starlette")},
        ("anyio", "run_sync"): _Rest(_FIRST),
        **{
            (package, name): _Rest(_FIRST)
            for package in ("gevent", "eventlet")
            for name in ("spawn", "spawn_n")
        },
        ("gevent", "spawn_later"): _SECOND,
        ("eventlet", "spawn_after"): _SECOND,
        **{(package, "enqueue"): _Rest(_FIRST) for package in ("rq", "django_rq")},
        ("django_q", "async_task"): _Rest(_FIRST),
        **{
            (package, "add_resource"): _RESOURCE
            for package in ("flask_restful", "flask_restx", "flask_restplus")
        },
        **{(package, "after"): _SECOND for package in ("tkinter", "customtkinter")},
    }
)
"""By the package that a call comes from and the last name of what is called."""


def handed_over(
    resolver: Resolver, origin: str, frame: Frame, call: Called
) -> Iterator[tuple[Referent, tuple[Argument, ...]]]:
    """Functions that a call of the library runs, each with the arguments that it gets."""
    if origin.endswith(".as_view"):
        yield from _viewed(resolver, frame, call)
    if origin.startswith("tornado."):
        yield from _routed(resolver, origin, frame, call)
    how = _HANDED_OVER.get(origin) or _BY_METHOD.get((origin.partition(".")[0], origin.rpartition(".")[2]))
    if how is None:
        return
    for function in _functions(call, how):
        passed = _passed(resolver, call, how, function)
        for callee in resolver.evaluate(frame, function):
            if isinstance(callee, FunctionRef | MethodRef | ClassRef | PartialRef):
                yield callee, passed


def _viewed(
    resolver: Resolver, frame: Frame, call: Called
) -> Iterator[tuple[Referent, tuple[Argument, ...]]]:
    """Classes that are made for each request, and get what follows the name of the view."""
    if isinstance(call.callee, Attribute) and call.arguments and call.arguments[0].keyword is None:
        for cls in resolver.evaluate(frame, call.callee.base):
            if isinstance(cls, ClassRef):
                yield cls, call.arguments[1:]


def _routed(
    resolver: Resolver, origin: str, frame: Frame, call: Called
) -> Iterator[tuple[Referent, tuple[Argument, ...]]]:
    """Tornado's handlers, each begun with what its route names behind it: `(r"/", Handler, {"link": link})`."""
    for there, route in _routes(resolver, origin, frame, call):
        if len(route) <= _BEGUN_WITH:
            continue
        with_these = route[_BEGUN_WITH]
        given = resolver.once((there, id(with_these)), partial(Given, there, with_these), with_these)
        for handler in resolver.evaluate(there, route[1]):
            if isinstance(handler, ClassRef):
                for begin in classes.attribute(resolver, InstanceRef(handler), "initialize"):
                    yield begin, (Argument("**", given),)


def _routes(
    resolver: Resolver, origin: str, frame: Frame, call: Called
) -> Iterator[tuple[Frame, Rows[Value]]]:
    if origin in _ROUTES:
        yield frame, [argument.value for argument in call.arguments]
    for argument in call.arguments[:2] if origin in _ROUTERS else ():
        for shown in resolver.evaluate(frame, resolver.derived(argument.value, None)):
            if isinstance(shown, DisplayRef) and isinstance(shown.display, Sequence):
                yield shown.frame, shown.display.items


def called_back(
    resolver: Resolver, origin: str, frame: Frame, call: Called
) -> Iterator[tuple[Referent, tuple[Argument, ...]]]:
    """Functions that a call of the library is given to call back, each with what it gets: something of the library's."""
    for argument in call.arguments:
        if argument.keyword is None or _CALLBACK.search(argument.keyword) is None:
            continue
        name = f"{origin.partition('(')[0]}.{argument.keyword}"
        got = resolver.once(("called back", name), partial(Known, frozenset((External(name),))))
        for callee in resolver.evaluate(frame, argument.value):
            if isinstance(callee, FunctionRef | MethodRef):
                yield callee, (Argument(None, got),)


def user_data(facts: Facts, parameter: str) -> Iterator[tuple[int, Value]]:
    """What the callbacks of an MQTT client get as its user data, with the scope in which the client is given it."""
    if parameter != _USER_DATA:
        return
    for call in facts.index.called["user_data_set"]:
        yield from ((call.scope, argument.value) for argument in call.arguments[:1])
    for call in facts.index.called["Client"]:
        yield from (
            (call.scope, argument.value) for argument in call.arguments if argument.keyword == _USER_DATA
        )


def _functions(call: Called, how: _How) -> list[Value]:
    """Where the function is expected; what maps is given is looked at in any order."""
    if isinstance(how, _Each) and not how.function.keyword:
        return [argument.value for argument in call.arguments if argument.keyword is None]
    found = _argument(call, how.function)
    return [found] if found is not None else []


def _passed(resolver: Resolver, call: Called, how: _How, function: Value) -> tuple[Argument, ...]:
    match how:
        case _Each():
            return tuple(
                Argument(None, resolver.derived(argument.value, None))
                for argument in call.arguments
                if argument.keyword is None and argument.value is not function
            )
        case _Rest():
            return call.arguments[how.function.position + 1 :]
        case _Packed():
            args, kwargs = _argument(call, how.args), _argument(call, how.kwargs)
            packed = (Argument("*", args),) if args is not None else ()
            return (*packed, Argument("**", kwargs)) if kwargs is not None else packed


def run_by_library(resolver: Resolver, callees: Referents, frame: Frame, call: Called) -> Iterator[Referent]:
    """Functions that a call of the library runs because they are its arguments."""
    for callee in callees:
        if isinstance(callee, External):
            for function, _ in handed_over(resolver, callee.origin, frame, call):
                yield function


def _argument(call: Called, where: _Where) -> Value | None:
    for argument in call.arguments:
        if where.keyword and argument.keyword == where.keyword:
            return argument.value
    positional = [argument.value for argument in call.arguments if argument.keyword is None]
    return positional[where.position] if where.position < len(positional) else None
