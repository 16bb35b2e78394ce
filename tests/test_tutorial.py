"""The tutorial notebook runs from its first cell to its last, and its answers are what it says."""

from __future__ import annotations

import warnings

import nbformat
import pytest


@pytest.fixture(scope="module")
def notebook(root):
    return nbformat.read(root / "docs" / "tutorial.ipynb", as_version=4)


@pytest.fixture(scope="module")
def executed(notebook, root, tmp_path_factory):
    """Run every cell in a kernel of this Python; a cell that fails raises."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of jupyter's own
        from nbclient import NotebookClient
        from nbformat.v4 import new_notebook

        copy = new_notebook(cells=notebook.cells, metadata=notebook.metadata)
        client = NotebookClient(
            nbformat.from_dict(nbformat.v4.upgrade(copy)),
            timeout=120,
            resources={"metadata": {"path": str(root / "docs")}},
        )
        return client.execute()


def shown(notebook, source, kind="text/plain"):
    """What the cell that holds ``source`` shows, as one text."""
    cell = next(cell for cell in notebook.cells if source in cell.source)
    return "".join(
        output["text"] if output.output_type == "stream" else output["data"].get(kind, "")
        for output in cell.outputs
    )


def test_no_output_is_kept_in_the_file(notebook):
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)


def test_an_atlas_shows_itself(executed):
    assert "<td>papers</td><td>89</td>" in shown(executed, "Atlas.open", "text/html")


def test_rows_are_read_as_plain_data(executed):
    first = shown(executed, "for row in found").splitlines()[0]
    assert first.startswith("2022-12-15 introduces")


def test_a_mistake_shows_the_nearest_name(executed):
    assert "did you mean 'rlhf'" in shown(executed, "RLFH").lower()
