"""Whether the tree's own value of the setting that chooses a channel picks it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from smsaudit.flow.program import Program
from smsaudit.model.environment import READING
from smsaudit.model.fact import Facts
from smsaudit.model.value import Attribute, Item, Name, Result, Text, Value

_COMPARED = re.compile(
    r"\b(?P<name>[A-Z][A-Z0-9_]+)(?:', '(?P<default>[^']*)')?\W* (?P<operator>==|!=) '(?P<value>[^']*)'"
)


def is_default(conditions: Iterable[str], program: Program) -> bool | None:
    """Whether one of the conditions holds; None where one that may compares no setting whose value the tree gives."""
    held = [_holds(condition, program) for condition in conditions]
    if True in held:
        return True
    return False if held and None not in held else None


def _holds(condition: str, program: Program) -> bool | None:
    known: list[bool] = []
    for compared in _COMPARED.finditer(condition):
        values = _values(program, compared["name"]) or list(filter(None, [compared["default"]]))
        if values:
            known.append((compared["value"] in values) is (compared["operator"] == "=="))
    return all(known) if known else None


def _values(program: Program, name: str) -> list[str]:
    """What the tree gives to a setting, or to the variable of the environment that a module takes it from."""
    read = list(_read(program, name))
    given = [value for variable, _ in read for value in program.setting(variable)]
    written = program.setting(name) or [default for _, default in read]
    return list(filter(None, given)) or list(filter(None, written))


def _read(program: Program, name: str) -> Iterator[tuple[str, str]]:
    """Variables of the environment from which modules take what they call by a name, and their defaults."""
    for path in filter(program.is_live, program.loaded()):
        facts = program.facts(path)
        for bound in facts.bindings if facts is not None else ():
            if facts is not None and bound.name == name and not bound.scope:
                variable, default = _variable(facts, bound.value)
                if variable:
                    yield variable, default


def _variable(facts: Facts, value: Value) -> tuple[str, str]:
    """The variable that an expression reads, and its default; empty where there is none."""
    match value:
        case Item(Attribute(_, "environ") | Name("environ"), Text(variable)):
            return variable, ""
        case Result(number):
            call = facts.calls[number]
            named = call.callee.name if isinstance(call.callee, Attribute | Name) else ""
            texts = [a.value.value if isinstance(a.value, Text) else "" for a in call.arguments]
            if named in READING and texts and texts[0]:
                return texts[0], texts[1] if len(texts) > 1 else ""
        case _:
            pass
    return "", ""
