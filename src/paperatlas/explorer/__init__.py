"""The explorer: an atlas as one interactive page that needs neither network nor server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ..network import KINDS, ROLES, facts_in, placed, read
from ..ontology import EVIDENCE_GRAPH
from ..output import write_whole
from .details import details, mentions_in
from .drawing import draw
from .packing import pack
from .page import render

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from ..network import Facts
    from ..store import Store
    from .details import Mentioned

__all__ = ["page", "page_of", "write_page"]


def page(store: Store, *, title: str = "Paperatlas") -> bytes:
    """Return the atlas in ``store`` as one HTML file in UTF-8, the same bytes for the same atlas.

    The file asks no network for anything and runs no code but its own. ``title`` is plain text.
    """
    return page_of(facts_in(store), mentions_in(store), store.prefixes, title)


def page_of(
    facts: Facts, mentions: Iterable[Mentioned], prefixes: Mapping[str, str], title: str
) -> bytes:
    """Return the :func:`page` of an atlas that states these facts, with these mentions.

    ``mentions`` are as in `details`; ``prefixes`` map prefix -> namespace.
    """
    graph = placed(read(facts))
    nodes, edges, _, _, _, options = draw(graph).get_network_data()
    themes = [{"name": theme.name, "telling": theme.telling} for theme in graph.graph["themes"]]
    drawn = {"nodes": nodes, "edges": edges, "options": json.loads(options), "themes": themes}
    told = {
        **details(facts, mentions),
        "kinds": KINDS,
        "roles": ROLES,
        "prefixes": prefixes,
        "evidence": EVIDENCE_GRAPH,
    }
    return render(*pack(drawn, told), title)


def write_page(store: Store, path: Path, *, title: str = "Paperatlas") -> None:
    """Write :func:`page` to ``path``, whole or not at all; OutputError when it cannot be."""
    write_whole(path, page(store, title=title))
