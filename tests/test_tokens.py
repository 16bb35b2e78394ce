"""Tokens and sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.pipeline import Sentencizer
from spacy.tokens import Doc

from paperatlas.extraction.tokens import tokenizing_pipeline

GOLD = Path(__file__).parent / "gold" / "seeds.jsonl"
NLP = tokenizing_pipeline()


def begins(doc):
    return [span.start for span in doc.sents]


def by_spacy(doc):
    """The starts of sentences by spaCy's own rule, on the same tokens."""
    bare = Doc(doc.vocab, [t.text for t in doc], [bool(t.whitespace_) for t in doc])
    return begins(Sentencizer()(bare))


@pytest.mark.parametrize("row", GOLD.read_text("utf-8").splitlines())
def test_sentences_of_abstracts_begin_where_spacy_says(row):
    doc = NLP(json.loads(row)["abstract"])
    assert begins(doc) == by_spacy(doc)


@given(
    st.lists(st.sampled_from(["word", ".", "!", "?", "。", ")", '"', ",", "…", "\n"]), min_size=1)
)
def test_sentences_begin_where_spacy_says_whatever_the_marks(words):
    doc = NLP.get_pipe("paperatlas_sentences")(Doc(NLP.vocab, words))
    assert begins(doc) == by_spacy(doc)


def test_an_empty_text_has_no_sentence():
    assert list(NLP("").sents) == []
