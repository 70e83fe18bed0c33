"""What only people can answer, and what was not read."""

from __future__ import annotations

from collections.abc import Iterator

from smsaudit.model.advice import Question
from smsaudit.model.gap import Gap
from smsaudit.model.words import Words
from smsaudit.report import wording
from smsaudit.report.markdown.escape import code, prose
from smsaudit.report.markdown.writing import Pen

_DECLARE = Words("Declare the answers in {file}.", "请在{file}中声明答案。")
_FILES = Words(
    "{seen} files in the tree, {considered} searched, {parsed} read in full{languages}.",
    "代码树共{seen}个文件，检索{considered}个，完整读取{parsed}个{languages}。",
)
_LANGUAGES = Words(": {languages}", "：{languages}")
_BEARING = Words("**Could hide a sender ({count})**", "**可能含有发送代码（{count}）**")
_ALL_READ = Words("Nothing that could hide a sender was left out.", "没有遗漏可能含有发送代码的部分。")
_HARMLESS = Words("{count} gaps without bearing on the result", "{count}处遗漏不影响结论")
_SUPPRESSED = Words(
    "Part of the result, but left out of the policy's check by a comment or the baseline: {count}.",
    "计入结论，但按注释或基线不参与策略检查：{count}处。",
)


def questions(pen: Pen) -> Iterator[str]:
    """Open questions, each with the key under which its answer is declared."""
    asked = pen.result.advice.open_questions
    if asked:
        yield pen.heading(Words("Open questions", "待答问题"))
        yield pen.say(_DECLARE, file="`smsaudit.toml`")
        head = (Words("Question", "问题"), Words("Declare", "声明"), Words("Evidence", "证明材料"))
        yield pen.table([pen.say(name) for name in head], [_question(each, pen) for each in asked])


def coverage(pen: Pen) -> Iterator[str]:
    """What was read, and what was not: first what could hide a sender."""
    read = pen.result.coverage
    by_count = sorted(read.languages.items(), key=lambda pair: (-pair[1], pair[0]))
    names = pen.say(Words(", ", "、")).join(f"{prose(name)} {count}" for name, count in by_count)
    yield pen.heading(Words("What was read", "读取范围"))
    yield pen.say(
        _FILES,
        seen=read.seen,
        considered=read.considered,
        parsed=read.parsed,
        languages=pen.say(_LANGUAGES, languages=names) if names else "",
    )
    bearing = [gap for gap in pen.result.gaps if gap.bears]
    harmless = [gap for gap in pen.result.gaps if not gap.bears]
    if bearing:
        yield pen.say(_BEARING, count=len(bearing))
        yield pen.items(_gap(gap, pen) for gap in bearing)
    else:
        yield pen.say(_ALL_READ)
    if harmless:
        rows = pen.items(_gap(gap, pen) for gap in harmless)
        yield pen.folded(pen.say(_HARMLESS, count=len(harmless)), [rows])
    if pen.result.suppressed:
        yield pen.say(_SUPPRESSED, count=len(pen.result.suppressed))


def _question(question: Question, pen: Pen) -> tuple[str, ...]:
    values = " ".join(code(value) for value in question.values)
    declare = f"{code(question.fact_key)} = {values}" if values else code(question.fact_key)
    return pen.text(question.ask), declare, pen.text(question.proof) if question.proof else ""


def _gap(gap: Gap, pen: Pen) -> str:
    place = code(f"{gap.path}:{gap.line}" if gap.line else gap.path)
    return f"{place} {pen.text(wording.GAPS[gap.kind])} ({pen.text(gap.reason)})"
