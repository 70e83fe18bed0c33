"""Whether examples are all that a tree has: then they are the project, and no library's way to show itself."""

from __future__ import annotations

import re
from collections.abc import Iterable

from smsaudit.discover.context import context_of, lies_in_examples
from smsaudit.discover.refine import CODE
from smsaudit.model.context import Context
from smsaudit.model.location import TreePath

_PACKAGING = re.compile(
    r"(?:.*/)?(?:setup|noxfile|fabfile|_?version|gulpfile|gruntfile|[\w.-]+\.config)\.\w+", re.IGNORECASE
)
"""Builds, checks or names the project, and is nothing that it does."""


def is_only_examples(paths: Iterable[TreePath]) -> bool:
    """Whether code lies among examples, or in files that are named as tests, and nowhere else.

    What a library shows beside its own code never is.
    """
    found = False
    for path in paths:
        if path.rpartition(".")[2].lower() not in CODE or _PACKAGING.fullmatch(path):
            continue
        match context_of(path):
            case Context.PRODUCTION:
                return False
            case Context.EXAMPLE:
                found = found or lies_in_examples(path)
            case Context.TEST:
                found = True
            case _:
                continue
    return found
