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
    """None where no condition compares a setting whose value the tree gives."""
    known: bool | None = None
    for condition in conditions:
        compared = _COMPARED.search(condition)
        values = _values(program, compared["name"]) if compared else []
        if compared and not values and compared["default"]:
            values = [compared["default"]]
        if compared and values:
            known = (compared["value"] in values) is (compared["operator"] == "==")
    return known


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
