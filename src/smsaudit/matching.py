"""Scanning and matching of the relevant files, and what their content says about being a vendored copy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import partial

from msgspec.structs import replace

from smsaudit.addressed import Spelled, askers, asks_where_told
from smsaudit.commanded import at_callers
from smsaudit.copies import with_copies
from smsaudit.echoes import without_echoes, without_waits
from smsaudit.families import clients_in, families_in, load_who_speaks_through
from smsaudit.forwarded import at_requests
from smsaudit.handed import without_runners
from smsaudit.library import SourceLibrary
from smsaudit.match import http
from smsaudit.match.catalogue import Catalogue
from smsaudit.match.detect import detect
from smsaudit.match.outside_code import outside_senders
from smsaudit.match.protocol_code import Family
from smsaudit.match.renaming import renamed
from smsaudit.mentioned import with_mentions
from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import Location, TreePath
from smsaudit.model.signature import Role, UrlTarget
from smsaudit.model.source import PYTHON
from smsaudit.model.words import Words
from smsaudit.prepared import (
    with_prepared,
    with_shared,
    without_carriers,
    without_kept,
)
from smsaudit.resolve.program import Program
from smsaudit.resolve.resolver import Resolver
from smsaudit.resolve.unread import Needs
from smsaudit.rigs import with_rigs
from smsaudit.worth import SKIPPED, worth_reading

_MAX_ROUNDS = 6
_SENDING = (Role.SEND,)
_NEAR = 2
"""Imports between a file whose calls have no known receiver and a file that may hand the receiver over."""
_MAX_IMPORTERS = 40
_URL = "url|0|1"
"""Where a request is told its address: by name, or in one of the first places."""
_CROWDED = Words(
    "may send to more addresses than were looked at: what it is given has dozens of values",
    "所给地址有数十种取值，可能还有未查看的发送地址",
)
_NOTHING: frozenset[bytes] = frozenset()


def detections_in(
    library: SourceLibrary,
    resolver: Resolver,
    program: Program,
    known: Catalogue,
    relevant: Mapping[TreePath, frozenset[bytes]],
) -> list[Detection]:
    """Every detection in the relevant files, sorted by place."""
    beside = {path for path, hits in relevant.items() if known.is_beside(hits)}
    chosen = worth_reading(library, relevant, beside)
    library.scan(chosen)
    _put_tests_to_use(library, program, chosen)
    resolver.settle(set(chosen) & set(library.python))
    asking = askers(library, program, known, relevant)
    program.load(path for path in asking if not library.is_loaded(path))
    spelled = Spelled(library, known, relevant)
    elsewhere = spelled.askers(library)
    library.scan(path for path in elsewhere if not library.is_loaded(path))
    asking = {**asking, **elsewhere}
    relevant = {**relevant, **{path: relevant.get(path, _NOTHING) | asking[path] for path in asking}}
    chosen = sorted({*chosen, *asking})
    _load_what_calls_need(library, program, chosen, known, relevant)
    _load_who_hands_over(library, program, chosen, known, relevant)
    known = replace(known, renamed=_renamed(library))
    paths = [path for path, _ in library.everything() if library.context(path) not in SKIPPED]
    found = {
        path: _detected(library, program, known.narrowed(relevant.get(path, ())), path, Family(), spelled)
        for path in paths
    }
    for path in load_who_speaks_through(library, program, found, known):
        found[path] = _detected(
            library, program, known.narrowed(relevant.get(path, ())), path, Family(), spelled
        )
    clients: frozenset[str] = frozenset()
    for _ in range(2):  # first where links are connected, then who makes the classes that connect them
        families = families_in(found, program, known)
        for path, signatures in families.items():
            found[path] = _detected(
                library,
                program,
                known.narrowed(relevant.get(path, ())),
                path,
                Family(signatures, clients),
                spelled,
            )
        clients = clients_in(found, program, known)
    everything = sorted((d for own in found.values() for d in own), key=lambda d: (d.location, d.pattern))
    everything = at_requests(everything, known, program, library)
    everything = with_prepared(with_copies(everything, known, program, library), known, program)
    everything = with_mentions(everything, known, program)
    everything = without_echoes(without_waits(everything, known, program))
    everything = without_carriers(without_kept(everything, known, program), known, program)
    everything = without_runners(everything, program)
    everything = at_callers(everything, known, program, library)
    return with_rigs(with_shared(everything, known, program), known, library)


def _put_tests_to_use(library: SourceLibrary, program: Program, chosen: Iterable[TreePath]) -> None:
    """Files among tests that test nothing, and that production code imports, are part of it."""
    python = set(library.python)
    plain = [path for path in chosen if path in python and library.parts.is_plain(path)]
    library.parts.put_to_use(
        path
        for path in plain
        if any(
            library.context(importer) is Context.PRODUCTION
            for importer in program.import_distances({path}, 1)
            if importer != path
        )
    )


def outside_senders_in(library: SourceLibrary, program: Program, known: Catalogue) -> list[Gap]:
    """Packages that the tree does not hold and that seem to send, where production code calls them."""
    return [
        gap
        for path, facts in library.everything()
        if facts.language == "python" and library.context(path) is Context.PRODUCTION
        for gap in outside_senders(path, facts, known, program)
    ]


def crowded_in(program: Program, detections: Iterable[Detection], known: Catalogue) -> list[Gap]:
    """Sends in production that may go to so many addresses that some of them were not looked at."""
    crowded: set[Location] = set()
    for detection in detections:
        path, pattern = detection.location.path, known.patterns[detection.pattern]
        is_sent = detection.role is Role.SEND and detection.context is Context.PRODUCTION
        address = _URL if isinstance(pattern.target, UrlTarget) else pattern.arguments.get("host", "")
        facts = program.facts(path) if is_sent and path.endswith(PYTHON) else None
        if facts is not None and detection.call is not None and address:
            call = facts.calls[detection.call]
            crowded |= {detection.location} if program.is_crowded(path, call, address) else set()
    return [Gap(each.path, GapKind.LIMIT, _CROWDED, each.line) for each in sorted(crowded)]


def _renamed(library: SourceLibrary) -> frozenset[str]:
    python = (facts for _, facts in library.everything() if facts.language == "python")
    return frozenset().union(*map(renamed, python))


def _detected(
    library: SourceLibrary,
    program: Program,
    known: Catalogue,
    path: TreePath,
    family: Family,
    spelled: Spelled,
) -> list[Detection]:
    facts = library.facts(path)
    if facts is None:
        return []
    line = partial(library.line, path)
    known = replace(known, given=spelled.given_to(path, facts))
    return list(detect(path, facts, library.context(path), known, program, line, family))


def _load_who_hands_over(
    library: SourceLibrary,
    program: Program,
    chosen: Collection[TreePath],
    known: Catalogue,
    relevant: Mapping[TreePath, frozenset[bytes]],
) -> None:
    """Read the importers of files in which a call that may send is made on what a caller gave, or asks where one says."""
    python = set(library.python)
    homes = {
        path
        for path in chosen
        if path in python
        and library.context(path) is Context.PRODUCTION
        and (
            program.lacks_receivers(path, known.calls_in(relevant[path], _SENDING))
            or asks_where_told(library.facts(path), known.addressed(relevant[path]))
        )
    }
    if not homes:
        return
    distances = program.import_distances(homes, _NEAR)
    unread = [path for path in distances if not library.is_loaded(path)]
    program.load(sorted(unread, key=lambda path: (distances[path], path))[:_MAX_IMPORTERS])
    settled = set(chosen) - homes
    _bind_arguments(program, set(program.loaded()) - settled)
    _load_what_calls_need(library, program, chosen, known, relevant)
    _bind_arguments(program, set(program.loaded()) - settled)


def _bind_arguments(program: Program, paths: Iterable[TreePath]) -> None:
    """Let the functions that are called in these files learn of the arguments that are given to them there."""
    for path in sorted(paths):
        facts = program.facts(path)
        for number in range(len(facts.calls) if facts is not None else 0):
            program.callees(path, number)


def _load_what_calls_need(
    library: SourceLibrary,
    program: Program,
    chosen: Collection[TreePath],
    known: Catalogue,
    relevant: Mapping[TreePath, frozenset[bytes]],
) -> None:
    """Read tree modules on which the receivers of calls in the relevant files depend, a few steps deep."""
    python = set(library.python)
    needs = {path: _needs(known, relevant.get(path, frozenset())) for path in chosen}
    for _ in range(_MAX_ROUNDS):
        missing = {
            path
            for file in chosen
            if file in python
            for path in program.missing_modules(file, needs[file])
            if not library.is_loaded(path)
        }
        if not missing:
            return
        program.load(missing)


def _needs(known: Catalogue, hits: frozenset[bytes]) -> Needs:
    """What of a file with these needles could match."""
    texts = frozenset(hit.decode(errors="ignore") for hit in hits)
    requests = http.ASKING if known.addressed(hits) else frozenset()
    return Needs(known.calls_in(hits) | requests, texts - {""}, bases=known.may_extend(hits))
