"""Where signature files are."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from smsaudit.model.errors import Problem, SmsauditError

PACKAGED = Path(__file__).resolve().parents[1] / "_signatures"
"""Where the wheel has them."""


def shipped_directory() -> Path:
    """Where the signatures that come with smsaudit are: in the package, or beside `src` in a checkout."""
    package = PACKAGED.parent
    for directory in (PACKAGED, package.parents[1] / "signatures"):
        if directory.is_dir():
            return directory
    problem = Problem(str(package), 0, "", "the signatures are missing", "install smsaudit again")
    raise SmsauditError(problem)


def signature_files(directories: Sequence[Path]) -> tuple[tuple[Path, Path], ...]:
    """Every signature file with its directory, in order of relative name; names that begin with `_` are skipped."""
    return tuple(
        (directory, directory / name) for directory in directories for name in signature_names(directory)
    )


def signature_names(directory: Path) -> list[str]:
    """The same of one directory, as relative names with slashes; every run asks, so no path objects are made."""
    names = sorted(_names(str(directory), ""))
    if not names:
        is_there = os.path.isdir(directory)  # noqa: PTH112 - never raises, however long the name
        what = "holds no signature file" if is_there else "is not a directory"
        raise SmsauditError(
            Problem(str(directory), 0, "", what, "name a directory with .toml signature files")
        )
    return names


def _names(folder: str, below: str) -> Iterator[str]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith("_"):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _names(entry.path, f"{below}{entry.name}/")
        elif entry.name.endswith(".toml") and entry.is_file():
            yield f"{below}{entry.name}"
