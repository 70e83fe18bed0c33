"""A whole project as one input, so that what is changed in it can fall into any of its files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from smsaudit.discover import Tree
from smsaudit.model.location import TreePath
from smsaudit.model.source import SourceFile

_MARK = re.compile(rb"^==> ([\w./<>&-]{1,60}) <==\n", re.MULTILINE)
_MOST_FILES = 24


@dataclass(frozen=True, slots=True)
class _Memory:
    """Contents that no disk holds."""

    files: dict[str, bytes]

    def read(self, name: str) -> bytes:
        return self.files[name]

    def expect(self, names: Iterable[str]) -> None:
        """Nothing to prepare."""


def packed(root: Path) -> bytes:
    """The files below a folder, one after the other."""
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return b"".join(
        b"==> %s <==\n%s\n" % (path.relative_to(root).as_posix().encode(), path.read_bytes())
        for path in files
    )


def tree_of(data: bytes, planted: bytes) -> Tree:
    """The files that an input holds, with something planted in each; what stands before the first mark is Python."""
    parts = _MARK.split(data)[: 2 * _MOST_FILES + 1]
    files = {"a.py": parts[0] + planted, ".env": planted + parts[0], "b&<b>.yaml": parts[0]}
    files |= {
        name.decode(): content + planted for name, content in zip(parts[1::2], parts[2::2], strict=True)
    }
    sources = (SourceFile(TreePath(name), len(content)) for name, content in files.items())
    return Tree(
        files=tuple(sorted(sources, key=lambda file: file.path)),
        gaps=(),
        commit=None,
        name="project",
        seen=len(files),
        contents=_Memory(files),
    )
