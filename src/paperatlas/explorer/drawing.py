"""Drawing: the network as pyvis (and so vis-network) wants it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pyvis.edge import Edge
from pyvis.network import Network

if TYPE_CHECKING:
    import networkx as nx

# One shape and (in style.css) one colour a kind, so that neither has to be told apart alone.
SHAPES = {
    "Paper": "dot",
    "Topic": "hexagon",
    "Method": "triangle",
    "Model": "square",
    "Benchmark": "diamond",
    "Lab": "dot",
}

_OPTIONS = {
    "physics": False,
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "multiselect": False,
        "selectConnectedEdges": False,
        "dragNodes": False,
        "keyboard": {"enabled": True, "bindToWindow": False},
    },
    "nodes": {"chosen": False},
    "edges": {"chosen": False, "smooth": False, "hoverWidth": 0, "selectionWidth": 0},
}


def draw(graph: nx.DiGraph) -> Network:
    """Return the placed ``graph`` as a pyvis network; ``label`` is the short one for the map.

    Nothing from a paper reaches pyvis's ``title`` or ``heading``, which vis-network or the browser
    would read as HTML. ``hidden`` edges are those of labs: the page shows them on selection.
    """
    net = Network(directed=True)
    net.set_options(json.dumps(_OPTIONS))
    for node, its in graph.nodes(data=True):
        net.add_node(
            node,
            label=its["short"],
            shape=SHAPES[its["kind"]],
            group=its["kind"],
            **{key: its[key] for key in ("x", "y", "size", "theme", "papers")},
            **({"year": its["year"], "untitled": its["untitled"]} if "year" in its else {}),
            **({"name": its["label"]} if its["label"] != its["short"] else {}),
        )
    # Not Network.add_edge: it looks through all nodes for each edge, and ours are unique and known.
    net.edges.extend(
        Edge(
            source,
            target,
            directed=True,
            id=f"{source}+{target}",
            arrows="",
            roles=roles,
            hidden="Lab" in {graph.nodes[source]["kind"], graph.nodes[target]["kind"]},
        ).options
        for source, target, roles in graph.edges(data="roles")
    )
    return net
