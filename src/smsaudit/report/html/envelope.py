"""What exactly was audited, with what, and when: enough to make the same report again."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from smsaudit.model.result import AuditResult
from smsaudit.model.words import Words
from smsaudit.report.html.bilingual import Bilingual, Part, both, fill
from smsaudit.report.visible import visible

_CODE = Markup("<code>{}</code>")


def envelope(result: AuditResult) -> tuple[tuple[Bilingual, Bilingual], ...]:
    """Name and value of everything that identifies this report."""
    return tuple((both(name), fill(Words.same("{value}"), value=value)) for name, value in _rows(result))


def _rows(result: AuditResult) -> Iterator[tuple[Words, Part]]:
    tool = result.tool
    yield Words("Audited", "审计对象"), _CODE.format(visible(result.name))
    yield (
        Words("Commit", "提交"),
        _CODE.format(result.commit) if result.commit else Words("not under git", "未纳入git管理"),
    )
    if result.tree:
        yield Words("Tree (SHA-256)", "代码树（SHA-256）"), _CODE.format(result.tree)
    if result.configuration:
        yield Words("Configuration (SHA-256)", "配置（SHA-256）"), _CODE.format(result.configuration)
    yield Words("As of", "截至"), result.as_of.isoformat()
    yield Words("Tool", "工具"), f"smsaudit {tool.version}"
    yield Words("Signatures (SHA-256)", "特征库（SHA-256）"), _CODE.format(tool.signatures)
    yield Words("Law (SHA-256)", "法规库（SHA-256）"), _CODE.format(tool.law)
