"""From a verdict to what follows: licences, duties, questions and steps."""

from smsaudit.advise.advice import advise
from smsaudit.advise.surroundings import Surroundings

__all__ = ["Surroundings", "advise"]
