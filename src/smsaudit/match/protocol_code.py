"""Hand-written protocol code: where it connects, where it submits, and where its client is made.

A combination shows that a file speaks a protocol; this shows what the file and those that import it do with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from smsaudit.match.catalogue import Catalogue
from smsaudit.match.found import Match
from smsaudit.match.questions import Questions
from smsaudit.model.fact import Called, Facts, ScopeKind
from smsaudit.model.location import TreePath
from smsaudit.model.signature import Pattern, Shape, ShapeTarget, SignatureId
from smsaudit.model.value import Attribute, Name, Result, Value

_CONNECT = re.compile(
    r"(?:.*\.)?socket\.(?:socket\.)?connect(?:_ex)?|(?:.*\.)?socket\.create_connection|(?:.*\.)?asyncio\.open_connection"
    r"|.*\breactor\.connectTCP|.*\.loop\.create_connection|.*get_event_loop\.create_connection"
)
_WRITES = re.compile(
    r"(?i)_*(?:send|sendall|write|transmit|put|push|deliver|request|ask|exchange|transact|execute|talk)(?:_?\w*)?"
)
_SUBMIT = re.compile(r"(?i)submit")
_ANSWER = re.compile(r"(?i)submit\w*_?(?:resp|rep|reply|response|ack)")


@dataclass(frozen=True, slots=True)
class Family:
    """What is known of the protocol code that a file belongs to."""

    signatures: frozenset[SignatureId] = frozenset()
    """Signatures whose hand-written code stands in this file or in one that it imports."""
    clients: frozenset[str] = frozenset()
    """Dotted names of the classes that connect a link."""


def in_protocol_code(
    path: TreePath, facts: Facts, family: Family, known: Catalogue, ask: Questions
) -> Iterator[Match]:
    """Connections, submits and constructed clients in one file of a family."""
    if not family.signatures:
        return
    shapes = {
        (known.owner[pattern.id].id, pattern.target.shape): pattern
        for pattern in known.shapes
        if isinstance(pattern.target, ShapeTarget)
    }
    own_clients = _connecting_classes(path, facts, ask)
    for signature in sorted(family.signatures):
        own = {shape: pattern for (owner, shape), pattern in shapes.items() if owner == signature}
        for number in range(len(facts.calls)):
            yield from _in_call(path, facts, number, own, family.clients | own_clients, ask)


def _in_call(
    path: TreePath,
    facts: Facts,
    number: int,
    own: Mapping[Shape, Pattern],
    clients: frozenset[str],
    ask: Questions,
) -> Iterator[Match]:
    call = facts.calls[number]
    origins = ask.origins(path, number)
    if (pattern := own.get(Shape.PROTOCOL_CONNECT)) is not None and any(
        _CONNECT.fullmatch(o.text) for o in origins
    ):
        address = tuple(ask.values(path, call, "*") or ())
        yield Match(pattern, call.place, call.scope, number, values={"host": address, "port": address})
    if (pattern := own.get(Shape.PROTOCOL_CLIENT)) is not None and any(o.text in clients for o in origins):
        address = tuple(ask.values(path, call, "*") or ())
        yield Match(pattern, call.place, call.scope, number, "inferred", {"host": address, "port": address})
    if (pattern := own.get(Shape.PROTOCOL_SUBMIT)) is not None and _submits(facts, call):
        yield Match(pattern, call.place, call.scope, number, "inferred")


def _connecting_classes(path: TreePath, facts: Facts, ask: Questions) -> frozenset[str]:
    """Dotted names of the classes of this file in whose methods a socket is connected."""
    return frozenset(
        name
        for number, call in enumerate(facts.calls)
        if any(_CONNECT.fullmatch(origin.text) for origin in ask.origins(path, number))
        for name in ask.class_names(path, call.scope)
    )


def _submits(facts: Facts, call: Called) -> bool:
    """Whether a call writes something to the link that is named as a submit, or does so in a function so named."""
    if not isinstance(call.callee, Attribute | Name) or _WRITES.fullmatch(call.callee.name) is None:
        return False
    if any(_is_submit(argument.value, facts) for argument in call.arguments):
        return True
    definition = facts.scopes[call.scope]
    named = _SUBMIT.search(definition.name) is not None and _ANSWER.search(definition.name) is None
    return named and bool(call.arguments) and definition.kind is ScopeKind.FUNCTION


def _is_submit(value: Value, facts: Facts) -> bool:
    match value:
        case Name(name) | Attribute(_, name):
            inner = isinstance(value, Attribute) and _is_submit(value.base, facts)
            return inner or (_SUBMIT.search(name) is not None and _ANSWER.search(name) is None)
        case Result(number):
            return _is_submit(facts.calls[number].callee, facts)
        case _:
            return False
