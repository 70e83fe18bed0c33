"""Commands and folders that code keeps under a name, and where something is done with them."""

from __future__ import annotations

import pytest

from smsaudit.model.signature import Role, TextTarget
from tests.unit.match.patterns import found, lines, pattern

COMMAND = pattern(TextTarget(r"\bacme-send\b|/var/spool/acme\b"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            'import subprocess\nTOOL = "/usr/bin/acme-send"\ndef go(to):\n    subprocess.run([TOOL, to])\n',
            [4],
        ),
        ('import os\nTOOL = "acme-send -t "\ndef go(to):\n    line = TOOL + to\n    os.system(line)\n', [5]),
        (
            'from command_runner import command_runner\nTOOL = "acme-send"\ndef go(to):\n    command_runner(f"{TOOL} {to}")\n',
            [4, 4],
        ),
        (
            'from subprocess import Popen\nclass A:\n    TOOL = "acme-send"\n    def go(self, to):\n        Popen([self.TOOL, to])\n',
            [5],
        ),
        (
            'import os\nclass A:\n    def __init__(self):\n        self.tool = "acme-send"\n    def go(self, to):\n        os.popen(self.tool)\n',
            [6],
        ),
        (
            'import os, shutil\nOUT = "/var/spool/acme"\ndef go(path):\n    shutil.move(path, os.path.join(OUT, "a"))\n',
            [4],
        ),
        (
            'from os.path import join\nOUT = "/var/spool/acme"\ndef go(a):\n    with open(join(OUT, a), "w") as f:\n        f.write(a)\n',
            [4],
        ),
        (
            'from shell import run_command\nTOOL = "acme-send"\ndef go(to):\n    run_command([TOOL, to])\n',
            [4],
        ),
        ('import os\ndef go():\n    tool = "acme-send"\n    os.system(tool)\n', [3]),
        ('TOOL = "acme-send"\nprint(TOOL)\n', [1]),
        ('import logging\nTOOL = "acme-send"\ndef go():\n    logging.info(TOOL)\n', [2]),
        ('import os\nos.system("acme-send 1")\n', [2]),
    ],
)
def test_a_text_that_sends_stands_where_it_is_used(source: str, expected: list[int]) -> None:
    shell = "import subprocess\ndef run_command(words):\n    subprocess.run(words)\n"
    assert lines({"app.py": source, "shell.py": shell}, COMMAND) == expected


def test_each_use_is_one_send_and_what_is_no_send_stays() -> None:
    source = 'import os\nTOOL = "acme-send"\ndef a():\n    os.system(TOOL)\ndef b():\n    os.system(TOOL)\n'
    assert lines(source, COMMAND) == [4, 6]
    assert {each.resolution for each in found(source, COMMAND)} == {"inferred"}
    assert lines(source, pattern(TextTarget("acme-send"), Role.CONFIG, "acme.tool")) == [2]
