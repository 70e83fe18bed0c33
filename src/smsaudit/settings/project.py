"""A configuration file, parsed: signature directories, declared facts, channels, senders and policy."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct, field
from msgspec.structs import replace

from smsaudit.model.baseline import Baseline
from smsaudit.model.declared import Declared, DeclaredPath, Sender
from smsaudit.model.errors import Problem, SmsauditError
from smsaudit.model.policy import Policy
from smsaudit.settings.baseline import baseline
from smsaudit.settings.channels import channel_facts, senders
from smsaudit.settings.facts import Said, facts, lapsing, path_of
from smsaudit.settings.file import Found, find, is_inside
from smsaudit.settings.log import Log, dotted
from smsaudit.settings.policy import POLICY_KEYS, policy

_KEYS = ("signatures", "baseline", "facts", "channel", "sender", "policy")


class Settings(Struct, frozen=True, kw_only=True):
    """What a project says about itself."""

    file: str = ""
    """The file it was read from; empty where there is none."""
    digest: str = ""
    """SHA-256 of that file."""
    signatures: tuple[Path, ...] = ()
    """Directories with the project's own signatures."""
    declared: Declared = field(default_factory=Declared)
    senders: tuple[Sender, ...] = ()
    policy: Policy | None = None
    baseline: Baseline | None = None
    """The findings that the project knows, out of the file that it names."""
    expired: tuple[Problem, ...] = ()
    """Facts that no longer hold on the day of the audit; they are left out of `declared`."""


def read(root: Path, config: Path | None, as_of: date, *, with_baseline: bool = True) -> Settings:
    """The settings for an audit of `root`; every mistake in the file is raised at once.

    Without the baseline, the file that is named as such need not be there.
    """
    found = find(root, config)
    if found is None:
        return Settings()
    log = Log(str(found.path), found.text, found.above)
    is_trusted = config is not None
    settings = _parsed(found, as_of, log, is_trusted=is_trusted)
    if with_baseline:
        settings = replace(settings, baseline=_baseline(found, log, is_trusted=is_trusted))
    log.check()
    return settings


def _parsed(found: Found, as_of: date, log: Log, *, is_trusted: bool) -> Settings:
    for name in found.table:
        if name not in _KEYS:
            _unknown(name, log)
    said = lapsing(_service(found.table.get("facts", {}), as_of, log), as_of)
    by_channel = dict(channel_facts(found.table.get("channel", ()), as_of, log))
    everything = [*said, *(each for members in by_channel.values() for each in members)]
    return Settings(
        file=str(found.path),
        digest=hashlib.sha256(found.text.encode()).hexdigest(),
        signatures=_directories(found, log, is_trusted=is_trusted),
        declared=_declared(said, by_channel, log),
        senders=tuple(senders(found.table.get("sender", ()), log)),
        policy=policy(found.table.get("policy"), log),
        expired=tuple(_expired(each, log) for each in everything if not each.holds),
    )


def _unknown(name: str, log: Log) -> None:
    if name in POLICY_KEYS:
        log.add((name,), "unknown key", f"it belongs into the table [{dotted((*log.above, 'policy'))}]")
    else:
        log.unknown((name,), _KEYS)


def _service(table: object, as_of: date, log: Log) -> list[Said]:
    if isinstance(table, dict):
        return list(facts(table, ("facts",), as_of, log))
    log.add(("facts",), "not a table", "begin it with [facts]")
    return []


def _directories(found: Found, log: Log, *, is_trusted: bool) -> tuple[Path, ...]:
    """Relative to the file; a file of the audited tree may only name folders beside or below it."""
    value = found.table.get("signatures", ())
    if (
        not isinstance(value, Sequence)
        or isinstance(value, str)
        or not all(isinstance(e, str) for e in value)
    ):
        log.add(("signatures",), "not a list of folders", 'write signatures = ["audit/signatures"]')
        return ()
    home = found.path.parent
    for each in value:
        if not is_trusted and not is_inside(home / each, home):
            log.add(("signatures",), f"{each!r} leads out of the tree", "pass it with --signatures instead")
        elif not os.path.isdir(home / each):  # noqa: PTH112 - never raises, whatever is written
            log.add(("signatures",), f"{each!r} is not a folder", "write its path relative to this file")
    return tuple(home / each for each in value)


def _baseline(found: Found, log: Log, *, is_trusted: bool) -> Baseline | None:
    """Likewise relative to the file, and in the tree where the tree names it."""
    value, key = found.table.get("baseline"), ("baseline",)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        log.add(key, "not the name of a file", 'write baseline = "smsaudit.baseline"')
        return None
    file = found.path.parent / value
    if not is_trusted and not is_inside(file, found.path.parent):
        log.add(key, f"{value!r} leads out of the tree", "pass it with --baseline instead")
        return None
    if not os.path.lexists(file):
        log.add(key, f"there is no file {value!r}", f"write it: smsaudit scan -o baseline={value}")
        return None
    try:
        return baseline(file)
    except SmsauditError as error:
        log.problems += error.problems
        return None


def _declared(said: list[Said], by_channel: Mapping[str, list[Said]], log: Log) -> Declared:
    if log.problems:
        return Declared()
    named = {each.key: each for each in said}
    for name, members in by_channel.items():
        named |= {f"channel.{name}.{each.at[-1]}": each for each in members}
    return Declared(
        path=_path(said),
        channels=MappingProxyType({name: _path(members) for name, members in by_channel.items()}),
        facts=MappingProxyType({key: each.fact for key, each in named.items() if each.holds}),
        expired=MappingProxyType({key: each.fact for key, each in named.items() if not each.holds}),
    )


def _path(said: list[Said]) -> DeclaredPath:
    return path_of({each.key: each.fact.value for each in said if each.holds})


def _expired(said: Said, log: Log) -> Problem:
    return log.problem(said.at, f"declared until {said.fact.until}, which has passed", "confirm it again")
