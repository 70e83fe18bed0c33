"""The hooks as a team gets them: installed by pre-commit from this repository's manifest, run by git."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml

from smsaudit.model.language import LANGUAGES, PYTHON
from smsaudit.model.location import TreePath
from smsaudit.scan.names import is_read
from tests.support import history

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
FOLDERS = ("src", "signatures", "law", "docs")
PACKED = (*FOLDERS, "pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "CHANGELOG.md")
LONGEST = 600

CONFIG = """\
default_install_hook_types: [pre-commit, pre-merge-commit, pre-push]
repos:
  - repo: {repository}
    rev: {revision}
    hooks:
      - id: smsaudit
      - id: smsaudit-full
"""

IDENTITY = ("-c", "user.name=T", "-c", "user.email=t@example.org")


def run(folder: Path, *command: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    return subprocess.run(
        command,
        cwd=folder,
        env={
            **kept,
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PIP_COMPILE": "0",  # most of what is installed is never imported
            **variables,
        },
        capture_output=True,
        encoding="utf-8",
        timeout=LONGEST,
        check=False,
    )


class Team:
    """A repository in which the hooks are installed."""

    def __init__(self, root: Path, home: Path) -> None:
        self.root = root
        self.home = home

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        return run(self.root, *command, PRE_COMMIT_HOME=str(self.home))

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run("git", *IDENTITY, "-c", "protocol.file.allow=always", *arguments)

    def commit(self, *arguments: str) -> tuple[bool, str]:
        """Whether the commit was made, and what the hooks said."""
        done = self.git("commit", *(arguments or ("-m", "change")))
        return done.returncode == 0, done.stdout + done.stderr

    def head(self) -> str:
        return self.git("rev-parse", "HEAD").stdout.strip()


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """Home of pre-commit with the hooks installed, and the repository they came from."""
    origin = tmp_path_factory.mktemp("hooks") / "smsaudit"
    for name in PACKED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, origin / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, origin / name)
    shutil.copy(MANIFEST, origin)
    history.git(origin, "init", "-q")
    history.git(origin, "add", "-A")
    history.git(origin, "commit", "-q", "-m", "release")
    revision = history.git(origin, "rev-parse", "HEAD")
    home = tmp_path_factory.mktemp("home")
    first = prepared(tmp_path_factory.mktemp("first") / "shop", origin, revision, until="start")
    installed = run(first, "pre-commit", "install-hooks", PRE_COMMIT_HOME=str(home))
    if installed.returncode and re.search(
        r"[Cc]onnection|resolve|No matching distribution", installed.stdout
    ):
        pytest.skip(f"the package index is out of reach: {installed.stdout.strip().splitlines()[-1]}")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    return home, origin, revision


def prepared(root: Path, origin: Path, revision: str, *, until: str, options: str = "") -> Path:
    history.made(root, until=until)
    config = CONFIG.format(repository=origin, revision=revision)
    if options:
        config = config.replace("- id: smsaudit\n", f"- id: smsaudit\n        {options}\n")
    (root / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    history.git(root, "add", "-A")
    history.git(root, "commit", "-q", "-m", "hooks")
    return root


@pytest.fixture
def team(hooks: tuple[Path, Path, str], tmp_path: Path) -> Iterator[Team]:
    home, origin, revision = hooks
    team = Team(prepared(tmp_path / "shop", origin, revision, until="wrapper"), home)
    installed = team.run("pre-commit", "install")
    assert installed.returncode == 0, installed.stdout
    yield team
    assert team.git("fsck", "--no-dangling").returncode == 0


def test_the_manifest_is_valid() -> None:
    done = run(ROOT, "pre-commit", "validate-manifest", MANIFEST)
    assert done.returncode == 0, done.stdout


def test_every_hook_answers_for_the_whole_repository() -> None:
    for hook in yaml.safe_load(MANIFEST.read_text(encoding="utf-8")):
        assert (hook["pass_filenames"], hook["require_serial"]) == (False, True)
        assert "always_run" not in hook
        assert hook["language"] == "python"


@pytest.mark.parametrize(
    "name",
    [
        *(
            "a.py",
            "a/b.pyi",
            "src/Main.java",
            "Main.kt",
            "main.go",
            "a.ts",
            "a.tsx",
            "index.php",
            "A.cs",
            "x.vue",
        ),
        *(
            ".env",
            ".env.prod",
            "env.sample",
            ".envrc",
            "prod.env",
            "Dockerfile",
            "Dockerfile.prod",
            "prod.Dockerfile",
        ),
        *(
            "kannel.conf",
            "jasmin.cfg",
            "smsdrc",
            "gammu-smsdrc",
            ".gammurc",
            "settings.yaml.example",
            "x.yml.j2",
        ),
        *(
            "requirements.txt",
            "requirements/base.txt",
            "requirements-dev.txt",
            "constraints.txt",
            "Pipfile",
            "go.mod",
        ),
        *(
            "pom.xml",
            "build.gradle.kts",
            "A.csproj",
            "poetry.lock",
            "package.json",
            "compose.yaml",
            "smsaudit.toml",
        ),
        *(
            "sites-available/default",
            "x.service",
            "Procfile",
            "app.properties",
            "main.tf",
            "infra/vars.tfvars",
        ),
    ],
)
def test_whatever_can_be_read_starts_the_hooks(name: str) -> None:
    assert is_read(TreePath(name))
    for hook in yaml.safe_load(MANIFEST.read_text(encoding="utf-8")):
        assert re.search(hook["files"], name)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "fixtures" / "repos").glob("*/tree")), ids=lambda path: path.parent.name
)
def test_every_file_of_a_fixture_that_is_read_starts_the_hooks(path: Path) -> None:
    files = [each.relative_to(path).as_posix() for each in path.rglob("*") if each.is_file()]
    read = [name for name in files if is_read(TreePath(name))]
    (pattern,) = {hook["files"] for hook in yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))}
    assert read
    assert [name for name in read if not re.search(pattern, name)] == []


def test_every_language_and_every_script_starts_them() -> None:
    (pattern,) = {hook["files"] for hook in yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))}
    names = [*(f"src/a{ending}" for ending in (*PYTHON, *LANGUAGES)), "bin/send", "notify"]
    assert [name for name in names if not re.search(pattern, name)] == []


@pytest.mark.parametrize(
    "name", ["README.md", "logo.png", "docs/guide.rst", "style.css", "LICENSE", "data.csv"]
)
def test_what_nobody_reads_does_not_start_them(name: str) -> None:
    for hook in yaml.safe_load(MANIFEST.read_text(encoding="utf-8")):
        assert not re.search(hook["files"], name)


def test_a_commit_that_makes_it_worse_is_stopped_with_the_line(team: Team) -> None:
    before = team.head()
    history.write(team.root, history.COMMITS["flag"])
    team.git("add", "-A")
    was_made, said = team.commit()
    assert not was_made
    assert "Worse: B (B2) → C (U1)" in said
    assert "app/texts/cmpp.py:26 sends through CMPP" in said
    assert "smsaudit diff --staged" in said
    assert len(said.splitlines()) < 15
    assert team.head() == before


def test_a_commit_that_changes_nothing_passes_without_a_word(team: Team) -> None:
    history.write(team.root, {"app/views.py": f"{history.VIEWS}\n\ndef health(request):\n    return None\n"})
    team.git("add", "-A")
    was_made, said = team.commit()
    assert was_made, said
    assert "Passed" in said
    assert "No change" not in said


def test_a_commit_of_prose_does_not_start_the_hook(team: Team) -> None:
    history.write(team.root, {"README.md": "text\n"})
    team.git("add", "-A")
    was_made, said = team.commit()
    assert was_made
    assert "no files to check" in said


def test_only_what_is_staged_counts(team: Team) -> None:
    history.write(team.root, history.COMMITS["flag"])
    history.write(team.root, {"app/views.py": f"{history.VIEWS}\n\ndef health(request):\n    return None\n"})
    team.git("add", "app/views.py")
    was_made, said = team.commit()
    assert was_made, said
    assert (team.root / "app/texts/cmpp.py").read_text(encoding="utf-8") == history.CMPP
    assert "texts/cmpp.py" not in team.git("ls-tree", "-r", "--name-only", "HEAD").stdout


def test_committing_some_files_by_name_counts_only_those(team: Team) -> None:
    history.write(team.root, history.COMMITS["flag"])
    history.write(team.root, {"app/urls.py": f"{history.URLS}\n# more\n"})
    team.git("add", "-A")
    was_made, said = team.commit("-m", "only this", "--", "app/urls.py")
    assert was_made, said
    assert not team.commit()[0]


def test_renamed_and_deleted_files_are_followed(team: Team) -> None:
    team.git("mv", "app/texts", "app/channels")
    history.write(team.root, {"app/notify.py": history.WRAPPED.replace("app.texts", "app.channels")})
    team.git("add", "-A")
    was_made, said = team.commit()
    assert was_made, said
    team.git("rm", "-q", "-r", "app/channels")
    history.write(team.root, {"app/notify.py": history.QUIET})
    team.git("add", "-A")
    was_made, said = team.commit()
    assert was_made, said


def test_a_merge_is_asked_only_for_what_it_adds_itself(team: Team) -> None:
    team.git("switch", "-q", "-c", "topic")
    history.write(team.root, history.COMMITS["flag"])
    team.git("add", "-A")
    assert team.commit("--no-verify", "-m", "approved elsewhere")[0]
    team.git("switch", "-q", "main")
    history.write(team.root, {"app/urls.py": f"{history.URLS}\n# more\n"})
    team.git("add", "-A")
    assert team.commit()[0]
    merged = team.git("merge", "--no-edit", "topic")
    assert merged.returncode == 0, merged.stdout + merged.stderr


def test_two_hooks_at_once_do_not_disturb_each_other(team: Team) -> None:
    history.write(team.root, history.COMMITS["flag"])
    team.git("add", "-A")
    command = ("pre-commit", "run", "smsaudit", "--hook-stage", "manual", "--all-files")
    with ThreadPoolExecutor() as pool:
        both = list(pool.map(lambda _: team.run(*command), range(2)))
    assert [done.returncode for done in both] == [1, 1]
    for done in both:
        assert "Worse: B (B2) → C (U1)" in done.stdout


def test_the_first_commit_of_all_is_no_change_for_the_worse(
    hooks: tuple[Path, Path, str], tmp_path: Path
) -> None:
    home, origin, revision = hooks
    history.git(tmp_path, "init", "-q")
    config = CONFIG.format(repository=origin, revision=revision)
    history.write(
        tmp_path, {**history.START, **history.COMMITS["provider"], ".pre-commit-config.yaml": config}
    )
    team = Team(tmp_path, home)
    team.run("pre-commit", "install")
    team.git("add", "-A")
    was_made, said = team.commit()
    assert was_made, said


def test_every_commit_of_a_history_is_told_once_on_its_line(
    hooks: tuple[Path, Path, str], tmp_path: Path
) -> None:
    home, origin, revision = hooks
    team = Team(prepared(tmp_path / "shop", origin, revision, until="start", options="verbose: true"), home)
    assert team.run("pre-commit", "install").returncode == 0
    for step in history.STEPS:
        history.write(team.root, history.COMMITS[step.name])
        team.git("add", "-A")
        was_made, said = team.commit()
        assert was_made is not step.fails, f"{step}: {said}"
        if not was_made:
            assert (
                team.run("env", "SKIP=smsaudit", "git", *IDENTITY, "commit", "-qm", "so be it").returncode
                == 0
            )
        if step.place:
            assert said.count(step.headline) == 1, step
            assert f"{step.place} " in said, step
        else:
            assert not re.search("Worse|Better|No longer", said), step


def test_a_push_of_commits_that_make_it_worse_is_stopped(team: Team, tmp_path: Path) -> None:
    history.git(tmp_path, "clone", "-q", "--bare", str(team.root), "remote.git")
    team.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    team.git("fetch", "-q", "origin")
    history.write(team.root, history.COMMITS["flag"])
    team.git("add", "-A")
    assert team.commit("--no-verify", "-m", "not looked at")[0]
    pushed = team.git("push", "origin", "main")
    assert pushed.returncode != 0
    assert "Worse: B (B2) → C (U1)" in pushed.stdout + pushed.stderr
    assert team.git("push", "--no-verify", "origin", "main").returncode == 0
