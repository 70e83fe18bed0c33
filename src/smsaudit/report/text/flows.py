"""How a message gets from an entry point to the far end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct
from rich.text import Text

from smsaudit.model.flow import EntryPoint, Flow, Resolution
from smsaudit.model.result import AuditResult
from smsaudit.model.words import Words
from smsaudit.report.branches import Branch, course, folded
from smsaudit.report.order import flows_by_importance, grouped_by_start
from smsaudit.report.text.layout import (
    QUIET,
    STRONG,
    Lines,
    code,
    fill,
    heading,
    joined,
    listed,
    paragraph,
    span,
    where,
)
from smsaudit.report.text.tree import Pen, drawn, placed
from smsaudit.report.view import Detail, View
from smsaudit.report.wording import ENTRIES, EXPOSURES

SHOWN = 6
"""Flows printed unless everything is asked for."""

SHOWN_ACCESS = 3
"""Things printed that tell who can trigger an entry point, unless everything is asked for."""

_TITLE = Words("How a message gets there ({count})", "短信如何到达该处（{count}）")
_MARKS = Words(
    "Steps marked “inferred” or “by-name” could not be resolved exactly; the others were.",
    "标有“推断”或“按名称”的步骤未能确定解析，其余均为确定。",
)
_NO_CALLER = Words(
    "no caller was found; it counts as live, since libraries are called by others",
    "未发现调用者；因程序库由他人调用，仍按有效代码计",
)
_KIND = Words("{kind} ({framework})", "{kind}（{framework}）")
_ABOUT = Words("{kind}; {exposure}", "{kind}；{exposure}")
_BECAUSE = Words("{exposure}: {reason}", "{exposure}：{reason}")
_SHOWN_BY = Words("{reason} ({place})", "{reason}（{place}）")
_MORE = Words("and {count} more; -v prints them all", "另有{count}条路径，使用-v全部列出")

_MORE_TO = Words(
    "and {count} more ({channels}); -v prints them all", "另有{count}条路径（{channels}），使用-v全部列出"
)
_TO = Words("{count} to {channel}", "{channel} {count}条")


def flows(result: AuditResult, view: View) -> Lines:
    """The flows: to the weightiest channel and from the most exposed entry points first."""
    if not result.flows:
        return []
    ordered = flows_by_importance(result)
    shown = ordered if view.detail is Detail.EVERYTHING else ordered[:SHOWN]
    pen = Pen(view, {judged.channel.id: judged for judged in result.whole.judgements})
    entries = {entry.id: entry for entry in result.entry_points}
    lines = heading(_TITLE, view, count=len(ordered))
    for number, group in enumerate(_alike(grouped_by_start(shown), entries)):
        lines += [Text()] if number else []
        lines += _tree(group, pen)
    if len(shown) < len(ordered):
        lines += [Text(), *paragraph(_more(ordered[len(shown) :], view), view)]
    if any(step.resolution is not Resolution.EXACT for flow in shown for step in flow.steps):
        lines += [Text(), *paragraph(span(_MARKS.in_(view.language), QUIET), view)]
    return lines


class _Ways(Struct, frozen=True):
    """A tree of flows below the entry points that all lead into it."""

    heads: list[EntryPoint]
    flows: list[Flow]
    tree: Branch


def _alike(groups: Iterable[list[Flow]], entries: Mapping[str, EntryPoint]) -> list[_Ways]:
    """Flows of one start together; starts from which messages go the same way share one tree."""
    ways: dict[object, _Ways] = {}
    for group in groups:
        tree = folded(group)
        entry = entries.get(group[0].entry_point or "")
        if entry is None:
            ways[len(ways)] = _Ways([], group, tree)
            continue
        ways.setdefault(course(tree), _Ways([], group, tree)).heads.append(entry)
    return list(ways.values())


def _tree(ways: _Ways, pen: Pen) -> Lines:
    """The heads and the tree below them, which does not begin with what a single head says already."""
    tree = ways.tree
    first = tree.steps[0] if tree.steps else None
    if not ways.heads:
        tree.steps = tree.steps[1:]
        return [*_bare_head(ways.flows[0], pen.view), *drawn(tree, pen)]
    entry = ways.heads[0]
    is_module = first is not None and first.location.line == 1 and first.location.path == entry.location.path
    if first and (first.location == entry.location or (is_module and first.name == entry.name)):
        tree.steps = tree.steps[1:]
    return [*_heads(ways.heads, pen.view), *drawn(tree, pen)]


def _heads(heads: list[EntryPoint], view: View) -> Lines:
    """Every entry point with its place, and below them who can trigger them, told once where it is the same."""
    told: dict[str, Lines] = {}
    lines: Lines = []
    for entry in heads:
        title, *about = _entry_head(entry, view)
        lines += title
        for each in about:
            told.setdefault("".join(line.plain for line in each), each)
    return [*lines, *(line for each in told.values() for line in each)]


def _entry_head(entry: EntryPoint, view: View) -> list[Lines]:
    """Its title, then what tells who can trigger it, each in lines of its own."""
    title = joined((code(text, STRONG) for text in (entry.route, entry.name) if text), "  ")
    kind: Text | str = ENTRIES[entry.kind].in_(view.language)
    if entry.framework:
        kind = fill(_KIND, view, kind=kind, framework=code(entry.framework))
    exposure: Text | str = EXPOSURES[entry.exposure].in_(view.language)
    if entry.exposure_reason is not None:
        reason = code(entry.exposure_reason.in_(view.language))
        exposure = fill(_BECAUSE, view, exposure=exposure, reason=reason)
    told = [(each.reason, each.location) for each in entry.access if each.location is not None]
    if told and told[0][0] == entry.exposure_reason:
        (_, location), *told = told
        exposure = fill(_SHOWN_BY, view, reason=exposure, place=where(location))
    about = fill(_ABOUT, view, kind=kind, exposure=exposure)
    parts = [placed(title, entry.location, ("  ", "  "), view), _about(about, view)]
    for why, location in told if view.detail is Detail.EVERYTHING else told[:SHOWN_ACCESS]:
        shown = code(why.in_(view.language))
        parts.append(_about(fill(_SHOWN_BY, view, reason=shown, place=where(location)), view))
    return parts


def _more(left: list[Flow], view: View) -> Text:
    """How many flows are left, and to which channels."""
    counts = Counter(flow.channel for flow in left)
    if len(counts) == 1:
        return fill(_MORE, view, count=len(left))
    parts = (fill(_TO, view, count=count, channel=code(id_)) for id_, count in counts.items())
    return fill(_MORE_TO, view, count=len(left), channels=listed(parts, view))


def _bare_head(flow: Flow, view: View) -> Lines:
    about = _about(span(_NO_CALLER.in_(view.language)), view)
    if not flow.steps:
        return [*paragraph(code(flow.channel, STRONG), view), *about]
    first = flow.steps[0]
    return [*placed(code(first.name, STRONG), first.location, ("  ", "  "), view), *about]


def _about(text: Text, view: View) -> Lines:
    """Lines beside the trunk of the tree."""
    text.stylize(QUIET)
    return [Text("  │ ").append_text(line[4:]) for line in paragraph(text, view, indent=4)]
