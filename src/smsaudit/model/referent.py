"""What an expression may refer to, as far as the tree shows."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from smsaudit.model.location import TreePath
from smsaudit.model.value import Value


class Frame(NamedTuple):
    """Where an expression stands: a scope of a file."""

    path: TreePath
    scope: int


class FunctionRef(Struct, frozen=True, cache_hash=True, gc=False):
    """A function or lambda of the tree, by the scope it opens."""

    frame: Frame


class ClassRef(Struct, frozen=True, cache_hash=True, gc=False):
    """A class of the tree, by the scope it opens."""

    frame: Frame


class InstanceRef(Struct, frozen=True, cache_hash=True, gc=False):
    """Some instance of a class of the tree."""

    cls: ClassRef


class MethodRef(Struct, frozen=True, cache_hash=True, gc=False):
    """A function of the tree, bound to an instance or class."""

    function: FunctionRef
    receiver: InstanceRef | ClassRef


class ModuleRef(Struct, frozen=True, cache_hash=True, gc=False):
    """A module of the tree (a package's `__init__` stands for the package)."""

    path: TreePath


class PackageRef(Struct, frozen=True, cache_hash=True, gc=False):
    """A folder of the tree without `__init__`, used as a namespace package."""

    folder: str


class External(Struct, frozen=True, cache_hash=True, gc=False):
    """Something outside the tree, by its dotted origin.

    Calls on the way are left out (`twilio.rest.Client.messages`), except for their literal text
    arguments (`boto3.client('sns')`).
    """

    origin: str


class TextRef(Struct, frozen=True, cache_hash=True, gc=False):
    """A text; `{}` stands for each part that is not known."""

    text: str


class NumberRef(Struct, frozen=True, cache_hash=True, gc=False):
    """An integer."""

    value: int


class TruthRef(Struct, frozen=True, cache_hash=True, gc=False):
    """True, False or None."""

    value: bool | None


class DisplayRef(Struct, frozen=True, eq=False, gc=False):
    """A list, tuple, set or dict display, to be read in its own frame. One object stands for each; none equals another."""

    frame: Frame
    display: Value
    number: int = 0
    """Tells displays apart that are written alike: the first one that was met has the lowest."""

    def __repr__(self) -> str:
        return f"DisplayRef({self.frame.path}, {self.frame.scope}, {self.number})"


class PartialRef(Struct, frozen=True, cache_hash=True, gc=False):
    """A callable with some arguments fixed (`functools.partial`)."""

    of: FunctionRef | MethodRef | ClassRef | External


Referent = (
    FunctionRef
    | ClassRef
    | InstanceRef
    | MethodRef
    | ModuleRef
    | PackageRef
    | External
    | TextRef
    | NumberRef
    | TruthRef
    | DisplayRef
    | PartialRef
)

Referents = frozenset[Referent]

Order = tuple[ClassRef | External, ...]
"""Method resolution order: a class and those that it extends; of those outside the tree, their origins."""
