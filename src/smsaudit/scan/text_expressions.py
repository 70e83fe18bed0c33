"""Functions whose body is an expression: `const send = (to) => ask(to)`, `fun send(to: String) = ask(to)`."""

from __future__ import annotations

import re

from smsaudit.scan.text_heads import Head, assigned, is_definition, keyworded, method

_ARROWED = frozenset(["javascript", "typescript", "vue", "html", "jsp"])
"""Languages in which an arrow begins a body, where what it belongs to is given a name."""
_TYPED = frozenset(["csharp", "dart"])
"""Languages in which it does, behind the parameters of a method or where it is given a name."""
_EQUAL = frozenset(["kotlin", "scala"])
"""Languages in which an equals sign does, behind the parameters of a function."""

_WORDS = r"[A-Za-z_$][\w$]*+|[(){}\[\],;]"
_STEP = re.compile(_WORDS)
_STEP_WITH_ARROW = re.compile(rf"{_WORDS}|=>")
_STEP_WITH_EQUAL = re.compile(rf"{_WORDS}|(?<![=!<>+*/%&|-])=(?![=>])")
STARTS = ("=>", "=")
"""What a body may begin with."""
_CALLS = re.compile(r"\s*+(?!\{)(?:[^;,)}\](\n]|\n\s*+[.?:&|+-]){0,300}+\(")
"""What calls nothing on its first line needs no function of its own: a type, a value, or a block, which is met by itself."""
_RESULT = re.compile(r"(?:\([^()]*+\)\s*+)*+(?::[^=;{}()]{0,200}+)?")
_OPERATORS = ("=", "=>", "+", "-", "*", "/", "%", "&", "|", "?", ":", ".", "!", "~", "^")
_STATEMENTS = frozenset(
    [
        "const", "let", "var", "function", "class", "export", "exports", "module", "import", "return", "if", "for",
        "fun", "val", "def", "object", "private", "public", "protected", "internal", "override", "static", "async",
    ]
)  # fmt: skip
"""Words with which a statement begins on a line of its own."""


def steps(language: str) -> re.Pattern[str]:
    """What the outline of a language is made of: names, brackets and marks."""
    if language in _EQUAL:
        return _STEP_WITH_EQUAL
    return _STEP_WITH_ARROW if language in _ARROWED | _TYPED else _STEP


def declared(language: str, text: str, begin: int, start: int, end: int) -> Head | None:
    """The function whose body begins behind the mark between two offsets; what it is declared with begins at `begin` at most."""
    if not _CALLS.match(text, end):
        return None
    head = text[begin:start].rstrip()
    if language in _EQUAL:
        found = keyworded(language, head)
        return found if found is not None and _RESULT.fullmatch(head[found.end :].lstrip()) else None
    if (
        language in _TYPED
        and (found := method(language, head))
        and is_definition(language, head[: found.start])
    ):
        return found
    return assigned(language, f"{head}=>")


def is_over(language: str, between: str, word: str) -> bool:
    """Whether an expression ends with a line, before the next word or mark, in a language that need not say so."""
    if language in _TYPED or "\n" not in between:
        return False
    if word in _STATEMENTS:
        return True
    ahead, _, behind = between.rpartition("\n")
    goes_on = ahead.rstrip().endswith(_OPERATORS) or behind.lstrip().startswith(_OPERATORS)
    return not goes_on and word not in STARTS and (word[0].isalnum() or word[0] in "_$")
