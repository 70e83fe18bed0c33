"""What speaks against a call counts where it holds in every way of it."""

from __future__ import annotations

import pytest

from tests.support.growth import counted
from tests.unit.match.patterns import call, fires

SEND = call("acme.Client.send", unless={"*": "^chat:"})

SOMETIMES = {
    "one of two values": "acme.Client().send(to=f'chat:{to}' if chat else to)",
    "a parameter that is rewritten": "if chat:\n        to = f'chat:{to}'\n    acme.Client().send(to=to)",
    "two branches": "if chat:\n        who = f'chat:{to}'\n    else:\n        who = to\n    acme.Client().send(who)",
    "an entry that is replaced": "form = {'to': to}\n    if chat:\n        form['to'] = f'chat:{to}'\n    acme.Client().send(**form)",
    "an entry that is added": "form = {}\n    if chat:\n        form['to'] = 'chat:' + to\n    else:\n        form['to'] = to\n    acme.Client().send(**form)",
    "inside a display": "acme.Client().send({'to': [f'chat:{to}' if chat else to]})",
    "inside another call": "acme.Client().send(dict(to=f'chat:{to}' if chat else to))",
    "bound anew before the call": "to = f'chat:{to}'\n    to = chat\n    if chat:\n        to = f'chat:{chat}'\n    acme.Client().send(to)",
}
ALWAYS = {
    "written": "acme.Client().send(to=f'chat:{to}')",
    "a parameter that is always rewritten": "to = f'chat:{to}'\n    acme.Client().send(to=to)",
    "both of two values": "acme.Client().send('chat:a' if chat else 'chat:b')",
    "the other end": "who = f'chat:{to}' if chat else to\n    acme.Client().send(who, sender='chat:1')",
    "put where it is missing": "if not to.startswith('chat:'):\n        to = f'chat:{to}'\n    acme.Client().send(to)",
    "put where a comparison misses it": "if 'chat:' not in to:\n        to = f'chat:{to}'\n    acme.Client().send(to)",
    "one of two values where it is missing": "acme.Client().send(to if to.startswith('chat:') else f'chat:{to}')",
    "under the condition of the call itself": "if chat:\n        to = f'chat:{to}'\n        acme.Client().send(to)",
    "an entry": "form = {'to': f'chat:{to}'}\n    acme.Client().send(**form)",
    "an entry that is put on": "form = {}\n    form['to'] = f'chat:{to}'\n    acme.Client().send(**form)",
    "a constant of the module": "acme.Client().send(to, sender=SENDER)",
}
PROGRAM = "import acme\nSENDER = 'chat:1'\ndef f(to, chat):\n    {}\n"


@pytest.mark.parametrize("body", SOMETIMES.values(), ids=SOMETIMES)
def test_a_call_that_may_also_go_without_it_is_kept(body: str) -> None:
    assert fires(PROGRAM.format(body), SEND)


@pytest.mark.parametrize("body", ALWAYS.values(), ids=ALWAYS)
def test_a_call_that_never_goes_without_it_is_left_out(body: str) -> None:
    assert not fires(PROGRAM.format(body), SEND)


HANDED = """
import acme

class Notifier:
    def chat(self, who, text):
        {}

    def text(self, who, text):
        {}

    def _send(self, to, text):
        acme.Client().send(to=to, text=text)
"""
TO_CHAT = "self._send(f'chat:{who}', text)"


def test_a_parameter_that_some_callers_give_without_it_is_kept() -> None:
    assert fires(HANDED.format(TO_CHAT, "self._send(who, text)"), SEND)


def test_a_parameter_that_all_callers_give_with_it_is_left_out() -> None:
    assert not fires(HANDED.format(TO_CHAT, "to = 'chat:' + who\n        self._send(to, text)"), SEND)


def _work(times: int) -> int:
    again = "".join(f"        form = dict(form, k{number}=chat)\n" for number in range(times))
    body = f"form = {{}}\n    for chat in to:\n{again}    acme.Client().send(f'chat:{{to}}' if chat else to, **form)"
    return counted(lambda: fires(PROGRAM.format(body), SEND))[1]


def test_a_variable_that_is_bound_by_way_of_itself_is_asked_once_for_each_step() -> None:
    _work(20)  # what is worked out once
    assert _work(80) < 5 * _work(20)
