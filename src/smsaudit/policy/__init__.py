"""How a result stands to the policy of its team; pure, and without an opinion of its own."""

from smsaudit.policy.check import check
from smsaudit.policy.compare import compared
from smsaudit.policy.names import unknown_names

__all__ = ["check", "compared", "unknown_names"]
