"""Made-up providers and protocols beside the shipped frameworks, and flows written short."""

from __future__ import annotations

import functools

from msgspec import structs

from smsaudit.flow.message_flow import MessageFlow
from smsaudit.model.flow import Channel, EntryPoint, Flow
from smsaudit.model.signature import (
    CallTarget,
    DependencyTarget,
    ImportTarget,
    Jurisdiction,
    Role,
    SettingTarget,
    Signature,
    SignatureKind,
    UrlTarget,
)
from tests.support.program import InMemory, Known, Sources, message_flow, shipped
from tests.unit.match.patterns import call, pattern, signature

SENDER = "import acme\ndef send_text(to):\n    acme.Client().send(to)\n"

ACME = signature(
    call("acme.Client.send", "acme.Client.send_acme_text"),
    pattern(
        CallTarget(("acme.Client",)),
        Role.CLIENT,
        "acme.client",
        arguments={"host": "host|0", "port": "port|1"},
    ),
    pattern(CallTarget(("acme.Client.balance",)), Role.MANAGEMENT, "acme.balance"),
    pattern(ImportTarget(("acme",)), Role.IMPORT, "acme.import"),
    pattern(DependencyTarget(("pypi:acme",)), Role.DEPENDENCY, "acme.dependency"),
    pattern(UrlTarget(("**.acme.cn",)), Role.ENDPOINT, "acme.host"),
    pattern(SettingTarget((r"(.*\.)?ACME_KEY",)), Role.CONFIG, "acme.setting"),
    hosts=("**.acme.cn",),
)

LINK = signature(
    pattern(
        CallTarget(("wire.Link",)), Role.CLIENT, "wire.link", arguments={"host": "host|0", "port": "port|1"}
    ),
    pattern(CallTarget(("wire.Link.submit",)), Role.SEND, "wire.submit"),
    pattern(CallTarget(("wire.Server",)), Role.SERVER, "wire.server"),
    kind=SignatureKind.PROTOCOL,
    hosts=("**.wire-carrier.cn",),
)


FAR = structs.replace(
    signature(call("far.send_far_text", name="far.send"), hosts=("**.far-sms.io",)),
    jurisdiction=Jurisdiction.OVERSEAS,
)
CARRIER = structs.replace(
    signature(call("carrier.send_group_text", name="carrier.send")),
    notes="carrier-run: who answers is a carrier.",
)
MODEM = signature(call("modem.send_by_modem", name="modem.send"), kind=SignatureKind.MODEM)
LAB = structs.replace(
    signature(
        pattern(CallTarget(("lab.StartSimulator",)), Role.SIMULATOR, "lab.start"),
        kind=SignatureKind.PROTOCOL,
        hosts=("**.smpp-lab.io",),
    ),
    notes="A public simulator.",
)
OTHERS = (FAR, CARRIER, MODEM, LAB)
"""One for each kind of far end that the first two do not have."""


@functools.cache
def known() -> Known:
    """All of these, and everything shipped about frameworks."""
    frameworks = [each for each in shipped().values() if each.kind is SignatureKind.FRAMEWORK]
    return Known.of([ACME, LINK, *OTHERS, *frameworks])


def build(sources: Sources | str) -> tuple[MessageFlow, InMemory]:
    """The message-flow graph."""
    return message_flow(sources, known())


def flows(sources: Sources | str) -> list[list[str]]:
    """Names of the steps of every flow, sorted."""
    return sorted(names(flow) for flow in build(sources)[0].flows)


def names(flow: Flow) -> list[str]:
    """Names of the steps."""
    return [step.name for step in flow.steps]


def entries(sources: Sources | str) -> list[EntryPoint]:
    """Entry points from which something is sent."""
    return list(build(sources)[0].entry_points)


def channel(sources: Sources | str, name: str = "acme", *more: Signature) -> Channel:
    """One channel."""
    extended = Known.of([*known().signatures.values(), *more]) if more else known()
    (only,) = [each for each in message_flow(sources, extended)[0].channels if each.id == name]
    return only
