"""Texts that a call is given."""

from __future__ import annotations

from smsaudit.flow.given import given
from smsaudit.flow.program import Program
from smsaudit.model.fact import Called
from smsaudit.model.location import TreePath
from smsaudit.model.referent import DisplayRef, Frame, TextRef
from smsaudit.model.value import Sequence


def texts(program: Program, path: TreePath, call: Called, key: str) -> list[str]:
    """The texts under a keyword or position, and those that lists there hold."""
    found: set[str] = set()
    for value in given(call, key) if key else ():
        for referent in program.evaluate(Frame(path, call.scope), value):
            match referent:
                case TextRef(text):
                    found.add(text)
                case DisplayRef(frame, Sequence(items)):
                    inside = (inner for item in items for inner in program.evaluate(frame, item))
                    found.update(inner.text for inner in inside if isinstance(inner, TextRef))
                case _:
                    pass
    return sorted(found)
