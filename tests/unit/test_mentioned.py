"""What only imports the request of a send names its channel; the call in another file is the send."""

from __future__ import annotations

from pathlib import Path

from smsaudit.model.signature import Role
from tests.support.audits import audited

_BUILDS = """package shop;
import com.tencentcloudapi.sms.v20210111.models.SendSmsRequest;
class Build {
    SendSmsRequest build(String[] to) {
        SendSmsRequest made = new SendSmsRequest();
        made.setPhoneNumberSet(to);
        made.setTemplateParamSet(to);
        return made;
    }
}
"""
_SENDS = """package shop;
import com.tencentcloudapi.sms.v20210111.SmsClient;
class Texts {
    private SmsClient way;
    Object send(Build build) { return way.SendSms(build.build(to)); }
}
"""


def _roles(files: dict[str, str], tmp_path: Path) -> list[tuple[str, Role]]:
    found = audited(tmp_path, files).detections
    return sorted((each.location.path, each.role) for each in found)


def test_what_only_imports_a_request_that_is_sent_elsewhere_sends_nothing(tmp_path: Path) -> None:
    files = {"Build.java": _BUILDS, "Texts.java": _SENDS}
    assert _roles(files, tmp_path) == [("Build.java", Role.IMPORT), ("Texts.java", Role.SEND)]


def test_where_no_call_is_seen_the_words_are_the_send(tmp_path: Path) -> None:
    assert _roles({"Build.java": _BUILDS}, tmp_path) == [("Build.java", Role.SEND)]


def test_a_call_in_a_test_sends_nothing_for_production(tmp_path: Path) -> None:
    files = {"src/main/java/Build.java": _BUILDS, "src/test/java/TextsTest.java": _SENDS}
    assert [role for path, role in _roles(files, tmp_path) if "main" in path] == [Role.SEND]
