"""Names of findings that stay the same while lines move, and GitHub's own hash of a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from smsaudit.findings import line_hashes
from smsaudit.model.result import AuditResult
from tests.support.audits import audited

LINK = """\
from smpplib.client import Client

client = Client("10.1.2.3", 2775)
client.send_message(destination_addr="13800000000", short_message=b"hello")
client.send_message(destination_addr="13800000000", short_message=b"hello")
"""

GREETING = " hello; \t{0}world!!!{0}{0}{0}  \t\tGreetings{0} End{0}"
GREETED = [
    "e9496ae3ebfced30:1",
    "fb7c023a8b9ccb3f:1",
    "ce8ba1a563dcdaca:1",
    "e20e36e16fcb0cc8:1",
    "b3edc88f2938467e:1",
    "c8e28b0b4002a3a0:1",
    "c129715d7a2bc9a3:1",
]
"""The values that github/codeql-action expects of its own implementation."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["c129715d7a2bc9a3:1"]),
        (
            " a\nb\n  \t\tc\n d",
            ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
        ),
        (GREETING.format("\n"), GREETED),
        (GREETING.format("\r"), GREETED),
        (GREETING.format("\r\n"), GREETED),
        (
            "Lorem ipsum dolor sit amet.\n" * 10,
            [
                *(f"a7f2ff13bc495cf2:{n}" for n in range(1, 7)),
                "a7f2ff1481e87703:1",
                "a9cf91f7bbf1862b:1",
                "55ec222b86bcae53:1",
                "cc97dc7b1d7d8f7b:1",
                "c129715d7a2bc9a3:1",
            ],
        ),
    ],
)
def test_a_line_has_the_hash_that_code_scanning_computes(text: str, expected: list[str]) -> None:
    lines = range(1, len(expected) + 1)
    assert line_hashes(text, lines) == dict(zip(lines, expected, strict=True))


def test_characters_beyond_the_first_plane_count_twice() -> None:
    assert line_hashes("\U0001f600", {1}) == line_hashes("\ud83d\ude00", {1})


def prints(result: AuditResult) -> list[str]:
    found = [each for each in result.detections if each.pattern.startswith("smpp")]
    assert found
    assert all(each.identity is not None for each in found)
    return [each.identity.fingerprint for each in found if each.identity is not None]


def test_a_fingerprint_moves_with_its_line(tmp_path: Path) -> None:
    before = prints(audited(tmp_path / "a", {"gateway.py": LINK}))
    indented = LINK.replace("\nclient", "\n\n\n# text\nclient").replace("Client(", "Client( ")
    after = prints(audited(tmp_path / "b", {"gateway.py": indented.replace("( ", "(")}))
    assert after == before


def test_equal_lines_have_fingerprints_of_their_own(tmp_path: Path) -> None:
    found = prints(audited(tmp_path, {"gateway.py": LINK}))
    assert len(set(found)) == len(found)


def test_another_path_or_another_line_is_another_finding(tmp_path: Path) -> None:
    once = prints(audited(tmp_path / "a", {"gateway.py": LINK}))
    moved = prints(audited(tmp_path / "b", {"link.py": LINK}))
    changed = prints(audited(tmp_path / "c", {"gateway.py": LINK.replace("hello", "good day")}))
    assert not set(once) & set(moved)
    assert 0 < len(set(once) & set(changed)) < len(once)


def test_the_end_of_a_finding_is_the_end_of_its_last_line(tmp_path: Path) -> None:
    result = audited(tmp_path, {"gateway.py": LINK})
    for each in result.detections:
        assert each.identity is not None
        last = LINK.splitlines()[each.location.place.end_line - 1]
        assert each.identity.end_column == len(last) + 1
