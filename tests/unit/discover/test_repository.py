"""Revisions and the index as trees: the same as a checkout would be, without making one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from smsaudit.discover import MAX_BYTES, Repository, Tree, Unreadable, open_tree
from smsaudit.model.errors import SmsauditError
from smsaudit.model.gap import GapKind
from smsaudit.model.location import TreePath
from tests.unit.discover.planted import gaps, git, paths, plant, program, repository

MIXED: dict[str, str | bytes] = {
    "a.py": "a = 1\n",
    "api/views.py": "b = 2\n",
    "api/tests/test_views.py": "assert True\n",
    "empty.py": "",
    "名字.py": "中 = 1\n",
    "gbk.py": "# 短信\n".encode("gbk"),
    "odd\nname.py": "x = 1\n",
    "huge.py": b"#" * (MAX_BYTES + 1),
    "huge.csv": b"#" * (MAX_BYTES + 1),
    "packed.zip": b"PK",
}

Opened = Callable[[Repository], Tree]
SIDES: dict[str, Opened] = {
    "revision": lambda repository: repository.tree(repository.head()),
    "index": Repository.index,
    "work tree": Repository.work_tree,
}


def contents(tree: Tree) -> dict[str, bytes]:
    return {file.path: tree.read(file.path) for file in tree.files}


def linked(root: Path) -> Path:
    repository(root, MIXED)
    (root / "in.py").symlink_to("api/views.py")
    (root / "api/up.py").symlink_to("../a.py")
    (root / "folder").symlink_to("api")
    (root / "out.py").symlink_to("/etc/passwd")
    (root / "api/above.py").symlink_to("../../a.py")
    (root / "nowhere.py").symlink_to("gone.py")
    (root / "round.py").symlink_to("round.py")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "links")
    return root


@pytest.mark.parametrize("side", ["revision", "index"])
def test_a_tree_of_objects_is_what_a_checkout_would_be(side: str, tmp_path: Path) -> None:
    repository_ = Repository(linked(tmp_path))
    tree, disk = SIDES[side](repository_), repository_.work_tree()
    assert (tree.files, tree.gaps, tree.name, tree.seen) == (disk.files, disk.gaps, disk.name, disk.seen)
    assert contents(tree) == contents(disk)


@pytest.mark.parametrize("side", SIDES)
def test_a_folder_of_a_repository_is_a_tree_of_its_own(side: str, tmp_path: Path) -> None:
    tree = SIDES[side](Repository(repository(tmp_path, MIXED) / "api"))
    assert paths(tree) == ["tests/test_views.py", "views.py"]
    assert tree.read(TreePath("views.py")) == b"b = 2\n"
    assert tree.name == "api"


@pytest.mark.parametrize("side", SIDES)
def test_a_file_that_is_not_in_the_tree_is_unreadable(side: str, tmp_path: Path) -> None:
    tree = SIDES[side](Repository(repository(tmp_path, MIXED)))
    with pytest.raises(Unreadable):
        tree.read(TreePath("b.py"))


def test_what_is_staged_is_neither_what_was_committed_nor_what_is_on_disk(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a.py": "committed", "gone.py": ""})
    plant(root, {"a.py": "staged", "new.py": "staged"})
    git(root, "rm", "-q", "--cached", "gone.py")
    git(root, "add", "a.py", "new.py")
    plant(root, {"a.py": "on disk", "untracked.py": "on disk"})
    read = {side: contents(opened(Repository(root))) for side, opened in SIDES.items()}
    assert read["revision"] == {"a.py": b"committed", "gone.py": b""}
    assert read["index"] == {"a.py": b"staged", "new.py": b"staged"}
    assert set(read["work tree"]) == {"a.py", "gone.py", "new.py", "untracked.py"}


def test_the_index_that_git_prepares_for_a_hook_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = repository(tmp_path, {"a.py": "committed", "b.py": "committed"})
    shutil.copy(root / ".git/index", root / ".git/next-index.lock")
    plant(root, {"b.py": "staged"})
    git(root, "add", "b.py")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/next-index.lock")
    assert contents(Repository(root).index())["b.py"] == b"committed"


def test_a_file_with_conflicts_is_a_gap(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a.py": "one\n"})
    git(root, "switch", "-q", "-c", "other")
    plant(root, {"a.py": "two\n"})
    git(root, "commit", "-q", "-am", "two")
    git(root, "switch", "-q", "main")
    plant(root, {"a.py": "three\n"})
    git(root, "commit", "-q", "-am", "three")
    with pytest.raises(Exception, match="merge"):
        git(root, "merge", "other")
    tree = Repository(root).index()
    assert paths(tree) == []
    assert [(gap.path, gap.bears) for gap in gaps(tree, GapKind.UNREADABLE)] == [("a.py", True)]
    assert [parent.name for parent in Repository(root).parents_to_be()] == ["HEAD", "MERGE_HEAD"]


def test_submodules_are_gaps(tmp_path: Path) -> None:
    inner = repository(tmp_path / "inner", {"x.py": ""})
    root = repository(tmp_path / "outer", {"a.py": ""})
    git(root, "submodule", "add", "-q", str(inner), "sub")
    git(root, "commit", "-q", "-am", "submodule")
    tree = Repository(root).tree(Repository(root).head())
    assert [(gap.path, gap.bears) for gap in gaps(tree, GapKind.SUBMODULE)] == [("sub", True)]


def test_contents_beyond_one_batch_are_read_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smsaudit.discover.objects._MOST_AT_ONCE", 10)
    files = {f"f{at}.py": f"content {at}" for at in range(9)}
    tree = Repository(repository(tmp_path, files)).index()
    tree.expect(TreePath(name) for name in reversed(files))
    assert contents(tree) == {name: text.encode() for name, text in files.items()}


@pytest.mark.parametrize("name", ["main", "HEAD", "HEAD~1", "v1"])
def test_revisions_are_named_as_in_git(name: str, tmp_path: Path) -> None:
    root = repository(tmp_path, {"a.py": "one"})
    git(root, "commit", "-q", "--allow-empty", "-m", "two")
    git(root, "tag", "-a", "v1", "-m", "annotated")
    assert Repository(root).revision(name).id == git(root, "rev-parse", f"{name}^{{commit}}")


@pytest.mark.parametrize("name", ["absent", "--output=planted", "-h", "", "HEAD:a.py", "a" * 40, "x y", "\n"])
def test_what_is_no_revision_is_our_users_mistake(name: str, tmp_path: Path) -> None:
    with pytest.raises(SmsauditError, match="no revision of this repository") as error:
        Repository(repository(tmp_path, {"a.py": ""})).revision(name)
    assert "shallow" not in str(error.value)


def test_a_shallow_clone_says_how_to_get_the_base(tmp_path: Path) -> None:
    root = repository(tmp_path / "origin", {"a.py": "one"})
    base = git(root, "rev-parse", "HEAD")
    git(root, "commit", "-q", "--allow-empty", "-m", "two")
    git(tmp_path, "clone", "-q", "--depth=1", root.as_uri(), "clone")
    with pytest.raises(SmsauditError) as error:
        Repository(tmp_path / "clone").revision(base)
    assert "shallow clone" in str(error.value)
    assert f"git fetch --depth=1 origin {base}" in str(error.value)


def test_histories_that_part_have_a_merge_base(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a.py": "one"})
    start = git(root, "rev-parse", "HEAD")
    git(root, "switch", "-q", "-c", "topic")
    git(root, "commit", "-q", "--allow-empty", "-m", "topic")
    git(root, "switch", "-q", "main")
    git(root, "commit", "-q", "--allow-empty", "-m", "main")
    it = Repository(root)
    assert it.merge_base(it.revision("main"), it.revision("topic")).id == start


def test_histories_without_a_common_commit_are_told(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a.py": "one"})
    git(root, "switch", "-q", "--orphan", "other")
    git(root, "commit", "-q", "--allow-empty", "-m", "other")
    it = Repository(root)
    with pytest.raises(SmsauditError, match="no common commit"):
        it.merge_base(it.revision("main"), it.revision("other"))


def test_a_branch_without_commits_has_an_empty_tree(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    plant(tmp_path, {"a.py": "x"})
    git(tmp_path, "add", "-A")
    it = Repository(tmp_path)
    assert paths(it.tree(it.head())) == []
    assert paths(it.index()) == ["a.py"]


def test_a_folder_outside_of_any_repository_is_told(tmp_path: Path) -> None:
    with pytest.raises(SmsauditError, match="git does not recognise the repository"):
        Repository(plant(tmp_path, {"a.py": ""}))


def test_a_folder_that_came_later_is_empty_before(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a.py": ""})
    git(root, "commit", "-q", "--allow-empty", "-m", "two")
    plant(root, {"later/b.py": ""})
    git(root, "add", "-A")
    it = Repository(root / "later")
    assert paths(it.tree(it.revision("HEAD"))) == []
    assert paths(it.index()) == ["b.py"]


def test_contents_that_a_partial_clone_lacks_are_gaps(tmp_path: Path) -> None:
    root = repository(tmp_path / "origin", {"a.py": "one", "b.csv": "two"})
    git(root, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=blob:none", root.as_uri(), "clone")
    it = Repository(tmp_path / "clone")
    try:
        tree = it.tree(it.head())
    except SmsauditError as error:
        assert "partial clone" in str(error)  # noqa: PT017 - how git answers depends on its version
    else:
        assert [(gap.path, gap.bears) for gap in gaps(tree, GapKind.UNREADABLE)] == [
            ("a.py", True),
            ("b.csv", False),
        ]


@pytest.mark.parametrize("side", SIDES)
def test_nothing_that_a_repository_names_is_run(side: str, tmp_path: Path) -> None:
    root = repository(tmp_path / "root", {"a.py": "one", ".gitattributes": "* filter=evil diff=evil\n"})
    evil = program(tmp_path / "bin", "evil", f"touch {tmp_path}/ran; cat")
    for key in ("filter.evil.clean", "filter.evil.smudge", "diff.evil.textconv", "core.fsmonitor"):
        git(root, "config", key, str(evil))
    git(root, "config", "core.hooksPath", str(tmp_path / "bin"))
    for hook in ("post-index-change", "post-checkout"):
        shutil.copy(evil, tmp_path / "bin" / hook)
    assert contents(SIDES[side](Repository(root)))["a.py"] == b"one"
    assert not (tmp_path / "ran").exists()


def test_nothing_in_a_repository_is_written(tmp_path: Path) -> None:
    root = linked(tmp_path)
    os.utime(root / "a.py")  # git would refresh its index
    before = {path: path.lstat().st_mtime_ns for path in root.rglob("*")}
    for opened in SIDES.values():
        contents(opened(Repository(root)))
    assert {path: path.lstat().st_mtime_ns for path in root.rglob("*")} == before


def test_a_plain_folder_can_still_be_opened(tmp_path: Path) -> None:
    tree = open_tree(plant(tmp_path, {"a.py": "x"}))
    tree.expect(file.path for file in tree.files)
    assert contents(tree) == {"a.py": b"x"}
