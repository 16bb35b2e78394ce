"""Themes: communities of papers and concepts, named by the concepts that tell them apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from .chance import chance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import networkx as nx
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

_MOST = 8  # themes; as many soft colours as the eye keeps apart, and islands as a map holds
_FEWEST_PAPERS = 4
_ROUNDS = 30
_STRENGTH = {"introduces": 3.0, "studies": 2.0, "subject": 2.0, "uses": 1.5, "evaluatesOn": 1.5}
_FAVOUR = {"Topic": 1.0, "Method": 0.75, "Model": 0.25, "Benchmark": 0.25}
_ELSEWHERE = "Elsewhere"


@dataclass(frozen=True, slots=True)
class Theme:
    """A community: its name, the concepts that tell it, and its nodes, sorted.

    ``telling`` are up to six concepts, the most telling first; the first two name the theme.
    ``founders`` are the nodes that it had among the founding papers: see `find_themes`.
    """

    name: str
    telling: tuple[str, ...]
    members: tuple[str, ...]
    founders: tuple[str, ...] = ()


def find_themes(graph: nx.DiGraph) -> tuple[Theme, ...]:
    """Split the nodes of ``graph`` into at most eight themes, the largest first.

    Seeds are concepts that together cover the papers best, chosen one by one as in facility
    location (Nemhauser et al. 1978). From there papers and concepts in turn join the theme to which
    they are tied more than chance would (BRIM: Barber 2007, arXiv:0707.1616). Too small a theme
    dissolves into the others; what nothing ties to any is "Elsewhere", which comes last. A lab
    makes no theme: it joins the one that most of its papers have. Every node is in one theme.

    Only the founding papers choose the seeds: the earliest 2, 4, 8, … of all, as many as there are.
    So newer papers join the themes that there are, until they have doubled.
    """
    if not graph:
        return ()
    kinds = dict(graph.nodes(data="kind"))
    papers = [node for node in sorted(graph) if kinds[node] == "Paper"]
    concepts = [node for node in sorted(graph) if kinds[node] not in {"Paper", "Lab"}]
    ties = _ties(graph, papers, concepts)
    first = _founding(graph, papers)
    founding = _communities(ties[first], _seeds(graph, ties[first], concepts))
    start = np.full(len(papers), -1)
    start[first] = founding[0]
    of_papers, of_concepts = _communities(ties, start)
    if (of_papers < 0).any():  # a field that the founding papers did not know
        stray = np.flatnonzero(of_papers < 0)
        count = int(of_papers.max()) + 1
        late = _seeds(graph, ties[stray], concepts, _MOST - count)
        of_papers[stray] = np.where(late < 0, -1, late + count)
        of_papers, of_concepts = _communities(ties, of_papers)

    home = dict(
        zip([*papers, *concepts], [*of_papers.tolist(), *of_concepts.tolist()], strict=True)
    )
    _join(graph, home)
    founders = dict(
        zip(
            [*(papers[i] for i in first), *concepts],
            [*founding[0].tolist(), *founding[1].tolist()],
            strict=True,
        )
    )
    groups, founded = _grouped(home), _grouped(founders)
    elsewhere = groups.pop(-1, ())
    scores = _telling(graph, ties, of_papers, concepts)
    themes = []
    for number, members in groups.items():
        told = dict(zip(concepts, scores[:, number], strict=True))
        telling = _chosen(graph, {node: told[node] for node in members if told.get(node, 0) > 0})
        name = " · ".join(graph.nodes[node]["short"] for node in telling[:2]) or _ELSEWHERE
        themes.append(Theme(name, telling, members, founded.get(number, ())))
    themes.sort(key=lambda theme: (-len(theme.members), theme.members[0]))
    if elsewhere:
        themes.append(Theme(_ELSEWHERE, (), elsewhere))
    return tuple(themes)


def _founding(graph: nx.DiGraph, papers: Sequence[str]) -> list[int]:
    """Return which papers are the earliest power of two, the undated last."""
    dated = [(graph.nodes[paper].get("issued") or "~", i) for i, paper in enumerate(papers)]
    count = 2 ** (len(papers).bit_length() - 1) if papers else 0
    return sorted(i for _, i in sorted(dated)[:count])


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


def _seeds(
    graph: nx.DiGraph, ties: sparse.csr_array, concepts: Sequence[str], most: int = _MOST
) -> Whole:
    """Return the theme that each paper starts in, or -1: that of the seed it is most like.

    Papers are alike by the concepts that they share, a rare one telling more.
    """
    papers, _ = ties.shape
    counts = np.bincount(ties.indices, minlength=len(concepts))
    able = np.flatnonzero(counts >= _FEWEST_PAPERS)
    if not len(able) or most < 1:
        return np.full(papers, -1)
    telling = ties.multiply(1 / np.sqrt(np.maximum(counts, 1))).tocsr()
    length = np.sqrt(np.bincount(_rows(telling), telling.data**2, papers))
    unit = telling.multiply((1 / np.maximum(length, 1e-9))[:, None]).tocsr()
    has = (ties[:, able] > 0).astype(float).multiply(1 / counts[able]).tocsr()
    likeness = (unit @ (unit.T @ has)).toarray()
    likeness = np.maximum(likeness - likeness.mean(axis=0), 0.0)
    kinds = dict(graph.nodes(data="kind"))
    own = np.array(
        [
            _FAVOUR.get(kinds[concepts[i]], 0.0) * (1 + 3 * chance(concepts[i]))
            for i in able.tolist()
        ]
    )
    best, seeds = np.zeros(papers), []
    for _ in range(most):
        gains = np.maximum(likeness - best[:, None], 0.0).sum(axis=0)
        seed = int(np.argmax(_steady(gains * own)))
        if gains[seed] < 1e-9:  # noqa: PLR2004  (nothing, but for rounding)
            break
        seeds.append(seed)
        best = np.maximum(best, likeness[:, seed])
    if not seeds:
        return np.where(np.bincount(_rows(ties), minlength=papers) > 0, 0, -1)
    chosen = likeness[:, seeds]
    return _best(chosen, chosen > 0)


def _communities(ties: sparse.csr_array, start: Whole) -> tuple[Whole, Whole]:
    """Return the themes of papers and of concepts; -1 where nothing ties one to any."""
    counts = np.bincount(ties.indices, minlength=ties.shape[1])
    weights = ties.multiply(1 / np.sqrt(np.maximum(counts, 1))).tocsr()
    of_papers = start
    of_concepts = np.full(ties.shape[1], -1)
    for _ in range(_ROUNDS):
        of_concepts = _joined(weights.T.tocsr(), of_papers)
        after = _joined(weights, of_concepts)
        sizes = np.bincount(after[after >= 0], minlength=1)
        if (after == of_papers).all():
            small = np.flatnonzero((sizes > 0) & (sizes < _FEWEST_PAPERS))
            if not len(small) or np.count_nonzero(sizes) == 1:
                break
            after[after == min(small, key=lambda i: (sizes[i], i))] = -1
        of_papers = after
    return of_papers, of_concepts


def _joined(weights: sparse.csr_array, others: Whole) -> Whole:
    """Return the theme to which each row is tied more than chance would tie it, or -1."""
    count = int(others.max(initial=-1)) + 1
    if not count:
        return np.full(weights.shape[0], -1)
    of = np.zeros((weights.shape[1], count))
    of[np.flatnonzero(others >= 0), others[others >= 0]] = 1.0
    tied = weights @ of
    rows = tied.sum(axis=1)
    columns = tied.sum(axis=0)
    excess = tied - rows[:, None] * columns / max(float(columns.sum()), 1e-9)
    return _best(excess, tied > 0)


def _best(scores: NDArray[np.float64], able: NDArray[np.bool_]) -> Whole:
    """Return the column of each row's largest score, of those that are able; -1 where none is."""
    found = np.argmax(_steady(np.where(able, scores, -np.inf)), axis=1)
    return np.where(able.any(axis=1), found, -1)


def _steady(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return scores rounded, so that the last bit of a sum decides nothing."""
    return np.round(scores, 9)


def _rows(matrix: sparse.csr_array) -> Whole:
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def _join(graph: nx.DiGraph, home: dict[str, int]) -> None:
    """Give labs, and concepts that no paper has, the theme that most of their neighbours have."""
    while True:
        found = {}
        for node in sorted(graph):
            near = [*graph.predecessors(node), *graph.successors(node)]
            if home.get(node, -1) == -1 and graph.nodes[node]["kind"] != "Paper":
                votes = Counter(home[one] for one in near if home.get(one, -1) >= 0)
                if votes:
                    found[node] = min(votes, key=lambda theme: (-votes[theme], theme))
        if not found:
            break
        home |= found
    for node in graph:
        home.setdefault(node, -1)


def _telling(
    graph: nx.DiGraph, ties: sparse.csr_array, home: Whole, concepts: Sequence[str]
) -> NDArray[np.float64]:
    """Return concepts × themes: how well each concept tells each theme.

    A concept's score is how many papers of the theme have it or what it is broader than, times how
    far its share of them exceeds the theme's share of all papers. Topics are favoured over methods
    and models, and a heading with many narrower concepts is too general to tell much.
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
    return _steady(favour[:, None] * inside * excess)


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
