"""What matching asks of name resolution; the pipeline hands the answers in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from smsaudit.model.fact import Called, Imported
from smsaudit.model.location import TreePath
from smsaudit.model.referent import Frame
from smsaudit.model.value import Value


class Origin(Protocol):
    """A dotted origin, and whether its code stands in the tree."""

    @property
    def text(self) -> str:
        """The origin."""
        ...

    @property
    def in_tree(self) -> bool:
        """Whether the code stands in the tree."""
        ...

    @property
    def also(self) -> str:
        """An inherited method under the class that it was reached through; empty otherwise."""
        ...


class Questions(Protocol):
    """Answers about one Python file at a time."""

    def origins(self, path: TreePath, call: int) -> Sequence[Origin]:
        """Origins of the callee of a call."""
        ...

    def reached(self, path: TreePath, call: int) -> Iterable[Origin]:
        """A callee of the tree under the classes through whose objects it is reached."""
        ...

    def base_origins(self, path: TreePath, scope: int) -> Sequence[Origin]:
        """Origins of all that a class extends."""
        ...

    def module_of(self, path: TreePath, imported: Imported) -> TreePath | None:
        """The file of the tree that an import leads to; None for a library's."""
        ...

    def texts(self, path: TreePath, scope: int, value: Value) -> Sequence[str]:
        """Texts that a value may be."""
        ...

    def values(
        self, path: TreePath, call: Called, key: str, *, parameters: bool = True
    ) -> Sequence[str] | None:
        """Texts that an argument carries; None if it is absent."""
        ...

    def passed(self, function: Frame, parameter: str) -> Sequence[tuple[Frame, Value]]:
        """Values that the known calls of a function pass to a parameter, and where these stand."""
        ...

    def hands_on(self, path: TreePath, call: int, is_taker: Callable[[str], bool]) -> bool:
        """Whether a function of the tree that a call runs gives what it is given to a call with such an origin."""
        ...

    def class_names(self, path: TreePath, scope: int) -> Sequence[str]:
        """The dotted name of the class around a scope; empty outside classes."""
        ...
