"""Lower layers never import higher ones, and nothing imports the package by its full name."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "paperatlas"

# Lowest first. Modules on one line know nothing of each other.
LAYERS = (
    {"errors", "extras", "marks", "memory"},
    {"ontology"},
    {"nodes", "spelling", "records"},
    {"bytes_read", "crew", "database", "identifiers", "likeness", "output", "tables"},
    {"readers"},
    {"identity", "intake"},
    {"outcome", "papers"},
    {"ledger"},
    {"vocabulary"},
    {"extraction"},
    {"candidates"},
    {"linking"},
    {"decisions", "findings"},
    {"catalogue"},
    {"settling", "turtle"},
    {"edition", "laws"},
    {"shapes"},
    {"bulk", "graph", "quads", "validation"},
    {"rendering"},
    {"front", "glossary", "workers"},
    {"partitions"},
    {"sparql"},
    {"store"},
    {"endpoint", "sandbox"},
    {"answers", "network", "export", "evaluation"},
    {"questions", "explorer", "review"},
    {"front_page", "plots", "selection"},
    {"comparison"},
    {"build", "cluster"},
    {"atlas", "serve"},
    {"model_context"},
    {"cli"},
)
ROOMS = sorted({p.relative_to(PACKAGE).parts[0].removesuffix(".py") for p in PACKAGE.rglob("*.py")})


def height(room: str) -> int:
    return next(i for i, layer in enumerate(LAYERS) if room in layer)


def imports_of(room: str) -> set[str]:
    """The rooms that a room imports, also those that are only named in annotations."""
    files = [PACKAGE / f"{room}.py", *sorted((PACKAGE / room).rglob("*.py"))]
    found = set()
    for file in filter(Path.is_file, files):
        depth = len(file.relative_to(PACKAGE).parts)
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level == depth:
                names = [node.module] if node.module else [alias.name for alias in node.names]
                found |= {name.partition(".")[0] for name in names}
    return found - {room, "__version__"}


@pytest.mark.parametrize("room", [r for r in ROOMS if r not in {"__init__", "__main__"}])
def test_a_room_imports_only_lower_rooms(room):
    higher = {other for other in imports_of(room) if height(other) >= height(room)}
    assert higher == set()


def test_every_room_has_its_layer():
    assert set().union(*LAYERS) == set(ROOMS) - {"__init__", "__main__"}


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=lambda f: f.stem)
def test_imports_inside_the_package_are_relative(file):
    tree = ast.parse(file.read_text("utf-8"))
    absolute = [
        node
        for node in ast.walk(tree)
        if (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("paperatlas"))
        or (isinstance(node, ast.Import) and any("paperatlas" in a.name for a in node.names))
    ]
    assert absolute == []


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=lambda f: f.stem)
def test_no_file_is_longer_than_four_hundred_lines(file):
    assert len(file.read_text("utf-8").splitlines()) <= 400
