"""Services of a compose file: which of them run a file of the tree, and from where they can be reached."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from posixpath import dirname, join, normpath

from msgspec import Struct

from smsaudit.flow.deployment.rules import Rules, Said
from smsaudit.model.entrance import Exposure
from smsaudit.model.fact import Facts
from smsaudit.model.flow import Access
from smsaudit.model.location import Location, TreePath
from smsaudit.model.words import Words

_MEMBER = re.compile(r"services\.(?P<service>[\w-]+)\.(?P<key>.+)")
_LONG_PORT = re.compile(r"(?P<port>compose\.ports\[\d+\])\.(?P<part>published|host_ip)")
_NETWORK = re.compile(r"compose\.networks(?:\[\d+\]|\.(?P<name>[\w-]+)(?:\..+)?)")
_PROXY = re.compile(
    r"(?i)(?:^|[/_-])(?:nginx|caddy|traefik|haproxy|envoy|apache|httpd|openresty|tengine|kong|apisix)"
)
_BEHIND = Words("compose publishes no port of service {name}", "compose未发布服务{name}的端口")
_THROUGH = Words(
    "compose publishes no port of service {name}, but one of {front}, which knows it",
    "compose未发布服务{name}的端口，但发布了与其相连的{front}的端口",
)
_JOINED = Words(
    "compose publishes no port of service {name}, which shares a network with what is not in this file",
    "compose未发布服务{name}的端口，但该服务与此文件之外的程序共用网络",
)


class Service(Struct, frozen=True):
    """One service of a compose file."""

    name: str
    location: Location
    said: tuple[Said, ...]

    def runs(self, path: TreePath) -> bool:
        """Whether it is built from a folder that holds the file, or has such a folder mounted."""
        return any(f"{path}/".startswith(folder) for folder in self._folders())

    def refers_to(self, name: str) -> bool:
        """Whether it names another service as what it needs, or as a host."""
        host = re.compile(rf"(?:^|[/@=\s\"',]){re.escape(name)}(?::\d|/|$)")
        needs = re.compile(rf"compose\.(?:depends_on|links)(?:\[\d+\]|\.{re.escape(name)}\..+)")
        return any(
            (needs.fullmatch(each.key) and name in {each.value.partition(":")[0], *each.key.split(".")})
            or (each.key.startswith(("compose.environment", "compose.command")) and host.search(each.value))
            for each in self.said
        )

    @property
    def is_proxy(self) -> bool:
        """Whether its image or name is that of a program that passes requests on."""
        images = (each.value for each in self.said if each.key == "compose.image")
        return any(_PROXY.search(text) for text in (self.name, *images))

    def _folders(self) -> Iterator[str]:
        for each in self.said:
            folder = ""
            if each.key in {"compose.build", "compose.build.context"}:
                folder = each.value
            elif re.fullmatch(r"compose\.volumes\[\d+\](?:\.source)?", each.key) and each.value.startswith(
                "."
            ):
                folder = each.value.partition(":")[0]
            if folder and "://" not in folder:
                whole = normpath(join(dirname(each.location.path), folder))
                yield "" if whole == "." else f"{whole}/"


def services(path: TreePath, facts: Facts) -> list[Service]:
    """The services of a compose file; those for development only are left out."""
    found: dict[str, list[Said]] = defaultdict(list)
    for setting in facts.settings:
        member = _MEMBER.fullmatch(setting.key)
        if member:
            said = Said(f"compose.{member['key']}", setting.value, Location(path, setting.place))
            found[member["service"]].append(said)
    outside = {
        setting.key.split(".")[1]
        for setting in facts.settings
        if setting.key.startswith("networks.") and ".external" in setting.key and setting.value != "false"
    }
    return [
        Service(name, said[0].location, (*_shortened(said), *_shared(said, outside)))
        for name, said in found.items()
        if not any(re.fullmatch(r"compose\.profiles\[\d+\]", each.key) for each in said)
    ]


def ways(own: Service, others: Iterable[Service], rules: Rules) -> list[Access]:
    """Every way to reach a service: its published ports, what stands in front of it, or none from outside."""
    found = list(rules.on(own.said, f"service {own.name}"))
    if found:
        return found
    joined = [each for each in own.said if each.key == "shared"]
    if joined:
        return [_told(_JOINED, Exposure.UNKNOWN, joined[0].location, name=own.name)]
    for front in others:
        published = any(each.exposure is Exposure.PUBLIC for each in rules.on(front.said, front.name))
        if published and (front.is_proxy or front.refers_to(own.name)):
            return [_told(_THROUGH, Exposure.UNKNOWN, own.location, name=own.name, front=front.name)]
    return [_told(_BEHIND, Exposure.INTERNAL, own.location, name=own.name)]


def _shortened(said: Iterable[Said]) -> Iterator[Said]:
    """Ports written out in parts, as they are written in one."""
    hosts = {
        found["port"]: each.value
        for each in said
        if (found := _LONG_PORT.fullmatch(each.key)) and found["part"] == "host_ip"
    }
    for each in said:
        found = _LONG_PORT.fullmatch(each.key)
        if found is None:
            yield each
        elif found["part"] == "published":
            host = hosts.get(found["port"])
            yield Said(found["port"], f"{host}:{each.value}" if host else each.value, each.location)


def _shared(said: Iterable[Said], outside: Iterable[str]) -> Iterator[Said]:
    known = set(outside)
    for each in said:
        found = _NETWORK.fullmatch(each.key)
        if found and (found["name"] or each.value) in known:
            yield Said("shared", "", each.location)


def _told(words: Words, exposure: Exposure, location: Location, **parts: str) -> Access:
    reason = Words(words.en.format(**parts), words.zh.format(**parts))
    return Access(exposure=exposure, reason=reason, location=location)
