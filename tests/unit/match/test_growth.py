"""The work on one file grows with its size, not with the square of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from smsaudit.model.signature import CombinationTarget, Role, Shape, ShapeTarget, SignatureKind, UrlTarget
from tests.support.growth import counted
from tests.support.program import detections
from tests.unit.match.patterns import pattern, signature

FEW, MANY = 40, 160
ACME = signature(
    pattern(UrlTarget(("sms.acme.com",)), Role.SEND, "acme.request"),
    pattern(CombinationTarget(((1, ("SendSmsRequest",)),)), Role.SEND, "acme.command", languages=("java",)),
)
UNKNOWN = signature(
    pattern(ShapeTarget(Shape.SMS_REQUEST), Role.SEND, "unknown.request", languages=("java", "javascript")),
    kind=SignatureKind.UNKNOWN,
)

FILES: dict[str, Callable[[int], str]] = {
    "constants.js": lambda n: (
        lines(n, "const URL_{0} = 'https://sms.acme.com/{0}'")
        + lines(n, "export const s{0} = p => axios.post(URL_{0}, {{mobile: p}})")
    ),
    "one_name.js": lambda n: (
        lines(n, "url = 'https://sms.acme.com/send'")
        + lines(n, "function s{0}(p) {{ axios.post(url, {{mobile: p}}) }}")
    ),
    "kept.js": lambda n: (
        lines(n, "function s{0}(c) {{ c.url = 'https://sms.acme.com/send'; return c }}")
        + "function go(c, phone) { return axios.post(c.url, {phone}) }\n"
    ),
    "calls.js": lambda n: (
        "function send_0(phone, content) { return axios.post('https://gw.acme.cn/', {phone, content}) }\n"
        + "".join(
            f"function send_{i}(phone, content) {{ {f'send_{i - 1}(phone, content);' * 2} }}\n"
            for i in range(1, n)
        )
    ),
    "inside.rb": lambda n: (
        "class S\n"
        + lines(
            n, "  def s{0}(p)\n    HTTParty.post('https://sms.acme.com/send', body: {{mobile: p}})\n  end"
        )
        + "end\n"
    ),
    "helper.go": lambda n: (
        "package x\n"
        + lines(n, 'func s{0}(p string) {{ note("a"); u := "https://sms.acme.com/send"; wrap(u, p) }}')
        + "func note(s string) { println(s) }\n"
    ),
    "Commands.java": lambda n: (
        "class A { void s() {\n"
        + lines(n, "  SendSmsRequest r{0} = new SendSmsRequest(); client.execute(r{0});")
        + "}}\n"
    ),
    "Unknown.java": lambda n: (
        "class A {\n"
        + lines(n, '  static final String URL{0} = "http://gw{0}.acme.cn/x";')
        + lines(
            n,
            "  void sendSms{0}(String mobile, String content) {{ HttpUtil.post(url, f(mobile, content)); }}",
        )
        + "}\n"
    ),
}


def lines(count: int, line: str) -> str:
    """So many lines, numbered."""
    return "".join(f"{line.format(number)}\n" for number in range(count))


def work(name: str, count: int) -> tuple[int, int]:
    """How many functions are called to read and match a file of so many senders, and how many are found."""
    source = FILES[name](count)
    found, called = counted(lambda: detections({name: source}, [ACME, UNKNOWN]))
    return called, len(found)


@pytest.mark.parametrize("name", sorted(FILES.keys() - {"calls.js"}))
def test_four_times_the_senders_are_about_four_times_the_work(name: str) -> None:
    work(name, FEW)  # what is worked out once
    few, found = work(name, FEW)
    many, more = work(name, MANY)
    assert more in ({found} if found == 1 else {found * MANY // FEW})
    assert many < 5 * few


def test_functions_that_call_one_another_twice_do_not_double_the_work() -> None:
    work("calls.js", 8)
    assert work("calls.js", 16)[0] < 3 * work("calls.js", 8)[0]
