"""Registries, unpacking, loops, generators and context managers."""

from __future__ import annotations

import pytest

from tests.support.program import Sources, program

SENDS = {"acme.Client.send"}
BOTH = {"acme.Client.send", "b.Client.send"}

HELD: dict[str, str | Sources] = {
    "a dict by its key": "import acme, b\nR = {'a': acme.Client, 'b': b.Client}\nR['a']().send()  #?\n",
    "a dict by a name for its key": "import acme, b\nR = {'a': acme.Client, 'b': b.Client}\nK = 'a'\nR[K]().send()  #?\n",
    "a dict that is filled later": "import acme\nR = {}\nR['a'] = acme.Client\ndef f(n):\n    R[n]().send()  #?\n",
    "a dict of another module": {
        "r.py": "import acme\nR = {'a': acme.Client}\n",
        "app.py": "from r import R\ndef f(n):\n    R[n]().send()  #?\n",
    },
    "a dict in a dict": "import acme\nR = {'x': {'y': acme.Client()}}\nR['x']['y'].send()  #?\n",
    "a dict out of two": "import acme\nA = {'a': acme.Client}\nR = {**A, 'b': 1}\nR['a']().send()  #?\n",
    "a dict in a class": "import acme\nclass S:\n    R = {'a': acme.Client}\n    def go(self, n):\n        self.R[n]().send()  #?\n",
    "the values of a dict": "import acme\nR = {'a': acme.Client()}\nfor c in R.values():\n    c.send()  #?\n",
    "the items of a dict": "import acme\nR = {'a': acme.Client()}\nfor k, c in R.items():\n    c.send()  #?\n",
    "a dict comprehension": "import acme\nR = {x: acme.Client(x) for x in y}\nR[1].send()  #?\n",
    "setdefault": "import acme\nR = {}\ndef f(n):\n    R.setdefault(n, acme.Client()).send()  #?\n",
    "pop": "import acme\nR = {'a': acme.Client()}\nR.pop('a').send()  #?\n",
    "a list by its index": "import acme, b\nR = [acme.Client(), b.Client()]\nR[0].send()  #?\n",
    "a list from its end": "import acme, b\nR = [b.Client(), acme.Client()]\nR[-1].send()  #?\n",
    "a list that is appended to": "import acme\nR = []\nR.append(acme.Client())\nfor c in R:\n    c.send()  #?\n",
    "a set that is added to": "import acme\nR = set()\nS = {acme.Client()}\nfor c in S:\n    c.send()  #?\n",
    "sets that are poured into each other": "import acme\nA = set()\nB = {acme.Client()}\nA.update(B)\nB.update(A)\nfor c in A:\n    c.send()  #?\n",
    "a dict that is poured into itself": "import acme\nD = {acme.Client(): 1}\nD.update(D)\nE = {**D}\nfor c in E:\n    c.send()  #?\n",
    "a sum of lists": "import acme\nR = [] + [acme.Client()]\nR[0].send()  #?\n",
    "a starred list": "import acme\nA = [acme.Client()]\nR = [*A]\nR[0].send()  #?\n",
    "an augmented list": "import acme\nR = []\nR += [acme.Client()]\nfor c in R:\n    c.send()  #?\n",
    "a list comprehension": "import acme\nR = [acme.Client(x) for x in y]\nfor c in R:\n    c.send()  #?\n",
    "a variable of a comprehension": "import acme\n[c.send() for c in [acme.Client()]]  #?\n",
    "list, sorted and reversed": "import acme\nfor c in list(sorted(reversed([acme.Client()]))):\n    c.send()  #?\n",
    "next": "import acme\nc = next(acme.Client(x) for x in y)\nc.send()  #?\n",
    "enumerate": "import acme\nfor i, c in enumerate([acme.Client()]):\n    c.send()  #?\n",
    "zip": "import acme\nfor i, c in zip([1], [acme.Client()]):\n    c.send()  #?\n",
    "a tuple that is unpacked": "import acme, b\na, c = b.Client(), acme.Client()\nc.send()  #?\n",
    "tuples in tuples": "import acme, b\n(a, (d, c)) = 1, (2, acme.Client())\nc.send()  #?\n",
    "a result that is unpacked": "import acme, b\ndef f():\n    return b.Client(), acme.Client()\n_, c = f()\nc.send()  #?\n",
    "a result by its index": "import acme\ndef f():\n    return 1, acme.Client()\nf()[1].send()  #?\n",
    "the protocol of a connection": "import acme, asyncio\nasync def f():\n    loop = asyncio.get_running_loop()\n    _, c = await loop.create_connection(lambda: acme.Client(), 'h', 1)\n    c.send()  #?\n",
    "the protocol of a serial line": "import acme, serial_asyncio\nasync def f(loop):\n    _, c = await serial_asyncio.create_serial_connection(loop, acme.Client, '/dev/ttyUSB0')\n    c.send()  #?\n",
    "a generator": "import acme\ndef g():\n    yield acme.Client()\nfor c in g():\n    c.send()  #?\n",
    "what a coroutine waited for": "import acme\n@inline_callbacks\ndef g():\n    c = yield acme.Client()\n    c.send()  #?\n",
    "what an older coroutine waited for": "import acme\ndef make():\n    return acme.Client()\n@coroutine\ndef g():\n    c = yield from make()\n    c.send()  #?\n",
    "a generator of a generator": "import acme\ndef h():\n    yield acme.Client()\ndef g():\n    yield from h()\nfor c in g():\n    c.send()  #?\n",
    "with": "import acme\nwith acme.Client() as c:\n    c.send()  #?\n",
    "async with": "import acme\nasync def f():\n    async with acme.Client() as c:\n        await c.send()  #?\n",
    "a context manager of the tree": """\
import acme
class M:
    def __enter__(self):
        return acme.Client()
    def __exit__(self, *a): ...
with M() as c:
    c.send()  #?
""",
    "a context manager that answers itself": """\
import acme
class M:
    def __init__(self):
        self.c = acme.Client()
    def __enter__(self):
        return self
with M() as m:
    m.c.send()  #?
""",
    "a context manager made of a generator": """\
import acme
from contextlib import contextmanager
@contextmanager
def m():
    yield acme.Client()
with m() as c:
    c.send()  #?
""",
    "a dict that fills itself with subclasses": """\
import acme
class B:
    R = {}
    def __init_subclass__(cls):
        B.R[cls.__name__] = cls
class S(B, acme.Client): ...
def f(n):
    B.R[n]().send()  #?
""",
}


@pytest.mark.parametrize("sources", HELD.values(), ids=HELD)
def test_what_was_put_in_comes_out(sources: str | Sources) -> None:
    assert program(sources).origins() == SENDS


CHOSEN = {
    "a dict by an unknown key": "import acme, b\nR = {'a': acme.Client, 'b': b.Client}\ndef f(n):\n    R[n]().send()  #?\n",
    "a dict with a default": "import acme, b\nR = {'a': acme.Client}\ndef f(n):\n    R.get(n, b.Client)().send()  #?\n",
    "a list by an unknown index": "import acme, b\nR = [acme.Client(), b.Client()]\ndef f(n):\n    R[n].send()  #?\n",
    "a slice": "import acme, b\nR = [0, acme.Client(), b.Client()]\nfor c in R[1:]:\n    c.send()  #?\n",
    "a loop over pairs": "import acme, b\nfor n, c in [('a', acme.Client()), ('b', b.Client())]:\n    c.send()  #?\n",
    "two keys that are texts": "import acme, b\nR = {'a': acme.Client, 'b': b.Client}\nfor k in ('a', 'b'):\n    R[k]().send()  #?\n",
    "a key that may come from outside": (
        "import acme, b, web\nR = {'a': acme.Client, 'b': b.Client}\nk = 'a'\nif web.args:\n    k = web.args['k']\nR[k]().send()  #?\n"
    ),
    "a key that was poured over": (
        "import acme, b, web\nR = {'a': acme.Client, 'b': b.Client}\nD = {'k': 'a'}\nD.update(web.json)\nR[D['k']]().send()  #?\n"
    ),
    "a key with more values than are followed": (
        "import acme, b\nR = {'a': acme.Client, 'b': b.Client}\n"
        f"for k in {[f'k{number:02}' for number in range(50)]}:\n    R[k]().send()  #?\n"
    ),
    "lambdas": "import acme, b\nR = {'a': lambda: acme.Client(), 'b': lambda: b.Client()}\ndef f(n):\n    R[n]().send()  #?\n",
}


@pytest.mark.parametrize("source", CHOSEN.values(), ids=CHOSEN)
def test_where_the_choice_is_open_everything_may_come_out(source: str) -> None:
    assert program(source).origins() == BOTH


PUT_IN: dict[str, str | Sources] = {
    "the values of a dict that is filled later": "import acme\nR = {}\nR['a'] = acme.Client()\nfor c in R.values():\n    c.send()  #?\n",
    "the items of a dict that is filled later": "import acme\nR = {}\nR['a'] = acme.Client()\nfor k, c in R.items():\n    c.send()  #?\n",
    "a dict that is updated": "import acme\nR = {}\nR.update({'a': acme.Client()})\nR['a'].send()  #?\n",
    "a dict made by its class": "import acme\nR = dict(a=acme.Client())\nR['a'].send()  #?\n",
    "a list that is extended": "import acme\nR = []\nR.extend([acme.Client()])\nfor c in R:\n    c.send()  #?\n",
    "the rest of a tuple": "import acme, b\na, *c = b.Client(), acme.Client()\nc[0].send()  #?\n",
    "a dict that another module fills": {
        "r.py": "R = {}\n",
        "a.py": "import acme\nfrom r import R\nR['a'] = acme.Client\n",
        "app.py": "from r import R\ndef f(n):\n    R[n]().send()  #?\n",
    },
    "a list that a decorator fills": """\
import acme
R = []
def register(cls):
    R.append(cls)
    return cls
@register
class S(acme.Client): ...
for c in R:
    c().send()  #?
""",
    "a dict that a factory of decorators fills": """\
import acme
R = {}
def register(name):
    def keep(cls):
        R[name] = cls
        return cls
    return keep
@register('a')
class S(acme.Client): ...
R['a']().send()  #?
""",
}


@pytest.mark.parametrize("sources", PUT_IN.values(), ids=PUT_IN)
def test_what_was_put_in_by_other_means_comes_out(sources: str | Sources) -> None:
    assert program(sources).origins() == SENDS


def test_a_key_that_need_not_be_given_may_be_any() -> None:
    source = (
        "import acme, b\nR = {'a': acme.Client, 'b': b.Client}\nK = 'a'\n"
        "def f(name=None):\n    R[name or K]().send()  #?\nf(request.args['name'])\n"
    )
    assert program(source).origins() == BOTH
