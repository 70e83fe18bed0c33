"""Commands of shell scripts."""

from __future__ import annotations

import time

import pytest

from smsaudit.model.fact import Facts
from smsaudit.model.location import TreePath
from smsaudit.model.value import Name, Text
from smsaudit.scan.text_code import TEXT_CODE


def read(text: str) -> Facts:
    return TEXT_CODE.scan(TreePath("a.sh"), text)[0]


def run(text: str) -> list[tuple[int, int, str]]:
    """First and last line of each text that has a blank in it, and the text."""
    return [
        (each.place.line, each.place.end_line, each.value.value)
        for each in read(text).texts
        if isinstance(each.value, Text) and " " in each.value.value and not each.value.value.startswith(" ")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('echo "$2" | acme --send "$1"', [(1, 1, "echo $2 | acme --send $1")]),
        ("acme send \\\n  --to x \\\n  'y'  # and more", [(1, 3, "acme send --to x y")]),
        (
            "TOOL=/usr/bin/acme\n$TOOL send\n${TOOL} wait",
            [(2, 2, "/usr/bin/acme send"), (3, 3, "/usr/bin/acme wait")],
        ),
        ('HOST="a.cn"\nexport URL=https://$HOST/send\nask $URL', [(3, 3, "ask https://a.cn/send")]),
        ("  if acme ok; then", [(1, 1, "if acme ok; then")]),
        ("# acme send", []),
        ("ls\n\nA=1", []),
    ],
)
def test_a_command_is_one_text(text: str, expected: list[tuple[int, int, str]]) -> None:
    assert run(text) == expected


@pytest.mark.parametrize(
    ("text", "programs"),
    [
        ("curl -X POST https://a.cn/send", ["curl"]),
        ('A=$(wget -qO- "https://a.cn")', ["wget"]),
        ("true && http POST a.cn to=1", ["http"]),
        ("apt install -y curl jq", ["curl"]),
        ("echo curling", []),
        ("# curl a.cn", []),
    ],
)
def test_programs_that_send_requests_are_called(text: str, programs: list[str]) -> None:
    assert [call.callee.name for call in read(text).calls if isinstance(call.callee, Name)] == programs


def test_a_hostile_script_is_read_in_linear_time() -> None:
    began = time.process_time()
    for unit in ("A=$A$A\n", "\\\n", "curl ", "a $a\n", '"', "$(", "A=1 "):
        read(unit * 20_000)
    assert time.process_time() - began < 30
