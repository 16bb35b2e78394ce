"""Check: what may be wrong with a vocabulary.

An *error* breaks the vocabulary or a rule without exceptions; a *warning* is to be looked at and
may be meant; a *note* is only counted.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from dataclasses import dataclass
from importlib.resources import files
from itertools import combinations, groupby, pairwise
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ..errors import InputError
from ..ontology import ATLAS, BASE, SKOS
from ..spelling import keeps_capitals, normal_form
from . import TYPES, Concept, Vocabulary, read_concepts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_LEVEL_OF_KIND = {
    "broader type": "error",
    "collision": "error",
    "cycle": "error",
    "dead label": "error",
    "defined twice": "error",
    "local name": "error",
    "missing broader": "error",
    "missing definition": "error",
    "repeated label": "error",
    "several in one": "error",
    "capitals": "warning",
    "definition": "warning",
    "order": "warning",
    "ordinary word": "warning",
    "shared label": "warning",
    "no context": "note",
    "orphan": "note",
    "same form": "note",
}
LEVELS = ("error", "warning", "note")

_SLUG = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_ANOTHER_SENTENCE = re.compile(r"[.!?]\s+[A-Z]|\n")
_BROADER_ACROSS = frozenset(
    (lower, higher) for lower in ("Method", "Model", "Benchmark") for higher in ("Topic", "Method")
)
_NAMES_THINGS = frozenset({"Lab", "Model", "Benchmark"})
_LABELS = frozenset(
    {
        SKOS + "prefLabel",
        SKOS + "altLabel",
        SKOS + "hiddenLabel",
        ATLAS + "ambiguousLabel",
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about one concept: its kind, the concept's id, and what exactly."""

    kind: str
    concept: str
    detail: str

    @property
    def level(self) -> str:
        """One of `LEVELS`."""
        return _LEVEL_OF_KIND[self.kind]


@dataclass(frozen=True, slots=True)
class Checked:
    """The concepts of some files, sorted by id, and what was found in them."""

    concepts: tuple[Concept, ...]
    findings: tuple[Finding, ...]


def check(vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """Return what may be wrong with the concepts, by level, then kind, concept and detail.

    >>> whole = Concept("topic/a", "Topic", "a b", definition="What a is.")
    >>> [finding.kind for finding in check(Vocabulary([whole]))]
    ['orphan']
    >>> lost = Concept("topic/c", "Topic", "c", broader=("topic/d",), definition="What c is.")
    >>> check(Vocabulary([lost]))
    (Finding(kind='missing broader', concept='topic/c', detail='topic/d does not exist'),)
    """
    return _sorted(_of_concepts(vocabulary.concepts))


def check_files(paths: Iterable[Path] | None = None) -> Checked:
    """Check Turtle files together, also for what is lost once they are read; by default our own.

    Raises ``InputError``, as `Vocabulary.load` does, for what cannot be read; labels that collide
    are found, not raised.
    """
    turtles = _packaged() if paths is None else _read(paths)
    concepts = [c for name, turtle in turtles.items() for c in read_concepts(turtle, name)]
    by_id = {concept.id: concept for concept in sorted(concepts, key=lambda c: c.id)}
    findings = _sorted([*_of_concepts(by_id), *_of_turtle(turtles)])
    return Checked(tuple(by_id.values()), findings)


def summary(checked: Checked) -> str:
    """Return a table of counts by type, each error and warning, and how many notes of each kind."""
    type_of = {concept.id: concept.type for concept in checked.concepts}
    found = Counter((type_of[f.concept], f.level) for f in checked.findings)
    orphans = Counter(type_of[f.concept] for f in checked.findings if f.kind == "orphan")
    lines = [f"{'':10}{'concepts':>9}{'labels':>8}{'orphans':>9}{'errors':>8}{'warnings':>10}"]
    for name in TYPES:
        ours = [concept for concept in checked.concepts if concept.type == name]
        labels = sum(len(concept.labels) for concept in ours)
        errors, warnings = found[name, "error"], found[name, "warning"]
        lines.append(
            f"{name:10}{len(ours):>9}{labels:>8}{orphans[name]:>9}{errors:>8}{warnings:>10}"
        )
    grave = [f for f in checked.findings if f.level != "note"]
    notes = Counter(f.kind for f in checked.findings if f.level == "note")
    lines += ["", *(f"{f.level}: {f.concept}: {f.kind}: {f.detail}" for f in grave)]
    lines += [f"notes: {kind} {notes[kind]}" for kind in sorted(notes)]
    return "\n".join(lines)


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    def order(finding: Finding) -> tuple[int, str, str, str]:
        return LEVELS.index(finding.level), finding.kind, finding.concept, finding.detail

    return tuple(sorted(findings, key=order))


def _of_concepts(concepts: Mapping[str, Concept]) -> Iterator[Finding]:
    used = {broader for concept in concepts.values() for broader in concept.broader}
    for concept in concepts.values():
        yield from _local_name(concept)
        yield from _definition(concept)
        yield from _own_labels(concept)
        yield from _ambiguity(concept)
        yield from _broader(concept, concepts)
        if not concept.broader and concept.id not in used:
            yield Finding("orphan", concept.id, "nothing broader and nothing narrower")
    yield from _between_concepts(concepts.values())


def _local_name(concept: Concept) -> Iterator[Finding]:
    folder, _, name = concept.id.partition("/")
    if not _SLUG.fullmatch(name):
        yield Finding("local name", concept.id, "small letters, digits, single dots or hyphens")
    if folder != concept.type.casefold():
        yield Finding("local name", concept.id, f"a {concept.type} stands under {folder}/")


def _definition(concept: Concept) -> Iterator[Finding]:
    text = concept.definition
    if not text or not text.strip():
        yield Finding("missing definition", concept.id, "say in one sentence what it is")
    elif not text.endswith(".") or _ANOTHER_SENTENCE.search(text):
        yield Finding("definition", concept.id, f"not one sentence with a full stop: {text!r}")


def _own_labels(concept: Concept) -> Iterator[Finding]:
    times = Counter((concept.pref_label, *concept.alt_labels, *concept.hidden_labels))
    for label in sorted(label for label, n in times.items() if n > 1):
        yield Finding("repeated label", concept.id, repr(label))
    for label in concept.labels:
        if "|" in label:
            yield Finding("several in one", concept.id, f"{label!r} is no label, but several")
    for one, other in combinations(sorted(concept.labels), 2):
        if normal_form(one) == normal_form(other) and _keep_each_others_capitals(one, other):
            yield Finding("same form", concept.id, f"{one!r} and {other!r} find the same")


def _ambiguity(concept: Concept) -> Iterator[Finding]:
    ambiguous = set(concept.ambiguous_labels)
    if ambiguous and not concept.contexts:
        dead = ambiguous.issuperset(concept.labels)
        what = "never matches" if dead else "matches only beside another label of the concept"
        kind = "dead label" if dead else "no context"
        yield Finding(kind, concept.id, f"{', '.join(map(repr, sorted(ambiguous)))}: {what}")
    if concept.type in _NAMES_THINGS:
        for label in concept.labels:
            if label not in ambiguous and label.isalpha() and label.islower():
                what = f"{label!r} may be met as a word: make it ambiguous, with a context"
                yield Finding("ordinary word", concept.id, what)


def _broader(concept: Concept, concepts: Mapping[str, Concept]) -> Iterator[Finding]:
    for broader in concept.broader:
        if broader not in concepts:
            yield Finding("missing broader", concept.id, f"{broader} does not exist")
            continue
        types = concept.type, concepts[broader].type
        if types[0] != types[1] and types not in _BROADER_ACROSS:
            yield Finding("broader type", concept.id, f"{broader} is a {types[1]}")
    way = _way_back(concept.id, concepts)
    if way and concept.id == min(way):
        yield Finding("cycle", concept.id, " < ".join(way))


def _way_back(start: str, concepts: Mapping[str, Concept]) -> list[str]:
    """Return the shortest way up from a concept to itself, both ends included, or nothing."""
    ways = deque([[start]])
    seen: set[str] = set()
    while ways:
        way = ways.popleft()
        for broader in concepts[way[-1]].broader:
            if broader == start:
                return [*way, start]
            if broader in concepts and broader not in seen:
                seen.add(broader)
                ways.append([*way, broader])
    return []


def _between_concepts(concepts: Iterable[Concept]) -> Iterator[Finding]:
    holders: defaultdict[str, list[tuple[str, Concept]]] = defaultdict(list)
    for concept in concepts:
        for label in concept.labels:
            holders[normal_form(label)].append((label, concept))
    for held in holders.values():
        for (label, one), (other_label, other) in combinations(held, 2):
            if one.id == other.id:
                continue
            ambiguous = (label in one.ambiguous_labels, other_label in other.ambiguous_labels)
            if all(ambiguous):
                continue  # each has its context, which is what tells them apart
            if any(ambiguous):
                kind = "shared label"
            elif _keep_each_others_capitals(label, other_label):
                kind = "collision"
            else:
                kind = "capitals"
            yield Finding(kind, one.id, f"{label!r} and {other_label!r} of {other.id}")


def _keep_each_others_capitals(one: str, other: str) -> bool:
    return keeps_capitals(one, other) and keeps_capitals(other, one)


def _packaged() -> dict[str, bytes]:
    ours = [file for file in files(__package__).iterdir() if file.name.endswith(".ttl")]
    return {file.name: file.read_bytes() for file in sorted(ours, key=lambda file: file.name)}


def _read(paths: Iterable[Path]) -> dict[str, bytes]:
    turtles = {}
    for path in paths:
        try:
            turtles[str(path)] = path.read_bytes()
        except OSError as error:
            raise InputError(error.strerror or str(error), where=str(path)) from error
    return turtles


def _of_turtle(turtles: Mapping[str, bytes]) -> Iterator[Finding]:
    """Yield what only the text of the files shows; they have been read once without error."""
    homes: defaultdict[str, list[str]] = defaultdict(list)
    for name, turtle in turtles.items():
        said = [
            (t.subject.value.removeprefix(BASE), t.predicate.value, t.object)
            for t in ox.parse(turtle, format=ox.RdfFormat.TURTLE)
            if isinstance(t.subject, ox.NamedNode)
        ]
        blocks = [concept_id for concept_id, _ in groupby(concept_id for concept_id, _, _ in said)]
        yield from _order(name, blocks)
        for block in blocks:
            homes[block].append(name)
        for (concept_id, predicate, label), times in Counter(said).items():
            if times > 1 and predicate in _LABELS:
                yield Finding("repeated label", concept_id, f"{_text(label)!r} in {name}")
    for concept_id, names in homes.items():
        if len(names) > 1:
            yield Finding(
                "defined twice", concept_id, f"{len(names)} blocks, in {', '.join(names)}"
            )


def _order(name: str, blocks: Iterable[str]) -> Iterator[Finding]:
    for before, block in pairwise(blocks):
        if block < before:
            yield Finding("order", block, f"stands after {before} in {name}")


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.Literal) else str(term)
