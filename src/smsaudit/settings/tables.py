"""Arrays of tables: `[[channel]]`, `[[policy.contract]]`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from smsaudit.model.toml_lines import Key
from smsaudit.settings.log import Log, dotted


def tables(value: object, key: Key, log: Log) -> Iterator[tuple[Key, Mapping[str, object]]]:
    """Each table with its key; anything else than an array of tables goes to the log."""
    if not isinstance(value, Sequence) or not all(isinstance(each, dict) for each in value):
        log.add(key, "not a list of tables", f"begin each with [[{dotted(key)}]]")
        return
    for number, table in enumerate(value):
        yield (*key, number), table
