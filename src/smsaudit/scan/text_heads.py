"""What stands before an opening brace or parenthesis: the head of a class, of a function, or neither."""

from __future__ import annotations

import re

from smsaudit.model.fact import ScopeKind

KEYWORDS = frozenset(
    [
        "if", "for", "while", "switch", "catch", "synchronized", "return", "foreach", "using",
        "lock", "match", "when", "do", "else", "elif", "elseif", "guard", "try", "with", "throw",
        "throws", "new", "await", "yield", "typeof", "sizeof", "void", "function", "func",
        "fun", "fn", "def", "sub", "defer", "case", "in", "not", "and", "or",
        "super", "isset", "echo", "include", "require",
        "include_once", "require_once", "declare", "unless", "until", "checked", "unchecked",
        "fixed", "nameof", "alignof", "decltype", "static_assert", "public", "private", "protected",
        "const", "import", "var", "async",
    ]
)  # fmt: skip
"""Words before a parenthesis that call nothing."""

_TYPED = frozenset(["java", "csharp", "c", "cpp", "objective-c", "dart", "groovy", "jsp"])
"""Languages that write the type of a result before the name of a function."""

_METHODS = _TYPED | {"javascript", "typescript", "vue", "html"}
"""Languages in which a function need not be announced by a keyword."""

_NAME_FIRST = frozenset(["go", "kotlin", "typescript", "rust", "swift", "scala", "vue"])

_BEFORE_CALL = frozenset(
    [
        "return", "new", "throw", "else", "await", "yield", "in", "case", "not", "and", "or", "do",
        "go", "defer", "async", "typeof", "delete", "default", "is", "as", "out", "ref",
    ]
)  # fmt: skip
_DEFINER = re.compile(
    r"\b(?:func|fun|function|fn|def)\b\s*+(?:\([^()]*+\)\s*+)?(?:<[^<>]*+>\s*+)?[&*]?\s*+(?:[\w.]+\.)?$"
)
_ENDS = "(){};=,|+!?:/-"
_TYPE = re.compile(r"(?:[\w$.@\s]|<[\w$.,?\s\[\]<>]*+>|\[\])++(?<=[\w>\]])")
_LAST_WORD = re.compile(r"([A-Za-z_][\w$]*+)\s*+$")
_CLASS = re.compile(
    r"\b(?:class|interface|struct|enum|trait|object|record|impl|protocol|extension)\s++(?P<name>[A-Za-z_$][\w$]*+)(?![^{]*\bfun\b)"
)
_GO_TYPE = re.compile(r"\btype\s++(?P<name>\w++)\s++(?:struct|interface)\s*+$")
_KEYWORDED = re.compile(
    r"\b(?:func|fun|function|fn|def)\b\s*+(?:\([^()]*+\)\s*+)?(?:<[^<>]*+>\s*+)?[&*]?\s*+(?:[\w<>?]++\.)*+(?P<name>[A-Za-z_$][\w$]*+)"
    r"\s*+(?:\[[^\[\]]*+\]|<[^<>]*+>)?\s*+\((?P<parameters>(?:[^()]++|\([^()]*+\))*+)"
)
_ASSIGNED = re.compile(
    r"(?P<name>[A-Za-z_$][\w$]*+)\s*+(?::[^=;{}()]{0,80})?[=:](?!>)\s*+(?:async\b\s*+)?"
    r"(?:function\b[^(]{0,40}|)\(?(?P<parameters>(?:[^()]++|\([^()]*+\))*+)\)?\s*+(?::[^=;{}]{0,80})?(?:=>)?\s*+"
    r"(?:new\s++Promise\s*+\(\s*+(?:async\b\s*+)?(?:function\b)?\s*+\(?[^()]{0,80}+\)?\s*+(?:=>)?\s*+)?$"
)
_STATEMENT = re.compile(r"\n[ \t]*+(?=(?:export|exports|module|const|let|var|this)\b)")
"""Where a line begins anew, in a language that need not end one."""
_IS_LAMBDA = re.compile(r"(?:=>|\bfunction\b[^(]{0,40}\((?:[^()]++|\([^()]*+\))*+\))\s*+$")
_METHOD = re.compile(
    r"(?P<before>[.\w]?)\s*+(?<![\w$.])(?P<name>[A-Za-z_$][\w$]*+)\s*+\((?P<parameters>(?:[^()]++|\([^()]*+\))*+)\)"
    r"\s*+(?:throws\s[\w.,\s]++|const\b|noexcept\b|override\b|final\b|async\b|where\s[^{]*+|:\s*+[^{();]{1,80})*+\s*+$"
)
_PARAMETER = re.compile(r"[A-Za-z_$][\w$]*+")
_MOST_PARAMETERS = 20

Head = tuple[ScopeKind, str, tuple[str, ...]]


def opened(language: str, head: str) -> Head | None:
    """What a brace after `head` opens: kind, name and parameters; None for a plain block."""
    head = head.rstrip()
    if language == "go" and (found := _GO_TYPE.search(head)):
        return ScopeKind.CLASS, found["name"], ()
    if found := _last(_KEYWORDED, head):
        return ScopeKind.FUNCTION, found["name"], _parameters(language, found["parameters"])
    if found := _CLASS.search(head):
        return ScopeKind.CLASS, found["name"], ()
    if _IS_LAMBDA.search(head):
        assigned = _ASSIGNED.search(_STATEMENT.split(head)[-1])
        known = assigned is not None and assigned["name"] not in KEYWORDS
        if assigned is None or not known:
            return None
        return ScopeKind.FUNCTION, assigned["name"], _parameters(language, assigned["parameters"])
    if language in _METHODS and (found := _METHOD.search(head)) and found["name"] not in KEYWORDS:
        before = _LAST_WORD.search(head[: found.start("name")])
        if before is None or before[1] != "new":
            return ScopeKind.FUNCTION, found["name"], _parameters(language, found["parameters"])
    return None


def is_definition(language: str, head: str) -> bool:
    """Whether a name that follows `head`, with a parenthesis behind it, is declared there and not called."""
    if head.endswith("@") or _DEFINER.search(head):
        return True
    if language not in _TYPED:
        return False
    segment = head[1 + max(map(head.rfind, _ENDS)) :].strip()
    if not _TYPE.fullmatch(segment):
        return False
    word = _LAST_WORD.search(segment)
    return word is None or word[1] not in _BEFORE_CALL


def _last(expression: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(iter([*expression.finditer(text)][-1:]), None)


def _parameters(language: str, written: str) -> tuple[str, ...]:
    names: list[str] = []
    for part in written.split(",")[:_MOST_PARAMETERS]:
        words = _PARAMETER.findall(part.partition("=")[0])
        if words:
            names.append((words[0] if language in _NAME_FIRST else words[-1]).lstrip("$"))
    return tuple(names)
