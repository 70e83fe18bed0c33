"""Source text as comments, strings, words and numbers, in one linear pass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from smsaudit.model.value import Attribute, Joined, Name, Opaque, Text, Value
from smsaudit.scan.text_grammars import Grammar

_NESTED_COMMENT = re.compile(r"/\*|\*/")
_TEMPLATE_EDGE = re.compile(r"[`{}]|\\[\s\S]|\$\{")
_DEEPEST_TEMPLATE = 8
_LONGEST_TEMPLATE = 20_000
"""An unclosed back quote hides no more than this."""
_LITERALS = {
    "double": 1,
    "single": 1,
    "character": 1,
    "triple": 3,
    "triple_single": 3,
    "holed": 1,
    "raw": 1,
    "raw_single": 1,
    "raw_double": 1,
    "bare": 0,
}
"""Groups that hold a string, and how wide their quotes are."""
_ESCAPE = re.compile(
    r"\\(?:u\{(?P<braced>[0-9a-fA-F]{1,6})\}|u(?P<code>[0-9a-fA-F]{4})|x(?P<byte>[0-9a-fA-F]{2})"
    r"|(?P<newline>\n)|(?P<letter>[ntrbfv0])|(?P<mark>[^\w\s]))"
)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_HIGHEST = 0x10FFFF
_DOTTED = re.compile(r"[A-Za-z_$][\w$]*+(?:\.[A-Za-z_$][\w$]*+){0,5}+")
_HOLE = re.compile(r"\{(?P<inner>[^{}\n]*+)\}")


class TokenKind(StrEnum):
    """What a stretch of source is."""

    COMMENT = "comment"
    STRING = "string"
    WORD = "word"
    NUMBER = "number"


class Token(Struct, frozen=True):
    """A stretch of source; strings carry what they literally say."""

    kind: TokenKind
    start: int
    end: int
    value: Value | None = None


def code_tokens(text: str, grammar: Grammar, start: int, end: int, depth: int = 0) -> Iterator[Token]:
    """Everything in a stretch of code but white space and punctuation, in order."""
    found = grammar.tokens.search(text, start, end)
    while found:
        group, stop = found.lastgroup or "", found.end()
        if group == "leave":
            yield Token(TokenKind.COMMENT, found.start(), stop)
            return
        if group == "nesting":
            stop = _comment_end(text, found.end(), end)
            yield Token(TokenKind.COMMENT, found.start(), stop)
        elif group == "template":
            stop, holes = _template(text, found.end(), end)
            yield Token(
                TokenKind.STRING, found.start(), stop, _joined_template(text, found.end(), stop, holes)
            )
            if depth < _DEEPEST_TEMPLATE:
                for hole_start, hole_end in holes:
                    yield from code_tokens(text, grammar, hole_start, hole_end, depth + 1)
        elif group != "skip":
            yield _token(found, group, grammar)
        found = grammar.tokens.search(text, stop, end)


def _token(found: re.Match[str], group: str, grammar: Grammar) -> Token:
    start, end = found.span()
    match group:
        case "line" | "block":
            return Token(TokenKind.COMMENT, start, end)
        case "word":
            return Token(TokenKind.WORD, start, end)
        case "number":
            return Token(TokenKind.NUMBER, start, end)
        case _:
            return Token(TokenKind.STRING, start, end, _literal(found, group, grammar))


def _literal(found: re.Match[str], group: str, grammar: Grammar) -> Value:
    whole = found.group()
    match group:
        case "raw_cpp" | "raw_rust" | "lua" | "heredoc":
            return Text(_inside(whole, found))
        case "verbatim":
            return Text(whole.partition('"')[2].removesuffix('"').replace('""', '"'))
        case "sql":
            return Text(_unquoted(whole, 1).replace("''", "'"))
        case "holed":
            return joined(_unquoted(whole[1:], 1), _HOLE)
        case "raw" | "raw_single" | "raw_double":
            return Text(_unquoted(whole, 1))
        case _:
            body = _unquoted(whole, _LITERALS.get(group, 1))
            interpolates = grammar.interpolation and group in ("double", "triple")
            return joined(body, grammar.interpolation) if interpolates else Text(unescaped(body))


def _unquoted(whole: str, width: int) -> str:
    closed = len(whole) >= 2 * width and whole.endswith(whole[:width])
    return whole[width : len(whole) - width if closed else len(whole)]


def _inside(whole: str, found: re.Match[str]) -> str:
    groups = found.groupdict()
    if groups.get("raw_cpp"):
        return whole.partition("(")[2].removesuffix(f'){groups["delimiter"]}"')
    if groups.get("raw_rust"):
        return whole.partition('"')[2].removesuffix(f'"{groups["hashes"]}')
    if groups.get("lua"):
        return whole[2 + len(groups["depth"] or "") :].removesuffix(f"]{groups['depth']}]")
    return whole.partition("\n")[2].rpartition("\n")[0]


def joined(body: str, holes: re.Pattern[str] | None) -> Value:
    """A string with values in it as `Joined`, one without as `Text`."""
    parts: list[Value] = []
    position = 0
    for hole in holes.finditer(body) if holes else ():
        if hole.start() > position:
            parts.append(Text(unescaped(body[position : hole.start()])))
        groups = hole.groupdict()
        parts.append(_expression(groups.get("inner") or groups.get("name") or ""))
        position = hole.end()
    if not parts:
        return Text(unescaped(body))
    if position < len(body):
        parts.append(Text(unescaped(body[position:])))
    return Joined(tuple(parts))


def _expression(inner: str) -> Value:
    inner = inner.strip().lstrip("$@")
    if not _DOTTED.fullmatch(inner):
        return Opaque()
    first, *rest = inner.split(".")
    value: Value = Name(first)
    for part in rest:
        value = Attribute(value, part)
    return value


def unescaped(body: str) -> str:
    """`body` with the escapes that most languages share decoded; others stay as written."""
    if "\\" not in body:
        return body
    text = _ESCAPE.sub(_character, body)
    if any("\ud800" <= character <= "\udfff" for character in text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _character(found: re.Match[str]) -> str:
    code = found["braced"] or found["code"] or found["byte"]
    if code:
        return chr(int(code, 16)) if int(code, 16) <= _HIGHEST else "\ufffd"
    if found["letter"]:
        return _LETTERS[found["letter"]]
    return found["mark"] or ""


def _comment_end(text: str, start: int, end: int) -> int:
    depth = 1
    for edge in _NESTED_COMMENT.finditer(text, start, end):
        depth += 1 if edge.group() == "/*" else -1
        if depth == 0:
            return edge.end()
    return end


def _template(text: str, start: int, end: int) -> tuple[int, list[tuple[int, int]]]:
    """Where a template literal ends, and the spans of its outermost `${…}`."""
    holes: list[tuple[int, int]] = []
    # Each level is text ("`") or the inside of braces ("{"); a template may stand in a hole of another.
    levels = ["`"]
    hole = start
    end = min(end, start + _LONGEST_TEMPLATE)
    for edge in _TEMPLATE_EDGE.finditer(text, start, end):
        mark, in_text = edge.group(), levels[-1] == "`"
        if mark == "`":
            if not in_text:
                levels.append("`")
                continue
            levels.pop()
            if not levels:
                return edge.end(), holes
        elif mark == "${" and in_text:
            if len(levels) == 1:
                hole = edge.end()
            levels.append("{")
        elif mark in ("{", "${") and not in_text:
            levels.append("{")
        elif mark == "}" and not in_text:
            levels.pop()
            if len(levels) == 1:
                holes.append((hole, edge.start()))
    return end, holes


def _joined_template(text: str, start: int, stop: int, holes: list[tuple[int, int]]) -> Value:
    end = stop - 1 if text[stop - 1 : stop] == "`" and stop > start else stop
    parts: list[Value] = []
    position = start
    for hole_start, hole_end in holes:
        if hole_start - 2 > position:
            parts.append(Text(unescaped(text[position : hole_start - 2])))
        parts.append(_expression(text[hole_start:hole_end]))
        position = hole_end + 1
    if not parts:
        return Text(unescaped(text[start:end]))
    if position < end:
        parts.append(Text(unescaped(text[position:end])))
    return Joined(tuple(parts))
