"""What was decided about what was seen, kept under all that it was decided from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
from msgspec import Struct

from smsaudit.cache import Cache, key_of
from smsaudit.model.advice import Advice
from smsaudit.model.suppression import Remark, Suppressed
from smsaudit.model.verdict import Unit


class Conclusion(Struct, frozen=True, kw_only=True):
    """Verdicts with what follows from them; the policy is checked apart."""

    whole: Unit
    units: tuple[Unit, ...]
    advice: Advice
    suppressed: tuple[Suppressed, ...]
    remarks: tuple[Remark, ...]


_ENCODER = msgspec.msgpack.Encoder(enc_hook=dict)


def concluded(grounds: object, cache: Path | None, decide: Callable[[], Conclusion]) -> Conclusion:
    """What `decide` answers on these grounds, or has answered before; sets among them are given in order."""
    with Cache(cache) as answers:
        if not answers.is_open:
            return decide()
        try:
            key = key_of("concluded", _ENCODER.encode(grounds))
        except UnicodeEncodeError:  # a file name that is not text
            return decide()
        stored = answers.get(key)
        if stored is not None:
            return msgspec.msgpack.decode(stored, type=Conclusion)
        conclusion = decide()
        answers.put(key, _ENCODER.encode(conclusion))
        return conclusion
