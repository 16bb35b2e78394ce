"""Packing: the page's two JSON values with everything said once; ``unpack.js`` undoes it.

Rows become columns, names of nodes become their numbers, and sentences and quotes become places in
the text that they are quoted from. A large atlas is deflated besides (RFC 1951), but never a small
one: another zlib may deflate otherwise, and a small page is kept and compared byte by byte.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LARGE = 1_000_000
"""From so many bytes of JSON on, the reading panel's data are deflated."""

Row = dict[str, Any]  # JSON


def pack(network: Mapping[str, Any], atlas: Mapping[str, Any]) -> tuple[Row, Row | str]:
    """Return the two values packed: the map's, and the panel's, deflated where it is large."""
    numbers = {node["id"]: number for number, node in enumerate(network["nodes"])}
    slim = {**network, "nodes": table(network["nodes"]), "edges": _edges(network["edges"], numbers)}
    rest = {
        **atlas,
        "papers": _papers(atlas["papers"], numbers),
        "concepts": _described(atlas["concepts"], numbers),
    }
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    if len(text) < LARGE:
        return slim, rest
    deflate = zlib.compressobj(9, wbits=-15)
    return slim, b64encode(deflate.compress(text) + deflate.flush()).decode()


def table(rows: Sequence[Row]) -> Row:
    """Return rows as columns: key -> all values, or the different ones and each row's number.

    The number -1 stands for a row that has no such key.

    >>> table([{"kind": "Benchmark"}] * 3)["kind"]
    {'of': ['Benchmark'], 'at': [0, 0, 0]}
    >>> table([{"kind": "Lab", "x": 1.5}, {"kind": "Lab", "x": 2.5, "year": None}])["year"]
    {'of': [None], 'at': [-1, 0]}
    >>> table([{"x": number} for number in range(100, 103)])
    {'x': [100, 101, 102], '': 3}
    """
    columns: Row = {}
    for key in sorted(set().union(*rows)):
        values = [row.get(key) for row in rows]
        # Told apart as they are written: 1 is not 1.0, nor True. Nothing is written as "".
        texts = [repr(row[key]) if key in row else "" for row in rows]
        known = dict(zip(texts, values, strict=True))
        missing = "" in known
        known.pop("", None)
        numbers = {"": -1} | {text: number for number, text in enumerate(known)}
        coded = {"of": [*known.values()], "at": [numbers[text] for text in texts]}
        plain = len(known) == len(rows) or (
            not missing and len(json.dumps(values)) <= len(json.dumps(coded))
        )
        columns[key] = values if plain else coded
    return {**columns, "": len(rows)}


def _edges(edges: Iterable[Row], numbers: Mapping[object, int]) -> Row:
    """Return the edges, whose ends are numbers of nodes and make up their names."""
    ends = {"from", "to"}
    return table(
        [
            {
                key: numbers[value] if key in ends else value
                for key, value in edge.items()
                if key != "id"
            }
            for edge in edges
        ]
    )


def _described(things: Mapping[str, Row], numbers: Mapping[str, int]) -> Row:
    return {
        "names": [numbers.get(name, name) for name in things],
        "rows": table([*things.values()]),
    }


def _papers(papers: Mapping[str, Row], numbers: Mapping[str, int]) -> Row:
    """Return the papers; their records, sentences and mentions as flat lists, so many a paper.

    A sentence is where it begins after the one before, and its length, or itself where the text
    does not have it. A mention is five numbers; its quote is what stands there in the text, or else
    is in ``quotes`` under the mention's number, and the rest is one of the ``manners``.
    """
    plain: list[Row] = []
    records: list[Row] = []
    sentences: list[int | str] = []
    mentions: list[int | str] = []
    counts: list[list[int]] = []
    manners: dict[str, tuple[int, list[object]]] = {}
    quotes: dict[str, object] = {}
    for paper in papers.values():
        parts: Row = {"records": [], "sentences": [], "mentions": [], **paper}
        own, said, named = (parts.pop(key) for key in ("records", "sentences", "mentions"))
        plain.append(parts)
        counts.append([len(own), len(said), len(named)])
        same = ("title", "pages")
        records += [
            {key: (key in same and value == paper.get(key)) or value for key, value in one.items()}
            for one in own
        ]
        text = "\n\n".join(
            part for key in ("title", "abstract") if (part := paper.get(key)) is not None
        )
        last = 0
        for sentence in said:
            at = text.find(sentence)
            sentences += [sentence] if at < 0 else [at - last, len(sentence)]
            last = last if at < 0 else at
        last = 0
        for start, end, concept, role, quote, sentence, *how in named:
            manner = [role, *how]
            number, _ = manners.setdefault(repr(manner), (len(manners), manner))
            mentions += [start - last, end - start, numbers.get(concept, concept), sentence, number]
            if text[start:end] != quote:
                quotes[str(len(mentions) // 5 - 1)] = quote
            last = start
    return {
        **_described(dict(zip(papers, plain, strict=True)), numbers),
        "counts": counts,
        "records": table(records),
        "sentences": sentences,
        "mentions": mentions,
        "quotes": quotes,
        "manners": [manner for _, manner in manners.values()],
    }
