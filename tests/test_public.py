"""The public face: what is promised can be imported, and importing is cheap."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

import pytest

import paperatlas


def test_all_is_sorted():
    assert list(paperatlas.__all__) == sorted(paperatlas.__all__)


@pytest.mark.parametrize("name", paperatlas.__all__)
def test_every_public_name_is_a_documented_class_or_function(name):
    thing = getattr(paperatlas, name)
    assert thing.__doc__
    assert callable(thing)


@pytest.mark.parametrize("name", paperatlas.__all__)
def test_no_public_name_hides_a_module(name):
    assert find_spec(f"paperatlas.{name}") is None


def test_what_is_not_public_is_not_there():
    with pytest.raises(AttributeError, match="has no attribute 'helpers'"):
        paperatlas.helpers  # noqa: B018


def test_importing_the_package_loads_no_heavy_library():
    code = "import sys, paperatlas; print([m for m in ('spacy', 'rdflib', 'pandas') if m in sys.modules])"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout == "[]\n"
