"""go.mod: what a module requires."""

from __future__ import annotations

from smsaudit.model.location import Place
from smsaudit.scan.config.lines import normalised
from smsaudit.scan.dependencies.packages import Packages, package


def read_go_mod(text: str) -> Packages:
    """Every required module; those that only others need are of the group `indirect`."""
    block = ""
    for number, row in enumerate(normalised(text).split("\n"), start=1):
        body, _, comment = row.partition("//")
        words = body.split()
        if not words:
            continue
        if block:
            if words[0] == ")":
                block = ""
                continue
        elif words[-1] == "(" or words[0].endswith("("):
            block = words[0].rstrip("(")
            continue
        required = words if block == "require" else words[1:] if words[0] == "require" and not block else []
        if required:
            version = required[1] if len(required) > 1 else ""
            group = "indirect" if comment.strip().startswith("indirect") else ""
            column = len(row) - len(row.lstrip()) + 1
            yield package("go", required[0].strip('"'), version, Place(number, column), group)
