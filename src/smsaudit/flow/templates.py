"""Methods that a base class calls on its own object and leaves to those that extend it.

The object may be one of more classes than any answer lists; the class of the method asked about is surely among them.
"""

from __future__ import annotations

from collections.abc import Iterator

from smsaudit.flow.edge import Edge
from smsaudit.flow.program import Program
from smsaudit.model.flow import Resolution
from smsaudit.model.referent import ClassRef, Frame
from smsaudit.model.value import Attribute, Name


def calling(program: Program, node: Frame) -> Iterator[Edge]:
    """Calls of the method `node` in the bodies of the classes that its own extends."""
    cls = program.class_of(node)
    name = program.name_of(node).rpartition(".")[2]
    bases = program.order(cls)[1:] if cls is not None else []
    for base in (base for base in bases if isinstance(base, ClassRef)):
        facts = program.facts(base.frame.path)
        for call in facts.calls if facts is not None else ():
            callee = call.callee
            if not isinstance(callee, Attribute) or callee.name != name or facts is None:
                continue
            caller = program.function_at(base.frame.path, call.scope)
            own = facts.scopes[caller.scope].parameters
            if own and callee.base == Name(own[0].name) and program.class_of(caller) == base:
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
