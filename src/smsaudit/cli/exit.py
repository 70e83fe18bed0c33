"""Exit codes: public, and the same whatever the format."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """How a run ended."""

    OK = 0
    """The audit was done; its result is within policy."""
    VIOLATED = 1
    """The result violates the policy, or a signature fails its own examples."""
    USAGE = 2
    """Something in the arguments, the configuration or a signature file has to be mended."""
    INCOMPLETE = 3
    """With `--strict`: something that could hide a sender was not read."""
    INTERNAL = 4
    """A bug in smsaudit."""
    INTERRUPTED = 130
    """Stopped by the user."""
