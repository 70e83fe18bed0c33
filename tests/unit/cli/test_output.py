"""Where reports go, and that no file is ever half a report."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import click
import pytest

from smsaudit.cli.output import Destination, check, destinations, emit, write
from smsaudit.model.errors import SmsauditError
from smsaudit.report import FORMATS

Bytes = pytest.CaptureFixture[bytes]

TEXT_OUT = Destination("text", "-")


@pytest.mark.parametrize(
    ("chosen", "outputs", "wanted"),
    [
        (None, [], [TEXT_OUT]),
        ("json", [], [Destination("json", "-")]),
        (None, ["a.json"], [Destination("json", "a.json")]),
        (None, ["a.txt"], [Destination("text", "a.txt")]),
        (None, ["a.html"], [Destination("html", "a.html")]),
        (None, ["a.md"], [Destination("markdown", "a.md")]),
        (None, ["a.csv"], [Destination("csv", "a.csv")]),
        (None, ["a.xlsx"], [Destination("xlsx", "a.xlsx")]),
        (None, ["a"], [Destination("text", "a")]),
        ("text", ["a.json"], [Destination("text", "a.json")]),
        (None, ["json=a"], [TEXT_OUT, Destination("json", "a")]),
        ("json", ["text=a"], [Destination("json", "-"), Destination("text", "a")]),
        (None, ["json=-"], [Destination("json", "-")]),
        (None, ["json=-", "text=a"], [Destination("json", "-"), Destination("text", "a")]),
        (None, ["-"], [TEXT_OUT]),
        (None, ["./json=a"], [Destination("text", "./json=a")]),
        (None, ["json=a=b"], [TEXT_OUT, Destination("json", "a=b")]),
        (None, [r"C:\out\a.json"], [Destination("json", r"C:\out\a.json")]),
        (None, [r"json=C:\out\a"], [TEXT_OUT, Destination("json", r"C:\out\a")]),
    ],
)
def test_format_and_output_together_say_what_goes_where(
    chosen: str | None, outputs: list[str], wanted: list[Destination]
) -> None:
    assert list(destinations(chosen, outputs)) == wanted


@pytest.mark.parametrize("outputs", [["a", "a"], ["-", "json=-"], ["json=a", "text=./a"]])
def test_two_reports_never_share_a_file(outputs: list[str]) -> None:
    with pytest.raises(click.BadParameter, match="named twice"):
        destinations(None, outputs)


def test_a_file_is_replaced_in_one_move(tmp_path: Path) -> None:
    file = tmp_path / "report"
    file.write_text("old", encoding="utf-8")
    file.chmod(0o640)
    before = file.stat().st_ino
    write(str(file), "短信")
    assert file.read_text(encoding="utf-8") == "短信"
    assert file.stat().st_ino != before
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [file]


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.touch()
    write(str(tmp_path / "report"), "x")
    assert (tmp_path / "report").stat().st_mode == usual.stat().st_mode


def test_a_link_stays_and_its_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "report")
    write(str(tmp_path / "link"), "x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "report").read_text(encoding="utf-8") == "x"


def test_a_device_is_written_to_directly() -> None:
    write(os.devnull, "x")
    assert Path(os.devnull).is_char_device() or os.name == "nt"


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_old: str, _new: Path) -> None:
        raise OSError(28, "No space left on device")

    file = tmp_path / "report"
    file.write_text("old", encoding="utf-8")
    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(SmsauditError, match="cannot be written: No space left on device"):
        write(str(file), "new")
    assert file.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_everything_that_cannot_be_written_is_named_at_once(tmp_path: Path) -> None:
    wanted = [Destination("text", str(tmp_path)), Destination("json", str(tmp_path / "a" / "b")), TEXT_OUT]
    with pytest.raises(SmsauditError) as caught:
        check(wanted)
    assert [problem.what for problem in caught.value.problems] == [
        "is a folder",
        f"there is no folder {tmp_path / 'a'}",
    ]


def test_a_lone_surrogate_is_written_as_an_escape(tmp_path: Path) -> None:
    write(str(tmp_path / "report"), "a\udc80")
    assert (tmp_path / "report").read_bytes() == b"a\\udc80"


def test_every_suffix_stands_for_a_format_that_exists() -> None:
    suffixes = (".csv", ".htm", ".html", ".json", ".md", ".txt", ".xlsx")
    assert {destinations(None, [f"a{suffix}"])[0].format for suffix in suffixes} <= set(FORMATS)


def test_bytes_are_written_and_printed_as_they_are(tmp_path: Path, capfdbinary: Bytes) -> None:
    file = tmp_path / "a.xlsx"
    write(str(file), b"PK\x03\r\n\xff")
    assert file.read_bytes() == b"PK\x03\r\n\xff"
    emit(b"PK\x03\r\n\xff")
    assert capfdbinary.readouterr().out == b"PK\x03\r\n\xff"


def test_a_workbook_is_not_printed_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    with pytest.raises(click.UsageError, match=r"-o report\.xlsx"):
        check([Destination("xlsx", "-")])
    check([Destination("text", "-")])
