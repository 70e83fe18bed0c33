"""What is taken over from an earlier run is what a run without memory finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from smsaudit.discover import Tree
from smsaudit.model.location import TreePath
from smsaudit.model.source import SourceFile
from smsaudit.model.words import Language
from smsaudit.pipeline import Options, audit_tree
from smsaudit.report import json_v1
from tests.support.audits import AS_OF

SENDER = "from twilio.rest import Client\n\n\ndef text_customer(phone):\n    Client().messages.create(to=phone, body='hello')\n"
ROUTE = "from flask import Flask\nfrom app.sms import text_customer\n\napp = Flask(__name__)\n\n\n@app.post('/text')\ndef text():\n    text_customer(1)\n"
POLICY = "# Privacy\n\n" + "We hand your number to Twilio, which sends the code that you asked for. " * 5
BACKENDS = (
    "from django.conf import settings\nfrom django.utils.module_loading import import_string\n\n\ndef send(phone):\n"
    "    import_string(settings.SMS_BACKEND)().deliver_code(phone)\n"
)
BACKEND = (
    "from aliyunsdkcore.client import AcsClient\nfrom aliyunsdkdysmsapi.request.v20170525.SendSmsRequest import SendSmsRequest\n\n\n"
    "class Backend:\n    def deliver_code(self, phone):\n        AcsClient('a', 'b', 'c').do_action_with_exception(SendSmsRequest())\n"
)
ASK_NOBODY = "export function ask(phone) {\n  return go('http://localhost/', { phone })\n}\n"
ASK_VENDOR = "import { VENDOR_URL } from './settings'\nexport function ask(phone) {\n  return fetch(VENDOR_URL, { phone })\n}\n"
ASKER = (
    'class Asker {\n  @Value("${vendor.address}")\n  private String address;\n'
    "  void ask(String phone) { rest.postForObject(address, phone, String.class); }\n}\n"
)
PAGE = (
    "import org.springframework.web.bind.annotation.PostMapping;\n"
    'class Page {\n  Asker asker;\n  @PostMapping("/ask")\n  void page(String phone) { asker.ask(phone); }\n}\n'
)
TEXTS: Mapping[str, tuple[str | None, ...]] = {
    "app/__init__.py": ("", None, "from app.sms import text_customer\n"),
    "app/sms.py": (SENDER, SENDER + "\n# later\n", "x = 1\n", None, BACKENDS),
    "app/views.py": (ROUTE, ROUTE.replace("text_customer(1)", "pass"), "import app\n\napp.text_customer(2)\n", None),
    "app/backend.py": (None, BACKEND, BACKEND.replace("Backend", "Other")),
    "app/helpers.py": ("import json\n", "import json\n\nx = 2\n", "from app import sms\nsms.text_customer(3)\n", "# text_customer\n", None),
    "app/far.py": ("from app import helpers\n", "from app import views\nviews.text()\n", "y = 1\n"),
    "twilio.py": (None, None, "rest = None\n"),
    "settings.py": ("DEBUG = True\n", "SMS_BACKEND = 'app.backend.Backend'\n", "SMS_BACKEND = 'app.backend.Other'\n"),
    "deploy/values.yaml": ("replicas: 2\n", "replicas: 3\n", "SMS_BACKEND: app.backend.Backend\n", "TWILIO_AUTH_TOKEN: x\n", None),
    "PRIVACY.md": (None, POLICY, POLICY.replace("Twilio", "nobody")),
    "README.md": ("# A project\n", "# The project\n", None),
    "notes.bin": ("1", "2", None),
    "requirements.txt": ("flask\n", "flask\ntwilio\n", "flask\nrequests\n"),
    "Dockerfile": (None, "FROM python\n"),
    "serverless.yml": (None, "functions:\n  text:\n    handler: app.sms.text_customer\n    events:\n      - httpApi: POST /text\n"),
    "test_sms.py": (None, "from app.sms import text_customer\n\n\ndef test_it():\n    text_customer(1)\n", "def test_it():\n    assert 1\n"),
    "web/settings.js": (None, "export const VENDOR_URL = 'https://dysmsapi.aliyuncs.com/'\n", "export const VENDOR_URL = 'https://example.com/'\n"),
    "web/ask.js": (None, ASK_NOBODY, ASK_VENDOR),
    "src/application.yml": (None, "vendor:\n  address: https://dysmsapi.aliyuncs.com/\n", "vendor:\n  address: https://example.com/\n"),
    "src/Asker.java": (None, ASKER, ASKER.replace("vendor.address", "other.address"), ASKER.replace("Asker {", "Asker extends Asking {")),
    "src/Asking.java": (None, "class Asking { }\n", "class Asking implements Deep { }\n"),
    "web/Page.java": (None, PAGE, PAGE.replace("Asker asker", "Asking asker"), PAGE.replace("Asker asker", "Deep asker"), "// asker ask\n"),
    "web/routes.js": (None, "const { ask } = require('./ask')\nrouter.post('/ask', ask)\n", "const x = require('./ask')\napp.get('/', () => { x.ask(1) })\n"),
    "other/code.js": ("let a = 1\n", "let a = 2\n", "const client = require('twilio')(a, b)\nclient.messages.create({})\n", None),
}  # fmt: skip

State = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Held:
    """Contents that no disk holds."""

    texts: Mapping[str, bytes]

    def read(self, name: str) -> bytes:
        return self.texts[name]

    def expect(self, names: Iterable[str]) -> None:
        """Nothing to prepare."""


def tree_of(state: State) -> Tree:
    texts = {
        name: text.encode() for name, chosen in state.items() if (text := TEXTS[name][chosen]) is not None
    }
    paths = sorted(map(TreePath, texts))
    files = tuple(SourceFile(path, len(texts[path])) for path in paths)
    return Tree(files=files, gaps=(), commit=None, name="project", seen=len(files), contents=Held(texts))


def printed(state: State, folder: Path | None) -> str:
    return json_v1.render(audit_tree(tree_of(state), Options(as_of=AS_OF, cache=folder)), Language.EN)


@cache
def cold(state: tuple[tuple[str, int], ...]) -> str:
    return printed(dict(state), None)


@st.composite
def histories(draw: st.DrawFn) -> list[State]:
    """States of a project, each a few edits away from the one before."""
    state: State = {name: draw(st.integers(0, len(texts) - 1)) for name, texts in TEXTS.items()}
    states = [state]
    for _ in range(3):
        edited = draw(st.lists(st.sampled_from(sorted(TEXTS)), min_size=1, max_size=2, unique=True))
        state = {**state} | {name: draw(st.integers(0, len(TEXTS[name]) - 1)) for name in edited}
        states.append(state)
    return states


@settings(max_examples=15)
@given(histories())
def test_every_state_of_a_project_is_reported_as_if_no_other_had_been_seen(states: list[State]) -> None:
    with TemporaryDirectory() as folder:
        for state in states:
            assert printed(state, Path(folder)) == cold(tuple(sorted(state.items())))
