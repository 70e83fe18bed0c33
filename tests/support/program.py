"""A program held in memory: sources go in, and whatever a stage would answer about a tree comes out."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from smsaudit.discover.context import context_of
from smsaudit.flow.build import build
from smsaudit.flow.message_flow import MessageFlow
from smsaudit.footprint import called
from smsaudit.match.catalogue import Catalogue, catalogue
from smsaudit.match.detect import detect
from smsaudit.match.protocol_code import Family
from smsaudit.match.renaming import renamed
from smsaudit.model.context import Context
from smsaudit.model.demand import Demand
from smsaudit.model.detection import Detection
from smsaudit.model.fact import Called, Facts
from smsaudit.model.location import Location, TreePath
from smsaudit.model.signature import PatternId, Signature
from smsaudit.model.value import Attribute, Name
from smsaudit.relevance import relevant as relevant_files
from smsaudit.resolve.answers import Origin
from smsaudit.resolve.importers import Importers
from smsaudit.resolve.modules import Modules
from smsaudit.resolve.program import Program
from smsaudit.resolve.resolver import Resolver
from smsaudit.scan.import_lines import ImportLine, import_lines
from smsaudit.scan.read import read
from smsaudit.scan.search import search_for, whole
from smsaudit.signatures import load
from smsaudit.signatures.demands import demands_by_pattern
from smsaudit.signatures.needles import needles_by_pattern

Sources = Mapping[str, str]
"""Path -> text."""

ASKED = "#?"
"""A comment that begins like this marks the line of the call that a test asks about."""

ONE_FILE = "app.py"
ALONE = Family()


class Memory:
    """Fulfils `smsaudit.resolve.library.Library`: files are read when somebody asks for them."""

    def __init__(self, sources: Sources) -> None:
        self.sources = {TreePath(path): text for path, text in sources.items()}
        self._facts: dict[TreePath, Facts] = {}

    @property
    def python(self) -> tuple[TreePath, ...]:
        return tuple(path for path in self.sources if path.endswith((".py", ".pyw")))

    @property
    def readable(self) -> list[TreePath]:
        return list(self.sources)

    def facts(self, path: TreePath) -> Facts | None:
        self.scan((path,))
        return self._facts.get(path)

    def is_loaded(self, path: TreePath) -> bool:
        return path in self._facts

    def scan(self, paths: Iterable[TreePath]) -> None:
        for path in paths:
            if path in self.sources and path not in self._facts:
                self._facts[path] = read(path, self.sources[path])[0]

    def containing(
        self, literals: Iterable[bytes], among: Iterable[TreePath] | None = None
    ) -> dict[TreePath, frozenset[bytes]]:
        search = search_for(literals)
        paths = self.sources if among is None else [path for path in among if path in self.sources]
        found = {path: search.found(f"{path}\n{self.sources[path]}".encode()) for path in paths}
        return {path: hits for path, hits in found.items() if hits}

    further = containing

    def hinting(self, words: Iterable[str], among: Iterable[TreePath]) -> dict[TreePath, frozenset[str]]:
        wanted = tuple(words)
        found = {
            path: frozenset(
                word for word in wanted if word.lower() in f"{path}\n{self.sources[path]}".lower()
            )
            for path in among
        }
        return {path: held for path, held in found.items() if held}

    def naming(
        self, names: Iterable[str], among: Iterable[TreePath] | None = None
    ) -> dict[TreePath, frozenset[str]]:
        wanted = tuple(names)
        paths = self.sources if among is None else among
        found = {path: whole(wanted, self.sources[path].encode()) for path in paths}
        return {path: held for path, held in found.items() if held}

    def import_lines(self, paths: Iterable[TreePath]) -> dict[TreePath, tuple[ImportLine, ...]]:
        return {path: import_lines(self.sources[path].encode()) for path in paths}

    def called(self, globs: Iterable[str]) -> dict[TreePath, frozenset[str]]:
        return called(self.readable, globs)

    def text(self, path: TreePath) -> str:
        return self.sources[path]

    def context(self, path: TreePath) -> Context:
        return context_of(path)

    def loaded(self) -> list[TreePath]:
        return sorted(set(self._facts) & set(self.python))

    def setting(self, name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for value, _ in self.setting_places(name)))

    def setting_places(self, name: str) -> tuple[tuple[str, Location], ...]:
        written = [(path, each) for path in sorted(self.sources) for each in self._read(path).settings]
        found = [(path, each) for path, each in written if f".{each.key}".endswith(f".{name}")]
        return tuple((each.value, Location(path, each.place)) for path, each in found)

    def _read(self, path: TreePath) -> Facts:
        return self._facts.get(path) or read(path, self.sources[path])[0]


@dataclass(frozen=True, slots=True)
class InMemory:
    """A program whose calls are resolved."""

    library: Memory
    resolver: Resolver
    program: Program

    def asked(self, name: str = "send") -> tuple[TreePath, int, Called]:
        """The call of this name on the marked line."""
        for path, text in self.library.sources.items():
            marked = {at for at, line in enumerate(_lines(text), start=1) if ASKED in line}
            facts = self.library.facts(path) if marked else None
            for number, call in enumerate(facts.calls if facts is not None else ()):
                callee = call.callee
                if isinstance(callee, Name | Attribute) and callee.name == name and call.place.line in marked:
                    return path, number, call
        message = f"no call of {name} stands on a line that is marked {ASKED}"
        raise AssertionError(message)

    def homes(self, name: str = "send") -> tuple[Origin, ...]:
        """Origins of the callee of the call that is asked about, with whether their code stands in the tree."""
        path, number, _ = self.asked(name)
        return self.program.origins(path, number)

    def origins(self, name: str = "send") -> set[str]:
        """Origins of the callee of the call that is asked about."""
        return {origin.text for origin in self.homes(name)}

    def carried(self, key: str = "0", name: str = "send", *, parameters: bool = True) -> set[str] | None:
        """Texts that an argument of the call that is asked about carries; None if there is no such argument."""
        path, _, call = self.asked(name)
        values = self.program.values(path, call, key, parameters=parameters)
        return None if values is None else set(values)


def program(sources: Sources | str, *, load: Iterable[str] | None = None) -> InMemory:
    """The program, with every Python file (or those of `load`) read and its calls resolved."""
    library = Memory({ONE_FILE: sources} if isinstance(sources, str) else sources)
    resolver = Resolver(library, Modules(library.python))
    chosen = library.python if load is None else tuple(map(TreePath, load))
    library.scan(chosen)
    resolver.settle(chosen)
    return InMemory(library, resolver, Program(resolver, library))


def detections(
    sources: Sources | str,
    known: Iterable[Signature] | Catalogue,
    *,
    context: Context = Context.PRODUCTION,
    family: Family = ALONE,
) -> list[Detection]:
    """Everything that fires when all files are read and all patterns tried, file by file in order of place."""
    whole = program(sources)
    index = known if isinstance(known, Catalogue) else catalogue(known)
    return [d for path in whole.library.sources for d in _in_file(whole, path, index, context, family)]


@dataclass(frozen=True, slots=True)
class Known:
    """Signatures, sorted once for many programs."""

    signatures: Mapping[str, Signature]
    needles: Mapping[PatternId, frozenset[bytes]]
    demands: Mapping[PatternId, Demand]
    catalogue: Catalogue

    @classmethod
    def of(cls, chosen: Iterable[Signature]) -> Known:
        """These signatures."""
        kept: dict[str, Signature] = {each.id: each for each in chosen}
        needles = needles_by_pattern(kept.values())
        return cls(kept, needles, demands_by_pattern(kept.values()), catalogue(kept.values(), needles))


def found_by_needles(sources: Sources | str, known: Known) -> tuple[list[Detection], InMemory]:
    """What fires in the files that hold a needle, of the patterns that their needles lead to, as in an audit."""
    whole = program(sources, load=())
    hits = whole.library.containing(frozenset().union(*known.needles.values()))
    importers = Importers(whole.library, whole.resolver.modules)
    relevant = relevant_files(
        hits, known.signatures.values(), known.needles, known.demands, whole.library, importers
    )
    whole.library.scan(relevant)
    whole.resolver.settle(path for path in relevant if path in whole.library.python)
    present = catalogue(known.signatures.values(), known.needles, frozenset().union(*relevant.values()))
    python = [facts for path in relevant if (facts := whole.library.facts(path)) is not None]
    index = replace(present, renamed=frozenset().union(*map(renamed, python)))
    narrowed = [(path, index.narrowed(relevant[path])) for path in sorted(relevant)]
    return [d for path, index in narrowed for d in _in_file(whole, path, index)], whole


def message_flow(sources: Sources | str, known: Known) -> tuple[MessageFlow, InMemory]:
    """The flow graph, from the files that hold a needle backwards."""
    found, whole = found_by_needles(sources, known)
    return build(whole.program, found, known.signatures, whole.resolver.choices), whole


def _in_file(
    whole: InMemory,
    path: TreePath,
    known: Catalogue,
    context: Context = Context.PRODUCTION,
    family: Family = ALONE,
) -> Iterator[Detection]:
    facts = whole.library.facts(path)
    lines = _lines(whole.library.sources[path])
    if facts is not None:
        yield from detect(
            path, facts, context, known, whole.program, lambda number: lines[number - 1], family
        )


def _lines(text: str) -> list[str]:
    return re.split("\r\n|\r|\n", text)


@functools.cache
def shipped() -> Mapping[str, Signature]:
    """The signatures that come with smsaudit, by id."""
    return {signature.id: signature for signature in load.shipped()}
