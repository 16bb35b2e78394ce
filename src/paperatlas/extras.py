"""Extras: how to install what only some need, wherever this package was installed from."""

from __future__ import annotations

import json
import shlex
from importlib.metadata import PackageNotFoundError, distribution
from urllib.parse import unquote, urlsplit

_NAME = "paperatlas"


def installing(extra: str) -> str:
    """Return the command that adds an extra; to a checkout that is worked on, where it lies.

    The record is ``direct_url.json``, which every installer writes
    (https://packaging.python.org/specifications/direct-url/).
    """
    try:
        record = json.loads(distribution(_NAME).read_text("direct_url.json") or "{}")
        checkout = record["url"] if record["dir_info"]["editable"] else ""
    except (PackageNotFoundError, ValueError, KeyError, TypeError):
        checkout = ""
    if not checkout:
        return f"pip install '{_NAME}[{extra}]'"
    return f"pip install -e {shlex.quote(f'{unquote(urlsplit(checkout).path)}[{extra}]')}"
