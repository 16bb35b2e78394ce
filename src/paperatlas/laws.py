"""Laws: what ties many nodes of a graph together, by the names that they have in ``shapes.ttl``.

There each is a SPARQL query, for the tools of others. Here it is Python, since to load a store and
to ask it takes longer than to make the graph; the tests hold the two against each other.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

from .ontology import ATLAS, terms
from .turtle import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from .ontology import Iri
    from .turtle import Nodes, Table, Term

    Breach = tuple[Iri, dict[str, str]]


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
        self._known_texts: dict[Term, list[str]] = {}

    def rows(self, *properties: Iri) -> Iterator[tuple[Any, ...]]:
        """Yield every node that has these properties with a value of each, in every combination."""
        for subject in min([self._having[each] for each in properties], key=len):
            node = self._nodes[subject]
            for values in product(*[node.get(each, ()) for each in properties]):
                yield subject, *values
        for table in self._tables:
            columns = [table.columns.get(each, ()) for each in properties]
            if all(columns):
                yield from zip(table.subjects, *columns, strict=True)

    def quote(self, focus: Iri) -> Iterator[Breach]:
        """Find mentions whose quote is not what the text of their paper holds."""
        parts = terms.TYPE, terms.OF_PAPER, terms.EXACT, terms.START, terms.END
        for mention, kind, paper, quote, start, end in self.rows(*parts):
            for text in self._texts(paper) if kind == focus else ():
                if not _holds(text, quote, start, end):
                    yield mention, {"paper": text_of(paper)}

    def evidence(self, focus: Iri) -> Iterator[Breach]:
        """Find papers that state a role to a concept without a mention in that role."""
        for paper, concept in self.rows(focus):
            if (paper, concept) not in self._mentions[focus]:
                yield paper, {"concept": text_of(concept)}

    def any_evidence(self, focus: Iri) -> Iterator[Breach]:
        """Find papers that state a role to a concept without any mention."""
        rows = self.rows(terms.OF_PAPER, terms.OF_CONCEPT)
        mentioned = {(paper, concept) for _, paper, concept in rows}
        for paper, concept in self.rows(focus):
            if (paper, concept) not in mentioned:
                yield paper, {"concept": text_of(concept)}

    def statement(self, focus: Iri) -> Iterator[Breach]:
        """Find mentions in a role that their paper does not state."""
        for (paper, concept), mentions in self._mentions[focus].items():
            if concept not in self._values(paper, focus):
                yield from ((mention, {}) for mention in mentions)

    def mentions(self, focus: Iri) -> Iterator[Breach]:
        """Find papers that state a role to a concept and not that they mention it."""
        for paper, concept in self.rows(focus):
            if concept not in self._values(paper, terms.MENTIONS):
                yield paper, {"concept": text_of(concept)}

    def label(self, focus: Iri) -> Iterator[Breach]:
        """Find concepts of one type that share their preferred label."""
        named: defaultdict[Term, set[Iri]] = defaultdict(set)
        for concept, kind, label in self.rows(terms.TYPE, terms.PREF_LABEL):
            if kind == focus:
                named[label].add(concept)
        shared = (concepts for concepts in named.values() if len(concepts) > 1)
        return ((min(concepts), {"other": max(concepts)}) for concepts in shared)

    def _values(self, subject: Term, predicate: Iri) -> Sequence[Term]:
        if predicate not in self._said:
            said: defaultdict[Term, list[Term]] = defaultdict(list)
            for each, value in self.rows(predicate):
                said[each].append(value)
            self._said[predicate] = said
        return self._said[predicate].get(subject, ())

    @cached_property
    def _mentions(self) -> Mapping[Term, dict[tuple[Term, Term], list[Iri]]]:
        """All mentions in a role, by that, and by the paper and concept they are evidence of."""
        mentions: defaultdict[Term, dict[tuple[Term, Term], list[Iri]]] = defaultdict(dict)
        parts = terms.OF_PAPER, terms.OF_CONCEPT, terms.ROLE
        for mention, paper, concept, role in self.rows(*parts):
            mentions[role].setdefault((paper, concept), []).append(mention)
        return mentions

    def _texts(self, paper: Term) -> list[str]:
        """Return the text of a paper: one, unless it has more than one title or abstract."""
        if paper not in self._known_texts:
            parts = (self._values(paper, part) or (None,) for part in (terms.TITLE, terms.ABSTRACT))
            self._known_texts[paper] = [
                "\n\n".join(text_of(part) for part in both if part is not None)
                for both in product(*parts)
            ]
        return self._known_texts[paper]


def _holds(text: str, quote: Term, start: Term, end: Term) -> bool:
    """Tell whether the quote stands there. Of ends that are no numbers the shapes tell."""
    try:
        first, last = int(text_of(start)), int(text_of(end))
    except ValueError:
        return True
    return first < last and text[max(first, 0) : last] == text_of(quote)


BY_NAME: dict[str, Callable[[Laws, Iri], Iterator[Breach]]] = {
    ATLAS + "QuoteLaw": Laws.quote,
    ATLAS + "EvidenceLaw": Laws.evidence,
    ATLAS + "AnyEvidenceLaw": Laws.any_evidence,
    ATLAS + "StatementLaw": Laws.statement,
    ATLAS + "MentionsLaw": Laws.mentions,
    ATLAS + "LabelLaw": Laws.label,
}
"""The IRI of a law in ``shapes.ttl`` -> its method."""
