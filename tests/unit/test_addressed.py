"""A request whose address another file spells out goes to whom that address belongs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.audits import audited

_URL = "https://api.smsbao.com/sms"
_ASKS = "import requests\n{imports}\n\ndef tell(number, text):\n    requests.get({address}, params={{'m': number, 'c': text}})\n"

ELSEWHERE: dict[str, Mapping[str, str]] = {
    "a constant": {
        "const.py": f"GATE_URL = '{_URL}'\n",
        "tell.py": _ASKS.format(imports="from const import GATE_URL", address="GATE_URL"),
    },
    "an attribute of a module": {
        "const.py": f"GATE_URL = '{_URL}'\n",
        "tell.py": _ASKS.format(imports="import const", address="const.GATE_URL"),
    },
    "a base to which a path is put": {
        "const.py": "GATE_HOST = 'https://api.smsbao.com'\n",
        "tell.py": _ASKS.format(imports="from const import GATE_HOST", address="GATE_HOST + '/sms'"),
    },
    "a field of the settings": {
        "config.py": (
            "from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n"
            f"    GATE_URL: str = '{_URL}'\n\n\nsettings = Settings()\n"
        ),
        "tell.py": _ASKS.format(
            imports="from config import settings", address="f'{settings.GATE_URL}?u=demo'"
        ),
    },
    "a default of the environment": {
        "const.py": f"import os\nGATE_URL = os.getenv('GATE', '{_URL}')\n",
        "tell.py": _ASKS.format(imports="from const import GATE_URL", address="GATE_URL"),
    },
    "a setting of Django": {
        "site/settings.py": f"GATE_URL = '{_URL}'\n",
        "tell.py": _ASKS.format(imports="from django.conf import settings", address="settings.GATE_URL"),
    },
    "a table": {
        "const.py": f"GATES = {{'gate_url': '{_URL}', 'user': 'demo'}}\n",
        "tell.py": _ASKS.format(imports="from const import GATES", address="GATES['gate_url']"),
    },
    "an answer of a function": {
        "const.py": f"def gate_url():\n    return '{_URL}'\n",
        "tell.py": _ASKS.format(imports="from const import gate_url", address="gate_url()"),
    },
    "an environment file": {
        ".env": f"GATE_URL={_URL}\n",
        "tell.py": _ASKS.format(imports="import os", address="os.environ['GATE_URL']"),
    },
    "a file that the code loads": {
        "config.json": f'{{"gate": {{"gate_url": "{_URL}"}}}}\n',
        "tell.py": _ASKS.format(
            imports="import json\ncfg = json.load(open('config.json'))", address="cfg['gate']['gate_url']"
        ),
    },
    "a short key in a file that the code loads": {
        "config.yml": f"sms:\n  url: {_URL}\n",
        "tell.py": _ASKS.format(
            imports="import yaml\ncfg = yaml.safe_load(open('config.yml'))", address="cfg['sms']['url']"
        ),
    },
    "a short key in a file that another module loads": {
        "config.yml": f"sms:\n  url: {_URL}\n",
        "conf.py": "import yaml\n\n\ndef load():\n    return yaml.safe_load(open('config.yml'))\n",
        "tell.py": _ASKS.format(imports="from conf import load\nSMS = load()['sms']", address="SMS['url']"),
    },
    "a short key as an attribute": {
        "settings.toml": f'[default.sms]\nurl = "{_URL}"\n',
        "conf.py": "from dynaconf import Dynaconf\n\nsettings = Dynaconf(settings_files=['settings.toml'])\n",
        "tell.py": _ASKS.format(imports="from conf import settings", address="settings.sms.url"),
    },
    "a short key of a table that is imported": {
        "const.py": f"SMS = {{'url': '{_URL}'}}\n",
        "tell.py": _ASKS.format(imports="import const\nSMS = const.SMS", address="SMS['url']"),
    },
    "a short key of a table in Django's settings": {
        "site/settings.py": f"SMS = {{'url': '{_URL}'}}\n",
        "tell.py": _ASKS.format(imports="from django.conf import settings", address="settings.SMS['url']"),
    },
    "a table in Django's settings that may be missing": {
        "site/settings.py": f"SMS = dict(URL='{_URL}')\n",
        "tell.py": _ASKS.format(
            imports="from django.conf import settings\nSMS = getattr(settings, 'SMS', {})",
            address="SMS.get('URL')",
        ),
    },
    "a table in Flask's settings": {
        "config.py": f"SMS = {{'url': '{_URL}'}}\n",
        "tell.py": _ASKS.format(
            imports="from flask import current_app as app", address="app.config['SMS']['url']"
        ),
    },
    "an attribute that a class has for the one that it extends": {
        "const.py": f"from tell import Teller\n\n\nclass Gate(Teller):\n    url = '{_URL}'\n",
        "tell.py": (
            "import requests\n\n\nclass Teller:\n    url = None\n\n    def tell(self, number, text):\n"
            "        requests.get(self.url, params={'m': number, 'c': text})\n"
        ),
    },
    "what a row has where nobody says otherwise": {
        "models.py": (
            "from django.db import models\n\n\nclass Gate(models.Model):\n"
            f"    url = models.CharField(max_length=99, default='{_URL}')\n"
        ),
        "tell.py": _ASKS.format(imports="from models import Gate", address="Gate.objects.first().url"),
    },
    "a member of an enumeration": {
        "const.py": f"import enum\n\n\nclass Gate(enum.Enum):\n    SEND = '{_URL}'\n",
        "tell.py": _ASKS.format(imports="from const import Gate", address="Gate.SEND.value"),
    },
}

_IN_JAVA = (
    "class Teller {{\n  void tell(String number, String text) {{\n    HttpPost post = new HttpPost({address});\n"
    "    client.execute(post);\n  }}\n}}\n"
)
IN_OTHER_LANGUAGES: dict[str, Mapping[str, str]] = {
    "a constant of a class": {
        "Gate.java": f'class Gate {{\n  static final String GATE_URL = "{_URL}";\n}}\n',
        "Teller.java": _IN_JAVA.format(address="Gate.GATE_URL"),
    },
    "a base to which a path is put": {
        "Gate.java": 'class Gate {\n  static final String GATE_HOST = "https://api.smsbao.com";\n}\n',
        "Teller.java": _IN_JAVA.format(address='Gate.GATE_HOST + "/sms"'),
    },
    "a field of an object that is called after its class": {
        "Gate.java": f'class Gate {{\n  String gateUrl = "{_URL}";\n}}\n',
        "Teller.java": _IN_JAVA.format(address="gate.gateUrl"),
    },
    "a field that is put together out of another": {
        "Gate.java": 'class Gate {\n  String gateHost = "https://api.smsbao.com";\n  String gateUrl = gateHost + "/sms";\n}\n',
        "Teller.java": _IN_JAVA.format(address="this.gate.gateUrl"),
    },
    "a constant that is imported": {
        "Gate.java": f'class Gate {{\n  static final String GATE_URL = "{_URL}";\n}}\n',
        "Teller.java": "import static acme.Gate.GATE_URL;\n" + _IN_JAVA.format(address="GATE_URL"),
    },
    "a constant of the package": {
        "gate.go": f'package gate\n\nconst GateURL = "{_URL}"\n',
        "teller.go": (
            "package gate\n\nfunc Tell(number, text string) error {\n"
            '\t_, err := http.PostForm(GateURL, url.Values{"m": {number}, "c": {text}})\n\treturn err\n}\n'
        ),
    },
    "two constants of a class": {
        "Gate.java": 'class Gate {\n  static final String HOST = "https://api.smsbao.com";\n  static final String SEND = "/sms";\n}\n',
        "Teller.java": _IN_JAVA.format(address="Gate.HOST + Gate.SEND"),
    },
    "two constants of a module in a template": {
        "gate.ts": "export const GATE_HOST = 'https://api.smsbao.com'\nexport const GATE_PATH = '/sms'\n",
        "teller.ts": (
            "import axios from 'axios'\nimport { GATE_HOST } from './gate'\nimport { GATE_PATH } from './gate'\n"
            "export const tell = (number: string, text: string) => axios.get(`${GATE_HOST}${GATE_PATH}`, { params: { m: number } })\n"
        ),
    },
    "a constant of a module that is named as it is compiled": {
        "gate/constant.ts": f"export const timeout = 5;\nexport const endpoint = '{_URL}';\n",
        "gate/index.ts": (
            "import { got } from 'got';\nimport { timeout, endpoint } from './constant.js';\n"
            "const tell = () => async (number: string, text: string) => {\n"
            "  await got.get(endpoint, { timeout, searchParams: { m: number, c: text } });\n};\n"
        ),
    },
    "a constant of a folder, in which a part is replaced": {
        "gate/index.ts": f"export const smsGate = '{_URL}?u={{{{user}}}}';\n",
        "teller.ts": (
            "import got from 'got';\nconst { smsGate } = require('./gate');\n"
            "const tell = async (user: string, number: string) => {\n"
            "  await got.get(smsGate.replaceAll('{{user}}', user), { searchParams: { m: number } });\n};\n"
        ),
    },
    "two constants of a class in PHP": {
        "Gate.php": "<?php\nclass Gate {\n  const GATE_HOST = 'https://api.smsbao.com';\n  const GATE_PATH = '/sms';\n}\n",
        "teller.php": "<?php\nfunction tell($number) {\n  return file_get_contents(Gate::GATE_HOST . Gate::GATE_PATH);\n}\n",
    },
    "a constant that is handed on": {
        "Gate.php": f"<?php\nclass Gate {{\n  const GATE_URL = '{_URL}';\n}}\n",
        "teller.php": "<?php\nfunction tell($number, $text) {\n  Wire::submit(Gate::GATE_URL, ['m' => $number, 'c' => $text]);\n}\n",
    },
    "a setting of .NET": {
        "App.config": f'<configuration><appSettings><add key="Gate.PostUrl" value="{_URL}"/></appSettings></configuration>\n',
        "Teller.cs": (
            'class Teller {\n  static string address = ConfigurationManager.AppSettings["Gate.PostUrl"];\n'
            "  void Tell(string number) {\n    var answer = WebRequest.Create(address).GetResponse();\n  }\n}\n"
        ),
    },
    "a setting in a section of .NET's": {
        "appsettings.json": f'{{"Gate": {{"Post": {{"Url": "{_URL}"}}}}}}\n',
        "teller/Teller.cs": (
            "class Teller {\n  public async Task Tell(string number) {\n    var client = new HttpClient();\n"
            '    await client.PostAsync(_config["Gate:Post:Url"], Form(number));\n  }\n}\n'
        ),
    },
    "a setting of Spring": {
        "application.yml": f"gate:\n  post-url: {_URL}\n",
        "teller/Teller.java": (
            'class Teller {\n  @Value("${gate.post-url}")\n  private String address;\n'
            "  void tell(String number) {\n    restTemplate.postForObject(address, form, String.class);\n  }\n}\n"
        ),
    },
    "an environment file": {
        ".env": f"GATE_URL={_URL}\n",
        "teller.js": (
            "const axios = require('axios');\nasync function tell(number, text) {\n"
            "  return axios.post(process.env.GATE_URL, { m: number, c: text });\n}\n"
        ),
    },
}


def test_a_setting_with_an_everyday_name_leads_to_nobody(tmp_path: Path) -> None:
    files = {
        "application.yml": f"gate:\n  url: {_URL}\n",
        "teller/Teller.java": _IN_JAVA.format(address='config.get("url")'),
    }
    assert [d for d in audited(tmp_path, files).detections if d.role == "send"] == []


def test_a_key_that_is_read_is_no_path_behind_an_address(tmp_path: Path) -> None:
    store = (
        'class Store {\n  String folder = System.getProperty("user.home");\n  String gate = "http://smssh1.253.com";\n'
        '  String send = gate + "/msg/send/json";\n}\n'
    )
    roles = {d.role for d in audited(tmp_path, {"Store.java": store}).detections}
    assert roles == {"endpoint"}


BESIDE: dict[str, Mapping[str, str]] = {
    "an address that is left to a bare function of another file": {
        "wire.js": "const axios = require('axios')\nmodule.exports.call = (url, body) => axios({ method: 'post', url, data: body })\n",
        "teller.js": (
            f"const {{ call }} = require('./wire')\nconst GATE_URL = '{_URL}'\n"
            "exports.tell = async (number, text) => call(GATE_URL, { m: number, c: text })\n"
        ),
    },
    "a base that ends in a slash, and a path that begins with none": {
        "teller.php": (
            "<?php\nclass Teller {\n  private $gate = 'https://api.smsbao.com/';\n  function tell($number, $text) {\n"
            "    $this->http->get('sms', ['query' => ['m' => $number, 'c' => $text]]);\n  }\n}\n"
        ),
    },
}


@pytest.mark.parametrize("files", IN_OTHER_LANGUAGES.values(), ids=IN_OTHER_LANGUAGES)
def test_other_languages_have_constants_in_other_files_too(tmp_path: Path, files: Mapping[str, str]) -> None:
    result = audited(tmp_path, files)
    sends = [(d.channel_id, str(d.location.path)) for d in result.detections if d.role == "send"]
    assert sends == [("smsbao", sorted(files)[1])]


@pytest.mark.parametrize("files", BESIDE.values(), ids=BESIDE)
def test_other_languages_leave_requests_to_others_and_put_paths_behind_bases(
    tmp_path: Path, files: Mapping[str, str]
) -> None:
    result = audited(tmp_path, files)
    sends = [(d.channel_id, str(d.location.path)) for d in result.detections if d.role == "send"]
    assert sends == [("smsbao", min(files))]


@pytest.mark.parametrize("address", ["Weather.GATE_URL", "GATE_URL", "this.GATE_URL", "Gate.WEATHER_URL"])
def test_a_constant_of_the_same_name_is_another_one(tmp_path: Path, address: str) -> None:
    files = {
        "Gate.java": f'class Gate {{\n  static final String GATE_URL = "{_URL}";\n}}\n',
        "Teller.java": _IN_JAVA.format(address=address),
    }
    assert [d for d in audited(tmp_path, files).detections if d.role == "send"] == []


@pytest.mark.parametrize(
    "imports",
    [
        "import { timeout } from './constant.js';",
        "import { endpoint } from '../weather/constant.js';",
        "import { endpoint } from 'acme';",
    ],
)
def test_a_script_has_what_it_takes_out_of_a_module_by_name(tmp_path: Path, imports: str) -> None:
    files = {
        "gate/constant.ts": f"export const timeout = 5;\nexport const endpoint = '{_URL}';\n",
        "gate/index.ts": (
            f"import {{ got }} from 'got';\n{imports}\n"
            "const tell = async (number: string) => {\n  await got.get(endpoint, { searchParams: { m: number } });\n};\n"
        ),
    }
    assert [d for d in audited(tmp_path, files).detections if d.role == "send"] == []


@pytest.mark.parametrize("files", ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_request_goes_to_the_address_of_another_file(tmp_path: Path, files: Mapping[str, str]) -> None:
    result = audited(tmp_path, files)
    sends = [(d.channel_id, str(d.location.path)) for d in result.detections if d.role == "send"]
    assert sends == [("smsbao", "tell.py")]


def test_a_call_is_known_by_what_another_file_gives_it(tmp_path: Path) -> None:
    files = {
        "site/settings.py": "ON_DUTY = '2025550100@vtext.com'\n",
        "tell.py": (
            "from django.conf import settings\nfrom django.core.mail import send_mail\n\n\ndef tell(text):\n"
            "    send_mail('', text, 'a@example.org', [settings.ON_DUTY])\n"
        ),
    }
    result = audited(tmp_path, files)
    sends = [(d.channel_id, str(d.location.path)) for d in result.detections if d.role == "send"]
    assert sends == [("email-to-sms", "tell.py")]


def test_a_request_to_another_address_of_the_same_file_sends_nothing(tmp_path: Path) -> None:
    files = {
        "const.py": f"GATE_URL = '{_URL}'\nWEATHER_URL = 'https://weather.example.org/now'\n",
        "tell.py": _ASKS.format(imports="from const import GATE_URL, WEATHER_URL", address="WEATHER_URL"),
    }
    result = audited(tmp_path, files)
    assert [d for d in result.detections if d.role == "send"] == []
    assert result.whole.verdict.label == "none"


_TELLS = (
    f"{{imports}}\n\ndef tell(number, text):\n    return {{call}}('{_URL}', {{{{'m': number, 'c': text}}}})\n"
)
LEFT_TO: dict[str, tuple[Mapping[str, str], str]] = {
    "a function of another file": (
        {
            "wire.py": "import requests\n\ndef api(address, form):\n    return requests.get(address, params=form)\n"
        },
        _TELLS.format(imports="from wire import api", call="api"),
    ),
    "a function that fills the address in": (
        {
            "wire.py": "import requests\n\ndef api(where, form):\n    return requests.get(f'{where}?v=1', form)\n"
        },
        _TELLS.format(imports="import wire", call="wire.api"),
    ),
    "a function that leaves it to another": (
        {
            "wire.py": "from tries import again\n\ndef api(where, form):\n    return again(where, form)\n",
            "tries.py": "import httpx\n\ndef again(where, form):\n    return httpx.post(where, json=form)\n",
        },
        _TELLS.format(imports="from wire import api", call="api"),
    ),
    "a method of a base class": (
        {
            "wire.py": "import requests\n\nclass Wire:\n    def ask(self, where, form):\n        return requests.get(where, form)\n"
        },
        (
            "from wire import Wire\n\nclass Teller(Wire):\n    def tell(self, number):\n"
            f"        return self.ask('{_URL}', {{'m': number}})\n"
        ),
    ),
}
NOT_LEFT_TO: dict[str, Mapping[str, str]] = {
    "a function that only looks at it": {
        "wire.py": "import requests\n\ndef api(where, form):\n    requests.get('https://status.example.org')\n    return len(where)\n",
    },
    "a function that asks for something else of what it is given": {
        "wire.py": "import requests\n\ndef api(where, form):\n    host = where.split('/')\n    print(where)\n",
    },
}


@pytest.mark.parametrize(("files", "teller"), LEFT_TO.values(), ids=LEFT_TO)
def test_a_request_may_be_left_to_any_function_that_makes_it(
    tmp_path: Path, files: Mapping[str, str], teller: str
) -> None:
    result = audited(tmp_path, {**files, "tell.py": teller})
    sends = [(d.channel_id, str(d.location.path)) for d in result.detections if d.role == "send"]
    assert sends == [("smsbao", "tell.py")]


@pytest.mark.parametrize("files", NOT_LEFT_TO.values(), ids=NOT_LEFT_TO)
def test_who_makes_no_request_is_left_none(tmp_path: Path, files: Mapping[str, str]) -> None:
    teller = _TELLS.format(imports="from wire import api", call="api")
    result = audited(tmp_path, {**files, "tell.py": teller})
    assert [d for d in result.detections if d.role == "send"] == []


_WIRE = "import requests\n{imports}\nHOST = 'https://api.smsbao.com'\n\n\ndef ask(what, form):\n    return requests.get({address}, form)\n"
BEHIND = {
    "a text with a name in it": _WIRE.format(imports="", address="f'{HOST}{what}'"),
    "a sum": _WIRE.format(imports="", address="HOST + what"),
    "a text that is filled in": _WIRE.format(imports="", address="'{}{}'.format(HOST, what)"),
    "a link": _WIRE.format(imports="from urllib.parse import urljoin", address="urljoin(HOST, what)"),
}


@pytest.mark.parametrize("wire", BEHIND.values(), ids=BEHIND)
def test_who_calls_says_what_is_asked_behind_the_base(wire: str, tmp_path: Path) -> None:
    files = {
        "wire.py": wire,
        "tell.py": "import wire\n\n\ndef tell(number):\n    wire.ask('/sms', {'m': number})\n",
    }
    result = audited(tmp_path, files)
    sends = [(d.channel_id, str(d.location.path)) for d in result.detections if d.role == "send"]
    assert sends == [("smsbao", "wire.py")]


@pytest.mark.parametrize("wire", BEHIND.values(), ids=BEHIND)
def test_who_asks_for_something_else_there_sends_nothing(wire: str, tmp_path: Path) -> None:
    files = {"wire.py": wire, "left.py": "import wire\n\n\ndef left():\n    return wire.ask('/query', {})\n"}
    assert [d for d in audited(tmp_path, files).detections if d.role == "send"] == []


_COMMAND = "gammu-smsd-inject TEXT {number}"
_RUNS = "import os\n{imports}\n\n\ndef tell(number):\n{body}\n"
COMMANDS = {
    "a setting of Django": {
        "site/settings.py": "SMS_COMMAND = 'gammu-smsd-inject TEXT %s'\n",
        "tell.py": _RUNS.format(
            imports="from django.conf import settings", body="    os.system(settings.SMS_COMMAND % number)"
        ),
    },
    "a file of settings": {
        "conf.ini": f"[alarm]\nsms_command = {_COMMAND}\n",
        "tell.py": _RUNS.format(
            imports="import configparser\nconf = configparser.ConfigParser()\nconf.read('conf.ini')",
            body="    line = conf['alarm']['sms_command'].format(number=number)\n    os.system(line)",
        ),
    },
    "a constant": {
        "const.py": "SMS_TOOL = '/usr/bin/gammu-smsd-inject'\n",
        "tell.py": _RUNS.format(
            imports="import subprocess\nfrom const import SMS_TOOL",
            body="    subprocess.run([SMS_TOOL, 'TEXT', number])",
        ),
    },
}


@pytest.mark.parametrize("files", COMMANDS.values(), ids=COMMANDS)
def test_a_command_that_another_file_spells_out_is_run_where_it_is_run(
    files: Mapping[str, str], tmp_path: Path
) -> None:
    sends = [d for d in audited(tmp_path, files).detections if d.role == "send"]
    assert [d.channel_id for d in sends if d.location.path == "tell.py"] == ["gammu"]


def test_a_setting_that_is_only_looked_at_runs_nothing(tmp_path: Path) -> None:
    files = {
        "site/settings.py": "SMS_COMMAND = 'gammu-smsd-inject TEXT %s'\n",
        "tell.py": "import os\nfrom django.conf import settings\nprint(settings.SMS_COMMAND)\nos.system('ls')\n",
    }
    sends = [d for d in audited(tmp_path, files).detections if d.role == "send"]
    assert [str(d.location.path) for d in sends] == ["site/settings.py"]
