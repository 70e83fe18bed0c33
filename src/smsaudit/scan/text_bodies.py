"""What the pass over a file keeps of what it meets: brackets that are open, calls, classes and functions."""

from __future__ import annotations

from msgspec import Struct, field

from smsaudit.model.fact import Argument
from smsaudit.model.value import Value
from smsaudit.scan.text_heads import Head
from smsaudit.scan.text_marks import Mark


class Opening(Struct):
    """An open bracket, or the arrow before an expression that is a body: what it belongs to, and where the arguments after it begin."""

    mark: str
    call: int = -1
    scope: int = 0
    starts: list[int] = field(default_factory=list)
    at: int = 0
    head: int = 0
    is_mark: bool = False


class Call(Struct):
    """A call: the name of what is called begins at `offset`, its arguments end at `end`."""

    offset: int
    callee: Value
    scope: int
    end: int = 0
    arguments: tuple[Argument, ...] = ()


class Body(Struct):
    """A class or function, or the file itself, with what was written before it."""

    head: Head
    parent: int
    start: int
    end: int
    marks: tuple[Mark, ...] = ()
