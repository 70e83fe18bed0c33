"""Matches of one file, with their context and channel: detections."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from msgspec.structs import replace

from smsaudit.match.catalogue import Catalogue
from smsaudit.match.code import in_code
from smsaudit.match.elsewhere import placed
from smsaudit.match.foreign_links import links
from smsaudit.match.foreign_requests import foreign_requests
from smsaudit.match.found import Match
from smsaudit.match.kept_texts import at_uses
from smsaudit.match.protocol_code import Family, in_protocol_code, submits_handed_over
from smsaudit.match.questions import Questions
from smsaudit.match.sms_code import in_sms_code
from smsaudit.match.written import in_writing
from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.fact import Facts, Guard, ScopeKind
from smsaudit.model.location import Location, TreePath
from smsaudit.model.placeholder import is_placeholder
from smsaudit.model.redaction import redacted, without_login
from smsaudit.model.signature import DeclaredTarget, Role, SignatureKind, Strength
from smsaudit.model.value import Attribute, Compared, Name, Number, Text, Truth, Value

_STUB = re.compile(
    r"(?:^|_)(?:mock|fake|dummy|stub|null|noop|no_op|console|simulated|sandbox)(?:_|$)"
    r"|(?:Mock|Fake|Dummy|Stub|Null|Noop|NoOp|Simulated)(?=[A-Z]|$)",
)
_SECOND_LEVEL = frozenset(["co", "com", "org", "net", "gov", "edu", "ac", "or", "ne", "go", "in"])
"""Below a country's domain, what comes before the name."""
_EVERYBODY = frozenset(["sms", "api", "www", "msg", "http", "gateway"])
"""Names of hosts that say nothing of whose they are."""
_NAMED_KINDS = frozenset(
    (
        SignatureKind.PROVIDER,
        SignatureKind.PROTOCOL,
        SignatureKind.GATEWAY,
        SignatureKind.MODEM,
        SignatureKind.FRAMEWORK,
    )
)


def detect(
    path: TreePath,
    facts: Facts,
    context: Context,
    known: Catalogue,
    ask: Questions,
    line: Callable[[int], str],
    family: Family | None = None,
) -> Iterator[Detection]:
    """Every detection in one file, sorted by place; `line` answers the text of a line.

    `family` says what is known of hand-written protocol code from the files that this one imports.
    """
    found = list(in_writing(path, facts, known, ask))
    if facts.language == "python":
        found = list(at_uses(path, facts, found, known, ask))
        found += in_code(path, facts, known, ask)
        found += in_protocol_code(path, facts, _with_own(family or Family(), found, known), known, ask)
        found += submits_handed_over(facts, found, known)
        found += _of_nobody_known(
            in_sms_code(path, facts, known, ask, beside=_parts_that_name_a_channel(facts, found, known)),
            found,
            known,
        )
    elif facts.words:
        found = list(placed(facts, found, known))
        found += links(facts, found, known)
        found += foreign_requests(path, facts, known, beside=[each.scope for each in _telling(found, known)])
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
    return replace(family, signatures=family.signatures | own, here=frozenset(own))


def _parts_that_name_a_channel(facts: Facts, found: list[Match], known: Catalogue) -> frozenset[int]:
    """Functions and classes of the file of which a signature knows who they send through; then less in them need be guessed."""
    return frozenset(facts.index.outermost(match.scope) for match in _telling(found, known))


def _of_nobody_known(guessed: Iterable[Match], found: list[Match], known: Catalogue) -> Iterator[Match]:
    """Calls that look like sending, without guesses at those of which a signature knows through whom they do."""
    told = {each.call for each in _telling(found, known) if each.pattern.role is Role.SEND}
    for each in guessed:
        if each.call not in told or known.owner[each.pattern.id].kind is not SignatureKind.UNKNOWN:
            yield each


def _telling(found: list[Match], known: Catalogue) -> Iterator[Match]:
    """Matches that show a channel which a signature knows."""
    telling = {Role.SEND, Role.CLIENT, Role.ENDPOINT, Role.PROTOCOL}
    for match in found:
        if match.pattern.role in telling and known.owner[match.pattern.id].kind in _NAMED_KINDS:
            yield match


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
        channel=_channel(path, known, match),
        feature=pattern.feature,
    )


def _channel(path: TreePath, known: Catalogue, match: Match) -> str:
    """`other:<name>` for what no entry names: after its product, the host if it is written, or else the module."""
    if match.pattern.product:
        return f"other:{match.pattern.product}"
    is_named = isinstance(match.pattern.target, DeclaredTarget)
    if is_named or known.owner[match.pattern.id].kind is not SignatureKind.UNKNOWN:
        return ""
    for host in match.values.get("host", ()):
        labels = [label for label in host.rpartition("@")[2].split(".") if label]
        if len(labels) > 1 and not labels[-1].isdigit() and not is_placeholder(host):
            return f"other:{_slug(_company(labels))}"
    stem = path.rpartition("/")[2].rpartition(".")[0]
    folder = path.rpartition("/")[0].rpartition("/")[2]
    return f"other:{_slug(folder if stem == '__init__' else stem)}"


def _company(labels: list[str]) -> str:
    """Who a host belongs to: `acme` of `api.acme.com` and of `sms.acme.co.uk`, but `sms-ir` of `api.sms.ir`."""
    is_shared = len(labels) > 2 and labels[-2] in _SECOND_LEVEL  # noqa: PLR2004
    name = labels[-3] if is_shared else labels[-2]
    return f"{name}-{labels[-1]}" if name in _EVERYBODY else name


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "unknown"


def _strength(facts: Facts, match: Match) -> Strength:
    """A mended file is read at most with medium strength."""
    strength = match.pattern.strength
    return Strength.MEDIUM if facts.mended and strength is Strength.HIGH else strength


def _redacted(values: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType(
        {
            role: tuple(map(without_login if role in {"host", "port"} else redacted, texts))
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
    truth = _constant(guard.test)
    return truth is not None and truth is not guard.holds


def _constant(test: Value) -> bool | None:
    """Whether a test is always true or always false; None where it may be either."""
    match test:
        case Truth(value):
            return bool(value)
        case Number(value):
            return bool(value)
        case Text(value):
            return bool(value)
        case Name("TYPE_CHECKING") | Attribute(_, "TYPE_CHECKING"):
            return False
        case Compared("not", inner, _):
            truth = _constant(inner)
            return None if truth is None else not truth
        case _:
            return None
