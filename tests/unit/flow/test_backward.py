"""Which of too many files are read for callers."""

from __future__ import annotations

from tests.unit.flow.acme import SENDER, build, entries

SEND = "acme.send"


def test_of_many_files_with_an_everyday_name_those_that_import_the_module_are_read() -> None:
    sender = "import acme\ndef send(to):\n    acme.Client().send(to)\n"
    others = {f"other{n}.py": "def go(mail):\n    mail.send('texting')\n" for n in range(20)}
    app = "from texting import send\ndef go():\n    send(1)\n"
    flow, whole = build({"texting.py": sender, "zzz.py": app, **others})
    assert [step.name for step in flow.flows[0].steps] == ["go", "send", SEND]
    assert "zzz.py" in whole.library.loaded()
    assert len(whole.library.loaded()) <= 15
    assert [gap.kind for gap in flow.gaps] == ["limit"]


def test_of_more_files_than_are_read_those_that_may_make_entry_points_come_first() -> None:
    sender = SENDER + "".join(f"def text_{kind}(to):\n    send_text(to)\n" for kind in "abcd")
    others = {
        f"other_{kind}{number}.py": f"from sms import text_{kind}\ndef go():\n    text_{kind}(1)\n"
        for kind in "abcd"
        for number in range(30)
    }
    routes = "from flask import Flask\nfrom sms import text_a\napp = Flask(__name__)\napp.add_url_rule('/code', view_func=text_a)\n"
    flow, whole = build({"sms.py": sender, "urls.py": routes, **others})
    assert [gap.kind for gap in flow.gaps] == ["limit"]
    assert len(whole.library.loaded()) < len(others)
    assert [entry.route for entry in flow.entry_points] == ["/code"]


def test_where_room_runs_out_the_routes_of_what_was_found_come_first() -> None:
    names = ("deliver_welcome", "deliver_receipt", "deliver_warning")
    sources = {
        "sms.py": SENDER,
        "mid.py": "from sms import send_text\n"
        + "".join(f"def {name}():\n    send_text(1)\n" for name in names),
        "z/__init__.py": "",
        "z/views.py": "from django.views import View\nfrom sms import send_text\nclass Codes(View):\n    def post(self, request):\n        send_text(1)\n",
        "z/urls.py": "from django.urls import path\nfrom z.views import Codes\nurlpatterns = [path('codes/', Codes.as_view())]\n",
    }
    for number in range(120):
        name = names[number % len(names)]
        sources[f"a{number:03}.py"] = (
            f"from django.urls import path\nfrom mid import {name}\ndef go{number}():\n    {name}()\n"
        )
    assert "codes/" in {entry.route.lstrip("/") for entry in entries(sources)}
