"""Channels and detections for the tests of the verdict, each as short as a test can say it."""

from __future__ import annotations

from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.entrance import EntryKind, Exposure
from smsaudit.model.flow import Channel, EntryPoint, FarEnd, FarEndKind, Flow, Resolution, Rung, Step
from smsaudit.model.location import Location, Place, TreePath
from smsaudit.model.signature import PatternId, Role, SignatureId, SignatureKind, Strength
from smsaudit.model.words import Words


def at(text: str) -> Location:
    """`app/sms.py:12` as a location."""
    path, _, line = text.rpartition(":")
    return Location(TreePath(path), Place(int(line)))


def detection(
    place: str = "app/sms.py:12",
    role: Role = Role.SEND,
    *,
    context: Context = Context.PRODUCTION,
    strength: Strength = Strength.HIGH,
    resolution: str = "exact",
    feature: str = "",
) -> Detection:
    """A detection of a signature that does not matter."""
    return Detection(
        signature=SignatureId("sample"),
        pattern=PatternId(f"sample.{role.value}"),
        role=role,
        location=at(place),
        context=context,
        strength=strength,
        text="...",
        resolution=resolution,
        feature=feature,
    )


def far_end(kind: FarEndKind, host: str | None = None, *, overridable: bool = False) -> FarEnd:
    """A far end, found at a fixed place where it has a host."""
    source = at("app/settings.py:3") if host else None
    return FarEnd(kind=kind, host=host, source=source, overridable=overridable)


def channel(  # noqa: PLR0913 - one keyword for each thing that a test varies
    id_: str,
    kind: SignatureKind,
    end: FarEndKind | FarEnd = FarEndKind.UNKNOWN,
    *detections: Detection,
    rung: Rung = Rung.REACHED,
    production: bool = True,
    context: str = "production",
    overseas: bool = False,
    serves_others: bool = False,
    is_default: bool | None = None,
    conditions: tuple[str, ...] = (),
) -> Channel:
    """A channel that sends in production, unless said otherwise."""
    return Channel(
        id=id_,
        kind=kind,
        name=Words(f"Channel {id_}", f"通道{id_}"),
        far_end=end if isinstance(end, FarEnd) else far_end(end),
        detections=detections or (detection(f"app/{id_}.py:12", context=Context(context)),),
        rung=rung,
        production=production,
        serves_others=serves_others,
        overseas=overseas,
        is_default=is_default,
        conditions=conditions,
        context=context,
    )


def provider(
    id_: str = "tencent", end: FarEndKind = FarEndKind.PROVIDER_CN, *, overseas: bool = False
) -> Channel:
    """A provider's interface, called in production."""
    return channel(id_, SignatureKind.PROVIDER, end, overseas=overseas)


def protocol(id_: str = "cmpp", end: FarEndKind | FarEnd = FarEndKind.UNKNOWN) -> Channel:
    """A carrier-protocol client that sends in production."""
    return channel(id_, SignatureKind.PROTOCOL, end)


def modem(id_: str = "gammu") -> Channel:
    """Own SIM cards, used in production."""
    return channel(id_, SignatureKind.MODEM, FarEndKind.SIM)


def in_tests(made: Channel, context: Context = Context.TEST) -> Channel:
    """The same channel, seen only in `context`."""
    place = str(made.detections[0].location)
    return channel(
        made.id,
        made.kind,
        made.far_end,
        detection(place, context=context),
        production=False,
        context=context.value,
    )


def named(made: Channel) -> Channel:
    """The same channel, named by a dependency only."""
    return channel(
        made.id, made.kind, made.far_end, detection("requirements.txt:2", Role.DEPENDENCY), rung=Rung.DECLARED
    )


def entry(place: str = "app/urls.py:5", exposure: Exposure = Exposure.PUBLIC) -> EntryPoint:
    """An HTTP route."""
    return EntryPoint(
        id=place,
        kind=EntryKind.HTTP,
        framework="django",
        location=at(place),
        name="view",
        exposure=exposure,
    )


def flow(to: Channel, start: EntryPoint | None = None, resolution: Resolution = Resolution.EXACT) -> Flow:
    """A flow of one hop."""
    step = Step(location=to.detections[0].location, name="send", resolution=resolution)
    return Flow(entry_point=start.id if start else None, channel=to.id, steps=(step,))
