"""Which of the relevant files are read: not what others made of a source, and not more of one kind than can matter."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from smsaudit.library import SourceLibrary
from smsaudit.model.context import Context
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import TreePath
from smsaudit.model.source import PYTHON
from smsaudit.model.words import Words

SKIPPED = (Context.VENDORED, Context.GENERATED)
"""What others or tools wrote: it decides no label."""

_LONG = 64 << 10
_MOST_TESTS = 60
_MOST_BESIDE = 120
_ROOT = TreePath(".")
_UNREAD_TEST = Words(
    f"a test of more than {_LONG >> 10} KiB, not read", f"测试文件超过{_LONG >> 10} KiB，未读取"
)


def worth_reading(
    library: SourceLibrary, paths: Iterable[TreePath], beside: Collection[TreePath]
) -> list[TreePath]:
    """The files that are read; what is left out of them is told as a gap.

    `beside` are those that can show no sender, only a feature that needs another licence; many of them say no more
    than some, and those of production come first. Tests that are long or many decide no label.
    """
    kept = [path for path in paths if library.context(path) not in SKIPPED and not _is_packed(library, path)]
    tests = [path for path in kept if library.parts.outside(path) is Context.TEST]
    long = {path for path in tests if library.size(path) > _LONG}
    for path in sorted(long):
        library.leave(Gap(path, GapKind.LIMIT, _UNREAD_TEST))
    many = _beyond(_MOST_TESTS, (path for path in tests if path not in long))
    more = _beyond(_MOST_BESIDE, _production_first(library, set(beside) & set(kept) - set(tests)))
    if many:
        library.leave(Gap(_ROOT, GapKind.LIMIT, _unread_tests(len(many))))
    if more:
        library.leave(Gap(_ROOT, GapKind.LIMIT, _unread_features(len(more))))
    return [path for path in kept if path not in long | many | more]


def _beyond(most: int, paths: Iterable[TreePath]) -> set[TreePath]:
    return set(list(paths)[most:])


def _production_first(library: SourceLibrary, paths: Iterable[TreePath]) -> list[TreePath]:
    return sorted(paths, key=lambda path: (library.context(path) is not Context.PRODUCTION, path))


def _is_packed(library: SourceLibrary, path: TreePath) -> bool:
    """Whether a long file of another language turns out to be made by a tool: it says nothing that its sources do not."""
    is_long = library.size(path) > _LONG and not path.endswith(PYTHON)
    return is_long and bool(library.text(path)) and library.context(path) is Context.GENERATED


def _unread_tests(count: int) -> Words:
    return Words(
        f"{count} more tests that may name senders, not read: tests decide nothing",
        f"另有{count}个可能涉及发送方的测试文件未读取：测试不影响结论",
    )


def _unread_features(count: int) -> Words:
    return Words(
        f"{count} more files that may show conferences, call centres or payments, and no sender, not read",
        f"另有{count}个可能涉及会议、呼叫中心或支付（不涉及发送）的文件未读取",
    )
