"""What was seen in a tree, kept so that nothing is read twice: under the identity of all its files, and as the last.

The last answer for a tree of some name holds for another state of it, too, if nothing that was looked at has changed.
"""

from __future__ import annotations

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from smsaudit.cache import Cache, key_of
from smsaudit.discover import Tree
from smsaudit.flow.message_flow import MessageFlow
from smsaudit.footprint import Change, Footprint, change_between, is_beside
from smsaudit.installed import installed
from smsaudit.known import Known
from smsaudit.last import Last, encoded, last_key, last_seen
from smsaudit.library import SourceLibrary
from smsaudit.model.checks import Witnesses
from smsaudit.model.detection import Detection
from smsaudit.model.gap import PASSING, Gap
from smsaudit.model.law import Law
from smsaudit.model.result import Coverage
from smsaudit.scan.names import is_read
from smsaudit.scan.workers import Workers
from smsaudit.suppression import Directive
from smsaudit.witness import is_looked_at, text_checks, witnesses_in


class Seen(Struct, frozen=True, kw_only=True):
    """All that the files of a tree show, whatever the tree is called and whoever asks."""

    coverage: Coverage
    detections: tuple[Detection, ...]
    flow: MessageFlow
    gaps: tuple[Gap, ...]
    directives: tuple[Directive, ...]
    witnesses: Witnesses


_ENCODER = msgspec.msgpack.Encoder(enc_hook=dict)


def remembered(library: SourceLibrary, known: Known, statutes: Law, cache: Cache) -> Seen | None:
    """What an earlier run saw in exactly these files, or in a tree that differs in nothing that was looked at.

    Where files have to be read to be named, that is only done for a tree of a name that was seen before.
    """
    if not cache.is_open:
        return None
    last = last_seen(_last_key(library, known), cache)
    if last is None and not library.contents.are_named:
        return None
    stored = cache.get(_key(library, known))
    if stored is not None:
        return msgspec.msgpack.decode(stored, type=Seen)
    return None if last is None else _still(last, library, known, statutes, cache)


def is_lasting(seen: Seen, library: SourceLibrary) -> bool:
    """Whether the same would be seen in the same files the next time."""
    return not library.contents.has_changed and not any(gap.kind in PASSING for gap in seen.gaps)


def remember(seen: Seen, library: SourceLibrary, known: Known, cache: Cache) -> None:
    """Keep what was seen, unless it could be different the next time."""
    if not cache.is_open or not is_lasting(seen, library):
        return
    key = _key(library, known)
    try:
        stored = _ENCODER.encode(seen)
        last = encoded(Last(key, library.footprint))
    except UnicodeEncodeError:  # a file name that is not text
        return
    cache.put(key, stored)
    cache.put(_last_key(library, known), last)


def still_holds(footprint: Footprint, tree: Tree) -> bool:
    """Whether all in which a tree differs from the one of a footprint lies beside what was looked at."""
    with Workers(1) as workers, SourceLibrary(tree, workers) as library:
        return _holds(footprint, change_between(footprint.ids, library.contents.ids), library)


def _still(last: Last, library: SourceLibrary, known: Known, statutes: Law, cache: Cache) -> Seen | None:
    """What was last seen in the tree of this name, if all that has changed since lies beside it."""
    footprint = last.footprint
    library.recall(footprint)
    stored = cache.get(last.seen)
    change = change_between(footprint.ids, library.contents.ids)
    library.get_ready(sorted(change.edited.intersection(footprint.parsed)))  # which will be read again
    if stored is None or not _holds(footprint, change, library):
        return None
    seen = msgspec.msgpack.decode(stored, type=Seen)
    more = sum(map(is_read, change.added)) - sum(map(is_read, change.removed))
    coverage = replace(seen.coverage, seen=library.tree.seen, considered=seen.coverage.considered + more)
    seen = replace(seen, coverage=coverage, witnesses=_witnesses(seen, change, footprint, library, statutes))
    cache.put(_key(library, known), _ENCODER.encode(seen))
    return seen


def _holds(before: Footprint, change: Change, library: SourceLibrary) -> bool:
    """Whether all that has changed lies beside what was looked at."""
    if before.obstacles != library.contents.obstacles:
        return False
    searched = [path for path in sorted(change.added | change.edited) if is_read(path)]
    return (
        is_beside(change, searched, before, library.anew())
        and change.paths.isdisjoint(library.read)  # that the search itself had to decode, or could not read
        and not library.contents.has_changed
    )


def _witnesses(
    seen: Seen, change: Change, footprint: Footprint, library: SourceLibrary, statutes: Law
) -> Witnesses:
    is_same = change.paths.isdisjoint(footprint.glanced) and not any(
        map(is_looked_at, change.added | change.removed)
    )
    if is_same:
        return seen.witnesses
    return witnesses_in(library, text_checks(statutes), seen.flow.channels, footprint.parsed)


def _key(library: SourceLibrary, known: Known) -> bytes:
    return key_of("seen", known.digest, installed().law, library.contents.identity)


def _last_key(library: SourceLibrary, known: Known) -> bytes:
    return last_key(
        signatures=known.digest,
        law=installed().law,
        name=library.tree.name,
        is_only_examples=library.parts.is_only_examples,
    )
