"""Abstracts a second and core: our extraction, and spaCy's EntityRuler with the same labels.

    python benchmarks/extraction.py [SOURCE] [--repeat N]

SOURCE defaults to the seeds; its papers are repeated N times. Seconds are those of the processor,
not of the clock, and the best of three turns counts; still, machines differ: read the ratio.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import spacy

from paperatlas.extraction import Extractor
from paperatlas.extraction.discovery import Discovery
from paperatlas.linking import Linker
from paperatlas.papers import merge
from paperatlas.readers import read_all
from paperatlas.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from paperatlas.papers import Paper

TURNS = 3


def main() -> None:
    """Print the rates and their ratio to the ruler's."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("source", nargs="?", default="seeds")
    arguments.add_argument("--repeat", type=int, default=10)
    options = arguments.parse_args()

    vocabulary = Vocabulary.packaged()
    readings = read_all([options.source], vocabulary.lab_names)
    papers, _ = merge(record for reading in readings for record in reading.records)
    papers = [replace(p, id=f"{p.id}-{i}") for i in range(options.repeat) for p in papers]
    labels = {label.text for labels in vocabulary.forms.values() for label in labels}
    print(f"{len(papers)} papers, {len(labels)} labels")

    steps = {
        "spaCy's EntityRuler, the same labels": ruler(labels),
        "vocabulary alone": finds(vocabulary, "none"),
        "vocabulary and patterns": finds(vocabulary, "patterns"),
        "vocabulary and all discovery": finds(vocabulary, ""),
        "vocabulary, all discovery, links and roles": linked(vocabulary),
    }
    rates = dict.fromkeys(steps, 0.0)
    for _ in range(TURNS):
        for name, step in steps.items():
            rates[name] = max(rates[name], rate(step, papers))
    base = next(iter(rates.values()))
    for name, found in rates.items():
        print(f"{name:44}{found:8.0f} a second{found / base:8.2f} x the ruler")


def rate(step: Callable[[Paper], object], papers: Sequence[Paper]) -> float:
    """Return papers a second of processor time."""
    start = time.process_time()
    for paper in papers:
        step(paper)
    return len(papers) / (time.process_time() - start)


def ruler(labels: set[str]) -> Callable[[Paper], object]:
    """Return spaCy's ruler over ``labels``, in any case, with its sentences."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    found = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    found.add_patterns([{"label": "TERM", "pattern": label} for label in sorted(labels)])
    return lambda paper: nlp(paper.text).ents


def finds(vocabulary: Vocabulary, who: str) -> Callable[[Paper], object]:
    """Return the way from a paper to its mentions; ``who`` is as `Discovery.of` takes it."""
    return Extractor(vocabulary, discovery=Discovery.of(vocabulary, who)).mentions


def linked(vocabulary: Vocabulary) -> Callable[[Paper], object]:
    """Return the whole way from a paper to its links."""
    extractor, linker = Extractor(vocabulary), Linker(vocabulary)
    return lambda paper: linker.links(paper, extractor.mentions(paper))


if __name__ == "__main__":
    main()
