"""Whole audits of trees that are written to a directory, with the shipped data read only once."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest

import smsaudit.pipeline
from smsaudit import law, signatures
from smsaudit.model.result import AuditResult
from smsaudit.pipeline import Options, audit

AS_OF = date(2026, 11, 21)
Answer = TypeVar("Answer")


@pytest.fixture(scope="module", autouse=True)
def shipped_data_is_read_once() -> Iterator[None]:
    """Signatures and law do not change while tests run; reading them for every audit would take most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name in [
            (signatures, "in_use"),
            (signatures, "digest"),
            (law, "shipped"),
            (law, "digest"),
        ]:
            patch.setattr(module, name, functools.cache(getattr(module, name)))
        patch.setattr(signatures, "needles_by_pattern", _once(signatures.needles_by_pattern))
        patch.setattr(smsaudit.pipeline, "catalogue", _once(getattr(smsaudit.pipeline, "catalogue")))  # noqa: B009
        yield


def _once(work: Callable[..., Answer]) -> Callable[..., Answer]:
    """One answer for each number of signatures, and of needles that a tree holds."""
    kept: dict[tuple[int, object], Answer] = {}

    def answered(known: Mapping[str, object], *more: object) -> Answer:
        key = (len(known), more[1:])  # the first of them follows from the signatures
        if key not in kept:
            kept[key] = work(known, *more)
        return kept[key]

    return answered


def planted(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """A directory that holds these files."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def audited(root: Path, files: Mapping[str, str | bytes], *, jobs: int = 1) -> AuditResult:
    """The audit of a directory that holds these files."""
    return audit(planted(root, files), Options(as_of=AS_OF, jobs=jobs))
