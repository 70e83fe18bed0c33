"""How firmly a legal sentence may be worded."""

from __future__ import annotations

from smsaudit.model.verdict import Status
from smsaudit.model.words import Language, Words
from smsaudit.report.wording import FIRMNESS


def firm(text: Words, status: Status) -> Words:
    """A legal sentence in the wording that its status allows; one that is so worded already stays."""
    return Words(_framed(text, status, Language.EN), _framed(text, status, Language.ZH))


def _framed(text: Words, status: Status, language: Language) -> str:
    frame, sentence = FIRMNESS[status].in_(language), text.in_(language)
    opening = frame.partition("{")[0]
    return sentence if sentence.startswith(opening) else frame.replace("{text}", sentence)
