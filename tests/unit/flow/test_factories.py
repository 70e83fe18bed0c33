"""Callers of methods with everyday names, by what makes the objects that they are called on."""

from __future__ import annotations

import pytest

from tests.support.program import Sources
from tests.unit.flow.acme import SENDER, flows

_KINDS: Sources = {
    "sms.py": SENDER,
    "kinds/base.py": (
        "class Base:\n    async def __aenter__(self):\n        return self\n"
        "    def send(self, to):\n        self._send(to)\n    def _send(self, to):\n        raise NotImplementedError\n"
    ),
    "kinds/plain/__init__.py": "from .gate import Plain\n",
    "kinds/plain/gate.py": (
        "from kinds.base import Base\nfrom sms import send_text\nclass Plain(Base):\n"
        "    def _send(self, to):\n        send_text(to)\n"
    ),
}
_ASKED = "async def go(kind):\n    async with choose(kind) as gate:\n        gate.send(1)\n"
_TABLE = "from kinds.plain import Plain\nKINDS = {'plain': Plain}\n"
_LOADED = (
    "import importlib\nKINDS = {}\ndef load(kind):\n    module = importlib.import_module(f'kinds.{kind}')\n"
)

MADE: dict[str, Sources] = {
    "a function that takes its class from a table": {
        "made.py": _TABLE + "def choose(kind):\n    return KINDS[kind]()\n",
        "app.py": "from made import choose\n" + _ASKED,
    },
    "a class that makes objects of others": {
        "made.py": _TABLE + "class Notify:\n    def __new__(cls, kind):\n        return KINDS[kind]()\n",
        "app.py": "from made import Notify\n" + _ASKED.replace("choose", "Notify"),
    },
    "a method of a class": {
        "made.py": _TABLE
        + "class Factory:\n    @classmethod\n    def get(cls, kind):\n        return KINDS[kind]()\n",
        "app.py": "from made import Factory\n" + _ASKED.replace("choose", "Factory.get"),
    },
    "a function that loads a package by its name, and remembers": {
        "made.py": _LOADED
        + "    return getattr(module, kind.capitalize())\ndef choose(kind):\n    if kind not in KINDS:\n"
        "        KINDS[kind] = load(kind)\n    made = KINDS[kind]\n    return made()\n",
        "app.py": "from made import choose\n" + _ASKED,
    },
    "services around it that have everyday names themselves": {
        "made.py": _TABLE + "def get(kind):\n    return KINDS[kind]\n",
        "texts/service.py": (
            "import made\nclass TextService:\n    def __init__(self, kind):\n        self.gate = made.get(kind)()\n"
            "    def send(self, to):\n        self.gate.send(to)\ndef text_service(kind):\n    return TextService(kind)\n"
        ),
        "app.py": "from texts.service import text_service\ndef go(kind):\n    text_service(kind).send(1)\n",
    },
    "an object that hands on what is asked of it": {
        "made.py": (
            "from importlib import import_module\nclass Notify:\n    def __init__(self, kind):\n"
            "        self._made = self._load(kind)\n    def _load(self, kind):\n"
            "        module = import_module('kinds.' + kind)\n        return getattr(module, kind.title())()\n"
            "    def __getattr__(self, name):\n        return getattr(self._made, name)\n"
        ),
        "app.py": "from made import Notify\ndef go(kind):\n    Notify(kind).send(1)\n",
    },
}


@pytest.mark.parametrize("files", MADE.values(), ids=MADE)
def test_who_asks_for_an_object_calls_its_methods(files: Sources) -> None:
    found = [steps for steps in flows({**_KINDS, **files}) if steps[0] == "go"]
    assert [steps[-4:] for steps in found] == [["Base.send", "Plain._send", "send_text", "acme.send"]]


def test_who_asks_for_something_else_does_not() -> None:
    files = {
        "made.py": _TABLE
        + "def choose(kind):\n    return KINDS[kind]\ndef other(kind):\n    return str(kind)\n",
        "app.py": "from made import other\nasync def go(kind):\n    other(kind).send(1)\n",
    }
    assert not [steps for steps in flows({**_KINDS, **files}) if steps[0] == "go"]
