"""Edition: which edition of the ontology an atlas is written in, and whether it can be read.

An atlas says it in one statement about its base, with the ``owl:versionIRI`` of the ontology::

    <https://w3id.org/paperatlas/id/>
        dcterms:conformsTo <https://w3id.org/paperatlas/ontology/0.1.0> .

The last of the three numbers counts additions, which every reader may pass over; the first two
count changes, which none may. An atlas that does not say it is read as it stands: so are atlases
that others wrote, and those from before there was a second edition.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .errors import GraphError
from .ontology import BASE, DCTERMS, Iri

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .nodes import Triple

EDITIONS = "https://w3id.org/paperatlas/ontology/"
"""What the names of all editions begin with."""

EDITION = Iri(EDITIONS + "0.1.0")
"""The edition that is written, and read."""

CONFORMS_TO = Iri(DCTERMS + "conformsTo")

_NUMBERS = re.compile(r"([0-9]{1,9})\.([0-9]{1,9})\.([0-9]{1,9})", re.ASCII)
_SHOWN = 40


def edition_triple(base: str = BASE) -> Triple:
    """Return what an atlas under ``base`` says about its edition.

    >>> edition_triple("https://example.org/")[2]
    'https://w3id.org/paperatlas/ontology/0.1.0'
    """
    return Iri(base), CONFORMS_TO, EDITION


def check_edition(conforms_to: Iterable[str], where: str) -> None:
    """Refuse an atlas of an edition that cannot be read; standards of others are passed over.

    >>> check_edition(["https://w3id.org/paperatlas/ontology/0.1.7", "http://e.org/x"], "graph")
    >>> check_edition(["https://w3id.org/paperatlas/ontology/0.2.0"], "graph")
    Traceback (most recent call last):
    paperatlas.errors.GraphError: graph: this atlas is written in edition 0.2.0 of the ontology, and
    0.1 can be read (it is newer: install the newest Paperatlas)

    Raises:
        GraphError: it is newer or older, or its name cannot be read.

    """
    own = _number(EDITION)
    for name in sorted({name for name in conforms_to if name.startswith(EDITIONS)}):
        number = _number(name)
        if number is None or own is None:
            said = name.removeprefix(EDITIONS)
            said = said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…"
            what = f"the edition of this atlas cannot be read: {said!r} is not like '0.1.0'"
            raise GraphError(what, where=where, cure=_AGAIN)
        if number != own:
            what = (
                f"this atlas is written in edition {name.removeprefix(EDITIONS)} of the ontology, "
                f"and {own[0]}.{own[1]} can be read"
            )
            newer = "it is newer: install the newest Paperatlas"
            cure = newer if number > own else f"it is older: {_AGAIN}"
            raise GraphError(what, where=where, cure=cure)


_AGAIN = "build it again with 'paperatlas build SOURCE -o DIR'"


def _number(edition: str) -> tuple[int, int] | None:
    """Return the two numbers that must agree; None where there are none."""
    found = _NUMBERS.fullmatch(edition, len(EDITIONS))
    return (int(found[1]), int(found[2])) if found else None
