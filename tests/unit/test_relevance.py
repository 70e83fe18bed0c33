"""Which of the files that hold a needle are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.audits import audited

SENDER = "from twilio.rest import Client\n\n\ndef go(to):\n    Client('a', 'b').messages.create(to=to)\n"
NAMESAKE = "def go(jobs):\n    jobs.create_async(1)\n"


@pytest.mark.parametrize(
    ("sender", "count", "parsed"),
    [("", 30, 0), (SENDER, 30, 1), (SENDER, 5, 6), (f"from p.n1 import go\n{SENDER}", 30, 2)],
    ids=[
        "nobody imports the package",
        "it is imported apart from them",
        "too few to find that out",
        "one is imported with it",
    ],
)
def test_methods_called_as_those_of_a_package_are_read_where_its_objects_may_come(
    tmp_path: Path, sender: str, count: int, parsed: int
) -> None:
    files = {f"p/n{number}.py": NAMESAKE for number in range(count)}
    assert audited(tmp_path, {**files, "main.py": sender}).coverage.parsed == parsed


def test_a_script_without_an_ending_imports_too(tmp_path: Path) -> None:
    first = "#!/usr/bin/env python3\nfrom gammu import StateMachine\n"
    files = {f"p/n{number}.py": NAMESAKE for number in range(30)}
    files["bin/send"] = f"{first}m = StateMachine()\nm.Init()\nm.SendSMS({{'Number': '1'}})\n"
    assert [each.location.path for each in audited(tmp_path, files).detections] != []
