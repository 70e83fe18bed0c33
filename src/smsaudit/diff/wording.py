"""What happens at the place that tips a verdict, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from smsaudit.model.detection import Detection
from smsaudit.model.entrance import Exposure
from smsaudit.model.flow import Channel, EntryPoint
from smsaudit.model.law import fill
from smsaudit.model.signature import Role
from smsaudit.model.words import Words

_NOW: Mapping[Role, Words] = MappingProxyType(
    {
        Role.SEND: Words("sends through {name}", "经{name}发送"),
        Role.CLIENT: Words("connects to {name}", "连接{name}"),
        Role.PROTOCOL: Words("speaks {name}", "实现{name}协议"),
        Role.SERVER: Words("accepts links of {name}", "接受{name}的连接"),
        Role.ENDPOINT: Words("names the address of {name}", "写明{name}的地址"),
        Role.CONFIG: Words("configures {name}", "配置{name}"),
    }
)
_NAMES = Words("names {name}", "提及{name}")
_NO_LONGER = Words("no longer {text}", "不再{text}")
_ADDRESSED = Words("gives {name} its far end, {host}", "指定{name}的对端{host}")
_CHOSEN = Words("chooses {name}", "选定{name}")
_CALLED = Words("leads to {name}, through {step}", "经{step}通向{name}")
_ENTERED = Words("lets {who} make it send through {name}", "使{who}可触发经{name}发送")
_UNSEEN = Words("could hide a sender: {reason}", "可能隐藏发送代码：{reason}")
_SEEN = Words("no longer hides what could be a sender: {reason}", "不再隐藏可能的发送代码：{reason}")
MOVED = Words("sends through {name} and was moved here from {origin}", "经{name}发送，由{origin}移至此处")

_WHO: Mapping[Exposure, Words] = MappingProxyType(
    {
        Exposure.PUBLIC: Words("anyone", "任何人"),
        Exposure.AUTHENTICATED: Words("logged-in users", "已登录用户"),
        Exposure.STAFF: Words("staff", "工作人员"),
        Exposure.INTERNAL: Words("internal systems", "内部系统"),
        Exposure.UNKNOWN: Words("somebody, it is not known who,", "未知主体"),
    }
)


def detected(found: Detection, channel: Channel, *, gone: bool) -> Words:
    """What a detection does."""
    return _tense(fill(_NOW.get(found.role, _NAMES), name=channel.name), gone=gone)


def addressed(channel: Channel, *, gone: bool) -> Words:
    """Where the address of a channel is written."""
    far_end = channel.far_end
    host = far_end.host or far_end.kind.value
    return _tense(fill(_ADDRESSED, name=channel.name, host=host), gone=gone)


def chosen(channel: Channel, *, gone: bool) -> Words:
    """Where a channel is picked, by the value of a setting or where its client is made."""
    return _tense(fill(_CHOSEN, name=channel.name), gone=gone)


def called(step: str, channel: Channel, *, gone: bool) -> Words:
    """A call on the way to a channel."""
    return _tense(fill(_CALLED, step=step, name=channel.name), gone=gone)


def entered(entry: EntryPoint, channel: Channel, *, gone: bool) -> Words:
    """Who can set a way to a channel in motion."""
    return _tense(fill(_ENTERED, who=_WHO[entry.exposure], name=channel.name), gone=gone)


def unseen(reason: Words, *, gone: bool) -> Words:
    """Something that was not read or not resolved."""
    return fill(_SEEN if gone else _UNSEEN, reason=reason)


def _tense(text: Words, *, gone: bool) -> Words:
    return fill(_NO_LONGER, text=text) if gone else text
