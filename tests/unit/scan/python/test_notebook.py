"""Notebooks: which of their lines are Python, and where these stand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import pytest

from smsaudit.model.fact import Facts
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import TreePath
from smsaudit.model.value import Name
from smsaudit.scan.python.notebook import as_written
from smsaudit.scan.python.scanner import PythonScanner

PATH = TreePath("alerts.ipynb")
PYTHON = {"kernelspec": {"language": "python", "name": "python3"}}


def written(
    *cells: Sequence[str] | str, metadata: Mapping[str, object] = PYTHON, indent: int | None = 1
) -> str:
    """A notebook with these code cells behind one of prose."""
    prose = {"cell_type": "markdown", "source": ["send(never)\n"]}
    code = [{"cell_type": "code", "outputs": [{"text": ["send(never)"]}], "source": cell} for cell in cells]
    return json.dumps({"cells": [prose, *code], "metadata": metadata, "nbformat": 4}, indent=indent)


def scan(text: str) -> tuple[Facts, tuple[Gap, ...]]:
    return PythonScanner().scan(PATH, text)


@pytest.mark.parametrize("indent", [None, 1, 4])
@pytest.mark.parametrize("cell", [["to = '号'\n", "send(to,\n", "  1)\n"], "to = '号'\nsend(to,\n  1)\n"])
def test_a_call_stands_where_the_file_has_it(cell: Sequence[str], indent: int | None) -> None:
    text = written(cell, indent=indent)
    (call,) = scan(text)[0].calls
    rows = text.split("\n")
    assert call.callee == Name("send", at=getattr(call.callee, "at", 0))
    assert rows[call.place.line - 1][call.place.column - 1 :].startswith("send(to,")
    assert rows[call.place.end_line - 1].count("1)") == 1


def test_cells_are_one_module_in_their_order() -> None:
    facts, gaps = scan(written(["def send(to):\n", "    return to"], ["send(1)"]))
    assert [scope.name for scope in facts.scopes] == ["", "send"]
    assert [call.scope for call in facts.calls] == [0]
    assert gaps == ()


@pytest.mark.parametrize(
    "line",
    [
        "!pip install twilio",
        "files = !ls",
        "%matplotlib inline",
        "a, b = %who_ls",
        "send?",
        "%%time",
        "if a:\n    !ls",
    ],
)
def test_commands_to_the_shell_of_the_notebook_are_no_python(line: str) -> None:
    facts, gaps = scan(written(f"{line}\n\nsend(1)"))
    assert [call.callee.name for call in facts.calls if isinstance(call.callee, Name)] == ["send"]
    assert gaps == ()


def test_operators_that_begin_a_line_are_python() -> None:
    facts, gaps = scan(written("send(x\n  % (1, 2)\n  != 3)"))
    assert len(facts.calls) == 1
    assert gaps == ()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (written("send(1)", "%%bash\nsend 1"), "%%bash"),
        (written("send(1)", metadata={"language_info": {"name": "R"}}), "send(1)"),
    ],
)
def test_cells_in_other_languages_are_a_gap(text: str, first: str) -> None:
    (gap,) = scan(text)[1]
    assert gap.kind is GapKind.NOTEBOOK
    assert gap.line is not None
    assert first in text.split("\n")[gap.line - 1]


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '{"cells": 3}', '{"cells": [{"cell_type": "code", "source": ["a']
)
def test_what_is_no_notebook_says_nothing(text: str) -> None:
    assert scan(text)[0].calls == ()


@pytest.mark.parametrize(
    ("line", "row"),
    [
        (r'    "c = Client(\"a\", \u0022b\u0022)\n",', 'c = Client("a", "b")'),
        (r'    "    send(\u4e2d)"', "    send(中)"),
        (r' "source": "send(\"a\")"', ' "source": "send("a")"'),
        ("  ],", "  ],"),
    ],
)
def test_a_line_is_shown_as_its_author_wrote_it(line: str, row: str) -> None:
    assert as_written(line) == row
