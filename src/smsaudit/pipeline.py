"""The whole story on one screen: discover → scan → resolve → match → flow → judge → advise."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from smsaudit import __version__, law, signatures
from smsaudit.advise import advise
from smsaudit.discover import Tree, open_tree
from smsaudit.flow.build import build
from smsaudit.gaps import bearing
from smsaudit.judge import Trace, judge
from smsaudit.library import SourceLibrary
from smsaudit.match.catalogue import catalogue
from smsaudit.matching import detections_in, outside_senders_in
from smsaudit.model.context import Context
from smsaudit.model.declared import Declared
from smsaudit.model.detection import Detection
from smsaudit.model.result import AuditResult, Coverage, ToolVersion
from smsaudit.model.signature import Role, Signature, Strength
from smsaudit.resolve.modules import Modules
from smsaudit.resolve.program import Program
from smsaudit.resolve.resolver import Resolver
from smsaudit.scan.workers import Workers
from smsaudit.units import judged_units


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What may differ between two audits of the same tree."""

    as_of: date
    signature_directories: tuple[Path, ...] = ()
    include_ignored: bool = False
    jobs: int = 1
    declared: Declared = field(default_factory=Declared)
    progress: Callable[[str, int, int], None] | None = None


def audit(root: Path, options: Options) -> AuditResult:
    """Audit the folder `root`. Raises `SmsauditError` for mistakes of our own user, and nothing else."""
    return audit_tree(open_tree(root, include_ignored=options.include_ignored), options)


def audit_tree(tree: Tree, options: Options) -> AuditResult:
    """Audit a tree that was opened before: a folder, a revision or what is staged."""
    gc.disable()  # an audit makes few cycles and many lasting objects; searching them for garbage costs a quarter
    try:
        return _audit(tree, options)
    finally:
        gc.enable()


def _audit(tree: Tree, options: Options) -> AuditResult:
    directories = (signatures.shipped_directory(), *options.signature_directories)
    known: dict[str, Signature] = {
        signature.id: signature for signature in signatures.in_use(options.signature_directories)
    }
    statutes = law.shipped()
    with Workers(options.jobs) as workers:
        library = SourceLibrary(tree, workers, options.progress)
        resolver = Resolver(library, Modules(library.python))
        program = Program(resolver, library)
        needles = signatures.needles_by_pattern(known.values())
        relevant = library.containing(frozenset().union(*needles.values()))
        present = frozenset().union(*relevant.values())
        patterns = catalogue(known.values(), needles, present)
        detections = detections_in(library, resolver, program, patterns, relevant)
        flow = build(program, detections, known, resolver.choices)
        outside = outside_senders_in(library, program, patterns)
        live = {path for path in relevant if library.context(path) is Context.PRODUCTION}
        gaps = bearing((*library.gaps, *flow.gaps, *outside), live, flow.channels)
        trace = Trace(flow.flows, flow.entry_points, flow.ways)
        whole = judge(flow.channels, gaps, options.declared, statutes, trace=trace)
        units = judged_units(tree, detections, known, flow, gaps, options.declared, statutes)
        features = [d for d in detections if _is_shown(d)]
        return AuditResult(
            as_of=options.as_of,
            tool=ToolVersion(
                version=__version__, signatures=signatures.digest(directories), law=law.digest()
            ),
            name=tree.name,
            commit=tree.commit,
            coverage=Coverage(
                seen=tree.seen,
                considered=library.considered,
                parsed=library.parsed,
                languages=library.languages(),
            ),
            whole=whole,
            units=units or (whole,),
            detections=tuple(detections),
            entry_points=flow.entry_points,
            flows=flow.flows,
            advice=advise(whole, features, statutes, options.declared),
            gaps=gaps,
        )


def _is_shown(detection: Detection) -> bool:
    """Whether a licence-relevant feature stands in production and is more than a hint."""
    return (
        detection.role is Role.FEATURE
        and detection.context is Context.PRODUCTION
        and detection.strength is not Strength.LOW
    )
