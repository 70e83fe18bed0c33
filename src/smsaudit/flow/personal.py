"""Phone numbers, codes and texts that a function on the way writes to a log, or stores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from smsaudit.flow.program import Program
from smsaudit.model.fact import Called, Facts
from smsaudit.model.flow import Kept, KeptIn, PersonalKind
from smsaudit.model.location import Location
from smsaudit.model.origin_glob import GlobIndex
from smsaudit.model.referent import External, Frame, FunctionRef, MethodRef
from smsaudit.model.value import (
    Attribute,
    Either,
    Element,
    Filled,
    Item,
    Joined,
    Mapping,
    Name,
    Result,
    Sequence,
    Text,
    Value,
)

_LEVELS = ["debug", "info", "warning", "warn", "error", "exception", "critical", "log", "success", "trace"]
_LOGS = (
    "builtins.print",
    *(f"logging.{level}" for level in _LEVELS),
    *(f"logging.getLogger.{level}" for level in _LEVELS),
    *(f"logging.Logger.{level}" for level in _LEVELS),
    *(f"loguru.logger.{level}" for level in _LEVELS),
    *(f"structlog.get_logger.{level}" for level in _LEVELS),
)
_STORES = (
    "**.objects.create",
    "**.objects.bulk_create",
    "**.objects.get_or_create",
    "**.objects.update_or_create",
    "django.core.cache.cache.set",
    "django_redis.get_redis_connection.set",
    "django_redis.get_redis_connection.setex",
    "redis.**.set",
    "redis.**.setex",
    "redis.**.hset",
    "sqlalchemy.**.add",
)
_LOGGER = re.compile(r"(?i)(?:\w*_)?(?:log|logger|logging)")
"""What people call the object that logs."""

_CALLS = frozenset(glob.rpartition(".")[2] for glob in (*_LOGS, *_STORES))
_KINDS = (
    (PersonalKind.PHONE, re.compile(r"(?i)(?:^|_)(?:phones?|mobiles?|msisdns?|tel|telephone|cellphone)(?:_?(?:nos?|nums?|numbers?|list))?$|^phone_?\w{0,9}$|destination_addr|dest_terminal_id")),
    (PersonalKind.CODE, re.compile(r"(?i)^(?:(?:sms|verify|verification|auth|login|otp|random|v)_?)?code$|^otp$|^captcha$|^one_time_password$")),
    (PersonalKind.BODY, re.compile(r"(?i)^(?:sms|message|msg|text|content|body|short_message)(?:_(?:text|body|content))?$")),
)  # fmt: skip
_PHONES = re.compile(r"(?i)sms|phone|mobile|msisdn|otp|captcha|verif|one_?time|message|notif|短信")
_MASKS = re.compile(r"(?i)mask|hide|redact|desensiti|anonym|obfuscat|hash|sha\d|md5|encrypt|len$")
_MAX_DEPTH = 6


class Personal:
    """Reads the calls of functions on a flow."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._sinks = GlobIndex(
            (glob, sink) for globs, sink in ((_LOGS, KeptIn.LOG), (_STORES, KeptIn.STORE)) for glob in globs
        )
        self._known: dict[Frame, tuple[Kept, ...]] = {}

    def kept_by(self, frame: Frame) -> tuple[Kept, ...]:
        """What a function, or one that it hands a number, code or text to, logs or stores, in order."""
        bodies = dict.fromkeys((frame, *self._handed_on(frame)))
        return tuple(dict.fromkeys(kept for body in bodies for kept in self._own(body)))

    def _own(self, frame: Frame) -> tuple[Kept, ...]:
        if frame not in self._known:
            self._known[frame] = tuple(dict.fromkeys(self._find(frame)))
        return self._known[frame]

    def _find(self, frame: Frame) -> Iterator[Kept]:
        facts = self._program.facts(frame.path)
        for number, call in self._program.calls_in(frame):
            callee = call.callee
            if facts is None or not isinstance(callee, Attribute | Name) or callee.name not in _CALLS:
                continue
            sink = self._sink(frame, call, number)
            for kind, name in _personal(facts, call) if sink is not None else ():
                location = Location(frame.path, call.place)
                is_other = name.lower() == "code" and not self._speaks_of_phones(frame, facts)
                if sink is not None and not is_other and not self._is_cut(location, name):
                    yield Kept(kind=kind, sink=sink, location=location, name=name)

    def _handed_on(self, frame: Frame) -> Iterator[Frame]:
        facts = self._program.facts(frame.path)
        for number, call in self._program.calls_in(frame):
            if facts is not None and next(_personal(facts, call), None) is not None:
                callees = self._program.callees(frame.path, number)
                own = (each for each in callees if isinstance(each, FunctionRef | MethodRef))
                yield from sorted(inner for each in own for inner in self._program.functions_of(each))

    def _is_cut(self, location: Location, name: str) -> bool:
        """Whether only a part is shown (`phone[-4:]`)."""
        return re.search(rf"\b{re.escape(name)}\s*\[[^\]]*:", self._program.source(location)) is not None

    def _speaks_of_phones(self, frame: Frame, facts: Facts) -> bool:
        """Whether a function, by its names or what it hands on, is about phones, messages or codes that verify.

        Other codes are those of errors, or of a login by OAuth.
        """
        scope = facts.scopes[frame.scope]
        names = [frame.path, scope.name, facts.scopes[scope.parent].name if scope.parent > 0 else ""]
        names += (each.name for each in scope.parameters)
        calls = (call for _, call in self._program.calls_in(frame))
        return any(map(_PHONES.search, names)) or any(
            kind is PersonalKind.PHONE for call in calls for kind, _ in _personal(facts, call)
        )

    def _sink(self, frame: Frame, call: Called, number: int) -> KeptIn | None:
        """By what is called; by its spelling where that is not in the tree (`current_app.logger.info`)."""
        callees = self._program.callees(frame.path, number)
        for callee in callees:
            if isinstance(callee, External):
                for sink in self._sinks.matching(callee.origin):
                    return sink
        is_own = any(isinstance(callee, FunctionRef | MethodRef) for callee in callees)
        return KeptIn.LOG if not is_own and _is_logging(call.callee) else None


def _is_logging(callee: Value) -> bool:
    """Whether a level is called on something that is named as loggers are."""
    match callee:
        case Attribute(Name(name) | Attribute(_, name), level) if level in _LEVELS:
            return _LOGGER.fullmatch(name) is not None
        case _:
            return False


def _personal(facts: Facts, call: Called) -> Iterator[tuple[PersonalKind, str]]:
    for argument in call.arguments:
        if argument.keyword is not None and not isinstance(argument.value, Text):
            kind = _kind(argument.keyword)
            if kind is not None and next(_names(facts, argument.value, 0), None) is not None:
                yield kind, argument.keyword
        for name in _names(facts, argument.value, 0):
            if (kind := _kind(name)) is not None:
                yield kind, name


def _names(facts: Facts, value: Value, depth: int) -> Iterator[str]:
    """Names of variables whose whole content a value shows: what is cut or masked does not count."""
    match value:
        case Name(name):
            yield name
        case Attribute(_, name) if name not in {"code", "text", "content", "body", "message", "msg"}:
            yield name
        case Joined(parts) | Sequence(parts) | Either(parts) if depth < _MAX_DEPTH:
            for part in parts:
                yield from _names(facts, part, depth + 1)
        case Filled(_, fillers) if depth < _MAX_DEPTH:
            for _, filler in fillers:
                yield from _names(facts, filler, depth + 1)
        case Mapping(pairs) if depth < _MAX_DEPTH:
            for _, item in pairs:
                yield from _names(facts, item, depth + 1)
        case Item(_, Text(key)):
            yield key
        case Element(of) if depth < _MAX_DEPTH:
            yield from _names(facts, of, depth + 1)
        case Result(number) if depth < _MAX_DEPTH:
            call = facts.calls[number]
            callee = call.callee
            if not isinstance(callee, Attribute | Name) or not _MASKS.search(callee.name):
                for argument in call.arguments:
                    yield from _names(facts, argument.value, depth + 1)
        case _:
            return


@lru_cache(maxsize=8_192)
def _kind(name: str) -> PersonalKind | None:
    return next((kind for kind, shape in _KINDS if shape.search(name)), None)
