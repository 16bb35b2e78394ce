"""Reading: concepts and links of a built atlas, as they were before they became triples."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from ..extraction import Mention
from ..linking import Link
from ..ontology import ATLAS, CONCEPT_TYPES
from ..vocabulary import Concept

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..store import Store
    from ..vocabulary import Vocabulary

_CONCEPTS = """
SELECT ?concept ?label ?alt ?scheme WHERE {
  ?concept skos:prefLabel ?label ; skos:inScheme ?scheme .
  OPTIONAL { ?concept skos:altLabel ?alt }
}
"""
_MENTIONS = """
SELECT ?paper ?concept ?role ?exact ?start ?end ?field ?sentence ?score ?extractor ?reason
WHERE {
  GRAPH ?evidence {
    ?mention atlas:paper ?paper ; atlas:concept ?concept ; atlas:role ?role ;
      oa:exact ?exact ; oa:start ?start ; oa:end ?end ; atlas:field ?field ;
      atlas:sentence ?sentence ; atlas:confidence ?score ;
      atlas:extractor ?extractor ; atlas:reason ?reason .
  }
}
"""


def read_atlas(
    store: Store, vocabulary: Vocabulary
) -> tuple[Mapping[str, Concept], tuple[Link, ...]]:
    """Return the concepts by id and the links of an atlas, links sorted by paper and position.

    The concepts of ``vocabulary`` are among them, in full, since a candidate may be merged into one
    that no paper names so far. What the graph does not keep (long forms of abbreviations, hidden
    labels of candidates) is not there, and a sentence is taken to begin where the quote's first
    occurrence in it says.
    """
    spaces = {store.prefixes[folder]: folder for folder in (*CONCEPT_TYPES, "paper")}
    concepts: dict[str, Concept] = {}
    for iri, label, alt, scheme in store.select(_CONCEPTS).rows:
        folder, name = _id(str(iri), spaces)
        if folder not in CONCEPT_TYPES:
            continue
        concept = concepts.setdefault(
            f"{folder}/{name}",
            Concept(
                f"{folder}/{name}",
                CONCEPT_TYPES[folder],
                str(label),
                curated=scheme == f"{ATLAS}vocabulary",
            ),
        )
        if alt is not None:
            alt_labels = tuple(sorted({*concept.alt_labels, str(alt)}))
            concepts[concept.id] = concept._replace(alt_labels=alt_labels)
    links = []
    for row in store.select(_MENTIONS).rows:
        paper, concept_iri, role, *found = map(str, row)
        exact, start, end, place, sentence, score, extractor, reason = found
        mention = Mention(
            paper=_id(paper, spaces)[1],
            start=int(start),
            end=int(end),
            field=place,
            text=exact,
            sentence=sentence,
            sentence_start=int(start) - max(sentence.find(exact), 0),
            extractor=extractor,
        )
        concept_id = "/".join(_id(concept_iri, spaces))
        links.append(Link(mention, concept_id, role.removeprefix(ATLAS), float(score), reason))
    links.sort(key=lambda n: (n.mention.paper, n.mention.start, n.mention.end, n.concept, n.role))
    return concepts | dict(vocabulary.concepts), tuple(links)


def _id(iri: str, spaces: Mapping[str, str]) -> tuple[str, str]:
    """Return folder and name of an IRI that the atlas gave; a foreign one has no folder."""
    for space, folder in spaces.items():
        if iri.startswith(space):
            return folder, unquote(iri.removeprefix(space))
    return "", iri
