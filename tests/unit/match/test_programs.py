"""Other programs, and those of them that send requests."""

from __future__ import annotations

import pytest

from smsaudit.match import programs


@pytest.mark.parametrize(
    ("text", "is_sending"),
    [
        ("curl", True),
        ("/usr/bin/curl", True),
        (" curl -d a=b https://sms.example.com", True),
        ("wget -qO- https://sms.example.com", True),
        ("curling", False),
        ("echo curl", False),
        ("git", False),
    ],
)
def test_a_command_that_sends_requests_begins_with_its_program(text: str, *, is_sending: bool) -> None:
    assert programs.sends_requests(text) == is_sending


@pytest.mark.parametrize(
    ("origin", "runs"),
    [
        ("subprocess.run", True),
        ("os.system", True),
        ("sh.curl", True),
        ("os.remove", False),
        ("subprocess.list2cmdline", False),
        ("", False),
    ],
)
def test_a_call_may_run_another_program(origin: str, *, runs: bool) -> None:
    assert programs.starts(origin) == runs
