"""Page: one HTML file that holds everything, asks the network for nothing and runs only our code.

The Content-Security-Policy names the hash of every script and of the style sheet, so that nothing
else in the file can run, whatever the papers say; Trusted Types keep text from becoming HTML.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterable

# In the order in which they run; each builds on those before it.
SCRIPTS = (
    "inflate.js",
    "unpack.js",
    "data.js",
    "time.js",
    "shown.js",
    "state.js",
    "address.js",
    "path.js",
    "elements.js",
    "periods.js",
    "colours.js",
    "camera.js",
    "islands.js",
    "glyphs.js",
    "grid.js",
    "scene.js",
    "frames.js",
    "crowd.js",
    "lettering.js",
    "naming.js",
    "labels.js",
    "map.js",
    "pointing.js",
    "walking.js",
    "pen.js",
    "picture.js",
    "panel.js",
    "people.js",
    "paper.js",
    "concept.js",
    "field.js",
    "matrix.js",
    "timeline.js",
    "table.js",
    "csv.js",
    "turtle.js",
    "sparql.js",
    "taking.js",
    "words.js",
    "search.js",
    "suggestions.js",
    "filters.js",
    "legend.js",
    "years.js",
    "play.js",
    "journey.js",
    "sheet.js",
    "shortcuts.js",
    "main.js",
)

# Joined into one; the first holds the colours and the frame.
STYLES = ("style.css", "map.css", "finding.css", "views.css")

_UNSAFE = "<>&\u2028\u2029"


def as_json(data: object) -> Markup:
    r"""Return ``data`` as JSON that is safe inside a ``<script>`` element, keys sorted.

    >>> print(as_json({"title": "</script><b>"}))
    {"title":"\u003c/script\u003e\u003cb\u003e"}
    >>> print(as_json({"title": "plain"}))
    {"title":"plain"}
    """
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for sign in _UNSAFE:
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704  (just escaped)


def render(network: object, atlas: object, title: str) -> bytes:
    """Return the page around two JSON values: ``network`` for the map, ``atlas`` for the panel."""
    own = files(__package__)
    scripts = [(name, own.joinpath(name).read_text(encoding="utf-8")) for name in SCRIPTS]
    contents = [(name, _inline(text)) for name, text in scripts]
    style = _inline("\n".join(own.joinpath(name).read_text(encoding="utf-8") for name in STYLES))
    environment = Environment(
        loader=PackageLoader(__package__, "."), autoescape=True, undefined=StrictUndefined
    )
    page = environment.get_template("template.html").render(
        policy=_policy((text for _, text in contents), style),
        title=title,
        style=Markup(style),  # noqa: S704  (ours)
        scripts=[(name, Markup(text)) for name, text in contents],  # noqa: S704  (ours)
        network=as_json(network),
        atlas=as_json(atlas),
    )
    return page.encode()


def _inline(text: str) -> str:
    """Return a script or style as the HTML parser will hash it; no source map to look for."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "\n" + re.sub(r"^//# sourceMappingURL=.*$", "", lines, flags=re.MULTILINE).strip() + "\n"


def _policy(scripts: Iterable[str], style: str) -> str:
    allowed = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
