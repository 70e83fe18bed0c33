"""A verdict for each deployable unit of a tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from posixpath import dirname

from smsaudit.flow.channels import channels_of
from smsaudit.flow.message_flow import MessageFlow
from smsaudit.judge import Trace, judge
from smsaudit.model.context import Context
from smsaudit.model.declared import Declared
from smsaudit.model.detection import Detection
from smsaudit.model.gap import Gap
from smsaudit.model.law import Law
from smsaudit.model.signature import Signature
from smsaudit.model.verdict import Unit


def judged_units(
    roots: Collection[str],
    detections: Sequence[Detection],
    known: Mapping[str, Signature],
    flow: MessageFlow,
    gaps: Sequence[Gap],
    declared: Declared,
    law: Law,
) -> tuple[Unit, ...]:
    """A verdict for each deployable unit that holds detections; empty where there is only one."""
    by_root: dict[str, list[Detection]] = defaultdict(list)
    for detection in detections:
        if detection.context is Context.PRODUCTION:
            by_root[_root_of(detection.location.path, roots)].append(detection)
    if len(by_root) < 2:  # noqa: PLR2004 - one unit is the whole
        return ()
    trace = Trace(flow.flows, flow.entry_points, flow.ways)
    return tuple(
        judge(
            channels_of(own, known, flow.reach),
            [gap for gap in gaps if root == "" or gap.path.startswith(f"{root}/")],
            declared,
            law,
            trace=trace,
            path=root or ".",
        )
        for root, own in sorted(by_root.items())
    )


def _root_of(path: str, roots: Collection[str]) -> str:
    folder = dirname(path)
    while folder and folder not in roots:
        folder = dirname(folder)
    return folder
