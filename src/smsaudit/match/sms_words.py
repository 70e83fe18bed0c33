"""Names that speak of text messages, of the phones they go to, and of what only asks about them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SMS = re.compile(
    r"(?:^|[^a-zA-Z])[sS][mM][sS](?![a-z])|[a-z]Sms(?![a-z])|[a-z]SMS|^Sms(?=[A-Z_]|$)|SMS(?=[A-Z_]|$)|短信|[tT]ext_?[mM]essage|[sS]hort_?[mM]essag(?:e|ing)|(?i:duan_?xin)"
    r"|(?<=[b-df-hj-np-rtv-z])sms(?![a-z])|(?:^|[^a-zA-Z])sms(?:api|channel|clients?|content|d|gate(?:way)?|helper|notif(?:y|ier|ication)|provider|send(?:er|ing)?|service|text|utils?)(?![a-z])"
)
_PHONE = re.compile(
    r"(?i)(?:^|_)(?:phones?|mobiles?|mob|msisdns?|tel|cell|recipients?|receivers?|receptors?|to|dest(?:ination)?|dst)(?:$|_)"
    r"|(?:^|_)(?:celular(?:es)?|destinatari[oa]s?|no_?hp|nomer|handy)(?:$|_)"
    r"|^(?:to_?)?numbers?$|phone_?num|(?:cell|tele|hand)_?phone|telefon|(?:dst|dest)_?addr|mobile|手机"
)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ASKS = re.compile(
    r"(?i)verif(?:y|ied)|check|query|status|balance|report|receive|callback|fetch_|get_(?:status|report|balance|token)|login|template_list|download|parse|receipt"
)
_RENTS = re.compile(
    r"(?i)^_*(?:get|fetch|wait|poll|read|list|cancel|claim|rent|buy|acquire)_?(?:(?:for|a|new|the|free)_)*(?:phone|mobile|number|sms|code|otp|message)"
)
"""Asks for a number to receive messages on, or for what it has received."""
_TAKES_NUMBER = re.compile(
    r"(?i)_*(?:get|take|fetch|apply|buy|rent|acquire)_?(?:a_?|new_?)?(?:phone|mobile|number)(?:_?num(?:ber)?)?s?(?:_?outside\w*|_?special)?"
)
_READS_THERE = re.compile(
    r"(?i)_*(?:get|fetch|wait|poll|read)_?(?:for_?)?(?:verif\w*_?code|sms_?code|code|sms|message|otp|msg)\w*"
    r"|_*(?:release|cancel|free|black|add_?black|ban)_?(?:phone|mobile|number|list|recv)?\w*"
)
"""What is done with a number that was rented: what came in is read, and it is given back."""
_RECEIVED = re.compile(
    r"(?i)(?:^|_)(?:inbound|incoming|received)(?:_|$)|(?<![A-Z])(?:Inbound|Incoming|Received)(?=[A-Z]|$)"
)
"""Hands on what came from a phone."""
_PATH_WORD = re.compile(r"(?i)sms|短信")
_ADMINISTERS = re.compile(
    r"(?i)\b(?:settings?|config(?:uration)?|preferences)/(?:[\w-]+/)?sms(?![a-z])"
    r"|sms[-_/](?:settings?|config(?:uration)?|preferences|history|logs?|templates?|balance|status|reports?|inbox|received)(?![a-z])"
)
"""A path at which the settings of a sender stand, or what it has sent or received."""
_ENDS_IN_SENDING = re.compile(r"(?i)/(?:batch|mass|multi|single)?[-_]?(?:send|submit)[^/?#]*/?(?:[?#]|$)")
_ASKED_AT = re.compile(
    r"(?i)/(?:verify[-_]?(?:sms|otp)|(?:check|validate)[-_]?(?:sms)?[-_]?(?:code|captcha|otp))\w*(?:/[^/]*)?$"
    r"|/(?:(?:get|query|check)[-_]?)?(?:status|balance|credits?|login\d*|log[-_]in|signin|tokens?|auth|authenticate|rates?|pric(?:es?|ing)|dlr|(?:delivery[-_]?)?reports?|records?|list|call[-_]?backs?|stat(?:istic)?s?|results?(?:/[\w{}-]+)?)"
    r"(?:\.\w+)?/?(?:[?#].*)?$"
)
"""The path of an address at which something is asked for, by its last part."""
_LOGS_IN_AT = re.compile(
    r"(?i)(?:^|[./_-])passport(?![a-z])"
    r"|/(?:members?|users?|accounts?|customers?|log-?in|sign-?(?:in|up)|register|auth)/(?:[\w.-]+/)*[\w-]*(?:code|captcha|otp)/?(?:[?#]|$)"
)
"""Where a site of somebody else lets people in: the code that it sends them is its own."""
_TAKEN_IN_AT = re.compile(
    r"(?i)/(?:receive|received|recv|inbound|incoming)[-_]?\w*/?(?:[?#]|$)|/(?:sms|mo)[-_]?(?:inbound|incoming|received?)(?:[/?#]|$)"
)
"""The path of an address at which what came from phones is taken in."""
_SENDS_TEXTS_AT = re.compile(
    r"(?i)(?<![a-z])send[-_]?(?:bulk|multi|single|batch|text)?[-_]?sms(?![a-z])|(?<![a-z])sms/(?:[\w.-]+/)?send"
)
"""A path that by itself says what is done there."""
_MEDIUM = (
    r"(?i:telegram|whats_?app|viber|wechat|weixin|we_?com|wx_?work|ding_?talk|dingding|feishu|slack|discord|mattermost"
    r"|push_?(?:plus|deer|over|bullet)|server_?chan|wx_?pusher|gotify|ntfy|pager_?duty)"
)
"""A chat, or a service that pushes to a phone over the network."""
_OTHER_MEDIUM = re.compile(
    rf"{_MEDIUM}|(?i:e?mails?(?![a-z])|(?:^|_|/)mail|(?<![a-z])(?:voice|fcm|apns)(?![a-z])"
    r"|tell_?code|(?:flash|phone|voice)s?[-_/]?calls?(?![a-z]))"
    r"|(?:Bark|(?:^|[_/.])bark)(?![a-z])|api\.day\.app|\bftqq\b"
)
_TO_OTHER_MEDIUM = re.compile(
    rf"(?:_(?:to|by|via|through)_|[a-z](?:To|By|Via)(?=[A-Z])|2)(?:\w*_)?(?:{_MEDIUM}|(?i:bark|e?mail)(?![a-z]))"
)
"""Hands on there what came as a text, by its name."""
_HOST_FOR_TEXTS = re.compile(r"(?i)(?:[\w-]+\.)*[\w-]*sms[\w-]*\.[\w.-]+")
"""An address that begins with a host which is called after texts, whatever else is in its name (`smail.smscentral.com`)."""
_IS_OTHER_MEDIUM = re.compile(
    rf"(?:{_MEDIUM}|(?i:bark))(?i:_?(?:bot|robot|push(?:er)?|sender|notif\w*|channel|messager?|client|utils?|helper|web_?hook|hook|api|provider|forward\w*|handler))*"
)
"""All that something is there for, by its name."""
_BEGINS_TO_SEND = re.compile(r"(?i)_*(?:sms_?)?(?:send|push|deliver|submit)")

_TRANSMITS = re.compile(r"(?i)send|push|notify|deliver|submit|post|request|create|call|__call__|execute|run")


def tells_of_sms(name: str) -> bool:
    """Whether a name or text speaks of text messages."""
    return _SMS.search(name) is not None


def sends_at(path: str) -> bool:
    """Whether the path of an address speaks of text messages, and not of their settings or records only."""
    return _PATH_WORD.search(path) is not None and not administers(path)


def administers(path: str) -> bool:
    """Whether only the settings or records of a sender stand at a path."""
    return _ADMINISTERS.search(path) is not None and _ENDS_IN_SENDING.search(path) is None


def asked_at(path: str) -> bool:
    """Whether nothing is sent at the path of an address: it tells how a message or an account stands, or logs in."""
    return _ASKED_AT.search(path) is not None


def ends_in_sending(path: str) -> bool:
    """Whether the last part of a path says that something is sent there."""
    return _ENDS_IN_SENDING.search(path) is not None


def taken_in_at(path: str) -> bool:
    """Whether what came from phones is taken in at the path of an address."""
    return _TAKEN_IN_AT.search(path) is not None


def logs_in_at(address: str) -> bool:
    """Whether people are let in at an address, by its host or path."""
    return _LOGS_IN_AT.search(address) is not None


def sends_texts_at(address: str) -> bool:
    """Whether an address, or what stands behind its unknown base, says by itself that texts are sent there."""
    return _SENDS_TEXTS_AT.search(address) is not None


def tells_of_other_medium(name: str) -> bool:
    """Whether a name or path speaks of mail, chats, calls or notifications, and of no text messages that are sent."""
    if _OTHER_MEDIUM.search(name) is None or _HOST_FOR_TEXTS.match(name) is not None:
        return False
    return _TO_OTHER_MEDIUM.search(name) is not None or not (tells_of_sms(name) or sends_texts_at(name))


def is_of_other_medium(name: str) -> bool:
    """Whether a class or a file is there for a chat or a push service alone, by its name."""
    return _IS_OTHER_MEDIUM.fullmatch(name) is not None or _TO_OTHER_MEDIUM.search(name) is not None


def names_phone(name: str) -> bool:
    """Whether a name is that of a phone number or of whom a message goes to."""
    return _PHONE.search(_HUMP.sub("_", name)) is not None


def asks(function: str) -> bool:
    """Whether a function only asks for something or hands on what came in, by its name; what is to send a check sends."""
    is_asking = _ASKS.search(function) is not None and not begins_to_send(function)
    return is_asking or any(shape.search(function) is not None for shape in (_RENTS, _RECEIVED))


def rent_numbers(functions: Iterable[str]) -> bool:
    """Whether the functions of a file take numbers from a service and read what comes in there, by their names."""
    names = tuple(functions)
    return any(map(_TAKES_NUMBER.fullmatch, names)) and any(map(_READS_THERE.fullmatch, names))


def begins_to_send(function: str) -> bool:
    """Whether a function is named after sending something."""
    return _BEGINS_TO_SEND.match(function) is not None


def may_transmit(name: str) -> bool:
    """Whether a method by this name may carry something out of the program."""
    return _TRANSMITS.search(name) is not None
