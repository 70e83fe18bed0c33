"""Who makes the objects whose methods have everyday names: `gateway_for(kind).send(…)` is found by `gateway_for`."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Mapping

from smsaudit.flow.generic import is_generic
from smsaudit.flow.program import Program
from smsaudit.model.fact import Facts, ScopeKind
from smsaudit.model.location import TreePath
from smsaudit.model.referent import ClassRef, Frame, InstanceRef
from smsaudit.model.value import Item, Name, Result

_LOADING = ("import_module", "__import__", "import_string", "iter_modules", "load_module")
"""What loads a module by its name."""
_MOST_LOADERS = 8
_MOST_FUNCTIONS = 60
"""Functions of a file that are asked what they answer."""


class Factories:
    """Finds the functions that answer such objects, and the files that load their modules by name."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._loaders: list[TreePath] | None = None

    def names(self, nodes: Iterable[Frame]) -> Mapping[str, set[TreePath]]:
        """Names of functions, or of their classes, that answer an object which has one of the nodes, and where these stand."""
        family = self._family(nodes)
        words = {self._program.name_of(cls.frame).rpartition(".")[2] for cls in family}
        found: dict[str, set[TreePath]] = defaultdict(set)
        for path in self._program.loaded() if family else ():
            facts = self._program.facts(path)
            if facts is None or not self._program.is_live(path):
                continue
            spelled = {word.text for word in facts.words}
            if spelled.isdisjoint(words) and spelled.isdisjoint(_LOADING):
                continue
            for scope in self._answering(path, facts, family):
                for name in _names(path, facts, scope):
                    found[name].add(path)
        return found

    def _family(self, nodes: Iterable[Frame]) -> set[ClassRef]:
        """The classes that have one of the methods, if that is called what much else is."""
        classes = {
            cls
            for node in nodes
            if node.scope and is_generic(self._program.name_of(node).rpartition(".")[2])
            if (cls := self._program.class_of(node)) is not None
        }
        return {member for cls in classes for member in self._program.family(cls)}

    def _answering(self, path: TreePath, facts: Facts, family: set[ClassRef]) -> list[int]:
        """The functions of a file that answer an object of the family, or a class."""
        asked = dict.fromkeys(
            each.scope for each in facts.returned if isinstance(each.value, Item | Name | Result)
        )
        return [scope for scope in list(asked)[:_MOST_FUNCTIONS] if self._answers(path, facts, scope, family)]

    def _answers(self, path: TreePath, facts: Facts, scope: int, family: set[ClassRef]) -> bool:
        answers = (
            answer
            for each in facts.index.returned[scope]
            for answer in self._program.evaluate(Frame(path, scope), each.value)
        )
        made = (answer.cls if isinstance(answer, InstanceRef) else answer for answer in answers)
        return any(isinstance(cls, ClassRef) and cls in family for cls in made)

    def loaders(self, nodes: Iterable[Frame]) -> set[TreePath]:
        """Files that load modules by name and name a folder above one of the methods, or stand in it."""
        folders = {posixpath.dirname(node.path) for node in nodes if self._program.class_of(node) is not None}
        folders |= {posixpath.dirname(folder) for folder in folders}
        dotted = {".".join(folder.split("/")[-2:]) for folder in folders if folder}
        among = self._loading() if dotted else []
        hinting = self._program.files_hinting({f"{each}." for each in dotted}, among) if among else {}
        found = sorted({*hinting, *(path for path in among if posixpath.dirname(path) in folders)})
        return set(found) if len(found) <= _MOST_LOADERS else set()

    def _loading(self) -> list[TreePath]:
        if self._loaders is None:
            named = self._program.files_with(_LOADING)
            self._loaders = [path for path in named if self._program.is_live(path)]
        return self._loaders


def _names(path: TreePath, facts: Facts, scope: int) -> list[str]:
    """By what a function is asked for an object: its own name, or, if that says nothing, its module's; of a method, that of its class."""
    own = facts.scopes[scope]
    around = facts.scopes[own.parent] if own.parent > 0 else own
    names = [around.name] if around.kind is ScopeKind.CLASS else []
    if own.name.startswith("__") or (names and is_generic(own.name)):
        return names
    module = posixpath.basename(path.removesuffix(".py").removesuffix("/__init__"))
    told = [name for name in (own.name, module) if not is_generic(name)]
    return [*names, *told[:1]]
