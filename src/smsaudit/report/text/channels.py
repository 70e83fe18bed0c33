"""What messages leave through: each channel with its far end, its choice and the places that show it."""

from __future__ import annotations

from collections import Counter

from rich.cells import cell_len
from rich.text import Text

from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.flow import Channel, FarEnd
from smsaudit.model.result import AuditResult
from smsaudit.model.verdict import Judgement, Reason
from smsaudit.model.words import Words
from smsaudit.report.order import by_weight, distinct
from smsaudit.report.text.decision import reason
from smsaudit.report.text.layout import (
    CLAUSES,
    QUIET,
    STRONG,
    Lines,
    code,
    cut,
    fill,
    heading,
    joined,
    listed,
    padded,
    paragraph,
    span,
    table,
    where,
)
from smsaudit.report.view import Detail, View
from smsaudit.report.wording import CONTEXTS, FAR_ENDS, KINDS, ROLES, RUNGS

SHOWN = 5
SHOWN_OF_MANY = 3
MANY = 3
"""Detections printed per channel, and of each where there are more than `MANY` channels, unless everything is asked for."""

_TITLE = Words("How messages leave ({count})", "短信经由何处发出（{count}）")
_NONE = Words("How messages leave: nothing found", "短信经由何处发出：未发现")
_NAME = Words("{name}, {kind} [{id}]", "{name}，{kind} [{id}]")
_OUTCOME = Words("Outcome", "结论")
_LISTED = Words("Counts", "计入")
_NOT_LIVE = Words("no: only in {context} code, so it does not decide", "否：仅见于{context}代码，不影响结论")
_NOT_COUNTED = Words("no: listed only, it does not decide", "否：仅列出，不影响结论")
_BECAUSE = Words("Because", "依据")
_DESPITE = Words("But", "但")
_FAR_END = Words("Far end", "对端")
_AT = Words("{text} ({place})", "{text}（{place}）")
_CHOSEN = Words("Chosen", "启用条件")
_SEEN = Words("In code", "代码所见")
_IF = Words("if {condition}", "当{condition}")
_DEFAULT = Words("{conditions} (the default)", "{conditions}（默认）")
_NOT_DEFAULT = Words("{conditions} (not the default)", "{conditions}（非默认）")
_ALWAYS_DEFAULT = Words("by default", "默认启用")
_NOT_BY_DEFAULT = Words("not by default", "默认不启用")
_ANSWERED = Words("far end {kind}", "对端{kind}")
_OVERRIDABLE = Words(" (a default that the environment can change)", "（默认值，可由环境变量更改）")
_MORE = Words("and {count} more: {contexts}", "另有{count}处：{contexts}")
_MORE_IN = Words("{count} in {context} code", "{context}代码{count}处")
_OTHERS = Words("It is offered to other organisations.", "该通道提供给其他单位使用。")


def channels(result: AuditResult, view: View) -> Lines:
    """Every channel, most important first."""
    ordered = by_weight(result)
    if not ordered:
        return heading(_NONE, view)[:-1]
    said = result.whole.verdict.because[:1]
    lines = heading(_TITLE, view, count=len(ordered))
    for number, judged in enumerate(ordered, start=1):
        lines += [Text()] if number > 1 else []
        lines += _channel(number, judged, view, said=said, channels=len(ordered))
    return lines


def far_end_name(far_end: FarEnd, view: View) -> Text:
    """Who answers: the address if there is one, and what kind of party it is."""
    kind = span(FAR_ENDS[far_end.kind].in_(view.language))
    return listed((far_end_address(far_end, view), kind), view) if far_end.host else kind


def far_end_address(far_end: FarEnd, view: View) -> Text:
    """The address alone, or what kind of party answers where no address is known."""
    if far_end.host:
        return code(far_end.host if far_end.port is None else f"{far_end.host}:{far_end.port}")
    return fill(_ANSWERED, view, kind=FAR_ENDS[far_end.kind].in_(view.language))


def _channel(number: int, judged: Judgement, view: View, *, channels: int, said: tuple[Reason, ...]) -> Lines:
    channel = judged.channel
    ordered = distinct(channel.detections)
    most = SHOWN if channels <= MANY else SHOWN_OF_MANY
    shown = ordered if view.detail is Detail.EVERYTHING else ordered[:most]
    title = fill(
        _NAME,
        view,
        name=code(channel.name.in_(view.language), STRONG),
        kind=KINDS[channel.kind].in_(view.language),
        id=code(channel.id),
    )
    if view.detail is not Detail.EVERYTHING:
        places = {str(found.location) for found in shown}
        said = (*said, *(found for found in judged.because if found.location in places))
    rows = _facts(judged, view, alone=channels == 1, said=said)
    return [
        *paragraph(title, view, lead=Text(f"{number}. ")),
        *table(rows, view, indent=5),
        *_evidence(shown, ordered[len(shown) :], view),
    ]


def _facts(
    judged: Judgement, view: View, *, alone: bool, said: tuple[Reason, ...]
) -> list[tuple[Words, Text]]:
    channel = judged.channel
    rows: list[tuple[Words, Text]] = []
    if (
        not channel.production
        and channel.context == Context.PRODUCTION
        and view.detail is not Detail.EVERYTHING
    ):
        rows.append((_LISTED, fill(_NOT_COUNTED, view)))
        return [*rows, (_SEEN, span(RUNGS[channel.rung].in_(view.language)))]
    if not alone:
        rows.append((_OUTCOME, span(judged.leaf.display.in_(view.language))))
        rows += [
            (_BECAUSE, span(found.text.in_(view.language)))
            for found in judged.because[:1]
            if found not in said
        ]
    if not channel.production and channel.context != Context.PRODUCTION:
        context = CONTEXTS.get(channel.context, Words(channel.context, channel.context))
        rows.append((_LISTED, fill(_NOT_LIVE, view, context=context.in_(view.language))))
    elif not judged.counted:
        rows.append((_LISTED, fill(_NOT_COUNTED, view)))
    rows.append((_FAR_END, _far_end(channel.far_end, view)))
    if chosen := _chosen(channel, view):
        rows.append((_CHOSEN, chosen))
    rows.append((_SEEN, span(RUNGS[channel.rung].in_(view.language))))
    if channel.serves_others:
        rows.append((_SEEN, span(_OTHERS.in_(view.language))))
    if not alone:
        rows += [(_DESPITE, reason(found, view)) for found in judged.despite]
    return rows


def _far_end(far_end: FarEnd, view: View) -> Text:
    text = far_end_name(far_end, view)
    if far_end.overridable:
        text.append_text(fill(_OVERRIDABLE, view))
    if far_end.reason is not None:
        text = listed((text, span(far_end.reason.in_(view.language))), view, CLAUSES)
    if far_end.source is not None:
        places = dict.fromkeys(map(str, (far_end.source, *(hop.location for hop in far_end.hops))))
        text = fill(_AT, view, text=text, place=joined(map(where, places), " ← "))
    return text


def _chosen(channel: Channel, view: View) -> Text | None:
    if not channel.conditions:
        if channel.is_default is None:
            return None
        return fill(_ALWAYS_DEFAULT if channel.is_default else _NOT_BY_DEFAULT, view)
    parts = listed((fill(_IF, view, condition=code(each)) for each in channel.conditions), view, CLAUSES)
    match channel.is_default:
        case None:
            return parts
        case True:
            return fill(_DEFAULT, view, conditions=parts)
        case False:
            return fill(_NOT_DEFAULT, view, conditions=parts)


def _evidence(shown: list[Detection], left: list[Detection], view: View) -> Lines:
    places = [where(found.location) for found in shown]
    roles = [span(ROLES[found.role].in_(view.language)) for found in shown]
    longest = view.width // 2
    wide = max((cell_len(place.plain) for place in places if cell_len(place.plain) <= longest), default=0)
    role_width = max((cell_len(role.plain) for role in roles), default=0)
    lines: Lines = []
    for found, place, role in zip(shown, places, roles, strict=True):
        lines += _row(found, padded(place, wide), padded(role, role_width), view)
    return [*lines, *_rest(left, view)]


def _row(found: Detection, place: Text, role: Text, view: View) -> Lines:
    """Place, role and line as written; the line on a row of its own where the place is long."""
    text = code(found.text.strip(), QUIET)
    if found.context is not Context.PRODUCTION:
        text = joined((span(f"[{CONTEXTS[found.context].in_(view.language)}]"), text), " ")
    head = joined((Text(" " * 3), place, role), "  ")
    room = view.width - cell_len(head.plain) - 2
    if room >= cell_len(text.plain) or room >= view.width // 4:
        return [joined((head, cut(text, room)), "  ")]
    return [head, Text(" " * 7).append_text(cut(text, view.width - 7))]


def _rest(left: list[Detection], view: View) -> Lines:
    if not left:
        return []
    counts = Counter(found.context for found in left)
    contexts = listed(
        (
            fill(_MORE_IN, view, count=counts[context], context=CONTEXTS[context].in_(view.language))
            for context in Context
            if counts[context]
        ),
        view,
    )
    text = fill(_MORE, view, count=len(left), contexts=contexts)
    text.stylize(QUIET)
    return paragraph(text, view, indent=5)
