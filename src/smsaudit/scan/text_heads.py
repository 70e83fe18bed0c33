"""What stands before an opening brace or parenthesis: the head of a class, of a function, or neither."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from smsaudit.model.fact import ScopeKind
from smsaudit.scan.text_marks import BRACKETED

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
    r"\b(?:func|fun|function|fn|def|class|record)\b\s*+(?:\([^()]*+\)\s*+)?(?:<[^<>]*+>\s*+)?[&*]?\s*+(?:[\w.]+\.)?$"
)
_ENDS = "(){};=,|+!?:/-"
_FILLED = re.compile(r"(?<=\w)<[\w$.,?\s\[\]<>]{0,100}>")
"""What a type is filled with, to whatever depth."""
_ATTRIBUTE_END = re.compile(r"^[^\[\]]*+\]")
"""What an attribute of C# ends with (`[HttpPost("x")] public Task Go(`)."""
_TYPE = re.compile(r"(?:[\w$.@\s]|\[\])++(?<=[\w\]])")
_LAST_WORD = re.compile(r"([A-Za-z_][\w$]*+)\s*+$")
_NAMED = r"\s++(?P<name>[A-Za-z_$][\w$]*+)(?![^{]*\bfun\b)"
_TYPES = "class|interface|struct|enum|trait|record|impl|protocol|extension"
_CLASS = re.compile(rf"\b(?:{_TYPES}){_NAMED}")
_CLASS_OR_OBJECT = re.compile(rf"\b(?:{_TYPES}|object){_NAMED}")
_OBJECTS = frozenset(["kotlin", "scala"])
"""Languages in which an object is declared; in others it is the name of a type."""
_GO_SHAPES = ("struct", "interface")
_GO_TYPE = re.compile(r"\btype\s++(?P<name>\w++)\s++(?:struct|interface)\s*+$")
_GIVEN = r"\((?P<parameters>(?:[^()]++|\((?:[^()]++|\([^()]*+\))*+\))*+)\)"
"""Parameters in their parentheses."""
_KEYWORDED = re.compile(
    r"\b(?:func|fun|function|fn|def)\b\s*+(?:\((?P<receiver>[^()]*+)\)\s*+)?(?:<[^<>]*+>\s*+)?[&*]?\s*+(?:[\w<>?]++\.)*+(?P<name>[A-Za-z_$][\w$]*+)"
    rf"\s*+(?:\[[^\[\]]*+\]|<[^<>]*+>)?\s*+{_GIVEN}"
)
_WRAPPED = r"(?:[\w$.]*?(?i:async|catch|wrap|handler|middleware|controller|onrequest|oncall)\w*+\s*+\(\s*+)?"
"""What a handler is often put into where it is defined: `asyncHandler(async (req, res) => {`."""
_ASSIGNED = re.compile(
    rf"(?P<name>[A-Za-z_$][\w$]*+)\s*+(?::(?:[^=;{{}}(),<>]|<[^=;{{}}()]{{0,120}}>){{0,80}})?[=:](?!>)\s*+{_WRAPPED}(?:async\b\s*+)?(?:<[^<>]*+>\s*+)?"
    rf"(?:function\b[\s*]*+[\w$]*+\s*+)?(?:{_GIVEN}|[A-Za-z_$][\w$]*+)\s*+(?::[^=;{{}}]{{0,80}})?(?:=>)?\s*+"
    r"(?:new\s++Promise\s*+\(\s*+(?:async\b\s*+)?(?:function\b)?\s*+\(?[^()]{0,80}+\)?\s*+(?:=>)?\s*+)?$"
)
_STATEMENT = re.compile(r"\n[ \t]*+(?=(?:export|exports|module|const|let|var|this)\b)")
"""Where a line begins anew, in a language that need not end one."""
_IS_LAMBDA = re.compile(r"(?:=>|\bfunction\b[^(]{0,40}\((?:[^()]++|\([^()]*+\))*+\))\s*+$")
_METHOD = re.compile(
    r"(?P<before>[.\w]?)\s*+(?<![\w$.])(?P<name>[A-Za-z_$][\w$]*+)\s*+"
    + _GIVEN
    + r"\s*+(?:throws\s[\w.,\s]++|const\b|noexcept\b|override\b|final\b|async\b|where\s[^{]*+|:\s*+(?:\w++\s*+\((?:[^()]++|\([^()]*+\))*+\)[\s,]*+){1,20}+|:\s*+(?:[^{}();]++|\{[^{}()]{0,200}+\}){1,20}+)*+\s*+$"
)
_PARAMETER = re.compile(r"[A-Za-z_$][\w$]*+")
_MOST_PARAMETERS = 20
_RECEIVER = re.compile(r"([A-Za-z_]\w*+)\s*+(?:\[|$)")
"""The type in the receiver of a method of Go: `(s *Sender[T])`."""
_SCOPED = re.compile(r"([A-Za-z_]\w*+)::[~\s]*+$")
_ENCLOSED = re.compile(r"<[^<>()]*+>|\([^<>()]*+\)|\[[^\[\]]*+\]")
_DEEPEST = 6
_CONSTRAINTS = re.compile(r"\bwhere\b")
_BASE = re.compile(r"[A-Za-z_\\][\w.\\]*+")
_HERITAGE = frozenset(
    [
        "extends",
        "implements",
        "with",
        "public",
        "private",
        "protected",
        "internal",
        "virtual",
        "constructor",
        "final",
    ]
)
_MOST_BASES = 12
_LONGEST_ANSWER = 200
_ANSWER = re.compile(r"(?<![@\w])[A-Z]\w*+")
"""A class among the words with which a function says what it answers."""


class Head(NamedTuple):
    """What is declared before a brace."""

    kind: ScopeKind
    name: str
    start: int
    """Where in the head the declaration begins, or its name."""
    parameters: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    """What a class extends; of a method that stands outside of its class, the class."""
    end: int = 0
    """Where in the head its parameters end."""
    returns: str = ""
    """The class of what a function says that it answers, without what that is wrapped in (`Task<Sender>`)."""


def opened(language: str, head: str) -> Head | None:
    """What a brace after `head` opens; None for a plain block."""
    head = head.rstrip()
    if language == "go" and head.endswith(_GO_SHAPES):
        type_ = _GO_TYPE.search(head)
        return Head(ScopeKind.CLASS, type_["name"], type_.start()) if type_ else None
    if found := keyworded(language, head):
        return found
    if (type_ := (_CLASS_OR_OBJECT if language in _OBJECTS else _CLASS).search(head)) and head.count(
        "(", 0, type_.start()
    ) == head.count(")", 0, type_.start()):
        return Head(ScopeKind.CLASS, type_["name"], type_.start(), bases=_bases(head[type_.end() :]))
    if _IS_LAMBDA.search(head):
        return assigned(language, head)
    return method(language, head) if language in _METHODS else None


def keyworded(language: str, head: str) -> Head | None:
    """The last function in it that a keyword announces."""
    found = _last(_KEYWORDED, head)
    return found and _function(language, found, _RECEIVER.findall(found["receiver"] or "")[:1])


def assigned(language: str, head: str) -> Head | None:
    """The function without a name at its end, by the name that it is given."""
    found = _ASSIGNED.search(head, _last_statement(head))
    return _function(language, found) if found is not None and found["name"] not in KEYWORDS else None


def method(language: str, head: str) -> Head | None:
    """The function at its end that nothing announces."""
    found = _METHOD.search(head)
    if found is None or found["name"] in KEYWORDS:
        return None
    before = _LAST_WORD.search(head[: found.start("name")])
    is_made = before is not None and before[1] == "new"
    return None if is_made else _function(language, found, _SCOPED.findall(head[: found.start("name")]))


def _function(language: str, found: re.Match[str], owner: Iterable[str] = ()) -> Head:
    parameters = _parameters(language, found["parameters"] or "")
    returns = _returns(language, found)
    return Head(
        ScopeKind.FUNCTION, found["name"], found.start("name"), parameters, tuple(owner), found.end(), returns
    )


def _returns(language: str, found: re.Match[str]) -> str:
    if language in _TYPED:
        said = found.string[1 + max(map(found.string.rfind, ";{}")) : found.start("name")]
    else:
        said = found.string[found.end("parameters") + 1 :] if found["parameters"] is not None else ""
    classes = _ANSWER.findall(said[-_LONGEST_ANSWER:] if language in _TYPED else said[:_LONGEST_ANSWER])
    return next(iter(classes if language == "go" else classes[::-1]), "")


def is_definition(language: str, head: str) -> bool:
    """Whether a name that follows `head`, with a parenthesis behind it, is declared there and not called."""
    if (head.endswith("@") and language not in BRACKETED) or _DEFINER.search(head):
        return True
    if language not in _TYPED:
        return False
    head = _FILLED.sub("", head)
    segment = _ATTRIBUTE_END.sub("", head[1 + max(map(head.rfind, _ENDS)) :]).strip()
    if not _TYPE.fullmatch(segment):
        return False
    word = _LAST_WORD.search(segment)
    return word is None or word[1] not in _BEFORE_CALL


def _last(expression: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(iter([*expression.finditer(text)][-1:]), None)


def _last_statement(head: str) -> int:
    """Where the last line begins that may begin a statement."""
    found = _last(_STATEMENT, head)
    return found.end() if found is not None else 0


def _bases(written: str) -> tuple[str, ...]:
    """What a class extends or implements, without what fills it or is given to it."""
    written = _CONSTRAINTS.split(written, maxsplit=1)[0]
    for _ in range(_DEEPEST):
        written, count = _ENCLOSED.subn(" ", written)
        if not count:
            break
    names = (name.strip("\\.").replace("\\", ".") for name in _BASE.findall(written))
    return tuple(name for name in names if name and name not in _HERITAGE)[:_MOST_BASES]


def _parameters(language: str, written: str) -> tuple[str, ...]:
    names: list[str] = []
    for part in written.split(",")[:_MOST_PARAMETERS]:
        words = _PARAMETER.findall(part.partition("=")[0])
        if words:
            names.append((words[0] if language in _NAME_FIRST else words[-1]).lstrip("$"))
    return tuple(names)
