"""Glossary: the blocks of Turtle that tell of an atlas's concepts, each written once and checked.

A block depends on nothing but its concept, so it is kept as long as that stays as it is. A shape
that compares concepts compares those of one label, or one with those broader than it: when what is
new is checked together with these, all is checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .edition import edition_triple
from .graph import concept_nodes, with_ancestors, writable
from .ledger import Written
from .marks import mark_of
from .nodes import nodes_of
from .ontology import Iri, concept_iri, prefixes
from .rendering import key_of
from .turtle import TurtleBlocks
from .validation import validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .ledger import Ledger
    from .turtle import Block
    from .vocabulary import Concept

_EDITION = "/"  # known among the ids of concepts, which have a name on either side of theirs


def describe(
    ledger: Ledger, named: Iterable[str], concepts: Mapping[str, Concept], base: str
) -> int:
    """Keep the blocks of the concepts named, and of all broader ones; return how many are new.

    ``concepts`` maps id -> concept and may hold more. Blocks of other concepts are dropped.

    >>> from .ledger import Ledger
    >>> from .vocabulary import Concept
    >>> rlhf = Concept("method/rlhf", "Method", "RLHF")
    >>> with Ledger.open(None) as ledger:
    ...     describe(ledger, [rlhf.id], {rlhf.id: rlhf}, "http://e.org/")
    ...     describe(ledger, [rlhf.id], {rlhf.id: rlhf}, "http://e.org/")
    ...     describe(ledger, [], {}, "http://e.org/")
    ...     [*ledger.blocks(evidence=False)][-1].splitlines()[0]
    1
    0
    0
    b'<http://e.org/> dcterms:conformsTo <https://w3id.org/paperatlas/ontology/0.1.0> .'

    Raises:
        GraphError: a concept is named that is not there, or the concepts break the shapes.

    """
    told = with_ancestors(named, concepts)
    code, known = key_of(base), ledger.described()
    new = {} if known.pop(_EDITION, None) == code else {_EDITION: code}
    for key, concept in told.items():
        mark = mark_of(code, (*concept,))
        if known.pop(key, None) != mark:
            new[key] = mark
    ledger.drop(known)
    if new:
        nodes = concept_nodes(_compared(new, told), told, base=base)
        validate(nodes)
        nodes |= nodes_of([edition_triple(base)])
        write = TurtleBlocks(prefixes(base))
        iris = {key: concept_iri(key, base) if key in told else Iri(base) for key in sorted(new)}
        ledger.put_blocks(
            _written(key, new[key], write.block(iri, nodes[iri])) for key, iri in iris.items()
        )
    return sum(key in told for key in new)


def _compared(new: Iterable[str], told: Mapping[str, Concept]) -> set[str]:
    """Return the ids of the concepts that are new, or share the label of one that is."""
    labels = {writable(told[key].pref_label) for key in new if key in told}
    return {key for key, concept in told.items() if writable(concept.pref_label) in labels}


def _written(key: str, made_of: bytes, block: Block) -> Written:
    placed = False, block.place, " ".join(sorted(block.prefixes)), block.text
    return Written(key, made_of, (), 0, (placed,))
