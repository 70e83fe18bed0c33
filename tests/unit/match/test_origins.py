"""Calls, imports and base classes by what they resolve to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsaudit.match.origins import OriginIndex
from smsaudit.model.origin_glob import matches
from smsaudit.model.signature import ImportTarget, Role, SubclassTarget
from tests.support.program import Sources
from tests.unit.match.patterns import call, fires, found, lines, pattern

SEND = call("acme.rest.Client.messages.create")


@pytest.mark.parametrize(
    ("glob", "origin", "fits"),
    [
        ("acme.Client.send", "acme.Client.send", True),
        ("acme.Client.send", "acme.Client.sends", False),
        ("acme.Client.send", "acme.Client.send.more", False),
        ("acme.Client.send", "acme.client.send", False),
        ("acme.*.send", "acme.Client.send", True),
        ("acme.*.send", "acme.rest.Client.send", False),
        ("acme.**.send", "acme.rest.Client.send", True),
        ("acme.**.send", "acme.send", True),
        ("acme.v*.Client.send", "acme.v20210111.Client.send", True),
        ("acme.v*.Client.send", "acme.w1.Client.send", False),
        ("acme.Client.send", "acme.Client('x').send", True),
        ("boto3.client('sns').publish", "boto3.client('sns').publish", True),
        ("boto3.client('sns').publish", "boto3.client('sns','eu-west-1').publish", True),
        ("boto3.client('sns').publish", "boto3.client('sqs').publish", False),
        ("boto3.client('sns').publish", "boto3.client.publish", False),
        ("acme.Client.send", "libs.acme.Client.send", True),
        ("acme.Client.send", "app.vendor.acme.Client.send", True),
        ("acme.Client.send", "Client.send", False),
        ("acme.send", "libs.acme.send", False),
        ("acme.rest.send", "libs.acme.rest.send", True),
        ("*.Client.send", "libs.acme.Client.send", False),
    ],
)
def test_a_glob_fits_an_origin_whole_or_a_copys_tail(glob: str, origin: str, fits: bool) -> None:  # noqa: FBT001
    assert matches(glob, origin, in_tree=False) is fits


@pytest.mark.parametrize(
    ("glob", "origin", "fits"),
    [
        ("acme.send", "acme.send", False),
        ("sms.api.send", "sms.api.send", True),
        ("acme.Client.send", "acme.Client.send", True),
        ("acme.Client", "acme.Client", False),
    ],
)
def test_code_of_the_tree_is_a_copy_only_of_something_distinctive(glob: str, origin: str, fits: bool) -> None:  # noqa: FBT001
    assert matches(glob, origin, in_tree=True) is fits


segments = st.lists(st.sampled_from(["acme", "Client", "send", "*", "**", "v*"]), min_size=2, max_size=4)
origins = st.lists(st.sampled_from(["acme", "Client", "send", "v1"]), min_size=1, max_size=6)


@given(st.lists(segments, min_size=1, max_size=4), origins)
def test_the_index_finds_what_every_glob_alone_would(globs: list[list[str]], origin: list[str]) -> None:
    known = [call(".".join(glob)) for glob in globs]
    text = ".".join(origin)
    wanted = [any(matches(".".join(glob), text, in_tree=False) for glob in globs)]
    assert [bool(list(OriginIndex(known).matching(text, in_tree=False)))] == wanted


FIRING: dict[str, str | Sources] = {
    "as written": "from acme.rest import Client\nClient(k).messages.create(to=1)\n",
    "under another name": "import acme.rest as r\nc = r.Client(k)\nm = c.messages\nm.create()\n",
    "on an attribute": (
        "from acme.rest import Client\nclass S:\n    def __init__(self):\n        self.c = Client()\n"
        "    def go(self):\n        self.c.messages.create()\n"
    ),
    "on a client of another module": {
        "c.py": "from acme.rest import Client\nclient = Client()\n",
        "app.py": "from c import client\nclient.messages.create()\n",
    },
    "on a copy of the library": {
        "libs/acme/rest.py": "class Client:\n    def __init__(self):\n        self.messages = Messages()\nclass Messages: ...\n",
        "app.py": "import other.acme.rest\nother.acme.rest.Client().messages.create()\n",
    },
}
SILENT = {
    "a function of the same name": "def create(): ...\ncreate()\n",
    "a class of the same name": "class Client:\n    def create(self): ...\nClient().create()\n",
    "another library": "from other.rest import Client\nClient().messages.create()\n",
    "another method": "from acme.rest import Client\nClient().messages.list()\n",
    "an unknown object": "def f(client):\n    client.messages.create()\n",
    "an unknown object in a file that imports the package": "import acme\ndef f(create):\n    create()\n",
    "an unknown object's other member": "import acme\ndef f(client):\n    client.calls.create()\n",
    "a text": "x = 'acme.rest.Client.messages.create()'\n",
    "a comment": "# from acme.rest import Client; Client().messages.create()\n",
    "an import without a call": "from acme.rest import Client\n",
    "a name that is not called": "from acme.rest import Client\nf = Client().messages.create\n",
}


@pytest.mark.parametrize("sources", FIRING.values(), ids=FIRING)
def test_a_call_fires_by_what_it_resolves_to(sources: str | Sources) -> None:
    assert fires(sources, SEND)


@pytest.mark.parametrize("source", SILENT.values(), ids=SILENT)
def test_a_look_alike_of_a_call_stays_silent(source: str) -> None:
    assert not fires(source, SEND)


@pytest.mark.parametrize(
    ("source", "resolution"),
    [
        ("import acme\nacme.Client().send()\n", "exact"),
        ("import acme, b\nc = acme.Client() if x else b.C()\nc.send()\n", "inferred"),
        ("from acme.errors import Failed\ndef f(way):\n    way.Client.send()\n", "by-name"),
        ("from shop.acme import KEY\ndef f(way):\n    way.Client.send()\n", "by-name"),
    ],
)
def test_a_match_says_how_its_callee_was_resolved(source: str, resolution: str) -> None:
    assert [d.resolution for d in found(source, call("acme.Client.send"))] == [resolution]


@pytest.mark.parametrize(
    ("source", "fits"),
    [
        ("import acme\ndef f(machine):\n    machine.SendSMS()\n", True),
        ("import acme\ndef f(self):\n    self.machine.SendSMS()\n", True),
        ("def f(machine):\n    machine.SendSMS()\n", False),
        ("import acme\ndef f(machine):\n    machine.ReadSMS()\n", False),
        ("import acme\nclass C:\n    def SendSMS(self): ...\nC().SendSMS()\n", False),
    ],
)
def test_a_method_spelled_as_none_of_the_programs_own_is_known_by_its_package(
    source: str, *, fits: bool
) -> None:
    assert fires(source, call("acme.Machine.SendSMS")) is fits


def test_what_stands_in_for_every_method_of_another_object_is_known_by_their_names() -> None:
    sources = {
        "worker.py": "class Worker:\n    def __getattr__(self, name):\n        def later(*args):\n            return self.put(name, args)\n        return later\n",
        "app.py": "import acme\nfrom worker import Worker\nWorker().SendSMS('1')\n",
    }
    assert [d.location.path for d in found(sources, call("acme.Machine.SendSMS"))] == ["app.py"]


def test_what_a_client_was_made_for_is_not_guessed() -> None:
    source = "import acme\ndef f(broker):\n    broker.client.publish()\n"
    assert not fires(source, call("acme.client('sms').publish"))


def test_a_vendored_copy_that_is_resolved_is_inferred() -> None:
    sources = {
        "libs/acme/api.py": "class Client:\n    def send(self): ...\n",
        "app.py": "from libs.acme.api import Client\nClient().send()\n",
    }
    assert [(d.location.path, d.resolution) for d in found(sources, call("acme.api.Client.send"))] == [
        ("app.py", "inferred")
    ]


@pytest.mark.parametrize(
    ("source", "imported"),
    [
        ("import acme.sms\n", [1]),
        ("import acme.sms as s\n", [1]),
        ("import acme.sms.v1\n", [1]),
        ("from acme.sms import Client\n", [1]),
        ("from acme import sms\n", [1]),
        ("from acme.sms.v1 import *\n", [1]),
        ("def f():\n    import acme.sms\n", [2]),
        ("import acme\n", []),
        ("import acme.smsx\n", []),
        ("from .acme import sms\n", []),
        ("from acme import other\n", []),
    ],
)
def test_an_import_fires_for_the_module_and_what_is_in_it(source: str, imported: list[int]) -> None:
    assert lines(source, pattern(ImportTarget(("acme.sms",)), Role.IMPORT, "acme.import")) == imported


@pytest.mark.parametrize(
    ("source", "extended"),
    [
        ("import acme\nclass A(acme.Base): ...\n", [2]),
        ("from acme import Base as B\nclass A(B): ...\nclass C(A): ...\n", [2, 3]),
        ("import acme\nclass A(other.Base): ...\n", []),
        ("class Base: ...\nclass A(Base): ...\n", []),
        ("import acme\nclass A: ...\nacme.Base()\n", []),
    ],
)
def test_a_class_fires_by_what_it_extends(source: str, extended: list[int]) -> None:
    assert lines(source, pattern(SubclassTarget(("acme.Base",)), Role.CLIENT, "acme.base")) == extended


@pytest.mark.parametrize(
    ("arguments", "where", "unless", "fired"),
    [
        ("'SendSms'", {"0": "^SendSms$"}, {}, True),
        ("'SendMail'", {"0": "^SendSms$"}, {}, False),
        ("", {"0": ""}, {}, False),
        ("x", {"0": ""}, {}, True),
        ("x", {"0": "a"}, {}, False),
        ("action='SendSms'", {"action|0": "Sms"}, {}, True),
        ("{'a': ['SendSms']}", {"*": "Sms"}, {}, True),
        ("'whatsapp:+1'", {}, {"*": "^whatsapp:"}, False),
        ("'+1'", {}, {"*": "^whatsapp:"}, True),
        ("to=1", {}, {"to": ""}, False),
        ("1", {}, {"to": ""}, True),
        ("'a', 'b'", {"0": "a", "1": "b"}, {}, True),
        ("'a', 'b'", {"0": "a", "1": "c"}, {}, False),
        ("'a', 'b'", {"0": "a"}, {"1": "b", "2": "c"}, False),
    ],
)
def test_where_and_unless_look_at_what_arguments_carry(
    arguments: str,
    where: dict[str, str],
    unless: dict[str, str],
    fired: bool,  # noqa: FBT001
) -> None:
    assert (
        fires(
            f"import acme\nacme.Client().send({arguments})\n",
            call("acme.Client.send", where=where, unless=unless),
        )
        is fired
    )


def test_where_looks_at_setters_dicts_and_constructors() -> None:
    generic = call("acme.Client.do", where={"*": "^SendSms$"})
    source = """\
import acme
c = acme.Client()
r = acme.request()
r.set_action_name('SendSms')
c.do(r)
c.do(acme.request('SendSms'))
c.do({'Action': 'SendSms'})
q = acme.request()
q.set_action_name('SendMail')
c.do(q)
c.do()
"""
    assert lines(source, generic) == [5, 6, 7]


@pytest.mark.parametrize(
    ("sources", "fired"),
    [
        ("import acme\nacme.Client().send()\n", ["acme.send"]),
        ("import pyacme.rest\npyacme.rest.Client().send()\n", ["acme.other"]),
        ("import other\nother.Client().send()\n", []),
        ({"fastacme.py": "def send(): ...\n", "app.py": "import fastacme\nfastacme.send()\n"}, []),
    ],
)
def test_a_part_of_a_package_s_name_counts_where_the_whole_name_is_not_known(
    sources: str | Sources, fired: list[str]
) -> None:
    known = call("acme.Client.send"), call("*acme*.**.send", name="acme.other")
    assert [detection.pattern for detection in found(sources, *known)] == fired


def test_arguments_of_a_match_are_named_by_their_roles() -> None:
    known = call("acme.Client.send", arguments={"phones": "to|0", "host": "endpoint", "sign": "sign"})
    (detection,) = found("import acme\nacme.Client().send(to='10086', endpoint='h', text='x')\n", known)
    assert dict(detection.values) == {"phones": ("10086",), "host": ("h",), "sign": ()}


def test_a_call_fires_once_for_each_pattern_and_place() -> None:
    known = call("acme.Client.send", "acme.*.send"), pattern(call("**.send").target, name="acme.other")
    detections = found("import acme\nacme.Client().send(); acme.Client().send()\n", *known)
    assert [(d.pattern, d.location.place.column) for d in detections] == [
        ("acme.other", 15),
        ("acme.send", 15),
        ("acme.other", 37),
        ("acme.send", 37),
    ]
