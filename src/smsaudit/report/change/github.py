"""A change as workflow commands: annotations on lines, the flip first, within the platform's limits."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from msgspec import Struct

from smsaudit.model.comparison import Comparison, Direction, Flip
from smsaudit.model.law import fill
from smsaudit.model.location import Location
from smsaudit.model.words import Language, Words
from smsaudit.report.change import wording
from smsaudit.report.change.item import Item
from smsaudit.report.change.items import Section, outcome, sections, state
from smsaudit.report.visible import brief, visible

_MOST = 10
"""Annotations of one level that the platform shows for a step."""
_LONGEST = 2_000


class _Annotation(Struct, frozen=True):
    level: str
    text: Words
    location: Location | None = None


def render(comparison: Comparison, language: Language) -> str:
    """Workflow commands; nothing where nothing changed."""
    if comparison.is_quiet:
        return ""
    made = list(_annotations(comparison))
    shown = [
        each
        for level in ("error", "warning", "notice")
        for each in [one for one in made if one.level == level][: _MOST - (level == "notice")]
    ]
    rest = len(made) - len(shown)
    if rest:
        shown.append(_Annotation("notice", fill(wording.MORE_IN_SUMMARY, count=str(rest))))
    return "".join(f"{_command(each, comparison.folder, language)}\n" for each in shown)


def _annotations(comparison: Comparison) -> Iterator[_Annotation]:
    """What a reviewer has to see at the line; licences and duties are for the summary."""
    if comparison.direction is not Direction.SAME:
        yield _verdict(comparison)
    level = _level(comparison)
    if comparison.gate.loosens:
        yield _Annotation("error", wording.LOOSENS)
    for section in sections(comparison):
        if section.title in _TOLD:
            yield from (
                _annotation(item, section, level) for item in section.items if not _is_flip(item, comparison)
            )


_TOLD = (wording.POLICY, wording.CHANNELS, wording.WAYS, wording.UNSEEN, wording.GATE)


def _level(comparison: Comparison) -> str:
    return "notice" if comparison.direction is Direction.BETTER else "warning"


def _verdict(comparison: Comparison) -> _Annotation:
    old, new = (side.result.whole.verdict for side in (comparison.before, comparison.after))
    headline = fill(wording.HEADLINES[comparison.direction], before=state(old), after=outcome(new))
    level = "error" if comparison.fails else _level(comparison)
    flip = comparison.flip
    if flip is None:
        return _Annotation(level, headline)
    told = fill(wording.FLIPPED, place=str(flip.location), text=flip.text, headline=headline)
    return _Annotation(level, told, _anchor(flip))


def _anchor(flip: Flip) -> Location | None:
    """A line that is gone has no place in the tree after the change, unless another stands there."""
    return flip.replaced_by if flip.in_before else flip.location


def _annotation(item: Item, section: Section, level: str) -> _Annotation:
    happened = wording.HAPPENED[item.sign]
    text = fill(wording.ANNOTATION, section=section.title, happened=happened, text=item.text)
    return _Annotation(level, text, None if item.in_before else item.location)


def _is_flip(item: Item, comparison: Comparison) -> bool:
    """Said already, at the same place."""
    flip, at = comparison.flip, item.location
    return (
        flip is not None
        and at is not None
        and (at.path, at.line, item.in_before) == (flip.location.path, flip.location.line, flip.in_before)
    )


def _command(each: _Annotation, folder: str, language: Language) -> str:
    properties = [f"title={_property(wording.TITLE.in_(language))}"]
    if each.location is not None:
        path = posixpath.join(folder, each.location.path)
        properties = [f"file={_property(visible(path))}", f"line={each.location.line}", *properties]
    text = brief(each.text.in_(language), _LONGEST)
    return f"::{each.level} {','.join(properties)}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
