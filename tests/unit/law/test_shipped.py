"""The law that ships: complete, bilingual, dated, and bound together."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pytest

from smsaudit.law import digest, shipped
from smsaudit.model.declared import FACT_KEYS, DeclaredPath, is_open
from smsaudit.model.flow import FarEndKind
from smsaudit.model.law import Law
from smsaudit.model.verdict import Confidence, Status
from smsaudit.model.words import Words
from smsaudit.report.dossier.facts import value_in_words

LAW = shipped()
ROOT = Path(__file__).parents[3]
BY_RANK = "X1 X2 C2 C1 C5 C3 C6 C7 C4 U1 U2 A9 B3 V1 V3 B2 B4 G1 A8 V2 B1 AB A1 A0 N1 N0"


def test_the_leaves_stand_in_the_order_of_their_weight() -> None:
    ordered = sorted(LAW.leaves.values(), key=lambda row: -row.leaf.rank)
    assert " ".join(row.leaf.id for row in ordered) == BY_RANK


@pytest.mark.parametrize(
    ("leaf", "label", "status", "ceiling"),
    [
        ("C1", "C", Status.SETTLED, Confidence.HIGH),
        ("C3", "C", Status.CONTESTED, Confidence.MEDIUM),
        ("C7", "B", Status.CONTESTED, Confidence.MEDIUM),
        ("U1", "C", Status.UNVERIFIED, Confidence.LOW),
        ("U2", "B", Status.UNVERIFIED, Confidence.LOW),
        ("B2", "B", Status.SETTLED, Confidence.MEDIUM),
        ("A1", "A", Status.CONTESTED, Confidence.MEDIUM),
        ("G1", "undetermined", Status.UNVERIFIED, Confidence.LOW),
        ("N0", "none", Status.SETTLED, Confidence.MEDIUM),
    ],
)
def test_the_table_says_what_it_always_said(
    leaf: str, label: str, status: Status, ceiling: Confidence
) -> None:
    row = LAW.leaves[leaf].leaf
    assert (row.label, row.status, row.confidence) == (label, status, ceiling)


def test_only_a_side_function_changes_its_label_on_a_carrier_link() -> None:
    assert [id_ for id_, row in LAW.leaves.items() if row.carrier_label != row.leaf.label] == ["C4"]


def test_no_display_says_that_no_licence_is_needed_where_nothing_was_found() -> None:
    for leaf in ("N0", "N1", "A0", "G1"):
        assert "licence" not in LAW.leaves[leaf].leaf.display.en


def test_every_guide_statement_is_represented_or_left_out_with_a_reason() -> None:
    assert not set(LAW.seeds) & set(LAW.left_out)
    assert len(LAW.seeds) + len(LAW.left_out) == 302
    assert all(re.fullmatch(r"S00[012]-L\d+(q\d|[a-f])", seed) for seed in (*LAW.seeds, *LAW.left_out))


def test_every_open_fact_of_the_procedure_has_a_question() -> None:
    asked = {question.fact_key for question in LAW.questions.values()}
    assert set(FACT_KEYS.values()) <= asked


def test_every_question_and_duty_belongs_somewhere() -> None:
    by_licence = {q for row in LAW.licences.values() for q in row.questions}
    assert [q.id for q in LAW.questions.values() if not q.needed_by and q.id not in by_licence] == []
    assert [d.id for d in LAW.duties.values() if not d.leaves] == []


def test_the_licences_are_the_ones_that_reports_know() -> None:
    assert list(LAW.licences) == ["B25-SP", "B25-ICP", "B21", "B22", "B24", "B24-1", "B24-2"]


@pytest.mark.parametrize("conflict", [f"K{n:02d}" for n in range(1, 50)])
def test_every_conflict_is_told_with_both_sides(conflict: str) -> None:
    assert len(LAW.conflicts[conflict].sides) == 2


def test_foreign_capital_and_signature_filing_are_reviewed_within_six_months() -> None:
    for statement in LAW.statements.values():
        soon = statement.kind == "foreign-investment" or statement.id == "SIGN-filing"
        assert statement.review_by <= (date(2027, 5, 21) if soon else date(2027, 11, 21)), statement.id


def test_every_contested_statement_is_worded_so_that_the_prefix_reads_on() -> None:
    for statement in LAW.statements.values():
        if statement.status is Status.CONTESTED:
            assert statement.text.en.startswith(("whether ", "how ", "which ")), statement.id
            assert statement.note is not None, statement.id


def test_texts_end_as_sentences_and_keep_their_language() -> None:
    for statement in LAW.statements.values():
        assert statement.text.en.endswith("."), statement.id
        assert statement.text.zh.endswith("。"), statement.id
        assert not re.search(r"[\u4e00-\u9fff]", statement.text.en), statement.id
        assert re.search(r"[\u4e00-\u9fff]", statement.text.zh), statement.id


def test_no_statement_claims_what_was_found_nowhere() -> None:
    text = " ".join(s.text.en for s in LAW.statements.values() if s.status is Status.SETTLED)
    assert "clarified" not in text
    assert "13 companies" not in text


@pytest.mark.parametrize("kind", list(FarEndKind))
def test_every_far_end_has_a_sentence(kind: FarEndKind) -> None:
    assert f"far_end.{kind.value}" in LAW.wording


@pytest.mark.parametrize("name", list(FACT_KEYS))
def test_every_declarable_value_has_words(name: str) -> None:
    assert f"fact.{name}" in LAW.wording
    for value in type(getattr(DeclaredPath(), name)):
        assert is_open(value) or f"value.{name}.{value}" in LAW.wording


def test_every_answer_to_a_question_has_words() -> None:
    wordless = [
        f"{question.fact_key}={value}"
        for question in LAW.questions.values()
        for value in question.values
        if not is_open(value) and value_in_words(question.fact_key, value, LAW) == Words.same(value)
    ]
    assert wordless == []


def test_every_sentence_in_the_wording_is_used_and_every_used_one_exists() -> None:
    used = set()
    folders = ("judge", "advise", "report/dossier")
    for path in (path for folder in folders for path in ROOT.glob(f"src/smsaudit/{folder}/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                used.add(node.value)
    by_pattern = (
        "far_end.",
        "fact.",
        "value.",
        "status.",
        "reference.",
        "dossier.outcome.",
        "dossier.envelope.",
        "dossier.fact.",
        "dossier.unit.",
        "kept.",
    )
    plain = {key for key in LAW.wording if not key.startswith(by_pattern)}
    assert plain - used == set()
    families = "because|despite|contradiction|change|none|undetermined|place|shown|dossier"
    wanted = {text for text in used if re.fullmatch(rf"({families})\.[a-z_]+", text)}
    assert wanted - set(LAW.wording) == set()


def test_the_digest_is_a_sha256_and_stays_the_same() -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", digest())
    assert digest() == digest()


def test_the_law_is_loaded_once() -> None:
    assert isinstance(LAW, Law)
    assert shipped() is LAW
