"""What a detection is beside others: a send that shows more than once, the client of several products that sends no text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from msgspec.structs import replace

from smsaudit.match.catalogue import Catalogue
from smsaudit.model.detection import Detection
from smsaudit.model.fact import Facts
from smsaudit.model.location import TreePath
from smsaudit.model.referent import Frame
from smsaudit.model.signature import Role, Strength
from smsaudit.model.value import Attribute, Either, Item, Mapping, Name, Result, Sequence, Value
from smsaudit.resolve.program import Program

_DEPTH = 2
"""Calls between the function that prepares and the one that transmits."""


def with_prepared(detections: list[Detection], known: Catalogue, program: Program) -> list[Detection]:
    """The detections, where what prepares a send that stands near it is told as its client, and not as a second send."""
    preparing = {pattern.id for each in known.signatures for pattern in each.patterns if pattern.prepares}
    if not preparing & {detection.pattern for detection in detections}:
        return detections
    transmitting: dict[tuple[str, str], set[Frame]] = defaultdict(set)
    for detection in detections:
        if detection.role is Role.SEND and detection.pattern not in preparing and detection.call is not None:
            transmitting[detection.channel_id, detection.context].add(_function(detection, program))
    return [
        replace(detection, role=Role.CLIENT)
        if detection.pattern in preparing
        and detection.call is not None
        and (
            _is_handed_over(
                _function(detection, program), transmitting[detection.channel_id, detection.context], program
            )
            or _is_left_behind(detection, program)
        )
        else detection
        for detection in detections
    ]


def with_shared(detections: list[Detection], known: Catalogue, program: Program) -> list[Detection]:
    """The detections, where the client of several products is one of text messages only if something is sent through it.

    That is, through its channel: in the same file, or anywhere if another file can have the client from there.
    """
    shared = {pattern.id for each in known.signatures for pattern in each.patterns if pattern.shared}
    sends = {(each.channel_id, each.location.path) for each in detections if each.role is Role.SEND}
    sending = {channel for channel, _ in sends}

    def may_send(client: Detection) -> bool:
        path = client.location.path
        facts = program.facts(path)
        is_resolved = facts is not None and facts.language == "python"
        return client.channel_id in sending and (
            (client.channel_id, path) in sends
            or not is_resolved
            or len(program.import_distances({path}, 1)) > 1
        )

    return [
        replace(each, role=Role.MANAGEMENT) if each.pattern in shared and not may_send(each) else each
        for each in detections
    ]


def without_echoes(detections: list[Detection]) -> list[Detection]:
    """The detections, without sends that are only the words of another one on the same lines.

    A call says it best; where nothing but words does, the firmest does.
    """
    sends: dict[tuple[str, TreePath], list[Detection]] = defaultdict(list)
    for detection in detections:
        if detection.role is Role.SEND:
            sends[detection.channel_id, detection.location.path].append(detection)
    return [
        detection
        for detection in detections
        if detection.role is not Role.SEND
        or not any(
            _is_echo(detection, other) for other in sends[detection.channel_id, detection.location.path]
        )
    ]


def _is_echo(detection: Detection, of: Detection) -> bool:
    if detection.call is not None or detection is of or detection.context is not of.context:
        return False
    own, other = detection.location.place, of.location.place
    if own.line > other.end_line or own.end_line < other.line:
        return False
    return of.call is not None or _firmness(of) < _firmness(detection)


def _firmness(detection: Detection) -> tuple[int, str]:
    return list(Strength).index(detection.strength), detection.pattern


def _function(detection: Detection, program: Program) -> Frame:
    return program.function_at(detection.location.path, detection.scope)


def _is_handed_over(here: Frame, transmitting: Iterable[Frame], program: Program) -> bool:
    """Whether one function calls the other, both are methods of a class, or the module makes what its functions send."""
    own, called = program.class_of(here), _called_from(here, program)
    return any(
        there in called
        or (own is not None and own == program.class_of(there))
        or (not here.scope and here.path == there.path)
        or here in _called_from(there, program)
        for there in transmitting
    )


def _is_left_behind(detection: Detection, program: Program) -> bool:
    """Whether what is prepared stays in a variable of its function, of which nothing is made."""
    facts = program.facts(detection.location.path)
    if facts is None or detection.call is None or not detection.scope:
        return False
    name = _variable(facts, detection.call)
    inner = {detection.scope}
    for number, scope in enumerate(facts.scopes):  # a scope stands after the one around it
        inner |= {number} if scope.parent in inner else set()
    uses = [each.value for each in facts.returned if each.scope in inner]
    uses += [each.value for each in facts.stores if each.scope in inner]
    uses += [each.value for each in facts.bindings if each.scope in inner]
    uses += [a.value for call in facts.calls if call.scope in inner for a in call.arguments]
    return name is not None and not any(_holds(value, name) for value in uses)


def _variable(facts: Facts, number: int) -> Name | None:
    """The variable that a call prepares: the one that it is bound to, or on which it is made."""
    callee = facts.calls[number].callee
    bound = next((each.name for each in facts.bindings if each.value == Result(number)), None)
    if bound is not None:
        return Name(bound)
    return callee.base if isinstance(callee, Attribute) and isinstance(callee.base, Name) else None


def _holds(value: Value, name: Name) -> bool:
    match value:
        case Attribute(base, _) | Item(base, _):
            return _holds(base, name)
        case Sequence(items) | Either(items):
            return any(_holds(item, name) for item in items)
        case Mapping(pairs):
            return any(_holds(item, name) for _, item in pairs)
        case _:
            return value == name


def _called_from(function: Frame, program: Program) -> set[Frame]:
    """A function and those that it calls, a few calls deep."""
    found, last = {function}, {function}
    for _ in range(_DEPTH):
        last = {
            callee
            for caller in last
            for number, _ in program.calls_in(caller)
            for referent in program.callees(caller.path, number)
            for callee in program.functions_of(referent)
        } - found
        found |= last
    return found
