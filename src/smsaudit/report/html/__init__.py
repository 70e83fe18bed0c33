"""The report for counsel: one self-contained page in both languages, with everything that was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from smsaudit.model.advice import Source, Statement
from smsaudit.model.article import cited
from smsaudit.model.entrance import Exposure
from smsaudit.model.result import AuditResult
from smsaudit.model.words import Words
from smsaudit.report import wording
from smsaudit.report.firmness import evidence, firm
from smsaudit.report.html import chips
from smsaudit.report.html.bilingual import Bilingual, fill
from smsaudit.report.html.envelope import envelope
from smsaudit.report.html.figures import figures
from smsaudit.report.html.page import page
from smsaudit.report.html.story import Places, by_kind, groups, sheets
from smsaudit.report.instruments import STATES, TEXT_SEEN
from smsaudit.report.numbering import numbered
from smsaudit.report.order import by_weight, distinct, duties_by_state
from smsaudit.report.view import View

_HEADING = Words("{label} · {name} · SMS licence audit", "{label} · {name} · 短信业务许可审计")
_ARTICLE = Words(", {article}", " {article}")


_ALWAYS = frozenset({"channels", "flows", "licences", "evidence"})
"""Sections that say so where there is nothing."""


def render(result: AuditResult, view: View) -> str:
    """The page; `view` chooses the language that is shown first, and nothing else."""
    return page("page.html", {**_words(), **_told(result), "language": view.language})


def _words() -> Mapping[str, object]:
    """What values of the model are called."""
    return {
        "labels": wording.LABELS,
        "evidence": evidence,
        "kinds": wording.KINDS,
        "far_ends": wording.FAR_ENDS,
        "rungs": wording.RUNGS,
        "roles": wording.ROLES,
        "contexts": wording.CONTEXTS,
        "entries": wording.ENTRIES,
        "exposures": wording.EXPOSURES,
        "resolutions": wording.RESOLUTIONS,
        "gaps": wording.GAPS,
        "recipients": wording.RECIPIENTS,
        "steps": wording.STEPS,
        "letters": chips.LETTERS,
        "firmness": chips.FIRMNESS,
        "meanings": chips.MEANINGS,
        "strengths": wording.STRENGTHS,
        "duty_titles": wording.DUTY_TITLES,
        "open_facts": wording.OPEN_FACTS,
        "condition_words": wording.CONDITION,
        "stances": chips.STANCES,
        "source_kinds": chips.SOURCE_KINDS,
        "states": STATES,
        "ways": chips.WAYS,
        "seen": TEXT_SEEN,
        "sections": chips.SECTIONS,
        "firm": firm,
        "article": _article,
        "distinct": distinct,
    }


def _told(result: AuditResult) -> Mapping[str, object]:
    """What the audit found, in the order of the page."""
    ids, judged, advice = numbered(result), by_weight(result), result.advice
    places = Places(result, ids)
    reached = {each.leaf.id: each.leaf for each in judged}
    verdict = result.whole.verdict
    read = result.coverage.languages
    units = [unit for unit in result.units if unit.path != result.whole.path]
    return {
        "result": result,
        "verdict": verdict,
        "advice": advice,
        "heading": fill(_HEADING, label=chips.LETTERS[verdict.label], name=result.name),
        "others": [reached[leaf] for leaf in verdict.mixed if leaf in reached],
        "live": sum(each.channel.production and each.counted for each in judged),
        "public": sum(entry.exposure is Exposure.PUBLIC for entry in result.entry_points),
        "units": units,
        "judged": judged,
        "channel_ids": {each.channel.id: f"c{at}" for at, each in enumerate(judged, start=1)},
        "names": {each.channel.id: each.channel.name for each in judged},
        "ids": ids,
        "places": places,
        "figures": figures(result, places),
        "groups": groups(result),
        "sheets": sheets(result, ids),
        "cited": {statement.id for statement in advice.statements},
        "sources": _sources(advice.statements),
        "duties": duties_by_state(advice.duties),
        "questions": {each.fact_key: each.id for each in advice.open_questions},
        "instruments": {each.code: each for each in advice.instruments},
        "bearing": [gap for gap in result.gaps if gap.bears],
        "harmless": by_kind(gap for gap in result.gaps if not gap.bears),
        "languages": [f"{name} {count}" for name, count in sorted(read.items(), key=lambda pair: -pair[1])],
        "envelope": envelope(result),
        "contents": _contents(result, len(units)),
    }


def _sources(statements: Iterable[Statement]) -> list[Source]:
    """Every source that a statement rests on, once."""
    return sorted({each.id: each for one in statements for each in one.sources}.values(), key=lambda s: s.id)


def _article(article: str) -> Bilingual:
    return fill(_ARTICLE, article=cited(article))


def _contents(result: AuditResult, units: int) -> list[tuple[str, Words, int | None]]:
    """The sections of this page, and how much each holds where that can be counted."""
    advice = result.advice
    counts: Mapping[str, int | None] = {
        "next": len(advice.next_steps),
        "policy": None if result.policy else 0,
        "units": units,
        "channels": len(result.whole.judgements),
        "flows": len(result.flows),
        "licences": len(advice.licences),
        "duties": len(advice.duties),
        "conflicts": len(advice.conflicts),
        "questions": len(advice.open_questions),
        "evidence": len(result.detections),
        "statements": len(advice.statements),
        "instruments": len(advice.instruments),
    }
    return [
        (id_, title, counts.get(id_))
        for id_, title in chips.SECTIONS.items()
        if counts.get(id_) != 0 or id_ in _ALWAYS
    ]
