"""Under load everybody who should be answered is; ``benchmarks/soak.py`` is the long version."""

from __future__ import annotations

import subprocess
import sys


def test_sixteen_clients_and_every_fourth_is_hostile(root):
    command = [sys.executable, root / "benchmarks" / "soak.py", "--papers", "20"]
    command += ["--clients", "16", "--seconds", "4", "--timeout", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    kinds = {line.split()[0]: line.split()[1] for line in done.stdout.splitlines()[1:4]}
    assert kinds == {"hostile": "503:", "point": "200:", "ready": "200:"}
