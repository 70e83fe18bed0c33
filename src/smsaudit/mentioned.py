"""Sends in languages whose names are not resolved of which a file shows the words alone, where another file makes the call."""

from __future__ import annotations

from msgspec.structs import replace

from smsaudit.match.catalogue import Catalogue
from smsaudit.model.detection import Detection
from smsaudit.model.signature import CombinationTarget, Role
from smsaudit.resolve.program import Program


def with_mentions(detections: list[Detection], known: Catalogue, program: Program) -> list[Detection]:
    """The detections, where what only imports or declares the words of a send names its channel, if a call elsewhere is the send."""
    words = {number for number, each in enumerate(detections) if _is_words(each, known, program)}
    called = {
        (each.channel_id, each.context)
        for number, each in enumerate(detections)
        if each.role is Role.SEND and number not in words
    }
    return [
        replace(each, role=Role.IMPORT)
        if number in words and (each.channel_id, each.context) in called
        else each
        for number, each in enumerate(detections)
    ]


def _is_words(detection: Detection, known: Catalogue, program: Program) -> bool:
    """Whether a send stands where nothing is called, outside all functions."""
    facts = program.facts(detection.location.path)
    is_send = detection.role is Role.SEND and not detection.scope and facts is not None
    is_combined = isinstance(known.patterns[detection.pattern].target, CombinationTarget)
    if not is_send or not is_combined or facts is None or facts.language == "python":
        return False
    return bool(facts.calls) and detection.location.line not in facts.index.called_lines
