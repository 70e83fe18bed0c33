"""Functions of the tree around the calls that register: `def page(route, view): return re_path(f"^{route}/?$", view)`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from smsaudit.flow.given import given
from smsaudit.flow.program import Program
from smsaudit.model.framework import EntryPattern, RegisteredEntry
from smsaudit.model.referent import External, Frame
from smsaudit.model.signature import Signature
from smsaudit.model.value import Name

Kinds = Callable[[str], Iterable[tuple[Signature, EntryPattern]]]
"""What a call of an origin registers."""


def registered_by(program: Program, helper: Frame, kinds: Kinds) -> Iterator[tuple[Signature, EntryPattern]]:
    """What a function registers one of its parameters as."""
    facts = program.facts(helper.path)
    parameters = {each.name for each in facts.scopes[helper.scope].parameters} if facts is not None else set()
    for number, call in program.calls_in(helper) if parameters else ():
        callees = program.callees(helper.path, number)
        for origin in sorted(callee.origin for callee in callees if isinstance(callee, External)):
            for signature, entry in kinds(origin):
                target = entry.target
                handlers = given(call, target.handler) if isinstance(target, RegisteredEntry) else ()
                if any(isinstance(each, Name) and each.name in parameters for each in handlers):
                    yield signature, entry
