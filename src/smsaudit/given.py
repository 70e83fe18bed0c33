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
from smsaudit.model.value import Text, Value
from smsaudit.model.words import Words

_FORMATS = (".yaml", ".yml", ".toml", ".ini", ".cfg", ".properties", ".env")
_FOLDERS = ("settings", "config", "conf")
_NAMES = re.compile(r"setting|config|conf\b|env|const|local|prod|default|values|compose|secret")
_MAX_FILES = 60
_MAX_FILES_OF_KEY = 12
"""A key in small letters is an everyday word."""
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

    A name in lower case is a key of a file that the code loads by itself; dots stand between nested keys.
    """
    if len(name) < (_SHORTEST if name.isupper() else _SHORTEST_KEY):  # shorter names are no settings
        return ()
    among = [path for path in paths if files.context(path) is Context.PRODUCTION]
    last = name.rpartition(".")[2]
    gives = re.compile(rf"\b{last}['\"]?\s*[=:]|\bname['\"]?\s*:\s*['\"]?{last}\b")
    found = files.containing([last.encode().lower()], among)
    giving = [path for path in sorted(found) if gives.search(files.text(path))]
    most = _MAX_FILES if name.isupper() else _MAX_FILES_OF_KEY
    if len(giving) > most:
        files.leave(_unread(name, len(giving), most))
    candidates = giving[:most]
    files.scan(candidates)
    return tuple(
        (setting.value, Location(path, setting.place))
        for path in candidates
        if (facts := files.facts(path)) is not None
        for setting in (*facts.settings, *_in_tables(facts, name))
        if f".{setting.key}".endswith(f".{name}")
    )


def _unread(name: str, count: int, most: int) -> Gap:
    reason = Words(
        f"`{name}` is set in {count} files; the first {most} were read for its values",
        f"`{name}`在{count}个文件中有设置，仅读取其中前{most}个文件以取其值",
    )
    return Gap(TreePath("."), GapKind.LIMIT, reason)


def _in_tables(facts: Facts, name: str) -> Iterator[Setting]:
    """What tables of a Python module give to a key, under the names of both: `SMS.url` of `SMS = {"url": …}`."""
    table, *keys = name.split(".")
    for bound in facts.bindings if keys else ():
        if bound.name == table and isinstance(text := _under(facts, bound.value, keys), Text):
            yield Setting(name, text.value, bound.place)


def _under(facts: Facts, value: Value, keys: Sequence[str]) -> Value | None:
    """What stands under some keys of a table, one inside the other."""
    found: Value | None = value
    for key in keys:
        found = None if found is None else dict(pairs(facts, found)).get(key)
    return found
