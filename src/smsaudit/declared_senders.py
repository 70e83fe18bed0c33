"""Senders that a project declares, as patterns among the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

import msgspec
from msgspec.structs import replace

from smsaudit.known import Known
from smsaudit.model.declared import Sender
from smsaudit.model.errors import Problem, SmsauditError
from smsaudit.model.signature import (
    DeclaredTarget,
    Pattern,
    PatternId,
    Role,
    Signature,
    SignatureId,
    SignatureKind,
)
from smsaudit.model.words import Words

_OTHER = "other:"


def with_senders(known: Known, senders: Sequence[Sender]) -> Known:
    """The catalogue with a pattern for every declared callable, under the channel that it was declared for.

    Raises `SmsauditError` for a channel that is neither in the catalogue nor called `other:…`.
    """
    if not senders:
        return known
    from smsaudit.signatures.needles import needles_by_pattern  # not needed where nothing is declared

    if problems := tuple(_unknown(known.signatures, senders)):
        raise SmsauditError(*problems)
    found = dict(known.signatures)
    for sender in dict.fromkeys(senders):
        owner = found.get(sender.channel) or _other(sender.channel)
        pattern = _pattern(sender)
        found[sender.channel] = msgspec.structs.replace(owner, patterns=(*owner.patterns, pattern))
    declared = [found[sender.channel] for sender in senders]
    said = repr(sorted((sender.call, sender.channel) for sender in senders))
    return replace(
        known,
        digest=sha256(f"{known.digest} {said}".encode()).hexdigest(),
        signatures=found,
        needles={**known.needles, **needles_by_pattern(declared)},
    )


def _pattern(sender: Sender) -> Pattern:
    why = f"Declared on {sender.as_of.isoformat()} to send through this channel: {sender.evidence}."
    name = PatternId(f"{sender.channel}.{sender.call.replace('.', '-')}")
    return Pattern(id=name, role=Role.SEND, target=DeclaredTarget(sender.call), why=why)


def _other(channel: str) -> Signature:
    name = channel.removeprefix(_OTHER)
    return Signature(
        id=SignatureId(channel),
        kind=SignatureKind.UNKNOWN,
        name=Words(f"{name} (declared)", f"{name}（已声明）"),
        patterns=(),
        examples=(),
        sources=(),
    )


def _unknown(known: Mapping[str, Signature], senders: Iterable[Sender]) -> Iterable[Problem]:
    from difflib import get_close_matches

    for sender in senders:
        if sender.channel in known or sender.channel.startswith(_OTHER):
            continue
        close = get_close_matches(sender.channel, known, n=1)
        mend = (
            f"did you mean {close[0]}?"
            if close
            else f"write {_OTHER}{sender.channel}, or see `smsaudit signatures list`"
        )
        at = sender.mention
        yield Problem(at.file, at.line, at.key, f"{sender.channel!r} is no channel", mend)
