"""Encoding: which one a document of text is written in, and the same document in UTF-8."""

from __future__ import annotations

import codecs
import io
import re
from typing import BinaryIO

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PIECE = 1 << 16
_LONGEST_CHARACTER = 4
#: Western single-byte encodings that differ in signs no metadata hold; the first is what the web
#: takes all of them for.
_WESTERN = re.compile(r"latin|iso8859|cp125[0-8]|cp4\d\d|cp8\d\d|mac_|hp_roman", re.IGNORECASE)


def encoding_of(head: bytes) -> str:
    r"""Return the encoding that a document's first bytes are in, "utf-8" unless they show another.

    >>> encoding_of("Gödel".encode()), encoding_of("Gödel".encode("utf-16"))
    ('utf-8', 'utf-16')
    >>> encoding_of(b"title,author\nOn undecidable sentences,Kurt G\xf6del\n")
    'cp1252'
    """
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if _is_utf8(head):
        return "utf-8"
    best = from_bytes(head).best()
    if best is None:
        return "utf-8"
    try:
        head.decode("cp1252")
    except UnicodeDecodeError:
        return best.encoding
    return "cp1252" if _WESTERN.search(best.encoding) else best.encoding


def _is_utf8(head: bytes) -> bool:
    try:
        head.decode()
    except UnicodeDecodeError as error:
        # The head may end inside a character; and a few bad bytes in much that is good are damage.
        if error.start >= len(head) - _LONGEST_CHARACTER and "end of data" in error.reason:
            return True
        text = head.decode(errors="replace")
        good = sum(sign > "\x7f" and sign != "\ufffd" for sign in text)
        return good > text.count("\ufffd")
    return True


class InUtf8(io.RawIOBase):
    """A document in UTF-8, made of one in another encoding; what has no meaning is U+FFFD."""

    def __init__(self, document: BinaryIO, encoding: str) -> None:
        """Read ``document``, which is in ``encoding``."""
        self._document = document
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = b""
        self._ended = False

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill what can be filled of the buffer; return how many bytes came."""
        view = memoryview(buffer)  # type: ignore[arg-type]  # what io hands over
        while not self._ready and not self._ended:
            piece = self._document.read(_PIECE)
            self._ended = not piece
            self._ready = self._decoder.decode(piece, final=self._ended).encode("utf-8", "replace")
        piece, self._ready = self._ready[: len(view)], self._ready[len(view) :]
        view[: len(piece)] = piece
        return len(piece)


def in_utf8(document: BinaryIO, encoding: str) -> BinaryIO:
    """Return the document as one in UTF-8 without a mark.

    >>> in_utf8(io.BytesIO("Gödel".encode("utf-16")), "utf-16").read().decode()
    'Gödel'
    """
    return (
        document if encoding == "utf-8" else io.BufferedReader(InUtf8(document, encoding), _PIECE)
    )
