"""The questions that the message-flow graph asks, answered through the resolver."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator

from smsaudit.model.fact import Called, ScopeKind
from smsaudit.model.location import TreePath
from smsaudit.model.referent import (
    ClassRef,
    Frame,
    FunctionRef,
    InstanceRef,
    MethodRef,
    Order,
    PartialRef,
    Referent,
    Referents,
)
from smsaudit.model.source import PYTHON
from smsaudit.model.value import Result, Value
from smsaudit.resolve import abstract, classes, dynamic, handlers, names, spellings, unread
from smsaudit.resolve.answers import Answers
from smsaudit.resolve.files import Files
from smsaudit.resolve.importers import Importers
from smsaudit.resolve.library import Indexed
from smsaudit.resolve.modules import dotted_name
from smsaudit.resolve.resolver import Resolver
from smsaudit.resolve.unread import Needs


class Program(Answers, Files):
    """A read view on all loaded Python files, and the means to load more."""

    def __init__(self, resolver: Resolver, library: Indexed, importers: Importers | None = None) -> None:
        Answers.__init__(self, resolver)
        Files.__init__(self, library)
        self._paths = frozenset(library.python)
        self._importers = importers or Importers(library, resolver.modules)

    def load(self, paths: Iterable[TreePath]) -> None:
        """Read more files and resolve their calls."""
        wanted = sorted(paths)
        self._library.scan(wanted)
        self._resolver.admit(wanted)

    def import_distances(
        self, homes: Iterable[TreePath], limit: int, among: Collection[TreePath] | None = None
    ) -> dict[TreePath, int]:
        """How many imports lie between a file (of `among`, or any) and one of `homes`, for all within `limit`, read or not."""
        return self._importers.distances(homes, limit, among)

    def has(self, path: TreePath) -> bool:
        """Whether the tree has a Python file of this path."""
        return path in self._paths

    def setting(self, name: str) -> tuple[str, ...]:
        """Values that the tree gives to a setting, or else its default where it picks a module."""
        default = self._resolver.defaults.get(name)
        return self._library.setting(name) or ((default,) if default is not None else ())

    def callees(self, path: TreePath, call: int) -> Referents:
        """What a call may call."""
        return self._resolver.callees(path, call)

    def learned(self) -> bool:
        """Whether parameters have come to hold more since this was last asked; answers take that into account."""
        grown, self._resolver.grown = self._resolver.grown, False
        return grown

    def decorate(self, frame: Frame) -> set[Frame]:
        """Hand a definition to its decorators, and answer those of the tree."""
        tables = self._resolver.tables(frame.path)
        if tables is None:
            return set()
        names.decorated(self._resolver, tables, frame.path, frame.scope)
        definition = tables.scope(frame.scope)
        outside = Frame(frame.path, max(definition.parent, 0))
        found = {item for value in definition.decorators for item in self.evaluate(outside, value)}
        return {function for item in found for function in self.functions_of(item)}

    def unread(self, referents: Referents) -> set[TreePath]:
        """Modules behind names that were imported from them without reading them."""
        return unread.placeholders(referents)

    def spellings(self, frame: Frame) -> set[str]:
        """Names by which a function is known where it is defined: its own, or those a lambda is bound to."""
        return spellings.of(self._resolver, frame) or {self.name_of(frame).rpartition(".")[2]}

    def made_of(self, cls: ClassRef, *, instances: bool = False) -> set[str]:
        """Variables of its module that a class makes of itself by one of its methods; with `instances`, by any call."""
        return spellings.made_of(self._resolver, cls, instances=instances)

    def evaluate(self, frame: Frame, value: Value) -> Referents:
        """What a value may refer to."""
        return self._resolver.evaluate(frame, value)

    def at_path(self, dotted: str, importer: TreePath) -> Referents:
        """What a dotted path written as text names."""
        return dynamic.named(self._resolver, dotted, importer)

    def functions_of(self, referent: Referent) -> list[Frame]:
        """Bodies that run when a referent is called: a function, `__init__` of a class, `__call__` of an instance."""
        match referent:
            case FunctionRef(frame):
                return [frame]
            case MethodRef(function, _):
                return [function.frame, *abstract.overriding(self._resolver, referent)]
            case PartialRef(of):
                return self.functions_of(of)
            case ClassRef():
                made = ("__init__", "__new__", "__post_init__")
                return [
                    frame for name in made for frame in self._methods(referent, InstanceRef(referent), name)
                ]
            case InstanceRef(cls):
                return self._methods(cls, referent, "__call__")
            case _:
                return []

    def function_at(self, path: TreePath, scope: int) -> Frame:
        """The function (or module body) in which code of a scope runs."""
        tables = self._resolver.tables(path)
        return Frame(path, tables.enclosing_function(scope) if tables is not None else 0)

    def calls_in(self, function: Frame) -> Iterator[tuple[int, Called]]:
        """The calls that run in a function (or module body), with their numbers, in source order."""
        tables = self._resolver.tables(function.path)
        if tables is not None:
            for number in tables.calls_by_function.get(function.scope, ()):
                yield number, tables.facts.calls[number]

    def class_of(self, frame: Frame) -> ClassRef | None:
        """The class in which a function is a method, directly."""
        tables = self._resolver.tables(frame.path)
        scope = tables.enclosing_class(frame.scope) if tables is not None and frame.scope else None
        return ClassRef(Frame(frame.path, scope)) if scope is not None else None

    def parent_function(self, frame: Frame) -> Frame | None:
        """The function in which a function is nested, or None at module or class level."""
        tables = self._resolver.tables(frame.path)
        if tables is None or not frame.scope:
            return None
        parent = tables.scope(frame.scope).parent
        is_inner = parent > 0 and tables.scope(parent).kind is not ScopeKind.CLASS
        return Frame(frame.path, parent) if is_inner else None

    def name_of(self, frame: Frame) -> str:
        """`Class.method`, `function`, or the module's dotted name for its body."""
        tables = self._resolver.tables(frame.path)
        qualified = tables.qualified_name(frame.scope) if tables is not None else ""
        return qualified or dotted_name(frame.path)

    def methods_of(self, cls: ClassRef, names: Iterable[str]) -> list[Frame]:
        """Those of the functions with these names that the body of a class, or of one that it extends in the tree, defines."""
        wanted = sorted(names)
        return [
            Frame(base.frame.path, own[name])
            for base in self.order(cls)
            if isinstance(base, ClassRef) and (tables := self._resolver.tables(base.frame.path)) is not None
            for own in (tables.methods(base.frame.scope),)
            for name in wanted
            if name in own
        ]

    def family(self, cls: ClassRef) -> tuple[ClassRef, ...]:
        """The class and all loaded classes that extend it."""
        return self._resolver.families.of(cls)

    def order(self, cls: ClassRef) -> Order:
        """Method resolution order."""
        return classes.mro(self._resolver, cls)

    def module_name(self, path: TreePath) -> str:
        """The dotted name of a file, from the root of the tree."""
        return dotted_name(path)

    def imported_modules(self, path: TreePath) -> set[TreePath]:
        """Modules of the tree that a file imports by name."""
        tables = self._resolver.tables(path) if path.endswith(PYTHON) else None
        imports = tables.facts.imports if tables is not None else ()
        loaded = (self._resolver.modules.loaded(each.module, each.level, each.name, path) for each in imports)
        return set[TreePath]().union(*loaded)

    def missing_modules(self, path: TreePath, needs: Needs) -> set[TreePath]:
        """Modules of the tree that were not read and on which what matters of a file depends."""
        return unread.missing_modules(self._resolver, path, needs)

    def lacks_receivers(self, path: TreePath, called: Container[str]) -> bool:
        """Whether a method that is named as one of `called` is called on something that no file read so far tells."""
        return unread.lacks_receivers(self._resolver, path, called)

    def unread_decorators(self, frame: Frame) -> set[TreePath]:
        """Modules that were not read and whose functions or objects decorate a function."""
        return unread.decorators(self._resolver, frame)

    def unread_guards(self, frame: Frame) -> set[TreePath]:
        """Modules that were not read and that a function's parameters, decorators or class body name."""
        return unread.guards(self._resolver, frame)

    def decorations(self, frame: Frame) -> list[tuple[tuple[str, ...], int | None]]:
        """Origins of each decorator of a function or class, and its call where it takes arguments."""
        tables = self._resolver.tables(frame.path)
        if tables is None:
            return []
        scope = tables.scope(frame.scope)
        outside = Frame(frame.path, max(scope.parent, 0))
        found: list[tuple[tuple[str, ...], int | None]] = []
        for decorator in scope.decorators:
            if isinstance(decorator, Result):
                origins = tuple(origin.text for origin in self.origins(frame.path, decorator.call))
                found.append((origins, decorator.call))
            else:
                referents = self.evaluate(outside, decorator)
                found.append((tuple(sorted(self.named(referent) for referent in referents)), None))
        return found

    def named(self, referent: Referent) -> str:
        """A dotted origin for a referent, empty if it has none."""
        origins = sorted(origin.text for origin in self._origins_of(referent))
        return origins[0] if origins else ""

    def handlers(self, frame: Frame, value: Value) -> list[FunctionRef | ClassRef]:
        """Functions and classes that a value hands over, through `as_view()`, wrappers and displays."""
        return handlers.of(self._resolver, frame, value)

    def _methods(self, cls: ClassRef, receiver: InstanceRef, name: str) -> list[Frame]:
        found = classes.instance_attribute(self._resolver, cls, name, receiver)
        return sorted(item.function.frame for item in found if isinstance(item, MethodRef))
