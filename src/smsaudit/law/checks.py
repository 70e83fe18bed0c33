"""The checks of duties: a declared fact, a text of the tree, or a view on what the audit found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from smsaudit.law.entry import Entry, LawFile
from smsaudit.law.tables import Row
from smsaudit.model.checks import Check, DutyState, FactCheck, TextCheck, ViewCheck, Where

_SHARED = ("duty", "part")
_KINDS = ("fact", "text", "view")


def checks(files: Iterable[LawFile]) -> Iterator[Row[Check]]:
    """Every `[[check]]`, numbered within its duty."""
    numbers: dict[str, int] = {}
    for entry in (entry for file in files for entry in file.entries("check")):
        duty = entry.text("duty")
        numbers[duty] = numbers.get(duty, 0) + 1
        kinds = [kind for kind in _KINDS if kind in entry.data]
        if len(kinds) == 1:
            yield Row(_READERS[kinds[0]](entry, f"{duty}/{numbers[duty]}"), entry)
        else:
            entry.wrong("duty", "is checked by none or several of fact, text and view", "write one of them")


def _fact(entry: Entry, _id: str) -> Check:
    entry.only(*_SHARED, "fact", "met", "unmet", "at_least")
    met, unmet, at_least = entry.ids("met"), entry.ids("unmet"), _at_least(entry)
    if not met and not unmet and at_least is None:
        entry.wrong("fact", "decides nothing", "say which values are met or unmet, or at_least")
    return FactCheck(
        duty=entry.text("duty"),
        part=entry.text("part", ""),
        key=entry.text("fact"),
        met=met,
        unmet=unmet,
        at_least=at_least,
    )


def _text(entry: Entry, id_: str) -> Check:
    entry.only(*_SHARED, "text", "needles", "where", "shows", "at_least", "say")
    pattern, at_least = entry.text("text"), _at_least(entry)
    try:
        groups = re.compile(pattern).groups
    except re.error as error:
        entry.wrong("text", f"is no regular expression: {error}", "correct it")
        groups = 0
    if at_least is not None and groups != 1:
        entry.wrong("text", "has not exactly one group for the number", "put the number in parentheses")
    if not entry.ids("needles"):
        entry.wrong("needles", "is empty", "name a literal of which every file that can match holds one")
    return TextCheck(
        id=id_,
        duty=entry.text("duty"),
        part=entry.text("part", ""),
        pattern=pattern,
        needles=entry.ids("needles"),
        where=entry.choice("where", Where),
        shows=DutyState.UNSEEN if at_least is not None else entry.choice("shows", DutyState),
        say=entry.words("say"),
        at_least=at_least,
    )


def _view(entry: Entry, _id: str) -> Check:
    entry.only(*_SHARED, "view")
    return ViewCheck(duty=entry.text("duty"), part=entry.text("part", ""), view=entry.text("view"))


def _at_least(entry: Entry) -> int | None:
    return entry.number("at_least") if "at_least" in entry.data else None


_READERS = {"fact": _fact, "text": _text, "view": _view}
