"""One file through every scanner that wants it; scanners are loaded when the first file comes that they want."""

from __future__ import annotations

from msgspec.structs import replace

from smsaudit.model.fact import Facts
from smsaudit.model.gap import Gap
from smsaudit.model.location import TreePath
from smsaudit.scan.names import is_manifest, language_of
from smsaudit.scan.scanner import Scanner


def scanners_for(path: TreePath) -> tuple[Scanner, ...]:
    """Who reads a file of this name; nobody, if it holds neither code nor configuration."""
    return (*_of_content(path), *_of_packages(path))


def _of_content(path: TreePath) -> list[Scanner]:
    language = language_of(path)
    if language == "python":
        from smsaudit.scan.python.scanner import PythonScanner

        return [PythonScanner()]
    if language:
        from smsaudit.scan.text_code import TEXT_CODE

        return [each for each in (TEXT_CODE, *_of_documents(language)) if each.wants(path)]
    from smsaudit.scan.config.scanners import CONFIG_SCANNERS
    from smsaudit.scan.script import SCRIPT

    return [scanner for scanner in (*CONFIG_SCANNERS, SCRIPT) if scanner.wants(path)][:1]


def _of_documents(language: str) -> list[Scanner]:
    if language != "shell":
        return []
    from smsaudit.scan.config.scanners import HERE_DOCUMENTS

    return [HERE_DOCUMENTS]


def _of_packages(path: TreePath) -> list[Scanner]:
    if not is_manifest(path):
        return []
    from smsaudit.scan.dependencies import DEPENDENCY_SCANNERS

    return [scanner for scanner in DEPENDENCY_SCANNERS if scanner.wants(path)][:1]


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
