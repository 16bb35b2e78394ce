"""The network: nodes, edges, themes and places."""

from __future__ import annotations

from itertools import combinations
from math import hypot
from random import Random

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from paperatlas.network import Theme, find_themes, levels, network, place, spread
from paperatlas.store import Store

HEAD = """
@prefix atlas: <https://w3id.org/paperatlas/ontology#> .
@prefix paper: <https://w3id.org/paperatlas/id/paper/> .
@prefix lab: <https://w3id.org/paperatlas/id/lab/> .
@prefix method: <https://w3id.org/paperatlas/id/method/> .
@prefix topic: <https://w3id.org/paperatlas/id/topic/> .
@prefix fabio: <http://purl.org/spar/fabio/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

CONCEPTS = """
method:rlhf a atlas:Method, skos:Concept ; skos:altLabel "RLHF"@en, "RL from human feedback"@en ;
  skos:prefLabel "reinforcement learning from human feedback"@en ; skos:broader method:rl .
method:rl a atlas:Method, skos:Concept ; skos:prefLabel "reinforcement learning"@en .
topic:sycophancy a atlas:Topic, skos:Concept ; skos:prefLabel "sycophancy"@en .
lab:anthropic a atlas:Lab, skos:Concept ; skos:prefLabel "Anthropic"@en .
"""

PAPERS = """
paper:a a fabio:ResearchPaper ; dcterms:title "First" ; dcterms:issued "2022-12-15"^^xsd:date ;
  atlas:publishedBy lab:anthropic ; atlas:mentions method:rlhf, topic:sycophancy ;
  atlas:uses method:rlhf ; atlas:introduces method:rlhf .
paper:b a fabio:ResearchPaper ; fabio:hasArXivId "2212.08073" ; atlas:mentions method:rlhf .
paper:c a fabio:ResearchPaper ; atlas:mentions topic:sycophancy, method:unknown ;
  dcterms:abstract "One two three four five six seven eight nine ten." .
"""


def atlas(*turtle: str) -> Store:
    return Store.of("\n".join([HEAD, *turtle]).encode())


def clusters(*sizes: int) -> nx.DiGraph:
    """Groups of papers; each group shares one topic, and nothing ties one group to another."""
    graph = nx.DiGraph()
    for group, size in enumerate(sizes):
        topic = f"topic/{group}"
        names = {"label": f"Topic{group}", "short": f"Topic{group}"}
        graph.add_node(topic, kind="Topic", papers=size, size=9.0, **names)
        for number in range(size):
            graph.add_node(
                f"paper/{group}.{number}", kind="Paper", label="", short="", papers=0, size=6.0
            )
            graph.add_edge(f"paper/{group}.{number}", topic, roles=("studies",))
    return graph


def themes_of(graph: nx.DiGraph) -> tuple[Theme, ...]:
    return find_themes(graph, spread(graph))


def places_of(graph: nx.DiGraph) -> dict[str, tuple[float, float]]:
    before = spread(graph)
    return place(graph, find_themes(graph, before), before)


def tangle(papers: int, topics: int) -> nx.DiGraph:
    """Fields of ten papers and ten topics; a paper has four topics of its own and one of another."""
    dice = Random(4)  # noqa: S311  (a tangle, no secret)
    graph = nx.DiGraph()
    for number in range(topics):
        names = {"label": f"Topic{number}", "short": f"Topic{number}"}
        graph.add_node(f"topic/{number}", kind="Topic", papers=9, size=9.0, **names)
    for number in range(papers):
        paper = f"paper/{number}"
        graph.add_node(paper, kind="Paper", label="", short="", papers=0, size=6.0)
        field = number % (topics // 10) * 10
        near = [field + dice.randrange(10) for _ in range(4)]
        for topic in [*near, dice.randrange(topics)]:
            graph.add_edge(paper, f"topic/{topic}", roles=("uses",))
    return graph


def moved(before: dict, after: dict) -> float:
    """How far the median node has moved, by the diagonal of the map."""
    (left, right), (top, bottom) = ((min(v), max(v)) for v in zip(*after.values(), strict=True))
    ways = sorted(
        hypot(after[n][0] - x, after[n][1] - y) for n, (x, y) in before.items() if n in after
    )
    return ways[len(ways) // 2] / hypot(right - left, bottom - top)


def test_papers_and_concepts_are_nodes_and_nothing_else_is():
    graph = network(atlas(CONCEPTS, PAPERS))
    assert dict(graph.nodes(data="kind")) == {
        "lab/anthropic": "Lab",
        "method/rl": "Method",
        "method/rlhf": "Method",
        "paper/a": "Paper",
        "paper/b": "Paper",
        "paper/c": "Paper",
        "topic/sycophancy": "Topic",
    }


def test_an_edge_carries_its_roles_strongest_first_and_mentions_only_alone():
    graph = network(atlas(CONCEPTS, PAPERS))
    assert {(a, b): roles for a, b, roles in graph.edges(data="roles")} == {
        ("method/rlhf", "method/rl"): ("broader",),
        ("paper/a", "lab/anthropic"): ("publishedBy",),
        ("paper/a", "method/rlhf"): ("introduces", "uses"),
        ("paper/a", "topic/sycophancy"): ("mentions",),
        ("paper/b", "method/rlhf"): ("mentions",),
        ("paper/c", "topic/sycophancy"): ("mentions",),
    }


def test_a_paper_without_title_is_named_by_its_number_or_its_first_words_and_says_so():
    graph = network(atlas(CONCEPTS, PAPERS))
    named = {
        n: (d["label"], d["untitled"], d["year"]) for n, d in graph.nodes(data=True) if "year" in d
    }
    assert named == {
        "paper/a": ("First", False, 2022),
        "paper/b": ("arXiv:2212.08073", True, None),
        "paper/c": ("“One two three four five six seven eight…”", True, None),
    }


def test_the_map_calls_a_long_name_by_its_abbreviation():
    graph = network(atlas(CONCEPTS, PAPERS))
    concept = graph.nodes["method/rlhf"]
    assert (concept["label"], concept["short"], concept["papers"]) == (
        "Reinforcement learning from human feedback",
        "RLHF",
        2,
    )


def test_the_order_of_the_triples_changes_nothing():
    forwards = network(atlas(CONCEPTS, PAPERS))
    blocks = [f"{block} .\n" for block in f"{CONCEPTS}{PAPERS}".split(" .\n") if block.strip()]
    backwards = network(atlas(*reversed(blocks)))
    assert list(forwards.nodes(data=True)) == list(backwards.nodes(data=True))
    assert list(forwards.edges(data=True)) == list(backwards.edges(data=True))
    assert forwards.graph["themes"] == backwards.graph["themes"]


def test_an_empty_atlas_is_an_empty_network():
    graph = network(Store.of(b""))
    assert (len(graph), graph.graph["themes"]) == (0, ())


def test_every_node_is_in_exactly_one_theme_and_the_largest_theme_comes_first():
    graph = clusters(5, 9, 7)
    themes = themes_of(graph)
    assert [(theme.name, len(theme.members)) for theme in themes] == [
        ("Topic1", 10),
        ("Topic2", 8),
        ("Topic0", 6),
    ]
    assert sorted(node for theme in themes for node in theme.members) == sorted(graph)


def test_the_same_tangle_gives_the_same_themes_and_places_each_time_whatever_its_order():
    graph = tangle(60, 30)
    other = nx.DiGraph()
    other.add_nodes_from(reversed(list(graph.nodes(data=True))))
    other.add_edges_from(reversed(list(graph.edges(data=True))))
    assert themes_of(other) == themes_of(graph)
    assert places_of(other) == places_of(graph)


def test_small_pieces_that_nothing_ties_share_the_last_theme():
    themes = themes_of(clusters(8, 2, 1))
    assert [(theme.name, len(theme.members)) for theme in themes] == [
        ("Topic0", 9),
        ("Elsewhere", 5),
    ]


def test_what_no_concept_tells_is_elsewhere_too_and_that_is_one_theme():
    graph = nx.DiGraph()
    for node in ("paper/a", "paper/b", "lab/x"):
        kind = node.partition("/")[0].capitalize()
        graph.add_node(node, kind=kind, label="", short="", papers=0, size=6.0)
    assert [(theme.name, theme.members) for theme in themes_of(graph)] == [
        ("Elsewhere", ("lab/x", "paper/a", "paper/b"))
    ]


def test_a_small_community_joins_the_one_that_it_is_tied_to():
    graph = clusters(8, 6, 2)
    graph.add_edge("paper/2.0", "topic/1", roles=("studies",))
    themes = themes_of(graph)
    assert [len(theme.members) for theme in themes] == [10, 9]
    assert "topic/2" in themes[0].members


def test_a_theme_is_named_by_what_its_papers_share_before_what_one_of_them_alone_has():
    graph = clusters(20, 5)
    graph.add_node("model/m", kind="Model", label="Both", short="Both", papers=2, size=6.0)
    graph.add_node("topic/t", kind="Topic", label="Alone", short="Alone", papers=1, size=6.0)
    for paper, concept in (("1.0", "model/m"), ("1.1", "model/m"), ("1.2", "topic/t")):
        graph.add_edge(f"paper/{paper}", concept, roles=("studies",))
    assert [theme.name for theme in themes_of(graph)] == ["Topic0", "Topic1 · Both"]


def test_a_lab_joins_the_theme_of_most_of_its_papers():
    graph = clusters(6, 5)
    graph.add_node("lab/x", kind="Lab", label="X", short="X", papers=3, size=9.0)
    for paper in ("paper/0.0", "paper/1.0", "paper/1.1"):
        graph.add_edge(paper, "lab/x", roles=("publishedBy",))
    themes = themes_of(graph)
    assert [theme.name for theme in themes if "lab/x" in theme.members] == ["Topic1"]


@settings(max_examples=25)
@given(st.lists(st.integers(1, 12), min_size=1, max_size=6))
def test_no_two_nodes_overlap_whatever_the_sizes_of_the_themes(sizes):
    graph = clusters(*sizes)
    places = places_of(graph)
    assert sorted(places) == sorted(graph)
    for a, b in combinations(sorted(graph), 2):
        distance = hypot(places[a][0] - places[b][0], places[a][1] - places[b][1])
        assert distance > graph.nodes[a]["size"] + graph.nodes[b]["size"]


def test_linked_nodes_stand_nearer_than_others_of_their_theme():
    graph = clusters(6, 6)
    graph.add_node("topic/z", kind="Topic", label="Z", short="Z", papers=1, size=9.0)
    graph.add_edge("paper/0.0", "topic/z", roles=("studies",))
    places = places_of(graph)
    x, y = places["topic/z"]
    near = sorted(
        (n for n in graph if n.startswith("paper/0.")),
        key=lambda n: hypot(places[n][0] - x, places[n][1] - y),
    )
    assert near[0] == "paper/0.0"


def test_disconnected_pieces_are_packed_near():
    graph = clusters(8, 8, 8, 2, 2, 1)
    places = places_of(graph)
    width = max(x for x, _ in places.values()) - min(x for x, _ in places.values())
    height = max(y for _, y in places.values()) - min(y for _, y in places.values())
    assert max(width, height) < 900


def test_without_every_twentieth_paper_of_any_age_the_map_stays_where_it_is():
    graph = tangle(120, 60)
    before = places_of(graph)
    for first in (0, 7, 13):
        rest = graph.copy()
        rest.remove_nodes_from([f"paper/{number}" for number in range(first, 120, 20)])
        assert moved(places_of(rest), before) < 0.05


def test_a_lab_stands_amid_its_papers_and_ties_no_pieces():
    graph = clusters(9, 9)
    graph.add_node("lab/x", kind="Lab", label="X", short="X", papers=3, size=9.0)
    for paper in ("paper/0.0", "paper/1.0", "paper/1.1"):
        graph.add_edge(paper, "lab/x", roles=("publishedBy",))
    assert "lab/x" not in spread(graph)
    assert spread(graph) == spread(clusters(9, 9))
    places = places_of(graph)
    x, y = places["lab/x"]
    near = min(
        (n for n in graph if n.startswith("paper/")),
        key=lambda n: hypot(places[n][0] - x, places[n][1] - y),
    )
    assert near.startswith("paper/1.")


def test_between_two_islands_there_is_water():
    graph = tangle(60, 30)
    themes, places = themes_of(graph), places_of(graph)
    assert len(themes) > 1
    for one, other in combinations(themes, 2):
        assert (
            min(
                hypot(places[a][0] - places[b][0], places[a][1] - places[b][1])
                for a in one.members
                for b in other.members
            )
            > 60
        )


def test_what_nothing_ties_lies_at_the_lower_right():
    graph = clusters(12, 12, 2, 1)
    *rest, last = themes_of(graph)
    places = places_of(graph)
    assert last.name == "Elsewhere"
    middles = [sum(sum(places[n]) for n in t.members) / len(t.members) for t in [*rest, last]]
    assert middles[-1] == max(middles)


def test_a_small_network_is_shown_at_once_and_a_large_one_its_first_concepts_and_labs():
    assert set(levels(clusters(9)).values()) == {0}
    graph = clusters(*[1] * 301)
    graph.add_node("lab/x", kind="Lab", papers=0)
    shown = levels(graph)
    assert (shown["topic/7"], shown["paper/7.0"], shown["lab/x"]) == (0, 2, 0)
    assert [node for node, level in shown.items() if level == 1] == ["topic/99"]
