"""How a run ends: as the same run ended before, or as it turns out now."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from smsaudit.cache import Cache
from smsaudit.cli.run import complain
from smsaudit.discover import look_at
from smsaudit.told import Told, identified, is_told_by_git, keep_told, quick_key, told_before, told_key

if TYPE_CHECKING:
    from smsaudit.cli.audited import Request
    from smsaudit.discover import Tree


def ended(request: Request, said: object, run: Callable[[Tree], tuple[Told, bool]]) -> Told:
    """What was told about the same files before, when `said` was asked for, or else by `run` now.

    `run` answers also whether the same would be told the next time.
    """
    look = look_at(request.path)
    if request.cache is None or request.config or request.baseline or request.directories:
        return run(look.tree(include_ignored=request.include_ignored))[0]
    asked = (str(request.path), said)
    with Cache(request.cache) as cache:
        quick = quick_key(look, asked) if cache.is_open else None
        before = told_before(quick, cache) if quick else None
        if before is not None:
            return _again(before)
        listed = look.tree(include_ignored=request.include_ignored)
        tree = identified(listed) if cache.is_open else listed
        key = told_key(request.path, tree, asked) if cache.is_open else None
        before = told_before(key, cache) if key else None
    told, lasts = run(tree) if before is None else (_again(before), True)
    if key and lasts:
        with Cache(request.cache) as cache:
            if before is None:
                keep_told(key, told, cache)
            if quick and is_told_by_git(listed):
                keep_told(quick, told, cache)
    return told


def _again(told: Told) -> Told:
    for note in told.notes:
        complain(note)
    return told
