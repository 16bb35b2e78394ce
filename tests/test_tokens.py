"""Tokens and sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.pipeline import Sentencizer
from spacy.tokens import Doc

from paperatlas.extraction.tokens import Cutter, tokenizing_pipeline

GOLD = Path(__file__).parent / "gold" / "seeds.jsonl"
NLP = tokenizing_pipeline()
CUTTER = Cutter(NLP)


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


def cut(text):
    words = CUTTER(text)
    return [
        (words.text[slice(*words.span(i, i + 1))], words.starts[i]) for i in range(len(words.words))
    ]


@pytest.mark.parametrize("row", GOLD.read_text("utf-8").splitlines())
def test_stretches_are_cut_as_spacy_cuts_the_whole(row):
    abstract = json.loads(row)["abstract"]
    assert cut(abstract) == [(t.text, t.idx) for t in NLP.make_doc(abstract)]


@given(
    st.lists(
        st.sampled_from(
            ["GPT-4", "can't", "e.g.", "a.m.", "(", "),", "\n", " ", "\u00a0", "é", "..."]
        )
    ),
    st.sampled_from([" ", "", "  "]),
)
def test_stretches_are_cut_as_spacy_cuts_them_whatever_the_blanks(words, blank):
    text = blank.join(words)
    assert cut(text) == [(t.text, t.idx) for t in NLP.make_doc(text)]


def test_a_smiley_stays_whole_behind_a_bracket():
    assert cut("( :)can't") == [("(", 0), (":)", 2), ("ca", 4), ("n't", 6)]


def test_a_cutter_that_keeps_little_cuts_the_same():
    text = "GPT-4 can't cut GPT-4, but we can."
    forgetful = Cutter(NLP, most=2)
    assert [forgetful(text).words for _ in range(2)] == [CUTTER(text).words] * 2


def test_words_met_before_are_cut_the_same():
    texts = [" ".join(f"a-{i}." for i in range(3000)), "can't  stop", ""]
    met = Cutter(NLP)
    met.meet(texts)
    assert [met(text) for text in texts] == [CUTTER(text) for text in texts]


@given(st.from_regex(r"([A-Za-z]*[a-z][.,;:]? ?)+", fullmatch=True))
def test_plain_words_are_cut_as_spacy_cuts_them(text):
    assert cut(text) == [(t.text, t.idx) for t in NLP.make_doc(text)]


def test_what_english_cuts_otherwise_is_no_plain_word():
    for exception in NLP.tokenizer.rules:
        for stretch in (exception, f"{exception},", f"{exception}."):
            if " " not in stretch:
                assert CUTTER(stretch).words == [t.text for t in NLP.make_doc(stretch)]


def test_texts_that_are_met_and_never_read_change_nothing():
    met = Cutter(NLP)
    met.meet(["can't stop", "GPT-4"])
    met.meet(["fine-tuned"])
    assert met("can't stop") == CUTTER("can't stop")
