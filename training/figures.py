"""Figures: what new names add, scored as the program's own evaluation scores statements."""

from __future__ import annotations

import io
from collections import defaultdict
from statistics import fmean
from typing import TYPE_CHECKING

import matplotlib as mpl
from fit import annotated, discovery_input
from matplotlib.figure import Figure

from paperatlas.evaluation import Reading, reading
from paperatlas.evaluation.calibration import Bin, calibration_error
from paperatlas.evaluation.statements import score_statements
from paperatlas.extraction import Extractor
from paperatlas.extraction.discovery import Discovery
from paperatlas.extraction.recognition import Recogniser
from paperatlas.linking import Linker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from spacy.language import Language

    from paperatlas.evaluation import GoldPaper
    from paperatlas.extraction.patterns import Presented
    from paperatlas.linking import Link
    from paperatlas.vocabulary import Concept, Vocabulary

LEAST = (0.0, 0.6)


class Recognised(Recogniser):
    """The names that a model finds in one paper, found once."""

    def __init__(self, nlp: Language, paper: GoldPaper) -> None:
        """Let ``nlp`` read ``paper``."""
        super().__init__(nlp, own=True)
        self._found = list(super().names(discovery_input(paper)[:2]))

    def names(self, texts: Iterable[str]) -> Iterator[Presented]:  # noqa: ARG002  (known already)
        """Yield the names of the paper."""
        yield from self._found


class ByPaper(Discovery):
    """Reads each annotated paper with a discovery of its own."""

    def __init__(self, papers: Sequence[GoldPaper], discoveries: Sequence[Discovery]) -> None:
        """Pair papers and discoveries."""
        texts = [discovery_input(paper)[:2] for paper in papers]
        self._of = dict(zip(texts, discoveries, strict=True))

    def names(
        self, title: str, abstract: str, expansions: Mapping[str, str]
    ) -> Iterator[Presented]:
        """Yield what the paper's own discovery finds."""
        yield from self._of[title, abstract].names(title, abstract, expansions)


def read(
    vocabulary: Vocabulary, papers: Sequence[GoldPaper], judged: Sequence[Discovery]
) -> tuple[list[tuple[Link, ...]], Mapping[str, Concept]]:
    """Extract and link every paper, each with its own discovery; give the concepts found too."""
    linker = Linker(vocabulary)
    extractor = Extractor(vocabulary, discovery=ByPaper(papers, judged))
    links = [linker.links(p.paper, extractor.mentions(p.paper)) for p in papers]
    return links, linker.concepts()


def tables(
    papers: Sequence[GoldPaper], links: Sequence[Sequence[Link]], concepts: Mapping[str, Concept]
) -> Iterator[str]:
    """Yield one line an origin, then all, and threshold; what is less sure is left out."""
    origins = [paper.fields.get("origin", "") for paper in papers]
    for origin in (*sorted(set(origins)), "all"):
        for least in LEAST:
            readings = [
                reading(p, [n for n in made if _shown(n, least)], concepts)
                for p, made, its in zip(papers, links, origins, strict=True)
                if origin in {its, "all"}
            ]
            yield table(f"{origin} >= {least}", readings)


def _shown(link: Link, least: float) -> bool:
    return link.mention.type is None or link.score >= least


def table(title: str, readings: Sequence[Reading]) -> str:
    """Return precision, recall and F1 a type, with counts, on one line."""
    scores, _ = score_statements(readings)
    cells = "  ".join(
        f"{s.name[:5]} {s.precision:.3f}/{s.recall:.3f}/{s.f1:.3f} ({s.right}+{s.wrong}-{s.missed})"
        for s in scores
        if not s.empty
    )
    return f"{title:14}{cells}"


def reliability(papers: Sequence[GoldPaper], judged: Sequence[Discovery]) -> tuple[Bin, ...]:
    """Return the new things of all papers by the tenth of their confidence, lowest first."""
    bins: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for paper, discovery in zip(papers, judged, strict=True):
        for sighting, confidence, names in discovery.judged(*discovery_input(paper)):
            right = annotated(paper, sighting, names)
            bins[min(int(confidence * 10), 9)].append((confidence, right))
    return tuple(
        Bin(
            tenth / 10,
            len(found),
            fmean(share for share, _ in found),
            fmean(right for _, right in found),
            (0.0, 1.0),
        )
        for tenth, found in sorted(bins.items())
    )


def calibration_table(bins: Sequence[Bin]) -> str:
    """Return the bins as lines: lowest confidence, mean, share right, things."""
    lines = [f"{b.low:.1f}  {b.mean_score:.2f}  {b.share_right:.2f}  {b.links}" for b in bins]
    error = f"expected calibration error {calibration_error(bins):.3f}"
    return "\n".join(["confidence, its mean, share right, things", *lines, error])


def diagram(bins: Sequence[Bin]) -> bytes:
    """Draw stated confidence against the share that is right, as SVG; same bins, same bytes."""
    with mpl.rc_context({"svg.hashsalt": "paperatlas", "svg.fonttype": "none"}):
        figure = Figure(figsize=(5, 5), layout="constrained")
        axes = figure.add_subplot()
        axes.plot([0, 1], [0, 1], color="0.6", linewidth=1, linestyle="--")
        axes.plot(
            [b.mean_score for b in bins], [b.share_right for b in bins], color="#1f5fa8", marker="o"
        )
        for b in bins:
            axes.annotate(
                str(b.links), (b.mean_score, b.share_right), (6, -10), textcoords="offset points"
            )
        axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="stated confidence", ylabel="share annotated so")
        file = io.BytesIO()
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return file.getvalue()
