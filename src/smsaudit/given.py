"""What the files of a tree give to a setting or environment variable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from smsaudit.match.named_texts import pairs
from smsaudit.model.context import Context
from smsaudit.model.fact import Facts, Setting
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import Location, TreePath
from smsaudit.model.value import Sequence as Rows
from smsaudit.model.value import Text, Value
from smsaudit.model.words import Words

OPEN = "{}"
"""What stands for a part of a name that the program chooses while it runs."""
_WITH_SECTIONS = (".ini", ".cfg", ".conf", ".properties")
_FORMATS = (".yaml", ".yml", ".toml", ".ini", ".cfg", ".properties", ".env")
_FOLDERS = ("settings", "config", "conf")
_NAMES = re.compile(r"setting|config|conf\b|env|const|local|prod|default|values|compose|secret")
_MAX_FILES = 60
_MAX_FILES_OF_KEY = 12
"""A key in small letters is an everyday word."""
_MOST_OPEN = 2
"""Levels between two keys, which the program chooses while it runs."""
_NUMBER = r"(?:\[\d+\])*"
_SHORTEST = 4
_SHORTEST_KEY = 6


class Files(Protocol):
    """The files of a tree, searched and read on demand."""

    def context(self, path: TreePath) -> Context:
        """What part a file plays."""

    def text(self, path: TreePath) -> str:
        """The text of a file."""

    def containing(
        self, literals: Iterable[bytes], among: Iterable[TreePath] | None = None
    ) -> dict[TreePath, frozenset[bytes]]:
        """Files that hold one of the literals."""

    def scan(self, paths: Iterable[TreePath]) -> None:
        """Read these files together."""

    def facts(self, path: TreePath) -> Facts | None:
        """What a file says."""

    def leave(self, gap: Gap) -> None:
        """Take note of what is left unread, and why."""


def may_give(path: TreePath) -> bool:
    """Whether a file of this name may hold settings."""
    folder, _, name = path.lower().rpartition("/")
    return name.endswith(_FORMATS) or folder.endswith(_FOLDERS) or _NAMES.search(name) is not None


def look_up(files: Files, paths: Iterable[TreePath], name: str) -> tuple[tuple[str, Location], ...]:
    """Values that those of `paths`, files of configuration, in production give to `name`, each with its place.

    A name in lower case is a key of a file that the code loads by itself; dots stand between nested keys. Where nothing
    has exactly this name, levels may be missing in it: of `gateways.url`, which gateway is told when the program runs.
    So is what `{}` stands for, a part of a name or the section of an INI file.
    """
    if len(name) < (_SHORTEST if name.isupper() else _SHORTEST_KEY):  # shorter names are no settings
        return ()
    among = [path for path in paths if files.context(path) is Context.PRODUCTION]
    keys = name.split(".")
    if keys[0] == OPEN:
        among = [path for path in among if path.endswith(_WITH_SECTIONS)]
    last = _spelling(keys[-1])
    gives = re.compile(rf"\b{last}['\"]?\s*[=:]|\bname['\"]?\s*:\s*['\"]?{last}\b")
    written = frozenset(max(key.split(OPEN), key=len).encode().lower() for key in keys if key != OPEN)
    found = files.containing(written, among)
    giving = [path for path in sorted(found) if found[path] >= written and gives.search(files.text(path))]
    most = _MAX_FILES if name.isupper() else _MAX_FILES_OF_KEY
    if len(giving) > most:
        files.leave(_unread(name, len(giving), most))
    candidates = giving[:most]
    files.scan(candidates)
    every = [
        (setting, Location(path, setting.place))
        for path in candidates
        if (facts := files.facts(path)) is not None
        for setting in (*facts.settings, *_in_tables(facts, keys))
    ]
    for left_out in (0, _MOST_OPEN):
        is_it = _shape_of(keys, left_out).search
        if chosen := [(setting.value, place) for setting, place in every if is_it(setting.key)]:
            return tuple(chosen)
    return ()


def _shape_of(keys: Sequence[str], left_out: int) -> re.Pattern[str]:
    """What the end of a nested key looks like, with at most so many levels more between two of these."""
    between = rf"{_NUMBER}(?:\.[^.]+){{0,{left_out}}}\."
    return re.compile(rf"(?:^|\.){between.join(map(_spelling, keys))}{_NUMBER}$")


def _spelling(key: str) -> str:
    """An expression for a key of which parts may be open."""
    return r"[^.\s]+".join(map(re.escape, key.split(OPEN)))


def _unread(name: str, count: int, most: int) -> Gap:
    reason = Words(
        f"`{name}` is set in {count} files; the first {most} were read for its values",
        f"`{name}`在{count}个文件中有设置，仅读取其中前{most}个文件以取其值",
    )
    return Gap(TreePath("."), GapKind.LIMIT, reason)


def _in_tables(facts: Facts, keys: Sequence[str]) -> Iterator[Setting]:
    """The texts in a table of a Python module, under the names of both: `SMS.url` of `SMS = {"url": …}`."""
    table, *inner = keys
    for bound in facts.bindings if inner else ():
        if bound.name == table:
            for key, text in _texts(facts, table, bound.value, len(inner) + _MOST_OPEN):
                yield Setting(key, text, bound.place)


def _texts(facts: Facts, key: str, value: Value, deepest: int) -> Iterator[tuple[str, str]]:
    """All texts under a key, with theirs, so many levels deep."""
    if isinstance(value, Text):
        yield key, value.value
    elif deepest and isinstance(value, Rows):
        for item in value.items:
            yield from _texts(facts, key, item, deepest)
    elif deepest:
        for inner, item in pairs(facts, value):
            yield from _texts(facts, f"{key}.{inner}", item, deepest - 1)
