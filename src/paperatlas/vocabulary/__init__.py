"""Vocabulary: the curated concepts, kept as SKOS Turtle, one file a type.

The five files beside this one are data; this module reads them (or files of the same form that a
user brings) and answers which concepts a stretch of text may name.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ..errors import InputError
from ..ontology import ATLAS, BASE, RDF, SKOS
from ..spelling import keeps_capitals, normal_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TYPES = ("Lab", "Method", "Model", "Benchmark", "Topic")
"""The five types of concept, in the order in which they are shown."""


class Concept(NamedTuple):
    """Something that papers name.

    ``id`` is the type's folder and a short name ("method/rlhf"); ``broader`` holds ids. Hidden
    labels are matched but not shown; ambiguous labels are matched only in a paper that also holds
    one of ``contexts`` or another label of the concept. ``curated`` is false for a concept that is
    known from a document's metadata only. A ``general`` concept is a whole field, a property that
    most methods claim, or a kind that most systems are of. All tuples are sorted.
    """

    id: str
    type: str
    pref_label: str
    alt_labels: tuple[str, ...] = ()
    hidden_labels: tuple[str, ...] = ()
    ambiguous_labels: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    definition: str | None = None
    sources: tuple[str, ...] = ()
    homepages: tuple[str, ...] = ()
    exact_matches: tuple[str, ...] = ()
    curated: bool = True
    general: bool = False

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label, the preferred one first."""
        rest = {*self.alt_labels, *self.hidden_labels, *self.ambiguous_labels} - {self.pref_label}
        return (self.pref_label, *sorted(rest))


@dataclass(frozen=True, slots=True)
class Label:
    """One label of one concept; ``kind`` is "pref", "alt", "hidden" or "ambiguous"."""

    text: str
    concept: str
    kind: str


class Vocabulary:
    """The concepts by id, and their labels by normal form.

    >>> vocabulary = Vocabulary.packaged()
    >>> [label.concept for label in vocabulary.named("RL from human feedback")]
    ['method/rlhf']
    >>> vocabulary.named("a phrase that names nothing")
    ()
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        """Index ``concepts``; raises ``InputError`` when one label stands for two of them."""
        self.concepts: Mapping[str, Concept] = {c.id: c for c in sorted(concepts, key=_id)}
        by_form: defaultdict[str, list[Label]] = defaultdict(list)
        for concept in self.concepts.values():
            for label in _labels(concept):
                by_form[normal_form(label.text)].append(label)
        self.forms: Mapping[str, tuple[Label, ...]] = {f: tuple(s) for f, s in by_form.items()}
        self._named: dict[str, tuple[Label, ...]] = {}
        for form, labels in self.forms.items():
            if not form:
                what = f"{labels[0].concept} has a label without a letter or digit"
                raise InputError(what, cure="remove it")
            _refuse_collision([label for label in labels if label.kind != "ambiguous"])

    @classmethod
    @cache
    def packaged(cls) -> Vocabulary:
        """Load the five files that come with Paperatlas, once."""
        return cls(
            concept
            for file in sorted(files(__name__).iterdir(), key=lambda f: f.name)
            if file.name.endswith(".ttl")
            for concept in read_concepts(file.read_bytes(), file.name)
        )

    @classmethod
    def load(cls, paths: Iterable[Path]) -> Vocabulary:
        """Load Turtle files of the same form; raises ``InputError`` naming file and line."""
        concepts: list[Concept] = []
        for path in paths:
            try:
                concepts += read_concepts(Path(path).read_bytes(), str(path))
            except OSError as error:
                raise InputError(error.strerror or str(error), where=str(path)) from error
        return cls(concepts)

    @cached_property
    def lab_names(self) -> tuple[str, ...]:
        """Every label of every laboratory, sorted: hints for readers of untidy metadata."""
        labs = (c for c in self.concepts.values() if c.type == "Lab")
        return tuple(sorted(label for lab in labs for label in lab.labels))

    def named(self, surface: str) -> tuple[Label, ...]:
        """Return the labels that ``surface`` may stand for, one a concept, the surest first."""
        if surface not in self._named:
            fitting = [
                label
                for label in self.forms.get(normal_form(surface), ())
                if keeps_capitals(label.text, surface)
            ]
            best: dict[str, Label] = {}
            for label in sorted(fitting, key=_surest_first):
                best.setdefault(label.concept, label)
            # What names nothing is not kept: running text has no end of it.
            if not best:
                return ()
            self._named[surface] = tuple(best.values())
        return self._named[surface]


_KINDS = ("pref", "alt", "hidden", "ambiguous")


def _id(concept: Concept) -> str:
    return concept.id


def _surest_first(label: Label) -> tuple[bool, int, int, str]:
    """Ambiguous labels last; then the one with most capitals, which asks most of the text."""
    capitals = sum(letter.isupper() for letter in label.text)
    return label.kind == "ambiguous", -capitals, _KINDS.index(label.kind), label.concept


def _refuse_collision(labels: list[Label]) -> None:
    for one, other in combinations(labels, 2):
        alike = keeps_capitals(one.text, other.text) and keeps_capitals(other.text, one.text)
        if alike and one.concept != other.concept:
            what = f"the label {one.text!r} stands for {one.concept} and {other.concept}"
            raise InputError(what, cure="give it to one, or make it an atlas:ambiguousLabel")


def _labels(concept: Concept) -> list[Label]:
    ambiguous = set(concept.ambiguous_labels)
    kinds = {"pref": (concept.pref_label,), "alt": concept.alt_labels}
    kinds |= {"hidden": concept.hidden_labels, "ambiguous": concept.ambiguous_labels}
    return [
        Label(text, concept.id, kind)
        for kind, texts in kinds.items()
        for text in texts
        if kind == "ambiguous" or text not in ambiguous
    ]


def read_concepts(turtle: bytes, where: str) -> list[Concept]:
    """Read the concepts of one Turtle file, in the order of their ids.

    Raises ``InputError``, with file and line, for Turtle that does not parse and for a concept
    without a type or with other than one preferred label.
    """
    facts: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    try:
        for triple in ox.parse(turtle, format=ox.RdfFormat.TURTLE):
            subject, value = triple.subject, triple.object
            if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
                facts[subject.value][triple.predicate.value].append(value.value)
    except SyntaxError as error:
        place = f"{where}:{error.lineno}" if error.lineno else where
        raise InputError(str(error.msg), where=place, cure="mend the Turtle") from error
    return [_concept(iri, facts[iri], where) for iri in sorted(facts)]


def _concept(iri: str, facts: Mapping[str, list[str]], where: str) -> Concept:
    def many(predicate: str) -> tuple[str, ...]:
        values = facts.get(predicate)
        return tuple(sorted(set(values))) if values else ()

    name = iri.removeprefix(BASE)
    types = [t.removeprefix(ATLAS) for t in many(RDF + "type") if t.startswith(ATLAS)]
    if len(types) != 1 or types[0] not in TYPES:
        raise InputError(f"{name} has no type", where=where, cure=f"one of {', '.join(TYPES)}")
    pref = many(SKOS + "prefLabel")
    if len(pref) != 1:
        what = f"{name} has {len(pref)} preferred labels"
        raise InputError(what, where=where, cure="give it exactly one skos:prefLabel")
    definition = many(SKOS + "definition")
    return Concept(
        id=name,
        type=types[0],
        pref_label=pref[0],
        alt_labels=many(SKOS + "altLabel"),
        hidden_labels=many(SKOS + "hiddenLabel"),
        ambiguous_labels=many(ATLAS + "ambiguousLabel"),
        contexts=many(ATLAS + "context"),
        broader=tuple(b.removeprefix(BASE) for b in many(SKOS + "broader")),
        definition=definition[0] if definition else None,
        sources=many("http://purl.org/dc/terms/source"),
        homepages=many("http://xmlns.com/foaf/0.1/homepage"),
        exact_matches=many(SKOS + "exactMatch"),
        general=many(ATLAS + "general") == ("true",),
    )
