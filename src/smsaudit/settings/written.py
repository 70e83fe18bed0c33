"""Every key of a configuration file as it was written, to compare two versions of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from msgspec import Struct

from smsaudit.model.config_names import SHARED_NAME
from smsaudit.model.toml_lines import Key, Lines
from smsaudit.settings.file import SHARED_TABLE
from smsaudit.settings.log import dotted


class Written(Struct, frozen=True):
    """The value of one key, and where it stands."""

    value: str
    line: int


def written(name: str, text: str) -> Mapping[str, Written]:
    """Keys as people write them; one key for the whole file where it is no TOML."""
    import tomli  # most trees have no configuration

    above: Key = SHARED_TABLE if PurePosixPath(name).name == SHARED_NAME else ()
    try:
        table: object = tomli.loads(text)
    except (ValueError, RecursionError):
        return {"": Written("not valid TOML", 1)}
    for part in above:
        table = table.get(part) if isinstance(table, dict) else None
    lines = Lines(text)
    return {dotted(key): Written(str(value), lines.of((*above, *key))) for key, value in _flat(table, ())}


def _flat(value: object, key: Key) -> Iterator[tuple[Key, object]]:
    match value:
        case dict():
            for name, inner in value.items():
                yield from _flat(inner, (*key, str(name)))
        case list() if any(isinstance(each, dict) for each in value):
            for at, inner in enumerate(value):
                yield from _flat(inner, (*key, at))
        case None:
            return
        case _:
            yield key, value
