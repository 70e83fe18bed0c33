"""A signature against its own examples: every mark fires, nothing else does, every look-alike is silent."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from smsaudit.match.catalogue import catalogue
from smsaudit.match.detect import detect
from smsaudit.model.context import Context
from smsaudit.model.example import Example
from smsaudit.model.fact import Facts
from smsaudit.model.lines import lines_of
from smsaudit.model.location import TreePath
from smsaudit.model.signature import CallTarget, Signature
from smsaudit.resolve.answers import Answers
from smsaudit.resolve.modules import Modules
from smsaudit.resolve.resolver import Resolver
from smsaudit.scan.read import read


class Failure(Struct, frozen=True, order=True):
    """One example that did not come out as marked."""

    file: str
    line: int
    message: str
    row: str = ""
    """The line of the example, as written."""
    note: str = ""
    """What stands there instead."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"

    def explained(self) -> str:
        """The failure with its line and what stands there, as compilers print it."""
        number = str(self.line)
        rows = [str(self), f"  {number} | {self.row}"] if self.row.strip() else [str(self)]
        return "\n".join([*rows, f"  {' ' * len(number)} = {self.note}"] if self.note else rows)


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
    facts, answers = _read(path, source)
    lines = lines_of(source)
    found = detect(
        path,
        facts,
        Context.PRODUCTION,
        catalogue(signatures),
        answers,
        lambda number: lines[number - 1] if number <= len(lines) else "",
    )
    return {(detection.location.line, detection.pattern) for detection in found}


def _read(path: TreePath, source: str) -> tuple[Facts, Answers]:
    facts, _ = read(path, source)
    resolver = Resolver(_OneFile(path, facts), Modules([path]))
    resolver.settle([path] if facts.language == "python" else [])
    return facts, Answers(resolver)


def _check(signature: Signature, example: Example) -> Iterable[Failure]:
    expected = {(expectation.line, str(expectation.pattern)) for expectation in example.expects}
    actual = fired((signature,), TreePath(example.path), example.source)
    rows = dict(enumerate(example.source.split("\n"), start=1))
    for line, pattern in sorted(expected - actual):
        elsewhere = [number for number, name in sorted(actual - expected) if name == pattern]
        note = f"it fires on line {example.line + elsewhere[0]}" if elsewhere else ""
        yield Failure(
            signature.file,
            example.line + line,
            f"{pattern} was expected here and did not fire",
            rows.get(line, ""),
            note or _instead(signature, pattern, example, line),
        )
    for line, pattern in sorted(actual - expected):
        where = f"the look-alike ({example.why})" if not example.expects else "a line without this mark"
        message = f"{pattern} fired on {where}"
        yield Failure(signature.file, example.line + line, message, rows.get(line, ""))


def _instead(signature: Signature, name: str, example: Example, line: int) -> str:
    """What the calls on a line resolve to, beside what the pattern looks for."""
    targets = [pattern.target for pattern in signature.patterns if pattern.id == name]
    wanted = [origin for target in targets if isinstance(target, CallTarget) for origin in target.origins]
    if not wanted:
        return ""
    path = TreePath(example.path)
    facts, answers = _read(path, example.source)
    found = {
        origin.text
        for number, call in enumerate(facts.calls)
        if facts.language == "python" and call.place.line == line
        for origin in answers.origins(path, number)
    }
    called = ", ".join(f"`{text}`" for text in sorted(found)) or "nothing that can be resolved"
    return f"what is called here: {called}; the pattern wants {', '.join(f'`{text}`' for text in wanted[:4])}"


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

    def text(self, path: TreePath) -> str:
        """No other file has any."""
        del path
        return ""

    def containing(
        self, literals: Iterable[bytes], among: Iterable[TreePath] | None = None
    ) -> dict[TreePath, frozenset[bytes]]:
        """Nobody else mentions anything."""
        del literals, among
        return {}

    def naming(
        self, names: Iterable[str], among: Iterable[TreePath] | None = None
    ) -> dict[TreePath, frozenset[str]]:
        """Nobody else names anything."""
        del names, among
        return {}

    def context(self, path: TreePath) -> Context:
        """An example is read as if it were in use."""
        del path
        return Context.PRODUCTION

    def is_loaded(self, path: TreePath) -> bool:
        return path == self._path

    def loaded(self) -> list[TreePath]:
        return [self._path] if self._facts.language == "python" else []

    def setting(self, name: str) -> tuple[str, ...]:
        return tuple(setting.value for setting in self._facts.settings if setting.key == name)
