"""Sends by a method that is handed to a function which runs it: one send, and it stands where the method is named."""

from __future__ import annotations

from collections import defaultdict

from smsaudit.model.detection import Detection
from smsaudit.model.location import Place
from smsaudit.model.referent import Frame
from smsaudit.model.signature import Role
from smsaudit.model.value import Name
from smsaudit.resolve.program import Program


def without_runners(detections: list[Detection], program: Program) -> list[Detection]:
    """The detections, without calls of a function's parameter, where a caller that is seen to send hands over what is called."""
    running = {n: each for n, each in ((n, _runs(d, program)) for n, d in enumerate(detections)) if each}
    if not running:
        return detections
    sends: dict[Frame, dict[Place, list[Detection]]] = defaultdict(lambda: defaultdict(list))
    for number, each in enumerate(detections):
        if each.role is Role.SEND and each.call is not None and number not in running:
            sends[program.function_at(each.location.path, each.scope)][each.location.place].append(each)
    handed = {
        (each.channel_id, function)
        for inside, there in sends.items()
        for number, call in program.calls_in(inside)
        for each in there.get(call.place, ())
        if number != each.call
        for referent in program.callees(inside.path, number)
        for function in program.functions_of(referent)
    }
    return [
        each
        for number, each in enumerate(detections)
        if number not in running or (each.channel_id, running[number]) not in handed
    ]


def _runs(detection: Detection, program: Program) -> Frame | None:
    """The function of whose parameters one is what a send calls."""
    facts = program.facts(detection.location.path)
    if detection.role is not Role.SEND or detection.call is None or facts is None:
        return None
    callee, scope = facts.calls[detection.call].callee, detection.scope
    while isinstance(callee, Name) and scope > 0:
        if any(parameter.name == callee.name for parameter in facts.scopes[scope].parameters):
            return Frame(detection.location.path, scope)
        scope = facts.scopes[scope].parent
    return None
