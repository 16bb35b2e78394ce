"""Negotiation: which of the media types on offer a client likes best (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from functools import lru_cache

ROWS = {
    "application/sparql-results+json": "application/sparql-results+json",
    "application/json": "application/sparql-results+json",
    "application/sparql-results+xml": "application/sparql-results+xml",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
    "text/csv": "text/csv",
    "text/tab-separated-values": "text/tab-separated-values",
}
"""What a client may ask for -> how rows, and yes or no, are written."""

GRAPH = {
    "text/turtle": "text/turtle",
    "application/n-triples": "application/n-triples",
    "text/plain": "application/n-triples",
    "application/ld+json": "application/ld+json",
    "application/json": "application/ld+json",
    "application/rdf+xml": "application/rdf+xml",
    "application/xml": "application/rdf+xml",
    "text/xml": "application/rdf+xml",
}
"""What a client may ask for -> how a graph is written."""

_WEIGHT = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")


@lru_cache(maxsize=128)
def chosen(accept: str, offers: tuple[str, ...]) -> str | None:
    """Return the offer with the highest weight, the first of equals; None where none is welcome.

    The most exact range that fits an offer gives its weight. A client that says nothing takes all.

    >>> chosen("text/*;q=0.5, text/turtle;q=0.1, application/ld+json;q=0.4",
    ...        ("text/turtle", "application/ld+json", "text/csv"))
    'text/csv'
    >>> chosen("", ("text/turtle", "text/csv"))
    'text/turtle'
    >>> chosen("image/png", ("text/turtle", "text/csv")) is None
    True
    """
    weights = _weights(accept) or {"*/*": 1.0}
    best, most = None, 0.0
    for offer in offers:
        ranges = (offer, f"{offer.partition('/')[0]}/*", "*/*")
        weight = next((weights[given] for given in ranges if given in weights), 0.0)
        if weight > most:
            best, most = offer, weight
    return best


def _weights(accept: str) -> dict[str, float]:
    """Read the field; a range that is none, or with a weight that is none, is not taken in."""
    weights: dict[str, float] = {}
    for element in accept.lower().split(","):
        given, *parameters = (part.strip() for part in element.split(";"))
        pairs = [parameter.partition("=") for parameter in parameters]
        weight = next((value for name, _, value in pairs if name.strip() == "q"), "1").strip()
        if "/" in given and _WEIGHT.fullmatch(weight):
            weights[given] = max(float(weight), weights.get(given, 0.0))
    return weights
