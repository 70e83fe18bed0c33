"""Facts: what one file literally says. Language-neutral, without a path, never an opinion.

All facts of a file live in one `Facts`; they refer to each other by index. `scope` is always an
index into `Facts.scopes`; scope 0 is the module (or the whole file).
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from smsaudit.model.fact_index import FactIndex
from smsaudit.model.location import Place
from smsaudit.model.value import Attribute, Item, Name, Value


class ScopeKind(StrEnum):
    """What opens a scope."""

    MODULE = "module"
    CLASS = "class"
    FUNCTION = "function"
    LAMBDA = "lambda"


class ParameterKind(StrEnum):
    """How a parameter takes its argument."""

    POSITIONAL = "positional"
    KEYWORD = "keyword"
    STAR = "star"
    DOUBLE_STAR = "double-star"


class Parameter(Struct, frozen=True, array_like=True, gc=False):
    """One parameter of a function."""

    name: str
    kind: ParameterKind = ParameterKind.POSITIONAL
    default: Value | None = None
    annotation: Value | None = None


def _is_of_class(annotation: Value | None) -> bool:
    """Whether an attribute is no field: `ClassVar[…]`."""
    value = annotation.base if isinstance(annotation, Item) else annotation
    return isinstance(value, Name | Attribute) and value.name == "ClassVar"


class Scope(Struct, frozen=True, array_like=True, gc=False):
    """A module, class, function or lambda; `parent` is -1 for the module. Comprehensions open none."""

    kind: ScopeKind
    name: str
    parent: int
    place: Place
    parameters: tuple[Parameter, ...] = ()
    decorators: tuple[Value, ...] = ()
    bases: tuple[Value, ...] = ()
    declared_global: tuple[str, ...] = ()
    declared_nonlocal: tuple[str, ...] = ()
    is_async: bool = False
    is_generator: bool = False
    returns: Value | None = None
    """The return annotation."""
    fields: tuple[Parameter, ...] = ()
    """Attributes of a class, or of its objects, or names elsewhere, that are annotated with what they hold, in order."""

    @property
    def filled(self) -> tuple[Parameter, ...]:
        """The fields of a class that a constructor which nobody wrote takes arguments for, in order."""
        return tuple(field for field in self.fields if not _is_of_class(field.annotation))


class Guard(Struct, frozen=True, array_like=True, gc=False):
    """A condition under which a fact holds: the test of an enclosing `if`, and whether it must be true.

    An `except` clause is the test `Compared("raises", …)`; what follows a statement that always leaves is guarded by
    a plain `False`.
    """

    test: Value
    holds: bool


class Imported(Struct, frozen=True, array_like=True, gc=False):
    """`import module as alias` (name None), `from module import name as alias`, or `name` = `*`."""

    scope: int
    module: str
    level: int
    name: str | None
    alias: str
    place: Place


class Bound(Struct, frozen=True, array_like=True, gc=False):
    """`name = value` in a scope, by assignment, loop, with, parameter-free definition or walrus."""

    scope: int
    name: str
    value: Value
    place: Place
    guards: tuple[Guard, ...] = ()


class Stored(Struct, frozen=True, array_like=True, gc=False):
    """`base.attribute = value`, or `base[key] = value` where `attribute` is None."""

    scope: int
    base: Value
    attribute: str | None
    key: Value | None
    value: Value
    place: Place
    guards: tuple[Guard, ...] = ()


class Argument(Struct, frozen=True, array_like=True, gc=False):
    """One argument of a call. `keyword` is None for positional, `*` and `**` for unpacking."""

    keyword: str | None
    value: Value


class Called(Struct, frozen=True, array_like=True, gc=False):
    """A call with its arguments as written."""

    scope: int
    callee: Value
    arguments: tuple[Argument, ...]
    place: Place
    guards: tuple[Guard, ...] = ()


class ImpliedKind(StrEnum):
    """A statement that makes calls nobody wrote."""

    RAISED = "raised"
    """`raise value`: a class is instantiated."""
    ITERATED = "iterated"
    """`for … in value`, comprehensions included."""
    ENTERED = "entered"
    """`with value`."""


class Implied(Struct, frozen=True, array_like=True, gc=False):
    """Calls that the language makes on a value for a statement."""

    scope: int
    kind: ImpliedKind
    value: Value
    place: Place


class Returned(Struct, frozen=True, array_like=True, gc=False):
    """A value that leaves a function by `return` or `yield`."""

    scope: int
    value: Value
    place: Place


class Written(Struct, frozen=True, array_like=True, gc=False):
    """A string literal or joined text that stands in the file (docstrings are left out)."""

    scope: int
    value: Value
    place: Place


class Word(Struct, frozen=True, array_like=True, gc=False):
    """The first occurrence of an identifier, or of a number written in the file."""

    text: str
    place: Place


class Setting(Struct, frozen=True, array_like=True, gc=False):
    """`key = value` in a configuration file. Nested keys are joined with dots, list items are numbered."""

    key: str
    value: str
    place: Place


class Dependency(Struct, frozen=True, array_like=True, gc=False):
    """A package that a manifest or lock file names. `group` is empty for run-time dependencies."""

    ecosystem: str
    name: str
    requirement: str
    place: Place
    group: str = ""


class BlockKind(StrEnum):
    """How often a block of statements runs."""

    BRANCH = "branch"
    """Once or not at all."""
    LOOP = "loop"
    """Any number of times."""
    COMPREHENSION = "comprehension"
    """Any number of times; what it binds is seen inside only."""


class Block(Struct, frozen=True, array_like=True, gc=False):
    """Statements that need not run exactly once, by their first and last moment."""

    kind: BlockKind
    first: int
    last: int


class Moments(Struct, frozen=True, array_like=True, gc=False):
    """When things happen, in the order in which a reader of the file meets them; numbers, one per fact of each kind.

    A name that is read at a moment sees what was bound up to then. Empty where a scanner does not say.
    """

    imports: tuple[int, ...] = ()
    bindings: tuple[int, ...] = ()
    stores: tuple[int, ...] = ()
    blocks: tuple[Block, ...] = ()
    """By first moment; each lies inside another, or beside it."""


class Facts(Struct, frozen=True, array_like=True, dict=True):
    """Everything one file says, in source order."""

    language: str
    scopes: tuple[Scope, ...] = ()
    imports: tuple[Imported, ...] = ()
    bindings: tuple[Bound, ...] = ()
    stores: tuple[Stored, ...] = ()
    calls: tuple[Called, ...] = ()
    returned: tuple[Returned, ...] = ()
    implied: tuple[Implied, ...] = ()
    texts: tuple[Written, ...] = ()
    words: tuple[Word, ...] = ()
    settings: tuple[Setting, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    moments: Moments = Moments()
    mended: tuple[int, ...] = ()
    """Lines that had to be blanked or rewritten before the file could be parsed."""

    @cached_property
    def index(self) -> FactIndex:
        """The same facts by scope, name and place."""
        return FactIndex(self)
