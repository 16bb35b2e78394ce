"""Laws: what ties many nodes of a graph together, by the names that they have in ``shapes.ttl``.

There each is a SPARQL query, for the tools of others. Here it is Python, since to load a store and
to ask it takes longer than to make the graph; the tests hold the two against each other.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

from .nodes import text_of
from .ontology import ATLAS, terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from .nodes import Column, Nodes, Table, Term
    from .ontology import Iri

    Breach = tuple[Iri, dict[str, str]]


_BACKING = terms.OF_PAPER, terms.OF_CONCEPT, terms.ROLE


class Laws:
    """The laws of one graph: each finds, given its focus, what breaks it.

    The focus is a class or a role. A breach is the node at fault, and by name what else the message
    of the law tells.

    >>> from .ontology import Iri
    >>> laws = Laws({Iri("http://e.org/paper"): {terms.MENTIONS: [Iri("http://e.org/concept")]}})
    >>> list(laws.any_evidence(terms.MENTIONS))
    [('http://e.org/paper', {'concept': 'http://e.org/concept'})]
    >>> list(laws.statement(terms.MENTIONS))
    []
    """

    def __init__(self, nodes: Nodes, tables: Sequence[Table] = ()) -> None:
        """Look at these nodes and those of tables; nobody is both."""
        self._nodes, self._tables = nodes, tables
        self._having: defaultdict[Iri, list[Iri]] = defaultdict(list)
        for subject, node in nodes.items():
            for each in node:
                self._having[each].append(subject)
        self._said: dict[Iri, dict[Term, list[Term]]] = {}
        self._by_role: dict[Iri, set[tuple[Iri, Term]]] = {}
        self._known_texts: dict[Term, list[str]] = {}

    def rows(self, *properties: Iri) -> Iterator[tuple[Any, ...]]:
        """Yield every node that has these properties with a value of each, in every combination."""
        yield from self._of_nodes(properties)
        for subjects, columns in self._of_tables(properties):
            yield from zip(subjects, *(column.terms() for column in columns), strict=True)

    def _plain_rows(self, *properties: Iri) -> Iterator[tuple[Any, ...]]:
        """Yield the same with the texts of the values."""
        for subject, *values in self._of_nodes(properties):
            yield subject, *map(text_of, values)
        for subjects, columns in self._of_tables(properties):
            yield from zip(subjects, *(column.texts for column in columns), strict=True)

    def having(self, each: Iri) -> Iterator[Iri]:
        """Yield every node that has this property."""
        yield from self._having[each]
        for subjects, _ in self._of_tables([each]):
            yield from subjects

    def _of_nodes(self, properties: Sequence[Iri]) -> Iterator[tuple[Any, ...]]:
        if len(properties) == 1:  # most often
            for subject in self._having[properties[0]]:
                for value in self._nodes[subject][properties[0]]:
                    yield subject, value
            return
        for subject in min([self._having[each] for each in properties], key=len):
            node = self._nodes[subject]
            for values in product(*[node.get(each, ()) for each in properties]):
                yield subject, *values

    def _of_tables(self, properties: Sequence[Iri]) -> Iterator[tuple[Sequence[Iri], list[Column]]]:
        for table in self._tables:
            if table.columns.keys() >= {*properties}:
                yield table.subjects, [table.columns[each] for each in properties]

    def quote(self, focus: Iri) -> Iterator[Breach]:
        """Find mentions whose quote is not what the text of their paper holds."""
        parts = terms.TYPE, terms.OF_PAPER, terms.EXACT, terms.START, terms.END
        for mention, kind, paper, quote, start, end in self._plain_rows(*parts):
            for text in self._texts(paper) if kind == focus else ():
                if not _holds(text, quote, start, end):
                    yield mention, {"paper": paper}

    def evidence(self, focus: Iri) -> Iterator[Breach]:
        """Find papers that state a role to a concept without a mention in that role."""
        return _lacking(self._stated(focus) - self._backed[focus])

    def any_evidence(self, focus: Iri) -> Iterator[Breach]:
        """Find papers that state a role to a concept without any mention."""
        rows = self.rows(terms.OF_PAPER, terms.OF_CONCEPT)
        return _lacking(self._stated(focus) - {(paper, concept) for _, paper, concept in rows})

    def statement(self, focus: Iri) -> Iterator[Breach]:
        """Find mentions in a role that their paper does not state."""
        unstated = self._backed[focus] - self._stated(focus)
        for mention, paper, concept, role in self.rows(*_BACKING) if unstated else ():
            if role == focus and (paper, concept) in unstated:
                yield mention, {}

    def mentions(self, focus: Iri) -> Iterator[Breach]:
        """Find papers that state a role to a concept and not that they mention it."""
        return _lacking(self._stated(focus) - self._stated(terms.MENTIONS))

    def label(self, focus: Iri) -> Iterator[Breach]:
        """Find concepts of one type that share their preferred label."""
        for (kind, _), concepts in self._alike.items():
            if kind == focus:
                yield min(concepts), {"other": max(concepts)}

    @cached_property
    def _alike(self) -> Mapping[tuple[Term, Term], set[Iri]]:
        """The concepts that are not alone, by type and preferred label."""
        first: dict[tuple[Term, Term], Iri] = {}
        alike: defaultdict[tuple[Term, Term], set[Iri]] = defaultdict(set)
        for concept, kind, label in self.rows(terms.TYPE, terms.PREF_LABEL):
            other = first.setdefault((kind, label), concept)
            if other != concept:
                alike[kind, label] |= {concept, other}
        return alike

    def _values(self, subject: Term, predicate: Iri) -> Sequence[Term]:
        if predicate not in self._said:
            said: defaultdict[Term, list[Term]] = defaultdict(list)
            for each, value in self.rows(predicate):
                said[each].append(value)
            self._said[predicate] = said
        return self._said[predicate].get(subject, ())

    def _stated(self, role: Iri) -> set[tuple[Iri, Term]]:
        """Return the papers that state a role, each with the concept."""
        if role not in self._by_role:
            self._by_role[role] = {*self.rows(role)}
        return self._by_role[role]

    @cached_property
    def _backed(self) -> Mapping[Term, set[tuple[Iri, Term]]]:
        """The papers and concepts that there are mentions of, by role."""
        backed: defaultdict[Term, set[tuple[Iri, Term]]] = defaultdict(set)
        for _, paper, concept, role in self.rows(*_BACKING):
            backed[role].add((paper, concept))
        return backed

    def _texts(self, paper: Term) -> list[str]:
        """Return the text of a paper: one, unless it has more than one title or abstract."""
        if paper not in self._known_texts:
            parts = (self._values(paper, part) or (None,) for part in (terms.TITLE, terms.ABSTRACT))
            self._known_texts[paper] = [
                "\n\n".join(text_of(part) for part in both if part is not None)
                for both in product(*parts)
            ]
        return self._known_texts[paper]


def _lacking(pairs: Iterable[tuple[Iri, Term]]) -> Iterator[Breach]:
    return ((paper, {"concept": text_of(concept)}) for paper, concept in pairs)


def _holds(text: str, quote: str, start: str, end: str) -> bool:
    """Tell whether the quote stands there. Of ends that are no numbers the shapes tell."""
    try:
        first, last = int(start), int(end)
    except ValueError:
        return True
    return first < last and text[max(first, 0) : last] == quote


BY_NAME: dict[str, Callable[[Laws, Iri], Iterator[Breach]]] = {
    ATLAS + "QuoteLaw": Laws.quote,
    ATLAS + "EvidenceLaw": Laws.evidence,
    ATLAS + "AnyEvidenceLaw": Laws.any_evidence,
    ATLAS + "StatementLaw": Laws.statement,
    ATLAS + "MentionsLaw": Laws.mentions,
    ATLAS + "LabelLaw": Laws.label,
}
"""The IRI of a law in ``shapes.ttl`` -> its method."""
