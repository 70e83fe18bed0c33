"""Names in a policy that only the catalogue and the law can confirm: a misspelt one would guard nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from fnmatch import fnmatchcase

from smsaudit.model.errors import Problem
from smsaudit.model.mention import Mention
from smsaudit.model.policy import Policy
from smsaudit.model.signature import SignatureKind
from smsaudit.model.threshold import SCENARIOS

_OTHER = "other:"
_OUTCOMES = f"write {', '.join(SCENARIOS)}, or one that smsaudit law list leaves prints"


def is_named(channel: str, kind: SignatureKind, names: Iterable[str]) -> bool:
    """Whether a channel is among `names`: by its id, a glob of ids, or its kind."""
    return any(name == kind.value or fnmatchcase(channel, name) for name in names)


def unknown_names(policy: Policy, channels: Collection[str], leaves: Collection[str]) -> tuple[Problem, ...]:
    """What the policy names and nobody knows."""
    known = {*channels, *(kind.value for kind in SignatureKind)}
    return (
        *_unknown(policy.channel_names, known, "no channel", "smsaudit signatures list prints them"),
        *_unknown(policy.leaf_names, {*leaves, *SCENARIOS}, "neither a scenario nor an outcome", _OUTCOMES),
    )


def _unknown(
    mentions: Iterable[Mention], known: Collection[str], what: str, otherwise: str
) -> Iterator[Problem]:
    for mention in mentions:
        name = mention.name
        if name.startswith(_OTHER) or any(fnmatchcase(each, name) for each in known):
            continue
        close = get_close_matches(name, known, n=1)
        mend = f"did you mean {close[0]}?" if close else otherwise
        yield Problem(mention.file, mention.line, mention.key, f"{name!r} is {what}", mend)
