"""Names that are only known when the program runs: getattr, imports by name, dotted paths in settings."""

from __future__ import annotations

import pytest

from tests.support.program import Sources, program

BACKENDS = {
    "p/__init__.py": "",
    "p/a.py": "def send(): ...\nclass Backend:\n    def send(self): ...\n",
    "p/b.py": "def send(): ...\n",
    "p/q/__init__.py": "",
    "p/q/c.py": "def send(): ...\n",
    "other.py": "def send(): ...\n",
}
SIBLINGS = {"p.a.send", "p.b.send"}


@pytest.mark.parametrize(
    ("source", "origins"),
    [
        ("import acme\ngetattr(acme, 'Client')().send()  #?\n", {"acme.Client.send"}),
        ("import acme\nN = 'Client'\ngetattr(acme, N)().send()  #?\n", {"acme.Client.send"}),
        ("import acme\ndef f(n):\n send = getattr(acme.client, n)\n send()  #?\n", {"acme.client.__call__"}),
        ("import acme\nN = 'client'\ngetattr(acme, N.capitalize())().send()  #?\n", {"acme.Client.send"}),
        ("import acme\nN = 'SEND'\nsend = getattr(acme, N.lower())\nsend()  #?\n", {"acme.send"}),
        (
            "import acme\nN = 'send-it'\nsend = getattr(acme, N.replace('-it', ''))\nsend()  #?\n",
            {"acme.send"},
        ),
        (
            "import acme\nN = 'send'\nsend = getattr(acme, N.replace('a'), acme.send)\nsend()  #?\n",
            {"acme.send"},
        ),
        ("import acme\ndef f(o):\n    getattr(o, 'c', acme.Client()).send()  #?\n", {"acme.Client.send"}),
        (
            (
                "class S:\n def send_a(self): ...\n def send_b(self): ...\n def other(self): ...\n"
                "def f(n):\n send = getattr(S(), f'send_{n}')\n send()  #?\n"
            ),
            {"app.S.send_a", "app.S.send_b"},
        ),
        (
            "class S:\n def send_a(self): ...\n def f(self, n):\n  send = getattr(self, 'send_%s' % n)\n  send()  #?\n",
            {"app.S.send_a"},
        ),
        (
            "class S:\n def a_send(self): ...\ndef f(n):\n send = getattr(S(), n + '_send')\n send()  #?\n",
            {"app.S.a_send"},
        ),
        (
            (
                "import acme\nclass S:\n def send_a(self): ...\n def send_b(self): ...\n def other(self): ...\n"
                " def f(self, way):\n  send = getattr(self, f'send_{way}')\n  send()  #?\n"
                "S().f('a')\nS().f(acme.way())\n"
            ),
            {"app.S.send_a", "app.S.send_b"},
        ),
        (
            (
                "import acme\nclass S:\n def send_a(self): ...\n def send_b(self): ...\n def other(self): ...\n"
                " def f(self, way):\n  send = getattr(self, 'send_{}'.format(way.lower()))\n  send()  #?\n"
                "S().f('A')\nS().f(acme.way())\n"
            ),
            {"app.S.send_a", "app.S.send_b"},
        ),
        (
            (
                "class S:\n def send_a(self): ...\n def send_b(self): ...\n"
                " def f(self, way):\n  send = getattr(self, f'send_{way}')\n  send()  #?\nS().f('a')\n"
            ),
            {"app.S.send_a"},
        ),
        ("class S:\n def a(self): ...\ndef f(n):\n send = getattr(S(), n)\n send()  #?\n", set()),
        (
            "class S:\n def a(self): ...\nfor n in ('a', 'b'):\n send = getattr(S(), n)\n send()  #?\n",
            {"app.S.a"},
        ),
    ],
)
def test_getattr_answers_every_attribute_that_fits(source: str, origins: set[str]) -> None:
    assert program(source).origins() == origins


@pytest.mark.parametrize(
    ("importer", "expression", "origins"),
    [
        ("app.py", "import_module('p.a')", {"p.a.send"}),
        ("app.py", "import_module(f'p.{n}')", SIBLINGS),
        ("app.py", "import_module('p.' + n)", SIBLINGS),
        ("app.py", "import_module('p.%s' % n)", SIBLINGS),
        ("app.py", "import_module('p.{}'.format(n))", SIBLINGS),
        ("app.py", "import_module('.'.join(['p', n]))", SIBLINGS),
        ("p/app.py", "import_module(f'.{n}', __package__)", SIBLINGS),
        ("p/app.py", "import_module('.%s' % n, package=__package__)", SIBLINGS),
        ("p/app.py", "import_module('.a', __package__)", {"p.a.send"}),
        ("p/q/app.py", "import_module(f'..{n}', __package__)", SIBLINGS),
        ("app.py", "import_module(f'p.q.{n}')", {"p.q.c.send"}),
        ("app.py", "__import__('other')", {"other.send"}),
        ("app.py", "import_module('far.away')", {"far.away.send"}),
        ("app.py", "import_module(n)", {"importlib.import_module.send"}),
    ],
)
def test_a_module_imported_by_a_name_in_parts_is_every_module_that_fits(
    importer: str, expression: str, origins: set[str]
) -> None:
    app = f"from importlib import import_module\ndef f(n):\n    {expression}.send()  #?\n"
    assert program({**BACKENDS, importer: app}).origins() == origins


def test_a_fixed_part_of_the_module_name_must_fit() -> None:
    app = "import importlib\ndef f(n):\n    importlib.import_module(f'p.sms_{n}').send()  #?\n"
    sources = {**BACKENDS, "p/sms_a.py": "def send(): ...\n", "app.py": app}
    assert program(sources).origins() == {"p.sms_a.send"}


def test_a_class_is_taken_from_a_module_imported_by_name() -> None:
    app = (
        "import importlib\ndef f(n):\n    m = importlib.import_module(f'p.{n}')\n    m.Backend().send()  #?\n"
    )
    assert program({**BACKENDS, "app.py": app}).origins() == {"p.a.Backend.send"}


def test_the_setting_that_picks_a_module_is_remembered_as_a_choice() -> None:
    app = (
        "from importlib import import_module\nfrom django.conf import settings\n"
        "def f():\n    import_module(f'p.{settings.SMS_BACKEND}').send()  #?\n"
    )
    whole = program({**BACKENDS, "app.py": app})
    assert whole.origins() == SIBLINGS
    assert whole.resolver.choices["p/a.py"] == "settings.SMS_BACKEND == 'a'"  # type: ignore[index]


VARIABLE = "os.environ.get('SMS_BACKEND', 'a')"


@pytest.mark.parametrize(
    "name",
    [
        f'f"p.{{{VARIABLE}}}"',
        f"'p.' + {VARIABLE}",
        f"'p.%s' % {VARIABLE}",
        f"'p.{{}}'.format({VARIABLE})",
        f"'.'.join(['p', {VARIABLE}])",
    ],
)
@pytest.mark.parametrize("held", ["", "name", "part"])
def test_a_variable_with_a_default_picks_any_module_that_fits(name: str, held: str) -> None:
    lines = {
        "": f"import_module({name}).send()  #?",
        "name": f"path = {name}\n    import_module(path).send()  #?",
        "part": f"picked = {VARIABLE}\n    import_module({name.replace(VARIABLE, 'picked')}).send()  #?",
    }
    app = f"import os\nfrom importlib import import_module\ndef f():\n    {lines[held]}\n"
    whole = program({**BACKENDS, "app.py": app})
    assert whole.origins() == SIBLINGS
    assert {
        path: choice for path, choice in whole.resolver.choices.items() if path in {"p/a.py", "p/b.py"}
    } == {
        "p/a.py": "SMS_BACKEND == 'a'",
        "p/b.py": "SMS_BACKEND == 'b'",
    }
    assert whole.program.setting("SMS_BACKEND") == ("a",)


def test_what_the_tree_gives_to_a_variable_comes_before_its_default_in_code() -> None:
    app = f"import os, importlib\nimportlib.import_module('p.' + {VARIABLE}).send()  #?\n"
    whole = program({**BACKENDS, "app.py": app, ".env": "SMS_BACKEND=b\n"})
    assert whole.origins() == SIBLINGS
    assert whole.program.setting("SMS_BACKEND") == ("b",)


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("f'p.sms_{settings.SMS_BACKEND}'", {"p/sms_x.py": "settings.SMS_BACKEND == 'x'"}),
        ("f'p.{settings.SMS_BACKEND}.client'", {"p/y/client.py": "settings.SMS_BACKEND == 'y'"}),
        (
            "f'p.{settings.SMS_BACKEND}'",
            {
                "p/sms_x.py": "settings.SMS_BACKEND == 'sms_x'",
                "p/y/__init__.py": "settings.SMS_BACKEND == 'y'",
            },
        ),
    ],
)
def test_a_choice_is_what_stands_in_the_open_part(name: str, choices: dict[str, str]) -> None:
    sources: Sources = {
        "p/__init__.py": "",
        "p/sms_x.py": "def send(): ...\n",
        "p/y/__init__.py": "def send(): ...\n",
        "p/y/client.py": "def send(): ...\n",
        "app.py": (
            "from django.conf import settings\nfrom importlib import import_module\n"
            f"def f():\n    import_module({name}).send()  #?\n"
        ),
    }
    whole = program(sources)
    assert dict(whole.resolver.choices) == choices
    assert len(whole.origins()) == len(choices)


def test_a_module_named_whole_by_a_setting_is_followed() -> None:
    app = "import os, importlib\nimportlib.import_module(os.environ['SMS_BACKEND']).send()  #?\n"
    sources: Sources = {**BACKENDS, "app.py": app, ".env": "SMS_BACKEND=p.b\n"}
    assert program(sources).origins() == {"p.b.send"}


@pytest.mark.parametrize(
    ("source", "settings", "origins"),
    [
        ("import_string('p.a.Backend')().send()", "", {"p.a.Backend.send"}),
        ("import_string('p.a.send')", "", {"p.a.send"}),
        ("import_string('p.a:Backend')().send()", "", {"p.a.Backend.send"}),
        (
            "import_string(settings.SMS_BACKEND)().send()",
            "SMS_BACKEND = 'p.a.Backend'\n",
            {"p.a.Backend.send"},
        ),
        ("import_string(settings.SMS_SEND)", "SMS_SEND = 'p.b.send'\n", {"p.b.send"}),
        ("import_string(settings.SMS_SEND)", "SMS_SEND = 'plugins.send'\n", {"plugins.send"}),
    ],
)
def test_a_dotted_path_in_a_text_or_setting_is_followed(
    source: str, settings: str, origins: set[str]
) -> None:
    app = "from django.conf import settings\nfrom django.utils.module_loading import import_string\n"
    app += f"{source}  #?\n" if source.endswith(".send()") else f"send = {source}\nsend()  #?\n"
    assert program({**BACKENDS, "app.py": app, "site/settings.py": settings}).origins() == origins


def test_a_class_named_in_an_environment_file_is_followed() -> None:
    app = "import os\nfrom django.utils.module_loading import import_string\nimport_string(os.environ['SMS_BACKEND'])().send()  #?\n"
    sources: Sources = {**BACKENDS, "app.py": app, ".env": "SMS_BACKEND=p.a.Backend\n"}
    assert program(sources).origins() == {"p.a.Backend.send"}


@pytest.mark.parametrize(
    ("source", "origins"),
    [
        (
            "from functools import partial\nimport acme\nsend = partial(acme.Client().send, 1)\nsend(2)  #?\n",
            {"acme.Client.send"},
        ),
        ("from functools import partial\ndef f(a): ...\nsend = partial(f, 1)\nsend()  #?\n", {"app.f"}),
        (
            "import functools\ndef f(c):\n    c.send()  #?\nimport acme\ng = functools.partial(f, acme.Client())\n",
            {"acme.Client.send"},
        ),
        (
            "import acme\nsend = lambda: acme.Client().send\nsend()()\nx = send\nx().send()  #?\n",
            {"acme.Client.send.send"},
        ),
        ("import acme\nf = lambda c: c.send()  #?\nf(acme.Client())\n", {"acme.Client.send"}),
        ("import acme\nf = lambda c=acme.Client(): c.send()  #?\n", {"acme.Client.send"}),
    ],
)
def test_partials_and_lambdas_call_what_they_hold(source: str, origins: set[str]) -> None:
    assert program(source).origins() == origins


@pytest.mark.parametrize(
    "source",
    [
        "def send_a(): ...\nsend = globals()['send_a']\nsend()  #?\n",
        "import sys\ndef send_a(): ...\nsend = getattr(sys.modules[__name__], 'send_a')\nsend()  #?\n",
        "import sys\ndef send_a(): ...\nsend = vars(sys.modules[__name__])['send_a']\nsend()  #?\n",
        "def send_a(): ...\ndef take_b(): ...\ndef f(x):\n    send = globals()[f'send_{x}']\n    send()  #?\n",
    ],
)
def test_a_name_looked_up_in_the_module_itself_is_found(source: str) -> None:
    assert program(source).origins() == {"app.send_a"}


BACKEND = "import acme\nclass Text:\n    def go(self):\n        acme.Client().send()\n"
PLUGIN = """\
import importlib
def made(name, which):
    module = importlib.import_module("backends." + name)
    return getattr(module, which)()
made("text", input()).go()  #?
"""


@pytest.mark.parametrize(
    ("backend", "origins"),
    [(BACKEND, {"backends.text.Text.go"}), (BACKEND + "class A: ...\nclass B: ...\nclass C: ...\n", set())],
)
def test_an_unknown_name_in_a_module_of_few_classes_is_one_of_them(backend: str, origins: set[str]) -> None:
    sources = {"backends/__init__.py": "", "backends/text.py": backend, "app.py": PLUGIN}
    assert program(sources).origins("go") == origins
