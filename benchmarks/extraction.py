"""Abstracts a second: our extraction and spaCy's EntityRuler with the same labels, in one run.

    python benchmarks/extraction.py [SOURCE] [--repeat N]

SOURCE defaults to the seeds; its papers are repeated N times. Machines are noisy: read the ratio.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace

import spacy

from paperatlas.extraction import Extractor
from paperatlas.extraction.discovery import Discovery
from paperatlas.linking import Linker
from paperatlas.papers import merge
from paperatlas.readers import read_all
from paperatlas.vocabulary import Vocabulary

FINDERS = {"vocabulary": "none", "+ patterns and looks": "patterns", "+ recogniser": "recogniser"}


def main() -> None:
    """Print the rates of mentions and links by who looks, and their ratio to the ruler's."""
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

    ruler_nlp = spacy.blank("en")
    ruler_nlp.add_pipe("sentencizer")
    ruler = ruler_nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns([{"label": "TERM", "pattern": label} for label in sorted(labels)])
    start = time.perf_counter()
    for doc in ruler_nlp.pipe(paper.text for paper in papers):
        len(doc.ents)
    ruler_rate = len(papers) / (time.perf_counter() - start)

    print(f"EntityRuler, same labels {ruler_rate:8.0f} a second")
    for finders, choice in FINDERS.items():
        extractor = Extractor(vocabulary, discovery=Discovery.of(vocabulary, choice))
        linker = Linker(vocabulary)
        start = time.perf_counter()
        for paper in papers:
            linker.links(paper, extractor.mentions(paper))
        rate = len(papers) / (time.perf_counter() - start)
        print(f"{finders:24} {rate:8.0f} a second, {rate / ruler_rate:.2f} x the ruler")


if __name__ == "__main__":
    main()
