"""`# smsaudit: ignore[pattern-id] reason until=2027-03-31 owner=@team`, as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from smsaudit.model.location import Location, Place, TreePath
from smsaudit.model.redaction import redacted
from smsaudit.suppression.comments import comments, following

MARK = "smsaudit:"
"""What every file with a directive holds."""

_DIRECTIVE = re.compile(r"smsaudit:\s*ignore\b(?:\s*\[(?P<patterns>[^\]\n]*)\])?(?P<rest>.*)")
_UNTIL = re.compile(r"\buntil\s*=\s*[\"']?([^\s\"']+)[\"']?")
_OWNER = re.compile(r"\bowner\s*=\s*[\"']?([^\s\"']+)[\"']?")
_CLOSING = re.compile(r"\s*(?:\*/\}\}|\*/|-->|#\}|--%>)\s*$")


class Directive(Struct, frozen=True, kw_only=True):
    """One comment: what it suppresses, on which line, and why."""

    location: Location
    target: int
    """The line that it speaks of: its own, or the next one if it stands alone."""
    patterns: tuple[str, ...]
    reason: str
    owner: str
    until: str
    """As written; empty where it holds without end."""


def directives(path: TreePath, text: str) -> Iterator[Directive]:
    """Every directive in the comments of a file."""
    for comment in comments(path, text, MARK):
        found = _DIRECTIVE.search(comment.text)
        if found is None:
            continue
        rest = _CLOSING.sub("", found["rest"])
        until, owner = _UNTIL.search(rest), _OWNER.search(rest)
        reason = _OWNER.sub("", _UNTIL.sub("", rest)).strip(" \t-–—:,;")
        yield Directive(
            location=Location(path, Place(comment.line)),
            target=following(path, text, comment.line) if comment.is_alone else comment.line,
            patterns=tuple(each.strip() for each in (found["patterns"] or "").split(",") if each.strip()),
            reason=redacted(reason),
            owner=redacted(owner[1]) if owner else "",
            until=until[1] if until else "",
        )
