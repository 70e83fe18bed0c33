"""Who may call a view that says nothing itself: what the settings of its framework make of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from smsaudit.flow.program import Program
from smsaudit.model.fact import Facts
from smsaudit.model.location import Location, Place, TreePath
from smsaudit.model.value import Mapping, Text, texts_in

_CODE = re.compile(r".*\.py")
_PERMISSIONS = "DEFAULT_PERMISSION_CLASSES"
_LOGIN = "django.contrib.auth.middleware.LoginRequiredMiddleware"
_MAX_FILES = 8


class Defaults:
    """Reads the settings of Django and its REST framework when a view is asked about."""

    def __init__(self, program: Program) -> None:
        self._program = program

    @cached_property
    def permissions(self) -> tuple[tuple[str, Location], ...]:
        """Dotted names of the permission classes that views of the REST framework have by default, and where."""
        found = {
            text: Location(path, place)
            for path, facts in reversed(self._files(_PERMISSIONS))
            for text, place in _under(facts, _PERMISSIONS)
        }
        return tuple(found.items())

    @cached_property
    def login(self) -> tuple[str, Location] | None:
        """The middleware that asks everybody to sign in, if it is installed, and where."""
        return next(
            (
                (_LOGIN, Location(path, written.place))
                for path, facts in self._files(_LOGIN.rpartition(".")[2])
                for written in facts.texts
                if written.value == Text(_LOGIN)
            ),
            None,
        )

    def _files(self, word: str) -> list[tuple[TreePath, Facts]]:
        paths: list[TreePath] = sorted({path for path, _, _ in self._program.lines_with([word], _CODE)})
        unread = sorted(set(paths[:_MAX_FILES]) - set(self._program.loaded()))
        if unread:
            self._program.load(unread)
        found = ((path, self._program.facts(path)) for path in paths[:_MAX_FILES])
        return [(path, facts) for path, facts in found if facts is not None]


def _under(facts: Facts, key: str) -> Iterator[tuple[str, Place]]:
    """Texts that a display gives under a key, and where they stand."""
    places = {written.value: written.place for written in reversed(facts.texts)}
    for bound in facts.bindings:
        if isinstance(bound.value, Mapping):
            for own, value in bound.value.pairs:
                if own == Text(key):
                    yield from ((text, places.get(Text(text), bound.place)) for text in texts_in(value))
