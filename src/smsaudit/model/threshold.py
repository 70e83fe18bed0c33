"""How heavy an outcome may be, in the words in which a policy says so."""

from __future__ import annotations

from enum import StrEnum

SCENARIOS = ("none", "A", "B", "C")
"""What a policy may allow at most, the lightest first."""


class FailOn(StrEnum):
    """When the check of the policy fails the run, and not only reports."""

    A = "A"
    B = "B"
    C = "C"
    WORSE = "worse"
    """Only for what the baseline or the base revision did not have."""
    NEVER = "never"
