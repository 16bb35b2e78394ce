"""Gold: papers in which a reader has marked what they name.

A gold file is JSON Lines, one paper a line: ``{"id", "title", "abstract", "entities": [{"types",
"name", "aliases", "core", "introduced", "roles"}]}``; other text fields are kept for filtering.
``types`` lists the types under which an entity may be found; ``aliases`` every form in which it
stands in the text; ``introduced`` is "yes", "no" or "maybe"; ``roles`` may be left out. Texts and
forms are cleaned as a build cleans what it reads.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import InputError
from ..ontology import ROLES
from ..papers import Paper
from ..readers.cleaning import clean
from ..spelling import normal_form

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any


@dataclass(frozen=True, slots=True)
class Entity:
    """One annotated entity.

    ``types`` are capitalised ("Method"), the annotator's first choice first; ``surfaces`` are the
    name and the aliases as written, ``forms`` the same in normal form, both sorted. ``core`` is
    false for what may be found or left. ``roles`` is empty where roles are not annotated.
    """

    name: str
    types: tuple[str, ...]
    surfaces: tuple[str, ...]
    forms: tuple[str, ...]
    core: bool
    introduced: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldPaper:
    """One annotated paper; ``fields`` are the text fields of its line, by name."""

    paper: Paper
    entities: tuple[Entity, ...]
    fields: Mapping[str, str]


def read_gold(path: Path, where: Mapping[str, str] | None = None) -> list[GoldPaper]:
    """Read a gold file, keeping the papers whose fields equal ``where`` ({"origin": "seeds"}).

    Raises ``InputError`` that names the file and line for what cannot be read.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise InputError(reason, where=str(path), cure="give a JSON Lines file") from error
    papers = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            papers.append(_gold_paper(line, f"{path}:{number}"))
    wanted = (where or {}).items()
    kept = [p for p in papers if all(p.fields.get(k) == v for k, v in wanted)]
    if not kept:
        raise InputError("no annotated paper found", where=str(path), cure="see 'evaluate --help'")
    return kept


def _gold_paper(line: str, where: str) -> GoldPaper:
    try:
        row = json.loads(line)
        title, abstract = (cleaned(row.get(field)) for field in ("title", "abstract"))
        paper = Paper(id=str(row["id"]), title=title, abstract=abstract)
        entities = tuple(_entity(entity) for entity in row["entities"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        what = f"not a gold record: {type(error).__name__} {error}"
        raise InputError(what, where=where, cure="one JSON object a line") from error
    fields = {key: value for key, value in row.items() if isinstance(value, str)}
    return GoldPaper(paper, entities, fields)


def cleaned(field: str | None) -> str | None:
    r"""Return a title or abstract as a build reads it, so that LaTeX hides no name.

    >>> cleaned(r"\textbf{\underline{F}}ooNet")
    'FooNet'
    >>> cleaned(None)
    """
    return field and clean(field)[0]


def _entity(entity: Mapping[str, Any]) -> Entity:
    roles = tuple(entity.get("roles", ()))
    if strange := sorted(set(roles) - set(ROLES)):
        raise ValueError(f"{strange[0]!r} is no role")
    surfaces = sorted({clean(form)[0] for form in (entity["name"], *entity["aliases"])})
    return Entity(
        name=entity["name"],
        types=tuple(t.capitalize() for t in entity["types"]),
        surfaces=tuple(surfaces),
        forms=tuple(sorted({normal_form(surface) for surface in surfaces})),
        core=bool(entity["core"]),
        introduced=str(entity["introduced"]),
        roles=roles,
    )
