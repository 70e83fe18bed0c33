"""A tree of flows drawn with lines: straight on in one column, indented only where it forks."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from rich.cells import cell_len
from rich.text import Text

from smsaudit.model.flow import Flow, Recipient, Resolution, Step
from smsaudit.model.location import Location
from smsaudit.model.verdict import Judgement
from smsaudit.model.words import Words
from smsaudit.report.branches import Branch, Course, choices, course, is_worth_a_reference
from smsaudit.report.text.channels import far_end_address
from smsaudit.report.text.layout import (
    LIST,
    QUIET,
    STRONG,
    Lines,
    code,
    cut,
    fill,
    joined,
    paragraph,
    span,
    where,
)
from smsaudit.report.view import Detail, View
from smsaudit.report.wording import RECIPIENTS, RESOLUTIONS, STEPS

SHOWN_STEPS = 12
"""Steps printed of one straight run unless everything is asked for."""

_IF = Words("if {condition}", "当{condition}")
_END = Words("{channel}: {far_end}", "{channel}：{far_end}")
_END_IF = Words("{end}, if {condition}", "{end}，当{condition}")
_VIA = Words("by way of {name}", "经由{name}")
_SENT_TO = Words("{end}; sent to {recipients}", "{end}；发往{recipients}")
_RECIPIENT = Words("{kind} ({place})", "{kind}（{place}）")
_NAMED_RECIPIENT = Words("{kind} ({name}, {place})", "{kind}（{name}，{place}）")
_AS_ABOVE = Words("on as above from {name}", "自{name}起同上")
_SKIPPED = Words("… {count} more steps", "…另有{count}步")


class Pen(Struct, frozen=True):
    """What drawing needs to know: the view, the channels by id, and what is drawn already."""

    view: View
    judged: Mapping[str, Judgement]
    told: set[Course] = field(default_factory=set)
    """How messages go on from steps that are on the page; it is not drawn twice."""


class _Row(Struct, frozen=True):
    """One row: a text that may wrap, or a name with its place."""

    text: Text
    place: Location | None = None
    mark: str = ""


class _Run(Struct):
    """What is drawn of a branch: its rows, the forks below them, and how it goes on from each step."""

    rows: list[_Row]
    forks: list[Branch]
    courses: set[Course]


def drawn(branch: Branch, pen: Pen, margin: str = "  ", said: str = "") -> Lines:
    """The branch below its head. `said` is the condition that stands above it already."""
    return _drawn(_run(branch, said, pen), pen, margin, said)


def placed(name: Text, place: Location, margins: tuple[str, str], view: View, mark: str = "") -> Lines:
    """A name and its place on one row, or on two where they do not fit."""
    tail = joined((where(place), *([span(mark, QUIET)] if mark else [])), "  ")
    room = view.width - cell_len(margins[0])
    if cell_len(name.plain) + cell_len(tail.plain) + 2 <= room:
        return [Text(margins[0]).append_text(joined((name, tail), "  "))]
    return [
        Text(margins[0]).append_text(cut(name, room)),
        Text(margins[1] + "  ").append_text(tail),
    ]


def _drawn(run: _Run, pen: Pen, margin: str, said: str) -> Lines:
    lines: Lines = []
    pen.told.update(run.courses)
    left = len(run.rows) + len(run.forks)
    for row in run.rows:
        left -= 1
        lines += _row(row, margin + ("├ " if left else "└ "), margin + ("│ " if left else "  "), pen.view)
    for fork in run.forks:
        left -= 1
        lines += _fork(fork, pen, margin, said, is_last=not left)
    return lines


def _fork(fork: Branch, pen: Pen, margin: str, said: str, *, is_last: bool) -> Lines:
    """The first row of a fork stands at the line it leaves, the others one level deeper."""
    run = _run(fork, said, pen)
    if fork.condition and fork.condition != said:
        said = fork.condition
        run = _run(fork, said, pen)
        run.rows.insert(0, _Row(fill(_IF, pen.view, condition=code(said))))
    inner = margin + ("   " if is_last else "│  ")
    first, *run.rows = run.rows
    head = _row(first, margin + ("└─ " if is_last else "├─ "), inner, pen.view)
    return [*head, *_drawn(run, pen, inner, said)]


def _run(branch: Branch, said: str, pen: Pen) -> _Run:
    """The rows of a branch, up to where it goes on as something that is drawn already."""
    joint = _joint(branch, pen)
    steps: list[tuple[int | None, _Row]] = [
        (at, row) for at, step in enumerate(branch.steps[:joint]) for row in _step(step, pen.view)
    ]
    over = len(steps) - SHOWN_STEPS
    if over > 0 and pen.view.detail is not Detail.EVERYTHING:
        half = SHOWN_STEPS // 2
        steps[half : half + over] = [(None, _Row(fill(_SKIPPED, pen.view, count=over)))]
    rows = [row for _, row in steps]
    courses = {course(branch, at) for at, _ in steps if at is not None}
    if joint is None:
        return _Run([*rows, *(_Row(_end(flow, said, pen)) for flow in branch.ends)], branch.forks, courses)
    step = branch.steps[joint]
    rows += (_Row(fill(_IF, pen.view, condition=code(each))) for each in choices(branch, joint, said))
    rows += _rests_on(step, pen.view)
    above = _Row(fill(_AS_ABOVE, pen.view, name=code(step.name)), step.location)
    return _Run([*rows, above], [], courses)


def _joint(branch: Branch, pen: Pen) -> int | None:
    """The first step from which on all is drawn already; None where nothing is, or only the last step."""
    known = (at for at in range(len(branch.steps)) if course(branch, at) in pen.told)
    at = next(known, None)
    return at if at is not None and is_worth_a_reference(branch, at) else None


def _step(step: Step, view: View) -> list[_Row]:
    """The step, below the places on which the call rests that leads to it."""
    marks = [STEPS[step.kind]] if step.kind in STEPS else []
    if step.resolution is not Resolution.EXACT:
        marks.append(RESOLUTIONS[step.resolution])
    mark = LIST.in_(view.language).join(mark.in_(view.language) for mark in marks)
    return [*_rests_on(step, view), _Row(code(step.name), step.location, mark)]


def _rests_on(step: Step, view: View) -> list[_Row]:
    return [_Row(fill(_VIA, view, name=code(via.name)), via.location) for via in step.via]


def _end(flow: Flow, said: str, pen: Pen) -> Text:
    judged = pen.judged.get(flow.channel)
    if judged is None:
        end = code(flow.channel, STRONG)
    else:
        name = code(judged.channel.name.in_(pen.view.language), STRONG)
        end = fill(_END, pen.view, channel=name, far_end=far_end_address(judged.channel.far_end, pen.view))
    end = Text("→ ").append_text(end)
    if flow.recipients:
        shown = joined((_recipient(each, pen.view) for each in flow.recipients), LIST.in_(pen.view.language))
        end = fill(_SENT_TO, pen.view, end=end, recipients=shown)
    if not flow.condition or flow.condition == said:
        return end
    return fill(_END_IF, pen.view, end=end, condition=code(flow.condition))


def _recipient(recipient: Recipient, view: View) -> Text:
    words = _NAMED_RECIPIENT if recipient.name else _RECIPIENT
    kind, place = RECIPIENTS[recipient.kind].in_(view.language), where(recipient.location)
    return fill(words, view, kind=kind, name=code(recipient.name), place=place)


def _row(row: _Row, first: str, rest: str, view: View) -> Lines:
    if row.place is not None:
        return placed(row.text, row.place, (first, rest), view, row.mark)
    lines = paragraph(row.text, view, indent=cell_len(first))
    margins = [first, *([rest] * (len(lines) - 1))]
    return [
        Text(margin).append_text(line[cell_len(first) :]) for margin, line in zip(margins, lines, strict=True)
    ]
