"""The rules of ARCHITECTURE.md and CONTRIBUTING.md that a machine can check."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from smsaudit.cli.program import COMMANDS
from smsaudit.model.signature import SignatureKind
from smsaudit.report import FORMATS
from smsaudit.signatures.files import shipped_directory
from smsaudit.signatures.load import load

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "smsaudit"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

LONGEST_MODULE = 300
LONGEST_TEST_MODULE = 500
LONGEST_FUNCTION = 60

TOO_LONG = {
    "src/smsaudit/scan/python/expressions.py": 362,
}
"""The ratchet: modules that were too long when the limit came. Numbers may fall and entries go; nothing comes."""

BANNED_NAMES = frozenset({"base", "common", "core", "helper", "helpers", "manager", "misc", "util", "utils"})

READERS_OF_FILES = {
    "beside.py": "what is kept beside bytecode",
    "cache.py": "answers kept between runs",
    "cli/output.py": "writes reports",
    "cli/signatures.py": "copies the template",
    "cli/target.py": "looks whether the root can be listed",
    "discover": "reads the audited tree",
    "freshness.py": "lists installed packages; discover reads them",
    "gate.py": "keeps the settings of a revision while they are read",
    "installed.py": "our own files, their sizes and times",
    "law/files.py": "reads law/",
    "settings": "reads smsaudit.toml",
    "signatures": "reads signature files",
}
"""Who touches a disk, and what for. Everything else takes and returns values."""

TOUCHES_A_DISK = re.compile(
    r"open|(os|io)\.(fdopen|listdir|lstat|open|readlink|scandir|stat|unlink|walk)|tempfile\.\w+|shutil\.(copy|move|rm)\w*"
    r"|.*\.(glob|is_dir|is_file|iterdir|lstat|read_bytes|read_text|readlink|rglob|stat|unlink|write_bytes|write_text)"
)
"""What is called, as written."""

FOLDER_OF_KIND = {
    SignatureKind.PROVIDER: "providers",
    SignatureKind.PROTOCOL: "protocols",
    SignatureKind.GATEWAY: "gateways",
    SignatureKind.MODEM: "modems",
    SignatureKind.FRAMEWORK: "frameworks",
    SignatureKind.CONFERENCING: "conferencing",
    SignatureKind.CALL_CENTRE: "call-centre",
    SignatureKind.PAYMENT: "payment",
    SignatureKind.NUMBER: "numbers",
    SignatureKind.UNKNOWN: "unknown",
}

INTRUDERS = {
    "flow/paths.py": ("import socket", "No network, ever"),
    "judge/procedure.py": ("import libcst", "LibCST stays in scan.python.foreign"),
    "match/detect.py": ("import networkx", "networkx stays in flow, and writes graphs"),
    "pipeline.py": ("import click", "click stays in cli"),
    "report/view.py": ("import docx", "Word documents are written in one place"),
    "settings/log.py": ("import tomlkit", "tomlkit stays where our own files are written"),
    "report/json_v1.py": ("import rich", "rich stays in the terminal report"),
    "report/order.py": ("import jinja2", "Jinja stays in pages"),
    "report/records.py": ("import xlsxwriter", "XlsxWriter stays in the workbook"),
    "scan/search.py": ("import tomli", "tomli stays where our own files are read"),
    "resolve/names.py": ("import yaml", "Parsers of scanned files stay in scan"),
    "scan/read.py": ("import pathspec", "pathspec stays in discover"),
    "scan/text_code.py": (
        "import subprocess",
        "Other processes: git in discover, our own workers in scan",
    ),
    "settings/facts.py": ("import pickle", "Nothing that runs or unpickles what it reads"),
    "advise/advice.py": ("import smsaudit.judge", "One direction"),
    "library.py": ("import sqlite3", "Answers are kept in one place"),
}
"""Module -> an import that has no business there, and the contract that says so."""


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def modules(*roots: Path) -> list[Path]:
    return sorted(path for root in roots for path in root.rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def tracked_files() -> list[Path]:
    command = [
        "git",
        "-c",
        "safe.directory=*",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    if not (ROOT / ".git").exists():
        pytest.skip("this is not a git checkout, so nobody knows which files belong to it")
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def test_the_import_contracts_hold() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout


def test_every_import_contract_can_break(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "smsaudit", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, (line, _) in INTRUDERS.items():
        module = tmp_path / "smsaudit" / name
        module.write_text(f"{module.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    done = lint_imports(tmp_path)
    broken = set(re.findall(r"^(.+) BROKEN", done.stdout, re.MULTILINE))
    assert broken == {contract for _, contract in INTRUDERS.values()}, done.stdout
    assert broken == {contract["name"] for contract in PROJECT["tool"]["importlinter"]["contracts"]}


def test_modules_are_short() -> None:
    limits = [(path, LONGEST_MODULE) for path in (*modules(PACKAGE), ROOT / "run.py")]
    limits += [(path, LONGEST_TEST_MODULE) for path in modules(ROOT / "tests")]
    lengths = {name_of(path): (len(path.read_text("utf-8").splitlines()), limit) for path, limit in limits}
    over = {name: length for name, (length, limit) in lengths.items() if length > TOO_LONG.get(name, limit)}
    assert over == {}, "split them; the ratchet takes no new entries and no higher numbers"
    cured = [name for name in TOO_LONG if name not in lengths or lengths[name][0] <= lengths[name][1]]
    assert cured == [], "these are short enough now: take them out of the ratchet"


def test_functions_are_short() -> None:
    over = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in (*modules(PACKAGE, ROOT / "tests"), ROOT / "run.py")
        for node in ast.walk(parsed(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (node.end_lineno or node.lineno) - node.lineno >= LONGEST_FUNCTION
    ]
    assert over == []


def test_modules_are_named_after_the_one_thing_they_hold() -> None:
    nondescript = [
        name_of(path)
        for path in modules(PACKAGE, ROOT / "tests")
        if {path.stem, path.parent.name} & BANNED_NAMES
    ]
    assert nondescript == []


def model_classes() -> Iterator[tuple[str, ast.ClassDef]]:
    for path in modules(PACKAGE / "model"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ClassDef):
                yield f"{name_of(path)}:{node.lineno} {node.name}", node


def options(node: ast.ClassDef) -> set[str]:
    """Keywords given to a class as True."""
    return {str(k.arg) for k in node.keywords if isinstance(k.value, ast.Constant) and k.value.value is True}


def bases(node: ast.ClassDef) -> set[str]:
    return {ast.unparse(base) for base in node.bases}


def test_records_of_the_model_are_frozen() -> None:
    records = {where: options(node) for where, node in model_classes() if "Struct" in bases(node)}
    assert [where for where, given in records.items() if "frozen" not in given] == []
    assert len(records) > 1


def test_records_are_structs() -> None:
    """A dataclass takes forty times as long to define, and every start pays for each that it meets."""
    users = [name_of(path) for path in modules(PACKAGE) if "import dataclass" in path.read_text("utf-8")]
    assert users == []


def test_the_model_holds_nothing_that_can_be_changed() -> None:
    mutable = {
        "list",
        "dict",
        "set",
        "bytearray",
        "defaultdict",
        "deque",
        "MutableMapping",
        "MutableSequence",
    }
    changeable = [
        f"{where}.{ast.unparse(field.target)}"
        for where, node in model_classes()
        for field in node.body
        if isinstance(field, ast.AnnAssign)
        and {name.id for name in ast.walk(field.annotation) if isinstance(name, ast.Name)} & mutable
    ]
    assert changeable == []


def test_the_model_imports_only_itself_and_the_standard_library() -> None:
    foreign = []
    for path in modules(PACKAGE / "model"):
        for node in ast.walk(parsed(path)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            foreign += [
                f"{name_of(path)}: {name}"
                for name in names
                if name.partition(".")[0] not in sys.stdlib_module_names | {"msgspec"}
                and not name.startswith("smsaudit.model")
            ]
    assert foreign == []


def calls(path: Path) -> Iterator[tuple[int, str]]:
    """Line and spelling of everything that is called."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def test_only_the_modules_that_are_meant_to_touch_a_disk_do() -> None:
    found: set[str] = set()
    for path in modules(PACKAGE):
        name = path.relative_to(PACKAGE).as_posix()
        if any(TOUCHES_A_DISK.fullmatch(called) for _, called in calls(path)):
            found.add(next((each for each in READERS_OF_FILES if f"{name}/".startswith(f"{each}/")), name))
    assert found == set(READERS_OF_FILES)


def test_nothing_evaluates_code() -> None:
    banned = {"eval", "exec", "execfile", "__import__"}
    found = [
        f"{name_of(path)}:{line} {name}"
        for path in modules(PACKAGE)
        for line, name in calls(path)
        if name in banned
    ]
    assert found == []


def defines(path: Path, name: str) -> bool:
    return any(getattr(node, "name", "") == name for node in parsed(path).body)


def test_every_command_is_registered() -> None:
    written = {f"smsaudit.cli.{path.stem}" for path in modules(PACKAGE / "cli") if defines(path, "command")}
    assert set(COMMANDS.values()) == written


def test_every_format_is_registered() -> None:
    folder = PACKAGE / "report"
    written = {path.stem for path in folder.glob("*.py") if defines(path, "render")}
    written |= {path.parent.name for path in folder.glob("*/__init__.py") if defines(path, "render")}
    assert {re.sub(r"_v\d+$", "", name) for name in written} == set(FORMATS)


def test_every_signature_lies_in_the_folder_of_its_kind() -> None:
    known = load((shipped_directory(),))
    misplaced = [
        each.file for each in known if Path(each.file).parent.as_posix() != FOLDER_OF_KIND[each.kind]
    ]
    assert misplaced == []
    assert set(FOLDER_OF_KIND) == set(SignatureKind)


def test_no_file_names_a_machine_or_a_package_registry() -> None:
    hosts = (
        r"pypi\.org|pythonhosted\.org|registry\.npmjs|registry\.yarnpkg|npmmirror|proxy\.golang|repo1?\.maven"
    )
    places = r"/(?:home|Users)/(?!eve\b)[A-Za-z][\w.-]*/|/root/\w|[A-Z]:\\Users\\"
    told = re.compile(rf"{hosts}|{places}|{re.escape(str(ROOT))}(?![\w-])")
    own = Path(__file__).resolve()
    found = [
        f"{name_of(path)}:{number} {line.strip()[:80]}"
        for path in tracked_files()
        if path.resolve() != own
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), start=1)
        if told.search(line)
    ]
    assert found == []


LOCKED = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>\S+)", re.MULTILINE)


def requirements(group: str) -> Iterator[Requirement]:
    for line in PROJECT["dependency-groups"][group]:
        if isinstance(line, dict):
            yield from requirements(line["include-group"])
        else:
            yield Requirement(line)


@pytest.mark.parametrize(("lock", "group"), [("run", "build"), ("dev", "dev")])
def test_the_lock_files_hold_what_the_project_asks_for(lock: str, group: str) -> None:
    wanted = [*map(Requirement, PROJECT["project"]["dependencies"]), *requirements(group)]
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    locked = [(canonicalize_name(found["name"]), found["version"]) for found in LOCKED.finditer(text)]
    unmet = [
        str(each)
        for each in wanted
        if not (versions := [version for name, version in locked if name == canonicalize_name(each.name)])
        or not all(each.specifier.contains(version, prereleases=True) for version in versions)
    ]
    assert unmet == [], "run: python3 run.py lock"
    assert text.count("--hash=sha256:") >= len(locked)


def test_both_lock_files_agree() -> None:
    run, dev = (
        set(LOCKED.findall((ROOT / "requirements" / name).read_text(encoding="utf-8")))
        for name in ("run.txt", "dev.txt")
    )
    assert run <= dev
