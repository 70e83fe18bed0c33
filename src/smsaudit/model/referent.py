"""What an expression may refer to, as far as the tree shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from smsaudit.model.location import TreePath
from smsaudit.model.value import Value


class Frame(NamedTuple):
    """Where an expression stands: a scope of a file."""

    path: TreePath
    scope: int


@dataclass(frozen=True, slots=True)
class FunctionRef:
    """A function or lambda of the tree, by the scope it opens."""

    frame: Frame


@dataclass(frozen=True, slots=True)
class ClassRef:
    """A class of the tree, by the scope it opens."""

    frame: Frame


@dataclass(frozen=True, slots=True)
class InstanceRef:
    """Some instance of a class of the tree."""

    cls: ClassRef


@dataclass(frozen=True, slots=True)
class MethodRef:
    """A function of the tree, bound to an instance or class."""

    function: FunctionRef
    receiver: InstanceRef | ClassRef


@dataclass(frozen=True, slots=True)
class ModuleRef:
    """A module of the tree (a package's `__init__` stands for the package)."""

    path: TreePath


@dataclass(frozen=True, slots=True)
class PackageRef:
    """A folder of the tree without `__init__`, used as a namespace package."""

    folder: str


@dataclass(frozen=True, slots=True)
class External:
    """Something outside the tree, by its dotted origin.

    Calls on the way are left out (`twilio.rest.Client.messages`), except for their literal text
    arguments (`boto3.client('sns')`).
    """

    origin: str


@dataclass(frozen=True, slots=True)
class TextRef:
    """A text; `{}` stands for each part that is not known."""

    text: str


@dataclass(frozen=True, slots=True)
class NumberRef:
    """An integer."""

    value: int


@dataclass(frozen=True, slots=True)
class TruthRef:
    """True, False or None."""

    value: bool | None


@dataclass(frozen=True, slots=True)
class DisplayRef:
    """A list, tuple, set or dict display, to be read in its own frame. Equal if it is the same display."""

    frame: Frame
    display: Value

    def __hash__(self) -> int:
        return hash((self.frame, id(self.display)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DisplayRef) and other.frame == self.frame and other.display is self.display


@dataclass(frozen=True, slots=True)
class PartialRef:
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
