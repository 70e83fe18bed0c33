"""The state in which a tree of some name was last seen: on what its answer rests, and where that answer is kept."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from smsaudit.cache import Cache, key_of
from smsaudit.footprint import Footprint


class Last(Struct, frozen=True):
    """The key of what was seen, and on what it rests."""

    seen: bytes
    footprint: Footprint


_ENCODER = msgspec.msgpack.Encoder(enc_hook=dict)
_DECODER: msgspec.msgpack.Decoder[Last] = msgspec.msgpack.Decoder(Last)


def last_key(*, signatures: str, law: str, name: str, is_only_examples: bool) -> bytes:
    """Under what the last state of a tree is kept, by digests of signatures and law."""
    return key_of("last", signatures, law, name, str(is_only_examples))


def last_seen(key: bytes, cache: Cache) -> Last | None:
    """The last state that was kept."""
    stored = cache.get(key)
    return None if stored is None else _DECODER.decode(stored)


def encoded(last: Last) -> bytes:
    """As it is kept; raises `UnicodeEncodeError` for a file name that is no text."""
    return _ENCODER.encode(last)
