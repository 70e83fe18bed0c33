"""Everything one audit found out: what every report is written from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from smsaudit.model.advice import Advice
from smsaudit.model.detection import Detection
from smsaudit.model.flow import EntryPoint, Flow
from smsaudit.model.gap import Gap
from smsaudit.model.policy import PolicyCheck
from smsaudit.model.signature import Signature
from smsaudit.model.suppression import Remark, Suppressed
from smsaudit.model.verdict import Unit


class ToolVersion(Struct, frozen=True, kw_only=True):
    """What produced the report. Digests are hexadecimal SHA-256 over the shipped data."""

    version: str
    signatures: str
    law: str


class Coverage(Struct, frozen=True, kw_only=True):
    """How much of the tree was looked at. `considered` are the text files searched, `parsed` those read fully."""

    seen: int
    considered: int
    parsed: int
    languages: Mapping[str, int]


class AuditResult(Struct, frozen=True, kw_only=True):
    """The whole answer. Detection ids are `d1`, `d2` … in the order of `detections`."""

    as_of: date
    tool: ToolVersion
    name: str
    """Last part of the audited path, for headings; never an absolute path."""
    commit: str | None
    coverage: Coverage
    whole: Unit
    units: tuple[Unit, ...]
    detections: tuple[Detection, ...]
    entry_points: tuple[EntryPoint, ...]
    flows: tuple[Flow, ...]
    advice: Advice
    gaps: tuple[Gap, ...]
    suppressed: tuple[Suppressed, ...] = ()
    """Detections that stay among the others, and the decision to leave them out of the policy's check."""
    remarks: tuple[Remark, ...] = ()
    """Suppressions that need a look."""
    signatures: tuple[Signature, ...] = ()
    """Those that were found in use."""
    tree: str = ""
    """SHA-256 over paths and bytes of every file that was searched."""
    configuration: str = ""
    """SHA-256 of the configuration; empty without one."""
    policy: PolicyCheck | None = None
    """How the result stands to the policy; None where there is none."""
