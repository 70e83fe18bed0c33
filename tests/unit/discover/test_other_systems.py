"""What other systems have in place of links and names; none of it can be made here."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import cast

import pytest

from smsaudit.discover.link import is_folder, is_link, verbatim
from smsaudit.discover.names import actual, named, shown

JUNCTION, IN_THE_CLOUD = 0xA0000003, 0x9000001A


@dataclass(frozen=True, slots=True)
class Status:
    """What `os.lstat` answers on Windows, as far as it matters."""

    st_mode: int
    st_reparse_tag: int = 0


@pytest.mark.parametrize(
    ("status", "leads_elsewhere", "is_one"),
    [
        (Status(stat.S_IFDIR), False, True),
        (Status(stat.S_IFDIR, IN_THE_CLOUD), False, True),
        (Status(stat.S_IFDIR, JUNCTION), True, False),
        (Status(stat.S_IFLNK), True, False),
        (Status(stat.S_IFREG), False, False),
        (Status(stat.S_IFREG, IN_THE_CLOUD), False, False),
    ],
)
def test_a_junction_is_a_link_and_no_folder(
    status: Status,
    leads_elsewhere: bool,  # noqa: FBT001 - parametrized
    is_one: bool,  # noqa: FBT001 - parametrized
) -> None:
    assert is_link(cast("os.stat_result", status)) is leads_elsewhere
    assert is_folder(cast("os.stat_result", status)) is is_one


@pytest.mark.parametrize(
    ("path", "taken_literally"),
    [
        ("C:\\code\\", "\\\\?\\C:\\code\\"),
        ("\\\\server\\share\\", "\\\\?\\UNC\\server\\share\\"),
        ("\\\\?\\C:\\code\\", "\\\\?\\C:\\code\\"),
    ],
)
def test_windows_takes_a_path_as_it_is_written(path: str, taken_literally: str) -> None:
    assert verbatim(path) == taken_literally


@pytest.mark.parametrize("name", [b"caf\xe9.py", b"\xff\xfe", "短信.py".encode(), b""])
def test_git_may_answer_any_bytes_for_a_name(name: bytes) -> None:
    known = named(name)
    assert os.fsencode(actual(shown(known))) == name
