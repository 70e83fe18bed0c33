"""Reports on a change: limits of the platforms, and text that an attacker wrote."""

from __future__ import annotations

import json
import re
from itertools import permutations

import jsonschema
import pytest
from msgspec.structs import replace

from smsaudit.diff import Edits, compared
from smsaudit.model.comparison import Comparison, Delta, Direction, Flip, Gate, GateChange, Side
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import Location, Place, TreePath
from smsaudit.model.policy import Policy, PolicyCheck, Rule, Violation
from smsaudit.model.words import Language, Words
from smsaudit.report.change import CHANGE_FORMATS, ChangeView, markdown
from smsaudit.report.view import Detail
from tests.support.golden import ROOT
from tests.support.results import EVIL, SAMPLES

SCHEMA = jsonschema.Draft202012Validator(
    json.loads((ROOT / "docs" / "change-v1.schema.json").read_text(encoding="utf-8"))
)
HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def change(before: str, after: str) -> Comparison:
    edits = Edits(set(), set(), lambda _path: "", lambda _path: "")
    one, other = (Side(name=name, result=SAMPLES[name]()) for name in (before, after))
    return compared(one, other, edits, Gate(judged_by="base"))


def rendered(comparison: Comparison, format_: str, language: Language = Language.EN) -> str:
    view = ChangeView(language=language, links="https://github.example/team/shop", detail=Detail.EVERYTHING)
    return CHANGE_FORMATS[format_](comparison, view)


def test_the_published_schema_is_a_schema() -> None:
    SCHEMA.check_schema(SCHEMA.schema)


PAIRS = sorted(permutations(SAMPLES, 2))


@pytest.mark.parametrize("pair", PAIRS, ids="-to-".join)
def test_every_change_can_be_told_in_every_format(pair: tuple[str, str]) -> None:
    comparison, again = change(*pair), change(*pair)
    for language in Language:
        texts = {format_: rendered(comparison, format_, language) for format_ in CHANGE_FORMATS}
        for format_, text in texts.items():
            assert not HIDDEN.search(text)
            assert text == rendered(again, format_, language)
        SCHEMA.validate(json.loads(texts["json"]))


@pytest.mark.parametrize("name", SAMPLES)
def test_no_change_is_silent_or_one_sentence(name: str) -> None:
    comparison = change(name, name)
    assert comparison.is_quiet
    assert rendered(comparison, "github") == ""
    assert len(rendered(comparison, "markdown").splitlines()) == 2
    SCHEMA.validate(json.loads(rendered(comparison, "json")))


def many(count: int) -> Comparison:
    comparison = change("nothing", "conditional-c")
    gaps = tuple(
        Gap(TreePath(f"folder/file{at}.py"), GapKind.UNPARSED, Words.same("x" * 200), bears=True)
        for at in range(count)
    )
    return replace(comparison, gaps=replace(comparison.gaps, added=gaps))


def test_a_comment_is_never_longer_than_the_platform_takes() -> None:
    text = rendered(many(5_000), "markdown")
    assert len(text.encode()) < 65_536
    assert text.startswith(f"{markdown.MARK}\n### 🔴 SMS scenario: Worse: none (N0) → C (U1)")
    assert "more" in text


@pytest.mark.parametrize("format_", ["markdown", "summary"])
def test_a_page_keeps_what_decides_however_long_names_and_lines_are(format_: str) -> None:
    base = change("nothing", "conditional-c")
    long = "🦆<|`" * 300_000
    flip = Flip(location=Location(TreePath("d/" * 2_000), Place(3)), text=Words.same(long), code=long)
    gate = Gate(judged_by=long, changes=(GateChange(file="x", line=1, key=long, before="", after=long),))
    conditions = replace(base.conditions, added=(long,) * 1_000)
    text = rendered(replace(base, flip=flip, gate=gate, conditions=conditions), format_)
    assert len(text.encode()) < (65_536 if format_ == "markdown" else 1024 * 1024)
    assert "Worse: none (N0) → C (U1)" in text.split("#### ")[0]
    assert "| **After**" in text


def test_a_heavier_outcome_is_told_once() -> None:
    comparison = change("provider-b", "conditional-c")
    outcome = Violation(
        rule=Rule.FAIL_ON, scope=".", channel="", subject="U1", text=Words.same("The outcome is U1.")
    )
    check = PolicyCheck(
        policy=Policy(), leaf=comparison.after.result.whole.verdict.leaf, violations=(outcome,)
    )
    after = replace(comparison.after, result=replace(comparison.after.result, policy=check))
    comparison = replace(comparison, after=after, violations=Delta(added=(outcome,)))
    for format_ in ("text", "markdown", "summary", "github"):
        assert "The outcome is U1." not in rendered(comparison, format_)
    assert "The outcome is U1." in rendered(comparison, "json")
    assert "must not get heavier" in rendered(comparison, "markdown")


def test_what_is_not_known_any_more_settles_no_duty() -> None:
    comparison = change("provider-b", "undetermined")
    gone = [duty.text.en for duty in comparison.duties.removed]
    assert comparison.direction is Direction.UNCLEAR
    assert gone
    assert not any(text in rendered(comparison, "summary") for text in gone)


def test_a_summary_leaves_room_for_others_and_keeps_what_decides() -> None:
    text = rendered(many(20_000), "summary")
    assert len(text.encode()) < 900 * 1024
    assert "Worse: none (N0) → C (U1)" in text.splitlines()[0]
    assert "not legal advice" in text


def test_a_page_that_is_full_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "_COMMENT_BYTES", 1_500)
    text = rendered(many(50), "markdown")
    assert "The report was cut here" in text
    assert len(text.encode()) < 2_500


def test_annotations_stay_within_the_limits_of_a_step() -> None:
    lines = rendered(many(300), "github").splitlines()
    for level in ("error", "warning", "notice"):
        assert sum(line.startswith(f"::{level} ") for line in lines) <= 10
    assert "Worse" in lines[0]
    assert re.search(r"\d+ more in the job summary", lines[-1])


def test_annotations_are_one_line_each_whatever_they_say() -> None:
    text = rendered(change("nothing", "hostile"), "github")
    assert all(
        re.fullmatch(r"::(error|warning|notice) [^\r\n]*::[^\r\n]*", line) for line in text.split("\n")[:-1]
    )


def test_a_path_cannot_add_properties_to_an_annotation() -> None:
    flip = Flip(location=Location(TreePath("a,line=1::b%0A.py"), Place(3)), text=Words.same("x\n::error::y"))
    comparison = replace(change("nothing", "conditional-c"), flip=flip)
    first = rendered(comparison, "github").splitlines()[0]
    assert "file=a%2Cline=1%3A%3Ab%250A.py,line=3," in first
    assert "\\n" in first


@pytest.mark.parametrize("format_", ["markdown", "summary"])
@pytest.mark.parametrize(
    "evil",
    [
        "<img src=x onerror=alert(1)>",
        "@team/everyone see #1 and https://evil.example www.evil.example",
        "`code` ``more`` | cell | [link](javascript:x) ![image](http://x)",
        "</details><script>x</script>",
        "<!-- smsaudit: change -->",
        "a\n\n# heading\n---\n",
        EVIL,
    ],
)
def test_nothing_that_a_tree_says_is_markup(format_: str, evil: str) -> None:
    base = change("nothing", "conditional-c")
    flip = Flip(location=Location(TreePath(evil), Place(3)), text=Words.same(evil), code=evil)
    gate = Gate(judged_by=evil, changes=(GateChange(file=evil, line=1, key=evil, before="", after=evil),))
    conditions = replace(base.conditions, added=(evil,))
    comparison = replace(base, flip=flip, gate=gate, conditions=conditions)
    text = rendered(comparison, format_)
    outside = re.sub(r"(`+).+?\1", "", text)
    outside = outside.replace(markdown.MARK, "", 1)
    assert not re.search(r"(?<!\\)<(?!/?(?:details|summary|sub)>)", outside)
    assert outside.count("<details>") == outside.count("</details>")
    assert not re.search(r"[@#]\w", re.sub(r"\(https://github\.example/[^)]*\)", "", outside))
    assert "https://evil" not in outside
    assert not re.search(r"(?<!\\)!\[", outside)
    assert len([line for line in text.splitlines() if line.startswith("### ")]) == 1


def test_a_place_becomes_a_link_to_the_commit_it_is_in() -> None:
    flip = Flip(location=Location(TreePath("a b/ü%.py"), Place(3)), text=Words.same("sends"))
    base = change("nothing", "conditional-c")
    after = replace(base.after, result=replace(base.after.result, commit="c" * 40))
    text = rendered(replace(base, flip=flip, after=after), "markdown")
    assert f"https://github.example/team/shop/blob/{'c' * 40}/a%20b/%C3%BC%25.py#L3" in text


def test_what_can_no_longer_be_told_is_not_called_better() -> None:
    assert change("provider-b", "undetermined").direction is Direction.UNCLEAR
    assert change("provider-b", "nothing").direction is Direction.BETTER
    assert change("undetermined", "provider-b").direction is Direction.WORSE
