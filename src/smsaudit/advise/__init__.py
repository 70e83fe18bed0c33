"""From a verdict to what follows: licences, duties, questions and steps."""

from smsaudit.advise.advice import advise

__all__ = ["advise"]
