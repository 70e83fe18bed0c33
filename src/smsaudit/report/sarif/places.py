"""Places, in the words of SARIF."""

from __future__ import annotations

from smsaudit.model.location import Location
from smsaudit.report.percent import relative_uri
from smsaudit.report.visible import brief

_LONGEST = 1_000

Object = dict[str, object]


def physical(location: Location, end_column: int = 0) -> Object:
    """A file and a region in it; without an end where nobody measured the line."""
    place = location.place
    region: Object = {"startLine": place.line, "startColumn": place.column, "endLine": place.end_line}
    if end_column and (place.end_line > place.line or end_column > place.column):
        region["endColumn"] = end_column
    return {
        "artifactLocation": {"uri": relative_uri(location.path), "uriBaseId": "SRCROOT"},
        "region": region,
    }


def message(text: str) -> Object:
    """A plain message: harmless, bounded, and with nothing in it that SARIF would take for a link."""
    return {"text": unlinked(brief(text, _LONGEST))}


def unlinked(text: str) -> str:
    """Brackets that would form a link, escaped as SARIF wants it."""
    if "](" not in text:
        return text
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
