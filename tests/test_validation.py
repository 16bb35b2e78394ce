"""Each shape, broken once."""

from __future__ import annotations

import logging
import socket

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.namespace import SH

from paperatlas.errors import GraphError
from paperatlas.extraction import Mention
from paperatlas.findings import Quote
from paperatlas.graph import atlas_triples, evidence_triples, mention_table
from paperatlas.laws import BY_NAME, Laws
from paperatlas.linking import Link
from paperatlas.nodes import Column, Literal, Table, nodes_of, triples_of, union
from paperatlas.ontology import XSD, Iri, prefixes, shapes, terms
from paperatlas.papers import Paper
from paperatlas.records import Record
from paperatlas.shapes import shapes_in
from paperatlas.turtle import ntriples
from paperatlas.validation import validate
from paperatlas.vocabulary import Concept

SHAPES = rdflib.Graph().parse(data=shapes(), format="turtle")
HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes().items())
ATLAS = (
    HEAD
    + """
paper:p a fabio:ResearchPaper ;
    dcterms:title "On sycophancy" ; dcterms:abstract "We use RLHF." ;
    dcterms:issued "2022-12-15"^^xsd:date ; fabio:hasArXivId "2212.08073" ; prism:doi "10.1/x" ;
    foaf:page <https://e.org/> ; atlas:publishedBy lab:l ; dcterms:subject topic:t ;
    prov:wasDerivedFrom record:r ;
    atlas:uses method:m ; atlas:studies topic:t ; atlas:mentions method:m , topic:t .
record:r a atlas:Record ; atlas:source "a.txt" ; atlas:line 1 ; dcterms:title "On sycophancy" .
lab:l a atlas:Lab , skos:Concept ; skos:prefLabel "lab"@en ; skos:inScheme atlas:candidates .
topic:t a atlas:Topic , skos:Concept ; skos:prefLabel "sycophancy"@en ;
    skos:altLabel "flattery"@en ; skos:inScheme atlas:vocabulary .
method:m a atlas:Method , skos:Concept ; skos:prefLabel "RLHF"@en ; skos:broader method:n ;
    skos:definition "A method."@en ; skos:inScheme atlas:vocabulary .
method:n a atlas:Method , skos:Concept ; skos:prefLabel "learning"@en ;
    skos:inScheme atlas:vocabulary .
"""
)
EVIDENCE = (
    HEAD
    + """
mention:p.3-13 a atlas:Mention ; atlas:paper paper:p ; atlas:concept topic:t ;
    atlas:role atlas:studies ; oa:exact "sycophancy" ; oa:start 3 ; oa:end 13 ;
    atlas:field "title" ; atlas:sentence "On sycophancy" ; atlas:confidence 1.0 ;
    atlas:extractor "terms" ; atlas:reason "label" ; atlas:roleReason "a cue" .
mention:p.22-26 a atlas:Mention ; atlas:paper paper:p ; atlas:concept method:m ;
    atlas:role atlas:uses ; oa:exact "RLHF" ; oa:start 22 ; oa:end 26 ;
    atlas:field "abstract" ; atlas:sentence "We use RLHF." ; atlas:confidence 0.9 ;
    atlas:extractor "terms" ; atlas:reason "label" ; atlas:roleReason "a cue" .
"""
)

QUOTES = [
    Quote("p", 3, 13, "topic/t", "studies", "sycophancy", "title", "On sycophancy", 1.0, *"abc"),
    Quote("p", 22, 26, "method/m", "uses", "RLHF", "abstract", "We use RLHF.", 0.9, *"abc"),
]


def nodes(*documents: str) -> dict:
    """Read documents in Turtle."""

    def plain(term):
        if isinstance(term, ox.Literal):
            return Literal(term.value, term.datatype.value, term.language)
        return Iri(term.value if isinstance(term, ox.NamedNode) else term)

    triples = (
        (plain(quad.subject), plain(quad.predicate), plain(quad.object))
        for document in documents
        for quad in ox.parse(document, format=ox.RdfFormat.TURTLE)
    )
    return nodes_of(triples)


def fault(atlas: str, evidence: str = EVIDENCE) -> str:
    with pytest.raises(GraphError) as caught:
        validate(nodes(atlas, evidence))
    text = str(caught.value).replace("https://w3id.org/paperatlas/id/", "")
    return text.replace("https://w3id.org/paperatlas/", "")


def test_a_sound_graph_passes():
    validate(nodes(ATLAS, EVIDENCE))


def test_an_empty_graph_passes():
    validate({})
    validate({}, [mention_table([])])


def test_a_sound_graph_with_its_evidence_in_a_table_passes():
    validate(nodes(ATLAS), [mention_table(QUOTES)])


IN_ATLAS = [
    ('"On sycophancy" ; dcterms:abs', '"On sycophancy"@en ; dcterms:abs',
     "paper/p: a paper has at most one title, a text without a language"),
    ('dcterms:abstract "We use RLHF."', 'dcterms:abstract "We use RLHF." , "Another."',
     "paper/p: a paper has at most one abstract"),
    ('"2022-12-15"^^xsd:date', '"15 December 2022"',
     "paper/p: a paper has at most one date, written as 2022-12-15, not '15 December 2022'"),
    ('"2022-12-15"^^xsd:date', '"2022-13-15"^^xsd:date', "paper/p: a paper has at most one date"),
    ('"2212.08073"', '"2212.08073v2"',
     "paper/p: a paper has at most one arXiv number, without its version, not '2212.08073v2'"),
    ('"10.1/x"', '"doi:10.1/x"', "paper/p: a paper has at most one DOI"),
    ("<https://e.org/>", "<ftp://e.org/>", "paper/p: a page is an http or https address"),
    ("atlas:publishedBy lab:l", "atlas:publishedBy topic:t",
     "paper/p: a paper is published by a lab that the atlas describes, not "),
    ("dcterms:subject topic:t", "dcterms:subject topic:unknown",
     "paper/p: a subject is a concept that the atlas describes"),
    ("    prov:wasDerivedFrom record:r ;\n", "",
     "paper/p: a paper comes from at least one record"),
    ("    prov:wasDerivedFrom record:r ;\n", "",
     "record/r: a record is merged into exactly one paper"),
    ("paper:p a", "_:p a fabio:ResearchPaper . paper:p a", "every node has an IRI"),
    ("atlas:Topic , skos:Concept", "atlas:Topic , atlas:Method , skos:Concept",
     "topic/t: a concept is a lab, a method, a model, a benchmark or a topic, and only one"),
    ("atlas:Topic , skos:Concept", "atlas:Gadget , skos:Concept",
     "topic/t: a concept is a lab, a method, a model, a benchmark or a topic, and only one"),
    ("a atlas:Lab , skos:Concept", "a atlas:Lab",
     "lab/l: a concept is a lab, a method, a model, a benchmark or a topic, and only one"),
    ('skos:prefLabel "lab"@en ;', "", "lab/l: a concept has exactly one preferred label"),
    ('"lab"@en', '"lab"@en , "labo"@en', "lab/l: a concept has exactly one preferred label"),
    ('"lab"@en', '"lab"', "lab/l: a concept has exactly one preferred label, in English"),
    ('"flattery"@en', '"sycophancy"@en',
     "topic/t: another label has a language and differs from the preferred one"),
    ('"A method."@en', '"A method."@en , "Two."@en',
     "method/m: a concept has at most one definition"),
    ("skos:broader method:n", "skos:broader method:unknown",
     "method/m: a broader concept is one that the atlas describes"),
    ("atlas:candidates", "atlas:elsewhere",
     "lab/l: a concept belongs to the vocabulary or to the candidates"),
    ('"learning"@en', '"RLHF"@en', "method/m: it shares its preferred label with method/n"),
    ('atlas:source "a.txt" ;', "", "record/r: a record comes from exactly one document"),
    ("atlas:line 1", "atlas:line 0",
     "record/r: a record begins on exactly one line, counted from 1, not '0'"),
    ("atlas:line 1", 'atlas:line "first"', "record/r: a record begins on exactly one line"),
    # the laws
    ("atlas:uses method:m ;", "atlas:uses method:m ; atlas:introduces method:m ;",
     "paper/p: no mention in the evidence backs ontology#introduces method/m"),
    ("atlas:mentions method:m , topic:t", "atlas:mentions method:m , method:n , topic:t",
     "paper/p: no mention in the evidence backs ontology#mentions method/n"),
    ("atlas:uses method:m ;", "",
     "mention/p.22-26: the atlas lacks the statement that it is the evidence of"),
    ("atlas:mentions method:m , topic:t", "atlas:mentions topic:t",
     "paper/p: ontology#uses method/m is stated without atlas:mentions"),
    ('"We use RLHF."', '"We  use RLHF."',
     "mention/p.22-26: its quote is not what the text of paper/p holds from its start to its end"),
    (' ; dcterms:abstract "We use RLHF."', "",
     "mention/p.22-26: its quote is not what the text of paper/p holds from its start to its end"),
]  # fmt: skip


@pytest.mark.parametrize(("sound", "broken", "words"), IN_ATLAS)
def test_a_broken_atlas_is_told_in_plain_words(sound, broken, words):
    assert sound in ATLAS
    assert words in fault(ATLAS.replace(sound, broken, 1))


IN_EVIDENCE = [
    ("atlas:paper paper:p", "atlas:paper paper:q", "a mention stands in exactly one paper"),
    ("atlas:paper paper:p ;", "", "a mention stands in exactly one paper"),
    ("atlas:concept topic:t", "atlas:concept topic:q", "a mention names exactly one concept"),
    ("atlas:role atlas:studies", "atlas:role atlas:publishedBy",
     "a mention has exactly one of the seven roles"),
    ("atlas:role atlas:studies", "atlas:role atlas:studies , atlas:uses",
     "a mention has exactly one of the seven roles"),
    ('oa:exact "sycophancy" ;', "", "a mention has exactly one quote"),
    ('oa:exact "sycophancy"', 'oa:exact "Sycophancy"', "its quote is not what the text of paper/p"),
    ("oa:start 3", "oa:start 2", "its quote is not what the text of paper/p holds"),
    ("oa:end 13", "oa:end 3", "its quote is not what the text of paper/p holds"),
    ('oa:exact "sycophancy" ; oa:start 3 ; oa:end 13', 'oa:exact "" ; oa:start 3 ; oa:end 3',
     "its quote is not what the text of paper/p holds"),
    ("oa:start 3", "oa:start -1", "a mention starts at exactly one place, 0 or more, not '-1'"),
    ("oa:end 13", "oa:end 13 , 14", "a mention ends at exactly one place"),
    ('atlas:field "title"', 'atlas:field "footnote"', "a mention stands in the title or"),
    ('atlas:sentence "On sycophancy" ;', "", "a mention has exactly one sentence around it"),
    ("atlas:confidence 1.0", "atlas:confidence 1.5", "a mention has one confidence"),
    ("atlas:confidence 1.0", 'atlas:confidence "high"', "a mention has one confidence"),
    ('atlas:extractor "terms" ;', "", "a mention has exactly one extractor"),
    ('; atlas:reason "label"', "", "a mention has exactly one reason"),
    ('; atlas:roleReason "a cue"', "", "a mention has exactly one reason for its role"),
    ("a atlas:Mention ; atlas:paper paper:p", "atlas:paper paper:p , paper:q",
     "a mention stands in exactly one paper"),
]  # fmt: skip


@pytest.mark.parametrize(("sound", "broken", "words"), IN_EVIDENCE)
def test_broken_evidence_is_told_in_plain_words(sound, broken, words):
    assert sound in EVIDENCE
    assert f"mention/p.3-13: {words}" in fault(ATLAS, EVIDENCE.replace(sound, broken, 1))


def conforms(atlas: str, evidence: str) -> bool:
    """Ask an engine of SHACL of others."""
    graph = rdflib.Graph()
    for text in (atlas, evidence):
        graph.parse(data=text, format="turtle")
    return pyshacl.validate(graph, shacl_graph=SHAPES, inference="none", inplace=True)[0]


def test_an_engine_of_shacl_finds_the_same_graph_sound():
    assert conforms(ATLAS, EVIDENCE)


@pytest.mark.parametrize(("sound", "broken", "_"), [*IN_ATLAS, *IN_EVIDENCE])
def test_an_engine_of_shacl_finds_the_same_graphs_broken(sound, broken, _):
    where = ATLAS if (sound, broken, _) in IN_ATLAS else EVIDENCE
    atlas, evidence = (
        text.replace(sound, broken, 1) if text is where else text for text in (ATLAS, EVIDENCE)
    )
    assert not conforms(atlas, evidence)


def test_five_faults_are_named_with_their_cures_and_the_rest_are_counted():
    text = fault(ATLAS, HEAD + "mention:a a atlas:Mention . mention:b a atlas:Mention .")
    assert text.startswith("28 faults: mention/a: ")
    assert text.count("; mention/a: ") == 4
    assert text.endswith("; and 23 more (Rebuild the evidence from the documents.)")


def test_a_long_value_is_cut():
    text = fault(ATLAS.replace('"10.1/x"', f'"{"x" * 999}"'))
    assert f"a DOI begins with 10., not '{'x' * 59}… (" in text


def test_validation_says_nothing_and_reaches_for_nothing(capfd, caplog, monkeypatch):
    def refuse(*_):
        pytest.fail("validation opened a socket")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    caplog.set_level(logging.DEBUG)
    fault(ATLAS.replace('"10.1/x"', '"x"'))
    assert capfd.readouterr() == ("", "")
    assert [record.name for record in caplog.records if "shacl" in record.name] == []


def kind(value) -> tuple:
    return (value.datatype, value.language) if isinstance(value, Literal) else ()


SOUND = sorted(triples_of(nodes(ATLAS, EVIDENCE)), key=str)
VALUES = [value for _, _, value in SOUND] + [Literal("0", XSD + "integer"), Literal("")]
changes = st.tuples(
    st.sampled_from(SOUND), st.sampled_from(VALUES), st.sampled_from(["lose", "change", "add"])
).filter(lambda change: kind(change[0][2]) == kind(change[1]))


def sparql_finds(law: rdflib.URIRef, focus: rdflib.URIRef, graph: ox.Store) -> set:
    """Ask the query of a law itself, as SHACL binds it."""
    text = str(SHAPES.value(law, SH.select)).replace("SELECT $this", "SELECT")
    text = text.replace("GROUP BY $this", "GROUP BY").replace("$this", focus.n3())
    found = graph.query(text, prefixes=prefixes())
    names = [variable.value for variable in found.variables]
    rows = ({name: row[name].value for name in names} for row in found)
    return {(row.pop("value"), *row.items()) for row in rows}


@given(st.lists(changes, max_size=4))
def test_every_law_finds_what_its_query_in_the_shapes_finds(changed):
    triples = dict.fromkeys(SOUND)
    for (subject, predicate, value), other, how in changed:
        if how != "add":
            triples.pop((subject, predicate, value), None)
        if how != "lose":
            triples[subject, predicate, other] = None
    store = ox.Store()
    store.load(ntriples(triples), ox.RdfFormat.N_TRIPLES)
    laws = Laws(nodes_of(triples))
    for shape, law in SHAPES.subject_objects(SH.sparql):
        for focus in SHAPES.objects(shape, SH.targetNode):
            ours = {(node, *names.items()) for node, names in BY_NAME[str(law)](laws, Iri(focus))}
            assert ours == sparql_finds(law, focus, store), (law, focus)


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ("sh:closed true", "shacl#closed is a part of SHACL that is not checked here"),
        ("sh:property [ sh:path e:p ; sh:equals e:q ]", "shacl#equals is a part of SHACL that"),
        (
            "sh:property [ sh:path e:p ; sh:nodeKind sh:Literal ]",
            "shacl#Literal is a part of SHACL that",
        ),
        ("sh:sparql e:Law", "http://e.org/Law is a law that is not checked here"),
    ],
)
def test_what_no_check_knows_is_refused(shape, words):
    head = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.org/> . "
    with pytest.raises(GraphError, match=words) as caught:
        shapes_in(f"{head} e:S a sh:NodeShape ; {shape} .")
    assert caught.value.where == "http://e.org/S"


def test_a_value_that_is_said_twice_counts_once():
    sound = nodes(ATLAS, EVIDENCE)
    validate({node: {key: said[key] * 2 for key in said} for node, said in sound.items()})
    lab = Iri(prefixes()["lab"] + "l")
    with pytest.raises(GraphError, match="and only one"):
        validate(sound | {lab: sound[lab] | {terms.TYPE: [terms.CONCEPT, terms.CONCEPT]}})


quotes = st.builds(
    Quote,
    paper=st.sampled_from(["p", "q"]),
    start=st.sampled_from([-1, 3, 22]),
    end=st.sampled_from([3, 13, 26]),
    concept=st.sampled_from(["topic/t", "method/m", "method/q"]),
    role=st.sampled_from(["studies", "uses", "mentions"]),
    text=st.sampled_from(["sycophancy", "RLHF", ""]),
    field=st.sampled_from(["title", "footnote"]),
    sentence=st.just("On sycophancy"),
    score=st.sampled_from([-0.1, 0.5, 1.5]),
    extractor=st.just("terms"),
    reason=st.just("label"),
    role_reason=st.just("a cue"),
)


def told(*args) -> str | None:
    try:
        return validate(*args)
    except GraphError as error:
        return str(error)


@given(st.lists(st.sampled_from(QUOTES) | quotes, max_size=4), st.booleans())
def test_a_table_is_checked_as_its_nodes_are(quotes, apart):
    atlas, evidence = nodes(ATLAS), mention_table(quotes)
    tables = [mention_table([quote]) for quote in quotes] if apart else [evidence]
    whole = union(atlas, *(table.nodes() for table in tables))
    assert told(atlas, tables) == told(whole)
    for law in BY_NAME.values():
        for focus in (terms.MENTION, *terms.BY_ROLE.values()):
            assert {str(breach) for breach in law(Laws(atlas, [evidence]), focus)} == {
                str(breach) for breach in law(Laws(atlas | evidence.nodes()), focus)
            }


SOUND_TABLE = mention_table(QUOTES)
columns = st.one_of(
    st.none(),
    st.builds(
        Column,
        st.sampled_from([None, XSD + "string", XSD + "integer", XSD + "decimal"]),
        st.lists(st.sampled_from([*terms.BY_ROLE.values(), Iri("1")]), min_size=2, max_size=2),
    ),
    st.sampled_from([*SOUND_TABLE.columns.values()]),
)


@given(st.dictionaries(st.sampled_from([*SOUND_TABLE.columns, terms.PREF_LABEL]), columns))
def test_a_table_of_anything_is_checked_as_its_nodes_are(changed):
    changed = SOUND_TABLE.columns | changed
    table = Table(SOUND_TABLE.subjects, {key: its for key, its in changed.items() if its})
    assert told(nodes(ATLAS), [table]) == told(nodes(ATLAS) | table.nodes())


texts = st.lists(st.tuples(st.none() | st.text(min_size=1), st.none() | st.text(min_size=1)))


@settings(max_examples=10)
@given(texts, st.randoms())
def test_every_stretch_of_every_text_obeys_the_law_of_quotes(texts, chance):
    papers, links = [], []
    for number, (title, abstract) in enumerate(texts):
        record = Record("a.txt", number + 1, title=title, abstract=abstract)
        paper = Paper(f"title-{number}", title, abstract, records=(record,))
        papers.append(paper)
        if paper.text:
            start = chance.randrange(len(paper.text))
            end = chance.randint(start + 1, len(paper.text))
            quote = paper.text[start:end]
            mention = Mention(paper.id, start, end, "title", quote, "A sentence.", 0, "terms")
            links.append(Link(mention, "topic/t", "studies", 1.0, "label", "a cue"))
    concepts = {"topic/t": Concept("topic/t", "Topic", "t")}
    atlas = atlas_triples(papers, links, concepts, {}, {})
    validate(nodes_of([*atlas, *evidence_triples(links)]))
