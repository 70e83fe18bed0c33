"""Sends that a function of the tree carries out for its callers: the request in it is what leaves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

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

_FURTHEST = 3
"""Functions inside functions that are looked into."""


def at_requests(
    detections: list[Detection], known: Catalogue, program: Program, library: SourceLibrary
) -> list[Detection]:
    """The detections, each send that is left to a function with nobody else to serve moved to the request in it.

    What callers use for several things stays out of it: only the call says that a text is sent. A request of
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
    sending = {
        (each.location.path, each.call): each.pattern
        for each in detections
        if each.role is Role.SEND and each.pattern in addressed and each.call is not None
    }
    told: dict[Frame, set[PatternId]] = defaultdict(set)
    for (file, call), pattern in sending.items():
        told[_around(file, call, program)].add(pattern)
    placed: dict[tuple[Location, PatternId], Detection] = {}
    for detection in detections:
        path, number = detection.location.path, detection.call
        if detection.pattern in unnamed and Frame(path, detection.scope) in left_to:
            continue  # it carries out what is told of its caller
        is_guess = detection.pattern in unnamed and number is not None and bool(naming)
        if is_guess and not naming.isdisjoint(_callees(path, number or 0, program)):
            continue  # what it is left to tells more
        if number is not None and _is_told(detection, number, told, program):
            continue  # what it calls is told itself
        moved = _moved(detection, sending, program, library)
        key = moved.location, moved.pattern
        if moved is not detection or key not in placed:
            placed[key] = moved
    return [placed[key] for key in sorted(placed)]


def _is_told(
    detection: Detection, number: int, told: Mapping[Frame, set[PatternId]], program: Program
) -> bool:
    """Whether a function that a call runs, or one that runs in its course, sends by the same pattern."""
    reached = _callees(detection.location.path, number, program)
    for _ in range(_FURTHEST):
        if any(detection.pattern in told.get(function, ()) for function in reached):
            return True
        reached = {
            inner
            for function in reached
            for call, _ in program.calls_in(function)
            for inner in _callees(function.path, call, program)
        }
    return False


def _around(path: TreePath, number: int, program: Program) -> Frame:
    facts = program.facts(path)
    return program.function_at(path, facts.calls[number].scope if facts is not None else 0)


def _is_of_request(pattern: Pattern) -> bool:
    return isinstance(pattern.target, ShapeTarget) and pattern.target.shape is Shape.SMS_REQUEST


def _moved(
    detection: Detection,
    sending: Mapping[tuple[TreePath, int], PatternId],
    program: Program,
    library: SourceLibrary,
) -> Detection:
    path, number = detection.location.path, detection.call
    if number is None or (path, number) not in sending:
        return detection
    function = _only_callee(detection, number, program)
    if function is None or not _serves_senders(function, detection.pattern, sending, program):
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


def _serves_senders(
    function: Frame,
    pattern: PatternId,
    sending: Mapping[tuple[TreePath, int], PatternId],
    program: Program,
) -> bool:
    """Whether every call that names a function sends by one pattern, in its file, and none does in those that import it."""
    path, name = function.path, program.name_of(function).rpartition(".")[2]
    facts = program.facts(path)
    calls = (
        [n for n, call in enumerate(facts.calls) if last(call.callee) == name] if facts is not None else []
    )
    importing = program.import_distances({path}, 1).keys() - {path}
    return all(sending.get((path, n)) == pattern for n in calls) and importing.isdisjoint(
        program.files_with({name})
    )
