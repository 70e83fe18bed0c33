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
}


@pytest.mark.parametrize(("callers", "steps"), KEPT.values(), ids=KEPT)
def test_who_takes_a_function_out_calls_it(callers: Sources, steps: list[str]) -> None:
    assert flows({"sms.py": SENDER, **callers}) == [steps]
