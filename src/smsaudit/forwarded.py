"""Sends that a function of the same file carries out for one caller: the request in it is what leaves."""

from __future__ import annotations

from msgspec.structs import replace

from smsaudit.library import SourceLibrary
from smsaudit.match import http
from smsaudit.match.catalogue import Catalogue
from smsaudit.match.chains import last
from smsaudit.model.detection import Detection
from smsaudit.model.location import Location, TreePath
from smsaudit.model.redaction import redacted
from smsaudit.model.referent import Frame
from smsaudit.model.signature import Pattern, PatternId, Role, Shape, ShapeTarget, UrlTarget
from smsaudit.resolve.program import Program


def at_requests(
    detections: list[Detection], known: Catalogue, program: Program, library: SourceLibrary
) -> list[Detection]:
    """The detections, each send that is left to a function with nobody else to serve moved to the request in it.

    What several callers use for several things stays out of it: only the call says that a text is sent. A request of
    nobody's in particular that carries out a send which is known by its caller is none of its own, nor is one that is left to a
    function that sends through somebody in particular.
    """
    addressed = {pattern.id for pattern in known.requests if isinstance(pattern.target, UrlTarget)}
    unnamed = {pattern.id for pattern in known.shapes if _is_of_request(pattern)}
    left_to = {
        function
        for each in detections
        if each.role is Role.SEND and each.pattern in addressed and each.call is not None
        for function in _callees(each.location.path, each.call, program)
    }
    naming = {
        Frame(each.location.path, each.scope)
        for each in detections
        if each.role is Role.SEND and each.pattern not in unnamed and each.call is not None
    }
    addressed |= unnamed
    placed: dict[tuple[Location, PatternId], Detection] = {}
    for detection in detections:
        path, number = detection.location.path, detection.call
        if detection.pattern in unnamed and Frame(path, detection.scope) in left_to:
            continue  # it carries out what is told of its caller
        is_guess = detection.pattern in unnamed and number is not None and bool(naming)
        if is_guess and not naming.isdisjoint(_callees(path, number or 0, program)):
            continue  # what it is left to tells more
        moved = _moved(detection, addressed, program, library)
        key = moved.location, moved.pattern
        if moved is not detection or key not in placed:
            placed[key] = moved
    return [placed[key] for key in sorted(placed)]


def _is_of_request(pattern: Pattern) -> bool:
    return isinstance(pattern.target, ShapeTarget) and pattern.target.shape is Shape.SMS_REQUEST


def _moved(
    detection: Detection, addressed: set[PatternId], program: Program, library: SourceLibrary
) -> Detection:
    path, number = detection.location.path, detection.call
    if detection.role is not Role.SEND or number is None or detection.pattern not in addressed:
        return detection
    function = _only_callee(detection, number, program)
    if function is None or not _serves_one(function, program):
        return detection
    requests = [
        inner
        for inner, _ in program.calls_in(function)
        if any(http.is_library(origin.text) for origin in program.origins(path, inner))
    ]
    facts = library.facts(path)
    if facts is None or len(requests) != 1:
        return detection
    request = facts.calls[requests[0]]
    return replace(
        detection,
        location=Location(path, request.place),
        text=redacted(library.line(path, request.place.line)),
        scope=request.scope,
        call=requests[0],
    )


def _only_callee(detection: Detection, number: int, program: Program) -> Frame | None:
    """The one function of the same file that a call runs."""
    path = detection.location.path
    found = _callees(path, number, program)
    return next(iter(found)) if len(found) == 1 and all(each.path == path for each in found) else None


def _callees(path: TreePath, number: int, program: Program) -> set[Frame]:
    return {function for callee in program.callees(path, number) for function in program.functions_of(callee)}


def _serves_one(function: Frame, program: Program) -> bool:
    """Whether one call names a function, in its file and in those that import it."""
    name = program.name_of(function).rpartition(".")[2]
    facts = program.facts(function.path)
    calls = [call for call in facts.calls if last(call.callee) == name] if facts is not None else []
    importing = program.import_distances({function.path}, 1).keys() - {function.path}
    return len(calls) == 1 and importing.isdisjoint(program.files_with({name}))
