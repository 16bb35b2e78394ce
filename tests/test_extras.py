"""Extras: the command that a message names works where this package was installed from."""

from __future__ import annotations

import pytest

from paperatlas.extras import installing


class Installed:
    def __init__(self, record):
        self.record = record

    def read_text(self, name):
        assert name == "direct_url.json"
        return self.record


@pytest.mark.parametrize(
    ("record", "command"),
    [
        (None, "pip install 'paperatlas[plot]'"),
        ("", "pip install 'paperatlas[plot]'"),
        ("[]", "pip install 'paperatlas[plot]'"),
        ("{", "pip install 'paperatlas[plot]'"),
        ('{"url": "file:///a", "dir_info": {}}', "pip install 'paperatlas[plot]'"),
        (
            '{"url": "file:///my%20code", "dir_info": {"editable": true}}',
            "pip install -e '/my code[plot]'",
        ),
        ('{"url": "https://e.org/a.whl", "archive_info": {}}', "pip install 'paperatlas[plot]'"),
    ],
)
def test_a_checkout_that_is_worked_on_is_named_and_nothing_else(monkeypatch, record, command):
    monkeypatch.setattr("paperatlas.extras.distribution", lambda _: Installed(record))
    assert installing("plot") == command
