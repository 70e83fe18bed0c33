"""What the detections of one channel add up to: conditions, far end, rung, production."""

from __future__ import annotations

import pytest
from msgspec import structs

from smsaudit.model.context import Context
from smsaudit.model.flow import FarEndKind, Rung
from smsaudit.model.signature import Jurisdiction, SignatureId, SignatureKind
from tests.support.program import Sources
from tests.unit.flow.acme import ACME, LINK, SENDER, build, channel
from tests.unit.match.patterns import call, signature

CONDITIONS: dict[str, tuple[str, str]] = {
    "a comparison": ("if settings.SMS_BACKEND == 'acme':\n        {send}", "settings.SMS_BACKEND == 'acme'"),
    "an else": (
        "if settings.USE_EMAIL_BACKEND:\n        pass\n    else:\n        {send}",
        "not (settings.USE_EMAIL_BACKEND)",
    ),
    "an early return": (
        "if not settings.SMS_ENABLED:\n        return\n    {send}",
        "not (not settings.SMS_ENABLED)",
    ),
    "membership": ("if provider in ('acme', 'b'):\n        {send}", "provider in ('acme', 'b')"),
    "two": (
        "if settings.SMS_ENABLED:\n        if provider == 'acme':\n            {send}",
        "settings.SMS_ENABLED and provider == 'acme'",
    ),
    "a variable of the environment": (
        "if os.environ.get('SMS_BY', 'acme') == 'acme':\n        {send}",
        "os.environ.get('SMS_BY', 'acme') == 'acme'",
    ),
    "a setting that may be missing": (
        "if not getattr(settings, 'USE_ACME', False):\n        return\n    {send}",
        "not (not getattr(settings, 'USE_ACME', False))",
    ),
    "a setting in small letters": (
        "if settings.SMS_BACKEND.strip().lower() == 'acme':\n        {send}",
        "settings.SMS_BACKEND == 'acme'",
    ),
    "what a call answers": ("if provider_of(user) == 'acme':\n        {send}", ""),
    "something else": ("if user.is_active:\n        {send}", ""),
    "nothing": ("{send}", ""),
}


@pytest.mark.parametrize(("body", "condition"), CONDITIONS.values(), ids=CONDITIONS)
def test_a_choice_on_the_way_is_a_condition_of_the_flow(body: str, condition: str) -> None:
    source = f"import acme\nfrom django.conf import settings\ndef go(provider, user):\n    {body.format(send='acme.Client().send(1)')}\n"
    (flow,) = build(source)[0].flows
    assert flow.condition == condition


def test_a_choice_of_a_caller_is_a_condition_too() -> None:
    sources = {
        "sms.py": SENDER,
        "app.py": "from sms import send_text\ndef go(provider):\n    if provider == 'acme':\n        send_text(1)\n",
    }
    (flow,) = build(sources)[0].flows
    assert flow.condition == "provider == 'acme'"


def test_a_choice_where_the_sender_is_made_is_spelled_with_the_calls_of_its_own_file() -> None:
    sources = {
        "made.py": (
            "import os\nimport acme\nfrom other import Other\nclass Acme:\n    def text(self, to):\n        acme.Client().send(to)\n"
            "def sender():\n    if os.getenv('SMS_BY') == 'acme':\n        return Acme()\n    return Other()\n"
        ),
        "other.py": "class Other:\n    def text(self, to):\n        pass\n",
        "app.py": "from made import sender\ndef go(to):\n    str(1)\n    sender().text(to)\n",
    }
    assert {flow.condition for flow in build(sources)[0].flows} == {"os.getenv('SMS_BY') == 'acme'"}


@pytest.mark.parametrize(
    ("read", "given", "default"),
    [
        ("os.environ.get('SMS_BY', 'acme')", "", True),
        ("os.environ.get('SMS_BY', 'other')", "", False),
        ("os.environ.get('SMS_BY', 'other')", "SMS_BY=acme\n", True),
        ("os.environ.get('SMS_BY', '')", "", None),
        ("os.environ.get('SMS_BY')", "", None),
        ("getattr(settings, 'SMS_BY', 'acme').lower()", "", True),
    ],
)
def test_a_default_that_stands_in_the_choice_tells_whether_it_is_taken(
    *, read: str, given: str, default: bool | None
) -> None:
    source = f"import os, acme\nfrom django.conf import settings\ndef go(to):\n    if {read} == 'acme':\n        acme.Client().send(to)\n"
    assert channel({"app.py": source, ".env": given}).is_default is default


READ = "os.environ.get('SMS_BY', 'acme')"

DISPATCH = {
    "p/__init__.py": "",
    "p/dispatch.py": (
        "import importlib\nfrom django.conf import settings\n"
        "def send_text(to):\n    importlib.import_module(f'p.{settings.SMS_BACKEND}').deliver_text(to)\n"
    ),
    "p/one.py": "import acme\ndef deliver_text(to):\n    acme.Client().send(to)\n",
    "p/two.py": "import wire\ndef deliver_text(to):\n    wire.Link('10.1.2.3').submit(to)\n",
}


@pytest.mark.parametrize(
    ("settings", "defaults"),
    [("", {"acme": None, "wire": None}), ("SMS_BACKEND = 'two'\n", {"acme": False, "wire": True})],
)
def test_an_import_by_name_forks_into_every_backend_with_its_condition(
    settings: str, defaults: dict[str, bool | None]
) -> None:
    flow, _ = build({**DISPATCH, "settings.py": settings})
    assert {one.channel: one.condition for one in flow.flows} == {
        "acme": "settings.SMS_BACKEND == 'one'",
        "wire": "settings.SMS_BACKEND == 'two'",
    }
    assert {each.id: each.conditions for each in flow.channels} == {
        "acme": ("settings.SMS_BACKEND == 'one'",),
        "wire": ("settings.SMS_BACKEND == 'two'",),
    }
    assert {each.id: each.is_default for each in flow.channels} == defaults


PICKED: dict[str, str] = {
    "a class": "R = {'acme': Acme, 'wire': Wire}\ndef go(to):\n    R[BY]().text(to)\n",
    "a class by get": "R = {'acme': Acme, 'wire': Wire}\ndef go(to):\n    R.get(BY)().text(to)\n",
    "an object": "R = {'acme': Acme(), 'wire': Wire()}\ndef go(to):\n    R[BY].text(to)\n",
    "an object with a name": "R = {'acme': Acme(), 'wire': Wire()}\ndef go(to):\n    picked = R[BY]\n    picked.text(to)\n",
    "a factory": "def made():\n    return {'acme': Acme, 'wire': Wire}[BY]()\ndef go(to):\n    made().text(to)\n",
    "a function": "def a(to):\n    Acme().text(to)\ndef b(to):\n    Wire().text(to)\nR = {'acme': a, 'wire': b}\ndef go(to):\n    R[BY](to)\n",
    "a function with a name": "def a(to):\n    Acme().text(to)\ndef b(to):\n    Wire().text(to)\ndef go(to):\n    do = {'acme': a, 'wire': b}[BY]\n    do(to)\n",
    "an expression": "def go(to):\n    (Acme() if BY == 'acme' else Wire()).text(to)\n",
    "a case": "def go(to):\n    match BY:\n        case 'acme':\n            Acme().text(to)\n        case 'wire':\n            Wire().text(to)\n",
}


@pytest.mark.parametrize("dispatch", PICKED.values(), ids=PICKED)
def test_what_a_variable_picks_is_reached_under_the_value_that_picks_it(dispatch: str) -> None:
    source = (
        "import os, acme, wire\n"
        "class Acme:\n    def text(self, to):\n        acme.Client().send(to)\n"
        "class Wire:\n    def text(self, to):\n        wire.Link('10.1.2.3').submit(to)\n"
        f"{dispatch.replace('BY', READ)}"
    )
    flow, _ = build(source)
    found = {each.id: (each.conditions, each.is_default) for each in flow.channels}
    assert found["acme"] == ((f"{READ} == 'acme'",), True)
    assert found["wire"] in [((f"{READ} == 'wire'",), False), ((f"{READ} != 'acme'",), False)]


@pytest.mark.parametrize(
    ("table", "condition"),
    [
        ("{'acme': Acme, 'a': Acme}[BY]", f"{READ} in ('acme', 'a')"),
        ("{'a': Acme}.get(BY)", f"{READ} == 'a'"),
        ("{'a': Acme}.get(BY, Acme)", ""),
    ],
)
def test_what_stands_under_several_keys_or_is_taken_anyway_is_not_told_under_one(
    table: str, condition: str
) -> None:
    source = (
        "import os, acme\nclass Acme:\n    def text(self, to):\n        acme.Client().send(to)\n"
        f"def go(to):\n    {table.replace('BY', READ)}().text(to)\n"
    )
    assert {flow.condition for flow in build(source)[0].flows} == {condition}


@pytest.mark.parametrize(
    ("tests", "default"),
    [
        (("os.getenv('BY_A', 'x') == 'x'", "os.getenv('BY_B') == 'y'"), True),
        (("os.getenv('BY_A', 'x') == 'y'", "os.getenv('BY_B') == 'y'"), None),
        (("os.getenv('BY_A', 'x') == 'y'", "os.getenv('BY_B', 'x') == 'y'"), False),
        (("os.getenv('BY_A', 'x') == 'x' and os.getenv('BY_B', 'x') == 'y'",), False),
    ],
)
def test_of_several_ways_one_that_is_taken_by_default_is_enough(
    *, tests: tuple[str, ...], default: bool | None
) -> None:
    ways = "".join(
        f"def go{at}(to):\n{nested(test.split(' and '))}acme.Client().send(to)\n"
        for at, test in enumerate(tests)
    )
    assert channel(f"import os, acme\n{ways}").is_default is default


def nested(tests: list[str]) -> str:
    """One condition in another."""
    return (
        "".join(f"{'    ' * depth}if {test}:\n" for depth, test in enumerate(tests, 1))
        + "    " * len(tests)
        + "    "
    )


@pytest.mark.parametrize(
    "listing",
    ["os.listdir('p')", "[m.name for m in pkgutil.iter_modules(['p'])]", "pathlib.Path('p').iterdir()"],
)
def test_who_loads_every_module_of_a_folder_chooses_none(listing: str) -> None:
    dispatch = (
        f"import importlib, os, pathlib, pkgutil\ndef send_text(to):\n    for name in {listing}:\n"
        "        importlib.import_module(f'p.{name}').deliver_text(to)\n"
    )
    flow, _ = build({**DISPATCH, "p/dispatch.py": dispatch})
    assert {each.id: each.conditions for each in flow.channels} == {"acme": (), "wire": ()}
    assert {one.channel: one.condition for one in flow.flows} == {"acme": "", "wire": ""}


@pytest.mark.parametrize(
    ("read", "given", "default"),
    [
        ("os.environ.get('TEXT_BY', 'acme')", "", "acme"),
        ("os.getenv('TEXT_BY', 'acme')", "TEXT_BY=wire\n", "wire"),
        ("os.environ['TEXT_BY']", "TEXT_BY=wire\n", "wire"),
        ("os.environ['TEXT_BY']", "", None),
        ("os.environ.get(name(), 'acme')", "", "acme"),
    ],
)
def test_a_variable_under_another_name_tells_which_channel_is_the_default_one(
    read: str, given: str, default: str | None
) -> None:
    chosen = (
        f"import os, acme, wire\nPROVIDER = {read}\ndef send_text(to):\n    if PROVIDER == 'acme':\n"
        "        acme.Client().send(to)\n    else:\n        wire.Link('10.1.2.3').submit(to)\n"
    )
    flow, _ = build({"texts.py": chosen, ".env": given})
    expected = (
        dict.fromkeys(("acme", "wire"))
        if default is None
        else {"acme": default == "acme", "wire": default == "wire"}
    )
    assert {each.id: each.is_default for each in flow.channels} == expected


def test_the_default_of_a_variable_tells_which_backend_is_the_default_one() -> None:
    dispatch = DISPATCH["p/dispatch.py"].replace("from django.conf import settings", "import os")
    picked = dispatch.replace("settings.SMS_BACKEND", "os.environ.get('SMS_BACKEND', 'two')")
    flow, _ = build({**DISPATCH, "p/dispatch.py": picked})
    assert {each.id: (each.conditions, each.is_default) for each in flow.channels} == {
        "acme": (("SMS_BACKEND == 'one'",), False),
        "wire": (("SMS_BACKEND == 'two'",), True),
    }


def test_a_channel_that_is_also_reached_without_a_choice_has_none() -> None:
    source = "import acme\ndef go(provider):\n    if provider == 'x':\n        acme.Client().send(1)\ndef other():\n    acme.Client().send(2)\n"
    assert channel(source).conditions == ()


FAR_ENDS: list[tuple[str, FarEndKind, str | None]] = [
    ("'10.1.2.3'", FarEndKind.PRIVATE, "10.1.2.3"),
    ("'me:hunter2@10.1.2.3'", FarEndKind.PRIVATE, "10.1.2.3"),
    ("'172.30.1.2'", FarEndKind.PRIVATE, "172.30.1.2"),
    ("'192.168.1.9'", FarEndKind.PRIVATE, "192.168.1.9"),
    ("'100.64.1.1'", FarEndKind.PRIVATE, "100.64.1.1"),
    ("'127.0.0.1'", FarEndKind.LOCAL, "127.0.0.1"),
    ("'127.1.2.3'", FarEndKind.LOCAL, "127.1.2.3"),
    ("'localhost'", FarEndKind.LOCAL, "localhost"),
    ("'::1'", FarEndKind.LOCAL, "::1"),
    ("'0.0.0.0'", FarEndKind.LOCAL, "0.0.0.0"),  # noqa: S104 - only written
    ("'host.docker.internal'", FarEndKind.LOCAL, "host.docker.internal"),
    ("'192.168.56.101'", FarEndKind.LOCAL, "192.168.56.101"),
    ("'10.0.2.2'", FarEndKind.LOCAL, "10.0.2.2"),
    ("'221.131.128.7'", FarEndKind.UNKNOWN, "221.131.128.7"),
    ("'smsc.example.com'", FarEndKind.UNKNOWN, "smsc.example.com"),
    ("'your-host.cn'", FarEndKind.UNKNOWN, "your-host.cn"),
    ("'smpp.acme.cn'", FarEndKind.PROVIDER_CN, "smpp.acme.cn"),
    ("'gateway.other.cn'", FarEndKind.UNKNOWN, "gateway.other.cn"),
    ("host", FarEndKind.UNKNOWN, None),
    ("os.getenv('H', '127.0.0.1')", FarEndKind.LOCAL, "127.0.0.1"),
    ("settings.LINK_HOST", FarEndKind.PRIVATE, "10.9.9.9"),
    ("HOST", FarEndKind.PRIVATE, "10.8.8.8"),
]


def link(host: str) -> Sources:
    app = f"import os, wire\nfrom django.conf import settings\nHOST = '10.8.8.8'\ndef go(host):\n    wire.Link({host}, 7890).submit(1)\n"
    return {"app.py": app, "settings.py": "LINK_HOST = '10.9.9.9'\n"}


@pytest.mark.parametrize(("written", "kind", "host"), FAR_ENDS, ids=[each[0] for each in FAR_ENDS])
def test_the_far_end_of_a_link_is_who_answers_at_its_address(
    written: str, kind: FarEndKind, host: str | None
) -> None:
    far_end = channel(link(written), "wire").far_end
    assert (far_end.kind, far_end.host) == (kind, host)
    assert far_end.port == (7890 if host else None)


def test_the_far_end_says_where_its_address_stands() -> None:
    far_end = channel(link("'10.1.2.3'"), "wire").far_end
    assert str(far_end.source) == "app.py:5"


@pytest.mark.parametrize(
    "written", ["os.getenv('LINK_HOST', '127.0.0.1')", "os.environ.get('LINK_HOST', '10.1.2.3')"]
)
def test_an_address_that_is_only_a_default_can_be_overridden(written: str) -> None:
    sources = {**link(written), "settings.py": ""}
    assert channel(sources, "wire").far_end.overridable is True


HOPS: dict[str, tuple[Sources, list[str]]] = {
    "a constant": (
        {"app.py": "import wire\nHOST = '10.8.8.8'\ndef go():\n    wire.Link(HOST).submit(1)\n"},
        ["HOST app.py:2"],
    ),
    "a constant of another module": (
        {
            "app.py": "import wire\nfrom conf import HOST\ndef go():\n    wire.Link(HOST).submit(1)\n",
            "conf.py": "import wire\nHOST = '10.8.8.8'\n",
        },
        ["HOST conf.py:2"],
    ),
    "a setting": (link("settings.LINK_HOST"), ["LINK_HOST settings.py:1"]),
    "the environment, from a file": (
        {
            "app.py": "import os, wire\ndef go():\n    wire.Link(os.getenv('LINK_HOST')).submit(1)\n",
            ".env": "X=1\nLINK_HOST=10.8.8.8\n",
        },
        ["LINK_HOST app.py:3", "LINK_HOST .env:2"],
    ),
    "an argument": (
        {
            "app.py": "import wire\ndef open_link(host):\n    wire.Link(host).submit(1)\ndef go():\n    open_link('10.8.8.8')\n"
        },
        ["host app.py:5"],
    ),
    "an argument of a constructor": (
        {
            "app.py": (
                "import wire\nclass Sender:\n    def __init__(self, host):\n        self.host = host\n"
                "    def go(self):\n        wire.Link(self.host).submit(1)\nsender = Sender('10.8.8.8')\n"
            )
        },
        ["host app.py:4", "host app.py:7"],
    ),
}


@pytest.mark.parametrize(("sources", "hops"), HOPS.values(), ids=HOPS)
def test_the_way_to_an_address_is_told_hop_by_hop(sources: Sources, hops: list[str]) -> None:
    far_end = channel(sources, "wire").far_end
    assert (far_end.host or "")[:3] == "10."
    assert [f"{hop.name} {hop.location}" for hop in far_end.hops] == hops


@pytest.mark.parametrize("written", ["'10.1.2.3'", "HOST"])
def test_an_address_that_is_written_down_cannot_be_overridden(written: str) -> None:
    assert channel(link(written), "wire").far_end.overridable is False


def test_of_several_addresses_the_one_that_weighs_most_is_shown() -> None:
    source = "import wire\ndef go():\n    wire.Link('127.0.0.1').submit(1)\ndef other():\n    wire.Link('10.1.2.3').submit(1)\n"
    assert channel(source, "wire").far_end.kind is FarEndKind.PRIVATE


def test_a_link_to_the_host_of_an_aggregator_is_a_provider() -> None:
    abroad = structs.replace(
        signature(call("far.send"), hosts=("smpp.far-sms.io",)),
        id=SignatureId("far"),
        jurisdiction=Jurisdiction.OVERSEAS,
    )
    found = channel(link("'smpp.far-sms.io'"), "wire", abroad)
    assert found.far_end.kind is FarEndKind.PROVIDER_OVERSEAS
    assert found.overseas


def test_a_provider_answers_itself_unless_the_address_is_anothers() -> None:
    ends = {
        host: channel(f"import acme\nacme.Client({host}).send(1)\n").far_end.kind
        for host in ("", "'api.acme.cn'", "'sms.other.cn'", "'127.0.0.1'")
    }
    assert ends == {
        "": FarEndKind.PROVIDER_CN,
        "'api.acme.cn'": FarEndKind.PROVIDER_CN,
        "'sms.other.cn'": FarEndKind.UNKNOWN,
        "'127.0.0.1'": FarEndKind.LOCAL,
    }


def test_a_modem_ends_at_its_own_sim_card() -> None:
    modem = signature(call("modem.send"), kind=SignatureKind.MODEM)
    found = channel("import modem\nmodem.send(1)\n", "acme", structs.replace(modem, id=ACME.id))
    assert found.far_end.kind is FarEndKind.SIM


RUNGS: dict[str, tuple[Sources, Rung, bool]] = {
    "a dependency": ({"requirements.txt": "acme\n"}, Rung.DECLARED, False),
    "an import": ({"app.py": "import acme\n"}, Rung.IMPORTED, False),
    "a question": ({"app.py": "import acme\ndef go():\n    acme.Client.balance()\n"}, Rung.IMPORTED, False),
    "an address": ({"app.py": "URL = 'https://api.acme.cn'\n"}, Rung.CONSTRUCTED, False),
    "a client": ({"app.py": "import acme\nc = acme.Client()\n"}, Rung.CONSTRUCTED, False),
    "a send": ({"app.py": SENDER}, Rung.CALLED, True),
    "a send in a script": ({"app.py": "import acme\nacme.Client().send(1)\n"}, Rung.REACHED, True),
    "a send that is configured": (
        {"app.py": "import acme\nacme.Client().send(1)\n", ".env": "ACME_KEY=k\n"},
        Rung.CONFIGURED,
        True,
    ),
    "a setting": ({".env": "ACME_KEY=k\n"}, Rung.DECLARED, False),
}


@pytest.mark.parametrize(("sources", "rung", "production"), RUNGS.values(), ids=RUNGS)
def test_a_channel_stands_on_the_highest_rung_that_is_shown(
    sources: Sources,
    rung: Rung,
    production: bool,  # noqa: FBT001
) -> None:
    found = channel(sources)
    assert (found.rung, found.production) == (rung, production)


def test_a_link_is_at_work_where_it_is_only_opened() -> None:
    assert channel("import wire\ndef go():\n    wire.Link('h')\n", "wire").production


@pytest.mark.parametrize(
    ("source", "serves"),
    [
        ("import wire\nwire.Server()\n", True),
        ("import wire\nwire.Server()\nwire.Link('h')\n", False),
        ("import wire\nwire.Link('h').submit(1)\n", False),
    ],
)
def test_only_the_server_side_alone_serves_others(source: str, serves: bool) -> None:  # noqa: FBT001
    assert channel(source, "wire").serves_others is serves


def test_what_never_runs_or_only_acts_as_if_is_listed_and_not_production() -> None:
    dead = channel("import acme\nif False:\n    acme.Client().send(1)\n")
    stub = channel("import acme\nclass FakeSender:\n    def go(self):\n        acme.Client().send(1)\n")
    assert (dead.production, dead.detections[-1].context) == (False, Context.DEAD)
    assert (stub.production, stub.detections[-1].context) == (False, Context.STUB)


def test_channels_come_in_order_of_their_ids() -> None:
    flow, _ = build({"b.py": "import wire\nwire.Link('h')\n", "a.py": SENDER})
    assert [each.id for each in flow.channels] == [ACME.id, LINK.id]


@pytest.mark.parametrize(
    ("path", "rungs"),
    [
        ("a.go", [Rung.CALLED]),
        ("a.dart", [Rung.CALLED]),
        ("a.mts", [Rung.CALLED]),
        ("a.phtml", [Rung.CALLED]),
        ("a.html", []),
    ],
)
def test_an_address_in_code_whose_calls_are_not_followed_is_as_near_to_a_send_as_it_gets(
    path: str, rungs: list[Rung]
) -> None:
    flow, _ = build({path: '<?php post("https://sms.acme.cn/send");\n'})
    assert [channel.rung for channel in flow.channels] == rungs
