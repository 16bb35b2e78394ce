"""Train the recogniser of names, fit the confidence of every new name, measure both, save them.

    python training/train.py --corpus ARXIV.jsonl.gz --gold GOLD.jsonl [GOLD.jsonl ...] \
        [--held-out FILE ...] [--out src/paperatlas/extraction]

The same data give the same bytes. Figures go to standard output, what differs from run to run
(speed) to standard error.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import figures
import pipeline
from annotated import annotated_set, draw, gold, silver
from fit import FOLDS, cross_validated, fit, fold_of

from paperatlas.evaluation import read_gold
from paperatlas.extraction import Extractor
from paperatlas.extraction.confidence import Confidence
from paperatlas.extraction.discovery import Discovery
from paperatlas.linking import Linker
from paperatlas.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

    from paperatlas.evaluation import GoldPaper
    from paperatlas.extraction.recognition import Recogniser


def main(words: Sequence[str] | None = None) -> None:
    """Read the arguments, train, measure, save."""
    args = _arguments(words)
    vocabulary = Vocabulary.packaged()
    papers = [paper for file in args.gold for paper in read_gold(file)]
    base = pipeline.blank(args.config)
    examples = silver_and_sets(base, args, vocabulary, papers)
    if args.keep_base and args.keep_base.exists():
        pipeline.recogniser(base).from_disk(args.keep_base)
    elif examples:
        pipeline.train(base, examples, args.rounds, 0.002, Random(1))
        if args.keep_base:
            pipeline.recogniser(base).to_disk(args.keep_base)
    print(f"{len(examples)} silver abstracts and sentences; trained", file=sys.stderr)

    rehearsal = examples[: args.abstracts]
    recognised = _recognised(base, args, papers, rehearsal)
    judged = [p for p in papers if p.fields.get("origin") != args.known]
    weights = {}
    for finders, recogniser in {"alone": None, "recogniser": recognised}.items():
        weights[finders] = _judge(vocabulary, judged, finders, recogniser, args.plot)
    if args.out:
        final = _fine_tune(base, args, papers, rehearsal)
        pipeline.save(final, args.config, args.out / "model")
        text = json.dumps(weights, indent=1, sort_keys=True, ensure_ascii=False)
        (args.out / "confidence.json").write_text(text + "\n", "utf-8")


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    parser.add_argument("--held-out", type=Path, nargs="*", default=[], help="only ids are read")
    parser.add_argument("--known", default="seeds", help="origin that the vocabulary was made for")
    parser.add_argument("--ner", type=Path, help="folder of annotated sets, where --sets names any")
    parser.add_argument("--sets", nargs="*", default=[], help="names of files in --ner")
    parser.add_argument("--out", type=Path, help="where to save; without it only figures are made")
    parser.add_argument("--plot", type=Path, help="folder for the reliability diagrams")
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("config.cfg"))
    parser.add_argument("--abstracts", type=int, default=10000, help="silver abstracts, 0 for none")
    parser.add_argument("--rounds", type=int, default=3, help="over silver and sets")
    parser.add_argument("--gold-rounds", type=int, default=12)
    parser.add_argument("--keep-base", type=Path, help="reuse, or write, the weights before gold")
    return parser.parse_args(words)


def silver_and_sets(
    nlp: Language, args: argparse.Namespace, vocabulary: Vocabulary, papers: Sequence[GoldPaper]
) -> list[Doc]:
    """Return silver abstracts and the sets' sentences; no annotated paper is among them."""
    random = Random(7)
    barred = ids_held_out(args.held_out) | {paper.paper.id for paper in papers}
    # Weights of an earlier training must not change the silver of this one.
    unjudged = Discovery(vocabulary, confidence=Confidence({}, vocabulary))
    extractor, linker = Extractor(vocabulary, discovery=unjudged), Linker(vocabulary)
    drawn = draw(args.corpus, args.abstracts, random, barred) if args.abstracts else []
    docs = silver(nlp, drawn, extractor, linker, random)
    for name in args.sets:
        docs += annotated_set(nlp, args.ner / f"{name}.jsonl")
    return docs


def ids_held_out(files: Sequence[Path]) -> set[str]:
    """Return the ids of the papers in JSON Lines files."""
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    return {json.loads(line)["id"] for line in lines}


def _fine_tune(
    base: Language, args: argparse.Namespace, papers: Sequence[GoldPaper], rehearsal: Sequence[Doc]
) -> Language:
    """Train on gold, beside as many silver abstracts, so that these are not forgotten."""
    nlp = pipeline.copy(base, args.config)
    docs = [gold(nlp, paper) for paper in papers] + list(rehearsal[: len(papers)])
    return pipeline.train(nlp, docs, args.gold_rounds, 0.001, Random(2))


def _recognised(
    base: Language, args: argparse.Namespace, papers: Sequence[GoldPaper], rehearsal: Sequence[Doc]
) -> dict[str, Recogniser]:
    """Return, for each paper, the names found in it by a model that was not trained on it."""
    names: dict[str, Recogniser] = {}
    for fold in range(FOLDS):
        rest = [paper for at, paper in enumerate(papers) if fold_of(at) != fold]
        nlp = _fine_tune(base, args, rest, rehearsal)
        for at, paper in enumerate(papers):
            if fold_of(at) == fold:
                names[paper.paper.id] = figures.Recognised(nlp, paper)
    return names


def _judge(
    vocabulary: Vocabulary,
    papers: Sequence[GoldPaper],
    finders: str,
    recognised: Mapping[str, Recogniser] | None,
    plot: Path | None,
) -> dict[str, float]:
    """Cross-validate the confidence, print its figures, and return weights fitted on all papers."""
    found, judged = cross_validated(vocabulary, papers, recognised)
    bins = figures.reliability(papers, judged)
    print(f"\n== {finders}\n{figures.calibration_table(bins)}")
    if plot:
        (plot / f"reliability-{finders}.svg").write_bytes(figures.diagram(bins))
    for line in figures.tables(papers, *figures.read(vocabulary, papers, judged)):
        print(line)
    return fit([row for theirs in found for row in theirs])


if __name__ == "__main__":
    main()
