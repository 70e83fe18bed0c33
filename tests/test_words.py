"""One word per idea in Chinese too: the words of the glossary are used, and those it was chosen over are not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
READ_BY_PEOPLE = (
    "law/*.toml",
    "src/**/*.py",
    "src/**/*.html",
    "signatures/**/*.toml",
    "README.md",
    "docs/*.md",
)

CHOSEN_OVER = {
    "审查": "审计",
    "渠道": "通道",
    "接入号": "接入代码",
    "国内服务商": "境内服务商",
    "缺口": "遗漏",
}
"""A word that is not used, and the one that is."""

SAID_OF_AUTHORITIES = ("law/statements-", "law/conflicts.toml")
"""Where 审查 may stand: an authority examines an application."""

NAMED = re.compile(r"^name = .*$", re.MULTILINE)
"""What a signature says to people in Chinese; the rest of it is what stands in other people's code."""


@cache
def texts() -> tuple[tuple[str, str], ...]:
    """Every file that holds sentences for people, by its name."""
    return tuple(_texts())


def _texts() -> Iterator[tuple[str, str]]:
    for pattern in READ_BY_PEOPLE:
        for path in sorted(ROOT.glob(pattern)):
            name, text = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
            yield name, "\n".join(NAMED.findall(text)) if name.startswith("signatures/") else text


def glossary() -> Iterator[str]:
    """The Chinese words of the glossary."""
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for row in re.findall(r"^\| [^|]+ \| ([^|]+) \|", page, re.MULTILINE):
        yield from (word for word in row.strip().split("、") if re.match(r"[\u4e00-\u9fff]", word))


@pytest.mark.parametrize(("other", "chosen"), CHOSEN_OVER.items())
def test_a_word_is_not_mixed_with_the_one_that_was_chosen(other: str, chosen: str) -> None:
    exempt = SAID_OF_AUTHORITIES if other == "审查" else ()
    mixed = [name for name, text in texts() if other in text and not name.startswith(exempt)]
    assert mixed == [], f"say {chosen}"


def test_reports_use_the_words_of_the_glossary() -> None:
    words = [word for word in glossary() if word != "中文"]
    everything = "\n".join(text for _, text in texts())
    assert len(words) > len(CHOSEN_OVER)
    assert [word for word in words if word not in everything] == []
