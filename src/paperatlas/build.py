"""Build: the whole run on one screen, for the library and the command line alike."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .decisions import apply_decisions
from .explorer import page
from .extraction import Extractor
from .extraction.discovery import Discovery
from .graph import atlas_triples, evidence_triples
from .intake import intake_csv, refused
from .intake import summary as intake_summary
from .linking import Linker
from .ontology import BASE, prefixes
from .output import write_whole
from .papers import merge
from .readers import read_all
from .store import Store
from .turtle import turtle
from .validation import validate
from .vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from .decisions import Decision
    from .intake import IntakeEntry
    from .linking import Link
    from .papers import Paper
    from .vocabulary import Concept


SHOWN_FROM = 0.6
"""The confidence from which a candidate is on the page; below it is in the graph alone."""


@dataclass(frozen=True, slots=True)
class BuiltAtlas:
    """What one build makes: papers and links, the intake report, and the files' contents.

    ``files`` maps the name of each output file to its bytes; ``notes`` tell of decisions that found
    nothing to decide.
    """

    papers: tuple[Paper, ...]
    links: tuple[Link, ...]
    intake: tuple[IntakeEntry, ...]
    files: dict[str, bytes]
    notes: tuple[str, ...] = ()


def _quiet(step: str, done: int, of: int) -> None:
    """Report progress to nobody."""


def build_atlas(  # noqa: PLR0913  (what a run may be told)
    paths: Sequence[str | Path],
    *,
    vocabulary: Vocabulary | None = None,
    discovery: str = "",
    decisions: Sequence[Decision] = (),
    base: str = BASE,
    progress: Callable[[str, int, int], None] = _quiet,
) -> BuiltAtlas:
    """Read documents, merge records, extract, link, and make the graph and its page.

    The same documents give the same bytes, in whatever order they are named. ``discovery`` says who
    looks for what the vocabulary does not know: see `Discovery.of`. ``decisions`` are what a person
    decided. ``progress`` is called with a step's name, how much of it is done, and of how much.

    Raises:
        InputError: nothing at all could be read, or there is no such pipeline.
        GraphError: the graph breaks the shapes.

    """
    vocabulary = vocabulary or Vocabulary.packaged()
    readings = read_all(paths, vocabulary.lab_names)
    papers, merged = merge(record for reading in readings for record in reading.records)
    intake = sorted((*merged, *refused(r for reading in readings for r in reading.refusals)))

    extractor = Extractor(vocabulary, discovery=Discovery.of(vocabulary, discovery))
    linker = Linker(vocabulary)
    links: list[Link] = []
    for done, paper in enumerate(papers, start=1):
        links += linker.links(paper, extractor.mentions(paper))
        progress("extract", done, len(papers))

    publishers = {p.id: [linker.publisher(name) for name in p.publishers] for p in papers}
    subjects = {p.id: [linker.subject(name) for name in p.categories] for p in papers}

    decided = apply_decisions(decisions, linker.concepts(), links)
    publishers, subjects = (
        {paper: [decided.moved.get(i, i) for i in ids] for paper, ids in by_paper.items()}
        for by_paper in (publishers, subjects)
    )

    def graph(links: Sequence[Link]) -> tuple[bytes, bytes]:
        concepts = decided.concepts
        statements = atlas_triples(papers, links, concepts, publishers, subjects, base=base)
        evidence = evidence_triples(links, base=base)
        return turtle(statements, prefixes(base)), turtle(evidence, prefixes(base))

    progress("graph", 0, 1)
    atlas, evidence = graph(decided.links)
    progress("validate", 0, 1)
    validate(atlas, evidence)
    progress("draw", 0, 1)
    shown = sure_enough(decided.links, decided.concepts)
    files = {
        "atlas.ttl": atlas,
        "evidence.ttl": evidence,
        "intake.csv": intake_csv(intake).encode(),
        "network.html": page(Store.of(*graph(shown))),
    }
    return BuiltAtlas(papers, tuple(decided.links), tuple(intake), files, tuple(decided.notes))


def sure_enough(links: Sequence[Link], concepts: Mapping[str, Concept]) -> list[Link]:
    """Return the links that a default view shows: all but those of unsure candidates.

    A candidate is as sure as its surest link, and shown from ``SHOWN_FROM`` on.
    """
    best: dict[str, float] = {}
    for link in links:
        best[link.concept] = max(link.score, best.get(link.concept, 0.0))
    return [n for n in links if concepts[n.concept].curated or best[n.concept] >= SHOWN_FROM]


def write_atlas(atlas: BuiltAtlas, folder: Path) -> None:
    """Write the files of an atlas into ``folder``, each whole or not at all.

    Raises:
        OutputError: the folder or a file cannot be written.

    """
    for name, content in sorted(atlas.files.items()):
        write_whole(folder / name, content)


def summary(atlas: BuiltAtlas) -> str:
    """Tell on a few lines what a build read and made."""
    concepts = Counter(concept.partition("/")[0] for concept in {n.concept for n in atlas.links})
    kinds = (
        f"{concepts[kind]} {kind}s" for kind in ("lab", "method", "model", "benchmark", "topic")
    )
    statements = {(link.mention.paper, link.concept) for link in atlas.links}
    return "\n".join(
        [
            f"Intake    {intake_summary(atlas.intake)}",
            f"Concepts  {len({link.concept for link in atlas.links})}: {', '.join(kinds)}",
            f"Links     {len(statements)} to concepts, {len(atlas.links)} quotes behind them",
        ]
    )
