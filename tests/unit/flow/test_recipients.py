"""Whose numbers a flow sends to."""

from __future__ import annotations

import pytest

from smsaudit.model.flow import Flow
from tests.support.program import Sources
from tests.unit.flow.acme import SENDER, build

FLASK = "from flask import Flask, request\nfrom sms import send_text\napp = Flask(__name__)\n"
ROUTE = "@app.post('/code')\ndef go():\n"
SETTINGS = "from django.conf import settings\n"

SHOWN: dict[str, tuple[Sources | str, list[tuple[str, str]]]] = {
    "the request": (ROUTE + "    send_text(request.json['phone'])\n", [("users", "request.json.phone")]),
    "the request, asked": (
        ROUTE + "    phone = request.form.get('mobile')\n    send_text(phone)\n",
        [("users", "request.form.mobile")],
    ),
    "a part of the path": ("@app.post('/code/<phone>')\ndef go(phone):\n    send_text(phone)\n", [("users", "phone")]),
    "a record": (
        ROUTE + "    user = find(request.args['id'])\n    send_text(user.phone)\n",
        [("users", "user.phone")],
    ),
    "records, one after the other": (
        ROUTE + "    for patient in due():\n        send_text(patient.mobile)\n",
        [("users", "patient.mobile")],
    ),
    "a number that is written out": (ROUTE + "    send_text('13800000000')\n", [("fixed", "")]),
    "a constant": ("NUMBER = '13800000000'\n" + ROUTE + "    send_text(NUMBER)\n", [("fixed", "")]),
    "a constant of the staff": (
        "ON_CALL = ['13800000000']\n" + ROUTE + "    for phone in ON_CALL:\n        send_text(phone)\n",
        [("staff", "ON_CALL")],
    ),
    "a setting": (SETTINGS + ROUTE + "    send_text(settings.ALERT_NUMBER)\n", [("fixed", "ALERT_NUMBER")]),
    "a setting of the staff": (
        SETTINGS + ROUTE + "    for phone in settings.ADMIN_PHONES:\n        send_text(phone)\n",
        [("staff", "ADMIN_PHONES")],
    ),
    "a variable of the environment": (
        "import os\n" + ROUTE + "    send_text(os.getenv('ONCALL_PHONE'))\n",
        [("staff", "ONCALL_PHONE")],
    ),
    "records of staff": (
        "from django.contrib.auth.models import User\n"
        + ROUTE
        + "    for user in User.objects.filter(is_staff=True):\n        send_text(user.phone)\n",
        [("staff", "user.phone")],
    ),
    "a record that is looked up by itself": (ROUTE + "    for user in user:\n        send_text(user.phone)\n", [("users", "user.phone")]),
    "a record of an employee": (ROUTE + "    send_text(shift().employee.phone)\n", [("staff", "employee.phone")]),
    "cleaned first": (ROUTE + "    send_text(str(request.json['phone']).strip())\n", [("users", "request.json.phone")]),
    "what stands on the object": (
        "class Job:\n    def __init__(self, user):\n        self.to = user.phone\n    def run(self):\n        send_text(self.to)\n"
        + ROUTE
        + "    Job(request.user).run()\n",
        [("users", "user.phone")],
    ),
    "an argument of Tornado": (
        "import tornado.web\nclass Go(tornado.web.RequestHandler):\n    def post(self):\n        send_text(self.get_argument('phone'))\n",
        [("users", "self.phone")],
    ),
    "a command line": (
        "import argparse\nargs = argparse.ArgumentParser().parse_args()\nsend_text(args.phone)\n",
        [],
    ),
    "something that nobody can tell": (ROUTE + "    send_text(somewhere())\n", []),
}  # fmt: skip


@pytest.mark.parametrize("case", SHOWN)
def test_numbers_are_followed_to_where_they_come_from(case: str) -> None:
    body, expected = SHOWN[case]
    (flow,) = from_routes({"app.py": f"{FLASK}{body}", "sms.py": SENDER})
    assert [(each.kind, each.name) for each in flow.recipients] == expected


def test_each_flow_has_its_own_recipients() -> None:
    other = "@app.post('/alarm')\ndef alarm():\n    send_text('13800000000')\n"
    body = ROUTE + "    send_text(request.json['phone'])\n" + other
    found = from_routes({"app.py": FLASK + body, "sms.py": SENDER})
    assert sorted([each.kind.value for each in flow.recipients] for flow in found) == [["fixed"], ["users"]]


def test_numbers_on_a_request_object_are_found() -> None:
    sender = "import acme\ndef send_text(to):\n    message = acme.Message()\n    message.to = to\n    acme.Client().send(message)\n"
    (flow,) = from_routes(
        {"app.py": FLASK + ROUTE + "    send_text(request.json['phone'])\n", "sms.py": sender}
    )
    assert [(each.kind, str(each.location)) for each in flow.recipients] == [("users", "app.py:6")]


def from_routes(sources: Sources) -> list[Flow]:
    return [flow for flow in build(sources)[0].flows if flow.entry_point is not None]
