"""What part a file, or a place in it, plays in the product."""

from __future__ import annotations

from enum import StrEnum


class Context(StrEnum):
    """Only `PRODUCTION` decides a label; everything else is listed beside it."""

    PRODUCTION = "production"
    TEST = "test"
    EXAMPLE = "example"
    DOCS = "docs"
    VENDORED = "vendored"
    GENERATED = "generated"
    DEAD = "dead"
    STUB = "stub"
