"""Where a request of another language goes that nobody spells out: a setting, a field, a parameter, a path behind one of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence

from smsaudit.match.chains import last
from smsaudit.match.sms_words import asks, begins_to_send, names_phone
from smsaudit.model.fact import Argument, Called, Facts
from smsaudit.model.value import Attribute, Joined, Name, Opaque, Value

_PATH = re.compile(r"(?i)(?:%[sv]|\{\})?/(?:[\w.{}-]+/)*[\w.-]*sms[\w.-]*(?:/[\w.{}-]+)*(?:\?.*)?")
"""Put behind an address that the function is given."""
_RELATIVE = re.compile(
    r"(?i)(?:[\w-]+/)+[\w-]*sms[\w-]*(?:/[\w-]+)*(?:\?.*)?|[\w-]*sms[\w-]*(?:/[\w-]+)+(?:\?.*)?"
)
"""Put behind the base address of .NET's client, which begins without a slash."""
_NOTIFIES = re.compile(r"(?i)(?:do_?)?notify")
_QUERY = re.compile(r"(?:%[sv]|\{\})/?[\w./-]*\?\S+")
"""What is asked behind an address that comes from elsewhere, all in its address."""
_SENDING = re.compile(r"(?i)(?:%[sv]|\{\})?/(?:[\w.{}-]+/)*(?:send|submit)(?:[_-]?\w+)?/?")
"""What is asked of such an address by a function that sends, by its last part."""
_KEY = re.compile(r"[?&](\w+)=")
_LONGEST_PATH = 300
_OF_PAGES = frozenset(("javascript", "typescript"))
_ADDRESS = re.compile(r"(?i)\w*(?:ur[il]|end_?point)|api|(?:\w*_)?(?:host|gateway)")
_GIVES_ADDRESS = re.compile(r"(?i)get_?\w*(?:ur[il]|end_?point|host|gateway|addr(?:ess)?)")
"""Answers an address out of the settings, by its name."""
_MAKES_REQUEST = re.compile(
    r"NewRequest(?:WithContext)?|Http(?:Post|Get|Put)|HttpRequestMessage|(?:Http|Rest)?Request|(?:set)?(?:UR[IL]|Ur[il]|ur[il])"
)
"""Makes a request for an address, which another call sends."""
_ON_A_SERVER = re.compile(
    r"@nestjs/.*|express|koa.*|fastify|egg|@midwayjs/.*|typeorm|sequelize|mongoose|node:.*|fs|https?"
    r"|request(?:-promise.*)?|node-fetch|got|needle|urllib|undici|dotenv"
)
_SMS_ADDRESS = re.compile(
    r"(?i)\w*(?:sms|duanxin)\w*(?:ur[il]|end_?point|addr(?:ess)?|gateway)|(?:SMS_SEND|SEND_SMS)(?:_\w+)?"
)
"""What holds the address or the path at which texts are sent, by its name."""
_EXPORTS = frozenset(("module", "exports"))


def is_called_address(name: str) -> bool:
    """Whether something is called an address."""
    return _ADDRESS.fullmatch(name) is not None


def notifies(function: str) -> bool:
    """Whether a function is the one by which something that notifies is told to, by its name."""
    return _NOTIFIES.fullmatch(function) is not None


def is_of_page(facts: Facts) -> bool:
    """Whether JavaScript does nothing that only a server does: load what is made for one, or export the way Node.js does."""
    return (
        facts.language in _OF_PAGES
        and not any(_ON_A_SERVER.fullmatch(one.module) for one in facts.imports)
        and not {word.text for word in facts.words} >= _EXPORTS
    )


def adds_path(facts: Facts, number: int, said: Sequence[str]) -> bool:
    """Whether a path that speaks of texts, or a query with a phone, is put behind an address from elsewhere; not on a page.

    So does one that speaks of sending, in a function that sends.
    """
    short = [text for text in said if len(text) <= _LONGEST_PATH]
    if facts.language == "csharp" and any(_RELATIVE.fullmatch(text) for text in short):
        return True
    return facts.language not in _OF_PAGES and any(
        _PATH.fullmatch(text)
        or (_QUERY.fullmatch(text) and any(map(names_phone, _KEY.findall(text))))
        or (_SENDING.fullmatch(text) and begins_to_send(facts.scopes[number].name))
        for text in short
    )


def is_handed(facts: Facts, number: int, calls: Sequence[Called]) -> bool:
    """Whether a request goes to a parameter that is called an address."""
    given = {one.name for one in facts.scopes[number].parameters if is_called_address(one.name)}
    return any(
        isinstance(a.value, Name) and a.value.name in given for call in calls for a in call.arguments[:1]
    )


def is_configured(facts: Facts, number: int, calls: Sequence[Called], told: Collection[int]) -> bool:
    """Whether a function that sends asks at an address which it has from a setting of its object.

    `told` are the lines on which an address is given under its name.
    """
    name = facts.scopes[number].name
    if asks(name) or not (begins_to_send(name) or notifies(name)):
        return False
    gives = [call for call in facts.index.calls[number] if _GIVES_ADDRESS.fullmatch(last(call.callee))]
    for call in calls:
        match call.arguments[:1]:
            case [Argument(value=Attribute(_, name))] if is_called_address(name):
                return True
            case [Argument(value=Name(name))] if gives and is_called_address(name):
                return True
            case [Argument(value=Opaque())]:
                if any(call.place.has_start_of(one.place) for one in gives) or any(
                    line in told for line in call.place.lines
                ):
                    return True
            case _:
                pass
    makes = [call for call in facts.index.calls[number] if _MAKES_REQUEST.fullmatch(last(call.callee))]
    return any(_is_one(argument.value) for call in makes for argument in call.arguments)


def goes_to_sms(facts: Facts, number: int, calls: Sequence[Called]) -> bool:
    """Whether a function that sends hands something to an address that is called one for texts (`config.smsUrl`).

    To a path or a query behind it, too.
    """
    if asks(facts.scopes[number].name) or not begins_to_send(facts.scopes[number].name):
        return False
    named = [last(_base(facts, call)) for call in calls if len(call.arguments) > 1]
    return any(_SMS_ADDRESS.fullmatch(name) is not None and not asks(name) for name in named)


def _base(facts: Facts, call: Called) -> Value:
    """What a call is given first, or what that begins with where it is put together."""
    given = call.arguments[0].value
    if isinstance(given, Opaque):
        texts = facts.index.texts[call.scope]
        after = bisect_left(texts, call.place, key=lambda written: written.place)
        given = next(
            (one.value for one in texts[after : after + 1] if call.place.has_start_of(one.place)), given
        )
    return first_part(given)


def first_part(value: Value) -> Value:
    """What comes first in what is put together."""
    return value.parts[0] if isinstance(value, Joined) and value.parts else value


def _is_one(value: Value) -> bool:
    return isinstance(value, Name | Attribute) and is_called_address(value.name)
