"""Source text as tokens, pages and their scripts included."""

from __future__ import annotations

import html
import re
from collections.abc import Generator, Iterator

from smsaudit.model.value import Text
from smsaudit.scan.text_grammars import HTML, JAVA, JAVASCRIPT, MARKUP, PHP, TYPESCRIPT, Grammar
from smsaudit.scan.text_lexer import Token, TokenKind, code_tokens

_MARKUP = re.compile(
    r"(?P<comment><!--[\s\S]*?(?:-->|\Z)|<%--[\s\S]*?(?:--%>|\Z))|(?P<php><\?(?:php\b|=))|(?P<java><%[=!]?)(?!@)|<(?P<tag>/?[A-Za-z][\w:.\-]*+)"
)
_IN_TAG = re.compile(
    r'(?P<end>>)|(?P<stop><)|"(?P<double>[^"]{0,4000}+)"?|\'(?P<single>[^\']{0,4000}+)\'?|(?P<word>[^\W\d]\w*+)'
)
_END_OF = {tag: re.compile(rf"</{tag}\b", re.IGNORECASE) for tag in ("script", "style")}


def tokens(text: str, grammar: Grammar) -> Iterator[Token]:
    """Everything in `text` but white space and punctuation, in order."""
    if grammar.language in MARKUP or grammar is PHP:
        yield from _markup(text, grammar)
    else:
        yield from code_tokens(text, grammar, 0, len(text))


def _markup(text: str, grammar: Grammar) -> Iterator[Token]:
    """Attributes of tags, scripts, and PHP; running text of a page says nothing."""
    position = 0
    while found := _MARKUP.search(text, position):
        position = found.end()
        if found["comment"]:
            yield Token(TokenKind.COMMENT, *found.span())
        elif found["php"]:
            if grammar is PHP:
                yield Token(TokenKind.COMMENT, *found.span())
                position = yield from _php(text, position)
        elif found["java"]:
            if grammar.language == "jsp":
                end = text.find("%>", position)
                end = end if end >= 0 else len(text)
                yield from code_tokens(text, JAVA, position, end)
                position = end
        else:
            position = yield from _tag(text, position)
            tag = found["tag"].lower()
            if tag in _END_OF:
                close = _END_OF[tag].search(text, position)
                end = close.start() if close else len(text)
                if tag == "script":
                    yield from code_tokens(
                        text, TYPESCRIPT if grammar is not HTML else JAVASCRIPT, position, end
                    )
                position = end


def _php(text: str, start: int) -> Generator[Token, None, int]:
    """The code of one `<?php` section; its result is where the section ends."""
    last = None
    for last in code_tokens(text, PHP, start, len(text)):
        yield last
    left = last is not None and text.startswith("?>", last.start) and last.kind is TokenKind.COMMENT
    return last.end if left and last else len(text)


def _tag(text: str, start: int) -> Generator[Token, None, int]:
    """The attributes of one tag; its result is where the tag ends."""
    position = start
    while found := _IN_TAG.search(text, position):
        position = found.end()
        match found.lastgroup:
            case "end":
                return position
            case "stop":
                return found.start()
            case "word":
                yield Token(TokenKind.WORD, *found.span())
            case _:
                yield Token(
                    TokenKind.STRING,
                    *found.span(),
                    Text(html.unescape(found["double"] or found["single"] or "")),
                )
    return len(text)
