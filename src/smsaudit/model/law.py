"""The law as the stages see it: every table of the knowledge base, typed and read-only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import force_setattr

from smsaudit.model.advice import Conflict, Duty, Instrument, Question, Source, Statement
from smsaudit.model.article import cited
from smsaudit.model.checks import Check
from smsaudit.model.dossier import DossierPlan
from smsaudit.model.verdict import Leaf, Status
from smsaudit.model.words import Words

_WEAKEST_FIRST = (Status.UNVERIFIED, Status.CONTESTED, Status.SETTLED)


def weakest(statuses: Iterable[Status]) -> Status:
    """The least firm of these; settled where there are none."""
    return min(statuses, key=_WEAKEST_FIRST.index, default=Status.SETTLED)


def fill(template: Words, **values: str | Words) -> Words:
    """`template` with its placeholders filled, each language from its own side of the values."""
    en = {k: v.en if isinstance(v, Words) else v for k, v in values.items()}
    zh = {k: v.zh if isinstance(v, Words) else v for k, v in values.items()}
    return Words(template.en.format_map(en), template.zh.format_map(zh))


class LeafRow(Struct, frozen=True, kw_only=True):
    """A leaf with all that follows from it."""

    leaf: Leaf
    reasons: tuple[str, ...]
    """Decisive statements: the leaf is never firmer than the weakest of them."""
    needs: tuple[str, ...]
    """Facts that people must declare before the evidence for the leaf is complete."""
    questions: tuple[str, ...]
    duties: tuple[str, ...]
    next_steps: tuple[Words, ...]
    carrier_label: str
    """The label where the route is a carrier link; the leaf's own label for most."""
    contested_display: Words | None = None
    """What a reader sees where the leaf is reached by our reading only, and is less firm than its row."""


class LicenceOutcome(Struct, frozen=True, kw_only=True):
    """What a leaf or a feature says about one licence."""

    when: tuple[str, ...]
    """Leaf ids, or feature names (`B22`, `B22/vendor`)."""
    status: Status
    text: Words
    statements: tuple[str, ...]
    contested_text: Words | None = None
    """The text where what leads to the outcome is less firm than its row."""


class LicenceRow(Struct, frozen=True, kw_only=True):
    """A licence: what it is called, what it is, and which outcome follows from what."""

    id: str
    name: Words
    about: Words
    statements: tuple[str, ...]
    """Requirements, documents, times and penalties that hold whatever the outcome."""
    questions: tuple[str, ...]
    outcomes: tuple[LicenceOutcome, ...]


class Law(Struct, frozen=True, kw_only=True):
    """The whole knowledge base. Mappings are read-only and keep the order of the files."""

    leaves: Mapping[str, LeafRow]
    statements: Mapping[str, Statement]
    questions: Mapping[str, Question]
    duties: Mapping[str, Duty]
    licences: Mapping[str, LicenceRow]
    instruments: Mapping[str, Instrument]
    sources: Mapping[str, Source]
    conflicts: Mapping[str, Conflict]
    wording: Mapping[str, Words]
    checks: tuple[Check, ...]
    """What shows that a duty is met, or that it is not."""
    dossier: DossierPlan
    seeds: Mapping[str, tuple[str, ...]]
    """Guide statement -> ids of the statements and questions that represent it."""
    left_out: Mapping[str, Words]
    """Guide statement -> why nothing represents it."""

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, dict):  # as decoding makes them
                force_setattr(self, name, MappingProxyType(value))

    def say(self, key: str, **values: str | Words) -> Words:
        """The sentence of the wording table under `key`, filled."""
        return fill(self.wording[key], **values)

    def worded(self, statement_id: str) -> Words:
        """A statement as it may be printed: with article, and no firmer than its status."""
        statement = self.statements[statement_id]
        text = fill(self._reference(statement), text=statement.text)
        return self.say(f"status.{statement.status.value}", text=text)

    def plainly(self, statement_id: str) -> Words:
        """The same without the article, for where that stands beside it."""
        statement = self.statements[statement_id]
        return self.say(f"status.{statement.status.value}", text=statement.text)

    def _reference(self, statement: Statement) -> Words:
        """The frame that names instrument and article after the text."""
        if not statement.instrument or statement.status is not Status.SETTLED:
            return Words("{text}", "{text}")
        name = self.instruments[statement.instrument].name
        if not statement.article:
            return self.say("reference.instrument", text="{text}", instrument=name)
        return self.say("reference.article", text="{text}", instrument=name, article=cited(statement.article))
