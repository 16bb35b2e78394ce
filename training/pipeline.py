"""The pipeline: Paperatlas's tokenizer, hashed features of words, a transition-based recogniser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

import spacy
from annotated import batches
from spacy.training import Example
from thinc.api import Adam, fix_random_seed

from paperatlas.extraction.tokens import tokenizing_pipeline

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from random import Random

    from spacy.language import Language
    from spacy.pipeline import TrainablePipe
    from spacy.tokens import Doc

LABELS = ("Benchmark", "Lab", "Method", "Model", "Topic")
SEED = 20240
DROPOUT = 0.2
BATCH = 16


def blank(config: Path) -> Language:
    """Return an untrained pipeline of the sizes that ``config`` gives."""
    fix_random_seed(SEED)
    nlp = tokenizing_pipeline()
    for name in nlp.pipe_names:
        nlp.remove_pipe(name)
    model = spacy.util.load_config(config)["model"]
    nlp.add_pipe("ner", config={"model": model})
    for label in LABELS:
        recogniser(nlp).add_label(label)
    nlp.initialize()
    return nlp


def train(nlp: Language, docs: Sequence[Doc], rounds: int, rate: float, random: Random) -> Language:
    """Train ``nlp`` on ``docs``, ``rounds`` times over; the rate falls to a tenth in the end.

    Parts that are not trained read each text first.
    """
    readers = [name for name, part in nlp.pipeline if not hasattr(part, "update")]
    optimizer = Adam(rate, L2=0.01, grad_clip=1.0)
    steps = rounds * (1 + len(docs) // BATCH)
    done = 0
    for _ in range(rounds):
        order = list(docs)
        random.shuffle(order)
        for batch in batches(order, BATCH):
            examples = [Example(_plain(nlp, doc), doc) for doc in batch]
            optimizer.learn_rate = rate * (1 - 0.9 * done / steps)
            nlp.update(examples, sgd=optimizer, drop=DROPOUT, annotates=readers)
            done += 1
    return nlp


def recogniser(nlp: Language) -> TrainablePipe:
    """Return the one part of the pipeline that is trained."""
    return cast("TrainablePipe", nlp.get_pipe("ner"))


def copy(nlp: Language, config: Path) -> Language:
    """Return a second pipeline with the same weights."""
    other = blank(config)
    recogniser(other).from_bytes(recogniser(nlp).to_bytes())
    return other


def save(nlp: Language, config: Path, folder: Path) -> None:
    """Write what inference needs: the weights, the tokenizer, and no string that training met."""
    fresh = copy(nlp, config)
    fresh.meta.update(name="paperatlas_names", version="1.0.0", license="MIT")
    fresh.meta["spacy_version"] = ">=3.8,<3.9"
    fresh.meta["description"] = "Names of labs, methods, models, benchmarks, topics in abstracts"
    fresh.to_disk(folder, exclude=["vectors"])
    vocab = folder / "vocab"
    for file in ("vectors", "vectors.cfg", "lookups.bin"):
        (vocab / file).unlink(missing_ok=True)
    # Training leaves every word that it met among the strings; inference looks up labels alone.
    (vocab / "strings.json").write_text(json.dumps(sorted(LABELS)) + "\n", "utf-8")


def _plain(nlp: Language, doc: Doc) -> Doc:
    words = [token.text for token in doc]
    spaces = [bool(token.whitespace_) for token in doc]
    return spacy.tokens.Doc(nlp.vocab, words, spaces, user_data=dict(doc.user_data))
