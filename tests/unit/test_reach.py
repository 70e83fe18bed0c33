"""Into which files the objects of a package may get."""

from __future__ import annotations

import pytest

from smsaudit.model.location import TreePath
from smsaudit.reach import Reach
from smsaudit.resolve.importers import Importers
from smsaudit.resolve.modules import Modules
from tests.support.program import Memory

USER = "client.create_message()\n"
REACHED = {
    "it is imported": {"user.py": f"import acme\n{USER}"},
    "it is imported with others": {"user.py": f"import os, acme\n{USER}"},
    "it is imported on one line with more": {
        "user.py": f"try: import acme\nexcept ImportError: pass\n{USER}"
    },
    "a copy is imported": {"user.py": f"from .vendor.acme import Client\n{USER}"},
    "it is a part of the tree": {
        "acme/client.py": "",
        "user.py": USER,
        "main.py": "import acme.client, user\n",
    },
    "it is written in a way that only a full reading tells": {"user.py": f"a = lib.acme.Client\n{USER}"},
    "who makes it is imported": {
        "user.py": f"from clients import client\n{USER}",
        "clients.py": "import acme\n",
    },
    "who makes it is imported by who is imported": {
        "user.py": f"from given import client\n{USER}",
        "given.py": "from clients import client\n",
        "clients.py": "import acme\n",
    },
    "who makes it imports the file": {"user.py": USER, "main.py": "import acme\nimport user\n"},
    "who makes it imports who imports the file": {
        "user.py": USER,
        "between.py": "import user\n",
        "main.py": "import acme\nimport between\n",
    },
    "an importer of the file imports who makes it": {
        "user.py": USER,
        "main.py": "import user\nfrom clients import client\n",
        "clients.py": "import acme\n",
    },
    "a script without an ending makes it and imports the file": {
        "user.py": USER,
        "bin/run": "#!/usr/bin/env python3\nfrom acme import Client\nimport user\n",
    },
    "a setting names it": {"user.py": USER, "settings.py": "SENDER = 'acme.Client'\n"},
    "a file of configuration names it": {"user.py": USER, ".env": "SENDER=acme.Client\n"},
    "a text names the module that makes it": {
        "user.py": f"from loading import client\n{USER}",
        "loading.py": "client = import_string(settings.CLIENT)\n",
        "settings.py": "CLIENT = 'shop.clients.client'\n",
        "shop/clients.py": "import acme\n",
    },
    "a module beside it loads it": {
        "user.py": f"from senders import client\n{USER}",
        "senders/__init__.py": "client = import_module('.' + NAME, __package__).client\n",
        "senders/first.py": "import acme\n",
    },
    "it is loaded by its name": {
        "user.py": f"from clients import client\n{USER}",
        "clients.py": "client = import_module('acme').Client()\n",
    },
}
APART = {
    "nothing imports it": {"user.py": USER, "other.py": "acme_like = 1\n"},
    "who imports it has nothing to do with the file": {"user.py": USER, "other.py": "import acme\n"},
    "both only import the same": {
        "user.py": f"import base\n{USER}",
        "other.py": "import acme, base\n",
        "base.py": "",
    },
    "the module that makes it is only imported by name": {
        "user.py": USER,
        "shop/clients.py": "import acme\n",
        "shop/tasks.py": "from shop.clients import client\nimport shop.clients as made\n",
    },
    "a file of configuration names its host": {"user.py": USER, "app.yml": "host: api.acme.com\n"},
    "its name is only a word": {
        "user.py": f"from other import client\n{USER}",
        "other.py": "DOMAIN = 'acme'\n",
    },
}


def reaches(sources: dict[str, str]) -> bool:
    library = Memory(sources)
    found = library.containing((b"acme", b"create_message"))
    reach = Reach(
        {"acme": frozenset({"acme.Client"})}, found, library, Importers(library, Modules(library.python))
    )
    return reach.reaches(TreePath("user.py"), "acme")


@pytest.mark.parametrize("sources", REACHED.values(), ids=REACHED)
def test_an_object_may_come_where(sources: dict[str, str]) -> None:
    assert reaches(sources)


@pytest.mark.parametrize("sources", APART.values(), ids=APART)
def test_no_object_comes_where(sources: dict[str, str]) -> None:
    assert not reaches(sources)
