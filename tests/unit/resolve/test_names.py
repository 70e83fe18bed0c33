"""Where a name comes from: imports, re-exports, modules and scopes."""

from __future__ import annotations

import pytest

from tests.support.program import Sources, program

SENDS = {"acme.Client.send"}

IMPORTED: dict[str, str | Sources] = {
    "an alias of the module": "import acme as a\na.Client().send()  #?\n",
    "an alias of the class": "from acme import Client as C\nC().send()  #?\n",
    "a class bound to names": "import acme\nc = acme.Client\nd = c\nd().send()  #?\n",
    "an instance bound to names": "import acme\nc = acme.Client()\nd = e = c\ne.send()  #?\n",
    "an import in a function": "def f():\n    from acme import Client\n    Client().send()  #?\n",
    "an import in the module, used in a method": "import acme\nclass C:\n    def f(self):\n        acme.Client().send()  #?\n",
    "a star from outside": "from acme import *\nClient().send()  #?\n",
    "a re-export": {
        "p/__init__.py": "from .c import Client\n",
        "p/c.py": "from acme import Client\n",
        "app.py": "from p import Client\nClient().send()  #?\n",
    },
    "a re-export under another name": {
        "p/__init__.py": "from p.c import K as Gateway\n",
        "p/c.py": "import acme\nK = acme.Client\n",
        "app.py": "import p\np.Gateway().send()  #?\n",
    },
    "a re-export over three modules": {
        "a.py": "from acme import Client\n",
        "b.py": "from a import Client\n",
        "c.py": "from b import Client as D\n",
        "app.py": "from c import D\nD().send()  #?\n",
    },
    "stars all the way": {
        "p/__init__.py": "from .c import *\n",
        "p/c.py": "from acme import Client\n",
        "app.py": "from p import *\nClient().send()  #?\n",
    },
    "a star of a tree module that has one from outside": {
        "c.py": "from acme import *\n",
        "app.py": "from c import *\nClient().send()  #?\n",
    },
    "a module that its package imports from": {
        "p/__init__.py": "from p.c import *\nc.K().send()  #?\n",
        "p/c.py": "from acme import Client as K\n",
    },
    "a module of the same package": {
        "p/__init__.py": "",
        "p/c.py": "from acme import Client as K\n",
        "p/app.py": "from . import c\nc.K().send()  #?\n",
    },
    "a name in a module of the same package": {
        "p/__init__.py": "",
        "p/c.py": "from acme import Client as K\n",
        "p/app.py": "from .c import K\nK().send()  #?\n",
    },
    "a name two packages up": {
        "p/__init__.py": "",
        "p/q/__init__.py": "",
        "p/c.py": "import acme\nk = acme.Client()\n",
        "p/q/app.py": "from ..c import k\nk.send()  #?\n",
    },
    "a name in the package itself": {
        "p/__init__.py": "import acme\nk = acme.Client()\n",
        "p/app.py": "from . import k\nk.send()  #?\n",
    },
    "an import of a dotted module": {
        "n/__init__.py": "",
        "n/a/__init__.py": "",
        "n/a/c.py": "import acme\nk = acme.Client()\n",
        "app.py": "import n.a.c\nn.a.c.k.send()  #?\n",
    },
    "a source root of its own": {
        "src/p/__init__.py": "",
        "src/p/c.py": "import acme\nk = acme.Client()\n",
        "bin/app.py": "from p.c import k\nk.send()  #?\n",
    },
    "Django's double folder": {
        "site/site/settings.py": "",
        "site/sms/c.py": "import acme\nk = acme.Client()\n",
        "site/users/views.py": "from sms.c import k\nk.send()  #?\n",
    },
    "the nearer of two modules of the same name": {
        "one/c.py": "import acme\nk = acme.Client()\n",
        "one/app.py": "from c import k\nk.send()  #?\n",
        "two/c.py": "import other\nk = other.Client()\n",
    },
    "a folder without an __init__": {
        "n/a/c.py": "import acme\nk = acme.Client()\n",
        "app.py": "from n.a import c\nc.k.send()  #?\n",
    },
    "a name from a module in a folder without an __init__": {
        "n/a/c.py": "import acme\nk = acme.Client()\n",
        "app.py": "from n.a.c import k\nk.send()  #?\n",
    },
    "modules that import each other": {
        "a.py": "from b import x\nimport acme\ny = acme.Client()\nx.send()  #?\n",
        "b.py": "from a import y\nx = y\n",
    },
    "a window program": {"w.pyw": "import acme\nacme.Client().send()  #?\n"},
}

SCOPES = {
    "a closure": "import acme\ndef f():\n    c = acme.Client()\n    def g():\n        c.send()  #?\n    return g\n",
    "a closure two functions out": "import acme\ndef f():\n    c = acme.Client()\n    def g():\n        return lambda: c.send()  #?\n",
    "nonlocal": "import acme\ndef f():\n    c = None\n    def g():\n        nonlocal c\n        c = acme.Client()\n    c.send()  #?\n",
    "global": "import acme\nc = None\ndef init():\n    global c\n    c = acme.Client()\ndef f():\n    c.send()  #?\n",
    "a name of the module, not of the class around": (
        "import acme, b\nc = acme.Client()\nclass S:\n    c = b.Client()\n    def go(self):\n        c.send()  #?\n"
    ),
    "a local name before one of the module": (
        "import acme, b\nc = b.Client()\ndef f():\n    c = acme.Client()\n    c.send()  #?\n"
    ),
    "a name that is bound later": "def f():\n    c.send()  #?\nimport acme\nc = acme.Client()\n",
    "a class in a function": "import acme\ndef f():\n    class C:\n        k = acme.Client()\n    C.k.send()  #?\n",
    "walrus": "import acme\nif (c := acme.Client()):\n    c.send()  #?\n",
    "match": "import acme\nmatch acme.Client():\n    case c:\n        c.send()  #?\n",
}


@pytest.mark.parametrize("sources", IMPORTED.values(), ids=IMPORTED)
def test_an_import_is_followed_to_where_the_name_comes_from(sources: str | Sources) -> None:
    assert program(sources).origins() == SENDS


@pytest.mark.parametrize("source", SCOPES.values(), ids=SCOPES)
def test_a_name_is_looked_up_as_python_does(source: str) -> None:
    assert program(source).origins() == SENDS


@pytest.mark.parametrize(
    ("source", "origins"),
    [
        ("import acme\nacme.send()  #?\n", {"acme.send"}),
        ("import acme.rest.v1\nacme.rest.v1.Client().send()  #?\n", {"acme.rest.v1.Client.send"}),
        ("import acme.rest as r\nr.Client().send()  #?\n", {"acme.rest.Client.send"}),
        ("import acme\nacme.Client().messages().v1.send()  #?\n", {"acme.Client.messages.v1.send"}),
        ("import acme\nacme.rest['eu'].send()  #?\n", {"acme.rest('eu').send"}),
        ("import boto3\nboto3.client('sns').send()  #?\n", {"boto3.client('sns').send"}),
        ("import boto3\nN = 'sns'\nboto3.client(N).send()  #?\n", {"boto3.client('sns').send"}),
        ("import boto3\nboto3.client(service_name='sns').send()  #?\n", {"boto3.client('sns').send"}),
        ("import boto3\nboto3.client(service).send()  #?\n", {"boto3.client.send"}),
        ("import boto3\nboto3.client('a b').send()  #?\n", {"boto3.client.send"}),
        (
            "async def f():\n    c = await acme.connect()\n    await c.send()  #?\nimport acme\n",
            {"acme.connect.send"},
        ),
        (
            "try:\n    from a import C\nexcept ImportError:\n    from b import C\nC().send()  #?\n",
            {"a.C.send", "b.C.send"},
        ),
        ("import a, b\nc = a.C()\nc = b.C()\nc.send()  #?\n", {"b.C.send"}),
        ("import a, b\nc = a.C()\nif x:\n    c = b.C()\nc.send()  #?\n", {"a.C.send", "b.C.send"}),
        ("import a, b\nc = a.C() if x else b.C()\nc.send()  #?\n", {"a.C.send", "b.C.send"}),
        ("import a\nc = None or a.C()\nc.send()  #?\n", {"a.C.send"}),
        ("import a\nc = a.table or {}\nc.get('k').send()  #?\n", {"a.table.get('k').send"}),
        ("unknown.send()  #?\n", set()),
        ("send()  #?\n", set()),
        ("send = 'a'.join\nsend()  #?\n", {"builtins.str.join"}),
        ("'a'.send()  #?\n", set()),
        ("send = [].append\nsend()  #?\n", {"builtins.list.append"}),
        ("[].send()  #?\n", set()),
    ],
)
def test_an_origin_is_spelled_from_the_package_to_the_name(source: str, origins: set[str]) -> None:
    assert program(source).origins() == origins


@pytest.mark.parametrize(
    ("sources", "origins"),
    [
        (
            {
                "v/acme.py": "class C:\n    def send(self): ...\n",
                "a.py": "from v.acme import C\nC().send()  #?\n",
            },
            {"v.acme.C.send"},
        ),
        ({"p/__init__.py": "def send(): ...\n", "a.py": "import p\np.send()  #?\n"}, {"p.send"}),
        (
            {"a.py": "def f():\n    class C:\n        def send(self): ...\n    C().send()  #?\n"},
            {"a.f.C.send"},
        ),
    ],
)
def test_code_of_the_tree_is_named_by_its_file_and_marked(sources: Sources, origins: set[str]) -> None:
    found = program(sources).homes()
    assert {origin.text for origin in found} == origins
    assert all(origin.in_tree for origin in found)


def test_code_from_outside_is_not_marked_as_the_trees_own() -> None:
    assert [origin.in_tree for origin in program("import acme\nacme.send()  #?\n").homes()] == [False]


@pytest.mark.parametrize(
    ("path", "text"),
    [("acme.py", "import acme\nacme.send()  #?\n"), ("p/acme.py", "from acme import send\nsend()  #?\n")],
)
def test_a_module_named_like_the_library_it_imports_is_not_the_library(path: str, text: str) -> None:
    assert program({"p/__init__.py": "", path: text}).origins() == {"acme.send"}


def test_a_library_beside_a_module_of_its_name_in_a_package_is_the_library() -> None:
    sources = {
        "p/__init__.py": "",
        "p/twilio.py": "send = 1\n",
        "p/app.py": "from twilio import send\nsend()  #?\n",
    }
    assert program(sources).origins() == {"twilio.send"}


@pytest.mark.parametrize(
    ("sources", "origins"),
    [
        ({"lib/texter.py": "def send(): ...\n"}, {"lib.texter.send"}),
        ({"lib/texter/__init__.py": "def send(): ...\n"}, {"lib.texter.send"}),
        ({"lib/texter.py": "", "more/texter.py": ""}, {"texter.send"}),
        ({"p/__init__.py": "", "p/texter.py": "def send(): ...\n"}, {"texter.send"}),
        ({"p/__init__.py": "", "p/texter/__init__.py": "def send(): ...\n"}, {"texter.send"}),
    ],
)
def test_a_module_that_only_a_path_from_outside_leads_to_is_the_one_of_its_name(
    sources: Sources, origins: set[str]
) -> None:
    app = {"scripts/app.py": "from texter import send\nsend()  #?\n"}
    assert program({**sources, **app}).origins() == origins


@pytest.mark.parametrize(("module", "home"), [("send_text", "lib."), ("MsgUtil", "lib."), ("texter", "")])
def test_a_module_with_a_name_of_several_words_may_lie_in_a_package(module: str, home: str) -> None:
    sources = {
        "lib/__init__.py": "",
        f"lib/{module}.py": "def send(): ...\n",
        "bin/app.py": f"from {module} import send\nsend()  #?\n",
    }
    assert program(sources).origins() == {f"{home}{module}.send"}


def test_a_library_is_not_a_file_of_its_name_elsewhere() -> None:
    sources = {"lib/requests.py": "get = 1\n", "app.py": "import requests\nrequests.get()  #?\n"}
    assert program(sources).origins("get") == {"requests.get"}


def test_a_module_that_its_package_does_not_import_has_no_name_in_it() -> None:
    sources = {"p/__init__.py": "c.K().send()  #?\n", "p/c.py": "from acme import Client as K\n"}
    assert program(sources).origins() == set()


def test_a_standard_module_is_not_a_file_beside_it_in_a_package() -> None:
    sources = {
        "p/__init__.py": "",
        "p/queue.py": "send = 1\n",
        "q/app.py": "import queue\nqueue.send()  #?\n",
    }
    assert program(sources).origins() == {"queue.send"}


def test_a_module_that_was_not_read_leaves_a_mark() -> None:
    sources = {"c.py": "import acme\nk = acme.Client()\n", "app.py": "from c import k\nk.send()  #?\n"}
    whole = program(sources, load=["app.py"])
    assert whole.origins() == {"<tree>.c.py.k.send"}
    whole.program.load(["c.py"])  # type: ignore[list-item]
    assert whole.origins() == SENDS
