"""Scanning and matching of the relevant files, and what their content says about being a vendored copy."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial
from posixpath import dirname

from smsaudit.library import SourceLibrary
from smsaudit.match.catalogue import Catalogue
from smsaudit.match.detect import detect
from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.location import TreePath
from smsaudit.model.origin_glob import matches
from smsaudit.model.referent import Frame
from smsaudit.model.signature import CallTarget, Role
from smsaudit.resolve.program import Program
from smsaudit.resolve.resolver import Resolver

_SKIPPED = (Context.VENDORED, Context.GENERATED)
_MAX_ROUNDS = 4


def detections_in(
    library: SourceLibrary,
    resolver: Resolver,
    program: Program,
    known: Catalogue,
    relevant: Collection[TreePath],
) -> list[Detection]:
    """Every detection in the relevant files, sorted by place."""
    chosen = [path for path in relevant if library.context(path) not in _SKIPPED]
    library.scan(chosen)
    resolver.settle(path for path in chosen if path in set(library.python))
    _load_what_calls_need(library, program, chosen)
    found: list[Detection] = []
    for path, facts in library.everything():
        context = library.context(path)
        if context not in _SKIPPED:
            found += detect(path, facts, context, known, program, partial(library.line, path))
    return _without_copies(sorted(found, key=lambda d: (d.location, d.pattern)), known, program)


def _load_what_calls_need(library: SourceLibrary, program: Program, chosen: Collection[TreePath]) -> None:
    """Read tree modules on which the receivers of calls in the relevant files depend, a few steps deep."""
    python = set(library.python)
    for _ in range(_MAX_ROUNDS):
        missing = {
            path
            for file in chosen
            if file in python
            for path in program.missing_modules(file)
            if not library.is_loaded(path)
        }
        if not missing:
            return
        program.load(missing)


def _without_copies(detections: list[Detection], known: Catalogue, program: Program) -> list[Detection]:
    """Detections inside a copied SDK are vendored: the copy is recognised by being called as the SDK that it is."""
    calls: dict[str, CallTarget] = {
        pattern.id: pattern.target
        for signature in known.signatures
        for pattern in signature.patterns
        if isinstance(pattern.target, CallTarget) and pattern.role is not Role.FEATURE
    }
    copies: set[TreePath] = set()
    users: set[TreePath] = set()
    roots: set[str] = set()
    for detection in detections:
        target = calls.get(detection.pattern)
        if target is None or detection.call is None:
            continue
        for callee in program.callees(detection.location.path, detection.call):
            for frame in program.functions_of(callee):
                if frame.path != detection.location.path and _is_copy(frame, target, program):
                    copies.add(frame.path)
                    users.add(detection.location.path)
                    roots |= {origin.partition(".")[0] for origin in target.origins}
    folders = {dirname(path) for path in copies if dirname(path).rpartition("/")[2] in roots}

    def is_copied(path: TreePath) -> bool:
        return path in copies or (dirname(path) in folders and path not in users)

    return [
        replace(d, context=Context.VENDORED)
        if d.context is Context.PRODUCTION and is_copied(d.location.path)
        else d
        for d in detections
    ]


def _is_copy(frame: Frame, target: CallTarget, program: Program) -> bool:
    name = f"{program.module_name(frame.path)}.{program.name_of(frame)}".removesuffix(".__init__")
    return any(matches(glob, name, in_tree=True) for glob in target.origins)
