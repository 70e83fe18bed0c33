"""Host globs: how a signature names the hosts of a provider."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Generic, TypeVar

_T = TypeVar("_T")

_ANY_LABELS = "**."


@lru_cache(maxsize=4_096)
def host_shape(glob: str) -> re.Pattern[str]:
    """A host glob as a regular expression: `*` within a label, a leading `**.` any labels."""
    prefix = r"(?:[\w{}\-]+\.)*" if glob.startswith(_ANY_LABELS) else ""
    named = glob.removeprefix(_ANY_LABELS)
    body = "".join(r"[\w{}\-]*" if char == "*" else re.escape(char) for char in named)
    return re.compile(prefix + body, re.IGNORECASE)


def is_host_of(globs: Iterable[str], host: str) -> bool:
    """Whether `host` fits one of the host globs."""
    return any(host_shape(glob).fullmatch(host) for glob in globs)


class HostIndex(Generic[_T]):
    """Things by the host globs that lead to them; a look-up only tries globs that end in the same labels."""

    def __init__(self, items: Iterable[tuple[str, _T]]) -> None:
        self._by_end: dict[str, list[tuple[int, str, _T]]] = defaultdict(list)
        for number, (glob, item) in enumerate(items):
            self._by_end[_fixed_end(glob)].append((number, glob, item))

    def of(self, host: str) -> list[_T]:
        """Everything with a glob that fits a host, once per glob, in the order in which it was given."""
        labels = host.lower().split(".")
        ends = {"", labels[-1], ".".join(labels[-2:])}
        fitting = [
            (number, item)
            for end in ends
            for number, glob, item in self._by_end.get(end, ())
            if host_shape(glob).fullmatch(host)
        ]
        return [item for _, item in sorted(fitting, key=lambda each: each[0])]


def _fixed_end(glob: str) -> str:
    """The last two labels of a glob, as far as they are fixed; empty where the last is not."""
    *_, before, last = ("*", *glob.removeprefix(_ANY_LABELS).lower().split("."))
    if "*" in last:
        return ""
    return last if "*" in before else f"{before}.{last}"
