"""Files that are at hand in blocks are searched as if each were read for itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsaudit import held
from smsaudit.contents import Contents
from smsaudit.discover import Tree
from smsaudit.held import Held
from smsaudit.model.location import TreePath
from smsaudit.model.source import SourceFile
from smsaudit.scan.questions import Imports, Literals, Names, Question
from smsaudit.searching import Searches

words = st.text("abAB_é", max_size=6)
contents = st.one_of(
    words.map(str.encode),
    st.lists(words).map(" ".join).map(str.encode),
    words.map(lambda text: text.encode("utf-16")),
)
trees = st.dictionaries(words.map(lambda name: TreePath(f"{name}.py")), contents, max_size=12)
Question_ = Question[frozenset[bytes]] | Question[frozenset[str]]


@pytest.fixture(autouse=True)
def _blocks_are_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "_BLOCK", 20)


@given(files=st.dictionaries(words.map(TreePath), st.binary(max_size=12)), room=st.integers(0, 60))
def test_what_there_was_room_for_is_given_as_it_was(files: Mapping[TreePath, bytes], room: int) -> None:
    kept = Held(room)
    for path, data in files.items():
        kept.keep(path, data)
    at_hand = {path for path in files if kept.get(path) is not None}
    assert all(kept.get(path) == files[path] for path in at_hand)
    assert sum(len(files[path]) for path in at_hand) <= room
    assert room < sum(map(len, files.values())) or at_hand == set(files)


@given(files=trees, wanted=st.sets(words.filter(bool), min_size=1))
def test_the_answers_are_those_of_the_files(files: Mapping[TreePath, bytes], wanted: set[str]) -> None:
    literals = [word.encode() for word in wanted]
    fresh, again = (searches(files, is_held=is_held) for is_held in (False, True))
    again.imports(files)  # which reads every file
    for _ in range(2):
        assert again.containing(literals, files) == fresh.containing(literals, files)
        assert again.naming(wanted, files) == fresh.naming(wanted, files)


@pytest.mark.parametrize(
    ("question", "left"),
    [
        (Names(frozenset({"send"})), ["b.py", "last.py"]),
        (Literals(frozenset({b"send"})), ["b.py", "last.py"]),
        (Literals(frozenset({b"a.p"})), ["a.py", "last.py"]),
        (Imports(), ["a.py", "b.py", "c.py", "last.py"]),
    ],
)
def test_files_of_a_block_in_which_nothing_stands_are_left_out(question: Question_, left: list[str]) -> None:
    kept = Held(1_000)
    for name, text in {"a.py": "x", "b.py": "Send send", "c.py": "y"}.items():
        kept.keep(TreePath(name), text.ljust(30).encode())
    kept.keep(TreePath("last.py"), b"in no block so far")
    paths = [TreePath(name) for name in ("a.py", "b.py", "c.py", "last.py")]
    assert kept.left(paths, question.sieve(amount=100)) == left


def searches(files: Mapping[TreePath, bytes], *, is_held: bool) -> Searches:
    tree = Tree(
        files=tuple(SourceFile(path, len(files[path])) for path in sorted(files)),
        gaps=(),
        commit=None,
        name=TreePath("t"),
        seen=len(files),
        contents=Memory(files),
    )
    read = Contents(tree, is_checked=False)
    return Searches(tree, read.read, lambda _stage, _done, _all: None, read.held if is_held else None)


class Memory:
    """Contents that no disk holds."""

    def __init__(self, files: Mapping[TreePath, bytes]) -> None:
        self._files = files

    def read(self, name: str) -> bytes:
        """As a disk would."""
        return self._files[TreePath(name)]

    def expect(self, names: Iterable[str]) -> None:
        """Nothing to prepare."""
