"""How firmly a legal sentence may be worded, and how firm the evidence for a verdict is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from smsaudit.model.verdict import Confidence, Status, Verdict
from smsaudit.model.words import Language, Words
from smsaudit.report.wording import CONFIDENCES, FIRMNESS, OPEN_FACTS

LEVELS: Mapping[Confidence, Words] = MappingProxyType(
    {
        Confidence.HIGH: Words("firm", "充分"),
        Confidence.MEDIUM: Words("fair", "一般"),
        Confidence.LOW: Words("weak", "薄弱"),
    }
)
"""How firm the evidence is, in one word."""

_NOTHING_OPEN = MappingProxyType(
    {
        Confidence.MEDIUM: Words(
            "fair: seen in the code; this outcome or part of the evidence allows no firmer",
            "一般：代码可见；本结论或部分证据只能达到此程度",
        ),
        Confidence.LOW: Words(
            "weak: this outcome or the evidence allows no firmer", "薄弱：本结论或证据只能达到此程度"
        ),
    }
)
"""The levels where no fact is left to declare, so that none is missing."""


def evidence(verdict: Verdict) -> Words:
    """How firm the evidence is; that a fact is missing only where one is open."""
    if any(fact in OPEN_FACTS for fact in verdict.conditional_on):
        return CONFIDENCES[verdict.confidence]
    return _NOTHING_OPEN.get(verdict.confidence, CONFIDENCES[verdict.confidence])


def firm(text: Words, status: Status) -> Words:
    """A legal sentence in the wording that its status allows; one that is so worded already stays."""
    return Words(_framed(text, status, Language.EN), _framed(text, status, Language.ZH))


def _framed(text: Words, status: Status, language: Language) -> str:
    frame, sentence = FIRMNESS[status].in_(language), text.in_(language)
    opening = frame.partition("{")[0]
    return sentence if sentence.startswith(opening) else frame.replace("{text}", sentence)
