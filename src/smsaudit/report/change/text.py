"""A change for people at a terminal: the verdict, the line that did it, and everything else that changed."""

from __future__ import annotations

from rich.text import Text

from smsaudit.model.comparison import Comparison, Direction, Flip
from smsaudit.model.side_names import STAGED
from smsaudit.model.words import Words
from smsaudit.report.change import ChangeView, wording
from smsaudit.report.change.item import Item
from smsaudit.report.change.items import Section, fails, headline, is_one, outcome, sections
from smsaudit.report.text.layout import (
    QUIET,
    STRONG,
    Lines,
    code,
    fill,
    heading,
    joined,
    paragraph,
    span,
    table,
    where,
)
from smsaudit.report.text.printing import printed
from smsaudit.report.view import Detail

_SHOWN = 8
"""Lines of one section unless everything is asked for."""

_STYLES = {
    Direction.WORSE: "bold red",
    Direction.BETTER: "bold green",
    Direction.UNCLEAR: "bold yellow",
    Direction.SAME: STRONG,
}


def render(comparison: Comparison, view: ChangeView) -> str:
    """One line where nothing changed; with colour codes only if the view asks for colour."""
    return printed(_lines(comparison, view), view)


def _lines(comparison: Comparison, view: ChangeView) -> Lines:
    lines = _head(comparison, view)
    if comparison.is_quiet:
        return lines
    if view.detail is Detail.DECISION:
        arguments = f"{comparison.before.name} {comparison.after.name}"
        by_hand = "--staged" if comparison.after.name == STAGED else arguments
        return [*lines, *paragraph(fill(wording.BY_HAND, view, arguments=by_hand), view)]
    rows = [
        (wording.BEFORE, _side(comparison, view, old=True)),
        (wording.AFTER, _side(comparison, view, old=False)),
    ]
    if not is_one(comparison):
        lines += [Text(), *table(rows, view)]
    for section in sections(comparison):
        lines += _section(section, view)
    return [*lines, *_foot(comparison, view)]


def _head(comparison: Comparison, view: ChangeView) -> Lines:
    if comparison.is_quiet:
        after = outcome(comparison.after.result.whole.verdict)
        return paragraph(fill(wording.NOTHING, view, after=_said(after, view)), view, indent=0)
    line = _said(headline(comparison), view)
    line.stylize(_STYLES[comparison.direction])
    lines = paragraph(line, view, indent=0)
    if comparison.fails:
        lines += paragraph(span(fails(comparison).in_(view.language)), view)
    return [*lines, *_flip(comparison, view)]


def _flip(comparison: Comparison, view: ChangeView) -> Lines:
    flip = comparison.flip
    if flip is None:
        is_same = comparison.direction is Direction.SAME
        return [] if is_same else paragraph(span(wording.NOWHERE.in_(view.language)), view)
    lines = paragraph(joined((_place(flip, view), _said(flip.text, view)), " "), view)
    if flip.code:
        lines += paragraph(code(flip.code, QUIET), view, indent=4)
    if not flip.on_changed_line:
        lines += paragraph(span(wording.ELSEWHERE.in_(view.language), QUIET), view)
    return lines


def _place(flip: Flip, view: ChangeView) -> Text:
    gone = f" ({wording.GONE.in_(view.language)})" if flip.in_before else ""
    return where(flip.location).append(gone)


def _side(comparison: Comparison, view: ChangeView, *, old: bool) -> Text:
    side = comparison.before if old else comparison.after
    return fill(wording.SIDE, view, outcome=_said(outcome(side.result.whole.verdict), view), name=side.name)


def _section(section: Section, view: ChangeView) -> Lines:
    lines = heading(section.title, view)
    shown = section.items if view.detail is Detail.EVERYTHING else section.items[:_SHOWN]
    for item in shown:
        lines += paragraph(_item(item, view), view, lead=Text(f"{item.sign} "))
    rest = len(section.items) - len(shown)
    return [*lines, *(paragraph(fill(wording.MORE, view, count=rest), view, indent=4) if rest else [])]


def _item(item: Item, view: ChangeView) -> Text:
    text = _said(item.text, view)
    return text if item.location is None else joined((where(item.location), text), "  ")


def _foot(comparison: Comparison, view: ChangeView) -> Lines:
    lines: Lines = [Text()]
    if comparison.gate.changes:
        lines += paragraph(fill(wording.JUDGED_BY, view, name=comparison.gate.judged_by), view, indent=0)
    if comparison.gate.loosens:
        lines += paragraph(span(wording.LOOSENS.in_(view.language), STRONG), view, indent=0)
    return lines if len(lines) > 1 else []


def _said(words: Words, view: ChangeView) -> Text:
    return span(words.in_(view.language))
