from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import smsaudit
from smsaudit.signatures.files import shipped_directory
from smsaudit.signatures.load import shipped

_ASK = "from smsaudit.signatures.load import shipped; from smsaudit.signatures.files import shipped_directory as d; print(d()); print(*[s.id for s in shipped()])"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package outside the checkout."""
    source = Path(smsaudit.__file__).parent
    return Path(
        shutil.copytree(source, tmp_path / "site" / "smsaudit", ignore=shutil.ignore_patterns("__pycache__"))
    )


def _asked(package: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(package.parent)}
    return subprocess.run(
        [sys.executable, "-c", _ASK],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        cwd=package.parent,
    )


def test_an_installed_package_finds_its_signatures_inside_itself(package: Path) -> None:
    shutil.copytree(shipped_directory(), package / "_signatures")
    directory, ids = _asked(package).stdout.splitlines()
    assert Path(directory) == package / "_signatures"
    assert ids.split() == [signature.id for signature in shipped()]


def test_a_package_without_its_signatures_says_so(package: Path) -> None:
    answer = _asked(package)
    assert answer.returncode != 0
    assert "the signatures are missing; install smsaudit again" in answer.stderr


def test_a_checkout_finds_the_signatures_beside_its_source() -> None:
    assert shipped_directory() == Path(smsaudit.__file__).resolve().parents[2] / "signatures"
