"""Attributes, methods, inheritance, decorators and singletons."""

from __future__ import annotations

import pytest

from tests.support.program import Sources, program

SENDS = {"acme.Client.send"}

ATTRIBUTES: dict[str, str | Sources] = {
    "set in __init__": """\
import acme
class S:
    def __init__(self):
        self.c = acme.Client()
    def go(self):
        self.c.send()  #?
""",
    "kept on the application": """\
import acme, fastapi
def begin(app: fastapi.FastAPI):
    app.state.client = acme.Client()
def f(request: fastapi.Request):
    request.app.state.client.send()  #?
""",
    "given by a container of providers": """\
import acme
from dependency_injector import containers, providers
class S:
    def __init__(self, client):
        self.c = client
    def go(self):
        self.c.send()  #?
class Box(containers.DeclarativeContainer):
    client = providers.Singleton(acme.Client)
    s = providers.Factory(S, client=client)
""",
    "asked of a container of providers": """\
import acme
from dependency_injector import containers, providers
class Box(containers.DeclarativeContainer):
    client = providers.Singleton(acme.Client)
Box().client().send()  #?
""",
    "wired out of a container of providers": """\
import acme
from dependency_injector import containers, providers
from dependency_injector.wiring import Provide
class Box(containers.DeclarativeContainer):
    client = providers.Singleton(acme.Client)
def go(client=Provide[Box.client]):
    client.send()  #?
""",
    "kept on an application of the tree": """\
import acme
class App:
    def __init__(self):
        self.state = State()
class State:
    client = acme.Client()
app = App()
app.state.client.send()  #?
""",
    "kept on the application under a key": {
        "begin.py": "import acme\nasync def begin(app):\n    app['client'] = acme.Client()\n",
        "app.py": "import begin\nasync def f(request):\n    await request.app['client'].send()  #?\n",
    },
    "kept on the application of another module": {
        "begin.py": "import acme\ndef begin(app):\n    app.ctx.client = acme.Client()\n",
        "app.py": "import begin\nasync def f(request):\n    await request.app.ctx.client.send()  #?\n",
    },
    "an attribute of the application": {
        "begin.py": "import acme, flask\ndef make():\n    app = flask.Flask('x')\n    app.client = acme.Client()\n    return app\n",
        "app.py": "import begin\nfrom flask import current_app\ndef f():\n    current_app.client.send()  #?\n",
    },
    "an attribute of a bot": {
        "begin.py": "import acme\ndef setup(bot):\n    bot.client = acme.Client()\n",
        "app.py": "import begin\nclass Cog:\n    def __init__(self, bot):\n        self.bot = bot\n    async def f(self):\n        await self.bot.client.send()  #?\n",
    },
    "set in another method": """\
import acme
class S:
    def connect(this):
        this.c = acme.Client()
    def go(self):
        self.c.send()  #?
""",
    "set in a function inside a method": """\
import acme
class S:
    def __init__(self):
        def later():
            self.c = acme.Client()
        later()
    def go(self):
        self.c.send()  #?
""",
    "set in the class": "import acme\nclass S:\n    c = acme.Client()\n    def go(self):\n        self.c.send()  #?\n",
    "set through the name of the class": """\
import acme
class S:
    c = None
    def __init__(self):
        S.c = acme.Client()
    def go(self):
        self.c.send()  #?
""",
    "set in a base class": """\
import acme
class B:
    def __init__(self):
        self.c = acme.Client()
class S(B):
    def go(self):
        self.c.send()  #?
""",
    "set in a base class of another module": {
        "base.py": "import acme\nclass B:\n    def __init__(self):\n        self.c = acme.Client()\n",
        "app.py": "from base import B\nclass S(B):\n    def go(self):\n        self.c.send()  #?\n",
    },
    "set in a subclass, used in the base": """\
import acme
class B:
    def go(self):
        self.c.send()  #?
class S(B):
    c = acme.Client()
""",
    "set in a subclass of another module": {
        "base.py": "class B:\n    c = None\n    def go(self):\n        self.c.send()  #?\n",
        "more.py": "import acme\nfrom base import B\nclass S(B):\n    c = acme.Client()\n",
    },
    "reached from outside": "import acme\nclass S:\n    def __init__(self):\n        self.c = acme.Client()\nS().c.send()  #?\n",
    "objects in objects": """\
import acme
class A:
    def __init__(self):
        self.b = B()
class B:
    def __init__(self):
        self.c = acme.Client()
A().b.c.send()  #?
""",
    "a property": """\
import acme
class S:
    @property
    def c(self):
        return acme.Client()
    def go(self):
        self.c.send()  #?
""",
    "a cached property": """\
import acme
from functools import cached_property
class S:
    @cached_property
    def c(self):
        return acme.Client()
S().c.send()  #?
""",
    "a method of a class method": """\
import acme
class S:
    c = acme.Client()
    @classmethod
    def go(cls):
        cls.c.send()  #?
""",
    "a static method": "import acme\nclass S:\n    @staticmethod\n    def make():\n        return acme.Client()\nS.make().send()  #?\n",
    "methods that answer the object": """\
import acme
class B:
    def a(self):
        return self
    def c(self):
        return acme.Client()
B().a().a().c().send()  #?
""",
    "a bound method under another name": "import acme\nsend = acme.Client().send\nsend()  #?\n",
    "a bound method of the object": """\
import acme
class S:
    def __init__(self):
        self.send = acme.Client().send
    def go(self):
        self.send()  #?
""",
    "an object that is called": "import acme\nclass S:\n    def __call__(self):\n        return acme.Client()\nS()().send()  #?\n",
    "an object that is indexed": "import acme\nclass S:\n    def __getitem__(self, k):\n        return acme.Client()\nS()['a'].send()  #?\n",
    "an object that is iterated": "import acme\nclass S:\n    def __iter__(self):\n        yield acme.Client()\nfor c in S():\n    c.send()  #?\n",
    "an attribute that somebody else sets": "import acme\nclass S: ...\ns = S()\ns.c = acme.Client()\ns.c.send()  #?\n",
    "an attribute set by setattr": "import acme\nclass S: ...\ns = S()\nsetattr(s, 'c', acme.Client())\ns.c.send()  #?\n",
    "an attribute that another module sets": {
        "s.py": "class S:\n    def go(self):\n        self.c.send()  #?\n",
        "app.py": "import acme\nfrom s import S\ns = S()\ns.c = acme.Client()\n",
    },
    "a name patched into a module": {
        "b.py": "",
        "app.py": "import acme, b\nb.client = acme.Client()\n",
        "use.py": "import b\nb.client.send()  #?\n",
    },
    "a base class from outside": "import acme\nclass S(acme.Client):\n    def go(self):\n        self.send()  #?\n",
    "super": "import acme\nclass S(acme.Client):\n    def send(self):\n        super().send()  #?\n",
    "super with arguments": "import acme\nclass S(acme.Client):\n    def send(self):\n        super(S, self).send()  #?\n",
    "a singleton that a decorator keeps": """\
import acme
def singleton(cls):
    made = {}
    def get(*a):
        if cls not in made:
            made[cls] = cls(*a)
        return made[cls]
    return get
@singleton
class C:
    def __init__(self):
        self.rest = acme.Client()
C().rest.send()  #?
""",
    "a singleton that a metaclass keeps": """\
import acme
class M(type):
    made = {}
    def __call__(cls, *a):
        if cls not in cls.made:
            cls.made[cls] = super().__call__(*a)
        return cls.made[cls]
class C(metaclass=M):
    def __init__(self):
        self.rest = acme.Client()
C().rest.send()  #?
""",
    "a singleton that is set up before it is kept": """\
import acme
class S(object):
    one = None
    def __new__(cls):
        if cls.one is None:
            made = super(S, cls).__new__(cls)
            made.rest = acme.Client()
            cls.one = made
        return cls.one
    def go(self):
        self.rest.send()  #?
""",
    "a class made in the module": "import acme\nclass S:\n    def get(self):\n        return acme.Client()\ns = S()\ndef f():\n    s.get().send()  #?\n",
}


@pytest.mark.parametrize("sources", ATTRIBUTES.values(), ids=ATTRIBUTES)
def test_an_attribute_is_what_was_set(sources: str | Sources) -> None:
    assert program(sources).origins() == SENDS


@pytest.mark.parametrize(
    ("classes", "asked", "origins"),
    [
        ("class A:\n def send(self): ...\nclass B(A): ...", "B().send()", {"app.A.send"}),
        ("class A:\n def send(self): ...\nclass B(A):\n def send(self): ...", "B().send()", {"app.B.send"}),
        (
            "class O:\n def send(self): ...\nclass A(O): ...\nclass B(O):\n def send(self): ...\nclass C(A, B): ...",
            "C().send()",
            {"app.B.send"},
        ),
        (
            "class A:\n def send(self): ...\nclass B:\n def send(self): ...\nclass C(A, B): ...",
            "C().send()",
            {"app.A.send"},
        ),
        ("class A:\n @classmethod\n def send(cls): ...\nclass B(A): ...", "B.send()", {"app.A.send"}),
        ("class A:\n @staticmethod\n def send(): ...", "A.send()", {"app.A.send"}),
        ("class A:\n @staticmethod\n def send(): ...", "A().send()", {"app.A.send"}),
        (
            "class A:\n @classmethod\n def make(cls): return cls()\nclass B(A):\n def send(self): ...",
            "B.make().send()",
            {"app.B.send"},
        ),
        ("class A:\n def send(self): ...", "type(A())().send()", {"app.A.send"}),
        (
            "class A:\n def send(self): ...\nclass B:\n def __new__(cls): return A()",
            "B().send()",
            {"app.A.send"},
        ),
        ("class A:\n class B:\n  def send(self): ...", "A.B().send()", {"app.A.B.send"}),
        ("def d(c): return c\n@d\nclass A:\n def send(self): ...", "A().send()", {"app.A.send"}),
        ("import x\n@x.d(1)\nclass A:\n def send(self): ...", "A().send()", {"app.A.send"}),
        ("class A(metaclass=M):\n def send(self): ...", "A().send()", {"app.A.send"}),
        (
            "import six\nclass A(six.with_metaclass(M, object)):\n def send(self): ...",
            "A().send()",
            {"app.A.send"},
        ),
    ],
)
def test_a_method_is_looked_up_along_the_order_of_resolution(
    classes: str, asked: str, origins: set[str]
) -> None:
    assert program(f"{classes}\n{asked}  #?\n").origins() == origins


def test_a_method_called_on_self_may_be_that_of_any_subclass() -> None:
    source = (
        "class A:\n def go(self): self.send()  #?\n def send(self): ...\nclass B(A):\n def send(self): ...\n"
    )
    assert program(source).origins() == {"app.A.send", "app.B.send"}


def test_super_is_the_next_in_line_of_every_class_that_may_stand_behind_self() -> None:
    source = """\
class O:
    def send(self): ...
class A(O):
    def send(self):
        super().send()  #?
class B(O):
    def send(self): ...
class C(A, B): ...
"""
    assert program(source).origins() == {"app.B.send", "app.O.send"}


def test_what_a_class_extends_includes_what_its_bases_extend() -> None:
    whole = program(
        {"b.py": "import acme\nclass B(acme.Base): ...\n", "app.py": "from b import B\nclass C(B, D): ...\n"}
    )
    found = whole.program.base_origins(whole.library.python[1], 1)
    assert [(origin.text, origin.in_tree) for origin in found] == [("b.B", True), ("acme.Base", False)]


DECORATED = {
    "a wrapper": """\
import acme, functools
def d(f):
    @functools.wraps(f)
    def w(*a, **k):
        return f(*a, **k)
    return w
@d
def make():
    return acme.Client()
make().send()  #?
""",
    "a factory of wrappers": """\
import acme
def d(n):
    def o(f):
        def w(*a):
            return f(*a)
        return w
    return o
@d(3)
def make():
    return acme.Client()
make().send()  #?
""",
    "one that answers what it was given": "import acme\ndef d(f): return f\n@d\ndef make(): return acme.Client()\nmake().send()  #?\n",
    "one from outside": "import acme, other\n@other.d\ndef make(): return acme.Client()\nmake().send()  #?\n",
    "a factory from outside": "import acme, other\n@other.d(1)\ndef make(): return acme.Client()\nmake().send()  #?\n",
    "a cache": "import acme, functools\n@functools.lru_cache(maxsize=1)\ndef make(): return acme.Client()\nmake().send()  #?\n",
    "two": "import acme, other\ndef d(f): return f\n@other.e\n@d\ndef make(): return acme.Client()\nmake().send()  #?\n",
    "an object of a class": """\
import acme
class D:
    def __init__(self, n): ...
    def __call__(self, f):
        return f
@D(3)
def make():
    return acme.Client()
make().send()  #?
""",
    "on a method": """\
import acme
def d(f):
    def w(self):
        return f(self)
    return w
class S:
    @d
    def make(self):
        return acme.Client()
S().make().send()  #?
""",
}


@pytest.mark.parametrize("source", DECORATED.values(), ids=DECORATED)
def test_a_decorator_is_looked_through(source: str) -> None:
    assert program(source).origins() == SENDS


NEW = """\
import acme
class S{base}:
    one = None
    def __new__(cls, *args):
        if not hasattr(cls, "one"):
            cls.one = {make}
            cls.one.rest = acme.Client()
        return cls.one
    def go(self):
        self.rest.send()  #?
"""


@pytest.mark.parametrize(
    "source",
    [
        NEW.format(base="", make="super().__new__(cls, *args)"),
        NEW.format(base="(object)", make="super(S, cls).__new__(cls, *args)"),
        NEW.format(base="(object)", make="object.__new__(cls)"),
    ],
)
def test_a_singleton_that_is_made_in_new_has_what_is_set_there(source: str) -> None:
    assert program(source).origins() == SENDS


SET_IN_OTHER_WAYS = {
    "a class as decorator": """\
import acme
class D:
    def __init__(self, f):
        self.f = f
    def __call__(self):
        return self.f()
@D
def make():
    return acme.Client()
make().send()  #?
""",
    "a client set on an object whose class extends a bare one": """\
import abc, acme
class S(abc.ABC): ...
s = S()
s.client = acme.Client()
s.client.send()  #?
""",
    "a method patched into a class": "import acme\nclass S: ...\nS.send = acme.Client().send\nS().send()  #?\n",
    "an annotated attribute": "import acme\nclass S:\n    c: acme.Client\n    def go(self):\n        self.c.send()  #?\n",
    "an annotated attribute of the object": (
        "import acme\nclass S:\n    def __init__(self, c):\n        self.c: acme.Client = c\n    def go(self):\n        self.c.send()  #?\n"
    ),
    "a field of a data class": (
        "import acme\nfrom dataclasses import dataclass\n@dataclass\nclass S:\n    c: object\nS(acme.Client()).c.send()  #?\n"
    ),
    "a proxy with __getattr__": """\
import acme
class S:
    def __init__(self):
        self.c = acme.Client()
    def __getattr__(self, name):
        return getattr(self.c, name)
S().send()  #?
""",
    "a class that registers its subclasses": """\
class B:
    def go(self):
        for c in B.__subclasses__():
            c().send()  #?
class S(B):
    send = __import__("acme").Client().send
""",
}


@pytest.mark.parametrize("source", SET_IN_OTHER_WAYS.values(), ids=SET_IN_OTHER_WAYS)
def test_an_attribute_that_was_set_in_other_ways_is_found(source: str) -> None:
    assert program(source).origins() >= SENDS


def test_a_subclass_that_was_read_before_its_base_stands_behind_self() -> None:
    sources = {
        "a.py": "import acme\nfrom z import B\nclass S(B):\n    c = acme.Client()\n",
        "z.py": "class B:\n    def go(self):\n        self.c.send()  #?\n",
    }
    whole = program(sources, load=["a.py"])
    whole.program.load(["z.py"])  # type: ignore[list-item]
    assert whole.origins() == SENDS
