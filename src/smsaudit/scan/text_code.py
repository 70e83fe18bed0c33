"""Source files of other languages, read as text: words, strings, imports and calls, never comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

from smsaudit.model.fact import Argument, Bound, Called, Facts, Imported, Scope, ScopeKind, Word, Written
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import Place, TreePath
from smsaudit.model.value import Joined, Name, Text, Value
from smsaudit.model.words import Words
from smsaudit.scan.config.entries import clean
from smsaudit.scan.config.lines import Cursor, normalised
from smsaudit.scan.names import language_of
from smsaudit.scan.text_grammars import grammar_of
from smsaudit.scan.text_imports import imports_in
from smsaudit.scan.text_lexer import Token, TokenKind
from smsaudit.scan.text_markup import tokens
from smsaudit.scan.text_numbers import numbers_in
from smsaudit.scan.text_outline import OUTLINED, Outline, outline
from smsaudit.scan.text_shell import commands
from smsaudit.scan.text_sums import Stretch, bound_name, is_part_of_address, named_sums, summed

MOST_WORDS = 50_000
MOST_TEXTS = 20_000
MOST_IMPORTS = 5_000
_SHORTEST_TEXT = 3
_LONGEST_TEXT = 2_000
_LONGEST_WORD = 60
_MOST_DIGITS = 40
_HEXADECIMAL = re.compile(r"0[xX](?P<digits>[0-9a-fA-F_']+?)[uUlLnN]*")
_DECIMAL = re.compile(r"(?P<digits>[0-9][0-9_']*)[uUlLnN]*")
_AWAITED = "Async"
_MANY_WORDS = Words(f"more than {MOST_WORDS} different words", f"不同的词超过{MOST_WORDS}个")
_MANY_TEXTS = Words(f"more than {MOST_TEXTS} strings", f"字符串超过{MOST_TEXTS}个")
_MANY_IMPORTS = Words(f"more than {MOST_IMPORTS} imports", f"导入超过{MOST_IMPORTS}个")
_CUT_TEXTS = Words(
    f"strings longer than {_LONGEST_TEXT} characters were cut", f"超过{_LONGEST_TEXT}字符的字符串已截断"
)


class _Collection(Struct):
    text: str
    cursor: Cursor
    words: dict[str, Place] = field(default_factory=dict)
    texts: list[Stretch] = field(default_factory=list)
    strings: dict[int, str] = field(default_factory=dict)
    masked: list[str] = field(default_factory=list)
    masked_to: int = 0
    comments: list[tuple[int, int]] = field(default_factory=list)
    limits: dict[Words, int] = field(default_factory=dict)
    """What was cut, and the first line where it was."""

    def add(self, token: Token) -> None:
        match token.kind:
            case TokenKind.WORD:
                word = self.text[token.start : token.end]
                if word not in self.words:  # most are known, and where they stand again need not be
                    self._word(word, self.cursor.place(token.start, token.end))
            case TokenKind.NUMBER:
                number = decimal(self.text[token.start : token.end])
                if number is not None and number not in self.words:
                    self._word(number, self.cursor.place(token.start, token.end))
            case TokenKind.STRING:
                if token.value is not None:
                    self._string(token.value, token, self.cursor.place(token.start, token.end))
                self._mask(token)
            case TokenKind.COMMENT:
                self.comments.append((token.start, token.end))
                self._mask(token)

    def name_awaited(self) -> None:
        """Methods that are awaited have a name with `Async` put to that of the method they are else."""
        for word, place in tuple(self.words.items()):
            if word.endswith(_AWAITED):
                self._word(word.removesuffix(_AWAITED), place)

    def _word(self, word: str, place: Place) -> None:
        if word not in self.words:
            if len(self.words) >= MOST_WORDS:
                self.limits.setdefault(_MANY_WORDS, place.line)
            elif len(word) <= _LONGEST_TEXT:
                self.words[word] = place

    def _string(self, value: Value, token: Token, place: Place) -> None:
        size = _size(value)
        if isinstance(value, Text):
            if 0 < size <= _LONGEST_WORD and value.value.split() == [value.value]:
                self._word(clean(value.value), place)
            self.strings[token.start] = value.value[: _LONGEST_WORD * 5]
        if size > _LONGEST_TEXT:
            self.limits.setdefault(_CUT_TEXTS, place.line)
        if len(self.texts) >= MOST_TEXTS:
            self.limits.setdefault(_MANY_TEXTS, place.line)
        else:
            is_inside = token.start < self.masked_to
            self.texts.append(Stretch(token.start, token.end, value, place, is_inside=is_inside))

    def _mask(self, token: Token) -> None:
        """Blanks a comment, or the inside of a string; strings in holes of templates are blank already."""
        if token.start < self.masked_to:
            return
        self.masked.append(self.text[self.masked_to : token.start])
        stretch = self.text[token.start : token.end]
        quote = stretch[:1] if token.kind is TokenKind.STRING else ""
        self.masked.append(quote + _blank(stretch[len(quote) :]))
        self.masked_to = token.end


class TextCode:
    """Reads source files of every language that has a grammar."""

    def wants(self, path: TreePath) -> bool:
        """Whether the extension belongs to a known language other than Python."""
        return grammar_of(language_of(path)) is not None

    def scan(self, path: TreePath, text: str) -> tuple[Facts, tuple[Gap, ...]]:
        """Words, strings, imports, functions and calls of one file."""
        return self.scan_as(language_of(path), path, text)

    def scan_as(self, language: str, path: TreePath, text: str) -> tuple[Facts, tuple[Gap, ...]]:
        """The same for a file of which something else than its name tells the language."""
        grammar = grammar_of(language)
        if grammar is None:
            return Facts("text"), ()
        text = normalised(text)
        cursor = Cursor(text)
        collection = _Collection(text, cursor)
        for token in tokens(text, grammar):
            collection.add(token)
        if grammar.language == "csharp":
            collection.name_awaited()
        collection.masked.append(text[collection.masked_to :])
        masked = "".join(collection.masked)
        sites = imports_in(grammar.language, masked, collection.strings)
        if len(sites) > MOST_IMPORTS:
            collection.limits.setdefault(_MANY_IMPORTS, 1)
        code = (
            outline(grammar.language, masked, collection.strings) if grammar.language in OUTLINED else _FLAT
        )
        sums = list(summed(grammar.language, masked, collection.texts))
        run = _commands(collection, cursor) if grammar.language == "shell" else ()
        facts = Facts(
            grammar.language,
            scopes=code.scopes,
            imports=tuple(
                Imported(0, clean(site.module), 0, site.name, site.alias, cursor.place(site.offset))
                for site in sites[:MOST_IMPORTS]
            ),
            bindings=tuple(
                Bound(code.scope_at(one.start), name, _cut(one.value), one.place)
                for one in sums
                if (name := bound_name(masked, one.begins))
            ),
            calls=code.calls
            + tuple(
                Called(0, Name(asks), (Argument(None, text),), place) for text, place, asks in run if asks
            ),
            texts=tuple(
                Written(code.scope_at(one.start), _cut(one.value), one.place)
                for one in sums
                if _size(one.value) >= _SHORTEST_TEXT or _is_of_names(one.value)
            )
            + tuple(
                Written(code.scope_at(start), value, cursor.place(start, end))
                for start, end, value in named_sums(grammar.language, masked)
            )
            + tuple(
                Written(code.scope_at(start), Text(clean(shown)), cursor.place(start, end))
                for start, end, shown in numbers_in(masked)
            )
            + tuple(Written(0, text, place) for text, place, _ in run),
            words=tuple(Word(word, place) for word, place in collection.words.items()),
        )
        return facts, tuple(_gaps(path, collection))


_FLAT = Outline((Scope(ScopeKind.MODULE, "", -1, Place(1)),), (), (0,), (0,))
"""The outline of a language without braces."""

TEXT_CODE = TextCode()
"""The scanner of all languages that are read as text."""


def _blank(stretch: str) -> str:
    """As many spaces, on as many lines."""
    return "\n".join([" " * len(line) for line in stretch.split("\n")])


def _commands(collection: _Collection, cursor: Cursor) -> list[tuple[Text, Place, str]]:
    """What a shell script runs: each command as one text, and the program in it that sends a request."""
    plain = list(collection.text)
    for start, end in collection.comments:
        plain[start:end] = _blank(collection.text[start:end])
    return [
        (Text(clean(one.text)), cursor.place(one.start, one.end), one.asks)
        for one in commands("".join(plain))
    ]


def decimal(literal: str) -> str | None:
    """An integer literal as decimal text; None for what is not an integer."""
    found = _HEXADECIMAL.fullmatch(literal) or _DECIMAL.fullmatch(literal)
    if not found:
        return None
    digits = found["digits"].replace("_", "").replace("'", "")
    if not 0 < len(digits) <= _MOST_DIGITS:
        return None
    return str(int(digits, 16 if found.re is _HEXADECIMAL else 10))


def _gaps(path: TreePath, collection: _Collection) -> Iterator[Gap]:
    for reason, line in collection.limits.items():
        yield Gap(path, GapKind.CUT if reason == _CUT_TEXTS else GapKind.LIMIT, reason, line)


def _size(value: Value) -> int:
    match value:
        case Text(text):
            return len(text)
        case Joined(parts):
            return sum(len(part.value) for part in parts if isinstance(part, Text))
        case _:
            return 0


def _is_of_names(value: Value) -> bool:
    """Whether a template holds nothing but names that may be parts of an address (`${HOST}${PATH}`)."""
    return isinstance(value, Joined) and all(is_part_of_address(part) for part in value.parts)


def _cut(value: Value) -> Value:
    match value:
        case Text(text):
            return Text(clean(text[:_LONGEST_TEXT]))
        case Joined(parts):
            return Joined(tuple(_cut(part) for part in parts[:_LONGEST_TEXT]))
        case _:
            return value
