"""Unlabelled abstracts, and what they teach: vectors of words, or the layers under a recogniser."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pipeline
from annotated import batches
from spacy.ml.models.multi_task import create_pretrain_characters
from spacy.training.pretrain import make_update
from thinc.api import Adam, set_dropout_rate

from paperatlas.extraction.tokens import tokenizing_pipeline

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from spacy.language import Language
    from spacy.tokens import Doc
    from thinc.api import Model


def floret_vectors(texts: Iterable[str], width: int, folder: Path) -> Path:
    """Learn vectors of words and their parts, write their table into ``folder``, return its file.

    20,000 rows of ``width``, whatever the number of words; one thread, so that the same texts give
    the same bytes.
    """
    # It has no wheels for Python 3.13: only who wants its vectors needs it.
    import floret  # type: ignore[import-untyped]  # noqa: PLC0415  (it publishes no types)

    words, table = folder / "words.txt", folder / "floret.txt"
    nlp = tokenizing_pipeline()
    lines = (" ".join(t.text for t in nlp.make_doc(text) if not t.is_space) for text in texts)
    words.write_text("\n".join(lines), "utf-8")
    sizes = {"dim": width, "minn": 3, "maxn": 5, "bucket": 20_000, "hashCount": 2}
    course = {"minCount": 2, "epoch": 5, "thread": 1, "verbose": 0}
    model = floret.train_unsupervised(str(words), model="cbow", mode="floret", **sizes, **course)
    model.save_floret_vectors(str(table))
    return table


def pretrain(nlp: Language, texts: Iterable[str]) -> None:
    """Teach the token vectors of ``nlp`` the letters of masked words, once over ``texts``."""
    tok2vec = _token_vectors(nlp)
    objective = create_pretrain_characters(maxout_pieces=3, hidden_size=96, n_characters=4)
    model = objective(nlp.vocab, tok2vec)
    model.initialize(X=[nlp.make_doc("One text tells the sizes.")])
    set_dropout_rate(model, pipeline.DROPOUT)
    optimizer = Adam(0.001, L2=0.01, grad_clip=1.0)
    for docs in batches(map(nlp.make_doc, texts), pipeline.BATCH):
        make_update(model, docs, optimizer, model.attrs["loss"])


def _token_vectors(nlp: Language) -> Model[list[Doc], list[object]]:
    """Return the layers that make a vector of each token; a linear one follows them in ``ner``."""
    within = pipeline.recogniser(nlp).model.get_ref("tok2vec")
    return cast("Model[list[Doc], list[object]]", within.layers[0])
