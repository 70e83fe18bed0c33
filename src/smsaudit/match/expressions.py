"""The regular expressions of signatures, asked of what a tree says."""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST = 4_000
"""Characters of a text that are looked at: an expression may take quadratic time, and a tree may hold any text."""


@lru_cache(maxsize=16_384)
def compiled(expression: str) -> re.Pattern[str]:
    """An expression that was checked when its signature was read."""
    return re.compile(expression)


def is_in(expression: str, text: str) -> bool:
    """Whether an expression fits anywhere in the beginning of a text."""
    return compiled(expression).search(text[:LONGEST]) is not None
