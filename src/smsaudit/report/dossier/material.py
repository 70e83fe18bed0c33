"""All that a field of the dossier may be filled from."""

from __future__ import annotations

from msgspec import Struct

from smsaudit.model.declared import Declared
from smsaudit.model.dossier import ANY_LICENCE
from smsaudit.model.law import Law
from smsaudit.model.result import AuditResult
from smsaudit.model.verdict import Judgement


class Material(Struct, frozen=True, kw_only=True):
    """What the audit found, what was declared, and the law."""

    result: AuditResult
    law: Law
    declared: Declared

    @property
    def counted(self) -> tuple[Judgement, ...]:
        """The channels that take part in the verdict."""
        return tuple(j for j in self.result.whole.judgements if j.counted)

    @property
    def leaves(self) -> tuple[str, ...]:
        """The verdict's leaf and those of all channels that count, heaviest first."""
        verdict = self.result.whole.verdict
        return (verdict.leaf.id, *verdict.mixed)

    @property
    def licences(self) -> frozenset[str]:
        """The licences that the tree points to, and the mark for any of them."""
        pointed = {licence.id for licence in self.result.advice.licences}
        return frozenset(pointed | {ANY_LICENCE}) if pointed else frozenset()
