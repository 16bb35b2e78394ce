"""Our parts in others' pipelines, and others' pipelines in the place of our discovery."""

from __future__ import annotations

from importlib.metadata import entry_points

import pytest
import spacy

from paperatlas.errors import InputError
from paperatlas.extraction import Extractor
from paperatlas.extraction.discovery import Discovery
from paperatlas.extraction.recognition import Recogniser
from paperatlas.papers import Paper
from paperatlas.vocabulary import Concept, Vocabulary

VOCABULARY = Vocabulary([Concept("method/rlhf", "Method", "RLHF")])


def ruler(*patterns):
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": a, "pattern": b} for a, b in patterns])
    return nlp


@pytest.mark.parametrize("name", ["paperatlas_terms", "paperatlas_presented"])
def test_each_component_is_found_by_its_entry_point(name):
    assert name in {point.name for point in entry_points(group="spacy_factories")}


def test_terms_work_in_any_pipeline_with_type_and_concept():
    nlp = spacy.blank("en")
    nlp.add_pipe("paperatlas_terms")
    doc = nlp("We compare DPO and sparse autoencoders.")
    assert [(s.text, s.label_, s.kb_id_) for s in doc.spans["terms"]] == [
        ("DPO", "Method", "method/dpo"),
        ("sparse autoencoders", "Method", "method/sae"),
    ]


def test_terms_take_a_vocabulary_of_ones_own(tmp_path):
    (tmp_path / "mine.ttl").write_text(
        "@prefix atlas: <https://w3id.org/paperatlas/ontology#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<https://w3id.org/paperatlas/id/lab/acme> a atlas:Lab ; skos:prefLabel "Acme"@en .\n'
    )
    nlp = spacy.blank("en")
    nlp.add_pipe("paperatlas_terms", config={"vocabulary": [str(tmp_path / "mine.ttl")]})
    doc = nlp("Acme uses DPO.")
    assert [s.text for s in doc.spans["terms"]] == ["Acme"]


def test_any_pipeline_that_sets_entities_discovers():
    nlp = ruler(("ORG", "Foo Lab"), ("DATASET", "BarSet"), ("DATE", "2024"))
    discovery = Discovery(VOCABULARY, recogniser=Recogniser(nlp), patterns=False)
    extractor = Extractor(VOCABULARY, discovery=discovery)
    paper = Paper(id="p", title=None, abstract="Foo Lab used RLHF on BarSet in 2024.")
    found = [(m.text, m.type, m.extractor) for m in extractor.mentions(paper)]
    assert found == [
        ("Foo Lab", "Lab", "recogniser"),
        ("RLHF", None, "terms"),
        ("BarSet", "Benchmark", "recogniser"),
    ]


def test_what_the_vocabulary_knows_is_left_to_it():
    discovery = Discovery(VOCABULARY, recogniser=Recogniser(ruler(("ORG", "RLHF"))))
    extractor = Extractor(VOCABULARY, discovery=discovery)
    (mention,) = extractor.mentions(Paper(id="p", title=None, abstract="We use RLHF."))
    assert mention.extractor == "terms"


def test_a_pipeline_is_loaded_from_a_folder(tmp_path):
    ruler(("MODEL", "Foo-9")).to_disk(tmp_path / "nlp")
    found = Recogniser.load(str(tmp_path / "nlp")).names(["Foo-9 is big."])
    assert [(n.name, n.type) for n in found] == [("Foo-9", "Model")]


def test_a_pipeline_that_is_not_there_is_an_error_with_its_name():
    with pytest.raises(InputError, match="no_such_pipeline: no spaCy pipeline can be loaded"):
        Recogniser.load("no_such_pipeline")
