"""Matches of one file, with their context and channel: detections."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from smsaudit.match.catalogue import Catalogue
from smsaudit.match.code import in_code
from smsaudit.match.found import Match
from smsaudit.match.protocol_code import Family, in_protocol_code
from smsaudit.match.questions import Questions
from smsaudit.match.sms_code import in_sms_code
from smsaudit.match.written import in_writing
from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.fact import Facts, Guard, ScopeKind
from smsaudit.model.location import Location, TreePath
from smsaudit.model.redaction import redacted
from smsaudit.model.signature import Role, SignatureKind, Strength
from smsaudit.model.value import Attribute, Name, Number, Truth

_STUB = re.compile(
    r"(?:^|_)(?:mock|fake|dummy|stub|null|noop|no_op|console|simulated|sandbox)(?:_|$)"
    r"|(?:Mock|Fake|Dummy|Stub|Null|Noop|NoOp|Simulated)(?=[A-Z]|$)",
)
_NEVER = (Truth(value=False), Truth(value=None), Number(0), Name("TYPE_CHECKING"))
_CODE_ROLES = frozenset((Role.SEND, Role.CLIENT, Role.SERVER, Role.MANAGEMENT))


def detect(
    path: TreePath,
    facts: Facts,
    context: Context,
    known: Catalogue,
    ask: Questions,
    line: Callable[[int], str],
    family: Family = Family(),
) -> Iterator[Detection]:
    """Every detection in one file, sorted by place; `line` answers the text of a line.

    `family` says what is known of hand-written protocol code from the files that this one imports.
    """
    found = list(in_writing(path, facts, known, ask))
    if facts.language == "python":
        found += in_code(path, facts, known, ask)
        found += in_protocol_code(path, facts, _with_own(family, found, known), known, ask)
        found += _without_known(in_sms_code(path, facts, known, ask), found)
    seen: set[tuple[str, int, int]] = set()
    for match in sorted(found, key=lambda m: (m.place, m.pattern.id)):
        key = (match.pattern.id, match.place.line, match.place.column)
        if key not in seen:
            seen.add(key)
            yield _detection(path, facts, context, known, match, line)


def _with_own(family: Family, found: list[Match], known: Catalogue) -> Family:
    own = {
        known.owner[match.pattern.id].id
        for match in found
        if match.pattern.role is Role.PROTOCOL
        and known.owner[match.pattern.id].kind is SignatureKind.PROTOCOL
    }
    return replace(family, signatures=family.signatures | own)


def _without_known(shaped: Iterable[Match], found: list[Match]) -> list[Match]:
    """Senders that only look like one are left out where a signature names the same call."""
    named = {match.call for match in found if match.pattern.role in {Role.SEND, Role.CLIENT, Role.MANAGEMENT}}
    return [match for match in shaped if match.call not in named]


def _detection(
    path: TreePath, facts: Facts, context: Context, known: Catalogue, match: Match, line: Callable[[int], str]
) -> Detection:
    pattern = match.pattern
    return Detection(
        signature=known.owner[pattern.id].id,
        pattern=pattern.id,
        role=pattern.role,
        location=Location(path, match.place),
        context=_context(facts, context, match),
        strength=_strength(facts, match),
        text=redacted(line(match.place.line)),
        resolution=match.resolution,
        scope=match.scope,
        call=match.call,
        values=_redacted(match.values),
        feature=pattern.feature,
    )


def _strength(facts: Facts, match: Match) -> Strength:
    """A mended file is read at most with medium strength."""
    strength = match.pattern.strength
    return Strength.MEDIUM if facts.mended and strength is Strength.HIGH else strength


def _redacted(values: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType(
        {
            role: texts if role in {"host", "port"} else tuple(map(redacted, texts))
            for role, texts in values.items()
        }
    )


def _context(facts: Facts, context: Context, match: Match) -> Context:
    """The file's context, or dead or stub where the place itself shows it."""
    if context is not Context.PRODUCTION or match.call is None:
        return context
    if any(_is_never(guard) for guard in facts.calls[match.call].guards):
        return Context.DEAD
    scope = match.scope
    while scope > 0:
        definition = facts.scopes[scope]
        if definition.kind is ScopeKind.CLASS and _STUB.search(definition.name):
            return Context.STUB
        scope = definition.parent
    return context


def _is_never(guard: Guard) -> bool:
    if isinstance(guard.test, Attribute) and guard.test.name == "TYPE_CHECKING":
        return guard.holds
    return guard.holds and any(guard.test == value for value in _NEVER)
