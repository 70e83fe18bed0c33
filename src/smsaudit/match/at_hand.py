"""Where in a file a phone number is at hand, by the names of parameters, keys and functions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from collections.abc import Mapping as Table

from smsaudit.match import http
from smsaudit.match.chains import last
from smsaudit.match.sms_words import (
    begins_to_send,
    may_transmit,
    names_phone,
    sends_texts_at,
    tells_of_sms,
)
from smsaudit.model.fact import Called, Facts, Scope, ScopeKind
from smsaudit.model.value import Filled, Joined, Mapping, Sequence, Text, Value

_NAMED_SENDER = re.compile(
    r"(?i)(?:^|_)(?:send|push|deliver|submit)\w*?(?:sms|短信|text_?message)(?!_?(?:e?mail|verif))"
)
"""A function that by its own name sends a text message, whatever its parameters are called."""
_ADDRESSES = re.compile(
    r"(?i)(?:^|[?&])(?:to|mob|(?:mobile|phone)(?:_?(?:no|num|number))?s?|msisdn|numbers?|recipients?|receivers?|dest(?:ination)?)="
)
_WRITTEN_KEY = re.compile(r"\"(?P<key>\w{2,20})\"\s*:\s*[\[\"]")
"""A form, or an object of JSON, written out as text, that says to which phone."""

_KEPT = re.compile(r"(?i)(?:user_?|to_?)?(?:phone|mobile|msisdn|cellphone|手机号?)(?:_?(?:no|num|number))?s?")
"""A variable that holds a number, which a view takes out of what it is asked."""
_SENDS_MESSAGE = frozenset(
    ("contact_iap", "send", "send_message", "send_msg", "send_one", "deliver", "submit", "submit_message")
)
_MESSAGES = frozenset(("message", "messages", "msg", "msgs", "sms", "smses", "sms_messages", "sms_list"))
"""What a sender of texts is given that says by itself whom they go to."""
_SERVICES = frozenset(("service", "client", "proxy", "server"))
"""What a client of SOAP or of remote procedures calls its other end."""
_DEPTH = 4
"""Forms and lists inside one another."""
_MODELS = ("_inherit", "_name")
"""Where Odoo is told what a class extends, and is."""
_MAILS = re.compile(r"(?i)mail")


def scopes_with_phone(facts: Facts) -> frozenset[int]:
    """Scopes in which a phone number is at hand: a parameter of a function around, a variable, a key of a mapping or form.

    A sender of text messages has one, by its name or by that of its class, whose other methods were given it.
    """
    given: set[int] = set()
    taking = {
        scope.parent for scope in facts.scopes if any(names_phone(each.name) for each in scope.parameters)
    }
    for number, scope in enumerate(facts.scopes):  # a scope stands after the one around it
        is_given = any(names_phone(parameter.name) for parameter in scope.parameters)
        is_sender = scope.kind is ScopeKind.FUNCTION and _NAMED_SENDER.search(scope.name) is not None
        if scope.parent in given or is_given or is_sender or _sends_for_its_class(facts, scope, taking):
            given.add(number)
    given |= {bound.scope for bound in facts.bindings if any(map(names_phone, _keys(bound.value)))}
    given |= {bound.scope for bound in facts.bindings if bound.scope and _KEPT.fullmatch(bound.name)}
    given |= {
        each.scope
        for each in facts.stores
        if each.key and any(map(names_phone, _named(each.key, each.value)))
    }
    given |= {text.scope for text in facts.texts if any(map(names_phone_in, _pieces(text.value)))}
    return frozenset(given | _handed_on(facts, given))


def scopes_that_send_texts(facts: Facts) -> frozenset[int]:
    """Functions that are given something to send at an address which says that texts are sent there."""
    found = {text.scope for text in facts.texts if any(map(sends_texts_at, _pieces(text.value)))}
    return frozenset(scope for scope in found if facts.scopes[scope].parameters)


def _handed_on(facts: Facts, given: set[int]) -> set[int]:
    """Functions of the file, named after sending, that are called where a number is at hand and get something there.

    Where what calls them is named so itself, those that only hand a request on as well.
    """
    named: dict[str, set[int]] = defaultdict(set)
    helping: dict[str, set[int]] = defaultdict(set)
    for number, scope in enumerate(facts.scopes):
        if scope.kind is ScopeKind.FUNCTION and begins_to_send(scope.name) and not _MAILS.search(scope.name):
            named[scope.name].add(number)
        if scope.kind is ScopeKind.FUNCTION and http.helps(scope.name):
            helping[scope.name].add(number)
    senders = (number for number in given if helping and begins_to_send(facts.scopes[number].name))
    reached = _called_from(facts, senders, helping) - given
    fresh = set(given) if named else set()
    while fresh:
        fresh = _called_from(facts, fresh, named) - given - reached
        reached |= fresh
    return reached


def _called_from(facts: Facts, scopes: Iterable[int], functions: Table[str, set[int]]) -> set[int]:
    """Those of some functions of the file that are given something in one of these scopes."""
    calls = (call for scope in scopes for call in facts.index.calls[scope])
    called = {last(call.callee) for call in calls if call.arguments}
    return {number for name in called & functions.keys() for number in functions[name]}


def names_phone_in(text: str) -> bool:
    """Whether a form, a query or an object of JSON that is written out says to which phone."""
    return _ADDRESSES.search(text) is not None or any(
        names_phone(found["key"]) for found in _WRITTEN_KEY.finditer(text)
    )


def _pieces(value: Value) -> list[str]:
    match value:
        case Text(text):
            return [text]
        case Joined(parts):
            return [part.value for part in parts if isinstance(part, Text)]
        case Filled(template):
            return _pieces(template)
        case _:
            return []


def _sends_for_its_class(facts: Facts, method: Scope, taking: Collection[int]) -> bool:
    """Whether a method sends what another method of its class, which is about text messages, was given.

    In classes that are `taking` phone numbers, one of the methods is given one. What is called `send` in such a class is given a message, with whom it goes to;
    so is what is named after sending and given messages.
    """
    around = facts.scopes[method.parent] if method.parent > 0 else method
    if around.kind is not ScopeKind.CLASS or not any(map(tells_of_sms, class_names(facts, method.parent))):
        return False
    given = [parameter.name for parameter in method.parameters]
    is_sender = tells_of_sms(around.name) or any(map(tells_of_sms, given))
    sends_given = begins_to_send(method.name) and not _MESSAGES.isdisjoint(given)
    if is_sender and (sends_given or method.name.lstrip("_") in _SENDS_MESSAGE):
        return True
    return may_transmit(method.name) and method.parent in taking


def class_names(facts: Facts, number: int) -> list[str]:
    """The name of a class, and those of the classes and models that it extends, as they are written."""
    scope = facts.scopes[number]
    models = [bound.value for name in _MODELS for bound in facts.index.bound[number, name]]
    texts = [part for value in models for part in (value.items if isinstance(value, Sequence) else (value,))]
    return [
        scope.name,
        *filter(None, map(last, scope.bases)),
        *(t.value for t in texts if isinstance(t, Text)),
    ]


def sends_by_name(call: Called) -> bool:
    """Whether a service at the other end is asked, by a method of its own, to send a text message."""
    return (
        _NAMED_SENDER.search(last(call.callee)) is not None
        and last(getattr(call.callee, "base", call.callee)) in _SERVICES
    )


def carries_phone(call: Called) -> bool:
    """Whether a keyword or key of the call's arguments names a phone number."""
    keys = [argument.keyword for argument in call.arguments if argument.keyword]
    keys += [key for argument in call.arguments for key in _keys(argument.value)]
    return any(names_phone(key) for key in keys)


def _keys(value: Value, depth: int = _DEPTH) -> list[str]:
    """The keys of a form and of forms in it, and the names of what they hold."""
    if isinstance(value, Sequence):
        return [name for item in value.items for name in _keys(item, depth - 1)] if depth else []
    if not depth or not isinstance(value, Mapping):
        return []
    inner = [name for _, each in value.pairs for name in _keys(each, depth - 1)]
    return [name for pair in value.pairs for name in _named(*pair)] + inner


def _named(key: Value | None, value: Value) -> tuple[str, str]:
    return (key.value if isinstance(key, Text) else last(key) if key is not None else ""), last(value)
