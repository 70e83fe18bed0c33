"""The patterns of all signatures, sorted by what they look at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from msgspec import Struct, field
from msgspec.structs import replace

from smsaudit.match import urls
from smsaudit.match.origins import OriginIndex
from smsaudit.match.urls import UrlIndex
from smsaudit.model.host_glob import HostIndex
from smsaudit.model.origin_glob import GlobIndex
from smsaudit.model.signature import (
    CallTarget,
    CombinationTarget,
    DeclaredTarget,
    DependencyTarget,
    ImportTarget,
    Pattern,
    PatternId,
    Role,
    SettingTarget,
    ShapeTarget,
    Signature,
    SignatureKind,
    SubclassTarget,
    TextTarget,
    UrlTarget,
)
from smsaudit.model.value import Attribute, Value

_BESIDE = frozenset((SignatureKind.CONFERENCING, SignatureKind.CALL_CENTRE, SignatureKind.PAYMENT))
"""Kinds of signatures that know no sender."""


class Catalogue(Struct, frozen=True):
    """Look-up tables over signatures; made once per run."""

    signatures: tuple[Signature, ...]
    calls: OriginIndex
    subclasses: OriginIndex
    imports: GlobIndex[Pattern]
    requests: tuple[Pattern, ...]
    endpoints: tuple[Pattern, ...]
    texts: tuple[Pattern, ...]
    combinations: tuple[Pattern, ...]
    settings: tuple[Pattern, ...]
    shapes: tuple[Pattern, ...]
    dependencies: Mapping[str, tuple[Pattern, ...]]
    leads: Mapping[bytes, frozenset[PatternId]]
    """Needle -> patterns that can only match in a file that holds it (or another of their needles)."""
    declared: Mapping[str, tuple[Pattern, ...]]
    """Dotted name of a callable -> patterns that the project declares for it."""
    packages: frozenset[str]
    """First names of all origins and modules that signatures know."""
    addresses: UrlIndex
    """Sends that are known by their address, whatever needles a file holds."""
    described: HostIndex[Signature]
    """Signatures whose patterns say what is sent to a host; those of a protocol are its carriers' own."""
    owner: Mapping[PatternId, Signature] = field(default_factory=lambda: MappingProxyType({}))
    patterns: Mapping[PatternId, Pattern] = field(default_factory=lambda: MappingProxyType({}))
    renamed: frozenset[str] | None = None
    """Attributes that may be a callable of another name (`renaming.renamed`), in all files at hand; None if unknown."""
    given: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Addresses of senders that other files spell out, by the names that the file at hand has for them."""

    def knows(self, text: str) -> bool:
        """Whether a text holds an address that some signature describes."""
        return any(
            isinstance(pattern.target, UrlTarget) and urls.fits(pattern.target, text)
            for pattern in (*self.requests, *self.endpoints)
        ) or any(self.described.of(host) for host, _, _ in urls.addresses(text))

    @property
    def declared_names(self) -> frozenset[str]:
        """Last names of the declared callables."""
        return frozenset(call.rpartition(".")[2] for call in self.declared)

    def may_call(self, callee: Value) -> bool:
        """Whether a call of this expression, whatever it resolves to, could match a call pattern."""
        if self.renamed is None or not isinstance(callee, Attribute):
            return True
        name = callee.name
        return self.calls.ends_in(name) or name in self.renamed or name in self.declared_names

    def calls_in(self, hits: Iterable[bytes], roles: Collection[Role] = tuple(Role)) -> frozenset[str]:
        """Last names of the calls that a file with these needles may hold."""
        return self.declared_names | {
            glob.rpartition(".")[2]
            for pattern in self._led(hits)
            if pattern.role in roles and isinstance(pattern.target, CallTarget)
            for glob in pattern.target.origins
        }

    def addressed(self, hits: Iterable[bytes]) -> tuple[Pattern, ...]:
        """Sends that a file with these needles may hold and that are known by what they are given: an address, a command."""
        return tuple(
            pattern
            for pattern in self._led(hits)
            if pattern.role is Role.SEND
            and (isinstance(pattern.target, UrlTarget | TextTarget) or "*" in pattern.where)
        )

    def may_extend(self, hits: Iterable[bytes]) -> bool:
        """Whether a class in a file with these needles may be told by what it extends."""
        return any(isinstance(pattern.target, SubclassTarget) for pattern in self._led(hits))

    def _led(self, hits: Iterable[bytes]) -> list[Pattern]:
        led = frozenset().union(*(self.leads.get(hit, frozenset()) for hit in hits))
        return [self.patterns[name] for name in sorted(led) if name in self.patterns]

    def is_beside(self, hits: Iterable[bytes]) -> bool:
        """Whether a file with these needles can show features that need another licence, and nothing else."""
        led = frozenset().union(*(self.leads.get(hit, frozenset()) for hit in hits))
        return all(self.owner[name].kind in _BESIDE for name in led if name in self.owner)

    def narrowed(self, hits: Iterable[bytes]) -> Catalogue:
        """The catalogue for a file that holds these needles and no others.

        Calls, imports and numbers are looked for in every file that is read.
        """
        led = frozenset().union(*(self.leads.get(hit, frozenset()) for hit in hits))

        def kept(patterns: tuple[Pattern, ...]) -> tuple[Pattern, ...]:
            return tuple(p for p in patterns if p.id in led or p.role is Role.NUMBER)

        return replace(
            self,
            requests=kept(self.requests),
            endpoints=kept(self.endpoints),
            texts=kept(self.texts),
            combinations=kept(self.combinations),
            settings=kept(self.settings),
        )


def catalogue(
    signatures: Iterable[Signature],
    needles: Mapping[PatternId, frozenset[bytes]] = MappingProxyType({}),
    present: frozenset[bytes] | None = None,
) -> Catalogue:
    """Sort the patterns of `signatures` by target; `needles` are those of each pattern.

    Where it is known which needles are `present` in the tree, patterns of whose needles none is are left out.
    """
    kept = tuple(signatures)
    patterns = [
        pattern
        for signature in kept
        for pattern in signature.patterns
        if present is None or not needles.get(pattern.id) or needles[pattern.id] & present
    ]
    urls = [pattern for pattern in patterns if isinstance(pattern.target, UrlTarget)]
    dependencies: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        if isinstance(pattern.target, DependencyTarget):
            for package in pattern.target.packages:
                dependencies.setdefault(package.lower(), []).append(pattern)
    leads: dict[bytes, set[PatternId]] = {}
    for name, literals in needles.items():
        for literal in literals:
            leads.setdefault(literal, set()).add(name)
    return Catalogue(
        signatures=kept,
        calls=OriginIndex(pattern for pattern in patterns if isinstance(pattern.target, CallTarget)),
        subclasses=OriginIndex(pattern for pattern in patterns if isinstance(pattern.target, SubclassTarget)),
        imports=GlobIndex(
            (glob, pattern)
            for pattern in patterns
            if isinstance(pattern.target, ImportTarget)
            for glob in pattern.target.modules
        ),
        requests=tuple(pattern for pattern in urls if pattern.role is Role.SEND),
        endpoints=tuple(pattern for pattern in urls if pattern.role is not Role.SEND),
        texts=tuple(pattern for pattern in patterns if isinstance(pattern.target, TextTarget)),
        combinations=tuple(pattern for pattern in patterns if isinstance(pattern.target, CombinationTarget)),
        shapes=tuple(pattern for pattern in patterns if isinstance(pattern.target, ShapeTarget)),
        settings=tuple(pattern for pattern in patterns if isinstance(pattern.target, SettingTarget)),
        declared=MappingProxyType(_declared(patterns)),
        dependencies=MappingProxyType({package: tuple(found) for package, found in dependencies.items()}),
        packages=frozenset(name.partition(".")[0] for pattern in patterns for name in _dotted(pattern)),
        leads=MappingProxyType({literal: frozenset(found) for literal, found in leads.items()}),
        addresses=UrlIndex(p for s in kept for p in s.patterns if p.role is Role.SEND),
        described=HostIndex(
            (glob, each) for each in kept if each.kind is not SignatureKind.PROTOCOL for glob in each.hosts
        ),
        owner=MappingProxyType({p.id: signature for signature in kept for p in signature.patterns}),
        patterns=MappingProxyType({p.id: p for signature in kept for p in signature.patterns}),
    )


def _declared(patterns: Iterable[Pattern]) -> dict[str, tuple[Pattern, ...]]:
    found: dict[str, tuple[Pattern, ...]] = {}
    for pattern in patterns:
        if isinstance(pattern.target, DeclaredTarget):
            found[pattern.target.call] = (*found.get(pattern.target.call, ()), pattern)
    return found


def _dotted(pattern: Pattern) -> tuple[str, ...]:
    match pattern.target:
        case CallTarget(origins) | SubclassTarget(origins):
            return origins
        case ImportTarget(modules):
            return modules
        case DeclaredTarget(call):
            return (call,)
        case _:
            return ()
