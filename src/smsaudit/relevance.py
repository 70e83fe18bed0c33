"""Which files are read in full: those in which a pattern could fire, by their names and what they hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

from smsaudit.match.written import in_files
from smsaudit.model.demand import Demand
from smsaudit.model.location import TreePath
from smsaudit.model.origin_glob import segments
from smsaudit.model.signature import (
    CallTarget,
    CombinationTarget,
    DeclaredTarget,
    DependencyTarget,
    ImportTarget,
    Pattern,
    PatternId,
    SettingTarget,
    ShapeTarget,
    Signature,
    SubclassTarget,
    TextTarget,
)
from smsaudit.reach import Hits, Library, Reach, telling
from smsaudit.resolve.importers import Importers
from smsaudit.scan.names import is_manifest, language_of, may_be_script

_SOME = "script"
"""The language of what only its first line tells."""
_FEW = 20
"""Files that are read sooner than it is found out, over all imports of a tree, what may come into them."""


def relevant(
    hits: Hits,
    signatures: Iterable[Signature],
    needles: Mapping[PatternId, frozenset[bytes]],
    demands: Mapping[PatternId, Demand],
    library: Library,
    importers: Importers,
) -> dict[TreePath, frozenset[bytes]]:
    """Of the files that hold a needle, those that hold all else that its pattern asks for, with these needles."""
    leads = _leads(signatures, needles, frozenset().union(*hits.values()))
    standing = {path: _standing(path, found, leads) for path, found in hits.items()}
    possible = {each.id: each for found in standing.values() for own in found.values() for each in own}
    every = frozenset[bytes]().union(*needles.values())
    packages = _Packages(possible.values(), hits, every, library, importers)
    words = frozenset[bytes]().union(*(demands[name].words() for name in possible.keys() & demands.keys()))
    held = library.further(words, [path for path, found in standing.items() if found])
    met: dict[TreePath, dict[bytes, list[Pattern]]] = {}
    for path, found in standing.items():
        texts = held.get(path, frozenset())
        language = _language(path)
        own = {
            hit: [each for each in patterns if _is_met(each, language, demands, texts)]
            for hit, patterns in found.items()
        }
        met[path] = {hit: patterns for hit, patterns in own.items() if patterns}
    return packages.among(met)


def _leads(
    signatures: Iterable[Signature], needles: Mapping[PatternId, frozenset[bytes]], present: frozenset[bytes]
) -> dict[bytes, list[Pattern]]:
    """The patterns behind each needle, of those that could match in some file of the tree."""
    leads: dict[bytes, list[Pattern]] = defaultdict(list)
    for signature in signatures:
        for pattern in signature.patterns:
            for needle in needles[pattern.id] & present:
                leads[needle].append(pattern)
    return leads


class _Packages:
    """Those whose calls, imports and subclasses some patterns tell, and the files into which their objects may come."""

    def __init__(
        self,
        patterns: Collection[Pattern],
        hits: Hits,
        needles: frozenset[bytes],
        library: Library,
        importers: Importers,
    ) -> None:
        self._roots = {pattern.id: _roots_of(pattern, needles) for pattern in patterns}
        named: dict[str, set[str]] = defaultdict(set)
        for pattern in patterns:
            for origin in _origins(pattern):
                root, *rest = (name for name, _ in segments(origin))
                if root in self._roots[pattern.id]:
                    named[root] |= {f"{root}.{name}" for name in rest[:1]}
        self._reach = Reach({root: frozenset(own) for root, own in named.items()}, hits, library, importers)

    def among(
        self, met: Mapping[TreePath, Mapping[bytes, list[Pattern]]]
    ) -> dict[TreePath, frozenset[bytes]]:
        """Files, and of the needles that they hold those of packages that they name or whose objects may come into them."""
        there = {path: self._kept(path, own, self._is_there) for path, own in met.items()}
        doubtful = [path for path, own in there.items() if own and not self._kept(path, own, self._is_named)]
        if len(doubtful) > _FEW:
            there |= {path: self._kept(path, there[path], self._may_come) for path in doubtful}
        return {path: frozenset(own) for path, own in there.items() if own}

    def _kept(
        self, path: TreePath, own: Mapping[bytes, list[Pattern]], is_met: Callable[[Pattern, TreePath], bool]
    ) -> dict[bytes, list[Pattern]]:
        return {
            hit: patterns for hit, patterns in own.items() if any(is_met(each, path) for each in patterns)
        }

    def _is_there(self, pattern: Pattern, path: TreePath) -> bool:
        """Whether a file names a package of a pattern, or an object of one may be handed to it by one that imports it."""
        if self._is_named(pattern, path):
            return True
        handed = not isinstance(pattern.target, ImportTarget)
        return handed and any(map(self._reach.is_imported, self._roots[pattern.id]))

    def _is_named(self, pattern: Pattern, path: TreePath) -> bool:
        roots = self._roots[pattern.id]
        return not roots or any(self._reach.names(path, root) for root in roots)

    def _may_come(self, pattern: Pattern, path: TreePath) -> bool:
        return any(self._reach.reaches(path, root) for root in self._roots[pattern.id])


def _roots_of(pattern: Pattern, needles: frozenset[bytes]) -> frozenset[str]:
    """The packages of a pattern; none where not all of them are known by a name that the needles would find."""
    roots = frozenset(segments(origin)[0][0] for origin in _origins(pattern))
    return roots if all(_is_told(root, needles) for root in roots) else frozenset()


def _origins(pattern: Pattern) -> tuple[str, ...]:
    match pattern.target:
        case CallTarget(origins) | SubclassTarget(origins) | ImportTarget(origins):
            return origins
        case _:
            return ()


def _is_told(root: str, needles: frozenset[bytes]) -> bool:
    return root.islower() and "*" not in root and not needles.isdisjoint(telling(root))


def _standing(
    path: TreePath, hits: frozenset[bytes], leads: Mapping[bytes, list[Pattern]]
) -> dict[bytes, list[Pattern]]:
    """By needle, the patterns that can stand in a file of this name."""
    language = _language(path)
    found = {hit: [each for each in leads[hit] if _may_stand(each, path, language)] for hit in hits}
    return {hit: patterns for hit, patterns in found.items() if patterns}


def _is_met(
    pattern: Pattern, language: str, demands: Mapping[PatternId, Demand], texts: frozenset[bytes]
) -> bool:
    """Whether a file holds all that a pattern asks for; parts of a text in Python may be spelled out in another one."""
    if language == "python" and isinstance(pattern.target, TextTarget):
        return True
    return pattern.id not in demands or demands[pattern.id].met_by(texts)


def _language(path: TreePath) -> str:
    return language_of(path) or (_SOME if may_be_script(path) else "")


def _may_stand(pattern: Pattern, path: TreePath, language: str) -> bool:
    if language == _SOME and not isinstance(pattern.target, DependencyTarget | SettingTarget):
        return True
    match pattern.target:
        case CallTarget() | SubclassTarget() | ImportTarget() | DeclaredTarget():
            return language == "python"
        case ShapeTarget() | CombinationTarget() if not language:
            return False
        case DependencyTarget():
            return is_manifest(path)
        case SettingTarget():
            return in_files(pattern.target.files, path)
        case _:
            return not pattern.languages or language in pattern.languages
