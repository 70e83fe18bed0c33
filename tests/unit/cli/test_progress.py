"""Progress is for people at a terminal."""

from __future__ import annotations

import io
import sys

import pytest

from smsaudit.cli.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def terminal(monkeypatch: pytest.MonkeyPatch, term: str = "xterm") -> Terminal:
    """Called in the test itself: pytest puts its own stream back between set-up and test."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", term)
    return stream


def test_a_terminal_sees_stage_and_count_and_a_clean_line_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = terminal(monkeypatch)
    with progress(wanted=True) as show:
        assert show is not None
        show("reading", 3, 9)
        show("reading", 4, 9)
        show("judging", 0, 0)
    assert stream.getvalue() == "\r\x1b[Kreading 3/9\r\x1b[Kjudging\r\x1b[K"


def fail_while_reading() -> None:
    with progress(wanted=True) as show:
        assert show is not None
        show("reading", 3, 9)
        raise KeyError


def test_a_failure_leaves_a_clean_line_too(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = terminal(monkeypatch)
    with pytest.raises(KeyError):
        fail_while_reading()
    assert stream.getvalue().endswith("\r\x1b[K")


@pytest.mark.parametrize(("term", "wanted"), [("dumb", True), ("xterm", False)])
def test_a_dumb_terminal_or_a_quiet_run_sees_nothing(
    monkeypatch: pytest.MonkeyPatch,
    term: str,
    wanted: bool,  # noqa: FBT001 - parametrized
) -> None:
    stream = terminal(monkeypatch, term)
    with progress(wanted=wanted) as show:
        assert show is None
    assert stream.getvalue() == ""


def test_a_pipe_sees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress(wanted=True) as show:
        assert show is None
