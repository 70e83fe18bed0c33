"""The whole story on one screen: discover → scan → resolve → match → flow → judge → advise."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from smsaudit import __version__
from smsaudit.cache import Cache
from smsaudit.conclusions import Conclusion, concluded
from smsaudit.declared_senders import with_senders
from smsaudit.discover import Tree, open_tree
from smsaudit.flow.message_flow import MessageFlow
from smsaudit.installed import installed
from smsaudit.known import Known, demands, known_law, known_signatures
from smsaudit.library import SourceLibrary
from smsaudit.memory import Seen, is_lasting, remember, remembered
from smsaudit.model.baseline import Baseline
from smsaudit.model.checks import Witnesses
from smsaudit.model.context import Context
from smsaudit.model.declared import Declared, Sender
from smsaudit.model.detection import Detection
from smsaudit.model.errors import SmsauditError
from smsaudit.model.gap import Gap
from smsaudit.model.law import Law
from smsaudit.model.location import TreePath
from smsaudit.model.policy import Policy
from smsaudit.model.result import AuditResult, Coverage, ToolVersion
from smsaudit.model.signature import Role, Strength
from smsaudit.roots import unit_roots
from smsaudit.scan.workers import Workers
from smsaudit.suppression.directive import MARK, Directive
from smsaudit.witness import text_checks, witnesses_in


class Options(Struct, frozen=True, kw_only=True):
    """What may differ between two audits of the same tree."""

    as_of: date
    signature_directories: tuple[Path, ...] = ()
    include_ignored: bool = False
    jobs: int = 1
    declared: Declared = field(default_factory=Declared)
    configuration: str = ""
    """Digest of the configuration that holds; empty without one."""
    senders: tuple[Sender, ...] = ()
    """Callables that the project declares to send."""
    policy: Policy | None = None
    baseline: Baseline | None = None
    progress: Callable[[str, int, int], None] | None = None
    cache: Path | None = None
    """Folder for answers that later runs can use; None keeps nothing."""


class Observed(Struct, frozen=True, kw_only=True):
    """All that was seen in a tree, before anything is decided about it."""

    name: str
    commit: str | None
    coverage: Coverage
    digest: str
    known: Known
    statutes: Law
    roots: frozenset[str]
    """Folders that are built or deployed on their own."""
    detections: tuple[Detection, ...]
    flow: MessageFlow
    gaps: tuple[Gap, ...]
    paths: tuple[TreePath, ...]
    directives: tuple[Directive, ...]
    """Comments that suppress something."""
    witnesses: Witnesses
    """Texts that speak for or against a duty."""
    lasts: bool
    """The same would be seen in the same files the next time."""


def audit(root: Path, options: Options) -> AuditResult:
    """Audit the folder `root`. Raises `SmsauditError` for mistakes of our own user, and nothing else."""
    return audit_tree(open_tree(root, include_ignored=options.include_ignored), options)


def audit_tree(tree: Tree, options: Options) -> AuditResult:
    """Audit a tree that was opened before: a folder, a revision or what is staged."""
    return conclude(observe(tree, options), options)


def observe(tree: Tree, options: Options) -> Observed:
    """Read the tree: what it sends through, and how control gets there."""
    collecting = gc.isenabled()
    gc.disable()  # an audit makes few cycles and many lasting objects; searching them for garbage costs a quarter
    try:
        with Cache(options.cache) as cache:
            return _observed(tree, options, cache)
    finally:
        if collecting:
            gc.enable()


def conclude(seen: Observed, options: Options) -> AuditResult:
    """Decide what was seen, under what is declared."""
    if options.policy:
        _check_names(options.policy, seen)
    if options.baseline:
        options = replace(options, baseline=_followed(options.baseline, seen.detections))
    flow = seen.flow
    decided = concluded(_grounds(seen, options), options.cache, partial(_decided, seen, options))
    result = AuditResult(
        as_of=options.as_of,
        tool=ToolVersion(version=__version__, signatures=seen.known.digest, law=installed().law),
        name=seen.name,
        commit=seen.commit,
        tree=seen.digest,
        configuration=options.configuration,
        coverage=seen.coverage,
        whole=decided.whole,
        units=decided.units,
        detections=seen.detections,
        entry_points=flow.entry_points,
        flows=flow.flows,
        advice=decided.advice,
        gaps=seen.gaps,
        suppressed=decided.suppressed,
        remarks=decided.remarks,
        signatures=tuple(
            seen.known.signatures[name] for name in sorted({d.signature for d in seen.detections})
        ),
    )
    return result if options.policy is None else _checked(result, seen, options, options.policy)


def _grounds(seen: Observed, options: Options) -> object:
    """All that a conclusion rests on, in an order that is the same in every process."""
    flow, ways, baseline = seen.flow, seen.flow.ways, options.baseline
    return (
        (seen.known.digest, installed().law, sorted(seen.roots), seen.detections, seen.gaps, seen.directives),
        (flow.channels, flow.entry_points, flow.flows, flow.gaps, flow.reach),
        ways and (sorted(ways.starts), sorted(ways.calls), ways.holders, ways.functions),
        (seen.witnesses, options.declared, options.as_of),
        baseline and (baseline.file, sorted(baseline.entries)),
    )


def _decided(seen: Observed, options: Options) -> Conclusion:
    from smsaudit.advise import Surroundings, advise
    from smsaudit.judge import Trace, judge
    from smsaudit.suppression import suppressions
    from smsaudit.units import judged_units

    statutes, flow, declared = seen.statutes, seen.flow, options.declared
    trace = Trace(flow.flows, flow.entry_points, flow.ways)
    whole = judge(flow.channels, seen.gaps, declared, statutes, trace=trace)
    units = judged_units(
        seen.roots, seen.detections, seen.known.signatures, flow, seen.gaps, declared, statutes
    )
    surroundings = Surroundings(
        entry_points=flow.entry_points, flows=flow.flows, gaps=seen.gaps, witnesses=seen.witnesses
    )
    features = [d for d in seen.detections if _is_shown(d)]
    silenced = suppressions(
        seen.detections, seen.directives, options.baseline, seen.known.needles, options.as_of
    )
    return Conclusion(
        whole=whole,
        units=units or (whole,),
        advice=advise(whole, features, statutes, declared, surroundings),
        suppressed=silenced.suppressed,
        remarks=silenced.remarks,
    )


def _followed(baseline: Baseline, detections: tuple[Detection, ...]) -> Baseline:
    from smsaudit.suppression import followed

    return followed(baseline, detections)


def _check_names(policy: Policy, seen: Observed) -> None:
    from smsaudit.policy import unknown_names

    if problems := unknown_names(policy, seen.known.signatures, seen.statutes.leaves):
        raise SmsauditError(*problems)


def _checked(result: AuditResult, seen: Observed, options: Options, policy: Policy) -> AuditResult:
    from smsaudit.policy import check

    return replace(result, policy=check(result, policy, seen.statutes, options.baseline, seen.paths))


def _observed(tree: Tree, options: Options, cache: Cache) -> Observed:
    known = with_senders(known_signatures(options.signature_directories, cache), options.senders)
    statutes = known_law(cache)
    with Workers(options.jobs) as workers, SourceLibrary(tree, workers, options.progress, cache) as library:
        seen = remembered(library, known, statutes, cache)
        if seen is None:
            seen = _seen(tree, library, known, statutes)
            remember(seen, library, known, cache)
    return Observed(
        name=tree.name,
        commit=tree.commit,
        coverage=seen.coverage,
        digest=library.contents.digest,
        known=known,
        statutes=statutes,
        roots=unit_roots(file.path for file in tree.files),
        detections=seen.detections,
        flow=seen.flow,
        gaps=seen.gaps,
        paths=tuple(file.path for file in tree.files),
        directives=seen.directives,
        witnesses=seen.witnesses,
        lasts=is_lasting(seen, library),
    )


def _seen(tree: Tree, library: SourceLibrary, known: Known, statutes: Law) -> Seen:
    # All that takes time to load is loaded when something has to be read, and while the readers load what they need.
    from smsaudit.findings import directives_in, identified, marked_apart
    from smsaudit.relevance import relevant as relevant_files
    from smsaudit.resolve.importers import Importers
    from smsaudit.resolve.modules import Modules

    found = library.containing(frozenset({MARK.encode()}).union(*known.needles.values()))
    hits, marked = marked_apart(found)
    library.foresee(hits)
    importers = Importers(library, Modules(library.python))
    relevant = relevant_files(
        hits, known.signatures.values(), known.needles, demands(known), library, importers
    )
    library.get_ready(relevant)

    from smsaudit.flow.build import build
    from smsaudit.gaps import bearing
    from smsaudit.match.catalogue import catalogue
    from smsaudit.matching import crowded_in, detections_in, outside_senders_in
    from smsaudit.resolve.program import Program
    from smsaudit.resolve.resolver import Resolver

    resolver = Resolver(library, importers.modules)
    program = Program(resolver, library, importers)
    present = frozenset().union(*relevant.values())
    patterns = catalogue(known.signatures.values(), known.needles, present)
    detections = identified(detections_in(library, resolver, program, patterns, relevant), library)
    flow = build(program, detections, known.signatures, resolver.choices)
    outside = outside_senders_in(library, program, patterns)
    crowded = crowded_in(program, detections, patterns)
    live = {path: relevant[path] for path in relevant if library.context(path) is Context.PRODUCTION}
    return Seen(
        coverage=Coverage(
            seen=tree.seen,
            considered=library.considered,
            parsed=library.parsed,
            languages=library.languages(),
        ),
        detections=tuple(detections),
        flow=flow,
        gaps=bearing((*library.gaps, *flow.gaps, *outside, *crowded), live, flow.channels, library.text),
        directives=directives_in(library, marked),
        witnesses=witnesses_in(
            library, text_checks(statutes), flow.channels, [path for path, _ in library.everything()]
        ),
    )


def _is_shown(detection: Detection) -> bool:
    """Whether a licence-relevant feature stands in production and is more than a hint."""
    return (
        detection.role is Role.FEATURE
        and detection.context is Context.PRODUCTION
        and detection.strength is not Strength.LOW
    )
