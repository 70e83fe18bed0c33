"""The stories under `fixtures/repos`: what is expected of each, and what an audit of it reports."""

from __future__ import annotations

import functools
import json
import re
import shutil
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smsaudit.cli import main

ROOT = Path(__file__).resolve().parents[2]
STORIES = ROOT / "fixtures" / "repos"
AS_OF = "2026-11-21"
REPORTS = ("report.json", "report.txt")
DRAWINGS = ("graph.mmd", "graph.svg")
PAGES: Mapping[str, tuple[str, ...]] = {
    "cmpp-direct-link": ("report.md",),
    "declared-test-rig": ("report.md",),
    "mixed-fallback": ("report.html", "report.md"),
}
"""Stories whose longer reports are kept as well: enough to see what a change does to a page."""

MACHINES: Mapping[str, str] = {
    "annotations.txt": "github",
    "code-quality.json": "gitlab",
    "junit.xml": "junit",
    "report.csv": "csv",
    "report.sarif": "sarif",
    "services.cdx.json": "cyclonedx",
    "smsaudit.baseline": "baseline",
}
"""Reports for machines, and their formats."""
FOR_MACHINES = frozenset({"cmpp-direct-link", "mixed-fallback", "unreadable-sender"})
"""Stories of which these are kept: one channel with its flow, several, and none but a gap."""

ACTS = frozenset({"send", "client", "protocol"})
"""Roles that may not be found in production context where no mark stands."""

Mark = tuple[str, int, str]
"""Path, line and pattern."""

_MARK = re.compile(r"(?:#|//|--|;|<!--|/\*)[ \t]*expect:[ \t]*([\w.-]+(?:[ \t]*,[ \t]*[\w.-]+)*)")
_VERDICT = ("label", "leaf", "mixed")
_CHANNEL = ("leaf", "production", "is_default")
_ENTRY = ("path", "line", "kind", "exposure", "route")


@dataclass(frozen=True, slots=True)
class Story:
    """One folder of `fixtures/repos`."""

    name: str

    @property
    def folder(self) -> Path:
        return STORIES / self.name

    @property
    def expected(self) -> Mapping[str, Any]:
        """`expected.toml`, which people write."""
        return tomllib.loads((self.folder / "expected.toml").read_text(encoding="utf-8"))

    @property
    def marks(self) -> frozenset[Mark]:
        """Every `expect:` in the sources, and those of `expect.toml` for formats without such comments."""
        tree = self.folder / "tree"
        written = {
            (path.relative_to(tree).as_posix(), number, pattern.strip())
            for path in sorted(tree.rglob("*"))
            if path.is_file()
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
            for found in _MARK.finditer(line)
            for pattern in found[1].split(",")
        }
        beside = self.folder / "expect.toml"
        rows = tomllib.loads(beside.read_text(encoding="utf-8"))["expect"] if beside.exists() else []
        return frozenset(written | {(row["path"], row["line"], row["pattern"]) for row in rows})


def stories() -> list[str]:
    """The names of all stories."""
    return sorted(path.name for path in STORIES.iterdir() if path.is_dir())


def reports_of(name: str) -> tuple[str, ...]:
    """The reports that are kept of a story."""
    return (*REPORTS, *PAGES.get(name, ()), *(MACHINES if name in FOR_MACHINES else ()))


def audited(story: Story, where: Path, jobs: int = 1) -> Mapping[str, str]:
    """Name of a report -> its text, for the story's tree outside any repository, whose commit it would name."""
    tree = where / story.name
    shutil.copytree(story.folder / "tree", tree)
    names = reports_of(story.name)
    written = {
        name: f"{MACHINES[name]}={where / name}" if name in MACHINES else str(where / name) for name in names
    }
    outputs = [argument for each in written.values() for argument in ("-o", each)]
    assert main(["scan", str(tree), f"--as-of={AS_OF}", f"--jobs={jobs}", *outputs]) == 0
    return {name: (where / name).read_text(encoding="utf-8") for name in names}


def drawn(story: Story, where: Path) -> Mapping[str, str]:
    """Name of a drawing of the story's message flows -> its text."""
    tree = where / story.name
    shutil.copytree(story.folder / "tree", tree)
    outputs = [argument for name in DRAWINGS for argument in ("-o", str(where / name))]
    assert main(["graph", str(tree), f"--as-of={AS_OF}", "--jobs=1", *outputs]) == 0
    return {name: (where / name).read_text(encoding="utf-8") for name in DRAWINGS}


def lasting(name: str, text: str) -> str:
    """A report without what changes with every release: version and digests of the data."""
    if name.endswith((".json", ".sarif")):
        text = re.sub(r'("smsaudit:(?:signatures|law)",\s+"value": )"[^"\n]*"', r'\1"…"', text)
        return re.sub(r'("(?:version|semanticVersion|signatures|law)": )"[^"\n]*"', r'\1"…"', text)
    if name.endswith(".html"):
        text = re.sub(r"(?s)<(style|script)>.*?</\1>", r"<\1>…</\1>", text)
        return re.sub(r"'sha256-[^']+'|\b[0-9a-f]{64}\b|smsaudit \d[\w.]*", "…", text)
    if name.endswith(".md"):
        return re.sub(r"(?m)^<sub>smsaudit .*</sub>$", "<sub>smsaudit …</sub>", text)
    return re.sub(r"(?m)^smsaudit \S+, signatures \w+, law \w+$", "smsaudit …", text)


def golden(story: Story, name: str) -> Path:
    """Where the report of this name is kept."""
    return story.folder / "golden" / name


def disagreements(story: Story, report: Mapping[str, Any]) -> list[str]:
    """What `expected.toml` says and the report does not."""
    expected = story.expected
    return [
        *_verdict(expected, report),
        *_channels(expected, report),
        *(f"no flow from {entry}" for entry in expected["entry_point"] if not _is_reached(entry, report)),
        *(
            f"a flow from {entry}"
            for entry in expected.get("no_entry_point", [])
            if _is_reached(entry, report)
        ),
        *(f"no gap {gap}" for gap in expected.get("gap", []) if not _is_among(gap, report["gaps"])),
    ]


def unmarked(story: Story, report: Mapping[str, Any]) -> list[Mark]:
    """What acts in production, as the report says, on lines without its mark."""
    acting = {
        mark_of(found)
        for found in report["detections"]
        if found["role"] in ACTS and found["context"] == "production"
    }
    return sorted(acting - story.marks)


def missing(story: Story, report: Mapping[str, Any]) -> list[Mark]:
    """Marks on lines where nothing was found."""
    return sorted(story.marks - {mark_of(found) for found in report["detections"]})


def mark_of(found: Mapping[str, Any]) -> Mark:
    """A detection of a report as a mark."""
    return found["path"], found["line"], found["pattern"]


def columns(line: str) -> int:
    """How wide a terminal prints a line."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


def _verdict(expected: Mapping[str, Any], report: Mapping[str, Any]) -> Iterator[str]:
    verdict = report["verdict"]
    for key in _VERDICT:
        if verdict[key] != expected[key]:
            yield f"{key}: {expected[key]} expected, {verdict[key]} reported"
    for words in expected.get("conditional_on", []):
        if not any(words in condition for condition in verdict["conditional_on"]):
            yield f"not conditional on {words}: {verdict['conditional_on']}"


def _channels(expected: Mapping[str, Any], report: Mapping[str, Any]) -> Iterator[str]:
    wanted = {channel["id"]: channel for channel in expected["channel"]}
    live = {channel["id"] for channel in report["channels"] if channel["production"]}
    for id_ in sorted(live - wanted.keys()):
        yield f"channel {id_} is live and was not expected"
    for id_, want in wanted.items():
        reported = [channel for channel in report["channels"] if channel["id"] == id_]
        faults = [list(_channel(want, channel)) for channel in reported]
        if not faults:
            yield f"channel {id_} is missing"
        elif all(faults):
            yield from faults[0]


def _channel(want: Mapping[str, Any], channel: Mapping[str, Any]) -> Iterator[str]:
    shown = {
        **{key: channel[key] for key in _CHANNEL},
        "far_end": channel["far_end"]["kind"],
        "host": channel["far_end"]["host"],
    }
    for key, value in shown.items():
        if want.get(key, value) != value:
            yield f"channel {want['id']}: {key} {want[key]} expected, {value} reported"
    if not any(want.get("condition", "") in condition for condition in (*channel["conditions"], "")):
        yield f"channel {want['id']}: no condition names {want['condition']}: {channel['conditions']}"


def _is_reached(entry: Mapping[str, Any], report: Mapping[str, Any]) -> bool:
    """Whether such an entry point begins a flow to its channel."""
    wanted = {key: entry[key] for key in _ENTRY if key in entry}
    ids = {each["id"] for each in report["entry_points"] if _is_among(wanted, [each])}
    return any(flow["entry_point"] in ids and flow["channel"] == entry["channel"] for flow in report["flows"])


def _is_among(wanted: Mapping[str, Any], rows: list[Mapping[str, Any]]) -> bool:
    return any(all(row[key] == value for key, value in wanted.items()) for row in rows)


@functools.cache
def schema() -> Mapping[str, Any]:
    """The published schema of the JSON report."""
    text = (ROOT / "docs" / "report-v1.schema.json").read_text(encoding="utf-8")
    parsed: Mapping[str, Any] = json.loads(text)
    return parsed
