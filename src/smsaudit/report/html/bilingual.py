"""Text in both languages as HTML: each in an element of its own, of which a reader sees one."""

from __future__ import annotations

from collections.abc import Iterable
from string import Formatter

from markupsafe import Markup, escape
from msgspec import Struct

from smsaudit.model.words import Language, Words
from smsaudit.report.visible import visible


class Bilingual(Struct, frozen=True):
    """Harmless HTML of one sentence, in English and in Chinese."""

    en: Markup
    zh: Markup

    def in_(self, language: Language) -> Markup:
        """The sentence in `language`."""
        return self.zh if language is Language.ZH else self.en

    def __html__(self) -> str:
        """What a page holds: both, unless they are the same."""
        if self.en == self.zh:
            return self.en
        return f'<span lang="en">{self.en}</span><span lang="zh">{self.zh}</span>'


Part = Words | Bilingual | Markup | str | int


def shown(part: object) -> object:
    """Any value as a template may print it; text of an audited tree shows what would otherwise be invisible."""
    if isinstance(part, Words):
        return both(part)
    if isinstance(part, str) and not isinstance(part, Markup):
        return visible(part)
    return part


def both(words: Words) -> Bilingual:
    """A sentence without placeholders."""
    return Bilingual(escape(visible(words.en)), escape(visible(words.zh)))


def fill(words: Words, /, **parts: Part) -> Bilingual:
    """The sentence with its `{names}` replaced, in each language by that language's side of the parts."""
    return Bilingual(_filled(words, Language.EN, parts), _filled(words, Language.ZH, parts))


def listed(parts: Iterable[Part], between: Words = Words(", ", "、")) -> Bilingual:  # noqa: B008 - frozen
    """The parts in one line, with the separator of the language."""
    kept = tuple(parts)
    en, zh = (
        escape(between.in_(language)).join(_part(each, language) for each in kept) for language in Language
    )
    return Bilingual(en, zh)


def _filled(words: Words, language: Language, parts: dict[str, Part]) -> Markup:
    pieces: list[Markup] = []
    for literal, name, _, _ in Formatter().parse(words.in_(language)):
        pieces.append(escape(literal))
        if name is not None:
            pieces.append(_part(parts[name], language))
    return Markup("").join(pieces)


def _part(part: Part, language: Language) -> Markup:
    match part:
        case Words():
            return escape(visible(part.in_(language)))
        case Bilingual():
            return part.in_(language)
        case Markup():
            return part
        case _:
            return escape(visible(str(part)))
