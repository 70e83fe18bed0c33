"""Ignore files of a tree that is not under version control."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from smsaudit.discover.reading import Fence, Unreadable, read_file

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILES = (".ignore", ".gitignore")
"""The first that has an opinion on a path decides."""

_LARGEST = 256 * 1024
_MOST_LINES = 5_000
_MOST_SECONDS = 10.0
# Patterns become backtracking regular expressions: with more wildcards than this in one name, or more
# `**` in one pattern, a hostile file name keeps a match busy for minutes.
_MOST_STARS = 2
_STARS = re.compile(r"\*+")


class Patience:
    """How much time ignore rules may take in one run; afterwards they are not applied."""

    __slots__ = ("left",)

    def __init__(self, seconds: float = _MOST_SECONDS) -> None:
        self.left = seconds


class Rules:
    """The ignore files from the root down to one directory."""

    __slots__ = ("_patience", "_specs")

    def __init__(self, patience: Patience, specs: tuple[tuple[int, GitIgnoreSpec], ...] = ()) -> None:
        self._patience = patience
        self._specs = specs

    def below(self, fence: Fence, directory: str, names: set[str]) -> Rules:
        """These rules, preceded by those of the ignore files in `directory`."""
        own = [
            (len(directory) + 1 if directory else 0, spec)
            for name in IGNORE_FILES
            if name in names and (spec := _spec(fence, f"{directory}/{name}" if directory else name))
        ]
        return Rules(self._patience, (*own, *self._specs)) if own else self

    def ignores(self, path: str) -> bool:
        """Whether `path` (a directory ends with a slash) is ignored."""
        if not self._specs or self._patience.left <= 0:
            return False
        start = time.perf_counter()
        opinion = next(
            (
                told
                for skip, spec in self._specs
                if (told := spec.check_file(path[skip:]).include) is not None
            ),
            False,
        )
        self._patience.left -= time.perf_counter() - start
        return opinion


def _spec(fence: Fence, path: str) -> GitIgnoreSpec | None:
    try:
        text = read_file(fence, path, _LARGEST).decode("utf-8", "surrogateescape")
    except Unreadable:
        return None
    from pathspec import GitIgnoreSpec

    lines = [line for line in text.splitlines()[:_MOST_LINES] if _is_tame(line)]
    try:
        return GitIgnoreSpec.from_lines(lines, backend="simple")
    except ValueError:
        return _without_faulty(lines)


def _without_faulty(lines: list[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    sound = []
    for line in lines:
        try:
            GitIgnoreSpec.from_lines([line], backend="simple")
        except ValueError:
            continue
        sound.append(line)
    return GitIgnoreSpec.from_lines(sound, backend="simple")


def _is_tame(line: str) -> bool:
    parts = line.split("/")
    return sum(part == "**" for part in parts) <= _MOST_STARS and all(
        len(_STARS.findall(part)) <= _MOST_STARS for part in parts
    )
