"""What the flow graph asks of the program under audit; the pipeline hands the answers in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from smsaudit.model.fact import Called, Facts, Imported
from smsaudit.model.location import Location, TreePath
from smsaudit.model.referent import ClassRef, Frame, FunctionRef, Order, Referent, Referents
from smsaudit.model.value import Value


class Program(Protocol):
    """A read view on all loaded Python files, and the means to load more."""

    def facts(self, path: TreePath) -> Facts | None:
        """Facts of a loaded file."""
        ...

    def loaded(self) -> list[TreePath]:
        """Every loaded Python file, sorted."""
        ...

    def load(self, paths: Iterable[TreePath]) -> None:
        """Read more files and resolve their calls."""
        ...

    def files_with(
        self, names: Iterable[str], among: Iterable[TreePath] | None = None
    ) -> dict[TreePath, frozenset[str]]:
        """Python files (of `among`, or all) that hold one of the names, whole and in this case, and do more than define it; and which."""
        ...

    def files_hinting(
        self, words: Iterable[str], among: Iterable[TreePath] | None = None
    ) -> dict[TreePath, frozenset[str]]:
        """Python files (of `among`, or all) that hold one of the words, in any case and in longer words too, and which."""
        ...

    def is_live(self, path: TreePath) -> bool:
        """Whether what a file calls may be called in production: tests, examples and documents never are."""
        ...

    def import_distances(
        self, homes: Iterable[TreePath], limit: int, among: Collection[TreePath] | None = None
    ) -> dict[TreePath, int]:
        """How many imports lie between a file (of `among`, or any) and one of `homes`, for all within `limit`, read or not."""
        ...

    def source(self, location: Location) -> str:
        """The lines of a place as written."""
        ...

    def lines_with(self, words: Sequence[str], files: re.Pattern[str]) -> Iterable[tuple[TreePath, int, str]]:
        """Lines of live files of any kind, whose whole path fits in small letters, that hold one of the words."""
        ...

    def configuration(self, words: Sequence[str], files: re.Pattern[str]) -> Iterable[tuple[TreePath, Facts]]:
        """Live files of configuration whose whole path fits in small letters and that hold one of the words, read now."""
        ...

    def holding(self, words: Sequence[str], files: re.Pattern[str]) -> dict[TreePath, frozenset[str]]:
        """Live files of any kind, whose whole path fits in small letters, that hold one of the words in any case; and which."""
        ...

    def read_all(self, paths: Iterable[TreePath]) -> None:
        """Read files of any kind, at once."""
        ...

    def files_named(self, globs: Iterable[str]) -> dict[TreePath, frozenset[str]]:
        """Live files of any kind whose name fits a glob, and which."""
        ...

    def read(self, path: TreePath) -> Facts | None:
        """Facts of a file of any kind, read now."""
        ...

    def has(self, path: TreePath) -> bool:
        """Whether the tree has a Python file of this path."""
        ...

    def setting_places(self, name: str) -> Sequence[tuple[str, Location]]:
        """Values that the tree gives to a setting, and where."""
        ...

    def module_of(self, path: TreePath, imported: Imported) -> TreePath | None:
        """The module of the tree from which something is imported."""
        ...

    def passed(self, function: Frame, parameter: str) -> list[tuple[Frame, Value]]:
        """Values that calls pass to a parameter, and where these stand."""
        ...

    def setting(self, name: str) -> tuple[str, ...]:
        """Values that the tree gives to a setting."""
        ...

    def callees(self, path: TreePath, call: int) -> Referents:
        """What a call may call."""
        ...

    def learned(self) -> bool:
        """Whether parameters have come to hold more since this was last asked; answers are then worked out anew."""
        ...

    def decorate(self, frame: Frame) -> set[Frame]:
        """Hand a definition to its decorators, and answer those of the tree."""
        ...

    def unread(self, referents: Referents) -> set[TreePath]:
        """Modules behind names that were imported from them without reading them."""
        ...

    def spellings(self, frame: Frame) -> set[str]:
        """Names by which a function is known where it is defined: its own, or those a lambda is bound to."""
        ...

    def evaluate(self, frame: Frame, value: Value) -> Referents:
        """What a value may refer to."""
        ...

    def at_path(self, dotted: str, importer: TreePath) -> Referents:
        """What a dotted path written as text names."""
        ...

    def functions_of(self, referent: Referent) -> list[Frame]:
        """Bodies that run when a referent is called."""
        ...

    def function_at(self, path: TreePath, scope: int) -> Frame:
        """The function (or module body) in which code of a scope runs."""
        ...

    def calls_in(self, function: Frame) -> Iterable[tuple[int, Called]]:
        """The calls that run in a function (or module body), with their numbers, in source order."""
        ...

    def class_of(self, frame: Frame) -> ClassRef | None:
        """The class in which a function is a method."""
        ...

    def parent_function(self, frame: Frame) -> Frame | None:
        """The function in which a function is nested."""
        ...

    def name_of(self, frame: Frame) -> str:
        """`Class.method`, `function`, or the module's dotted name."""
        ...

    def module_name(self, path: TreePath) -> str:
        """The dotted name of a file, from the root of the tree."""
        ...

    def imported_modules(self, path: TreePath) -> set[TreePath]:
        """Modules of the tree that a file imports by name."""
        ...

    def methods_of(self, cls: ClassRef, names: Iterable[str]) -> list[Frame]:
        """Those of the functions with these names that the body of a class, or of one that it extends in the tree, defines."""
        ...

    def family(self, cls: ClassRef) -> tuple[ClassRef, ...]:
        """The class and all loaded classes that extend it."""
        ...

    def made_of(self, cls: ClassRef, *, instances: bool = False) -> set[str]:
        """Variables of its module that a class makes of itself by one of its methods; with `instances`, by any call."""
        ...

    def order(self, cls: ClassRef) -> Order:
        """Method resolution order."""
        ...

    def decorations(self, frame: Frame) -> list[tuple[tuple[str, ...], int | None]]:
        """Origins of each decorator, and its call where it takes arguments."""
        ...

    def unread_decorators(self, frame: Frame) -> set[TreePath]:
        """Modules that were not read and whose functions or objects decorate a function."""
        ...

    def unread_guards(self, frame: Frame) -> set[TreePath]:
        """Modules that were not read and that guard a function."""
        ...

    def named(self, referent: Referent) -> str:
        """A dotted origin for a referent."""
        ...

    def handlers(self, frame: Frame, value: Value) -> list[FunctionRef | ClassRef]:
        """Functions and classes that a value hands over."""
        ...

    def values(
        self, path: TreePath, call: Called, key: str, *, parameters: bool = True
    ) -> Sequence[str] | None:
        """Texts that an argument carries."""
        ...
