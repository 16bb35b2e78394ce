"""Drawing: the network as pyvis builds it, nodes, edges and all; the page draws it itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyvis.edge import Edge
from pyvis.network import Network
from pyvis.node import Node

if TYPE_CHECKING:
    import networkx as nx


def draw(graph: nx.DiGraph) -> Network:
    """Return the placed ``graph`` as a pyvis network; ``label`` is the short one for the map.

    Nothing from a paper reaches pyvis's ``title`` or ``heading``, which a page of pyvis's own would
    read as HTML. ``hidden`` edges are those of labs: the page shows them on selection. ``level`` is
    how near the map must be for a node to be drawn, where a graph is large: 0 always, 2 last.
    """
    net = Network(directed=True)
    net.set_options("{}")
    # Neither Network.add_node nor add_edge: they look through all nodes for each, and ours are
    # unique and known.
    net.nodes.extend(
        Node(
            node,
            None,
            label=its["short"] or node,
            group=its["kind"],
            **{key: its[key] for key in ("x", "y", "size", "theme", "papers")},
            **({"year": its["year"], "untitled": its["untitled"]} if "year" in its else {}),
            **({"level": its["level"]} if its.get("level") else {}),
            **({"name": its["label"]} if its["label"] != its["short"] else {}),
        ).options
        for node, its in graph.nodes(data=True)
    )
    for node in net.nodes:
        del node["shape"]  # a kind has its shape, and the page knows it
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
