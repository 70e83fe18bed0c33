"""What parameters hold: arguments of callers, defaults and annotations."""

from __future__ import annotations

import pytest

from tests.support.program import Sources, program

SENDS = {"acme.Client.send"}

PASSED: dict[str, str | Sources] = {
    "by position": "import acme\ndef f(a, c):\n    c.send()  #?\nf(1, acme.Client())\n",
    "by keyword": "import acme\ndef f(a, *, c):\n    c.send()  #?\nf(1, c=acme.Client())\n",
    "from another module": {
        "a.py": "def f(c):\n    c.send()  #?\n",
        "b.py": "import acme\nfrom a import f\nf(acme.Client())\n",
    },
    "through two functions": "import acme\ndef g(d):\n    d.send()  #?\ndef f(c):\n    g(c)\nf(acme.Client())\n",
    "from a dict": "import acme\ndef f(a, c):\n    c.send()  #?\nf(**{'a': 1, 'c': acme.Client()})\n",
    "from a list": "import acme\ndef f(a, c):\n    c.send()  #?\nf(*[1, acme.Client()])\n",
    "into *args": "import acme\ndef f(*a):\n    for c in a:\n        c.send()  #?\nf(acme.Client())\n",
    "into *args, taken by its place": "import acme\ndef f(*a):\n    a[1].send()  #?\nf(1, acme.Client())\n",
    "an object of the tree, through *args": """\
import acme
class S:
    def go(self, c):
        c.send()  #?
def f(*a):
    a[0].go(a[1])
f(S(), acme.Client())
""",
    "into **kwargs": "import acme\ndef f(**k):\n    k['c'].send()  #?\nf(a=1, c=acme.Client())\n",
    "through **kwargs": """\
import acme
def g(c, **k):
    c.send()  #?
def f(**k):
    g(**k)
f(a=1, c=acme.Client())
""",
    "into **kwargs, from a dict and by keyword": """\
import acme
def f(**k):
    k['c'].send()  #?
given = {'c': acme.Client()}
f(a=1, **given)
""",
    "through a wrapper": """\
import acme
def d(f):
    def wrapper(*args, **kwargs):
        return f(*args, **kwargs)
    return wrapper
@d
def f(a, c):
    c.send()  #?
f(1, acme.Client())
""",
    "through a wrapper, by keyword": """\
import acme
def d(f):
    def wrapper(*args, **kwargs):
        return f(*args, **kwargs)
    return wrapper
@d
def f(a, c):
    c.send()  #?
f(1, c=acme.Client())
""",
    "through two wrappers": """\
import acme
def d(f):
    def wrapper(first, *args):
        return f(first, *args)
    return wrapper
def e(f):
    def wrapper(*args):
        return f(*args)
    return wrapper
@d
@e
@d
def f(a, b, c):
    c.send()  #?
f(1, 2, acme.Client())
""",
    "through a wrapper of a method": """\
import acme
def d(f):
    def wrapper(*args, **kwargs):
        return f(*args, **kwargs)
    return wrapper
class S:
    @d
    def f(self, a, c):
        c.send()  #?
S().f(1, acme.Client())
""",
    "through a wrapper of a method that names its object": """\
import acme
def d(f):
    def wrapper(self, *args, **kwargs):
        return f(self, *args, **kwargs)
    return wrapper
class S:
    @d
    def f(self, a, c):
        c.send()  #?
S().f(1, acme.Client())
""",
    "to a method": "import acme\nclass S:\n    def f(self, c):\n        c.send()  #?\nS().f(acme.Client())\n",
    "to a class method": "import acme\nclass S:\n    @classmethod\n    def f(cls, c):\n        c.send()  #?\nS.f(acme.Client())\n",
    "to a static method": "import acme\nclass S:\n    @staticmethod\n    def f(c):\n        c.send()  #?\nS.f(acme.Client())\n",
    "to __init__": """\
import acme
class S:
    def __init__(self, c):
        self.c = c
    def go(self):
        self.c.send()  #?
S(acme.Client())
""",
    "to __init__ of the base": """\
import acme
class B:
    def __init__(self, c):
        self.c = c
class S(B):
    def __init__(self):
        super().__init__(acme.Client())
    def go(self):
        self.c.send()  #?
""",
    "to __call__": "import acme\nclass S:\n    def __call__(self, c):\n        c.send()  #?\nS()(acme.Client())\n",
    "to an inner function": "import acme\ndef f():\n    def g(c):\n        c.send()  #?\n    g(acme.Client())\n",
    "as a default": "import acme\ndef f(c=acme.Client()):\n    c.send()  #?\n",
    "as a default in the body": "import acme\ndef f(c=None):\n    c = c or acme.Client()\n    c.send()  #?\n",
    "as a function": "import acme\ndef f(send):\n    send()  #?\nf(acme.Client().send)\n",
    "by FastAPI": "import acme\nfrom fastapi import Depends\ndef get():\n    return acme.Client()\ndef f(c=Depends(get)):\n    c.send()  #?\n",
}


@pytest.mark.parametrize("sources", PASSED.values(), ids=PASSED)
def test_a_parameter_holds_what_callers_pass(sources: str | Sources) -> None:
    assert program(sources).origins() == SENDS


@pytest.mark.parametrize(
    "annotation",
    [
        "acme.Client",
        "'acme.Client'",
        "Optional[acme.Client]",
        "acme.Client | None",
        "typing.Union[None, acme.Client]",
        "Annotated[acme.Client, 'x']",
    ],
)
def test_an_annotation_says_what_a_parameter_holds(annotation: str) -> None:
    source = f"import acme, typing\nfrom typing import *\ndef f(c: {annotation} = None):\n    c.send()  #?\n"
    assert program(source).origins() >= SENDS


@pytest.mark.parametrize(
    "hint", ["Annotated[Own, get()]", "Optional[Own]", "typing.Union[None, Own]", "typing.Annotated[Own, 1]"]
)
def test_a_variable_may_stand_for_an_annotation(hint: str) -> None:
    sources = {
        "own.py": "class Own:\n    def send(self): ...\n",
        "hints.py": f"import typing\nfrom typing import Annotated, Optional\nfrom own import Own\nHint = {hint}\n",
        "app.py": "from hints import Hint\ndef f(c: Hint):\n    c.send()  #?\n",
    }
    assert program(sources).origins() == {"own.Own.send"}


@pytest.mark.parametrize("hint", ["Annotated[Port, Depends(get)]", "Given", "Annotated[Port, Security(get)]"])
def test_an_annotation_may_say_what_is_put_in(hint: str) -> None:
    sources = {
        "port.py": "from typing import Protocol\nclass Port(Protocol):\n    def send(self): ...\n",
        "own.py": "class Own:\n    def send(self): ...\ndef get():\n    return Own()\n",
        "app.py": f"""\
from typing import Annotated
from fastapi import Depends, Security
from own import get
from port import Port
Given = Annotated[Port, Depends(get)]
def f(c: {hint}):
    c.send()  #?
""",
    }
    assert program(sources).origins() == {"own.Own.send", "port.Port.send"}


def test_an_annotation_may_name_a_class_of_the_tree() -> None:
    sources = {
        "s.py": "class S:\n    def send(self): ...\n",
        "app.py": "from s import S\ndef f(c: S):\n    c.send()  #?\n",
    }
    assert program(sources).origins() == {"s.S.send"}


@pytest.mark.parametrize("hint", ["Port", "'Port'", "Optional[Port]", "Port | None"])
def test_an_annotation_that_names_a_class_of_the_tree_lets_nothing_else_in(hint: str) -> None:
    source = f"""\
import acme
from typing import Optional
class Port:
    def send(self): ...
def f(port: {hint}):
    port.send()  #?
f(acme.Client())
f({{"send": acme.Client().send}})
"""
    assert program(source).origins() == {"app.Port.send"}


@pytest.mark.parametrize(
    "bases", ["Protocol", "ABC", "acme.Base"], ids=["a protocol", "an abstract class", "a class from outside"]
)
def test_an_annotation_lets_in_what_may_pass_for_an_object_of_its_class(bases: str) -> None:
    source = f"""\
import acme
from abc import ABC
from typing import Protocol
class Port({bases}):
    def go(self): ...
def f(port: Port):
    port.send()  #?
f(acme.Client())
"""
    assert program(source).origins() >= SENDS


def test_a_parameter_for_a_text_holds_no_container() -> None:
    source = "import acme\ndef f(c: str):\n    c['x'].send()  #?\nf({'x': acme.Client()})\n"
    assert program(source).origins() == set()


def test_the_elements_of_an_annotated_list_are_known() -> None:
    source = "import acme\ndef f(cs: list[acme.Client]):\n    for c in cs:\n        c.send()  #?\n"
    assert program(source).origins() == SENDS


@pytest.mark.parametrize(
    ("annotation", "use"),
    [
        ("list[Own]", "for own in c:\n        own.send()  #?\n"),
        ("typing.Sequence['Own']", "c[0].send()  #?\n"),
        ("Iterable[Own | None]", "[own.send() for own in c]  #?\n"),
        ("tuple[int, Own]", "for own in c:\n        own.send()  #?\n"),
        ("dict[str, Own]", "c['a'].send()  #?\n"),
        ("Dict[str, Own]", "for own in c.values():\n        own.send()  #?\n"),
        ("Optional[List[Own]]", "for own in c:\n        own.send()  #?\n"),
    ],
)
def test_an_annotated_container_holds_instances_of_a_class_of_the_tree(annotation: str, use: str) -> None:
    source = f"import typing\nfrom typing import *\nclass Own:\n    def send(self): ...\ndef f(c: {annotation}):\n    {use}"
    assert program(source).origins() == {"app.Own.send"}


def test_an_annotation_says_what_is_in_the_list_that_a_function_answers() -> None:
    source = (
        "class Own:\n    def send(self): ...\ndef f(rows) -> list[Own]:\n    return [row for row in rows]\n"
        "for own in f(x):\n    own.send()  #?\n"
    )
    assert program(source).origins() == {"app.Own.send"}


def test_an_annotation_says_what_a_function_answers_where_its_body_does_not() -> None:
    source = "import acme\ndef f() -> acme.Client: ...\nf().send()  #?\n"
    assert program(source).origins() == SENDS


_OWN = "from django.apps import apps\nclass Own:\n    def send(self): ...\n"
SAID = {
    "a function that asks a library": "def f() -> Own:\n    return apps.get('own')\nf().send()  #?\n",
    "a function that may answer nothing": "def f() -> Own | None:\n    return None\nf().send()  #?\n",
    "a declared variable": "def f():\n    own: Own = apps.get('own')\n    own.send()  #?\n",
    "a declared name of the module": "own: Own | None = None\ndef f():\n    own.send()  #?\n",
    "a variable that is asked": "def f():\n    own = apps.get('own')\n    assert isinstance(own, Own)\n    own.send()  #?\n",
    "a parameter that is asked": "def f(own):\n    if isinstance(own, (int, Own)):\n        own.send()  #?\n",
    "a cast": "from typing import cast\ncast(Own, apps.get('own')).send()  #?\n",
    "a cast to what is quoted": "import typing\ntyping.cast('Own', apps.get('own')).send()  #?\n",
}


@pytest.mark.parametrize("source", SAID.values(), ids=SAID)
def test_what_a_name_is_said_to_hold_is_believed_where_nothing_more_is_known(source: str) -> None:
    assert "app.Own.send" in program(_OWN + source).origins()


def test_a_declared_name_that_another_module_has_holds_what_it_is_said_to() -> None:
    sources = {
        "own.py": "class Own:\n    def send(self): ...\n",
        "kept.py": "from own import Own\nown: Own | None = None\n",
        "app.py": "from kept import own\nown.send()  #?\n",
    }
    assert program(sources).origins() == {"own.Own.send"}


def test_what_a_name_is_said_to_hold_counts_no_more_where_its_value_is_known() -> None:
    source = (
        "class Base:\n    def send(self): ...\nclass Own(Base):\n    def send(self): ...\n"
        "own: Base = Own()\nown.send()  #?\n"
    )
    assert program(source).origins() == {"app.Own.send"}


def test_two_callers_pass_two_things() -> None:
    source = "import acme, b\ndef f(c):\n    c.send()  #?\nf(acme.Client())\nf(b.Client())\n"
    assert program(source).origins() == {"acme.Client.send", "b.Client.send"}


@pytest.mark.parametrize(
    "source",
    [
        "import acme\ndef f(**k):\n    k['c'].send()  #?\nf(c=1, jar=acme.Client())\n",
        "import acme\ndef g(c=1, **k):\n    c.send()  #?\ndef f(**k):\n    g(**k)\nf(jar=acme.Client())\n",
        "import acme\ndef f(*a):\n    a[0].send()  #?\nf(1, acme.Client())\n",
        "import acme\ndef h(a, b):\n    a.send()  #?\ndef g(*a):\n    h(*a)\ndef f(*a):\n    g(*a)\nf(1, acme.Client())\n",
    ],
    ids=["a keyword", "a keyword that is handed on", "a place", "a place that is handed on"],
)
def test_what_is_gathered_is_found_under_its_own_name_or_place_only(source: str) -> None:
    assert program(source).origins() == set()


def test_what_one_function_is_passed_is_not_passed_to_another_of_the_same_name() -> None:
    sources = {
        "a.py": "def f(c):\n    c.send()  #?\n",
        "b.py": "import acme\ndef f(c): ...\nf(acme.Client())\n",
    }
    assert program(sources).origins() == set()


def test_a_file_that_is_read_later_passes_its_arguments_too() -> None:
    sources = {
        "a.py": "def f(c):\n    c.send()  #?\n",
        "b.py": "import acme\nfrom a import f\nf(acme.Client())\n",
    }
    whole = program(sources, load=["a.py"])
    assert whole.origins() == set()
    whole.library.scan(whole.library.python)
    whole.resolver.settle(whole.library.python)
    assert whole.origins() == SENDS


PASSED_BY_OTHERS = {
    "by FastAPI from a generator": (
        "import acme\nfrom fastapi import Depends\ndef get():\n    yield acme.Client()\ndef f(c=Depends(get)):\n    c.send()  #?\n"
    ),
    "to a function that map calls": "import acme\ndef f(c):\n    c.send()  #?\nlist(map(f, [acme.Client()]))\n",
    "to a thread": "import acme, threading\ndef f(c):\n    c.send()  #?\nthreading.Thread(target=f, args=(acme.Client(),)).start()\n",
    "annotated with a text for one of two": "import acme\ndef f(c: 'acme.Client | None'):\n    c.send()  #?\n",
}


@pytest.mark.parametrize("source", PASSED_BY_OTHERS.values(), ids=PASSED_BY_OTHERS)
def test_a_parameter_holds_what_is_passed_by_others(source: str) -> None:
    assert program(source).origins() == SENDS


CIRCLES: dict[str, str | Sources] = {
    "imports": {"a.py": "from b import *\nx.send()  #?\n", "b.py": "from a import *\n"},
    "an import of itself": {"a.py": "from a import x\nimport a\nfrom . import a as b\na.x.send()  #?\n"},
    "inheritance": "class A(B): ...\nclass B(A): ...\nA().send()  #?\n",
    "a class that extends itself": "class A(A): ...\nA().send()  #?\n",
    "inheritance over modules": {
        "a.py": "from b import B\nclass A(B): ...\nA().send()  #?\n",
        "b.py": "from a import A\nclass B(A): ...\n",
    },
    "bases without an order": "class X: ...\nclass Y: ...\nclass A(X, Y): ...\nclass B(Y, X): ...\nclass C(A, B): ...\nC().send()  #?\n",
    "functions": "def f(x):\n    return f(f(x))\ndef g():\n    return h()\ndef h():\n    return g()\nf(g()).send()  #?\n",
    "names": "x = y\ny = x\nx = x.y\nx = x[x]\nx.send()  #?\n",
    "dicts and lists": "d = {}\nd['a'] = d\nl = [d]\nl.append(l)\nd['l'] = l\nd['a']['l'][0][d][l].send()  #?\n",
    "unpacking": "a, b = b, a\n(a, b), c = c, (a, b)\nc[0][1].send()  #?\n",
    "attributes": "class A:\n    def f(self):\n        self.a = self.b.a\n        self.b = self.a.b\n        self.a.b.send()  #?\n",
    "parameters": "def f(a, b=None):\n    f(b, a)\n    f([a, b], {'a': a})\n    f(*a, **b)\n    a.send()  #?\nf(f, f)\n",
    "decorators": "@d\ndef d(f):\n    return d(f)\n@d\n@d\ndef x(): ...\nx().send()  #?\n",
    "generators": "def g():\n    yield from g()\n    yield g()\nfor x in g():\n    x.send()  #?\n",
    "properties": "class A:\n    @property\n    def a(self):\n        return self.a\nA().a.a.send()  #?\n",
    "getattr": "class A:\n    def __getattr__(self, n):\n        return getattr(self, n)\nA().x.send()  #?\n",
    "iterators": "class A:\n    def __iter__(self):\n        return self\n    def __next__(self):\n        return self\nfor x in A():\n    x.send()  #?\n",
    "texts": "x = 'a'\nx = x + x\nx = f'{x}{x}'\nx = '%s%s' % (x, x)\nx += x\nx.send()  #?\n",
    "a context manager": "class A:\n    def __enter__(self):\n        with self as a:\n            return a\nwith A() as a:\n    a.send()  #?\n",
    "annotations": "class A:\n    def f(self: 'A') -> 'A':\n        return self.f().f()\nA().f().send()  #?\n",
    "a registry of everything": "R = {}\ndef f(n):\n    R[n] = R[n](f)\n    R[f] = f\n    return R[n]\nf(f)(f).send()  #?\n",
    "super": "class A:\n    def send(self):\n        super().send()  #?\n    def __new__(cls):\n        return A()\nA()\n",
}


@pytest.mark.parametrize("sources", CIRCLES.values(), ids=CIRCLES)
def test_whatever_goes_round_in_circles_ends(sources: str | Sources) -> None:
    whole = program(sources)
    whole.origins()
    assert whole.carried("*") is not None


def ladder(height: int) -> str:
    """Two classes on each rung, both extending both of the rung below."""
    rungs = "".join(
        f"class A{n}(A{n - 1}, B{n - 1}): ...\nclass B{n}(A{n - 1}, B{n - 1}): ...\n"
        for n in range(1, height)
    )
    return f"class A0: ...\nclass B0: ...\n{rungs}A{height - 1}().send()  #?\n"


def test_classes_that_branch_at_every_step_end() -> None:
    assert program(ladder(40)).origins() == set()


def test_modules_that_all_import_all_of_all_end() -> None:
    stars = "".join(f"from m{other} import *\n" for other in range(40))
    sources = {f"m{n}.py": stars for n in range(40)}
    assert program({**sources, "app.py": "from m0 import *\nmissing.send()  #?\n"}).origins() == set()


def test_what_tests_hand_over_holds_in_tests_only() -> None:
    home = "def f(c):\n    c.send()  {}\n"
    test = "import acme\nfrom a import f\ndef g(c):\n    c.send()  {}\ndef test_f():\n    f(acme.Client())\n    g(acme.Client())\n"
    assert program({"a.py": home.format("#?"), "tests/test_a.py": test.format("")}).origins() == set()
    assert program({"a.py": home.format(""), "tests/test_a.py": test.format("#?")}).origins() == SENDS
