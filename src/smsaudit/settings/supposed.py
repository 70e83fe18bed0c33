"""Declared facts with more of them supposed: `key=value` from the command line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from smsaudit.model.declared import FACT_KEYS, Declared, DeclaredFact, DeclaredPath
from smsaudit.model.errors import Problem, SmsauditError
from smsaudit.settings.channels import CHANNEL_KEYS
from smsaudit.settings.facts import CHOICES, FREE_KEYS

_FIELD_OF = {key: name for name, key in FACT_KEYS.items()}
_OPTION = "--declare"


def with_supposed(declared: Declared, assignments: Iterable[str], as_of: date) -> Declared:
    """The facts with those of the command line in their place; `channel.ID.key=value` is for one channel alone."""
    problems: list[Problem] = []
    for assignment in assignments:
        key, equals, value = assignment.partition("=")
        if not equals or not key.strip() or not value.strip():
            problems.append(
                Problem(_OPTION, 0, assignment, "is not key=value", "write service.reach=internal")
            )
            continue
        declared = _with(declared, key.strip(), value.strip(), as_of, problems)
    if problems:
        raise SmsauditError(*problems)
    return declared


def _with(declared: Declared, key: str, value: str, as_of: date, problems: list[Problem]) -> Declared:
    channel, fact_key = _of_channel(key)
    if fact_key not in CHOICES and (channel or fact_key not in FREE_KEYS):
        known = [*CHOICES, *FREE_KEYS, *(f"channel.ID.{name}" for name in CHANNEL_KEYS)]
        close = get_close_matches(key, known, n=1)
        mend = f"did you mean {close[0]}?" if close else "smsaudit init lists what can be declared"
        problems.append(Problem(_OPTION, 0, key, "is no fact", mend))
        return declared
    written = {**declared.facts, key: DeclaredFact(value=value, as_of=as_of, evidence="what-if")}
    declared = replace(declared, facts=MappingProxyType(written))
    if fact_key not in CHOICES:
        return declared
    allowed = [member.value for member in CHOICES[fact_key]]
    if value not in allowed:
        problems.append(
            Problem(_OPTION, 0, key, f"{value!r} is not one of the values", f"write {', '.join(allowed)}")
        )
        return declared
    chosen: dict[str, Any] = {_FIELD_OF[fact_key]: CHOICES[fact_key](value)}
    if not channel:
        return replace(declared, path=replace(declared.path, **chosen))
    own = replace(declared.channels.get(channel, DeclaredPath()), **chosen)
    return replace(declared, channels=MappingProxyType({**declared.channels, channel: own}))


def _of_channel(key: str) -> tuple[str, str]:
    """Channel and fact of `channel.ID.key`; every other key is of the whole service."""
    parts = key.split(".")
    if parts[0] == "channel" and len(parts) >= 3:  # noqa: PLR2004 - channel, id, key
        return ".".join(parts[1:-1]), CHANNEL_KEYS.get(parts[-1], "")
    return "", key
