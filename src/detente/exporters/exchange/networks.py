"""Actors and concepts as a network (GraphML, GEXF): who is for and against what, and on which lines that rests.

GraphML 1.0 (graphml.graphdrawing.org) and GEXF 1.3 (gexf.net), for Gephi, visone, R and networkx. An edge from an actor to
a concept has how many lines are for and against it, the difference as its weight, and the ids of the lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from detente.exporters.exchange.concepts import agrees, concept_of
from detente.exporters.exchange.places import plain
from detente.exporters.exchange.port import Exchange, Outgoing, stands

_GRAPHML, _GEXF = "http://graphml.graphdrawing.org/xmlns", "http://gexf.net/1.3"
_NOT_HELD = (
    "reports, words and reviews: a network has actors, concepts and ids of lines alone",
    "lines without a holder or without a stance",
)


@dataclass(slots=True)
class Tie:
    """The lines of one actor on one concept."""

    support: int = 0
    against: int = 0
    lines: list[str] = field(default_factory=list)

    def values(self) -> Mapping[str, int | str]:
        """What stands on the edge."""
        weight = self.support - self.against
        return {"for": self.support, "against": self.against, "weight": weight, "lines": " ".join(self.lines)}


_FORMS = {"for": "int", "against": "int", "weight": "int", "lines": "string"}


def ties(project: Outgoing) -> dict[tuple[str, str], Tie]:
    """The edges of a project's network; rejected lines and those that take no stance are not in it."""
    found: dict[tuple[str, str], Tie] = {}
    for line in project.lines():
        if not stands(line) or not line["holder"] or not line["stance"]:
            continue
        tie = found.setdefault((plain(line["holder"]), plain(concept_of(line))), Tie())
        tie.support += agrees(line)
        tie.against += not agrees(line)
        tie.lines.append(line["id"])
    return found


def _nodes(edges: Mapping[tuple[str, str], Tie]) -> dict[tuple[str, str], str]:
    """The identifier of each actor and concept."""
    actors = dict.fromkeys(("actor", actor) for actor, _ in edges)
    concepts = dict.fromkeys(("concept", concept) for _, concept in edges)
    return {name: f"n{number}" for number, name in enumerate([*actors, *concepts])}


def graphml(path: Path, project: Outgoing) -> tuple[str, ...]:
    """The network as GraphML."""
    ET.register_namespace("", _GRAPHML)
    edges = ties(project)
    nodes = _nodes(edges)
    root = ET.Element(f"{{{_GRAPHML}}}graphml")
    keys = [
        *(("node", name, "string") for name in ("label", "kind")),
        *(("edge", *one) for one in _FORMS.items()),
    ]
    for scope, name, form in keys:
        about = {"id": f"{scope}-{name}", "for": scope, "attr.name": name, "attr.type": form}
        ET.SubElement(root, f"{{{_GRAPHML}}}key", about)
    graph = ET.SubElement(root, f"{{{_GRAPHML}}}graph", {"id": "positions", "edgedefault": "directed"})
    for (kind, label), name in nodes.items():
        node = ET.SubElement(graph, f"{{{_GRAPHML}}}node", {"id": name})
        for field_name, value in (("label", label), ("kind", kind)):
            ET.SubElement(node, f"{{{_GRAPHML}}}data", {"key": f"node-{field_name}"}).text = value
    for (actor, concept), tie in edges.items():
        ends = {"source": nodes[("actor", actor)], "target": nodes[("concept", concept)]}
        edge = ET.SubElement(graph, f"{{{_GRAPHML}}}edge", ends)
        for field_name, number in tie.values().items():
            ET.SubElement(edge, f"{{{_GRAPHML}}}data", {"key": f"edge-{field_name}"}).text = str(number)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
    return _NOT_HELD


def gexf(path: Path, project: Outgoing) -> tuple[str, ...]:
    """The network as GEXF; `weight` of an edge is how many lines it rests on, since Gephi takes no negative weight."""
    ET.register_namespace("", _GEXF)
    edges = ties(project)
    nodes = _nodes(edges)
    root = ET.Element(f"{{{_GEXF}}}gexf", {"version": "1.3"})
    graph = ET.SubElement(root, f"{{{_GEXF}}}graph", {"defaultedgetype": "directed", "mode": "static"})
    _attributes(graph, "node", {"kind": "string"})
    _attributes(
        graph, "edge", {"balance" if name == "weight" else name: form for name, form in _FORMS.items()}
    )
    listed = ET.SubElement(graph, f"{{{_GEXF}}}nodes")
    for (kind, label), name in nodes.items():
        node = ET.SubElement(listed, f"{{{_GEXF}}}node", {"id": name, "label": label})
        _values(node, {"kind": kind})
    listed = ET.SubElement(graph, f"{{{_GEXF}}}edges")
    for number, ((actor, concept), tie) in enumerate(edges.items()):
        ends = {"source": nodes[("actor", actor)], "target": nodes[("concept", concept)]}
        about = {"id": f"e{number}", **ends, "weight": str(len(tie.lines))}
        edge = ET.SubElement(listed, f"{{{_GEXF}}}edge", about)
        _values(
            edge, {"balance" if name == "weight" else name: value for name, value in tie.values().items()}
        )
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
    return _NOT_HELD


def _attributes(graph: ET.Element, scope: str, forms: Mapping[str, str]) -> None:
    declared = ET.SubElement(graph, f"{{{_GEXF}}}attributes", {"class": scope})
    for name, form in forms.items():
        kind = "integer" if form == "int" else form
        ET.SubElement(declared, f"{{{_GEXF}}}attribute", {"id": name, "title": name, "type": kind})


def _values(element: ET.Element, values: Mapping[str, int | str]) -> None:
    held = ET.SubElement(element, f"{{{_GEXF}}}attvalues")
    for name, value in values.items():
        ET.SubElement(held, f"{{{_GEXF}}}attvalue", {"for": name, "value": str(value)})


GRAPHML = Exchange("network of actors and concepts, GraphML", graphml, None)
GEXF = Exchange("network of actors and concepts, GEXF", gexf, None)
