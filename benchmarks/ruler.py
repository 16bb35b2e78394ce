"""What one would write with the same packages: EntityRuler, rdflib's memory graph, its serialiser.

It finds the same labels and states the same of each mention, for ``building.py`` to stand beside.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import spacy
from rdflib import RDF, Graph, Literal, Namespace

from paperatlas.vocabulary import Vocabulary

if TYPE_CHECKING:
    from pathlib import Path

ATLAS = Namespace("https://w3id.org/paperatlas/ontology#")
OA = Namespace("http://www.w3.org/ns/oa#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
ID = Namespace("https://w3id.org/paperatlas/id/")


def plainly(corpus: Path, folder: Path) -> None:
    """Do what a page of a tutorial would."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    concepts = Vocabulary.packaged().concepts
    ruler.add_patterns(
        [
            {"label": concept.type, "pattern": label, "id": concept.id}
            for concept in concepts.values()
            for label in concept.labels
        ]
    )
    atlas, evidence = Graph(), Graph()
    for space, prefix in ((ATLAS, "atlas"), (OA, "oa"), (DCTERMS, "dcterms"), (SKOS, "skos")):
        atlas.bind(prefix, space)
        evidence.bind(prefix, space)
    named = set()
    with corpus.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    texts = ((f"{its['title']}\n\n{its['abstract']}", at) for at, its in enumerate(records))
    for doc, at in nlp.pipe(texts, as_tuples=True):
        paper, record, its = ID[f"paper/{at}"], ID[f"record/{at}"], records[at]
        atlas.add((paper, RDF.type, ATLAS.Paper))
        atlas.add((paper, DCTERMS.title, Literal(its["title"])))
        atlas.add((paper, DCTERMS.abstract, Literal(its["abstract"])))
        atlas.add((paper, DCTERMS.source, record))
        atlas.add((record, RDF.type, ATLAS.Record))
        atlas.add((record, ATLAS.line, Literal(at + 1)))
        for found in doc.ents:
            concept = ID[found.ent_id_]
            named.add(found.ent_id_)
            atlas.add((paper, ATLAS.mentions, concept))
            mention = ID[f"mention/{at}.{found.start_char}-{found.end_char}"]
            evidence.add((mention, RDF.type, ATLAS.Mention))
            evidence.add((mention, ATLAS.paper, paper))
            evidence.add((mention, ATLAS.concept, concept))
            evidence.add((mention, ATLAS.role, ATLAS.mentions))
            evidence.add((mention, OA.exact, Literal(found.text)))
            evidence.add((mention, OA.start, Literal(found.start_char)))
            evidence.add((mention, OA.end, Literal(found.end_char)))
            evidence.add((mention, ATLAS.field, Literal("abstract")))
            evidence.add((mention, ATLAS.sentence, Literal(found.sent.text)))
            evidence.add((mention, ATLAS.confidence, Literal(1.0)))
            evidence.add((mention, ATLAS.extractor, Literal("ruler")))
            evidence.add((mention, ATLAS.reason, Literal("label")))
            evidence.add((mention, ATLAS.roleReason, Literal("none")))
    for name in named:
        atlas.add((ID[name], RDF.type, ATLAS[concepts[name].type]))
        atlas.add((ID[name], SKOS.prefLabel, Literal(concepts[name].pref_label, lang="en")))
    atlas.serialize(folder / "atlas.ttl", format="turtle")
    evidence.serialize(folder / "evidence.ttl", format="turtle")
