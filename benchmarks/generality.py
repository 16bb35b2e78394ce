"""How often a general heading that a paper names once, in passing, is one of its subjects.

    python benchmarks/generality.py [GOLD …]

For the statements (paper, concept) that the linker leaves out for this reason: the share that
annotators list as core, as core or not, and the concepts, the commonest first.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from paperatlas.evaluation import read_gold, readings
from paperatlas.vocabulary import Vocabulary


def main() -> None:
    """Print both shares, and how often each concept is left out."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("gold", nargs="*", type=Path, default=[Path("tests/gold/seeds.jsonl")])
    gold = [paper for path in arguments.parse_args().gold for paper in read_gold(path)]
    vocabulary = Vocabulary.packaged()
    indulgent = Vocabulary(c._replace(general=False) for c in vocabulary.concepts.values())
    left_out: Counter[str] = Counter()
    listed = core = 0
    pairs = zip(readings(gold, vocabulary), readings(gold, indulgent), strict=True)
    for strict, lax in pairs:
        for concept in lax.entities.keys() - strict.entities.keys():
            left_out[concept] += 1
            listed += bool(lax.entities[concept])
            core += any(entity.core for entity in lax.entities[concept])
    total = left_out.total()
    print(f"left out {total}; of these core {core / total:.2f}, listed at all {listed / total:.2f}")
    for concept, times in sorted(left_out.items(), key=lambda item: (-item[1], item[0])):
        print(f"{times:4} {concept}")


if __name__ == "__main__":
    main()
