"""What a request sends along, where that says by itself that it is a text message."""

from __future__ import annotations

import re
from collections.abc import Iterable

from smsaudit.match.sms_words import begins_to_send, names_phone
from smsaudit.model.fact import Called, Facts
from smsaudit.model.value import Mapping, Name, Result, Sequence, Text, Value

_CODE = re.compile(
    r"[您你]的\W{0,2}\w{0,8}(?:验证码|校验码|动态码|动态密码)|(?:验证码|校验码|动态码)是"
    r"|【[^】]{2,20}】.{0,40}(?:验证码|校验码|动态码|退订|尊敬的|[您你])"
    r"|(?:验证码|校验码|退订).{0,80}【[^】]{2,20}】$"
)
"""The words of a text message with a code, or one with the signature of a company that the law asks for."""
_ACTION = re.compile(
    r"(?i)(?:sms[._-]?(?:send|submit)|(?:send|submit)[._-]?(?:bulk|batch|single)?[._-]?sms)\w{0,12}"
)
"""What a form says is to be done."""
_TEXT_KEY = re.compile(r"(?i)_*(?:sms|short_?message)_?(?:content|text|body|msg|message)")
"""The key under which a form holds the words of a text message."""
_WORDS = re.compile(r"(?i)(?:sms|msg|message|text|short)?_?(?:content|text|body|msg|message)s?")
"""What a function is given to send, by its name."""
_STEPS = 3


def names_content(name: str) -> bool:
    """Whether a name is that of the words of a message."""
    return _WORDS.fullmatch(name) is not None


def says_that_it_is_one(texts: Iterable[str]) -> bool:
    """Whether one of the texts of a request is the words of a text message, or the action of sending one."""
    return any(_CODE.search(text) is not None or _ACTION.fullmatch(text) is not None for text in texts)


def holds_one(facts: Facts, call: Called) -> bool:
    """Whether a function named after sending sends along a form with a phone and the words of a text message."""
    if not begins_to_send(facts.scopes[call.scope].name):
        return False
    names = [key for argument in call.arguments for key in _keys(facts, call.scope, argument.value, _STEPS)]
    return any(map(names_phone, names)) and any(_TEXT_KEY.fullmatch(name) for name in names)


def _keys(facts: Facts, scope: int, value: Value, steps: int) -> list[str]:
    """Keys of a form that stands in a call, or in a variable of its function, also where it is written as JSON."""
    if not steps:
        return []
    inner: Iterable[Value] = ()
    found: list[str] = []
    match value:
        case Mapping(pairs):
            found = [key.value for key, _ in pairs if isinstance(key, Text)]
            inner = (each for _, each in pairs)
        case Sequence():
            inner = value.items
        case Name(name):
            inner = (each.value for each in facts.index.bound[scope, name])
        case Result(number):
            inner = (argument.value for argument in facts.calls[number].arguments)
        case _:
            pass
    return found + [key for each in inner for key in _keys(facts, scope, each, steps - 1)]
