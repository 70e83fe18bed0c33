"""What can be explained without a tree."""

from __future__ import annotations

import pytest

from smsaudit import law
from smsaudit.explain import Knowledge
from smsaudit.model.explanation import Explanation
from smsaudit.model.gap import GapKind
from smsaudit.signatures.files import shipped_directory
from smsaudit.signatures.load import load


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge(law.shipped(), load((shipped_directory(),)))


def explained(knowledge: Knowledge, what: str) -> Explanation:
    found = knowledge.explain(what)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        ("C5", "leaf"),
        ("C", "scenario"),
        ("B25-SP", "licence"),
        ("K01", "conflict"),
        ("K49", "conflict"),
        ("SP-own-use-direct", "statement"),
        ("reach", "question"),
        ("service.reach", "question"),
        ("logs-six-months", "duty"),
        ("SMS31", "instrument"),
        ("tencent", "signature"),
        ("tencent.send", "pattern"),
        ("django", "signature"),
        ("gap:timed-out", "gap"),
        ("timed-out", "gap"),
        ("c5", "leaf"),
        ("TENCENT.SEND", "pattern"),
    ],
)
def test_every_kind_of_id_is_explained(what: str, kind: str, knowledge: Knowledge) -> None:
    assert explained(knowledge, what).kind == kind


def test_every_row_of_the_law_is_explained(knowledge: Knowledge) -> None:
    tables = law.shipped()
    ids = [*tables.leaves, *tables.statements, *tables.questions, *tables.duties, *tables.licences]
    for id_ in (*ids, *tables.conflicts, *tables.instruments):
        found = explained(knowledge, id_)
        assert found.title.en
        assert found.title.zh
        assert found.sections, id_
        assert all(section.items for section in found.sections), id_


def test_every_kind_of_gap_is_explained(knowledge: Knowledge) -> None:
    for kind in GapKind:
        assert explained(knowledge, f"gap:{kind.value}").sections


def test_every_id_that_is_offered_is_explained_in_both_languages(knowledge: Knowledge) -> None:
    for id_ in knowledge.ids():
        for section in explained(knowledge, id_).sections:
            assert section.title.en
            assert section.title.zh
            assert all(item.text.en and item.text.zh for item in section.items), id_


def test_what_an_explanation_refers_to_can_be_asked_about_in_turn(knowledge: Knowledge) -> None:
    sources = set(law.shipped().sources)
    features = {"B22/vendor", "B24-1/vendor", "B24-2/vendor", "B25-ICP/vendor"}
    for what in ("C5", "B25-SP", "K03", "SP-own-use-direct", "reach", "tencent", "SMS31"):
        for section in explained(knowledge, what).sections:
            refs = {item.ref for item in section.items if item.ref} - sources - features
            assert {ref for ref in refs if knowledge.explain(ref) is None} == set()


def test_a_statement_is_worded_no_firmer_than_its_status(knowledge: Knowledge) -> None:
    said = explained(knowledge, "SP-own-use-direct").sections[0].items[0].text
    assert said.en.startswith("Sources differ: ")


def test_a_duty_is_worded_no_firmer_than_its_status(knowledge: Knowledge) -> None:
    assert explained(knowledge, "foreign-rules").title.en.startswith("Sources differ: ")
    items = [item for section in explained(knowledge, "C5").sections for item in section.items]
    asked = next(item.text for item in items if item.ref == "consult-in-writing")
    assert asked.en.startswith("Reported by a guide, not confirmed: ")
    assert asked.zh.startswith("仅见于指南，未经核实：")


def test_both_sides_of_a_conflict_are_shown(knowledge: Knowledge) -> None:
    assert len(explained(knowledge, "K03").sections[0].items) == 2


def test_a_pattern_says_why_it_counts_and_what_it_belongs_to(knowledge: Knowledge) -> None:
    items = explained(knowledge, "tencent.send").sections[0].items
    assert "Tencent transmit a message" in items[0].text.en
    assert items[2].ref == "tencent"


def test_what_is_unknown_is_not_guessed(knowledge: Knowledge) -> None:
    assert knowledge.explain("alibba") is None
