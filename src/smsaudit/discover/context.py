"""What part a file plays in the product, as far as its path tells."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from msgspec import Struct

from smsaudit.discover.rules import (
    APPLICATION_PARTS,
    DIRECTORIES,
    JVM_CODE,
    JVM_MAIN,
    NAMES,
    PRECEDENCE,
    REVERSED_DOMAINS,
    SERVED,
    SERVER_CODE,
    DirectoryRule,
    Doubt,
)
from smsaudit.model.context import Context
from smsaudit.model.location import TreePath

_DIRECTORY_RULES = {name: rule for rule in DIRECTORIES for name in rule.names.split()}
_JVM_ROOT = "src/main/"
"""Build tools put everything below it into the product, whatever it is called."""
_RANK = {context: rank for rank, context in enumerate((*PRECEDENCE, Context.PRODUCTION))}


class _NameTable(Struct, frozen=True):
    """The name rules that one extension can meet."""

    names: re.Pattern[str]
    """Group `r7` is row 7 of `NAMES`."""
    parents: tuple[tuple[re.Pattern[str], re.Pattern[str], int], ...]
    """Pattern of the directory, pattern of the name, row."""


@cache
def _table(extension: str) -> _NameTable:
    rows = [
        (index, rule)
        for index, rule in enumerate(NAMES)
        if not rule.endings or extension in rule.endings.split()
    ]
    return _NameTable(
        re.compile("|".join(f"(?P<r{index}>{rule.name})" for index, rule in rows if not rule.parent)),
        tuple((re.compile(rule.parent), re.compile(rule.name), index) for index, rule in rows if rule.parent),
    )


_ENDINGS = frozenset(extension for rule in NAMES for extension in rule.endings.split())


def context_of(path: TreePath) -> Context:
    """The context of a file, by its path alone; total."""
    directory, _, name = path.rpartition("/")
    stem, _, rest = name.partition(".")
    extension = rest.rpartition(".")[2].lower()
    own = _by_name(directory, name, extension)
    if not directory:
        return own
    if own is Context.TEST and extension in JVM_CODE and f"/{_JVM_ROOT}" in f"/{directory}/":
        own = Context.PRODUCTION
    part = stem.lower()
    outer = _by_directory(
        directory, extension if extension in SERVER_CODE else "", part if part in APPLICATION_PARTS else ""
    )
    return outer if _RANK[outer] < _RANK[own] else own


def lies_in_examples(path: TreePath) -> bool:
    """Whether a file is an example because of its directory alone: no template of settings to be filled in."""
    directory, _, name = path.rpartition("/")
    extension = name.rpartition(".")[2].lower()
    return context_of(path) is Context.EXAMPLE and _by_name(directory, name, extension) is Context.PRODUCTION


def _by_name(directory: str, name: str, extension: str) -> Context:
    table = _table(extension if extension in _ENDINGS else "")
    match = table.names.fullmatch(name)
    row = int(match.lastgroup[1:]) if match and match.lastgroup else len(NAMES)
    if directory and table.parents:
        parent = directory.rpartition("/")[2]
        for outer, inner, index in table.parents:
            if index < row and outer.fullmatch(parent) and inner.fullmatch(name):
                row = index
    return NAMES[row].context if row < len(NAMES) else Context.PRODUCTION


@lru_cache(maxsize=16_384)
def _by_directory(directory: str, extension: str, part: str) -> Context:
    """The strongest context that a directory on the way gives to a file.

    `extension` is empty for anything but server code; `part` is the file's stem if that is a part of
    an application.
    """
    segments = directory.lower().split("/")
    count = _package_start(segments) if extension in JVM_CODE else len(segments)
    best = Context.PRODUCTION
    for index in range(count):
        rule = _DIRECTORY_RULES.get(segments[index])
        if rule is None or _RANK[rule.context] >= _RANK[best]:
            continue
        inner = segments[index + 1] if index + 1 < len(segments) else ""
        if not _is_doubtful(rule, segments[:index], inner, extension, part):
            best = rule.context
    return best


def _is_doubtful(rule: DirectoryRule, before: list[str], inner: str, extension: str, part: str) -> bool:
    """By the directories before and right below it, and by the file."""
    direct = not inner and bool(extension)
    is_application = (inner or part) in APPLICATION_PARTS
    match rule.doubt:
        case Doubt.NONE:
            return False
        case Doubt.APPLICATION:
            return is_application
        case Doubt.INTEGRATION:
            return direct or is_application
        case Doubt.NESTED:
            return bool(before) or direct or is_application
        case Doubt.SERVED:
            return bool(extension) or SERVED.isdisjoint(before)


def _package_start(segments: list[str]) -> int:
    """How many directories come before those that are package names."""
    main, languages = JVM_MAIN
    for index, segment in enumerate(segments):
        if segment == main and index + 1 < len(segments) and segments[index + 1] in languages:
            return index
        if segment in REVERSED_DOMAINS:
            return index
    return len(segments)
