"""Patterns on what any file says: texts, addresses, words, settings and dependencies."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache
from types import MappingProxyType

from msgspec.structs import replace

from smsaudit.match import urls
from smsaudit.match.catalogue import Catalogue
from smsaudit.match.chains import pair
from smsaudit.match.compared import COMPARED, Comparisons
from smsaudit.match.constants import plain_texts
from smsaudit.match.expressions import LONGEST, compiled, is_in
from smsaudit.match.found import Match
from smsaudit.match.named_values import named_values
from smsaudit.match.questions import Questions
from smsaudit.model.fact import Facts, Setting, Word
from smsaudit.model.location import Place, TreePath
from smsaudit.model.signature import CombinationTarget, Pattern, Role, SettingTarget, TextTarget, UrlTarget
from smsaudit.model.value import Filled, Joined, Text

_MARKS_MEMBERS = frozenset(["c", "cpp", "objective-c"])
_MEMBER = re.compile(r"^m_(?:str|sz|n|i|dw|by|b|c|u|ul|us|p|v|vec)?(?=[A-Z])|^m_|(?<=\w)_+$")
"""What marks a name as that of a member (`m_strServiceId`, `service_id_`)."""


def in_writing(path: TreePath, facts: Facts, known: Catalogue, ask: Questions) -> Iterator[Match]:
    """Every match of a text, address, combination, setting or dependency pattern in one file."""
    comparisons = Comparisons(facts)
    if known.endpoints or known.texts:
        for text, place, scope in _texts(path, facts, ask):
            found = _in_text(text, place, scope, facts.language, known)
            yield from (_at_line(m, text) for m in found if not _is_compared(m, text, comparisons))
    yield from _combinations(facts, known, comparisons)
    yield from _settings(path, facts, known)
    yield from _dependencies(facts, known)


def _texts(path: TreePath, facts: Facts, ask: Questions) -> Iterator[tuple[str, Place, int]]:
    if facts.language != "python":
        yield from plain_texts(facts)
        yield from ((setting.value[:LONGEST], setting.place, 0) for setting in facts.settings)
        return
    for written in facts.texts:
        match written.value:
            case Text(text):
                yield text[:LONGEST], written.place, written.scope
            case Joined() | Filled():
                for text in ask.texts(path, written.scope, written.value):
                    yield text[:LONGEST], written.place, written.scope
            case _:
                pass


def _in_text(text: str, place: Place, scope: int, language: str, known: Catalogue) -> Iterator[Match]:
    if len(text) < 3:  # noqa: PLR2004 - nothing shorter is evidence
        return
    for pattern in known.endpoints:
        if (
            _speaks(pattern, language)
            and isinstance(pattern.target, UrlTarget)
            and urls.fits(pattern.target, text)
        ):
            yield _written(pattern, place, scope, text)
    for pattern in known.texts:
        target = pattern.target
        if isinstance(target, TextTarget) and _speaks(pattern, language) and is_in(target.pattern, text):
            yield _written(pattern, place, scope, text)


def _at_line(match: Match, text: str) -> Match:
    """The same, at the line on which it begins in a text that is written over several."""
    target, place = match.pattern.target, match.place
    spans = place.end_line - place.line
    if not spans or not isinstance(target, TextTarget) or text.count("\n") != spans:
        return match
    found = compiled(target.pattern).search(text)
    line = place.line + text.count("\n", 0, found.start() if found is not None else 0)
    return replace(match, place=Place(line, 1, line)) if line != place.line else match


def _is_compared(match: Match, text: str, comparisons: Comparisons) -> bool:
    """Whether a pattern that leaves such out matched a text that something is only compared with."""
    expression = match.pattern.unless.get(COMPARED)
    return expression is not None and (text, match.place) in comparisons.places(expression)


def _written(pattern: Pattern, place: Place, scope: int, text: str) -> Match:
    """A match of a text, with the address in it (if any) as the values of host and port."""
    found = urls.addresses(text)
    values: dict[str, tuple[str, ...]] = {}
    if found:
        host, port, _ = found[0]
        values["host"] = (host,)
        if port is not None:
            values["port"] = (str(port),)
    return Match(pattern, place, scope, values=MappingProxyType(values))


def _speaks(pattern: Pattern, language: str) -> bool:
    return not pattern.languages or language in pattern.languages


def _combinations(facts: Facts, known: Catalogue, comparisons: Comparisons) -> Iterator[Match]:
    if not known.combinations or not facts.words:
        return
    every = [*facts.words, *_unresolved(facts)]
    words = _Vocabulary(every)
    for pattern in known.combinations:
        if isinstance(pattern.target, CombinationTarget) and _speaks(pattern, facts.language):
            place = _first_place(pattern.target, words)
            if place is not None and (expression := pattern.unless.get(COMPARED)):
                left = comparisons.without_compared(every, expression)
                place = _first_place(pattern.target, _Vocabulary(left))
            if place is not None:
                yield Match(pattern, place, _scope_at(facts, place), resolution="inferred")


def _unresolved(facts: Facts) -> list[Word]:
    """Where names are not resolved, imported modules are words as well, and methods with what they are called on."""
    if facts.language == "python":
        return []
    called = ((pair(call.callee, facts.calls), call.place) for call in facts.calls)
    members = facts.words if facts.language in _MARKS_MEMBERS else ()
    return [
        *(Word(plain, word.place) for word in members if (plain := _MEMBER.sub("", word.text)) != word.text),
        *(Word(imported.module, imported.place) for imported in facts.imports),
        *(Word(chain, place) for chain, place in called if chain),
    ]


def _scope_at(facts: Facts, place: Place) -> int:
    """The innermost scope around a place."""
    around = [
        n for n, scope in enumerate(facts.scopes) if scope.place.line <= place.line <= scope.place.end_line
    ]
    return max(around, default=0)


class _Vocabulary:
    """The words of a file as one text, a line each, so that expressions run over all of them at once."""

    def __init__(self, words: Iterable[Word]) -> None:
        kept = [word for word in words if "\n" not in word.text]
        self._places = [word.place for word in kept]
        self._text = "\n".join(word.text for word in kept)
        self._starts = [0]
        for word in kept[:-1]:
            self._starts.append(self._starts[-1] + len(word.text) + 1)

    def first(self, expression: str) -> Place | None:
        """The earliest place of a word that the expression matches as a whole."""
        found = [
            self._places[bisect_right(self._starts, match.start()) - 1]
            for match in _line_shape(expression).finditer(self._text)
        ]
        return min(found, default=None)


def _first_place(target: CombinationTarget, words: _Vocabulary) -> Place | None:
    """Where the first word of the first group stands, if every group has enough distinct words."""
    first: Place | None = None
    for at_least, expressions in target.groups:
        hits = [place for expression in expressions if (place := words.first(expression)) is not None]
        if len(hits) < at_least:
            return None
        if first is None:
            first = min(hits)
    return first


@lru_cache(maxsize=8_192)
def _line_shape(expression: str) -> re.Pattern[str]:
    flags = re.MULTILINE
    if expression.startswith("(?i)"):
        expression, flags = expression[4:], flags | re.IGNORECASE
    return re.compile(f"^(?:{expression})$", flags)


def _settings(path: TreePath, facts: Facts, known: Catalogue) -> Iterator[Match]:
    siblings = _Siblings(facts.settings)
    keyed = _Keyed(facts)
    for pattern in known.settings:
        target = pattern.target
        if not isinstance(target, SettingTarget) or not in_files(target.files, path):
            continue
        for setting in keyed.fitting(target.keys, is_number=pattern.role is Role.NUMBER):
            if (
                (
                    not target.values
                    or any(compiled(value).fullmatch(setting.value) for value in target.values)
                )
                and siblings.has(setting, target.beside)
                and siblings.say(setting, pattern.where)
                and not (pattern.unless and siblings.say(setting, pattern.unless))
            ):
                yield Match(pattern, setting.place, values=siblings.address(setting))


class _Keyed:
    """Settings of a file by expressions for their keys; several patterns share these."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._found: dict[tuple[tuple[str, ...], bool], list[Setting]] = {}

    def fitting(self, keys: tuple[str, ...], *, is_number: bool) -> list[Setting]:
        """Those whose key one of the expressions matches; for numbers, texts that code gives a name, too."""
        found = self._found.get((keys, is_number))
        if found is None:
            settings = self._with_named if is_number else self._facts.settings
            fits = [compiled(key).fullmatch for key in keys]
            places = {place for fit in fits for place, each in enumerate(settings) if fit(each.key)}
            found = self._found[keys, is_number] = [settings[place] for place in sorted(places)]
        return found

    @cached_property
    def _with_named(self) -> Sequence[Setting]:
        return (*self._facts.settings, *named_values(self._facts))


class _Siblings:
    """Settings by the group they stand in (everything before the last dot of the key)."""

    def __init__(self, settings: Iterable[Setting]) -> None:
        self._groups: dict[str, dict[str, str]] = {}
        for setting in settings:
            group, _, name = setting.key.rpartition(".")
            self._groups.setdefault(group, {}).setdefault(name, setting.value)

    def has(self, setting: Setting, names: Iterable[str]) -> bool:
        """Whether every one of `names` (regular expressions) stands beside `setting`."""
        group = self._groups.get(setting.key.rpartition(".")[0], {})
        return all(any(compiled(name).fullmatch(own) for own in group) for name in names)

    def say(self, setting: Setting, what: Mapping[str, str]) -> bool:
        """Whether one of the keys in each of `what` (`host|name`) stands beside `setting` with such a value."""
        group = self._groups.get(setting.key.rpartition(".")[0], {})
        return all(
            any(is_in(expression, group.get(key, "")) for key in keys.split("|"))
            for keys, expression in what.items()
        )

    def address(self, setting: Setting) -> MappingProxyType[str, tuple[str, ...]]:
        """Host and port that stand beside (or are) a setting.

        In a long or flat list of settings, only those whose names begin alike belong together.
        """
        prefix, _, own = setting.key.rpartition(".")
        group = self._groups.get(prefix, {})
        stem = _STEM.match(own)
        begin = "" if (prefix and len(group) <= _FEW) or stem is None else stem.group()
        found: dict[str, tuple[str, ...]] = {}
        for role, names in (("host", _HOST_KEYS), ("port", _PORT_KEYS)):
            values = tuple(
                value
                for name, value in group.items()
                if names.fullmatch(name) and value and name.startswith(begin)
            )
            if values:
                found[role] = values[:1]
        return MappingProxyType(found)


_FEW = 25
_STEM = re.compile(r"[A-Za-z]+\d*")
_HOST_KEYS = re.compile(r"(?i)(?:[\w-]*[_-])?(?:host|hostname|ip|server|address|addr|url|endpoint|gateway)")
_PORT_KEYS = re.compile(r"(?i)(?:[\w-]*[_-])?port")


def in_files(globs: tuple[str, ...], path: TreePath) -> bool:
    """Whether a file has a name that fits one of the globs; no globs are fitted by all."""
    name = path.rpartition("/")[2]
    return not globs or any(fnmatchcase(path, glob) or fnmatchcase(name, glob) for glob in globs)


def _dependencies(facts: Facts, known: Catalogue) -> Iterator[Match]:
    for dependency in facts.dependencies:
        key = f"{dependency.ecosystem}:{dependency.name}".lower()
        for pattern in known.dependencies.get(key, ()):
            yield Match(pattern, dependency.place)
