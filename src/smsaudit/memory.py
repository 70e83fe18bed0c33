"""What was seen in a tree, kept under the identity of all its files, so that nothing is read twice."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from smsaudit import law
from smsaudit.cache import Cache, key_of
from smsaudit.flow.message_flow import MessageFlow
from smsaudit.known import Known
from smsaudit.library import SourceLibrary
from smsaudit.model.checks import Witnesses
from smsaudit.model.detection import Detection
from smsaudit.model.gap import PASSING, Gap
from smsaudit.model.result import Coverage
from smsaudit.suppression import Directive


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """All that the files of a tree show, whatever the tree is called and whoever asks."""

    coverage: Coverage
    detections: tuple[Detection, ...]
    flow: MessageFlow
    gaps: tuple[Gap, ...]
    directives: tuple[Directive, ...]
    witnesses: Witnesses


def remembered(library: SourceLibrary, known: Known, cache: Cache) -> Seen | None:
    """What an earlier run saw in a tree of exactly these files, with these signatures."""
    stored = cache.get(_key(library, known)) if cache.is_open else None
    return msgspec.msgpack.decode(stored, type=Seen) if stored is not None else None


def remember(seen: Seen, library: SourceLibrary, known: Known, cache: Cache) -> None:
    """Keep what was seen, unless it could be different the next time."""
    if not cache.is_open or library.has_changed or any(gap.kind in PASSING for gap in seen.gaps):
        return
    try:
        stored = msgspec.msgpack.encode(seen, enc_hook=dict)
    except UnicodeEncodeError:  # a file name that is not text
        return
    cache.put(_key(library, known), stored)


def _key(library: SourceLibrary, known: Known) -> bytes:
    return key_of("seen", known.digest, law.digest(), library.identity)
