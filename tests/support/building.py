"""Builders of model values from plain ones, for sample results."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from smsaudit.model.advice import Advice
from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.flow import Channel, EntryPoint, Flow
from smsaudit.model.gap import Gap
from smsaudit.model.location import Location, Place, TreePath
from smsaudit.model.result import AuditResult, Coverage, ToolVersion
from smsaudit.model.signature import PatternId, Role, SignatureId, Strength
from smsaudit.model.verdict import Judgement, Reason, Unit, Verdict
from smsaudit.model.words import Words
from tests.support.counsel import LEAVES, NO_ADVICE

AS_OF = date(2026, 11, 21)


def place(path: str, line: int, column: int = 1) -> Location:
    """A location from plain values."""
    return Location(TreePath(path), Place(line, column))


def reason(en: str, zh: str, location: str = "", statement: str = "") -> Reason:
    """A reason from plain values."""
    return Reason(text=Words(en, zh), location=location, statement=statement)


def detection(
    pattern: str,
    role: Role,
    where: Location,
    text: str,
    *,
    context: Context = Context.PRODUCTION,
    channel: str = "",
) -> Detection:
    """A detection of strength high, whose signature is the first part of the pattern id."""
    return Detection(
        signature=SignatureId(pattern.partition(".")[0]),
        pattern=PatternId(pattern),
        role=role,
        location=where,
        context=context,
        strength=Strength.HIGH,
        text=text,
        channel=channel,
    )


def judgement(channel: Channel, leaf: str, *because: Reason, despite: tuple[Reason, ...] = ()) -> Judgement:
    """A channel that reaches `leaf`, with the leaf's own label, confidence and status."""
    row = LEAVES[leaf]
    return Judgement(
        channel=channel,
        leaf=row,
        label=row.label,
        confidence=row.confidence,
        status=row.status,
        because=because,
        despite=despite,
    )


def unit(path: str, *judgements: Judgement, verdict: Verdict | None = None) -> Unit:
    """A unit whose verdict, unless given, is its first judgement's."""
    return Unit(path=path, verdict=verdict or verdict_of(judgements[0]), judgements=judgements)


def verdict_of(heaviest: Judgement) -> Verdict:
    """A verdict that says the same as one judgement."""
    return Verdict(
        leaf=heaviest.leaf,
        label=heaviest.label,
        confidence=heaviest.confidence,
        status=heaviest.status,
        because=heaviest.because,
        despite=heaviest.despite,
    )


def bare(leaf: str, *because: Reason) -> Verdict:
    """A verdict without any channel."""
    row = LEAVES[leaf]
    return Verdict(leaf=row, label=row.label, confidence=row.confidence, status=row.status, because=because)


def result(
    name: str,
    whole: Unit,
    *,
    units: tuple[Unit, ...] = (),
    entry_points: tuple[EntryPoint, ...] = (),
    flows: tuple[Flow, ...] = (),
    advice: Advice = NO_ADVICE,
    gaps: tuple[Gap, ...] = (),
) -> AuditResult:
    """An audit of a tree called `name`; the detections are those of the channels of `whole`."""
    return AuditResult(
        as_of=AS_OF,
        tool=ToolVersion(version="0.1.0", signatures="5f" * 32, law="a1" * 32),
        name=name,
        commit=None,
        coverage=Coverage(
            seen=412,
            considered=265,
            parsed=38,
            languages=MappingProxyType({"python": 31, "yaml": 5, "dotenv": 2}),
        ),
        whole=whole,
        units=units or (whole,),
        detections=tuple(found for judged in whole.judgements for found in judged.channel.detections),
        entry_points=entry_points,
        flows=flows,
        advice=advice,
        gaps=gaps,
    )
