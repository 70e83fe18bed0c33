"""Python source → facts. Total: whatever the text, it answers facts and gaps and never raises."""

from __future__ import annotations

import gc
import re

import libcst as cst

from smsaudit.model.fact import Facts
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import TreePath
from smsaudit.model.words import Words
from smsaudit.scan.python.builder import Builder
from smsaudit.scan.python.guard import is_data, refusal
from smsaudit.scan.python.mend import blanked, holding, modernised, retyped, unterminated
from smsaudit.scan.python.salvage import salvaged
from smsaudit.scan.python.statements import read_body

_MAX_MENDS = 40
_SHOWN = 5
_NOT_PYTHON = Words("not Python that can be parsed, even in part", "不是可解析的Python代码，部分解析亦不可行")
_DATA = Words(
    "long, and hardly a function in it: read as text, not as code", "文件很长且几乎没有函数，按文本读取"
)
_TOO_DEEP = Words("expressions nested too deeply to be walked", "表达式嵌套过深，无法遍历")
_REFUSED = (SyntaxError, LookupError, ValueError, UnicodeError, cst.CSTLogicError)
"""What LibCST raises besides syntax errors that name a line; the last for strings with prefixes that do not go together."""

_STRAY = re.compile(r'"(.+?)" is not a valid identifier', re.DOTALL)
_AT_LINE = re.compile(r"error at (\d+):\d+")


class PythonScanner:
    """Reads `.py` and `.pyi` files."""

    def wants(self, path: TreePath) -> bool:
        """Whether `path` is Python source by its name."""
        return path.endswith((".py", ".pyi", ".pyw"))

    def scan(self, path: TreePath, text: str) -> tuple[Facts, tuple[Gap, ...]]:
        """All facts of the module; a file that had to be mended or could not be parsed is a gap as well."""
        text = text.encode("utf-8", "replace").decode()
        if is_data(text):
            return salvaged(text), (Gap(path, GapKind.LIMIT, _DATA),)
        reason = refusal(text)
        if reason is not None:
            return salvaged(text), (Gap(path, GapKind.TOO_DEEP, reason),)
        collecting = gc.isenabled()
        gc.disable()  # the tree is garbage-free while it is built; collecting it costs a tenth of the parse
        try:
            return _scan(path, text)
        finally:
            if collecting:
                gc.enable()


def _scan(path: TreePath, text: str) -> tuple[Facts, tuple[Gap, ...]]:
    module, mended, text = _parsed(text)
    if module is None:
        return salvaged(text), (Gap(path, GapKind.UNPARSED, _NOT_PYTHON),)
    try:
        builder = Builder(module, text)
        read_body(builder, module.body)
    except RecursionError:
        return salvaged(text), (Gap(path, GapKind.TOO_DEEP, _TOO_DEEP),)
    gaps: tuple[Gap, ...] = ()
    if mended:
        gaps = (Gap(path, GapKind.MENDED, _rewritten(mended), mended[0]),)
    return builder.facts(mended), gaps


def _rewritten(lines: tuple[int, ...]) -> Words:
    count, more = len(lines), " …" if len(lines) > _SHOWN else ""
    shown = [str(line) for line in lines[:_SHOWN]]
    return Words(
        f"not valid Python 3; read after rewriting {count} line{'s'[: count > 1]} ({', '.join(shown)}{more})",
        f"不是有效的Python 3代码；改写{count}行后读取（{'、'.join(shown)}{more}）",
    )


def _parsed(text: str) -> tuple[cst.Module | None, tuple[int, ...], str]:
    """The tree, the lines that had to be rewritten for it, and the text that it was made of."""
    try:
        return cst.parse_module(text), (), text
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
            return cst.parse_module(tried), tuple(sorted(mended)), tried
        except cst.ParserSyntaxError as error:
            faulty = _faulty_line(error, lines)
            changed = retyped(lines, faulty) or _blanked_near(lines, faulty)
            if not changed:
                return None, (), text
            mended.update(changed)
        except _REFUSED:
            return None, (), text
    return None, (), text


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
