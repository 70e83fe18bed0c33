"""CycloneDX 1.6: the channels as services, with the data that leaves and the boundary that it crosses."""

from __future__ import annotations

from collections.abc import Iterator

from smsaudit.model.flow import Channel, FarEndKind
from smsaudit.model.result import AuditResult
from smsaudit.model.signature import SignatureKind
from smsaudit.model.verdict import Judgement
from smsaudit.model.words import Language
from smsaudit.report.order import place_of
from smsaudit.report.visible import json_text, visible

_INSIDE = frozenset({FarEndKind.OWN_HOST, FarEndKind.SIMULATOR, FarEndKind.LOCAL})
"""Far ends that belong to the same organisation; a private address may be a line to a carrier and does not."""

_SCHEMES = {SignatureKind.PROTOCOL: "tcp", SignatureKind.GATEWAY: "tcp", SignatureKind.MODEM: "serial"}
_PERSONAL = "personal"
_Object = dict[str, object]


def render(result: AuditResult, language: Language) -> str:
    """The bill of materials as JSON text, without a time or a serial number, so that it is the same each time."""
    root: _Object = {"type": "application", "bom-ref": "application", "name": visible(result.name) or "."}
    if result.commit:
        root["version"] = result.commit
    tool: _Object = {"type": "application", "name": "smsaudit", "version": result.tool.version}
    services = [_service(judgement, language) for judgement in result.whole.judgements]
    bom: _Object = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "tools": {"components": [tool]},
            "component": root,
            "properties": list(_summary(result)),
        },
        "services": services,
        "dependencies": [
            {"ref": "application", "dependsOn": [service["bom-ref"] for service in services]},
            *({"ref": service["bom-ref"]} for service in services),
        ],
    }
    return json_text(bom)


def _service(judgement: Judgement, language: Language) -> _Object:
    channel = judgement.channel
    service: _Object = {
        "bom-ref": f"channel:{visible(channel.id)}",
        "name": visible(channel.name.in_(language)),
        "description": visible(judgement.leaf.display.in_(language)),
    }
    if endpoint := _endpoint(channel):
        service["endpoints"] = [endpoint]
    return service | {
        "x-trust-boundary": channel.far_end.kind not in _INSIDE,
        "data": [
            {
                "flow": "outbound",
                "classification": _PERSONAL,
                "name": "phone numbers and message texts",
            }
        ],
        "properties": list(_properties(judgement)),
    }


def _endpoint(channel: Channel) -> str:
    """The address of the far end as a URI; empty where the tree shows none that could be one."""
    host, port = channel.far_end.host, channel.far_end.port
    if not host or not all(each.isascii() and (each.isalnum() or each in ".-_:[]") for each in host):
        return ""
    scheme = _SCHEMES.get(channel.kind, "https")
    return f"{scheme}://{host}:{port}" if port else f"{scheme}://{host}"


def _summary(result: AuditResult) -> Iterator[_Object]:
    verdict = result.whole.verdict
    yield _property("label", verdict.label)
    yield _property("leaf", verdict.leaf.id)
    yield _property("as-of", result.as_of.isoformat())
    yield _property("signatures", result.tool.signatures)
    yield _property("law", result.tool.law)
    yield _property("unread", str(sum(gap.bears for gap in result.gaps)))


def _properties(judgement: Judgement) -> Iterator[_Object]:
    channel = judgement.channel
    yield _property("kind", channel.kind.value)
    yield _property("label", judgement.label)
    yield _property("leaf", judgement.leaf.id)
    yield _property("far-end", channel.far_end.kind.value)
    yield _property("evidence", channel.rung.word)
    yield _property("context", channel.context)
    if place := place_of(channel):
        yield _property("location", visible(str(place)))


def _property(name: str, value: str) -> _Object:
    return {"name": f"smsaudit:{name}", "value": value}
