"""A change for code scanning: the tree after it, led by the line that tips the verdict.

A platform shows a result on a pull request only where the request touches its line. What tips a verdict may be a
setting far from the send, so that line has a result of its own.
"""

from __future__ import annotations

from smsaudit.model.baseline import fingerprint
from smsaudit.model.comparison import Comparison, Direction, Flip
from smsaudit.model.law import fill
from smsaudit.model.location import Location
from smsaudit.report import sarif
from smsaudit.report.change import ChangeView, wording
from smsaudit.report.change.items import outcome, state
from smsaudit.report.finding import Finding, Level
from smsaudit.report.order import place_of
from smsaudit.report.sarif.rules import CHANGE


def render(comparison: Comparison, view: ChangeView) -> str:
    """The log as JSON text; places are relative to the top of the repository."""
    leading = _leading(comparison)
    return sarif.render(
        comparison.after.result,
        view.language,
        suppressed=view.suppressed,
        leading=() if leading is None else (leading,),
        folder=comparison.folder,
    )


def _leading(comparison: Comparison) -> Finding | None:
    flip = comparison.flip
    if flip is None or comparison.direction is Direction.BETTER:
        return None
    after = comparison.after.result.whole.verdict
    before = state(comparison.before.result.whole.verdict)
    headline = fill(wording.HEADLINES[comparison.direction], before=before, after=outcome(after))
    return Finding(
        rule=CHANGE,
        level=Level.ERROR if comparison.fails else Level.WARNING,
        text=fill(wording.FLIPPED, place=str(flip.location), text=flip.text, headline=headline),
        location=flip.replaced_by if flip.in_before else flip.location,
        fingerprint=fingerprint(CHANGE, before, after.leaf.id, flip.location.path, flip.code),
        related=_deciding(comparison, flip),
    )


def _deciding(comparison: Comparison, flip: Flip) -> tuple[Location, ...]:
    """Where the channels that carry the verdict show best."""
    whole = comparison.after.result.whole
    places = [
        place_of(judged.channel)
        for judged in whole.judgements
        if judged.counted and judged.leaf.id == whole.verdict.leaf.id
    ]
    return tuple(place for place in places if place is not None and place != flip.location)
