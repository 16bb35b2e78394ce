"""The graph of two small papers to the letter, and what hostile text does to it: nothing."""

from __future__ import annotations

import random
import shutil
import subprocess
from dataclasses import replace
from datetime import date

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.errors import GraphError
from paperatlas.extraction import Mention
from paperatlas.graph import atlas_triples, evidence_triples, refused_addresses
from paperatlas.linking import Link
from paperatlas.nodes import nodes_of
from paperatlas.ontology import BASE, prefixes
from paperatlas.papers import Paper
from paperatlas.records import Record, Refusal
from paperatlas.turtle import ntriples, turtle
from paperatlas.validation import validate
from paperatlas.vocabulary import Concept

TITLE = "Constitutional AI: Harmlessness from AI Feedback"
ABSTRACT = 'We train with a method we call "Constitutional AI". Unlike RLHF, it needs no labels.'
FIRST = Record(
    "001_65e1.txt",
    7,
    title=TITLE,
    abstract=ABSTRACT,
    urls=("https://www.anthropic.com/a b", "javascript:alert(1)"),
    comment="31 pages",
    repairs=("Two lines were joined.",),
)
SECOND = Record("002 (copy).txt", 1, abstract="We study sycophancy.")
PAPERS = [
    Paper(
        "arxiv-2212.08073",
        TITLE,
        ABSTRACT,
        titles=("Constitutional AI",),
        issued=date(2022, 12, 15),
        publishers=("Anthropic",),
        categories=("Enhancing human feedback",),
        urls=FIRST.urls,
        arxiv_id="2212.08073",
        doi="10.48550/x",
        records=(FIRST,),
    ),
    Paper("abstract-0123456789ab", None, "We study sycophancy.", records=(SECOND,)),
]
CONCEPTS = {
    concept.id: concept
    for concept in (
        Concept("lab/anthropic", "Lab", "Anthropic", homepages=("https://www.anthropic.com/",)),
        Concept(
            "method/rlhf",
            "Method",
            "reinforcement learning from human feedback",
            alt_labels=("RLHF", "RL from human feedback"),
            broader=("method/preference-learning",),
            definition="Trains a policy against people's preferences.",
            sources=("https://arxiv.org/abs/1706.03741",),
            exact_matches=("http://www.wikidata.org/entity/Q115570683",),
        ),
        Concept("method/preference-learning", "Method", "preference learning"),
        Concept("method/constitutional-ai", "Method", "constitutional AI"),
        Concept("method/unused", "Method", "unused"),
        Concept("topic/sycophancy", "Topic", "sycophancy"),
        Concept("topic/feedback", "Topic", "Enhancing human feedback", curated=False),
    )
}


def link(paper, quote, concept, role, after=0):
    text = paper.text
    start = text.index(quote, after)
    field = "abstract" if start >= len(text) - len(paper.abstract) else "title"
    mention = Mention(paper.id, start, start + len(quote), field, quote, "A sentence.", 0, "terms")
    return Link(mention, concept, role, 1.0, "preferred label", "a cue")


LINKS = [
    link(PAPERS[0], "Constitutional AI", "method/constitutional-ai", "introduces", after=50),
    link(PAPERS[0], "Constitutional AI", "method/constitutional-ai", "introduces"),
    replace(
        link(PAPERS[0], "RLHF", "method/rlhf", "comparesWith"),
        score=0.95,
        reason="alternative label",
    ),
    link(PAPERS[1], "sycophancy", "topic/sycophancy", "studies"),
]
PUBLISHERS = {PAPERS[0].id: ["lab/anthropic"], PAPERS[1].id: []}
SUBJECTS = {PAPERS[0].id: ["topic/feedback"]}

ATLAS = """\
@prefix atlas: <https://w3id.org/paperatlas/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix fabio: <http://purl.org/spar/fabio/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix lab: <https://w3id.org/paperatlas/id/lab/> .
@prefix method: <https://w3id.org/paperatlas/id/method/> .
@prefix paper: <https://w3id.org/paperatlas/id/paper/> .
@prefix prism: <http://prismstandard.org/namespaces/basic/2.0/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix record: <https://w3id.org/paperatlas/id/record/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix topic: <https://w3id.org/paperatlas/id/topic/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

lab:anthropic a atlas:Lab , skos:Concept ;
    skos:prefLabel "Anthropic"@en ;
    skos:inScheme atlas:vocabulary ;
    foaf:homepage <https://www.anthropic.com/> .

method:constitutional-ai a atlas:Method , skos:Concept ;
    skos:prefLabel "constitutional AI"@en ;
    skos:inScheme atlas:vocabulary .

method:preference-learning a atlas:Method , skos:Concept ;
    skos:prefLabel "preference learning"@en ;
    skos:inScheme atlas:vocabulary .

method:rlhf a atlas:Method , skos:Concept ;
    skos:prefLabel "reinforcement learning from human feedback"@en ;
    skos:altLabel "RL from human feedback"@en , "RLHF"@en ;
    skos:definition "Trains a policy against people's preferences."@en ;
    skos:broader method:preference-learning ;
    skos:inScheme atlas:vocabulary ;
    skos:exactMatch <http://www.wikidata.org/entity/Q115570683> ;
    dcterms:source <https://arxiv.org/abs/1706.03741> .

paper:abstract-0123456789ab a fabio:ResearchPaper ;
    dcterms:abstract "We study sycophancy." ;
    prov:wasDerivedFrom <https://w3id.org/paperatlas/id/record/002%20%28copy%29.txt-L1> ;
    atlas:studies topic:sycophancy ;
    atlas:mentions topic:sycophancy .

paper:arxiv-2212.08073 a fabio:ResearchPaper ;
    dcterms:title "Constitutional AI: Harmlessness from AI Feedback" ;
    dcterms:alternative "Constitutional AI" ;
    dcterms:abstract "We train with a method we call \\"Constitutional AI\\". Unlike \
RLHF, it needs no labels." ;
    dcterms:issued "2022-12-15"^^xsd:date ;
    fabio:hasArXivId "2212.08073" ;
    prism:doi "10.48550/x" ;
    foaf:page <https://www.anthropic.com/a%20b> ;
    atlas:publishedBy lab:anthropic ;
    dcterms:subject topic:feedback ;
    prov:wasDerivedFrom record:001_65e1.txt-L7 ;
    atlas:introduces method:constitutional-ai ;
    atlas:comparesWith method:rlhf ;
    atlas:mentions method:constitutional-ai , method:rlhf .

record:001_65e1.txt-L7 a atlas:Record ;
    atlas:source "001_65e1.txt" ;
    atlas:line 7 ;
    dcterms:title "Constitutional AI: Harmlessness from AI Feedback" ;
    foaf:page <https://www.anthropic.com/a%20b> ;
    atlas:repair "Two lines were joined." ;
    rdfs:comment "31 pages" .

<https://w3id.org/paperatlas/id/record/002%20%28copy%29.txt-L1> a atlas:Record ;
    atlas:source "002 (copy).txt" ;
    atlas:line 1 .

topic:feedback a atlas:Topic , skos:Concept ;
    skos:prefLabel "Enhancing human feedback"@en ;
    skos:inScheme atlas:candidates .

topic:sycophancy a atlas:Topic , skos:Concept ;
    skos:prefLabel "sycophancy"@en ;
    skos:inScheme atlas:vocabulary .
"""

EVIDENCE = """\
@prefix atlas: <https://w3id.org/paperatlas/ontology#> .
@prefix mention: <https://w3id.org/paperatlas/id/mention/> .
@prefix method: <https://w3id.org/paperatlas/id/method/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix paper: <https://w3id.org/paperatlas/id/paper/> .
@prefix topic: <https://w3id.org/paperatlas/id/topic/> .

mention:abstract-0123456789ab.9-19 a atlas:Mention ;
    atlas:paper paper:abstract-0123456789ab ;
    atlas:concept topic:sycophancy ;
    atlas:role atlas:studies ;
    oa:exact "sycophancy" ;
    oa:start 9 ;
    oa:end 19 ;
    atlas:field "abstract" ;
    atlas:sentence "A sentence." ;
    atlas:confidence 1.0 ;
    atlas:extractor "terms" ;
    atlas:reason "preferred label" ;
    atlas:roleReason "a cue" .

mention:arxiv-2212.08073.0-17 a atlas:Mention ;
    atlas:paper paper:arxiv-2212.08073 ;
    atlas:concept method:constitutional-ai ;
    atlas:role atlas:introduces ;
    oa:exact "Constitutional AI" ;
    oa:start 0 ;
    oa:end 17 ;
    atlas:field "title" ;
    atlas:sentence "A sentence." ;
    atlas:confidence 1.0 ;
    atlas:extractor "terms" ;
    atlas:reason "preferred label" ;
    atlas:roleReason "a cue" .

mention:arxiv-2212.08073.82-99 a atlas:Mention ;
    atlas:paper paper:arxiv-2212.08073 ;
    atlas:concept method:constitutional-ai ;
    atlas:role atlas:introduces ;
    oa:exact "Constitutional AI" ;
    oa:start 82 ;
    oa:end 99 ;
    atlas:field "abstract" ;
    atlas:sentence "A sentence." ;
    atlas:confidence 1.0 ;
    atlas:extractor "terms" ;
    atlas:reason "preferred label" ;
    atlas:roleReason "a cue" .

mention:arxiv-2212.08073.109-113 a atlas:Mention ;
    atlas:paper paper:arxiv-2212.08073 ;
    atlas:concept method:rlhf ;
    atlas:role atlas:comparesWith ;
    oa:exact "RLHF" ;
    oa:start 109 ;
    oa:end 113 ;
    atlas:field "abstract" ;
    atlas:sentence "A sentence." ;
    atlas:confidence 0.95 ;
    atlas:extractor "terms" ;
    atlas:reason "alternative label" ;
    atlas:roleReason "a cue" .
"""


def atlas(papers=PAPERS, links=LINKS, base=BASE):
    return atlas_triples(papers, links, CONCEPTS, PUBLISHERS, SUBJECTS, base=base)


def test_the_atlas_of_two_papers_to_the_letter():
    assert turtle(atlas(), prefixes()).decode() == ATLAS


def test_the_evidence_of_two_papers_to_the_letter():
    assert turtle(evidence_triples(LINKS), prefixes()).decode() == EVIDENCE


def test_the_two_are_valid():
    validate(nodes_of([*atlas(), *evidence_triples(LINKS)]))


def test_the_order_of_the_input_changes_nothing():
    chance = random.Random(1)  # noqa: S311  (a fixed shuffle, no secret)
    papers, links = PAPERS[:], LINKS[:]
    chance.shuffle(papers)
    chance.shuffle(links)
    assert atlas(papers, links) == atlas()
    assert evidence_triples(links) == evidence_triples(LINKS)


def test_another_base_moves_every_resource_and_no_term():
    base = "http://example.org/my/"
    assert turtle(atlas(base=base), prefixes(base)).decode() == ATLAS.replace(BASE, base)
    evidence = turtle(evidence_triples(LINKS, base=base), prefixes(base)).decode()
    assert evidence == EVIDENCE.replace(BASE, base)


def test_addresses_that_are_left_out_are_told():
    assert refused_addresses(PAPERS) == (
        Refusal(
            "001_65e1.txt", 7, "'javascript:alert(1)' is no web address", "write it as https://…"
        ),
    )


def test_a_mention_without_a_role_is_stated_once():
    links = [link(PAPERS[1], "sycophancy", "topic/sycophancy", "mentions")]
    written = turtle(atlas(PAPERS[1:], links), prefixes()).decode()
    assert "    atlas:mentions topic:sycophancy .\n" in written
    assert "atlas:studies" not in written


def test_the_best_scored_of_equal_links_is_kept():
    low = replace(LINKS[3], score=0.5, reason="by and by")
    assert evidence_triples([low, LINKS[3]]) == evidence_triples([LINKS[3]])
    assert evidence_triples([LINKS[3], low]) == evidence_triples([LINKS[3]])


def test_a_second_statement_from_one_stretch_gets_a_number():
    other = replace(LINKS[3], role="mentions")
    subjects = {s.removeprefix(BASE) for s, _, _ in evidence_triples([LINKS[3], other])}
    assert subjects == {
        "mention/abstract-0123456789ab.9-19",
        "mention/abstract-0123456789ab.9-19.2",
    }


@pytest.mark.parametrize(("score", "written"), [(1, "1.0"), (0.123456, "0.1235"), (0, "0.0")])
def test_scores_are_written_as_decimals_of_four_places(score, written):
    triples = evidence_triples([replace(LINKS[3], score=score)])
    assert f"    atlas:confidence {written} ;\n" in turtle(triples, prefixes()).decode()


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (replace(LINKS[0], concept="method/nothing"), "method/nothing: no concept has this id"),
        (replace(LINKS[0], role="likes"), "arxiv-2212.08073: 'likes' is no role"),
        (
            replace(LINKS[0], mention=replace(LINKS[0].mention, paper="title-x")),
            "a mention stands in 'title-x', which is no paper of this atlas",
        ),
    ],
)
def test_a_link_that_leads_nowhere_is_a_graph_error(broken, words):
    with pytest.raises(GraphError, match=words):
        atlas(links=[broken])


def test_a_circle_of_broader_concepts_ends():
    circle = {
        "topic/a": Concept("topic/a", "Topic", "a", broader=("topic/b",)),
        "topic/b": Concept("topic/b", "Topic", "b", broader=("topic/a",)),
    }
    triples = atlas_triples(PAPERS[1:], [], circle, {PAPERS[1].id: ["topic/a"]}, {})
    assert len([s for s, p, _ in triples if p.endswith("prefLabel")]) == 2


HOSTILE = (
    "<script>alert(1)</script> \"\"\" ''' \\u0041\\ \x00\x01\x1f\x7f\x85\u2028 \ud800 \ufffe \r\n\t"
)


def hostile_atlas():
    record = Record(
        HOSTILE, 1, title=HOSTILE, urls=(f"http://e.org/{HOSTILE}", HOSTILE), comment=HOSTILE,
        repairs=(HOSTILE,),
    )  # fmt: skip
    paper = Paper(
        "title-x", HOSTILE, HOSTILE, titles=(HOSTILE,), urls=record.urls, records=(record,)
    )
    mention = Mention(paper.id, 0, len(HOSTILE), "title", HOSTILE, HOSTILE, 0, HOSTILE)
    links = [Link(mention, "topic/sycophancy", "studies", 1.0, HOSTILE, HOSTILE)]
    return (
        atlas_triples([paper], links, CONCEPTS, {}, {}),
        evidence_triples(links),
    )


def test_hostile_text_goes_in_letter_for_letter_and_the_graph_is_valid():
    triples, evidence = hostile_atlas()
    validate(nodes_of([*triples, *evidence]))
    kept = HOSTILE.replace("\ud800", "\ufffd").replace("\ufffe", "\ufffd")
    titles = {
        quad.object.value
        for quad in ox.parse(ntriples(triples), format=ox.RdfFormat.N_TRIPLES)
        if quad.predicate.value == "http://purl.org/dc/terms/title"
    }
    assert titles == {kept}


@pytest.mark.needs_rapper
def test_rapper_reads_hostile_text_without_a_word(tmp_path):
    for name, triples in zip(("atlas", "evidence"), hostile_atlas(), strict=True):
        file = tmp_path / f"{name}.ttl"
        file.write_bytes(turtle(triples, prefixes()))
        rapper = shutil.which("rapper")
        done = subprocess.run(
            [rapper, "-i", "turtle", "-c", str(file)], capture_output=True, check=True
        )
        assert done.stderr.decode().splitlines()[1:] == [
            f"rapper: Parsing returned {len(triples)} triples"
        ]


@given(st.text(), st.text(), st.text(min_size=1), st.text())
def test_any_text_makes_a_graph_that_can_be_written(title, abstract, source, url):
    record = Record(source, 1, title=title, urls=(url, f"https://{url}"))
    paper = Paper("title-x", title, abstract, urls=record.urls, records=(record,))
    triples = atlas_triples([paper], [], CONCEPTS, {}, {})
    assert len(list(ox.parse(turtle(triples, prefixes()), format=ox.RdfFormat.TURTLE))) == len(
        triples
    )
