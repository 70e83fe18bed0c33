"""Licences, duties and the points on which sources differ."""

from __future__ import annotations

from collections.abc import Iterator

from smsaudit.model.advice import Conflict, Duty, Licence, Statement
from smsaudit.model.article import cited
from smsaudit.model.words import Words
from smsaudit.report import wording
from smsaudit.report.markdown.escape import code, in_html
from smsaudit.report.markdown.writing import Pen
from smsaudit.report.order import duties_by_state

_NO_LICENCE = Words(
    "Nothing that was read points to a particular licence. That does not show that none is needed.",
    "已读取的内容未指向特定许可证，但不能据此认为无需许可证。",
)
_STATEMENTS = Words("{count} legal statements", "{count}条法律陈述")
_SAYS = Words("**This report says:** {text}", "**本报告表述：** {text}")


def consequences(pen: Pen) -> Iterator[str]:
    """Licences first, then duties, then both sides of every conflict."""
    advice = pen.result.advice
    yield pen.heading(Words("Licences", "许可证"))
    if not advice.licences:
        yield pen.say(_NO_LICENCE)
    for licence in advice.licences:
        yield from _licence(licence, pen)
    if advice.duties:
        yield pen.heading(Words("Duties", "义务"))
    for state, duties in duties_by_state(advice.duties):
        yield f"**{pen.text(wording.DUTY_TITLES[state])}**"
        yield pen.items(_duty(duty, pen) for duty in duties)
    if advice.conflicts:
        yield pen.heading(Words("Where sources differ", "来源不一致之处"))
        yield from (_conflict(conflict, pen) for conflict in advice.conflicts)


def _duty(duty: Duty, pen: Pen) -> str:
    """The duty, and below it everything that shows whether it is met."""
    return "\n  - ".join((pen.law(duty.text, duty.status), *map(pen.reason, duty.shown)))


def _licence(licence: Licence, pen: Pen) -> Iterator[str]:
    status = pen.text(wording.STATUSES[licence.status])
    yield f"**{pen.text(licence.name)}** ({licence.id}, {status})"
    yield pen.law(licence.outcome, licence.status)
    if licence.statements:
        rows = pen.items(_statement(statement, pen) for statement in licence.statements)
        yield pen.folded(pen.say(_STATEMENTS, count=len(licence.statements)), [rows])


def _statement(statement: Statement, pen: Pen) -> str:
    instruments = {each.code: each.name for each in pen.result.advice.instruments}
    reference = ""
    if statement.instrument:
        name = pen.text(instruments.get(statement.instrument, Words.same(statement.instrument)))
        article = cited(statement.article).in_(pen.language)
        reference = f" [{name} {article}".rstrip() + "]"
    return f"{pen.law(statement.text, statement.status)}{reference} {code(statement.id)}"


def _conflict(conflict: Conflict, pen: Pen) -> str:
    sides = pen.items(map(pen.text, conflict.sides))
    return pen.folded(
        f"{in_html(conflict.title.in_(pen.language))} ({conflict.id})",
        [sides, pen.say(_SAYS, text=pen.text(conflict.tool_says))],
    )
