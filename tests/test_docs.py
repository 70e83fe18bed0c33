"""What the documents claim: paths that exist, commands that work, output that is real."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
PICTURE = ROOT / "docs" / "shop.svg"
ADRS = sorted((ROOT / "docs" / "adr").glob("*.md"))
DOCUMENTS = [
    *(
        ROOT / name
        for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
    ),
    *sorted((ROOT / "docs").glob("*.md")),
    *ADRS,
]

IN_BACKTICKS = re.compile(r"`([^`\s]+)`")
LINK = re.compile(r"\]\((?!https?://|#)([^)\s]+)\)")
PATH = re.compile(r"\.?[\w-]+(?:/[\w.-]+)*/?(?:\.\w+)?(?:::\w+)?")
SUFFIXES = (".json", ".lock", ".md", ".py", ".toml", ".txt", ".yml")

NOT_IN_THIS_TREE = {
    ".venv": "made by run.py",
    "click.py": "what a hostile tree may hold",
    "signatures/providers/acme.toml": "the contributor's new file",
    "smsaudit.toml": "belongs to the audited project",
}

BLOCK = re.compile(r"(```console\n)\$ python3 run\.py (scan [^\n]+)\n(.+?)(\n```)", re.DOTALL)
CUT = "[...]"
FIRST_SECTION_LEFT_OUT = "\nWhat follows\n"

COMMAND = re.compile(r"(?:`|\$ )(?:python3 run\.py|smsaudit) +([a-z][\w -]*)")
WORDS_OF_RUN = ("bench", "fuzz", "lint", "lock", "test")


def named_paths(document: Path) -> Iterator[str]:
    text = document.read_text(encoding="utf-8")
    for name in (*IN_BACKTICKS.findall(text), *LINK.findall(text)):
        looks_like_one = PATH.fullmatch(name) and ("/" in name or name.endswith(SUFFIXES))
        if looks_like_one and name not in NOT_IN_THIS_TREE:
            yield name


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_that_a_document_names_exists(document: Path) -> None:
    missing = []
    for name in named_paths(document):
        file, _, test = name.partition("::")
        path = ROOT / file if (ROOT / file).exists() else document.parent / file
        if not path.exists() or (test and f"def {test}(" not in path.read_text(encoding="utf-8")):
            missing.append(name)
    assert missing == []


def test_the_documents_do_name_paths() -> None:
    assert all(any(named_paths(ROOT / name)) for name in ("README.md", "ARCHITECTURE.md", "SECURITY.md"))


def test_the_code_map_shows_every_package() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    package = ROOT / "src" / "smsaudit"
    shown = [path for path in package.iterdir() if path.is_dir() and path.name != "__pycache__"]
    shown += [path for path in package.glob("*.py") if not path.name.startswith("__")]
    missing = [path.name for path in shown if f"`src/smsaudit/{path.name}{'/' * path.is_dir()}`" not in text]
    assert missing == []


def shown_commands() -> set[tuple[str, ...]]:
    """Leading words of every command that a document shows, up to the first argument."""
    found = set()
    for document in DOCUMENTS[:3]:
        for spelled in COMMAND.findall(document.read_text(encoding="utf-8")):
            words = [word for word in spelled.split() if word.islower() and not word.startswith("-")]
            found.add(tuple(words[: 2 if words[0] == "signatures" else 1]))
    return found


def test_every_command_that_is_shown_has_help() -> None:
    commands = {words for words in shown_commands() if words[0] not in WORDS_OF_RUN}
    assert {("scan",), ("signatures", "new")} <= commands
    for words in sorted(commands):
        command = [sys.executable, "-I", "-m", "smsaudit", *words, "--help"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{' '.join(words)}: {done.stderr}"
        assert done.stdout.startswith(f"Usage: smsaudit {' '.join(words)}")


def test_run_explains_each_of_its_words() -> None:
    done = subprocess.run([sys.executable, ROOT / "run.py"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert set(re.findall(r"python3 run\.py (\w+)", done.stderr)) == {"scan", *WORDS_OF_RUN}
    assert {words[0] for words in shown_commands()} >= set(WORDS_OF_RUN)


def real_output(arguments: str, folder: Path) -> str:
    """What the command prints outside a repository, whose commit it would name, up to the cut."""
    shutil.copytree(ROOT / "fixtures" / "readme", folder / "fixtures" / "readme")
    command = [sys.executable, "-I", "-m", "smsaudit", *arguments.split()]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    shown, cut, _ = done.stdout.partition(FIRST_SECTION_LEFT_OUT)
    assert cut, done.stdout
    return f"{shown}\n{CUT}"


def readme_block() -> re.Match[str]:
    blocks = BLOCK.finditer(README.read_text(encoding="utf-8"))
    return next(block for block in blocks if "fixtures/" in block[2])


def test_the_output_in_the_readme_is_real(tmp_path: Path, regenerate: bool) -> None:  # noqa: FBT001 - a fixture
    block = readme_block()
    output = real_output(block[2], tmp_path)
    if regenerate:
        text = block.string[: block.start(3)] + output + block.string[block.end(3) :]
        README.write_text(text, encoding="utf-8")
    assert readme_block()[3] == output, "run: python3 run.py test tests/test_docs.py --regenerate"


def test_the_picture_in_the_readme_is_real(tmp_path: Path, regenerate: bool) -> None:  # noqa: FBT001 - a fixture
    (arguments,) = re.findall(r"^\$ python3 run\.py (graph .+)$", README.read_text("utf-8"), re.MULTILINE)
    shutil.copytree(ROOT / "fixtures" / "readme", tmp_path / "fixtures" / "readme")
    command = [sys.executable, "-I", "-m", "smsaudit", *arguments.split()]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    drawn = (tmp_path / "shop.svg").read_text(encoding="utf-8")
    if regenerate:
        PICTURE.write_text(drawn, encoding="utf-8", newline="\n")
    assert PICTURE.read_text("utf-8") == drawn, "run: python3 run.py test tests/test_docs.py --regenerate"


def test_decisions_are_numbered_without_a_hole() -> None:
    assert [path.name[:4] for path in ADRS] == [f"{number:04}" for number in range(1, len(ADRS) + 1)]


@pytest.mark.parametrize("path", ADRS, ids=lambda path: path.name)
def test_every_decision_says_what_it_has_to(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences", "How we would notice it was wrong"]
    assert text.startswith(f"# {path.name[:4]} ")
    assert len(text.splitlines()) <= 60


def test_every_run_time_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    reasons = re.findall(r"^\| ([a-z0-9-]+) \| \S", ADRS[0].read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(set(reasons) - {"library"}) == sorted(
        Requirement(line).name for line in project["dependencies"]
    )
