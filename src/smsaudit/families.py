"""Which files belong to hand-written protocol code: those in which it stands, and those that import it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from smsaudit.library import SourceLibrary
from smsaudit.match.catalogue import Catalogue
from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.location import TreePath
from smsaudit.model.signature import Role, Shape, ShapeTarget, SignatureId, SignatureKind
from smsaudit.model.source import PYTHON
from smsaudit.resolve.program import Program

_MAX_IMPORTERS = 40
_PACKAGE = "__init__.py"


def families_in(
    found: Mapping[TreePath, list[Detection]], program: Program, known: Catalogue
) -> dict[TreePath, frozenset[SignatureId]]:
    """Files that import hand-written protocol code (or code that connects its links), with the protocols.

    What stands in a module of a package is imported from the package as well, where the package itself imports it.
    """
    speaking: dict[TreePath, set[SignatureId]] = defaultdict(set)
    for path, detections in found.items():
        for detection in detections:
            signature = known.owner[detection.pattern]
            if signature.kind is SignatureKind.PROTOCOL and (
                (detection.role is Role.PROTOCOL and _shape(detection, known) is None)
                or _shape(detection, known) is Shape.PROTOCOL_CONNECT
            ):
                speaking[path].add(signature.id)
    for path in found:
        for module in (program.imported_modules(path) & set(speaking)) if path.endswith(_PACKAGE) else ():
            if _is_around(path, [module]):
                speaking[path] |= speaking[module]
    families: dict[TreePath, frozenset[SignatureId]] = {}
    for path in found:
        modules = (program.imported_modules(path) | {path}) & set(speaking)
        if modules:
            families[path] = frozenset(name for module in modules for name in speaking[module])
    return families


def load_who_speaks_through(
    library: SourceLibrary, program: Program, found: Mapping[TreePath, list[Detection]], known: Catalogue
) -> list[TreePath]:
    """Read the importers of files that put packets of a protocol together: the link may be theirs, and nothing else tell it."""
    speaking = {
        path
        for path, detections in found.items()
        if path.endswith(PYTHON)
        and library.context(path) is Context.PRODUCTION
        and any(
            each.role is Role.PROTOCOL and known.owner[each.pattern].kind is SignatureKind.PROTOCOL
            for each in detections
        )
    }
    near = program.import_distances(speaking, 1) if speaking else {}
    packages = {path for path in near if path.endswith(_PACKAGE) and _is_around(path, speaking)}
    near |= program.import_distances(packages, 1) if packages else {}
    unread = sorted(path for path in near if not library.is_loaded(path))[:_MAX_IMPORTERS]
    program.load(unread)
    return unread


def clients_in(
    found: Mapping[TreePath, list[Detection]], program: Program, known: Catalogue
) -> frozenset[str]:
    """Dotted names of the classes in whose methods a link is connected."""
    return frozenset(
        name
        for path, detections in found.items()
        for detection in detections
        if _shape(detection, known) is Shape.PROTOCOL_CONNECT
        for name in program.class_names(path, detection.scope)
    )


def _is_around(package: TreePath, modules: Collection[TreePath]) -> bool:
    """Whether one of these modules stands in the folder of a package."""
    return any(module.startswith(package[: -len(_PACKAGE)]) for module in modules)


def _shape(detection: Detection, known: Catalogue) -> Shape | None:
    for pattern in known.shapes:
        if pattern.id == detection.pattern and isinstance(pattern.target, ShapeTarget):
            return pattern.target.shape
    return None
