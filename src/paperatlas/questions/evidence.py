"""Evidence: the quotes behind an answer, put beside the rows that name a statement.

A row names a statement where a paper and a concept that the paper names stand in it, in whichever
columns. What the row lacks is taken from the question's parameters: in the answer to "which papers
name RLHF?" every paper is a statement about RLHF, and about what is under it where the question
goes there (``skos:broader``). Where the row says a role, a sentence or offsets itself, only the
quotes that agree with it are its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import QuestionError
from ..ontology import ATLAS, FABIO, ROLES, SKOS, Iri
from ..store import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..store import Answer, Store, Value
    from .heads import Question

EVIDENCE = (
    "evidence_paper",
    "evidence_concept",
    "evidence_role",
    "evidence_quote",
    "evidence_sentence",
    "evidence_source",
    "evidence_start",
    "evidence_end",
)
"""The columns that `with_evidence` adds, in their order."""

_CLASSES = f"""
SELECT ?thing ?class
WHERE {{ VALUES ?thing {{ %s }} VALUES ?class {{ <{SKOS}Concept> <{FABIO}ResearchPaper> }}
  ?thing a ?class }}
"""
_UNDER = "SELECT ?under WHERE { ?under skos:broader* ?concept }"
_SOURCES = """
SELECT ?paper ?source ?line
WHERE { VALUES ?paper { %s }
  ?paper prov:wasDerivedFrom ?record . ?record atlas:source ?source ; atlas:line ?line }
"""
_QUOTES = """
SELECT ?paper ?concept ?property ?quote ?sentence ?start ?end
WHERE { VALUES ?paper { %s }
  GRAPH <https://w3id.org/paperatlas/graph/evidence> {
    ?mention atlas:paper ?paper ; atlas:concept ?concept ; atlas:role ?property ;
      oa:exact ?quote ; oa:start ?start ; oa:end ?end ; atlas:sentence ?sentence } }
"""
# Things asked for at once. A query grows by some 60 letters for each.
_BATCH = 500

_Cells = tuple["Value | None", ...]


def with_evidence(
    store: Store, question: Question, answer: Answer, bindings: Mapping[str, Value]
) -> Rows:
    """Return the rows of a question's answer, a quote beside each, in the columns of `EVIDENCE`.

    A row with several quotes comes several times: strongest role first, then in the order of the
    text. One without a quote comes once, with empty cells. The source is the document and line of
    each record of the paper ("notes.txt:7, list.txt:2"); start and end count characters in the
    title, a blank line and the abstract. ``bindings`` are those of `bindings_of`.

    >>> from paperatlas import Store
    >>> from paperatlas.questions import parse
    >>> store = Store.of(b"<urn:p> a <http://purl.org/spar/fabio/ResearchPaper> .")
    >>> question = parse("SELECT ?paper { ?paper a fabio:ResearchPaper }")
    >>> answer = Rows(("paper",), ((Iri("urn:p"),),))
    >>> with_evidence(store, question, answer, {}).rows[0][1:4]
    (None, None, None)
    >>> with_evidence(store, question, True, {})
    Traceback (most recent call last):
    paperatlas.errors.QuestionError: only rows have evidence put beside them (ask for rows, with
    SELECT)

    Raises:
        QuestionError: the answer has no rows to put a quote beside (a graph, or yes or no), or a
            column of its own with such a name.

    """
    if not isinstance(answer, Rows):
        cure = "ask for rows, with SELECT"
        raise QuestionError("only rows have evidence put beside them", cure=cure)
    if taken := [name for name in EVIDENCE if name in answer.columns]:
        cure = "rename it"
        raise QuestionError(f"the question has a column {taken[0]!r} of its own", cure=cure)
    quotes = _Quotes(store, question, answer, bindings)
    blank: _Cells = (None,) * len(EVIDENCE)
    rows = [row + cells for row in answer.rows for cells in quotes.of(row) or [blank]]
    return Rows(answer.columns + EVIDENCE, tuple(rows))


class _Quotes:
    """What the store says about every paper and concept of one answer."""

    def __init__(
        self, store: Store, question: Question, answer: Rows, bindings: Mapping[str, Value]
    ) -> None:
        asked = [value for value in bindings.values() if isinstance(value, Iri)]
        named = {value for row in answer.rows for value in row if isinstance(value, Iri)}
        classes = list(_all(store, _CLASSES, [*named, *asked]))
        self.columns = answer.columns
        self.papers = {thing for thing, name in classes if name == f"{FABIO}ResearchPaper"}
        self.concepts = {thing for thing, name in classes if name == f"{SKOS}Concept"}
        self.asked_papers = [thing for thing in asked if thing in self.papers]
        self.asked_concepts = {thing for thing in asked if thing in self.concepts}
        if "skos:broader" in question.sparql:
            for thing in tuple(self.asked_concepts):
                found = store.select(_UNDER, {"concept": thing}).rows
                self.asked_concepts.update(under for (under,) in found if isinstance(under, Iri))
        self.sources: dict[Value | None, list[str]] = {}
        for paper, source, line in sorted(_all(store, _SOURCES, self.papers), key=str):
            self.sources.setdefault(paper, []).append(f"{source}:{line}")
        self.quotes: dict[Value | None, list[_Cells]] = {}
        for quote in _all(store, _QUOTES, self.papers):
            self.quotes.setdefault(quote[0], []).append(quote)

    def of(self, row: _Cells) -> list[_Cells]:
        papers = [value for value in row if value in self.papers] or self.asked_papers
        concepts = {value for value in row if value in self.concepts} or self.asked_concepts
        cells = dict(zip(self.columns, row, strict=True))
        found = [
            quote
            for paper in dict.fromkeys(papers)
            for quote in self.quotes.get(paper, ())
            if quote[1] in concepts and _agrees(quote, cells)
        ]
        return [self._shown(quote) for quote in sorted(found, key=_standing)]

    def _shown(self, quote: _Cells) -> _Cells:
        paper, concept, property_, text, sentence, start, end = quote
        source = ", ".join(self.sources.get(paper, ())) or None
        return paper, concept, _role(property_), text, sentence, source, start, end


def _all(store: Store, query: str, things: Iterable[Value | None]) -> Iterator[_Cells]:
    """Ask about many things, some at a time; what is no IRI a query could hold names nothing."""
    known = sorted({thing for thing in things if isinstance(thing, Iri) and _holds(store, thing)})
    for at in range(0, len(known), _BATCH):
        listed = " ".join(f"<{thing}>" for thing in known[at : at + _BATCH])
        yield from store.select(query % listed).rows


def _holds(store: Store, thing: Iri) -> bool:
    """Tell whether a query can hold the IRI; an answer from elsewhere may bring anything."""
    try:
        store.bound("ASK { ?thing ?has ?value }", {"thing": thing})
    except QuestionError:
        return False
    return True


def _agrees(quote: _Cells, cells: Mapping[str, Value | None]) -> bool:
    """Tell whether a quote says what its row says: the role, the sentence, where it stands."""
    _, _, property_, text, sentence, start, end = quote
    said = cells.get("roles") or cells.get("role")
    roles = {_role(name) for name in str(said or "").split(", ")} & set(ROLES)
    if roles and "mentions" not in roles and _role(property_) not in roles:
        return False
    own = {"quote": text, "sentence": sentence, "start": start, "end": end}
    return all(cells.get(name) in {None, value} for name, value in own.items())


def _role(property_: Value | None) -> str:
    return str(property_).removeprefix(ATLAS)


def _standing(quote: Sequence[Value | None]) -> tuple[str, int, int, int, str]:
    paper, concept, property_, _, _, start, end = quote
    role = _role(property_)
    place = ROLES.index(role) if role in ROLES else len(ROLES)
    return str(paper), place, int(str(start)), int(str(end)), str(concept)
