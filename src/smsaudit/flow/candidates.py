"""Which files that were not read may call a function: by the names they mention, ranked by what they import."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct, field

from smsaudit.flow.assembled import Assembled
from smsaudit.flow.entries import Entries
from smsaudit.flow.factories import Factories
from smsaudit.flow.generic import is_generic
from smsaudit.flow.guesses import nouns_of
from smsaudit.flow.holders import spelling
from smsaudit.flow.program import Program
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import TreePath
from smsaudit.model.referent import Frame
from smsaudit.model.words import Words

_CALLED = "__call__"
"""What runs when an instance is called, by the name of whatever holds it."""
_MOST = 40
_MOST_GENERIC = 12
_FARTHEST = 4
_NEAR = 2
_MOST_HOMES = 8
"""An everyday name of so many modules is not asked about again."""


class _Sought(Struct):
    """A name, words of which one stands beside it where it is meant, and the modules that define it."""

    beside: set[str] = field(default_factory=set)
    nouns: set[str] = field(default_factory=set)
    """What objects that have it are called by whoever knows nothing else of them."""
    homes: set[TreePath] = field(default_factory=set)
    looked_up: bool = False
    """Whether it is that of a function, which may be looked up by a name that is put together."""


class Candidates:
    """Finds them name by name; a name is asked about once, an everyday one again where more modules have it."""

    def __init__(self, program: Program, entries: Entries) -> None:
        self._program = program
        self._entries = entries
        self._assembled = Assembled(program)
        self._factories = Factories(program)
        self._asked: dict[str, set[TreePath]] = {}
        """Names, and the modules that were known to have them."""
        self.guessed: set[TreePath] = set()
        """Files that only call a method of the name on what is called like an object that has it."""
        self.gaps: dict[str, Gap] = {}
        """What was too common to be followed everywhere, by name."""

    def of(self, nodes: Iterable[Frame], holders: Mapping[str, set[TreePath]]) -> set[TreePath]:
        """Files that may call one of the functions, or what holds one: by name, with the modules that have it."""
        known = sorted(nodes)
        wanted = self._names(known)
        for held, homes in holders.items():
            name = spelling(held)
            sought = wanted.setdefault(name, _Sought())
            sought.homes |= homes
            sought.beside |= {word for home in homes for word in _beside(home, "")} - {name}
        return self._mentioning(wanted, known)

    def of_makers(self, uncalled: Collection[Frame]) -> set[TreePath]:
        """Files that may ask what makes the objects which have one of the functions, and those that load their modules by name."""
        named = self._factories.names(uncalled)
        wanted = {name: _Sought(homes=homes) for name, homes in named.items()}
        return self._mentioning(wanted, ()) | self._factories.loaders(uncalled)

    def _mentioning(self, wanted: Mapping[str, _Sought], known: Sequence[Frame]) -> set[TreePath]:
        names = {name: sought for name, sought in wanted.items() if self._is_new(name, sought)}
        if not names:
            return set()
        for name, sought in names.items():
            self._asked[name] = self._asked.get(name, set()) | sought.homes
        mentioned = self._program.files_with(names)
        files = {path: found for path, found in mentioned.items() if self._program.is_live(path)}
        chosen = packages_of(self._program, known)
        for name, sought in sorted(names.items()):
            chosen |= self._chosen(name, sought, files)
        return chosen | self._assembled.files(name for name, sought in names.items() if sought.looked_up)

    def _is_new(self, name: str, sought: _Sought) -> bool:
        """Whether a name was not asked about, or is an everyday one of more modules since: its callers are looked for near these."""
        known = self._asked.get(name)
        return known is None or (is_generic(name) and len(known) < _MOST_HOMES and not sought.homes <= known)

    def _names(self, nodes: Iterable[Frame]) -> dict[str, _Sought]:
        """Names under which the functions may be mentioned.

        Of what a framework calls by itself, only the class is looked for, because its routes name it.
        """
        names: dict[str, _Sought] = {}
        for node in nodes:
            if not node.scope:
                continue
            cls = self._program.class_of(node)
            owner = self._program.name_of(cls.frame).rpartition(".")[2] if cls is not None else ""
            spelled = self._program.spellings(node)
            instances = _CALLED in spelled
            wanted = {owner, *self._program.made_of(cls, instances=instances)} if cls is not None else set()
            spelled = {name for name in spelled if not name.startswith("__")}
            if cls is None or not self._entries.is_entered(node):
                wanted |= spelled
            wanted |= self._entries.names_of(node)
            for name in wanted:
                sought = names.setdefault(name, _Sought())
                sought.homes.add(node.path)
                sought.beside |= _beside(node.path, owner) - {name}
                if name in spelled:
                    sought.nouns |= nouns_of(self._program, node)
                    sought.looked_up = True
        return names

    def _chosen(self, name: str, sought: _Sought, files: dict[TreePath, frozenset[str]]) -> set[TreePath]:
        generic = is_generic(name)
        most = _MOST_GENERIC if generic else _MOST
        mentions = [path for path, found in files.items() if name in found]
        if not generic and len(mentions) <= most:
            return set(mentions)
        near = self._program.import_distances(sought.homes, _NEAR if generic else _FARTHEST, mentions)
        calls = _calls_on(sought.nouns, name) if generic else {}
        hinting = self._program.files_hinting({*sought.beside, *sought.nouns, *calls}, mentions)
        meant = {path for path, words in hinting.items() if _calls_one(words, calls, sought.nouns)}
        hinting = {path: words & sought.beside for path, words in hinting.items()}
        named = {path for path, words in hinting.items() if any("." in word for word in words)}
        led = {path for path in mentions if path in named or path in near or (generic and hinting.get(path))}
        self.guessed |= meant - led
        ranked = sorted(
            (0 if path in meant else 1 if path in named else near.get(path, _FARTHEST + 1), path)
            for path in led | meant
        )
        if len(ranked) > most:
            reason = Words(
                f"`{name}` is mentioned in {len(mentions)} files; the {most} nearest were read as callers",
                f"`{name}`出现在{len(mentions)}个文件中，仅将其中最近的{most}个作为调用者读取",
            )
            self.gaps[name] = Gap(TreePath("."), GapKind.LIMIT, reason)
        return {path for _, path in ranked[:most]}


def packages_of(program: Program, nodes: Iterable[Frame]) -> set[TreePath]:
    """The `__init__` of each function's package, which may hand its names on with a star import."""
    folders = {node.path.rpartition("/")[0] for node in nodes if node.scope}
    return {path for folder in folders if folder and program.has(path := TreePath(f"{folder}/__init__.py"))}


def _beside(path: TreePath, owner: str) -> set[str]:
    """Words of which a caller of an everyday name is expected to mention one: the class, the module, its dotted name."""
    parts = path.removesuffix(".py").removesuffix("/__init__").split("/")
    return {word for word in (owner, parts[-1], ".".join(parts[-2:])) if word and not is_generic(word)}


def _calls_on(nouns: Iterable[str], name: str) -> dict[str, bool]:
    """How a call of a method on one of these things is written, and whether that names the thing."""
    return {**{f"{noun}.{name}(": True for noun in nouns}, f"].{name}(": False, f").{name}(": False}


def _calls_one(words: Collection[str], calls: Mapping[str, bool], nouns: Collection[str]) -> bool:
    """Whether a method is called on such a thing, or on an item of a table, or an answer, of such things."""
    written = [word for word in words if word in calls]
    return any(calls[word] for word in written) or (bool(written) and any(noun in words for noun in nouns))
