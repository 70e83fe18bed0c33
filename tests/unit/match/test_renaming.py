from __future__ import annotations

import pytest

from smsaudit.match.renaming import renamed
from smsaudit.model.fact import Facts
from smsaudit.model.location import TreePath
from smsaudit.scan.read import read


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("self.deliver = client.messages.create\n", "deliver"),
        ("deliver = client.messages.create\n", "deliver"),
        ("class Box:\n    deliver = staticmethod(create)\n", "deliver"),
        ("class Box:\n    @property\n    def deliver(self):\n        return create\n", "deliver"),
        ("from twilio.rest import Client as Phone\n", "Phone"),
        ("setattr(box, 'deliver', create)\n", "deliver"),
    ],
)
def test_an_attribute_that_may_be_another_callable_is_named(source: str, name: str) -> None:
    assert name in renamed(_facts(source))


@pytest.mark.parametrize(
    "source",
    ["def deliver(): ...\n", "import twilio\n", "def run():\n    deliver = create\n", "box.deliver()\n"],
)
def test_what_keeps_its_name_is_left_out(source: str) -> None:
    assert renamed(_facts(source)) == frozenset()


def _facts(source: str) -> Facts:
    return read(TreePath("a.py"), source)[0]
