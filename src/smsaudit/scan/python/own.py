"""The tree that the Python which runs us makes of a text."""

from __future__ import annotations

import ast
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

_DEPTH = 2_000
"""Calls in calls while a tree is made: three levels of it for each, and far from where the stack of a process ends."""

_TOO_MANY = ("too many nested", "f-string: too many nested", "too many statically nested")
"""How Python says that of brackets and blocks."""


class TooDeep(Exception):  # noqa: N818 - the ordinary answer for a hostile text
    """More brackets, operators or blocks inside one another than a program has."""


def own_tree(text: str) -> ast.Module | None:
    """The tree; None for a text in another Python, or in none. Raises `TooDeep`."""
    try:
        with warnings.catch_warnings(), _shallow():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (RecursionError, MemoryError) as error:
        raise TooDeep from error
    except SyntaxError as error:
        if error.msg.startswith(_TOO_MANY):
            raise TooDeep from error
        return None
    except ValueError:
        return None


@contextmanager
def _shallow() -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(min(before, _DEPTH))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
