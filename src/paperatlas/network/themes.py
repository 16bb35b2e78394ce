"""Themes: communities of papers and concepts, named by the concepts that tell them apart."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import networkx as nx
from networkx.algorithms.community import louvain_communities

if TYPE_CHECKING:
    from collections.abc import Iterable

_SEED = 7
_MOST = 10  # themes; as many soft colours as the eye keeps apart
_FEWEST_PAPERS = 4
_STRENGTH = {"introduces": 3.0, "studies": 2.0, "subject": 2.0, "uses": 1.5, "evaluatesOn": 1.5}
_FAVOUR = {"Topic": 1.0, "Method": 0.75, "Model": 0.25, "Benchmark": 0.25}
_ELSEWHERE = "Elsewhere"


@dataclass(frozen=True, slots=True)
class Theme:
    """A community: its name, the concepts that tell it, and its nodes, sorted.

    ``telling`` are up to six concepts, the most telling first; the first two name the theme.
    """

    name: str
    telling: tuple[str, ...]
    members: tuple[str, ...]


def find_themes(graph: nx.DiGraph) -> tuple[Theme, ...]:
    """Split the nodes of ``graph`` into themes, the largest first.

    Louvain's method (Blondel et al. 2008, arXiv:0803.0476) with a fixed seed, on papers and
    concepts; an edge weighs more for a strong role and less for a concept that many papers share.
    Small communities join the neighbour that they are tied to most; those tied to none share one
    theme, "Elsewhere", which comes last. A lab makes no theme: it joins the one that most of its
    papers have. Every node is in exactly one theme.
    """
    if not graph:
        return ()
    ties = _ties(graph)
    numbers = {node: number for number, node in enumerate(ties)}
    # Whole numbers as nodes: the order of a set of strings changes with PYTHONHASHSEED.
    numbered = nx.relabel_nodes(ties, numbers)
    names = list(ties)
    groups = [
        {names[number] for number in group}
        for group in louvain_communities(numbered, weight="weight", seed=_SEED)
    ]
    groups, stray = _merged(ties, sorted(groups, key=_by_size))
    if not groups:
        groups, stray = [stray], set()
    themes = [_theme(graph, group) for group in sorted(groups, key=_by_size)]
    if stray:
        themes.append(Theme(_ELSEWHERE, (), tuple(sorted(stray))))
    return _with_labs(graph, themes)


def _by_size(group: Iterable[str]) -> tuple[int, str]:
    members = sorted(group)
    return -len(members), "".join(members[:1])


def _ties(graph: nx.DiGraph) -> nx.Graph:
    """Return the undirected graph of papers and concepts, weighted by how much an edge tells."""
    ties = nx.Graph()
    for node, kind in graph.nodes(data="kind"):
        if kind != "Lab":
            ties.add_node(node, paper=kind == "Paper")
    for source, target, roles in graph.edges(data="roles"):
        if source in ties and target in ties:
            strength = max(_STRENGTH.get(role, 1.0) for role in roles)
            weight = strength / sqrt(max(1, graph.nodes[target]["papers"]))
            ties.add_edge(source, target, weight=weight)
    return ties


def _merged(ties: nx.Graph, groups: list[set[str]]) -> tuple[list[set[str]], set[str]]:
    """Join small communities to the neighbour that holds them most; return the strays apart."""
    stray: set[str] = set()
    while groups:
        home = {node: index for index, group in enumerate(groups) for node in group}
        papers = [sum(ties.nodes[node]["paper"] for node in group) for group in groups]
        least = min(range(len(groups)), key=lambda i: (papers[i], _by_size(groups[i])))
        if papers[least] >= _FEWEST_PAPERS and len(groups) <= _MOST:
            break
        pull = dict.fromkeys(range(len(groups)), 0.0)
        for node in sorted(groups[least]):
            for other, tie in ties[node].items():
                if other in home and home[other] != least:
                    pull[home[other]] += tie["weight"]
        # For its size, or the largest community would swallow all the small ones.
        best = max(pull, key=lambda i: (pull[i] / sqrt(len(groups[i])), -i))
        if pull[best] > 0:
            groups[best] |= groups[least]
        else:
            stray |= groups[least]
        del groups[least]
    return groups, stray


def _theme(graph: nx.DiGraph, group: set[str]) -> Theme:
    """Name a community by the concepts that its papers share and other papers do not.

    A concept's score is how many papers of the community have it, times how far its share of them
    exceeds the community's share of all papers; topics are favoured over methods and models.
    """
    papers = {node for node, kind in graph.nodes(data="kind") if kind == "Paper"}
    expected = len(papers & group) / (len(papers) + 1)
    scores: dict[str, float] = {}
    for node in sorted(group - papers):
        inside = len(papers.intersection(graph.predecessors(node)) & group)
        excess = inside / (graph.nodes[node]["papers"] + 1) - expected
        favour = _FAVOUR.get(graph.nodes[node]["kind"], 0.0)
        if inside and favour:
            scores[node] = favour * inside * excess
    telling: list[str] = []
    words: set[str] = set()
    for node in sorted(scores, key=lambda node: (-scores[node], node)):
        own = set(graph.nodes[node]["label"].lower().replace("-", " ").split())
        if not own & words:
            telling.append(node)
            words |= own
    name = " · ".join(graph.nodes[node]["short"] for node in telling[:2]) or _ELSEWHERE
    return Theme(name, tuple(telling[:6]), tuple(sorted(group)))


def _with_labs(graph: nx.DiGraph, themes: list[Theme]) -> tuple[Theme, ...]:
    home = {node: index for index, theme in enumerate(themes) for node in theme.members}
    joined: list[list[str]] = [[] for _ in themes]
    for lab, kind in graph.nodes(data="kind"):
        if kind == "Lab":
            counts = [0] * len(themes)
            for paper in graph.predecessors(lab):
                if paper in home:
                    counts[home[paper]] += 1
            joined[counts.index(max(counts))].append(lab)
    return tuple(
        Theme(theme.name, theme.telling, tuple(sorted([*theme.members, *labs])))
        for theme, labs in zip(themes, joined, strict=True)
    )
