"""Everything that can be explained without looking at a tree, by its id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from smsaudit.explain.catalogue import explained_pattern, explained_signature, patterns_of
from smsaudit.explain.gaps import MEANINGS, explained_gap
from smsaudit.explain.statutes import Statutes
from smsaudit.model.explanation import Explanation
from smsaudit.model.gap import GapKind
from smsaudit.model.law import Law
from smsaudit.model.signature import Signature

_GAP = "gap:"


class Knowledge:
    """The law and the signatures, asked by id; upper and lower case are the same."""

    def __init__(self, law: Law, signatures: Iterable[Signature]) -> None:
        self._subjects: dict[str, tuple[str, Callable[[], Explanation]]] = {}
        for id_, answer in (*Statutes(law).subjects(), *_catalogue(signatures), *_gaps()):
            self._subjects.setdefault(id_.casefold(), (id_, answer))

    def explain(self, what: str) -> Explanation | None:
        """What is known under this id; None if nothing is."""
        found = self._subjects.get(what.casefold()) or self._subjects.get(f"{_GAP}{what.casefold()}")
        return found[1]() if found else None

    def ids(self) -> list[str]:
        """Every id that can be asked about, as it is written."""
        return [id_ for id_, _ in self._subjects.values()]


def _catalogue(signatures: Iterable[Signature]) -> Iterator[tuple[str, Callable[[], Explanation]]]:
    for signature in signatures:
        yield str(signature.id), partial(explained_signature, signature)
        for pattern in patterns_of(signature):
            yield str(pattern.id), partial(explained_pattern, pattern, signature)


def _gaps() -> Iterator[tuple[str, Callable[[], Explanation]]]:
    for kind in GapKind:
        if kind in MEANINGS:
            yield f"{_GAP}{kind.value}", partial(explained_gap, kind)
