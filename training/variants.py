"""Variants of the recogniser: what else it may read, know beforehand, or be.

``floret`` gives it static vectors, learnt from unlabelled abstracts (Bojanowski et al., "Enriching
Word Vectors with Subword Information", TACL 2017, in floret's compact table). ``pretrain`` begins
with token vectors that had to tell the first and last letters of masked words, as ``spacy
pretrain`` does. ``spancat`` classifies every stretch of one to six words, where the recogniser
goes from word to word. ``gazetteer`` tells it what the vocabulary takes each word for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

import numpy as np
import pipeline
import spacy
from fit import halves
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.pipeline.spancat import build_ngram_suggester
from spacy.training.initialize import convert_vectors
from spacy.util import filter_spans, registry
from thinc.api import Ragged, fix_random_seed

from paperatlas.extraction.terms import TermMatcher
from paperatlas.extraction.tokens import tokenizing_pipeline
from paperatlas.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from spacy.tokens import Doc
    from thinc.api import Ops
    from thinc.types import Ints1d, Ints2d

LONGEST = 6
"""The longest span that is classified, in tokens; 92 % of the annotated names are no longer."""

SPANS = "sc"
UNKNOWN = "unknown"
"""The key in ``Doc.user_data`` of the tokens of which nobody knows whether a name holds them."""


@dataclass(frozen=True, slots=True)
class Variant:
    """What is changed in the recogniser; nothing, for the one that is shipped."""

    floret: bool = False
    pretrain: bool = False
    spancat: bool = False
    gazetteer: bool = False


VARIANTS = {
    "baseline": Variant(),
    "pretrain": Variant(pretrain=True),
    "floret": Variant(floret=True),
    "spancat": Variant(spancat=True),
    "gazetteer": Variant(gazetteer=True),
    "floret-pretrain": Variant(floret=True, pretrain=True),
}


def blank(variant: Variant, config: Path, seed: int, vectors: Path | None) -> Language:
    """Return an untrained pipeline; ``vectors`` is a table as floret writes it."""
    fix_random_seed(seed)
    nlp = tokenizing_pipeline()
    for name in nlp.pipe_names:
        nlp.remove_pipe(name)
    model = spacy.util.load_config(config)["model"]
    if vectors:
        convert_vectors(nlp, vectors, truncate=0, prune=-1, mode="floret")
        model["tok2vec"]["embed"]["include_static_vectors"] = True
    if variant.gazetteer:
        # spaCy has no feature for it; the tag is one that nothing else here uses.
        model["tok2vec"]["embed"]["attrs"].append("TAG")
        model["tok2vec"]["embed"]["rows"].append(50)
        nlp.add_pipe("gazetteer")
    if variant.spancat:
        _add_span_categoriser(nlp, model["tok2vec"])
    else:
        nlp.add_pipe("ner", config={"model": model})
        for label in pipeline.LABELS:
            pipeline.recogniser(nlp).add_label(label)
    nlp.initialize()
    return nlp


def _add_span_categoriser(nlp: Language, tok2vec: dict[str, object]) -> None:
    model = {
        "@architectures": "spacy.SpanCategorizer.v1",
        "tok2vec": tok2vec,
        "reducer": {"@layers": "spacy.mean_max_reducer.v1", "hidden_size": 64},
        "scorer": {"@layers": "Softmax.v2"},
    }
    suggester = {"@misc": "known_stretches"}
    settings = {"model": model, "suggester": suggester, "spans_key": SPANS}
    part = nlp.add_pipe("spancat_singlelabel", config=settings)
    for label in pipeline.LABELS:
        part.add_label(label)  # type: ignore[attr-defined]  # (a pipe of spaCy is any callable)
    nlp.add_pipe("spans_as_entities")


@registry.misc("known_stretches")
class KnownStretches:
    """Suggests every stretch of at most `LONGEST` tokens that holds no unknown one."""

    def __call__(self, docs: Iterable[Doc], *, ops: Ops | None = None) -> Ragged:
        """Return first token and end of each stretch, and how many each of ``docs`` has."""
        docs = list(docs)
        every = build_ngram_suggester(list(range(1, LONGEST + 1)))(docs, ops=ops)
        kept = []
        for at, doc in enumerate(docs):
            stretches = np.asarray(every[at].dataXd)
            for token in doc.user_data.get(UNKNOWN, ()):
                stretches = stretches[(stretches[:, 0] > token) | (stretches[:, 1] <= token)]
            kept.append(stretches)
        lengths = np.asarray([len(stretches) for stretches in kept], dtype="i")
        return Ragged(cast("Ints2d", np.vstack(kept)), cast("Ints1d", lengths))


@Language.component("spans_as_entities")
def spans_as_entities(doc: Doc) -> Doc:
    """Take the categorised spans for entities, the longest of those that overlap."""
    doc.set_ents(filter_spans(doc.spans.get(SPANS, ())))
    return doc


def with_spans(docs: Iterable[Doc]) -> list[Doc]:
    """Write the entities of annotated documents as spans, too, and what is unknown of them."""
    docs = list(docs)
    for doc in docs:
        doc.spans[SPANS] = list(doc.ents)
        doc.user_data[UNKNOWN] = [token.i for token in doc if not token.ent_iob_]
    return docs


class Gazetteer:
    """Tags each token that a term of the vocabulary holds with the term's type.

    In training it knows half of the vocabulary: the other half's names have to be found without.
    """

    def __init__(self, nlp: Language) -> None:
        """Know half of the packaged vocabulary."""
        self._nlp = nlp
        self._match = TermMatcher(nlp, _half_and_whole()[0])

    def __call__(self, doc: Doc) -> Doc:
        """Set the tags of ``doc``."""
        for span in self._match(doc).spans["terms"]:
            for token in span:
                token.tag_ = span.label_
        return doc

    def know_all(self) -> None:
        """Know the whole vocabulary, as reading does."""
        self._match = TermMatcher(self._nlp, _half_and_whole()[1])


@cache
def _half_and_whole() -> tuple[Vocabulary, Vocabulary]:
    whole = Vocabulary.packaged()
    return halves(whole)[0], whole


@Language.factory("gazetteer")
def gazetteer(nlp: Language, name: str) -> Gazetteer:  # noqa: ARG001  (spaCy asks for it)
    """Return the gazetteer of one pipeline."""
    return Gazetteer(nlp)


def reads_from_now(nlp: Language) -> None:
    """Let a trained pipeline read with the whole vocabulary, where it has a gazetteer."""
    if nlp.has_pipe("gazetteer"):
        cast("Gazetteer", nlp.get_pipe("gazetteer")).know_all()


def copy(source: Language, target: Language) -> Language:
    """Give ``target``, a blank pipeline of the same variant, the weights of ``source``."""
    for name, part in source.pipeline:
        if isinstance(part, TrainablePipe):
            cast("TrainablePipe", target.get_pipe(name)).from_bytes(part.to_bytes())
    return target


def size(nlp: Language) -> float:
    """Return the weights and vectors of a pipeline in MB."""
    weights = len(nlp.to_bytes(exclude=["vocab", "tokenizer"]))
    return (weights + int(nlp.vocab.vectors.data.nbytes)) / 1e6
