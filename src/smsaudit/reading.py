"""One file as it was read, as bytes: its facts, what was not seen of it, and the part it plays."""

from __future__ import annotations

import msgspec

from smsaudit.model.context import Context
from smsaudit.model.fact import Facts
from smsaudit.model.gap import PASSING, Gap

Reading = tuple[Facts, tuple[Gap, ...], Context]

_ENCODER = msgspec.msgpack.Encoder(enc_hook=dict)
_DECODER: msgspec.msgpack.Decoder[Reading] = msgspec.msgpack.Decoder(Reading)


def encoded(facts: Facts, gaps: tuple[Gap, ...], context: Context) -> bytes | None:
    """The reading as bytes; None if another run might read the file otherwise."""
    if any(gap.kind in PASSING for gap in gaps):
        return None
    try:
        return _ENCODER.encode((facts, gaps, context))
    except UnicodeEncodeError:  # a file name that is not text
        return None


def decoded(data: bytes) -> Reading:
    """What `encoded` made."""
    return _DECODER.decode(data)
