"""Trees of texts that the Python which runs us does not take: of a newer one, of Python 2, and broken ones.

LibCST reads every Python 3; its tree is told in the words of ours. What it does not take either is mended line by line.
"""

from __future__ import annotations

import ast
import re

import libcst as cst

from smsaudit.scan.python.foreign.statements import translated
from smsaudit.scan.python.mend import blanked, holding, modernised, retyped, unterminated
from smsaudit.scan.python.own import own_tree

Parsed = tuple[ast.Module | None, tuple[int, ...], str]
"""The tree, the lines that had to be rewritten for it, and the text that it was made of."""

_MAX_MENDS = 40
_REFUSED = (SyntaxError, LookupError, ValueError, UnicodeError, RecursionError, cst.CSTLogicError)
"""What is raised besides syntax errors that name a line; the last for strings with prefixes that do not go together."""

_STRAY = re.compile(r'"(.+?)" is not a valid identifier', re.DOTALL)
_AT_LINE = re.compile(r"error at (\d+):\d+")


def foreign_tree(text: str) -> Parsed:
    """The tree of a text in another Python, or in none."""
    try:
        return _tree(text), (), text
    except cst.ParserSyntaxError:
        pass
    except _REFUSED:
        return None, (), text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = [line.replace("\f", "") for line in lines]
    mended = set(modernised(lines))
    for _ in range(_MAX_MENDS):
        try:
            tried = "\n".join(lines)
            return _tree(tried), tuple(sorted(mended)), tried
        except cst.ParserSyntaxError as error:
            faulty = _faulty_line(error, lines)
            changed = retyped(lines, faulty) or _blanked_near(lines, faulty)
            if not changed:
                return None, (), text
            mended.update(changed)
        except _REFUSED:
            return None, (), text
    return None, (), text


def _tree(text: str) -> ast.Module:
    module = cst.parse_module(text)
    return own_tree(text) or translated(module)


def _faulty_line(error: cst.ParserSyntaxError, lines: list[str]) -> int:
    """Where to mend. The parser names the line in its message; the tokenizer names none."""
    if stray := _STRAY.search(error.message):
        return holding(lines, stray.group(1)[0]) or error.raw_line
    if error.message.startswith("tokenizer error"):
        return unterminated(lines) or error.raw_line
    named = _AT_LINE.search(error.message)
    return int(named.group(1)) if named else error.raw_line


def _blanked_near(lines: list[str], number: int) -> list[int]:
    """Blank the line that the parser stumbled over, or the nearest one before it that can be blanked; answer which."""
    for candidate in range(min(number, len(lines)), max(0, number - 20), -1):
        if blanked(lines, candidate):
            return [candidate]
    return []
