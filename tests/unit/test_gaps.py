"""Which gaps could hide a sender."""

from __future__ import annotations

import pytest

from smsaudit.gaps import bearing
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import TreePath
from smsaudit.model.words import Words

PATH = TreePath("codes.py")
TABLE = 'from __future__ import annotations\n\nCODES: dict[str, str] = {"twilio": "1"}\n'


@pytest.mark.parametrize(
    ("text", "bears"),
    [
        (TABLE, False),
        ("from typing import Final\n" + TABLE, False),
        ("import requests\n" + TABLE, True),
        (TABLE + "    from twilio.rest import Client\n", True),
        (TABLE + "Client = __import__('twilio.rest')\n", True),
    ],
)
def test_a_table_that_imports_nothing_hides_no_sender(text: str, bears: bool) -> None:  # noqa: FBT001 - a parameter
    gap = Gap(PATH, GapKind.LIMIT, Words("long", "长"))
    found = bearing([gap], {PATH: frozenset((b"twilio",))}, (), lambda _: text)
    assert [each.bears for each in found] == [bears]
