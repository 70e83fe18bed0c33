"""Declared facts: `key = { value = …, as_of = 2026-11-21, evidence = "…", until = 2027-06-30 }`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import get_type_hints

from msgspec import Struct
from msgspec.structs import replace

from smsaudit.model.declared import FACT_KEYS, DeclaredFact, DeclaredPath, is_open
from smsaudit.model.toml_lines import Key
from smsaudit.settings.log import Log, dotted

FREE_KEYS = frozenset(
    {
        "entity.name",
        "entity.credit_code",
        "entity.legal_representative",
        "entity.address",
        "entity.kind",
        "entity.province",
        "entity.registered_capital_cny",
        "entity.foreign_share_percent",
        "entity.business_scope_has_telecom",
        "entity.bad_faith_list",
        "entity.insured_staff",
        "licences_held",
        "access_codes.code",
        "access_codes.holder",
        "carrier_contracts.carrier",
        "providers.name",
        "providers.business_type",
        "providers.coverage",
        "providers.expires",
        "providers.checked_on",
        "providers.agreement_signed",
        "service.users",
        "service.purpose",
        "service.description",
        "service.volume",
        "service.start",
        "service.coverage_provinces",
        "sims.count",
        "sims.use",
        "marketing.sent",
        "marketing.consent_basis",
        "marketing.optout",
        "signature_filed",
        "web.public",
        "web.income",
        "app_filed",
        "privacy_policy_url",
        "retention.own_days",
        "retention.console_days",
        "prior_opinion",
        "export.route",
        "impact_assessment",
        "conference.participants",
        "call_centre.principals",
        "call_centre.outbound",
    }
)
"""Facts that documents and questions use, but the decision procedure does not."""

_FIELDS = ("value", "as_of", "evidence", "until")
_FORM = '{ value = …, as_of = 2026-11-21, evidence = "…" }'

_HINTS = get_type_hints(DeclaredPath)
CHOICES: Mapping[str, type[StrEnum]] = MappingProxyType(
    {key: _HINTS[name] for name, key in FACT_KEYS.items()}
)
"""Facts that decide, with the values they may have."""

_FIELD_OF = MappingProxyType({key: name for name, key in FACT_KEYS.items()})


class Said(Struct, frozen=True):
    """A declared fact, its key in the file, and whether it still holds."""

    key: str
    at: Key
    fact: DeclaredFact
    holds: bool


def facts(table: Mapping[str, object], at: Key, as_of: date, log: Log) -> Iterator[Said]:
    """Every fact of the table and of the tables in it; what is wrong goes to the log."""
    known = {*FREE_KEYS, *CHOICES}
    for name, value in table.items():
        key = (*at, name)
        said_as = dotted(key[1:])
        if said_as in known:
            yield from one(said_as, value, key, as_of, log)
        elif isinstance(value, dict) and any(each.startswith(f"{said_as}.") for each in known):
            yield from facts(value, key, as_of, log)
        else:
            above = f"{dotted(at[1:])}." if at[1:] else ""
            beside = {each.removeprefix(above).split(".")[0] for each in known if each.startswith(above)}
            log.unknown(key, beside, "fact")


def one(fact_key: str, value: object, at: Key, as_of: date, log: Log) -> Iterator[Said]:
    """The fact under `fact_key`, if it is written as it should be."""
    if not isinstance(value, dict):
        log.add(at, "a fact needs its date and evidence", f"write {_FORM}")
        return
    before = len(log.problems)
    for name in value:
        if name not in _FIELDS:
            log.unknown((*at, name), _FIELDS)
    text = _value(fact_key, value.get("value"), (*at, "value"), log)
    dates = {name: _date(value.get(name), (*at, name), log) for name in ("as_of", "until")}
    evidence = _evidence(value.get("evidence", ""), (*at, "evidence"), log)
    if not (fact_key in CHOICES and is_open(text)):
        if "as_of" not in value:
            log.add((*at, "as_of"), "missing", "add the day on which it was established, as_of = 2026-11-21")
        if not evidence:
            log.add((*at, "evidence"), "missing", "name the document or person that shows it")
    if len(log.problems) == before:
        until = dates["until"]
        fact = DeclaredFact(value=text, as_of=dates["as_of"], evidence=evidence, until=until)
        yield Said(fact_key, at, fact, holds=until is None or as_of <= until)


def lapsing(said: list[Said], as_of: date) -> list[Said]:
    """The facts, where a provider's licence holds no longer than the day on which it is said to expire."""
    expires = next((_day(each.fact.value) for each in said if each.key == "providers.expires"), None)
    if expires is None:
        return said
    return [_ended(each, expires, as_of) if each.key == FACT_KEYS["licence"] else each for each in said]


def _ended(said: Said, expires: date, as_of: date) -> Said:
    until = min(expires, said.fact.until or expires)
    return replace(said, fact=replace(said.fact, until=until), holds=as_of <= until)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def path_of(said: Mapping[str, str]) -> DeclaredPath:
    """The deciding facts among these, by their keys."""
    chosen = {_FIELD_OF[key]: CHOICES[key](value) for key, value in said.items() if key in CHOICES}
    return DeclaredPath(**chosen)  # type: ignore[arg-type]  # every field has the enum of its key


def _value(fact_key: str, value: object, at: Key, log: Log) -> str:
    if value is None:
        log.add(at, "missing", f"write {_FORM}")
        return ""
    choices = [member.value for member in CHOICES[fact_key]] if fact_key in CHOICES else []
    text = _text(value, choices)
    if text is None:
        log.add(at, "a table cannot be a value", "write a text, number, date, true, false or a list of these")
        return ""
    if choices and text not in choices:
        log.add(at, f"{text!r} is not one of the values", f"write {', '.join(choices)}")
    return text


def _text(value: object, choices: list[str]) -> str | None:
    match value:
        case bool():
            yes_or_no = "yes" if value else "no"
            return yes_or_no if not choices or yes_or_no in choices else str(value).lower()
        case str() | int() | float():
            return str(value)
        case date():
            return value.isoformat()
        case list():
            parts = [_text(each, choices) for each in value]
            return None if None in parts else ", ".join(part for part in parts if part is not None)
        case _:
            return None


def _date(value: object, at: Key, log: Log) -> date | None:
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    log.add(at, "not a date", "write it as 2026-11-21, without quotes or time")
    return None


def _evidence(value: object, at: Key, log: Log) -> str:
    if isinstance(value, str):
        return value.strip()
    log.add(at, "not a text", "name the document or person in quotes")
    return "?"
