"""Tables that statements of SQL write to and read from: `INSERT INTO outbox …`, and a worker's `SELECT … FROM outbox`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from smsaudit.flow.program import Program
from smsaudit.model.fact import Called
from smsaudit.model.location import TreePath
from smsaudit.model.value import Attribute, Name

_RUNS = re.compile(
    r"(?i)_*(?:exec\w*|query\w*|fetch\w*|select\w*|insert\w*|run_?sql|do_?sql|read_sql\w*|text)"
)
"""What is given a statement, by its name."""
_TABLE = r"[`\"\[]?(?:\w+[`\"\]]?\.[`\"\[]?)?(?P<table>\w+)"
_WRITES = re.compile(rf"(?i)\s*(?:insert|replace)\s+(?:\w+\s+)?into\s+{_TABLE}")
_READS = re.compile(rf"(?is)\s*select\s.{{1,2000}}?\sfrom\s+{_TABLE}")
_LONGEST = 4_000
_LOOKS_UP = re.compile(r"(?i)\s*select\s+(?:count|max|min|sum|exists|1)\b")


def may_run(call: Called) -> bool:
    """Whether a call may be given a statement, by its name."""
    callee = call.callee
    return isinstance(callee, Attribute | Name) and _RUNS.fullmatch(callee.name) is not None


def tables(program: Program, path: TreePath, call: Called, *, read: bool) -> Iterator[str]:
    """The tables that the statement of a call reads from, or writes to."""
    for text in program.values(path, call, "0", parameters=False) or ():
        found = (_READS if read else _WRITES).match(text[:_LONGEST])
        if found and not (read and _LOOKS_UP.match(text)):
            yield found["table"].lower()
