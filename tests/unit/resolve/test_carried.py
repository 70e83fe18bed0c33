"""Texts that an argument carries, wherever they were put in: what `where` and `unless` look at."""

from __future__ import annotations

import pytest

from tests.support.growth import counted
from tests.support.program import Sources, program

CARRIED: dict[str, tuple[str | Sources, set[str]]] = {
    "a text": ("send('a')", {"a"}),
    "bytes": ("send(b'a')", {"a"}),
    "a number": ("send(7)", {"7"}),
    "a truth": ("send(True)", {"true"}),
    "texts beside each other": ("send('a' 'b')", {"ab"}),
    "a name": ("K = 'a'\nsend(K)", {"a"}),
    "bytes of a text": ("K = 'a'\nsend(K.encode() + b'b')", {"ab"}),
    "bytes of a filled-in text": ("K = {'k': 'a%s'}\nsend((K['k'] % 1).encode('ascii') + b'b')", {"a1b"}),
    "bytes made by their class": ("K = 'a'\nsend(bytes(K, 'ascii') + b'b')", {"ab"}),
    "bytes made by the class of texts": ("K = 'a'\nsend(str.encode(K) + b'b')", {"ab"}),
    "a name of another module": ({"k.py": "K = 'a'\n", "app.py": "from k import K\nsend(K)"}, {"a"}),
    "an attribute of another module": ({"k.py": "K = 'a'\n", "app.py": "import k\nsend(k.K)"}, {"a"}),
    "both branches": ("send('a' if x else 'b')", {"a", "b"}),
    "a default after or": ("send(x or 'b')", {"b"}),
    "an element of a loop": ("for x in ['a', 'b']:\n    send(x)", {"a", "b"}),
    "displays in displays": ("send({'x': 'a', 'y': ['b', ('c',)]})", {"a", "b", "c"}),
    "lists that are put together": ("l = ['b']\nsend(['a'] + l + ['c'])", {"a", "b", "c", "{}{}{}"}),
    "a dict in a name": ("d = {'x': 'a'}\nsend(d)", {"a"}),
    "a dict that is filled later": ("def f():\n    d = {}\n    d['x'] = 'a'\n    send(d)", {"a"}),
    "a dict made by its class": ("send(dict(x='a'))", {"a"}),
    "a dict that is updated": ("d = {}\nd.update(x='a')\nsend(d)", {"a"}),
    "a comprehension": ("send({k: 'a' for k in z})", {"a"}),
    "an ordered dict": ("from collections import deque\nd = deque()\nd.append('a')\nsend(d)", {"a"}),
    "a constructor": ("send(acme.request('a', b='b'))", {"a", "b"}),
    "a constructor in a name": ("r = acme.request('a')\nsend(r)", {"a"}),
    "a setter": ("r = acme.request()\nr.set_action('a')\nsend(r)", {"a"}),
    "a setter in camel case": ("r = acme.request()\nr.setAction('a')\nsend(r)", {"a"}),
    "a setter of key and value": ("r = acme.request()\nr.add_query_param('k', 'a')\nsend(r)", {"k", "a"}),
    "a setter that reads JSON": (
        "r = acme.request()\nr.from_json_string('{\"k\": 1}')\nsend(r)",
        {'{"k": 1}'},
    ),
    "an attribute": ("r = acme.request()\nr.Action = 'a'\nsend(r)", {"a"}),
    "a chain of setters": ("send(acme.request().with_action('a').build())", {"a"}),
    "a chain that is bound again": ("r = acme.new().set_a('a')\nr = r.set_b('b')\nsend(r)", {"a", "b"}),
    "an attribute of the object": (
        "class S:\n    def __init__(self):\n        self.k = 'a'\n    def f(self):\n        send(self.k)",
        {"a"},
    ),
    "an attribute of the class": ("class S:\n    k = 'a'\n    def f(self):\n        send(self.k)", {"a"}),
    "an attribute of the base": (
        "class B:\n    def __init__(self):\n        self.k = 'a'\nclass S(B):\n    def f(self):\n        send(self.k)",
        {"a"},
    ),
    "what a function answers": ("def m():\n    return {'x': 'a'}\nsend(m())", {"a"}),
    "what callers pass": ("def f(u):\n    send(u)\nf('a')\n", {"a"}),
    "a default": ("def f(u='a'):\n    send(u)", {"a"}),
    "what is put on a parameter": ("def f(r):\n    r.set_x('a')\n    send(r)", {"a"}),
    "JSON": ("import json\nsend(json.dumps({'x': 'a'}))", {"a"}),
    "an encoded text": ("send('a'.encode())", {"a"}),
    "an f-string": ("h = 'x'\nsend(f'https://{h}/{p}')", {"https://x/{}"}),
    "percent": ("send('https://%s/%s' % (a, 'b'))", {"https://{}/b"}),
    "percent with names": ("send('%(a)s-%(b)s' % {'a': 'x', 'b': y})", {"x-{}"}),
    "format": ("send('{}/{b}'.format('x', b='y'))", {"x/y"}),
    "format with one of two": ("send('{}/{}'.format('x', 'y' if b else 'z'))", {"x/y", "x/z"}),
    "format with one of very many": (
        "send('{}/{}'.format('x', a or b or c))\na, b, c = ('1' if d else '2' if e else '3'), ('4' if d else '5' if e else '6'), '7'",
        {"x/1"},
    ),
    "percent with one of two": ("send('%s/%s' % ('x' if b else 'w', 'y'))", {"x/y", "w/y"}),
    "format with indexes": ("send('{1}/{0}'.format('x', 'y'))", {"y/x"}),
    "a sum": ("B = 'https://h'\nsend(B + '/x')", {"https://h/x"}),
    "join": ("send('/'.join(['a', 'b']))", {"a/b"}),
    "a link on a page": (
        "from urllib.parse import urljoin\nsend(urljoin('https://h/v/a', 'x'))",
        {"https://h/v/a", "x", "https://h/v/x"},
    ),
    "a link to the top": (
        "from urllib.parse import urljoin\nsend(urljoin('https://h/v/', '/x'))",
        {"https://h/v/", "/x", "https://h/x"},
    ),
    "a link on a host": (
        "from urllib.parse import urljoin\nsend(urljoin('https://h', p))",
        {"https://h", "https://h/{}"},
    ),
    "a link elsewhere": ("from urllib.parse import urljoin\nsend(urljoin(p, 'x'))", {"x"}),
    "a request of a library whose copy stands in the tree": (
        {
            "app.py": "from lib import SendRequest\nr = SendRequest()\nsend(r)",
            "lib.py": "class SendRequest:\n    pass\n",
        },
        {"SendRequest"},
    ),
    "a setting of Django": (
        {
            "app.py": "from django.conf import settings\nsend(settings.SMS_URL)",
            "settings.py": "SMS_URL = 'a'\n",
        },
        {"a"},
    ),
    "an environment variable": (
        {"app.py": "import os\nsend(os.getenv('SMS_URL'))", ".env": "SMS_URL=a\n"},
        {"a", "SMS_URL"},
    ),
    "a default of the environment": ("import os\nsend(os.getenv('SMS_URL', 'a'))", {"a", "SMS_URL"}),
    "a setting inside a text": (
        {"app.py": "import os\nsend(os.environ['SMS_HOST'] + '/x')", ".env": "SMS_HOST=a\n"},
        {"{}/x", "a"},
    ),
    "the class of a library's object": (
        "import acme\nr = acme.SendSmsRequest()\nsend(r)",
        {"SendSmsRequest"},
    ),
    "a dict that holds itself": ("d = {}\nd['x'] = d\nd['y'] = 'a'\nsend(d)", {"a"}),
}

CONFIGURED: dict[str, Sources] = {
    "a key of a file that the code loads": {
        "app.py": "import json\nwith open('config.json') as f:\n    c = json.load(f)\nsend(c['gate_url'])",
        "config.json": '{"gate_url": "a"}\n',
    },
    "a key of a key": {
        "app.py": "import yaml\nc = yaml.safe_load(open('config.yml'))\nsend(c['gate']['url'])",
        "config.yml": "gate:\n  url: a\nmail:\n  url: b\n",
    },
    "a key that is got": {
        "app.py": "import toml\nc = toml.load('config.toml')\nsend(c.get('gate').get('url'))",
        "config.toml": '[gate]\nurl = "a"\n',
    },
    "an option of a section": {
        "app.py": "import configparser\nc = configparser.ConfigParser()\nc.read('app.ini')\nsend(c.get('gate', 'url'))",
        "app.ini": "[gate]\nurl = a\n",
    },
    "an item of a section": {
        "app.py": "import configparser\nc = configparser.ConfigParser()\nc.read('app.ini')\nsend(c['gate']['url'])",
        "app.ini": "[gate]\nurl = a\n",
    },
}

NOTHING = {
    "a method that puts nothing": "r = acme.request()\nr.check('b')\nsend(r)",
    "another name": "r = acme.request()\nq = acme.request()\nq.set_x('b')\nsend(r)",
    "the same name elsewhere": "def f():\n    r = acme.request()\n    send(r)\ndef g():\n    r = acme.request()\n    r.set_x('b')\n",
    "an attribute of another object": "r = acme.request()\nq.x = 'b'\nsend(r)",
    "an attribute of another class": "class A:\n    def f(self):\n        self.k = 'b'\nclass B:\n    def f(self):\n        send(self.k)",
    "a key of a dict": "send({'b': x})",
    "what a variable held before": "x = 'b'\nprint(x)\nx = 'a'\nsend(x)",
    "what was asked before": "import requests\nanswer = requests.post('b')\nsend({'id': answer.json()['id']})",
    "a comment": "send(x)  # 'b'",
    "a short key that any file may have": "import json\nc = json.load(f)\nsend(c['url'])",
}


def asked(sources: str | Sources) -> Sources:
    """The sources with the call of `send` marked."""
    files = {"app.py": sources} if isinstance(sources, str) else sources
    lines = {path: text.split("\n") for path, text in files.items()}
    return {
        path: "\n".join(f"{line}  #?" if "send(" in line and path == "app.py" else line for line in text)
        for path, text in lines.items()
    }


@pytest.mark.parametrize(("sources", "texts"), CARRIED.values(), ids=CARRIED)
def test_an_argument_carries_what_was_put_into_it(sources: str | Sources, texts: set[str]) -> None:
    assert program(asked(sources)).carried() == texts


@pytest.mark.parametrize("sources", CONFIGURED.values(), ids=CONFIGURED)
def test_an_argument_carries_what_stands_under_its_keys_in_a_file_that_the_code_loads(
    sources: Sources,
) -> None:
    carried = program(asked(sources)).carried() or set()
    assert "a" in carried
    assert "b" not in carried


@pytest.mark.parametrize("source", NOTHING.values(), ids=NOTHING)
def test_an_argument_does_not_carry_what_belongs_to_others(source: str) -> None:
    assert "b" not in (program(asked(source)).carried() or set())


@pytest.mark.parametrize(
    ("call", "key", "texts"),
    [
        ("send('a', 'b')", "1", {"b"}),
        ("send('a', 'b')", "2", None),
        ("send('a', to='b')", "to", {"b"}),
        ("send('a', to='b')", "from_", None),
        ("send('a', to='b')", "from_|to", {"b"}),
        ("send('a', to='b')", "to|0", {"a", "b"}),
        ("send('a', to='b')", "*", {"a", "b"}),
        ("send(**{'to': 'b'})", "to", {"b"}),
        ("send(x)", "0", set()),
        ("acme.client('k').send('a')", "*", {"a", "k"}),
        ("send()", "*", set()),
    ],
)
def test_an_argument_is_asked_for_by_its_keyword_or_position(
    call: str, key: str, texts: set[str] | None
) -> None:
    assert program(f"{call}  #?\n").carried(key) == texts


def test_what_callers_pass_can_be_left_out() -> None:
    whole = program("def f(u):\n    send(u, 'b')  #?\nf('a')\n")
    assert whole.carried("*", parameters=True) == {"a", "b"}
    assert whole.carried("*", parameters=False) == {"b"}


ELSEWHERE = {
    "a request that a function fills and answers": "def m():\n    r = acme.request()\n    r.set_x('a')\n    return r\nsend(m())",
    "a dict that a function fills and answers": "def m():\n    r = {}\n    r['x'] = 'a'\n    return r\nsend(m())",
    "a request that a function fills": "def fill(r):\n    r.set_x('a')\ndef f():\n    r = acme.request()\n    fill(r)\n    send(r)",
    "a request that the object keeps": (
        "class S:\n    def f(self):\n        self.r = acme.request()\n        self.r.set_x('a')\n        send(self.r)"
    ),
    "a dict that the object keeps": "class S:\n    def f(self):\n        self.r = {}\n        self.r['x'] = 'a'\n        send(self.r)",
    "an attribute of an attribute": "r = acme.request()\nr.a.b = 'a'\nsend(r)",
}
_MADE = "acme.Client(base='a')"
CLIENTS = {
    "a function makes": f"def m():\n    return {_MADE}\nsend(m())",
    "a method makes": f"class S:\n    def m(self):\n        return {_MADE}\n    def f(self):\n        send(self.m())",
    "the object keeps, made by a method": (
        f"class S:\n    def __init__(self):\n        self.c = self.m()\n    def m(self):\n        return {_MADE}\n"
        "    def f(self):\n        send(self.c)"
    ),
    "a property makes once": (
        "class S:\n    @property\n    def c(self):\n        if self._c is None:\n"
        f"            self._c = {_MADE}\n        return self._c\n    def f(self):\n        send(self.c)"
    ),
    "a class keeps": (
        f"class S:\n    @classmethod\n    def m(cls):\n        cls._c = {_MADE}\n        return cls._c\n"
        "    @classmethod\n    def f(cls):\n        send(cls.m())"
    ),
    "is handed out to a block": (
        f"from contextlib import contextmanager\n@contextmanager\ndef m():\n    c = {_MADE}\n    yield c\n"
        "with m() as d:\n    send(d)"
    ),
}


@pytest.mark.parametrize("source", CLIENTS.values(), ids=CLIENTS)
def test_a_client_carries_what_it_was_made_with(source: str) -> None:
    assert program(asked(f"import acme\n{source}")).carried() == {"Client", "a"}


def test_what_a_function_asks_for_to_answer_it_is_not_carried() -> None:
    source = "import acme\ndef m():\n    return acme.post('b').json()\nsend(m())"
    assert "b" not in (program(asked(source)).carried() or set())


@pytest.mark.parametrize("source", ELSEWHERE.values(), ids=ELSEWHERE)
def test_an_argument_carries_what_was_put_into_it_elsewhere(source: str) -> None:
    assert program(asked(source)).carried() == {"a"}


ELSEWHERE_NOT = {
    "what is put on another attribute": "class S:\n    def f(self):\n        self.r.set_x('a')\n        send(self.q)",
    "what another class keeps": (
        "class T:\n    def f(self):\n        self.r.set_x('a')\nclass S:\n    def f(self):\n        send(self.r)"
    ),
    "what is put on the other argument": (
        "def fill(r, q):\n    q.set_x('a')\ndef f():\n    r = acme.new()\n    q = acme.new()\n    fill(r, q)\n    send(r)"
    ),
    "what a function puts on something else": (
        "def m():\n    r = acme.new()\n    q = acme.new()\n    q.set_x('a')\n    return r\nsend(m())"
    ),
}


@pytest.mark.parametrize("source", ELSEWHERE_NOT.values(), ids=ELSEWHERE_NOT)
def test_an_argument_does_not_carry_what_was_put_into_something_else(source: str) -> None:
    assert program(asked(source)).carried() == set()


def test_a_function_that_calls_itself_with_what_it_fills_comes_to_an_end() -> None:
    source = "def f(r):\n    r.set_x('a')\n    f(r)\n    g(r)\n    send(r)\ndef g(r):\n    r.set_y('b')\n    f(r)\n"
    assert program(asked(source)).carried() == {"a", "b"}


def test_a_variable_that_a_loop_binds_again_and_again_is_followed_a_few_times() -> None:
    def work(count: int) -> int:
        again = "    r = send(x)\n    if r:\n        x = r\n" * count
        whole = program({"app.py": f"for x in y:\n{again}    send(x)  #?\n"})
        return counted(whole.carried)[1]

    work(10)
    assert work(80) < 8 * work(20)
