"""A project that says of itself that it only tries out links holds no live link; a gateway that has a simulator does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.audits import audited

_CLIENT = (
    "import smpplib.client\n\n\ndef send(to):\n    client = smpplib.client.Client('10.1.2.3', 2775)\n"
    "    client.connect()\n    client.bind_transmitter(system_id='a', password='b')\n"
    "    client.send_message(destination_addr=to, short_message=b'hi')\n"
)
_TEXTS = (
    "from twilio.rest import Client\n\n\n"
    "def send(to):\n    Client('a', 'b').messages.create(to=to, from_='+1', body='hi')\n"
)


@pytest.mark.parametrize(
    ("files", "label"),
    [
        ({"pyproject.toml": '[project]\nname = "smpp-load-test"\n'}, "none"),
        ({"go.mod": "module example.com/tools/mock-cmpp-stress-test\n"}, "none"),
        ({"package.json": '{"name": "smsc-simulator"}'}, "none"),
        ({"README.md": "# SMPP Simulator\n\nText.\n"}, "none"),
        ({"README.md": "# 短信网关模拟器\n"}, "none"),
        ({"README.md": "# SMPP gateway and simulator\n"}, "C"),
        ({"README.md": "# SMPP gateway\n\nThe simulator lies in sim/.\n"}, "C"),
        ({"pyproject.toml": '[project]\nname = "smpp-loader"\n'}, "C"),
        ({"pyproject.toml": '[project]\nname = "load-test"\n'}, "C"),
        ({"sim/package.json": '{"name": "smsc-simulator"}'}, "C"),
        ({}, "C"),
    ],
)
def test_the_name_of_a_project_tells_what_its_links_are_for(
    files: Mapping[str, str], label: str, tmp_path: Path
) -> None:
    found = audited(tmp_path, {"gate/link.py": _CLIENT} | dict(files))
    assert found.whole.verdict.label == label


def test_what_such_a_project_sends_through_a_provider_is_sent(tmp_path: Path) -> None:
    files = {"texts.py": _TEXTS, "README.md": "# SMPP Simulator\n"}
    assert audited(tmp_path, files).whole.verdict.label == "B"
