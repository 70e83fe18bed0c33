"""The building blocks of a page: harmless spans, filled sentences, paragraphs, headings and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import Formatter

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from smsaudit.model.location import Location
from smsaudit.model.words import Words
from smsaudit.report.text.wrapping import wrapped
from smsaudit.report.view import View
from smsaudit.report.visible import shortened, visible

Lines = list[Text]

PLACE = "cyan"
QUIET = "dim"
STRONG = "bold"

_LONGEST_CODE = 160
_LONGEST_PLACE = 200


def span(text: str, style: str = "") -> Text:
    """`text` as one harmless piece; nothing in it is markup."""
    return Text(visible(text), style=style)


def code(text: str, style: str = "") -> Text:
    """Something that the audited tree says, cut where it is long."""
    return span(shortened(text, _LONGEST_CODE), style)


def where(location: Location | str) -> Text:
    """A place as `path:line`, the form that terminals and editors open."""
    return span(shortened(str(location), _LONGEST_PLACE), PLACE)


def fill(words: Words, view: View, /, **parts: Text | str | int) -> Text:
    """The sentence with its `{names}` replaced; the parts keep their style."""
    filled = Text()
    for literal, name, _, _ in Formatter().parse(words.in_(view.language)):
        filled.append(literal)
        if name is not None:
            part = parts[name]
            filled.append_text(part if isinstance(part, Text) else span(str(part)))
    return filled


LIST = Words(", ", "、")
CLAUSES = Words("; ", "；")


def listed(parts: Iterable[Text], view: View, between: Words = LIST) -> Text:
    """The parts in one line, with the separator of the language."""
    return joined(parts, between.in_(view.language))


def joined(parts: Iterable[Text], between: str) -> Text:
    """The parts in one line."""
    return Text(between).join(parts)


def heading(words: Words, view: View, /, **parts: Text | str | int) -> Lines:
    """A section's title, with a blank line around it."""
    title = fill(words, view, **parts)
    title.stylize(STRONG)
    return [Text(), *wrapped(title, view.width), Text()]


def paragraph(text: Text, view: View, *, indent: int = 2, lead: Text | None = None) -> Lines:
    """Text wrapped behind `lead`, which stands before the first line only."""
    lead = Text() if lead is None else lead
    margin = indent + cell_len(lead.plain)
    rows = wrapped(text, view.width - margin)
    first = Text(" " * indent).append_text(lead).append_text(rows[0])
    return [first, *(Text(" " * margin).append_text(row) for row in rows[1:])]


def table(rows: Sequence[tuple[Words, Text]], view: View, *, indent: int = 2) -> Lines:
    """Named facts, the names in one column; a name that repeats is printed once."""
    names = [name.in_(view.language) for name, _ in rows]
    column = max((cell_len(name) for name in names), default=0) + 2
    lines: Lines = []
    before = ""
    for name, (_, text) in zip(names, rows, strict=True):
        shown = "" if name == before else name
        before = name
        lines += paragraph(text, view, indent=indent, lead=Text(set_cell_size(shown, column), style=QUIET))
    return lines


def cut(text: Text, columns: int) -> Text:
    """`text` in at most `columns` columns, with an ellipsis where it was longer."""
    short = text.copy()
    short.truncate(max(columns, 1), overflow="ellipsis")
    return short


def padded(text: Text, columns: int) -> Text:
    """`text` followed by blanks up to `columns`."""
    return text.copy().append(" " * max(columns - cell_len(text.plain), 0))
