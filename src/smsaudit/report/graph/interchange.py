"""The whole graph for other tools: node-link JSON and GraphML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsaudit.model.detection import Detection
from smsaudit.model.flow import EntryPoint, FarEnd
from smsaudit.model.location import Location
from smsaudit.model.message_graph import Edge, Node
from smsaudit.model.result import AuditResult
from smsaudit.model.verdict import Judgement
from smsaudit.model.words import Language
from smsaudit.report.graph.build import message_graph
from smsaudit.report.visible import json_text, visible

if TYPE_CHECKING:
    import networkx as nx

SCHEMA = "smsaudit-graph/1"
"""The value of `graph.schema`; changes when a key is renamed, removed or retyped."""

_Attributes = dict[str, str | int | bool]


def node_link(result: AuditResult, language: Language) -> str:
    """Node-link JSON: `graph`, `nodes` with `id`, `edges` with `source` and `target`."""
    import networkx as nx

    written = nx.node_link_data(_network(result, language), edges="edges")
    return json_text(written, indent=1)


def graphml(result: AuditResult, language: Language) -> str:
    """GraphML; characters that XML or a reader's screen cannot show are escapes."""
    import networkx as nx

    network = _network(result, language)
    for own in (
        network.graph,
        *(each for *_, each in (*network.nodes(data=True), *network.edges(data=True))),
    ):
        _shown(own)
    shown = nx.relabel_nodes(network, {id_: visible(id_) for id_ in network})
    return "\n".join(nx.generate_graphml(shown, named_key_ids=True)) + "\n"


def _shown(attributes: dict[str, str | int | bool]) -> None:
    """Make every text of a node or edge harmless."""
    attributes.update({key: visible(text) for key, text in attributes.items() if isinstance(text, str)})


def _network(result: AuditResult, language: Language) -> nx.MultiDiGraph[str]:
    import networkx as nx

    graph = message_graph(result)
    verdict = result.whole.verdict
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        schema=SCHEMA,
        name=result.name,
        as_of=result.as_of.isoformat(),
        label=verdict.label,
        leaf=verdict.leaf.id,
    )
    for node in graph.nodes:
        network.add_node(str(node.id), **_node(node, language))
    for edge in graph.edges:
        network.add_edge(edge.source, edge.target, key=edge.kind.value, **_edge(edge))
    return network


def _node(node: Node, language: Language) -> _Attributes:
    return {
        "stage": node.stage.word,
        "name": node.name,
        **_place(node.location),
        **_about(node, language),
    }


def _about(node: Node, language: Language) -> _Attributes:
    match node.about:
        case EntryPoint() as entry:
            reason = "" if entry.exposure_reason is None else entry.exposure_reason.in_(language)
            return {
                "kind": entry.kind.value,
                "framework": entry.framework,
                "route": entry.route,
                "exposure": entry.exposure.value,
                "exposure_reason": reason,
            }
        case Detection() as found:
            return {"pattern": found.pattern, "text": found.text}
        case Judgement() as judged:
            return {
                "kind": judged.channel.kind.value,
                "title": judged.channel.name.in_(language),
                "label": judged.label,
                "leaf": judged.leaf.id,
                "confidence": judged.confidence.word,
                "status": judged.status.value,
            }
        case FarEnd() as end:
            reason = "" if end.reason is None else end.reason.in_(language)
            return {"kind": end.kind.value, "overridable": end.overridable, "reason": reason}
        case None:
            return {}


def _edge(edge: Edge) -> _Attributes:
    return {
        "kind": edge.kind.value,
        "resolution": edge.resolution.value,
        "condition": " or ".join(edge.conditions),
        "flows": len(edge.flows),
        **_place(edge.place),
    }


def _place(location: Location | None) -> _Attributes:
    return {} if location is None else {"path": str(location.path), "line": location.line}
