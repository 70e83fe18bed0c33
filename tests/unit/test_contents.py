from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from smsaudit.contents import Contents
from smsaudit.discover import Tree, Unreadable, object_id
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import TreePath
from smsaudit.model.source import SourceFile
from smsaudit.model.words import Words

CODE, PAGE = TreePath("a.py"), TreePath("page.html")


class Disk:
    """Files that can change, and how often each was read."""

    def __init__(self) -> None:
        self.files = {"a.py": b"import a\n", "page.html": b"<p>\n"}
        self.reads: Counter[str] = Counter()

    def read(self, name: str) -> bytes:
        self.reads[name] += 1
        if name not in self.files:
            raise Unreadable(Gap(TreePath(name), GapKind.UNREADABLE, Words("gone", "无")))
        return self.files[name]

    def expect(self, names: Iterable[str]) -> None:
        """Nothing to prepare."""


@pytest.fixture
def disk() -> Disk:
    return Disk()


def contents(disk: Disk, *, is_checked: bool = True, is_known: bool = True) -> Contents:
    files = tuple(
        SourceFile(TreePath(name), len(data), object_id(data) if is_known else None)
        for name, data in disk.files.items()
    )
    tree = Tree(files=files, gaps=(), commit=None, name=TreePath("t"), seen=2, contents=disk)
    return Contents(tree, is_checked=is_checked)


def test_code_is_read_once_and_anything_else_twice(disk: Disk) -> None:
    read = contents(disk)
    for _ in range(4):
        assert (read.read(CODE), read.read(PAGE)) == (b"import a\n", b"<p>\n")
    assert disk.reads == {"a.py": 1, "page.html": 2}


def test_what_is_read_names_a_file_that_git_does_not_know(disk: Disk) -> None:
    read = contents(disk, is_known=False)
    read.read(CODE)
    read.read(PAGE)
    assert read.ids == {CODE: object_id(b"import a\n"), PAGE: object_id(b"<p>\n")}
    assert disk.reads == {"a.py": 1, "page.html": 1}
    assert not read.has_changed


def test_a_file_that_is_not_what_git_says_is_noted(disk: Disk) -> None:
    read = contents(disk)
    disk.files["page.html"] = b"<b>\n"
    assert not read.has_changed
    read.read(PAGE)
    assert read.has_changed


def test_a_file_that_changes_after_it_was_named_is_noted(disk: Disk) -> None:
    read = contents(disk, is_known=False)
    assert read.id(CODE)
    disk.files["a.py"] = b"import b\n"
    read.read(CODE)
    assert read.has_changed


def test_a_file_that_changes_between_two_readings_is_noted(disk: Disk) -> None:
    read = contents(disk, is_known=False)
    read.read(PAGE)
    disk.files["page.html"] = b"<b>\n"
    read.read(PAGE)
    assert read.has_changed


def test_where_nothing_is_kept_nothing_is_compared(disk: Disk) -> None:
    read = contents(disk, is_checked=False)
    disk.files["page.html"] = b"<b>\n"
    read.read(PAGE)
    assert not read.has_changed


def test_a_file_that_cannot_be_read_has_no_name(disk: Disk) -> None:
    read = contents(disk, is_known=False)
    del disk.files["a.py"]
    assert read.id(CODE) == ""
    with pytest.raises(Unreadable):
        read.read(CODE)
