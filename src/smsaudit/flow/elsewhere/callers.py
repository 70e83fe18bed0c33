"""Who calls a function, in languages whose names are not resolved: by its name, where something vouches for what it is called on.

A name alone leads nowhere. A call in another file counts where that file names the class (or what the class extends),
imports the module, or lies in the same package; everyday names (`send`) need a receiver that is called like the class.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from smsaudit.flow.elsewhere.code import Code, family_of
from smsaudit.flow.elsewhere.likely import (
    MOST_HOMES,
    MOST_INTERFACES,
    Holding,
    calling,
    endings,
    files_of,
    filled,
    homes,
    makers,
)
from smsaudit.flow.elsewhere.target import Target
from smsaudit.flow.program import Program
from smsaudit.model.flow import Resolution
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import Location, TreePath
from smsaudit.model.referent import Frame
from smsaudit.model.value import Value
from smsaudit.model.words import Words

_TREE = TreePath(".")
_MOST_FILES = 100
"""Searched for callers."""
_MOST_LEARNED = 100
"""Read for what they say of types, besides."""
_MOST_CALLERS = 60
_DEEPEST = 3
"""Classes above a class that are looked up."""
_MOST_NAMESAKES = 3
_MANY_FILES = Words(
    f"the search for callers outside Python stopped after {_MOST_FILES} files",
    f"Python以外的调用者搜索在{_MOST_FILES}个文件后停止",
)
_MANY_TYPES = Words(
    "too many files outside Python may say which functions answer with a class, or which interfaces it fills; the first were read, and callers that only the others lead to are not known",
    "Python以外可能说明哪些函数返回某个类或某个类实现哪些接口的文件过多，仅读取了前面的部分；只有其余文件才能指明的调用处未知",
)
_MANY_CALLERS = Words(
    f"a function that sends has more than {_MOST_CALLERS} callers; the others were not followed",
    f"某个发送函数的调用处超过{_MOST_CALLERS}个，其余未跟踪",
)


class Site(Struct, frozen=True):
    """A call that runs a function, or hands it to something that may."""

    code: Code
    call: int
    resolution: Resolution
    is_handed: bool = False
    """The function is an argument of the call."""


class Callers:
    """Finds them for one function after another; files are read when a name in them says that they may call it."""

    def __init__(self, program: Program, sends: Iterable[Location]) -> None:
        self._program = program
        self._sends = frozenset((at.path, at.line, at.place.column) for at in sends)
        self._bases: dict[str, tuple[str, ...]] = {}
        self._classes: dict[str, list[Code]] = defaultdict(list)
        self._searched: set[TreePath] = set()
        self._learned: set[TreePath] = set()
        self.codes: dict[TreePath, Code] = {}
        """Files that were looked at, and are followed."""
        self.gaps: dict[tuple[TreePath, Words], Gap] = {}
        """What was too much to be followed, by file and limit."""

    def code(self, path: TreePath) -> Code | None:
        """A file by its functions; None for one that is not followed."""
        if path not in self.codes:
            facts = self._program.read(path)
            if facts is None or family_of(facts.language) is None:
                return None
            self.codes[path] = Code(path, facts)
        return self.codes[path]

    def tell(self, limit: Words, path: TreePath = _TREE, line: int | None = None) -> None:
        """Note that a limit was met, in a file or in the whole tree: once for each."""
        self.gaps[path, limit] = Gap(path, GapKind.LIMIT, limit, line)

    def of(self, functions: Collection[Frame]) -> dict[Frame, list[Site]]:
        """Where each of the functions is called or handed over, as far as files that may be read show it."""
        targets = self._filling(self._targets(frame for frame in sorted(functions) if frame.scope))
        words = {word for target in targets for word in (*target.called, *target.vouching)}
        holding = self._holding(words, targets)
        near = self._near(calling(targets, holding))
        made = self._made(targets, holding)
        for frame, codes in self._keeping(made).items():
            near[frame] += [code for code in codes if code not in near[frame]]
        return {target.frame: self._sites(target, near[target.frame]) for target in made}

    def _targets(self, frames: Iterable[Frame]) -> list[Target]:
        """The functions with their classes and all that these extend."""
        own = {frame: code for frame in frames if (code := self.code(frame.path)) is not None}
        for _ in range(_DEEPEST):
            known = [self._above(code, frame.scope) for frame, code in own.items()]
            unknown = {name for types in known for name in types if name not in self._bases}
            if not unknown:
                break
            self._look_up(unknown, {code.family for code in own.values()})
        return [Target(code, frame.scope, self._above(code, frame.scope)) for frame, code in own.items()]

    def _filling(self, targets: list[Target]) -> list[Target]:
        """The same, with the interfaces of Go that their types fill."""
        methods = [each for each in targets if each.types and each.code.facts.language == "go"]
        holding = self._holding({"interface", *(each.name for each in methods)}, methods)
        files = [path for path, held in sorted(holding.items()) if "interface" in held and len(held) > 1]
        codes = self._codes(self._learning(files, MOST_INTERFACES))
        return [
            replace(each, types=(*each.types, *filled(each, codes))) if each in methods else each
            for each in targets
        ]

    def _made(self, targets: list[Target], holding: Holding) -> list[Target]:
        """The same, with what answers with objects of their classes."""
        near = homes(targets, holding)
        self._codes(self._learning([path for path in near if path not in self.codes], MOST_HOMES))
        codes = [self.codes[path] for path in near if path in self.codes]
        return [replace(each, makers=makers(each, codes)) for each in targets]

    def _keeping(self, targets: Iterable[Target]) -> dict[Frame, list[Code]]:
        """Files that may call a function on what something answered, and name its class nowhere."""
        made = [each for each in targets if each.makers]
        words = {word for each in made for word in (each.name, *each.makers)}
        holding = self._holding(words, made)
        likely: dict[TreePath, list[Target]] = defaultdict(list)
        for each in made:
            for path, held in holding.items():
                if each.name in held and each.makers & held and path != each.code.path:
                    likely[path].append(each)
        return self._near(likely)

    def _holding(self, words: Collection[str], targets: Collection[Target]) -> Holding:
        """Files in the languages of the functions that hold one of the words, and which."""
        if not words or not targets:
            return {}
        return self._program.holding(sorted(words), files_of({each.code.family for each in targets}))

    def _codes(self, paths: Iterable[TreePath]) -> list[Code]:
        return [code for path in paths if (code := self.code(path)) is not None]

    def _above(self, code: Code, function: int) -> tuple[str, ...]:
        """The class of a method and all that it is known to extend."""
        found = dict.fromkeys(code.types(function))
        for _ in range(_DEEPEST):
            found |= dict.fromkeys(base for name in tuple(found) for base in self._bases.get(name, ()))
        return tuple(found)

    def extended(self, code: Code, function: int) -> Iterator[tuple[Code, Value]]:
        """What the classes above that of a method extend in their turn, each with the file that says so."""
        for name in self._above(code, function)[1:]:
            yield from (
                (other, base) for other in self._classes.get(name, ()) for base in other.heritage(name)
            )

    def _look_up(self, names: Collection[str], families: Iterable[frozenset[str]]) -> None:
        """Read the files that are called like these classes, and what the classes extend."""
        globs = {f"{name}{ending}": name for name in names for ending in endings(families)}
        namesakes: dict[str, list[TreePath]] = defaultdict(list)
        for path, those in self._program.files_named(sorted(globs)).items():
            for glob in those:
                namesakes[globs[glob]].append(path)
        self._bases |= dict.fromkeys(names, ())
        for name, paths in sorted(namesakes.items()):
            for path in sorted(paths)[:_MOST_NAMESAKES]:
                code = self.code(path)
                if code is not None:
                    self._classes[name].append(code)
                    self._bases[name] += code.bases_of(name)

    def _near(self, likely: Mapping[TreePath, list[Target]]) -> dict[Frame, list[Code]]:
        """The files, read now, by the functions that they may call."""
        found: dict[Frame, list[Code]] = defaultdict(list)
        for path in self._admitted(likely):
            code = self.code(path)
            for target in likely[path]:
                if code is not None and code.family == target.code.family:
                    found[target.frame].append(code)
        return found

    def _admitted(self, paths: Iterable[TreePath]) -> list[TreePath]:
        """Files that may call: those that are read already, and as many more as the limit allows."""
        return self._within(sorted(paths), self._searched, _MOST_FILES, _MANY_FILES)

    def _learning(self, paths: Iterable[TreePath], most: int) -> list[TreePath]:
        """At most so many files that say what fills an interface, or who answers with a class; no caller is left out for them."""
        wanted = sorted(paths)
        taken = self._within(wanted[:most], self._learned, _MOST_LEARNED, _MANY_TYPES)
        if wanted[most:]:
            self.tell(_MANY_TYPES)
        return taken

    def _within(
        self, wanted: list[TreePath], counted: set[TreePath], most: int, if_more: Words
    ) -> list[TreePath]:
        """Those that were read already, and unread ones, read now, until so many are counted; what is left out is told."""
        unread = [path for path in wanted if path not in self._searched | self._learned]
        left = set(unread[max(0, most - len(counted)) :])
        taken = [path for path in wanted if path not in left]
        self._program.read_all(taken)
        counted.update(path for path in unread if path not in left)
        if left:
            self.tell(if_more)
        return taken

    def _sites(self, target: Target, near: Iterable[Code]) -> list[Site]:
        found = list(self._all_sites(target, (target.code, *near)))
        if len(found) > _MOST_CALLERS:
            path, line = target.code.path, target.code.definition(target.function).line
            self.tell(_MANY_CALLERS, path, line)
        return found[:_MOST_CALLERS]

    def _all_sites(self, target: Target, codes: Iterable[Code]) -> Iterator[Site]:
        for code in codes:
            for number, resolution in target.called_by(code):
                if self._is_free(code, number):
                    yield Site(code, number, resolution)
            for number, resolution in target.handed_by(code):
                yield Site(code, number, resolution, is_handed=True)

    def _is_free(self, code: Code, number: int) -> bool:
        """Whether a call is not itself a send: of an SDK's method that is called like our own."""
        place = code.call(number).place
        return (code.path, place.line, place.column) not in self._sends
