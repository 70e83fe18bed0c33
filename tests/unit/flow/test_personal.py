"""What is logged or stored about a recipient on the way."""

from __future__ import annotations

import pytest

from tests.unit.flow.acme import SENDER, build

HEAD = (
    "import logging\nfrom django.core.cache import cache\nfrom sms import send_text\nlogger = logging.getLogger(__name__)\n"
    "def mask(text): ...\n"
    "def go(phone, code, user, answer):\n    {line}\n    send_text(phone)\n"
)

KEPT: list[tuple[str, list[tuple[str, str, str]]]] = [
    ("logger.info('sent to %s', phone)", [("phone", "log", "phone")]),
    ("logger.info(f'sent {code} to {phone}')", [("code", "log", "code"), ("phone", "log", "phone")]),
    ("print(user.phone)", [("phone", "log", "phone")]),
    ("logging.warning('to ' + str(phone))", [("phone", "log", "phone")]),
    ("cache.set(phone, code, 60)", [("phone", "store", "phone"), ("code", "store", "code")]),
    ("logger.info('sent to %s', mask(phone))", []),
    ("logger.info('sent to %s', phone[-4:])", []),
    ("logger.info('answer %s', answer.code)", []),
    ("logger.info('sent')", []),
    ("mask(phone)", []),
    ("current_app.logger.info(phone)", [("phone", "log", "phone")]),
    ("self.logger.error('no %s', phone)", [("phone", "log", "phone")]),
    ("corp.audit_log.warning(phone)", [("phone", "log", "phone")]),
    ("user._LOG.debug(code)", [("code", "log", "code")]),
    ("corp.blog.info(phone)", []),
    ("corp.logger.rotate(phone)", []),
]
"""Lines, and what they keep. Nothing in the tree says what `corp`, `current_app` or `self` is."""


@pytest.mark.parametrize(("line", "kept"), KEPT, ids=[line for line, _ in KEPT])
def test_what_is_kept_unmasked_is_told_with_its_place(line: str, kept: list[tuple[str, str, str]]) -> None:
    (flow,) = build({"sms.py": SENDER, "app.py": HEAD.format(line=line)})[0].flows
    assert [(each.kind, each.sink, each.name) for each in flow.kept] == kept
    assert {str(each.location) for each in flow.kept} <= {"app.py:7"}


def test_a_bare_code_is_one_for_a_phone_only_where_the_function_speaks_of_phones() -> None:
    said = "import logging\ndef {name}({first}, code):\n    logging.warning('bad %s', code)\n    send_text({first})\n"
    for name, first, kept in [("login", "openid", 0), ("login", "mobile", 1), ("send_sms_code", "user", 1)]:
        (flow,) = build({"app.py": SENDER + said.format(name=name, first=first)})[0].flows
        assert (name, first, len([each for each in flow.kept if each.kind == "code"])) == (name, first, kept)


def test_a_function_that_is_handed_the_number_counts() -> None:
    other = "import logging\ndef note(mobile):\n    logging.info(mobile)\ndef go(phone):\n    note(phone)\n    send_text(phone)\n"
    (flow,) = build({"sms.py": SENDER + other})[0].flows
    assert [(each.kind, str(each.location)) for each in flow.kept] == [("phone", "sms.py:6")]


@pytest.mark.parametrize(
    "origin",
    [
        "from corp.logs import logger",
        "from loguru import logger",
        "from celery.utils.log import get_task_logger\nlogger = get_task_logger(__name__)",
    ],
)
def test_a_logger_from_elsewhere_logs(origin: str) -> None:
    other = f"{origin}\ndef go(phone):\n    logger.info('to %s', phone)\n    send_text(phone)\n"
    (flow,) = build({"sms.py": SENDER + other})[0].flows
    assert [each.kind for each in flow.kept] == ["phone"]


def test_a_logger_of_the_tree_is_judged_by_what_it_does() -> None:
    own = "class Logger:\n    def info(self, phone): self.seen = True\nlogger = Logger()\n"
    other = f"{own}def go(phone):\n    logger.info(phone)\n    send_text(phone)\n"
    (flow,) = build({"sms.py": SENDER + other})[0].flows
    assert flow.kept == ()


def test_a_function_that_is_not_on_the_way_does_not_count() -> None:
    other = "import logging\ndef other(phone):\n    logging.info(phone)\n"
    (flow,) = build({"sms.py": SENDER + other})[0].flows
    assert flow.kept == ()
