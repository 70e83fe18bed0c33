"""`docs/commands.md`: the help of every command, as it is printed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from smsaudit.cli.options import CACHE_VARIABLE
from smsaudit.cli.program import COMMANDS, program

MANUAL = Path(__file__).resolve().parents[1] / "docs" / "commands.md"
LINE = "\n---\n\n"


def paths(command: click.Command, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words of a command and of those below it."""
    yield words
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from paths(below, (*words, name))


def help_of(words: tuple[str, ...]) -> str:
    done = CliRunner().invoke(program, [*words, "--help"], prog_name="smsaudit", terminal_width=100)
    assert done.exit_code == 0, done.output
    return done.output.rstrip()


def written() -> str:
    return "".join(
        f"## {' '.join(('smsaudit', *words))}\n\n```text\n{help_of(words)}\n```\n\n"
        for words in paths(program, ())
    )


def test_the_manual_is_what_help_prints(regenerate: bool) -> None:  # noqa: FBT001 - a fixture
    head, line, found = MANUAL.read_text(encoding="utf-8").partition(LINE)
    assert line
    real = written().rstrip() + "\n"
    if regenerate:
        MANUAL.write_text(head + LINE + real, encoding="utf-8", newline="\n")
        found = real
    assert found == real, "run: python3 run.py test tests/test_manual.py --regenerate"


def test_the_manual_names_every_command_and_variable() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"\n## smsaudit {name}\n" not in text] == []
    assert CACHE_VARIABLE in text


@pytest.mark.parametrize("words", [words for words in paths(program, ()) if words], ids=" ".join)
def test_help_says_what_the_command_does_and_what_each_option_is_for(words: tuple[str, ...]) -> None:
    context = click.Context(program)
    command: click.Command | None = program
    for word in words:
        assert isinstance(command, click.Group)
        command = command.get_command(context, word)
    assert command is not None
    assert command.help
    assert [each.name for each in command.params if isinstance(each, click.Option) and not each.help] == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_lines_for_a_shell_print_its_completion(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert f"_SMSAUDIT_COMPLETE={shell}_source" in MANUAL.read_text(encoding="utf-8")
    if shell == "bash" and os.name == "nt":
        pytest.skip("Bash is asked for its version before it is given anything")
    monkeypatch.setenv("_SMSAUDIT_COMPLETE", f"{shell}_source")
    done = CliRunner().invoke(program, prog_name="smsaudit")
    assert "_SMSAUDIT_COMPLETE" in done.output


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("smsaudit ", {"scan", "explain", "graph"}),
        ("smsaudit gr", {"graph"}),
        ("smsaudit graph --fo", {"--format", "--focus"}),
        ("smsaudit graph -f ", {"mermaid", "dot", "svg", "graphml", "json"}),
        ("smsaudit explain K0", {"K01", "K09"}),
        ("smsaudit explain B25", {"B25-SP"}),
        ("smsaudit scan --lang ", {"en", "zh"}),
    ],
)
def test_what_is_typed_is_completed(typed: str, offered: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_SMSAUDIT_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", typed)
    monkeypatch.setenv("COMP_CWORD", str(len(typed.split(" ")) - 1))
    done = CliRunner().invoke(program, prog_name="smsaudit")
    lines = {line.partition(",")[2] for line in done.output.splitlines()}
    assert offered <= lines
    last = typed.rpartition(" ")[2]
    assert all(line.startswith(last) for line in lines)
