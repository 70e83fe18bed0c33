from __future__ import annotations

from pathlib import Path

import pytest

from smsaudit.discover import Changed, Repository, Version, object_id
from smsaudit.model.location import TreePath
from smsaudit.rigs import NAMES
from smsaudit.trigger import can_matter
from tests.unit.discover.planted import git, plant, repository


@pytest.mark.parametrize(
    ("path", "modes", "matters"),
    [
        ("NOTES.md", ("100644", "100644"), False),
        ("api/README.md", ("100644", "100644"), True),
        ("logo.png", ("000000", "100644"), False),
        ("docs/guide.rst", ("100644", "000000"), False),
        ("a.py", ("100644", "100644"), True),
        (".env.prod", ("000000", "100644"), True),
        ("notes.ipynb", ("100644", "100644"), True),
        ("vendor.zip", ("000000", "100644"), True),
        ("smsaudit.baseline", ("100644", "100644"), True),
        ("NOTES.md", ("100644", "120000"), True),
        ("library", ("160000", "160000"), True),
    ],
)
def test_only_what_nobody_reads_and_nothing_hides_behind_cannot_matter(
    path: str,
    modes: tuple[str, str],
    matters: bool,  # noqa: FBT001 - parametrized
) -> None:
    before, after = (Version(mode, "") for mode in modes)
    assert can_matter([Changed(TreePath(path), before, after)]) is matters


def test_every_file_whose_words_decide_what_others_are_can_matter() -> None:
    version = Version("100644", "")
    assert all(can_matter([Changed(TreePath(name), version, version)]) for name in NAMES)


def test_nothing_cannot_matter() -> None:
    assert not can_matter([])


def test_what_is_staged_is_listed_below_the_folder(tmp_path: Path) -> None:
    root = repository(tmp_path, {"a.py": "1", "api/b.py": "1", "api/c.py": "1"})
    plant(root, {"a.py": "2", "api/b.py": "2", "api/new.py": "1", "api/untracked.py": "1"})
    (root / "api/c.py").unlink()
    git(root, "add", "a.py", "api/b.py", "api/c.py", "api/new.py")
    none, one, two = (
        Version("000000", "0" * 40),
        *(Version("100644", object_id(each)) for each in (b"1", b"2")),
    )
    assert Repository(root / "api").staged() == (
        Changed(TreePath("b.py"), one, two),
        Changed(TreePath("c.py"), one, none),
        Changed(TreePath("new.py"), none, one),
    )


def test_a_merge_and_a_first_commit_are_not_one_question(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    assert Repository(tmp_path).staged() is None
