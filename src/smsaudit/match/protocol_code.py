"""Hand-written protocol code: where it connects, submits, reads and builds packets, and where its client is made.

A combination shows that a file speaks a protocol; this shows what the file and those that import it do with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from smsaudit.match.catalogue import Catalogue
from smsaudit.match.chains import last
from smsaudit.match.found import Match
from smsaudit.match.link_writes import LINK_WRITES, SUBMITS, is_own, without_other_commands, writers
from smsaudit.match.questions import Origin, Questions
from smsaudit.match.sms_words import asks, names_phone
from smsaudit.model.fact import Argument, Called, Facts, Scope, ScopeKind
from smsaudit.model.location import TreePath
from smsaudit.model.signature import Pattern, Role, Shape, ShapeTarget, SignatureId, SignatureKind
from smsaudit.model.value import Attribute, Name, Number, Result, Value

_CONNECT = re.compile(
    r"(?:.*\.)?socket\.(?:socket\.)?connect(?:_ex)?|(?:.*\.)?socket\.create_connection|(?:.*\.)?asyncio\.open_connection"
    r"|.*\breactor\.connectTCP|.*\.loop\.create_connection|.*get_event_loop\.create_connection"
)
_WRITES = re.compile(
    r"(?i)_*(?:send|sendall|write|transmit|put|push|deliver|request|ask|exchange|transact|execute|talk)(?:_?\w*)?"
)
_SUBMIT = re.compile(r"(?i)submit")
_ANSWER = re.compile(r"(?i)submit\w*_?(?:resp|rep|ack|fail|err(?:or)?s?(?:$|_)|status)")
"""What a submit is answered with, or why it was refused."""
_REPLY = re.compile(r"(?i)(?:resp(?:onse)?|reply|answer)(?:_?(?:pdu|packet|msg|data|bytes))?$")
_ANSWERS = re.compile(r"(?i)deliver|resp|ack(?:$|_)|recv|heart_?beat|active_?test|enquire|^_*on_?[A-Z_]")
_TAKES_IN = re.compile(r"(?i)_*(?:handle|on|process|recv|receive|parse|decode|read)(?=_|(?-i:[A-Z]))")
"""Of a function: somebody else submits, and it answers."""
_OTHER = re.compile(r"(?i)connect|log_?(?:in|out)|bind|resp|ack(?:$|_)|active|terminate|exit|enquire|deliver")
"""Packets that carry no message to a phone."""
_RECIPIENTS = frozenset(("dst", "da"))
_UNIT = re.compile(
    r"(?:\w*(?i:[sc]mpp|sgip|smgp|cngp)\w*)?(?i:_?submit_?(?:sm|pdu|req|request|packet|pkt|msg|message|body)?)"
)
_HANDS_OVER = re.compile(
    r"(?i)submit|(?:send|submit|push|deliver)(?:_?(?:sms|mms|messages?|msg|texts?|mt|sm|short|batch|many|long|multi|template))+"
)
"""A method of a client that takes a message from the rest of the program."""
_MEMORY = re.compile(r"(?:_?io\.(?:Bytes|String)IO|builtins\.(?:bytearray|bytes|str|list)|array\.array)\b")
"""Where a packet is put together."""
_QUEUE = re.compile(r"(?:[qQ]ueue|asyncio|multiprocessing|gevent)\b.*\.\w*put\w*$")
"""Where a packet waits until something takes it out and sends it."""
_READS = frozenset(["recv", "recv_into", "readexactly"])


class Family(Struct, frozen=True):
    """What is known of the protocol code that a file belongs to."""

    signatures: frozenset[SignatureId] = frozenset()
    """Signatures whose hand-written code stands in this file or in one that it imports."""
    clients: frozenset[str] = frozenset()
    """Dotted names of the classes that connect a link."""
    here: frozenset[SignatureId] = frozenset()
    """Signatures whose hand-written code stands in this very file."""


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
        if (pattern := own.get(Shape.PROTOCOL_SUBMIT)) is not None:
            is_here = signature in family.here
            for number in _submitting(path, facts, family.clients | own_clients, ask, is_here=is_here):
                call = facts.calls[number]
                yield Match(pattern, call.place, call.scope, number, "inferred")
        yield from _in_classes(path, facts, own, own_clients, ask)


def submits_handed_over(facts: Facts, found: Sequence[Match], known: Catalogue) -> Iterator[Match]:
    """Packets that are called a submit and given to what sends them, in a file that imports a library for the protocol."""
    imported = {
        known.owner[match.pattern.id].id
        for match in found
        if match.pattern.role is Role.IMPORT and known.owner[match.pattern.id].kind is SignatureKind.PROTOCOL
    }
    sending = {match.call for match in found if match.pattern.role is Role.SEND}
    for pattern in known.shapes if imported else ():
        is_submit = isinstance(pattern.target, ShapeTarget) and pattern.target.shape is Shape.PROTOCOL_SUBMIT
        if not is_submit or known.owner[pattern.id].id not in imported:
            continue
        for number, call in enumerate(facts.calls):
            given = any(
                isinstance(a.value, Name | Attribute) and _is_submit(a.value, facts) for a in call.arguments
            )
            if number not in sending and given and _writes(call) and isinstance(call.callee, Attribute):
                yield Match(pattern, call.place, call.scope, number, "inferred")


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
    if (pattern := own.get(Shape.PROTOCOL_UNIT)) is not None and _makes_submit(call):
        yield Match(pattern, call.place, call.scope, number, "inferred")


def _submitting(
    path: TreePath, facts: Facts, clients: frozenset[str], ask: Questions, *, is_here: bool
) -> list[int]:
    """Calls that submit; where none is told by its name or its recipient, those that write whatever they are given."""
    writing = writers(facts)
    named = [
        number
        for number, call in enumerate(facts.calls)
        if _submits(facts, call, writing)
        or _hands_over(ask.origins(path, number), clients, ask.class_names(path, call.scope))
        or (is_here and _puts_on_wire(facts, call))
    ]
    named = [number for number in named if not _goes_to(_MEMORY, ask.origins(path, number))]
    found = [number for number in named if not _goes_to(_QUEUE, ask.origins(path, number))]
    if found or not any(names_submit(word.text) for word in facts.words):
        return without_other_commands(facts, found or named)
    return [
        number
        for number, call in enumerate(facts.calls)
        if _passes_on(facts, call) and not clients.isdisjoint(ask.class_names(path, call.scope))
    ] or named


def _goes_to(place: re.Pattern[str], origins: Sequence[Origin]) -> bool:
    return any(place.match(origin.text) for origin in origins)


def _in_classes(
    path: TreePath, facts: Facts, own: Mapping[Shape, Pattern], clients: frozenset[str], ask: Questions
) -> Iterator[Match]:
    """Classes that are a submit, or that read what the other side sends."""
    unit, reader = own.get(Shape.PROTOCOL_UNIT), own.get(Shape.PROTOCOL_READER)
    reading = {
        name
        for call in facts.calls
        if isinstance(call.callee, Attribute) and call.callee.name in _READS
        for name in ask.class_names(path, call.scope)
    }
    for number, scope in enumerate(facts.scopes):
        if scope.kind is not ScopeKind.CLASS:
            continue
        if unit is not None and _UNIT.fullmatch(scope.name):
            yield Match(unit, scope.place, number)
        if reader is not None and any(name in reading - clients for name in ask.class_names(path, number)):
            yield Match(reader, scope.place, number, resolution="inferred")


def _connecting_classes(path: TreePath, facts: Facts, ask: Questions) -> frozenset[str]:
    """Dotted names of the classes of this file in whose methods a socket is connected."""
    return frozenset(
        name
        for number, call in enumerate(facts.calls)
        if any(_CONNECT.fullmatch(origin.text) for origin in ask.origins(path, number))
        for name in ask.class_names(path, call.scope)
    )


def _hands_over(origins: Sequence[Origin], clients: frozenset[str], around: Sequence[str]) -> bool:
    """Whether a message is handed to a method of a client, from outside its class."""
    for origin in origins:
        owner, _, method = origin.text.rpartition(".")
        if owner in clients and owner not in around and _HANDS_OVER.fullmatch(method):
            return True
    return False


def _makes_submit(call: Called) -> bool:
    name = last(call.callee)
    return name[:1].isupper() and _UNIT.fullmatch(name) is not None


def names_submit(name: str) -> bool:
    """Whether a name speaks of a submit, and not of the answer to one."""
    return _SUBMIT.search(name) is not None and _ANSWER.search(name) is None


def _passes_on(facts: Facts, call: Called) -> bool:
    """Whether a function writes to a link what it was given, or took out of a queue."""
    function = facts.scopes[call.scope]
    if (
        function.kind is not ScopeKind.FUNCTION
        or _OTHER.search(function.name)
        or _ANSWERS.search(function.name)
    ):
        return False
    match call:
        case Called(callee=Attribute(on, name), arguments=[Argument(value=Name() | Result() as given)]):
            return name in LINK_WRITES and last(on) != "self" and not _OTHER.search(last(given))
        case Called(callee=Attribute(_, name), arguments=[Argument(value=Attribute(Name(of)))]):
            return name in LINK_WRITES and of != "self" and not _OTHER.search(of)
        case _:
            return False


def _submits(facts: Facts, call: Called, writing: frozenset[str]) -> bool:
    """Whether a call writes something to the link that is named as a submit, or does so in a function so named."""
    name = last(call.callee)
    if _ANSWER.search(name) or not (_writes(call) or (is_own(call) and name in writing)):
        return False
    if any(_is_submit(argument.value, facts) for argument in call.arguments):
        return True
    if any(_REPLY.search(last(argument.value)) for argument in call.arguments):
        return False
    definition = facts.scopes[call.scope]
    return (
        names_submit(definition.name)
        and not _TAKES_IN.match(definition.name)
        and bool(call.arguments)
        and definition.kind is ScopeKind.FUNCTION
    )


def _writes(call: Called) -> bool:
    return isinstance(call.callee, Attribute | Name) and _WRITES.fullmatch(call.callee.name) is not None


def _puts_on_wire(facts: Facts, call: Called) -> bool:
    """Whether a function that is given a recipient writes bytes, or gives its object a command that submits."""
    if not call.arguments or not takes_recipient(facts.scopes[call.scope]):
        return False
    if any(isinstance(a.value, Name | Attribute) and _OTHER.search(a.value.name) for a in call.arguments):
        return False
    match call.callee:
        case Attribute(_, name) if name in LINK_WRITES:
            return True
        case Attribute(Name("self"), _):
            first = call.arguments[0].value
            return _writes(call) or (isinstance(first, Number) and first.value in SUBMITS)
        case _:
            return False


def takes_recipient(definition: Scope) -> bool:
    """Whether a function is given whom a message goes to, and does not answer what came from there."""
    if asks(definition.name) or _ANSWERS.search(definition.name):
        return False
    return any(names_phone(one.name) or one.name in _RECIPIENTS for one in definition.parameters)


def _is_submit(value: Value, facts: Facts) -> bool:
    match value:
        case Name(name) | Attribute(_, name):
            inner = isinstance(value, Attribute) and _is_submit(value.base, facts)
            return inner or names_submit(name)
        case Result(number):
            return _is_submit(facts.calls[number].callee, facts)
        case _:
            return False
