"""Requests that are left to clients of packages nobody knows, and what else stands beside senders that are known."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.audits import marked, sends

SENDING: dict[str, Mapping[str, str]] = {
    "a session of a package that nobody knows": {
        "sms.py": (
            "from acme_web import make_session\n\nsession = make_session(retries=3)\n\n\ndef send_sms(phone, text):\n"
            "    return session.post('https://gw.acmesms.com/v1/send', json={'to': phone, 'text': text})  #!\n"
        ),
    },
    "a client of such a package, and an address of the settings": {
        "sms.py": (
            "from acme_web import http_client\nfrom django.conf import settings\n\n\ndef send_sms(phone, text):\n"
            "    return http_client.post(settings.GATEWAY_URL, json={'to': phone, 'text': text})  #!\n"
        ),
    },
    "a number that a view takes out of what it is asked": {
        "views.py": (
            "import json\nimport requests\n\n\ndef code(request):\n    phone = str(request.GET.get('phone'))\n"
            "    payload = json.dumps({'n': phone, 't': 'code'})\n"
            "    requests.request('POST', 'https://api.acmesms.com/v1/?data=' + payload)  #!\n"
        ),
    },
    "messages that know whom they go to": {
        "backend.py": (
            "import requests\n\n\nclass AcmeSMSBackend:\n    config = {'URL': 'http://gw.acme.test/xml.fcgi'}\n\n"
            "    def _send_requests(self, messages, kind):\n        xml = self._written(messages, kind)\n"
            "        return requests.post(self.config['URL'], data=xml)  #!\n"
        ),
    },
    "a function beside one that sends through a provider": {
        "sms.py": (
            "import httpx\nfrom twilio.rest import Client\nfrom config import settings\n\n\nasync def send_sms(phone, text):\n"
            "    async with httpx.AsyncClient() as client:\n"
            "        await client.post(settings.SMS_API_URL, json={'phone': phone, 'text': text})  #!\n\n\n"
            "def send_sms_abroad(phone, text):\n    Client('AC1', 'x').messages.create(to=phone, from_='+1', body=text)  #!\n"
        ),
        "config.py": "import os\n\n\nclass Settings:\n    SMS_API_URL = os.getenv('SMS_API_URL')\n\n\nsettings = Settings()\n",
    },
}

SILENT: dict[str, Mapping[str, str]] = {
    "words of a message that are kept in the settings of a sender": {
        "shop.py": (
            "import requests\n\n\ndef set_up(session, base):\n"
            "    session.post(url=base + '/settings/sms', data={'name': 'x', 'template': '【灯塔书店】您的验证码是{code}'})\n"
        ),
    },
    "a request in the class of a provider's client": {
        "sms.py": (
            "import requests\nfrom django.conf import settings\nfrom twilio.rest import Client\n\n\nclass Texts:\n"
            "    def __init__(self):\n        self.client = Client('AC1', 'x')\n\n    def note_sms(self, phone, text):\n"
            "        requests.post(settings.SMS_LOG_URL, json={'phone': phone, 'text': text})\n"
        ),
    },
    "a view of an application that is registered under a setting": {
        "sms.py": (
            "from acme_web import app\nfrom django.conf import settings\n\n\n@app.post(settings.SMS_HOOK_URL)\n"
            "def taken(phone, text):\n    return {'phone': phone}\n"
        ),
    },
}


@pytest.mark.parametrize("files", SENDING.values(), ids=SENDING)
def test_it_sends(tmp_path: Path, files: Mapping[str, str]) -> None:
    assert sends(tmp_path, files) == marked(files)


@pytest.mark.parametrize("files", SILENT.values(), ids=SILENT)
def test_it_sends_nothing(tmp_path: Path, files: Mapping[str, str]) -> None:
    assert sends(tmp_path, files) == []
