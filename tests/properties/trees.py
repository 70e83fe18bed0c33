"""Small trees that send text messages in many ways, put together at random."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from hypothesis import strategies as st

from smsaudit import law
from smsaudit.flow.message_flow import MessageFlow
from smsaudit.judge import Trace, judge
from smsaudit.model.declared import Declared
from tests.support.program import InMemory, Known, message_flow, shipped

Tree = Mapping[str, str]

SENDERS = {
    "twilio": "from twilio.rest import Client as {alias}\ndef send_{n}(to):\n    {alias}('AC', 't').messages.create(to=to, body='x')\n",
    "sns": "import boto3 as {alias}\ndef send_{n}(to):\n    {alias}.client('sns').publish(PhoneNumber=to, Message='x')\n",
    "smpp": (
        "import smpplib.client as {alias}\ndef send_{n}(to):\n    link = {alias}.Client('10.1.2.3', 2775)\n    link.connect()\n"
        "    link.bind_transceiver(system_id='a', password='b')\n    link.send_message(destination_addr=to)\n"
    ),
    "gammu": "import gammu as {alias}\ndef send_{n}(to):\n    m = {alias}.StateMachine()\n    m.SendSMS({{'Number': to, 'Text': 'x'}})\n",
    "http": (
        "import requests as {alias}\nURL_{n} = 'https://yun.tim.qq.com/v5/tlssmssvr/sendsms'\n"
        "def send_{n}(to):\n    {alias}.post(URL_{n}, json={{'tel': to}})\n"
    ),
    "yunpian": (
        "from yunpian_python_sdk.ypclient import YunpianClient as {alias}\n"
        "class Sender{n}:\n    def __init__(self):\n        self.c = {alias}('k')\n"
        "    def push(self, to):\n        self.c.sms().single_send({{'mobile': to}})\n"
        "def send_{n}(to):\n    Sender{n}().push(to)\n"
    ),
}
CALLERS = {
    "flask": "from flask import Flask\nfrom {module} import send_{n} as {alias}\napp = Flask(__name__)\n@app.post('/{n}')\ndef route_{n}():\n    {alias}('1')\n",
    "celery": "from celery import shared_task\nimport {module} as {alias}\n@shared_task\ndef task_{n}(to):\n    {alias}.send_{n}(to)\n",
    "choice": (
        "from django.conf import settings\nfrom {module} import send_{n} as {alias}\ndef choose_{n}(to):\n"
        "    if settings.SMS_BACKEND == '{n}':\n        {alias}(to)\n"
    ),
    "script": "from {module} import send_{n} as {alias}\nif __name__ == '__main__':\n    {alias}('1')\n",
}
BESIDE = {
    "README.md": "# Shop\n\nSends texts through Twilio.\n",
    "requirements.txt": "flask==3.0\ntwilio>=9\n",
    "settings.py": "SMS_BACKEND = 's1'\nDEBUG = False\n",
    ".env": "SMS_BACKEND=s0\n",
    "Dockerfile": "FROM python:3.12\nCMD python run.py\n",
    "docs/sms.py": "from twilio.rest import Client\nClient('a', 'b').messages.create(to='1')\n",
    "tests/test_sms.py": "from twilio.rest import Client\ndef test_it():\n    Client('a', 'b').messages.create(to='1')\n",
}
UNRELATED = {
    "other/views.py": "def send_s0(to): ...\ndef go():\n    send_s0(1)\n",
    "other/client.py": "class Client:\n    def create(self, to): ...\n    def publish(self): ...\nclass StateMachine: ...\n",
    "lib/helpers_of_mine.py": "def post(url): ...\nx = 'send_message'\n",
    "broken.py": "def f(:\n    x = = 1\n",
    "deep.py": "x = " + "[" * 300 + "]" * 300 + "\n",
    "binary.py": "\x00\x01\x02",
    "m1/send_s1.py": "import m1\nfrom . import *\n",
    "compose.yaml": "services:\n  web:\n    image: shop\n",
    "static/app.js": "function send_s0() { return 1 }\n",
    "pkg/__init__.py": "",
    "empty.py": "",
}

aliases = st.sampled_from(["c", "Client", "api", "_x", "boto3", "短信"])


@dataclass(frozen=True, slots=True)
class Plan:
    """What a tree is put together from; the same plan with other aliases is the same program."""

    senders: tuple[str, ...]
    callers: tuple[str, ...]
    beside: tuple[str, ...]

    def tree(self, aliases_of_files: tuple[str, ...]) -> dict[str, str]:
        """The files."""
        files: dict[str, str] = {}
        names = iter(aliases_of_files)
        for number, sender in enumerate(self.senders):
            files[f"shop/m{number}.py"] = SENDERS[sender].format(alias=next(names), n=f"s{number}")
        for number, caller in enumerate(self.callers):
            target = number % len(self.senders)
            text = CALLERS[caller].format(alias=next(names), n=f"s{target}", module=f"shop.m{target}")
            files[f"shop/web{number}.py"] = text
        return files | {name: BESIDE[name] for name in self.beside}


plans = st.builds(
    Plan,
    st.lists(st.sampled_from(sorted(SENDERS)), min_size=1, max_size=3).map(tuple),
    st.lists(st.sampled_from(sorted(CALLERS)), max_size=3).map(tuple),
    st.lists(st.sampled_from(sorted(BESIDE)), unique=True, max_size=4).map(tuple),
)
names_of_six = st.lists(aliases, min_size=6, max_size=6).map(tuple)
trees = st.builds(Plan.tree, plans, names_of_six)


@functools.cache
def known() -> Known:
    """All shipped signatures."""
    return Known.of(shipped().values())


def flow(tree: Tree) -> tuple[MessageFlow, InMemory]:
    """The message-flow graph of a tree."""
    return message_flow(tree, known())


def verdict(tree: Tree) -> tuple[object, ...]:
    """What the tree adds up to, without the places."""
    found, _ = flow(tree)
    trace = Trace(found.flows, found.entry_points)
    whole = judge(found.channels, found.gaps, Declared(), law.shipped(), trace=trace).verdict
    ways = sorted((one.channel, one.condition, tuple(step.name for step in one.steps)) for one in found.flows)
    channels = [
        (c.id, c.production, c.rung, c.far_end.kind, c.far_end.host, c.conditions) for c in found.channels
    ]
    return whole.leaf.id, whole.label, whole.confidence, whole.mixed, channels, ways


_COMMENTS = (
    "# comment",
    "#",
    "    # indented",
    "# from twilio.rest import Client; Client().messages.create()",
    "",
)


@st.composite
def commented(draw: st.DrawFn, tree: Tree) -> dict[str, str]:
    """The tree with comments between and behind its lines."""
    files: dict[str, str] = {}
    for path, text in tree.items():
        lines = text.split("\n")
        if path.endswith(".py"):
            for at in sorted(draw(st.sets(st.integers(0, len(lines) - 1), max_size=4)), reverse=True):
                lines.insert(at, draw(st.sampled_from(_COMMENTS)))
            lines = [re.sub(r"\)$", ")  # sends", line) if draw(st.booleans()) else line for line in lines]
        files[path] = "\n".join(lines)
    return files
