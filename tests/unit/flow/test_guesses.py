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
