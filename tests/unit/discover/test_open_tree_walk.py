import os
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from smsaudit.discover import MAX_BYTES, open_tree
from smsaudit.discover.ignore import Patience
from smsaudit.discover.reading import Fence
from smsaudit.discover.walk import walk
from smsaudit.model.errors import SmsauditError
from smsaudit.model.gap import GapKind
from smsaudit.model.location import TreePath
from tests.unit.discover.planted import gaps, git, paths, plant, repository

IGNORE_CASES: dict[str, dict[str, str]] = {
    "nothing": {},
    "by ending": {".gitignore": "*.log\n"},
    "anchored": {".gitignore": "/a.py\n/b/x.log\n"},
    "directory": {".gitignore": "b/\n"},
    "directory that is a file": {".gitignore": "a.py/\n"},
    "negated": {".gitignore": "*.log\n!x.log\n"},
    "negated below an ignored directory": {".gitignore": "b/\n!b/x.log\n"},
    "everything but": {".gitignore": "/*\n!/b\n!/.gitignore\n"},
    "nested": {".gitignore": "*.log\n", "b/.gitignore": "!x.log\n/c/\n"},
    "nested and anchored": {"b/.gitignore": "/x.log\n/c/d.py\n"},
    "two stars": {".gitignore": "**/c/**\nb/**/x.log\n"},
    "escaped": {".gitignore": "\\#hash\n\\!bang\n# comment\n\n"},
    "trailing space": {".gitignore": "a.py  \nb/x.log\\ \n"},
    "classes": {".gitignore": "[a-c].py\n?.log\n"},
    "faulty": {".gitignore": "!\n\\\n[z-a].py\n[[a]x\n*.log\n"},
    "carriage returns": {".gitignore": "*.log\r\nb/c\r\n"},
    "byte order mark": {".gitignore": "\ufeff*.log\n"},
}


@pytest.mark.parametrize("case", IGNORE_CASES)
def test_ignore_files_mean_what_they_mean_to_git(tmp_path: Path, case: str) -> None:
    tree = {"a.py": "", "x.log": "", "b/x.log": "", "b/c/d.py": "", "b/c/x.log": "", "#hash": "", "!bang": ""}
    plant(tmp_path, tree | IGNORE_CASES[case])
    walked = walk(Fence(str(tmp_path)), patience=Patience(60)).files
    git(tmp_path, "init", "-q")
    untracked = git(tmp_path, "ls-files", "-o", "--exclude-standard", "-z").strip("\0").split("\0")
    assert sorted(walked) == sorted(untracked)


def test_code_that_a_tree_without_git_ignores_is_read_where_its_folder_is_not_ignored(tmp_path: Path) -> None:
    rules = "send_sms.py\n*.go\n*.js\n*.log\nout/\nlocal_settings.py\n"
    files = ["a/send_sms.py", "a/b.go", "a/b.js", "a/b.log", "out/send_sms.py", "local_settings.py"]
    plant(tmp_path, {".gitignore": rules} | dict.fromkeys(files, ""))
    assert paths(open_tree(tmp_path)) == [".gitignore", "a/b.go", "a/send_sms.py"]
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    assert paths(open_tree(tmp_path)) == [".gitignore"]


def test_the_ignore_file_of_search_tools_comes_first(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {".gitignore": "*.log\n", ".ignore": "!a.log\nb.txt\n", "a.log": "", "b.txt": "", "c.log": ""},
    )
    assert paths(open_tree(tmp_path)) == [".gitignore", ".ignore", "a.log"]


def test_installed_and_derived_directories_are_not_entered(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "a.py": "",
            "env/production.yml": "",
            "web/node_modules/x/i.js": "",
            ".venv/lib/x.py": "",
            "python-env/pyvenv.cfg": "",
            "python-env/lib/x.py": "",
            "conda/conda-meta/history": "",
            "conda/lib/x.py": "",
            "lib/site-packages/x.py": "",
            "b/__pycache__/a.pyc": "",
            ".hg/store": "",
            ".svn/entries": "",
        },
    )
    assert paths(open_tree(tmp_path)) == ["a.py", "env/production.yml"]


def test_the_audited_directory_itself_may_be_an_environment(tmp_path: Path) -> None:
    plant(tmp_path / "venv", {"pyvenv.cfg": "", "a.py": ""})
    assert paths(open_tree(tmp_path / "venv")) == ["a.py", "pyvenv.cfg"]


def test_pipes_sockets_and_devices_are_gaps(tmp_path: Path) -> None:
    plant(tmp_path, {"a.py": ""})
    os.mkfifo(tmp_path / "pipe.py")
    server = socket.socket(socket.AF_UNIX)
    with server, tempfile.TemporaryDirectory() as short:
        server.bind(f"{short}/s")
        os.rename(f"{short}/s", tmp_path / "socket")  # noqa: PTH104 - a socket's own path must be short
        tree = open_tree(tmp_path)
    assert paths(tree) == ["a.py"]
    assert [gap.path for gap in gaps(tree, GapKind.SPECIAL_FILE)] == ["pipe.py", "socket"]
    assert tree.seen == 3


def test_circles_of_links_end(tmp_path: Path) -> None:
    plant(tmp_path, {"a/b/c.py": ""})
    (tmp_path / "a" / "b" / "up").symlink_to("../..")
    (tmp_path / "a" / "self").symlink_to(".")
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    tree = open_tree(tmp_path)
    assert paths(tree) == ["a/b/c.py"]
    assert [gap.path for gap in gaps(tree, GapKind.SYMLINK)] == ["one", "two"]


@contextmanager
def unprivileged() -> Iterator[None]:
    """Permissions do not hold back a superuser, who runs the tests in containers."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_directory() -> Iterator[Path]:
    """A directory that everybody can enter; `tmp_path` is its owner's alone."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        path.chmod(0o777)
        yield path


def test_a_directory_without_permission_is_a_gap_that_bears(open_directory: Path) -> None:
    with unprivileged():
        plant(open_directory, {"a.py": "", "locked/b.py": ""})
        (open_directory / "locked").chmod(0)
        tree = open_tree(open_directory)
        (open_directory / "locked").chmod(0o700)
    assert paths(tree) == ["a.py"]
    assert [(gap.path, gap.kind, gap.reason.en, gap.bears) for gap in tree.gaps] == [
        ("locked", GapKind.UNREADABLE, "the directory cannot be listed: permission denied", True)
    ]


def test_git_does_not_hide_a_directory_without_permission(
    open_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(open_directory))
    with unprivileged():
        root = repository(open_directory / "root", {"a.py": ""})
        plant(root, {"locked/b.py": ""})
        (root / "locked").chmod(0)
        tree = open_tree(root)
        (root / "locked").chmod(0o700)
    assert paths(tree) == ["a.py"]
    assert tree.commit is not None
    assert [(gap.path, gap.kind, gap.bears) for gap in tree.gaps] == [("locked", GapKind.UNREADABLE, True)]


def test_a_root_without_permission_is_the_users_mistake(open_directory: Path) -> None:
    with unprivileged():
        (open_directory / "locked").mkdir()
        (open_directory / "locked").chmod(0)
        with pytest.raises(SmsauditError) as caught:
            open_tree(open_directory / "locked")
        (open_directory / "locked").chmod(0o700)
    (problem,) = caught.value.problems
    assert "permission denied" in problem.what


def test_a_root_that_is_no_directory_is_the_users_mistake(tmp_path: Path) -> None:
    plant(tmp_path, {"file.py": ""})
    (tmp_path / "circle").symlink_to("circle")
    expected = {
        tmp_path / "absent": "does not exist",
        tmp_path / "file.py": "is a file",
        tmp_path / "file.py" / "x": "is a file",
        tmp_path / "circle": "cannot be opened",
        Path("nul\0byte"): "cannot be opened",
    }
    for path, what in expected.items():
        with pytest.raises(SmsauditError) as caught:
            open_tree(path)
        (problem,) = caught.value.problems
        assert (problem.file, problem.what) == (str(path), what)
        assert problem.mend


def test_a_root_may_be_reached_through_a_link_and_keeps_its_name(tmp_path: Path) -> None:
    plant(tmp_path, {"release-7/a.py": "a"})
    (tmp_path / "current").symlink_to("release-7")
    tree = open_tree(tmp_path / "current")
    assert tree.name == "current"
    assert tree.read(TreePath("a.py")) == b"a"


def test_the_current_directory_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, {"shop/a.py": "a"})
    monkeypatch.chdir(tmp_path / "shop")
    assert open_tree(Path()).name == "shop"


def test_paths_longer_than_the_system_allows_are_gaps(tmp_path: Path) -> None:
    plant(tmp_path, {"a.py": ""})
    at = os.open(tmp_path, os.O_RDONLY)
    for _ in range(30):
        os.mkdir("d" * 200, dir_fd=at)
        below = os.open("d" * 200, os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    os.close(at)
    tree = open_tree(tmp_path)
    assert paths(tree) == ["a.py"]
    assert [(gap.kind, gap.bears) for gap in tree.gaps] == [(GapKind.UNREADABLE, True)]
    assert "too long" in tree.gaps[0].reason.en


def test_hostile_ignore_files_take_bounded_time(tmp_path: Path) -> None:
    names = {f"{'a' * 200}{index}": "" for index in range(40)}
    wild = ["*a" * 30 + "b", "**/a" * 30 + "b", "a***********b", "(a+)+" * 20]
    slow = [f"*{'a' * (index % 100)}*b{index}" for index in range(300)]
    plant(tmp_path, names | {".gitignore": "\n".join(wild + slow)})
    start = time.process_time()
    tree = open_tree(tmp_path)
    assert time.process_time() - start < 30
    assert len(tree.files) == 41


def test_when_ignore_rules_take_too_long_everything_is_listed(tmp_path: Path) -> None:
    plant(tmp_path, {".gitignore": "*.log\n", "a.py": "", "x.log": "", "b/y.log": ""})
    fence = Fence(str(tmp_path))
    assert sorted(walk(fence, patience=Patience(60)).files) == [".gitignore", "a.py"]
    found = walk(fence, patience=Patience(0))
    assert sorted(found.files) == [".gitignore", "a.py", "b/y.log", "x.log"]
    assert [gap.reason.en for gap in found.gaps] == [
        "ignore files took too long and were not applied to the end"
    ]


def test_a_huge_ignore_file_is_not_read(tmp_path: Path) -> None:
    plant(tmp_path, {"a.py": "", ".gitignore": "*.py\n" * 100_000})
    assert paths(open_tree(tmp_path)) == [".gitignore", "a.py"]


def test_archives_are_gaps_and_only_so_many(tmp_path: Path) -> None:
    plant(tmp_path, {f"dist/lib{index:03}.jar": "" for index in range(60)} | {"a.py": "", "x.TAR.GZ": ""})
    tree = open_tree(tmp_path)
    assert paths(tree) == ["a.py"]
    found = gaps(tree, GapKind.ARCHIVE)
    assert len(found) == 51
    assert [gap.reason.en for gap in found if gap.path == "."] == ["11 more of this kind"]
    assert tree.seen == 62


def test_large_files_are_gaps_and_bear_only_if_they_could_send(tmp_path: Path) -> None:
    large = b"x" * (MAX_BYTES + 1)
    names = ("big.py", "big.yaml", "data.json", "film.mp4", "tests/big.py", "app.min.js", "Dockerfile")
    plant(tmp_path, dict.fromkeys(names, large) | {"just.py": large[:-1]})
    tree = open_tree(tmp_path)
    assert paths(tree) == ["just.py"]
    assert {gap.path: gap.bears for gap in gaps(tree, GapKind.TOO_LARGE)} == {
        "big.py": True,
        "big.yaml": True,
        "Dockerfile": True,
        "data.json": False,
        "film.mp4": False,
        "tests/big.py": False,
        "app.min.js": False,
    }


def test_files_carry_their_size(tmp_path: Path) -> None:
    plant(tmp_path, {"sms/send.py": "12345", "tests/test_send.py": "", "x.ipynb": "{}"})
    assert [(file.path, file.size) for file in open_tree(tmp_path).files] == [
        ("sms/send.py", 5),
        ("tests/test_send.py", 0),
        ("x.ipynb", 2),
    ]


def test_a_walk_ends_at_its_limit(tmp_path: Path) -> None:
    plant(tmp_path, {f"{index}.py": "" for index in range(20)})
    found = walk(Fence(str(tmp_path)), limit=7)
    assert len(found.files) == 7
    assert [(gap.kind, gap.bears) for gap in found.gaps] == [(GapKind.LIMIT, True)]


def test_opening_twice_gives_the_same_tree(tmp_path: Path) -> None:
    plant(tmp_path, {"b/x.py": "", "a.py": "", "B.py": "", "b.py": "", "lib.jar": "", "é.py": ""})
    first, second = open_tree(tmp_path), open_tree(tmp_path)
    assert (first.files, first.gaps, first.seen) == (second.files, second.gaps, second.seen)
    assert paths(first) == ["B.py", "a.py", "b.py", "b/x.py", "é.py"]
