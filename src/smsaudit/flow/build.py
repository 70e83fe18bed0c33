"""From detections to entry points, flows and channels: the message-flow graph of one tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from smsaudit.flow.address import Addresses
from smsaudit.flow.backward import search
from smsaudit.flow.channels import acts, channels_of
from smsaudit.flow.choice import is_default
from smsaudit.flow.cut import Ways, joined, ways_of
from smsaudit.flow.elsewhere.code import FOLLOWED
from smsaudit.flow.entries import Entries, Entry
from smsaudit.flow.exposure import Exposures
from smsaudit.flow.far_end import names_in
from smsaudit.flow.handover import Handovers
from smsaudit.flow.message_flow import MessageFlow, Reach, Source
from smsaudit.flow.own_hosts import OwnHosts
from smsaudit.flow.program import Program
from smsaudit.flow.routes import Routes
from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.entrance import Exposure
from smsaudit.model.flow import Channel, EntryPoint, Flow, widest
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.language import LANGUAGES, NO_PROGRAMS
from smsaudit.model.location import Location, Place, TreePath
from smsaudit.model.redaction import redacted
from smsaudit.model.referent import Frame
from smsaudit.model.signature import Role, Signature
from smsaudit.model.words import Words

if TYPE_CHECKING:
    from smsaudit.flow.paths import Traced

_MAX_GUARD_FILES = 40
_PYTHON = frozenset(["python"])
_UNFOLLOWED = frozenset(LANGUAGES.values()) - FOLLOWED - NO_PROGRAMS
_NOT_FOLLOWED = Words(
    "something sends here, and who calls it is not followed in this language",
    "此处有发送操作，但该语言的调用者未作跟踪",
)


def build(
    program: Program,
    detections: Sequence[Detection],
    signatures: Mapping[str, Signature],
    choices: Mapping[TreePath, str],
) -> MessageFlow:
    """Search backwards from everything that sends in production, and put the answers together."""
    ordered = [signatures[name] for name in sorted(signatures)]
    acting = [d for d in detections if acts(d, signatures[d.signature])]
    here = _through_python(program, detections, acting, ordered, choices)
    there = _elsewhere(program, acting, ordered, len(here.points))
    flows = (*here.flows, *there.flows)
    reach = _reach(flows, program)
    addresses = Addresses(program, signatures)
    for channel in channels_of(detections, signatures, reach) if here.flows else ():
        given = {
            (d.location, role): texts for d in channel.detections for role, texts in addresses.given_late(d)
        }
        reach[channel.id] = replace(reach.get(channel.id, Reach()), given=given)
    reach = _serving(channels_of(detections, signatures, reach), reach, program)
    for channel in channels_of(detections, signatures, reach) if here.flows else ():
        reach[channel.id] = replace(reach[channel.id], sources=_source(channel, addresses))
    return MessageFlow(
        channels=channels_of(detections, signatures, reach),
        entry_points=(*here.points, *there.points),
        flows=tuple(map(_redacted, flows)),
        gaps=(*here.gaps, *there.gaps),
        reach=reach,
        ways=joined(here.ways, there.ways),
    )


class _Part(Struct, frozen=True):
    """What leads to the sends of some languages."""

    flows: tuple[Flow, ...] = ()
    points: tuple[EntryPoint, ...] = ()
    gaps: tuple[Gap, ...] = ()
    ways: Ways | None = None


def _through_python(
    program: Program,
    detections: Sequence[Detection],
    acting: Iterable[Detection],
    signatures: Sequence[Signature],
    choices: Mapping[TreePath, str],
) -> _Part:
    entries = Entries(program, signatures)
    sends = {d: program.function_at(d.location.path, d.scope) for d in _sending(acting, program, _PYTHON)}
    if not sends:
        return _Part()
    from smsaudit.flow.paths import sources, trace  # networkx takes its time to load, and is only needed here

    handovers = Handovers(program, entries, signatures)
    graph = search(program, entries, set(sends.values()), handovers)
    named: dict[str, Signature] = {signature.id: signature for signature in signatures}
    traced = trace(program, entries, graph, sends, _bodies(detections, program), choices, named)
    starts = sources(traced)
    _read_guards(program, starts)
    routes = Routes(program, signatures, starts)
    points = _numbered(starts, Exposures(program, signatures, routes), routes, program)
    flows = _to_the_end(_with_entry(one, points) for one in traced)
    return _Part(flows, tuple(points.values()), graph.gaps, ways_of(program, entries, graph, sends))


def _elsewhere(
    program: Program, acting: Iterable[Detection], signatures: Sequence[Signature], numbered: int
) -> _Part:
    """The same in languages whose names are not resolved; `numbered` entry points are known already."""
    acting = list(acting)
    sends = _sending(acting, program, FOLLOWED)
    unfollowed = _unfollowed(acting, program)
    if not sends:
        return _Part(gaps=unfollowed)
    from smsaudit.flow.elsewhere.flows import follow

    found = follow(program, signatures, sends)
    points = {
        entry: EntryPoint(
            id=f"e{number}",
            kind=entry.kind,
            framework=entry.framework,
            location=entry.location,
            name=found.names[entry.function],
            route=redacted(entry.route),
            methods=entry.verbs,
            exposure=access[0].exposure if access else Exposure.UNKNOWN,
            exposure_reason=access[0].reason if access else None,
            access=access,
        )
        for number, (entry, access) in enumerate(found.access.items(), start=numbered + 1)
    }
    flows = tuple(_with_entry(one, points) for one in found.traced)
    return _Part(flows, tuple(points.values()), (*found.gaps, *unfollowed), found.ways)


def _unfollowed(acting: Iterable[Detection], program: Program) -> tuple[Gap, ...]:
    """Sends in production, in languages in which nobody's calls are followed: the first of each file."""
    first: dict[TreePath, int] = {}
    for each in acting:
        facts = program.facts(each.location.path)
        is_sent = each.role is Role.SEND and each.context is Context.PRODUCTION
        if is_sent and facts is not None and facts.language in _UNFOLLOWED:
            first[each.location.path] = min(
                first.get(each.location.path, each.location.line), each.location.line
            )
    return tuple(Gap(path, GapKind.LIMIT, _NOT_FOLLOWED, line) for path, line in sorted(first.items()))


def _serving(channels: Iterable[Channel], reach: Mapping[str, Reach], program: Program) -> dict[str, Reach]:
    """The same, with the services of the tree's own deployment that channels connect to."""
    own, found = OwnHosts(program), dict(reach)
    for channel in channels:
        known = found.get(channel.id, Reach())
        given = (host for texts in known.given.values() for host in texts)
        named = {*names_in(channel.detections), *given}
        services = {host: place for host in sorted(named) if (place := own.defining(host)) is not None}
        if services:
            found[channel.id] = replace(known, services=services)
    return found


def _source(channel: Channel, addresses: Addresses) -> dict[tuple[Location, str], Source]:
    """Where the address of a channel's far end comes from."""
    place, host = channel.far_end.source, channel.far_end.host
    given = [d for d in channel.detections if d.location == place and host is not None]
    found = [source for d in given if (source := addresses.of(d, host or "")) != Source()]
    return {(place, host): found[0]} if found and place is not None and host is not None else {}


def _to_the_end(flows: Iterable[Flow]) -> tuple[Flow, ...]:
    """Flows without those that another one goes on from: who hands a message to a client of its own goes through it."""
    kept = tuple(flows)
    passed = {
        (flow.steps[0].location, flow.channel, step.called_at)
        for flow in kept
        for step in flow.steps
        if step.called_at is not None
    }
    return tuple(
        flow for flow in kept if (flow.steps[0].location, flow.channel, flow.steps[-1].location) not in passed
    )


def _read_guards(program: Program, starts: Sequence[Entry]) -> None:
    """Read the modules whose functions and classes stand guard before the entry points."""
    unread = sorted({path for entry in starts for path in program.unread_guards(entry.function)})
    if unread:
        program.load(unread[:_MAX_GUARD_FILES])


def _sending(
    detections: Iterable[Detection], program: Program, languages: Collection[str]
) -> list[Detection]:
    """Production sends in these languages; of a channel without any, what opens its links."""
    live = [d for d in detections if d.context is Context.PRODUCTION and _is_in(d, program, languages)]
    sending = {d.channel_id for d in live if d.role is Role.SEND}
    return [
        d
        for d in live
        if d.role is Role.SEND
        or (d.channel_id not in sending and d.role is Role.CLIENT and d.call is not None)
    ]


def _bodies(detections: Iterable[Detection], program: Program) -> dict[Frame, Place]:
    """Module bodies that make a client or send, and where they first do."""
    found: dict[Frame, Place] = {}
    for detection in detections:
        acts = detection.role in {Role.SEND, Role.CLIENT} and detection.context is Context.PRODUCTION
        if acts and _is_in(detection, program, _PYTHON):
            frame = program.function_at(detection.location.path, detection.scope)
            found[frame] = min(found.get(frame, detection.location.place), detection.location.place)
    return {frame: place for frame, place in found.items() if not frame.scope}


def _is_in(detection: Detection, program: Program, languages: Collection[str]) -> bool:
    """Whether a detection stands in code of one of these languages."""
    facts = program.facts(detection.location.path)
    return facts is not None and len(facts.scopes) > detection.scope and facts.language in languages


def _numbered(
    entries: Iterable[Entry], exposures: Exposures, routes: Routes, program: Program
) -> dict[Entry, EntryPoint]:
    points: dict[Entry, EntryPoint] = {}
    for number, entry in enumerate(entries, start=1):
        access = exposures.of(entry)
        points[entry] = EntryPoint(
            id=f"e{number}",
            kind=entry.kind,
            framework=entry.framework,
            location=entry.location,
            name=program.name_of(entry.function),
            route=redacted(routes.of(entry)),
            methods=entry.verbs,
            exposure=access[0].exposure if access else Exposure.UNKNOWN,
            exposure_reason=access[0].reason if access else None,
            access=access,
        )
    return points


def _with_entry(traced: Traced, points: Mapping[Entry, EntryPoint]) -> Flow:
    point = points.get(traced.entry) if traced.entry is not None else None
    return replace(traced.flow, entry_point=point.id if point is not None else None)


def _redacted(flow: Flow) -> Flow:
    """The flow as it may be shown: its conditions spell out what is compared with them."""
    steps = tuple(replace(step, condition=redacted(step.condition)) for step in flow.steps)
    recipients = tuple(replace(each, name=redacted(each.name)) for each in flow.recipients)
    return replace(flow, steps=steps, condition=redacted(flow.condition), recipients=recipients)


def _reach(flows: Iterable[Flow], program: Program) -> dict[str, Reach]:
    by_channel: dict[str, list[Flow]] = defaultdict(list)
    for flow in flows:
        by_channel[flow.channel].append(flow)
    found: dict[str, Reach] = {}
    for channel, own in by_channel.items():
        conditions = tuple(sorted({flow.condition for flow in own if flow.condition}))
        unconditional = any(not flow.condition for flow in own)
        shown = () if unconditional else tuple(sorted(widest(conditions), key=len)[:3])
        found[channel] = Reach(
            reached=any(flow.entry_point is not None for flow in own),
            conditions=tuple(map(redacted, shown)),
            is_default=is_default(shown, program) if shown else None,
        )
    return found
