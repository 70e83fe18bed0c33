"""Senders that no signature names: a request or a foreign function that is given a phone number and a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from smsaudit.match import http, urls
from smsaudit.match.at_hand import (
    carries_phone,
    class_names,
    scopes_that_send_texts,
    scopes_with_phone,
    sends_by_name,
)
from smsaudit.match.catalogue import Catalogue
from smsaudit.match.code import applies
from smsaudit.match.found import Match
from smsaudit.match.left_to_others import destination, is_left_to_others
from smsaudit.match.outside_code import is_foreign_sender, loads_by_name
from smsaudit.match.questions import Questions
from smsaudit.match.sms_address import (
    hands_something,
    is_named_after_asking,
    is_named_for_sms,
)
from smsaudit.match.sms_content import holds_one, names_content, says_that_it_is_one
from smsaudit.match.sms_words import (
    administers,
    asked_at,
    asks,
    begins_to_send,
    ends_in_sending,
    logs_in_at,
    names_phone,
    rent_numbers,
    sends_at,
    sends_texts_at,
    tells_of_other_medium,
    tells_of_sms,
)
from smsaudit.model.fact import Called, Facts, ScopeKind
from smsaudit.model.location import TreePath
from smsaudit.model.signature import Shape, ShapeTarget, UrlTarget
from smsaudit.model.value import Attribute, Name

_RENTAL = frozenset(
    ["getPhone", "getNumber", "getNumberV2", "getStatus", "setStatus", "getSms", "getMessage", "getMobile"]
)
"""Actions of services that rent numbers out."""
_SETS = "setopt"
"""Prepares a request of libcurl; only the call that is given its address speaks of where it goes."""
_SMS_MESSAGES = re.compile(r"(?i)/(?:sms|text)/(?:messages?|outbox|outbound)/?(?:[?#]|$)")
_HOST_OF_SMS = re.compile(r"(?i)sms|duanxin")
_CONTENT = frozenset(
    [
        "data",
        "json",
        "files",
        "headers",
        "content",
        "context",
        "personalisation",
        "personalization",
        "substitutions",
        "variables",
    ]
)
"""What of a call is sent along, to the far end or into a template."""


def in_sms_code(
    path: TreePath, facts: Facts, known: Catalogue, ask: Questions, *, beside: frozenset[int] = frozenset()
) -> Iterator[Match]:
    """Requests and calls of foreign functions that look like sending a text message.

    In the parts of a file that send through a channel that is known (`beside`), only those to other addresses; in all of
    it, if what knows the channel stands in none of them.
    """
    shapes = {
        pattern.target.shape: pattern
        for pattern in known.shapes
        if isinstance(pattern.target, ShapeTarget)
        and (not pattern.languages or "python" in pattern.languages)
    }
    request, foreign = shapes.get(Shape.SMS_REQUEST), shapes.get(Shape.SMS_CALLABLE)
    at_hand, loads = scopes_with_phone(facts), loads_by_name(facts)
    telling = scopes_that_send_texts(facts)
    rents = rent_numbers(scope.name for scope in facts.scopes if scope.kind is ScopeKind.FUNCTION)
    for number, call in enumerate(facts.calls):
        has_phone = (
            call.scope in at_hand or call.scope in telling or carries_phone(call) or sends_by_name(call)
        )
        if (
            request is not None
            and has_phone
            and (not rents or begins_to_send(facts.scopes[call.scope].name))
            and _is_request(path, facts, number, call, ask, is_among_senders=bool(beside))
        ):
            given = urls.together(ask.values(path, call, "*", parameters=False) or ())
            if any(map(known.knows, given)) and not _is_new_way(path, call, given, known, ask):
                yield from _put_together(path, facts, number, call, known, ask)
                continue
            address = _address(path, call, ask)
            if address or beside.isdisjoint((0, facts.index.outermost(call.scope))):
                yield Match(request, call.place, call.scope, number, "inferred", address)
        elif foreign is not None and loads and is_foreign_sender(path, facts, number, call, known, ask):
            yield Match(foreign, call.place, call.scope, number, "inferred")


def _is_request(
    path: TreePath, facts: Facts, number: int, call: Called, ask: Questions, *, is_among_senders: bool
) -> bool:
    names = _names_around(facts, call.scope)
    does_other = any(asks(name) or tells_of_other_medium(name) for name in names[:1])
    origins = ask.origins(path, number)
    last = call.callee.name if isinstance(call.callee, Attribute | Name) else ""
    if not http.may_request(last, tuple(origin.text for origin in origins)):
        return False
    carried = ask.values(path, call, "*", parameters=False) or ()
    if last == _SETS and not any("://" in text for text in ask.values(path, call, "1") or ()):
        return False
    given = list(_apart_from_content(path, call, carried, ask))
    if not any(http.is_library(origin.text) for origin in origins) and not (
        is_left_to_others(path, facts, number, origins, given, ask)
    ):
        return False
    if (
        is_named_after_asking(call)
        or not hands_something(call)
        or _only_asks(destination(path, call, ask) or given)
    ):
        return False
    named = [last, *names] if sends_by_name(call) else names
    is_about = _about_sms(path, named, urls.together(given)) or _stands_among_sms(path, names, given)
    is_about = is_about or (is_among_senders and _sends_as_well(facts, call, names, given))
    is_told = not does_other and (is_about or is_named_for_sms(facts, call))
    return (is_told or _tells_by_content(path, facts, call, given, ask)) and _RENTAL.isdisjoint(carried)


def _tells_by_content(
    path: TreePath, facts: Facts, call: Called, given: Iterable[str], ask: Questions
) -> bool:
    """Whether what is sent along, also what a caller puts together, says that it is a text message, and the address nothing else."""
    if any("mail" in text.lower() or tells_of_other_medium(text) or administers(text) for text in given):
        return False
    return says_that_it_is_one(ask.values(path, call, "*") or ()) or holds_one(facts, call)


def _only_asks(texts: Iterable[str]) -> bool:
    """Whether there are addresses, and all of them such as one only asks at, or that something else is sent to."""
    found = [each for text in texts for each in _asked(text)]
    return bool(found) and all(
        asked_at(rest)
        or logs_in_at(host + rest)
        or tells_of_other_medium(host)
        or tells_of_other_medium(host + rest)
        for host, rest in found
    )


def _about_sms(path: TreePath, names: list[str], texts: Iterable[str]) -> bool:
    words = [*names, path.rpartition("/")[2]]
    if any(map(tells_of_sms, words)) or any(sends_texts_at(text.partition(" ")[0]) for text in texts):
        return True
    return any(
        sends_at(rest) or (_HOST_OF_SMS.search(host) is not None and not asked_at(rest))
        for text in texts
        for host, rest in _asked(text)
    )


def _asked(text: str) -> list[tuple[str, str]]:
    """Hosts and paths of the addresses in a text; no host for a path that stands for itself."""
    found = [(host, rest) for host, _, rest in urls.addresses(text)]
    return found or ([("", text)] if text.startswith("/") else [])


def _stands_among_sms(path: TreePath, names: list[str], texts: Iterable[str]) -> bool:
    """Whether a function sends something to an address that nobody spells out, in a folder for text messages."""
    folders = path.split("/")[:-1]
    return (
        any(map(tells_of_sms, folders))
        and any(map(begins_to_send, names[:1]))
        and not any(map(urls.is_one, texts))
    )


def _sends_as_well(facts: Facts, call: Called, names: list[str], texts: Iterable[str]) -> bool:
    """Whether a function of a file that sends texts in a way that is known is given whom and what, and sends it to a path that says so."""
    given = [one.name for one in facts.scopes[call.scope].parameters]
    return (
        any(map(begins_to_send, names[:1]))
        and any(map(names_phone, given))
        and any(map(names_content, given))
        and any(map(ends_in_sending, texts))
    )


def _apart_from_content(path: TreePath, call: Called, texts: Iterable[str], ask: Questions) -> Iterator[str]:
    """Texts of a call without those that it sends along: an address in there is not where the request goes."""
    keywords = _CONTENT & {argument.keyword or "" for argument in call.arguments}
    sent = {text for key in sorted(keywords) for text in ask.values(path, call, key, parameters=False) or ()}
    return (text for text in texts if text not in sent)


def _names_around(facts: Facts, scope: int) -> list[str]:
    """Names of the functions and classes around a call, innermost first."""
    names: list[str] = []
    while scope > 0:
        around = facts.scopes[scope]
        names += class_names(facts, scope) if around.kind is ScopeKind.CLASS else [around.name]
        scope = around.parent
    return names


def _is_new_way(path: TreePath, call: Called, given: Iterable[str], known: Catalogue, ask: Questions) -> bool:
    """Whether a request goes to a known host, by a path that says that it sends and that no signature knows."""
    says_so = any(sends_texts_at(text) or _submits_at(text) for text in destination(path, call, ask))
    return says_so and not any(
        isinstance(pattern.target, UrlTarget) and pattern.target.hosts
        for text in given
        for pattern in known.addresses.fitting(text)
    )


def _submits_at(address: str) -> bool:
    """Whether the messages themselves are what stands at an address, under what is told of text messages."""
    return any(_SMS_MESSAGES.search(rest) is not None for _, _, rest in urls.addresses(address))


def _put_together(
    path: TreePath, facts: Facts, number: int, call: Called, known: Catalogue, ask: Questions
) -> Iterator[Match]:
    """The request of a signature that this file was not read for: its address stands in parts, each too short to tell."""
    texts = urls.together(ask.values(path, call, "*", parameters=False) or ())
    looked_for = {pattern.id for pattern in known.requests}
    for pattern in (each for text in texts for each in known.addresses.fitting(text)):
        if pattern.id not in looked_for and applies(pattern, path, facts, call, ask):
            yield Match(pattern, call.place, call.scope, number, "inferred", _address(path, call, ask))
            return


def _address(path: TreePath, call: Called, ask: Questions) -> dict[str, tuple[str, ...]]:
    """Where the request goes: a link inside a message is no address of it."""
    every = ask.values(path, call, "*", parameters=False) or ()
    carried = [text for text in _apart_from_content(path, call, every, ask) if urls.is_one(text)]
    hosts = sorted({host for text in carried for host, _, _ in urls.addresses(text) if "{" not in host})
    return {"host": tuple(hosts)} if hosts else {}
