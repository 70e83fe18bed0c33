"""How an article of an instrument is cited in either language."""

from __future__ import annotations

import re

from smsaudit.model.words import Words

_ARTICLE = re.compile(r"(\d+)(?:\((\d+)\)| no\. (\d+))?")
"""`69`, `7(3)` for a paragraph, `6 no. 4` for an item of a list."""


def cited(article: str) -> Words:
    """`7(3)` is `Art. 7(3)` and `第7条第3款`; what has no number is the entry of a catalogue and stays as it is."""
    if not article[:1].isdigit():
        return Words.same(article)
    chinese = (_chinese(part) for part in article.split(","))
    return Words(f"Art. {article}", "、".join(chinese))


def _chinese(part: str) -> str:
    found = _ARTICLE.search(part)
    if found is None:
        return part.strip()
    number, paragraph, item = found.groups()
    below = f"第{paragraph}款" if paragraph else f"第{item}项" if item else ""
    return f"第{number}条{below}"
