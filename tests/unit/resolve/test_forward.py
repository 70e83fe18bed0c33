"""The forward call graph: every case is a small program of ours and the whole graph that a reader would draw."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from smsaudit.resolve.forward import forward
from tests.support.program import Sources, program

Graph = Mapping[str, set[str]]


def graph(sources: Sources | str) -> dict[str, set[str]]:
    """Names with their callees; those without any are left out."""
    whole = program(sources)
    found = forward(whole.resolver, whole.library.loaded())
    return {name: set(callees) for name, callees in found.items() if callees}


def test_every_function_module_and_callee_is_listed_even_without_callees() -> None:
    whole = program({"p/a.py": "def f():\n    print(lambda: 1)\nclass A:\n    def m(self): ...\n"})
    assert forward(whole.resolver, whole.library.loaded()) == {
        "<builtin>.print": (),
        "p.a": (),
        "p.a.A.m": (),
        "p.a.f": ("<builtin>.print",),
        "p.a.f.<lambda1>": (),
    }


CASES: Mapping[str, tuple[Sources | str, Graph]] = {
    "an argument that is called": (
        "def ring(): ...\ndef press(bell):\n    bell()\npress(bell=ring)\n",
        {"app": {"app.press"}, "app.press": {"app.ring"}},
    ),
    "a default that is called": (
        "def ring(): ...\ndef press(bell=ring):\n    bell()\npress()\n",
        {"app": {"app.press"}, "app.press": {"app.ring"}},
    ),
    "a name for two functions": (
        "def a(): ...\ndef b(): ...\nx = a if input() else b\nx()\n",
        {"app": {"<builtin>.input", "app.a", "app.b"}},
    ),
    "a class with and one without a constructor": (
        "class A:\n    def __init__(self): ...\nclass B:\n    def go(self):\n        A()\nB().go()\n",
        {"app": {"app.B.go"}, "app.B.go": {"app.A.__init__"}},
    ),
    "a constructor that is inherited": (
        "class A:\n    def __init__(self): ...\nclass B(A): ...\nB()\n",
        {"app": {"app.A.__init__"}},
    ),
    "an object that is called": (
        "class A:\n    def __call__(self): ...\na = A()\na()\n",
        {"app": {"app.A.__call__"}},
    ),
    "a class of a library that is extended": (
        "from lib import Base\nclass A(Base):\n    def go(self):\n        self.inherited()\nA().go()\n",
        {"app": {"lib.Base.__init__", "app.A.go"}, "app.A.go": {"lib.Base.inherited"}},
    ),
    "a decorator and what it makes": (
        "def twice(f):\n    def both():\n        f()\n        f()\n    return both\n@twice\ndef go(): ...\ngo()\n",
        {"app": {"app.twice", "app.twice.both"}, "app.twice.both": {"app.go"}},
    ),
    "a decorator with arguments": (
        "def named(n):\n    def keep(f):\n        return f\n    return keep\n@named('a')\ndef go(): ...\ngo()\n",
        {"app": {"app.named", "app.named.keep", "app.go"}},
    ),
    "an exception that is raised without being called": (
        "class Lost(Exception):\n    def __init__(self): ...\nraise Lost\n",
        {"app": {"app.Lost.__init__"}},
    ),
    "an exception of the language": ("raise ValueError()\n", {"app": {"<builtin>.ValueError"}}),
    "a loop over an object": (
        "class A:\n    def __iter__(self):\n        return self\n    def __next__(self): ...\ndef walk(a):\n    [b for b in a]\nwalk(A())\n",
        {"app": {"app.walk"}, "app.walk": {"app.A.__iter__", "app.A.__next__"}},
    ),
    "a loop over what another class iterates": (
        "class I:\n    def __next__(self): ...\nclass A:\n    def __iter__(self):\n        return I()\nfor x in A(): ...\n",
        {"app": {"app.A.__iter__", "app.I.__next__"}},
    ),
    "a context manager": (
        "class A:\n    def __enter__(self): ...\n    def __exit__(self, *e): ...\nwith A(): ...\n",
        {"app": {"app.A.__enter__", "app.A.__exit__"}},
    ),
    "a generator of functions": (
        "def a(): ...\ndef all_of_them():\n    yield a\nfor f in all_of_them():\n    f()\n",
        {"app": {"app.all_of_them", "app.a"}},
    ),
    "modules, packages and libraries": (
        {
            "p/__init__.py": "from .a import go\ngo()\n",
            "p/a.py": "import os.path\ndef go():\n    os.path.join()\n",
            "main.py": "import p\nimport lib as l\np.go()\nl.x.y()\n",
        },
        {"main": {"p.a.go", "lib.x.y"}, "p": {"p.a.go"}, "p.a.go": {"os.path.join"}},
    ),
    "lambdas and nested functions": (
        "def outer():\n    def inner():\n        return lambda: inner()\n    return inner()\nouter()()\n",
        {
            "app": {"app.outer", "app.outer.inner.<lambda1>"},
            "app.outer": {"app.outer.inner"},
            "app.outer.inner.<lambda1>": {"app.outer.inner"},
        },
    ),
    "functions in lists and dicts": (
        "def a(): ...\ndef b(): ...\nd = {'a': [b, a]}\nd['a'][1]()\n",
        {"app": {"app.a"}},
    ),
    "a diamond of classes": (
        "class A:\n    def go(self): ...\nclass B(A): ...\nclass C(A):\n    def go(self):\n        super().go()\nclass D(B, C): ...\nD().go()\n",
        {"app": {"app.C.go"}, "app.C.go": {"<builtin>.super", "app.A.go"}},
    ),
    "methods of texts and displays": (
        "''.join([].copy())\n{}.keys()\n",
        {"app": {"<**PyStr**>.join", "<**PyList**>.copy", "<**PyDict**>.keys"}},
    ),
    "a function that a builtin runs": (
        "def go(x): ...\nlist(map(go, []))\n",
        {"app": {"<builtin>.list", "<builtin>.map", "app.go"}},
    ),
}


@pytest.mark.parametrize(("sources", "expected"), CASES.values(), ids=CASES)
def test_a_graph_is_complete_and_holds_nothing_else(sources: Sources | str, expected: Graph) -> None:
    assert graph(sources) == expected
