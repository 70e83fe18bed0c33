"""Classes, functions and calls of languages with braces, found in text whose comments and strings are blanked.

Not a parser: one pass over names, brackets and commas. What a statement means is left open; where a function begins
and ends, what is called there, on what, and with which literal or named arguments, is not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from msgspec import Struct

from smsaudit.model.fact import Called, Parameter, Scope
from smsaudit.model.value import Name
from smsaudit.scan.text_marks import decorators
from smsaudit.scan.text_places import Places
from smsaudit.scan.text_prepared import prepared
from smsaudit.scan.text_reader import Reader
from smsaudit.scan.text_types import typed
from smsaudit.scan.text_values import dotted

OUTLINED = frozenset(
    [
        "java", "kotlin", "groovy", "scala", "go", "javascript", "typescript", "vue", "html", "php",
        "csharp", "c", "cpp", "objective-c", "rust", "swift", "dart", "jsp", "ruby", "lua",
    ]
)  # fmt: skip
"""Languages that group statements in braces, or are read as if they did."""


class Outline(Struct, frozen=True):
    """What the pass found; `scope_at` answers which scope an offset lies in."""

    scopes: tuple[Scope, ...]
    calls: tuple[Called, ...]
    boundaries: tuple[int, ...]
    inside: tuple[int, ...]

    def scope_at(self, offset: int) -> int:
        """The innermost scope around an offset."""
        return self.inside[bisect_right(self.boundaries, offset) - 1]


def outline(language: str, masked: str, strings: Mapping[int, str]) -> Outline:
    """The outline of one file; `strings` holds what was blanked, by offset."""
    reader = Reader(language, prepared(language, masked), strings)
    reader.run()
    places = Places(masked)
    return Outline(
        scopes=tuple(
            Scope(
                body.head.kind,
                body.head.name,
                body.parent,
                places.place(body.start, body.end),
                parameters=tuple(Parameter(name) for name in body.head.parameters),
                decorators=decorators(body.marks),
                bases=tuple(map(dotted, body.head.bases)),
                returns=Name(body.head.returns) if body.head.returns else None,
                fields=() if number else typed(language, masked),
            )
            for number, body in enumerate(reader.bodies)
        ),
        calls=tuple(
            Called(call.scope, call.callee, call.arguments, places.place(call.offset, call.end))
            for call in reader.calls
        ),
        boundaries=tuple(reader.boundaries),
        inside=tuple(reader.inside),
    )
