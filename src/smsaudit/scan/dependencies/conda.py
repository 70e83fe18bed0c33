"""Conda environments, with the pip section inside them."""

from __future__ import annotations

import re

from smsaudit.scan.config.entries import Cut
from smsaudit.scan.config.yaml_files import read_yaml
from smsaudit.scan.dependencies.packages import Packages, package
from smsaudit.scan.dependencies.requirements import requirement

_MATCH = re.compile(r"(?:[\w\-./]++::)?(?P<name>[A-Za-z0-9_][\w.\-]*+)\s*+(?P<requirement>.*)", re.DOTALL)


def read_conda(text: str) -> Packages:
    """Every package of the environment, whichever installer brings it."""
    for item in read_yaml(text):
        if isinstance(item, Cut):
            yield item
            continue
        match item.path:
            case ("dependencies", int()):
                found = _MATCH.fullmatch(item.value.strip())
                if found:
                    yield package("conda", found["name"].lower(), found["requirement"], item.place)
            case ("dependencies", int(), "pip", int()):
                wanted = requirement(item.value, item.place)
                if wanted:
                    yield wanted
            case _:
                pass
