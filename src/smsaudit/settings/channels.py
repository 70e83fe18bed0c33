"""Facts of one channel alone (`[[channel]]`), and senders that no signature knows (`[[sender]]`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from smsaudit.model.declared import FACT_KEYS, Sender
from smsaudit.model.toml_lines import Key
from smsaudit.settings.facts import Said, one
from smsaudit.settings.log import Log
from smsaudit.settings.tables import tables

CHANNEL_KEYS: Mapping[str, str] = MappingProxyType(
    {
        "peer": FACT_KEYS["peer"],
        "for_others": FACT_KEYS["for_others"],
        "reach": FACT_KEYS["reach"],
        "licence": FACT_KEYS["licence"],
        "contract": FACT_KEYS["contract"],
        "code": FACT_KEYS["code"],
        "fee": FACT_KEYS["fee"],
        "company_real_name": FACT_KEYS["sim"],
        "real_users": FACT_KEYS["data"],
        "recipients": FACT_KEYS["rcpt"],
        "pool": FACT_KEYS["pool"],
    }
)
"""Key in a `[[channel]]` table -> the fact it declares for that channel."""

_SENDER_KEYS = ("call", "channel", "as_of", "evidence")
DOTTED_NAME = r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+"
CHANNEL = r"(?:other:)?[a-z0-9][a-z0-9-]*"


def channel_facts(value: object, as_of: date, log: Log) -> Iterator[tuple[str, list[Said]]]:
    """Id or path of a channel, and what is declared for it."""
    seen: set[str] = set()
    for at, table in tables(value, ("channel",), log):
        if not (name := _name(table, at, log)):
            continue
        if name in seen:
            log.add(at, f"{name!r} has a table already", "put its facts into one table")
        seen.add(name)
        said: list[Said] = []
        for key, fact in table.items():
            if key in CHANNEL_KEYS:
                said += one(CHANNEL_KEYS[key], fact, (*at, key), as_of, log)
            elif key not in {"id", "path"}:
                log.unknown((*at, key), ("id", "path", *CHANNEL_KEYS))
        yield name, said


def senders(value: object, log: Log) -> Iterator[Sender]:
    """Every declared sender."""
    for at, table in tables(value, ("sender",), log):
        before = len(log.problems)
        for key in table:
            if key not in _SENDER_KEYS:
                log.unknown((*at, key), _SENDER_KEYS)
        call = _matching(table, (*at, "call"), DOTTED_NAME, 'write call = "corp_sms.client.send"', log)
        channel = _matching(table, (*at, "channel"), CHANNEL, 'write channel = "other:corp-sms"', log)
        evidence = table.get("evidence")
        if not isinstance(evidence, str) or not evidence.strip():
            log.add((*at, "evidence"), "missing", "name the document or person that shows it")
            evidence = ""
        as_of = table.get("as_of")
        if type(as_of) is not date:
            log.add((*at, "as_of"), "missing or not a date", "write as_of = 2026-11-21, without quotes")
        elif len(log.problems) == before:
            yield Sender(
                call=call,
                channel=channel,
                as_of=as_of,
                evidence=evidence.strip(),
                mention=log.mention((*at, "channel"), channel),
            )


def _name(table: Mapping[str, object], at: Key, log: Log) -> str:
    given = [key for key in ("id", "path") if key in table]
    if len(given) != 1:
        log.add(at, "needs either id or path", 'say which channel is meant, id = "cmpp" or path = "gateway"')
        return ""
    value = table[given[0]]
    if not isinstance(value, str) or not value.strip("/. "):
        log.add((*at, given[0]), "not a name", "write it in quotes")
        return ""
    if given[0] == "id":
        return value
    path = value.removeprefix("./").rstrip("/")
    if path.startswith("/") or ".." in path.split("/"):
        log.add((*at, "path"), "leads out of the tree", "write it relative to the audited root")
    return path


def _matching(table: Mapping[str, object], at: Key, form: str, mend: str, log: Log) -> str:
    value = table.get(str(at[-1]))
    if isinstance(value, str) and re.fullmatch(form, value):
        return value
    log.add(at, "missing or misspelt", mend)
    return ""
