"""Functions that are put somewhere, and the callers who take them out again."""

from __future__ import annotations

import pytest

from tests.support.program import Sources
from tests.unit.flow.acme import SENDER, flows

SEND = "acme.send"

KEPT: dict[str, tuple[Sources, list[str]]] = {
    "a field that a data class keeps and others put into a list": (
        {
            "senders.py": "from dataclasses import dataclass\nfrom sms import send_text\n"
            "@dataclass\nclass Sender:\n    prefix: str\n    func: object\nALL = [Sender('+86', send_text)]\n",
            "app.py": "from senders import ALL\nchosen = []\ndef init():\n    for each in ALL:\n"
            "        chosen.append((each.prefix, each.func))\ndef go():\n    for prefix, send in chosen:\n        send(prefix)\n",
        },
        ["go", "send_text", SEND],
    ),
    "a field of a named tuple that a call makes": (
        {
            "senders.py": "from collections import namedtuple\nfrom sms import send_text\n"
            "Sender = namedtuple('Sender', 'prefix deliver')\nALL = {each.prefix: each for each in [Sender('+86', send_text)]}\n",
            "app.py": "from senders import ALL\ndef go(prefix):\n    ALL[prefix].deliver(1)\n",
        },
        ["go", "send_text", SEND],
    ),
    "a table for what runs a text": (
        {
            "table.py": "import functools\nfrom sms import send_text\n"
            "def names(alert):\n    return {'sms': functools.partial(send_text, alert)}\n",
            "app.py": "from table import names\ndef go(rule):\n    known = names({})\n    return eval(rule, {}, known)\n",
        },
        ["go", "send_text", SEND],
    ),
    "a table for what the tree itself calls its running of texts": (
        {
            "safely.py": "def safe_eval(rule, **known):\n    return compile(rule, known)\n",
            "app.py": "from safely import safe_eval\nfrom sms import send_text\n"
            "def go(rule):\n    known = {'sms': send_text}\n    return safe_eval(rule, **known)\n",
        },
        ["go", "send_text", SEND],
    ),
    "a table that a library is given": (
        {
            "app.py": "from rules import Engine\nfrom sms import send_text\n"
            "def go(rule):\n    Engine(actions={'sms': send_text}).start(rule)\n"
        },
        ["go", "send_text", SEND],
    ),
    "a name that is put together and evaluated": (
        {
            "app.py": "from sms import send_text\ndef by_text(to):\n    send_text(to)\n"
            "def go(way):\n    send = eval('by_' + way)\n    send(1)\n",
        },
        ["go", "by_text", "send_text", SEND],
    ),
    "an object that is called, which a framework makes of what a parameter says": (
        {
            "cases.py": "from sms import send_text\nclass SendCode:\n    def __call__(self):\n        send_text(1)\n",
            "app.py": "from typing import Annotated\nfrom fastapi import Depends\nfrom cases import SendCode\n"
            "def go(case: Annotated[SendCode, Depends(SendCode)]):\n    case()\n",
        },
        ["go", "SendCode.__call__", "send_text", SEND],
    ),
    "a class that a metaclass puts into a table": (
        {
            "table.py": "KNOWN = {}\nclass Meta(type):\n    def __new__(mcs, name, bases, body):\n"
            "        made = super().__new__(mcs, name, bases, body)\n        KNOWN[name] = made\n        return made\n"
            "class Way(metaclass=Meta): ...\n",
            "ways.py": "from table import Way\nfrom sms import send_text\nclass Text(Way):\n"
            "    def push_text(self):\n        send_text(1)\n",
            "app.py": "import ways\nfrom table import KNOWN\ndef go(name):\n    KNOWN[name]().push_text()\n",
        },
        ["go", "Text.push_text", "send_text", SEND],
    ),
    "a class that a member of an enumeration has as its value": (
        {
            "ways.py": "from enum import Enum\nfrom sms import send_text\nclass Text:\n"
            "    def push_text(self):\n        send_text(1)\nclass Way(Enum):\n    TEXT = Text\n",
            "app.py": "from ways import Way\ndef go(name):\n    Way[name].value().push_text()\n",
        },
        ["go", "Text.push_text", "send_text", SEND],
    ),
}


@pytest.mark.parametrize(("callers", "steps"), KEPT.values(), ids=KEPT)
def test_who_takes_a_function_out_calls_it(callers: Sources, steps: list[str]) -> None:
    assert flows({"sms.py": SENDER, **callers}) == [steps]


UNCALLED: dict[str, Sources] = {
    "where another function is put into the same wrapper": {
        "wraps.py": (
            "from functools import wraps\ndef checked(role):\n    def decorator(f):\n        @wraps(f)\n"
            "        def wrapper(*a):\n            return f(*a)\n        return wrapper\n    return decorator\n"
        ),
        "app.py": "from sms import send_text\nfrom wraps import checked\n@checked('staff')\ndef tell():\n    send_text(1)\n",
        "other.py": "from wraps import checked\nimport app\n@checked('all')\ndef show():\n    pass\n",
    },
    "what narrows a query": {
        "app.py": "from sms import send_text\ndef show(session, Order):\n    session.query(Order).filter_by(send_text)\n"
    },
    "a form that another one shows": {
        "forms.py": (
            "from rest_framework import serializers\nfrom sms import send_text\nclass Inner(serializers.Serializer):\n"
            "    def create(self, data):\n        send_text(1)\n"
        ),
        "app.py": (
            "from rest_framework import serializers\nfrom forms import Inner\nclass Outer(serializers.Serializer):\n"
            "    inner = Inner(read_only=True)\n"
        ),
    },
}


@pytest.mark.parametrize("sources", UNCALLED.values(), ids=UNCALLED)
def test_nothing_runs(sources: Sources) -> None:
    callers = {steps[0] for steps in flows({"sms.py": SENDER, **sources})}
    assert callers.isdisjoint({"app", "other", "show", "wraps", "checked", "checked.decorator"})


DECORATOR = (
    "import acme\ndef texted(to):\n    def outer(f):\n        def wrapper(*a):\n            acme.Client().send(to)\n"
    "            return f(*a)\n        return wrapper\n    return outer\n"
    "def checked(f):\n    def wrapper(*a):\n        return f(*a)\n    return wrapper\n"
)
VIEWS = (
    "from flask import Flask\nfrom sms import send_text\nfrom wraps import checked, texted\napp = Flask(__name__)\n"
    "@app.route('/pay')\n@texted(1)\ndef pay():\n    return 'ok'\n"
    "@app.route('/code')\n@checked\ndef code():\n    send_text(1)\n"
    "@app.route('/show')\n@checked\ndef show():\n    return 'ok'\n"
)


def test_what_a_decorator_sends_is_sent_by_whoever_runs_what_it_decorates() -> None:
    found = flows({"sms.py": SENDER, "wraps.py": DECORATOR, "app.py": VIEWS})
    assert sorted(found) == [["code", "send_text", SEND], ["pay", "texted.outer.wrapper", SEND]]


def test_what_a_decorator_sends_goes_back_to_it_where_nobody_decorates_anything() -> None:
    texting = (
        "import acme\ndef texted(to):\n    def outer(f):\n        def wrapper(*a):\n            acme.Client().send(to)\n"
        "            return f(*a)\n        return wrapper\n    return outer\n"
    )
    script = (
        "import argparse\nfrom wraps import texted\ndef main():\n    parser = argparse.ArgumentParser()\n"
        "    parser.set_defaults(action=texted)\n    args = vars(parser.parse_args())\n    args.pop('action')(args)(print)()\n"
    )
    found = flows({"wraps.py": texting, "app.py": script})
    assert ["texted", "texted.outer", "texted.outer.wrapper", SEND] in found
    assert ["main", "texted", "texted.outer", "texted.outer.wrapper", SEND] in found
