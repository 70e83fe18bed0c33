"""Which files are read in full: those in which a pattern could fire, by their names and what they hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Protocol

from smsaudit.match.written import in_files
from smsaudit.model.location import TreePath
from smsaudit.model.signature import (
    CallTarget,
    DeclaredTarget,
    DependencyTarget,
    ImportTarget,
    Pattern,
    PatternId,
    SettingTarget,
    Signature,
    SubclassTarget,
)
from smsaudit.scan.read import is_manifest, language_of
from smsaudit.signatures.demands import Demand

Hits = Mapping[TreePath, frozenset[bytes]]
"""Files, and which of the texts that were looked for they hold."""


class Library(Protocol):
    """What can be asked of the bytes of files."""

    def further(self, literals: Iterable[bytes], among: Iterable[TreePath]) -> Hits:
        """Which more literals files hold that were found by others."""
        ...


def relevant(
    hits: Hits,
    signatures: Iterable[Signature],
    needles: Mapping[PatternId, frozenset[bytes]],
    demands: Mapping[PatternId, Demand],
    library: Library,
) -> dict[TreePath, frozenset[bytes]]:
    """Of the files that hold a needle, those that hold all else that its pattern asks for, with these needles."""
    leads = _leads(signatures, needles, frozenset().union(*hits.values()))
    standing = {path: _standing(path, found, leads) for path, found in hits.items()}
    possible = {name for found in standing.values() for names in found.values() for name in names}
    words = frozenset[bytes]().union(*(demands[name].words() for name in possible & demands.keys()))
    held = library.further(words, [path for path, found in standing.items() if found])
    chosen: dict[TreePath, frozenset[bytes]] = {}
    for path, found in standing.items():
        texts = held.get(path, frozenset())
        met = [
            hit
            for hit, names in found.items()
            if any(name not in demands or demands[name].met_by(texts) for name in names)
        ]
        if met:
            chosen[path] = frozenset(met)
    return chosen


def _leads(
    signatures: Iterable[Signature], needles: Mapping[PatternId, frozenset[bytes]], present: frozenset[bytes]
) -> dict[bytes, list[Pattern]]:
    """The patterns behind each needle, of those that could match in some file of the tree."""
    leads: dict[bytes, list[Pattern]] = defaultdict(list)
    for signature in signatures:
        for pattern in signature.patterns:
            found = needles[pattern.id] & present
            if found and _has_package(pattern, needles[pattern.id], present):
                for needle in found:
                    leads[needle].append(pattern)
    return leads


def _has_package(pattern: Pattern, needles: frozenset[bytes], present: frozenset[bytes]) -> bool:
    """Whether the tree names a package of the pattern's at all: what no file imports is called in none."""
    match pattern.target:
        case CallTarget(origins) | SubclassTarget(origins) | ImportTarget(origins):
            roots = {origin.partition(".")[0].lower().encode() for origin in origins}
            return not roots <= needles or bool(roots & present)
        case _:
            return True


def _standing(
    path: TreePath, hits: frozenset[bytes], leads: Mapping[bytes, list[Pattern]]
) -> dict[bytes, list[PatternId]]:
    """By needle, the patterns that can stand in a file of this name."""
    language = language_of(path)
    found = {hit: [each.id for each in leads[hit] if _may_stand(each, path, language)] for hit in hits}
    return {hit: names for hit, names in found.items() if names}


def _may_stand(pattern: Pattern, path: TreePath, language: str) -> bool:
    if pattern.languages and language and language not in pattern.languages:
        return False
    match pattern.target:
        case CallTarget() | SubclassTarget() | ImportTarget() | DeclaredTarget():
            return language == "python"
        case DependencyTarget():
            return is_manifest(path)
        case SettingTarget():
            return in_files(pattern.target.files, path)
        case _:
            return True
