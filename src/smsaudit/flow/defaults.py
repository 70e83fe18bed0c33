"""Who may call a view that says nothing itself: what the settings of its framework make of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from smsaudit.flow.program import Program
from smsaudit.model.fact import Facts
from smsaudit.model.location import TreePath
from smsaudit.model.value import Mapping, Sequence, Text, Value

_CODE = re.compile(r"\.py$")
_PERMISSIONS = "DEFAULT_PERMISSION_CLASSES"
_LOGIN = "django.contrib.auth.middleware.LoginRequiredMiddleware"
_MAX_FILES = 8


class Defaults:
    """Reads the settings of Django and its REST framework when a view is asked about."""

    def __init__(self, program: Program) -> None:
        self._program = program

    @cached_property
    def permissions(self) -> tuple[str, ...]:
        """Dotted names of the permission classes that views of the REST framework have by default."""
        return tuple(
            dict.fromkeys(text for facts in self._files(_PERMISSIONS) for text in _under(facts, _PERMISSIONS))
        )

    @cached_property
    def login(self) -> str:
        """The middleware that asks everybody to sign in, if it is installed."""
        files = self._files(_LOGIN.rpartition(".")[2])
        is_named = any(written.value == Text(_LOGIN) for facts in files for written in facts.texts)
        return _LOGIN if is_named else ""

    def _files(self, word: str) -> list[Facts]:
        paths: list[TreePath] = sorted({path for path, _, _ in self._program.lines_with(word, _CODE)})
        unread = sorted(set(paths[:_MAX_FILES]) - set(self._program.loaded()))
        if unread:
            self._program.load(unread)
        found = (self._program.facts(path) for path in paths[:_MAX_FILES])
        return [facts for facts in found if facts is not None]


def _under(facts: Facts, key: str) -> Iterator[str]:
    """Texts that a display gives under a key."""
    for bound in facts.bindings:
        if isinstance(bound.value, Mapping):
            for own, value in bound.value.pairs:
                if own == Text(key):
                    yield from _texts(value)


def _texts(value: Value) -> Iterator[str]:
    match value:
        case Text(text):
            yield text
        case Sequence(items):
            for item in items:
                yield from _texts(item)
        case _:
            return
