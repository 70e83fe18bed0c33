"""What people install: the wheel, built from the source archive, in an environment of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import venv
import zipfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import jsonschema
import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements" / "run.txt"
SHOP = ROOT / "fixtures" / "readme" / "shop"
SCAN = ("scan", "--as-of", "2026-11-21", "--format", "json")

PLANTED = "import pathlib; pathlib.Path(__file__).with_name('ran').touch()\n"


def run(command: Sequence[Path | str], folder: Path) -> subprocess.CompletedProcess[str]:
    """A process that inherits nothing by which Python or git could be led astray."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GIT_"))}
    kept["PIP_COMPILE"] = "0"  # most of what is installed is never imported
    return subprocess.run(command, cwd=folder, env=kept, capture_output=True, text=True, check=False)


def succeed(command: Sequence[Path | str], folder: Path) -> str:
    done = run(command, folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def built(kind: str, source: Path, into: Path) -> Path:
    succeed([sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", into], source)
    (archive,) = into.iterdir()
    return archive


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the source archive, so that the archive is complete as well."""
    if find_spec("hatchling") is None:
        pytest.skip("hatchling is not installed: requirements/dev.txt names it")
    folder = tmp_path_factory.mktemp("wheel")
    archive = built("sdist", ROOT, folder / "sdist")
    succeed([sys.executable, "-I", "-m", "tarfile", "--extract", archive, folder / "source"], folder)
    (source,) = (folder / "source").iterdir()
    return built("wheel", source, folder / "dist")


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that holds the wheel and its locked dependencies, nothing else."""
    home = tmp_path_factory.mktemp("environment")
    folder = home / ("Scripts" if os.name == "nt" else "bin")
    python = str(folder / "python")
    has_own = find_spec("pip") is None
    venv.create(home, with_pip=has_own)
    pip = [python, "-m", "pip"] if has_own else [sys.executable, "-m", "pip", "--python", python]
    install = [*pip, "install", "--quiet", "--disable-pip-version-check"]
    locked = run([*install, "--require-hashes", "--requirement", str(LOCK)], home)
    if re.search(r"connection|resolve|No matching distribution", locked.stderr) and locked.returncode:
        pytest.skip(f"the package index is out of reach: {locked.stderr.strip().splitlines()[-1]}")
    assert locked.returncode == 0, locked.stderr
    succeed([*install, "--no-index", "--no-deps", str(wheel)], home)
    return folder


def shipped(folder: str) -> set[str]:
    return {path.relative_to(ROOT / folder).as_posix() for path in (ROOT / folder).rglob("*.toml")}


@pytest.mark.parametrize(("folder", "packed"), [("signatures", "_signatures"), ("law", "_law")])
def test_the_wheel_holds_all_data(wheel: Path, folder: str, packed: str) -> None:
    prefix = f"smsaudit/{packed}/"
    names = {
        name.removeprefix(prefix) for name in zipfile.ZipFile(wheel).namelist() if name.startswith(prefix)
    }
    assert {name for name in names if name.endswith(".toml")} == shipped(folder)


def test_the_wheel_holds_the_package_and_nothing_of_its_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    modules = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src").rglob("*.py")}
    assert {name for name in names if name.endswith(".py")} == modules
    templates = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src").rglob("templates/*")}
    assert templates
    assert templates <= set(names)
    schemas = {f"smsaudit/_schemas/{name}-v1.schema.json" for name in ("change", "report")}
    worked_out = {f"smsaudit/_kept/{name}" for name in ("law", "signatures")}
    assert {"smsaudit/py.typed", *schemas, *worked_out} <= set(names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"smsaudit"}


def test_the_installed_program_audits_a_tree_as_the_checkout_does(scripts: Path, tmp_path: Path) -> None:
    installed = json.loads(succeed([scripts / "smsaudit", *SCAN, SHOP], tmp_path))
    checkout = json.loads(succeed([sys.executable, "-I", "-m", "smsaudit", *SCAN, SHOP], tmp_path))
    assert installed == checkout
    assert installed["verdict"]["label"] == "C"
    assert {channel["id"] for channel in installed["channels"]} == {"alibaba", "cmpp"}


def test_the_report_fits_the_schema_that_is_installed_with_it(
    scripts: Path, wheel: Path, tmp_path: Path
) -> None:
    schema = json.loads(zipfile.ZipFile(wheel).read("smsaudit/_schemas/report-v1.schema.json"))
    report = json.loads(succeed([scripts / "smsaudit", *SCAN, SHOP], tmp_path))
    jsonschema.Draft202012Validator(schema).validate(report)


def test_the_first_run_finds_worked_out_what_follows_from_the_data(scripts: Path, tmp_path: Path) -> None:
    code = (
        f"import sys; from smsaudit.cli import main; main(['scan', {str(SHOP)!r}, '-q', '--no-cache']);"
        "print(*sorted({'tomli', 'smsaudit.law.load', 'smsaudit.signatures.load'} & set(sys.modules)), 'loaded')"
    )
    python = str(scripts / "python")
    assert succeed([python, "-c", code], tmp_path).splitlines()[-1] == "loaded"
    where = "import smsaudit.beside; print(smsaudit.beside.__spec__.cached)"
    bytecode = Path(succeed([python, "-c", where], tmp_path).strip()).parent
    assert not [*bytecode.glob("law.*"), *bytecode.glob("signatures.*")]


def test_the_installed_signatures_pass_their_own_examples(scripts: Path, tmp_path: Path) -> None:
    assert succeed([scripts / "smsaudit", "signatures", "test"], tmp_path).endswith(" 0 failures\n")


def test_the_folder_one_stands_in_is_never_imported_from(scripts: Path, tmp_path: Path) -> None:
    for name in ("click", "libcst", "networkx", "rich", "smsaudit", "tomli", "yaml", "json", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text(PLANTED, encoding="utf-8")
    succeed([scripts / "smsaudit", "scan", "."], tmp_path)
    succeed([sys.executable, "-I", "-m", "smsaudit", "scan", "."], tmp_path)
    assert not (tmp_path / "ran").exists()
    assert run([scripts / "python", "-c", "import click"], tmp_path).returncode == 0
    assert (tmp_path / "ran").exists(), "the trap itself works"
