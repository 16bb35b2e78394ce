"""Paperatlas: from paper abstracts to a knowledge graph in which every statement has its quote."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version

__version__ = version("paperatlas")

_HOMES = {
    "Answers": "atlas",
    "Atlas": "atlas",
    "BuildPlan": "build",
    "BuildTally": "outcome",
    "BuiltAtlas": "build",
    "Comparison": "comparison",
    "Concept": "vocabulary",
    "Endpoint": "endpoint",
    "Extractor": "extraction",
    "GraphError": "errors",
    "InputError": "errors",
    "Link": "linking",
    "Linker": "linking",
    "Mention": "extraction",
    "OutputError": "errors",
    "Paper": "papers",
    "PaperatlasError": "errors",
    "QuestionError": "errors",
    "Record": "records",
    "Rows": "store",
    "Store": "store",
    "Vocabulary": "vocabulary",
    "WorkError": "errors",
    "ask": "questions",
    "build_atlas": "build",
    "compare": "comparison",
    "evaluate": "evaluation",
    "export_atlas": "export",
    "find": "questions",
    "merge": "papers",
    "read_all": "readers",
    "write_atlas": "build",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605  (a test compares it with what can be imported)


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for, so that importing the package is cheap."""
    if name not in _HOMES:
        raise AttributeError(f"module 'paperatlas' has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
