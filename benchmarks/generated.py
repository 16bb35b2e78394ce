"""A generated atlas of any size, the same bytes for the same size.

    python benchmarks/generated.py FOLDER [TRIPLES]

Papers, labs, concepts and mentions as ``paperatlas build`` writes them, with made-up words;
concepts are as unevenly liked as real ones (Zipf's law). About 76 triples a paper.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from paperatlas.ontology import CONCEPT_TYPES, ROLES, prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator

A_PAPER = 76
_MENTIONS = 5
_WORDS = [a + b + c for a in "bdfglmnprst" for b in "aeiou" for c in ("n", "r", "st", "lo", "mi")]


def write_generated(folder: Path, triples: int) -> int:
    """Write an atlas of about so many triples; returns the number of papers."""
    papers = max(1, triples // A_PAPER)
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(7)  # noqa: S311  (a benchmark's)
    concepts = _concepts(max(50, papers // 50))
    weights = [1 / (rank + 1) for rank in range(len(concepts))]
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(prefixes().items()))
    with (
        (folder / "atlas.ttl").open("w", encoding="utf-8") as atlas,
        (folder / "evidence.ttl").open("w", encoding="utf-8") as evidence,
    ):
        atlas.write(head + "".join(_described(concepts)))
        evidence.write(head)
        for number in range(papers):
            named = chance.choices(concepts, weights, k=_MENTIONS)
            said = [(concept, chance.choices(ROLES, k=1)[0]) for concept in named]
            atlas.write(_paper(number, said, chance))
            evidence.writelines(_mentions(number, said, chance))
    return papers


def _concepts(count: int) -> list[str]:
    kinds = [kind for kind in CONCEPT_TYPES if kind != "lab"]
    return [f"{kinds[number % len(kinds)]}:c{number}" for number in range(count)]


def _described(concepts: list[str]) -> Iterator[str]:
    for number in range(30):
        yield f'lab:l{number} a atlas:Lab , skos:Concept ; skos:prefLabel "Lab {number}"@en .\n'
    for rank, concept in enumerate(concepts):
        kind = CONCEPT_TYPES[concept.partition(":")[0]]
        broader = f" ; skos:broader {concepts[rank // 7]}" if rank else ""
        yield (
            f"{concept} a atlas:{kind} , skos:Concept ; "
            f'skos:prefLabel "{_words(rank)} {rank}"@en{broader} ; '
            "skos:inScheme atlas:vocabulary .\n"
        )


def _words(number: int) -> str:
    return f"{_WORDS[number % 275]} {_WORDS[number // 275 % 275]}"


def _paper(number: int, said: list[tuple[str, str]], chance: random.Random) -> str:
    words = " ".join(chance.choices(_WORDS, k=60))
    roles = "".join(
        f" ;\n    atlas:{role} {concept} ; atlas:mentions {concept}" for concept, role in said
    )
    day = f"{2015 + number % 10}-{1 + number % 12:02}-{1 + number % 28:02}"
    return (
        f"paper:p{number} a fabio:ResearchPaper ;\n"
        f'    dcterms:title "{_words(number)} {number}" ; dcterms:abstract "{words}" ;\n'
        f'    dcterms:issued "{day}"^^xsd:date ; fabio:hasArXivId "{number:09}" ;\n'
        f"    foaf:page <https://example.org/{number}> ; atlas:publishedBy lab:l{number % 30} ;\n"
        f"    dcterms:subject {said[0][0]} ; prov:wasDerivedFrom record:r{number}{roles} .\n"
        f'record:r{number} atlas:source "{number % 50}.txt" ; atlas:line {number} .\n'
    )


def _mentions(number: int, said: list[tuple[str, str]], chance: random.Random) -> Iterator[str]:
    for place, (concept, role) in enumerate(said):
        sentence = " ".join(chance.choices(_WORDS, k=15))
        start = 80 * place
        yield (
            f"mention:p{number}.{start}-{start + 9} a atlas:Mention ;\n"
            f"    atlas:paper paper:p{number} ;\n"
            f'    atlas:concept {concept} ; atlas:role atlas:{role} ; oa:exact "{sentence[:9]}" ;\n'
            f'    oa:start {start} ; oa:end {start + 9} ; atlas:field "abstract" ;\n'
            f'    atlas:sentence "{sentence}" ; atlas:confidence 0.{5 + place} ;\n'
            '    atlas:extractor "terms" ; atlas:reason "preferred label" .\n'
        )


if __name__ == "__main__":
    size = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    print(f"{write_generated(Path(sys.argv[1]), size):,} papers")
