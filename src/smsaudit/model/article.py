"""How an article of an instrument is cited in either language."""

from __future__ import annotations

import re

from smsaudit.model.words import Words

_ARTICLE = re.compile(r"(\d+)(?:\((\d+)\)| no\. (\d+))?")
"""`69`, `7(3)` for a paragraph, `6 no. 4` for an item of a list."""

_DIGITS = "零一二三四五六七八九"


def cited(article: str) -> Words:
    """`7(3)` is `Art. 7(3)` and `第七条第三款`; what has no number is the entry of a catalogue and stays as it is."""
    if not article[:1].isdigit():
        return Words.same(article)
    chinese = (_chinese(part) for part in article.split(","))
    return Words(f"Art. {article}", "、".join(chinese))


def _chinese(part: str) -> str:
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
