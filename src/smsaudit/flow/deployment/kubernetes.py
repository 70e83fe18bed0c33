"""Objects of Kubernetes: which workload runs the program, and from where its services can be reached."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from smsaudit.flow.deployment.rules import STRICTEST, Rules, Said
from smsaudit.model.entrance import Exposure
from smsaudit.model.fact import Facts, Setting
from smsaudit.model.flow import Access
from smsaudit.model.location import Location, TreePath
from smsaudit.model.words import Words

_WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet")
_IMAGE = re.compile(r"\w+\.spec\.template\.spec\.containers\[\d+\]\.image")
_LABEL = "spec.template.metadata.labels."
_SELECTOR = "spec.selector."
_TEMPLATE = "{{"
_PODS = "spec.podSelector.matchLabels."
_SOURCES = "spec.ingress"
_POD_SOURCE = re.compile(r"\[\d+\]\.(?:ports\b|from\[\d+\]\.podSelector\.matchLabels\.)")
"""What may stand in a rule that lets in pods by their labels, and nothing else."""
_INSIDE = Words(
    "Service {name} is reached inside the cluster only, and nothing in the tree leads there from outside",
    "Service {name}仅在集群内可达，代码树中没有从外部通向它的入口",
)
_POLICY = Words(
    "NetworkPolicy {name} lets in pods of the cluster only", "NetworkPolicy {name}仅允许集群内的Pod访问"
)


class Thing(Struct, frozen=True):
    """One object of a manifest."""

    kind: str
    name: str
    location: Location
    said: tuple[Said, ...]

    @property
    def images(self) -> list[str]:
        """What the containers of a workload are made from."""
        return [each.value for each in self.said if _IMAGE.fullmatch(each.key)]

    def under(self, prefix: str) -> Mapping[str, str]:
        """Names and values below a key."""
        whole = f"{self.kind}.{prefix}"
        return {each.key.removeprefix(whole): each.value for each in self.said if each.key.startswith(whole)}

    def leads_to(self, service: str) -> bool:
        """Whether it names a service of the cluster, by its short or its long name."""
        return any(
            each.value == service or each.value.startswith(f"{service}.")
            for each in self.said
            if not each.key.startswith(f"{self.kind}.metadata.")
        )


def things(path: TreePath, facts: Facts) -> Iterator[Thing]:
    """The objects of a file, which begin where a key of their head comes again."""
    waiting: list[Setting] = []
    heads: set[str] = set()
    for setting in facts.settings:
        if setting.key in {"kind", "apiVersion"}:
            if setting.key in heads:
                yield from _thing(path, waiting)
                waiting, heads = [], set()
            heads.add(setting.key)
        waiting.append(setting)
    yield from _thing(path, waiting)


def ways(found: Sequence[Thing], names: Collection[str], rules: Rules) -> list[Access]:
    """Every way to reach the workload that runs the program, as far as the manifests tell."""
    own = _own([each for each in found if each.kind in _WORKLOADS], names)
    if own is None:
        return []
    labels = own.under(_LABEL)
    kept: list[Access] = []
    for service in found:
        wanted = service.under(_SELECTOR) if service.kind == "Service" else {}
        if (
            wanted
            and wanted.items() <= labels.items()
            and not any(_TEMPLATE in each for each in wanted.values())
        ):
            kept += _to(service, found, rules, _policy(found, labels))
    return kept


def _policy(found: Iterable[Thing], labels: Mapping[str, str]) -> Thing | None:
    """The network policy that lets only pods with certain labels call the workload, if there is one."""
    for thing in found:
        wanted = thing.under(_PODS)
        sources = thing.under(_SOURCES)
        if (
            thing.kind == "NetworkPolicy"
            and wanted
            and wanted.items() <= labels.items()
            and sources
            and all(_POD_SOURCE.match(source) for source in sources)
        ):
            return thing
    return None


def _to(service: Thing, found: Iterable[Thing], rules: Rules, policy: Thing | None) -> list[Access]:
    """What a service says itself, and what leads to it from outside: the pods of an ingress may be among those let in."""
    leading = [each for each in found if each != service and each.leads_to(service.name)]
    if policy is None:
        leading.insert(0, service)
    ruled = [list(rules.on(each.said, f"{each.kind} {each.name}")) for each in leading]
    open_ways = [min(each, key=lambda one: STRICTEST.index(one.exposure)) for each in ruled if each]
    if open_ways or any(_TEMPLATE in each.value for each in service.said if each.key == "Service.spec.type"):
        return open_ways
    told, place = (_INSIDE, service) if policy is None else (_POLICY, policy)
    reason = Words(told.en.format(name=place.name), told.zh.format(name=place.name))
    return [Access(exposure=Exposure.INTERNAL, reason=reason, location=place.location)]


def _own(workloads: list[Thing], names: Collection[str]) -> Thing | None:
    """The workload whose image is called like the program; else the only one whose image somebody made."""
    called = [each for each in workloads if any(_bare(image) in names for image in each.images)]
    made = [each for each in workloads if any("/" in image for image in each.images)]
    candidates = called or made or workloads
    return (
        candidates[0]
        if len(candidates) == 1 or (called and len({_images(each) for each in called}) == 1)
        else None
    )


def _images(workload: Thing) -> tuple[str, ...]:
    return tuple(workload.images)


def _bare(image: str) -> str:
    return image.rpartition("/")[2].partition("@")[0].partition(":")[0]


def _thing(path: TreePath, settings: Sequence[Setting]) -> Iterator[Thing]:
    values = {setting.key: setting.value for setting in settings}
    kind = values.get("kind", "")
    if kind and "apiVersion" in values:
        said = tuple(
            Said(f"{kind}.{setting.key}", setting.value, Location(path, setting.place))
            for setting in settings
        )
        head = next(each for each in said if each.key == f"{kind}.kind")
        yield Thing(kind, values.get("metadata.name", ""), head.location, said)
