"""Commands of a shell script, a line each, as the words that the shell makes of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

_LINE = re.compile(r"(?:[^\n\\]|\\[\s\S])++")
"""A line with those that go on behind a backslash."""
_ASSIGNED = re.compile(
    r"[ \t]*+(?:(?:export|local|readonly|declare)[ \t]++)?(?P<name>[A-Za-z_]\w{0,60}+)=(?P<value>\S{1,400}+)[ \t]*+"
)
_VARIABLE = re.compile(r"\$(?:\{(?P<braced>\w+)\}|(?P<bare>\w+))")
_MARKS = re.compile(r"""["'\\]|(?<=[ \t])[ \t]+""")
_ASKS = re.compile(r"(?:^|[|&;(`\s])(?P<program>curl|wget|https?|xh)[ \t]")
_LONGEST = 2_000
_LONGEST_VALUE = 300
_MOST = 5_000
_MOST_VARIABLES = 20


class Command(Struct, frozen=True):
    """One line of a script: from where to where, its words, and the program in it that sends a request, if one does."""

    start: int
    end: int
    text: str
    asks: str = ""


def commands(text: str) -> Iterator[Command]:
    """The commands of a script whose comments are blanked; what was assigned before stands where it is used."""
    known: dict[str, str] = {}
    for number, found in enumerate(_LINE.finditer(text)):
        if number >= _MOST:
            return
        line = found.group()[:_LONGEST].replace("\\\n", " ")
        if assigned := _ASSIGNED.fullmatch(line):
            known[assigned["name"]] = _filled(assigned["value"], known)[:_LONGEST_VALUE]
            continue
        words = _filled(line, known)[:_LONGEST].strip()
        if " " in words:
            asks = _ASKS.search(words)
            start = found.start() + len(line) - len(line.lstrip())
            yield Command(start, found.end(), words, asks["program"] if asks else "")


def _filled(line: str, known: dict[str, str]) -> str:
    """A line without its quotes, and with what is known of its first variables."""

    def value(variable: re.Match[str]) -> str:
        return known.get(variable["braced"] or variable["bare"], variable.group())

    return _VARIABLE.sub(value, _MARKS.sub("", line), count=_MOST_VARIABLES)
