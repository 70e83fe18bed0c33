"""The patterns of all signatures, sorted by what they look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from smsaudit.match.origins import OriginIndex
from smsaudit.model.signature import (
    CallTarget,
    CombinationTarget,
    DependencyTarget,
    ImportTarget,
    Pattern,
    PatternId,
    Role,
    SettingTarget,
    Signature,
    SubclassTarget,
    TextTarget,
    UrlTarget,
)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Look-up tables over signatures; made once per run."""

    signatures: tuple[Signature, ...]
    calls: OriginIndex
    subclasses: OriginIndex
    imports: tuple[Pattern, ...]
    requests: tuple[Pattern, ...]
    endpoints: tuple[Pattern, ...]
    texts: tuple[Pattern, ...]
    combinations: tuple[Pattern, ...]
    settings: tuple[Pattern, ...]
    dependencies: Mapping[str, tuple[Pattern, ...]]
    owner: Mapping[PatternId, Signature] = field(default_factory=lambda: MappingProxyType({}))


def catalogue(signatures: Iterable[Signature]) -> Catalogue:
    """Sort the patterns of `signatures` by target."""
    kept = tuple(signatures)
    patterns = [pattern for signature in kept for pattern in signature.patterns]
    urls = [pattern for pattern in patterns if isinstance(pattern.target, UrlTarget)]
    dependencies: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        if isinstance(pattern.target, DependencyTarget):
            for package in pattern.target.packages:
                dependencies.setdefault(package.lower(), []).append(pattern)
    return Catalogue(
        signatures=kept,
        calls=OriginIndex(pattern for pattern in patterns if isinstance(pattern.target, CallTarget)),
        subclasses=OriginIndex(pattern for pattern in patterns if isinstance(pattern.target, SubclassTarget)),
        imports=tuple(pattern for pattern in patterns if isinstance(pattern.target, ImportTarget)),
        requests=tuple(pattern for pattern in urls if pattern.role is Role.SEND),
        endpoints=tuple(pattern for pattern in urls if pattern.role is not Role.SEND),
        texts=tuple(pattern for pattern in patterns if isinstance(pattern.target, TextTarget)),
        combinations=tuple(pattern for pattern in patterns if isinstance(pattern.target, CombinationTarget)),
        settings=tuple(pattern for pattern in patterns if isinstance(pattern.target, SettingTarget)),
        dependencies=MappingProxyType({package: tuple(found) for package, found in dependencies.items()}),
        owner=MappingProxyType({p.id: signature for signature in kept for p in signature.patterns}),
    )
