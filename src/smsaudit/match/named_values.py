"""Texts that code gives a name: variables, attributes, keyword arguments, and setters with one text."""

from __future__ import annotations

from collections.abc import Iterator

from smsaudit.model.fact import Facts, Setting
from smsaudit.model.value import Attribute, Text


def named_values(facts: Facts) -> Iterator[Setting]:
    """Every such text as if it were a setting."""
    for bound in facts.bindings:
        if isinstance(bound.value, Text):
            yield Setting(bound.name, bound.value.value, bound.place)
    for stored in facts.stores:
        name = stored.attribute or (stored.key.value if isinstance(stored.key, Text) else "")
        if name and isinstance(stored.value, Text):
            yield Setting(name, stored.value.value, stored.place)
    for call in facts.calls:
        for argument in call.arguments:
            if argument.keyword and isinstance(argument.value, Text):
                yield Setting(argument.keyword, argument.value.value, call.place)
        match call.callee, call.arguments:
            case Attribute(_, name), (only,) if isinstance(only.value, Text) and name.startswith(
                ("set", "with")
            ):
                yield Setting(
                    name.removeprefix("set").removeprefix("with").lstrip("_"), only.value.value, call.place
                )
            case _:
                pass
