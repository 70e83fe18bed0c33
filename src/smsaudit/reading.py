"""Files as earlier runs read them: their facts, what was not seen of them, and the parts they play."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import msgspec

from smsaudit.cache import Cache, key_of
from smsaudit.contents import Contents
from smsaudit.model.context import Context
from smsaudit.model.fact import Facts
from smsaudit.model.gap import PASSING, Gap
from smsaudit.model.location import TreePath

Reading = tuple[Facts, tuple[Gap, ...], Context]

_ENCODER = msgspec.msgpack.Encoder(enc_hook=dict)


class Readings:
    """Kept by path and content."""

    def __init__(self, cache: Cache, contents: Contents) -> None:
        self._cache = cache
        self._contents = contents

    def recalled(self, paths: Iterable[TreePath]) -> Mapping[TreePath, Reading]:
        """Those of the files that were read before."""
        if not self._cache.is_open:
            return {}
        keys = {path: self._key(path) for path in paths}
        stored = self._cache.get_many(keys.values())
        return {
            path: _decoder().decode(data)
            for path, key in keys.items()
            if (data := stored.get(key)) is not None
        }

    def unread(self, paths: Iterable[TreePath]) -> list[TreePath]:
        """Those of the files that were not read before."""
        keys = {path: self._key(path) for path in paths}
        missing = self._cache.missing(keys.values())
        return [path for path, key in keys.items() if key in missing]

    def keep(self, path: TreePath, reading: Reading) -> None:
        """Keep a reading, unless another run might read the file otherwise."""
        _, gaps, _ = reading
        if not self._cache.is_open or self._contents.has_changed or any(gap.kind in PASSING for gap in gaps):
            return
        try:
            self._cache.put(self._key(path), _ENCODER.encode(reading))
        except UnicodeEncodeError:  # a file name that is not text
            return

    def _key(self, path: TreePath) -> bytes:
        return key_of("facts", path, self._contents.id(path))


@cache
def _decoder() -> msgspec.msgpack.Decoder[Reading]:
    """Made when the first file is recalled: it takes in all types of facts."""
    return msgspec.msgpack.Decoder(Reading)
