"""Laws: what ties many nodes of a graph together, by the names that they have in ``shapes.ttl``.

There each is a SPARQL query, for the tools of others. Here it is Python, since to load a store and
to ask it takes longer than to make the graph; the tests hold the two against each other.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from .ontology import ATLAS, terms
from .turtle import Literal, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .ontology import Iri
    from .turtle import Node, Nodes, Term

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

    def __init__(self, nodes: Nodes) -> None:
        """Look at these nodes."""
        self._nodes = nodes
        self._known_texts: dict[Term, list[str]] = {}

    def quote(self, focus: Iri) -> Iterator[Breach]:
        """Find mentions whose quote is not what the text of their paper holds."""
        parts = terms.OF_PAPER, terms.EXACT, terms.START, terms.END
        for mention, node in self._of_type(focus):
            for paper, quote, start, end in product(*[node.get(part, ()) for part in parts]):
                for text in self._texts(paper):
                    if not _holds(text, quote, start, end):
                        yield mention, {"paper": text_of(paper)}

    def evidence(self, focus: Iri) -> Iterator[Breach]:
        """Find papers that state a role to a concept without a mention in that role."""
        for paper, concept in self._stated(focus):
            if (paper, concept, focus) not in self._mentions:
                yield paper, {"concept": text_of(concept)}

    def any_evidence(self, focus: Iri) -> Iterator[Breach]:
        """Find papers that state a role to a concept without any mention."""
        for paper, concept in self._stated(focus):
            if (paper, concept) not in self._mentioned:
                yield paper, {"concept": text_of(concept)}

    def statement(self, focus: Iri) -> Iterator[Breach]:
        """Find mentions in a role that their paper does not state."""
        for (paper, concept, role), mentions in self._mentions.items():
            if role == focus and concept not in self._values(paper, focus):
                yield from ((mention, {}) for mention in mentions)

    def mentions(self, focus: Iri) -> Iterator[Breach]:
        """Find papers that state a role to a concept and not that they mention it."""
        for paper, concept in self._stated(focus):
            if concept not in self._values(paper, terms.MENTIONS):
                yield paper, {"concept": text_of(concept)}

    def label(self, focus: Iri) -> Iterator[Breach]:
        """Find concepts of one type that share their preferred label."""
        named: defaultdict[Term, set[Iri]] = defaultdict(set)
        for concept, node in self._of_type(focus):
            for label in node.get(terms.PREF_LABEL, ()):
                named[label].add(concept)
        shared = (concepts for concepts in named.values() if len(concepts) > 1)
        return ((min(concepts), {"other": max(concepts)}) for concepts in shared)

    def _of_type(self, kind: Iri) -> Iterator[tuple[Iri, Node]]:
        return (each for each in self._nodes.items() if kind in each[1].get(terms.TYPE, ()))

    def _values(self, subject: Term, predicate: Iri) -> Sequence[Term]:
        node = None if isinstance(subject, Literal) else self._nodes.get(subject)
        return node.get(predicate, ()) if node else ()

    def _stated(self, role: Iri) -> Iterator[tuple[Iri, Term]]:
        return ((paper, c) for paper, node in self._stating for c in node.get(role, ()))

    @cached_property
    def _stating(self) -> list[tuple[Iri, Node]]:
        roles = {*terms.BY_ROLE.values()}
        return [each for each in self._nodes.items() if not roles.isdisjoint(each[1])]

    @cached_property
    def _mentions(self) -> dict[tuple[Term, Term, Term | None], list[Iri]]:
        """All mentions, by what they are evidence of: paper, concept, and role if they have one."""
        mentions: defaultdict[tuple[Term, Term, Term | None], list[Iri]] = defaultdict(list)
        for mention, node in self._nodes.items():
            if papers := node.get(terms.OF_PAPER):
                roles = node.get(terms.ROLE) or (None,)
                for key in product(papers, node.get(terms.OF_CONCEPT, ()), roles):
                    mentions[key].append(mention)
        return mentions

    @cached_property
    def _mentioned(self) -> set[tuple[Term, Term]]:
        return {(paper, concept) for paper, concept, _ in self._mentions}

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
