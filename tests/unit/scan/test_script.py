"""Scripts without an ending: which language their first line names."""

from __future__ import annotations

import pytest

from smsaudit.model.location import TreePath
from smsaudit.model.value import Text
from smsaudit.scan.names import interpreted_as, is_read, may_be_script
from smsaudit.scan.read import read


@pytest.mark.parametrize(
    ("first", "language"),
    [
        ("#!/usr/bin/env python3", "python"),
        ("#! /usr/bin/python2.7 -u", "python"),
        ("#!/opt/app/venv/bin/python\r", "python"),
        ("#!/usr/bin/env -S node --no-warnings", "javascript"),
        ("#!/usr/bin/env LANG=C bash", "shell"),
        ("#!/bin/sh -e", "shell"),
        ("#!/usr/bin/php", "php"),
        ("#!/usr/bin/make -f", ""),
        ("#!", ""),
        ("python", ""),
    ],
)
def test_the_first_line_names_the_language(first: str, language: str) -> None:
    assert interpreted_as(f"{first}\nsend()\n") == language


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("bin/send_sms", True),
        ("notify", True),
        ("LICENSE", False),
        ("README", False),
        ("a.py", False),
        ("a/b.d/c", True),
    ],
)
def test_names_without_an_ending_leave_the_language_open(path: str, is_one: bool) -> None:  # noqa: FBT001
    assert may_be_script(TreePath(path)) is is_one
    assert is_read(TreePath(path)) or not is_one


def test_a_script_is_read_as_what_it_is() -> None:
    facts, _ = read(TreePath("bin/send"), "#!/usr/bin/env python3\nsend('1')\n")
    assert (facts.language, len(facts.calls)) == ("python", 1)
    facts, _ = read(TreePath("bin/send"), "#!/usr/bin/perl\n$ua->post('https://sms.acme.example');\n")
    assert (facts.language, facts.texts[0].value) == ("perl", Text("https://sms.acme.example"))
    facts, gaps = read(TreePath("data/words"), "send\n")
    assert (facts.texts, facts.calls, gaps) == ((), (), ())
