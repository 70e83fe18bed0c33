"""What follows: licences, duties and next steps, none worded more firmly than its status."""

from __future__ import annotations

from datetime import date

from rich.text import Text

from smsaudit.model.advice import Advice, Duty, Licence, Statement
from smsaudit.model.article import cited
from smsaudit.model.checks import DutyState
from smsaudit.model.location import Location
from smsaudit.model.result import AuditResult
from smsaudit.model.verdict import Status
from smsaudit.model.words import Language, Words
from smsaudit.report.firmness import firm
from smsaudit.report.numbering import numbered
from smsaudit.report.order import duties_by_state
from smsaudit.report.text.decision import SHOWN_REASONS, SHOWN_STEPS
from smsaudit.report.text.layout import (
    QUIET,
    STRONG,
    Lines,
    fill,
    heading,
    joined,
    listed,
    paragraph,
    span,
    where,
)
from smsaudit.report.view import Detail, View
from smsaudit.report.wording import DUTY_TITLES

SHOWN_STATEMENTS = 2
SHOWN_DUTIES = 4
"""Of each state; what is not met is told in full."""

SHOWN_PLACES = 3

_TITLE = Words("What follows", "由此得出")
_NO_LICENCE = Words(
    "Nothing that was read points to a particular licence. That does not show that none is needed.",
    "已读取的内容未指向特定许可证，但不能据此认为无需许可证。",
)
_DUTIES = Words("To do and to keep", "应履行的义务")
_STEPS = Words("After the steps above", "上述步骤之后")
_CITED = Words(" [{reference}]", "[{reference}]")
_ARTICLE = Words("{instrument} {article}", "{instrument}{article}")
_POINTED = Words("Points to it: {places}", "线索：{places}")
_READ = Words(" (read on {date}, due to be read again)", "（{date}阅读，应重新核对）")
_OF_STATE = Words("{state}:", "{state}：")
_MORE_DUTIES = Words("and {count} more; -v prints them all", "另有{count}项义务，使用-v全部列出")
_MORE_STATEMENTS = Words("and {count} more; -v prints them all", "另有{count}条依据，使用-v全部列出")


def consequences(result: AuditResult, view: View) -> Lines:
    """Licences first, then duties, then what to do next."""
    advice = result.advice
    lines = heading(_TITLE, view)
    if not advice.licences:
        lines += paragraph(span(_NO_LICENCE.in_(view.language)), view)
    for number, licence in enumerate(advice.licences):
        lines += [Text()] if number else []
        lines += _licence(licence, result, view)
    return [*lines, *_duties(advice, view), *_steps(advice, view)]


def _licence(licence: Licence, result: AuditResult, view: View) -> Lines:
    name = span(licence.name.in_(view.language), STRONG)
    lines = paragraph(name.append_text(span(f" [{licence.id}]")), view)
    lines += paragraph(_firm(licence.outcome, licence.status, view), view, indent=4)
    if places := _places(licence, result):
        text = fill(_POINTED, view, places=listed(map(where, places[:SHOWN_PLACES]), view))
        lines += paragraph(text, view, indent=4)
    shown = licence.statements
    if view.detail is not Detail.EVERYTHING:
        said = {reason.statement for reason in result.whole.verdict.because[:SHOWN_REASONS]}
        shown = tuple(each for each in shown if each.id not in said)[:SHOWN_STATEMENTS]
    for statement in shown:
        lines += paragraph(_statement(statement, result.as_of, view), view, indent=4, lead=Text("- "))
    if len(shown) < len(licence.statements):
        count = len(licence.statements) - len(shown)
        lines += _more(_MORE_STATEMENTS, count, view, indent=4)
    return lines


def _places(licence: Licence, result: AuditResult) -> list[Location]:
    """The distinct places of the detections that a licence names by id."""
    by_id = {f"d{at}": found.location for at, found in enumerate(result.detections, start=1)}
    cited = numbered(result).cited(licence.because)
    return list({str(by_id[id_]): by_id[id_] for id_ in cited if id_ in by_id}.values())


def _statement(statement: Statement, as_of: date, view: View) -> Text:
    text = _firm(statement.text, statement.status, view)
    if statement.note is not None and statement.status is Status.CONTESTED:
        between = " " if view.language is Language.EN else ""
        text.append(between).append_text(span(statement.note.in_(view.language)))
    if statement.instrument:
        text.append_text(fill(_CITED, view, reference=_reference(statement, view)))
    if as_of > statement.review_by:
        text.append_text(fill(_READ, view, date=statement.as_of.isoformat()))
    return text


def _reference(statement: Statement, view: View) -> Text:
    """The instrument with its article, where it has a number."""
    instrument, article = span(statement.instrument), statement.article
    if not article:
        return instrument
    return fill(_ARTICLE, view, instrument=instrument, article=cited(article).in_(view.language))


def _duties(advice: Advice, view: View) -> Lines:
    if not advice.duties:
        return []
    lines = _subtitle(_DUTIES, view)
    for state, duties in duties_by_state(advice.duties):
        everything = view.detail is Detail.EVERYTHING or state is DutyState.UNMET
        shown = duties if everything else duties[:SHOWN_DUTIES]
        lines += paragraph(fill(_OF_STATE, view, state=DUTY_TITLES[state].in_(view.language)), view, indent=4)
        for duty in shown:
            lines += paragraph(_duty(duty, view), view, indent=4, lead=Text("- "))
        if len(shown) < len(duties):
            lines += _more(_MORE_DUTIES, len(duties) - len(shown), view, indent=4)
    return lines


def _duty(duty: Duty, view: View) -> Text:
    """The duty and what shows its state; everything that shows it only with -v."""
    shown = duty.shown if view.detail is Detail.EVERYTHING else duty.shown[:1]
    between = " " if view.language is Language.EN else ""
    told = (span(reason.text.in_(view.language)) for reason in shown)
    return joined((_firm(duty.text, duty.status, view), *told), between)


def _steps(advice: Advice, view: View) -> Lines:
    """The steps for which the head has no room."""
    if len(advice.next_steps) <= SHOWN_STEPS:
        return []
    lines = _subtitle(_STEPS, view)
    for number, step in enumerate(advice.next_steps[SHOWN_STEPS:], start=SHOWN_STEPS + 1):
        lines += paragraph(span(step.in_(view.language)), view, indent=4, lead=Text(f"{number}. "))
    return lines


def _firm(text: Words, status: Status, view: View) -> Text:
    return span(firm(text, status).in_(view.language))


def _subtitle(words: Words, view: View) -> Lines:
    return [Text(), *paragraph(span(words.in_(view.language), STRONG), view)]


def _more(words: Words, count: int, view: View, *, indent: int) -> Lines:
    text = fill(words, view, count=count)
    text.stylize(QUIET)
    return paragraph(text, view, indent=indent)
