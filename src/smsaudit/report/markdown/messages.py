"""Channels and flows: through what messages leave, and how they get there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from smsaudit.model.context import Context
from smsaudit.model.flow import EntryPoint, FarEnd, Flow, Resolution, Step
from smsaudit.model.verdict import Judgement
from smsaudit.model.words import Words
from smsaudit.report import wording
from smsaudit.report.branches import folded
from smsaudit.report.markdown.drawing import drawing
from smsaudit.report.markdown.escape import code, in_html
from smsaudit.report.markdown.writing import Pen
from smsaudit.report.order import by_weight, distinct, flows_by_importance, grouped_by_start
from smsaudit.report.passages import Passage, Teller

SHOWN = 12
"""Places named per channel; the register of another format holds the rest."""

_NONE = Words("Nothing was found that messages could leave through.", "未发现可发出短信的通道。")
_MORE = Words("and {count} more", "另有{count}处")
_COUNTS = Words("{display} ({leaf})", "{display}（{leaf}）")
_ASIDE = Words("{outcome}; does not decide", "{outcome}；不影响结论")
_IF = Words("if {condition}", "当{condition}")
_EVIDENCE = Words("{name}: evidence ({count})", "{name}：证据（{count}）")
_NO_CALLER = Words(
    "no caller was found; it counts as live, since libraries are called by others",
    "未发现调用者；因程序库由他人调用，仍按有效代码计",
)
_AS_AFTER = Words("goes on as after {step} {place} above", "其后与上文{step} {place}之后相同")
_PATHS = Words("{start}: paths ({count})", "{start}：路径（{count}）")
_MARKS = Words(
    "Steps marked “inferred” or “by-name” could not be resolved exactly; the others were.",
    "标有“推断”或“按名称”的步骤未能确定解析，其余均为确定。",
)


def channels(pen: Pen) -> Iterator[str]:
    """A row per channel, most important first, and the places that show each."""
    yield pen.heading(Words("How messages leave", "短信经由何处发出"))
    judged = by_weight(pen.result)
    if not judged:
        yield pen.say(_NONE)
        return
    head = (
        Words("Channel", "通道"),
        Words("Outcome", "结论"),
        Words("Far end", "对端"),
        Words("Chosen", "启用条件"),
        Words("In code", "代码所见"),
    )
    yield pen.table([pen.say(name) for name in head], [_channel(each, pen) for each in judged])
    yield from (_evidence(each, pen) for each in judged)


def flows(pen: Pen) -> Iterator[str]:
    """Every flow, those of one start together as a tree, folded."""
    if not pen.result.flows:
        return
    entries = {entry.id: entry for entry in pen.result.entry_points}
    names = {judged.channel.id: judged.channel.name for judged in pen.result.whole.judgements}
    yield pen.heading(Words("How a message gets there", "短信如何到达该处"))
    yield from drawing(pen)
    if any(step.resolution is not Resolution.EXACT for flow in pen.result.flows for step in flow.steps):
        yield pen.say(_MARKS)
    teller = Teller()
    for group in grouped_by_start(flows_by_importance(pen.result)):
        passage = teller.passage(folded(group))
        yield _tree(passage, group, entries.get(group[0].entry_point or ""), names, pen)


def _channel(judged: Judgement, pen: Pen) -> tuple[str, ...]:
    channel = judged.channel
    outcome = pen.say(_COUNTS, display=pen.text(judged.leaf.display), leaf=judged.leaf.id)
    if not (channel.production and judged.counted):
        outcome = pen.say(_ASIDE, outcome=outcome)
    chosen = "<br>".join(pen.say(_IF, condition=code(condition)) for condition in channel.conditions)
    return (
        f"**{pen.text(channel.name)}**<br>{pen.text(wording.KINDS[channel.kind])}",
        outcome,
        _far_end(channel.far_end, pen),
        chosen,
        pen.text(wording.RUNGS[channel.rung]),
    )


def _far_end(end: FarEnd, pen: Pen) -> str:
    kind = pen.text(wording.FAR_ENDS[end.kind])
    if not end.host:
        return kind
    return f"{code(end.host if end.port is None else f'{end.host}:{end.port}')}<br>{kind}"


def _evidence(judged: Judgement, pen: Pen) -> str:
    found = distinct(judged.channel.detections)
    rows = [
        (
            pen.place(each.location),
            pen.text(wording.ROLES[each.role]),
            "" if each.context is Context.PRODUCTION else pen.text(wording.CONTEXTS[each.context]),
            code(each.text),
        )
        for each in found[:SHOWN]
    ]
    head = (Words("Place", "位置"), Words("Role", "作用"), Words("Context", "环境"), Words("Line", "代码"))
    blocks = [pen.table([pen.say(name) for name in head], rows)]
    if len(found) > SHOWN:
        blocks.append(pen.say(_MORE, count=len(found) - SHOWN))
    name = in_html(judged.channel.name.in_(pen.language))
    return pen.folded(pen.say(_EVIDENCE, name=name, count=len(found)), blocks)


def _tree(
    passage: Passage, group: list[Flow], entry: EntryPoint | None, names: Mapping[str, Words], pen: Pen
) -> str:
    lines = [f"- {_head(entry, pen)}", *_access(entry, pen), *_passage(passage, names, pen, "  ", "")]
    title = entry.route or entry.name if entry else group[0].steps[0].name if group[0].steps else ""
    return pen.folded(pen.say(_PATHS, start=in_html(title), count=len(group)), ["\n".join(lines)])


def _head(entry: EntryPoint | None, pen: Pen) -> str:
    if entry is None:
        return f"*{pen.say(_NO_CALLER)}*"
    names = " ".join(code(part) for part in (entry.route, entry.name) if part)
    about = f"{pen.text(wording.ENTRIES[entry.kind])}, {pen.text(wording.EXPOSURES[entry.exposure])}"
    return f"{names} {pen.place(entry.location)} *{about}*"


def _access(entry: EntryPoint | None, pen: Pen) -> Iterator[str]:
    """What tells who can trigger an entry point, and where."""
    for each in entry.access if entry else ():
        if each.location is not None:
            yield f"  - *{pen.text(each.reason)}* {pen.place(each.location)}"


def _passage(tree: Passage, names: Mapping[str, Words], pen: Pen, margin: str, said: str) -> Iterator[str]:
    """Steps below each other; what forks goes one level deeper, what was told above is not told again."""
    for told in tree.steps:
        yield f"{margin}- {_step(told.step, pen)}"
    if tree.as_after is not None:
        yield from (
            f"{margin}- {pen.say(_IF, condition=code(each))}" for each in tree.choices if each not in said
        )
        step = tree.as_after.step
        yield f"{margin}- → {pen.say(_AS_AFTER, step=code(step.name), place=pen.place(step.location))}"
    for flow in tree.ends:
        name = names.get(flow.channel, Words.same(flow.channel))
        condition = (
            f", {pen.say(_IF, condition=code(flow.condition))}" if flow.condition not in {"", said} else ""
        )
        yield f"{margin}- → **{pen.text(name)}**{condition}"
        for each in flow.recipients:
            named = f" {code(each.name)}" if each.name else ""
            yield f"{margin}  - {pen.text(wording.RECIPIENTS[each.kind])}{named} {pen.place(each.location)}"
    for fork in tree.forks:
        inner = fork.condition or said
        title = pen.say(_IF, condition=code(inner)) if inner != said else "…"
        yield f"{margin}- {title}"
        yield from _passage(fork, names, pen, margin + "  ", inner)


def _step(step: Step, pen: Pen) -> str:
    marks = [wording.STEPS[step.kind]] if step.kind in wording.STEPS else []
    if step.resolution is not Resolution.EXACT:
        marks.append(wording.RESOLUTIONS[step.resolution])
    tail = f" *{', '.join(pen.say(mark) for mark in marks)}*" if marks else ""
    return f"{code(step.name)} {pen.place(step.location)}{tail}"
