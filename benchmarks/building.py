"""A whole build, beside what one would write with the same packages.

    python benchmarks/building.py CORPUS.jsonl [--papers N] [--turns N] [--beside M]

CORPUS holds a JSON object a line with ``title`` and ``abstract``. The other program finds the same
labels with spaCy's EntityRuler, makes the same statements of each mention in rdflib's memory graph,
and writes both files with rdflib's serialiser; it merges no papers, reads no roles, resolves no
names, checks no shapes, and keeps nothing for the next time. Ours does all that; neither draws a
page. Seconds are those of the clock, ours with one process and with two: read the ratios.

With ``--beside``, nothing but what a paper costs among N and among M, in seconds of the processor,
with the vocabulary alone; what a second build of N costs with 1 % more papers, and with none.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from rdflib import RDF, Graph, Literal, Namespace

from paperatlas.build import BuildPlan, write_atlas
from paperatlas.crew import Alone, Processes, collect_seldom
from paperatlas.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

ATLAS = Namespace("https://w3id.org/paperatlas/ontology#")
OA = Namespace("http://www.w3.org/ns/oa#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
ID = Namespace("https://w3id.org/paperatlas/id/")


def main() -> None:
    """Print how many abstracts each way builds in a second, and the ratios."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpus", type=Path)
    arguments.add_argument("--papers", type=int, default=5_000)
    arguments.add_argument("--turns", type=int, default=1)
    arguments.add_argument("--beside", type=int)
    given = arguments.parse_args()
    collect_seldom()  # as the command line does; it helps the other program, too
    if given.beside:
        beside(given.corpus, given.papers, given.beside)
        return
    with tempfile.TemporaryDirectory() as place:
        corpus = Path(place, "corpus.jsonl")
        with given.corpus.open(encoding="utf-8") as lines:
            first = list(islice(lines, given.papers))
            later = list(islice(lines, given.papers // 100))
        corpus.write_text("".join(first), "utf-8")
        ways: dict[str, Callable[[Path], object]] = {
            "EntityRuler, rdflib": partial(plainly, corpus),
            "vocabulary alone": partial(ours, corpus, "none", 1),
            "vocabulary alone, two processes": partial(ours, corpus, "none", 2),
            "with discovery": partial(ours, corpus, "", 1),
            "with discovery, two processes": partial(ours, corpus, "", 2),
            "1 % more, with discovery": partial(ours, corpus, "", 2),
        }
        best = dict.fromkeys(ways, float("inf"))
        for turn in range(given.turns):
            for name, way in ways.items():
                folder = Path(place, f"{name}-{turn}")
                if name.startswith("1 %"):
                    shutil.copytree(Path(place, f"with discovery, two processes-{turn}"), folder)
                    with corpus.open("a", encoding="utf-8") as lines:
                        lines.writelines(later)
                folder.mkdir(exist_ok=True)
                began = time.perf_counter()
                way(folder)
                best[name] = min(best[name], time.perf_counter() - began)
            corpus.write_text("".join(first), "utf-8")
    plain = best["EntityRuler, rdflib"]
    for name, seconds in best.items():
        print(f"{name:34}{given.papers / seconds:8.0f} a second{plain / seconds:8.2f} x the first")
    for kind in ("vocabulary alone", "with discovery"):
        ratio = best[kind] / best[f"{kind}, two processes"]
        print(f"{kind}: two processes {ratio:.2f} x one")
    share = best["1 % more, with discovery"] / best["with discovery, two processes"]
    print(f"a second build with 1 % more papers: {share:.1%} of the first")


def beside(corpus: Path, few: int, many: int) -> None:
    """Print what a paper costs among few and among many, and what a second build costs."""
    with tempfile.TemporaryDirectory() as place, corpus.open(encoding="utf-8") as lines:
        first, seconds = Path(place, "corpus.jsonl"), []
        texts = list(islice(lines, max(few, many) + few // 100))
        again = few + few // 100
        builds = ((1, "warm"), (many, "many"), (few, "few"), (again, "few"), (again, "few"))
        for number, folder in builds:
            first.write_text("".join(texts[:number]), "utf-8")
            began = time.process_time()
            ours(first, "none", 1, Path(place, folder))
            seconds.append(time.process_time() - began)
    _, largest, whole, more, nothing = seconds
    print(f"a paper among {many:,} costs {largest / many / (whole / few):.2f} x one among {few:,}")
    print(f"a second build with 1 % more papers: {more / whole:.1%} of the first")
    print(f"a third build with nothing new: {nothing / whole:.1%} of the first")


def ours(corpus: Path, discovery: str, jobs: int, folder: Path) -> None:
    """Build as the command line does."""
    crew = Processes(jobs) if jobs > 1 else Alone()
    write_atlas([corpus], folder, BuildPlan(discovery=discovery, crew=crew, page=False))


def plainly(corpus: Path, folder: Path) -> None:
    """Do what a page of a tutorial would."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    concepts = Vocabulary.packaged().concepts
    ruler.add_patterns(
        [
            {"label": concept.type, "pattern": label, "id": concept.id}
            for concept in concepts.values()
            for label in concept.labels
        ]
    )
    atlas, evidence = Graph(), Graph()
    for space, prefix in ((ATLAS, "atlas"), (OA, "oa"), (DCTERMS, "dcterms"), (SKOS, "skos")):
        atlas.bind(prefix, space)
        evidence.bind(prefix, space)
    named = set()
    with corpus.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    texts = ((f"{its['title']}\n\n{its['abstract']}", at) for at, its in enumerate(records))
    for doc, at in nlp.pipe(texts, as_tuples=True):
        paper, record, its = ID[f"paper/{at}"], ID[f"record/{at}"], records[at]
        atlas.add((paper, RDF.type, ATLAS.Paper))
        atlas.add((paper, DCTERMS.title, Literal(its["title"])))
        atlas.add((paper, DCTERMS.abstract, Literal(its["abstract"])))
        atlas.add((paper, DCTERMS.source, record))
        atlas.add((record, RDF.type, ATLAS.Record))
        atlas.add((record, ATLAS.line, Literal(at + 1)))
        for found in doc.ents:
            concept = ID[found.ent_id_]
            named.add(found.ent_id_)
            atlas.add((paper, ATLAS.mentions, concept))
            mention = ID[f"mention/{at}.{found.start_char}-{found.end_char}"]
            evidence.add((mention, RDF.type, ATLAS.Mention))
            evidence.add((mention, ATLAS.paper, paper))
            evidence.add((mention, ATLAS.concept, concept))
            evidence.add((mention, ATLAS.role, ATLAS.mentions))
            evidence.add((mention, OA.exact, Literal(found.text)))
            evidence.add((mention, OA.start, Literal(found.start_char)))
            evidence.add((mention, OA.end, Literal(found.end_char)))
            evidence.add((mention, ATLAS.field, Literal("abstract")))
            evidence.add((mention, ATLAS.sentence, Literal(found.sent.text)))
            evidence.add((mention, ATLAS.confidence, Literal(1.0)))
            evidence.add((mention, ATLAS.extractor, Literal("ruler")))
            evidence.add((mention, ATLAS.reason, Literal("label")))
            evidence.add((mention, ATLAS.roleReason, Literal("none")))
    for name in named:
        atlas.add((ID[name], RDF.type, ATLAS[concepts[name].type]))
        atlas.add((ID[name], SKOS.prefLabel, Literal(concepts[name].pref_label, lang="en")))
    atlas.serialize(folder / "atlas.ttl", format="turtle")
    evidence.serialize(folder / "evidence.ttl", format="turtle")


if __name__ == "__main__":
    main()
