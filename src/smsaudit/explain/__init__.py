"""Answers to "why?": from the law and the signatures alone, or from the audit of a tree."""

from smsaudit.explain.evidence import Evidence
from smsaudit.explain.knowledge import Knowledge

__all__ = ["Evidence", "Knowledge"]
