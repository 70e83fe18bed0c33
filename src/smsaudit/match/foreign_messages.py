"""Whether a function in a language whose names are not resolved has a phone number and a message at hand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from smsaudit.match.sms_words import asks, names_phone
from smsaudit.model.fact import Facts, Scope, ScopeKind

_TEXT = re.compile(
    r"(?i)(?:get_?)?(?:sms|msg|message|text)?_?(?:contents?|texts?|body|msgs?|messages?|(?<=.)data|template(?:_?(?:id|code|param))?|tpl(?:_?(?:id|value))?|captcha|code)"
)
_MESSAGE = re.compile(r"(?i)\w*(?:sms|message|msg)_?(?:request|req|dto|params?|vo|bo|model|entity|bean)")
"""A parameter that is a message, with whom it goes to."""
_KEY_IN_ADDRESS = re.compile(r"(?i)[?&](?P<key>\w+)=")
_PACKED = re.compile(
    r"(?i)event|ctx|context|params?|body|data|payload|opt(?:ion)?s|args|msg|sms|\w*(?:req(?:uest)?|dto|command)"
)
"""A parameter in which all that a function is asked for is packed."""


def carries_message(function: Scope, said: Sequence[str]) -> bool:
    """Whether a phone number and a message are at hand: parameters, keys of a form, or keys in an address."""
    if function.kind is not ScopeKind.FUNCTION or asks(function.name):
        return False
    names = [one.name for one in function.parameters]
    names += [key for text in said for key in (text, *_KEY_IN_ADDRESS.findall(text)) if len(key) < 30]  # noqa: PLR2004
    return any(map(names_phone, names)) and any(map(_TEXT.fullmatch, names))


def taken_apart(facts: Facts, number: int) -> list[str]:
    """The words in a function that is given everything in one object, of which it takes what it needs by name."""
    function = facts.scopes[number]
    if any(_MESSAGE.fullmatch(one.name) for one in function.parameters):
        return ["message", *(word.text for word in facts.words)]
    if not any(_PACKED.fullmatch(one.name) for one in function.parameters):
        return []
    return [
        word.text for word in facts.words if function.place.line <= word.place.line <= function.place.end_line
    ]
