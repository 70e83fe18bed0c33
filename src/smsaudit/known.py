"""The signatures and the law of a run with all that follows from them alone, worked out once and then kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from smsaudit import beside, law
from smsaudit.cache import Cache, key_of
from smsaudit.installed import installed
from smsaudit.model.demand import Demand
from smsaudit.model.law import Law
from smsaudit.model.signature import PatternId, Signature
from smsaudit.signatures.digest import digest
from smsaudit.signatures.files import shipped_directory

_T = TypeVar("_T")


class _Worked(Struct, frozen=True, array_like=True):
    """Signatures without their examples, and what follows from them, as it is kept."""

    signatures: tuple[Signature, ...]
    needles: Mapping[PatternId, tuple[bytes, ...]]
    demands: msgspec.Raw


class Known(Struct, frozen=True, eq=False):
    """Signatures without their examples, and what to look for in bytes; the same only as itself."""

    digest: str
    """SHA-256 over the signature files, in hexadecimal."""
    signatures: Mapping[str, Signature]
    needles: Mapping[PatternId, frozenset[bytes]]
    demanded: msgspec.Raw
    """What patterns ask for beside their needles, as it is kept."""


def known_signatures(directories: Sequence[Path], cache: Cache) -> Known:
    """The shipped signatures and those of `directories`. Raises `SmsauditError` for files that do not load."""
    if not directories:
        version = installed().signatures
        return _known(version, _shipped("signatures", version, _Worked, cache, _made))
    version = digest((shipped_directory(), *directories))
    key = key_of("signatures", version)
    stored = cache.get(key)
    if stored is None:
        stored = _made(version, tuple(directories))
        cache.put(key, stored)
    return _known(version, msgspec.msgpack.decode(stored, type=_Worked))


def known_law(cache: Cache) -> Law:
    """The law that ships, decoded where it was kept: checking all that it says takes ten times as long."""
    return _shipped("law", installed().law, Law, cache, _law)


def demands(known: Known) -> Mapping[PatternId, Demand]:
    """What each pattern asks for beside its needles; asked for only when a file has to be read."""
    return msgspec.msgpack.decode(known.demanded, type=dict[PatternId, Demand])


def worked_out() -> Iterator[tuple[str, bytes]]:
    """The files that a build puts into the package: all that follows from what ships, each with its name."""
    there = installed()
    for name, version, made in (("signatures", there.signatures, _made), ("law", there.law, _law)):
        yield name, beside.packed(beside.key_of(there.source, version), made(version))


def _shipped(name: str, version: str, kind: type[_T], cache: Cache, make: Callable[[str], bytes]) -> _T:
    """What follows from files that ship: kept with the package, or else among the answers of earlier runs."""
    own = beside.key_of(installed().source, version)
    found = beside.kept(name, own, kind)
    if found is not None:
        return found
    key = key_of(name, version)
    stored = cache.get(key)
    if stored is None:
        stored = make(version)
        if not beside.keep(name, own, stored):
            cache.put(key, stored)
    return msgspec.msgpack.decode(stored, type=kind)


def _law(_digest: str) -> bytes:
    return msgspec.msgpack.encode(law.shipped(), enc_hook=dict)


@lru_cache(maxsize=2)
def _made(_digest: str, directories: tuple[Path, ...] = ()) -> bytes:
    """Signatures, needles and demands as bytes. The digest stands for the content of the files."""
    from smsaudit.signatures.demands import demands_by_pattern  # not needed where the answer was kept
    from smsaudit.signatures.load import in_use
    from smsaudit.signatures.needles import needles_by_pattern

    loaded = in_use(directories)
    needles = needles_by_pattern(loaded)
    bare = tuple(msgspec.structs.replace(each, examples=()) for each in loaded)
    sorted_needles = {name: tuple(sorted(found)) for name, found in needles.items()}
    demanded = msgspec.Raw(msgspec.msgpack.encode(demands_by_pattern(loaded), order="deterministic"))
    return msgspec.msgpack.encode(_Worked(bare, sorted_needles, demanded), enc_hook=dict)


def _known(digest: str, worked: _Worked) -> Known:
    return Known(
        digest,
        {str(each.id): each for each in worked.signatures},
        {name: frozenset(found) for name, found in worked.needles.items()},
        worked.demands,
    )
