"""A signature against its own examples: every mark fires, nothing else does, every look-alike is silent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from smsaudit.match.catalogue import catalogue
from smsaudit.match.detect import detect
from smsaudit.model.context import Context
from smsaudit.model.fact import Facts
from smsaudit.model.location import TreePath
from smsaudit.model.signature import Example, Signature
from smsaudit.resolve.answers import Answers
from smsaudit.resolve.modules import Modules
from smsaudit.resolve.resolver import Resolver
from smsaudit.scan.read import read


@dataclass(frozen=True, slots=True, order=True)
class Failure:
    """One example that did not come out as marked."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def check(signatures: Iterable[Signature], only: frozenset[str] | None = None) -> tuple[Failure, ...]:
    """Run the examples of the given signatures (or those whose id is in `only`)."""
    failures: list[Failure] = []
    for signature in signatures:
        if only is None or signature.id in only:
            for example in signature.examples:
                failures += _check(signature, example)
    return tuple(sorted(failures))


def fired(signatures: Iterable[Signature], path: TreePath, source: str) -> set[tuple[int, str]]:
    """Line and pattern of everything that fires in one file on its own."""
    facts, _ = read(path, source)
    resolver = Resolver(_OneFile(path, facts), Modules([path]))
    resolver.settle([path] if facts.language == "python" else [])
    lines = source.splitlines()
    found = detect(
        path,
        facts,
        Context.PRODUCTION,
        catalogue(signatures),
        Answers(resolver),
        lambda number: lines[number - 1] if number <= len(lines) else "",
    )
    return {(detection.location.line, detection.pattern) for detection in found}


def _check(signature: Signature, example: Example) -> Iterable[Failure]:
    expected = {(expectation.line, str(expectation.pattern)) for expectation in example.expects}
    actual = fired((signature,), TreePath(example.path), example.source)
    for line, pattern in sorted(expected - actual):
        yield Failure(signature.file, example.line + line, f"{pattern} was expected here and did not fire")
    for line, pattern in sorted(actual - expected):
        where = f"the look-alike ({example.why})" if not example.expects else "a line without this mark"
        yield Failure(signature.file, example.line + line, f"{pattern} fired on {where}")


class _OneFile:
    """A library of a single file."""

    def __init__(self, path: TreePath, facts: Facts) -> None:
        self._path = path
        self._facts = facts

    def facts(self, path: TreePath) -> Facts | None:
        return self._facts if path == self._path else None

    def scan(self, paths: Iterable[TreePath]) -> None:
        """Nothing more can be read."""

    @property
    def python(self) -> tuple[TreePath, ...]:
        return (self._path,)

    def containing(
        self, literals: Iterable[bytes], among: Iterable[TreePath] | None = None
    ) -> dict[TreePath, frozenset[bytes]]:
        """Nobody else mentions anything."""
        del literals, among
        return {}

    def is_loaded(self, path: TreePath) -> bool:
        return path == self._path

    def loaded(self) -> list[TreePath]:
        return [self._path] if self._facts.language == "python" else []

    def setting(self, name: str) -> tuple[str, ...]:
        return tuple(setting.value for setting in self._facts.settings if setting.key == name)
