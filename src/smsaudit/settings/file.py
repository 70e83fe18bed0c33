"""Finding and reading the configuration file of an audited tree."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from smsaudit.model.config_names import OWN_NAME, SHARED_NAME
from smsaudit.model.errors import Problem, SmsauditError
from smsaudit.model.toml_lines import Key

LARGEST = 1_000_000
"""Bytes; no configuration that people write comes near it."""

SHARED_TABLE = ("tool", "smsaudit")


class Found(Struct, frozen=True):
    """A configuration file and the table in it that is ours."""

    path: Path
    text: str
    table: Mapping[str, object]
    above: Key


def find(root: Path, config: Path | None) -> Found | None:
    """The file that was asked for, else `smsaudit.toml`, else `[tool.smsaudit]`; None without any."""
    if config is not None:
        text = text_of(config)
        is_shared = config.name == SHARED_NAME
        found = _shared(config, text) if is_shared else Found(config, text, _document(config, text), ())
        if found is None:
            raise _error(config, "has no table [tool.smsaudit]", "add one, or name another file")
        return found
    own = root / OWN_NAME
    if os.path.lexists(own):
        if not is_inside(own, root):
            raise _error(own, "is a link that leads out of the tree", "name the file with --config")
        text = text_of(own)
        return Found(own, text, _document(own, text), ())
    return _in_shared(root)


def _in_shared(root: Path) -> Found | None:
    """`[tool.smsaudit]`, as long as the file is one that a project of any kind could have."""
    path = root / SHARED_NAME
    if not os.path.isfile(path) or not is_inside(path, root):  # noqa: PTH113 - never raises
        return None
    try:
        text = text_of(path)
    except SmsauditError:
        return None  # an unreadable pyproject.toml is the tree's oddity, not a mistake of our user
    return _shared(path, text) if "smsaudit" in text else None


def _shared(path: Path, text: str) -> Found | None:
    table: object = _document(path, text)
    for name in SHARED_TABLE:
        table = table.get(name) if isinstance(table, dict) else None
    if table is None:
        return None
    if not isinstance(table, dict):
        raise _error(path, "tool.smsaudit is not a table", "begin it with [tool.smsaudit]")
    return Found(path, text, table, SHARED_TABLE)


def _document(path: Path, text: str) -> dict[str, object]:
    import tomli  # most trees have no configuration

    try:
        return tomli.loads(text)
    except ValueError as error:
        is_syntax = isinstance(error, tomli.TOMLDecodeError)
        what = f"not valid TOML: {error}" if is_syntax else "a number has too many digits"
        problem = Problem(str(path), getattr(error, "lineno", 0), "", what, "correct the syntax")
        raise SmsauditError(problem) from None
    except RecursionError:
        raise _error(path, "nested too deeply", "write it flatter") from None


def text_of(path: Path) -> str:
    """The text of a file that people wrote for smsaudit."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _error(path, "not a regular file", "name a TOML file")
        if status.st_size > LARGEST:
            raise _error(path, f"larger than {LARGEST} bytes", "name a configuration file")
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise _error(
            path, f"cannot be read: {error.strerror}", "check the path and its permissions"
        ) from None
    except UnicodeDecodeError:
        raise _error(path, "not UTF-8", "save it as UTF-8") from None


def is_inside(path: Path, root: Path) -> bool:
    """Whether no link and no `..` leads out of a folder; what no disk can have leads nowhere."""
    try:
        return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))
    except (OSError, ValueError):
        return True


def _error(path: Path, what: str, mend: str) -> SmsauditError:
    return SmsauditError(Problem(str(path), 0, "", what, mend))
