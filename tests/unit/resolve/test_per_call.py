"""What a function answers to one call, where its answer is made of what it is given."""

from __future__ import annotations

import pytest

from tests.support.program import Sources, program

ADDRESS = "https://gate.example.net/send"

ANSWERED: dict[str, str | Sources] = {
    "joined": "B = 'https://gate.example.net'\ndef url(p):\n    return B + p\nurl('/left')\nsend(url('/send'))  #?\n",
    "filled": "def url(p):\n    return 'https://gate.example.net/%s' % p\nurl('left')\nsend(url('send'))  #?\n",
    "by a variable": (
        "def url(p):\n    a = f'https://gate.example.net/{p}'\n    return a\nurl(p='left')\nsend(url(p='send'))  #?\n"
    ),
    "step by step": (
        "def url(p):\n    a = 'https://gate.example.net'\n    a = a + p\n    return a\nurl('/left')\nsend(url('/send'))  #?\n"
    ),
    "one of two": (
        "def url(p=None):\n    if p:\n        return 'https://gate.example.net' + p\n    return p\n"
        "url('/left')\nsend(url('/send'))  #?\n"
    ),
    "by a method": (
        "class S:\n    base = 'https://gate.example.net'\n    def url(self, p):\n        return self.base + p\n"
        "    def left(self):\n        self.url('/left')\n    def go(self):\n        send(self.url('/send'))  #?\n"
    ),
    "as a default": "def url(p='/send'):\n    return 'https://gate.example.net' + p\nurl('/left')\nsend(url())  #?\n",
    "without its slashes": (
        "B = 'https://gate.example.net/'.rstrip('/')\ndef url(*, path):\n    return f\"{B}/{path.strip('/')}\"\n"
        "url(path='/left')\nsend(url(path='/send/'))  #?\n"
    ),
    "as a default of settings": (
        "def option(settings, key, *, default=None):\n    found = settings.get(key, default)\n    return found\n"
        "option(s, 'a', default='x')\nsend(option(s, 'b', default='https://gate.example.net/send'))  #?\n"
    ),
    "through another function, under its name": {
        "app.py": (
            "def option(settings, *, default=''):\n    return settings.get('a', default)\n"
            "def own(default=''):\n    return option(s, default=default)\nown(default='x')\n"
            "send(own(default='https://gate.example.net/send'))  #?\n"
        ),
    },
    "through another function": {
        "b.py": "def option(settings, key, default=''):\n    return settings.get(key, default)\n",
        "app.py": (
            "from b import option\nclass S:\n    def option(self, key, **more):\n        return option(self.all, key, **more)\n"
            "    def go(self):\n        self.option('a', default='x')\n"
            "        send(self.option('b', default='https://gate.example.net/send'))  #?\n"
        ),
    },
}


@pytest.mark.parametrize("sources", ANSWERED.values(), ids=ANSWERED)
def test_an_answer_is_made_of_what_this_call_gives(sources: str | Sources) -> None:
    texts = program(sources).carried() or set()
    assert ADDRESS in texts
    assert not [text for text in texts if "left" in text or text == "x"]


def test_a_default_of_what_is_not_known_is_what_it_may_be() -> None:
    source = "def f(settings):\n    send(settings.get('a', 'https://gate.example.net/send'))  #?\n"
    assert ADDRESS in (program(source).carried() or ())


UNSET = {
    "a field of a model of Odoo": (
        "from odoo import fields, models\nclass G(models.Model):\n    url = fields.Char(default='https://gate.example.net/send')\n"
        "    def go(self):\n        send(self.url)  #?\n"
    ),
    "a parameter of Odoo": (
        "from odoo import models\nclass G(models.Model):\n    def go(self):\n"
        "        send(self.env['ir.config_parameter'].sudo().get_param('url', 'https://gate.example.net/send'))  #?\n"
    ),
    "a parser's fallback": (
        "import configparser\nc = configparser.ConfigParser()\n"
        "send(c.get('sms', 'url', fallback='https://gate.example.net/send'))  #?\n"
    ),
    "a reader of settings": (
        "from starlette.config import Config\nconfig = Config('.env')\n"
        "send(config('URL', default='https://gate.example.net/send'))  #?\n"
    ),
    "another reader of settings": "import environ\nenv = environ.Env()\nsend(env('URL', default='https://gate.example.net/send'))  #?\n",
    "a setting of an application": (
        "from flask import current_app\n"
        "def f():\n    url = current_app.config.get('URL', 'https://gate.example.net/send')\n    send(url)  #?\n"
    ),
    "a variable's default": "import os\nsend(os.environ.get('URL', default='https://gate.example.net/send'))  #?\n",
}


@pytest.mark.parametrize("source", UNSET.values(), ids=UNSET)
def test_a_setting_that_nobody_sets_is_its_default(source: str) -> None:
    assert ADDRESS in (program(source).carried() or ())


def test_a_function_that_asks_itself_comes_to_an_end() -> None:
    source = "def f(p):\n    return f(p + '/a')\nsend(f('https://gate.example.net'))  #?\n"
    assert ADDRESS not in (program(source).carried() or ())


def test_what_is_handed_back_as_it_is_stays_what_it_is() -> None:
    source = "import acme\ndef same(c):\n    return c\nsame(acme.Other())\nsame(acme.Client()).send()  #?\n"
    assert program(source).origins() == {"acme.Client.send"}
