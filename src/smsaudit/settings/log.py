"""The problems of one configuration file, gathered so that all are reported at once."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cached_property

from msgspec import Struct, field

from smsaudit.model.errors import Problem, SmsauditError
from smsaudit.model.mention import Mention
from smsaudit.model.toml_lines import Key, Lines


class Log(Struct, dict=True):
    """Takes problems by key; `above` is where the settings stand in the file (`tool.smsaudit`)."""

    file: str
    text: str
    above: Key = ()
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.text)

    def problem(self, key: Key, what: str, mend: str) -> Problem:
        """A problem with its line, not yet part of the log."""
        return Problem(self.file, self._lines.of(self.above + key), dotted(key), what, mend)

    def mention(self, key: Key, name: str) -> Mention:
        """A name that is written at `key`, for somebody who knows whether it exists."""
        return Mention(self.file, self._lines.of(self.above + key), dotted(key), name)

    def add(self, key: Key, what: str, mend: str) -> None:
        """Something to mend."""
        self.problems.append(self.problem(key, what, mend))

    def unknown(self, key: Key, allowed: Iterable[str], kind: str = "key") -> None:
        """A name that nothing reads, with the one that was probably meant."""
        names = sorted(allowed)
        close = get_close_matches(str(key[-1]), names, n=1)
        mend = f"did you mean {close[0]}?" if close else f"known here: {', '.join(names)}"
        self.add(key, f"unknown {kind}", mend)

    def check(self) -> None:
        """Raise everything that was added."""
        if self.problems:
            raise SmsauditError(*sorted(self.problems, key=lambda problem: problem.line))


def dotted(key: Key) -> str:
    """A key as people write it; tables of an array count from 1 for them."""
    written = ""
    for part in key:
        if isinstance(part, int):
            written += f"[{part + 1}]"
        else:
            written += f".{part}" if written else part
    return written
