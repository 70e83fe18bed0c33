"""Senders that no signature names, by the shape of their code across functions and files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.audits import audited, marked, sends

SENDING: dict[str, Mapping[str, str]] = {
    "a request that a thread makes": {
        "sms.py": (
            "import threading\nimport requests\n\n\ndef send_sms(phone, text):\n"
            "    form = {'mobile': phone, 'content': text}\n"
            "    threading.Thread(target=requests.post, args=('https://gw.acmesms.com/v1/send', form)).start()  #!\n"
        ),
    },
    "an address of the settings, given to a helper of another file": {
        "wire.py": "import requests\n\n\ndef http_post(url, data):\n    return requests.post(url, data=data).json()\n",
        "sms.py": (
            "from django.conf import settings\nfrom wire import http_post\n\n\ndef send_sms(phone, text):\n"
            "    return http_post(settings.GATEWAY['url'], {'mobile': phone, 'content': text})  #!\n"
        ),
    },
    "a form that is handed from function to function": {
        "sms_settings.py": (
            "import requests\n\n\ndef send_sms(receiver_list, text):\n    send_via_gateway({'list': receiver_list})\n\n\n"
            "def send_via_gateway(form):\n    send_request(load().gateway, form)\n\n\n"
            "def send_request(address, form):\n    requests.post(address, data=form)  #!\n"
        ),
    },
    "a class that extends a sender": {
        "acme.py": (
            "from base import SMSBackend\nfrom urllib.request import urlopen\n\n\nclass Acme(SMSBackend):\n"
            "    def send(self, sms_request, account):\n        return urlopen(account['url'])  #!\n"
        ),
        "base.py": "class SMSBackend:\n    def send(self, sms_request, account):\n        raise NotImplementedError\n",
    },
    "a function that is named in small letters, and an address of the settings": {
        "dispatch.py": (
            "from urllib.parse import quote_plus\nfrom urllib.request import urlopen\n\n\nclass Gate:\n"
            "    def __init__(self, config):\n        self.url = config['url']\n\n    def sendsms(self, phone, messages):\n"
            "        text = quote_plus(messages[0])\n        urlopen(self.url % {'phone': phone, 'text': text})  #!\n"
        ),
    },
    "a proxy of a service whose address is in the settings": {
        "dispatch.py": (
            "from SOAPpy import SOAPProxy\n\n\nclass Gate:\n    def __init__(self, config):\n"
            "        self.service = SOAPProxy(config['url'])\n\n    def sendsms(self, phone, text):\n"
            "        return self.service.sendMessage(phone, text)  #!\n"
        ),
    },
    "texts of a company that is known for meetings": {
        "zoom.py": (
            "import aiohttp\n\nBASE = 'https://api.zoom.us/v2'\n\n\nclass Zoom:\n    async def send(self, phone, message):\n"
            "        payload = {'to_members': [{'phone_number': phone}], 'message': message}\n"
            "        async with aiohttp.ClientSession() as session:\n"
            "            return await session.post(f'{BASE}/phone/sms/messages', json=payload)  #!\n"
        ),
    },
    "a number that is put into a form": {
        "sms_gate.py": (
            "import requests\n\n\ndef ask(whom, what, form, url):\n    form['msisdn'] = whom\n"
            "    return requests.post(url, data=form)  #!\n"
        ),
    },
}

_ESB = (
    "from urllib.parse import urljoin\nfrom django.conf import settings\n\n\ndef call_esb(ask, path, **given):\n"
    "    return ask(urljoin(settings.ESB, path), **given)\n"
)
_WEB = (
    "import requests\n\n\ndef http_post(url, **given):\n    return requests.post(url, timeout=5, **given)\n"
)
SENDING |= {
    "a helper of the class that knows no number": {
        "client.py": (
            "import requests\n\n\nclass Client:\n    base = 'https://api.acmesms.com/v1'\n\n    def _post(self, path, form):\n"
            "        return requests.post(self.base + path, json=form).json()  #!\n\n    def balance(self):\n        return self._post('/balance', {})\n\n"
            "    def send_message(self, recipient, text):\n        return self._post('/messages', {'to': recipient, 'text': text})\n"
        ),
    },
    "helpers of two classes by one name": {
        "acme_sms.py": (
            "import httpx\n\n\nclass Client:\n    def __init__(self):\n        self.http = httpx.Client(base_url='https://api.acmesms.com')\n\n"
            "    def _request(self, verb, path, **given):\n        return self.http.request(verb, path, **given)  #!\n\n"
            "    def send(self, phone, text):\n        return self._request('POST', 'texts', json={'to': phone, 'text': text})\n\n\n"
            "class Later:\n    def __init__(self):\n        self.http = httpx.AsyncClient(base_url='https://api.acmesms.com')\n\n"
            "    async def _request(self, verb, path, **given):\n        return await self.http.request(verb, path, **given)  #!\n\n"
            "    async def send(self, phone, text):\n        return await self._request('POST', 'texts', json={'to': phone, 'text': text})\n"
        ),
    },
    "a path for a helper of the class that this one extends": {
        "acme/base.py": (
            "import requests\n\n\nclass Base:\n    host = 'https://api.acme.com'\n\n    def _request(self, verb, path, **given):\n"
            "        return requests.request(verb, self.host + path, **given).json()\n"
        ),
        "acme/sms.py": (
            "from .base import Base\n\n\nclass SmsClient(Base):\n    def send(self, phone, text):\n"
            "        return self._request('POST', '/v1/messages', json={'to': phone, 'text': text})  #!\n"
        ),
    },
    "a class named after texts, and nothing else in the file": {
        "client.py": (
            "import requests\n\n\nclass AcmeSMS:\n    def _call(self, verb, path, **given):\n"
            "        return requests.request(verb, self.base + path, **given)  #!\n\n"
            "    def send(self, phone, text):\n        return self._call('POST', 'messages', json={'to': phone, 'text': text})\n"
        ),
    },
    "a path below one for what came in": {
        "views.py": (
            "import json\nimport requests\n\n\ndef answer(content, target):\n    url = 'http://203.0.113.9/sms-inbox/api/send'\n"
            "    form = {'mobiles': target, 'text': content}\n    return requests.post(url=url, data=json.dumps(form))  #!\n"
        ),
    },
    "a path of a known host that no signature knows and that says it all": {
        "codes.py": (
            "import requests\n\n\ndef tell(phone, code):\n"
            "    requests.post('https://sms.tencentcloudapi.com/rest/sendSms', json={'phone': phone, 'code': code})  #!\n"
        ),
    },
    "a path for a helper that knows the base": {
        "base.py": (
            "import requests\nfrom django.conf import settings\n\n\nclass Base:\n    def api_call(self, path, form):\n"
            "        return requests.post(settings.GATE + path, json=form)\n"
        ),
        "texts.py": (
            "from base import Base\n\n\nclass Texts(Base):\n    def notify(self, phone, text):\n"
            "        return self.api_call('/v1/sms/send', {'phone': phone, 'text': text})  #!\n"
        ),
    },
    "a path, and how to ask": {
        "esb.py": _ESB,
        "web.py": _WEB,
        "texts.py": (
            "from esb import call_esb\nfrom web import http_post\n\n\ndef notify(phone, text):\n"
            "    return call_esb(http_post, 'cmsi/send_sms/', json={'receiver': phone, 'content': text})  #!\n"
        ),
    },
}
SENDING |= {
    "a method of a service at the other end, called by a script": {
        "alarm.py": (
            "from suds.client import Client\n\nto_whom = 2025550100\n"
            "gate = Client('https://gate.example.net/api.asmx?wsdl')\n"
            "gate.service.SendSMS('user', 'secret', to_whom, 'alarm')  #!\n"
        ),
    },
    "a method of the same class that makes the request": {
        "smsgate.py": (
            "import requests\n\n\nclass SMSGate:\n    base = 'https://gate.example.net'\n    path = '/out.php'\n\n"
            "    def make_request(self, endpoint, **form):\n        return requests.get(endpoint, **form).text  #!\n\n"
            "    def send_sms(self, dstaddr, text):\n"
            "        return self.make_request(self.base + self.path, params={'dstaddr': dstaddr, 'text': text})\n"
        ),
    },
    "logins that stand in the call": {
        "sms.py": (
            "import requests\n\n\ndef out(order, url):\n"
            "    return requests.post(url, json={'to': order.phoneNo}, auth=requests.auth.HTTPBasicAuth('a', 'b'))  #!\n"
        ),
    },
    "a base that is put in at the shop's, and a path that says it all": {
        "courier.py": (
            "import requests\n\nBASE = 'PUT_YOURS_HERE/'\n\n\ndef out(order):\n"
            "    return requests.post(BASE + 'api/send-sms/', data=order)  #!\n"
        ),
    },
    "a number that is only called so where it is taken from": {
        "sms.py": (
            "import requests\n\n\ndef remind(order):\n"
            "    requests.post('https://gate.example.net/v1/out', json={'m': order.user.mobile, 'c': 'x'})  #!\n"
        ),
    },
    "a record of a gateway, in an application for text messages": {
        "sms/models/gateway.py": (
            "import requests\n\n\nclass Gateway:\n    def _send(self, message):\n"
            "        form = {}\n        form[self.number_key] = message.recipient_number\n"
            "        return requests.get(self.base_url, params=form)  #!\n"
        ),
    },
    "a model of Odoo that extends the one for text messages": {
        "models/iap.py": (
            "import requests\nfrom odoo import models\n\n\nclass SmsApi(models.AbstractModel):\n    _inherit = 'sms.api'\n\n"
            "    def _contact_iap(self, local_endpoint, params):\n"
            "        return [requests.get(self.account.endpoint.format(**each)) for each in params['messages']]  #!\n"
        ),
    },
}

SENDING |= {
    "the words of a message with a code and a company's signature": {
        "tool.py": (
            "import requests\n\n\ndef notify(mobile, code):\n"
            "    form = {'account': 'shop', 'mobile': mobile, 'msg': '【灯塔书店】您的验证码是%s' % code}\n"
            "    return requests.post('http://203.0.113.7:7891/mt', data=form).text  #!\n"
        ),
    },
    "such words in the address, in a function that is named after getting the code": {
        "passport.py": (
            "import requests\n\n\ndef get_code(request):\n    phone = request.args['phone']\n"
            "    url = 'http://gate.example.net/msg?u=shop&to=' + phone + '&c=【灯塔书店】您的验证码为' + fresh()\n"
            "    requests.get(url)  #!\n"
        ),
    },
    "words that the caller puts together": {
        "later.py": (
            "import requests\n\n\ndef out(text, mobile):\n"
            "    requests.post('http://gate.example.net/x', data={'c': text, 'mobile': mobile})  #!\n\n\n"
            "out('您的验证码是：4711。请不要把验证码泄露给其他人。', '13800000000')\n"
        ),
    },
    "the action in a form within a form": {
        "sample.py": (
            "import json\n\nimport requests\n\nfor number in ['13800000000']:\n"
            "    form = {'head': {'METHOD': 'SMS_SEND_REQUEST'}, 'body': {'SMS_CONTENT': 'x', 'DESTINATION_ADDR': [number]}}\n"
            "    requests.post('https://gate.example.net/uips', json.dumps(form))  #!\n"
        ),
    },
    "a helper of a function that is named after sending": {
        "run.py": (
            "import json\n\nimport requests\n\n\ndef post_and_resp(form):\n"
            "    requests.post('https://gate.example.net/io', json.dumps(form))  #!\n\n\n"
            "def sms_send():\n    form = {'METHOD': 'SMS_SEND_REQUEST', 'LIST': [{'DEST_MSISDN': '852'}]}\n    post_and_resp(form)\n"
        ),
    },
    "a form with the words of a text message": {
        "alarm.py": (
            "import requests\n\n\nclass Alarm:\n    def send(self, whom, text):\n"
            "        form = {'phones': ','.join(whom), 'smsContent': text}\n"
            "        return requests.post(self.gate + '/api/submit', data=form).json()  #!\n"
        ),
    },
}

SILENT: dict[str, Mapping[str, str]] = {
    "an address that is filled into the template of a mail": {
        "limits.py": (
            "from sender import notify_owners\n\n\ndef send_sms_limit_email(service, phone):\n"
            "    notify_owners(service.id, personalisation={'contact': 'https://shop.test/contact', 'phone': phone})\n"
        ),
        "sender.py": "def notify_owners(service_id, personalisation):\n    queue(service_id, personalisation)\n",
    },
    "a notice about what the program can do": {
        "sync.py": (
            "import json\nfrom urllib.request import Request, urlopen\n\n\ndef tell(phone):\n"
            "    notice = {'to': phone, 'message': 'Restart to use the actions send_sms/call_to and the notices'}\n"
            "    request = Request('http://supervisor/core/api/notices', data=json.dumps(notice).encode(), method='POST')\n"
            "    urlopen(request).read()\n"
        ),
    },
    "the words of a code in a mail, in a chat and in a call": {
        "notices.py": (
            "import requests\n\n\ndef tell(phone, mail, code):\n    words = '【灯塔书店】您的验证码是' + code\n"
            "    requests.post('https://api.mailgun.net/v3/x/messages', data={'to': mail, 'text': words})\n"
            "    requests.post('https://api.telegram.org/bot1/sendMessage', data={'phone': phone, 'text': words})\n"
            "    requests.post('https://voice.example.net/v1/call', data={'phone': phone, 'content': words})\n"
        ),
    },
    "a code that is checked, and one that somebody else is sent": {
        "login.py": (
            "import requests\n\n\ndef login(mobile, code):\n"
            "    answer = requests.post('https://api.example.net/login', json={'mobile': mobile, 'sms_code': code})\n"
            "    return '您的验证码是错的' if not answer.ok else '您的验证码是对的'\n"
        ),
    },
    "what came in, handed to the callback of a gateway": {
        "sms_driver.py": (
            "import requests\n\n\ndef insert(index, to, text):\n    form = {'id': index, 'to': to, 'message': text}\n"
            "    return requests.post('http://127.0.0.1/gateway/generic/callback.php?', data=form)\n"
        ),
    },
    "what was sent, by the paths of a gateway": {
        "sent.py": (
            "import requests\n\n\ndef sent(msisdn):\n"
            "    requests.post('https://portal.example.net:8087/sms/stat/record', data={'msisdn': msisdn})\n"
            "    return requests.get('https://portal.example.net/sms/list', params={'phone': msisdn}).json()\n"
        ),
    },
    "a path of what was sent, for a helper": {
        "base.py": (
            "import requests\nfrom django.conf import settings\n\n\ndef api_call(path, form):\n"
            "    return requests.get(settings.GATE + path, params=form)\n"
        ),
        "texts.py": (
            "from base import api_call\n\n\ndef sent_to(phone):\n    return api_call('/v1/sms/logs', {'phone': phone})\n"
        ),
    },
    "a path for what only keeps it": {
        "base.py": "CALLS = []\n\n\ndef note_call(path, form):\n    CALLS.append((path, form))\n",
        "texts.py": (
            "from base import note_call\n\n\ndef note(phone):\n    note_call('/v1/sms/send', {'phone': phone})\n"
        ),
    },
    "mail that is sent beside": {
        "sms.py": (
            "import requests\n\n\ndef send_sms(phone, text):\n    send_mail(phone, text)\n\n\n"
            "def send_mail(whom, text):\n    requests.post(load().address, data={'whom': whom})\n"
        ),
    },
    "a push service that extends a sender": {
        "push.py": (
            "from base import SMSProvider\nimport requests\n\n\nclass Push(SMSProvider):\n"
            "    def submit_message(self, token, data):\n        return requests.post(load().address, json=data)\n"
        ),
        "base.py": "class SMSProvider:\n    def submit_message(self, whom, message):\n        raise NotImplementedError\n",
    },
    "a chat, a call and a mail": {
        "sms_notices.py": (
            "import requests\n\n\ndef send_telegram(phone, text):\n    requests.post(load().url, data={'phone': phone})\n\n\n"
            "def send(phone, text):\n    requests.post('https://api.telegram.org/bot1/sendMessage', data={'phone': phone})\n"
            "    requests.post('https://gate.example.net/v1/voice/calls', data={'phone': phone})\n"
        ),
    },
    "an address that says one only asks there, and one that is given nothing": {
        "send_sms.py": (
            "import requests\n\n\ndef sent(phone):\n    CHECK_STATUS_URL = load().url\n"
            "    requests.get(CHECK_STATUS_URL, params={'phone': phone})\n"
            "    return requests.get('https://where-am-i.example.net?format=json').text\n"
        ),
    },
    "a price, by the path that a client is asked for": {
        "sms.py": (
            "import httpx\n\nclient = httpx.Client(base_url='https://gate.example.net')\n\n\ndef rate_sms(phone, text):\n"
            "    return client.get('/rate', params={'to': phone, 'content': text}).text\n"
        ),
    },
    "a function of a module that is called like an address": {
        "sms.py": (
            "from common import api\n\n\ndef send(sender, message):\n    whom = api.lookup(api.ROOT, sender)\n"
            "    return api.post(whom, mobile=sender, message=message)\n"
        ),
        "common/api.py": "def lookup(root, name):\n    return root[name]\n\n\ndef post(actor, **fields):\n    actor.put(fields)\n",
    },
    "a helper of a service that rents numbers out": {
        "rent.py": (
            "import requests\n\n\nclass Rented:\n    url = 'https://api.sms-rent.example.net/handler_api.php'\n\n    def _request(self, **given):\n"
            "        return requests.get(self.url, params=given).text\n\n    def get_number(self, service):\n"
            "        return self._request(action='getNumber', service=service)\n\n    def set_status(self, phone_id, status):\n"
            "        return self._request(action='setStatus', id=phone_id, status=status)\n"
        ),
    },
    "a helper of another service that is given a number": {
        "crm.py": (
            "import requests\n\n\nclass Crm:\n    def _post(self, path, form):\n        return requests.post('https://crm.example.net/api' + path, json=form)\n\n"
            "    def send_invoice(self, phone, amount):\n        return self._post('/invoices', {'phone': phone, 'amount': amount})\n\n"
            "    def sms_log(self):\n        return self._post('/log', {})\n"
        ),
    },
    "a code that is looked at": {
        "sms.py": (
            "import requests\n\n\ndef is_right(phone, code):\n"
            "    return requests.post('https://gate.example.net/1/verifySmsCode/' + code, json={'phone': phone}).ok\n"
        ),
    },
    "a hook that is told of what came, in an application for text messages": {
        "sms/hooks.py": (
            "import requests\n\n\ndef send_on(message):\n    form = {'from': message.recipient}\n"
            "    requests.post('https://hooks.example.net/came', data=form)\n"
        ),
    },
    "a code that a call tells": {
        "sms_api.py": (
            "import requests\n\n\ndef send_sms(phone):\n"
            "    return requests.get('https://calls.example.net/v1/phones/tellcode/', params={'phone': phone}).json()\n"
        ),
    },
    "a page of a server, and what is kept in a file of settings": {
        "sms_handler.py": (
            "import yaml\nfrom aiohttp import web\n\n\nasync def send_sms(request: web.Request):\n"
            "    form = await request.post()\n    kept = yaml.safe_load('https://gate.example.net/sms').get('key')\n"
            "    await request.app['queue'].put({'phone': form['phone'], 'kept': kept})\n    return web.json_response({'phone': form['phone']})\n"
        ),
    },
    "a page that reads what it keeps": {
        "sms_views.py": "def send_sms(request, phone):\n    return request.session.get('sms_code')\n",
    },
}


_BESIDE = (
    "import requests\nimport smpplib.client\n\n\ndef send_smpp(whom, text):\n    link = smpplib.client.Client('10.1.2.3', 2775)\n"
    "    link.send_message(destination_addr=whom, short_message=text, source_addr='sms_shop')  #!\n\n\n"
)
SENDING |= {
    "a way that is as good as the one that is known beside it": {
        "helpers.py": _BESIDE
        + (
            "def send_http(dst_addr, text):\n    form = {'to': dst_addr, 'content': text}\n"
            "    return requests.get(f'{load().host}:{load().port}/send', params=form)  #!\n"
        ),
    },
    "others beside one that is known": {
        "helpers.py": _BESIDE
        + (
            "def send_telegram(phone, text):\n    requests.post(f'{load().host}/telegram/send', data={'to': phone})\n\n\n"
            "def send_note(phone, text):\n    requests.post(f'{load().host}/notes', data={'to': phone})\n\n\n"
            "def send_bill(phone, amount):\n    requests.post(f'{load().host}/send', data={'to': phone})\n\n\n"
            "def look(phone, text):\n    requests.post(f'{load().host}/send', data={'to': phone})\n"
        ),
    },
}


@pytest.mark.parametrize("files", SENDING.values(), ids=SENDING)
def test_a_request_sends(tmp_path: Path, files: Mapping[str, str]) -> None:
    assert sends(tmp_path, files) == marked(files)


def test_an_address_in_parts_is_that_of_its_provider(tmp_path: Path) -> None:
    files = {
        "SMS.py": (
            "from service import Service\n\n\nclass SMS(Service):\n    def send(self, recipients, message):\n"
            "        url = self._make_url('/messaging')\n        return self._make_request(url, {'to': recipients})\n\n"
            "    def subscribe(self, phone):\n        url = self._make_url('/subscription')\n"
            "        return self._make_request(url, {'to': phone})\n"
        ),
        "service.py": (
            "import requests\n\nDOMAIN = 'africastalking.com'\n\n\nclass Service:\n    base = 'https://api.' + DOMAIN + '/version1'\n\n"
            "    def _make_url(self, path):\n        return self.base + path\n\n"
            "    def _make_request(self, url, data):\n        return requests.post(url=url, data=data)\n"
        ),
    }
    found = [d for d in audited(tmp_path, files).detections if d.role == "send"]
    assert [(d.pattern, d.location.line) for d in found] == [("africastalking.http-send", 7)]


def test_a_request_that_a_signature_knows_is_nobody_elses(tmp_path: Path) -> None:
    files = {
        "sms.py": (
            "import httpx\n\njasmin = httpx.Client(base_url='http://gate.example.net')\n\n\ndef send_sms(phone, text):\n"
            "    return jasmin.get('/send', params={'to': phone, 'content': text}).text\n"
        ),
    }
    found = [d for d in audited(tmp_path, files).detections if d.role == "send"]
    assert [(d.pattern, d.location.line) for d in found] == [("jasmin.named-send", 7)]


@pytest.mark.parametrize("files", SILENT.values(), ids=SILENT)
def test_nothing_sends(tmp_path: Path, files: Mapping[str, str]) -> None:
    assert sends(tmp_path, files) == []


def test_a_path_behind_the_base_that_a_file_of_settings_has_is_that_of_its_provider(tmp_path: Path) -> None:
    files = {
        "config.yaml": "sms:\n  base: https://gate.smsaero.ru/v2\n",
        "sms.py": (
            "import requests\nimport yaml\n\nkept = yaml.safe_load(open('config.yaml'))\n\n\ndef send(phone, text):\n"
            "    requests.post(kept['sms']['base'] + '/sms/send', json={'number': phone, 'text': text})\n"
        ),
    }
    found = [d for d in audited(tmp_path, files).detections if d.role == "send"]
    assert [(d.pattern, d.location.line) for d in found] == [("smsaero.http-send", 8)]


def test_an_address_that_the_same_variable_held_before_is_not_asked_again(tmp_path: Path) -> None:
    files = {
        "sms.py": (
            "import requests\n\n\ndef send(phone, text):\n    url = 'https://smsc.ru/sys/send.php'\n"
            "    sent = requests.post(url, params={'phones': phone, 'mes': text})\n"
            "    url = 'https://smsc.ru/sys/status.php'\n    requests.get(url, params={'phone': phone, 'id': sent.json()['id']})\n"
        ),
    }
    assert sends(tmp_path, files) == [("sms.py", 6)]


def test_what_is_given_commands_for_a_modem_makes_no_request(tmp_path: Path) -> None:
    modem = (
        "import serial\n\nport = serial.Serial()\n\n\nclass Modem:\n    line = ''\n\n"
        "    def data_once(self, command):\n        self.line = str(command)\n        port.write(self.line.encode())\n\n"
        "    def data(self, command, wanted):\n        self.data_once(command)\n\n"
        "    def sendATCommOnce(self, command):\n        self.line = str(command) + '\\r'\n        port.write(self.line.encode())\n\n"
        "    def sendATComm(self, command, wanted):\n        self.sendATCommOnce(command)\n\n"
        "    def cloud(self, key, data):\n        url = str('https://api.cloudthing.com/update?key=' + key + '&' + data)\n"
        "        self.line = 'AT+QHTTPURL='\n        self.line += str(len(url))\n        self.sendATComm(self.line, 'CONNECT')\n"
        "        self.data(url, 'OK')\n\n"
        "    def sendSMS(self, number, text):\n        self.line = 'AT+CMGS=\"'\n        self.line += str(number)\n"
        "        self.sendATComm(self.line, '>')\n        self.sendATCommOnce(text)\n"
    )
    found = audited(tmp_path, {"modem.py": modem}).detections
    assert {detection.signature for detection in found} == {"at-commands"}
