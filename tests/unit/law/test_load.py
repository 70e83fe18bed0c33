"""The loader refuses law that says more than its evidence, and names every problem at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsaudit.law.load import load
from smsaudit.model.errors import Problem, SmsauditError
from smsaudit.model.law import Law, fill, weakest
from smsaudit.model.verdict import Confidence, Status
from smsaudit.model.words import Words

SOURCES = """
[[source]]
id = "text"
kind = "primary"
title = { en = "Text", zh = "条文" }
address = "https://example.org/text"
retrieved = 2026-11-21

[[source]]
id = "copied"
kind = "copy"
title = { en = "Copy", zh = "转载" }
retrieved = 2026-11-21

[[source]]
id = "firm"
kind = "secondary"
title = { en = "Law firm", zh = "律所" }
retrieved = 2026-11-21

[[source]]
id = "vendor"
kind = "vendor"
title = { en = "Vendor", zh = "服务商" }
retrieved = 2026-11-21

[[source]]
id = "agent"
kind = "agent"
title = { en = "Agent", zh = "代办" }
retrieved = 2026-11-21

[[source]]
id = "guide"
kind = "seed"
title = { en = "Guide", zh = "指南" }
retrieved = 2026-11-21
"""
INSTRUMENTS = """
[[instrument]]
code = "REGS"
name = { en = "Regulations", zh = "条例" }
issuer = { en = "Council", zh = "国务院" }
state = "in_force"
text_seen = "full"
"""
CONFLICTS = """
[[conflict]]
id = "K01"
title = { en = "A point", zh = "一点" }
side = [{ en = "One.", zh = "一。" }, { en = "Two.", zh = "二。" }]
tool_says = { en = "Contested.", zh = "有争议。" }
"""
QUESTIONS = """
[[question]]
id = "reach"
fact_key = "service.reach"
ask = { en = "Who?", zh = "谁？" }
values = ["internal", "external"]
seed_ids = ["S000-L1q1"]
"""
DUTIES = """
[[duty]]
id = "keep-logs"
status = "settled"
text = { en = "Keep logs.", zh = "留存日志。" }
statements = ["REGS-1"]
"""
LEAVES = """
[[leaf]]
id = "C1"
label = "C"
rank = 2
display = { en = "C", zh = "C" }
status = "settled"
confidence = "high"
reasons = ["REGS-1"]
needs = ["reach"]
questions = ["reach"]
duties = ["keep-logs"]
next_steps = [{ en = "Apply.", zh = "申请。" }]

[[leaf]]
id = "N0"
label = "none"
rank = 0
display = { en = "Nothing", zh = "无" }
status = "settled"
confidence = "medium"
next_steps = [{ en = "Look on.", zh = "继续核查。" }]
"""
LICENCES = """
[[licence]]
id = "B25-SP"
name = { en = "SP", zh = "SP" }
about = { en = "For SMS.", zh = "短信。" }
statements = ["REGS-1"]
questions = ["reach"]

[[licence.outcome]]
when = ["C1"]
status = "settled"
text = { en = "Required.", zh = "须取得。" }
statements = ["REGS-1"]
"""
WORDING = """
[disclaimer]
en = "Not legal advice."
zh = "不构成法律意见。"

[status.settled]
en = "{text}"
zh = "{text}"

[status.contested]
en = "Sources differ: {text} Confirm."
zh = "来源不一致：{text}请确认。"

[status.unverified]
en = "Not confirmed: {text}"
zh = "未核实：{text}"

[reference.article]
en = "{text} ({instrument}, {article})"
zh = "{text}（《{instrument}》{article}）"

[reference.instrument]
en = "{text} ({instrument})"
zh = "{text}（《{instrument}》）"
"""
LEFT_OUT = """
[[left_out]]
seed_id = "S000-L9a"
reason = { en = "A heading.", zh = "标题。" }
"""


def statement(  # noqa: PLR0913 - one keyword for each thing that a test varies
    id_: str = "REGS-1",
    status: str = "settled",
    sources: str = "text:supports",
    note: str = "",
    *,
    instrument: str = "REGS",
    article: str = "1",
    basis: str = "",
    more: str = "",
) -> str:
    """A statement as TOML."""
    cited = ", ".join(
        f'{{ id = "{name}", locator = "Art. 1", stance = "{stance}" }}'
        for name, _, stance in (source.partition(":") for source in sources.split())
    )
    lines = [
        "[[statement]]",
        f'id = "{id_}"',
        'kind = "obligation"',
        'applies_to = ["C"]',
        'licence = ["B25-SP"]',
        f'status = "{status}"',
        f'instrument = "{instrument}"' if instrument else "",
        f'article = "{article}"' if article else "",
        f'basis = "{basis}"' if basis else "",
        "as_of = 2026-11-21",
        "review_by = 2027-11-01",
        f'seed_ids = ["S-{id_}"]',
        'text = { en = "It is so.", zh = "如此。" }',
        f'note = {{ en = "{note}", zh = "说明" }}' if note else "",
        f"source = [{cited}]",
        more,
    ]
    return "\n".join(line for line in lines if line)


def files(**changed: str) -> dict[str, str]:
    """A small law that loads, with some files changed."""
    whole = {
        "sources": SOURCES,
        "instruments": INSTRUMENTS,
        "conflicts": CONFLICTS,
        "statements": statement(),
        "questions": QUESTIONS,
        "duties": DUTIES,
        "leaves": LEAVES,
        "licences": LICENCES,
        "wording": WORDING,
        "left_out": LEFT_OUT,
    }
    return {f"{name}.toml": text for name, text in {**whole, **changed}.items()}


def refused(**changed: str) -> list[str]:
    """The problems of a law with some files changed."""
    with pytest.raises(SmsauditError) as caught:
        load(files(**changed))
    return [str(problem) for problem in caught.value.problems]


def small() -> Law:
    return load(files())


def test_a_small_law_loads_into_types() -> None:
    law = small()
    assert law.leaves["C1"].leaf.confidence is Confidence.HIGH
    assert law.leaves["C1"].carrier_label == "C"
    assert law.questions["reach"].needed_by == ("C1",)
    assert law.duties["keep-logs"].leaves == ("C1",)
    assert law.statements["REGS-1"].sources[0].locator == Words("Art. 1", "第一条")
    assert law.licences["B25-SP"].outcomes[0].when == ("C1",)
    assert law.seeds == {"S-REGS-1": ("REGS-1",), "S000-L1q1": ("reach",)}
    assert set(law.left_out) == {"S000-L9a"}


def test_the_law_is_read_only() -> None:
    with pytest.raises(TypeError):
        small().leaves["C1"] = small().leaves["N0"]  # type: ignore[index]


@pytest.mark.parametrize(
    "sources",
    [
        "text:supports",
        "copied:supports",
        "firm:supports vendor:supports",
        "text:supports agent:opposes",
        "text:supports guide:opposes",
    ],
)
def test_enough_evidence_settles_a_statement(sources: str) -> None:
    assert load(files(statements=statement(sources=sources))).statements["REGS-1"].status is Status.SETTLED


@pytest.mark.parametrize(
    ("sources", "what"),
    [
        ("guide:supports", "settled without a primary source"),
        ("agent:supports guide:supports", "settled without a primary source"),
        ("firm:supports", "settled without a primary source"),
        ("firm:supports firm:supports", "settled without a primary source"),
        ("text:opposes", "settled without a primary source"),
        ("text:supports copied:opposes", "settled against a source of weight"),
        ("text:supports vendor:opposes", "settled against a source of weight"),
    ],
)
def test_too_little_evidence_does_not(sources: str, what: str) -> None:
    assert any(what in problem for problem in refused(statements=statement(sources=sources)))


@pytest.mark.parametrize("basis", ["scenario", "advice"])
def test_what_the_guide_itself_defines_or_advises_needs_no_other_source(basis: str) -> None:
    text = statement(sources="guide:supports", basis=basis, instrument="", article="")
    assert load(files(statements=text)).statements["REGS-1"].status is Status.SETTLED


def test_a_contested_statement_shows_both_sides_or_a_note() -> None:
    base = statement()
    one = statement("X", "contested", "text:supports")
    both = statement("X", "contested", "text:supports guide:opposes")
    noted = statement("X", "contested", "text:supports", note="Why.")
    assert "one side of a contested point" in refused(statements=f"{base}\n{one}")[0]
    for text in (both, noted):
        assert load(files(statements=f"{base}\n{text}")).statements["X"].status is Status.CONTESTED


def test_an_unverified_statement_says_why() -> None:
    base = statement()
    assert "note" in refused(statements=f"{base}\n{statement('X', 'unverified', 'guide:supports')}")[0]
    noted = statement("X", "unverified", "guide:supports", note="Looked for, not found.")
    assert load(files(statements=f"{base}\n{noted}")).statements["X"].status is Status.UNVERIFIED


def test_nothing_is_firmer_than_its_weakest_statement() -> None:
    problems = refused(statements=statement(status="contested", note="Why."))
    assert [problem.partition(" ")[0] for problem in problems] == [
        "duties.toml:4:",
        "leaves.toml:7:",
        "licences.toml:11:",
    ]
    assert all("rests on a statement that is contested" in problem for problem in problems)


@pytest.mark.parametrize(
    ("changed", "place", "what"),
    [
        (
            {"statements": statement(instrument="LAWS")},
            "statements.toml:7",
            "'LAWS' is not in instruments.toml",
        ),
        ({"statements": statement(instrument="")}, "statements.toml:7", "without an instrument"),
        ({"statements": statement(sources="rumour:supports")}, "statements.toml:13", "'rumour'"),
        ({"statements": statement(sources="text:hints")}, "statements.toml:13", "locator and stance"),
        (
            {"statements": statement().replace('"Art. 1"', '"the preamble"')},
            "statements.toml:13",
            "in one language only",
        ),
        ({"statements": statement(more='conflict = ["K77"]')}, "statements.toml:14", "'K77'"),
        ({"statements": statement(more="colour = 1")}, "statements.toml:14", "not a key of this table"),
        ({"statements": statement(basis="rumour")}, "statements.toml:9", "'rumour'"),
        (
            {"statements": statement().replace("2027-11-01", "2020-01-01")},
            "statements.toml:10",
            "before as_of",
        ),
        ({"statements": statement().replace("2026-11-21", '"today"')}, "statements.toml:9", "needs a date"),
        ({"statements": statement().replace(', zh = "如此。"', "")}, "statements.toml:12", "both languages"),
        ({"statements": statement().replace('"settled"', '"sure"')}, "statements.toml:6", "'sure'"),
        ({"leaves": LEAVES.replace('["reach"]', '["mood"]', 1)}, "leaves.toml:10", "'mood'"),
        ({"leaves": LEAVES.replace("rank = 0", "rank = 2")}, "leaves.toml:18", "rank of C1"),
        ({"leaves": LEAVES.replace("rank = 0", 'rank = "0"')}, "leaves.toml:18", "whole number"),
        ({"leaves": LEAVES.replace('label = "none"', 'label = "D"')}, "leaves.toml:17", "'D'"),
        ({"leaves": LEAVES.replace('["REGS-1"]', "[]")}, "leaves.toml:9", "is empty"),
        ({"leaves": LEAVES.replace('["keep-logs"]', '["rest"]')}, "leaves.toml:12", "'rest'"),
        ({"licences": LICENCES.replace('["C1"]', '["C9"]')}, "licences.toml:10", "'C9'"),
        ({"licences": LICENCES.partition("[[licence.outcome]]")[0]}, "licences.toml:2", "is missing"),
        (
            {"conflicts": CONFLICTS.replace(', { en = "Two.", zh = "二。" }', "")},
            "conflicts.toml:5",
            "two sides",
        ),
        ({"duties": DUTIES + DUTIES}, "duties.toml:9", "taken by duties.toml:2"),
        (
            {"left_out": LEFT_OUT.replace("S000-L9a", "S-REGS-1")},
            "left_out.toml:3",
            "is represented by REGS-1",
        ),
        ({"questions": "question = 3"}, "questions.toml", "[[question]]"),
        ({"questions": QUESTIONS + "\n[[quesiton]]\nid = 1"}, "questions.toml:9", "not a table of the law"),
        ({"sources": "[[source"}, "sources.toml:1", "not valid TOML"),
        ({"wording": WORDING.replace("{article})", "{artikel})")}, "wording.toml:18", "placeholders"),
        (
            {"wording": WORDING.replace("Not legal advice.", "Not { advice.")},
            "wording.toml:2",
            "single brace",
        ),
    ],
)
def test_every_mistake_is_named_with_file_line_and_mend(
    changed: dict[str, str], place: str, what: str
) -> None:
    problems = refused(**changed)
    assert any(problem.startswith(place) and what in problem for problem in problems), problems
    assert all("; " in problem for problem in problems)


def test_all_mistakes_of_all_files_are_named_at_once() -> None:
    problems = refused(
        statements=statement(instrument="LAWS", more="colour = 1"),
        leaves=LEAVES.replace("rank = 0", "rank = 2"),
    )
    assert {problem.partition(":")[0] for problem in problems} == {"statements.toml", "leaves.toml"}
    assert len(problems) == 3


def test_a_missing_wording_file_is_an_error() -> None:
    whole = files()
    del whole["wording.toml"]
    with pytest.raises(SmsauditError, match=r"wording\.toml"):
        load(whole)


@pytest.mark.parametrize(
    ("article", "instrument", "ending"),
    [
        ("69", "REGS", "(Regulations, Art. 69)"),
        ("B25", "REGS", "(Regulations, B25)"),
        ("", "REGS", "(Regulations)"),
    ],
)
def test_a_settled_statement_names_its_article(article: str, instrument: str, ending: str) -> None:
    law = load(files(statements=statement(article=article, instrument=instrument)))
    assert law.worded("REGS-1").en == f"It is so. {ending}"


def test_the_wording_follows_the_status() -> None:
    more = [
        statement(),
        statement("X", "contested", "text:supports", "N"),
        statement("Y", "unverified", note="N"),
    ]
    law = load(files(statements="\n".join(more)))
    assert law.worded("X").en == "Sources differ: It is so. Confirm."
    assert law.worded("Y").zh == "未核实：如此。"


def test_the_weakest_status_is_the_least_firm() -> None:
    assert weakest([Status.SETTLED, Status.UNVERIFIED, Status.CONTESTED]) is Status.UNVERIFIED
    assert weakest([]) is Status.SETTLED


def test_filling_takes_each_language_from_its_own_side() -> None:
    filled = fill(Words("{a} in {b}", "{b}中{a}"), a=Words("one", "一"), b="x{a}")
    assert filled == Words("one in x{a}", "x{a}中一")


@given(st.text(max_size=200), st.sampled_from(sorted(files())))
def test_any_text_ends_as_law_or_as_problems(text: str, name: str) -> None:
    assert all(problem.what and problem.mend for problem in told({**files(), name: text}))


@given(st.integers(0, 4000), st.integers(1, 40), st.sampled_from(sorted(files())))
def test_a_law_file_with_a_hole_ends_as_law_or_as_problems(start: int, length: int, name: str) -> None:
    whole = files()
    holed = whole[name][:start] + whole[name][start + length :]
    assert all(problem.what and problem.mend for problem in told({**whole, name: holed}))


def told(law_files: dict[str, str]) -> tuple[Problem, ...]:
    """The problems of a law; none where it loads."""
    try:
        load(law_files)
    except SmsauditError as error:
        return error.problems
    return ()
