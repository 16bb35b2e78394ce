"""BibTeX: entries parsed one by one with bibtexparser, so that a broken one breaks no other."""

from __future__ import annotations

import logging
import re
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from ..records import Entry, Refusal
from .latex import plain
from .lines import blocks, lines
from .said import Said, record_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..records import Record

NAME = "BibTeX"
SHAPE = "BibTeX"
BINARY = False

_ENTRY = re.compile(rb"^[ \t]*@[ \t]*\w+[ \t]*[{(]", re.MULTILINE)
_BEGINS = re.compile(r"\s*@\s*(\w+)\s*[{(]")
_STRING = re.compile(r"\s*@string\s*[{(]\s*([\w:.+-]+)", re.IGNORECASE)
_BARE = re.compile(r"[=#]\s*([A-Za-z][\w:.+-]*)\s*(?=[,#})\n])")
_NO_ENTRIES = frozenset({"comment", "preamble", "string"})
_ARXIV = re.compile(r"\barxiv:\s*[\w./-]+|(?<=\babs/)[\w.-]+", re.IGNORECASE)
#: "{\"o}" and "{\'{e}}" are one letter to BibTeX; the accents of plain LaTeX are "\'{e}".
_LETTER = re.compile(r"\{(\\[`'^\"~=.uvHcdbrk])\s*\{?(\\?[A-Za-z])\}?\}")
_FORMULA = re.compile(r"(?<!\\)\$[^$]*(?<!\\)\$")
_BRACES = re.compile(r"(?<!\\)[{}]")

logging.getLogger("bibtexparser").addHandler(logging.NullHandler())  # it is told as a refusal


def recognises(head: bytes) -> float:
    r"""Return a certainty from the lines that begin an entry.

    >>> recognises(b"@article{zaheer17,\n title = {Deep Sets}}"), recognises(b"write to me@home{x}")
    (0.7, 0.0)
    """
    found = _ENTRY.search(head)
    fields = found and re.search(rb"\w\s*=\s*[\"{\w]", head[found.end() :])
    return 0.7 if fields else 0.0


def entries(
    document: BinaryIO, source: str, mapping: Mapping[str, str]
) -> Iterator[Entry | Refusal]:
    """Yield every entry; comments and what stands between are no entries.

    ``mapping`` names fields of this file that are called otherwise.
    """
    strings: dict[str, str] = {}
    for each in blocks(lines(document, source), _BEGINS.match):
        if isinstance(each, Refusal):
            yield each
            continue
        line, block = each
        begun, text = _BEGINS.match(block[0]), "\n".join(block)
        if begun and begun[1].lower() not in _NO_ENTRIES:
            wanted = {name.lower() for name in _BARE.findall(text)} if strings else set()
            told = (strings[name] for name in sorted(wanted & strings.keys()))
            text = "\n".join([*told, text])
            yield Entry(source, line, text, partial(_record, text, mapping))
        elif found := _STRING.match(text):
            strings[found[1].lower()] = text


def _record(text: str, mapping: Mapping[str, str], source: str, line: int) -> Record | Refusal:
    """Return the record of an entry, behind the strings that it uses."""
    from bibtexparser.entrypoint import parse_string  # noqa: PLC0415  (others need not wait)

    library = parse_string(text)
    entry = next(iter(library.entries), None)
    if entry is None:
        failed = library.failed_blocks[-1].error if library.failed_blocks else ""
        why = f"the entry is broken: {getattr(failed, 'abort_reason', failed) or 'it has no end'}"
        return Refusal(source, line, " ".join(why.split()), "mend its braces, quotes and commas")
    fields = {field.key.lower(): str(field.value) for field in entry.fields}
    for field, name in mapping.items():
        if name.lower() in fields:
            fields[field] = fields[name.lower()]
    return record_of(_said(entry.entry_type.lower(), fields), source, line)


def _said(kind: str, fields: Mapping[str, str]) -> Said:
    from bibtexparser.middlewares.names import split_multiple_persons_names  # noqa: PLC0415  (it is slow to import, or an extra)

    def field(*names: str) -> str:
        return next((_plain(fields[name]) for name in names if fields.get(name)), "")

    day, month, year = field("day"), field("month"), field("year")
    dated = f"{year}-{month}-{day}".rstrip("-") if month.isdecimal() else f"{day} {month} {year}"
    around = " ".join(
        fields.get(name, "") for name in ("journal", "volume", "note", "howpublished")
    )
    eprint = fields.get("eprint", "")
    people = split_multiple_persons_names(fields.get("author", ""))
    return Said(
        title=field("title"),
        abstract=field("abstract"),
        authors=[_plain(each) for each in people if each != "others"],
        affiliations=field("affiliation", "affiliations").split(";"),
        date=field("date") or dated.strip(),
        names=[
            *(field(name) for name in ("arxiv", "eprint", "doi", "url", "ee", "bdsk-url-1")),
            f"arXiv:{eprint}",
            *_ARXIV.findall(around),
        ],
        publisher=field("lab") or (field("institution") if kind == "techreport" else ""),
        subjects=[*field("primaryclass").split(), *filter(None, field("subjects").split(";"))],
        comment=field("comment", "annote"),
        language=field("language", "langid"),
    )


def _plain(text: str) -> str:
    r"""Return what LaTeX prints, without the braces that keep capitals; formulas keep theirs.

    >>> _plain("{BERT} by G{\\\"o}del and {\\L}ukasz in ${O}(n)$")
    'BERT by Gödel and Łukasz in ${O}(n)$'
    """
    text = plain(_LETTER.sub(r"\1{\2}", " ".join(text.split())))
    pieces, end = [], 0
    for formula in _FORMULA.finditer(text):
        pieces += [_BRACES.sub("", text[end : formula.start()]), formula[0]]
        end = formula.end()
    return "".join([*pieces, _BRACES.sub("", text[end:])])
