"""Mentions: where a paper's text names what the vocabulary knows."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.matcher import PhraseMatcher
from spacy.util import filter_spans

from paperatlas.extraction import Extractor
from paperatlas.extraction.terms import TermMatcher
from paperatlas.extraction.tokens import tokenizing_pipeline
from paperatlas.papers import Paper
from paperatlas.vocabulary import Concept, Vocabulary

CONCEPTS = [
    Concept("method/rlhf", "Method", "reinforcement learning from human feedback", ("RLHF",)),
    Concept("method/rl", "Method", "reinforcement learning"),
    Concept("method/fine-tuning", "Method", "fine-tuning", hidden_labels=("fine-tuned",)),
    Concept("method/atp", "Method", "attribution patching", ("AtP",)),
    Concept("method/atp-star", "Method", "AtP*"),
    Concept("method/sae", "Method", "sparse autoencoder", ("SAE",)),
    Concept("model/gpt-3", "Model", "GPT-3"),
    Concept("model/gpt-3.5", "Model", "GPT-3.5"),
    Concept("topic/behaviour", "Topic", "model behavior"),
]


@pytest.fixture(scope="module")
def extractor():
    return Extractor(Vocabulary(CONCEPTS))


def found(extractor, abstract, title=None):
    paper = Paper(id="p", title=title, abstract=abstract)
    return [m.text for m in extractor.mentions(paper)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We use Fine Tuning.", ["Fine Tuning"]),
        ("It was fine-tuned.", ["fine-tuned"]),
        ("sparse autoencoders (SAEs)", ["sparse autoencoders", "SAEs"]),
        ("the model behaviours", ["model behaviours"]),
        ("GPT-3.5 beats GPT-3.", ["GPT-3.5", "GPT-3"]),
        ("AtP and AtP* differ", ["AtP", "AtP*"]),
        (r"our \emph{fine-tuning} works", ["fine-tuning"]),
        ("rlhf in small letters", []),
        ("GPT-30 and GPT-3x", []),
        ("non-fine-tuned models", []),
        ("fine-tuned, non-SAE and SAE.", ["fine-tuned", "SAE"]),
        ("", []),
    ],
)
def test_terms_are_found_in_their_spellings(extractor, text, expected):
    assert found(extractor, text) == expected


@pytest.mark.parametrize(("language", "new"), [(None, ["FooNet"]), ("de", [])])
def test_new_names_are_sought_in_english_alone(extractor, language, new):
    paper = Paper("p", "FooNet: Lernen aus RLHF", "Wir nennen es FooNet.", language=language)
    texts = dict.fromkeys(m.text for m in extractor.mentions(paper))
    assert list(texts) == [*new, "RLHF"]


def test_the_longest_name_wins(extractor):
    text = "reinforcement learning from human feedback and reinforcement learning"
    assert found(extractor, text) == [
        "reinforcement learning from human feedback",
        "reinforcement learning",
    ]


def test_offsets_count_from_the_title(extractor):
    paper = Paper(id="p", title="About RLHF", abstract="RLHF works. We use GPT-3.")
    assert [(m.field, m.start, m.end) for m in extractor.mentions(paper)] == [
        ("title", 6, 10),
        ("abstract", 12, 16),
        ("abstract", 31, 36),
    ]


def test_a_mention_carries_its_sentence_and_where_that_begins(extractor):
    paper = Paper(id="p", title="About RLHF", abstract="RLHF works. We use GPT-3.")
    last = extractor.mentions(paper)[-1]
    assert (last.sentence, last.sentence_start) == ("We use GPT-3.", 24)


def test_an_abbreviation_that_the_text_defines_is_found_with_its_long_form(extractor):
    paper = Paper(
        id="p", title=None, abstract="We train a tiny toy transformer (TTT). TTT is small."
    )
    mentions = extractor.mentions(paper)
    assert [(m.text, m.extractor, m.expansion) for m in mentions] == [
        ("tiny toy transformer", "abbreviations", None),
        ("TTT", "abbreviations", "tiny toy transformer"),
        ("TTT", "abbreviations", "tiny toy transformer"),
    ]


def test_an_abbreviation_defined_in_the_abstract_is_found_in_the_title(extractor):
    assert found(extractor, "A tiny toy transformer (TTT).", title="TTT")[0] == "TTT"


PIECES = ["RLHF", "GPT-3", "fine-tuned", "(SAE)", "é", "𝔸", "\n", ". ", " ", "–", "x", '"', "AtP*"]


@settings(max_examples=150)
@given(
    title=st.none() | st.lists(st.sampled_from(PIECES), min_size=1).map(" ".join),
    abstract=st.none() | st.lists(st.sampled_from(PIECES), min_size=1).map("".join) | st.text(),
)
def test_the_text_at_the_offsets_is_the_quote(extractor, title, abstract):
    paper = Paper(id="p", title=title, abstract=abstract)
    for mention in extractor.mentions(paper):
        assert paper.text[mention.start : mention.end] == mention.text
        assert mention.text in mention.sentence
        end = mention.sentence_start + len(mention.sentence)
        assert paper.text[mention.sentence_start : end] == mention.sentence


@settings(max_examples=50)
@given(st.lists(st.sampled_from(PIECES), min_size=1).map(" ".join))
def test_mentions_never_overlap(extractor, abstract):
    mentions = extractor.mentions(Paper(id="p", title=None, abstract=abstract))
    assert all(one.end <= other.start for one, other in pairwise(mentions))


NLP = tokenizing_pipeline()
OURS = TermMatcher(NLP, Vocabulary(CONCEPTS))
SPACYS = PhraseMatcher(NLP.vocab, attr="LOWER")
SPACYS.add("terms", [NLP.make_doc(t.replace("-", " ")) for c in CONCEPTS for t in c.labels])


@given(
    st.lists(
        st.sampled_from(
            ["sparse", "autoencoder", "fine", "tuning", "-", "“", "GPT", "3", "3.5", "."]
        ),
        max_size=12,
    )
)
def test_terms_are_those_that_spacys_matcher_finds(words):
    plain = NLP.make_doc(" ".join(w for w in words if w not in {"-", "“"}))
    expected = [span.text for span in filter_spans(SPACYS(plain, as_spans=True))]
    doc = OURS(NLP(" ".join(words)))
    assert [re.sub(r" [-“]", "", span.text) for span in doc.spans["terms"]] == expected


def test_extractors_of_one_vocabulary_share_its_matcher():
    vocabulary = Vocabulary(CONCEPTS)
    one, other = Extractor(vocabulary), Extractor(vocabulary)
    assert one._match is other._match
    assert one._match is not Extractor(Vocabulary(CONCEPTS))._match
