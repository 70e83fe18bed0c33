"""Makes Python 2 and broken files readable, line by line, without moving a line.

Hand-written protocol clients are often Python 2, and an unterminated string must not hide the send
beside it. What is rewritten or blanked is named, so that the reading can be marked as partial.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_INDENT = re.compile(r"[ \t]*")
_OPENS_BLOCK = re.compile(r"[ \t]*(if|elif|else|for|while|try|except|finally|with|def|class)\b.*:\s*(#.*)?$")
_CONTINUES = {"elif": "elif True:", "else": "else:", "except": "except Exception:", "finally": "finally:"}
_PRINTS_LONG = re.compile(r"([ \t]*print)[ \t]+([uUrRbB]*(\"{3}|'{3}))")
_LONG_TEXT = 400
"""Lines over which a text that is printed is looked for the end of."""
_QUOTE = re.compile(r"\"\"\"|\'\'\'|\"|\'|#|\\\\.")
_NO_CODE = re.compile(r"""(?<!\\)(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")|#.*""")
_TYPESET = str.maketrans("“”„″‘’‚′", "\"\"\"\"''''")
"""Quotation marks as word processors and web pages set them, for the ones that were typed."""
_REACH = 20
"""Lines of a statement before and behind a fault."""

_PYTHON2: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"^([ \t]*)print[ \t]*>>[ \t]*[^,\n]+,?(.*)$"), r"\1print(\2)"),
    (
        re.compile(
            r"^([ \t]*(?:(?:if|elif|else|for|while|with|try|except|finally)\b[^'\"#:]*:[ \t]*)?)print[ \t]+(?![=(])(.+?),?([ \t]*)$"
        ),
        r"\1print(\2)\3",
    ),
    (re.compile(r"^([ \t]*)print[ \t]*$"), r"\1print()"),
    (re.compile(r"^([ \t]*)print[ \t]+(\(.*\)[ \t]*%.*|\(.*\),.*)$"), r"\1print(\2)"),
    (re.compile(r"^([ \t]*except[ \t]+[^,:]+?),[ \t]*(\w+)[ \t]*:"), r"\1 as \2:"),
    (re.compile(r"^([ \t]*except[ \t]*\([^)]*\)),[ \t]*(\w+)[ \t]*:"), r"\1 as \2:"),
    (re.compile(r"^([ \t]*except[ \t]+[^:]+?)(?:,|[ \t]as)[ \t]*\([ \t]*(\w+)[^)]*\)[ \t]*:"), r"\1 as \2:"),
    (re.compile(r"^([ \t]*raise[ \t]+[\w.]+),[ \t]*(.+)$"), r"\1(\2)"),
    (re.compile(r"^([ \t]*)exec[ \t]+(?!\()(.+)$"), r"\1exec(\2)"),
    (re.compile(r"`([^`]*)`"), r"repr(\1)"),
    (re.compile(r"<>"), "!="),
    (re.compile(r"\b(0[xX][0-9a-fA-F]+|\d+)[lL]\b"), r"\1"),
    (re.compile(r"(?<![\w.\\])0([0-7]+)(?![\w.])"), r"0o\1"),
    (re.compile(r"\b[uU][rR](['\"])"), r"r\1"),
    (re.compile(r"(?<=\.)(async|await)\b|\b(async)(?=[ \t]*=[^=])"), r"\1\2_"),
)


def modernised(lines: list[str]) -> list[int]:
    """Rewrite Python 2 spellings in place; answer the 1-based numbers of the lines that changed."""
    changed = _printed_over_lines(lines)
    for index, line in enumerate(lines):
        new = (
            line.expandtabs(8)
            if line[:1] in " \t" and "\t" in line[: len(line) - len(line.lstrip())]
            else line
        )
        code, remark = _parted(new)
        for pattern, replacement in _PYTHON2:
            code = pattern.sub(replacement, code)
        new = code + remark
        if new != line:
            lines[index] = new
            changed.append(index + 1)
    return sorted({*changed})


def _parted(line: str) -> tuple[str, str]:
    """A line without its comment, and the comment with what parts them."""
    comment = next((m.start() for m in _NO_CODE.finditer(line) if m.group().startswith("#")), len(line))
    code = line[:comment].rstrip()
    return code, line[len(code) :]


def _printed_over_lines(lines: list[str]) -> list[int]:
    """Put brackets around texts of several lines that are printed; answer the lines that changed."""
    changed: list[int] = []
    for index, line in enumerate(lines):
        begun = _PRINTS_LONG.match(line)
        if begun is None or begun.group(3) in line[begun.end() :]:
            continue
        within = range(index + 1, min(len(lines), index + _LONG_TEXT))
        last = next((number for number in within if begun.group(3) in lines[number]), None)
        if last is not None:
            lines[index] = f"{begun.group(1)}({begun.group(2)}{line[begun.end() :]}"
            lines[last] = f"{lines[last].rstrip().removesuffix(',')})"
            changed += [index + 1, last + 1]
    return changed


def retyped(lines: list[str], number: int) -> list[int]:
    """Put plain quotation marks for typeset ones if line `number` has only these; answer the lines that changed.

    What went through a word processor has lost all of them, so every line that has no plain ones is rewritten.
    """
    if not 1 <= number <= len(lines) or not _is_typeset(lines[number - 1]):
        return []
    changed = [index for index, line in enumerate(lines) if _is_typeset(line)]
    for index in changed:
        lines[index] = lines[index].translate(_TYPESET)
    return [index + 1 for index in changed]


def _is_typeset(line: str) -> bool:
    code = line.partition("#")[0]
    return code.translate(_TYPESET) != code and not any(mark in code for mark in "'\"")


def blanked(lines: list[str], number: int) -> bool:
    """Put a statement without effect in place of the one on line `number`; False if nothing is left to blank.

    Where even that does not fit, the line is emptied.
    """
    if not 1 <= number <= len(lines):
        return False
    first, last = _statement(lines, number - 1)
    line = " ".join(lines[first : last + 1])
    indent = _INDENT.match(line)
    stripped = line.strip()
    keyword = re.split(r"\W", stripped, maxsplit=1)[0]
    if keyword in _CONTINUES:
        new = _CONTINUES[keyword]
    elif _OPENS_BLOCK.match(line):
        new = "if True:"
    else:
        new = "pass"
    if stripped == "" or stripped == new != "pass":
        return False
    lines[first : last + 1] = [""] * (last - first + 1)
    if stripped != new:
        lines[first] = (indent.group() if indent else "") + new
    return True


def _statement(lines: list[str], index: int) -> tuple[int, int]:
    """The first and last line of the brackets around line `index`; the line itself if they do not close nearby."""
    first, depth = index, 0
    for before in range(index - 1, max(-1, index - _REACH), -1):
        depth += _opened(lines[before])
        if depth > 0:
            first, depth = before, 0
        elif _OPENS_BLOCK.match(lines[before]):
            break
    depth = 0
    for last in range(first, min(len(lines), first + 2 * _REACH)):
        depth += _opened(lines[last])
        if depth <= 0:
            return (first, last) if last >= index else (index, index)
    return index, index


def _opened(line: str) -> int:
    """How many more brackets a line opens than it closes."""
    code = _NO_CODE.sub("", line)
    return sum(map(code.count, "([{")) - sum(map(code.count, ")]}"))


def holding(lines: list[str], mark: str) -> int | None:
    """The first line with a character of that kind outside strings and comments."""
    return next((n for n, line in enumerate(lines, start=1) if mark in _NO_CODE.sub("", line)), None)


def unterminated(lines: list[str]) -> int | None:
    """The line on which a string begins that never ends, which the tokenizer reports without a place."""
    opened = ""
    since = 0
    for number, line in enumerate(lines, start=1):
        for match in _QUOTE.finditer(line):
            mark = match.group()
            if opened:
                opened = "" if mark == opened else opened
            elif mark == "#":
                break
            elif mark[0] != "\\":
                opened, since = mark, number
        if len(opened) == 1 and not line.endswith("\\"):
            return number
    return since if opened else None
