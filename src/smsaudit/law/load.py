"""The law that ships with the tool, loaded whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from string import Formatter
from types import MappingProxyType
from typing import TypeVar

from msgspec.structs import replace

from smsaudit.law import dossier, tables
from smsaudit.law.checks import checks
from smsaudit.law.entry import Entry, LawFile, parse
from smsaudit.law.evidence import Tables, check
from smsaudit.law.files import shipped_files
from smsaudit.law.tables import Row
from smsaudit.model.dossier import DossierPlan
from smsaudit.model.errors import Problem, SmsauditError
from smsaudit.model.law import Law
from smsaudit.model.words import Words

_T = TypeVar("_T")
_V = TypeVar("_V")
_TABLES = frozenset(
    {
        "source",
        "instrument",
        "conflict",
        "statement",
        "question",
        "duty",
        "check",
        "document",
        "section",
        "enquiry",
        "leaf",
        "licence",
        "left_out",
    }
)
_WORDING = "wording.toml"


@cache
def shipped() -> Law:
    """The law as packaged, or as it stands in a checkout."""
    return load(shipped_files())


def load(files: Mapping[str, str]) -> Law:
    """Law from file name -> text. Raises `SmsauditError` with every problem of every file."""
    problems: list[Problem] = []
    parsed = [parse(name, text, problems) for name, text in sorted(files.items())]
    _check_tables(parsed, problems)
    rows = _tables(parsed)
    check(rows)
    wording = _wording(parsed, problems)
    seeds = _seeds((*rows.statements.values(), *rows.questions.values()))
    left_out = _by_id(tables.left_out(parsed))
    _check_left_out(left_out, seeds)
    if problems:
        raise SmsauditError(*sorted(problems, key=lambda p: (p.file, p.line, p.key, p.what)))
    return _law(rows, wording, seeds, left_out)


def _law(
    rows: Tables,
    wording: Mapping[str, Words],
    seeds: Mapping[str, tuple[str, ...]],
    left_out: Mapping[str, Row[Words]],
) -> Law:
    leaves = _values(rows.leaves)
    asked = {
        q.value.id: replace(q.value, needed_by=tables.with_leaves(q.value, leaves.values()))
        for q in rows.questions.values()
    }
    owed = {
        d.value.id: replace(d.value, leaves=tables.with_leaves(d.value, leaves.values()))
        for d in rows.duties.values()
    }
    return Law(
        leaves=leaves,
        statements=_values(rows.statements),
        questions=asked,
        duties=owed,
        licences=_values(rows.licences),
        instruments=_values(rows.instruments),
        sources=_values(rows.sources),
        conflicts=_values(rows.conflicts),
        wording=wording,
        checks=tuple(row.value for row in rows.checks),
        dossier=DossierPlan(
            documents=tuple(_values(rows.documents).values()),
            sections=tuple(_values(rows.sections).values()),
            enquiries=tuple(_values(rows.enquiries).values()),
        ),
        seeds=dict(seeds),
        left_out=_values(left_out),
    )


def _tables(files: list[LawFile]) -> Tables:
    sources = _by_id(tables.sources(files))
    return Tables(
        sources=sources,
        instruments=_by_id(tables.instruments(files)),
        conflicts=_by_id(tables.conflicts(files)),
        statements=_by_id(tables.statements(files, sources)),
        questions=_by_id(tables.questions(files)),
        duties=_by_id(tables.duties(files)),
        leaves=_by_id(tables.leaves(files)),
        licences=_by_id(tables.licences(files)),
        checks=tuple(checks(files)),
        documents=_by_id(dossier.documents(files)),
        sections=_by_id(dossier.sections(files)),
        enquiries=_by_id(dossier.enquiries(files)),
    )


def _by_id(rows: Iterable[tuple[str, Row[_T]]]) -> dict[str, Row[_T]]:
    """Rows under their id; a second one of the same id is a problem."""
    found: dict[str, Row[_T]] = {}
    for name, row in rows:
        first = found.setdefault(name, row)
        if first is not row and name:
            where = f"{first.entry.file}:{first.entry.section.line}"
            row.entry.wrong("id", f"{name!r} is taken by {where}", "choose another")
    return found


def _values(rows: Mapping[str, Row[_V]]) -> Mapping[str, _V]:
    return MappingProxyType({name: row.value for name, row in rows.items()})


def _wording(files: list[LawFile], problems: list[Problem]) -> Mapping[str, Words]:
    """Every sentence of the wording file under its dotted key, both languages with the same placeholders."""
    file = next((f for f in files if f.name == _WORDING), None)
    if file is None:
        problems.append(Problem(_WORDING, 0, "", "is missing", "restore the file"))
        return {}
    found = {}
    for key, value in _flat("", file.data):
        entry = Entry(file.name, file.section(key), {key: value}, problems)
        words = entry.words(key)
        if _placeholders(words.en) is None or _placeholders(words.en) != _placeholders(words.zh):
            entry.wrong(
                key,
                "has other placeholders in English than in Chinese, or a single brace",
                "use the same in both",
            )
        found[key] = words
    return MappingProxyType(found)


def _flat(prefix: str, table: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        key = f"{prefix}.{name}" if prefix else name
        if isinstance(value, dict) and not {"en", "zh"} & value.keys():
            yield from _flat(key, value)
        else:
            yield key, value


def _placeholders(text: str) -> frozenset[str] | None:
    """The names in braces; none where a brace has no partner."""
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        return None


def _check_tables(files: list[LawFile], problems: list[Problem]) -> None:
    """Every table of every file but the wording is one that is read."""
    for file in files:
        for name in file.data.keys() - _TABLES if file.name != _WORDING else ():
            line = next((s.line for s in file.sections if s.name.partition(".")[0] == name), 0)
            problems.append(Problem(file.name, line, name, "is not a table of the law", "correct the name"))


def _seeds(rows: Iterable[Row[object]]) -> dict[str, tuple[str, ...]]:
    """Guide statement -> ids of the rows that represent it."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        for seed in row.entry.ids("seed_ids"):
            found[seed] = (*found.get(seed, ()), row.entry.text("id"))
    return found


def _check_left_out(left_out: Mapping[str, Row[Words]], seeds: Mapping[str, tuple[str, ...]]) -> None:
    for seed, row in left_out.items():
        if seed in seeds:
            row.entry.wrong("seed_id", f"{seed!r} is represented by {seeds[seed][0]}", "delete this row")
