"""Which files to read in search of callers, where names are not resolved: by the words that they hold, within limits."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from smsaudit.flow.elsewhere.code import Code
from smsaudit.flow.elsewhere.target import PACKAGED, Target
from smsaudit.flow.generic import is_generic
from smsaudit.model.language import LANGUAGES
from smsaudit.model.location import TreePath

MOST_HOMES = 12
"""Files that name a class and do not call it, read each round for functions that answer with it."""
MOST_INTERFACES = 30
"""Files of Go that are read for interfaces that a type may fill."""
_MOST_MAKERS = 20

Holding = Mapping[TreePath, frozenset[str]]


def calling(targets: Iterable[Target], holding: Holding) -> dict[TreePath, list[Target]]:
    """Files that hold the name of a function and a word that vouches for it."""
    found: dict[TreePath, list[Target]] = defaultdict(list)
    for target in targets:
        called, vouching = frozenset(target.called), frozenset(target.vouching)
        for path, held in holding.items():
            is_beside = target.code.folder == path.rpartition("/")[0]
            is_vouched = vouching & held or (is_beside and target.code.facts.language in PACKAGED)
            if called & held and is_vouched and path != target.code.path:
                found[path].append(target)
    return found


def homes(targets: Iterable[Target], holding: Holding) -> list[TreePath]:
    """Files that name the class of a method, and may define what answers with one."""
    types = frozenset(name for target in targets for name in target.types)
    return [path for path in sorted(holding) if types & holding[path]]


def makers(target: Target, codes: Iterable[Code]) -> frozenset[str]:
    """Functions of these files that answer with an object of the class of a method, and are called by a name of their own."""
    if not target.types:
        return frozenset()
    found = (
        name for code in codes if code.family == target.code.family for name in code.makers(target.types)
    )
    return frozenset(sorted(name for name in set(found) if not is_generic(name))[:_MOST_MAKERS])


def filled(target: Target, codes: Iterable[Code]) -> tuple[str, ...]:
    """Interfaces of Go whose methods the file of a method has, too, on the same type."""
    own = target.code.methods_of(target.types[0])
    found = {
        name: None
        for code in codes
        for name, methods in code.interfaces.items()
        if target.name in methods and methods <= own
    }
    return tuple(name for name in found if name not in target.types)


def files_of(families: Iterable[frozenset[str]]) -> re.Pattern[str]:
    """The files in these languages, by their whole paths."""
    return re.compile(rf".*(?:{'|'.join(map(re.escape, endings(families)))})")


def endings(families: Iterable[frozenset[str]]) -> list[str]:
    """Endings of the names of files in these languages."""
    languages: Collection[str] = frozenset[str]().union(*families)
    return sorted(ending for ending, language in LANGUAGES.items() if language in languages)
