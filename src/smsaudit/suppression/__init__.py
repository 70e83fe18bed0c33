"""Comments that suppress a detection, and baselines of known ones; pure."""

from smsaudit.suppression.apply import suppressions
from smsaudit.suppression.carried import carried
from smsaudit.suppression.directive import MARK, Directive, directives
from smsaudit.suppression.followed import followed, named

__all__ = ["MARK", "Directive", "carried", "directives", "followed", "named", "suppressions"]
