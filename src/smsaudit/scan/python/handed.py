"""Calls that run a function they are given: in a thread, a pool or an event loop, now or later.

Here by the name of who runs it, because the method of a client that is handed over is a call that can send like any
other. Functions of the tree are followed in `resolve` as well, by the origin of the runner and more of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence as Rows

from smsaudit.model.fact import Argument, Called
from smsaudit.model.value import Attribute, Mapping, Name, Result, Sequence, Text, Value

_PLACES = {
    "async_add_executor_job": 0,
    "add_executor_job": 0,
    "add_callback": 0,
    "add_task": 0,
    "BackgroundTask": 0,
    "call": 0,
    "callInThread": 0,
    "callFromThread": 0,
    "callLater": 1,
    "call_later": 1,
    "call_soon": 0,
    "call_soon_threadsafe": 0,
    "deferToThread": 0,
    "run_in_executor": 1,
    "run_in_threadpool": 0,
    "run_sync": 0,
    "spawn": 0,
    "spawn_later": 1,
    "spawn_n": 0,
    "submit": 0,
    "to_thread": 0,
}
"""Where the function stands that gets what follows it, by the last name of who runs it."""
_PACKED = {
    "Process": ("target", 1, 3),
    "Thread": ("target", 1, 3),
    "Timer": ("function", 1, 2),
    "start_new_thread": ("", 0, 1),
}
"""The function's keyword and position, and the position of `args`, where what it gets is packed in these and in `kwargs`."""
_EACH = frozenset(("imap", "imap_unordered", "map", "map_async", "starmap"))
"""Run a function with the elements of something."""
_FIXED = "partial"
_RUNS = re.compile(
    r"(?i)(?:^|_)(?:retry|retrying|safe|safely|track|run|exec|execute|call|invoke|attempt|try|wrap|with|perform|apply|protect"
    r"|guard|guarded|dispatch|do|defer|background|async|threaded|throttled?|limited|timed?"
    r"|timeit|measured?|log|traced?|counted?|monitor(?:ed)?|instrument(?:ed)?)(?:$|_)"
)
"""The name of a function of somebody's own that runs another, in its own way: again if that fails, in a thread, counted."""
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TRANSMITS = re.compile(
    r"(?:.*_)?(?:send|publish|create|submit|deliver|inject|transmit)(?:_.*)?"
    r"|_?(?:[a-z]\w*)?(?:Send|Publish|Create|Submit|Deliver|Inject|Transmit)(?:[A-Z]\w*)?"
)
"""The name of a method that may carry something out of the program."""
_RUN = frozenset(("func", "function", "fn", "target", "method", "callback", "callable"))
"""Keywords under which such a function is given the other."""


def handed_over(
    calls: Rows[Called | None], callee: Value, arguments: tuple[Argument, ...]
) -> tuple[Value, tuple[Argument, ...]] | None:
    """The function that a call is given to run, and what it is run with; None where it is given none by its name."""
    runner = callee.name if isinstance(callee, Attribute | Name) else ""
    positional = [argument for argument in arguments if argument.keyword is None]
    at = _PLACES.get(runner)
    if at is not None and at < len(positional):
        function = positional[at].value
        passed = (*positional[at + 1 :], *(each for each in arguments if each.keyword is not None))
        return _unfixed(calls, function, passed)
    if runner in _EACH and positional and isinstance(positional[0].value, Attribute):
        return positional[0].value, ()
    if runner in _PACKED:
        return _unpacked(calls, _PACKED[runner], positional, arguments)
    return _given_to_a_runner(runner, positional, arguments)


def _given_to_a_runner(
    runner: str, positional: list[Argument], arguments: tuple[Argument, ...]
) -> tuple[Value, tuple[Argument, ...]] | None:
    """The method of an object that may send, among what a function is given that by its name runs another."""
    for argument in arguments:
        value = argument.value
        if not isinstance(value, Attribute) or argument.keyword not in _RUN | {None}:
            continue
        if _TRANSMITS.fullmatch(value.name) and _RUNS.search(_HUMP.sub("_", runner)):
            after = positional[positional.index(argument) + 1 :] if argument.keyword is None else positional
            named = (each for each in arguments if each.keyword is not None and each is not argument)
            return value, (*after, *named)
    return None


def _unpacked(
    calls: Rows[Called | None],
    where: tuple[str, int, int],
    positional: list[Argument],
    arguments: tuple[Argument, ...],
) -> tuple[Value, tuple[Argument, ...]] | None:
    named = {argument.keyword: argument.value for argument in arguments}
    placed = [argument.value for argument in positional]
    keyword, at, follows = where
    function = named.get(keyword) or next(iter(placed[at : at + 1]), None)
    if function is None:
        return None
    args = named.get("args") or next(iter(placed[follows : follows + 1]), None)
    return _unfixed(calls, function, (*_spread(args, "*"), *_spread(named.get("kwargs"), "**")))


def _spread(packed: Value | None, stars: str) -> tuple[Argument, ...]:
    """What a display packs, each by itself."""
    match packed:
        case None:
            return ()
        case Sequence(items):
            return tuple(Argument(None, item) for item in items)
        case Mapping(pairs):
            return tuple(Argument(key.value, value) for key, value in pairs if isinstance(key, Text))
        case _:
            return (Argument(stars, packed),)


def _unfixed(
    calls: Rows[Called | None], function: Value, passed: tuple[Argument, ...]
) -> tuple[Value, tuple[Argument, ...]] | None:
    """A function with what it gets; what was fixed by `functools.partial` comes first."""
    made = calls[function.call] if isinstance(function, Result) else None
    if made is not None and _is_fixing(made.callee) and made.arguments and made.arguments[0].keyword is None:
        return _unfixed(calls, made.arguments[0].value, (*made.arguments[1:], *passed))
    return (function, passed) if isinstance(function, Attribute | Name) else None


def _is_fixing(callee: Value) -> bool:
    return isinstance(callee, Attribute | Name) and callee.name == _FIXED
