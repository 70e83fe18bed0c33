"""Texts that speak for or against a duty, found where people read them and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path
from time import process_time

import pytest

from smsaudit.law import shipped
from smsaudit.model.advice import Duty
from smsaudit.model.checks import DutyState, TextCheck
from tests.support.audits import audited

SEND = """
import logging

from tencentcloud.sms.v20210111 import sms_client, models

client = sms_client.SmsClient(cred, "ap-guangzhou")
logger = logging.getLogger(__name__)


def send_code(phone, code):
    request = models.SendSmsRequest()
    {log}
    client.SendSms(request)
"""
POLICY = "# Privacy\n\n" + "We take care of what you entrust to us. " * 8


def of(root: Path, name: str, files: dict[str, str], log: str = "") -> Duty:
    """The duty of this name for a tree that sends codes through a provider."""
    result = audited(root, {"app/sms.py": SEND.format(log=log), **files})
    return next(duty for duty in result.advice.duties if duty.id == name)


@pytest.mark.parametrize(
    ("policy", "state"),
    [
        (POLICY + "\nVerification codes are sent by SMS through Tencent Cloud.", DutyState.MET),
        (POLICY + "\n我们通过腾讯云发送短信验证码。", DutyState.MET),
        (POLICY + "\nVerification codes are sent by SMS.", DutyState.UNMET),
        (POLICY, DutyState.UNMET),
    ],
)
def test_a_privacy_policy_names_the_provider_or_does_not(
    tmp_path: Path, policy: str, state: DutyState
) -> None:
    assert of(tmp_path, "privacy-notice", {"docs/privacy.md": policy}).state is state


def test_without_a_policy_in_the_tree_nothing_is_said_about_it(tmp_path: Path) -> None:
    found = of(tmp_path, "privacy-notice", {"README.md": POLICY + "SMS through Tencent Cloud"})
    assert (found.state, found.shown) == (DutyState.UNSEEN, ())


def test_a_policy_of_somebody_elses_package_is_not_ones_own(tmp_path: Path) -> None:
    found = of(tmp_path, "privacy-notice", {"node_modules/x/privacy.md": POLICY})
    assert found.state is DutyState.UNSEEN


@pytest.mark.parametrize(
    ("log", "state"),
    [
        ('logger.info("code %s sent to %s", code, phone)', DutyState.UNMET),
        ('logger.info(f"sent to {phone}")', DutyState.UNMET),
        ('logger.info("sent to %s", mask(phone))', DutyState.UNSEEN),
        ('logger.info("phone verification failed")', DutyState.UNSEEN),
        ("logger.info(request)", DutyState.UNSEEN),
    ],
)
def test_numbers_in_logs_are_found_and_masked_ones_are_not(
    tmp_path: Path, log: str, state: DutyState
) -> None:
    assert of(tmp_path, "minimise-bodies", {}, log=log).state is state


def test_a_log_that_no_message_passes_does_not_speak_against_it(tmp_path: Path) -> None:
    elsewhere = "import logging\n\n\ndef call(phone):\n    logging.info('calling %s', phone)\n    send_code\n"
    assert of(tmp_path, "minimise-bodies", {"app/desk.py": elsewhere}).state is DutyState.UNSEEN


def test_in_languages_that_are_only_searched_the_text_of_a_log_call_speaks(tmp_path: Path) -> None:
    java = (
        "import com.tencentcloudapi.sms.v20210111.SmsClient;\n"
        'class Code { void send(String phone) { log.info("sent to {}", phone); new SmsClient(c, "x").SendSms(r); } }\n'
    )
    found = of(tmp_path, "minimise-bodies", {"Code.java": java})
    assert found.state is DutyState.UNMET
    assert found.shown[0].location == "Code.java:2"


def test_what_is_stored_on_the_way_is_told_and_does_not_decide(tmp_path: Path) -> None:
    log = "import redis; redis.Redis().set('code', code)"
    found = of(tmp_path, "minimise-bodies", {}, log=log)
    assert found.state is DutyState.UNSEEN
    assert found.shown[0].text.en.startswith("A one-time code (code) is stored at app/sms.py:")


def test_where_nothing_sends_nothing_is_searched(tmp_path: Path) -> None:
    result = audited(tmp_path, {"docs/privacy.md": POLICY})
    assert all(duty.shown == () for duty in result.advice.duties)


@pytest.mark.parametrize(
    "check", [c for c in shipped().checks if isinstance(c, TextCheck)], ids=lambda c: c.id
)
def test_patterns_end_soon_on_hostile_text(check: TextCheck) -> None:
    pattern = re.compile(check.pattern)
    started = process_time()
    for piece in ("a", "logger.x(", "retention_", "SMS", "验证", "回", "sms_retention", "B2-2", "marketing_"):
        pattern.search(piece * 20000)
    assert process_time() - started < 5
