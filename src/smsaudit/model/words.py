"""Text that readers see, in the two languages of the report."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Language(StrEnum):
    """A language of the human-readable output."""

    EN = "en"
    ZH = "zh"


class Words(Struct, frozen=True, order=True):
    """The same sentence in English and in Chinese."""

    en: str
    zh: str

    @classmethod
    def same(cls, text: str) -> Words:
        """What needs no translation: a name, or what a machine said."""
        return cls(text, text)

    def in_(self, language: Language) -> str:
        """The sentence in `language`."""
        return self.zh if language is Language.ZH else self.en
