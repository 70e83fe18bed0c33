"""Copies of SDKs inside the tree: what lies in them is vendored, and what is called in them is shown there as well.

A tree that publishes the SDK under its own name (a fork with an application beside it, say) holds no copy: it is the
project's own code. A framework that only hands on is then no channel either: what it hands on to stands in the same tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import chain
from types import MappingProxyType

from msgspec import Struct, field
from msgspec.structs import replace

from smsaudit.library import SourceLibrary
from smsaudit.match.catalogue import Catalogue
from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.location import Location, TreePath
from smsaudit.model.origin_glob import matches
from smsaudit.model.redaction import redacted
from smsaudit.model.referent import Frame
from smsaudit.model.signature import CallTarget, PatternId, Role, SignatureKind
from smsaudit.published import published_names
from smsaudit.resolve.program import Program

_SEPARATORS = re.compile(r"[-_.]")


class _Copies(Struct):
    """Files of copied SDKs, and who calls them."""

    defined: dict[tuple[str, Frame], Detection] = field(default_factory=dict)
    """Pattern and function of the copy -> a call of it."""
    calls: set[tuple[PatternId, Location]] = field(default_factory=set)
    """Patterns and the places where the copy is called by them."""
    users: set[TreePath] = field(default_factory=set)
    roots: set[str] = field(default_factory=set)

    def holds(self) -> frozenset[TreePath]:
        """The files that hold the functions."""
        return frozenset(frame.path for _, frame in self.defined)


def with_copies(
    detections: list[Detection], known: Catalogue, program: Program, library: SourceLibrary
) -> list[Detection]:
    """The detections, those inside a copied SDK as vendored ones, with the functions of the copy that are called.

    A copy is recognised by being called as the SDK that it is; what only tests and examples call is the SDK's own
    project.
    """
    detections = _without_namesakes(detections, known, program)
    found = _copies(detections, known, program)
    if any(_is_published_as(root, name) for root in found.roots for name in published_names(library)):
        hands_on = {each for each in found.calls if known.owner[each[0]].kind is SignatureKind.FRAMEWORK}
        own = [each for each in detections if (each.pattern, each.location) not in hands_on]
        reaching = {
            key: each for key, each in found.defined.items() if (each.pattern, each.location) not in hands_on
        }
        return _sorted(own, _definitions(reaching, library, Context.PRODUCTION))
    copies = found.holds()
    folders = {
        folder for path in copies for folder in _above(path) if folder.rpartition("/")[2] in found.roots
    }

    def is_copied(path: TreePath) -> bool:
        return path in copies or (path not in found.users and not folders.isdisjoint(_above(path)))

    marked = [
        replace(d, context=Context.VENDORED)
        if d.context is Context.PRODUCTION and is_copied(d.location.path)
        else d
        for d in detections
    ]
    return _sorted(marked, _definitions(found.defined, library, Context.VENDORED))


def _without_namesakes(detections: list[Detection], known: Catalogue, program: Program) -> list[Detection]:
    """The detections, without calls of a modem's library whose code in the tree says itself how it drives the modem.

    Such libraries are one file, and every project has its own `sim800l.py`.
    """
    driving = {
        each.location.path: each.signature
        for each in detections
        if each.role is Role.SEND and known.owner[each.pattern].kind is SignatureKind.MODEM
    }

    def is_namesake(each: Detection) -> bool:
        owner = known.owner[each.pattern]
        return (
            owner.kind is SignatureKind.MODEM
            and each.call is not None
            and any(
                driving.get(frame.path, owner.id) != owner.id
                for callee in program.callees(each.location.path, each.call)
                for frame in program.functions_of(callee)
                if frame.path != each.location.path
            )
        )

    return [each for each in detections if not is_namesake(each)] if driving else detections


def _above(path: str) -> list[str]:
    """The folders that a file lies in, from within outwards."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:end]) for end in range(len(parts), 0, -1)]


def _is_published_as(root: str, name: str) -> bool:
    """Whether a distribution is that of a package: of its name, or with a word put to it (`python-smpplib`)."""
    return f"-{_SEPARATORS.sub('-', root)}-" in f"-{_SEPARATORS.sub('-', name)}-"


def _sorted(*detections: Iterable[Detection]) -> list[Detection]:
    return sorted(chain.from_iterable(detections), key=lambda d: (d.location, d.pattern))


def _copies(detections: Iterable[Detection], known: Catalogue, program: Program) -> _Copies:
    calls: dict[str, CallTarget] = {
        pattern.id: pattern.target
        for signature in known.signatures
        for pattern in signature.patterns
        if isinstance(pattern.target, CallTarget) and pattern.role is not Role.FEATURE
    }
    found = _Copies()
    for detection in detections:
        target = calls.get(detection.pattern)
        if target is None or detection.call is None or detection.context is not Context.PRODUCTION:
            continue
        for callee in program.callees(detection.location.path, detection.call):
            for frame in program.functions_of(callee):
                if frame.path != detection.location.path and _is_copy(frame, target, program):
                    found.defined.setdefault((detection.pattern, frame), detection)
                    found.calls.add((detection.pattern, detection.location))
                    found.users.add(detection.location.path)
                    found.roots |= {origin.partition(".")[0] for origin in target.origins}
    return found


def _definitions(
    defined: Mapping[tuple[str, Frame], Detection], library: SourceLibrary, context: Context
) -> Iterable[Detection]:
    """What is called of the SDK where it is defined: a function, or the class of which an object is made."""
    for (_, frame), detection in defined.items():
        facts = library.facts(frame.path)
        if facts is not None:
            scope = facts.scopes[frame.scope]
            place = (facts.scopes[scope.parent] if scope.name == "__init__" else scope).place
            yield replace(
                detection,
                location=Location(frame.path, place),
                context=context,
                text=redacted(library.line(frame.path, place.line)),
                scope=frame.scope,
                call=None,
                values=MappingProxyType({}),
            )


def _is_copy(frame: Frame, target: CallTarget, program: Program) -> bool:
    name = f"{program.module_name(frame.path)}.{program.name_of(frame)}".removesuffix(".__init__")
    return any(matches(glob, name, in_tree=True) for glob in target.origins)
