"""Methods that a base class calls on its own object and leaves to those that extend it.

The object may be one of more classes than any answer lists; the class of the method asked about is surely among them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from smsaudit.flow.edge import Edge
from smsaudit.flow.program import Program
from smsaudit.model.fact import Called
from smsaudit.model.flow import Resolution
from smsaudit.model.location import TreePath
from smsaudit.model.referent import ClassRef, Frame
from smsaudit.model.value import Attribute, Name


class Templates:
    """Calls that the bodies of classes make on their own object; each file is gone over once."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._known: dict[TreePath, dict[tuple[ClassRef, str], list[tuple[Frame, Called]]]] = {}

    def calling(self, node: Frame) -> Iterator[Edge]:
        """Calls of the method `node` in the bodies of the classes that its own extends."""
        cls = self._program.class_of(node)
        name = self._program.name_of(node).rpartition(".")[2]
        for base in self._program.order(cls)[1:] if cls is not None else ():
            for caller, call in (
                self._in(base.frame.path).get((base, name), ()) if isinstance(base, ClassRef) else ()
            ):
                yield Edge(
                    caller,
                    node,
                    call.place,
                    "calls",
                    Resolution.INFERRED,
                    call.guards,
                    receivers=frozenset((cls,) if cls is not None else ()),
                    is_on_self=True,
                )

    def _in(self, path: TreePath) -> dict[tuple[ClassRef, str], list[tuple[Frame, Called]]]:
        """Class and method -> where the class calls it on its own object."""
        if path not in self._known:
            found = self._known[path] = defaultdict(list)
            facts = self._program.facts(path)
            for call in facts.calls if facts is not None else ():
                match call.callee:
                    case Attribute(Name(receiver), name):
                        caller = self._program.function_at(path, call.scope)
                        own = facts.scopes[caller.scope].parameters if facts is not None else ()
                        cls = self._program.class_of(caller) if own and own[0].name == receiver else None
                        if cls is not None:
                            found[cls, name].append((caller, call))
                    case _:
                        pass
        return self._known[path]
