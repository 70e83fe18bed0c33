"""A send that a function of the same file carries out stands where that function makes its request."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.audits import audited

_HELPER = "    def {name}(self, url, form):\n        answer = requests.post(url, data=form)  #!\n        return answer.json()\n"
_SENDER = (
    "import requests\n\n\nclass Sender:\n{helper}"
    "    def send(self, number, text):\n"
    "        return self.{name}('https://api.smsbao.com/sms', {{'m': number, 'c': text}})  #?\n"
)
_BALANCE = "    def balance(self):\n        return self.{name}('https://api.smsbao.com/query', {{}})\n"


def sender(name: str) -> str:
    return _SENDER.format(name=name, helper=_HELPER.format(name=name))


def line_of(text: str, mark: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if line.endswith(mark))


def send_in(root: Path, files: Mapping[str, str]) -> int:
    (send,) = (d for d in audited(root, files).detections if d.role == "send")
    assert (send.channel_id, send.location.path) == ("smsbao", "gate.py")
    return send.location.line


def test_the_request_is_the_send_where_the_function_serves_one_caller(tmp_path: Path) -> None:
    text = sender("do_request")
    assert send_in(tmp_path, {"gate.py": text}) == line_of(text, "#!")


@pytest.mark.parametrize(
    ("more", "others"),
    [
        (_BALANCE.format(name="do_request"), {}),
        ("", {"shop.py": "from gate import Sender\n\nSender().do_request('https://shop.test', {})\n"}),
    ],
    ids=["in the class", "in another file"],
)
def test_what_serves_several_callers_sends_for_those_that_say_so(
    more: str, others: Mapping[str, str], tmp_path: Path
) -> None:
    text = sender("do_request") + more
    assert send_in(tmp_path, {"gate.py": text, **others}) == line_of(text, "#?")


def test_the_function_that_carries_a_known_send_out_sends_nothing_of_its_own(tmp_path: Path) -> None:
    files = {
        "gate.py": (
            "from smstools import SmsUtil\n\n\ndef tell(number, text):\n"
            "    SmsUtil().query('https://api.smsbao.com/query', number)\n"
            "    return SmsUtil().post_request('https://api.smsbao.com/sms', {'m': number, 'c': text})\n"
        ),
        "smstools.py": (
            "import requests\n\n\nclass SmsUtil:\n    def query(self, url, phone):\n        return self.post_request(url, {'phone': phone})\n\n"
            "    def post_request(self, url, form):\n        return requests.post(url, data=form)\n"
        ),
    }
    found = [d for d in audited(tmp_path, files).detections if d.role == "send"]
    assert [(d.channel_id, str(d.location.path)) for d in found] == [("smsbao", "gate.py")]


def test_what_is_left_to_a_function_that_sends_through_somebody_is_no_send_of_its_own(tmp_path: Path) -> None:
    files = {
        "texts.py": (
            "from cloud import Cloud\n\n\ndef notify(phone, text):\n"
            "    return Cloud().post('/v5/tlssmssvr/sendsms?random=1', {'tel': phone, 'msg': text})\n"
        ),
        "cloud.py": (
            "import requests\nfrom conf import host\n\n\nclass Cloud:\n    def post(self, path, form):\n"
            "        return requests.post(host.url + path, json=form)\n"
        ),
        "conf.py": "class Host:\n    def __init__(self, url):\n        self.url = url\n\n\nhost = Host('https://yun.tim.qq.com')\n",
    }
    found = [d for d in audited(tmp_path, files).detections if d.role == "send"]
    assert [(d.channel_id, str(d.location.path)) for d in found] == [("tencent", "cloud.py")]


_BOTH = """\
import requests


class Yun:
    def __init__(self, base="https://sms.yunpian.com/v2/sms/"):
        self.base = base

    def ask(self, url, form):
        return requests.post(url, data=form, timeout=5)  #!

    def send_one(self, phone, text):
        return self.ask(self.base + "single_send.json", {"mobile": phone, "text": text})

    def send_many(self, phones, text):
        return self.ask(self.base + "batch_send.json", {"mobile": phones, "text": text})
"""


def test_the_request_is_the_send_where_all_callers_send_by_the_same(tmp_path: Path) -> None:
    found = [d for d in audited(tmp_path, {"yun.py": _BOTH}).detections if d.role == "send"]
    assert [(d.channel_id, d.location.line) for d in found] == [("yunpian", line_of(_BOTH, "#!"))]


def test_a_method_of_an_object_that_is_given_the_address_is_no_request_beside_the_one_in_it(
    tmp_path: Path,
) -> None:
    job = (
        'from yun import Yun\n\n\ndef job(phones):\n    texts = Yun("https://sms.yunpian.com/v2/sms/single_send.json?")\n'
        "    texts.send_many(phones, 'Hello')\n"
    )
    found = [d for d in audited(tmp_path, {"yun.py": _BOTH, "job.py": job}).detections if d.role == "send"]
    assert [(d.channel_id, str(d.location)) for d in found] == [("yunpian", f"yun.py:{line_of(_BOTH, '#!')}")]


@pytest.mark.parametrize("start", ["(web.Request)", "(Base)"])
def test_a_base_that_is_named_by_its_module_is_read_for_what_it_asks(tmp_path: Path, start: str) -> None:
    asking = (
        "import requests\n\n\nclass Request:\n    def load(self, url):\n        return requests.get(url)\n"
    )
    sender = (
        "import web\n\n\nclass Base(web.Request):\n    pass\n\n\n"
        f"class Sender{start}:\n"
        "    def address(self):\n        return 'https://api.smsbao.com/sms?%s'\n\n"
        "    def send(self, query):\n        return self.load(self.address() % query)  #!\n"
    )
    assert send_in(tmp_path, {"web.py": asking, "gate.py": sender}) == line_of(sender, "#!")
