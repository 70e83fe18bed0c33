"""From a send backwards to everything that makes it happen."""

from __future__ import annotations

import pytest

from smsaudit.model.flow import Resolution
from tests.support.program import Sources
from tests.unit.flow.acme import SENDER, build, entries, flows

SEND = "acme.send"

REACHED: dict[str, tuple[Sources, list[str]]] = {
    "a function": (
        {"app.py": "from sms import send_text\ndef go():\n    send_text(1)\n"},
        ["go", "send_text", SEND],
    ),
    "a module": ({"app.py": "import sms\ndef go():\n    sms.send_text(1)\n"}, ["go", "send_text", SEND]),
    "an alias": (
        {"app.py": "from sms import send_text as push\ndef go():\n    push(1)\n"},
        ["go", "send_text", SEND],
    ),
    "functions of functions": (
        {
            "a.py": "from sms import send_text\ndef deliver_code():\n    send_text(1)\n",
            "b.py": "from a import deliver_code\ndef handle_signup():\n    deliver_code()\n",
            "c.py": "from b import handle_signup\ndef go():\n    handle_signup()\n",
        },
        ["go", "handle_signup", "deliver_code", "send_text", SEND],
    ),
    "a method": (
        {"app.py": "from sms import send_text\nclass Notifier:\n    def go(self):\n        send_text(1)\n"},
        ["Notifier.go", "send_text", SEND],
    ),
    "a method of an instance": (
        {
            "a.py": "from sms import send_text\nclass Notifier:\n    def deliver_code(self):\n        send_text(1)\n",
            "app.py": "from a import Notifier\nn = Notifier()\ndef go():\n    n.deliver_code()\n",
        },
        ["go", "Notifier.deliver_code", "send_text", SEND],
    ),
    "an instance that is called": (
        {
            "a.py": "from sms import send_text\nclass Notifier:\n    def __call__(self):\n        send_text(1)\nnotify = Notifier()\n",
            "app.py": "from a import notify\ndef go():\n    notify()\n",
        },
        ["go", "Notifier.__call__", "send_text", SEND],
    ),
    "a method that a base calls and a hundred classes have": (
        {
            "base.py": "class Base:\n    def go(self):\n        self.deliver_code()\n    def deliver_code(self): ...\n",
            "others.py": "from base import Base\n"
            + "".join(f"class C{n}(Base):\n    def deliver_code(self): ...\n" for n in range(100)),
            "z.py": "from base import Base\nfrom sms import send_text\nclass Z(Base):\n    def deliver_code(self):\n        send_text(1)\n",
            "app.py": "import others, z\n",
        },
        ["Base.go", "Z.deliver_code", "send_text", SEND],
    ),
    "a constructor": (
        {
            "a.py": "from sms import send_text\nclass Notifier:\n    def __init__(self):\n        send_text(1)\n",
            "app.py": "from a import Notifier\ndef go():\n    Notifier()\n",
        },
        ["go", "Notifier.__init__", "send_text", SEND],
    ),
    "a re-export": (
        {
            "p/__init__.py": "from sms import send_text\n",
            "app.py": "import p\ndef go():\n    p.send_text(1)\n",
        },
        ["go", "send_text", SEND],
    ),
    "a registry": (
        {
            "app.py": "from sms import send_text\nSENDERS = {'text': send_text}\ndef go(kind):\n    SENDERS[kind](1)\n"
        },
        ["go", "send_text", SEND],
    ),
    "a thread": (
        {
            "app.py": "import threading\nfrom sms import send_text\ndef go():\n    threading.Thread(target=send_text).start()\n"
        },
        ["go", "send_text", SEND],
    ),
    "a method of what the maker of an object of a library's class hands over": (
        {
            "texts.py": "from sms import send_text\nclass Texts:\n    def push_one(self):\n        send_text(1)\n",
            "app.py": "from web import Resource\nfrom texts import Texts\nclass Page(Resource):\n    def __init__(self, texts):\n"
            "        self.texts = texts\n    def go(self):\n        self.texts.push_one()\nserve(Page(Texts()))\n",
        },
        ["Page.go", "Texts.push_one", "send_text", SEND],
    ),
    "a thread that runs a function which its maker was given": (
        {
            "line.py": "import threading\nclass Line:\n    def __init__(self, callback):\n        self.callback = callback\n"
            "        self.thread = threading.Thread(target=self.work)\n    def work(self):\n        self.callback(1)\n",
            "app.py": "from line import Line\nfrom sms import send_text\ndef go():\n    Line(send_text)\n",
        },
        ["go", "Line.__init__", "Line.work", "send_text", SEND],
    ),
    "a thread of one's own": (
        {
            "a.py": "from threading import Thread\nfrom sms import send_text\nclass Texts(Thread):\n    def run(self):\n        send_text(1)\n",
            "app.py": "from a import Texts\ndef go():\n    texts = Texts()\n    texts.start()\n",
        },
        ["go", "Texts.run", "send_text", SEND],
    ),
    "a call once the transaction is over": (
        {
            "app.py": "from django.db import transaction\nfrom sms import send_text\ndef go():\n    transaction.on_commit(lambda: send_text(1))\n"
        },
        ["go", "go.<lambda1>", "send_text", SEND],
    ),
    "an inner function": (
        {
            "app.py": "from sms import send_text\ndef go():\n    def later():\n        send_text(1)\n    later()\n"
        },
        ["go", "go.later", "send_text", SEND],
    ),
}


@pytest.mark.parametrize(("callers", "steps"), REACHED.values(), ids=REACHED)
def test_callers_are_found_in_files_that_hold_no_needle(callers: Sources, steps: list[str]) -> None:
    assert flows({"sms.py": SENDER, **callers}) == [steps]


def test_a_method_that_its_module_tries_out_is_called_by_name_on_what_nobody_knows() -> None:
    texts = "from sms import send_text\nclass Texts:\n    def push_one(self):\n        send_text(1)\n"
    app = "def go(sender):\n    sender.push_one()\n"
    tried = "def main():\n    Texts().push_one()\n"
    used = "def notify():\n    Texts().push_one()\n"
    way = ["go", "Texts.push_one", "send_text", SEND]
    assert way in flows({"sms.py": SENDER, "texts.py": texts + tried, "app.py": app})
    assert way not in flows({"sms.py": SENDER, "texts.py": texts + used, "app.py": app})


def test_a_method_of_a_base_reaches_what_a_subclass_overrides() -> None:
    sources = {
        "base.py": "class Base:\n    def push_code(self):\n        self.deliver_code()\n    def deliver_code(self): ...\n",
        "sms.py": "import acme\nfrom base import Base\nclass Sms(Base):\n    def deliver_code(self):\n        acme.Client().send(1)\n",
        "app.py": "from sms import Sms\ndef go():\n    Sms().push_code()\n",
    }
    assert flows(sources) == [["go", "Base.push_code", "Sms.deliver_code", SEND]]


UNNAMED: dict[str, tuple[Sources, list[str]]] = {
    "a lambda": (
        {
            "sms.py": SENDER,
            "app.py": "from sms import send_text\nf = lambda to: send_text(to)\ndef go():\n    f(1)\n",
        },
        ["go", "<lambda1>", "send_text", SEND],
    ),
    "a wrapper of the tree": (
        {
            "sms.py": (
                "import acme\ndef logged(f):\n    def wrapper(*a):\n        return f(*a)\n    return wrapper\n"
                "@logged\ndef send_text(to):\n    acme.Client().send(to)\n"
            ),
            "app.py": "from sms import send_text\ndef go():\n    send_text(1)\n",
        },
        ["go", "logged.wrapper", "send_text", SEND],
    ),
    "a function that is passed on": (
        {
            "sms.py": SENDER,
            "retry.py": "def with_retry(f):\n    f()\n",
            "app.py": "from retry import with_retry\nfrom sms import send_text\ndef go():\n    with_retry(send_text)\n",
        },
        ["go", "with_retry", "send_text", SEND],
    ),
    "a task by its name": (
        {
            "sms.py": SENDER,
            "tasks.py": (
                "from celery import Celery\nfrom sms import send_text\nqueue = Celery()\n"
                "@queue.task(name='t.later')\ndef later(to):\n    send_text(to)\n"
            ),
            "app.py": "from celery import current_app\ndef go():\n    current_app.send_task('t.later', args=[1])\n",
        },
        ["go", "later", "send_text", SEND],
    ),
}


@pytest.mark.parametrize(("sources", "steps"), UNNAMED.values(), ids=UNNAMED)
def test_callers_that_do_not_spell_the_name_are_found(sources: Sources, steps: list[str]) -> None:
    assert steps in flows(sources)


def test_a_function_without_callers_is_a_root_and_not_dead() -> None:
    flow, _ = build({"sms.py": SENDER})
    assert [(one.entry_point, one.steps[0].name) for one in flow.flows] == [(None, "send_text")]
    assert flow.entry_points == ()
    assert [each.production for each in flow.channels] == [True]


def test_every_root_has_a_flow_of_its_own() -> None:
    sources = {
        "sms.py": SENDER,
        "app.py": "from sms import send_text\ndef one():\n    send_text(1)\ndef two():\n    send_text(2)\n",
    }
    assert flows(sources) == [["one", "send_text", SEND], ["two", "send_text", SEND]]


def test_two_sends_of_one_function_are_two_flows() -> None:
    source = "import acme\ndef go(x):\n    acme.Client().send(1)\n    acme.Client().send(2)\n"
    lines = [one.steps[-1].location.line for one in build(source)[0].flows]
    assert lines == [3, 4]


def test_functions_that_call_themselves_end() -> None:
    source = "import acme\ndef retry(n):\n    acme.Client().send(n)\n    return retry(n - 1)\n"
    assert flows(source) == [["retry", SEND]]


def test_functions_that_only_call_each_other_have_a_flow() -> None:
    source = "import acme\ndef ping_text():\n    pong_text()\ndef pong_text():\n    ping_text()\n    acme.Client().send(1)\n"
    assert flows(source) != []


SPAWNED: dict[str, str] = {
    "a command": "import os\ndef go():\n    os.system('python3 /opt/house/alarm.py ' + level)\n",
    "a list of words": "import subprocess\ndef go():\n    subprocess.Popen(['sudo', './alarm.py', level])\n",
    "a list in a name": "import sys, subprocess\nargv = [sys.executable, 'alarm.py']\ndef go():\n    subprocess.run(argv)\n",
    "a module that is run": "import runpy\ndef go():\n    runpy.run_path('alarm.py')\n",
}


@pytest.mark.parametrize("app", SPAWNED.values(), ids=SPAWNED)
def test_whoever_runs_a_script_by_the_name_of_its_file_calls_it(app: str) -> None:
    script = "from sms import send_text\nsend_text(1)\n"
    assert ["go", "alarm", "send_text", SEND] in flows({"sms.py": SENDER, "alarm.py": script, "app.py": app})


@pytest.mark.parametrize("command", ["python fire_alarm.py", "cat alarm.pyc", "echo alarm"])
def test_a_command_that_names_another_file_runs_no_script(command: str) -> None:
    script = "from sms import send_text\nsend_text(1)\n"
    app = f"import os\ndef go():\n    os.system('{command}')\n"
    assert flows({"sms.py": SENDER, "alarm.py": script, "app.py": app}) == [["alarm", "send_text", SEND]]


def test_a_module_that_sends_is_a_script() -> None:
    (entry,) = entries("import acme\nx = 1\nacme.Client().send(1)\n")
    assert (entry.kind, entry.framework, entry.location.line) == ("script", "python", 3)


@pytest.mark.parametrize(
    "app",
    [
        "from django.urls import path\nfrom sms import send_text\nurlpatterns = [path('x/', send_text)]\n",
        "from flask import Flask\nfrom sms import send_text\nFlask(__name__).add_url_rule('/x', view_func=send_text)\n",
    ],
)
def test_a_module_that_only_registers_a_function_is_no_script(app: str) -> None:
    assert {entry.kind for entry in entries({"sms.py": SENDER, "app.py": app})} == {"http"}


def test_a_module_that_only_fixes_an_argument_is_no_script() -> None:
    app = "from functools import partial\nfrom sms import send_text\npush = partial(send_text, 1)\n"
    assert entries({"sms.py": SENDER, "app.py": app}) == []


def test_a_module_that_only_decorates_is_no_caller() -> None:
    sources, steps = UNNAMED["a wrapper of the tree"]
    mail = "from sms import logged\n@logged\ndef mail(to): ...\n"
    assert flows({**sources, "mail.py": mail}) == [steps]


@pytest.mark.parametrize(
    "app",
    [
        "from tornado.web import RequestHandler as R\nclass Go(R):\n    def post(self):\n        self.settings['gw'].deliver_text(1)\n",
        "from flask import current_app\ndef go():\n    current_app.extensions['gateway'].deliver_text(1)\n",
        "from fastapi import Request\ndef go(request: Request):\n    request.app.state.gateway.deliver_text(1)\n",
        "import yaml\ndef go():\n    for gateway in yaml.safe_load(open('x'))['gateways']:\n        gateway.deliver_text(1)\n",
    ],
)
def test_what_a_framework_or_a_file_carries_for_the_application_is_guessed(app: str) -> None:
    gateway = "import acme\nclass Gateway:\n    def deliver_text(self, to):\n        acme.Client().send(to)\n"
    (flow,) = build({"sms.py": gateway, "app.py": app})[0].flows
    assert [step.resolution for step in flow.steps if step.name == "Gateway.deliver_text"] == [
        Resolution.BY_NAME
    ]


def test_a_librarys_method_of_the_same_name_is_no_caller() -> None:
    gateway = "import acme\nclass Gateway:\n    def deliver_text(self, to):\n        acme.Client().send(to)\n"
    sources = {"sms.py": gateway, "app.py": "import other\ndef go():\n    other.Client().deliver_text(1)\n"}
    assert flows(sources) == [["Gateway.deliver_text", SEND]]


def test_a_call_of_another_function_of_the_name_is_no_caller() -> None:
    sources = {"sms.py": SENDER, "app.py": "def send_text(to): ...\ndef go():\n    send_text(1)\n"}
    assert flows(sources) == [["send_text", SEND]]


def test_a_call_on_an_unknown_object_is_a_guess_and_marked() -> None:
    sources = {
        "sms.py": "import acme\nclass Gateway:\n    def deliver_text(self, to):\n        acme.Client().send(to)\n",
        "app.py": "def go(gateway):\n    gateway.deliver_text(1)\n",
    }
    (flow,) = build(sources)[0].flows
    assert [(step.name, step.resolution) for step in flow.steps] == [
        ("go", Resolution.EXACT),
        ("Gateway.deliver_text", Resolution.BY_NAME),
        (SEND, Resolution.EXACT),
    ]


def test_a_view_that_a_helper_puts_behind_a_path_is_entered_there() -> None:
    sources = {
        "sms.py": SENDER,
        "views.py": "from sms import send_text\ndef code(request):\n    send_text(1)\n",
        "urls.py": (
            "from django.urls import re_path\nimport views\ndef page(route, view, name=None):\n"
            "    return re_path(rf'^{route}/?$', view, name=name)\nurlpatterns = [page('code', views.code)]\n"
        ),
    }
    (entry,) = build(sources)[0].entry_points
    assert (entry.kind, entry.location.path, entry.location.line) == ("http", "urls.py", 5)


def test_what_tests_call_is_no_guess() -> None:
    sources = {
        "sms.py": "import acme\nclass Gateway:\n    def deliver_text(self, to):\n        acme.Client().send(to)\n",
        "tests/test_texts.py": "def test_it(gateway):\n    gateway.deliver_text(1)\n",
        "app.py": "def go(gateway):\n    gateway.deliver_text(1)\n",
    }
    assert flows(sources) == [["go", "Gateway.deliver_text", SEND]]


@pytest.mark.parametrize("name", ["send", "run", "handle", "save", "notify"])
def test_an_everyday_name_is_not_guessed(name: str) -> None:
    sources = {
        "sms.py": f"import acme\nclass Gateway:\n    def {name}(self, to):\n        acme.Client().send(to)\n",
        "app.py": f"def go(anything):\n    anything.{name}(1)\n",
    }
    assert flows(sources) == [[f"Gateway.{name}", SEND]]


def test_a_resolved_caller_is_preferred_to_a_guess() -> None:
    sources = {
        "sms.py": "import acme\nclass Gateway:\n    def deliver_text(self, to):\n        acme.Client().send(to)\n",
        "app.py": "from sms import Gateway\ndef go(other):\n    Gateway().deliver_text(1)\ndef guess(other):\n    other.deliver_text(1)\n",
    }
    assert flows(sources) == [["go", "Gateway.deliver_text", SEND]]


def test_steps_say_where_they_are_and_where_they_are_called() -> None:
    sources = {
        "sms.py": SENDER,
        "app.py": "from sms import send_text\n\ndef go():\n    return send_text(1)\n",
    }
    (flow,) = build(sources)[0].flows
    assert [(str(step.location), str(step.called_at or ""), step.kind) for step in flow.steps] == [
        ("app.py:3", "", "calls"),
        ("sms.py:2", "app.py:4", "calls"),
        ("sms.py:3", "", "sends"),
    ]


def test_only_files_that_may_call_are_read() -> None:
    sources = {
        "sms.py": SENDER,
        "app.py": "from sms import send_text\ndef go():\n    send_text(1)\n",
        "other.py": "def nothing(): ...\n",
        "more/other.py": "x = 'text'\n",
    }
    assert build(sources)[1].library.loaded() == ["app.py", "sms.py"]


def test_a_client_without_a_send_is_followed_where_nothing_else_sends() -> None:
    sources = {
        "link.py": "import wire\ndef open_link():\n    return wire.Link('h')\n",
        "app.py": "from link import open_link\ndef go():\n    open_link()\n",
    }
    assert flows(sources) == [["go", "open_link", "wire.link"]]


CHOSEN = {
    "clients.py": (
        "import acme, wire\n"
        "class Near:\n    def push_code(self, to):\n        acme.Client().send(to)\n"
        "class Far:\n    def push_code(self, to):\n        wire.Link('h').submit(to)\n"
    ),
    "app.py": (
        "from clients import Far, Near\n"
        "class Sender:\n"
        "    def __init__(self, provider):\n"
        "        if provider == 'near':\n"
        "            self.client = Near()\n"
        "        else:\n"
        "            self.client = Far()\n"
        "    def go(self, to):\n"
        "        self.client.push_code(to)\n"
    ),
}


def test_a_receiver_made_under_a_condition_puts_the_flow_under_it() -> None:
    flow, _ = build(CHOSEN)
    assert {one.channel: one.condition for one in flow.flows} == {
        "acme": "provider == 'near'",
        "wire": "provider != 'near'",
    }


def test_a_hop_says_where_its_receiver_was_made() -> None:
    flow, _ = build(CHOSEN)
    places = {
        one.channel: [f"{via.name} {via.location}" for step in one.steps for via in step.via]
        for one in flow.flows
    }
    assert places == {"acme": ["Near app.py:5"], "wire": ["Far app.py:7"]}


def test_a_receiver_made_by_a_factory_is_told_with_the_factorys_choice() -> None:
    factory = (
        "from clients import Far, Near\n"
        "def sender_for(provider):\n"
        "    if provider == 'near':\n        return Near()\n"
        "    elif provider == 'far':\n        return Far()\n"
    )
    app = "from factory import sender_for\ndef go(kind):\n    sender_for(kind).push_code(1)\n"
    flow, _ = build({"clients.py": CHOSEN["clients.py"], "factory.py": factory, "app.py": app})
    assert {one.channel: one.condition for one in flow.flows} == {
        "acme": "provider == 'near'",
        "wire": "provider == 'far'",
    }


def test_a_class_named_in_a_text_is_reached_through_the_line_that_names_it() -> None:
    sources = {
        "p/__init__.py": "",
        "p/texting/__init__.py": "",
        "p/texting/transport.py": "import acme\nclass Sms:\n    def deliver_text(self, to):\n        acme.Client().send(to)\n",
        "p/app.py": (
            "from importlib import import_module\n"
            "TRANSPORTS = {\n    'sms': ('SMS', 'p.texting.transport.Sms'),\n}\n"
            "def go(kind, to):\n"
            "    label, path = TRANSPORTS[kind]\n"
            "    module, name = path.rsplit('.', maxsplit=1)\n"
            "    getattr(import_module(module), name)().deliver_text(to)\n"
        ),
    }
    (flow,) = build(sources)[0].flows
    assert [step.name for step in flow.steps] == ["go", "Sms.deliver_text", SEND]
    assert [str(via.location) for step in flow.steps for via in step.via] == ["p/app.py:3"]


def test_a_test_calls_nothing_in_production() -> None:
    test = "from sms import send_text\ndef test_it():\n    send_text(1)\n"
    flow, _ = build({"sms.py": SENDER, "tests/test_sms.py": test})
    assert [one.steps[0].name for one in flow.flows] == ["send_text"]


def test_a_file_that_only_has_a_longer_word_or_a_definition_of_its_own_is_not_read() -> None:
    sender = "import acme\ndef text_them(to):\n    acme.Client().send(to)\n"
    others = {
        "longer.py": "def context_them(to):\n    pass\n",
        "prefixed.py": "from texting import text_them_later\ntext_them_later(1)\n",
        "louder.py": "TEXT_THEM = 1\n",
        "namesake.py": "class Other:\n    def text_them(self, to):\n        pass\n",
    }
    app = "from texting import text_them\ndef go():\n    text_them(1)\n"
    _, whole = build({"texting.py": sender, "app.py": app, **others})
    assert whole.library.loaded() == ["app.py", "texting.py"]


def test_a_condition_that_asks_for_more_than_another_says_nothing_new() -> None:
    sender = "import acme\nfrom conf import PROVIDER\ndef text(to):\n    if PROVIDER == 'acme':\n        acme.Client().send(to)\n"
    app = (
        "from sms import text\nfrom conf import BACKEND\n"
        "def plain(to):\n    text(to)\n"
        "def careful(to):\n    if BACKEND in ('acme', 'wire'):\n        text(to)\n"
    )
    flow, _ = build(
        {"sms.py": sender, "app.py": app, "conf.py": "import os\nPROVIDER = os.environ['P']\nBACKEND = 'x'\n"}
    )
    assert len({one.condition for one in flow.flows}) == 2
    (channel,) = flow.channels
    assert channel.conditions == ("PROVIDER == 'acme'",)
