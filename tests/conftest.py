"""What the tests share: the tools that some of them need, and small things to test with."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOLS = {"needs_chromium": ("chromium", "chromedriver"), "needs_rapper": ("rapper",)}


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
            f"(Debian: apt install chromium chromium-driver raptor2-utils)"
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
