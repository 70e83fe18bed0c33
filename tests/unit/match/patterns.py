"""Signatures in one line, and what of them fires in a program held in memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict, Unpack

from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.signature import (
    CallTarget,
    Pattern,
    PatternId,
    Role,
    Signature,
    SignatureId,
    SignatureKind,
    Strength,
    Target,
)
from smsaudit.model.words import Words
from tests.support.program import Sources, detections


class Details(TypedDict, total=False):
    """What a pattern need not have."""

    where: Mapping[str, str]
    unless: Mapping[str, str]
    arguments: Mapping[str, str]
    languages: tuple[str, ...]
    strength: Strength


def pattern(
    target: Target, role: Role = Role.SEND, name: str = "acme.send", **more: Unpack[Details]
) -> Pattern:
    """A pattern of the signature that its name begins with."""
    return Pattern(id=PatternId(name), role=role, target=target, why="It is so.", **more)


def call(*origins: str, name: str = "acme.send", **more: Unpack[Details]) -> Pattern:
    """A send by a call of one of these origins."""
    return pattern(CallTarget(origins), Role.SEND, name, **more)


def signature(
    *patterns: Pattern,
    kind: SignatureKind = SignatureKind.PROVIDER,
    hosts: tuple[str, ...] = (),
) -> Signature:
    """A signature that holds these patterns."""
    name = patterns[0].id.partition(".")[0]
    return Signature(
        id=SignatureId(name),
        kind=kind,
        name=Words(name.title(), name),
        patterns=patterns,
        examples=(),
        sources=(),
        hosts=hosts,
    )


def found(
    sources: Sources | str, *patterns: Pattern, context: Context = Context.PRODUCTION
) -> list[Detection]:
    """Detections of a signature that holds these patterns."""
    return detections(sources, [signature(*patterns)], context=context)


def lines(sources: Sources | str, *patterns: Pattern) -> list[int]:
    """Lines on which something fires."""
    return [detection.location.line for detection in found(sources, *patterns)]


def fires(sources: Sources | str, *patterns: Pattern) -> bool:
    """Whether anything fires."""
    return bool(found(sources, *patterns))
