"""A pipeline that answers a sample at once, in the place of the real one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from smsaudit.discover import Tree
from smsaudit.model.baseline import Baseline
from smsaudit.model.declared import Declared, Sender
from smsaudit.model.policy import Policy
from smsaudit.model.result import AuditResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a command asks of the pipeline."""

    signature_directories: tuple[Path, ...]
    as_of: date
    include_ignored: bool
    jobs: int
    cache: Path | None
    declared: Declared | None
    senders: tuple[Sender, ...]
    configuration: str
    policy: Policy | None
    baseline: Baseline | None
    progress: Callable[[str, int, int], None] | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What the pipeline saw, and is not to be kept."""

    lasts: bool = False


class FakePipeline(ModuleType):
    """Stands in for `smsaudit.pipeline` and remembers what it was asked."""

    def __init__(self, answer: Callable[[], AuditResult]) -> None:
        super().__init__("smsaudit.pipeline")
        self.__dict__["Options"] = Options
        self.answer = answer
        self.asked: list[tuple[Path, Options]] = []

    def observe(self, tree: Tree, options: Options) -> Seen:
        """Nothing, whatever the tree."""
        self._ask(Path(tree.name), options)
        return Seen()

    def conclude(self, _seen: Seen, _options: Options) -> AuditResult:
        """The sample."""
        return self.answer()

    def audit(self, root: Path, options: Options) -> AuditResult:
        """The sample, whatever the tree."""
        self._ask(root, options)
        return self.answer()

    def _ask(self, root: Path, options: Options) -> None:
        self.asked.append((root, options))
        if options.progress:
            options.progress("reading", 1, 2)


def install(monkeypatch: pytest.MonkeyPatch, answer: Callable[[], AuditResult]) -> FakePipeline:
    """Put a fake pipeline where the commands import it from."""
    pipeline = FakePipeline(answer)
    monkeypatch.setitem(sys.modules, "smsaudit.pipeline", pipeline)
    return pipeline
