"""Names that hosts have only where the tree's own deployment gives them: services of compose and of Kubernetes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from smsaudit.flow.program import Program
from smsaudit.model.fact import Facts
from smsaudit.model.location import Location, TreePath

_MANIFEST = re.compile(r".*\.ya?ml")
_SERVICE = re.compile(r"services\.(?P<name>[\w-]+)\.")
_IN_CLUSTER = re.compile(r"(?P<name>[\w-]+)(?:\.[\w-]+\.svc(?:\.cluster\.local)?)?\.?")


class OwnHosts:
    """Reads the deployment files when the first host without a domain is asked about."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def defining(self, host: str) -> Location | None:
        """Where a service of this name is defined, if it is one."""
        named = _IN_CLUSTER.fullmatch(host)
        return self._services.get(named["name"]) if named is not None else None

    @cached_property
    def _services(self) -> dict[str, Location]:
        found: dict[str, Location] = {}
        for path, facts in self._program.configuration(("services:", "kind: service"), _MANIFEST):
            for name, location in (*_of_compose(path, facts), *_of_cluster(path, facts)):
                found.setdefault(name, location)
        return found


def _of_compose(path: TreePath, facts: Facts) -> Iterator[tuple[str, Location]]:
    for setting in facts.settings:
        if match := _SERVICE.match(setting.key):
            yield match["name"], Location(path, setting.place)


def _of_cluster(path: TreePath, facts: Facts) -> Iterator[tuple[str, Location]]:
    kind = ""
    for setting in facts.settings:
        kind = setting.value if setting.key == "kind" else kind
        if kind == "Service" and setting.key == "metadata.name":
            yield setting.value, Location(path, setting.place)
