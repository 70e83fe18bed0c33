"""How a run ends: as the same run ended before, or as it turns out now."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from smsaudit.cache import Cache
from smsaudit.cli.run import complain
from smsaudit.discover import open_tree
from smsaudit.told import Told, identified, keep_told, told_before, told_key

if TYPE_CHECKING:
    from smsaudit.cli.audited import Request
    from smsaudit.discover import Tree


def ended(request: Request, said: object, run: Callable[[Tree], tuple[Told, bool]]) -> Told:
    """What was told about the same files before, when `said` was asked for, or else by `run` now.

    `run` answers also whether the same would be told the next time.
    """
    tree = open_tree(request.path, include_ignored=request.include_ignored)
    if request.cache is None or request.config or request.baseline or request.directories:
        return run(tree)[0]
    with Cache(request.cache) as cache:
        tree = identified(tree) if cache.is_open else tree
        key = told_key(request.path, tree, (str(request.path), said)) if cache.is_open else None
        before = told_before(key, cache) if key else None
    if before is not None:
        for note in before.notes:
            complain(note)
        return before
    told, lasts = run(tree)
    if key and lasts:
        with Cache(request.cache) as cache:
            keep_told(key, told, cache)
    return told
