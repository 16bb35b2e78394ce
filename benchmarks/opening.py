"""How long it takes to open an atlas and answer a first question, each time in a new process.

    python benchmarks/opening.py [PAPERS ...]

The committed atlas, then generated ones: held in memory, or from the store on disk once that has
been made. 7,200 papers are a million triples. Prints medians of five, and
what making the store took.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from clients import write_atlas

_CODE = """
import sys, time
from pathlib import Path
from paperatlas.quads import open_quads
from paperatlas.store import Store
began = time.perf_counter()
store = Store(*open_quads(Path(sys.argv[1]), small=int(sys.argv[2])))
store.query("ASK { ?paper a fabio:ResearchPaper }")
print(time.perf_counter() - began)
"""


def seconds(folder: Path, small: int) -> float:
    """Return what one opening and one question took."""
    command = [sys.executable, "-c", _CODE, str(folder), str(small)]
    return float(subprocess.run(command, capture_output=True, check=True).stdout)


def main() -> None:
    """Print a line an atlas."""
    sizes = [int(word) for word in sys.argv[1:]] or [200, 700, 7200]
    print(f"{'papers':>12}{'Turtle MB':>11}{'memory s':>10}{'made s':>9}{'disk s':>9}")
    with tempfile.TemporaryDirectory() as place:
        for size in sizes:
            folder = Path(place, str(size))
            write_atlas(folder, size)
            weight = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
            memory = median(seconds(folder, 10**12) for _ in range(5 if size < 10_000 else 1))
            made = seconds(folder, 0)
            disk = median(seconds(folder, 0) for _ in range(5))
            print(f"{size:12,}{weight:11.1f}{memory:10.3f}{made:9.2f}{disk:9.3f}", flush=True)
    seeds = median(seconds(Path("graph"), 2_000_000) for _ in range(5))
    print(f"the committed atlas, as it is opened: {seeds:.3f} s")


if __name__ == "__main__":
    main()
