"""The ontology's own files, and how names become IRIs."""

from __future__ import annotations

import shutil
import subprocess

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperatlas.errors import InputError
from paperatlas.ontology import (
    ATLAS,
    CONCEPT_TYPES,
    RDF,
    RDFS,
    ROLES,
    concept_iri,
    local_name,
    mention_iri,
    ontology,
    paper_iri,
    prefixes,
    record_iri,
    shapes,
    web_iri,
)
from paperatlas.turtle import PREDICATE_ORDER

OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"


def read(turtle: bytes) -> set[tuple[str, str, str]]:
    quads = ox.parse(turtle, format=ox.RdfFormat.TURTLE)
    return {(q.subject.value, q.predicate.value, q.object.value) for q in quads}


TRIPLES = read(ontology())
OURS = {s for s, _, _ in TRIPLES if s.startswith(ATLAS)}


def said_of(subject: str, predicate: str) -> set[str]:
    return {o for s, p, o in TRIPLES if (s, p) == (subject, predicate)}


def test_the_ontology_has_no_blank_nodes():
    quads = list(ox.parse(ontology(), format=ox.RdfFormat.TURTLE))
    assert [q for q in quads if ox.BlankNode in (type(q.subject), type(q.object))] == []


def test_the_ontology_names_its_version():
    assert said_of(ATLAS[:-1], OWL + "versionInfo") == {"0.1.0"}


@pytest.mark.parametrize("term", sorted(OURS))
def test_every_term_has_one_label_one_comment_and_its_home(term):
    assert len(said_of(term, RDFS + "label")) == 1
    assert len(said_of(term, RDFS + "comment")) == 1
    assert said_of(term, RDFS + "isDefinedBy") == {ATLAS[:-1]}


def test_the_classes_are_the_types_of_concept_mention_and_record():
    classes = {s for s, p, o in TRIPLES if (p, o) == (RDF + "type", OWL + "Class")}
    assert classes == {ATLAS + name for name in (*CONCEPT_TYPES.values(), "Mention", "Record")}


def test_every_type_of_concept_is_a_skos_concept_and_is_mapped_outward():
    for name in CONCEPT_TYPES.values():
        assert SKOS + "Concept" in said_of(ATLAS + name, RDFS + "subClassOf")
        assert said_of(ATLAS + name, SKOS + "closeMatch")


def test_a_mention_is_an_annotation():
    assert said_of(ATLAS + "Mention", RDFS + "subClassOf") == {"http://www.w3.org/ns/oa#Annotation"}


@pytest.mark.parametrize("role", [role for role in ROLES if role != "mentions"])
def test_every_role_is_a_kind_of_mentioning(role):
    assert said_of(ATLAS + role, RDFS + "subPropertyOf") == {ATLAS + "mentions"}


def test_every_property_of_ours_that_the_writer_orders_is_in_the_ontology():
    assert {p for p in PREDICATE_ORDER if p.startswith(ATLAS)} <= OURS


def test_every_term_of_ours_in_the_shapes_is_in_the_ontology_or_is_a_shape_or_a_law():
    terms = {term for triple in read(shapes()) for term in triple}
    used = {term for term in terms if term.startswith(ATLAS)} - {ATLAS}
    own = {s for s, _, _ in read(shapes()) if s.startswith(ATLAS)}
    assert used - own <= OURS
    assert {name.removeprefix(ATLAS) for name in own if not name.endswith(("Shape", "Law"))} == {
        "queryPrefixes"
    }


@pytest.mark.parametrize("text", [ontology(), shapes()], ids=["ontology", "shapes"])
@pytest.mark.needs_rapper
def test_rapper_reads_the_files_without_a_word(text, tmp_path):
    (tmp_path / "file.ttl").write_bytes(text)
    rapper = shutil.which("rapper")
    done = subprocess.run(
        [rapper, "-q", "-i", "turtle", "-c", str(tmp_path / "file.ttl")],
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""


def test_no_namespace_lies_within_another():
    names = sorted(prefixes().values())
    assert [(a, b) for a in names for b in names if a != b and b.startswith(a)] == []


@pytest.mark.parametrize(
    "base",
    [
        "",
        "not an address",
        "file:///tmp/",
        "https://example.org/id",
        "https://example.org/a b/",
        "https://w3id.org/paperatlas/ontology#",
        "http://purl.org/dc/terms/mine/",
    ],
)
def test_a_base_that_cannot_be_one_is_refused(base):
    with pytest.raises(InputError) as caught:
        prefixes(base)
    assert caught.value.where == "--base"


def test_a_base_moves_the_resources_and_leaves_the_ontology():
    moved = prefixes("http://localhost:8000/x#")
    assert moved["paper"] == "http://localhost:8000/x#paper/"
    assert moved["atlas"] == ATLAS


def test_names_of_every_script_stay_readable_and_the_rest_is_encoded():
    assert local_name("modèle-7_b.v2") == "modèle-7_b.v2"
    assert local_name("a/b c<~>%") == "a%2Fb%20c%3C%7E%3E%25"
    assert local_name("\ud800") == "%ED%A0%80"


@given(st.text(), st.text())
def test_different_names_get_different_iris_and_every_iri_is_valid(one, other):
    assert (local_name(one) == local_name(other)) == (one == other)
    ox.NamedNode(paper_iri(one))
    ox.NamedNode(record_iri(one, 1))
    ox.NamedNode(mention_iri(one, 0, 1))
    ox.NamedNode(concept_iri(f"topic/x{one}"))


@pytest.mark.parametrize("concept", ["", "rlhf", "method/", "Method/rlhf", "paper/x"])
def test_what_is_no_concept_id_is_refused(concept):
    with pytest.raises(InputError):
        concept_iri(concept)


@pytest.mark.parametrize(
    ("url", "iri"),
    [
        ("https://arxiv.org/abs/2212.08073", "https://arxiv.org/abs/2212.08073"),
        (" https://e.org/a b ", "https://e.org/a%20b"),
        ('http://e.org/?q="><script>', "http://e.org/?q=%22%3E%3Cscript%3E"),
        ("http://e.org/100%", "http://e.org/100%25"),
        ("http://e.org/%41", "http://e.org/%41"),
        ("http://e.org/a\nb\x00c", "http://e.org/a%0Ab%00c"),
        ("http://e.org/{x}|y^`\\", "http://e.org/%7Bx%7D%7Cy%5E%60%5C"),
        ("http://e.org/a[1]", "http://e.org/a%5B1%5D"),
        ("http://[::1]/a", "http://[::1]/a"),
        ("https://e.org/é\u202e", "https://e.org/é%E2%80%AE"),
        ("HTTPS://E.org/", "https://E.org/"),
        ("javascript:alert(1)", None),
        ("data:text/html,<script>", None),
        ("file:///etc/passwd", None),
        ("//e.org/", None),
        ("http://", None),
        ("http://[::1", None),
        ("", None),
    ],
)
def test_web_addresses(url, iri):
    assert web_iri(url) == iri


@given(st.text().map(lambda text: f"http://e.org/{text}"))
def test_every_address_becomes_a_valid_iri_or_nothing_and_encoding_twice_changes_nothing(url):
    iri = web_iri(url)
    if iri is not None:
        assert ox.NamedNode(iri).value == iri
        assert web_iri(iri) == iri
