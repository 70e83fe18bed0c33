import os
import pickle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsaudit.discover import MAX_BYTES, Tree, Undecodable, Unreadable, decode, open_tree
from smsaudit.model.gap import GapKind
from smsaudit.model.location import TreePath
from tests.unit.discover.planted import plant

OUTSIDE = (
    "../secret.py",
    "a/../../secret.py",
    "./a.py",
    "a/./b.py",
    "a//b.py",
    "/etc/passwd",
    "",
    ".",
    "..",
    "a",
    "a/",
    "absent.py",
    "absent/b.py",
    "a.py/b.py",
    r"\x2e\x2e\x2fsecret.py",
    r"a\x00.py",
    r"\U0010ffff",
    "x" * 5000,
)


def reason_to_refuse(tree: Tree, path: str) -> GapKind:
    with pytest.raises(Unreadable) as caught:
        tree.read(TreePath(path))
    return caught.value.gap.kind


@pytest.mark.parametrize("path", OUTSIDE)
def test_only_files_of_the_tree_are_read(tmp_path: Path, path: str) -> None:
    plant(tmp_path, {"secret.py": "s", "root/a.py": "a", "root/a/b.py": "b"})
    tree = open_tree(tmp_path / "root")
    assert reason_to_refuse(tree, path) in {GapKind.UNREADABLE, GapKind.SPECIAL_FILE}


def test_what_changed_since_the_listing_is_refused(tmp_path: Path) -> None:
    names = ("link.py", "pipe.py", "gone.py", "grown.py", "same.py")
    root = plant(tmp_path / "root", dict.fromkeys(names, "x"))
    plant(tmp_path, {"secret.py": "s"})
    tree = open_tree(root)
    for name in names[:3]:
        (root / name).unlink()
    (root / "link.py").symlink_to("../secret.py")
    os.mkfifo(root / "pipe.py")
    (root / "grown.py").write_bytes(b"x" * (MAX_BYTES + 1))
    assert {name: reason_to_refuse(tree, name) for name in names[:4]} == {
        "link.py": GapKind.SYMLINK,
        "pipe.py": GapKind.SPECIAL_FILE,
        "gone.py": GapKind.UNREADABLE,
        "grown.py": GapKind.TOO_LARGE,
    }
    assert tree.read(TreePath("same.py")) == b"x"


def test_files_that_claim_to_be_empty_are_read_up_to_the_limit() -> None:
    tree = open_tree(Path("/proc/self"))
    assert tree.read(TreePath("status")).startswith(b"Name:")
    assert reason_to_refuse(tree, "cwd") is GapKind.SYMLINK


def test_the_gap_of_a_source_file_bears(tmp_path: Path) -> None:
    tree = open_tree(plant(tmp_path, {"x": ""}))
    for path, bears in {"send.py": True, "photo.png": False, "tests/test_send.py": False}.items():
        with pytest.raises(Unreadable) as caught:
            tree.read(TreePath(path))
        assert (caught.value.gap.path, caught.value.gap.bears) == (path, bears)


def test_trees_and_their_errors_travel_to_workers(tmp_path: Path) -> None:
    tree = open_tree(plant(tmp_path, {"a.py": "a"}))
    copy = pickle.loads(pickle.dumps(tree))  # noqa: S301 - our own bytes
    assert (copy.files, copy.gaps) == (tree.files, tree.gaps)
    assert copy.read(TreePath("a.py")) == b"a"
    with pytest.raises(Unreadable) as unreadable:
        copy.read(TreePath("b.py"))
    assert pickle.loads(pickle.dumps(unreadable.value)).gap == unreadable.value.gap  # noqa: S301
    with pytest.raises(Undecodable) as undecodable:
        decode(TreePath("a.py"), b"\0")
    assert pickle.loads(pickle.dumps(undecodable.value)).gap == undecodable.value.gap  # noqa: S301


@given(st.text(max_size=30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_path_makes_reading_raise_anything_else(tmp_path: Path, path: str) -> None:
    plant(tmp_path, {"root/a.py": "a"})
    tree = open_tree(tmp_path / "root")
    try:
        data: bytes | None = tree.read(TreePath(path))
    except Unreadable as unreadable:
        data = None if unreadable.gap.path.isprintable() else b""
    assert data == (b"a" if path == "a.py" else None)
