"""Try variants of the recogniser under the same conditions, and print what each changes.

    python training/trials.py --corpus ARXIV.jsonl.gz --gold GOLD.jsonl [GOLD.jsonl ...] \
        [--held-out FILE ...] [--variants NAME ...] [--seeds NUMBER ...] [--keep FOLDER]

Every variant is trained on the same silver abstracts and annotated papers, fewer and for fewer
rounds than `train.py` does, and read with a confidence of its own; both are cross-validated. By
default a variant takes two to five minutes a seed of one core. ``--keep`` writes down what each
trial found and reads that again, so that trials can be made one by one. All but the speed is the
same again.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from itertools import product
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import figures
import numpy as np
import pipeline
import train
from annotated import draw, gold
from comparison import ALONE, MEASURES, table
from fit import FOLDS, cross_validated, discovery_input, fold_of
from unlabelled import floret_vectors, pretrain
from variants import VARIANTS, blank, copy, reads_from_now, size, with_spans

from paperatlas.evaluation import read_gold, reading
from paperatlas.evaluation.statements import score_statements
from paperatlas.extraction.recognition import Recogniser
from paperatlas.spelling import normal_form
from paperatlas.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from comparison import Found
    from spacy.language import Language
    from variants import Variant

    from paperatlas.evaluation import GoldPaper

WITHOUT = "no recogniser"


def main(words: Sequence[str] | None = None) -> None:
    """Read the arguments, make every trial that is not kept, print the table."""
    args = _arguments(words)
    workshop = Workshop(args)
    trials: dict[str, list[Found]] = {}
    for name, seed in product((WITHOUT, *args.variants), args.seeds):
        kept = args.keep / f"{name}-{seed}.json" if args.keep else None
        if kept and kept.exists():
            found = json.loads(kept.read_text("utf-8"))
        else:
            found = workshop.trial(name, seed)
            if kept:
                kept.write_text(json.dumps(found) + "\n", "utf-8")
        trials.setdefault(name, []).append(found)
        print(f"{name}, seed {seed}: done", file=sys.stderr)
    for line in table(trials, args.variants[0], workshop.held_out):
        print(line)


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    parser.add_argument("--held-out", type=Path, nargs="*", default=[], help="only ids are read")
    parser.add_argument("--known", default="seeds", help="origin that the vocabulary was made for")
    what = "the others are compared with the first"
    parser.add_argument("--variants", nargs="+", choices=VARIANTS, default=[*VARIANTS], help=what)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("config.cfg"))
    parser.add_argument("--abstracts", type=int, default=2000, help="silver abstracts")
    parser.add_argument("--rounds", type=int, default=2, help="over silver abstracts")
    parser.add_argument("--gold-rounds", type=int, default=6)
    parser.add_argument("--raw", type=int, default=15000, help="unlabelled abstracts")
    parser.add_argument("--width", type=int, default=64, help="of the floret vectors")
    parser.add_argument("--keep", type=Path, help="folder for what each trial found")
    parser.set_defaults(sets=[], ner=None)
    return parser.parse_args(words)


class Workshop:
    """What all trials share: annotated papers, silver abstracts, unlabelled ones."""

    def __init__(self, args: argparse.Namespace) -> None:
        """Read and label them."""
        self._args = args
        self._vocabulary = Vocabulary.packaged()
        self._papers = [paper for file in args.gold for paper in read_gold(file)]
        self._judged = [p for p in self._papers if p.fields.get("origin") != args.known]
        held = train.ids_held_out(args.held_out)
        self.held_out = np.array([p.paper.id in held for p in self._judged])
        self._maker = pipeline.blank(args.config)
        silver = train.silver_and_sets(self._maker, args, self._vocabulary, self._papers)
        self._silver = with_spans(silver)
        barred = held | {paper.paper.id for paper in self._papers}
        self._raw = [p.text for p in draw(args.corpus, args.raw, Random(8), barred)]

    def trial(self, name: str, seed: int) -> Found:
        """Train and measure one variant, or measure the program without a recogniser."""
        if name == WITHOUT:
            return self._statements(None)
        with tempfile.TemporaryDirectory() as folder:
            return self._trained(VARIANTS[name], seed, Path(folder))

    def _trained(self, variant: Variant, seed: int, folder: Path) -> Found:
        args = self._args
        vectors = floret_vectors(self._raw, args.width, folder) if variant.floret else None
        base = blank(variant, args.config, seed, vectors)
        if variant.pretrain:
            pretrain(base, self._raw)
        pipeline.train(base, self._silver, args.rounds, 0.002, Random(seed))
        nlp, recognised = base, {}
        for fold in range(FOLDS):
            rest = [p for at, p in enumerate(self._papers) if fold_of(at) != fold]
            docs = with_spans(gold(self._maker, paper) for paper in rest)
            nlp = copy(base, blank(variant, args.config, seed, vectors))
            docs += self._silver[: len(rest)]
            pipeline.train(nlp, docs, args.gold_rounds, 0.001, Random(seed))
            reads_from_now(nlp)
            for at, paper in enumerate(self._papers):
                if fold_of(at) == fold:
                    recognised[paper.paper.id] = figures.Recognised(nlp, paper)
        alone = [_names(paper, recognised[paper.paper.id]) for paper in self._judged]
        measured = {"size": size(nlp), "speed": self._speed(nlp)}
        return {ALONE: alone, **measured, **self._statements(recognised)}

    def _statements(self, recognised: Mapping[str, Recogniser] | None) -> Found:
        """Count the statements of the whole program."""
        papers = self._judged
        _, judged = cross_validated(self._vocabulary, papers, recognised)
        links, concepts = figures.read(self._vocabulary, papers, judged)
        counts: Found = {measure: [] for measure in MEASURES.values()}
        for paper, found in zip(papers, links, strict=True):
            for score in score_statements([reading(paper, found, concepts)])[0]:
                if score.name in counts:
                    counts[score.name].append([score.right, score.wrong, score.missed])
        return counts

    def _speed(self, nlp: Language) -> float:
        """Return abstracts a second of processor time, the best of three."""
        recogniser = Recogniser(nlp, own=True)
        texts = [discovery_input(paper)[:2] for paper in self._papers]
        taken = []
        for _ in range(3):
            start = time.process_time()
            for pair in texts:
                list(recogniser.names(pair))
            taken.append(time.process_time() - start)
        return len(texts) / min(taken)


def _names(paper: GoldPaper, recogniser: Recogniser) -> list[int]:
    """Count what a recogniser finds by itself, known names included.

    Return how many core entities it found with their type, how many names that are no entity of
    their type, core or not, and how many core entities it did not find.
    """
    found = {(name.type, normal_form(name.name)) for name in recogniser.names(())}
    annotated = [{(kind, form) for kind in e.types for form in e.forms} for e in paper.entities]
    core = [keys for keys, e in zip(annotated, paper.entities, strict=True) if e.core]
    right = sum(not keys.isdisjoint(found) for keys in core)
    return [right, len(found.difference(*annotated)), len(core) - right]


if __name__ == "__main__":
    main()
