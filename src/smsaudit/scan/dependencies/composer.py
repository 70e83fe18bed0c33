"""composer.json: what a PHP project requires."""

from __future__ import annotations

from smsaudit.scan.config.entries import Cut
from smsaudit.scan.config.json_files import read_json
from smsaudit.scan.dependencies.packages import Packages, package

_GROUPS = {"require": "", "require-dev": "dev"}


def read_composer(text: str) -> Packages:
    """Every package; PHP itself and its extensions have no vendor and are left out."""
    for item in read_json(text):
        if isinstance(item, Cut):
            yield item
            continue
        match item.path:
            case (str(table), str(name)) if table in _GROUPS and "/" in name:
                yield package("composer", name.lower(), item.value, item.place, _GROUPS[table])
            case _:
                pass
