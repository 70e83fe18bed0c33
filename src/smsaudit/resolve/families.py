"""Classes and the loaded classes that extend them."""

from __future__ import annotations

from smsaudit.model.referent import ClassRef, Referent
from smsaudit.resolve.fixpoint import Fixpoint


class Families:
    """Who extends whom, as far as files were read; whoever asked learns of more."""

    def __init__(self, questions: Fixpoint[Referent]) -> None:
        self._questions = questions
        self._subclasses: dict[ClassRef, set[ClassRef]] = {}
        self._known: dict[ClassRef, tuple[ClassRef, ...]] = {}
        self._below: dict[str, set[ClassRef]] = {}

    def of(self, cls: ClassRef) -> tuple[ClassRef, ...]:
        """A class and all loaded classes that extend it."""
        found = self._known.get(cls)
        if found is None:
            found = self._known[cls] = tuple(self._extending(cls))
        for member in found:
            self._questions.depend(("subclasses", member))
        return found

    def extend(self, cls: ClassRef, base: ClassRef) -> None:
        """Note that a class of the tree has another one as its base."""
        known = self._subclasses.setdefault(base, set())
        if cls not in known:
            known.add(cls)
            self._known.clear()
            self._questions.grown(("subclasses", base))

    def below(self, kind: str) -> list[ClassRef]:
        """Loaded classes that directly extend one from outside the tree which is called a `kind` of something."""
        self._questions.depend(("below", kind))
        return sorted(self._below.get(kind, ()), key=repr)

    def extend_outside(self, cls: ClassRef, kind: str) -> None:
        """Note that a class of the tree has one of that kind from outside as its base."""
        known = self._below.setdefault(kind, set())
        if cls not in known:
            known.add(cls)
            self._questions.grown(("below", kind))

    def _extending(self, cls: ClassRef) -> list[ClassRef]:
        found, seen = [cls], {cls}
        for member in found:
            more = self._subclasses.get(member, set()) - seen
            found += sorted(more, key=repr)
            seen |= more
        return found
