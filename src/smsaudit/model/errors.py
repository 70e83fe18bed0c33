"""Mistakes of our own user: arguments, configuration, signature and law files."""

from __future__ import annotations

from msgspec import Struct


class Problem(Struct, frozen=True):
    """One thing to mend: file, line (0 if none), key, what is wrong, and how to mend it."""

    file: str
    line: int
    key: str
    what: str
    mend: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        key = f" {self.key}:" if self.key else ""
        return f"{where}:{key} {self.what}; {self.mend}"


class SmsauditError(Exception):
    """Ends the run with exit code 2; carries every problem of a file at once."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))
