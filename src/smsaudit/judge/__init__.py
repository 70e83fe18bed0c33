"""From channels and declared facts to a verdict."""

from smsaudit.judge.combine import judge
from smsaudit.judge.evidence import Trace
from smsaudit.judge.paths import path_facts
from smsaudit.judge.procedure import PathFacts, leaf_of

__all__ = ["PathFacts", "Trace", "judge", "leaf_of", "path_facts"]
