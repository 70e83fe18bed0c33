"""What a detection is beside others: a send that shows more than once, the client of several products that sends no text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from msgspec.structs import replace

from smsaudit.match.catalogue import Catalogue
from smsaudit.match.expressions import is_in
from smsaudit.model.detection import Detection
from smsaudit.model.fact import Facts, ScopeKind
from smsaudit.model.fact_index import Groups
from smsaudit.model.location import TreePath
from smsaudit.model.referent import ClassRef, Frame
from smsaudit.model.signature import CallTarget, CombinationTarget, Role, Target, TextTarget
from smsaudit.model.value import Attribute, Either, Item, Joined, Mapping, Name, Result, Sequence, Text, Value
from smsaudit.resolve.program import Program

_DEPTH = 2
"""Calls between the function that prepares and the one that transmits."""


def with_prepared(detections: list[Detection], known: Catalogue, program: Program) -> list[Detection]:
    """The detections, where what prepares a send that stands near it is told as its client, and not as a second send."""
    preparing = {pattern.id for each in known.signatures for pattern in each.patterns if pattern.prepares}
    if not preparing & {detection.pattern for detection in detections}:
        return detections
    transmitting: dict[tuple[str, str], _Transmitting] = defaultdict(lambda: _Transmitting(program))
    for detection in detections:
        if detection.role is Role.SEND and detection.pattern not in preparing and detection.call is not None:
            transmitting[detection.channel_id, detection.context].add(_function(detection, program))
    return [
        replace(detection, role=Role.CLIENT)
        if detection.pattern in preparing
        and detection.call is not None
        and (
            transmitting[detection.channel_id, detection.context].is_handed(_function(detection, program))
            or _is_left_behind(detection, program)
        )
        else detection
        for detection in detections
    ]


class _Transmitting:
    """Functions that transmit through one channel, with what stands around them."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._functions: set[Frame] = set()
        self._classes: set[ClassRef | None] = set()
        self._paths: set[TreePath] = set()
        self._called: set[Frame] = set()

    def add(self, function: Frame) -> None:
        """Take in one of them."""
        if function not in self._functions:
            self._functions.add(function)
            self._classes.add(self._program.class_of(function))
            self._paths.add(function.path)
            self._called |= _called_from(function, self._program)

    def is_handed(self, here: Frame) -> bool:
        """Whether a function calls one of them, or is called by one, is of the same class, or the body of its module."""
        own = self._program.class_of(here)
        return (
            here in self._called
            or (own is not None and own in self._classes)
            or (not here.scope and here.path in self._paths)
            or not self._functions.isdisjoint(_called_from(here, self._program))
        )


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


def without_kept(detections: list[Detection], known: Catalogue, program: Program) -> list[Detection]:
    """The detections, without constants that spell a send out, where a call in the same file, or in one that imports it, makes it."""
    carried_out: dict[tuple[str, str], set[TreePath]] = defaultdict(set)
    for detection in detections:
        if detection.role is Role.SEND and detection.call is not None:
            carried_out[detection.channel_id, detection.context].add(detection.location.path)
    return [
        detection
        for detection in detections
        if not _is_constant(detection, known, program)
        or not any(
            path == detection.location.path or detection.location.path in program.imported_modules(path)
            for path in carried_out[detection.channel_id, detection.context]
        )
    ]


def without_carriers(detections: list[Detection], known: Catalogue, program: Program) -> list[Detection]:
    """The detections, without calls that carry out whatever their function is given, where a caller spells the send out."""
    carrying = {number for number, each in enumerate(detections) if may_carry(each, known, program)}
    if not carrying:
        return detections
    calling = Groups(
        ((other.channel_id, other.context, called), other)
        for other in detections
        if other.role is Role.SEND and isinstance(_target(other, known), TextTarget | CombinationTarget)
        for called in _called_by(other, program)
    )
    return [
        detection
        for number, detection in enumerate(detections)
        if number not in carrying
        or all(
            other is detection
            for other in calling[detection.channel_id, detection.context, _function(detection, program)]
        )
    ]


def may_carry(detection: Detection, known: Catalogue, program: Program) -> bool:
    """Whether a send is known by what a call is given, and its function does not spell that out."""
    facts = program.facts(detection.location.path)
    if detection.role is not Role.SEND or detection.call is None or not detection.scope or facts is None:
        return False
    target, pattern = _target(detection, known), known.patterns[detection.pattern]
    expressions = [target.pattern] if isinstance(target, TextTarget) else [*pattern.where.values()]
    is_told = isinstance(target, TextTarget | CallTarget) and bool(expressions)
    spelled = [each.value for each in facts.index.texts[detection.scope]]
    return is_told and not any(
        is_in(expression, part.value)
        for value in spelled
        for part in (value.parts if isinstance(value, Joined) else (value,))
        if isinstance(part, Text)
        for expression in expressions
        if expression
    )


def _called_by(detection: Detection, program: Program) -> set[Frame]:
    """Functions that are called by the one in which a text stands."""
    function = _function(detection, program)
    return _called_from(function, program) - {function}


def _target(detection: Detection, known: Catalogue) -> Target:
    return known.patterns[detection.pattern].target


def _is_constant(detection: Detection, known: Catalogue, program: Program) -> bool:
    """Whether a send is but words that stand outside all functions."""
    facts = program.facts(detection.location.path)
    if detection.role is not Role.SEND or detection.call is not None or facts is None:
        return False
    is_words = (
        isinstance(_target(detection, known), TextTarget | CombinationTarget) and facts.language == "python"
    )
    scope = detection.scope
    while is_words and scope > 0 and facts.scopes[scope].kind is ScopeKind.CLASS:
        scope = facts.scopes[scope].parent
    line = detection.location.line
    return is_words and not scope and line not in facts.index.called_lines


def _function(detection: Detection, program: Program) -> Frame:
    return program.function_at(detection.location.path, detection.scope)


def _is_left_behind(detection: Detection, program: Program) -> bool:
    """Whether what is prepared stays in a variable of its function, of which nothing is made."""
    facts = program.facts(detection.location.path)
    if facts is None or detection.call is None or not detection.scope:
        return False
    name = _variable(facts, detection.call)
    return name is not None and not any(
        _holds(value, name) for scope in facts.index.within(detection.scope) for value in _used(facts, scope)
    )


def _used(facts: Facts, scope: int) -> Iterator[Value]:
    """What a scope answers, keeps under a name, or gives to a call."""
    yield from (each.value for each in facts.index.returned[scope])
    yield from (each.value for each in facts.index.stores[scope])
    yield from (each.value for each in facts.index.bindings[scope])
    yield from (each.value for call in facts.index.calls[scope] for each in call.arguments)


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
