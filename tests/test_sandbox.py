"""A process that answers questions ends by itself when it can do no more."""

from __future__ import annotations

import subprocess
import sys

import pytest


def ended(block):
    """Return the exit status of a process, and whether what stands after the block was reached."""
    program = "import time\nfrom paperatlas.sandbox import Deadline\n"
    program += f"with Deadline(2, still=1):\n    {block}\nprint('after')\n"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout == "after\n"


@pytest.mark.parametrize(
    ("block", "end"),
    [
        ("pass", (0, True)),
        ("time.sleep(600)", (1, False)),
        ("while True: pass", (1, False)),
        ("raise MemoryError", (1, False)),
    ],
    ids=["done", "asleep", "endless", "out of memory"],
)
def test_a_block_that_cannot_go_on_ends_its_process(block, end):
    assert ended(block) == end
