"""Which of several gateways is asked may be chosen while the program runs: of a file of configuration, a table, an enumeration."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.audits import audited

_ONE, _OTHER = "https://api.smsbao.com/sms", "https://sms.yunpian.com/v2/sms/single_send.json"
_YAML = f"default: one\ngates:\n  one:\n    url: {_ONE}\n  other:\n    url: {_OTHER}\n"
_INI = f"[one]\nurl = {_ONE}\n[other]\nurl = {_OTHER}\n"
_PARSED = (
    "import configparser\nimport requests\n\nCONF = configparser.ConfigParser()\nCONF.read('gates.ini')\n\n\n"
)
_ENV = f"ONE_SMS_URL={_ONE}\nOTHER_SMS_URL={_OTHER}\n"
_MEMBERS = f"import enum\nimport requests\n\n\nclass Gate(enum.Enum):\n    ONE = '{_ONE}'\n    OTHER = '{_OTHER}'\n\n\n"
_LOADED = "import requests\nimport yaml\n\nCONF = yaml.safe_load(open('conf.yml'))\n\n\n"


def _told(body: str) -> Mapping[str, str]:
    return {"conf.yml": _YAML, "tell.py": _LOADED + body}


def _asked(address: str, *before: str) -> str:
    lines = (*before, f"requests.post({address}, data={{'m': number, 'c': text}})")
    return "def tell(gate, number, text):\n" + "".join(f"    {line}\n" for line in lines)


OPEN: dict[str, Mapping[str, str]] = {
    "a variable": _told(_asked("CONF['gates'][gate]['url']")),
    "a key that is itself configured": _told(_asked("CONF['gates'][CONF['default']]['url']")),
    "a way with a default": _told(_asked("CONF.get('gates', {}).get(gate, {}).get('url')")),
    "all of them in turn": _told(_asked("each['url']", "for each in CONF['gates'].values():").replace("    req", "        req")),
    "all of them with their names": _told(
        _asked("each['url']", "for _, each in CONF['gates'].items():").replace("    req", "        req")
    ),
    "behind a base": _told(_asked("CONF['gates'][gate]['url'] + '?id=1'")),
    "a list": {
        "conf.yml": f"gates:\n  - name: one\n    url: {_ONE}\n  - name: other\n    url: {_OTHER}\n",
        "tell.py": _LOADED + _asked("each['url']", "for each in CONF['gates']:").replace("    req", "        req"),
    },
    "two levels": {
        "conf.yml": f"gates:\n  cn:\n    one:\n      url: {_ONE}\n    other:\n      url: {_OTHER}\n",
        "tell.py": _LOADED + _asked("CONF['gates']['cn'][gate]['url']"),
    },
    "JSON": {
        "conf.json": f'{{"gates": {{"one": {{"url": "{_ONE}"}}, "other": {{"url": "{_OTHER}"}}}}}}',
        "tell.py": "import json\nimport requests\n\nCONF = json.load(open('conf.json'))\n\n\n"
        + _asked("CONF['gates'][gate]['url']"),
    },
    "TOML": {
        "conf.toml": f"[gates.one]\nurl = '{_ONE}'\n[gates.other]\nurl = '{_OTHER}'\n",
        "tell.py": "import requests\nimport tomllib\n\nCONF = tomllib.load(open('conf.toml', 'rb'))\n\n\n"
        + _asked("CONF['gates'][gate]['url']"),
    },
    "a table of the settings": {
        "shop/settings.py": f"GATES = {{'one': {{'URL': '{_ONE}'}}, 'other': {{'URL': '{_OTHER}'}}}}\n",
        "tell.py": "import requests\nfrom django.conf import settings\n\n\n" + _asked("settings.GATES[gate]['URL']"),
    },
    "a section of an INI file": {
        "gates.ini": _INI,
        "tell.py": _PARSED + _asked("CONF[gate]['url']"),
    },
    "a section of an INI file, by its method": {
        "gates.ini": _INI,
        "tell.py": _PARSED + _asked("CONF.get(gate, 'url')"),
    },
    "a variable of the environment by a part of its name": {
        ".env": _ENV,
        "tell.py": "import os\nimport requests\n\n\n" + _asked("os.environ[f'{gate}_SMS_URL']"),
    },
    "a variable of the environment by a part of its name, upper-cased": {
        ".env": _ENV,
        "tell.py": "import os\nimport requests\n\n\n" + _asked("os.getenv('%s_SMS_URL' % gate.upper())"),
    },
    "one of two variables of the environment": {
        ".env": _ENV,
        "tell.py": "import os\nimport requests\n\n\n"
        + _asked("os.environ[name]", "name = 'ONE_SMS_URL' if gate else 'OTHER_SMS_URL'"),
    },
    "variables of the environment in turn": {
        ".env": _ENV,
        "tell.py": "import os\nimport requests\n\n\n"
        + _asked("os.environ.get(name)", "for name in ('ONE_SMS_URL', 'OTHER_SMS_URL'):").replace("    req", "        req"),
    },
    "a member of an enumeration by its name": {"tell.py": _MEMBERS + _asked("Gate[gate].value")},
    "a member of an enumeration by its text": {"tell.py": _MEMBERS + _asked("Gate(gate).value")},
    "all members of an enumeration": {"tell.py": _MEMBERS + _asked("each.value", "for each in Gate:").replace("    req", "        req")},
    "a list of the settings": {
        "shop/settings.py": f"GATES = [{{'URL': '{_ONE}'}}, {{'URL': '{_OTHER}'}}]\n",
        "tell.py": "import requests\nfrom django.conf import settings\n\n\n" + _asked("settings.GATES[0]['URL']"),
    },
}  # fmt: skip


def _channels(tmp_path: Path, files: Mapping[str, str]) -> set[str]:
    found = audited(tmp_path, files).detections
    return {each.channel_id for each in found if each.role == "send" and each.location.path == "tell.py"}


@pytest.mark.parametrize("files", OPEN.values(), ids=OPEN.keys())
def test_every_gateway_that_may_be_chosen_is_told(tmp_path: Path, files: Mapping[str, str]) -> None:
    assert _channels(tmp_path, files) == {"smsbao", "yunpian"}


@pytest.mark.parametrize(
    ("address", "conf"),
    [
        ("CONF['gates']['url']", f"gates:\n  url: {_ONE}\n  spare:\n    url: {_OTHER}\n"),
        ("CONF['gates'][gate]['url']", f"gates:\n  one:\n    url: {_ONE}\nothers:\n  other:\n    url: {_OTHER}\n"),
        ("CONF['gates'][gate]['url']", f"gates:\n  one:\n    url: {_ONE}\n    urls: {_OTHER}\n"),
        ("CONF['gates'][gate]['url']", f"gates:\n  one:\n    url: {_ONE}\n    a:\n      b:\n        url: {_OTHER}\n"),
    ],
    ids=["the very key", "another section", "another key", "too deep"],
)  # fmt: skip
def test_other_keys_are_not(tmp_path: Path, address: str, conf: str) -> None:
    assert _channels(tmp_path, {"conf.yml": conf, "tell.py": _LOADED + _asked(address)}) == {"smsbao"}


_TABLE = f'{{"sms": {{"url": "{_ONE}"}}, "shop": {{"url": "https://shop.example.com"}}}}'


@pytest.mark.parametrize(
    ("name", "source", "found"),
    [
        ("tell.js", "axios.post(config.sms.url, { m, text })", {"smsbao"}),
        ("tell.js", "axios.post(`${config.sms.url}?id=1`, { m, text })", {"smsbao"}),
        ("tell.js", "axios.post(config.shop.url, { m, text })", set()),
        ("Tell.cs", "client.PostAsync(Settings.sms.url, content)", {"smsbao"}),
    ],
)
def test_other_languages_name_the_section(tmp_path: Path, name: str, source: str, found: set[str]) -> None:
    head = "const axios = require('axios');\nconst config = require('./conf.json');\n"
    text = (
        f"{head}function tell(m, text) {{\n  return {source};\n}}\n"
        if name.endswith("js")
        else f"class Tell {{ void Go(HttpClient client, HttpContent content) {{ {source}; }} }}\n"
    )
    detections = audited(tmp_path, {"conf.json": _TABLE, name: text}).detections
    assert {each.channel_id for each in detections if each.role == "send"} == found
