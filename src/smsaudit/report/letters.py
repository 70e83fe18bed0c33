"""A label as it stands beside a sentence: the letter, or a word where there is none."""

from __future__ import annotations

from smsaudit.model.words import Words

_WORDS = {
    "none": Words("none", "无"),
    "undetermined": Words("undetermined", "无法判定"),
    "outside": Words("outside", "场景之外"),
}


def letter(label: str) -> Words:
    """`C` in both languages; `none` in words."""
    return _WORDS.get(label, Words.same(label))
