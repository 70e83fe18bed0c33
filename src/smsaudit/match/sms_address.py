"""What the address of a request is called in the code (`settings.SMS_URL`, `config["sms"]["url"]`), and what it says itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from smsaudit.match import urls
from smsaudit.match.at_hand import names_phone_in
from smsaudit.match.chains import last
from smsaudit.match.sms_words import asked_at, asks, sends_at, tells_of_sms
from smsaudit.model.fact import Called, Facts
from smsaudit.model.value import Attribute, Either, Filled, Item, Joined, Name, Result, Text, Truth, Value

_VERBS = frozenset(("get", "post", "put"))
_ADDRESS = re.compile(
    r"(?i:(?:^|_)(?:ur[il]s?|end_?points?|gateways?|hosts?|base|server|addr(?:ess)?|api)(?:$|_))"
    r"|(?<=[a-z])(?:U(?:rl|RL|ri|RI)|Endpoint|Host|Gateway)"
)
_ASKED_THERE = re.compile(
    r"(?i)(?:^|_)(?:balance|credits?|status|check|query|tokens?|reports?|history)(?:_\w+)*_?(?:ur[il]|endpoint|uri)$"
)
_STEPS = 4
_LONGEST = 40
_MOST_NAMES = 8


def is_named_for_sms(facts: Facts, call: Called) -> bool:
    """Whether the name of the address, or of the setting that it comes from, speaks of text messages."""
    address = _address(call)
    if address is None:
        return False
    words = [word for word in _words(facts, call.scope, address, _STEPS, set()) if len(word) <= _LONGEST]
    return any(map(tells_of_sms, words)) and not any(map(asks, words))


def is_named_as_address(facts: Facts, call: Called) -> bool:
    """Whether what a call is given first is called an address, or comes from what is."""
    address = _address(call)
    if address is None:
        return False
    modules = {imported.alias for imported in facts.imports}
    words = (w for w in _words(facts, call.scope, address, _STEPS, set()) if w not in modules)
    return any(_ADDRESS.search(word) is not None for word in words if len(word) <= _LONGEST)


def is_named_after_asking(call: Called) -> bool:
    """Whether the variable that holds the address says that one only asks there how something stands."""
    return _ASKED_THERE.search(last(_address(call) or Truth(None))) is not None


def hands_something(call: Called) -> bool:
    """Whether a call is given more than an address that stands in it and has no number in its query."""
    only = call.arguments[0].value if len(call.arguments) == 1 else None
    return not isinstance(only, Text) or names_phone_in(only.value)


def path_tells_of_sms(address: str) -> bool:
    """Whether the path of an address speaks of text messages."""
    return any("sms" in rest or tells_of_sms(rest) for _, _, rest in urls.addresses(address))


def is_for_sms(address: str) -> bool:
    """Whether an address says by itself that it is one for text messages, and not one where something is asked for."""
    return any(
        ("sms" in host or sends_at(rest)) and not asked_at(rest) for host, _, rest in urls.addresses(address)
    )


def _address(call: Called) -> Value | None:
    by_keyword = [argument.value for argument in call.arguments if argument.keyword == "url"]
    by_position = [argument.value for argument in call.arguments if argument.keyword is None]
    if by_position and isinstance(by_position[0], Text) and by_position[0].value.lower() in _VERBS:
        by_position = by_position[1:]
    return next(iter((*by_keyword, *by_position)), None)


def _words(facts: Facts, scope: int, value: Value, steps: int, seen: set[str]) -> Iterator[str]:
    """Names and keys through which a value is reached; a variable of the function leads on, once, to what it holds."""
    if not steps:
        return
    parts: tuple[Value | None, ...] = ()
    match value:
        case Name(name):
            yield name
            if name not in seen and len(seen) < _MOST_NAMES:
                seen.add(name)
                parts = tuple(each.value for each in facts.index.bound[scope, name][:_MOST_NAMES])
        case Attribute(base, name):
            yield name
            parts = (base,)
        case Item(base, key):
            if isinstance(key, Text):
                yield key.value
            parts = (base,)
        case Result(number):
            made = facts.calls[number]
            yield from (
                argument.value.value for argument in made.arguments if isinstance(argument.value, Text)
            )
            parts = (made.callee,)
        case Either(options):
            parts = tuple(options)
        case Joined(pieces):
            parts = tuple(pieces[:1])
        case Filled(_, fillers):
            parts = tuple(filler for _, filler in fillers[:1])
        case _:
            pass
    for part in parts:
        if part is not None:
            yield from _words(facts, scope, part, steps - 1, seen)
