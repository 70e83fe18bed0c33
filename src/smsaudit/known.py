"""The signatures and the law of a run with all that follows from them alone, worked out once and then kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from smsaudit import law
from smsaudit.cache import Cache, key_of
from smsaudit.model.law import Law
from smsaudit.model.signature import PatternId, Signature
from smsaudit.signatures.digest import digest
from smsaudit.signatures.files import shipped_directory

if TYPE_CHECKING:
    from smsaudit.signatures.demands import Demand

_Stored = tuple[tuple[Signature, ...], dict[str, tuple[bytes, ...]]]


class Known(Struct, frozen=True, eq=False):
    """Signatures without their examples, and what to look for in bytes; the same only as itself."""

    digest: str
    """SHA-256 over the signature files, in hexadecimal."""
    signatures: Mapping[str, Signature]
    needles: Mapping[PatternId, frozenset[bytes]]


def known_signatures(directories: Sequence[Path], cache: Cache) -> Known:
    """The shipped signatures and those of `directories`. Raises `SmsauditError` for files that do not load."""
    chosen = (shipped_directory(), *directories)
    version = digest(chosen)
    key = key_of("signatures", version)
    stored = cache.get(key)
    if stored is None:
        stored = _made(version, chosen)
        cache.put(key, stored)
    return _read(version, stored)


def known_law(cache: Cache) -> Law:
    """The law that ships, decoded where it was kept: checking all that it says takes ten times as long."""
    key = key_of("law", law.digest())
    stored = cache.get(key)
    if stored is not None:
        return msgspec.msgpack.decode(stored, type=Law)
    shipped = law.shipped()
    cache.put(key, msgspec.msgpack.encode(shipped, enc_hook=dict))
    return shipped


def demands(known: Known, cache: Cache) -> Mapping[PatternId, Demand]:
    """What each pattern asks for beside its needles; asked for only when a file has to be read."""
    from smsaudit.signatures.demands import Demand

    key = key_of("demands", known.digest)
    stored = cache.get(key)
    if stored is not None:
        return msgspec.msgpack.decode(stored, type=dict[PatternId, Demand])
    made = _demanded(known)
    cache.put(key, msgspec.msgpack.encode(made))
    return made


@lru_cache(maxsize=2)
def _demanded(known: Known) -> Mapping[PatternId, Demand]:
    from smsaudit.signatures.demands import demands_by_pattern

    return demands_by_pattern(known.signatures.values())


@lru_cache(maxsize=2)
def _made(_digest: str, directories: tuple[Path, ...]) -> bytes:
    """Signatures and needles as bytes. The digest stands for the content of the files."""
    from smsaudit.signatures.load import in_use  # not needed where the answer was kept
    from smsaudit.signatures.needles import needles_by_pattern

    loaded = in_use(directories[1:])
    needles = needles_by_pattern(loaded)
    bare = tuple(msgspec.structs.replace(each, examples=()) for each in loaded)
    sorted_needles = {str(name): tuple(sorted(found)) for name, found in needles.items()}
    return msgspec.msgpack.encode((bare, sorted_needles), enc_hook=dict)


@lru_cache(maxsize=2)
def _read(digest: str, stored: bytes) -> Known:
    loaded, needles = msgspec.msgpack.decode(stored, type=_Stored)
    return Known(
        digest,
        {str(each.id): each for each in loaded},
        {PatternId(name): frozenset(found) for name, found in needles.items()},
    )
