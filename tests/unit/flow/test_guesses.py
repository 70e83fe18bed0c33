"""Methods called on what nobody could resolve: who is meant is guessed by the names of the method and of its receiver."""

from __future__ import annotations

import pytest

from smsaudit.model.flow import Resolution
from tests.support.program import Sources
from tests.unit.flow.acme import build, flows

SEND = "acme.send"
GATE: Sources = {
    "gate/base.py": "class BackendBase:\n    def send(self, to):\n        raise NotImplementedError\n",
    "gate/backends/modem.py": (
        "import acme\nfrom gate.base import BackendBase\n\n\nclass ModemBackend(BackendBase):\n"
        "    def send(self, to):\n        acme.Client().send(to)\n"
    ),
}

GUESSED: dict[str, str] = {
    "a table that a loader fills": (
        "from gate.base import BackendBase\nfrom django.utils.module_loading import import_string as load\n\n\nclass Router:\n    def __init__(self):\n"
        "        self.backends = {}\n\n    def add(self, name, path):\n        self.backends[name] = load(path)()\n\n"
        "    def go(self, name, to):\n        backend = self.backends[name]\n        backend.send(to)\n"
    ),
    "an item of a table": (
        "from gate.base import BackendBase\n\n\nclass Router:\n    def go(self, name, to):\n        self.backends[name].send(to)\n"
    ),
    "what a function answers": (
        "from gate.base import BackendBase\nfrom django.utils.module_loading import import_string as load\n\n\ndef get_backend():\n    return load(NAME)()\n\n\n"
        "class Router:\n    def go(self, to):\n        get_backend().send(to)\n"
    ),
    "a name with the word at its end": "import gate.base\n\n\nclass Router:\n    def go(self, sms_backend, to):\n        sms_backend.send(to)\n",
    "a setting": (
        "from django.conf import settings\nfrom gate.base import BackendBase\n\n\nclass Router:\n    def go(self, to):\n"
        "        for backend in settings.BACKENDS.values():\n            backend.send(to)\n"
    ),
    "what other packages plug in": (
        "from importlib.metadata import entry_points\nimport gate.base\n\n\nclass Router:\n    def go(self, to):\n"
        "        for point in entry_points(group='gate'):\n            backend = point.load()()\n            backend.send(to)\n"
    ),
    "nothing but the word leads there": "class Router:\n    def go(self, backend, to):\n        backend.send(to)\n",
}


@pytest.mark.parametrize("router", GUESSED.values(), ids=GUESSED)
def test_an_everyday_method_is_guessed_by_what_its_receiver_is_called(router: str) -> None:
    (flow,) = build({**GATE, "gate/router.py": router})[0].flows
    assert [step.name for step in flow.steps] == ["Router.go", "ModemBackend.send", SEND]
    assert flow.steps[1].resolution is Resolution.BY_NAME


@pytest.mark.parametrize(
    "receiver",
    ["message", "client", "mailer", "socket", "frontend", "backend_message"],
)
def test_an_everyday_method_of_something_else_is_no_caller(receiver: str) -> None:
    router = f"import gate.base\n\n\ndef go({receiver}, to):\n    {receiver}.send(to)\n"
    assert flows({**GATE, "gate/router.py": router}) == [["ModemBackend.send", SEND]]


def test_too_many_calls_are_no_guess() -> None:
    router = "import gate.base\n" + "".join(f"def go{n}(backend):\n    backend.send(1)\n" for n in range(9))
    assert flows({**GATE, "gate/router.py": router}) == [["ModemBackend.send", SEND]]


def test_of_many_calls_by_a_rare_name_those_on_the_class_are_meant() -> None:
    gateway = "import acme\nclass Gateway:\n    def deliver_text(self, to):\n        acme.Client().send(to)\n"
    app = "".join(f"def mail{n}(post):\n    post.deliver_text(1)\n" for n in range(9))
    app += "def go(gateways):\n    for gateway in gateways:\n        gateway.deliver_text(1)\n"
    assert flows({"sms.py": gateway, "app.py": app}) == [["go", "Gateway.deliver_text", SEND]]


PLUGINS: Sources = {
    "plugins/text.py": "import acme\n\n\ndef run(event):\n    acme.Client().send(event)\n",
}


@pytest.mark.parametrize(
    "app",
    [
        "import importlib\n\n\ndef go(name, event):\n    plugin = importlib.import_module('plugins.' + name)\n    plugin.run(event)\n",
        "import importlib\n\n\ndef go(names, event):\n    for mod in map(importlib.import_module, names):\n        mod.run(event)\n",
        "PLUGINS = []\n\n\ndef go(event):\n    for each in range(3):\n        PLUGINS[each].run(event)\n",
    ],
)
def test_a_function_of_a_module_is_guessed_on_what_is_called_like_it(app: str) -> None:
    assert flows({**PLUGINS, "app.py": app}) == [["go", "run", SEND]]


def test_a_function_of_a_module_is_not_guessed_on_anything_else() -> None:
    app = "def go(job, event):\n    job.run(event)\n"
    assert flows({**PLUGINS, "app.py": app}) == [["run", SEND]]


@pytest.mark.parametrize(
    "loaded",
    [
        "imp.load_source('p', path)",
        "importlib.util.module_from_spec(spec)",
        "pkg_resources.load_entry_point(a, b, c)",
    ],
)
def test_what_a_loaded_module_makes_may_be_a_class_of_the_tree(loaded: str) -> None:
    plugin = (
        "import acme\n\n\nclass Plugin:\n    def on_alert(self, event):\n        acme.Client().send(event)\n"
    )
    app = f"import imp\nimport importlib.util\nimport pkg_resources\n\n\ndef go(a, b, c, path, spec, event):\n    p = {loaded}.Plugin()\n    p.on_alert(event)\n"
    assert flows({"text.py": plugin, "app.py": app}) == [["go", "Plugin.on_alert", SEND]]


ODOO: dict[str, str] = {
    "a field of a model that Odoo has": (
        "from odoo import models\nclass Picking(models.Model):\n    _inherit = 'stock.picking'\n"
        "    def go(self):\n        res = super().go()\n        res.partner_id.send('shipped')\n"
    ),
    "the company of whoever asks": (
        "from odoo.http import request\nfrom models import Partner\ndef go():\n    request.env.company.tell('paid')\n"
    ),
}


@pytest.mark.parametrize("caller", ODOO.values(), ids=ODOO)
def test_records_that_odoos_own_models_lead_to_may_be_extended(caller: str) -> None:
    extending = (
        "import acme\nfrom odoo import models\nclass Partner(models.Model):\n    _inherit = 'res.partner'\n"
        "    def send(self, text):\n        acme.Client().send(text)\n"
        "    def tell(self, text):\n        acme.Client().send(text)\n"
    )
    found = flows({"models.py": extending, "app.py": caller})
    assert any(way[0].endswith("go") and way[-1] == SEND for way in found)


USERS: Sources = {
    "acc/__init__.py": "",
    "acc/models.py": (
        "import acme\nfrom django.contrib.auth.models import AbstractUser\n\n\nclass User(AbstractUser):\n"
        "    def text_code(self):\n        acme.Client().send(self.phone)\n\n    def welcome(self):\n        self.text_code()\n"
    ),
}
ROWS: dict[str, str] = {
    "who is signed in, by Flask": "from flask_login import current_user\nimport acc.models\ndef go():\n    current_user.text_code()\n",
    "who is signed in, by a token": (
        "from flask_jwt_extended import get_current_user\nimport acc.models\ndef go():\n    get_current_user().text_code()\n"
    ),
    "who signs in": (
        "from django.contrib.auth import authenticate\nimport acc.models\n"
        "def go(request):\n    user = authenticate(request, username='a', password='b')\n    user.text_code()\n"
    ),
    "who fills in a form": (
        "from django.contrib.auth.forms import AuthenticationForm\nimport acc.models\n"
        "def go(request):\n    AuthenticationForm(request).get_user().text_code()\n"
    ),
    "whom a form of a library holds": (
        "from flask_wtf import FlaskForm\nimport acc.models\ndef go():\n    form = FlaskForm()\n    form.user.text_code()\n"
    ),
    "what a session answers": (
        "from sqlalchemy import select\nfrom sqlalchemy.ext.asyncio import AsyncSession\nimport acc.models\n"
        "async def go(session: AsyncSession, query):\n    user = (await session.execute(query)).scalars().first()\n    user.text_code()\n"
    ),
    "what a row leads to": (
        "from django.db import models\nimport acc.models\nclass Order(models.Model):\n    pass\n"
        "def go(pk):\n    Order.objects.get(pk=pk).user.text_code()\n"
    ),
}


@pytest.mark.parametrize("app", ROWS.values(), ids=ROWS)
def test_a_row_of_a_database_may_be_one_of_the_class_that_it_is_called_like(app: str) -> None:
    found = flows({**USERS, "app.py": app})
    assert [steps for steps in found if steps[0] == "go"] == [["go", "User.text_code", SEND]]


def test_a_row_that_is_called_like_another_class_is_no_caller_beside_known_ones() -> None:
    app = "from flask_login import current_user\nimport acc.models\ndef go():\n    current_user.buyer.text_code()\n"
    assert flows({**USERS, "app.py": app}) == [["User.welcome", "User.text_code", SEND]]


def test_what_a_row_names_is_a_class_of_the_tree_whoever_else_calls_it() -> None:
    sources = {
        "notices/base.py": (
            "class NoticeBase:\n    def send(self):\n        self.resend(self)\n    @classmethod\n    def resend(cls, row):\n"
            "        cls._send(row)\n    @staticmethod\n    def _send(row):\n        raise NotImplementedError\n"
        ),
        "notices/text.py": (
            "import acme\nfrom notices.base import NoticeBase\nclass TextNotice(NoticeBase):\n    @staticmethod\n"
            "    def _send(row):\n        acme.Client().send(row.phone)\n"
        ),
        "notices/models.py": (
            "from django.db import models\nfrom django.utils.module_loading import import_string\n"
            "class SentNotice(models.Model):\n    kind = models.CharField()\n    def resend(self):\n"
            "        notice_class = import_string(self.kind)\n        return notice_class.resend(self)\n"
        ),
        "notices/admin.py": (
            "from django.contrib import admin\nfrom notices.models import SentNotice\n"
            "class SentNoticeAdmin(admin.ModelAdmin):\n    def again(self, request, pk):\n"
            "        row = self.get_object(request, pk)\n        row.resend()\n"
        ),
    }
    steps = ["SentNoticeAdmin.again", "SentNotice.resend", "NoticeBase.resend", "TextNotice._send", SEND]
    assert steps in flows(sources)
