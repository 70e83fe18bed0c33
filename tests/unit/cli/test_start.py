"""The program as a process: what it loads, and how it behaves in a pipe."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from smsaudit import __version__
from smsaudit.cli import main
from smsaudit.cli.program import COMMANDS, program
from smsaudit.cli.target import target
from smsaudit.model.errors import SmsauditError
from tests.support.history import git

HEAVY = {"jinja2", "libcst", "networkx", "rich", "tomli", "xlsxwriter", "yaml"}


def python(code: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, **environment}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, env=env)


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["scan", "--help"], ["signatures", "--help"], ["scan", "/nowhere"]],
)
def test_nothing_heavy_is_loaded_before_the_work_begins(arguments: list[str]) -> None:
    code = (
        f"import sys; from smsaudit.cli import main; main({arguments!r});"
        f"print(sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr)"
    )
    assert python(code).stderr.decode().splitlines()[-1] == "[]"


def test_the_version_is_printed_with_digests_and_dates_of_signatures_and_law() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "smsaudit", "--version"], capture_output=True, text=True, check=True
    )
    first, signatures, law = done.stdout.splitlines()
    assert first == f"smsaudit {__version__}"
    assert re.fullmatch(r"signatures [0-9a-f]{12}, names verified up to 20\d\d-\d\d(-\d\d)?", signatures)
    date = r"20\d\d-\d\d-\d\d"
    assert re.fullmatch(
        rf"law [0-9a-f]{{12}}, read up to {date}, first statement to be read again by {date}", law
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    result = CliRunner().invoke(program, [command, "--help"])
    assert result.exit_code == 0
    assert result.output.startswith(f"Usage: smsaudit {command}") or f" {command} " in result.output


def test_all_commands_are_listed_with_what_they_do() -> None:
    output = CliRunner().invoke(program, ["--help"]).output
    assert "scan        Audit a source tree." in output
    assert "signatures  List, show, test and write signature files." in output


def test_no_arguments_print_help_and_are_a_usage_error() -> None:
    done = subprocess.run([sys.executable, "-m", "smsaudit"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Usage: smsaudit" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["scna"], "smsaudit: there is no command 'scna'; did you mean scan?"),
        (["xyzzy"], "smsaudit: there is no command 'xyzzy'; there are scan, diff, "),
        (["law", "lst"], "smsaudit law: there is no command 'lst'; did you mean list?"),
        (["--verion"], "smsaudit: there is no option --verion; did you mean --version?"),
        (["explain"], "smsaudit explain: WHAT is missing; see smsaudit explain --help"),
        (["scan", "--lang"], "smsaudit: option '--lang' requires an argument; see smsaudit --help"),
    ],
)
def test_a_misspelt_command_or_option_is_one_line_with_the_one_meant(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert told.err.startswith(said)
    assert (told.out, told.err.count("\n")) == ("", 1)


def test_output_is_utf8_whatever_the_locale() -> None:
    code = (
        "from smsaudit.cli.run import run; from smsaudit.cli.output import emit;"
        r"run(['--version']); emit('\u77ed\u4fe1 \udc80\n')"
    )
    done = python(code, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii:strict")
    assert done.stdout.splitlines()[-1] == "短信 \\udc80".encode()


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    script = tmp_path / "emit.py"
    script.write_text("from smsaudit.cli.output import emit\nemit('x' * 10_000_000)\n", encoding="utf-8")
    command = f'"{sys.executable}" "{script}" | head -c 1; exit ${{PIPESTATUS[0]}}'
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"x", b"")


def test_the_folder_one_stands_in_is_taken_off_the_path(tmp_path: Path) -> None:
    for name in ("click", "rich", "dataclasses", "importlib_metadata"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('planted')\n", encoding="utf-8")
    command = [sys.executable, "-m", "smsaudit", "--version"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("path", ["x" * 5_000, "a\0b"])
def test_a_path_that_the_system_refuses_is_our_users_mistake(path: str) -> None:
    with pytest.raises(SmsauditError, match="cannot be read"):
        target(Path(path))


def test_an_audit_of_what_was_seen_before_loads_no_part_of_the_analysis(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "a.py").write_text("from twilio.rest import Client\n")
    parts = (
        "libcst",
        "networkx",
        "rich",
        "yaml",
        "smsaudit.pipeline",
        "smsaudit.model.signature",
        "smsaudit.resolve",
        "smsaudit.matching",
        "smsaudit.scan.read",
        "smsaudit.signatures.load",
    )
    code = (
        f"import sys; from smsaudit.cli import main; main(['scan', {str(tree)!r}, '-q']);"
        f"print(sorted(set({parts!r}) & set(sys.modules)), file=sys.stderr)"
    )
    environment = {"SMSAUDIT_CACHE": str(tmp_path / "cache")}
    assert "smsaudit.matching" in python(code, **environment).stderr.decode().splitlines()[-1]
    assert python(code, **environment).stderr.decode().splitlines()[-1] == "[]"


def test_an_audit_that_keeps_nothing_works_out_nothing_that_ships_again(tmp_path: Path) -> None:
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "a.py").write_text("from twilio.rest import Client\n")
    parts = ("tomli", "smsaudit.law.load", "smsaudit.signatures.load", "smsaudit.signatures.needles")
    code = (
        f"import sys; sys.dont_write_bytecode = False; sys.pycache_prefix = {str(tmp_path / 'bytecode')!r};"
        f"from smsaudit.cli import main; main(['scan', {str(tmp_path / 'tree')!r}, '-q', '--no-cache']);"
        f"print(sorted(set({parts!r}) & set(sys.modules)), file=sys.stderr)"
    )
    first, second = python(code), python(code)
    assert first.stderr.decode().splitlines()[-1] == str(sorted(parts))
    assert second.stderr.decode().splitlines()[-1] == "[]"
    assert first.stdout == second.stdout


@pytest.mark.parametrize(
    ("line", "loaded"), [("", "[]"), ("Client().messages.create(body=text)\n", "['networkx']")]
)
def test_networkx_is_loaded_where_something_sends(tmp_path: Path, line: str, loaded: str) -> None:
    (tmp_path / "a.py").write_text(f"from twilio.rest import Client\n{line}")
    code = (
        f"import sys; from smsaudit.cli import main; main(['scan', {str(tmp_path)!r}, '-q', '--no-cache']);"
        "print(sorted({'networkx'} & set(sys.modules)), file=sys.stderr)"
    )
    assert python(code).stderr.decode().splitlines()[-1] == loaded


@pytest.mark.parametrize(
    ("name", "loaded"),
    [
        ("a.py", ["python"]),
        ("A.java", ["text_code"]),
        ("run.sh", ["config.scanners", "text_code"]),
        ("a.yml", ["config.scanners"]),
        ("requirements.txt", ["config.scanners", "dependencies"]),
        ("setup.py", ["dependencies", "python"]),
    ],
)
def test_a_file_loads_the_scanners_that_read_it_and_no_others(name: str, loaded: list[str]) -> None:
    code = (
        f"import sys; from smsaudit.scan.read import read; read({name!r}, 'a = 1');"
        "parts = ('config.scanners', 'dependencies', 'python', 'text_code');"
        "print([part for part in parts if f'smsaudit.scan.{part}' in sys.modules], file=sys.stderr)"
    )
    assert python(code).stderr.decode().splitlines()[-1] == str(loaded)


def test_a_commit_beside_all_that_was_looked_at_loads_no_part_of_the_audit(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    git(tree, "init", "-q")
    texts = {"a.py": "from twilio.rest import Client\n", "b.py": "x = 1\n"}
    commit(tree, tmp_path / "cache", texts)
    assert "smsaudit.pipeline" in commit(tree, tmp_path / "cache", {"b.py": "x = 2\n", "notes.md": "now\n"})
    loaded = commit(tree, tmp_path / "cache", {"b.py": "x = 3\n", "notes.md": "later\n"})
    assert not loaded & {*HEAVY, "smsaudit.pipeline", "smsaudit.library"}
    assert "smsaudit.scan.read" not in commit(tree, tmp_path / "cache", {"b.py": "x = 4\n"})


def commit(tree: Path, cache: Path, files: dict[str, str]) -> set[str]:
    """What the hook loads for a commit of these files."""
    for name, text in files.items():
        (tree / name).write_text(text)
    git(tree, "add", "-A")
    code = (
        f"import sys; from smsaudit.cli import main; main(['diff', '--staged', '-q', '--path', {str(tree)!r}]);"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = python(code, SMSAUDIT_CACHE=str(cache))
    git(tree, "commit", "-qm", "change")
    return set(done.stderr.decode().splitlines()[-1].split())
