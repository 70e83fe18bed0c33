"""Which files mention a name, judging by their text alone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from smsaudit.model.location import TreePath
from smsaudit.resolve.library import Indexed

_START = r"(?<!\w)(?<!\bdef )(?<!\bclass )"


def whole(library: Indexed, names: Iterable[str]) -> dict[TreePath, frozenset[str]]:
    """Python files that hold one of the names, whole and in this case, and do more than define it; and which."""
    found: dict[TreePath, frozenset[str]] = {}
    for path, hinted in anyhow(library, names, library.python).items():
        text = library.text(path)
        held = frozenset(name for name in hinted if re.search(rf"{_START}{re.escape(name)}(?!\w)", text))
        if held:
            found[path] = held
    return found


def anyhow(
    library: Indexed, words: Iterable[str], among: Iterable[TreePath]
) -> dict[TreePath, frozenset[str]]:
    """Those of some files that hold one of the words, in any case and in longer words too, and which."""
    spelled: dict[bytes, set[str]] = {}
    for word in words:
        spelled.setdefault(word.encode().lower(), set()).add(word)
    found = library.containing(spelled, among)
    return {path: frozenset().union(*(spelled[hit] for hit in hits)) for path, hits in found.items()}
