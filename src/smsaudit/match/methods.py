"""The method of a request, where a call writes it out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from smsaudit.match.http import name_of
from smsaudit.model.fact import Called
from smsaudit.model.signature import UrlTarget
from smsaudit.model.value import Mapping, Text

_METHODS = frozenset(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"])
_NAMED = re.compile(
    r"(?i)_*(?:(?:do|https?|send|make|async|safe|api|call|curl|request|fetch)_?)*(?P<method>get|post|put|patch|delete|head)"
    r"(?:_?(?:async|https?|json|xml|form|for|object|entity|string|text|bytes?|data|body|urls?|requests?|api|as|with|retry))*_*"
)
"""A call that is named after the method and after nothing that it asks for."""


def suits(target: UrlTarget, call: Called) -> bool:
    """Whether a request may be made by the method that an address asks for: the call writes out that one, or none."""
    return not target.method or method_of(call) in {target.method, None}


def method_of(call: Called) -> str | None:
    """The method that a call is given (`request("GET", …)`, `fetch(url, {method: "GET"})`), or else is named after."""
    given = next((text.upper() for text in _texts(call) if text.upper() in _METHODS), None)
    named = _NAMED.fullmatch(name_of(call.callee))
    return given or (named["method"].upper() if named else None)


def _texts(call: Called) -> Iterator[str]:
    for argument in call.arguments:
        match argument.value:
            case Text(text):
                yield text
            case Mapping(pairs):
                yield from (value.value for _, value in pairs if isinstance(value, Text))
            case _:
                pass
