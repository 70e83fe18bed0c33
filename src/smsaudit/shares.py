"""A large tree is shared out: each of several processes reads its files once, and answers what is asked of them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

from smsaudit.contents import Contents, Noticed, is_wide
from smsaudit.discover import Tree, Unreadable
from smsaudit.model.location import TreePath
from smsaudit.scan.processes import Helper, forks
from smsaudit.scan.questions import Files, Question

if TYPE_CHECKING:
    from smsaudit.scan.processes import Connection

T = TypeVar("T")
Here = Callable[[Question[T], Sequence[TreePath]], dict[TreePath, T]]
Answer = tuple[dict[TreePath, Any], list[TreePath], Noticed]
"""What the files of a share say, which of them have to be asked elsewhere, and what reading them showed."""

_ENOUGH = 3_000
"""Files from which on further processes are worth their start as copies of this one."""
_ENOUGH_AFRESH = 20_000
"""The same where they have to load everything themselves."""
_MOST = 8
"""Processes; more would wait for the disk."""
_BLOCK = 64
"""Files in a row that one process reads: they lie in the same folders."""
_FEW = 256
"""Files that are sooner searched than asked for elsewhere."""


class _Division(Struct, frozen=True):
    """Files that are asked together, by the process that asks them."""

    number: int
    shares: tuple[tuple[TreePath, ...], ...]


class Shares:
    """The files of a tree, by the process that reads them; the first share is this one's.

    What a helper cannot tell is asked here: of a file that gives no bytes, that is searched in another encoding
    than its own, or whose helper has died.
    """

    def __init__(self, tree: Tree, contents: Contents, *, jobs: int) -> None:
        self._tree = tree
        self._contents = contents
        self._jobs = min(jobs, _MOST)
        self._helpers: list[Helper] = []
        self._numbers: dict[TreePath, int] = {}
        self._divided: dict[tuple[TreePath, ...], _Division] = {}

    def ask(self, question: Question[T], paths: tuple[TreePath, ...], here: Here[T]) -> dict[TreePath, T]:
        """What the files say; `here` asks in this process."""
        if not self._helpers and self._jobs > 1 and len(paths) >= (_ENOUGH if forks() else _ENOUGH_AFRESH):
            self._start()
        if not self._helpers or len(paths) < _FEW:
            return here(question, paths)
        division = self._divided.get(paths) or self._divide(paths)
        for helper in self._helpers:
            _tell(helper, (question, division.number))
        found = here(question, division.shares[0])
        for helper, share in zip(self._helpers, division.shares[1:], strict=True):
            answer = _answer(helper)
            if answer is None:
                found |= here(question, share)
                continue
            said, left, noticed = answer
            self._contents.learn(noticed)
            found |= said
            if left:
                found |= here(question, left)
        return found

    def close(self) -> None:
        """End all helpers."""
        for helper in self._helpers:
            helper.end()
        self._helpers.clear()

    def _start(self) -> None:
        self._numbers = {file.path: number for number, file in enumerate(self._tree.files)}
        self._contents.share(self._jobs)
        self._helpers = [Helper.started(_serve, self._tree, self._contents) for _ in range(self._jobs - 1)]

    def _divide(self, paths: tuple[TreePath, ...]) -> _Division:
        """Who asks which of the files; each helper is told once."""
        shares: list[list[int]] = [[] for _ in range(self._jobs)]
        for path in paths:
            number = self._numbers[path]
            shares[number // _BLOCK % self._jobs].append(number)
        for helper, share in zip(self._helpers, shares[1:], strict=True):
            _tell(helper, array("L", share))
        files = self._tree.files
        named = tuple(tuple(files[number].path for number in share) for share in shares)
        self._divided[paths] = division = _Division(len(self._divided), named)
        return division


def _tell(helper: Helper, message: object) -> None:
    """One that has died is noticed when it gives no answer."""
    with suppress(OSError):
        helper.pipe.send(message)


def _answer(helper: Helper) -> Answer | None:
    """What a helper says; None if it has died."""
    try:
        answer: Answer = helper.pipe.recv()
    except (EOFError, OSError):
        return None
    return answer


def _serve(pipe: Connection, tree: Tree, contents: Contents) -> None:
    """A helper's loop until the pipe closes: take note of files, and answer what is asked of one of their lists."""
    shares: list[tuple[tuple[TreePath, ...], int]] = []
    while True:
        try:
            message = pipe.recv()
        except (EOFError, OSError):
            return
        if isinstance(message, array):
            files = [tree.files[number] for number in message]
            shares.append((tuple(file.path for file in files), sum(file.size for file in files)))
            continue
        question, number = message
        paths, amount = shares[number]
        left: list[TreePath] = []
        try:
            hopeful = contents.held.left(paths, question.sieve(amount=amount))
            said = question.asked(_read(hopeful, tree, contents, left), amount=amount)
        except Exception:  # noqa: BLE001 - whoever asked will do it, and tell what is wrong
            return
        pipe.send((said, left, contents.noticed()))


def _read(paths: Sequence[TreePath], tree: Tree, contents: Contents, left: list[TreePath]) -> Files:
    """The bytes of files; `left` takes those whose bytes do not tell what is asked."""
    tree.expect(paths)
    for path in paths:
        try:
            data = contents.read(path)
        except Unreadable:
            left.append(path)
            continue
        if is_wide(data):
            left.append(path)
        else:
            yield path, data
