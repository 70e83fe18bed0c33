"""Licence and filing numbers in the running text of pages and components, which is otherwise not read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

_PROVINCE = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀贵黔云滇渝藏陕秦甘陇青宁新"
_NUMBER = re.compile(
    rf"[{_PROVINCE}测某XＸ]?[ \t\u3000]?ICP[ \t\u3000]?[备证][^<>\n]{{0,40}}|公网安备[^<>\n]{{0,40}}"
    r"|(?<![A-Za-z0-9])(?:(?:合字|[一-鿿])?(?:[AB][12][.．、/])*[AB][12][-－–—](?:19|20)\d{6}(?:[-－]\d{1,2})?)",
    re.IGNORECASE,
)
_HINT = re.compile(r"[iIİı][cC][pP]|公网安备|[-－–—](?:19|20)\d{6}")
"""What no number is without: hardly any file holds it, and to look for it alone takes a fifth of the time."""
_TAG = re.compile(r"<[^<>]*>|&nbsp;|&emsp;|\{\{|\}\}")
_BEFORE = 160
_LABEL = 60
"""A label may stand this far before its number."""
_MOST = 200


def numbers_in(masked: str) -> Iterator[tuple[int, int, str]]:
    """Where each number stands, and its text with what is shown shortly before it."""
    if not _HINT.search(masked):
        return
    last = 0
    for found in islice(_NUMBER.finditer(masked), _MOST):
        start = max(found.start() - _BEFORE, last)
        before = " ".join(_TAG.sub(" ", masked[start : found.start()]).split())[-_LABEL:]
        last = found.end()
        yield found.start(), last, f"{before} {found.group().strip()}".strip()
