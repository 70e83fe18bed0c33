"""Where signature files are."""

from __future__ import annotations

from collections.abc import Sequence
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
    found: list[tuple[Path, Path]] = []
    for directory in directories:
        names = sorted(
            path.relative_to(directory).as_posix() for path in directory.rglob("*.toml") if path.is_file()
        )
        chosen = [name for name in names if not any(part.startswith("_") for part in name.split("/"))]
        if not chosen:
            what = "holds no signature file" if directory.is_dir() else "is not a directory"
            raise SmsauditError(
                Problem(str(directory), 0, "", what, "name a directory with .toml signature files")
            )
        found += [(directory, directory / name) for name in chosen]
    return tuple(found)
