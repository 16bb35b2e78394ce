"""Comparison: what is new in an atlas beside an older one.

What no default view shows, candidates that are unsure, counts as not there: a concept is new, too,
when it has become sure. First uses and trends are about the papers that were added; the earlier
papers are read as the newer atlas reads them, where it has them, so that better reading is not
taken for news.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ..endpoint import opened
from ..errors import QuestionError
from ..store import Store
from .changes import Comparison, ConceptChange, FirstUse, PaperChange, Trend
from .pair import Pair
from .reading import NAMING, Side
from .trends import LIKELY, surprise

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ..ontology import Iri

__all__ = ["Comparison", "ConceptChange", "FirstUse", "PaperChange", "Trend", "compare"]

_USES = ("introduces", "evaluatesOn", "uses")  # strongest first
_LAB = "publishedBy"
_DIGITS = 4


def compare(old: str | Path | Store, new: str | Path | Store) -> Comparison:
    """Tell what is new in one atlas beside another: folders, addresses of stores, or open stores.

    Raises:
        GraphError: there is no atlas in one of the places.
        QuestionError: the resources of the two live under different bases.

    """
    sides = [Side(each if isinstance(each, Store) else opened(each)) for each in (old, new)]
    if sides[0].base != sides[1].base:
        what = f"nothing of one is in the other: resources live under {sides[0].base} and "
        raise QuestionError(f"{what}{sides[1].base}", cure="build both with one --base")
    pair = Pair.of(*sides)
    return Comparison(
        base=pair.new.base,
        papers=tuple(sorted(_papers(pair), key=lambda each: (each.change, each.paper))),
        concepts=tuple(sorted(_concepts(pair), key=_by_papers)),
        first_uses=tuple(_first_uses(pair)),
        trends=tuple(sorted(_trends(pair), key=_by_surprise)),
    )


def _papers(pair: Pair) -> Iterator[PaperChange]:
    old, new = pair.old, pair.new

    def told(change: str, side: Side, paper: Iri, what: str = "") -> PaperChange:
        texts = side.text(paper, "issued"), side.title(paper)
        return PaperChange(change, *texts, what, paper, pair.paper_heirs.get(paper))

    for paper in pair.added:
        yield told("added", new, paper)
    times = Counter(pair.paper_heirs.values())
    for paper in old.papers:
        heir = pair.paper_heirs.get(paper)
        if heir:
            alone = times[heir] == 1 and heir not in old.papers
            yield told("renamed" if alone else "merged", old, paper)
        elif paper not in new.papers:
            yield told("gone", old, paper)
        elif parts := pair.changed(paper):
            yield told("changed", new, paper, ", ".join(parts))


def _concepts(pair: Pair) -> Iterator[ConceptChange]:
    old, new, heirs = pair.old, pair.new, pair.concept_heirs
    before, after = (
        Counter(c for p in s.papers for c in s.concepts_of(p, *NAMING)) for s in (old, new)
    )
    for concept in new.concepts.keys() - old.concepts.keys() - {*heirs.values()}:
        name = new.concepts[concept]
        yield ConceptChange("new", name.label, name.type, "", after[concept], concept, None)
    times = Counter(heirs.values())
    for concept, was in old.concepts.items():
        now = heirs.get(concept, concept)
        if now not in new.concepts:
            yield ConceptChange("gone", was.label, was.type, "", before[concept], concept, None)
        elif now != concept and (times[now] > 1 or now in old.concepts):
            yield ConceptChange("merged", was.label, was.type, "", before[concept], concept, now)
        elif (name := new.concepts[now]) != was:
            retyped = name.type != was.type
            told = "retyped" if retyped else "relabelled", name.label, name.type
            older = was.type if retyped else was.label
            heir = None if now == concept else now
            yield ConceptChange(*told, older, after[now], concept, heir)


def _first_uses(pair: Pair) -> Iterator[FirstUse]:
    done: dict[tuple[Iri | None, Iri], int] = {}
    anybody: dict[Iri, int] = {}
    for side, paper in pair.earlier:
        for strength, concept in _uses(pair, side, paper):
            anybody[concept] = min(strength, anybody.get(concept, len(_USES)))
            for its in pair.said(side, paper, _LAB):
                done[its, concept] = min(strength, done.get((its, concept), len(_USES)))
    new = pair.new
    found: dict[tuple[Iri | None, Iri], tuple[int, bool, str, Iri]] = {}
    for paper in pair.added:
        issued = new.text(paper, "issued")
        for strength, concept in _uses(pair, new, paper):
            use = strength, not issued, issued, paper
            for lab in pair.said(new, paper, _LAB) or (None,):
                found[lab, concept] = min(use, found.get((lab, concept), use))
    first = []
    for (lab, concept), (strength, _, _, paper) in found.items():
        earlier = done.get((lab, concept)) if lab else anybody.get(concept)
        if earlier is None or strength < earlier:
            first.append((strength, concept, lab or "", lab, paper))
    for strength, concept, _, who, paper in sorted(first, key=lambda each: each[:3]):
        yield FirstUse(
            role=_USES[strength],
            concept_name=new.concepts[concept].label,
            type=new.concepts[concept].type,
            lab_name=new.concepts[who].label if who else "",
            first_of_all=strength < anybody.get(concept, len(_USES)),
            issued=new.text(paper, "issued"),
            title=new.title(paper),
            concept=concept,
            lab=who,
            paper=paper,
        )


def _uses(pair: Pair, side: Side, paper: Iri) -> Iterator[tuple[int, Iri]]:
    for strength, role in enumerate(_USES):
        for concept in pair.said(side, paper, role):
            yield strength, concept


def _trends(pair: Pair) -> Iterator[Trend]:
    before: Counter[Iri] = Counter()
    after: Counter[Iri] = Counter()
    for side, paper in pair.earlier:
        before.update(pair.said(side, paper, *NAMING))
    for paper in pair.added:
        after.update(pair.said(pair.new, paper, *NAMING))
    of_before, of_after = len(pair.earlier), len(pair.added)
    if not (of_before and of_after):
        return
    for concept, name in pair.new.concepts.items():
        times = before[concept], of_before, after[concept], of_after
        score = surprise(*times)
        if name.type == "Lab" or score < LIKELY:
            continue
        shares = before[concept] / of_before, after[concept] / of_after
        yield Trend(
            trend="rising" if shares[1] > shares[0] else "falling",
            concept_name=name.label,
            type=name.type,
            before=before[concept],
            after=after[concept],
            share_before=round(shares[0], _DIGITS),
            share_after=round(shares[1], _DIGITS),
            surprise=round(score, _DIGITS),
            concept=concept,
        )


def _by_papers(change: ConceptChange) -> tuple[str, int, str]:
    return change.change, -change.papers, change.concept


def _by_surprise(trend: Trend) -> tuple[bool, float, str]:
    return trend.trend != "rising", -trend.surprise, trend.concept
