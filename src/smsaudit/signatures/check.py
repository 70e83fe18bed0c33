"""What must hold across the tables of one signature file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from smsaudit.model.framework import EntryPattern, MountPattern, QueuePattern
from smsaudit.model.guard import GuardPattern
from smsaudit.model.signature import Pattern, ShapeTarget, Signature
from smsaudit.model.toml_lines import Key
from smsaudit.signatures.needles import needles_of
from smsaudit.signatures.table import Log, listed, suggestion

_SIGNATURE_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_THING = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")

_SHORTEST_NEEDLE = 3


def check(signature: Signature, log: Log) -> None:
    """Notes ids that do not fit, patterns without proof, unknown expectations and a missing look-alike."""
    if signature.id and not _SIGNATURE_ID.fullmatch(signature.id):
        mend = "use lower-case letters and digits with single hyphens between"
        log.add(("id",), f'"{signature.id}" is not a signature id', mend)
    _check_ids(signature, log)
    if not (signature.patterns or signature.entries or signature.guards or signature.queues or log.problems):
        log.add((), "has no [[pattern]], [[entry]] or [[guard]]", "add at least one pattern")
    _check_expectations(signature, log)
    if signature.patterns:
        _check_proofs(signature, log)
        if not log.problems:
            _check_needles(signature, log)


def _check_ids(signature: Signature, log: Log) -> None:
    seen: dict[str, str] = {}
    groups: tuple[
        tuple[str, Sequence[Pattern | EntryPattern | GuardPattern | QueuePattern | MountPattern]], ...
    ] = (
        ("pattern", signature.patterns),
        ("entry", signature.entries),
        ("guard", signature.guards),
        ("queue", signature.queues),
        ("mount", signature.mounts),
    )
    for kind, items in groups:
        for index, item in enumerate(items):
            key: Key = (kind, index, "id")
            thing = item.id.removeprefix(f"{signature.id}.")
            if not item.id or not signature.id:
                continue
            if thing == item.id:
                log.add(key, f'"{item.id}" does not begin with the signature id', f'write "{signature.id}.…"')
            elif not _THING.fullmatch(thing):
                log.add(key, f'"{item.id}" is not a pattern id', "use lower-case letters, digits and hyphens")
            if item.id in seen:
                log.add(key, f'"{item.id}" is already the id of a {seen[item.id]}', "give each its own id")
            seen.setdefault(item.id, kind)


def _check_expectations(signature: Signature, log: Log) -> None:
    known = [str(pattern.id) for pattern in signature.patterns]
    for index, example in enumerate(signature.examples):
        for expectation in example.expects:
            if expectation.pattern not in known:
                what = f'line {expectation.line} expects "{expectation.pattern}", which is no pattern of this file'
                mend = suggestion(expectation.pattern, known) or f"the patterns are {listed(known)}"
                log.add(("example", index, "source"), what, mend, near=expectation.pattern)


def _check_proofs(signature: Signature, log: Log) -> None:
    proven = {expectation.pattern for example in signature.examples for expectation in example.expects}
    for index, pattern in enumerate(signature.patterns):
        if pattern.id and pattern.id not in proven:
            mend = f"add an example with `expect: {pattern.id}` on the line where it fires"
            log.add(("pattern", index, "id"), f'no example proves "{pattern.id}"', mend)
    silent = [(index, example) for index, example in enumerate(signature.examples) if not example.expects]
    if not silent:
        log.add(
            (),
            "has no look-alike",
            "add an [[example]] without marks, near to the real thing, that stays silent",
        )
    for index, example in silent:
        if not example.why:
            log.add(
                ("example", index),
                "a look-alike without `why`",
                "say in `why` what it is and why nothing fires",
            )


def _check_needles(signature: Signature, log: Log) -> None:
    """Notes patterns that the search over raw files would not lead to."""
    needles = {str(pattern.id): needles_of(pattern) for pattern in signature.patterns}
    for index, pattern in enumerate(signature.patterns):
        key: Key = ("pattern", index, "needle")
        if not needles[pattern.id] and not _is_led_to(pattern):
            what = f"no telling text of four characters stands in every file that {pattern.id} can match"
            log.add(key, what, 'add needle = ["…"]: texts of which each such file contains at least one')
        for short in (needle for needle in pattern.needles if len(needle.encode()) < _SHORTEST_NEEDLE):
            log.add(key, f'"{short}" would be found almost everywhere', "give longer texts")
    for index, example in enumerate(signature.examples):
        source = f"{example.path}\n{example.source}".encode().lower()
        for name in sorted({expectation.pattern for expectation in example.expects}):
            if needles[name] and not any(needle in source for needle in needles[name]):
                known = listed(sorted({needle.decode(errors="replace") for needle in needles[name]})[:8])
                what = f"has no text that leads to {name}: none of {known}"
                log.add(
                    ("example", index), what, f"complete the example, or give {name} a `needle` of its own"
                )


def _is_led_to(pattern: Pattern) -> bool:
    """Shapes of protocol code are only looked for where other patterns of the signature have matched."""
    target = pattern.target
    return isinstance(target, ShapeTarget) and target.shape.startswith("protocol-")
