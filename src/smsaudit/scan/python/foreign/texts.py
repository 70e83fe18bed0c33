"""What the texts of a LibCST tree say."""

from __future__ import annotations

import ast
import re

import libcst as cst

_ESCAPED_OR_QUOTE = re.compile(r"(\\.)|'", re.DOTALL)


def evaluated(node: cst.SimpleString) -> str | bytes:
    """The content of a text; an impossible escape as it is written."""
    try:
        return node.evaluated_value
    except (SyntaxError, ValueError):
        return node.raw_value


def unescaped(text: str) -> str:
    """What stands between the expressions of a formatted text."""
    plain = text.replace("{{", "{").replace("}}", "}")
    if "\\" not in plain:
        return plain
    quoted = _ESCAPED_OR_QUOTE.sub(lambda found: found.group(1) or "\\'", plain)
    try:
        return str(ast.literal_eval(f"'''{quoted}'''"))
    except (SyntaxError, ValueError):
        return plain
