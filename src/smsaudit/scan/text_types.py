"""Which types the variables, fields and parameters of a file are declared with, or made of, or what they are answered by."""

from __future__ import annotations

import re
from collections.abc import Iterator

from smsaudit.model.fact import Parameter
from smsaudit.model.value import Attribute, Name, Opaque

MOST = 2_000
# What each expression looks for begins with the class of a letter: a search skips to the next one of it, five times
# faster than with what must not stand before it, which is asked behind that letter (`(?<![\w.].)`).
_BEFORE = re.compile(
    r"(?P<type>[A-Z](?<![\w.$].)\w*+)(?:<[^<>()]{0,80}+>)?+(?:\[\])?+[ \t]++[&*]?+\$?+(?P<name>[a-z_]\w*+)\s*+(?=[;=,):])"
)
"""`SmsService sms`."""
_AFTER = re.compile(r"(?P<name>[a-z_](?<![\w.].)\w*+)\??+[ \t]*+:[ \t]*+(?P<type>[A-Z]\w*+)")
"""`sms: SmsService`."""
_OF_GO = re.compile(
    r"(?P<name>[a-z](?<![\w.].)\w*+)[ \t]++\*?+(?:[a-z]\w*+\.)?+(?P<type>[A-Z]\w*+)(?=\s*+[,)\n])"
)
"""`sms *service.Sender`."""
_ASSIGNED = r"(?P<name>[a-z_](?:(?<![\w.].)|(?<=(?<![\w.])(?:this|self)\..))\w*+)"
_MADE = re.compile(
    rf"{_ASSIGNED}\s*+:?=\s*+(?:await\s++)?(?:new\s++|&)\\?+(?:\w++[.\\])*+(?P<type>[A-Z]\w*+)"
)
"""`sms = new SmsService()`."""
_FETCHED = re.compile(
    rf"{_ASSIGNED}\s*+=\s*+[^;=\n]{{0,80}}?[(,]\s*+\\?+(?:\w++\\)*+(?P<type>[A-Z]\w*+)(?:::|\.)class\b"
)
"""`$sms = app()->make(SmsService::class)`, `sms = context.getBean(SmsService.class)`."""
_ANSWERED = re.compile(
    rf"{_ASSIGNED}(?:,[ \t]*+\w++)?\s*+:?=\s*+(?:await\s++)?"
    r"(?:[\w.\s!]{1,80}+\?(?![.?-])\s*+)?(?:[\w$]++(?:\(\))?(?:\.|->|::|\?\.|\?->|!!\.|!\.))*+(?P<maker>[A-Za-z_]\w*+)\s*+\("
)
"""`way := s.ways.WayFor(name)`: what a method of this name answers, also under a condition (`is ? it.wayFor(x) : ..`)."""
_SHAPES = {
    **dict.fromkeys(["java", "groovy", "csharp", "cpp", "php", "dart", "jsp"], (_BEFORE, _MADE, _FETCHED)),
    **dict.fromkeys(["kotlin", "typescript", "scala", "swift"], (_AFTER, _MADE, _FETCHED)),
    **dict.fromkeys(["javascript", "vue"], (_MADE,)),
    "go": (_OF_GO, _MADE),
}


def typed(language: str, masked: str) -> tuple[Parameter, ...]:
    """Names with their types, each pair once, in a text whose comments and strings are blanked."""
    declared = dict.fromkeys(_pairs(language, masked))
    answered = dict.fromkeys(_answered(language, masked))
    return (
        *(Parameter(name, annotation=Name(of)) for name, of in list(declared)[:MOST]),
        *(Parameter(name, annotation=Attribute(Opaque(), maker)) for name, maker in list(answered)[:MOST]),
    )


def _pairs(language: str, masked: str) -> Iterator[tuple[str, str]]:
    for shape in _SHAPES.get(language, ()):
        for match in shape.finditer(masked):
            yield match["name"], match["type"]


def _answered(language: str, masked: str) -> Iterator[tuple[str, str]]:
    for match in _ANSWERED.finditer(masked) if language in _SHAPES else ():
        yield match["name"], match["maker"]
