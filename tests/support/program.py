"""A program held in memory: sources go in, and whatever a stage would answer about a tree comes out."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from smsaudit import signatures
from smsaudit.flow.build import MessageFlow, build
from smsaudit.match.catalogue import catalogue
from smsaudit.match.detect import detect
from smsaudit.match.protocol_code import Family
from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.fact import Called, Facts
from smsaudit.model.location import TreePath
from smsaudit.model.signature import Signature
from smsaudit.model.value import Attribute, Name
from smsaudit.resolve.answers import Origin
from smsaudit.resolve.modules import Modules
from smsaudit.resolve.program import Program
from smsaudit.resolve.resolver import Resolver
from smsaudit.scan.read import read
from smsaudit.scan.search import search_for

Sources = Mapping[str, str]
"""Path -> text."""

ASKED = "#?"
"""A comment that begins like this marks the line on which the call stands that a test asks about."""

ONE_FILE = "app.py"


class Memory:
    """Fulfils `smsaudit.resolve.library.Library`: files are read when somebody asks for them."""

    def __init__(self, sources: Sources) -> None:
        self.sources = {TreePath(path): text for path, text in sorted(sources.items())}
        self._facts: dict[TreePath, Facts] = {}

    @property
    def python(self) -> tuple[TreePath, ...]:
        return tuple(path for path in self.sources if path.endswith((".py", ".pyw")))

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

    def loaded(self) -> list[TreePath]:
        return sorted(path for path in self._facts if path in self.python)

    def setting(self, name: str) -> tuple[str, ...]:
        written = [(path, read(path, text)[0]) for path, text in self.sources.items()]
        settings = chain.from_iterable(facts.settings for _, facts in written)
        return tuple(
            dict.fromkeys(each.value for each in settings if each.key.rpartition(".")[2] == name)
        )


@dataclass(frozen=True, slots=True)
class InMemory:
    """A resolved program."""

    library: Memory
    resolver: Resolver
    program: Program

    def asked(self, name: str = "send") -> tuple[TreePath, int, Called]:
        """The call of this name on the marked line."""
        for path, text in self.library.sources.items():
            marked = {at for at, line in enumerate(text.split("\n"), start=1) if ASKED in line}
            facts = self.library.facts(path)
            for number, call in enumerate(facts.calls if facts is not None and marked else ()):
                callee = call.callee
                if isinstance(callee, Name | Attribute) and callee.name == name and call.place.line in marked:
                    return path, number, call
        message = f"no call of {name} stands on a line that is marked {ASKED}"
        raise AssertionError(message)

    def origins(self, name: str = "send") -> set[str]:
        """Origins of the callee of the call that is asked about."""
        path, number, _ = self.asked(name)
        return {origin.text for origin in self.origins_with_home(name) if path and number >= 0}

    def origins_with_home(self, name: str = "send") -> tuple[Origin, ...]:
        """The same, with whether their code stands in the tree."""
        path, number, _ = self.asked(name)
        return self.program.origins(path, number)

    def carried(self, key: str = "0", name: str = "send") -> set[str] | None:
        """Texts that an argument of the call that is asked about carries; None if there is no such argument."""
        path, _, call = self.asked(name)
        values = self.program.values(path, call, key)
        return None if values is None else set(values)


def program(sources: Sources | str, *, load: Iterable[str] | None = None) -> InMemory:
    """The program, with every Python file (or those of `load`) read and its calls resolved."""
    files = {ONE_FILE: sources} if isinstance(sources, str) else sources
    library = Memory(files)
    resolver = Resolver(library, Modules(library.python))
    answers = Program(resolver, library)
    answers.load(library.python if load is None else map(TreePath, load))
    return InMemory(library, resolver, answers)


@functools.cache
def shipped() -> dict[str, Signature]:
    """The signatures that come with smsaudit, by id."""
    return {signature.id: signature for signature in signatures.shipped()}


def detections(
    sources: Sources | str,
    known: Iterable[Signature],
    context: Context = Context.PRODUCTION,
    family: Family = Family(),
) -> list[Detection]:
    """Everything that fires, file by file, sorted by place."""
    return list(_detections(program(sources), catalogue(known), context, family))


def _detections(
    whole: InMemory, known: object, context: Context = Context.PRODUCTION, family: Family = Family()
) -> Iterator[Detection]:
    for path, text in whole.library.sources.items():
        facts = whole.library.facts(path)
        lines = re.split("\r\n|\r|\n", text)
        if facts is not None:
            yield from detect(
                path,
                facts,
                context,
                known,  # type: ignore[arg-type]
                whole.program,
                lambda number, lines=lines: lines[number - 1],  # type: ignore[misc]
                family,
            )
