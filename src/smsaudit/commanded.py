"""Commands that a function gives a modem on the word of its callers: the send stands where a caller says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from smsaudit.library import SourceLibrary
from smsaudit.match.catalogue import Catalogue
from smsaudit.match.chains import last
from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.fact import Called
from smsaudit.model.location import Location, TreePath
from smsaudit.model.redaction import redacted
from smsaudit.model.referent import Frame
from smsaudit.model.signature import SignatureKind
from smsaudit.model.value import Attribute, Joined, Name, Text, Value
from smsaudit.prepared import may_carry
from smsaudit.resolve.program import Program

_DEPTH = 3
"""Functions between the call that says what is sent and the one that sends it."""
_MAX_CALLS = 200


def at_callers(
    detections: list[Detection], known: Catalogue, program: Program, library: SourceLibrary
) -> list[Detection]:
    """The detections, each send by a modem that is known by what a function is given moved to the calls that give a word of it."""
    placed: dict[tuple[Location, str], Detection] = {}
    for detection in detections:
        needles = [needle.lower() for needle in known.patterns[detection.pattern].needles]
        calls: list[tuple[TreePath, int, Called]] = []
        is_of_modem = known.owner[detection.pattern].kind is SignatureKind.MODEM
        if is_of_modem and needles and may_carry(detection, known, program):
            function = program.function_at(detection.location.path, detection.scope)
            calls = list(_giving(function, needles, program, _DEPTH, set()))
        for path, number, call in calls:
            moved = replace(
                detection,
                location=Location(path, call.place),
                context=_context(path, detection, library),
                text=redacted(library.line(path, call.place.line)),
                resolution="inferred",
                scope=call.scope,
                call=number,
            )
            placed.setdefault((moved.location, moved.pattern), moved)
        if not calls:
            placed.setdefault((detection.location, detection.pattern), detection)
    return [placed[key] for key in sorted(placed)]


def _context(path: TreePath, detection: Detection, library: SourceLibrary) -> Context:
    """That of a caller's file, and of the command itself in production code: it may be a copy of somebody's."""
    own = library.context(path)
    return detection.context if own is Context.PRODUCTION else own


def _giving(
    function: Frame, needles: list[str], program: Program, depth: int, seen: set[Frame]
) -> Iterator[tuple[TreePath, int, Called]]:
    """Calls that say to a function, by way of others if need be, what holds one of these words."""
    seen.add(function)
    for path, number, call in _calls_of(function, program):
        if _says(path, call, needles, program):
            yield path, number, call
        elif depth > 1 and _says(path, call, needles, program, parameters=True):
            caller = program.function_at(path, call.scope)
            if caller not in seen:
                yield from _giving(caller, needles, program, depth - 1, seen)


def _says(
    path: TreePath, call: Called, needles: list[str], program: Program, *, parameters: bool = False
) -> bool:
    """Whether an argument holds one of these words; what an object keeps for all its methods, where this one puts it there."""
    for position, argument in enumerate(call.arguments):
        texts = program.values(path, call, argument.keyword or str(position), parameters=parameters) or ()
        if _hold(needles, texts) and (not _is_kept(argument.value) or _spells(path, call, needles, program)):
            return True
    return False


def _is_kept(value: Value) -> bool:
    return isinstance(value, Attribute) and isinstance(value.base, Name) and value.base.name == "self"


def _spells(path: TreePath, call: Called, needles: list[str], program: Program) -> bool:
    """Whether one of these words stands in the function around a call."""
    facts = program.facts(path)
    spelled = [each.value for each in facts.index.texts[call.scope]] if facts is not None else []
    parts = [part for value in spelled for part in (value.parts if isinstance(value, Joined) else (value,))]
    return _hold(needles, [part.value for part in parts if isinstance(part, Text)])


def _hold(needles: list[str], texts: Iterable[str]) -> bool:
    return any(needle in text.lower() for text in texts for needle in needles)


def _calls_of(function: Frame, program: Program) -> list[tuple[TreePath, int, Called]]:
    """Calls of a function by its name, in its file and in those that import it."""
    name = program.name_of(function).rpartition(".")[2]
    near = sorted({function.path, *program.import_distances({function.path}, 1)})
    named = (
        (path, number, call)
        for path in near
        if (facts := program.facts(path)) is not None
        for number, call in enumerate(facts.calls)
        if last(call.callee) == name
    )
    return [
        (path, number, call)
        for path, number, call in list(named)[:_MAX_CALLS]
        if any(function in program.functions_of(each) for each in program.callees(path, number))
    ]
