"""Files that send a request to an address, or run a command, which another file spells out: a constant, a setting, a default."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, takewhile

from msgspec import Struct

from smsaudit.library import SourceLibrary
from smsaudit.match import urls
from smsaudit.match.catalogue import Catalogue
from smsaudit.match.chains import last
from smsaudit.match.constants import constants, settings_key
from smsaudit.match.expressions import is_in
from smsaudit.match.named_texts import in_sections, mentioned, named
from smsaudit.model.context import Context
from smsaudit.model.fact import Facts, ScopeKind
from smsaudit.model.host_glob import is_host_of
from smsaudit.model.location import TreePath
from smsaudit.model.signature import Pattern, TextTarget, UrlTarget
from smsaudit.model.source import PYTHON
from smsaudit.model.value import Filled, Joined, Name, Result, Text, Value
from smsaudit.resolve.program import Program

_SHORTEST = 4
"""A shorter name stands in too many files to tell anything."""
_SHORTEST_PART = 5
"""Of a part of a name (`_URL` is one of too many)."""
_PARSED = (".ini", ".cfg", ".conf")
_PARSERS = ("configparser", "ConfigParser")
"""What reads files with sections, of which the program may choose one while it runs."""
_FEW = 3
_MAX_FILES = 40
_CODE = frozenset(("java", "kt", "cs", "go", "js", "ts", "mjs", "php", "groovy", "scala"))
_IMPORT_BRACED = frozenset(("javascript", "typescript"))
"""What is imported out of a module stands in braces, each by its name."""
_SCRIPT = re.compile(r"(?:/index)?(?:\.[cm]?[jt]sx?)?$")
"""What an import may leave out, or write as the compiled file has it (`./texts.js` of `texts.ts`)."""
_JOINS = "urljoin"
_TELLING_KEY = re.compile(r"\w[._-]\w")
"""A key of one word (`url`) is that of anything."""


def askers(
    library: SourceLibrary, program: Program, known: Catalogue, relevant: Mapping[TreePath, frozenset[bytes]]
) -> dict[TreePath, frozenset[bytes]]:
    """Production files that name an address of a sender, and the needles of the file that spells it out.

    Plain words (`endpoint`) tell something in files that import the one that spells it out, or that it imports, or where
    few have them; short ones (`url`) only there, and with the section in which they stand (`sms.url`).
    """
    needles: dict[str, set[bytes]] = defaultdict(set)
    homes: dict[str, set[TreePath]] = defaultdict(set)
    sections: dict[tuple[str, str], set[bytes]] = defaultdict(set)
    for path, hits in relevant.items():
        patterns = known.addressed(hits) if library.is_loaded(path) else ()
        facts = library.facts(path) if patterns else None
        if facts is None or library.context(path) is not Context.PRODUCTION:
            continue
        for name, text in named(facts):
            if name and any(_leads_to(pattern, text) for pattern in patterns):
                needles[name] |= hits
                homes[name].add(path)
        for section, text in in_sections(facts):
            if section[0] and any(_leads_to(pattern, text) for pattern in patterns):
                sections[section] |= hits
    for name in list(needles):
        for part in _parts_of(name):
            needles[part] |= needles[name]
            homes[part] |= homes[name]
    naming = library.naming({*needles, *chain(*sections), *_PARSERS}) if needles else {}
    asking: dict[TreePath, set[bytes]] = defaultdict(set)
    for name in sorted(needles):
        there = [path for path, names in naming.items() if name in names]
        is_short = len(name) < _SHORTEST
        if is_short or (name.isalpha() and name.islower() and len(there) > _FEW):
            near = program.import_distances(homes[name], 1, there).keys() | _imported(program, homes[name])
            is_parsed = any(home.endswith(_PARSED) for home in homes[name])
            there = [p for p in there if p in near or (is_parsed and not naming[p].isdisjoint(_PARSERS))]
        for path in there:
            asking[path] |= needles[name]
    for section, found in sections.items():
        there = [path for path, names in naming.items() if names.issuperset(section)]
        for path in there if len(there) <= _MAX_FILES else ():
            asking[path] |= found
    live = [path for path in sorted(asking) if library.context(path) is Context.PRODUCTION]
    return {path: frozenset(asking[path]) for path in live[:_MAX_FILES]}


def _parts_of(name: str) -> Iterator[str]:
    """Begins and ends of a variable's name, as code spells them that puts the rest in while it runs (`f"{gate}_SMS_URL"`)."""
    words = name.split("_") if name.isupper() else []
    for at in range(1, len(words)):
        begin, end = "_".join(words[:at]) + "_", "_" + "_".join(words[at:])
        yield from (part for part in (begin, end, f"s{end}") if len(part) >= _SHORTEST_PART)


def _imported(program: Program, paths: Iterable[TreePath]) -> set[TreePath]:
    """Modules that some files import: what they say is also asked for there, where classes extend others."""
    return set().union(*map(program.imported_modules, paths))


def asks_where_told(facts: Facts | None, patterns: Iterable[Pattern]) -> bool:
    """Whether a file that names a sender's host puts addresses together out of what the callers of its functions give."""
    if facts is None or not any(isinstance(p.target, UrlTarget) and p.target.hosts for p in patterns):
        return False
    values = [(call.scope, argument.value) for call in facts.calls for argument in call.arguments]
    values += [(bound.scope, bound.value) for bound in facts.bindings]
    return any(_goes_on(facts, scope, value) for scope, value in values)


def _goes_on(facts: Facts, scope: int, value: Value) -> bool:
    """Whether a text goes on, behind its first part and before any question mark, with a parameter."""
    parts: tuple[Value, ...] = ()
    match value:
        case Joined(parts):
            pass
        case Filled(template, fillers):
            parts = (template, *(filler for _, filler in fillers))
        case Result(number) if last(facts.calls[number].callee) == _JOINS:
            parts = tuple(argument.value for argument in facts.calls[number].arguments)
        case _:
            return False
    given = {parameter.name for parameter in facts.scopes[scope].parameters}
    before = list(takewhile(lambda part: not (isinstance(part, Name) and part.name in given), parts))
    return 0 < len(before) < len(parts) and not any(isinstance(p, Text) and "?" in p.value for p in before)


class Spelled:
    """Constants and settings that hold an address of a sender, for files in other languages that name them."""

    def __init__(
        self, library: SourceLibrary, known: Catalogue, relevant: Mapping[TreePath, frozenset[bytes]]
    ) -> None:
        self._found: dict[str, list[_Constant]] = defaultdict(list)
        self._paths: dict[str, list[_Constant]] = defaultdict(list)
        """What may be put behind such an address: paths that stand beside it."""
        self._set: dict[str, _Constant] = {}
        self._tails: dict[str, set[bytes]] = defaultdict(set)
        for path, hits in relevant.items():
            patterns = known.addressed(hits) if library.is_loaded(path) and not path.endswith(PYTHON) else ()
            facts = library.facts(path) if patterns else None
            if facts is None or library.context(path) is not Context.PRODUCTION:
                continue
            for setting in facts.settings:
                if any(_leads_to(each, setting.value) for each in patterns):
                    self._keep(path, setting.key, setting.value, hits)
            if not facts.words:
                continue
            homes = {scope.name for scope in facts.scopes if scope.kind is ScopeKind.CLASS} | {_stem(path)}
            texts = ((b.name, b.value.value) for b in facts.bindings if isinstance(b.value, Text))
            bound = list(dict.fromkeys((*texts, *constants(facts).items())))
            leading = [
                (name, text)
                for name, text in bound
                if len(name) >= _SHORTEST and any(_leads_to(each, text) for each in patterns)
            ]
            for name, text in leading:
                self._found[name].append(_Constant(path, frozenset(homes), text, hits))
            for name, text in bound if leading else ():
                if text.startswith("/"):
                    self._paths[name].append(_Constant(path, frozenset(homes), text, hits))

    def _keep(self, path: TreePath, key: str, text: str, hits: frozenset[bytes]) -> None:
        """A setting by every end of its key that code may name it by."""
        parts = key.split(".")
        for start in range(len(parts)):
            name = ".".join(parts[start:])
            if _TELLING_KEY.search(name):
                self._set.setdefault(name, _Constant(path, frozenset(), text, hits))
                self._tails[parts[-1]] |= hits

    def askers(self, library: SourceLibrary) -> dict[TreePath, frozenset[bytes]]:
        """Production files of the same languages that name one of them, and the needles of the file that spells it out."""
        endings = {_ending(each.path) for own in self._found.values() for each in own}
        among = [path for path in library.readable if _ending(path) in endings]
        naming = library.naming(self._found, among) if self._found else {}
        code = [path for path in library.readable if _ending(path) in _CODE] if self._tails else []
        reading = library.naming(self._tails, code) if code else {}
        live = [path for path in sorted({*naming, *reading}) if library.context(path) is Context.PRODUCTION]
        homes = {_folder(each.path) for own in self._found.values() for each in own}
        live.sort(key=lambda path: _folder(path) not in homes)
        return {
            path: frozenset[bytes]().union(
                *(each.hits for name in naming.get(path, ()) for each in self._found[name]),
                *(self._tails[name] for name in reading.get(path, ())),
            )
            for path in live[:_MAX_FILES]
        }

    def given_to(self, path: TreePath, facts: Facts) -> dict[str, str]:
        """Those that a file names by their class or module, by an import, as a neighbour in its package, or as a setting."""
        if not facts.words or not (self._found or self._set):
            return {}
        given: dict[str, str] = {}
        for name, base in mentioned(facts):
            for each in (*self._found.get(name, ()), *self._paths.get(name, ())):
                if each.path != path and (
                    _is_of_home(base, each.homes) or (not base and _reaches(path, facts, name, each))
                ):
                    given.setdefault(name, each.text)
        for key in self._asked_for(facts):
            given.setdefault(key, self._set[settings_key(key)].text)
        return given

    def _asked_for(self, facts: Facts) -> Iterator[str]:
        """Texts and names by which a file asks for one of the settings."""
        if self._set:
            yield from (
                each.value.value
                for each in facts.texts
                if isinstance(each.value, Text) and settings_key(each.value.value) in self._set
            )
            for name, base in mentioned(facts):
                if base == "env" and name in self._set:
                    yield name
                if base and f"{base}.{name}" in self._set:
                    yield f"{base}.{name}"


class _Constant(Struct, frozen=True, dict=True):
    path: TreePath
    homes: frozenset[str]
    """The names of the file and of its classes."""
    text: str
    hits: frozenset[bytes]


def _is_of_home(base: str, homes: Collection[str]) -> bool:
    """Whether what a name is taken from is a class or module of these names, or an object that is called like one."""
    own = base.lstrip("_")
    return base in homes or f"{own[:1].upper()}{own[1:]}" in homes


def _reaches(path: TreePath, facts: Facts, name: str, constant: _Constant) -> bool:
    """Whether a bare name may be this constant: by an import of it or of its file, or as a neighbour in its package."""
    if facts.language == "go" and _folder(constant.path) == _folder(path):
        return True
    if facts.language not in _IMPORT_BRACED:
        return name in {each.name or re.split(r"[./\\]", each.module)[-1] for each in facts.imports}
    return any(each.name == name and _is_of(constant, each.module, _folder(path)) for each in facts.imports)


def _is_of(constant: _Constant, module: str, folder: str) -> bool:
    """Whether what scripts write as a module, in a folder, is the file that spells a constant out."""
    if module.startswith("."):
        led_to = posixpath.normpath(posixpath.join(folder, module))
        return _SCRIPT.sub("", led_to) == _SCRIPT.sub("", constant.path)
    return _SCRIPT.sub("", module).rpartition("/")[2] in constant.homes


def _stem(path: TreePath) -> str:
    return path.rpartition("/")[2].partition(".")[0]


def _ending(path: TreePath) -> str:
    return path.rpartition("/")[2].rpartition(".")[2]


def _folder(path: TreePath) -> str:
    return path.rpartition("/")[0]


def _leads_to(pattern: Pattern, text: str) -> bool:
    target = pattern.target
    if isinstance(target, TextTarget):
        return is_in(target.pattern, text)
    if not isinstance(target, UrlTarget):
        return is_in(pattern.where["*"], text)
    if not target.hosts:
        return urls.fits(target, text)
    return any(is_host_of(target.hosts, host) for host, _, _ in urls.addresses(text))
