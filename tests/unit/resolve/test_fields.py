"""Attributes that a class declares with a type, and objects that stand for others."""

from __future__ import annotations

import pytest

from tests.support.program import Sources, program

SENDS = {"acme.Client.send"}

DECLARED: dict[str, str | Sources] = {
    "a data class, by position": """\
import acme
from dataclasses import dataclass
@dataclass(frozen=True)
class S:
    name: str
    c: object
S("x", acme.Client()).c.send()  #?
""",
    "a data class, by keyword": """\
import acme, dataclasses
@dataclasses.dataclass
class S:
    c: object = None
    def go(self):
        self.c.send()  #?
S(c=acme.Client())
""",
    "fields of a base come first": {
        "b.py": "from dataclasses import dataclass\n@dataclass\nclass B:\n    name: str\n    c: object\n",
        "app.py": (
            "import acme\nfrom dataclasses import dataclass\nfrom b import B\n@dataclass\nclass S(B):\n    d: int\n"
            "S('x', acme.Client(), 1).c.send()  #?\n"
        ),
    },
    "what belongs to the class takes no argument": """\
import acme
from dataclasses import dataclass
from typing import ClassVar
@dataclass
class S:
    made: ClassVar[int] = 0
    c: object
S(acme.Client()).c.send()  #?
""",
    "a named tuple": """\
import acme
from typing import NamedTuple
class S(NamedTuple):
    name: str
    c: object
S("x", acme.Client()).c.send()  #?
""",
    "a named tuple, taken apart": """\
import acme
from typing import NamedTuple
class S(NamedTuple):
    name: str
    c: object
for name, client in [S("x", acme.Client())]:
    client.send()  #?
""",
    "a named tuple that a call makes": """\
import acme
from collections import namedtuple
S = namedtuple("S", "name, c")
S("x", acme.Client()).c.send()  #?
""",
    "a named tuple that a call makes of names one by one": """\
import acme, collections
S = collections.namedtuple("S", ["name", "c"])
name, client = S(c=acme.Client(), name="x")
client.send()  #?
""",
    "a class that extends a named tuple that a call makes": """\
import acme
from collections import namedtuple
class S(namedtuple("S", ("name", "c"))):
    def go(self):
        self.c.send()  #?
S("x", acme.Client())
""",
    "a model of pydantic": """\
import acme
from pydantic import BaseModel
class S(BaseModel):
    c: object
S(c=acme.Client()).c.send()  #?
""",
    "a factory": """\
import acme
from dataclasses import dataclass, field
@dataclass
class S:
    c: object = field(default_factory=acme.Client)
S().c.send()  #?
""",
    "a factory of attrs": "import acme, attr\n@attr.s\nclass S:\n    c = attr.ib(factory=lambda: acme.Client())\nS().c.send()  #?\n",
    "the type, where nothing is given": """\
from __future__ import annotations
import acme
from dataclasses import dataclass
@dataclass
class S:
    c: acme.Client | None = None
    def go(self):
        self.c.send()  #?
""",
    "the type in a base from a library": """\
import acme
from pydantic import BaseModel
class S(BaseModel):
    c: acme.Client
def f(s: S):
    s.c.send()  #?
""",
    "the type that a method tells": """\
import acme
class S:
    def __init__(self):
        self.c: "acme.Client" = None
    def go(self):
        self.c.send()  #?
""",
    "containers of declared objects": """\
import acme
from dataclasses import dataclass
@dataclass
class S:
    c: list[acme.Client]
    def go(self):
        for each in self.c:
            each.send()  #?
""",
}


@pytest.mark.parametrize("sources", DECLARED.values(), ids=DECLARED)
def test_a_declared_attribute_is_what_the_constructor_or_else_the_type_says(sources: str | Sources) -> None:
    assert program(sources).origins() == SENDS


def test_a_type_adds_nothing_to_what_is_known() -> None:
    source = """\
class A:
    def send(self): ...
class B(A):
    def send(self): ...
class S:
    c: A
    def __init__(self):
        self.c = B()
    def go(self):
        self.c.send()  #?
"""
    assert program(source).origins() == {"app.B.send"}


def test_a_constructor_of_its_own_takes_what_it_says() -> None:
    source = """\
import acme
class S:
    c: object
    def __init__(self, d): ...
S(acme.Client()).c.send()  #?
"""
    assert program(source).origins() == set()


STANDING_FOR: dict[str, str | Sources] = {
    "a local proxy": {
        "a.py": (
            "import acme\nfrom werkzeug.local import LocalProxy\ndef get():\n    return acme.Client()\n"
            "client = LocalProxy(get)\nother = LocalProxy(lambda: get())\n"
        ),
        "app.py": "from a import client\nclient.send()  #?\n",
    },
    "a lazy object": "import acme\nfrom django.utils.functional import SimpleLazyObject\nc = SimpleLazyObject(acme.Client)\nc.send()  #?\n",
    "an object that is closed": "import acme, contextlib\nwith contextlib.closing(acme.Client()) as c:\n    c.send()  #?\n",
    "an object that forwards what it lacks": """\
import acme
class S:
    def __init__(self, c):
        self._c = c
    def __getattr__(self, name):
        found = getattr(self._c, name)
        return found
S(acme.Client()).send()  #?
""",
    "an object that looks up what it lacks": """\
import acme
class S:
    made = {"c": acme.Client(), "d": 1}
    def __getattr__(self, name):
        return self.made[name]
S().c.send()  #?
""",
    "an object that makes what it lacks": """\
import acme
class S:
    def __getattr__(self, name):
        return acme.Client()
S().c.send()  #?
""",
    "a global that a function sets": {
        "a.py": "import acme\nclient = None\ndef start():\n    global client\n    client = acme.Client()\n",
        "app.py": "import a\na.client.send()  #?\n",
    },
    "a registry that a function fills": {
        "a.py": (
            "import acme\n_made = {}\ndef get_client_by_name(name):\n    if name not in _made:\n"
            "        _made[name] = acme.Client()\n    return _made[name]\n"
        ),
        "app.py": "from a import get_client_by_name\nget_client_by_name('x').send()  #?\n",
    },
}


@pytest.mark.parametrize("sources", STANDING_FOR.values(), ids=STANDING_FOR)
def test_what_stands_for_another_object_is_that_object(sources: str | Sources) -> None:
    assert program(sources).origins() == SENDS


def test_an_object_forwards_nothing_that_it_has() -> None:
    source = """\
import acme
class S:
    c = acme.Client()
    def send(self): ...
    def __getattr__(self, name):
        return getattr(self.c, name)
S().send()  #?
"""
    assert program(source).origins() == {"app.S.send"}


def test_a_function_patched_into_a_class_gets_the_object() -> None:
    source = """\
import acme
class S:
    c = acme.Client()
def go(self):
    self.c.send()  #?
S.go = go
S().go()
"""
    assert program(source).origins() == SENDS


def test_a_librarys_object_may_answer_what_its_lambda_does() -> None:
    source = (
        "import acme, contexts\nfrom werkzeug.local import LocalProxy\nclass All:\n    def __init__(self, clients):\n"
        "        self.clients = {**clients}\n    def of(self, name):\n        return self.clients.get(name)\n"
        "get = contexts.Getter('client', lambda: acme.Client(), expected=object)\n"
        "every = LocalProxy(contexts.Getter('all', lambda: All(clients={g.name: LocalProxy(g) for g in (get,)})))\n"
        "every.of(x).send()  #?\n"
    )
    assert "acme.Client.send" in program(source).origins()
