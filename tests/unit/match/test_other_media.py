"""Requests in code about texts that send none: to chats and services that push, to another's login, to those who rent numbers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.audits import sends

SILENT: dict[str, Mapping[str, str]] = {
    "numbers that are rented to receive codes": {
        "sms_platform.py": (
            "import requests\n\n\nclass SmsPlatform:\n    def ask(self, path, **form):\n        return requests.get('http://api.intranet.cn' + path, params=form)\n\n"
            "    def get_phone(self, project):\n        return self.ask('/getPhone', sid=project)\n\n"
            "    def get_message(self, phone):\n        return self.ask('/getMessage', phone=phone)\n"
        ),
    },
    "a code that a site of somebody else sends to those who log in": {
        "login.py": (
            "import requests\n\n\ndef send_sms_code(phone):\n    return requests.post('https://passport.acme.com/web/sms/send', data={'tel': phone})\n"
        ),
    },
    "a code that a site asks for itself, of those who are its members": {
        "client.py": (
            "import requests\n\n\ndef send_sms_code(phone):\n    return requests.post('https://gate.acme.com/member/sms/sendSecurityCode', json={'mobile': phone})\n\n\n"
            "def ask_sms(phone):\n    return requests.get('https://m.acme.com/api/v1/user/smsCode?mobile=' + phone)\n"
        ),
    },
    "what came as a text, told in chats and by services that push": {
        "sms_forward.py": (
            "import requests\n\n\ndef forward_sms(phone, text):\n    requests.post('https://sctapi.ftqq.com/key.send', data={'title': phone, 'desp': text})\n"
            "    requests.post('https://ntfy.sh/my_sms', data=text, headers={'Title': phone})\n\n\n"
            "def send_sms_to_dingtalk(phone, text):\n    requests.post(load().url, json={'text': phone + text})\n"
        ),
    },
}


@pytest.mark.parametrize("files", SILENT.values(), ids=SILENT)
def test_nothing_sends(tmp_path: Path, files: Mapping[str, str]) -> None:
    assert sends(tmp_path, files) == []
