"""What the tests share: the tools that some of them need, and small things to test with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
TOOLS = {
    "needs_chromium": ("chromium", "chromedriver"),
    "needs_comunica": ("comunica-sparql",),
    "needs_rapper": ("rapper",),
}


def pytest_collection_modifyitems(config, items):
    """Leave out the tests whose tool is missing, and say so; where CI runs, that is an error."""
    left_out = []
    for marker, tools in TOOLS.items():
        missing = [tool for tool in tools if shutil.which(tool) is None]
        waiting = [item for item in items if item.get_closest_marker(marker)]
        if not (missing and waiting):
            continue
        if os.environ.get("CI"):
            pytest.exit(f"{', '.join(missing)} must be installed where CI runs", returncode=1)
        left_out += waiting
        config.stash.setdefault(_NOTES, []).append(
            f"LEFT OUT {len(waiting)} tests: {', '.join(missing)} not found "
            f"(Debian: apt install chromium chromium-driver raptor2-utils; "
            f"npm: install -g @comunica/query-sparql)"
        )
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def pytest_terminal_summary(terminalreporter, config):
    for note in config.stash.get(_NOTES, []):
        terminalreporter.write_line(note, yellow=True, bold=True)


_NOTES = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The seed documents."""
    return ROOT / "seeds"


class Answered(NamedTuple):
    """What a server sent back; names of headers in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes


class Served:
    """A ``paperatlas serve`` that runs, on a free port of this machine."""

    def __init__(self, process):
        self.process = process
        self.address = process.stdout.readline().split()[-1]
        self.port = int(self.address.rstrip("/").rpartition(":")[2])

    def ask(self, method, target, *, body=None, seconds=60, **headers):
        """Send one request; ``content_type="a/b"`` becomes ``Content-Type: a/b``."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, target, body, named)
            response = connection.getresponse()
            received = {name.lower(): value for name, value in response.getheaders()}
            return Answered(response.status, received, response.read())
        finally:
            connection.close()

    def get(self, target, accept="*/*", **headers):
        return self.ask("GET", target, Accept=accept, **headers)

    @property
    def children(self):
        """The process ids of its query processes."""
        pid = self.process.pid
        return set(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


@contextmanager
def _served(folder, *options):
    command = [sys.executable, "-m", "paperatlas", "serve", str(folder), "--port", "0", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield Served(process)
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


@pytest.fixture(scope="session")
def serving():
    """Serve a folder with options, as a context manager."""
    return _served


@pytest.fixture(scope="module")
def serve():
    """Serve a folder with options until the module ends."""
    with ExitStack() as running:
        yield lambda folder, *options: running.enter_context(_served(folder, *options))


@pytest.fixture(scope="session")
def served():
    """Serve the committed atlas, with the limits that everybody gets."""
    with _served(ROOT / "graph") as running:
        yield running
