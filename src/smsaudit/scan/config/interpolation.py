"""Defaults inside placeholders: what a value is when nobody sets the variable."""

from __future__ import annotations

import re

_EDGE = re.compile(r"\$+\{|\}")
_SHELL = re.compile(r"(?:[A-Za-z_]\w*:[-=]|[A-Z_][A-Z0-9_]*-)(?P<default>.*)", re.DOTALL)
_SPRING = re.compile(r"(?P<name>[A-Za-z_][\w.\-\[\]]*):(?![?+=])(?P<default>.*)", re.DOTALL)
_SUBSTRING = re.compile(r"-?[0-9]+:-?[0-9]+")
_LOOKUPS = frozenset(
    [
        "bundle",
        "cf",
        "ctx",
        "date",
        "docker",
        "env",
        "file",
        "jndi",
        "java",
        "k8s",
        "log4j",
        "main",
        "map",
        "opt",
        "param",
        "s3",
        "self",
        "sm",
        "ssm",
        "sys",
        "upper",
        "lower",
    ]
)
"""Prefixes with which Log4j and the Serverless Framework name a source, not a default."""


def resolved(value: str) -> str:
    """`value` with `${X:-y}`, `${X-y}`, `${X:=y}` and `${x:y}` replaced by y; other placeholders stay."""
    if "${" not in value:
        return value
    open_parts: list[list[str]] = [[]]
    position = 0
    for edge in _EDGE.finditer(value):
        open_parts[-1].append(value[position : edge.start()])
        position = edge.end()
        if edge.group() == "${":
            open_parts.append([])
        elif edge.group() == "}" and len(open_parts) > 1:
            inner = "".join(open_parts.pop())
            open_parts[-1].append(_default_of(inner))
        else:
            open_parts[-1].append(edge.group())
    open_parts[-1].append(value[position:])
    while len(open_parts) > 1:
        unclosed = "".join(open_parts.pop())
        open_parts[-1].append("${" + unclosed)
    return "".join(open_parts[0])


def _default_of(inner: str) -> str:
    if shell := _SHELL.fullmatch(inner):
        return shell["default"]
    spring = _SPRING.fullmatch(inner)
    # `${x:0:3}` is a substring in shells; a lone number is a default (`${PORT:7890}`).
    if spring and spring["name"] not in _LOOKUPS and not _SUBSTRING.fullmatch(spring["default"]):
        return spring["default"]
    return "${" + inner + "}"
