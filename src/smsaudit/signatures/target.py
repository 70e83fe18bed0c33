"""What a pattern fires on, read from its table."""

from __future__ import annotations

import re
from collections.abc import Callable

from smsaudit.model.signature import (
    CallTarget,
    CombinationTarget,
    DependencyTarget,
    ImportTarget,
    SettingTarget,
    Shape,
    ShapeTarget,
    SubclassTarget,
    Target,
    TextTarget,
    UrlTarget,
)
from smsaudit.signatures.fault import fault, slowness
from smsaudit.signatures.table import Table, listed

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
"""Of a request over HTTP."""
ECOSYSTEMS = ("pypi", "npm", "maven", "go", "composer", "nuget", "cargo", "gem")

_SEGMENT = re.compile(
    r"(?:[^\W\d]|[*$])[\w*$]*(?:\((?:'[^'()]*'|\"[^\"()]*\")(?:\s*,\s*(?:'[^'()]*'|\"[^\"()]*\"))*\))?"
)
_SEPARATOR = re.compile(r"\.(?![^(]*\))")
_HOST = re.compile(r"(?:\*\*\.)?[a-z0-9_*-]+(?:\.[a-z0-9_*-]+)*")
_PACKAGE = re.compile(rf"(?:{'|'.join(ECOSYSTEMS)}):\S+")


def target(table: Table) -> Target | None:
    """The one target of a pattern table; None where it has none or several, which is then noted."""
    readers: dict[str, Callable[[], Target]] = {}
    if python := table.table("python"):
        readers |= _python(python)
    others: dict[str, Callable[[], Target]] = {
        "url": lambda: _url(table),
        "text": lambda: TextTarget(_expression(table, "text")),
        "combination": lambda: _combination(table),
        "setting": lambda: _setting(table),
        "dependency": lambda: DependencyTarget(_packages(table)),
        "shape": lambda: ShapeTarget(_shape(table)),
    }
    readers |= {name: read for name, read in others.items() if table.has(name)}
    found = [read() for read in readers.values()]
    if len(found) == 1:
        return found[0]
    wanted = listed(["python.call", "python.import", "python.subclass", *others])
    if readers:
        table.problem("", f"has several targets: {listed(list(readers))}", "make one pattern of each")
    else:
        table.problem("", "has no target", f"give one of {wanted}")
    return None


def origins(table: Table, name: str) -> tuple[str, ...]:
    """The dotted origins under `name`, each with at least two segments."""
    found = table.texts(name, required=True)
    for origin in found:
        parts = segments(origin)
        if not all(_SEGMENT.fullmatch(part) for part in parts):
            mend = "write segments of letters, digits, `_`, `*` or `**` between dots, like package.module.Class.method"
            table.problem(name, f'"{origin}" is not a dotted origin', mend, near=origin)
        elif len(parts) < 2 or all(set(part) == {"*"} for part in parts):  # noqa: PLR2004
            mend = "name the package as well, like package.module.Class.method"
            table.problem(name, f'"{origin}" is too short to be an origin', mend, near=origin)
    return found


def segments(origin: str) -> list[str]:
    """The segments of a dotted origin; dots in literal arguments do not separate."""
    return _SEPARATOR.split(origin)


def hosts(table: Table, name: str) -> tuple[str, ...]:
    """The host globs under `name`."""
    found = table.texts(name)
    for host in found:
        if not _HOST.fullmatch(host):
            mend = "write only the host in lower case, without scheme, port or path; `*` and a leading `**.` are allowed"
            table.problem(name, f'"{host}" is not a host', mend, near=host)
    return found


def expressions(
    table: Table, name: str, *, required: bool = False, in_texts: bool = False
) -> tuple[str, ...]:
    """The regular expressions under `name`, each of which compiles and cannot blow up."""
    found = table.texts(name, required=required)
    for expression in found:
        check(table, name, expression, in_texts=in_texts)
    return found


def check(table: Table, name: str, expression: str, *, in_texts: bool = False) -> None:
    """Notes a regular expression that does not compile or could take for ever, or too long to be sought in texts."""
    if table.log.trusted:
        return
    if trouble := fault(expression) or (slowness(expression) if in_texts else None):
        what, mend = trouble
        table.problem(name, f"`{expression}` {what}", mend, near=expression)


def _python(table: Table) -> dict[str, Callable[[], Target]]:
    known: dict[str, Callable[[], Target]] = {
        "call": lambda: CallTarget(origins(table, "call")),
        "import": lambda: ImportTarget(_modules(table)),
        "subclass": lambda: SubclassTarget(origins(table, "subclass")),
    }
    readers = {f"python.{name}": read for name, read in known.items() if table.has(name)}
    table.close()
    return readers


def _modules(table: Table) -> tuple[str, ...]:
    found = table.texts("import", required=True)
    for module in found:
        parts = module.split(".")
        if not all(_SEGMENT.fullmatch(part) for part in parts) or set(module) <= set("*."):
            mend = "write the dotted name of a module, like package or package.module"
            table.problem("import", f'"{module}" is not a module', mend, near=module)
    return found


def _url(table: Table) -> UrlTarget:
    inner = table.table("url")
    if inner is None:
        return UrlTarget()
    found = UrlTarget(
        hosts=hosts(inner, "hosts"), paths=expressions(inner, "paths", in_texts=True), method=_method(inner)
    )
    inner.close()
    if not found.hosts and not found.paths:
        table.problem("url", "names neither hosts nor paths", "give `hosts`, `paths` or both")
    return found


def _method(table: Table) -> str:
    method = table.text("method", "")
    if method and method not in METHODS:
        table.problem(
            "method", f'"{method}" is no method of a request', f"write one of {listed(list(METHODS))}"
        )
    return method


def _shape(table: Table) -> Shape:
    name = table.text("shape")
    if name in list(Shape):
        return Shape(name)
    table.problem("shape", f'"{name}" is no shape', f"write one of {listed(list(Shape))}")
    return Shape.SMS_REQUEST


def _expression(table: Table, name: str) -> str:
    expression = table.text(name)
    if expression:
        check(table, name, expression, in_texts=True)
    return expression


def _combination(table: Table) -> CombinationTarget:
    groups: list[tuple[int, tuple[str, ...]]] = []
    for group in table.tables("combination"):
        least = group.number("at_least")
        of = expressions(group, "of", required=True)
        group.close()
        if of and least > len(of):
            group.problem(
                "at_least", f"is {least}, but `of` has only {len(of)}", "lower it or add expressions"
            )
        if repeated := sorted({expression for expression in of if of.count(expression) > 1}):
            group.problem("of", f"repeats {listed(repeated)}", "name each once")
        groups.append((least, of))
    if table.values.get("combination") == []:
        table.problem("combination", "is empty", "give at least one group")
    return CombinationTarget(tuple(groups))


def _setting(table: Table) -> SettingTarget:
    inner = table.table("setting")
    if inner is None:
        return SettingTarget(keys=())
    found = SettingTarget(
        keys=expressions(inner, "keys", required=True),
        values=expressions(inner, "values"),
        files=inner.texts("files"),
        beside=inner.texts("beside"),
    )
    inner.close()
    return found


def _packages(table: Table) -> tuple[str, ...]:
    found = table.texts("dependency", required=True)
    for package in found:
        if not _PACKAGE.fullmatch(package):
            mend = f"write ecosystem:name with one of {listed(list(ECOSYSTEMS))}"
            table.problem("dependency", f'"{package}" is not a package', mend, near=package)
    return found
