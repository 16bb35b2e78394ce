"""Annotated documents, from three kinds of source.

Each function returns spaCy documents whose entities are of the five types. What a source does not
cover is *missing* in it (the loss passes over such a token), never taken for absent.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from spacy.util import filter_spans

from paperatlas.papers import Paper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from random import Random

    from spacy.language import Language
    from spacy.tokens import Doc, Token

    from paperatlas.evaluation import GoldPaper
    from paperatlas.extraction import Extractor, Mention
    from paperatlas.linking import Linker

Span = tuple[int, int, str]
"""Start and end in characters, and a type."""

FIELDS = frozenset({"cs.LG", "cs.CL", "cs.AI", "cs.CV", "stat.ML"})
"""The arXiv categories from which silver abstracts are drawn."""

COINED = re.compile(r"\w*[a-z]\w*[A-Z]\w*|[A-Z]{2,}[\w-]*|\w+-[A-Z0-9][\w-]*|\w*\d\w*")
"""What looks like a name whatever stands around it: "ParaPO", "MMLU", "Llama-3"."""

_TYPES = {
    "crossner_ai": {
        "organisation": "Lab",
        "university": "Lab",
        "algorithm": "Method",
        "task": "Topic",
        "field": "Topic",
    },
    "dataset_names": {"Dataset": "Benchmark"},
    "scierc": {"Method": "Method", "Task": "Topic"},
    "tdmsci": {"DATASET": "Benchmark", "TASK": "Topic"},
}
"""By file and label, what maps safely; an entity of another label is missing."""

_NOT_OURS = {"crossner_ai": {"researcher", "country", "location", "person", "conference"}}
"""Labels of things that are surely none of the five types."""

_WHOLLY = frozenset({"crossner_ai"})
"""The sets in which what is not marked is none of the five types."""


def draw(corpus: Path, number: int, random: Random, without: Iterable[str]) -> list[Paper]:
    """Return ``number`` papers of our fields, drawn at random; none has an id in ``without``."""
    barred = set(without)
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        papers = [
            Paper(id=row["id"], title=row["title"], abstract=row["abstract"])
            for row in map(json.loads, lines)
            if row["id"] not in barred and not FIELDS.isdisjoint(row["categories"])
        ]
    return random.sample(papers, min(number, len(papers)))


def silver(
    nlp: Language, papers: Iterable[Paper], extractor: Extractor, linker: Linker, random: Random
) -> list[Doc]:
    """Label papers with what the program itself finds, half of the known names exchanged.

    A known name that looks coined is exchanged, wherever it stands in the paper, for a name of the
    same type that some paper presents: its company must tell what it is, since the list does not.
    A word that looks like a name and is not labelled is missing.
    """
    found = [(paper, _found(paper, extractor, linker)) for paper in papers]
    pool: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for paper, spans in found:
        for start, end, kind, new in spans:
            if new and COINED.fullmatch(paper.text[start:end]):
                pool[kind][paper.text[start:end]] += 1
    names = {kind: sorted(counts) for kind, counts in pool.items()}
    docs = []
    for paper, spans in found:
        exchanged: dict[str, str] = {}
        for start, end, kind, new in spans:
            name = paper.text[start:end]
            if not new and name not in exchanged and COINED.fullmatch(name) and kind in names:
                exchanged[name] = random.choice(names[kind]) if random.random() < 0.5 else name  # noqa: PLR2004  (half)
        text, moved = _exchange(paper.text, [s[:3] for s in spans], exchanged)
        docs.append(document(nlp, text, moved, _looks_like_a_name))
    return docs


def annotated_set(nlp: Language, path: Path) -> list[Doc]:
    """Read one set for named-entity recognition, labels mapped or missing.

    In a set that covers some of the types only, just the words that no name holds (articles,
    prepositions, full stops) are known to be none.
    """
    kinds, not_ours = _TYPES[path.stem], _NOT_OURS.get(path.stem, set())
    covered: Callable[[Token], bool] = (
        _looks_like_a_name if path.stem in _WHOLLY else _may_be_of_a_name
    )
    docs = []
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        spans = [(a, b, kinds[label]) for a, b, label in row["spans"] if label in kinds]
        unknown = [(a, b) for a, b, label in row["spans"] if label not in {*kinds, *not_ours}]
        others = [(a, b) for a, b, label in row["spans"] if label in not_ours]
        docs.append(document(nlp, row["text"], spans, covered, unknown=unknown, others=others))
    return docs


def gold(nlp: Language, paper: GoldPaper) -> Doc:
    """Mark every surface form of every entity, core or not; of two that overlap the longer."""
    text = paper.paper.text
    spans = [
        (match.start(), match.end(), entity.types[0])
        for entity in paper.entities
        for surface in sorted({s.strip("'\"") for s in entity.surfaces})
        for match in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", text)
    ]
    return document(nlp, text, spans, lambda _: False)


def document(  # noqa: PLR0913  (each says what is known of the text)
    nlp: Language,
    text: str,
    spans: Iterable[Span],
    unknown_words: Callable[[Token], bool],
    *,
    unknown: Iterable[tuple[int, int]] = (),
    others: Iterable[tuple[int, int]] = (),
) -> Doc:
    """Return ``text`` as a document with ``spans`` as entities, the longest of those that overlap.

    A token outside them is missing where ``unknown_words`` says so or in a stretch of ``unknown``,
    unless it stands in one of ``others``; every other token is outside.
    """
    doc = nlp.make_doc(text)
    made = [doc.char_span(a, b, label=k, alignment_mode="expand") for a, b, k in spans]
    entities = filter_spans([span for span in made if span is not None])
    taken = {token.i for span in entities for token in span}
    known = {t.i for a, b in others for t in doc.char_span(a, b, alignment_mode="expand") or ()}
    missing = {t.i for t in doc if unknown_words(t)} - known
    missing |= {t.i for a, b in unknown for t in doc.char_span(a, b, alignment_mode="expand") or ()}
    doc.set_ents(entities, missing=[doc[i : i + 1] for i in sorted(missing - taken)])
    return doc


def _found(paper: Paper, extractor: Extractor, linker: Linker) -> list[tuple[int, int, str, bool]]:
    """Return start, end, type, and whether the name is in no vocabulary."""
    spans = []
    for link in linker.links(paper, extractor.mentions(paper)):
        mention = link.mention
        if mention.extractor in {"terms", "patterns"} or _is_defined_name(mention):
            kind = link.concept.partition("/")[0].capitalize()
            spans.append((mention.start, mention.end, kind, mention.type is not None))
    return spans


def _is_defined_name(mention: Mention) -> bool:
    known = mention.type is None
    return mention.extractor == "abbreviations" and (known or not mention.text.islower())


def _exchange(text: str, spans: list[Span], names: dict[str, str]) -> tuple[str, list[Span]]:
    pieces, moved, at, length = [], [], 0, 0
    for start, end, kind in spans:
        name = names.get(text[start:end], text[start:end])
        length += start - at
        pieces += [text[at:start], name]
        moved.append((length, length + len(name), kind))
        length, at = length + len(name), end
    return "".join([*pieces, text[at:]]), moved


def _looks_like_a_name(token: Token) -> bool:
    starts = token.i == 0 or token.nbor(-1).text in ".?!:"
    capital = token.text[:1].isupper() and not starts
    return (token.is_alpha and len(token) > 1 and capital) or bool(COINED.fullmatch(token.text))


def _may_be_of_a_name(token: Token) -> bool:
    return not (token.is_stop or token.text in {".", "?", "!", ";"})


def batches(docs: Iterable[Doc], size: int) -> Iterator[list[Doc]]:
    """Yield lists of ``size`` documents, the last one shorter."""
    batch: list[Doc] = []
    for doc in docs:
        batch.append(doc)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
