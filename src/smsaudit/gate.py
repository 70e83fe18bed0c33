"""By what a change is judged: the settings of one side, and what the change does to them.

A pull request must not decide by itself how it is judged. So the settings are read from the side that is asked for,
out of git's objects, and the differences of the other side are told.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from posixpath import normpath
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from smsaudit import settings
from smsaudit.discover import Tree, Undecodable, Unreadable, actual, decode
from smsaudit.model.comparison import GateChange
from smsaudit.model.errors import SmsauditError
from smsaudit.model.location import TreePath
from smsaudit.model.redaction import redacted
from smsaudit.model.source import SourceFile
from smsaudit.settings import Settings

_OWN_WORD = "smsaudit"
_PATTERN = "[[pattern]]"
_PROSE_OR_CODE = re.compile(r"\.(?:md|rst|py|ya?ml|html)$")
_LARGEST = 1_000_000
_MOST_FILES = 5_000
_NOT_A_NAME = frozenset({"", ".", ".."})
_NO_NAME_HERE = frozenset(
    {errno.ENAMETOOLONG, errno.EINVAL, errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.EACCES}
)
"""A tree can hold names that no disk here does: too long, of a device, or one of two that differ in case only."""


@contextmanager
def settings_of(tree: Tree, name: str, as_of: date, *, with_baseline: bool = True) -> Iterator[Settings]:
    """The settings that a tree holds; its signature folders exist for as long as the block runs."""
    with TemporaryDirectory(prefix="smsaudit-") as folder:
        home = Path(folder).resolve()
        for file in _judging(tree, baselines(tree))[:_MOST_FILES]:
            _copy(tree, file, home)
        try:
            found = settings.read(home, None, as_of, with_baseline=with_baseline)
        except SmsauditError as error:
            problems = (replace(each, file=_named(each.file, home, name)) for each in error.problems)
            raise SmsauditError(*problems) from None
        expired = (replace(each, file=_named(each.file, home, name)) for each in found.expired)
        yield replace(found, expired=tuple(expired))


def gate_changes(before: Tree, after: Tree) -> tuple[GateChange, ...]:
    """Every key of the configuration that is not the same on both sides, and every signature of the project's own."""
    return (*_changed_keys(before, after), *_changed_files(before, after))


def _changed_keys(before: Tree, after: Tree) -> Iterator[GateChange]:
    for name in (settings.OWN_NAME, settings.SHARED_NAME):
        old, new = (settings.written(name, _text(tree, TreePath(name))) for tree in (before, after))
        for key in sorted(old.keys() | new.keys()):
            was, now = old.get(key), new.get(key)
            if (was and was.value) != (now and now.value):
                yield GateChange(
                    file=name,
                    line=now.line if now else 0,
                    key=key,
                    before=redacted(was.value) if was else "",
                    after=redacted(now.value) if now else "",
                )


def _changed_files(before: Tree, after: Tree) -> Iterator[GateChange]:
    """Signatures of the project's own, and files that only smsaudit reads, such as a baseline."""
    named = baselines(before) | baselines(after)
    old, new = ({file.path: file for file in _judging(tree, named)} for tree in (before, after))
    for path in sorted((old.keys() | new.keys()) - {settings.OWN_NAME, settings.SHARED_NAME}):
        was, now = old.get(path), new.get(path)
        if was and now and was.blob is not None and was.blob == now.blob:
            continue
        texts = [_text(tree, path) if file else "" for tree, file in ((before, was), (after, now))]
        is_ours = path in named or _OWN_WORD in _name(path) or any(_PATTERN in text for text in texts)
        if texts[0] != texts[1] and is_ours:
            yield GateChange(file=path, line=0, key="", before=_size(texts[0]), after=_size(texts[1]))


def _size(text: str) -> str:
    return f"{text.count(chr(10))} lines" if text else ""


def baselines(tree: Tree) -> frozenset[str]:
    """The files that a tree's configuration names as its baseline."""
    found = set()
    for name in (settings.OWN_NAME, settings.SHARED_NAME):
        text = _text(tree, TreePath(name))
        said = settings.written(name, text).get("baseline") if "baseline" in text else None
        if said is not None:
            found.add(normpath(said.value))
    return frozenset(found)


def _judging(tree: Tree, named: Collection[str]) -> list[SourceFile]:
    """Files that may say how a change is judged."""
    return [file for file in tree.files if file.size <= _LARGEST and (file.path in named or _may_judge(file))]


def _may_judge(file: SourceFile) -> bool:
    if _OWN_WORD not in file.path:  # as in most of many thousand
        return file.path.endswith(".toml")
    is_ours = _OWN_WORD in _name(file.path) and not _PROSE_OR_CODE.search(file.path)
    return file.path.endswith(".toml") or is_ours


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _copy(tree: Tree, file: SourceFile, home: Path) -> None:
    """Below `home`, whatever a hostile tree calls its files."""
    parts = actual(file.path).split("/")
    if any(
        part in _NOT_A_NAME or os.sep in part or (os.altsep or os.sep) in part or ":" in part
        for part in parts
    ):
        return
    target = home.joinpath(*parts)
    with suppress(Unreadable):
        content = tree.read(file.path)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        except OSError as error:
            if error.errno not in _NO_NAME_HERE:
                raise


def _text(tree: Tree, path: TreePath) -> str:
    try:
        return decode(path, tree.read(path))
    except (Unreadable, Undecodable):
        return ""


def _named(file: str, home: Path, name: str) -> str:
    """A file as our user knows it: `main:smsaudit.toml`."""
    path = Path(file)
    return f"{name}:{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else file
