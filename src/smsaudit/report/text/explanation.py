"""An explanation for people: sections of items, each with its place and its line of code."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text

from smsaudit.model.explanation import Explanation, Item, Section
from smsaudit.model.words import Words
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
    where,
)
from smsaudit.report.text.printing import printed
from smsaudit.report.view import View

_TITLE = Words("{title} [{id}]", "{title} [{id}]")
_MARKED = Words(" ({mark})", "（{mark}）")
_WIDEST_NAME = 20


def render(explanation: Explanation, view: View) -> str:
    """The page; with colour codes only if the view asks for colour."""
    title = span(explanation.title.in_(view.language), STRONG)
    if title.plain != explanation.id:
        title = fill(_TITLE, view, title=title, id=code(explanation.id))
    lines = paragraph(title, view, indent=0)
    for section in explanation.sections:
        lines += _section(section, view)
    return printed(lines, view)


def _section(section: Section, view: View) -> Lines:
    lines = heading(section.title, view) if section.title.en else [Text()]
    names = [cell_len(item.name.in_(view.language)) for item in section.items if item.name is not None]
    column = min(max(names, default=0), _WIDEST_NAME) + 2
    for item in section.items:
        lines += _item(item, column, view)
    return lines


def _item(item: Item, column: int, view: View) -> Lines:
    text = span(item.text.in_(view.language))
    if item.ref:
        text.append_text(span(f" [{item.ref}]", QUIET))
    if item.mark is not None:
        text.append_text(fill(_MARKED, view, mark=span(item.mark.in_(view.language), QUIET)))
    lines = paragraph(text, view, lead=_lead(item.name, column, view))
    if item.seen is not None and item.location is not None:
        lines += paragraph(where(item.location), view, indent=column + 2)
    seen = item.seen or item.location
    shown = [*([] if seen is None else [where(seen)]), *([code(item.code)] if item.code else [])]
    return [*lines, *(paragraph(joined(shown, "  "), view, indent=column + 2) if shown else [])]


def _lead(name: Words | None, column: int, view: View) -> Text:
    """The name in its column, or a dash where there is none."""
    lead = span("-" if name is None else name.in_(view.language), QUIET)
    return lead.append(" " * max(column - cell_len(lead.plain), 1)) if name is not None else lead.append(" ")
