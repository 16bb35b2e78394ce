"""How often each reason for a link is right, against annotated papers.

    python benchmarks/confidence.py [GOLD] [--discovery WHO]

For every statement (paper, concept) that rests on one reason alone: the share that annotators list,
core or not. The scores of vocabulary labels in ``linking.py`` are these shares, rounded down to a
tenth; the scores of candidates are computed for each, and compared with the shares under the table.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from pathlib import Path

from paperatlas.evaluation import (
    calibration_error,
    calibration_of_candidates,
    read_gold,
    readings,
)
from paperatlas.vocabulary import Vocabulary


def main() -> None:
    """Print the share and the counts of each reason."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("gold", nargs="?", type=Path, default=Path("tests/gold/seeds.jsonl"))
    arguments.add_argument("--discovery", default="", help="as 'paperatlas build' takes it")
    listed: Counter[str] = Counter()
    said: Counter[str] = Counter()
    options = arguments.parse_args()
    gold = read_gold(options.gold)
    read = readings(gold, Vocabulary.packaged(), discovery=options.discovery)
    for reading in read:
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
    bins = calibration_of_candidates(read)
    print("\ncandidates, a paper: confidence, its mean, share right (95 %), candidates")
    for b in bins:
        low, high = b.interval
        figures = f"{b.mean_score:.2f}  {b.share_right:.2f} ({low:.2f}–{high:.2f})  {b.links}"
        print(f"{b.low:.1f}–{b.low + 0.1:.1f}  {figures}")
    print(f"expected calibration error {calibration_error(bins):.3f}")


if __name__ == "__main__":
    main()
