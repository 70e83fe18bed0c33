"""Files that several processes read: who answers makes no difference to what is answered."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from smsaudit import shares
from smsaudit.contents import Contents
from smsaudit.discover import object_id, open_tree
from smsaudit.discover.tree import Disk
from smsaudit.library import SourceLibrary
from smsaudit.model.gap import GapKind
from smsaudit.model.location import TreePath
from smsaudit.scan import processes
from smsaudit.scan.questions import Files, Literals, Question
from smsaudit.scan.workers import Workers
from smsaudit.shares import Shares
from tests.support.audits import planted

JOBS = 3
FILES: Mapping[str, str | bytes] = {
    **{f"pack{number % 5}/m{number}.py": f"import acme.m{number}\nsend_{number}()\n" for number in range(40)},
    "chinese.py": "# -*- coding: gbk -*-\nsend_1()  # 短信\n".encode("gbk"),
    "wide.py": "import acme\nsend_2()  # 短信\n".encode("utf-16"),
    "settings.yaml": "ACME_HOST: h1\n",
}
LITERALS = [b"acme", b"host: h", b"pack3"]
NAMES = ["send_1", "send_2", "send_17", "acme"]


@pytest.fixture(autouse=True, params=[True, False], ids=["copies", "afresh"])
def _every_file_is_enough(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Helpers begin as copies of this process where that can be (in one with other threads it cannot), or afresh."""
    if not request.param:
        monkeypatch.setattr(processes, "forks", lambda: False)
    for limit in ("_ENOUGH", "_ENOUGH_AFRESH", "_FEW"):
        monkeypatch.setattr(shares, limit, 1)
    monkeypatch.setattr(shares, "_BLOCK", 2)
    before = children()
    yield
    assert children() <= before


def children() -> set[int]:
    return {process.pid for process in multiprocessing.active_children() if process.pid}


def asked(library: SourceLibrary) -> tuple[object, ...]:
    """All that can be asked, some of it twice."""
    given = [
        (library.containing(LITERALS), library.naming(NAMES), library.import_lines(library.python))
        for _ in range(2)
    ]
    among = library.naming(NAMES, library.python[3:9])
    return (*given, among, library.considered, library.gaps, library.contents.ids)


def answers(root: Path, jobs: int) -> tuple[object, ...]:
    before = children()
    with Workers(jobs) as workers, SourceLibrary(open_tree(root), workers) as library:
        found = asked(library)
        assert len(children() - before) == jobs - 1
    return found


def test_any_number_of_processes_gives_the_same_answers(tmp_path: Path) -> None:
    root = planted(tmp_path, FILES)
    alone = answers(root, 1)
    assert alone == answers(root, 2) == answers(root, JOBS)
    assert any(alone)


def test_a_file_that_gives_no_bytes_is_a_gap_whoever_reads_it(tmp_path: Path) -> None:
    given = []
    for jobs in (1, JOBS):
        root = planted(tmp_path / str(jobs) / "tree", FILES)
        tree = open_tree(root)
        for number in range(0, 40, 3):
            (root / f"pack{number % 5}" / f"m{number}.py").unlink()
        with Workers(jobs) as workers, SourceLibrary(tree, workers) as library:
            given.append(asked(library))
            assert {gap.kind for gap in library.gaps} == {GapKind.UNREADABLE}
    assert given[0] == given[1]


def test_a_helper_that_dies_leaves_its_files_to_others(tmp_path: Path) -> None:
    root = planted(tmp_path, FILES)
    alone, before = answers(root, 1), children()
    with Workers(JOBS) as workers, SourceLibrary(open_tree(root), workers) as library:
        named = library.naming(NAMES)
        for helper in children() - before:
            os.kill(helper, signal.SIGKILL)
        assert library.naming(NAMES) == named
        assert asked(library) == alone


class Trap(Literals, frozen=True):
    """A question on which every process but the first breaks down."""

    home: int = 0

    def asked(self, files: Files, *, amount: int) -> dict[TreePath, frozenset[bytes]]:
        if os.getpid() != self.home:
            raise MemoryError
        return super().asked(files, amount=amount)


def test_a_question_on_which_a_helper_breaks_down_is_asked_here(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    tree = open_tree(planted(tmp_path, FILES))
    contents = Contents(tree, is_checked=False)
    paths = tuple(file.path for file in tree.files)

    def here(
        question: Question[frozenset[bytes]], some: Sequence[TreePath]
    ) -> dict[TreePath, frozenset[bytes]]:
        return question.asked([(path, contents.read(path)) for path in some], amount=0)

    shared = Shares(tree, contents, jobs=JOBS)
    found = shared.ask(Trap(frozenset({b"acme"}), os.getpid()), paths, here)
    shared.close()
    assert found == Literals(frozenset({b"acme"})).asked(
        ((path, contents.read(path)) for path in paths), amount=0
    )
    assert capfd.readouterr().err == ""


def nothing(_: object, __: object) -> dict[TreePath, frozenset[bytes]]:
    return {}


def test_what_a_helper_reads_is_held_against_its_name(tmp_path: Path) -> None:
    root = planted(tmp_path, FILES)
    tree = open_tree(root)
    contents = Contents(tree, is_checked=True)
    assert contents.ids
    for name in FILES:
        (root / name).write_text("send_1()  # and more\n")
    shared = Shares(tree, contents, jobs=2)
    shared.ask(Literals(frozenset({b"send"})), tuple(file.path for file in tree.files), nothing)
    shared.close()
    assert contents.has_changed


def test_what_a_helper_reads_it_names_for_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = open_tree(planted(tmp_path, FILES))
    contents = Contents(tree, is_checked=True)
    shared = Shares(tree, contents, jobs=2)
    shared.ask(Literals(frozenset({b"send"})), tuple(file.path for file in tree.files), nothing)
    shared.close()
    read: list[str] = []

    def here(_: Disk, name: str) -> bytes:
        read.append(name)
        return b"here"

    monkeypatch.setattr(Disk, "read", here)
    again = object_id(b"here")
    assert {path for path, name in contents.ids.items() if name == again} == set(read)
    assert 0 < len(read) < len(FILES)
    assert not contents.has_changed
