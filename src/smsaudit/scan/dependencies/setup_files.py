"""setup.cfg and setup.py; the latter is searched for lists of strings, never run."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from smsaudit.model.location import Place
from smsaudit.model.value import Text
from smsaudit.scan.config.entries import Cut
from smsaudit.scan.config.ini import read_ini
from smsaudit.scan.config.lines import Cursor, normalised
from smsaudit.scan.dependencies.packages import Packages
from smsaudit.scan.dependencies.requirements import requirement
from smsaudit.scan.text_grammars import PYTHON
from smsaudit.scan.text_lexer import Token, TokenKind
from smsaudit.scan.text_markup import tokens

_GROUPS = {"install_requires": "", "tests_require": "test", "extras_require": "extra"}
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")
_MOST_LISTS = 50


def read_setup_cfg(text: str) -> Packages:
    """What `[options]` and `[options.extras_require]` list."""
    for item in read_ini(text):
        if isinstance(item, Cut):
            yield item
            continue
        match item.path:
            case ("options", "install_requires" | "tests_require" as key, *_):
                group = _GROUPS[key]
            case ("options.extras_require", str(group), *_):
                pass
            case _:
                continue
        found = requirement(item.value, item.place, group)
        if found:
            yield found


def read_setup_py(text: str) -> Packages:
    """The strings in the brackets after `install_requires` and its kin, or after a name that stands there."""
    text = normalised(text)
    every = [token for token in tokens(text, PYTHON) if token.kind is not TokenKind.COMMENT]
    cursor = Cursor(text)
    lists = [
        (index, _GROUPS[word])
        for index, word in enumerate(_word(text, token) for token in every)
        if word in _GROUPS
    ]
    for index, group in lists[:_MOST_LISTS]:
        start = _list_after(text, every, index)
        if start is not None:
            for requirement_text, extra, place in _strings(text, every, start, cursor):
                found = requirement(requirement_text, place, extra if group == "extra" else group)
                if found:
                    yield found


def _word(text: str, token: Token) -> str:
    if token.kind is TokenKind.WORD:
        return text[token.start : token.end]
    # `{"install_requires": […]}` passed with two stars.
    return token.value.value if isinstance(token.value, Text) else ""


def _list_after(text: str, every: list[Token], index: int) -> int | None:
    """The token whose following gap opens the list: the keyword itself, or the variable given to it."""
    if index + 1 >= len(every):
        return None
    between = text[every[index].end : every[index + 1].start].strip()
    if between[:1] not in ("=", ":") or between.startswith("=="):
        return None
    if _OPEN & set(between):
        return index
    variable = _word(text, every[index + 1])
    for position, (token, following) in enumerate(pairwise(every)):
        gap = text[token.end : following.start].strip()
        if gap.startswith("=") and _OPEN & set(gap) and _word(text, token) == variable:
            return position
    return None


def _strings(text: str, every: list[Token], start: int, cursor: Cursor) -> Iterator[tuple[str, str, Place]]:
    """The strings up to the closing bracket, each with the dict key above it."""
    depth = 0
    extra = ""
    for token, following in pairwise(every[start:]):
        gap = text[token.end : following.start]
        depth += sum(character in _OPEN for character in gap)
        depth -= sum(character in _CLOSE for character in gap)
        if depth <= 0:
            return
        value = following.value
        if isinstance(value, Text):
            if text[following.end : following.end + 20].lstrip().startswith(":"):
                extra = value.value
            else:
                yield value.value, extra, cursor.place(following.start)
