"""Hand-written protocol code in languages whose names are not resolved: where it connects, and where it submits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from types import MappingProxyType

from smsaudit.match.catalogue import Catalogue
from smsaudit.match.chains import dotted, last
from smsaudit.match.found import Match
from smsaudit.match.neighbours import Neighbours
from smsaudit.match.protocol_code import names_submit, takes_recipient
from smsaudit.model.fact import Called, Facts, ScopeKind
from smsaudit.model.fact_index import Groups
from smsaudit.model.signature import Role, Shape, ShapeTarget, SignatureKind
from smsaudit.model.value import Attribute, Text

_CONNECTS = re.compile(
    r"Dial(?:Timeout|Context|TCP)?|p?fsockopen|stream_socket_client|socket_connect|createConnection|(?:Begin)?[cC]onnect(?:Async)?"
    r"|Socket|TcpClient|SSLSocket"
)
_OPENS_SOCKET = re.compile(
    r"Dial(?:Timeout|Context|TCP)?|p?fsockopen|stream_socket_client|createConnection|Socket|TcpClient|Bootstrap"
)
"""Opens a connection, or gets one ready, by itself: a client of a library does it within."""
_LISTENS = re.compile(
    r"Listen(?:TCP)?|ServerSocket|ServerBootstrap|createServer|TcpListener|stream_socket_server|socket_listen|accept"
)
_WRITES = re.compile(
    r"(?i)write\w*|async_write|send(?:all|async|_?(?:message|msg|frame|packet|pkt|data|bytes|buffer|command|cmd|pdu|req(?:uest)?|and_?\w+))?"
    r"|fwrite|fputs|socket_(?:write|send)|put_?(?:message|packet|pdu)"
)
_LINK = re.compile(
    r"(?i)\w*(?:ctx|context|channel|sock(?:et)?|tcp|session|conn(?:ection)?|client|link|stream|writer|transport)\w*|s|out|os|bw"
)
"""What a packet leaves through, and not what it is put together in."""
_PACKS = re.compile(
    r"(?i)(?:en|de)code\w*|(?:de)?serialize\w*|(?:un)?marshal\w*|(?:un)?pack\w*|\w*bytes|\w*to_?string|write_?(?:body|to|data)"
)
"""Puts a packet together or takes it apart."""
_HANDLES = re.compile(
    r"(?i)(?:on|handle|process|recv|receive|read|channel_?read|message_?received|dispatch)\w*"
)
"""Takes what came in."""

_QUEUE = re.compile(r"(?i)queue|pending|outbox|backlog")
_TAKES = re.compile(r"(?i)take|poll|pop|dequeue|try_?dequeue|l?pop_?front|get|shift|remove")
"""Takes what waits in a queue."""
_HOLDS = re.compile(r"(?:set|get|is|has|with|to|from)[A-Z_]\w*")
"""Keeps or answers something (`setSubmitTime`)."""
_ANSWER = re.compile(
    r"(?:^|[._])(?i:resp(?:onse)?s?)(?=$|[._(\dA-Z])|(?<=[a-z_])Resp(?:onse)?s?(?=$|[._(\dA-Z])"
)
"""The answer to what came in."""
_MOST_BESIDE = 20
_RUNS = re.compile(r"(?i)exec|pool|thread|schedul|form|task|job")
"""Takes a task or a form, not a message."""


def links(facts: Facts, found: Iterable[Match], known: Catalogue) -> Iterator[Match]:
    """Connections and submits of protocols that a file speaks by hand: without the client of a library, or as that client.

    What a file that only listens writes goes to those who log in to it, and not to phones.
    """
    roles: dict[str, set[Role]] = {}
    for match in found:
        if known.owner[match.pattern.id].kind is SignatureKind.PROTOCOL:
            roles.setdefault(known.owner[match.pattern.id].id, set()).add(match.pattern.role)
    speaking = {name for name, own in roles.items() if Role.PROTOCOL in own}
    if not speaking:
        return
    near = Neighbours(facts)
    connects = [call for call in facts.calls if _connects(call, near)]
    opens = bool(connects) and any(_OPENS_SOCKET.fullmatch(last(call.callee)) for call in facts.calls)
    is_own = opens or any(
        scope.kind is ScopeKind.FUNCTION and names_submit(scope.name) for scope in facts.scopes
    )
    by_hand = {name for name in speaking if is_own or Role.CLIENT not in roles[name]}
    if not by_hand:
        return
    building = _building(facts)
    by_line = Groups((call.place.line, call) for call in facts.calls)
    written = [call for call in facts.calls if _submits(facts, call, near, building, by_line)]
    submits = {
        call.scope: call for call in sorted(written, key=lambda call: _is_given_submit(facts, call, by_line))
    }
    submits = submits or _passed_on(facts)
    sent = [call for call in written if _is_another(call, submits[call.scope], facts, by_line)]
    if not connects and any(_LISTENS.fullmatch(last(call.callee)) for call in facts.calls):
        submits, sent = {}, []
    for pattern in known.shapes:
        if known.owner[pattern.id].id not in by_hand or not isinstance(pattern.target, ShapeTarget):
            continue
        if pattern.target.shape is Shape.PROTOCOL_CONNECT:
            for call in connects:
                address = {"host": _texts(call), "port": _texts(call)}
                yield Match(pattern, call.place, call.scope, None, "inferred", MappingProxyType(address))
        if pattern.target.shape is Shape.PROTOCOL_SUBMIT:
            for call in (*submits.values(), *sent):
                yield Match(pattern, call.place, call.scope, None, "inferred")


def _connects(call: Called, near: Neighbours) -> bool:
    name = last(call.callee)
    return bool(call.arguments) and _CONNECTS.fullmatch(name) is not None and not near.defines(name)


def _submits(
    facts: Facts, call: Called, near: Neighbours, building: frozenset[int], by_line: Groups[int, Called]
) -> bool:
    """Whether a call is named as a submit, or writes in a function that sends one; the last write of each counts."""
    name = last(call.callee)
    if not call.arguments:
        return False
    if _HOLDS.fullmatch(name):
        return False
    if isinstance(call.callee, Attribute) and names_submit(name) and not near.defines(name):
        return _RUNS.search(f"{last(call.callee.base)}.{name}") is None
    function = facts.scopes[call.scope]
    if function.kind is not ScopeKind.FUNCTION or not _WRITES.fullmatch(name) or _fills(call):
        return False
    if _PACKS.fullmatch(function.name) and not _leaves_through_link(call):
        return False
    given = _given(facts, call, by_line)
    if any(_ANSWER.search(each) for each in given):
        return False
    if any(map(names_submit, given)) or takes_recipient(function):
        return True
    if names_submit(function.name) and not _HANDLES.fullmatch(function.name):
        return True
    return _leaves_through_link(call) and call.scope in building


def _is_given_submit(facts: Facts, call: Called, by_line: Groups[int, Called]) -> bool:
    """Whether what is sent is called a submit: of several that a function sends, this is the one."""
    return _is_sent(call) and any(map(names_submit, _given(facts, call, by_line)))


def _is_another(call: Called, chosen: Called, facts: Facts, by_line: Groups[int, Called]) -> bool:
    """Whether a call sends a packet of its own by the same means as the one that was chosen of a function: long messages, and short ones."""
    if call.place == chosen.place or not _is_sent(call):
        return False
    is_alike = dotted(call.callee, facts.calls) == dotted(chosen.callee, facts.calls)
    return is_alike and (
        _is_given_submit(facts, call, by_line) or not _is_given_submit(facts, chosen, by_line)
    )


def _given(facts: Facts, call: Called, by_line: Groups[int, Called]) -> list[str]:
    """What a call is given, by its names; what is turned into bytes where it is sent as well (`send(submit.toBytes())`)."""
    beside = by_line[call.place.line][:_MOST_BESIDE] if _is_sent(call) else ()
    others = [each.callee for each in beside if each.place != call.place]
    return [dotted(value, facts.calls) for value in (*(each.value for each in call.arguments), *others)]


def _is_sent(call: Called) -> bool:
    """Whether a call sends a packet, and does not put one together piece by piece."""
    return last(call.callee).lower().startswith("send")


def _leaves_through_link(call: Called) -> bool:
    """Whether a call writes to a link by the name of it, or is a bare function that sends."""
    return not isinstance(call.callee, Attribute) or _LINK.fullmatch(last(call.callee.base)) is not None


def _building(facts: Facts) -> frozenset[int]:
    """Functions that put a submit together, by what they call or by their class, and hand it on themselves."""
    lines = [word.place.line for word in facts.words if names_submit(word.text)]
    return frozenset(
        number
        for number, scope in enumerate(facts.scopes)
        if scope.kind is ScopeKind.FUNCTION
        and not any(shape.fullmatch(scope.name) for shape in (_PACKS, _HANDLES))
        and (
            names_submit(facts.scopes[scope.parent].name if scope.parent > 0 else "")
            or any(scope.place.line < line <= scope.place.end_line for line in lines)
        )
    )


def _passed_on(facts: Facts) -> dict[int, Called]:
    """What is written to a link by functions that took it out of a queue, where nothing in the file is called a submit."""
    taking = {
        call.scope
        for call in facts.calls
        if isinstance(call.callee, Attribute)
        and _TAKES.fullmatch(call.callee.name)
        and _QUEUE.search(last(call.callee.base))
    }
    return {
        call.scope: call
        for call in facts.calls
        if call.scope in taking
        and call.arguments
        and _WRITES.fullmatch(last(call.callee))
        and not _fills(call)
        and _leaves_through_link(call)
    }


def _fills(call: Called) -> bool:
    """Whether a call puts a value under a name that it spells out: what is filled is a record, and no link."""
    return len(call.arguments) > 1 and isinstance(call.arguments[0].value, Text)


def _texts(call: Called) -> tuple[str, ...]:
    return tuple(one.value.value for one in call.arguments if isinstance(one.value, Text))
