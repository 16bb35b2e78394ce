"""Build: the whole run on one screen, for the library and the command line alike.

What was done once is in the ledger, and is not done again: a build that was stopped goes on where
it was, and a second one does what is new. Whatever the ledger holds, the files come out the same.
"""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING

from .bytes_read import BytesRead
from .catalogue import Catalogue
from .crew import Alone
from .findings import Setup, find, key_of, links_in, text_of
from .front import front_of
from .glossary import describe
from .intake import counted, intake_csv
from .intake import summary as intake_summary
from .ledger import Ledger
from .ontology import BASE, prefixes
from .outcome import BuildTally, decode, encode, outcome_mark, stamps_of
from .output import sweep, write_together
from .readers import content_mark, nothing_read, on_disk, size_of, sources, stream
from .rendering import Told, render
from .rendering import key_of as key_of_blocks
from .settling import settle
from .turtle import prefix_lines
from .vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from pathlib import Path
    from typing import TypeVar

    from .catalogue import Listed
    from .crew import Crew
    from .decisions import Decision
    from .findings import Finding, Text
    from .front import Front
    from .intake import IntakeEntry
    from .linking import Link
    from .papers import Paper

    Each = TypeVar("Each")

LEDGER = ".work"
"""The folder, inside that of an atlas, in which its builds keep what they have done."""

PAGE = "network.html"
FILES = ("atlas.ttl", "evidence.ttl", "intake.csv", PAGE)
"""What a build writes into the folder of an atlas."""

_TEXTS, _PAPERS = 64, 32  # in a batch of work
_BLOCKS = 256  # in a piece of a file
_MANY = 10_000  # papers, whose Turtle takes as long to write as another process to start
_WORTH_A_CREW = 512
_LONG = 1 << 20  # bytes of a document: new, it will have work for a crew
_VERY_LONG = 1 << 24  # and so will this one when a part of it is new
_AHEAD = 3_072  # texts more, which take about as long to read as workers to start


@dataclass(frozen=True, slots=True)
class BuiltAtlas:
    """An atlas in memory: papers and links, the intake report, and the files' contents.

    ``files`` maps the name of each output file to its bytes; ``notes`` tell of decisions that found
    nothing to decide.
    """

    papers: tuple[Paper, ...]
    links: tuple[Link, ...]
    intake: tuple[IntakeEntry, ...]
    files: dict[str, bytes]
    notes: tuple[str, ...] = ()


def _quiet(step: str, done: int, of: int) -> None:
    """Report progress to nobody."""


@dataclass(frozen=True, slots=True)
class BuildPlan:
    """How a build is made: who finds, what people decided, where resources live, who works.

    ``discovery`` is as in :meth:`Discovery.of`; ``progress`` is called with a step's name, how much
    of it is done, and of how much: of "read" bytes, of "extract" and "graph" papers. ``page`` is
    whether to draw one; ``fresh`` forgets what earlier builds in the folder have done. ``mapping``
    says what fields are called in documents that do not use the usual names, as in
    :func:`~.readers.stream`.
    """

    vocabulary: Vocabulary | None = None
    discovery: str = ""
    decisions: tuple[Decision, ...] = ()
    base: str = BASE
    crew: Crew = field(default_factory=Alone)
    mapping: Mapping[str, str] = field(default_factory=dict)
    progress: Callable[[str, int, int], None] = _quiet
    page: bool = True
    fresh: bool = False


def write_atlas(
    paths: Sequence[str | Path], folder: Path, plan: BuildPlan | None = None
) -> BuildTally:
    """Build the atlas of some documents in a folder; its files change all together or not at all.

    The same documents give the same bytes, in whatever order they are named.

    Raises:
        InputError: nothing at all could be read, or there is no such pipeline.
        GraphError: the graph breaks the shapes.
        OutputError: the folder cannot be written, or another build is at work in it.
        WorkError: those who do the work are killed again and again.

    """
    plan = plan or BuildPlan()
    with (
        Ledger.open(folder / LEDGER, fresh=plan.fresh) as ledger,
        closing(_Build(ledger, plan)) as made,
    ):
        sweep(folder)
        made.read(paths)
        tally = made.before(folder) or made.anew(folder)
        if not plan.page:  # one that was there is of another atlas
            (folder / PAGE).unlink(missing_ok=True)
        return tally


def build_atlas(paths: Sequence[str | Path], plan: BuildPlan | None = None) -> BuiltAtlas:
    """Build the atlas of some documents in memory; raises as :func:`write_atlas`."""
    with Ledger.open(None) as ledger, closing(_Build(ledger, plan or BuildPlan())) as made:
        made.read(paths)
        made.make()
        return made.whole()


class _Build:
    """One build, step by step; each step finds what the one before it left in the ledger."""

    def __init__(self, ledger: Ledger, plan: BuildPlan) -> None:
        self._ledger, self._plan = ledger, plan
        self._vocabulary = plan.vocabulary or Vocabulary.packaged()
        concepts = tuple(plan.vocabulary.concepts.values()) if plan.vocabulary else None
        self._setup = Setup(concepts, plan.discovery)
        self._finders = self._setup.mark
        self._sought = self._found = 0
        self._begun: Future[Generator[list[Finding]]] | None = None

    def close(self) -> None:
        """Stop whatever work is begun and not done."""
        if self._begun and not self._begun.exception():
            self._begun.result().close()

    def before(self, folder: Path) -> BuildTally | None:
        """Return the tally of an earlier build that made the same, if its files still stand."""
        files, tally = self._ledger.outcome(self._mark()) or ("{}", "")
        stamps = json.loads(files)
        return decode(tally) if tally and stamps_of(folder, stamps) == stamps else None

    def anew(self, folder: Path) -> BuildTally:
        """Make the files of the atlas, and keep what came out."""
        self.make()
        written = write_together(folder, self.files())
        tally = self.tally()
        stamps = json.dumps(stamps_of(folder, written))
        self._ledger.put_outcome(self._mark(), stamps, encode(tally))
        return tally

    def _mark(self) -> bytes:
        plan = self._plan
        told = repr((plan.decisions, plan.base, plan.page))
        return outcome_mark(self._finders, told, *self._ledger.documents())

    def make(self) -> None:
        self._catalogue = Catalogue(self._ledger, self._finders)
        self._extract()
        decisions = self._plan.decisions
        self._settled = settle(self._ledger, self._catalogue, self._vocabulary, decisions)
        self._render()
        papers = self._catalogue.papers
        self._ledger.prune((p.id for p in papers), (p.finding for p in papers))
        self._times = Counter(chain.from_iterable(self._ledger.named()))
        self._page = self._drawing() if self._plan.page else None
        self._plan.progress("validate", 0, 1)
        describe(self._ledger, self._times, self._settled.concepts, self._plan.base)
        self._plan.progress("validate", 1, 1)

    def read(self, paths: Sequence[str | Path]) -> None:
        """Take in what is new; of many texts, the crew searches the first while others are read."""
        crew = self._plan.crew
        with closing(self._texts_read(paths)) as texts:
            first = list(islice(texts, _WORTH_A_CREW))
            if len(first) == _WORTH_A_CREW:
                crew.prepare()
                first += islice(texts, _AHEAD)
            if len(first) == _WORTH_A_CREW + _AHEAD:
                self._take(self._find(crew, chain(first, texts)))
            elif len(first) >= _WORTH_A_CREW:
                aside = ThreadPoolExecutor(1)  # records become papers while they start and work
                self._begun = aside.submit(self._find, crew, first)
                aside.shutdown(wait=False)
        if not self._ledger.has_records():
            raise nothing_read(self._ledger.refusals())

    def _texts_read(self, paths: Sequence[str | Path]) -> Generator[tuple[bytes, Text]]:
        """Read what is new, and yield what a crew may search meanwhile, with its key.

        Few papers are of several records, so nearly each text of a record is that of a paper.
        """
        labs, mapping, documents = self._vocabulary.lab_names, self._plan.mapping, sources(paths)
        self._ledger.keep_only(name for name, _ in documents)
        read = BytesRead(self._plan.progress, [size_of(path) for _, path in documents])
        for name, path in documents:
            with on_disk(path) as file, read.document(size_of(file)):
                mark, before = content_mark(file, labs, mapping), self._ledger.mark_of(name)
                if mark == before:
                    continue
                if size_of(file) >= (_LONG if before is None else _VERY_LONG):
                    self._plan.crew.prepare()
                found = stream(file, name, labs, mapping, read.told)
                for paper in self._ledger.take_in(name, mark, found):
                    text = text_of(paper) if self._plan.crew.beside else None
                    if text and not self._ledger.is_found(key := key_of(text, self._finders)):
                        self._sought += 1
                        yield key, text

    def _extract(self) -> None:
        if self._begun:
            self._take(self._begun.result())
        todo = self._catalogue.unfound()
        self._sought = self._found + len(todo)
        self._plan.progress("extract", self._found, self._sought)
        texts = ((key, self._catalogue.text(listed)) for key, listed in todo.items())
        self._take(self._find(self._crew(len(todo)), texts))

    def _find(self, crew: Crew, texts: Iterable[tuple[bytes, Text]]) -> Generator[list[Finding]]:
        return crew.map(partial(find, self._setup), _batches(texts, _TEXTS))

    def _take(self, results: Generator[list[Finding]]) -> None:
        with closing(results):
            for found in results:
                self._ledger.put_findings(found)
                self._found += len(found)
                self._plan.progress("extract", self._found, self._sought)

    def _render(self) -> None:
        known = self._ledger.written()
        keys = {p.id: self._key(p) for p in self._catalogue.papers}
        todo = [p for p in self._catalogue.papers if known.get(p.id) != keys[p.id]]
        told = ((keys[p.id], self._told(p)) for p in todo)
        work, batches = partial(render, self._plan.base), _batches(told, _PAPERS)
        done = 0
        self._plan.progress("graph", done, len(todo))
        with closing(self._crew(len(todo)).map(work, batches)) as results:
            for written in results:
                self._ledger.put_blocks(written)
                done += len(written)
                self._plan.progress("graph", done, len(todo))

    def _key(self, listed: Listed) -> bytes:
        settled = self._settled
        by, under = settled.of_publishers(listed), settled.of_subjects(listed)
        labs, content = settled.of_affiliations(listed), settled.decided(listed) or listed.finding
        return key_of_blocks(self._plan.base, listed.id, listed.mark, content, by, under, labs)

    def _told(self, listed: Listed) -> Told:
        content = self._settled.decided(listed) or self._ledger.finding(listed.finding)
        return Told(
            self._catalogue.paper(listed),
            content,
            self._settled.of_publishers(listed),
            self._settled.of_subjects(listed),
            self._settled.of_affiliations(listed),
        )

    def _crew(self, items: int) -> Crew:
        """Who works: for a little, starting others takes longer than the work."""
        return self._plan.crew if items >= _WORTH_A_CREW else Alone()

    def _drawing(self) -> Callable[[], bytes]:
        """Return what draws the page, which others do while much Turtle is written."""
        front = front_of(self._catalogue, self._ledger, self._settled, self._told, self._times)
        crew = self._plan.crew if len(self._catalogue.papers) >= _MANY else Alone()
        return crew.aside(partial(_drawn, front, self._plan.base))

    def files(self) -> Iterator[tuple[str, Iterable[bytes]]]:
        """Yield the name and the content, in pieces, of each file of the atlas."""
        yield "atlas.ttl", self._pieces(evidence=False)
        yield "evidence.ttl", self._pieces(evidence=True)
        yield "intake.csv", [intake_csv(self._catalogue.intake).encode()]
        if self._page:
            self._plan.progress("draw", 0, 1)
            drawn = self._page()
            self._plan.progress("draw", 1, 1)
            yield PAGE, [drawn]

    def _pieces(self, *, evidence: bool) -> Iterator[bytes]:
        used = self._ledger.prefixes(evidence=evidence)
        blocks = self._ledger.blocks(evidence=evidence)
        texts = chain(prefix_lines(used, prefixes(self._plan.base)), blocks)
        for at, batch in enumerate(_batches(texts, _BLOCKS)):
            if at:
                yield b"\n"
            yield b"\n".join(batch)

    def tally(self) -> BuildTally:
        kinds = Counter(concept.partition("/")[0] for concept in self._times)
        return BuildTally(
            self._catalogue.intake,
            dict(kinds),
            self._times.total(),
            self._ledger.quotes(),
            self._settled.notes,
        )

    def whole(self) -> BuiltAtlas:
        papers = [self._catalogue.paper(listed) for listed in self._catalogue.papers]
        links = (
            links_in(self._told(listed).content, paper)
            for listed, paper in zip(self._catalogue.papers, papers, strict=True)
        )
        return BuiltAtlas(
            papers=tuple(papers),
            links=tuple(chain.from_iterable(links)),
            intake=self._catalogue.intake,
            files={name: b"".join(pieces) for name, pieces in self.files()},
            notes=self._settled.notes,
        )


def _drawn(front: Front, base: str) -> bytes:
    from .front_page import front_page  # noqa: PLC0415  (it draws with large libraries)

    return front_page(front, base)


def _batches(items: Iterable[Each], size: int) -> Iterator[tuple[Each, ...]]:
    rest = iter(items)
    while batch := tuple(islice(rest, size)):
        yield batch


def summary(tally: BuildTally) -> str:
    """Tell on a few lines what a build read and made."""
    kinds = (
        counted(tally.concepts.get(kind, 0), kind)
        for kind in ("lab", "method", "model", "benchmark", "topic")
    )
    quotes = counted(tally.quotes, "quote")
    return "\n".join(
        [
            f"Intake    {intake_summary(tally.intake)}",
            f"Concepts  {sum(tally.concepts.values())}: {', '.join(kinds)}",
            f"Links     {tally.statements} to concepts, {quotes} behind them",
        ]
    )
