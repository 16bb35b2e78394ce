"""How often each reason for a link is right, against annotated papers.

    python benchmarks/confidence.py [GOLD]

For every statement (paper, concept) that rests on one reason alone: the share that annotators list,
core or not. The scores in ``linking.py`` are these shares, rounded down to a tenth.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from pathlib import Path

from paperatlas.evaluation import read_gold, readings
from paperatlas.vocabulary import Vocabulary


def main() -> None:
    """Print the share and the counts of each reason."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("gold", nargs="?", type=Path, default=Path("tests/gold/seeds.jsonl"))
    listed: Counter[str] = Counter()
    said: Counter[str] = Counter()
    gold = read_gold(arguments.parse_args().gold)
    for reading in readings(gold, Vocabulary.packaged()):
        reasons = defaultdict(set)
        for link in reading.links:
            reasons[link.concept].add(link.reason.split(" “")[0].split(",")[0])
        for concept, entities in reading.entities.items():
            if len(reasons[concept]) == 1:
                (reason,) = reasons[concept]
                said[reason] += 1
                listed[reason] += bool(entities)
    for reason in sorted(said):
        share = listed[reason] / said[reason]
        print(f"{reason:22} {share:.2f}  ({listed[reason]} of {said[reason]})")


if __name__ == "__main__":
    main()
