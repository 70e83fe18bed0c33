"""Gemfile and gemspec: what a Ruby project needs."""

from __future__ import annotations

import re

from smsaudit.model.location import Place
from smsaudit.scan.config.lines import normalised
from smsaudit.scan.dependencies.packages import Packages, package

_GEM = re.compile(
    r"""[ \t]*+(?:gem|\w++\.add(?P<kind>_development|_runtime)?_dependency)[ \t(]*+["'](?P<name>[\w.\-]++)["']"""
    r"""(?:[ \t]*+,[ \t]*+["'](?P<requirement>[^"'\n]*+)["'])?(?P<rest>[^\n]*+)"""
)
_GROUP = re.compile(r"[ \t]*+group[ \t(]+:(?P<name>\w++)")
_INLINE_GROUP = re.compile(r"\bgroups?(?::|[ \t]*+=>)[ \t\[]*+:(?P<name>\w++)")


def read_gemfile(text: str) -> Packages:
    """Every gem, in the group whose block or option names it."""
    block = ""
    for number, row in enumerate(normalised(text).split("\n"), start=1):
        if group := _GROUP.match(row):
            block = group["name"]
        elif row.strip() == "end":
            block = ""
        elif gem := _GEM.match(row):
            inline = _INLINE_GROUP.search(gem["rest"])
            name = "dev" if gem["kind"] == "_development" else inline["name"] if inline else block
            place = Place(number, len(row) - len(row.lstrip()) + 1)
            yield package("gem", gem["name"], gem["requirement"] or "", place, name)
