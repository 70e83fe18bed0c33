"""The lines of a text, as every place in it counts them."""

from __future__ import annotations

import re

_END = re.compile(r"\r\n|\r|\n")


def lines_of(text: str) -> list[str]:
    """Split at CR LF, LF and CR alone; a form feed, or a separator of Unicode, ends no line of code."""
    return _END.split(text)
