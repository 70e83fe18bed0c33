import os
import shutil
from pathlib import Path

import pytest

from smsaudit.discover import Unreadable, context_of, open_tree
from smsaudit.discover.git import GitRefused
from smsaudit.discover.worktree import ask_git
from smsaudit.model.context import Context
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import TreePath
from smsaudit.model.words import Words
from tests.unit.discover.planted import gaps, git, paths, plant, program, repository


def test_tracked_and_untracked_files_are_listed_and_ignored_ones_are_not(tmp_path: Path) -> None:
    root = repository(tmp_path / "shop", {"a.py": "a", "b/c.py": "c", ".gitignore": "*.log\n/out/\n"})
    plant(root, {"new.py": "n", "debug.log": "x", "out/x.py": "x", "b/out/y.py": "y"})
    tree = open_tree(root)
    assert paths(tree) == [".gitignore", "a.py", "b/c.py", "b/out/y.py", "new.py"]
    assert tree.gaps == ()
    assert tree.seen == 5
    assert tree.name == "shop"
    assert tree.commit == git(root, "rev-parse", "HEAD")


def test_only_unchanged_tracked_files_carry_their_blob(tmp_path: Path) -> None:
    root = repository(tmp_path, {"same.py": "same", "changed.py": "before", "hidden.py": "before"})
    git(root, "update-index", "--assume-unchanged", "hidden.py")
    plant(root, {"changed.py": "after that", "hidden.py": "after that", "new.py": "same"})
    blobs = {file.path: file.blob for file in open_tree(root).files}
    assert blobs == {
        "same.py": git(root, "hash-object", "same.py"),
        "changed.py": None,
        "hidden.py": None,
        "new.py": None,
    }


def test_a_changed_file_of_a_subdirectory_does_not_carry_the_blob_that_it_had(tmp_path: Path) -> None:
    root = repository(tmp_path, {"api/same.py": "same", "api/changed.py": "before", "same.py": "same"})
    plant(root, {"api/changed.py": "after that", "same.py": "after that"})
    blobs = {file.path: file.blob for file in open_tree(root / "api").files}
    assert blobs == {"same.py": git(root, "hash-object", "api/same.py"), "changed.py": None}


def test_deleted_and_replaced_files_are_left_out(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a.py": "a", "gone.py": "x", "folder/gone.py": "x", "now_a_folder": "x"})
    (root / "gone.py").unlink()
    shutil.rmtree(root / "folder")
    (root / "now_a_folder").unlink()
    plant(root, {"now_a_folder/b.py": "b"})
    tree = open_tree(root)
    assert paths(tree) == ["a.py", "now_a_folder/b.py"]
    assert tree.gaps == ()


def test_a_subdirectory_of_a_repository_is_a_tree_of_its_own(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a.py": "a", "api/b.py": "b", "api/x.log": "", ".gitignore": "*.tmp\n"})
    plant(root, {"api/y.tmp": "", "api/new.py": ""})
    tree = open_tree(root / "api")
    assert paths(tree) == ["b.py", "new.py", "x.log"]
    assert tree.read(TreePath("b.py")) == b"b"
    assert tree.name == "api"
    assert tree.commit == git(root, "rev-parse", "HEAD")


def test_a_directory_that_the_repository_ignores_is_walked(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a.py": "a", ".gitignore": "/build/\n"})
    plant(root, {"build/unpacked/sender.py": "x"})
    tree = open_tree(root / "build" / "unpacked")
    assert paths(tree) == ["sender.py"]
    assert tree.commit is None
    assert tree.gaps == ()


def test_a_repository_without_a_commit_is_listed(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    plant(tmp_path, {"a.py": "a", "b.py": "b", ".gitignore": "c.py", "c.py": ""})
    assert paths(open_tree(tmp_path)) == [".gitignore", "a.py", "b.py"]
    git(tmp_path, "add", "a.py")
    tree = open_tree(tmp_path)
    assert paths(tree) == [".gitignore", "a.py", "b.py"]
    assert tree.commit is None


def test_a_submodule_is_a_gap_that_bears(tmp_path: Path) -> None:
    library = repository(tmp_path / "library", {"sender.py": "x"})
    root = repository(tmp_path / "root", {"a.py": "a"})
    git(root, "submodule", "--quiet", "add", str(library), "libs/sms")
    tree = open_tree(root)
    assert paths(tree) == [".gitmodules", "a.py"]
    assert gaps(tree, GapKind.SUBMODULE) == [
        Gap(
            TreePath("libs/sms"),
            GapKind.SUBMODULE,
            Words(
                "a submodule is not part of this tree; audit it by itself", "子模块不属于本代码树，请单独审计"
            ),
            bears=True,
        )
    ]


def test_a_submodule_among_examples_hides_no_sender(tmp_path: Path) -> None:
    library = repository(tmp_path / "library", {"sender.py": "x"})
    root = repository(tmp_path / "root", {"a.py": "a"})
    git(root, "submodule", "--quiet", "add", str(library), "examples/bot")
    tree = open_tree(root)
    assert [(gap.path, gap.bears) for gap in gaps(tree, GapKind.SUBMODULE)] == [("examples/bot", False)]


def test_an_untracked_repository_inside_is_a_gap_that_bears(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a.py": "a"})
    repository(root / "checkout", {"sender.py": "x"})
    tree = open_tree(root)
    assert paths(tree) == ["a.py"]
    assert [(gap.path, gap.bears) for gap in gaps(tree, GapKind.SUBMODULE)] == [("checkout", True)]


def test_links_are_never_followed_and_only_those_that_leave_are_gaps(tmp_path: Path) -> None:
    outside = plant(tmp_path / "outside", {"secret.py": "x", "folder/x.py": "x"})
    root = repository(tmp_path / "root", {"real/a.py": "a"})
    links: dict[str, str | Path] = {
        "absolute.py": outside / "secret.py",
        "climbs.py": "../outside/secret.py",
        "folder": "../outside/folder",
        "through": "real/../../outside",
        "dangling.py": "nothing/here.py",
        "circle": "circle",
        "fine.py": "real/a.py",
        "fine_folder": "./real",
        "fine_absolute.py": root / "real" / "a.py",
        "deep": "fine_folder/../fine_folder/a.py",
    }
    for name, target in links.items():
        (root / name).symlink_to(target)
    git(root, "add", "-A")
    tree = open_tree(root)
    assert paths(tree) == ["real/a.py"]
    found = {gap.path: ("leads out" in gap.reason.en, gap.bears) for gap in tree.gaps}
    assert found == {
        "absolute.py": (True, True),
        "climbs.py": (True, True),
        "folder": (True, False),
        "through": (True, False),
        "dangling.py": (False, False),
        "circle": (False, False),
    }
    assert {gap.kind for gap in tree.gaps} == {GapKind.SYMLINK}


def test_files_behind_a_directory_that_became_a_link_are_not_read(tmp_path: Path) -> None:
    outside = plant(tmp_path / "outside", {"a.py": "secret"})
    root = repository(tmp_path / "root", {"folder/a.py": "a", "b.py": "b"})
    tree_before = open_tree(root)
    shutil.rmtree(root / "folder")
    (root / "folder").symlink_to(outside)
    tree = open_tree(root)
    assert paths(tree) == ["b.py"]
    with pytest.raises(Unreadable):
        tree.read(TreePath("folder/a.py"))
    assert paths(tree_before) == ["b.py", "folder/a.py"]


def test_committed_packages_are_vendored_and_untracked_ones_are_not_listed(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a.py": "a", "old/node_modules/x/index.js": "", "venv/lib/t.py": ""})
    plant(
        root,
        {
            "node_modules/y/index.js": "",
            "web/node_modules/z/index.js": "",
            "my-env/pyvenv.cfg": "",
            "my-env/lib/python3/x.py": "",
            ".tox/py/x.py": "",
            "my-envoy/x.py": "",
        },
    )
    contexts = {file.path: context_of(file.path) for file in open_tree(root).files}
    assert contexts == {
        "a.py": Context.PRODUCTION,
        "my-envoy/x.py": Context.PRODUCTION,
        "old/node_modules/x/index.js": Context.VENDORED,
        "venv/lib/t.py": Context.VENDORED,
    }


def test_unmerged_files_are_listed_once_and_without_a_blob(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a.py": "start\n"})
    git(root, "checkout", "-q", "-b", "other")
    plant(root, {"a.py": "other\n"})
    git(root, "commit", "-qam", "other")
    git(root, "checkout", "-q", "main")
    plant(root, {"a.py": "main\n"})
    git(root, "commit", "-qam", "main")
    git(root, "read-tree", "-m", "main~1", "main", "other")
    assert git(root, "ls-files", "-u").count("a.py") == 3
    assert [(file.path, file.blob) for file in open_tree(root).files] == [("a.py", None)]


def test_a_sparse_checkout_is_a_gap_that_bears(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a/x.py": "", "b/y.py": "", "b/z.py": ""})
    git(root, "sparse-checkout", "set", "a")
    tree = open_tree(root)
    assert paths(tree) == ["a/x.py"]
    assert [(gap.kind, gap.reason.en, gap.bears) for gap in tree.gaps] == [
        (GapKind.LIMIT, "2 tracked files are not checked out (sparse checkout)", True)
    ]


AWKWARD = {
    "with\nnewline.py": r"with\x0anewline.py",
    "with\ttab.py": r"with\x09tab.py",
    'with"quote.py': 'with"quote.py',
    r"with\backslash.py": r"with\\backslash.py",
    r"with\x1bletters.py": r"with\\x1bletters.py",
    "\x1b[31mred.py": r"\x1b[31mred.py",
    "-rf.py": "-rf.py",
    "短信.py": "短信.py",
    "\u202egnp.py": r"\u202egnp.py",
    " spaces .py": " spaces .py",
    "\udcff\udcfe.py": r"\xff\xfe.py",
}


@pytest.mark.parametrize("controlled", [True, False])
def test_awkward_names_are_printable_and_can_be_read(tmp_path: Path, *, controlled: bool) -> None:
    files = {name: os.fsencode(name) for name in AWKWARD}
    root = repository(tmp_path, files) if controlled else plant(tmp_path, files)
    tree = open_tree(root)
    assert paths(tree) == sorted(AWKWARD.values())
    assert all(path.isprintable() for path in paths(tree))
    assert {tree.read(file.path) for file in tree.files} == set(files.values())
    assert all((file.blob is not None) is controlled for file in tree.files)


def test_the_configuration_of_the_repository_runs_nothing(tmp_path: Path) -> None:
    root = repository(tmp_path / "root", {"a.py": "a", "b.py": "b", ".gitattributes": "*.py filter=evil\n"})
    mark = tmp_path / "ran"
    run = program(tmp_path / "bin", "evil", f"echo \"$0 $*\" >> '{mark}'; cat")
    for key in (
        *("filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "core.fsmonitor"),
        *("core.pager", "core.sshCommand", "diff.external", "core.editor", "core.alternateRefsCommand"),
    ):
        git(root, "config", key, str(run))
    program(root / ".git" / "hooks", "post-index-change", f"touch '{mark}'")
    git(root, "config", "filter.evil.required", "true")
    (root / "a.py").touch()
    plant(root, {"b.py": "changed"})
    tree = open_tree(root)
    assert paths(tree) == [".gitattributes", "a.py", "b.py"]
    assert not mark.exists()


def test_a_filter_whose_name_cannot_be_passed_on_costs_the_blobs(tmp_path: Path) -> None:
    root = repository(tmp_path / "root", {"a.py": "a"})
    mark = tmp_path / "ran"
    run = program(tmp_path / "bin", "evil", f"touch '{mark}'; cat")
    git(root, "config", "filter.a=b c.clean", str(run))
    plant(root, {".gitattributes": "*.py filter=a=b\n"})
    (root / "a.py").touch()
    assert [file.blob for file in open_tree(root).files] == [None, None]
    assert not mark.exists()


def test_the_environment_of_the_caller_does_not_divert_git(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = repository(tmp_path / "other", {"other.py": ""})
    root = repository(tmp_path / "root", {"a.py": "a", "b.tmp": ""})
    plant(root, {"untracked.tmp": ""})
    home = plant(
        tmp_path / "home",
        {".gitconfig": f"[core]\n\texcludesFile = {tmp_path}/ignore\n", "../ignore": "*.tmp\n"},
    )
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.excludesFile")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(tmp_path / "ignore"))
    tree = open_tree(root)
    assert paths(tree) == ["a.py", "b.tmp", "untracked.tmp"]
    assert tree.gaps == ()
    assert tree.commit is not None


def test_a_work_tree_that_is_elsewhere_is_walked(tmp_path: Path) -> None:
    root = repository(tmp_path / "root", {"a.py": "a"})
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(root, elsewhere, ignore=shutil.ignore_patterns(".git"))
    git(root, "config", "core.worktree", str(elsewhere))
    plant(root, {"a.py": "something else", "untracked.py": "x"})
    tree = open_tree(root)
    assert [(file.path, file.blob) for file in tree.files] == [("a.py", None), ("untracked.py", None)]
    assert [(gap.kind, gap.bears) for gap in tree.gaps] == [(GapKind.LIMIT, False)]


REFUSALS = {
    "echo \"fatal: detected dubious ownership in repository at '/home/eve'\" >&2; exit 128": "somebody else",
    "echo 'fatal: not a git repository' >&2; exit 128": "does not recognise",
    "echo 'fatal: bad /home/eve/index' >&2; exit 128": "cannot read the repository",
}


@pytest.mark.parametrize("script", REFUSALS)
def test_where_git_refuses_the_directory_is_walked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    root = repository(tmp_path / "root", {"a.py": "a", ".gitignore": "*.log\n"})
    plant(root, {"x.log": ""})
    monkeypatch.setenv("PATH", str(program(tmp_path / "bin", "git", script).parent))
    tree = open_tree(root)
    assert paths(tree) == [".gitignore", "a.py"]
    (gap,) = tree.gaps
    assert gap.kind is GapKind.LIMIT
    assert not gap.bears
    assert REFUSALS[script] in gap.reason.en
    assert "eve" not in gap.reason.en


def test_without_git_the_directory_is_walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(tmp_path / "root", {"a.py": "a"})
    monkeypatch.setenv("PATH", str(tmp_path))
    tree = open_tree(root)
    assert paths(tree) == ["a.py"]
    assert [gap.reason.en for gap in tree.gaps] == [
        "git is not installed; the directory was walked with its ignore files instead"
    ]


def test_a_git_inside_the_audited_tree_is_not_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = repository(tmp_path / "root", {"a.py": "a"})
    mark = tmp_path / "ran"
    program(root / "bin", "git", f"touch '{mark}'")
    monkeypatch.setenv("PATH", f"{root}/bin")
    assert paths(open_tree(root)) == ["a.py", "bin/git"]
    assert not mark.exists()


def test_a_broken_repository_is_walked(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a.py": "a"})
    (root / ".git" / "index").write_bytes(b"DIRC" + b"\xff" * 100)
    tree = open_tree(root)
    assert paths(tree) == ["a.py"]
    assert [gap.kind for gap in tree.gaps] == [GapKind.LIMIT]


def test_a_git_that_does_not_answer_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(tmp_path / "root", {"a.py": "a"})
    program(tmp_path / "bin", "git", "exec sleep 600")
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:{os.environ['PATH']}")
    with pytest.raises(GitRefused, match="too long"):
        ask_git(str(root), seconds=0.2)
