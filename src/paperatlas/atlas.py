"""Atlas: an atlas in Python, wherever it is: opened once, asked often.

::

    atlas = Atlas.open("graph")
    atlas.ask("who-introduced", concept="RLHF").to_pandas()
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from .answers import clean, shortened
from .endpoint import opened
from .errors import QuestionError
from .network import network
from .ontology import Iri
from .questions import ask, find, questions
from .store import Rows, Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    import networkx as nx
    import pandas as pd
    import rdflib

    from .store import Answer, Value

_SHOWN = 20  # rows that a notebook shows
_LONG = 200  # characters of a cell that a notebook shows
_STATEMENT = ("subject", "predicate", "object")
_STATEMENTS = "SELECT ?subject ?predicate ?object { ?subject ?predicate ?object }"
_WHOLE = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_PAPERS = """
SELECT ?paper ?title ?issued ?arxiv WHERE {
  ?paper a fabio:ResearchPaper .
  OPTIONAL { ?paper dcterms:title ?title }
  OPTIONAL { ?paper dcterms:issued ?issued }
  OPTIONAL { ?paper fabio:hasArXivId ?arxiv }
}
"""
_COUNTS = """
SELECT ?kind (COUNT(DISTINCT ?thing) AS ?number) WHERE {
  VALUES (?class ?kind) {
    (fabio:ResearchPaper "papers") (atlas:Lab "labs") (atlas:Method "methods")
    (atlas:Model "models") (atlas:Benchmark "benchmarks") (atlas:Topic "topics")
  }
  ?thing a ?class .
}
GROUP BY ?kind ORDER BY ?kind
"""


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to one question: plain rows, and ways into other libraries.

    A SELECT gives its columns and rows; an ASK one row under ``answer``; a CONSTRUCT or DESCRIBE
    a row a statement, under ``subject``, ``predicate`` and ``object``. Values are str, `Iri` (a
    kind of str), int, float, bool, `datetime.date`, `decimal.Decimal`, or None. Iterating gives
    each row as a dict; truth is the answer to an ASK, else whether there is a row. In a notebook
    they show themselves as a table of at most 20 rows.

    >>> found = Answers(("lab", "papers"), (("METR", 3), ("OpenAI", 11)))
    >>> len(found), found.rows[0], next(iter(found))
    (2, ('METR', 3), {'lab': 'METR', 'papers': 3})
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Value | None, ...], ...]
    turtle: bytes = field(default=b"", repr=False)
    prefixes: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, answer: Answer, prefixes: Mapping[str, str]) -> Answers:
        """Make them of what `Store.query` gives; ``prefixes`` shorten the IRIs that are shown."""
        if isinstance(answer, bool):
            return cls(("answer",), ((answer,),), prefixes=prefixes)
        turtle = b"" if isinstance(answer, Rows) else answer
        rows = answer if isinstance(answer, Rows) else Store.of(answer).select(_STATEMENTS)
        return cls(rows.columns, rows.rows, turtle, prefixes)

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Value | None]]:
        """Yield each row as column -> value."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __bool__(self) -> bool:
        """Return what an ASK answers, else whether there is a row."""
        return self.rows not in ((), ((False,),))

    def to_pandas(self) -> pd.DataFrame:
        """Return a table of a row a row, under the columns' names.

        >>> Answers(("lab", "papers"), (("METR", 3),)).to_pandas().shape
        (1, 2)
        """
        import pandas as pd  # noqa: PLC0415  (only who asks for a table waits for it)

        return pd.DataFrame(list(self.rows), columns=list(self.columns))

    def to_rdflib(self) -> rdflib.Graph:
        """Return the graph that a CONSTRUCT or DESCRIBE made.

        >>> Answers(("lab",), (("METR",),)).to_rdflib()
        Traceback (most recent call last):
        paperatlas.errors.QuestionError: rows are no graph (ask with CONSTRUCT or DESCRIBE, or take
        the whole: Atlas.to_rdflib)

        Raises:
            QuestionError: the answer is rows, or yes or no.

        """
        if not self.turtle and self.columns != _STATEMENT:
            cure = "ask with CONSTRUCT or DESCRIBE, or take the whole: Atlas.to_rdflib"
            raise QuestionError("rows are no graph", cure=cure)
        return _rdflib(self.turtle)

    def to_networkx(self) -> nx.MultiDiGraph:
        """Return a network whose nodes are IRIs.

        A row gives an edge from its first IRI to its last, with the other columns on it; a row
        with one IRI gives a lone node. A statement gives an edge with its ``predicate``, or, where
        its object is a text or a number, an attribute of its subject: a list under the predicate.

        >>> edge = (Iri("https://a.example/1"), Iri("https://a.example/2"), 3)
        >>> list(Answers(("paper", "lab", "times"), (edge,)).to_networkx().edges(data=True))
        [('https://a.example/1', 'https://a.example/2', {'times': 3})]
        """
        import networkx as nx  # noqa: PLC0415  (as above)

        graph = nx.MultiDiGraph()
        if self.columns == _STATEMENT:
            for subject, predicate, value in self.rows:
                name = shortened(str(predicate), self.prefixes)
                if isinstance(value, Iri):
                    graph.add_edge(str(subject), str(value), predicate=name)
                else:
                    graph.add_node(str(subject))
                    graph.nodes[str(subject)].setdefault(name, []).append(value)
            return graph
        for row in self:
            ends = [name for name, value in row.items() if isinstance(value, Iri)]
            graph.add_nodes_from(str(row[name]) for name in ends[:1] + ends[-1:])
            if len(ends) > 1:
                first, last = ends[0], ends[-1]
                said = {n: v for n, v in row.items() if n not in {first, last} and v is not None}
                graph.add_edge(str(row[first]), str(row[last]), **said)
        return graph

    def _repr_html_(self) -> str:
        """Show a table to a notebook; every text is escaped, and only web addresses are links."""
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        body = "".join(
            f"<tr>{''.join(f'<td>{self._cell(value)}</td>' for value in row)}</tr>"
            for row in self.rows[:_SHOWN]
        )
        more = len(self.rows) - _SHOWN
        note = f"<p>and {more} more rows</p>" if more > 0 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}"

    def _cell(self, value: Value | None) -> str:
        if value is None:
            return ""
        text = clean(shortened(value, self.prefixes) if isinstance(value, Iri) else str(value))
        shown = escape(text if len(text) <= _LONG else f"{text[: _LONG - 1]}…")
        if isinstance(value, Iri) and value.startswith(("http://", "https://")):
            return f'<a href="{escape(value)}" rel="noreferrer">{shown}</a>'
        return shown


class Atlas:
    """An atlas, in a folder or in a remote store.

    It is read once, when it is opened; no question reads it again.
    """

    def __init__(self, store: Store, place: str) -> None:
        """Keep what `open` found."""
        self.store = store
        self._place = place

    @classmethod
    def open(cls, place: str | Path) -> Atlas:
        """Open the atlas in a folder that ``build`` wrote, or at the address of a SPARQL store.

        Raises:
            GraphError: there is none.

        """
        return cls(opened(place), str(place))

    def ask(
        self,
        question: str,
        /,
        **params: str | float | bool | date | Decimal,
    ) -> Answers:
        """Answer a ready question by name, a ``.rq`` file, or SPARQL text.

        ``params`` fill the question's parameters: names, IRIs, numbers, dates. SPARQL text may use
        the prefixes of the atlas without declaring them. Rows keep the question's order, and are
        sorted where it asks for none.

        Raises:
            QuestionError: there is no such question, or it cannot be answered as it is put.
            GraphError: a remote store fails.

        """
        values = {
            name: str(value).lower() if isinstance(value, bool) else str(value)
            for name, value in params.items()
        }
        return Answers.of(ask(self.store, find(question), values), self.store.prefixes)

    @property
    def questions(self) -> Answers:
        """The ready questions: their names, what they ask, and their parameters."""
        rows = (
            (ready.name, ready.title, ", ".join(p.name for p in ready.parameters))
            for ready in questions()
        )
        return Answers(("name", "question", "parameters"), tuple(rows))

    @property
    def papers(self) -> Answers:
        """The papers: IRI, title, date and arXiv id."""
        return self.ask(_PAPERS)

    def to_rdflib(self) -> rdflib.Graph:
        """Return the papers and concepts, without the evidence, as a graph in memory."""
        return _rdflib(self.store.construct(_WHOLE))

    def to_networkx(self) -> nx.DiGraph:
        """Return the papers and concepts as the page draws them; `paperatlas.network` says how."""
        return network(self.store)

    def __repr__(self) -> str:
        """Tell where it is."""
        return f"Atlas.open({self._place!r})"

    def _repr_html_(self) -> str:
        """Show a notebook where the atlas is and what it holds."""
        counts = self.ask(_COUNTS)._repr_html_()
        return f"<p>Atlas <code>{escape(clean(self._place))}</code></p>{counts}"


def _rdflib(turtle: bytes) -> rdflib.Graph:
    import rdflib  # noqa: PLC0415  (as above)

    return rdflib.Graph().parse(data=turtle, format="turtle")
