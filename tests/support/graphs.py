"""The cases of `fixtures/graphs`: a few files, what people expect of them, and the graph that is drawn of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from smsaudit.model.flow import Channel, EntryPoint, FarEndKind, Flow, RecipientKind, Resolution, Step
from smsaudit.model.result import AuditResult
from smsaudit.model.signature import SignatureKind
from smsaudit.model.words import Language
from smsaudit.report.graph import FORMATS
from tests.support.building import bare, judgement, result, unit, verdict_of
from tests.unit.flow.acme import SENDER, build

PAGES = Path(__file__).resolve().parents[2] / "fixtures" / "graphs"
INDEX = "README"

_CASE = re.compile(r"^## (?P<title>.+)\n(?P<body>(?:(?!## ).*\n)+)", re.MULTILINE)
_FILE = re.compile(r"^```\w+ (?P<path>\S+)\n(?P<text>(?s:.*?))^```$", re.MULTILINE)
_DRAWN = re.compile(r"\n```mermaid\n(?P<text>(?s:.*?))```\n")
_SENDING = re.compile(r"^\s*(?:import|from) sms\b|\bsms\.send_text\b", re.MULTILINE)
_EXPECTED = re.compile(r"^- (.+)$", re.MULTILINE)
_ROW = re.compile(r"^\| ([^|]+) \| \[([^\]]+): ([^\]]+)\]\(([\w-]+)\.md\) \|$", re.MULTILINE)

_UNSEEN = bare("N0")
_LEAVES = {SignatureKind.PROTOCOL: "U1", SignatureKind.MODEM: "A8"}
_ARROWS = {Resolution.EXACT: "→", Resolution.INFERRED: "⇢", Resolution.BY_NAME: "→?"}
_ORNAMENTS = ("  accTitle:", "  accDescr:", "  classDef ", "  class ")


@dataclass(frozen=True, slots=True)
class Case:
    """One heading of a page."""

    page: str
    title: str
    body: str

    @property
    def files(self) -> Mapping[str, str]:
        """Its sources, and the sender that they use."""
        own = {file["path"]: file["text"] for file in _FILE.finditer(self.body)}
        return {"sms.py": SENDER, **own} if _SENDING.search(self.body) else own

    @property
    def expected(self) -> list[str]:
        """What people wrote below the sources: a line for every flow, and for what else there is to tell."""
        return sorted(_EXPECTED.findall(_DRAWN.sub("", _FILE.sub("", self.body))))

    @property
    def drawn(self) -> str:
        """The golden graph."""
        found = _DRAWN.search(self.body)
        return found["text"] if found else ""


def cases() -> list[Case]:
    """Every case of every page."""
    return [
        Case(page.stem, case["title"], case["body"])
        for page in sorted(PAGES.glob("*.md"))
        if page.stem != INDEX
        for case in _CASE.finditer(page.read_text(encoding="utf-8"))
    ]


def items() -> list[tuple[str, str, str, str]]:
    """Item, page as written, title and page of the case that shows it: the rows of the index."""
    return _ROW.findall((PAGES / f"{INDEX}.md").read_text(encoding="utf-8"))


def redraw(case: Case, text: str) -> None:
    """Write the golden graph of a case into its page."""
    path = PAGES / f"{case.page}.md"
    body = f"{_DRAWN.sub('', case.body).rstrip()}\n\n```mermaid\n{text}```\n"
    page = path.read_text(encoding="utf-8")
    heading = f"## {case.title}\n"
    before, after = page.split(heading + case.body)
    path.write_text(before + heading + body + ("\n" if after else "") + after, encoding="utf-8", newline="\n")


def flowing(case: Case) -> AuditResult:
    """What the flow graph of a case tells, as a result whose verdicts are samples."""
    flow, _ = build(case.files)
    judged = [judgement(each, _LEAVES.get(each.kind, "B2")) for each in flow.channels]
    verdict = verdict_of(judged[0]) if judged else None
    return result(
        case.title,
        unit(".", *judged, verdict=verdict or _UNSEEN),
        entry_points=flow.entry_points,
        flows=flow.flows,
        gaps=flow.gaps,
    )


def drawing(told: AuditResult) -> str:
    """The graph as Mermaid draws it, without titles and colours."""
    text = FORMATS["mermaid"](told, Language.EN)
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(_ORNAMENTS))


def lines(told: AuditResult) -> list[str]:
    """A line for every flow, and for everything else of which there is something to tell."""
    entries = {entry.id: entry for entry in told.entry_points}
    flows = [_flow(entries.get(flow.entry_point or ""), flow) for flow in told.flows]
    access = {line for entry in told.entry_points for line in _access(entry)}
    recipients = {line for flow in told.flows for line in _recipients(flow)}
    kept = {line for flow in told.flows for line in _kept(flow)}
    channels = [line for judged in told.whole.judgements for line in _channel(judged.channel, told)]
    gaps = [f"gap at {gap.path}: {gap.kind.value}" for gap in told.gaps]
    return sorted([*flows, *access, *recipients, *kept, *channels, *gaps])


def _flow(entry: EntryPoint | None, flow: Flow) -> str:
    hops = "".join(map(_hop, flow.steps)).lstrip(" →") or flow.steps[0].name
    way = hops + (f" if {flow.condition}" if flow.condition else "")
    if entry is None:
        return f"nobody: {way}"
    named = " ".join(filter(None, (entry.kind.value, ",".join(entry.methods), entry.route)))
    return f"{named}: {way} ({entry.exposure.value})"


def _access(entry: EntryPoint) -> Iterator[str]:
    """What bears on who can trigger it, where it stands somewhere."""
    for each in entry.access:
        if each.location is not None:
            yield f"{entry.name} is {each.exposure.value}: {each.reason.en} at {each.location}"


def _recipients(flow: Flow) -> Iterator[str]:
    for each in flow.recipients:
        if each.name or each.kind is not RecipientKind.FIXED:
            yield f"{each.kind.value} receive: {each.name} at {each.location}"


def _hop(step: Step) -> str:
    """What goes without saying is left out: that the sender of every case sends."""
    is_told = step.kind != "sends" and step.name != "send_text"
    if not is_told and step.resolution is Resolution.EXACT:
        return ""
    return f" {_ARROWS[step.resolution]} {'send' if step.kind == 'sends' else step.name}"


def _kept(flow: Flow) -> Iterator[str]:
    for each in flow.kept:
        yield f"{each.kind.value} {each.name} in a {each.sink.value} at {each.location}"


def _channel(channel: Channel, told: AuditResult) -> Iterator[str]:
    end = channel.far_end
    if end.host or end.kind not in {FarEndKind.PROVIDER_CN, FarEndKind.UNKNOWN}:
        hops = "".join(f" ← {hop.name} {hop.location}" for hop in end.hops)
        yield f"{channel.id} ends at {end.host or 'no address'} ({end.kind.value}){hops}"
    if channel.is_default is not None:
        yield f"{channel.id} is {'' if channel.is_default else 'not '}the default"
    if not any(flow.channel == channel.id for flow in told.flows):
        yield f"{channel.id} is {channel.rung.word}, not reached ({channel.context})"
