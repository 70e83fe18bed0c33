"""Python source → facts. Total: whatever the text, it answers facts and gaps and never raises."""

from __future__ import annotations

import gc

from msgspec.structs import replace

from smsaudit.model.fact import Facts
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import TreePath
from smsaudit.model.source import NOTEBOOK
from smsaudit.model.words import Words
from smsaudit.scan.names import language_of
from smsaudit.scan.python.builder import Builder
from smsaudit.scan.python.guard import is_data, name_too_long, refusal
from smsaudit.scan.python.own import TooDeep, own_tree
from smsaudit.scan.python.salvage import salvaged
from smsaudit.scan.python.statements import read_body

_SHOWN = 5
_NOT_PYTHON = Words("not Python that can be parsed, even in part", "不是可解析的Python代码，部分解析亦不可行")
_DATA = Words(
    "long, and hardly a function in it: read as text, not as code", "文件很长且几乎没有函数，按文本读取"
)
_OTHER_CELLS = Words("cells in another language than Python are not read", "非Python语言的单元未读取")
_TOO_DEEP = Words("expressions nested too deeply to be walked", "表达式嵌套过深，无法遍历")


class PythonScanner:
    """Reads modules, stubs and notebooks."""

    def wants(self, path: TreePath) -> bool:
        """Whether `path` is Python source by its name."""
        return language_of(path) == "python"

    def scan(self, path: TreePath, text: str) -> tuple[Facts, tuple[Gap, ...]]:
        """All facts of the module; a file that had to be mended or could not be parsed is a gap as well."""
        text = text.encode("utf-8", "replace").decode()
        if path.endswith(NOTEBOOK):
            return self._notebook(path, text)
        return self._module(path, text)

    def _notebook(self, path: TreePath, text: str) -> tuple[Facts, tuple[Gap, ...]]:
        from smsaudit.scan.python.notebook import notebook  # with the reader of JSON, which few runs need

        book = notebook(text)
        facts, gaps = self._module(path, book.text)
        moved = [replace(gap, line=book.line(gap.line)) if gap.line is not None else gap for gap in gaps]
        other = [Gap(path, GapKind.NOTEBOOK, _OTHER_CELLS, book.other)] if book.other is not None else []
        return book.placed(facts), (*moved, *other)

    def _module(self, path: TreePath, text: str) -> tuple[Facts, tuple[Gap, ...]]:
        if is_data(text):
            return salvaged(text), (Gap(path, GapKind.LIMIT, _DATA),)
        if too_long := name_too_long(text):
            return salvaged(text), (Gap(path, GapKind.LIMIT, too_long),)
        collecting = gc.isenabled()
        gc.disable()  # the tree is garbage-free while it is built; collecting it costs a tenth of the parse
        try:
            return _scan(path, text)
        finally:
            if collecting:
                gc.enable()


def _scan(path: TreePath, text: str) -> tuple[Facts, tuple[Gap, ...]]:
    mended: tuple[int, ...] = ()
    try:
        module = own_tree(text)
        if module is None:
            reason = refusal(text)
            if reason is not None:
                return salvaged(text), (Gap(path, GapKind.TOO_DEEP, reason),)
            from smsaudit.scan.python.foreign import foreign_tree  # with LibCST, which few files need

            module, mended, text = foreign_tree(text)
        if module is None:
            return salvaged(text), (Gap(path, GapKind.UNPARSED, _NOT_PYTHON),)
        builder = Builder(text)
        read_body(builder, module.body)
    except (RecursionError, TooDeep):
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
