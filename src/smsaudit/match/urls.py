"""Hosts and paths of URLs, as written or put together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from smsaudit.model.host_glob import HostIndex, is_host_of
from smsaudit.model.signature import Pattern, UrlTarget

_URL = re.compile(
    r"(?P<scheme>[a-zA-Z{][a-zA-Z0-9+.\-{}]*)://(?:[^\s/@'\"]*@)?(?P<host>[^\s/:?#'\"<>]+)(?::(?P<port>\d+))?(?P<rest>[^\s'\"<>]*)"
)
_HOST = re.compile(
    r"(?P<host>(?:[\w{}\-]+\.)+[a-zA-Z{}][\w{}\-]*|\d{1,3}(?:\.\d{1,3}){3})(?::(?P<port>\d{1,5}))?(?P<rest>/\S*)?"
)
_UNKNOWN = "{}"
"""What stands for a part that nobody spells out."""
_PATH = re.compile(r"(?:\{\})?/(?!/)|[\w-]+(?:/[\w{}-]+)*/[\w.{}-]+(?:\?\S*)?\Z")
"""What begins with a slash, perhaps behind a base that is not known, or has one between words."""
_FOLDERS = re.compile(r"(?:/(?:[\w-]+|v[\d.]+)){0,3}/?")
_UNKNOWN_FOLDER = re.compile(r"(?P<before>(?:/[\w-]+){0,2}/)\{\}(?=/)")
_USUAL_VERSIONS = ("v1", "v2", "v3", "v4", "v2.1", "v2.2", "v1.0")
_MAX_URL = 2_000
_MAX_BASES, _MAX_PATHS = 4, 8


@lru_cache(maxsize=4_096)
def addresses(text: str) -> tuple[tuple[str, int | None, str], ...]:
    """Host, port and path-with-query of every URL in `text`, or of `text` itself if it is a bare host."""
    text = text[:_MAX_URL]
    found = tuple(_URL.finditer(text)) or tuple(filter(None, [_HOST.fullmatch(text.strip())]))
    return tuple((m["host"], int(m["port"]) if m["port"] else None, m["rest"] or "") for m in found)


def fits(target: UrlTarget, text: str) -> bool:
    """Whether a text holds a URL (or, where the target names no host, a path) that the target describes."""
    if len(text) < 4:  # noqa: PLR2004 - nothing shorter is an address
        return False
    paths = [_path_shape(path) for path in target.paths]
    if not target.hosts:
        written = [text[:_MAX_URL], *(rest for _, _, rest in addresses(text))]
        return any(path.search(part) for path in paths for part in written)
    for host, _, rest in addresses(text):
        if is_host_of(target.hosts, host) and (
            not paths or any(path.search(each) for each in _versions(rest) for path in paths)
        ):
            return True
    return False


def _versions(path: str) -> Iterator[str]:
    """A path, and with each usual version in a folder that a setting names, where one stands near its begin."""
    yield path
    found = _UNKNOWN_FOLDER.match(path)
    if found:
        yield from (f"{found['before']}{each}{path[found.end() :]}" for each in _USUAL_VERSIONS)


class UrlIndex:
    """Patterns of URLs; a look-up only tries those of the hosts that a text holds, and those that name no host."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        targets = [(each.target, each) for each in patterns if isinstance(each.target, UrlTarget)]
        self._of_hosts = HostIndex((glob, pattern) for target, pattern in targets for glob in target.hosts)
        self._of_paths = [pattern for target, pattern in targets if not target.hosts]

    def fitting(self, text: str) -> Iterator[Pattern]:
        """The patterns that describe a URL in a text."""
        of_hosts = (pattern for host, _, _ in addresses(text) for pattern in self._of_hosts.of(host))
        for pattern in {each.id: each for each in (*of_hosts, *self._of_paths)}.values():
            if isinstance(pattern.target, UrlTarget) and fits(pattern.target, text):
                yield pattern


def together(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts, and each path among them behind each base address among them: a client is made for one and asked for the other."""
    given = tuple(texts)
    paths = [text.removeprefix(_UNKNOWN) for text in given if _PATH.match(text)][:_MAX_PATHS]
    bases = [text.strip().rstrip("/") for text in given if may_lead(text)] if paths else []
    return (*given, *(f"{base}/{path.lstrip('/')}" for base in bases[:_MAX_BASES] for path in paths))


def is_one(text: str) -> bool:
    """Whether a text is an address, and no sentence that has one in it."""
    text = text[:_MAX_URL].strip()
    return _HOST.fullmatch(text) is not None or _URL.match(text) is not None


def is_base(text: str) -> bool:
    """Whether a text is a host, or the address of one, and nothing more."""
    found = addresses(text) if is_one(text) else []
    return len(found) == 1 and found[0][2] in {"", "/"}


def may_lead(text: str) -> bool:
    """Whether a text is the address of a host, perhaps with the folders that all of an interface stands in."""
    found = addresses(text) if is_one(text) else []
    return len(found) == 1 and _FOLDERS.fullmatch(found[0][2]) is not None


@lru_cache(maxsize=4_096)
def _path_shape(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
