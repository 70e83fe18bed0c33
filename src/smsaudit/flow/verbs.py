"""Which HTTP methods an entry point answers, as far as the code says so."""

from __future__ import annotations

import re
from collections.abc import Iterable

VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE")
_NAMED = re.compile(r"(?:^|_)(get|post|put|patch|delete|head|options|trace)$", re.IGNORECASE)
_WRITTEN = re.compile(r"(?P<verb>[A-Z]+)\s+(?P<route>/?\S*)")


def among(texts: Iterable[str]) -> tuple[str, ...]:
    """Those texts that name an HTTP method, in their usual order."""
    found = {text.upper() for text in texts}
    return tuple(verb for verb in VERBS if verb in found)


def of_name(name: str) -> tuple[str, ...]:
    """The HTTP method that a function's name ends in: `post`, `add_get`, `do_POST`."""
    found = _NAMED.search(name)
    return (found[1].upper(),) if found else ()


def split(route: str) -> tuple[tuple[str, ...], str]:
    """A route that begins with its method (`POST /code`), taken apart."""
    found = _WRITTEN.fullmatch(route)
    verbs = among((found["verb"],)) if found else ()
    return (verbs, found["route"]) if found and verbs else ((), route)
