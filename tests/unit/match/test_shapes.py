"""Code that is recognised by what it looks like: hand-written protocols, and senders that no signature names."""

from __future__ import annotations

import pytest

from smsaudit.match.protocol_code import Family
from smsaudit.model.signature import (
    CombinationTarget,
    Role,
    Shape,
    ShapeTarget,
    Signature,
    SignatureId,
    SignatureKind,
    UrlTarget,
)
from tests.support.program import detections
from tests.unit.match.patterns import pattern, signature

PROTOCOL = signature(
    pattern(CombinationTarget(((2, ("CMPP_CONNECT", "CMPP_SUBMIT")),)), Role.PROTOCOL, "link.code"),
    pattern(ShapeTarget(Shape.PROTOCOL_CONNECT), Role.CLIENT, "link.connect"),
    pattern(ShapeTarget(Shape.PROTOCOL_SUBMIT), Role.SEND, "link.submit"),
    pattern(ShapeTarget(Shape.PROTOCOL_CLIENT), Role.CLIENT, "link.client"),
    pattern(ShapeTarget(Shape.PROTOCOL_UNIT), Role.PROTOCOL, "link.unit"),
    pattern(ShapeTarget(Shape.PROTOCOL_READER), Role.PROTOCOL, "link.reader"),
    kind=SignatureKind.PROTOCOL,
)
CODE = "CMPP_CONNECT = 1\nCMPP_SUBMIT = 4\n"
SPEAKS = Family(frozenset((SignatureId("link"),)))


def shaped(source: str, family: Family = SPEAKS, *known: Signature) -> list[tuple[int, str]]:
    return [
        (d.location.line, d.pattern.partition(".")[2])
        for d in detections(source, known or (PROTOCOL,), family=family)
        if d.pattern != "link.code"
    ]


@pytest.mark.parametrize(
    ("source", "connects"),
    [
        ("import socket\ns = socket.socket()\ns.connect(('10.1.2.3', 7890))\n", [3]),
        (
            "from socket import socket as S\nclass C:\n    def go(self):\n        self.s = S()\n        self.s.connect(self.a)\n",
            [5],
        ),
        ("import socket\nsocket.create_connection((h, p), timeout=3)\n", [2]),
        ("import asyncio\nasync def f():\n    r, w = await asyncio.open_connection(h, p)\n", [3]),
        ("import sqlite3\nsqlite3.connect(x)\n", []),
        ("def f(s):\n    s.connect(x)\n", []),
        ("import socket\ns = socket.socket()\ns.bind(x)\ns.listen()\n", []),
    ],
)
def test_a_socket_that_is_connected_in_protocol_code_is_a_link(source: str, connects: list[int]) -> None:
    assert [line for line, shape in shaped(source) if shape == "connect"] == connects
    assert shaped(source, Family()) == []


def test_the_address_of_a_link_is_told() -> None:
    source = f"import socket\n{CODE}s = socket.socket()\ns.connect(('10.1.2.3', 7890))\n"
    (link,) = [d for d in detections(source, [PROTOCOL]) if d.pattern == "link.connect"]
    assert {"10.1.2.3", "7890"} <= set(link.values["host"])
    assert "7890" in link.values["port"]


CLIENT = """
import socket
class Link:
    def __init__(self):
        self.s = socket.create_connection(("10.1.2.3", 7890))
    def send_sms(self, phone):
        self.s.send(b"x")
    def {method}(self, phone):
        pass
class Shop:
    def __init__(self):
        self.link = Link()
    def go(self, phone):
        self.link.{method}(phone)
"""


@pytest.mark.parametrize(
    ("method", "sends"),
    [
        ("submit", True),
        ("sendMessage", True),
        ("send_batch", True),
        ("send_pdu", False),
        ("login", False),
        ("close", False),
    ],
)
def test_a_message_handed_to_a_method_of_the_client_is_a_send(method: str, sends: bool) -> None:  # noqa: FBT001
    assert ((14, "submit") in shaped(CLIENT.format(method=method))) is sends


PUT_TOGETHER = """
import io
class Submit:
    def pack(self, dest_terminal_id):
        out = io.BytesIO()
        out.write(dest_terminal_id)
        return out.getvalue()
"""
WAITING = """
import queue, socket
class Link:
    def __init__(self):
        self.s = socket.create_connection(("10.1.2.3", 7890))
        self.out = queue.Queue()
    def text(self, phone):
        self.out.put(Submit(phone))
    def emit(self, packet):
        self.{sends}(packet.body)
    def run(self):
        while True:
            self.emit(self.out.get())
"""


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        (PUT_TOGETHER, []),
        (WAITING.format(sends="s.send"), [10]),
        (WAITING.format(sends="leave"), [8]),
    ],
    ids=("put together in memory", "sent out of a queue", "left in a queue"),
)
def test_a_packet_is_sent_where_it_leaves(source: str, lines: list[int]) -> None:
    family = Family(frozenset((SignatureId("link"),)), here=frozenset((SignatureId("link"),)))
    assert [line for line, shape in shaped(source, family) if shape == "submit"] == lines


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("class CmppSubmit:\n    pass\n", [(1, "unit")]),
        ("class SubmitSM:\n    pass\n", [(1, "unit")]),
        ("class SubmitResp:\n    pass\n", []),
        ("class SubmitForm:\n    pass\n", []),
        ("class Reports:\n    def go(self):\n        return self.sock.recv(12)\n", [(1, "reader")]),
        (
            "import socket\nclass C:\n    def go(self):\n        s = socket.create_connection(a)\n        s.recv(1)\n",
            [(4, "connect")],
        ),
    ],
)
def test_packets_and_readers_of_protocol_code_are_seen(source: str, expected: list[tuple[int, str]]) -> None:
    assert shaped(source) == expected
    assert shaped(source, Family()) == []


@pytest.mark.parametrize(
    ("body", "submits"),
    [
        ("self.sock.send(submit)", True),
        ("self.sock.sendall(Submit(phone).pack())", True),
        ("self.write(self.submit_sm(phone))", True),
        ("self.send_packet(CMPP_SUBMIT, body)", True),
        ("self.sock.send(connect)", False),
        ("self.sock.send(submit_resp)", False),
        ("self.send_submit_resp(data, Status.RSUBMITFAIL)", False),
        ("self.send_answer(data, Status.RSUBMITFAIL)", False),
        ("submit.parse(data)", False),
        ("log('submit')", False),
    ],
)
def test_what_writes_a_submit_to_the_link_sends(body: str, submits: bool) -> None:  # noqa: FBT001
    found = shaped(f"class C:\n    def go(self, phone, data):\n        {body}\n")
    assert ((3, "submit") in found) is submits


@pytest.mark.parametrize(
    ("body", "submits"),
    [
        ("self.call(0x00000004, body)", True),
        ("self.sock.sendall(head + data)", True),
        ("self.call(1, body)", False),
        ("other.call(4, body)", False),
        ("self.sock.send(login)", False),
    ],
)
@pytest.mark.parametrize(("code", "speaks"), [(CODE, True), ("A = 1\nB = 4\n", False)])
def test_what_writes_for_a_recipient_in_the_protocol_code_itself_sends(
    body: str,
    submits: bool,  # noqa: FBT001
    code: str,
    speaks: bool,  # noqa: FBT001
) -> None:
    found = shaped(f"{code}class C:\n    def go(self, phone, data):\n        {body}\n")
    assert ((5, "submit") in found) is (submits and speaks)


@pytest.mark.parametrize(
    ("name", "submits"),
    [("submit", True), ("send_submit", True), ("handle_submit_resp", False), ("login", False)],
)
def test_what_writes_in_a_function_named_for_it_sends(name: str, submits: bool) -> None:  # noqa: FBT001
    found = shaped(f"class C:\n    def {name}(self, data):\n        self.sock.sendall(data)\n")
    assert ((3, "submit") in found) is submits


QUEUED = """
import socket
class Link:
    def open(self):
        self.s = socket.create_connection(("10.1.2.3", 7890))
    def send(self, message):
        self.s.send(message)
    def login(self, body):
        self.s.send(body)
    def on_deliver(self, answer):
        self.s.send(answer)
    def message(self, text):
        self.{hand_over}(CMPP_SUBMIT, text)
    def frame(self, command, text):
        self.s.sendall(command + text)
    def pack(self, command, text):
        return command + text
    def loop(self):
        self.send(self.queue.get())
"""


@pytest.mark.parametrize(
    ("hand_over", "submits"),
    [
        ("frame", [13]),  # which writes it
        ("pack", [7]),  # which only puts it together: the send is what writes whatever it is given
    ],
)
def test_a_packet_that_is_queued_leaves_where_the_client_writes(hand_over: str, submits: list[int]) -> None:
    found = shaped(QUEUED.format(hand_over=hand_over))
    assert [line for line, shape in found if shape == "submit"] == submits
    assert [line for line, shape in shaped(QUEUED.replace("CMPP_SUBMIT", "4")) if shape == "submit"] == []


BIND_AND_SUBMIT = """import socket
BIND_IT = 9
SEND_IT = 4
LEAVE_IT = 6
def run(host, phone, text):
    with socket.create_connection((host, 1)) as link:
        link.sendall(packed(BIND_IT, 1, b""))
        link.sendall(packed(SEND_IT, 2, text))
        link.sendall(packed(LEAVE_IT, 3, b""))
"""


def test_of_the_commands_that_a_function_writes_only_the_submit_sends() -> None:
    here = Family(SPEAKS.signatures, here=SPEAKS.signatures)
    assert [line for line, shape in shaped(CODE + BIND_AND_SUBMIT, here) if shape == "submit"] == [10]


def test_a_submit_is_seen_where_what_sends_it_is_called_by_two_names() -> None:
    source = (
        "class C:\n    def submit(self, text):\n        return self.roundtrip(packed(text))\n"
        "    def roundtrip(self, it):\n        self.out(it.bytes)\n        return self.link.recv(4)\n"
        "    def out(self, data):\n        self.link.send(data)\n"
    )
    assert [line for line, shape in shaped(source) if shape == "submit"] == [3]


def test_an_answer_to_a_submit_is_none() -> None:
    source = (
        "class C:\n    def submit(self, n):\n        response = pack(n)\n        self.link.write(response)\n"
    )
    assert shaped(source) == []
    assert shaped(source.replace("response", "packet")) == [(4, "submit")]
    assert shaped(source.replace("response", "packet").replace("submit", "handle_submit_sm")) == []


def test_a_class_that_connects_a_link_is_its_client_where_it_is_made() -> None:
    source = f"import socket\n{CODE}class C:\n    def open(self):\n        socket.create_connection(x)\nc = C('10.1.2.3')\n"
    assert (7, "client") in shaped(source, Family())


def test_the_client_of_another_file_is_known_by_its_dotted_name() -> None:
    source = "from link.wire import C\nc = C('10.1.2.3', 7890)\nd = D()\n"
    family = Family(frozenset((SignatureId("link"),)), frozenset(("link.wire.C",)))
    assert shaped(source, family) == [(2, "client")]


REQUEST = signature(
    pattern(ShapeTarget(Shape.SMS_REQUEST), Role.SEND, "unknown.request"),
    pattern(ShapeTarget(Shape.SMS_CALLABLE), Role.SEND, "unknown.callable"),
    kind=SignatureKind.UNKNOWN,
)
SENDERS = {
    "a function": "import requests\ndef send_sms(phone, text):\n    requests.post(URL, data={'to': phone})\n",
    "a method": "import requests\nclass SmsGateway:\n    def push(self, mobile):\n        requests.get(self.url, params=mobile)\n",
    "a path of the address": "import httpx\ndef notify(phone):\n    httpx.post('https://h.intranet.cn/sms/send', json=phone)\n",
    "urllib": "import urllib.request\ndef sms(to):\n    urllib.request.urlopen('http://h.intranet.cn/s?' + to)\n",
    "a key of the form": "import requests\ndef send_sms(**form):\n    requests.post(URL, json={'mobile': form, 'x': 1})\n",
    "a form made elsewhere": "import requests\ndef send_sms_request(url, data):\n    requests.post(url, data=data)\n",
    "a check that is sent": "import requests\ndef send_verify_sms(phone):\n    requests.post(URL, data=phone)\n",
    "another name for a number": "import requests\ndef send_verification(receiver):\n    requests.post('https://h.cn/sms', receiver)\n",
    "an envelope that another method fills": """\
import requests
class AcmeSMS:
    def send(self, phone, text):
        self.body = phone + text
        self.send_request()
    def send_request(self):
        requests.post(self.url, data=self.body)
""",
    "a client of its own for requests": """\
import web
class SmsGateway:
    def push(self, phone, text):
        web.Http().post_json("https://h.intranet.cn/v1", {"to": phone})
""",
    "a session": "import requests\nclass Sms:\n    def send(self, phone):\n        requests.Session().post(URL, json=phone)\n",
}
NO_SENDERS = {
    "a check of a code": "import requests\ndef verify_sms_code(phone, code):\n    requests.post(URL, data={'to': phone})\n",
    "a question for the balance": "import requests\ndef get_balance_sms(phone):\n    requests.get(URL)\n",
    "nothing about texts": "import requests\ndef weather(phone):\n    requests.get(URL, params=phone)\n",
    "no number": "import requests\ndef show_sms(text):\n    requests.post(URL, data={'x': text})\n",
    "a number that is quoted": "import urllib.request\ndef send_sms(phone):\n    return urllib.request.quote(phone)\n",
    "a number that is rented": "import requests\ndef get_number(phone):\n    requests.get('https://h.cn/sms', phone)\n",
    "an action that rents": "import requests\ndef sms(phone):\n    requests.get(URL, params={'act': 'getPhone', 'to': phone})\n",
    "the balance of a sender": """\
import requests
class AcmeSMS:
    def send(self, phone): ...
    def balance(self):
        requests.get(self.url)
""",
    "no request": "def send_sms(phone, text):\n    print(phone, text)\n",
    "smsc is another word": "import requests\ndef transmission(phone):\n    requests.get('https://h.intranet.cn/x', params=phone)\n",
    "a cache": "from redis import Redis\ndef save_sms(phone, code):\n    Redis().set(phone, code)\n",
}


@pytest.mark.parametrize("source", SENDERS.values(), ids=SENDERS)
def test_a_request_with_a_number_in_code_about_texts_sends(source: str) -> None:
    found = detections(
        {"app.py": source, "web.py": "class Http:\n    def post_json(self, url, data): ...\n"}, [REQUEST]
    )
    assert [d.pattern for d in found] == ["unknown.request"]


@pytest.mark.parametrize("source", NO_SENDERS.values(), ids=NO_SENDERS)
def test_a_look_alike_of_such_a_request_stays_silent(source: str) -> None:
    assert shaped(source, Family(), REQUEST) == []


@pytest.mark.parametrize(
    "known",
    [
        signature(pattern(UrlTarget(("sms.acme.cn",)))),
        signature(pattern(UrlTarget(("sms.acme.cn",)), Role.ENDPOINT)),
    ],
)
def test_a_request_to_an_address_that_a_signature_knows_is_left_to_it(known: Signature) -> None:
    source = "import requests\ndef send_sms(phone):\n    requests.post('https://sms.acme.cn/s', json=phone)\n"
    assert {d.signature for d in detections(source, [REQUEST, known])} == {"acme"}


@pytest.mark.parametrize(
    ("source", "sends"),
    [
        (
            "from importlib import import_module\nm = import_module('plugins.sms')\nm.send_sms(phone, text)\n",
            [3],
        ),
        (
            "from django.utils.module_loading import import_string\nsend = import_string('corp.api.send_sms')\nsend(phone)\n",
            [3],
        ),
        ("from importlib import import_module\nm = import_module('plugins.mail')\nm.send_mail(to)\n", []),
        ("from importlib import import_module\nm = import_module('plugins.sms')\nm.load_settings()\n", []),
        ("from corp import send_sms\nsend_sms(phone)\n", []),
    ],
)
def test_a_sender_that_is_loaded_by_name_from_outside_sends(source: str, sends: list[int]) -> None:
    assert [line for line, _ in shaped(source, Family(), REQUEST)] == sends


@pytest.mark.parametrize(
    ("address", "channel"),
    [
        ("https://api.acme.com/sms", "other:acme"),
        ("https://sms.acme.co.uk/send", "other:acme"),
        ("https://api.sms.ir/v1/send", "other:sms-ir"),
        ("https://example.com/sms", "other:app"),
        ("https://your-gateway.test/sms", "other:app"),
        ("http://10.0.0.7/sms", "other:app"),
    ],
)
def test_a_channel_without_a_name_is_called_after_its_host_or_its_module(address: str, channel: str) -> None:
    source = f"import requests\ndef send_sms(phone):\n    requests.post({address!r}, data=phone)\n"
    assert [d.channel for d in detections(source, [REQUEST])] == [channel]


def test_a_link_inside_a_message_is_no_address_of_the_channel() -> None:
    source = """\
import requests
def send_sms(phone):
    text = "Watch the event at https://live.acme.cn/1"
    requests.post("http://10.0.0.7/sms", data={"phone": phone, "text": text})
"""
    assert [d.channel for d in detections(source, [REQUEST])] == ["other:app"]


def test_beside_a_known_channel_another_address_is_another_channel() -> None:
    known = signature(pattern(UrlTarget(("sms.acme.cn",))))
    source = """\
import requests
def send_sms(phone):
    requests.post("https://sms.acme.cn/s", json=phone)
    requests.post("https://sms.other.cn/s", json=phone)
    requests.post(settings.SMS_URL, json=phone)
"""
    assert [(d.location.line, d.channel_id) for d in detections(source, [REQUEST, known])] == [
        (3, "acme"),
        (4, "other:other"),
    ]


def foreign(path: str, source: str) -> list[tuple[int, str]]:
    return [(d.location.line, d.pattern.partition(".")[2]) for d in detections({path: source}, [PROTOCOL])]


GO = "package x\nconst CMPP_CONNECT, CMPP_SUBMIT = 1, 4\n"
JAVA = "class X {\n  int CMPP_CONNECT = 1, CMPP_SUBMIT = 4;\n"


@pytest.mark.parametrize(
    ("path", "source", "expected"),
    [
        ("x.go", GO + 'func a() {\n\tc, _ := net.Dial("tcp", "10.1.2.3:7890")\n}\n', [(2, "code"), (4, "connect")]),
        ("X.java", JAVA + "  void a() {\n    s = new Socket(host, 7890);\n  }\n}\n", [(2, "code"), (4, "connect")]),
        ("X.java", JAVA + "  void submit(byte[] b) {\n    out.write(h);\n    out.write(b);\n  }\n}\n", [(2, "code"), (5, "submit")]),
        ("X.java", JAVA + "  void text(String phone) {\n    out.write(b);\n  }\n}\n", [(2, "code"), (4, "submit")]),
        ("X.java", JAVA + "  void onDeliver(String phone) {\n    out.write(b);\n  }\n}\n", [(2, "code")]),
        ("X.java", JAVA + "  void onSubmit(String phone) {\n    ctx.write(resp);\n  }\n}\n", [(2, "code")]),
        ("X.java", JAVA + "  void a(Submit submit) {\n    out.write(submit.bytes);\n  }\n}\n", [(2, "code"), (4, "submit")]),
        ("X.java", JAVA + '  void submit(String phone) {\n    json.put("phone", phone);\n  }\n}\n', [(2, "code")]),
        ("X.java", JAVA + "  void submit() {\n    link.send(a);\n    link.send(b);\n    other.send(c);\n    link.write(d);\n  }\n}\n",
         [(2, "code"), (7, "submit")]),
        ("X.java", JAVA + "  void submit() {\n    link.write(a);\n    other.send(b);\n    link.send(c);\n    link.send(d);\n  }\n}\n",
         [(2, "code"), (6, "submit"), (7, "submit")]),
        ("X.java", JAVA + "  void submit() {\n    link.send(hello);\n    link.send(submit);\n    link.send(longSubmit);\n  }\n}\n",
         [(2, "code"), (5, "submit"), (6, "submit")]),
        ("X.java", JAVA + "  void a() {\n    link.submitSm(m);\n  }\n}\n", [(2, "code"), (4, "submit")]),
        ("X.java", JAVA + "  void a() {\n    executor.submit(task);\n  }\n}\n", [(2, "code")]),
        ("X.java", JAVA + "  void a() {\n    parse(submitResp());\n  }\n}\n", [(2, "code")]),
        ("X.java", JAVA + "  void a() {\n    buf.put(Command.SUBMIT);\n    ctx.write(buf);\n  }\n}\n", [(2, "code"), (5, "submit")]),
        ("X.java", JAVA + "  void a() {\n    buf.put(Command.SUBMIT);\n    buf.write(b);\n  }\n}\n", [(2, "code")]),
        ("X.java", JAVA + "  void encode() {\n    buf.put(Command.SUBMIT);\n    out.write(b);\n  }\n}\n", [(2, "code")]),
        ("x.go", GO + "func (p *Submit) Pack(n int) {\n\tw.WriteHeader(size, CMPP_SUBMIT)\n}\n", [(2, "code")]),
        ("x.go", GO + "func (p *Submit) Pack(n int) {\n\tp.conn.Write(CMPP_SUBMIT)\n}\n", [(2, "code"), (4, "submit")]),
        ("X.java", JAVA + "  void handle() {\n    is(Command.SUBMIT);\n    ctx.write(b);\n  }\n}\n", [(2, "code")]),
        ("X.java", JAVA + "  void submitAll() {\n    sendAndWait(link, m);\n  }\n}\n", [(2, "code"), (4, "submit")]),
        ("X.java", JAVA + "  void processSubmitSm() {\n    ctx.write(deliver);\n  }\n}\n", [(2, "code")]),
        ("X.java", JAVA + "  void open() {\n    new ServerBootstrap();\n    out.write(submit);\n  }\n}\n", [(2, "code")]),
        ("X.java", JAVA + "  void submitAll() {\n    ctx.write(responseMessage);\n  }\n}\n", [(2, "code")]),
        ("X.java", JAVA + "  void a() {\n    factory.submitTask(m);\n  }\n}\n", [(2, "code")]),
        ("X.java", "class X {\n  void a() {\n    s = new Socket(host, 7890);\n  }\n}\n", []),
        ("x.php", ("<?php\nclass X {\n  const CMPP_CONNECT = 1, CMPP_SUBMIT = 4;\n  function a($t) { return $this->submit_sm($t); }\n"
                  "  function submit_sm($t) {\n    return $this->sendCommand(X::CMPP_SUBMIT, $t);\n  }\n}\n"), [(3, "code"), (6, "submit")]),
    ],
)  # fmt: skip
def test_hand_written_protocol_code_of_other_languages_connects_and_submits(
    path: str, source: str, expected: list[tuple[int, str]]
) -> None:
    assert foreign(path, source) == expected


LIBRARY = signature(
    *PROTOCOL.patterns,
    pattern(CombinationTarget(((1, ("LinkClient",)),)), Role.CLIENT, "link.library"),
    kind=SignatureKind.PROTOCOL,
)
USES = JAVA + "  void a(byte[] b) {\n    new LinkClient();\n    link.send(CMPP_SUBMIT, b);\n  }\n"


@pytest.mark.parametrize(
    ("rest", "submits"),
    [
        ("}\n", []),  # the client of the library submits
        ("  void submitSm(byte[] b) {\n    link.send(CMPP_SUBMIT, b);\n  }\n}\n", [5, 8]),
        ("  void open() {\n    b = new Bootstrap();\n    b.connect(host);\n  }\n}\n", [5]),
        ("  void open() {\n    b = new Bootstrap();\n  }\n}\n", []),
    ],
)
def test_what_submits_by_itself_is_no_client_of_a_library(rest: str, submits: list[int]) -> None:
    found = detections({"X.java": USES + rest}, [LIBRARY])
    assert [d.location.line for d in found if d.pattern == "link.submit"] == submits
