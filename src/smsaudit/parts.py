"""What part each file of a tree plays: by its path, by its content once that is read, and by what else the tree holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache as once
from functools import cached_property

from smsaudit.discover import context_of, is_only_examples, lies_in_examples, names_no_test, refine
from smsaudit.model.context import Context
from smsaudit.model.location import TreePath


class Parts:
    """The contexts of all files of one tree."""

    def __init__(self, sizes: Mapping[TreePath, int], read: Callable[[TreePath], str]) -> None:
        self._sizes = sizes
        self._known: dict[TreePath, Context] = {}
        self._tests_nothing = once(lambda path: names_no_test(read(path)))
        self._used: set[TreePath] = set()
        self.outside = once(context_of)
        """By the path alone."""

    @cached_property
    def is_only_examples(self) -> bool:
        """Whether all code of the tree lies where examples and tests do: then the examples are the project."""
        return is_only_examples(path for path, size in self._sizes.items() if size)

    def of(self, path: TreePath) -> Context:
        """The context of a file, as far as is known."""
        known = self.written(path)
        if known not in {Context.EXAMPLE, Context.TEST} or known is not self.outside(path):
            return known
        if known is Context.TEST:
            is_live = path in self._used or (self.is_only_examples and self.is_plain(path))
        else:
            is_live = lies_in_examples(path) and self.is_only_examples
        return Context.PRODUCTION if is_live else known

    def written(self, path: TreePath) -> Context:
        """By path and content, whatever else there is."""
        known = self._known.get(path)
        return known if known is not None else self.outside(path)

    def is_plain(self, path: TreePath) -> bool:
        """Whether a file is named as a test, or lies among tests, and tests nothing."""
        return self.written(path) is Context.TEST and self._tests_nothing(path)

    def learn(self, path: TreePath, text: str) -> None:
        """Take the content of a file into account."""
        self._known[path] = refine(self.outside(path), text, path=path)

    def recall(self, path: TreePath, context: Context) -> None:
        """Take over what an earlier run made of the same path and content."""
        self._known[path] = context

    def put_to_use(self, paths: Iterable[TreePath]) -> None:
        """Files among tests that production code imports: they are part of it."""
        self._used.update(paths)
