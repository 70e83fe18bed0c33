"""Host globs: how a signature names the hosts of a provider."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


@lru_cache(maxsize=4_096)
def host_shape(glob: str) -> re.Pattern[str]:
    """A host glob as a regular expression: `*` within a label, a leading `**.` any labels."""
    prefix = ""
    if glob.startswith("**."):
        prefix, glob = r"(?:[\w{}\-]+\.)*", glob[3:]
    body = "".join(r"[\w{}\-]*" if char == "*" else re.escape(char) for char in glob)
    return re.compile(prefix + body, re.IGNORECASE)


def is_host_of(globs: Iterable[str], host: str) -> bool:
    """Whether `host` fits one of the host globs."""
    return any(host_shape(glob).fullmatch(host) for glob in globs)
