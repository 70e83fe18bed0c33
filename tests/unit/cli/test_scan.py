"""`smsaudit scan`: arguments in, reports and exit codes out."""

from __future__ import annotations

import io
import json
import re
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

from smsaudit.cli import main
from smsaudit.cli.exit import Exit
from smsaudit.cli.page import WIDEST
from smsaudit.model.declared import Reach
from smsaudit.model.errors import Problem, SmsauditError
from smsaudit.model.result import AuditResult
from smsaudit.report import FORMATS
from tests.support.results import conditional_c, hostile, nothing
from tests.unit.cli.support import FakePipeline, install

Output = pytest.CaptureFixture[str]


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> FakePipeline:
    return install(monkeypatch, conditional_c)


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "shop"
    root.mkdir()
    monkeypatch.chdir(tmp_path)
    return root


@pytest.mark.usefixtures("pipeline")
def test_a_tree_is_audited_and_reported_as_text(tree: Path, capsys: Output) -> None:
    assert main(["scan", str(tree)]) == Exit.OK
    assert capsys.readouterr().out.startswith("C unless shown otherwise")


@pytest.mark.usefixtures("pipeline")
@pytest.mark.parametrize(
    ("arguments", "code"), [([], Exit.OK), (["--strict"], Exit.INCOMPLETE), (["-q"], Exit.OK)]
)
def test_a_gap_that_bears_ends_a_strict_run_with_its_own_code(
    tree: Path, arguments: list[str], code: Exit
) -> None:
    assert main(["scan", str(tree), *arguments]) == code


def test_a_strict_run_that_read_everything_is_fine(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, nothing)
    assert main(["scan", str(tree), "--strict"]) == Exit.OK


@pytest.mark.usefixtures("pipeline")
def test_json_goes_to_standard_output(tree: Path, capsys: Output) -> None:
    main(["scan", str(tree), "-f", "json", "--lang", "zh"])
    assert json.loads(capsys.readouterr().out)["verdict"]["display"].startswith("暂按C")


@pytest.mark.usefixtures("pipeline")
def test_quiet_and_verbose_say_less_and_more(tree: Path, capsys: Output) -> None:
    sizes = []
    for arguments in (["-q"], [], ["-v"]):
        main(["scan", str(tree), *arguments])
        sizes.append(len(capsys.readouterr().out))
    assert sizes == sorted(set(sizes))


def test_the_options_reach_the_pipeline(tree: Path, pipeline: FakePipeline) -> None:
    own = tree / "own"
    own.mkdir()
    main(["scan", str(tree), "--as-of=2026-01-02", "--jobs=3", "--include-ignored", f"--signatures={own}"])
    ((root, options),) = pipeline.asked
    assert root.name == tree.name
    assert (options.as_of, options.jobs, options.include_ignored) == (date(2026, 1, 2), 3, True)
    assert options.signature_directories == (own,)


def test_the_date_is_today_unless_given(tree: Path, pipeline: FakePipeline) -> None:
    before = datetime.now().astimezone().date()
    main(["scan", str(tree)])
    assert before <= pipeline.asked[0][1].as_of <= datetime.now().astimezone().date()


def test_the_path_is_here_unless_given(
    tree: Path, pipeline: FakePipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree)
    main(["scan"])
    assert pipeline.asked[0][0].name == tree.name


def test_what_the_project_declares_reaches_the_pipeline(tree: Path, pipeline: FakePipeline) -> None:
    (tree / "smsaudit.toml").write_text(
        '[facts]\nservice.reach = { value = "internal", as_of = 2026-01-01, evidence = "policy" }\n',
        encoding="utf-8",
    )
    main(["scan", str(tree)])
    declared = pipeline.asked[0][1].declared
    assert declared is not None
    assert declared.path.reach is Reach.INTERNAL


@pytest.mark.usefixtures("pipeline")
def test_a_fact_that_has_expired_is_noted(tree: Path, capsys: Output) -> None:
    (tree / "smsaudit.toml").write_text(
        "[facts]\nservice.reach = "
        '{ value = "internal", as_of = 2026-01-01, evidence = "policy", until = 2026-02-01 }\n',
        encoding="utf-8",
    )
    assert main(["scan", str(tree), "--as-of", "2026-03-01"]) == Exit.OK
    assert "smsaudit.toml:2: facts.service.reach: declared until 2026-02-01" in capsys.readouterr().err


@pytest.mark.usefixtures("pipeline")
def test_progress_is_silent_where_nobody_watches(tree: Path, capsys: Output) -> None:
    main(["scan", str(tree)])
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("pipeline")
def test_a_plain_output_takes_the_place_of_standard_output(tree: Path, capsys: Output) -> None:
    main(["scan", str(tree), "-f", "json", "-o", "report"])
    assert capsys.readouterr().out == ""
    assert json.loads(Path("report").read_text(encoding="utf-8"))["schema"] == "smsaudit-report/1"


@pytest.mark.usefixtures("pipeline")
def test_an_output_with_a_format_is_written_besides(tree: Path, capsys: Output) -> None:
    main(["scan", str(tree), "-o", "json=a.json", "-o", "text=a.txt"])
    printed = capsys.readouterr().out
    assert printed == Path("a.txt").read_text(encoding="utf-8")
    assert Path("a.json").read_text(encoding="utf-8").startswith("{")


@pytest.mark.usefixtures("pipeline")
def test_a_file_is_never_coloured_and_always_eighty_wide(tree: Path) -> None:
    main(["scan", str(tree), "-o", "a.txt"])
    text = Path("a.txt").read_text(encoding="utf-8")
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "nowhere: there is no such folder; name the root of a source tree"),
        (["file"], "file: is a file, not a folder; name the folder that holds the source tree"),
        (["shop", "-o", "shop"], "shop: is a folder; name a file"),
        (["shop", "-o", "gone/x.txt"], "gone/x.txt: there is no folder gone; make it first"),
        (["shop", "-o", "jsn=x"], "did you mean json?"),
        (["shop", "-o", "xyz=x"], f"known formats: {', '.join(FORMATS)} (a file of that name is ./xyz=x)"),
        (["shop", "-o", "a", "-o", "json=./a"], "./a is named twice"),
        (["shop", "-o", "html="], "'html=' names no file; write -o html=FILE"),
        (["shop", "-f", "yaml"], "'yaml' is not one of"),
        (["shop", "-f", "htm"], "; did you mean html?"),
        (["shop", "--formt", "json"], "there is no option --formt; did you mean --format"),
        (["shop", "--max-scenario", "b"], "--max-scenario: 'b' is no scenario; did you mean B?"),
        (["shop", "more", "most"], "smsaudit scan: got unexpected extra arguments"),
        (["shop", "-q", "-v"], "-q and -v contradict each other"),
        (["shop", "--as-of", "yesterday"], "--as-of: 'yesterday' is no day; write one such as 2026-03-31"),
        (["shop", "--jobs", "0"], "--jobs: '0' is no number from 1 on"),
        (["shop", "--config", "none.toml"], "none.toml: cannot be read"),
        (["shop", "--colour"], "there is no option --colour"),
    ],
)
def test_a_wrong_argument_is_one_clear_line_and_no_audit(
    tree: Path, pipeline: FakePipeline, capsys: Output, arguments: list[str], said: str
) -> None:
    (tree.parent / "file").write_text("", encoding="utf-8")
    assert main(["scan", *arguments]) == Exit.USAGE
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
    assert pipeline.asked == []


def test_every_problem_of_a_file_has_its_line(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    def fail() -> AuditResult:
        raise SmsauditError(
            Problem("a.toml", 3, "id", "is wrong", "mend it"), Problem("a\x1b.toml", 0, "", "too", "same")
        )

    install(monkeypatch, fail)
    assert main(["scan", str(tree)]) == Exit.USAGE
    assert capsys.readouterr().err == "a.toml:3: id: is wrong; mend it\na\\x1b.toml: too; same\n"


def test_a_bug_is_one_line_and_its_traceback_only_on_demand(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    def fail() -> AuditResult:
        raise KeyError(tree.name)

    install(monkeypatch, fail)
    assert main(["scan", str(tree)]) == Exit.INTERNAL
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("smsaudit: internal error: KeyError: 'shop'")
    assert "report it" in line
    assert main(["scan", str(tree), "--debug"]) == Exit.INTERNAL
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_has_its_own_code(tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    def stop() -> AuditResult:
        raise KeyboardInterrupt

    install(monkeypatch, stop)
    assert main(["scan", str(tree), "-o", "a.txt"]) == Exit.INTERRUPTED
    assert "Traceback" not in capsys.readouterr().err
    assert not Path("a.txt").exists()


def test_a_lack_of_memory_is_no_bug(tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    def starve() -> AuditResult:
        raise MemoryError

    install(monkeypatch, starve)
    assert main(["scan", str(tree)]) == Exit.INTERNAL
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("out of memory")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.usefixtures("pipeline")
@pytest.mark.parametrize(
    ("variables", "is_coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_only_a_terminal_that_wants_colour_gets_it(
    tree: Path,
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    is_coloured: bool,  # noqa: FBT001 - parametrized
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in {"TERM": "xterm", "COLUMNS": "200", **variables}.items():
        monkeypatch.setenv(name, value)
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    main(["scan", str(tree)])
    assert ("\x1b[" in screen.getvalue()) is is_coloured
    widest = max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in screen.getvalue().splitlines())
    assert 80 < widest <= WIDEST


def test_a_hostile_tree_prints_no_escape(tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    install(monkeypatch, hostile)
    for format_ in ("text", "json"):
        main(["scan", str(tree), "-f", format_])
        assert "\x1b" not in capsys.readouterr().out
