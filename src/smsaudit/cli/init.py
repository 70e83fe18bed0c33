"""`smsaudit init`: write `smsaudit.toml` with the questions that this tree raises."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smsaudit.cli import options
from smsaudit.cli.audited import Request, observed
from smsaudit.cli.exit import Exit
from smsaudit.cli.output import check_file, write
from smsaudit.cli.target import target
from smsaudit.model.errors import Problem, SmsauditError
from smsaudit.model.words import Language, Words

if TYPE_CHECKING:
    from smsaudit.model.law import Law
    from smsaudit.model.result import AuditResult
    from smsaudit.settings import Settings
    from smsaudit.settings.draft import Ask, Reply

NAME = "smsaudit.toml"

_OPENING = Words(
    "What smsaudit cannot see in the code. Each fact has a value, the day on which it was established, and what "
    "shows it; until = ... lets it lapse. Remove the # of a line to answer it. Unknown stays unknown: it never "
    "counts as the favourable answer.",
    "代码中看不到的事实。每项须有取值、确认日期和证据；可用 until 设定失效日。去掉行首 # 即为作答。未知仍为未知，绝不按有利情形认定。",
)
_POLICY = Words(
    "What the team allows. Without the # of the two lines below, smsaudit scan ends with exit code 1 where it is exceeded.",
    "团队允许的范围。去掉以下两行的 # 后，超出时 smsaudit scan 以退出码1结束。",
)
_WHY = Words("Why: needed for {leaves}.", "原因：用于判断 {leaves}。")
_WHY_LICENCE = Words("Why: an application for {licences} asks for it.", "原因：申请 {licences} 时需要。")
_PROOF = Words("Proof: {proof}", "证明：{proof}")
_ENTER = Words("Press Enter to leave a question open.", "直接回车可暂不回答。")
_EVIDENCE = Words("Evidence (document or person)", "证据（文件或人员）")
_ANSWER = Words("Answer", "回答")
_ONE_OF = Words("one of {values}", "取值之一：{values}")
_WROTE = Words(
    "{file}: {asked} questions, {answered} answered now.",
    "{file}：共 {asked} 个问题，本次回答 {answered} 个。",
)
_NOTHING = Words(
    "This tree raises no question; {file} was not changed.", "此代码树无须回答问题；{file} 未改动。"
)


@click.command("init", short_help="Write smsaudit.toml with the questions that this tree raises.")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option(
    "--defaults", is_flag=True, help="Ask nothing: write every question as a comment, to be answered later."
)
@options.signature_directories
@options.language
@options.as_of
@options.debug
def command(*, path: Path, defaults: bool, directories: tuple[Path, ...], lang: Language, as_of: date) -> int:
    """Audit the source tree at PATH (default: here), and write down what only people know about it.

    Only questions that bear on this tree are asked, each with the reason. Run again, it keeps every answer and
    comment, and adds what is new. Answers go into smsaudit.toml in PATH.
    """
    from smsaudit.settings.draft import current, drafted

    file = path / NAME
    seen, project, law = _audited(path, directories, as_of)
    _check_elsewhere(project, file)
    check_file(str(file))
    text = current(path)
    asks = list(_asks(seen, law, lang))
    if not asks:
        click.echo(_NOTHING.in_(lang).format(file=file))
        return Exit.OK
    replies = {} if defaults else _asked(asks, lang, as_of)
    policy = (_POLICY.in_(lang), "[policy]", f'max-scenario = "{_limit(seen)}"')
    made = drafted(text, asks, replies, [_OPENING.in_(lang)], policy)
    if made != text:
        write(str(file), made)
    click.echo(_WROTE.in_(lang).format(file=file, asked=len(asks), answered=len(replies)))
    return Exit.OK


def _audited(path: Path, directories: tuple[Path, ...], as_of: date) -> tuple[AuditResult, Settings, Law]:
    from smsaudit.pipeline import conclude

    request = Request(
        path=target(path),
        directories=directories,
        config=None,
        as_of=as_of,
        cache=options.cache_directory(),
    )
    seen, chosen, project = observed(request)
    return conclude(seen, chosen), project, seen.statutes


def _limit(result: AuditResult) -> str:
    """The scenario that the tree is in already; the strictest where it sends nothing, or should not send so."""
    label = result.whole.verdict.label
    return label if label in {"A", "B", "C"} else "none"


def _check_elsewhere(project: Settings, file: Path) -> None:
    """A file of our own would take the place of a table in pyproject.toml, and silence it."""
    if project.file and Path(project.file).name != NAME:
        problem = Problem(
            project.file,
            0,
            "tool.smsaudit",
            f"holds the settings, and {file} would take its place",
            f"move them to {NAME} first",
        )
        raise SmsauditError(problem)


def _asks(result: AuditResult, law: Law, lang: Language) -> Iterator[Ask]:
    """The open questions of this tree; those about a far end once for each channel that needs them."""
    from smsaudit.settings.draft import Ask
    from smsaudit.settings.facts import CHOICES

    for question in result.advice.open_questions:
        if question.fact_key == "sender":
            continue  # what lies outside the tree is declared with [[sender]], not with a fact
        about = [question.ask.in_(lang), *_why(question.needed_by, question.id, result, law, lang)]
        if question.proof is not None:
            about.append(_PROOF.in_(lang).format(proof=question.proof.in_(lang)))
        choices = CHOICES.get(question.fact_key)
        values = question.values or tuple(choices or ())
        if not question.fact_key.startswith("channel."):
            yield Ask(key=question.fact_key, about=tuple(about), day=result.as_of, values=values)
            continue
        for judgement in result.whole.judgements:
            if judgement.counted and judgement.leaf.id in question.needed_by:
                key = f"channel.{judgement.channel.id}.{question.fact_key.rpartition('.')[2]}"
                yield Ask(key=key, about=tuple(about), day=result.as_of, values=values)


def _why(
    needed_by: Sequence[str], question: str, result: AuditResult, law: Law, lang: Language
) -> Iterator[str]:
    """The outcomes of this tree that need the answer, else the licences that ask for it."""
    verdict = result.whole.verdict
    here = [id_ for id_ in (verdict.leaf.id, *verdict.mixed) if id_ in needed_by]
    if here:
        listed = "; ".join(f"{id_} ({law.leaves[id_].leaf.display.in_(lang)})" for id_ in here)
        yield _WHY.in_(lang).format(leaves=listed)
        return
    licences = [
        licence.id for licence in result.advice.licences if question in law.licences[licence.id].questions
    ]
    yield _WHY_LICENCE.in_(lang).format(licences=", ".join(licences))


def _asked(asks: Sequence[Ask], lang: Language, as_of: date) -> dict[str, Reply]:
    """What the person at the terminal answers."""
    from smsaudit.settings.draft import Reply

    replies: dict[str, Reply] = {}
    click.echo(_ENTER.in_(lang))
    for ask in asks:
        click.echo("")
        for paragraph in ask.about:
            click.echo(click.wrap_text(paragraph))
        value = _value(ask, lang)
        if value:
            evidence = click.prompt(_EVIDENCE.in_(lang), type=str).strip()
            replies[ask.key] = Reply(value=value, evidence=evidence, as_of=as_of)
    return replies


def _value(ask: Ask, lang: Language) -> str:
    """An answer that the fact may have; empty where it is left open."""
    hint = f" ({' | '.join(ask.values)})" if ask.values else ""
    while True:
        value: str = click.prompt(
            f"{_ANSWER.in_(lang)}: {ask.key}{hint}", type=str, default="", show_default=False
        ).strip()
        if not value or not ask.values or value in ask.values:
            return value
        click.echo(_ONE_OF.in_(lang).format(values=", ".join(ask.values)))
