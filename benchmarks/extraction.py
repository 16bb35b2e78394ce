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
from paperatlas.linking import Linker
from paperatlas.papers import merge
from paperatlas.readers import read_all
from paperatlas.vocabulary import Vocabulary


def main() -> None:
    """Print both rates and their ratio."""
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

    extractor, linker = Extractor(vocabulary), Linker(vocabulary)
    start = time.perf_counter()
    found = [extractor.mentions(paper) for paper in papers]
    mention_rate = len(papers) / (time.perf_counter() - start)
    start = time.perf_counter()
    for paper, mentions in zip(papers, found, strict=True):
        linker.links(paper, mentions)
    link_rate = len(papers) / (time.perf_counter() - start)
    both = 1 / (1 / mention_rate + 1 / link_rate)

    print(f"EntityRuler, same labels        {ruler_rate:8.0f} a second")
    print(f"mentions                        {mention_rate:8.0f} a second")
    print(f"links with roles                {link_rate:8.0f} a second")
    print(
        f"mentions and links              {both:8.0f} a second, {both / ruler_rate:.2f} x the ruler"
    )


if __name__ == "__main__":
    main()
