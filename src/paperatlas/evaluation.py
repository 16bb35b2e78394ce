"""Evaluation: how well extraction agrees with annotated papers.

A gold file is JSON Lines, one paper a line: ``{"id", "title", "abstract", "entities": [{"types",
"name", "aliases", "core", "introduced"}]}``. The statement *paper names concept* is what counts.
A statement is right when one of the concept's labels, or a surface form found in the paper, equals
the name or an alias of an entity in normal form (case, hyphens, plural and British or American
spelling set aside) and its type is one of the entity's. Entities with ``core`` false neither help
nor hurt. Intervals are percentile bootstraps over papers (Efron 1979) with a fixed seed.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from .errors import InputError
from .extraction import Extractor
from .linking import Linker
from .papers import Paper
from .spelling import normal_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from .linking import Link
    from .vocabulary import Vocabulary

ENTITY_TYPES = ("Lab", "Method", "Model", "Benchmark")
"""The types that are scored together, beside Topic."""

Tally = Counter[tuple[str, str]]
"""How often (type or "introduces", "right", "wrong", "missed" or "split") happened in a paper."""

RESAMPLES = 2000
_SEED = 20240


@dataclass(frozen=True, slots=True)
class Entity:
    """One annotated entity: its types ("Method"), its names in normal form, and its flags."""

    name: str
    types: tuple[str, ...]
    forms: frozenset[str]
    core: bool
    introduced: str


@dataclass(frozen=True, slots=True)
class GoldPaper:
    """One annotated paper."""

    paper: Paper
    entities: tuple[Entity, ...]
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts and what follows from them; intervals are (low, high) at 95 %."""

    name: str
    right: int
    wrong: int
    missed: int
    f1_interval: tuple[float, float]

    @property
    def precision(self) -> float:
        """Right among what was said; 0 when nothing was said."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Right among what is true; 0 when nothing is."""
        return self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall.

        >>> Score("x", right=8, wrong=2, missed=2, f1_interval=(0, 0)).f1
        0.8
        """
        return _f1(self.right, self.wrong, self.missed)


@dataclass(frozen=True, slots=True)
class Error:
    """One disagreement: ``kind`` is "wrong", "missed" or "split"; ``what`` names the thing."""

    paper: str
    kind: str
    type: str
    what: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores by type, the two groups and *introduces*, and every error, sorted."""

    papers: int
    scores: tuple[Score, ...]
    errors: tuple[Error, ...]


def read_gold(path: Path, where: Mapping[str, str] | None = None) -> list[GoldPaper]:
    """Read a gold file, keeping the papers whose fields equal ``where`` ({"origin": "seeds"}).

    Raises ``InputError`` that names the file and line for what cannot be read.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise InputError(reason, where=str(path), cure="give a JSON Lines file") from error
    papers = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            papers.append(_gold_paper(line, f"{path}:{number}"))
    wanted = (where or {}).items()
    kept = [p for p in papers if all(p.fields.get(k) == v for k, v in wanted)]
    if not kept:
        raise InputError("no annotated paper found", where=str(path), cure="see 'evaluate --help'")
    return kept


def evaluate(gold: Sequence[GoldPaper], vocabulary: Vocabulary) -> Evaluation:
    """Extract and link every gold paper and compare."""
    extractor, linker = Extractor(vocabulary), Linker(vocabulary)
    tallies: list[Tally] = []
    errors: list[Error] = []
    for item in gold:
        links = linker.links(item.paper, extractor.mentions(item.paper))
        tally, wrong = _compare(item, links, vocabulary)
        tallies.append(tally)
        errors += wrong
    names = (*ENTITY_TYPES, "Topic")
    groups = {"lab+method+model+benchmark": ENTITY_TYPES, **{n: (n,) for n in names}}
    groups |= {"introduces": ("introduces",)}
    scores = tuple(_score(name, group, tallies) for name, group in groups.items())
    return Evaluation(len(gold), scores, tuple(sorted(errors, key=_error_order)))


def report(evaluation: Evaluation, *, errors: bool = False) -> str:
    """Return the figures as a plain table, with every disagreement under it where asked for."""
    lines = [
        f"{evaluation.papers} annotated papers; statements (paper, concept); F1 with 95 % interval",
        "",
        f"{'':28}{'precision':>10}{'recall':>8}{'F1':>7}   {'95 %':13}right wrong missed",
    ]
    for s in evaluation.scores:
        low, high = s.f1_interval
        figures = f"{s.precision:>10.3f}{s.recall:>8.3f}{s.f1:>7.3f}   {low:.3f}–{high:.3f}  "
        if s.right + s.wrong + s.missed == 0:
            figures = f"{'–':>10}{'–':>8}{'–':>7}   {'–':13}"
        lines.append(f"{s.name:28}{figures}{s.right:>5}{s.wrong:>6}{s.missed:>7}")
    split = sum(error.kind == "split" for error in evaluation.errors)
    lines += ["", f"things that are split over two unrelated concepts: {split}"]
    if errors:
        lines += ["", *(f"{e.kind:7}{e.type:11}{e.what}  [{e.paper}]" for e in evaluation.errors)]
    return "\n".join(lines)


def _gold_paper(line: str, where: str) -> GoldPaper:
    try:
        row = json.loads(line)
        paper = Paper(id=str(row["id"]), title=row.get("title"), abstract=row.get("abstract"))
        entities = tuple(
            Entity(
                name=e["name"],
                types=tuple(t.capitalize() for t in e["types"]),
                forms=frozenset(normal_form(n) for n in (e["name"], *e["aliases"])),
                core=bool(e["core"]),
                introduced=str(e["introduced"]),
            )
            for e in row["entities"]
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        what = f"not a gold record: {type(error).__name__} {error}"
        raise InputError(what, where=where, cure="one JSON object a line") from error
    fields = {key: value for key, value in row.items() if isinstance(value, str)}
    return GoldPaper(paper, entities, fields)


def _compare(
    item: GoldPaper, links: Sequence[Link], vocabulary: Vocabulary
) -> tuple[Tally, list[Error]]:
    """Count one paper's statements; each disagreement is an Error, each agreement only counted."""
    holders = entities_by_concept(item, links, vocabulary)
    introduced = {link.concept for link in links if link.role == "introduces"}
    right: list[str] = []
    errors: list[Error] = []
    for concept_id, entities in holders.items():
        concept = vocabulary.concepts[concept_id]
        name, flags = concept.pref_label, {entity.introduced for entity in entities}
        if any(entity.core for entity in entities):
            right.append(concept.type)
        elif not entities:
            errors.append(Error(item.paper.id, "wrong", concept.type, name))
        if concept_id in introduced and "yes" in flags:
            right.append("introduces")
        elif concept_id in introduced and "maybe" not in flags:
            errors.append(Error(item.paper.id, "wrong", "introduces", name))
    for entity in item.entities:
        held = [concept_id for concept_id, entities in holders.items() if entity in entities]
        if entity.core:
            errors += _lacks(item.paper.id, entity, held, introduced, vocabulary)
    tally = Counter((name, "right") for name in right)
    tally.update((error.type, error.kind) for error in errors)
    return tally, errors


def _lacks(
    paper: str, entity: Entity, held: list[str], introduced: set[str], vocabulary: Vocabulary
) -> Iterator[Error]:
    """Yield what is missed of one core entity that the concepts ``held`` equal."""
    if not held:
        yield Error(paper, "missed", entity.types[0], entity.name)
    if _is_split(held, vocabulary):
        yield Error(paper, "split", entity.types[0], f"{entity.name}: {' and '.join(held)}")
    if entity.introduced == "yes" and not introduced & set(held):
        yield Error(paper, "missed", "introduces", entity.name)


def entities_by_concept(
    item: GoldPaper, links: Iterable[Link], vocabulary: Vocabulary
) -> dict[str, list[Entity]]:
    """Return the concepts that were found, sorted, each with the entities that it equals."""
    found: dict[str, set[str]] = {}
    for link in links:
        found.setdefault(link.concept, set()).add(normal_form(link.mention.text))
    holders = {}
    for concept_id in sorted(found):
        concept = vocabulary.concepts[concept_id]
        forms = found[concept_id] | {normal_form(label) for label in concept.labels}
        holders[concept_id] = [
            e for e in item.entities if concept.type in e.types and forms & e.forms
        ]
    return holders


def _is_split(held: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Two concepts stand for one entity, and neither is the other's broader concept."""
    return any(
        one not in vocabulary.concepts[other].broader
        and other not in vocabulary.concepts[one].broader
        for one, other in combinations(held, 2)
    )


def _score(name: str, group: Sequence[str], tallies: Sequence[Tally]) -> Score:
    kinds = ("right", "wrong", "missed")
    counts = np.array([[sum(t[g, k] for g in group) for k in kinds] for t in tallies])
    generator = np.random.default_rng(_SEED)
    samples = generator.integers(0, len(counts), size=(RESAMPLES, len(counts)))
    totals = counts[samples].sum(axis=1)
    low, high = np.percentile([_f1(*map(int, row)) for row in totals], [2.5, 97.5])
    right, wrong, missed = (int(n) for n in counts.sum(axis=0))
    return Score(name, right, wrong, missed, (float(low), float(high)))


def _f1(right: int, wrong: int, missed: int) -> float:
    return 2 * right / max(2 * right + wrong + missed, 1)


def _error_order(error: Error) -> tuple[str, str, str, str]:
    return error.kind, error.type, error.what, error.paper
