"""What the reports for people promise: the same each time, in one language or in both, nothing hidden."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest
from markupsafe import escape
from msgspec import Struct

from smsaudit.model.words import Language, Words
from smsaudit.report import FORMATS, View
from tests.support.results import SAMPLES

HIDDEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
FOR_PEOPLE = ("text", "html", "markdown", "csv", "xlsx")
SENTENCE = 12
"""Characters from which on an English text is a sentence and not a name or a mark."""


def made(format_: str, sample: str, language: Language = Language.EN) -> str:
    """A report as text; of a workbook, the text of all its parts."""
    report = FORMATS[format_](SAMPLES[sample](), View(language=language))
    if isinstance(report, str):
        return report
    with zipfile.ZipFile(BytesIO(report)) as book:
        return "\n".join(book.read(name).decode() for name in sorted(book.namelist()))


def words_in(value: object) -> Iterator[Words]:
    """Every bilingual text of a result."""
    if isinstance(value, Words):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from words_in(each)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from words_in(getattr(value, name))


def flat(text: str) -> str:
    """A report without its line breaks and indentation."""
    return "".join(text.split())


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("format_", FOR_PEOPLE)
def test_the_same_result_gives_the_same_bytes(format_: str, sample: str, language: Language) -> None:
    view = View(language=language)
    assert FORMATS[format_](SAMPLES[sample](), view) == FORMATS[format_](SAMPLES[sample](), view)


@pytest.mark.parametrize("format_", FOR_PEOPLE)
def test_nothing_that_a_reader_cannot_see_is_in_a_report(format_: str) -> None:
    text = made(format_, "hostile").removeprefix("\ufeff")
    hidden = {hex(ord(each)) for each in text if unicodedata.category(each) in HIDDEN} - {"0xa", "0xd"}
    assert hidden == set()


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("format_", [each for each in FOR_PEOPLE if each != "html"])
def test_a_report_in_chinese_holds_no_english_sentence_and_the_other_way_round(
    format_: str, sample: str
) -> None:
    told = [each for each in words_in(SAMPLES[sample]()) if each.en != each.zh and len(each.en) > SENTENCE]
    english, chinese = (flat(made(format_, sample, language)) for language in Language)
    assert [each.en for each in told if flat(each.en) in chinese] == []
    assert [each.zh for each in told if flat(each.zh) in english] == []


@pytest.mark.parametrize("sample", [each for each in SAMPLES if each != "hostile"])
def test_the_page_says_everything_in_both_languages(sample: str) -> None:
    page, verdict = made("html", sample), SAMPLES[sample]().whole.verdict
    told = [verdict.leaf.display, *(each.text for each in (*verdict.because, *verdict.would_change))]
    result = SAMPLES[sample]()
    told += [each.ask for each in result.advice.open_questions]
    told += [each.reason for each in result.gaps]
    assert [each for each in told if escape(each.en) not in page or escape(each.zh) not in page] == []


@pytest.mark.parametrize("format_", [each for each in FOR_PEOPLE if each != "csv"])
def test_every_report_with_a_decision_names_the_leaf_and_the_disclaimer(format_: str) -> None:
    report = flat(made(format_, "conditional-c"))
    assert "U1" in report
    assert flat("This is an engineering aid and not legal advice") in report
