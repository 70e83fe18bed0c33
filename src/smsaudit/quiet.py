"""The last state of a repository in which a commit said nothing, kept so that the next one can be answered at once.

Where all that has changed since lies beside everything that was looked at, both sides of a commit show the same, and the
settings by which they are judged are the same: there is nothing to say. Whatever is in doubt is left to the audit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from smsaudit.cache import Cache, key_of
from smsaudit.discover import Changed, Repository, Tree, Unreadable, Version, is_only_examples
from smsaudit.footprint import Change, Footprint, is_beside
from smsaudit.installed import installed
from smsaudit.last import last_key, last_seen
from smsaudit.model.location import TreePath
from smsaudit.scan.names import is_read
from smsaudit.searching import Searches
from smsaudit.trigger import can_matter, is_own

_REGULAR = frozenset({"100644", "100755"})
_EMPTY = frozenset(
    {
        "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
        "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
    }
)
"""Git's ids of a file without content, which is no code."""
_LONG = 64 << 10
"""Bytes from which on a test is not read, whatever it holds."""
_WIDE = (b"\xff\xfe", b"\xfe\xff")


class Quiet(Struct, frozen=True, kw_only=True):
    """A state of a repository, and what is known of it."""

    tree: str
    """What was checked out, as git's object."""
    staged: tuple[Changed, ...]
    """What was staged on it."""
    last: bytes
    """Under what the footprint is kept that holds for this state."""
    seen: bytes
    """Of which answer that is the footprint."""
    baselines: tuple[str, ...]
    """Files that the configuration names, and that judge as it does."""
    day: date | None
    """The only day for which it holds; None for every day."""


_ENCODER = msgspec.msgpack.Encoder()
_DECODER: msgspec.msgpack.Decoder[Quiet] = msgspec.msgpack.Decoder(Quiet)


def says_nothing(repository: Repository, terms: str, day: date, cache: Cache) -> bool:
    """Whether what is staged can be told to change nothing without an audit of it."""
    parent = repository.only_parent()
    if not parent:
        return False
    known = _known(repository, terms, cache)
    moved = repository.since(known.tree, parent) if known and known.day in {None, day} else None
    if known is None or moved is None:
        changes = repository.since(parent, parent)
        return changes is not None and not can_matter(changes[1])
    there, head, index = (_by_path(changes) for changes in (known.staged, *moved))
    commit = _between(head, index)
    if not _rests(known, (_between(there, head), _between(there, index)), commit, repository, cache):
        return not can_matter(commit)
    if known.tree != parent:
        cache.put(_key(repository, terms), _ENCODER.encode(replace(known, tree=parent, staged=commit)))
    return True


def keep_quiet(
    repository: Repository,
    terms: str,
    day: date | None,
    *,
    trees: tuple[Tree, Tree],
    signatures: str,
    baselines: Iterable[str],
    cache: Cache,
) -> None:
    """Keep that what is staged says nothing; `signatures` is the digest under which `trees`, before and after, were seen."""
    from smsaudit.memory import still_holds

    before, after = trees
    key = last_key(
        signatures=signatures,
        law=installed().law,
        name=after.name,
        is_only_examples=is_only_examples(file.path for file in after.files if file.size),
    )
    last = last_seen(key, cache)
    tree = repository.only_parent()
    since = repository.since(tree, tree) if tree and tree == repository.tree_of(before.commit) else None
    if last is None or since is None or not still_holds(last.footprint, after):
        return
    _, staged = since
    if not _is_all(staged, before, after):
        return
    state = Quiet(
        tree=tree, staged=staged, last=key, seen=last.seen, baselines=tuple(sorted(baselines)), day=day
    )
    cache.put(_key(repository, terms), _ENCODER.encode(state))


def _is_all(staged: Iterable[Changed], before: Tree, after: Tree) -> bool:
    """Whether two trees differ in just that: nothing was staged since they were listed."""
    old, new = ({file.path: file.blob for file in tree.files} for tree in (before, after))
    seen = {path: new.get(path) for path in old.keys() | new.keys() if old.get(path) != new.get(path)}
    return seen == {
        each.path: each.after.blob if each.after.mode in _REGULAR else None
        for each in staged
        if each.before.blob != each.after.blob
    }


def _known(repository: Repository, terms: str, cache: Cache) -> Quiet | None:
    stored = cache.get(_key(repository, terms)) if cache.is_open else None
    return None if stored is None else _DECODER.decode(stored)


def _key(repository: Repository, terms: str) -> bytes:
    there = installed()
    return key_of("quiet", there.signatures, there.law, repository.folder, repository.prefix, terms)


def _by_path(changes: Iterable[Changed]) -> Mapping[TreePath, Changed]:
    return {each.path: each for each in changes}


def _between(one: Mapping[TreePath, Changed], other: Mapping[TreePath, Changed]) -> tuple[Changed, ...]:
    """What is not the same on two sides, of each of which is known how it differs from a third."""
    found = []
    for path in sorted(one.keys() | other.keys()):
        third = (one.get(path) or other[path]).before
        left, right = (side[path].after if path in side else third for side in (one, other))
        if left != right:
            found.append(Changed(path, left, right))
    return tuple(found)


def _rests(
    known: Quiet,
    sides: Iterable[Iterable[Changed]],
    commit: Iterable[Changed],
    repository: Repository,
    cache: Cache,
) -> bool:
    """Whether all that has changed on both sides lies beside what was looked at, and beside what judges."""
    last = last_seen(known.last, cache)
    if last is None or last.seen != known.seen:
        return False
    committed = {each.path for each in commit}
    return all(
        _is_beside(changes, known, committed, last.footprint, repository) for changes in map(tuple, sides)
    )


def _is_beside(
    changes: tuple[Changed, ...],
    known: Quiet,
    committed: Collection[TreePath],
    footprint: Footprint,
    repository: Repository,
) -> bool:
    edited: dict[TreePath, Version] = {}
    for each in changes:
        if _judges(each.path, known) or each.path in footprint.read:
            return False
        is_edit = _is_edit(each)
        if is_edit and each.path in footprint.ids:
            edited[each.path] = each.after
        elif (each.path in committed and not is_edit) or can_matter([each]):
            return False  # a policy may speak of files by their names
    return not edited or _answers_same(edited, footprint, repository)


def _judges(path: TreePath, known: Quiet) -> bool:
    return path.endswith(".toml") or is_own(path) or path in known.baselines


def _is_edit(change: Changed) -> bool:
    return all(each.mode in _REGULAR and each.blob not in _EMPTY for each in (change.before, change.after))


def _answers_same(edited: Mapping[TreePath, Version], footprint: Footprint, repository: Repository) -> bool:
    """Whether every question that was asked gets the same answer from these contents."""
    tree = repository.holding(edited)
    tree.expect(edited)
    try:
        contents = {path: tree.read(path) for path in edited}
    except Unreadable:
        return False
    if tree.gaps or any(
        data[:2] in _WIDE or (len(data) > _LONG and footprint.holding.held(path))
        for path, data in contents.items()
    ):
        return False
    files = Searches(tree, contents.get, lambda _stage, _done, _all: None)
    change = Change(added=frozenset(), removed=frozenset(), edited=frozenset(edited))
    return is_beside(change, sorted(edited), footprint, files) or is_beside(
        change, sorted(path for path in edited if is_read(path)), footprint, files
    )
