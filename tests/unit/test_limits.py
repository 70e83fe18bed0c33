"""What is too much to be looked at is told, not left out in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from smsaudit.model.gap import GapKind
from tests.support.audits import audited

FAMILY = (
    "import requests\n\n\nclass Base:\n    url = ''\n\n    def send(self, phone, text):\n"
    "        requests.post(self.url, json={'phone': phone, 'sms': text})\n\n\n"
)
BY_HOST = (
    "import requests\n\nfrom hosts import HOSTS\n\n\ndef send_sms(name, phone):\n"
    "    requests.post(HOSTS[name] + '/v2/sms/single_send.json', json={'mobile': phone})\n"
)
BY_SETTING = (
    "import os\nimport requests\n\n\ndef send_sms(phone):\n"
    "    requests.post(os.environ['SMS_GATEWAY_URL'], json={'mobile': phone})\n"
)


def _family(count: int) -> str:
    return FAMILY + "\n\n".join(
        f"class Of{number}(Base):\n    url = 'https://sms{number}.example.net/send'\n"
        for number in range(count)
    )


def _settings(count: int) -> dict[str, str]:
    files = {
        f"deploy/{number:02}.env": "SMS_GATEWAY_URL=https://sms.example.net/send\n" for number in range(count)
    }
    return files | {"deploy/zz.env": "SMS_GATEWAY_URL=http://127.0.0.1:13013/cgi-bin/sendsms\n"}


@pytest.mark.parametrize(("count", "told"), [(20, []), (60, [("sms.py", 8)])])
def test_a_send_to_more_addresses_than_were_looked_at(
    tmp_path: Path, count: int, told: list[tuple[str, int]]
) -> None:
    result = audited(tmp_path, {"sms.py": _family(count)})
    assert [(gap.path, gap.line) for gap in result.gaps if gap.kind is GapKind.LIMIT] == told


def test_every_host_of_a_table_is_put_together_with_the_path(tmp_path: Path) -> None:
    hosts = [f"https://a{number:02}.example.net" for number in range(30)] + ["https://sms.yunpian.com"]
    table = "".join(f"    'n{number}': '{host}',\n" for number, host in enumerate(hosts))
    result = audited(tmp_path, {"sms.py": BY_HOST, "hosts.py": f"HOSTS = {{\n{table}}}\n"})
    assert "yunpian" in {each.channel_id for each in result.detections if each.location.path == "sms.py"}


@pytest.mark.parametrize("count", [20, 70])
def test_settings_of_many_files_are_read_or_told(tmp_path: Path, count: int) -> None:
    result = audited(tmp_path, {"sms.py": BY_SETTING, **_settings(count)})
    is_told = any(gap.kind is GapKind.LIMIT and "SMS_GATEWAY_URL" in gap.reason.en for gap in result.gaps)
    sends = {each.channel_id for each in result.detections if each.location.path == "sms.py"}
    assert is_told != ("kannel" in sends)
