"""Turtle that a person can read: order, layout, escapes, and the same triples back."""

from __future__ import annotations

import random
import shutil
import subprocess

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.errors import GraphError
from paperatlas.nodes import Column, Literal, Table
from paperatlas.ontology import ATLAS, DCTERMS, RDF, SKOS, XSD, Iri
from paperatlas.turtle import TurtleBlocks, counting, ntriples, place_of, turtle

E = "http://e.org/"
PREFIXES = {"e": E, "atlas": ATLAS, "dcterms": DCTERMS, "skos": SKOS, "xsd": XSD, "z": "http://z/"}


def iri(name: str) -> Iri:
    return Iri(E + name)


texts = st.text(st.characters(exclude_categories=["Cs"]))
names = st.text(st.sampled_from("abc019.-_~%/é,;'\"\\ \u2028()")).map(
    lambda name: iri("".join(c if c not in ' "\\%' else f"%{ord(c):02X}" for c in name))
)
literals = st.one_of(
    texts.map(Literal),
    st.builds(Literal, texts, language=st.sampled_from(["en", "de-at"])),
    st.integers().map(lambda number: Literal(str(number), XSD + "integer")),
    st.dates().map(lambda day: Literal(str(day), XSD + "date")),
    st.sampled_from(["0.95", "1.0", "7", "no"]).map(lambda t: Literal(t, XSD + "decimal")),
    texts.map(lambda text: Literal(text, E + "its,own;type")),
)
predicates = st.one_of(
    names, st.sampled_from([Iri(RDF + "type"), Iri(SKOS + "prefLabel"), Iri(DCTERMS + "title")])
)
graphs = st.lists(st.tuples(names, predicates, st.one_of(names, literals)), max_size=12)


def plain(triples) -> set:
    return {
        (s, p, (o.text, None if o.language else o.datatype, o.language))
        if isinstance(o, Literal)
        else (s, p, str(o))
        for s, p, o in triples
    }


def with_oxigraph(content: bytes, form=ox.RdfFormat.TURTLE) -> set:
    def term(t):
        if isinstance(t, ox.Literal):
            return t.value, None if t.language else t.datatype.value, t.language
        return t.value

    return {
        (q.subject.value, q.predicate.value, term(q.object)) for q in ox.parse(content, format=form)
    }


def with_rdflib(content: bytes) -> set:
    def term(t):
        if isinstance(t, rdflib.Literal):
            datatype = None if t.language else str(t.datatype or XSD + "string")
            return str(t), datatype, t.language
        return str(t)

    graph = rdflib.Graph().parse(data=content, format="turtle")
    return {(str(s), str(p), term(o)) for s, p, o in graph}


@pytest.fixture
def literal_as_written(monkeypatch):
    """Keep rdflib from rewriting "007" as "7", so that texts can be compared."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


@given(graphs)
def test_oxigraph_reads_back_the_same_triples(triples):
    assert with_oxigraph(turtle(triples, PREFIXES)) == plain(triples)


@pytest.mark.filterwarnings("ignore::UserWarning")  # rdflib says that "no" is no decimal
def test_rdflib_reads_back_the_same_triples(literal_as_written):
    @given(graphs)
    def check(triples):
        assert with_rdflib(turtle(triples, PREFIXES)) == plain(triples)

    check()


@given(graphs)
def test_ntriples_hold_the_same_triples_sorted_once_each(triples):
    written = ntriples(triples)
    lines = written.split(b"\n")[:-1]
    assert lines == sorted(set(lines))
    assert with_oxigraph(written, ox.RdfFormat.N_TRIPLES) == plain(triples)


@given(graphs, st.randoms())
def test_the_order_of_the_triples_changes_nothing(triples, chance: random.Random):
    mixed = triples + triples[:3]
    chance.shuffle(mixed)
    assert turtle(mixed, PREFIXES) == turtle(triples, PREFIXES)
    assert ntriples(mixed) == ntriples(triples)


@given(graphs)
def test_every_block_begins_at_the_margin_and_blank_lines_part_blocks_only(triples):
    content = turtle(triples, PREFIXES)
    head = content.startswith(b"@prefix")
    lines = content.split(b"\n")
    subjects = [line for line in lines if line and not line.startswith((b" ", b"@prefix"))]
    assert len(subjects) == len({s for s, _, _ in triples})
    assert content.count(b"\n\n") == max(0, len(subjects) - 1 + head)


def test_the_layout_to_the_letter():
    many = [
        (iri("p9"), Iri(DCTERMS + "subject"), iri(f"a-rather-long-topic-{n}")) for n in range(5)
    ]
    triples = [
        (iri("p10"), Iri(DCTERMS + "title"), Literal('Say "hi"\n\tand go \\ away')),
        (iri("p10"), Iri(RDF + "type"), iri("Paper")),
        (iri("p9"), Iri(RDF + "type"), Iri(SKOS + "Concept")),
        (iri("p9"), Iri(RDF + "type"), Iri(ATLAS + "Method")),
        (iri("p9"), Iri(ATLAS + "line"), Literal("7", XSD + "integer")),
        (iri("p9"), Iri(ATLAS + "confidence"), Literal("0.95", XSD + "decimal")),
        (iri("p9"), Iri(SKOS + "altLabel"), Literal("b", language="en")),
        (iri("p9"), Iri(SKOS + "altLabel"), Literal("a", language="en")),
        (iri("p9"), Iri(DCTERMS + "issued"), Literal("2022-12-15", XSD + "date")),
        (iri("p9"), iri("unknown"), iri("a,b;c.")),
        *many,
    ]
    assert turtle(triples, PREFIXES).decode() == (
        """\
@prefix atlas: <https://w3id.org/paperatlas/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix e: <http://e.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

e:p9 a atlas:Method , skos:Concept ;
    skos:altLabel "a"@en , "b"@en ;
    atlas:line 7 ;
    dcterms:issued "2022-12-15"^^xsd:date ;
    dcterms:subject
        e:a-rather-long-topic-0 ,
        e:a-rather-long-topic-1 ,
        e:a-rather-long-topic-2 ,
        e:a-rather-long-topic-3 ,
        e:a-rather-long-topic-4 ;
    atlas:confidence 0.95 ;
    e:unknown <http://e.org/a,b;c.> .

e:p10 a e:Paper ;
    dcterms:title "Say \\"hi\\"\\n\\tand go \\\\ away" .
"""
    )


@given(names, names)
def test_places_are_in_counting_order(one, other):
    assert (place_of(one) < place_of(other)) == (counting(one) < counting(other))


def test_a_prefix_that_only_a_text_mentions_is_not_declared():
    triples = [(Iri("http://other/a"), Iri("http://other/b"), Literal('skos: " z:x'))]
    assert b"@prefix" not in turtle(triples, PREFIXES)


def test_no_triples_are_an_empty_file():
    assert turtle([], PREFIXES) == b""
    assert ntriples([]) == b""


@pytest.mark.parametrize(
    "triple",
    [
        (Iri("_:b0"), iri("p"), iri("o")),
        (iri("s"), iri("p"), Iri("_:b0")),
        (iri("s"), Iri("no iri"), iri("o")),
        (iri("s p"), iri("p"), iri("o")),
        (iri("s"), iri("p"), Literal("\ud800")),
        (iri("s"), iri("p"), Literal("x", language="not a language")),
    ],
)
@pytest.mark.parametrize("write", [lambda t: turtle(t, PREFIXES), ntriples])
def test_blank_nodes_and_other_bad_terms_are_refused(triple, write):
    with pytest.raises(GraphError) as caught:
        write([triple])
    assert caught.value.where == f"{triple[0]} {triple[1]}"


@pytest.mark.needs_rapper
def test_rapper_counts_as_many_triples_as_were_written(tmp_path):
    hostile = "\x01\x1f\x7f\x85\u2028 \"\"\" ''' \\u0041 <script> \r\n\t é 𝔸"
    triples = [
        (iri("a%20b"), iri("p"), Literal(hostile)),
        (iri("a%20b"), iri("p"), Literal(hostile, language="en")),
        (iri("é.-,"), Iri(RDF + "type"), iri("x/y~z'")),
    ]
    (tmp_path / "a.ttl").write_bytes(turtle(triples, PREFIXES))
    done = subprocess.run(
        [shutil.which("rapper"), "-i", "turtle", "-c", str(tmp_path / "a.ttl")],
        capture_output=True,
        check=True,
    )
    assert b"returned 3 triples" in done.stderr


def as_table(rows) -> Table:
    """Make a table of a subject and one value each of four properties."""
    subjects, *columns = zip(*rows, strict=True)
    kinds = [("p", XSD + "string"), ("q", XSD + "integer"), ("r", E + "its,own"), ("%25", None)]
    return Table(
        subjects,
        {iri(name): Column(kind, its) for (name, kind), its in zip(kinds, columns, strict=True)},
    )


rows = st.lists(
    st.tuples(names, texts, st.integers().map(str), texts, names),
    min_size=1,
    unique_by=lambda row: row[0],
)


@given(rows)
def test_a_table_is_written_as_its_nodes_are_one_by_one(rows):
    table, write = as_table(rows), TurtleBlocks(PREFIXES)
    blocks = [write.block(*each) for each in table.nodes().items()]
    whole = write.table(table)
    assert whole.text == b"\n".join(block.text for block in blocks)
    assert whole.prefixes == frozenset().union(*(block.prefixes for block in blocks))
    assert whole.subject == blocks[0].subject


def test_a_table_has_a_node_for_every_subject():
    table = as_table([(iri("a"), "x", "1", "y", iri("b"))])
    assert table.nodes() == {
        iri("a"): {
            iri("p"): (Literal("x"),),
            iri("q"): (Literal("1", XSD + "integer"),),
            iri("r"): (Literal("y", E + "its,own"),),
            iri("%25"): (iri("b"),),
        }
    }


@pytest.mark.parametrize(
    "row",
    [
        (Iri("_:b0"), "", "1", "", iri("o")),
        (iri("s"), "\ud800", "1", "", iri("o")),
        (iri("s"), "", "1", "", iri("no iri")),
    ],
)
def test_a_bad_term_in_a_table_is_refused_with_its_subject(row):
    with pytest.raises(GraphError) as caught:
        TurtleBlocks(PREFIXES).table(as_table([(iri("sound"), "", "1", "", iri("o")), row]))
    assert caught.value.where.startswith(f"{row[0]} ")
