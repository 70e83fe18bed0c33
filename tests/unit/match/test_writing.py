"""Addresses, texts, words, settings and dependencies, in code and configuration."""

from __future__ import annotations

import pytest

from smsaudit.model.signature import (
    CombinationTarget,
    DependencyTarget,
    Pattern,
    Role,
    SettingTarget,
    TextTarget,
    UrlTarget,
)
from tests.support.program import Sources
from tests.unit.match.patterns import fires, found, lines, pattern

HOSTS = UrlTarget(hosts=("sms.acme.cn", "**.acme-sms.com"))
PATHS = UrlTarget(hosts=("api.acme.cn",), paths=("^/v[12]/sms",))
ENDPOINT = pattern(HOSTS, Role.ENDPOINT, "acme.host")
REQUEST = pattern(HOSTS)


@pytest.mark.parametrize(
    ("text", "fired"),
    [
        ("https://sms.acme.cn/send", True),
        ("http://sms.acme.cn:8080", True),
        ("HTTPS://SMS.ACME.CN/", True),
        ("sms.acme.cn", True),
        ("sms.acme.cn:9000/x", True),
        ("see https://sms.acme.cn/send for more", True),
        ("https://user:secret@sms.acme.cn/", True),
        ("https://eu.acme-sms.com", True),
        ("https://a.b.acme-sms.com", True),
        ("https://acme-sms.com", True),
        ("https://xsms.acme.cn", False),
        ("https://sms.acme.cn.evil.example", False),
        ("https://sms.acme.com", False),
        ("https://evil.example/?u=sms.acme.cn", False),
        ("https://notacme-sms.com", False),
        ("mail to sms.acme.cn", False),
    ],
)
def test_a_host_fires_as_a_whole(text: str, fired: bool) -> None:  # noqa: FBT001
    assert fires(f"x = {text!r}\n", ENDPOINT) is fired
    assert fires({".env": f"URL={text}\n"}, ENDPOINT) is fired


@pytest.mark.parametrize(
    ("text", "fired"),
    [
        ("https://api.acme.cn/v1/sms", True),
        ("https://api.acme.cn/v2/sms/send?x=1", True),
        ("https://api.acme.cn/v3/sms", False),
        ("https://api.acme.cn/", False),
        ("https://api.acme.cn", False),
        ("https://other.cn/v1/sms", False),
    ],
)
def test_a_path_narrows_a_host(text: str, fired: bool) -> None:  # noqa: FBT001
    assert fires(f"x = {text!r}\n", pattern(PATHS, Role.ENDPOINT, "acme.path")) is fired


@pytest.mark.parametrize(
    "expression",
    [
        "'https://' + 'sms.acme.cn' + '/send'",
        "f'https://sms.acme.cn/{path}'",
        "'https://%s/send' % 'sms.acme.cn'",
        "'https://{}/send'.format('sms.acme.cn')",
        "'https://'\n'sms.acme.cn/send'",
    ],
)
def test_an_address_may_be_put_together(expression: str) -> None:
    assert fires(f"x = ({expression})\n", ENDPOINT)


def test_an_address_tells_its_host_and_port() -> None:
    (detection,) = found("x = 'https://sms.acme.cn:8443/send'\n", ENDPOINT)
    assert dict(detection.values) == {"host": ("sms.acme.cn",), "port": ("8443",)}


REQUESTS: dict[str, str | Sources] = {
    "requests": "import requests\nrequests.post('https://sms.acme.cn/send', json=x)\n",
    "a session": "import requests\ns = requests.Session()\ns.post('https://sms.acme.cn/send')\n",
    "httpx": "import httpx\nasync def f():\n    async with httpx.AsyncClient() as c:\n        await c.post('https://sms.acme.cn')\n",
    "aiohttp": (
        "import aiohttp\nasync def f():\n    async with aiohttp.ClientSession() as s:\n"
        "        async with s.post('https://sms.acme.cn') as r: ...\n"
    ),
    "urllib": "from urllib.request import urlopen\nurlopen('https://sms.acme.cn/send')\n",
    "a request object": "import urllib.request as u\nr = u.Request('https://sms.acme.cn/send')\nu.urlopen(r)\n",
    "urllib2": "import urllib2\nurllib2.urlopen('https://sms.acme.cn/send')\n",
    "a connection": "import http.client\nc = http.client.HTTPSConnection('sms.acme.cn')\nc.request('POST', '/send')\n",
    "a name for the address": "import requests\nURL = 'https://sms.acme.cn'\nrequests.get(URL + '/send')\n",
    "an attribute for the address": (
        "import requests\nclass S:\n    url = 'https://sms.acme.cn'\n    def go(self):\n        requests.get(self.url)\n"
    ),
    "an address of another module": {
        "conf.py": "URL = 'https://sms.acme.cn'\n",
        "app.py": "import requests, conf\nrequests.get(conf.URL)\n",
    },
    "the default of a parameter": (
        "import requests\ndef go(to, url='https://sms.acme.cn/send'):\n    requests.post(url, data=to)\n"
    ),
    "the default of a client's parameter": (
        "import httpx\nclass S:\n    def __init__(self, base='https://sms.acme.cn'):\n        self.http = httpx.Client(base_url=base)\n"
        "    def go(self, to):\n        self.http.post('/send', data=to)\n"
    ),
    "a client that is entered": (
        "import httpx\nasync def f():\n    async with httpx.AsyncClient(base_url='https://sms.acme.cn') as c:\n        await c.post('/send')\n"
    ),
    "a keyword": "import requests\nrequests.request('POST', url='https://sms.acme.cn/send')\n",
    "a wrapper of one's own": "from http_tools import http_post\nhttp_post('https://sms.acme.cn/send', x)\n",
}
NO_REQUESTS = {
    "an address alone": "URL = 'https://sms.acme.cn/send'\n",
    "a log line": "import logging\nlogging.info('https://sms.acme.cn/send')\n",
    "a print": "print('https://sms.acme.cn/send')\n",
    "another address": "import requests\nrequests.post('https://other.cn/send')\n",
    "a text that is split": "'https://sms.acme.cn/send'.split('/')\n",
    "a route": "from django.urls import path\npath('https://sms.acme.cn/send', x)\n",
    "a mocked answer": "import responses\nresponses.add(responses.POST, 'https://sms.acme.cn/send')\n",
    "a comment": "import requests\nrequests.post(x)  # https://sms.acme.cn/send\n",
    "a docstring": "def post():\n    '''https://sms.acme.cn/send'''\npost()\n",
}


@pytest.mark.parametrize("sources", REQUESTS.values(), ids=REQUESTS)
def test_the_call_that_is_given_an_address_sends(sources: str | Sources) -> None:
    assert [d.call is not None for d in found(sources, REQUEST)][:1] == [True]


@pytest.mark.parametrize("source", NO_REQUESTS.values(), ids=NO_REQUESTS)
def test_an_address_that_is_given_to_no_request_sends_nothing(source: str) -> None:
    assert not fires(source, REQUEST)


@pytest.mark.parametrize(
    ("base", "path", "fired"),
    [
        ("https://api.acme.cn", "/v1/sms", True),
        ("https://api.acme.cn/", "v1/sms", True),
        ("https://api.acme.cn/v1", "/sms", True),
        ("https://api.acme.cn/v1/", "sms/send?x=1", True),
        ("https://api.acme.cn/v1", "sms", False),  # one word is no path
        ("https://api.acme.cn/v3", "/sms", False),
        ("https://api.acme.cn/index.html", "/v1/sms", False),
        ("https://other.cn/v1", "/sms", False),
        ("https://api.acme.cn", "sent / v1/sms", False),
    ],
)
def test_what_a_client_asks_for_stands_behind_the_address_it_is_made_for(
    *, base: str, path: str, fired: bool
) -> None:
    source = f"import httpx\nc = httpx.Client(base_url={base!r})\nc.post({path!r}, data=x)\n"
    assert fires(source, pattern(PATHS)) is fired


def test_where_narrows_a_request() -> None:
    known = pattern(HOSTS, where={"*": "SendSms"})
    source = "import requests\nrequests.post('https://sms.acme.cn', {'a': 'SendSms'})\nrequests.post('https://sms.acme.cn', {'a': 'Query'})\n"
    assert lines(source, known) == [2]


TEXT = pattern(TextTarget(r"^AT\+CMGS="), Role.SEND, "acme.text")


@pytest.mark.parametrize(
    ("sources", "fired"),
    [
        ("x = 'AT+CMGS=1'\n", [1]),
        ("send(\n  b'AT+CMGS=\"1\"'\n)\n", [2]),
        ("x = 'at+cmgs=1'\n", []),
        ("x = 'XAT+CMGS=1'\n", []),
        ("x = f'AT+CMGS={n}'\n", [1]),
        ("# AT+CMGS=1\nx = 'AT+CMGS=1'\n", [2]),
        ("'''AT+CMGS=1'''\nx = 1\n", []),
        ({"a.yaml": "init: AT+CMGS=1\n# AT+CMGS=2\n"}, [1]),
        ({"A.java": 'class A { String s = "AT+CMGS=1"; } // "AT+CMGS=2"\n'}, [1]),
    ],
)
def test_a_text_fires_where_it_is_written(sources: str | Sources, fired: list[int]) -> None:
    assert lines(sources, TEXT) == fired


def test_a_text_pattern_may_speak_some_languages_only() -> None:
    known = pattern(TextTarget("secret"), Role.CONFIG, "acme.text", languages=("java",))
    assert lines({"a.py": "x = 'secret'\n", "A.java": 'String x = "secret";\n'}, known) == [1]


WORDS = CombinationTarget(
    groups=((2, ("CMPP_CONNECT", "CMPP_SUBMIT", "(?i)cmpp_deliver")), (1, ("2147483652", "7890")))
)
COMBINATION = pattern(WORDS, Role.PROTOCOL, "acme.words")


@pytest.mark.parametrize(
    ("sources", "fired"),
    [
        ("CMPP_CONNECT = 1\nCMPP_SUBMIT = 4\nx = 0x80000004\n", [1]),
        ("x = 7890\nCMPP_SUBMIT = 'CMPP_CONNECT'\n", [2]),
        ("x = 7890, 'cmpp_Deliver'\nclass CMPP_SUBMIT: ...\n", [1]),
        ("CMPP_CONNECT = CMPP_CONNECT\nx = 7890\n", []),
        ("CMPP_CONNECT = CMPP_SUBMIT\n", []),
        ("CMPP_CONNECT_RESP = CMPP_SUBMIT\nx = 7890\n", []),
        ("# CMPP_CONNECT\nCMPP_SUBMIT = 7890\n", []),
        ("x = 'CMPP_CONNECT and', CMPP_SUBMIT, 7890\n", []),
        ({"A.java": "int CMPP_CONNECT = 1;\nint CMPP_SUBMIT = 0x80000004;\n"}, [1]),
        ({"a.go": "const (\n\tCMPP_CONNECT = 1\n\tCMPP_SUBMIT = 7890\n)\n"}, [2]),
        ({"a.py": "CMPP_CONNECT = 1\n", "b.py": "CMPP_SUBMIT = 7890\n"}, []),
    ],
)
def test_a_combination_needs_enough_words_of_every_group_in_one_file(
    sources: str | Sources, fired: list[int]
) -> None:
    assert lines(sources, COMBINATION) == fired


def test_a_combination_stands_in_the_scope_of_its_first_word() -> None:
    (detection,) = found(
        "x = 7890\nclass C:\n    def f(self):\n        return CMPP_CONNECT, CMPP_SUBMIT\n", COMBINATION
    )
    assert (detection.scope, detection.resolution) == (2, "inferred")


def setting(keys: str, values: str = "", files: str = "", beside: str = "") -> Pattern:
    target = SettingTarget(*(tuple(filter(None, each.split(" "))) for each in (keys, values, files, beside)))
    return pattern(target, Role.CONFIG, "acme.setting")


@pytest.mark.parametrize(
    ("sources", "known", "fired"),
    [
        ({".env": "ACME_KEY=a\nACME_KEY_2=b\n"}, setting("ACME_KEY"), [1]),
        ({"a.yaml": "sms:\n  acme:\n    key: a\n"}, setting(r"(.*\.)?acme\.key"), [3]),
        ({"a.yaml": "sms:\n  type: acme\n"}, setting(r".*\.type", "acme"), [2]),
        ({"a.yaml": "sms:\n  type: acmes\n"}, setting(r".*\.type", "acme"), []),
        ({"a.yaml": "# ACME_KEY: a\n"}, setting("ACME_KEY"), []),
        ({"a.py": "ACME_KEY = 'a'\n"}, setting("ACME_KEY"), [1]),
        ({"a.py": "x = {'ACME_KEY': 'a'}\n"}, setting("ACME_KEY"), [1]),
        ({"a.py": "ACME_KEY = None or x\n"}, setting("ACME_KEY"), []),
        ({"a.conf": "group = smsc\nsmsc = smpp\n"}, setting("(.*\\.)?smsc", "smpp"), [2]),
        ({"x/a.ini": "[s]\nkey = 1\n", "b.ini": "[s]\nkey = 1\n"}, setting(r".*\.key", "", "x/*.ini"), [2]),
        ({"x/a.ini": "[s]\nkey = 1\n"}, setting(r".*\.key", "", "a.ini"), [2]),
        ({"a.ini": "[s]\nkey = 1\nhost = h\n[t]\nkey = 2\n"}, setting(r".*\.key", "", "", "host"), [2]),
        ({"a.ini": "[s]\nkey = 1\nhost = h\n"}, setting(r".*\.key", "", "", "host port"), []),
    ],
)
def test_a_setting_fires_by_key_value_file_and_neighbours(
    sources: Sources, known: Pattern, fired: list[int]
) -> None:
    assert lines(sources, known) == fired


def test_host_and_port_that_stand_beside_a_setting_are_told() -> None:
    text = "[cmpp]\nsp_id = 1\nserver_host = 10.1.2.3\nserver_port = 7890\n[db]\nhost = db\n"
    (detection,) = found({"a.ini": text}, setting(r".*\.sp_id"))
    assert dict(detection.values) == {"host": ("10.1.2.3",), "port": ("7890",)}


@pytest.mark.parametrize(
    ("beside", "named", "unnamed"),
    [
        ("id = box1", True, False),
        ("host = box.lan", True, False),
        ("id = main", False, True),
        ("", False, True),
    ],
)
def test_what_stands_beside_a_setting_decides(beside: str, named: bool, unnamed: bool) -> None:  # noqa: FBT001
    says = {"id|host": "box"}
    target = SettingTarget((r".*\.kind",), ("link",))
    text = f"[links]\nkind = link\n{beside}\n"
    assert fires({"a.ini": text}, pattern(target, Role.CONFIG, where=says)) is named
    assert fires({"a.ini": text}, pattern(target, Role.CONFIG, unless=says)) is unnamed


@pytest.mark.parametrize(
    ("sources", "fired"),
    [
        ({"requirements.txt": "flask\nacme-sms==1.0\n"}, [2]),
        ({"requirements.txt": "Acme_SMS>=1\n"}, [1]),
        ({"requirements.txt": "acme-sms-extra\n# acme-sms\n"}, []),
        ({"package.json": '{"dependencies": {"acme-sms": "1"}}\n'}, []),
        ({"package.json": '{"dependencies": {\n"@acme/sms": "1"}}\n'}, [2]),
        ({"pyproject.toml": '[project]\nname = "acme-sms"\ndependencies = ["x"]\n'}, []),
    ],
)
def test_a_dependency_fires_by_ecosystem_and_name(sources: Sources, fired: list[int]) -> None:
    known = pattern(DependencyTarget(("pypi:acme-sms", "npm:@acme/sms")), Role.DEPENDENCY, "acme.dependency")
    assert lines(sources, known) == fired


@pytest.mark.parametrize(
    ("request_made", "fired"),
    [
        ('HTTPConnection("api.acme.cn").request("POST", "/v1/sms", body)', True),
        ('HTTPSConnection(HOST, 443).request("POST", "/v1/sms", body)', True),
        ('HTTPSConnection("api.acme.cn").request("POST", "/v1/mail", body)', False),
        ('HTTPSConnection("api.other.cn").request("POST", "/v1/sms", body)', False),
        ('httpx.Client(base_url="https://api.acme.cn/").post("/v1/sms", json=body)', True),
        ('httpx.Client(base_url="https://api.acme.cn/mail").post("/v1/sms", json=body)', False),
        ('requests.post("https://api.other.cn", data="/v1/sms at api.acme.cn is better")', False),
    ],
)
def test_a_host_and_a_path_given_apart_are_one_address(request_made: str, fired: bool) -> None:  # noqa: FBT001
    head = "import httpx, requests\nfrom http.client import HTTPConnection, HTTPSConnection\nHOST = 'api.acme.cn'\n"
    assert fires(f"{head}def send(body):\n    {request_made}\n", pattern(PATHS)) is fired


def test_a_text_of_many_lines_is_matched_at_the_line_on_which_it_is() -> None:
    order = pattern(TextTarget(pattern=r"AT\+CMGS="))
    script = (
        'def script(number):\n    return f"""#!/bin/sh\nprintf \'AT\\r\'\nprintf \'AT+CMGS={number}\'\n"""\n'
    )
    assert lines(script, order) == [4]
    assert lines("x = 'one\\ntwo AT+CMGS=1'\n", order) == [1]
