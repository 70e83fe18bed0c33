"""What holds for every test: no connection to anywhere, and in the project's own checks no skipping."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Generator
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

MAY_SKIP = os.environ.get("SMSAUDIT_NO_SKIPS") != "1"
"""A user's machine may lack what a test needs; the machine that checks a change may not."""

CONNECTS = frozenset({"socket.connect", "socket.sendto"})
ASKS_FOR_A_NAME = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})

settings.register_profile(  # how fast a machine is says nothing about the program
    "patient", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("patient")

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def _refuse_connections(event: str, arguments: tuple[object, ...]) -> None:
    """Audit hook of the interpreter: an audit that asks the network anything is a bug."""
    is_local = event in CONNECTS and isinstance(arguments[1], (str, bytes))  # the path of a Unix socket
    if (event in CONNECTS and not is_local) or event in ASKS_FOR_A_NAME:
        message = f"a test reached for the network: {event}"
        raise RuntimeError(message)


def pytest_configure() -> None:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or every process compiles everything anew
    sys.addaudithook(_refuse_connections)
    importlib.import_module(
        "smsaudit.scan.python.scanner"
    )  # here once, and not in every worker that is forked


def pytest_collection_finish() -> None:
    """What was collected lasts as long as the run: it is not searched for garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Generator[None]:
    """Commands under test keep their answers in a folder of this run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SMSAUDIT_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _standing_workers() -> Generator[None]:
    """Audits in the process of the tests share the processes that read."""
    from tests.support.standing import Standing

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("smsaudit.pipeline.Workers", Standing)
        yield
        Standing.end()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _without_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _without_skip((yield))


def _without_skip(report: Report) -> Report:
    """A skip as a failure with the same reason; an expected failure is none."""
    if report.skipped and not MAY_SKIP and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"SMSAUDIT_NO_SKIPS=1, and this was skipped: {reason}"
    return report


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write anew what tests compare output with")


@pytest.fixture
def regenerate(request: pytest.FixtureRequest) -> bool:
    """Whether expected output is to be written instead of compared."""
    return bool(request.config.getoption("--regenerate"))
