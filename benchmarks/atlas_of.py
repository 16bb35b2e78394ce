"""A generated atlas of any size, the same bytes for the same size.

    python benchmarks/atlas_of.py PAPERS FOLDER

The concepts are those of the packaged vocabulary, as unevenly liked as real ones (Zipf's law),
with those first that the questions' examples name; the papers are made up of them. A paper names
ten, in some 140 triples: 7,200 papers are a million.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from paperatlas.ontology import ROLES, concept_iri, prefixes
from paperatlas.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperatlas.vocabulary import Concept

_NAMED = 10
_LABS = ("anthropic", "openai", "google-deepmind", "metr", "meta-ai", "microsoft-research")
_LIKED = (
    "method/rlhf",
    "method/preference-learning",
    "topic/alignment",
    "method/constitutional-ai",
    "method/rlaif",
    "topic/sycophancy",
)
_RARE = (3, 3, 6, 2, 1, 20, 65)  # of a hundred mentions, how many have each of ROLES


def generated(papers: int) -> tuple[bytes, bytes]:
    """Return the Turtle of an atlas of so many papers, and of its evidence."""
    chance = random.Random(7)  # noqa: S311  (the same atlas every time)
    concepts = Vocabulary.packaged().concepts
    named = [c for c in concepts.values() if c.type != "Lab"]
    chance.shuffle(named)
    named.sort(key=lambda concept: concept.id not in _LIKED)
    weights = [1 / (rank + 3) for rank in range(len(named))]
    labs = [f"lab/{lab}" for lab in _LABS if f"lab/{lab}" in concepts]
    head = "".join(f"@prefix {name}: <{space}> .\n" for name, space in sorted(prefixes().items()))
    atlas, evidence = [head, *map(_concept, concepts.values())], [head]
    for number in range(papers):
        told = dict.fromkeys(chance.choices(named, weights, k=_NAMED))
        said = [(concept, chance.choices(ROLES, _RARE)[0]) for concept in told]
        sentences = [f"We look at {concept.pref_label} in part {number}." for concept in told]
        lab = chance.choices(labs, range(len(labs), 0, -1))[0]
        atlas.append(_paper(number, said, sentences, lab))
        evidence += _mentions(number, said, sentences)
    return "".join(atlas).encode(), "".join(evidence).encode()


def _concept(concept: Concept) -> str:
    lines = [f"<{concept_iri(concept.id)}> a atlas:{concept.type} , skos:Concept"]
    lines += [f"skos:prefLabel {_text(concept.pref_label)}@en"]
    lines += [f"skos:altLabel {_text(label)}@en" for label in concept.alt_labels]
    lines += [f"skos:broader <{concept_iri(broader)}>" for broader in concept.broader]
    return " ;\n    ".join([*lines, "skos:inScheme atlas:vocabulary"]) + " .\n"


def _paper(number: int, said: list[tuple[Concept, str]], sentences: list[str], lab: str) -> str:
    names = " and ".join(concept.pref_label for concept, _ in said[:2])
    day = f"{2016 + number % 10}-{1 + number % 12:02}-{1 + number % 28:02}"
    known = "2212.08073" if number == 0 else f"{number:09}"
    lines = [
        f"paper:p{number} a fabio:ResearchPaper",
        f"dcterms:title {_text(f'On {names}, part {number}')}",
        f"dcterms:abstract {_text(' '.join(sentences))}",
        f'dcterms:issued "{day}"^^xsd:date ; fabio:hasArXivId "{known}"',
        f"prov:wasDerivedFrom record:r{number} ; atlas:publishedBy <{concept_iri(lab)}>",
        *(f"atlas:{role} <{concept_iri(c.id)}>" for c, role in said if role != "mentions"),
        *(f"atlas:mentions <{concept_iri(c.id)}>" for c, _ in said),
    ]
    record = f'record:r{number} a atlas:Record ; atlas:source "list.txt" ; atlas:line {number} .\n'
    return " ;\n    ".join(lines) + " .\n" + record


def _mentions(number: int, said: list[tuple[Concept, str]], sentences: list[str]) -> Iterator[str]:
    start = len("We look at ")
    for (concept, role), sentence in zip(said, sentences, strict=True):
        end = start + len(concept.pref_label)
        yield (
            f"mention:p{number}.{start}-{end} a atlas:Mention ; atlas:paper paper:p{number} ;\n"
            f"    atlas:concept <{concept_iri(concept.id)}> ; atlas:role atlas:{role} ;\n"
            f"    oa:exact {_text(concept.pref_label)} ; oa:start {start} ; oa:end {end} ;\n"
            f'    atlas:field "abstract" ; atlas:sentence {_text(sentence)} ;\n'
            f'    atlas:confidence {0.8 + 0.1 * (number % 2):.1f} ; atlas:extractor "terms" ;\n'
            '    atlas:reason "preferred label" .\n'
        )
        start += len(sentence) + 1


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def main() -> None:
    """Write ``atlas.ttl`` and ``evidence.ttl`` into a folder."""
    folder = Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    atlas, evidence = generated(int(sys.argv[1]))
    (folder / "atlas.ttl").write_bytes(atlas)
    (folder / "evidence.ttl").write_bytes(evidence)


if __name__ == "__main__":
    main()
