"""Pages: HTML from templates, escaped by construction, and the policy that they are sent with."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

if TYPE_CHECKING:
    from collections.abc import Mapping

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


def html(template: str, **data: object) -> bytes:
    """Return a page; no text in ``data`` becomes markup.

    >>> b"<b>" in html("resource.html", iri="", heading="<b>", kinds=[], facts={}, others={},
    ...                quotes=[], more=False, shown=1)
    False
    """
    return _templates().get_template(template).render(data).encode()


def link_of(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return where a page links an IRI to: our own page for a resource, or the web, or nowhere."""
    base = prefixes["paper"].removesuffix("paper/")
    if iri.startswith(base):
        return f"/id/{iri.removeprefix(base)}"
    return iri if iri.startswith(("http://", "https://")) else ""


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader(__package__, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
