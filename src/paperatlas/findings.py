"""Findings: what is found in a text, as one line of JSON that needs no paper, and its gist.

Two papers of the same title and abstract have the same findings, whatever else is told of them; so
findings are known by those, and by everything that takes part in finding. The content holds links
as offsets; the gist holds what is counted over all papers.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NamedTuple

from .extraction import Mention
from .linking import Link, Linker
from .marks import code_mark, mark_of
from .papers import Paper, text_mark
from .vocabulary import Concept, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .candidates import Candidates
    from .extraction import Extractor

Text = tuple[str | None, str | None, str | None]
"""Title, abstract, and their language where that is not English."""

Finding = tuple[bytes, str, str]
"""Key, gist and content."""

_FINDERS = ("extraction", "vocabulary", "spelling", "memory", "linking", "candidates", "findings")


@dataclass(frozen=True, slots=True)
class Setup:
    """Who finds: concepts (``None`` for those packaged) and what :meth:`Discovery.of` takes."""

    concepts: tuple[Concept, ...] | None = None
    discovery: str = ""

    @property
    def mark(self) -> bytes:
        """Name all that takes part in finding: when it changes, findings are made anew."""
        versions = (f"{name} {version(name)}" for name in ("spacy", "numpy", "thinc"))
        return mark_of(code_mark(*_FINDERS), repr(self.concepts), self.discovery, *versions)


def text_of(paper: Paper) -> Text:
    """Return the part of a paper that is searched."""
    return paper.title, paper.abstract, paper.language


def key_of(text: Text, mark: bytes) -> bytes:
    """Return sixteen bytes that name the findings in a text.

    >>> key_of(("Deep Sets", None, None), b"") == key_of((None, "Deep Sets", None), b"")
    False
    """
    return key_under(text_mark(*text), mark)


def key_under(text: bytes, mark: bytes) -> bytes:
    """Return the key of the findings in a text of which only the mark is known."""
    return mark_of(mark, text)


def find(setup: Setup, texts: Sequence[tuple[bytes, Text]]) -> list[Finding]:
    """Return key, gist and content of what is found in each text: a pure function.

    >>> setup = Setup(discovery="none")
    >>> [(key, gist, content)] = find(setup, [(b"key", ("Tuning with RLHF", None, None))])
    >>> gist
    '[["method/rlhf",0.9,null,null]]'
    >>> paper = Paper("p", "Tuning with RLHF", None)
    >>> [(link.concept, link.mention.text) for link in links_in(content, paper)]
    [('method/rlhf', 'RLHF')]
    >>> find(setup, [(b"key", ("Nothing to see", None, None))])
    [(b'key', '[]', '[]')]
    """
    extractor, linker, curated = _finder(setup)
    extractor.meet([field for _, (*text, _) in texts for field in text if field])
    found = []
    for key, (title, abstract, language) in texts:
        paper = Paper("", title, abstract, language=language)
        links = linker.links(paper, extractor.mentions(paper))
        found.append((key, _line(_gist(links, curated)), content_of(links)))
    return found


def content_of(links: Iterable[Link]) -> str:
    """Write links as :func:`links_in` reads them."""
    return _line([_row(link) for link in links])


def links_in(content: str, paper: Paper) -> tuple[Link, ...]:
    """Return the links that a content holds, as those of ``paper``, whose text it was found in."""
    text = paper.text
    return tuple(_link(row, paper.id, text) for row in json.loads(content))


class Quote(NamedTuple):
    """What the evidence tells of a link; the fields of the same names in `Link` and `Mention`.

    The first five say which statement is drawn from which stretch, and so order quotes.
    """

    paper: str
    start: int
    end: int
    concept: str
    role: str
    text: str
    field: str
    sentence: str
    score: float
    extractor: str
    reason: str
    role_reason: str


def quote_of(link: Link) -> Quote:
    """Return the quote behind a link."""
    m = link.mention
    which, said = (m.paper, m.start, m.end, link.concept, link.role), (m.text, m.field, m.sentence)
    return Quote(*which, *said, link.score, m.extractor, link.reason, link.role_reason)


def quotes_in(content: str, paper: Paper) -> list[Quote]:
    """Return the quotes behind :func:`links_in`, with less work.

    >>> paper = Paper("p", "Tuning with RLHF", None)
    >>> [(_, _, content)] = find(Setup(discovery="none"), [(b"", ("Tuning with RLHF", None, None))])
    >>> quotes_in(content, paper) == [quote_of(link) for link in links_in(content, paper)]
    True
    >>> quotes_in("[]", paper)
    []
    """
    text, quotes = paper.text, []
    for row in json.loads(content):
        start, end, title, at, length, who, _, _, _, _, concept, role, score, why, role_why = row
        which = paper.id, start, end, concept, role
        said = text[start:end], "title" if title else "abstract", text[at : at + length]
        quotes.append(Quote(*which, *said, score, who, why, role_why))
    return quotes


class Gathered:
    """What the gists of all papers amount to: best scores, and names of candidates.

    >>> from paperatlas.candidates import Candidates
    >>> gathered = Gathered(Candidates(taken=()))
    >>> gathered.add('[["method/foo",0.7,"Foo","F"],["method/rlhf",0.9,null,null]]')
    >>> gathered.best["method/rlhf"], "method/bar" in gathered.best
    (0.9, False)
    >>> [(c.id, c.pref_label, c.alt_labels) for c in gathered.candidates.concepts().values()]
    [('method/foo', 'Foo', ('F',))]
    """

    def __init__(self, candidates: Candidates) -> None:
        """Count into ``candidates``."""
        self.candidates = candidates
        self.best: dict[str, float] = {}

    @staticmethod
    def concepts_in(gist: str) -> set[str]:
        """Return the ids of the concepts that a gist tells of."""
        return {row[0] for row in json.loads(gist)}

    def add(self, gist: str, papers: int = 1) -> None:
        """Count the gist of so many papers."""
        for concept, score, label, short in json.loads(gist) if papers else ():
            self.best[concept] = max(score, self.best.get(concept, 0.0))
            if label is not None:
                self.candidates.told(concept, label, short, papers)


@lru_cache(maxsize=2)
def _finder(setup: Setup) -> tuple[Extractor, Linker, frozenset[str]]:
    from .extraction import Extractor  # noqa: PLC0415  (spaCy: a build whose workers find needs it not)
    from .extraction.discovery import Discovery  # noqa: PLC0415  (as above)

    vocabulary = Vocabulary(setup.concepts) if setup.concepts else Vocabulary.packaged()
    discovery = Discovery.of(vocabulary, setup.discovery)
    curated = frozenset(vocabulary.concepts)
    return Extractor(vocabulary, discovery=discovery), Linker(vocabulary), curated


def _gist(links: Iterable[Link], curated: frozenset[str]) -> list[list[object]]:
    """Return [concept, score, label, short form], where labels are told of candidates only."""
    rows: dict[object, tuple[str, float, str | None, str | None]] = {}
    for number, link in enumerate(links):
        mention = link.mention
        label = None if link.concept in curated else mention.expansion or mention.text
        short = mention.text if label is not None and mention.expansion else None
        key = link.concept if label is None else number  # labels count as often as they are used
        score = max(link.score, rows[key][1]) if key in rows else link.score
        rows[key] = link.concept, score, label, short
    return [list(row) for row in rows.values()]


def _row(link: Link) -> list[object]:
    m = link.mention
    return [
        *(m.start, m.end, m.field == "title", m.sentence_start, len(m.sentence), m.extractor),
        *(m.expansion, m.type, m.confidence, m.presented),
        *(link.concept, link.role, link.score, link.reason, link.role_reason),
    ]


def _link(row: list[Any], paper: str, text: str) -> Link:
    (start, end, title, at, length, who, expansion, kind, sure, presented, *rest) = row
    concept, role, score, reason, role_reason = rest
    mention = Mention(
        paper=paper,
        start=start,
        end=end,
        field="title" if title else "abstract",
        text=text[start:end],
        sentence=text[at : at + length],
        sentence_start=at,
        extractor=who,
        expansion=expansion,
        type=kind,
        confidence=sure,
        presented=presented,
    )
    return Link(mention, concept, role, score, reason, role_reason)


_line = json.JSONEncoder(separators=(",", ":")).encode
