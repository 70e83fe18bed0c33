"""Locations of nginx that pass requests on, and whom each of them lets through."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from msgspec import Struct

from smsaudit.flow.deployment.rules import STRICTEST, WIDEST, Rules, Said
from smsaudit.model.digits import small
from smsaudit.model.entrance import Exposure
from smsaudit.model.fact import Facts
from smsaudit.model.flow import Access
from smsaudit.model.location import Location, TreePath
from smsaudit.model.words import Words

_PASSES = ("proxy_pass", "uwsgi_pass", "grpc_pass", "fastcgi_pass", "scgi_pass")
_ADDRESSES = ("allow", "deny")
_TARGET = re.compile(r"(?:\w+://)?(?P<host>unix:[^:]*|\[[^\]]*\]|[^:/\s]+)?(?::\d+)?(?P<uri>/\S*)?")
_INDEX = re.compile(r"\[\d+\]$")
_PLAIN = re.compile(r"(?:\^~\s*|=\s*)?(?P<prefix>/\S*)")
_PASSED_ON = Words("nginx passes {location} on", "nginx转发{location}")


class Forward(Struct, frozen=True):
    """A location that passes requests on."""

    prefix: str
    """How paths begin that the program behind it sees; empty where that is not plain."""
    hosts: frozenset[str]
    accesses: tuple[Access, ...]

    @property
    def access(self) -> Access:
        """Whom it lets through: everything that it demands together, or any of it where that is enough."""
        return self.accesses[0]


class Proxy:
    """One file of nginx."""

    def __init__(self, path: TreePath, facts: Facts, rules: Rules) -> None:
        self._path = path
        self._rules = rules
        self._said: dict[str, list[tuple[str, Said]]] = defaultdict(list)
        for setting in facts.settings:
            block, _, name = setting.key.rpartition(".")
            said = Said(f"nginx.{name}", setting.value, Location(path, setting.place))
            self._said[block].append((name, said))

    def forwards(self) -> Iterator[Forward]:
        """Every location that passes requests on."""
        upstreams = self._upstreams()
        for block, inside in self._said.items():
            for name, said in inside:
                if name in _PASSES and (target := _TARGET.match(said.value)):
                    host = target["host"] or ""
                    path = self._argument(block)
                    yield Forward(
                        target["uri"] or _prefix(path),
                        upstreams.get(host, frozenset({host})),
                        tuple(self._accesses(block, path, said)),
                    )

    def _accesses(self, block: str, path: str, passed: Said) -> Iterator[Access]:
        demands = list(self._rules.on(self._in_force(block), f"nginx {path}".rstrip()))
        any_is_enough = any(said == ("satisfy", "any") for said in self._inherited(block))
        order = WIDEST if any_is_enough else STRICTEST
        yield from sorted(demands, key=lambda each: order.index(each.exposure))
        if not demands:
            where = {"location": path or "/"}
            reason = Words(_PASSED_ON.en.format(**where), _PASSED_ON.zh.format(**where))
            yield Access(exposure=Exposure.PUBLIC, reason=reason, location=passed.location)

    def _in_force(self, block: str) -> list[Said]:
        """What holds in a block: a directive of an outer block, unless an inner one has some of the same kind."""
        kept: dict[str, Said] = {}
        addresses: list[tuple[str, Said]] = []
        for outer in _blocks(block):
            own = self._said.get(outer, [])
            own_addresses = [(name, said) for name, said in own if name in _ADDRESSES]
            addresses = own_addresses or addresses
            kept.update({name: said for name, said in own if name not in _ADDRESSES})
        return [*kept.values(), *_let_in(addresses)]

    def _inherited(self, block: str) -> Iterator[tuple[str, str]]:
        for outer in _blocks(block):
            yield from ((name, said.value) for name, said in self._said.get(outer, []))

    def _argument(self, block: str) -> str:
        """What stands behind `location`: siblings come in the order in which their blocks are numbered."""
        parent, _, last = block.rpartition(".")
        name = _INDEX.sub("", last)
        if name != "location":
            return ""
        index = small(last[len(name) + 1 : -1]) or 0
        arguments = [said.value for each, said in self._said.get(parent, []) if each == name]
        return arguments[index] if index < len(arguments) else ""

    def _upstreams(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        names: dict[str, list[str]] = defaultdict(list)
        for block, said in self._said.items():
            parent, _, last = block.rpartition(".")
            if _INDEX.sub("", last) == "upstream":
                if parent not in names:
                    names[parent] = [
                        each.value for name, each in self._said.get(parent, []) if name == "upstream"
                    ]
                index = small(last[9:-1]) or 0
                servers = [each.value for name, each in said if name == "server"]
                hosts = frozenset(m["host"] or "" for text in servers if (m := _TARGET.match(text)))
                if index < len(names[parent]):
                    found[names[parent][index]] = hosts
        return found


def _let_in(addresses: list[tuple[str, Said]]) -> Iterator[Said]:
    """The addresses that get in, where all others are refused."""
    if not any(name == "deny" and said.value == "all" for name, said in addresses):
        return
    allowed: list[Said] = []
    for name, said in addresses:
        if name == "deny" and said.value == "all":
            break
        allowed += [said] if name == "allow" else []
    first = allowed[0] if allowed else addresses[0][1]
    yield Said("nginx.allow", ", ".join(said.value for said in allowed) or "none", first.location)


def _blocks(block: str) -> list[str]:
    """The blocks around a directive, from the outermost in."""
    parts = block.split(".")
    return ["", *(".".join(parts[:end]) for end in range(1, len(parts) + 1))] if block else [""]


def _prefix(path: str) -> str:
    found = _PLAIN.fullmatch(path)
    return found["prefix"] if found else ""
