"""Themes: communities of papers and concepts, named by the concepts that tell them apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from .forces import Links
from .islands import islands
from .layout import FEWEST_PAPERS, linked, pieces

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import networkx as nx
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

_MOST = 8  # themes; as many soft colours as the eye keeps apart, and islands as a map holds
_STRENGTH = {"introduces": 3.0, "studies": 2.0, "subject": 2.0, "uses": 1.5, "evaluatesOn": 1.5}
_FAVOUR = {"Topic": 1.0, "Method": 0.75, "Model": 0.25, "Benchmark": 0.25}
_LONE = 0.2  # of what it would count is left to a concept that one paper alone has
_ELSEWHERE = "Elsewhere"


@dataclass(frozen=True, slots=True)
class Theme:
    """A community: its name, the concepts that tell it, and its nodes, sorted.

    ``telling`` are up to six concepts, the most telling first; the first two name the theme.
    """

    name: str
    telling: tuple[str, ...]
    members: tuple[str, ...]


def find_themes(graph: nx.DiGraph, spread: Mapping[str, tuple[float, float]]) -> tuple[Theme, ...]:
    """Split the nodes of ``graph`` into at most eight themes, the largest first.

    Where linked nodes attract and all repel, communities lie together (Noack 2009,
    arXiv:0807.4052). So the map as ``spread`` is cut into small neighbourhoods, and they are joined
    into themes, two by two, while that raises modularity: see `islands`. What hangs together but
    has fewer than four papers, and is tied to nothing else, is "Elsewhere", which comes last; so is
    what no concept tells. Every node is in one theme.
    """
    if not graph:
        return ()
    kinds = dict(graph.nodes(data="kind"))
    home = _homes(graph, spread)
    papers = [node for node in sorted(graph) if kinds[node] == "Paper"]
    concepts = [node for node in sorted(graph) if kinds[node] not in {"Paper", "Lab"}]
    of_papers = np.array([home[node] for node in papers], np.int64)
    scores = _telling(graph, _ties(graph, papers, concepts), of_papers, concepts)
    groups = _grouped(home)
    elsewhere = [*groups.pop(-1, ())]
    themes = []
    for number, members in groups.items():
        told = dict(zip(concepts, scores[:, number], strict=True)) if scores.size else {}
        telling = _chosen(graph, {node: told[node] for node in members if told.get(node, 0) > 0})
        if telling:
            name = " · ".join(graph.nodes[node]["short"] for node in telling[:2])
            themes.append(Theme(name, telling, members))
        else:
            elsewhere += members
    themes.sort(key=lambda theme: (-len(theme.members), theme.members[0]))
    if elsewhere:
        themes.append(Theme(_ELSEWHERE, (), tuple(sorted(elsewhere))))
    return tuple(themes)


def _homes(graph: nx.DiGraph, spread: Mapping[str, tuple[float, float]]) -> dict[str, int]:
    """Return node -> number of its theme; -1 is elsewhere. A lab's is that of most its papers."""
    nodes, links = linked(graph)
    homes = dict.fromkeys(nodes, -1)
    if nodes:
        piece, small = pieces(graph, nodes, links)
        core = ~np.isin(piece, small)
        among = links.ends[core[links.ends].all(axis=1)]
        held = Links((np.cumsum(core) - 1)[among], np.ones(len(among)))
        places = np.array([spread[node] for node in nodes])[core]
        papers = np.array([graph.nodes[node]["kind"] == "Paper" for node in nodes])[core]
        found = islands(places, piece[core], held, papers, _MOST, FEWEST_PAPERS)
        homes |= dict(zip(np.array(nodes)[core].tolist(), found.tolist(), strict=True))
    for lab in sorted(set(graph) - set(nodes)):
        votes = Counter(homes.get(paper, -1) for paper in sorted(graph.predecessors(lab)))
        del votes[-1]
        homes[lab] = min(votes, key=lambda theme: (-votes[theme], theme), default=-1)
    return homes


def _grouped(home: Mapping[str, int]) -> dict[int, tuple[str, ...]]:
    groups: dict[int, list[str]] = {}
    for node, theme in sorted(home.items()):
        groups.setdefault(theme, []).append(node)
    return {theme: tuple(nodes) for theme, nodes in groups.items()}


def _ties(graph: nx.DiGraph, papers: Sequence[str], concepts: Sequence[str]) -> sparse.csr_array:
    """Return papers × concepts: how strongly a paper's roles tie it to a concept; 0 for not.

    What a paper says of a concept holds by half for the broader one, and by a quarter for the next.
    """
    rows = {node: number for number, node in enumerate(papers)}
    columns = {node: number for number, node in enumerate(concepts)}
    found = [
        (rows[source], columns[target], max(_STRENGTH.get(role, 1.0) for role in roles))
        for source, target, roles in graph.edges(data="roles")
        if source in rows and target in columns
    ]
    above = [
        (columns[source], columns[target], 0.5)
        for source, target in graph.edges
        if source in columns and target in columns
    ]
    direct = _matrix(found, (len(papers), len(concepts)))
    broader = _matrix(above, (len(concepts), len(concepts)))
    once = direct @ broader
    return (direct + once + once @ broader).tocsr()


def _matrix(entries: list[tuple[int, int, float]], shape: tuple[int, int]) -> sparse.csr_array:
    across, down, weights = zip(*sorted(entries), strict=True) if entries else ((), (), ())
    return sparse.csr_array((np.array(weights, float), (across, down)), shape=shape)


def _telling(
    graph: nx.DiGraph, ties: sparse.csr_array, home: Whole, concepts: Sequence[str]
) -> NDArray[np.float64]:
    """Return concepts × themes: how well each concept tells each theme.

    A concept's score is how many papers of the theme have it or what it is broader than, times how
    far its share of them exceeds the theme's share of all papers. Topics are favoured over methods
    and models; a heading with many narrower concepts is too general to tell much, and what one
    paper alone has tells of that paper.
    """
    count = int(home.max(initial=-1)) + 1
    has = ties.copy()
    has.data = np.minimum(has.data, 1.0)
    of = np.zeros((len(home), count))
    of[np.flatnonzero(home >= 0), home[home >= 0]] = 1.0
    inside = has.T @ of
    share = inside / (has.sum(axis=0)[:, None] + 1)
    excess = share - of.sum(axis=0) / (len(home) + 1)
    kinds = dict(graph.nodes(data="kind"))
    favour = np.array(
        [_FAVOUR.get(kinds[c], 0.0) / sqrt(1 + _narrower(graph, c) / 10) for c in concepts]
    )
    shared = np.where(inside > 1, 1.0, _LONE)
    # No last bit of a sum decides.
    scores: NDArray[np.float64] = np.round(favour[:, None] * shared * inside * excess, 9)
    return scores


def _chosen(graph: nx.DiGraph, scores: Mapping[str, float]) -> tuple[str, ...]:
    """Return the six most telling concepts, no two of which share a word."""
    telling: list[str] = []
    words: set[str] = set()
    for node in sorted(scores, key=lambda node: (-scores[node], node)):
        own = _words(graph.nodes[node])
        if not own & words:
            telling.append(node)
            words |= own
    return tuple(telling[:6])


def _narrower(graph: nx.DiGraph, node: str) -> int:
    return sum(graph.nodes[one]["kind"] != "Paper" for one in graph.predecessors(node))


def _words(attributes: Mapping[str, str]) -> set[str]:
    return {word.rstrip("s") for word in attributes["label"].lower().replace("-", " ").split()}
