"""`[policy]`: what a team allows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from msgspec import Struct, field

from smsaudit.model.entrance import EntryKind, Exposure
from smsaudit.model.mention import Mention
from smsaudit.model.policy import (
    WHOLE,
    Clause,
    Contract,
    Limits,
    NoEntry,
    NoExposure,
    NoParts,
    OnlyParts,
    Policy,
)
from smsaudit.model.threshold import SCENARIOS, FailOn
from smsaudit.model.toml_lines import Key
from smsaudit.settings.log import Log
from smsaudit.settings.tables import tables

LIMIT_KEYS = ("max-scenario", "channels", "providers")
POLICY_KEYS = (*LIMIT_KEYS, "fail-on", "path", "contract")
CLAUSE_KEYS = ("only", "no", "no-exposure", "no-entry")
CONTRACT_KEYS = ("name", *CLAUSE_KEYS, "may-reach")

LEAF = r"[A-Z]{1,2}[0-9]?"
ALLOWED_CHANNEL = r"(?:other:)?[a-z0-9*?][a-z0-9*?-]*"
_Choice = TypeVar("_Choice", bound=StrEnum)


class _Reader(Struct):
    """Reads the tables of a policy, and keeps the names that later stages have to confirm."""

    log: Log
    channels: list[Mention] = field(default_factory=list)
    leaves: list[Mention] = field(default_factory=list)

    def limits(self, table: Mapping[str, object], at: Key, path: str) -> Limits:
        return Limits(
            path=path,
            max_scenario=self._scenario(table, at),
            channels=self._channels(table, (*at, "channels")) if "channels" in table else None,
            providers=self._channels(table, (*at, "providers")) if "providers" in table else None,
        )

    def contract(self, table: Mapping[str, object], at: Key) -> Contract | None:
        for key in table:
            if key not in CONTRACT_KEYS:
                self.log.unknown((*at, key), CONTRACT_KEYS)
        name = table.get("name")
        if not isinstance(name, str) or not name.strip():
            self.log.add((*at, "name"), "missing", 'name what it protects, name = "one door to the gateway"')
        if "may-reach" not in table:
            self.log.add((*at, "may-reach"), "missing", 'name channels or kinds, may-reach = ["modem"]')
        channels = self._channels(table, (*at, "may-reach")) if "may-reach" in table else ()
        clause = self._clause(table, at)
        return None if clause is None else Contract(name=str(name), clause=clause, channels=channels)

    def _clause(self, table: Mapping[str, object], at: Key) -> Clause | None:
        given = [key for key in CLAUSE_KEYS if key in table]
        if len(given) != 1:
            mend = f"say who may or may not, with one of {', '.join(CLAUSE_KEYS)}"
            self.log.add(at, "needs exactly one rule", mend)
            return None
        key = (*at, given[0])
        match given[0]:
            case "only":
                return OnlyParts(self._texts(table, key, "a part of the tree"))
            case "no":
                return NoParts(self._texts(table, key, "a part of the tree"))
            case "no-exposure":
                return NoExposure(self._choices(table, key, Exposure))
            case _:
                return NoEntry(self._choices(table, key, EntryKind))

    def _choices(self, table: Mapping[str, object], key: Key, choices: type[_Choice]) -> tuple[_Choice, ...]:
        names = [each.value for each in choices]
        texts = self._texts(table, key, f"one of {', '.join(names)}")
        for text in texts:
            if text not in names:
                self.log.add(key, f"{text!r} is not one of the values", f"write {', '.join(names)}")
        return tuple(choices(text) for text in texts if text in names)

    def _scenario(self, table: Mapping[str, object], at: Key) -> str:
        value, key = table.get("max-scenario", ""), (*at, "max-scenario")
        if value in SCENARIOS or value == "":
            return str(value)
        if isinstance(value, str) and re.fullmatch(LEAF, value):
            self.leaves.append(self.log.mention(key, value))
            return value
        self.log.add(
            key, f"{value!r} is no scenario", f"write {', '.join(SCENARIOS)}, or an outcome such as B2"
        )
        return ""

    def _channels(self, table: Mapping[str, object], key: Key) -> tuple[str, ...]:
        names = self._texts(table, key, "a channel", may_be_empty=True)
        for name in names:
            if re.fullmatch(ALLOWED_CHANNEL, name):
                self.channels.append(self.log.mention(key, name))
            else:
                self.log.add(key, f"{name!r} is not a channel", 'write ids or kinds, ["tencent", "modem"]')
        return names

    def _texts(
        self, table: Mapping[str, object], key: Key, what: str, *, may_be_empty: bool = False
    ) -> tuple[str, ...]:
        value = table[str(key[-1])]
        is_list = isinstance(value, Sequence) and not isinstance(value, str)
        texts = [each.strip() for each in value if isinstance(each, str)] if isinstance(value, list) else []
        if not is_list or not isinstance(value, list) or len(texts) != len(value) or "" in texts:
            self.log.add(key, "not a list of names", f"write {what} in quotes, between brackets")
            return ()
        if not texts and not may_be_empty:
            self.log.add(key, "is empty", f"name {what}, or delete the table")
        return tuple(texts)


def policy(table: object, log: Log) -> Policy | None:
    """The policy of a file; None where it has none."""
    if table is None:
        return None
    if not isinstance(table, dict):
        log.add(("policy",), "not a table", "begin it with [policy]")
        return None
    for key in table:
        if key not in POLICY_KEYS:
            log.unknown(("policy", key), POLICY_KEYS)
    reader = _Reader(log)
    limits = reader.limits(table, ("policy",), WHOLE)
    paths = tuple(_paths(table.get("path", ()), reader))
    contracts = [
        reader.contract(each, at)
        for at, each in tables(table.get("contract", ()), ("policy", "contract"), log)
    ]
    return Policy(
        limits=limits,
        paths=paths,
        contracts=tuple(each for each in contracts if each is not None),
        fail_on=_fail_on(table, log),
        channel_names=tuple(reader.channels),
        leaf_names=tuple(reader.leaves),
    )


def _paths(value: object, reader: _Reader) -> Iterator[Limits]:
    seen: set[str] = set()
    for at, table in tables(value, ("policy", "path"), reader.log):
        for key in table:
            if key not in {"path", *LIMIT_KEYS}:
                reader.log.unknown((*at, key), ("path", *LIMIT_KEYS))
        path = _path(table.get("path"), (*at, "path"), reader.log)
        if path in seen:
            reader.log.add(at, f"{path!r} has a table already", "put its limits into one table")
        if path:
            seen.add(path)
            yield reader.limits(table, at, path)


def _path(value: object, key: Key, log: Log) -> str:
    if not isinstance(value, str) or not value.strip("/. "):
        log.add(key, "missing", 'name a folder or file, path = "services/gateway"')
        return ""
    path = value.removeprefix("./").rstrip("/")
    if path.startswith("/") or ".." in path.split("/"):
        log.add(key, "leads out of the tree", "write it relative to the audited root")
    return path


def _fail_on(table: Mapping[str, object], log: Log) -> FailOn | None:
    value = table.get("fail-on")
    names = [each.value for each in FailOn]
    if value is None or value in names:
        return None if value is None else FailOn(value)
    log.add(("policy", "fail-on"), f"{value!r} is not one of the values", f"write {', '.join(names)}")
    return None
