"""One file through every scanner that wants it."""

from __future__ import annotations

from msgspec.structs import replace

from smsaudit.model.fact import Facts
from smsaudit.model.gap import Gap
from smsaudit.model.location import TreePath
from smsaudit.scan.config import CONFIG_SCANNERS, HERE_DOCUMENTS
from smsaudit.scan.dependencies import DEPENDENCY_SCANNERS
from smsaudit.scan.names import language_of
from smsaudit.scan.scanner import Scanner
from smsaudit.scan.text_code import TEXT_CODE


def scanners_for(path: TreePath) -> tuple[Scanner, ...]:
    """Who reads a file of this name; nobody, if it holds neither code nor configuration."""
    found: list[Scanner] = []
    if language_of(path) == "python":
        from smsaudit.scan.python.scanner import PythonScanner

        found.append(PythonScanner())
    elif TEXT_CODE.wants(path):
        found.append(TEXT_CODE)
        found += [HERE_DOCUMENTS] if HERE_DOCUMENTS.wants(path) else []
    else:
        found += [scanner for scanner in CONFIG_SCANNERS if scanner.wants(path)][:1]
    found += [scanner for scanner in DEPENDENCY_SCANNERS if scanner.wants(path)][:1]
    return tuple(found)


def read(path: TreePath, text: str) -> tuple[Facts, tuple[Gap, ...]]:
    """All facts of a file, from all of its scanners."""
    facts: Facts | None = None
    gaps: list[Gap] = []
    for scanner in scanners_for(path):
        more, found = scanner.scan(path, text)
        gaps += found
        facts = more if facts is None else _joined(facts, more)
    return facts if facts is not None else Facts(language="none"), tuple(gaps)


def _joined(facts: Facts, more: Facts) -> Facts:
    return replace(
        facts, settings=facts.settings + more.settings, dependencies=facts.dependencies + more.dependencies
    )
