"""XML text: the elements of a document of any length that are entries, each with its line.

No entity is resolved, and nothing outside the document is fetched: a document that declares
entities is refused where it does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from ..records import Refusal
from .lines import LONGEST_ENTRY

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

_PIECE = 1 << 16
_ROOT = re.compile(
    rb"\s*(?:<\?xml.*?\?>\s*)?(?:<!--.*?-->\s*|<!DOCTYPE[^<>\[]*(?:\[.*?\]\s*)?>\s*|<\?.*?\?>\s*)*"
    rb"<([A-Za-z][\w.:-]*)([^<>]*)",
    re.DOTALL,
)


def root_of(head: bytes) -> tuple[str, str]:
    """Return the name and the attributes of the first element, "" where there is none.

    >>> root_of(b'<?xml version="1.0"?><!DOCTYPE a><feed xmlns="x"><entry/>')
    ('feed', ' xmlns="x"')
    >>> root_of(b"title,year")
    ('', '')
    """
    if b"\x00" in head:
        head = head.decode("utf-16", "replace").encode()
    found = _ROOT.match(head.removeprefix(b"\xef\xbb\xbf"))
    return (found[1].decode(), found[2].decode(errors="replace")) if found else ("", "")


class _Gatherer:
    """Builds wanted elements, and forgets everything around them."""

    def __init__(self, wanted: Collection[str]) -> None:
        self._wanted = wanted
        self.open: list[Element] = []
        self.line = 1
        self.begun = 0
        self.done: list[tuple[int, Element]] = []
        self._last: Element | None = None
        self.position: Callable[[], tuple[int, int]] = lambda: (1, 0)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if not self.open and name not in self._wanted:
            return
        element = Element(name, attributes)
        if self.open:
            self.open[-1].append(element)
        else:
            self.line, self.begun = self.position()
        self.open.append(element)
        self._last = None

    def end(self, _tag: str) -> None:
        if not self.open:
            return
        self._last = self.open.pop()
        if not self.open:
            self.done.append((self.line, self._last))
            self._last = None

    def data(self, text: str) -> None:
        if not self.open:
            return
        if self._last is None:
            self.open[-1].text = (self.open[-1].text or "") + text
        else:
            self._last.tail = (self._last.tail or "") + text


def elements(
    document: BinaryIO, source: str, wanted: Collection[str]
) -> Iterator[tuple[int, Element] | Refusal]:
    r"""Yield every outermost element of a wanted name, without namespaces, with its line.

    Where the document breaks, or is refused, a refusal comes, and nothing after it.

    >>> from io import BytesIO
    >>> document = BytesIO(b"<feed>\n<entry>a<b>c</b></entry></feed>")
    >>> [(line, "".join(each.itertext())) for line, each in elements(document, "a.xml", {"entry"})]
    [(2, 'ac')]
    """
    gatherer = _Gatherer(wanted)
    parser: Any = DefusedXMLParser(target=gatherer)  # its package has no types
    expat = parser.parser
    gatherer.position = lambda: (expat.CurrentLineNumber, expat.CurrentByteIndex)
    ended, came = False, 0
    while not ended:
        piece = document.read(_PIECE)
        ended, came = not piece, came + len(piece)
        refusal = None
        try:
            parser.feed(piece) if piece else parser.close()
        except DefusedXmlException:
            why = "the document declares entities or refers to others, and is read no further"
            refusal = Refusal(source, expat.CurrentLineNumber, why, "write out what they stand for")
        except ParseError as error:
            why = f"the XML is broken here: {str(error).partition(':')[0]}"
            cure = "mend it there; what follows was not read"
            refusal = Refusal(source, error.position[0], why, cure)
        if gatherer.open and came - gatherer.begun > LONGEST_ENTRY:
            why = f"the entry is longer than {LONGEST_ENTRY:,} bytes"
            refusal = Refusal(source, gatherer.line, why, "what follows was not read")
        yield from gatherer.done
        gatherer.done.clear()
        if refusal:
            yield refusal
            return


def inner_text(element: Element | None, path: str = "") -> str:
    """Return all text in what stands at a path, "" where there is nothing.

    >>> entry = Element("entry")
    >>> entry.text = " a b "
    >>> inner_text(entry), inner_text(entry, "title")
    ('a b', '')
    """
    found = element.find(path) if element is not None and path else element
    return "" if found is None else "".join(found.itertext()).strip()
