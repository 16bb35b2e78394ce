"""The network: an atlas as a networkx graph, with themes and a place on the map for every node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .facts import Facts, facts_in, facts_of
from .layout import place, spread
from .levels import levels
from .reading import KINDS, ROLES, capitalised, name_of, read, size_of
from .themes import Theme, find_themes

if TYPE_CHECKING:
    import networkx as nx

    from ..store import Store

__all__ = [
    "KINDS",
    "ROLES",
    "Facts",
    "Theme",
    "capitalised",
    "facts_in",
    "facts_of",
    "find_themes",
    "levels",
    "name_of",
    "network",
    "place",
    "placed",
    "read",
    "size_of",
    "spread",
]


def network(store: Store) -> nx.DiGraph:
    """Return the atlas in ``store`` as a directed graph, ready to be drawn.

    A node is a paper or a concept, known by its IRI after ``/id/`` ("method/rlhf"). Its attributes
    are ``iri``, ``kind`` (one of ``KINDS``), ``label``, ``short`` (that on the map), ``issued``
    and ``year`` (papers; ``""`` and ``None`` when unknown), ``untitled`` (papers without one),
    ``papers`` (how many papers point at it), ``size`` (radius on the map), ``theme`` (index into
    ``graph.graph["themes"]``, a tuple of :class:`Theme`), ``x`` and ``y`` (rounded to a tenth;
    ``y`` grows downwards), and ``level`` (0 always shown, 1 and 2 as the map comes nearer). An edge
    carries ``roles``, the strongest first, in the order of ``ROLES``.

    Nodes and edges are sorted, and every step is seeded: the same triples give the same graph,
    whatever their order.
    """
    return placed(read(facts_in(store)))


def placed(graph: nx.DiGraph) -> nx.DiGraph:
    """Return the graph itself, its nodes now with theme, place and level, as `network` has them."""
    before = spread(graph)
    themes = find_themes(graph, before)
    graph.graph["themes"] = themes
    for index, theme in enumerate(themes):
        for member in theme.members:
            graph.nodes[member]["theme"] = index
    for node, (x, y) in place(graph, themes, before).items():
        graph.nodes[node].update(x=x, y=y)
    for node, level in levels(graph).items():
        graph.nodes[node]["level"] = level
    return graph
