"""What can be told of Python text that no parser takes: imports, string literals and words, line by line."""

from __future__ import annotations

import re

from smsaudit.model.fact import Facts, Imported, Scope, ScopeKind, Word, Written
from smsaudit.model.lines import lines_of
from smsaudit.model.location import Place
from smsaudit.model.value import Text

_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+([\w., \t*()]+)|import[ \t]+([\w., \t]+))"
)
_TOKEN = re.compile(
    r"#.*|[rRbBuUfF]{0,2}(?<!\\)(?:'([^'\\\n]*(?:\\.[^'\\\n]*)*)'|\"([^\"\\\n]*(?:\\.[^\"\\\n]*)*)\")|[^\W\d]\w*|\d+"
)
_ALIAS = re.compile(r"([\w.*]+)(?:[ \t]+as[ \t]+(\w+))?")
_MAX_LINES = 50_000


def salvaged(text: str) -> Facts:
    """Imports, texts and words; calls and definitions are not told, so nothing here is more than a hint."""
    imports: list[Imported] = []
    texts: list[Written] = []
    words: dict[str, Word] = {}
    lines = lines_of(text)[:_MAX_LINES]
    for number, line in enumerate(lines, start=1):
        imports += _imports(line, number)
        for token in _TOKEN.finditer(line):
            literal = token.group(1) or token.group(2)
            place = Place(number, token.start() + 1)
            if literal is not None:
                texts.append(Written(0, Text(literal), place))
            word = token.group() if literal is None else literal
            if not word.startswith("#") and word and not any(map(str.isspace, word)):
                words.setdefault(word, Word(word, place))
    scope = Scope(ScopeKind.MODULE, "", -1, Place(1, 1, max(len(lines), 1)))
    return Facts(
        language="python",
        scopes=(scope,),
        imports=tuple(imports),
        texts=tuple(texts),
        words=tuple(words.values()),
        mended=(1,),
    )


def _imports(line: str, number: int) -> list[Imported]:
    match = _IMPORT.match(line)
    if match is None:
        return []
    dots, module, names, modules = match.groups()
    found: list[Imported] = []
    for name, alias in _ALIAS.findall(names or modules):
        if names:
            found.append(Imported(0, module, len(dots), name, alias or name, Place(number)))
        else:
            found.append(Imported(0, name, 0, None, alias or name, Place(number)))
    return found
