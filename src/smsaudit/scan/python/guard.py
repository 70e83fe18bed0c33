"""Refuses text that is known to crash or hang LibCST's native parser, or to keep us busy for nothing, before it gets there."""

from __future__ import annotations

import re

from smsaudit.model.words import Words

MAX_DEPTH = 200
"""CPython itself rejects deeper brackets, so no valid program is lost."""

_MAX_OPERATORS = 1_500
_MAX_BRANCHES = 1_500
_MAX_UNARY = 400
_LONG = 256 << 10
_LONGEST_NAME = 400
_MANY = 20_000
_PER_FUNCTION = 500
_FUNCTION = re.compile(r"^[ \t]*(?:async[ \t]+)?def\b", re.MULTILINE)
_SKIP = re.compile(
    r"""(?<!\\)(?:'{3}(?:[^\\]|\\.)*?'{3}|\"{3}(?:[^\\]|\\.)*?\"{3}|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")|\#[^\n]*""",
    re.DOTALL,
)
"""A quote behind a backslash begins no text: each that does not end would be followed to the end anew."""
_TOO_LONG_NAME = re.compile(rf"\b[^\W\d]\w{{{_LONGEST_NAME}}}")
_INTERESTING = re.compile(r"[\[({]|[\])}]|\n|[,;:]|[-+*/%@&|^~<>=.]+|\b(?:elif|not|and|or|lambda)\b")


def is_data(text: str) -> bool:
    """Whether a text lists thousands of things and defines hardly a function: a table, or a generated description.

    Such a text takes minutes to parse. What stands inside strings does not count.
    """
    if len(text) <= _LONG:
        return False
    bare = _SKIP.sub(_as_name, text)
    listed = bare.count(",") + bare.count("(")
    return listed > _MANY and len(_FUNCTION.findall(bare)) * _PER_FUNCTION < listed


def name_too_long(text: str) -> Words | None:
    """Why a text is not read as code: a name is longer than people write, and patterns would go over it again and again."""
    if (
        max(map(len, text.split("\n"))) <= _LONGEST_NAME
        or _TOO_LONG_NAME.search(_SKIP.sub(_as_name, text)) is None
    ):
        return None
    return Words(
        f"a name of more than {_LONGEST_NAME} characters: read as text, not as code",
        f"名称超过{_LONGEST_NAME}个字符，按文本读取",
    )


def _as_name(match: re.Match[str]) -> str:
    """A comment is nothing; a text is an operand."""
    return "" if match.group().startswith("#") else "t" + "\n" * match.group().count("\n")


def refusal(text: str) -> Words | None:
    """Why `text` must not be parsed, or None."""
    bare = _SKIP.sub(_as_name, text)
    depth = operators = unary = branches = lambdas = 0
    last_end = -1
    for token in _INTERESTING.finditer(bare):
        word = token.group()
        if word in "[({":
            depth += 1
            if depth > MAX_DEPTH:
                return Words(f"brackets nested deeper than {MAX_DEPTH}", f"括号嵌套超过{MAX_DEPTH}层")
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
                return Words(f"lambdas nested deeper than {MAX_DEPTH}", f"lambda嵌套超过{MAX_DEPTH}层")
        elif word == "elif":
            branches += 1
            if branches > _MAX_BRANCHES:
                return Words(f"more than {_MAX_BRANCHES} elif branches", f"elif分支超过{_MAX_BRANCHES}个")
        else:
            operators += 1
            adjacent = bare[last_end : token.start()].strip() == ""
            unary = unary + len(word) if adjacent else len(word)
            if operators > _MAX_OPERATORS or unary > _MAX_UNARY:
                most = _MAX_OPERATORS if operators > _MAX_OPERATORS else _MAX_UNARY
                return Words(
                    f"one statement with more than {most} operators", f"单条语句的运算符超过{most}个"
                )
        last_end = token.end()
    return None
