"""Names of the sides of a comparison that are no revisions."""

from __future__ import annotations

STAGED = "staged"
WORK_TREE = "work tree"
NOTHING = "nothing"
"""What a branch without any commit is compared with."""
