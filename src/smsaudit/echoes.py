"""Sends that are only words: of another send on the same lines, or of a wait for the answer to one."""

from __future__ import annotations

from smsaudit.match.catalogue import Catalogue
from smsaudit.model.detection import Detection
from smsaudit.model.fact_index import Groups
from smsaudit.model.signature import CombinationTarget, Role, Strength, Target, TextTarget
from smsaudit.resolve.program import Program


def without_echoes(detections: list[Detection]) -> list[Detection]:
    """The detections, without sends that are only the words of another one on the same lines.

    A call says it best; where nothing but words does, the firmest does, and of the same words the first.
    """
    sends = Groups(
        ((each.channel_id, each.location.path, line), each)
        for each in detections
        if each.role is Role.SEND
        for line in each.location.place.lines
    )
    return [
        detection
        for detection in detections
        if detection.role is not Role.SEND
        or detection.call is not None
        or not any(
            _is_echo(detection, other)
            for line in detection.location.place.lines
            for other in sends[detection.channel_id, detection.location.path, line]
        )
    ]


def without_waits(detections: list[Detection], known: Catalogue, program: Program) -> list[Detection]:
    """The detections, without sends that are but words of a Python file where another pattern sees what sends.

    Mostly a wait for the answer to a command: `"+CMGS" in answer`. Where the command itself stands there, it is none.
    """
    commands = {
        (each.channel_id, each.location.path, line)
        for each in detections
        if each.role is Role.SEND and isinstance(_target(each, known), TextTarget)
        for line in each.location.place.lines
    }
    words = {
        number
        for number, each in enumerate(detections)
        if each.role is Role.SEND
        and each.call is None
        and isinstance(_target(each, known), CombinationTarget)
        and (each.channel_id, each.location.path, each.location.line) not in commands
        and (facts := program.facts(each.location.path)) is not None
        and facts.language == "python"
    }
    seen = {
        (each.channel_id, each.context, each.location.path)
        for number, each in enumerate(detections)
        if each.role is Role.SEND and number not in words
    }
    return [
        each
        for number, each in enumerate(detections)
        if number not in words or (each.channel_id, each.context, each.location.path) not in seen
    ]


def _is_echo(detection: Detection, of: Detection) -> bool:
    if detection is of or detection.context is not of.context:
        return False
    return of.call is not None or (_firmness(of), of.location) < (_firmness(detection), detection.location)


def _firmness(detection: Detection) -> tuple[int, str]:
    return list(Strength).index(detection.strength), detection.pattern


def _target(detection: Detection, known: Catalogue) -> Target:
    return known.patterns[detection.pattern].target
