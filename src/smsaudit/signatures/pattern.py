"""One `[[pattern]]` table, read into a `Pattern`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from smsaudit.model.signature import (
    CombinationTarget,
    DependencyTarget,
    ImportTarget,
    Pattern,
    PatternId,
    Role,
    Strength,
    Target,
    TextTarget,
)
from smsaudit.signatures.table import Table, listed
from smsaudit.signatures.target import check, target

ARGUMENTS = ("phones", "sign", "template", "content", "sender", "host", "port", "user")

_FEATURE = re.compile(r"B\d\d(?:-[A-Z0-9]+)?(?:/[a-z0-9]+(?:-[a-z0-9]+)*)?")
_PRODUCT = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PARAMETER = re.compile(r"\*\*?|==|\d{1,2}|[^\W\d][\w.$-]*")


def pattern(table: Table) -> Pattern:
    """The pattern of a table; where it has no usable target, which is noted, an empty one stands in."""
    found = target(table)
    role = _role(table, found)
    result = Pattern(
        id=PatternId(table.text("id")),
        role=role,
        target=found or TextTarget(""),
        why=table.text("why"),
        strength=table.choice("strength", Strength, Strength.HIGH),
        languages=table.texts("languages"),
        where=_conditions(table, "where"),
        unless=_conditions(table, "unless"),
        arguments=_arguments(table),
        feature=_feature(table, role),
        product=_product(table),
        prepares=_flag(table, "prepares", role, Role.SEND),
        shared=_flag(table, "shared", role, Role.CLIENT),
        needles=table.texts("needle"),
    )
    table.close()
    return result


def parameter(value: object) -> str:
    """A keyword or position, or a list of them joined with `|`; empty where it is something else."""
    items: list[object] = list(value) if isinstance(value, list) else [value]
    texts = [
        str(item)
        for item in items
        if isinstance(item, str | int) and not isinstance(item, bool) and _PARAMETER.fullmatch(str(item))
    ]
    return "|".join(texts) if len(texts) == len(items) else ""


def parameter_key(table: Table, name: str) -> str:
    """The keyword or position under `name`, or an empty text; alternatives come as a list or with `|`."""
    if not table.has(name):
        return ""
    value = table.values[name]
    found = parameter(value.split("|") if isinstance(value, str) else value)
    if not found:
        table.problem(
            name, "is no keyword or position", 'write "keyword", a position from 0, or a list of both'
        )
    return found


def _role(table: Table, found: Target | None) -> Role:
    match found:
        case ImportTarget():
            default: Role | None = Role.IMPORT
        case DependencyTarget():
            default = Role.DEPENDENCY
        case CombinationTarget():
            default = Role.PROTOCOL
        case _:
            default = None
    return table.choice("role", Role, default)


def _conditions(table: Table, name: str) -> Mapping[str, str]:
    """Argument -> regular expression; an empty expression asks only that the argument is there."""
    inner = table.table(name)
    if inner is None:
        return MappingProxyType({})
    found: dict[str, str] = {}
    for argument in inner.values:
        if not all(_PARAMETER.fullmatch(part) for part in argument.split("|")):
            inner.problem(
                argument,
                "is no argument",
                'use a keyword, a position from 0, "*" for any, or "**" for the whole file',
            )
        found[argument] = inner.text(argument, "")
        check(inner, argument, found[argument], in_texts=True)
    return MappingProxyType(found)


def _arguments(table: Table) -> Mapping[str, str]:
    inner = table.table("arguments")
    if inner is None:
        return MappingProxyType({})
    found = {name: parameter_key(inner, name) for name in ARGUMENTS if inner.has(name)}
    inner.close()
    return MappingProxyType(found)


def _product(table: Table) -> str:
    product = table.text("product", "")
    if product and not _PRODUCT.fullmatch(product):
        table.problem(
            "product", f'"{product}" is no short name', "use lower-case letters, digits and hyphens"
        )
    return product


def _flag(table: Table, name: str, role: Role, wanted: Role) -> bool:
    given = table.truth(name)
    if given and role is not wanted:
        table.problem(name, f'stands beside role "{role}"', f"use role {listed([str(wanted)])} or remove it")
    return given


def _feature(table: Table, role: Role) -> str:
    feature = table.text("feature", "")
    if role is Role.FEATURE and not feature:
        table.problem("feature", "is missing", 'name the licence it points to, like feature = "B22"')
    elif feature and role is not Role.FEATURE:
        table.problem(
            "feature", f'stands beside role "{role}"', f"use role {listed(['feature'])} or remove it"
        )
    elif feature and not _FEATURE.fullmatch(feature):
        table.problem(
            "feature",
            f'"{feature}" is no licence category',
            "write it like B22, B24-1, B25-ICP or B22/own-server",
        )
    return feature
