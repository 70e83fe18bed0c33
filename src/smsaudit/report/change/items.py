"""What a change adds, removes and changes, one line each, in the order in which a reviewer asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from smsaudit.model.comparison import Comparison, Direction, GateChange
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.law import fill
from smsaudit.model.location import Location, Place, TreePath
from smsaudit.model.verdict import Judgement, Verdict
from smsaudit.model.words import Words
from smsaudit.report.change import wording
from smsaudit.report.change.item import Item, Sign
from smsaudit.report.change.ways import ways
from smsaudit.report.firmness import firm
from smsaudit.report.order import place_of
from smsaudit.report.wording import CONDITION, GAPS, OPEN_FACTS


class Section(Struct, frozen=True):
    """Differences of one kind."""

    title: Words
    items: tuple[Item, ...]


def sections(comparison: Comparison) -> tuple[Section, ...]:
    """Every kind of difference that a reader has to be told of.

    That the outcome is heavier is what the headline says. What a verdict depended on and asked for is not settled
    by a verdict that can no longer be given.
    """
    is_unclear = comparison.direction is Direction.UNCLEAR
    left_out = (wording.DEPENDS, wording.LICENCES, wording.DUTIES) if is_unclear else ()
    found = (
        replace(
            section,
            items=tuple(
                item
                for item in section.items
                if not item.is_headline and not (section.title in left_out and item.sign is Sign.REMOVED)
            ),
        )
        for section in everything(comparison)
    )
    return tuple(section for section in found if section.items)


def everything(comparison: Comparison) -> tuple[Section, ...]:
    """Every kind of difference that there is."""
    made = (
        Section(wording.POLICY, tuple(_violations(comparison))),
        Section(wording.CHANNELS, tuple(_channels(comparison))),
        Section(wording.WAYS, tuple(ways(comparison))),
        Section(wording.PARTS, tuple(_units(comparison))),
        Section(wording.UNSEEN, tuple(_gaps(comparison))),
        Section(wording.DEPENDS, tuple(_conditions(comparison))),
        Section(wording.LICENCES, tuple(_licences(comparison))),
        Section(wording.DUTIES, tuple(_duties(comparison))),
        Section(wording.GATE, tuple(_gate(comparison.gate.changes))),
    )
    return tuple(section for section in made if section.items)


def outcome(verdict: Verdict) -> Words:
    """A verdict in one clause, with its label and leaf."""
    return fill(wording.OUTCOME, display=verdict.leaf.display, label=verdict.label, leaf=verdict.leaf.id)


def headline(comparison: Comparison) -> Words:
    """The first line: which way the verdict went; where it stayed, what it is."""
    old, new = (side.result.whole.verdict for side in (comparison.before, comparison.after))
    after = outcome(new) if is_one(comparison) else Words.same(state(new))
    return fill(wording.HEADLINES[comparison.direction], before=state(old), after=after)


def is_one(comparison: Comparison) -> bool:
    """Whether both sides come to the same outcome."""
    old, new = (side.result.whole.verdict for side in (comparison.before, comparison.after))
    return (old.leaf.id, old.label) == (new.leaf.id, new.label)


def fails(comparison: Comparison) -> Words:
    """Why the check of a change fails."""
    return wording.FAILS_AS_HEAVIER if comparison.fails_as_heavier else wording.FAILS


def state(verdict: Verdict) -> str:
    """A verdict in a word."""
    return f"{verdict.label} ({verdict.leaf.id})"


def _violations(comparison: Comparison) -> Iterator[Item]:
    for violation in comparison.violations.added:
        yield Item(
            sign=Sign.ADDED,
            text=violation.text,
            location=violation.location,
            is_headline=violation.is_about_the_outcome,
        )
    for violation in comparison.violations.removed:
        yield Item(sign=Sign.REMOVED, text=violation.text, location=violation.location, in_before=True)


def _channels(comparison: Comparison) -> Iterator[Item]:
    delta, lines = comparison.channels, comparison.lines.channels
    for judged in delta.added:
        place = lines.get(judged.channel.id) or place_of(judged.channel)
        yield Item(sign=Sign.ADDED, text=_channel(judged), location=place)
    for old, new in delta.changed:
        place = lines.get(new.channel.id) or place_of(new.channel)
        yield Item(sign=Sign.CHANGED, text=_changed_channel(old, new), location=place)
    for judged in delta.removed:
        yield Item(
            sign=Sign.REMOVED, text=_channel(judged), location=place_of(judged.channel), in_before=True
        )


def _channel(judged: Judgement) -> Words:
    told = wording.CHANNEL if judged.counted else wording.LISTED_CHANNEL
    return fill(
        told, name=judged.channel.name, id=judged.channel.id, leaf=judged.leaf.id, display=judged.leaf.display
    )


def _changed_channel(old: Judgement, new: Judgement) -> Words:
    name = new.channel.name
    if (old.leaf.id, old.counted) != (new.leaf.id, new.counted):
        return fill(wording.OTHER_LEAF, name=name, before=_state(old), after=_state(new))
    was, now = old.channel.far_end, new.channel.far_end
    if (was.kind, was.host, was.port) != (now.kind, now.host, now.port):
        hosts = {"before": was.host or was.kind.value, "after": now.host or now.kind.value}
        return fill(wording.OTHER_FAR_END, name=name, **hosts)
    if old.channel.serves_others != new.channel.serves_others:
        return fill(wording.FOR_OTHERS if new.channel.serves_others else wording.NOT_FOR_OTHERS, name=name)
    is_about_default = old.channel.is_default is True or new.channel.is_default is True
    if is_about_default and old.channel.conditions == new.channel.conditions:
        told = wording.NOW_DEFAULT if new.channel.is_default else wording.NO_DEFAULT
        return fill(told, name=name, choice=_conditions_of(new))
    return fill(wording.OTHER_CHOICE, name=name, before=_choice(old), after=_choice(new))


def _state(judged: Judgement) -> Words:
    return fill(wording.STATE if judged.counted else wording.LISTED_STATE, leaf=judged.leaf.id)


def _conditions_of(judged: Judgement) -> Words:
    conditions = ", ".join(judged.channel.conditions)
    return Words(conditions, conditions) if conditions else wording.ALWAYS


def _choice(judged: Judgement) -> Words:
    named = _conditions_of(judged)
    if judged.channel.conditions:
        named = fill(wording.IF, condition=named)
    match judged.channel.is_default:
        case True:
            return fill(wording.DEFAULT, choice=named)
        case False:
            return fill(wording.NOT_DEFAULT, choice=named)
        case None:
            return named


def _units(comparison: Comparison) -> Iterator[Item]:
    for unit in comparison.units.added:
        text = fill(wording.PART, path=unit.path, outcome=outcome(unit.verdict))
        yield Item(sign=Sign.ADDED, text=text)
    for old, new in comparison.units.changed:
        told = {"before": outcome(old.verdict), "after": outcome(new.verdict)}
        yield Item(sign=Sign.CHANGED, text=fill(wording.OTHER_PART, path=new.path, **told))
    for unit in comparison.units.removed:
        text = fill(wording.PART, path=unit.path, outcome=outcome(unit.verdict))
        yield Item(sign=Sign.REMOVED, text=text)


def _gaps(comparison: Comparison) -> Iterator[Item]:
    yield from (_gap(gap, Sign.ADDED) for gap in comparison.gaps.added)
    yield from (_gap(gap, Sign.REMOVED) for gap in comparison.gaps.removed)


def _gap(gap: Gap, sign: Sign) -> Item:
    says_all = gap.kind is GapKind.OUTSIDE_SENDER
    text = gap.reason if says_all else fill(wording.GAP, kind=GAPS[gap.kind], reason=gap.reason)
    at = Location(gap.path, Place(gap.line or 1))
    return Item(sign=sign, text=text, location=at, in_before=sign is Sign.REMOVED)


def _conditions(comparison: Comparison) -> Iterator[Item]:
    yield from _plain(Sign.ADDED, map(_condition, comparison.conditions.added))
    yield from _plain(Sign.REMOVED, map(_condition, comparison.conditions.removed))


def _condition(key: str) -> Words:
    """A choice that is written in code, or what a fact that is still open asks."""
    asked = OPEN_FACTS.get(key)
    return Words(key, key) if asked is None else fill(CONDITION, asked=asked, key=key)


def _licences(comparison: Comparison) -> Iterator[Item]:
    def told(id_: str, name: Words, says: Words) -> Words:
        return fill(wording.LICENCE, id=id_, name=name, outcome=says)

    delta = comparison.licences
    yield from _plain(Sign.ADDED, (told(each.id, each.name, each.outcome) for each in delta.added))
    yield from _plain(Sign.CHANGED, (told(new.id, new.name, new.outcome) for _, new in delta.changed))
    yield from _plain(Sign.REMOVED, (told(each.id, each.name, each.outcome) for each in delta.removed))


def _duties(comparison: Comparison) -> Iterator[Item]:
    yield from _plain(Sign.ADDED, (firm(duty.text, duty.status) for duty in comparison.duties.added))
    yield from _plain(Sign.REMOVED, (firm(duty.text, duty.status) for duty in comparison.duties.removed))


def _gate(changes: Iterable[GateChange]) -> Iterator[Item]:
    for change in changes:
        sign = Sign.ADDED if not change.before else Sign.CHANGED if change.after else Sign.REMOVED
        told = {
            Sign.ADDED: wording.SUPPRESSES if change.is_suppression else wording.GATE_ADDED,
            Sign.CHANGED: wording.GATE_CHANGED,
            Sign.REMOVED: wording.GATE_REMOVED,
        }[sign]
        text = fill(told, key=change.key or change.file, before=change.before, after=change.after)
        location = Location(TreePath(change.file), Place(change.line)) if change.line else None
        yield Item(sign=sign, text=text, location=location)


def _plain(sign: Sign, texts: Iterable[Words]) -> Iterator[Item]:
    return (Item(sign=sign, text=text) for text in texts)
