"""Text as its outline is read: the calls of all languages look alike, and nothing moves."""

from __future__ import annotations

import re
from functools import reduce

from smsaudit.scan.text_ruby import with_brackets

_TYPED = frozenset(["csharp", "typescript", "kotlin", "swift", "dart", "java", "groovy", "cpp", "rust"])
"""Languages in which a call may name types between its name and its bracket (`post<Answer>(url)`, `new Entity<>(body)`)."""
_SHAPE = r"\{(?:[\w\s.,:;?\[\]|<>\"']|\{[^{}()]{0,120}+\}){0,160}+\}"
_TYPE = rf"[\w\s.,:?*\[\]\"']|\|(?!\|)|&(?!&)|=(?![=>])|{_SHAPE}"
_DEEPEST = 5
_TYPES = re.compile(
    r"(?<=\w)(?:::)?+"
    + reduce(lambda inner, _: rf"<(?:{_TYPE}|{inner}){{0,160}}+>", range(_DEEPEST), "(?!)")
    + r"(?=\()"
)


def prepared(language: str, masked: str) -> str:
    """Blanked text with brackets around what Ruby gives its methods, and without the types that calls name."""
    if language == "ruby":
        return with_brackets(masked)
    return _without_types(masked) if language in _TYPED else masked


def _without_types(text: str) -> str:
    """The text with blanks where calls name types; nothing moves."""
    return _TYPES.sub(lambda found: re.sub(r"\S", " ", found.group()), text)
