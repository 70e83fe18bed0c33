"""Requests that a call leaves to a function of the tree, to a client that it was handed, or to a package nobody knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from smsaudit.match import http, urls
from smsaudit.match.questions import Origin, Questions
from smsaudit.match.sms_address import is_named_as_address
from smsaudit.match.sms_words import sends_texts_at, tells_of_sms
from smsaudit.model.fact import Called, Facts
from smsaudit.model.location import TreePath

_FIRST = 2
"""Of a request's arguments, one of so many is its address: some say before it what is done there."""
_OF_MODEMS = re.compile(r"(?i)AT[+^#&]")
"""A command for a modem: what is given it may be given an address too, for the modem to ask there."""
_LONGEST_PATH = 80
_TRIES_OUT = re.compile(r"(?i)(?:^|[._])test(?:s|ing|case|_?client|[._]|$)|testclient")
"""A client with which an application is tested asks the application itself."""


def is_left_to_others(
    path: TreePath,
    facts: Facts,
    number: int,
    origins: Sequence[Origin],
    carried: Iterable[str],
    ask: Questions,
) -> bool:
    """Whether a call that asks no library itself has somebody else ask, at an address that it gives."""
    call = facts.calls[number]
    return (
        _by_a_function(facts, call, origins, carried)
        or _with_a_path(path, number, origins, carried, ask)
        or _by_a_stranger(path, facts, call, origins, ask)
    )


def _by_a_function(facts: Facts, call: Called, origins: Sequence[Origin], carried: Iterable[str]) -> bool:
    """Whether an address is given to a function of the tree that may ask there, or to a client that a caller handed over."""
    if not origins:
        return http.is_of_client(call.callee) and is_named_as_address(facts, call)
    is_wrapper = http.wraps(http.name_of(call.callee))
    others = any(origin.in_tree and (is_wrapper or not tells_of_sms(origin.text)) for origin in origins)
    if others and any("://" in text for text in carried):
        return not any(map(_OF_MODEMS.match, carried))
    return others and is_wrapper and is_named_as_address(facts, call)


def _by_a_stranger(
    path: TreePath, facts: Facts, call: Called, origins: Sequence[Origin], ask: Questions
) -> bool:
    """Whether what stands outside the tree, and is no library that is known, is asked for an address as a client would be."""
    verb = getattr(call.callee, "name", "")
    if verb not in http.ASKING or not origins:
        return False
    if any(origin.in_tree or _TRIES_OUT.search(origin.text) for origin in origins):
        return False
    if any("://" in text for text in destination(path, call, ask)):
        return True
    return http.is_of_client(call.callee) and is_named_as_address(facts, call)


def _with_a_path(
    path: TreePath, number: int, origins: Sequence[Origin], carried: Iterable[str], ask: Questions
) -> bool:
    """Whether a function of the tree, of no texts itself, is given a path that says it all and asks a library there.

    One that is named as only a helper may be given any path.
    """
    names = [origin.text.rpartition(".")[2] for origin in origins if origin.in_tree]
    is_general = bool(names) and not any(map(tells_of_sms, names))
    is_helper = all(map(http.helps, names))
    paths = [text for text in carried if len(text) <= _LONGEST_PATH]
    is_told = is_general and any(sends_texts_at(path) or (is_helper and path[:1] == "/") for path in paths)
    return is_told and ask.hands_on(path, number, http.is_library)


def destination(path: TreePath, call: Called, ask: Questions) -> list[str]:
    """Addresses, or else paths, among what a request is given first: what stands on its client may be a referrer or a base."""
    keys = ("url", *(str(position) for position in range(_FIRST)))
    texts = [text for key in keys for text in ask.values(path, call, key, parameters=False) or ()]
    return [text for text in texts if urls.is_one(text)] or [text for text in texts if text.startswith("/")]
