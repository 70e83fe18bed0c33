"""What can be asked of the bytes of many files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from msgspec import Struct

from smsaudit.model.location import TreePath
from smsaudit.scan.import_lines import encoded, import_lines
from smsaudit.scan.search import exact_search_for, search_for, whole

T = TypeVar("T")
Files = Iterable[tuple[TreePath, bytes]]


class Question(Protocol[T]):
    """It can be sent to another process."""

    def asked(self, files: Files, *, amount: int) -> dict[TreePath, T]:
        """The answer of every file that has one; `amount` is the size of all, in bytes."""
        ...

    def sieve(self, *, amount: int) -> Callable[[bytes], bool] | None:
        """What tells of many files in one text, each after its path, that none has an answer; None where all have one."""
        ...


class Literals(Struct, frozen=True):
    """Which of these stand in a file or its path; in any case, they are given in lower case."""

    wanted: frozenset[bytes]

    def asked(self, files: Files, *, amount: int) -> dict[TreePath, frozenset[bytes]]:
        """The literals that each file holds, of those that hold any."""
        search = search_for(self.wanted, amount=amount)
        hits = ((path, search.found(path.encode() + b"\n" + data)) for path, data in files)
        return {path: found for path, found in hits if found}

    def sieve(self, *, amount: int) -> Callable[[bytes], bool]:
        """Whether one of the literals stands in a text."""
        return search_for(self.wanted, amount=amount).any


class Names(Struct, frozen=True):
    """Which of these stand in a file as words of their own, in this case, and not only where they are defined."""

    wanted: frozenset[str]

    def asked(self, files: Files, *, amount: int) -> dict[TreePath, frozenset[str]]:
        """The names that each file uses, of those that hold any."""
        spelled = {name.encode(): name for name in self.wanted}
        search = exact_search_for(spelled, amount=amount)
        return {
            path: whole([spelled[hit] for hit in hits], data)
            for path, data in files
            if (hits := search.found(data))
        }

    def sieve(self, *, amount: int) -> Callable[[bytes], bool]:
        """Whether one of the names stands in a text, be it in a longer word."""
        return exact_search_for((name.encode() for name in self.wanted), amount=amount).any


class Imports(Struct, frozen=True):
    """What a Python file seems to import."""

    def asked(self, files: Files, *, amount: int) -> dict[TreePath, bytes]:  # noqa: ARG002 - no search to choose
        """The import lines of each file, encoded."""
        return {path: encoded(import_lines(data)) for path, data in files}

    def sieve(self, *, amount: int) -> None:
        """Every file has an answer."""
