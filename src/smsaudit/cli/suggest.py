"""What somebody may have meant."""

from __future__ import annotations

from collections.abc import Sequence

_MOST = 3


def suggestion(written: str, known: Sequence[str], *, otherwise: str) -> str:
    """The nearest of the known names as a question, or `otherwise`."""
    from difflib import get_close_matches

    folded = {each.casefold(): each for each in known}
    close = get_close_matches(written.casefold(), folded, n=_MOST)
    within = [each for name, each in folded.items() if written.casefold() in name]
    names = list(dict.fromkeys([*(folded[each] for each in close), *within]))[:_MOST]
    return f"did you mean {' or '.join(names)}?" if names else otherwise
