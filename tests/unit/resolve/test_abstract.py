"""What runs in the place of a method that a class only declares."""

from __future__ import annotations

import pytest

from tests.unit.flow.acme import flows

SEND = "acme.send"
TEXTS = "import acme\nfrom base import Base\nclass Texts(Base):\n    def push_code(self, to):\n        acme.Client().send(to)\n"
APP = "from base import Base\nclass App:\n    def __init__(self):\n        self.base: Base = find()\n    def go(self):\n        self.base.push_code(1)\n"

DECLARED = {
    "an error": "raise NotImplementedError\n",
    "an error with words": "'''Pushes it.'''\n        raise NotImplementedError('push')\n",
    "nothing": "pass\n",
    "an ellipsis": "...\n",
    "no answer": "return None\n",
}


@pytest.mark.parametrize("body", DECLARED.values(), ids=DECLARED)
def test_an_object_of_a_base_runs_what_its_heirs_define(body: str) -> None:
    base = f"class Base:\n    def push_code(self, to):\n        {body}"
    assert flows({"base.py": base, "sms.py": TEXTS, "app.py": APP}) == [["App.go", "Texts.push_code", SEND]]


@pytest.mark.parametrize("body", ["log(to)\n", "self.to = to\n", "return str(to)\n"])
def test_a_base_that_does_something_runs_itself(body: str) -> None:
    base = f"class Base:\n    def push_code(self, to):\n        {body}"
    assert flows({"base.py": base, "sms.py": TEXTS, "app.py": APP}) == [["Texts.push_code", SEND]]
