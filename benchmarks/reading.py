"""Records a second and core: our readers, and json.loads alone over the same bytes.

    python benchmarks/reading.py FILE.jsonl.gz [--most N]

FILE holds JSON Lines with title, abstract, authors and year; its first N records are also written
as OpenAlex works, with the abstract inverted, and as CSV. Seconds are those of the processor, not
of the clock, and the best of three turns counts; still, machines differ: read the ratios.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import resource
import tempfile
import time
from collections import defaultdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from paperatlas.readers import stream
from paperatlas.records import Entry

if TYPE_CHECKING:
    from collections.abc import Callable

TURNS = 3


def main() -> None:
    """Print the rate of each format, its ratio to json.loads, and the most memory that was held."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file", type=Path)
    arguments.add_argument("--most", type=int, default=20_000)
    options = arguments.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        files = written(options.file, options.most, Path(folder))
        bare = best(lambda: parsed(files["JSON Lines"]))
        print(f"json.loads     {options.most / bare:9,.0f} records a second")
        for name, file in files.items():
            seconds = best(lambda file=file: len(read(file)))
            rate, ratio = options.most / seconds, bare / seconds
            print(f"{name:14} {rate:9,.0f} records a second, {ratio:.2f} of json.loads")
    print(f"memory         {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB at most")


def written(file: Path, most: int, folder: Path) -> dict[str, Path]:
    """Write the first records in each form."""
    files = {name: folder / name for name in ("JSON Lines", "OpenAlex", "CSV")}
    with (
        gzip.open(file, "rt", encoding="utf-8") as lines,
        files["JSON Lines"].open("w") as plain,
        files["OpenAlex"].open("w") as works,
        files["CSV"].open("w", newline="") as rows,
    ):
        table = csv.writer(rows)
        table.writerow(["title", "abstract", "authors", "year", "url"])
        for line in islice(lines, most):
            entry = json.loads(line)
            plain.write(line)
            works.write(json.dumps(work(entry)) + "\n")
            people = "; ".join(entry["authors"])
            table.writerow([entry["title"], entry["abstract"], people, entry["year"], entry["url"]])
    return files


def work(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry as OpenAlex has it."""
    index: defaultdict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(entry["abstract"].split()):
        index[word].append(at)
    return {
        "id": "https://openalex.org/W1",
        "title": entry["title"],
        "publication_year": entry["year"],
        "authorships": [{"author": {"display_name": name}} for name in entry["authors"]],
        "primary_location": {"landing_page_url": entry["url"]},
        "abstract_inverted_index": index,
    }


def read(file: Path) -> list[int]:
    """Return the line of every record: nothing else is held."""
    return [each.read().line for each in stream(file, file.name) if isinstance(each, Entry)]


def parsed(file: Path) -> None:
    """Parse every line, and do nothing with it."""
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            json.loads(line)


def best(work: Callable[[], object]) -> float:
    """Return the fewest seconds of the processor that the work took."""
    taken = []
    for _ in range(TURNS):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)


if __name__ == "__main__":
    main()
