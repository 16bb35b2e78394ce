"""An atlas of real abstracts, of any size, the same bytes for the same file.

    python benchmarks/corpus.py CORPUS.jsonl.gz PAPERS FOLDER

CORPUS has a JSON object a line with ``id``, ``title``, ``abstract`` and ``year``. The papers are
taken at even distances. No such file says which laboratory wrote a paper, so the vocabulary's
laboratories take turns, the first ones most often: an explorer is to be tried with labs, too.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from paperatlas.extraction import Extractor
from paperatlas.extraction.discovery import Discovery
from paperatlas.front import sure_concepts
from paperatlas.graph import atlas_triples, evidence_triples
from paperatlas.linking import Linker
from paperatlas.ontology import BASE, prefixes
from paperatlas.papers import merge
from paperatlas.records import Record
from paperatlas.turtle import turtle
from paperatlas.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

_LABS = 24


def records(corpus: Path, papers: int) -> Iterator[Record]:
    """Yield so many records of ``corpus``, at even distances; fewer where it has fewer."""
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        total = sum(1 for _ in lines)
    chosen = {number * total // papers for number in range(papers)}
    labs = sorted(c.pref_label for c in Vocabulary.packaged().concepts.values() if c.type == "Lab")
    chance = random.Random(7)  # noqa: S311  (the same atlas every time)
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number in chosen:
                its = json.loads(line)
                lab = chance.choices(labs[:_LABS], range(_LABS, 0, -1))[0]
                yield Record(
                    source=corpus.name,
                    line=number + 1,
                    title=its["title"],
                    abstract=its["abstract"],
                    publisher=lab,
                    issued=date(int(its["year"]), 1 + number % 12, 1),
                    arxiv_id=its["id"].removeprefix("arXiv:"),
                )


def written(corpus: Path, papers: int, folder: Path) -> None:
    """Write ``atlas.ttl`` and ``evidence.ttl`` of so many papers, as a default page shows them."""
    vocabulary = Vocabulary.packaged()
    found, _ = merge(records(corpus, papers))
    extractor = Extractor(vocabulary, discovery=Discovery.of(vocabulary, "patterns"))
    linker = Linker(vocabulary)
    links = [n for p in found for n in linker.links(p, extractor.mentions(p))]
    concepts = linker.concepts()
    best: dict[str, float] = {}
    for link in links:
        best[link.concept] = max(link.score, best.get(link.concept, 0.0))
    sure = sure_concepts(concepts, best)
    links = [link for link in links if link.concept in sure]
    publishers = {p.id: [linker.publisher(name) for name in p.publishers] for p in found}
    subjects = {p.id: [linker.subject(name) for name in p.categories] for p in found}
    atlas = atlas_triples(found, links, concepts, publishers, subjects, base=BASE)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "atlas.ttl").write_bytes(turtle(atlas, prefixes(BASE)))
    (folder / "evidence.ttl").write_bytes(
        turtle(evidence_triples(links, base=BASE), prefixes(BASE))
    )


if __name__ == "__main__":
    written(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
