"""Ignore files of a tree that is not under version control."""

from __future__ import annotations

import re
import time
import warnings
from functools import partial
from typing import TYPE_CHECKING

from smsaudit.discover.reading import Fence, Unreadable, read_file

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILES = (".ignore", ".gitignore")
"""The first that has an opinion on a path decides."""

_LARGEST = 256 * 1024
_MOST_LINES = 2_000
_MOST_SECONDS = 10.0
# Patterns become backtracking regular expressions: with more wildcards than this in one name, or more
# `**` in one pattern, a hostile file name keeps a match busy for minutes.
_MOST_STARS = 2
_GROUP = re.compile(r"\(\?P<\w+>")


class Patience:
    """How much time ignore rules may take in one run; afterwards they are not applied."""

    __slots__ = ("left",)

    def __init__(self, seconds: float = _MOST_SECONDS) -> None:
        self.left = seconds


class Rules:
    """The ignore files from the root down to one directory."""

    __slots__ = ("_files", "_patience")

    def __init__(self, patience: Patience, files: tuple[_IgnoreFile, ...] = ()) -> None:
        self._patience = patience
        self._files = files

    def below(self, fence: Fence, directory: str, names: set[str]) -> Rules:
        """These rules, preceded by those of the ignore files in `directory`."""
        if self._patience.left <= 0:
            return self
        start = time.perf_counter()
        prefix = f"{directory}/" if directory else ""
        own = [
            rules
            for name in IGNORE_FILES
            if name in names and (rules := _read(fence, prefix, name)) is not None
        ]
        self._patience.left -= time.perf_counter() - start
        return Rules(self._patience, (*own, *self._files)) if own else self

    def ignores(self, path: str) -> bool:
        """Whether `path` (a directory ends with a slash) is ignored."""
        if not self._files or self._patience.left <= 0:
            return False
        start = time.perf_counter()
        opinion = None
        for rules in self._files:
            opinion = rules.opinion(path)
            if opinion is not None:
                break
        self._patience.left -= time.perf_counter() - start
        return bool(opinion)


class _IgnoreFile:
    """One ignore file."""

    __slots__ = ("_any", "_skip", "_spec")

    def __init__(self, prefix: str, spec: GitIgnoreSpec) -> None:
        self._skip = len(prefix)
        self._spec = spec
        self._any = _any_of(spec)

    def opinion(self, path: str) -> bool | None:
        """Ignored, expressly not ignored, or nothing said."""
        name = path[self._skip :]
        if self._any is not None and self._any.match(name) is None:
            return None
        return self._spec.check_file(name).include


def _any_of(spec: GitIgnoreSpec) -> re.Pattern[str] | None:
    """Matches what any line matches, in one go; most paths are in no line at all."""
    lines = [pattern.regex.pattern for pattern in spec.patterns if pattern.regex is not None]
    try:
        return re.compile("|".join(_GROUP.sub("(?:", line) for line in lines) or r"(?!)")
    except re.error:
        return None


def _read(fence: Fence, prefix: str, name: str) -> _IgnoreFile | None:
    try:
        text = read_file(fence, prefix + name, _LARGEST).decode("utf-8", "surrogateescape")
    except Unreadable:
        return None
    lines = [line for line in text.removeprefix("\ufeff").splitlines()[:_MOST_LINES] if _is_tame(line)]
    with warnings.catch_warnings():
        # `[[a]` becomes a regular expression that Python warns about.
        warnings.simplefilter("ignore", FutureWarning)
        return _IgnoreFile(prefix, _compiled(lines))


def _compiled(lines: list[str]) -> GitIgnoreSpec:
    """All lines at once, or, if one is faulty, those that are not."""
    from pathspec import GitIgnoreSpec

    # The other engines of pathspec are used where they happen to be installed: not the same everywhere.
    compiled = partial(GitIgnoreSpec.from_lines, backend="simple")
    try:
        return compiled(lines)
    except (ValueError, re.error):
        return compiled([line for line in lines if _is_sound(line)])


def _is_sound(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line], backend="simple")
    except (ValueError, re.error):
        return False
    return True


def _is_tame(line: str) -> bool:
    parts = line.split("/")
    return parts.count("**") <= _MOST_STARS and all(
        part == "**" or part.count("*") <= _MOST_STARS for part in parts
    )
