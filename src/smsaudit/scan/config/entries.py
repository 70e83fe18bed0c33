"""What readers of configuration yield, and how that becomes settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from smsaudit.model.fact import Facts, Setting
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import Place, TreePath
from smsaudit.model.words import Words
from smsaudit.scan.config.interpolation import resolved

MOST_SETTINGS = 20_000
LONGEST_VALUE = 2_000
DEEPEST = 100
_LONGEST_SEGMENT = 200
_MOST_SEGMENTS = 2 * DEEPEST
_LONGEST_KEY = 1_000
_SURROGATES = re.compile("[\ud800-\udfff]")
_TOO_MANY = Words(f"more than {MOST_SETTINGS} settings", f"配置项超过{MOST_SETTINGS}个")
_CUT = Words(f"values longer than {LONGEST_VALUE} characters were cut", f"超过{LONGEST_VALUE}字符的值已截断")

Segment = str | int
KeyPath = tuple[Segment, ...]


class Entry(Struct, frozen=True):
    """One value and the path of keys and list indexes that leads to it."""

    path: KeyPath
    value: str
    place: Place


class Cut(Struct, frozen=True):
    """Something of the file that was not read."""

    reason: Words
    line: int
    kind: GapKind = GapKind.LIMIT


Read = Iterator[Entry | Cut]


def too_deep(line: int) -> Cut:
    """What a reader says about nesting beyond `DEEPEST`."""
    return Cut(Words(f"nested deeper than {DEEPEST} levels", f"嵌套超过{DEEPEST}层"), line)


def key_of(path: KeyPath) -> str:
    """The dotted key of a path; list items are numbered in brackets: `smsc[0].host`."""
    parts: list[str] = []
    for segment in path[:_MOST_SEGMENTS]:
        if isinstance(segment, int):
            parts.append(f"[{segment}]")
        else:
            parts.append(f".{segment[:_LONGEST_SEGMENT]}" if parts else segment[:_LONGEST_SEGMENT])
    return clean("".join(parts)[:_LONGEST_KEY])


def clean(text: str) -> str:
    """`text` without lone surrogates, which no report could encode."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def gaps_of(path: TreePath, cuts: Iterable[Cut]) -> tuple[Gap, ...]:
    """One gap per reason, at its first line."""
    first: dict[Words, Cut] = {}
    for cut in cuts:
        first.setdefault(cut.reason, cut)
    return tuple(Gap(path, cut.kind, reason, cut.line) for reason, cut in first.items())


def settings_of(path: TreePath, language: str, found: Read) -> tuple[Facts, tuple[Gap, ...]]:
    """The settings among what a reader found, in source order, and the gaps."""
    settings: list[Setting] = []
    cuts: list[Cut] = []
    for item in found:
        if isinstance(item, Cut):
            cuts.append(item)
            continue
        if len(settings) >= MOST_SETTINGS:
            cuts.append(Cut(_TOO_MANY, item.place.line))
            break
        if len(item.value) > LONGEST_VALUE:
            cuts.append(Cut(_CUT, item.place.line, GapKind.CUT))
        value = clean(resolved(item.value[:LONGEST_VALUE]))
        settings.append(Setting(key_of(item.path), value, item.place))
    settings.sort(key=lambda setting: (setting.place.line, setting.place.column))
    return Facts(language, settings=tuple(settings)), gaps_of(path, cuts)


class Format(Struct, frozen=True):
    """A configuration format: which files have it, and how they are read."""

    language: str
    names: Callable[[TreePath], bool]
    read: Callable[[str], Read]

    def wants(self, path: TreePath) -> bool:
        """Whether a file of this name has this format."""
        return self.names(path)

    def scan(self, path: TreePath, text: str) -> tuple[Facts, tuple[Gap, ...]]:
        """The settings of one file."""
        return settings_of(path, self.language, self.read(text))
