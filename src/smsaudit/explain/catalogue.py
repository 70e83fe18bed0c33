"""What a signature or one of its patterns looks for, and why that matters."""

from __future__ import annotations

from collections.abc import Iterator

from smsaudit.model.explanation import Explanation, Item, Section
from smsaudit.model.framework import EntryPattern
from smsaudit.model.guard import GuardPattern
from smsaudit.model.signature import Pattern, Signature, SignatureKind
from smsaudit.model.words import Words
from smsaudit.report.wording import ENTRIES, EXPOSURES, KINDS, ROLES

_ABOUT = Words("What it is", "概况")
_KIND = Words("Kind", "类别")
_WHERE = Words("Operates", "运营地")
_LICENCE = Words("Licence", "许可证")
_HOSTS = Words("Hosts", "主机")
_FILE = Words("File", "文件")
_NOTE = Words("Note", "说明")
_PATTERNS = Words("What it looks for", "查找内容")
_SOURCES = Words("Where its names were verified", "名称核实来源")
_SIGNATURE = Words("Signature", "特征")
_WHY = Words("Why it counts", "意义")
_SHOWS = Words("Shows", "表明")
_POINTS = Words("Points to", "指向")
_NOT_CHECKED = Words("not verified by anybody", "未经核实")
_MORE = Words(
    "smsaudit signatures show {id} prints the targets and examples.",
    "smsaudit signatures show {id}可列出匹配目标和示例。",
)

AnyPattern = Pattern | EntryPattern | GuardPattern


def patterns_of(signature: Signature) -> tuple[AnyPattern, ...]:
    """Everything that a signature looks for."""
    return (*signature.patterns, *signature.entries, *signature.guards)


def explained_signature(signature: Signature) -> Explanation:
    """A signature: what it stands for, its patterns and its sources."""
    sections = [
        Section(title=_ABOUT, items=tuple(_about(signature))),
        Section(
            title=_PATTERNS,
            items=tuple(
                Item(text=Words.same(each.why), ref=str(each.id), name=_shows(each))
                for each in patterns_of(signature)
            ),
        ),
        Section(title=_SOURCES, items=tuple(Item(text=Words.same(each)) for each in signature.sources)),
    ]
    return Explanation(
        kind="signature",
        id=str(signature.id),
        title=signature.name,
        sections=tuple(section for section in sections if section.items),
    )


def explained_pattern(pattern: AnyPattern, signature: Signature) -> Explanation:
    """One pattern and the signature that it belongs to."""
    items = [
        Item(name=_WHY, text=Words.same(pattern.why)),
        Item(name=_SHOWS, text=_shows(pattern)),
        Item(name=_SIGNATURE, text=signature.name, ref=str(signature.id)),
    ]
    if isinstance(pattern, Pattern) and pattern.feature:
        items.append(Item(name=_POINTS, text=Words.same(pattern.feature), ref=pattern.feature))
    more = Words(*(text.format(id=signature.id) for text in (_MORE.en, _MORE.zh)))
    return Explanation(
        kind="pattern",
        id=str(pattern.id),
        title=Words.same(str(pattern.id)),
        sections=(
            Section(title=_ABOUT, items=tuple(items)),
            Section(title=_PATTERNS, items=(Item(text=more),)),
        ),
    )


def _shows(pattern: AnyPattern) -> Words:
    match pattern:
        case Pattern(role=role):
            return ROLES[role]
        case EntryPattern(kind=kind):
            return ENTRIES[kind]
        case GuardPattern(exposure=exposure):
            return EXPOSURES[exposure]


def _about(signature: Signature) -> Iterator[Item]:
    yield Item(name=_KIND, text=KINDS[signature.kind])
    if signature.kind is SignatureKind.PROVIDER:
        yield Item(name=_WHERE, text=Words.same(signature.jurisdiction.value))
        known = signature.licence != "unknown"
        yield Item(name=_LICENCE, text=Words.same(signature.licence) if known else _NOT_CHECKED)
    if signature.hosts:
        yield Item(name=_HOSTS, text=Words.same(", ".join(signature.hosts)))
    yield Item(name=_FILE, text=Words.same(signature.file))
    if signature.notes:
        yield Item(name=_NOTE, text=Words.same(signature.notes))
