"""Two audits compared: what a change does, and the line that does it. Pure; it knows no repository."""

from smsaudit.diff.compared import compared
from smsaudit.diff.edits import Edits

__all__ = ["Edits", "compared"]
