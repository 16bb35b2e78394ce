"""What can go wrong, as a tree.

::

    PaperatlasError          everything below; carries ``where`` and ``cure``
    ├── InputError           a source document, a vocabulary file or a gold file is at fault
    ├── OutputError          an output folder or file cannot be written
    ├── WorkError            those who do the work of a build are killed, or cannot be reached
    ├── QuestionError        a question is malformed, unknown or lacks a parameter
    │   └── RefusedError     it would change the graph, or reach out to another server
    └── GraphError           a graph breaks the shapes, or a folder holds no graph

Foreign exceptions (``OSError``, pyoxigraph's ``SyntaxError``, rdflib's and spaCy's own) are
translated where the foreign call is made, and nowhere else.
"""

from __future__ import annotations


class PaperatlasError(Exception):
    """Base of every error that Paperatlas raises on purpose.

    ``where`` names the file and line (or the question), ``cure`` says what to do about it.

    >>> str(InputError("no record found", where="notes.txt:1", cure="see 'build --help'"))
    "notes.txt:1: no record found (see 'build --help')"
    >>> str(InputError("no record found"))
    'no record found'
    """

    def __init__(self, what: str, *, where: str = "", cure: str = "") -> None:
        """Join the three parts into one line."""
        self.what, self.where, self.cure = what, where, cure
        line = f"{where}: {what}" if where else what
        super().__init__(f"{line} ({cure})" if cure else line)


class InputError(PaperatlasError):
    """A source document, a vocabulary file or a gold file is at fault."""


class OutputError(PaperatlasError):
    """An output folder or file cannot be written."""


class WorkError(PaperatlasError):
    """Those who do the work of a build are killed, or cannot be reached."""


class QuestionError(PaperatlasError):
    """A question is malformed, unknown or lacks a parameter."""


class RefusedError(QuestionError):
    """A question would change the graph, or reach out to another server."""


class GraphError(PaperatlasError):
    """A graph breaks the shapes, or a folder holds no graph."""
