"""Refuses text that is known to crash or hang LibCST's native parser, before it gets there."""

from __future__ import annotations

import re

MAX_DEPTH = 200
"""CPython itself rejects deeper brackets, so no valid program is lost."""

_MAX_OPERATORS = 1_500
_MAX_BRANCHES = 1_500
_MAX_UNARY = 400
_SKIP = re.compile(
    r"""'''(?:[^\\]|\\.)*?'''|\"\"\"(?:[^\\]|\\.)*?\"\"\"|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\#[^\n]*""",
    re.DOTALL,
)
_INTERESTING = re.compile(r"[\[({]|[\])}]|\n|[,;:]|[-+*/%@&|^~<>=.]+|\b(?:elif|not|and|or|lambda)\b")


def _as_name(match: re.Match[str]) -> str:
    """A comment is nothing; a text is an operand."""
    return "" if match.group().startswith("#") else "t" + "\n" * match.group().count("\n")


def refusal(text: str) -> str | None:
    """Why `text` must not be parsed, or None."""
    bare = _SKIP.sub(_as_name, text)
    depth = operators = unary = branches = lambdas = 0
    last_end = -1
    for token in _INTERESTING.finditer(bare):
        word = token.group()
        if word in "[({":
            depth += 1
            if depth > MAX_DEPTH:
                return f"brackets nested deeper than {MAX_DEPTH}"
        elif word in "])}":
            depth = max(0, depth - 1)
        elif word in "\n,;:":
            if depth == 0 or word != "\n":
                operators = unary = 0
            if depth == 0 and word == "\n":
                lambdas = 0
            continue
        elif word == "lambda":
            lambdas += 1
            if lambdas > MAX_DEPTH:
                return f"lambdas nested deeper than {MAX_DEPTH}"
        elif word == "elif":
            branches += 1
            if branches > _MAX_BRANCHES:
                return f"more than {_MAX_BRANCHES} elif branches"
        else:
            operators += 1
            adjacent = bare[last_end : token.start()].strip() == ""
            unary = unary + len(word) if adjacent else len(word)
            if operators > _MAX_OPERATORS or unary > _MAX_UNARY:
                return f"one statement with more than {_MAX_OPERATORS if operators > _MAX_OPERATORS else _MAX_UNARY} operators"
        last_end = token.end()
    return None
