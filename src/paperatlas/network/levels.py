"""Levels: which nodes a large map shows first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

FULL = 600
"""A network of so many nodes is shown all at once."""

_FIRST = 300  # concepts that a larger one shows first


def levels(graph: nx.DiGraph) -> dict[str, int]:
    """Return node -> 0 (always shown), 1 (a lesser concept), or 2 (a paper).

    Up to 600 nodes all have 0. In a larger network the 300 concepts with the most papers have it,
    and every lab.

    >>> import networkx as nx
    >>> graph = nx.DiGraph()
    >>> graph.add_node("paper/a", kind="Paper", papers=0)
    >>> levels(graph)
    {'paper/a': 0}
    """
    if len(graph) <= FULL:
        return dict.fromkeys(graph, 0)
    kinds, papers = dict(graph.nodes(data="kind")), dict(graph.nodes(data="papers"))
    concepts = [node for node in graph if kinds[node] not in {"Paper", "Lab"}]
    first = set(sorted(concepts, key=lambda node: (-papers[node], node))[:_FIRST])
    return {
        node: 2 if kind == "Paper" else 0 if kind == "Lab" or node in first else 1
        for node, kind in kinds.items()
    }
