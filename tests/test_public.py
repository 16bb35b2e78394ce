"""The public face: what is promised can be imported, and importing is cheap."""

from __future__ import annotations

import subprocess
import sys

import pytest

import paperatlas


def test_all_is_sorted():
    assert list(paperatlas.__all__) == sorted(paperatlas.__all__)


@pytest.mark.parametrize("name", paperatlas.__all__)
def test_every_public_name_can_be_imported(name):
    assert getattr(paperatlas, name).__doc__


def test_what_is_not_public_is_not_there():
    with pytest.raises(AttributeError, match="has no attribute 'helpers'"):
        paperatlas.helpers  # noqa: B018


def test_importing_the_package_loads_no_heavy_library():
    code = "import sys, paperatlas; print([m for m in ('spacy', 'rdflib', 'pandas') if m in sys.modules])"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout == "[]\n"
