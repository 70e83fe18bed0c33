"""The report for wikis and issues: the decision in front, everything else folded behind it."""

from __future__ import annotations

from collections.abc import Iterator

from smsaudit.model.result import AuditResult
from smsaudit.model.verdict import Reason
from smsaudit.model.words import Words
from smsaudit.report import wording
from smsaudit.report.firmness import evidence
from smsaudit.report.markdown.consequences import consequences
from smsaudit.report.markdown.escape import code, prose
from smsaudit.report.markdown.messages import channels, flows
from smsaudit.report.markdown.unknowns import coverage, questions
from smsaudit.report.markdown.writing import Pen
from smsaudit.report.view import View

_TITLE = Words("## SMS licence audit: {name}", "## 短信业务许可审计：{name}")
_AUDITED = Words("As of {date}{commit}.", "截至{date}{commit}。")
_COMMIT = Words(", commit {commit}", "，提交{commit}")
_TOOL = Words(
    "smsaudit {version}, signatures {signatures}, law {law}",
    "smsaudit {version}，特征库{signatures}，法规库{law}",
)


def render(result: AuditResult, view: View) -> str:
    """The report as GitHub-flavoured Markdown, in the language of `view`."""
    pen = Pen(result, view.language)
    parts = (_head(pen), _policy(pen), _why(pen), _units(pen), channels(pen), flows(pen), consequences(pen))
    blocks = [block for part in (*parts, questions(pen), coverage(pen), _foot(pen)) for block in part]
    return "\n\n".join(blocks) + "\n"


def _head(pen: Pen) -> Iterator[str]:
    result, verdict = pen.result, pen.result.whole.verdict
    yield pen.say(_TITLE, name=code(result.name))
    display = prose(verdict.leaf.display.in_(pen.language))
    yield f"> **{display}** ({verdict.leaf.id})" + "".join(
        f"  \n> {pen.reason(found)}" for found in verdict.because[:1]
    )
    rows = [(Words("Scenario", "场景"), wording.LABELS[verdict.label])]
    if result.whole.judgements:
        rows.append((Words("Evidence", "证据"), evidence(verdict)))
        rows.append((Words("Law", "法规"), wording.STATUSES[verdict.status]))
    reached = {judged.leaf.id: judged.leaf for judged in result.whole.judgements}
    rows += [(Words("Also here", "另有"), reached[leaf].display) for leaf in verdict.mixed if leaf in reached]
    yield pen.table(("", ""), [(pen.say(name), prose(value.in_(pen.language))) for name, value in rows])
    commit = pen.say(_COMMIT, commit=code(result.commit[:12])) if result.commit else ""
    yield pen.say(_AUDITED, date=result.as_of.isoformat(), commit=commit)
    yield f"*{prose(result.advice.disclaimer.in_(pen.language))}*"
    if result.advice.next_steps:
        yield pen.heading(Words("What to do next", "下一步"))
        steps = (prose(step.in_(pen.language)) for step in result.advice.next_steps)
        yield "\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1))


def _policy(pen: Pen) -> Iterator[str]:
    check = pen.result.policy
    if check is None:
        return
    yield pen.heading(Words("Policy", "策略"))
    if not check.violations:
        yield pen.say(Words("The result is within the policy.", "结论符合策略。"))
        return
    fails, told = pen.say(Words("fails", "不通过")), pen.say(Words("noted", "提示"))
    yield pen.items(
        f"**{fails if violation.fails else told}** {pen.text(violation.text)}"
        for violation in check.violations
    )


def _why(pen: Pen) -> Iterator[str]:
    verdict = pen.result.whole.verdict
    yield pen.heading(Words("Why", "依据"))
    yield from _reasons(Words("Speaks for it", "支持本结论"), verdict.because, pen)
    yield from _reasons(Words("Speaks against it", "与本结论相反"), verdict.despite, pen)
    yield from _reasons(Words("Would change it", "会改变本结论"), verdict.would_change, pen)
    if verdict.conditional_on:
        yield f"**{pen.say(Words('Depends on', '取决于'))}**"
        yield pen.items(_condition(text, pen) for text in verdict.conditional_on)


def _condition(text: str, pen: Pen) -> str:
    """A choice that is written in code, or what a fact that is still open asks."""
    if text not in wording.OPEN_FACTS:
        return code(text)
    return pen.say(wording.CONDITION, asked=pen.text(wording.OPEN_FACTS[text]), key=code(text))


def _reasons(title: Words, found: tuple[Reason, ...], pen: Pen) -> Iterator[str]:
    if found:
        yield f"**{pen.say(title)}**"
        yield pen.items(map(pen.reason, found))


def _units(pen: Pen) -> Iterator[str]:
    units = [unit for unit in pen.result.units if unit.path != pen.result.whole.path]
    if units:
        yield pen.heading(Words("Deployable parts", "可部署单元"))
        head = (pen.say(Words("Part", "单元")), pen.say(Words("Result", "结论")))
        yield pen.table(
            head,
            [
                (
                    code(unit.path or "."),
                    f"{prose(unit.verdict.leaf.display.in_(pen.language))} ({unit.verdict.leaf.id})",
                )
                for unit in units
            ],
        )


def _foot(pen: Pen) -> Iterator[str]:
    tool = pen.result.tool
    made = pen.say(_TOOL, version=tool.version, signatures=code(tool.signatures[:8]), law=code(tool.law[:8]))
    yield f"<sub>{made}</sub>"
