"""How an article of an instrument, or a place in a source, is cited in either language."""

from __future__ import annotations

import re

from smsaudit.model.words import Words

_ARTICLE = re.compile(r"(\d+)(?:\((\d+)\)| no\. (\d+))?")
"""`69`, `7(3)` for a paragraph, `6 no. 4` for an item of a list."""

_LINES = re.compile(r"lines? (?P<at>\d[\d, -]*)")
_ITEM = re.compile(r"item (?P<at>\d+)")
_NAME = re.compile(r"[A-Z\d][A-Z\d, -]*")
"""A category, a number or a year, which are written alike in both languages."""

_DIGITS = "零一二三四五六七八九"


def cited(article: str) -> Words:
    """`7(3)` is `Art. 7(3)` and `第七条第三款`; what has no number is the entry of a catalogue and stays as it is."""
    if not article[:1].isdigit():
        return Words.same(article)
    chinese = (_chinese(part) for part in article.split(","))
    return Words(f"Art. {article}", "、".join(chinese))


def located(locator: str) -> Words | None:
    """`line 7`, `item 15`, `Art. 6, 10`, `whole` or `B25`; None for words, which need both languages."""
    if locator == "whole":
        return Words("whole", "全文")
    if locator.startswith("Art. "):
        return cited(locator.removeprefix("Art. "))
    for form, chinese in ((_LINES, "第{at}行"), (_ITEM, "第{at}项")):
        if found := form.fullmatch(locator):
            return Words(locator, chinese.format(at=found["at"].replace(", ", "、")))
    return Words.same(locator) if _NAME.fullmatch(locator) else None


def _chinese(part: str) -> str:
    first, dash, last = part.partition("-")
    return f"{_one(first)}至{_one(last)}" if dash else _one(part)


def _one(part: str) -> str:
    found = _ARTICLE.search(part)
    if found is None:
        return part.strip()
    number, paragraph, item = found.groups()
    below = f"第{_numeral(paragraph)}款" if paragraph else f"第{_numeral(item)}项" if item else ""
    return f"第{_numeral(number)}条{below}"


def _numeral(number: str) -> str:
    """The number as statutes write it, up to 999: `二十一`, `一百零五`."""
    hundreds, rest = divmod(int(number), 100)
    tens, ones = divmod(rest, 10)
    head = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if not tens:
        return head + ("零" if hundreds and ones else "") + (_DIGITS[ones] if ones else "")
    ten = "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    return head + ten + (_DIGITS[ones] if ones else "")
