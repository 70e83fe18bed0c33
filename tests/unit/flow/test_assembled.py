"""Functions that are looked up by a name which is put together."""

from __future__ import annotations

import pytest

from tests.unit.flow.acme import SENDER, build

SEND = "acme.send"

REACHED: dict[str, tuple[dict[str, str], list[str]]] = {
    "a method, in the class that another file extends": (
        {
            "base.py": "class Channel:\n    def go(self, event):\n        handler = getattr(self, 'on_%s' % event)\n        handler(1)\n",
            "z.py": (
                "from base import Channel\nfrom sms import send_text\n"
                "class Texts(Channel):\n    def on_alarm(self, text):\n        send_text(text)\n"
            ),
            "app.py": "import z\n",
        },
        ["Channel.go", "Texts.on_alarm", "send_text", SEND],
    ),
    "a function of a module": (
        {
            "channels.py": "from sms import send_text\ndef notify_by_text(text):\n    send_text(text)\n",
            "app.py": "import channels\ndef go(kind):\n    getattr(channels, 'notify_by_{}'.format(kind))(1)\n",
        },
        ["go", "notify_by_text", "send_text", SEND],
    ),
    "a function whose name is added up before": (
        {
            "channels.py": "from sms import send_text\ndef by_text(text):\n    send_text(text)\n",
            "app.py": (
                "import channels\ndef go(kind):\n    name = 'by_' + kind\n    found = getattr(channels, name, None)\n"
                "    if callable(found):\n        found(1)\n"
            ),
        },
        ["go", "by_text", "send_text", SEND],
    ),
    "a method that ends in a word": (
        {
            "z.py": (
                "from sms import send_text\nclass Texts:\n    def go(self, kind):\n"
                "        found = getattr(self, f'{kind}_deliver', None)\n        if found:\n            found(1)\n"
                "    def text_deliver(self, text):\n        send_text(text)\n"
            ),
        },
        ["Texts.go", "Texts.text_deliver", "send_text", SEND],
    ),
    "a method of what extends a model of Odoo": (
        {
            "provider.py": (
                "from odoo import models\nclass Provider(models.Model):\n    _name = 'acme.provider'\n"
                "    def go(self, text):\n        name = '%s_deliver' % self.kind\n        getattr(self, name)(text)\n"
            ),
            "acme_provider.py": (
                "from odoo import models\nfrom sms import send_text\n"
                "class Acme(models.Model):\n    _inherit = 'acme.provider'\n"
                "    def acme_deliver(self, text):\n        send_text(text)\n"
            ),
        },
        ["Provider.go", "Acme.acme_deliver", "send_text", SEND],
    ),
}


@pytest.mark.parametrize(("sources", "way"), REACHED.values(), ids=REACHED)
def test_what_looks_a_function_up_calls_it(sources: dict[str, str], way: list[str]) -> None:
    flow, _ = build({"sms.py": SENDER, **sources})
    assert [step.name for step in flow.flows[0].steps] == way


def test_a_file_that_looks_other_names_up_is_not_read() -> None:
    sender = "import acme\ndef text_them(to):\n    acme.Client().send(to)\n"
    others = {
        "whole.py": "import texting\ndef look(name):\n    return getattr(texting, name)\n",
        "other.py": "import texting\ndef look(name):\n    return getattr(texting, f'mail_{name}')()\n",
        "silent.py": "import texting\nPREFIX = 'text_'\n",
    }
    _, whole = build({"texting.py": sender, **others})
    assert whole.library.loaded() == ["texting.py"]
