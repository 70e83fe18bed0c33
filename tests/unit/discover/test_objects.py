from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from smsaudit.discover import objects
from smsaudit.discover.git import Answer, Git
from smsaudit.discover.identity import object_id
from smsaudit.discover.objects import Objects
from tests.unit.discover.planted import repository

CONTENTS = [b"one\n", b"", b"two\n", b"three\n", b"", b"four\n", b"five\n", b"", b"six\n"]


class Counted(Git):
    """Git, and how often it was asked."""

    asked = 0

    def ask(self, options: Iterable[str], *questions: Sequence[str], **rest: Any) -> list[Answer]:
        self.asked += 1
        return super().ask(options, *questions, **rest)


def test_contents_that_several_files_share_cost_no_question_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = repository(tmp_path, {f"{number}.txt": data for number, data in enumerate(CONTENTS)})
    blobs = [object_id(data) for data in CONTENTS]
    git = Counted(str(root))
    held = Objects(git)
    held.sizes(blobs)
    monkeypatch.setattr(objects, "_MOST_AT_ONCE", 10)
    git.asked = 0
    held.expect(blobs)
    assert [held.read(blob) for blob in blobs] == CONTENTS
    assert git.asked == 3


def test_what_is_read_out_of_turn_leaves_the_turns_to_come(tmp_path: Path) -> None:
    root = repository(tmp_path, {f"{number}.txt": data for number, data in enumerate(CONTENTS)})
    git = Counted(str(root))
    held = Objects(git)
    held.expect(map(object_id, (b"two\n", b"three\n", b"four\n")))
    assert held.read(object_id(b"two\n")) == b"two\n"
    assert held.read(object_id(b"six\n")) == b"six\n"
    git.asked = 0
    assert held.read(object_id(b"four\n")) == b"four\n"
    assert git.asked <= 1
