"""Encoding: which one a document of text is written in, and the same document in UTF-8."""

from __future__ import annotations

import codecs
import io
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
_ASCII = 0x7F
_LONGEST_CHARACTER = 4
#: What text on the web is in, where it is not Unicode (https://encoding.spec.whatwg.org), the
#: commoner first; Western is also what has few accents, and too little to go by.
_USUAL = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254",
    "gb18030", "big5", "cp932", "euc_jp", "euc_kr",
)  # fmt: skip
_RARE = 0.03


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
    if sum(byte > _ASCII for byte in head) < _RARE * len(head):
        return "cp1252"
    found = list(from_bytes(head, cp_isolation=[*_USUAL]))
    surest = [each.encoding for each in found if each.coherence == found[0].coherence]
    return min(surest, key=_USUAL.index) if surest else "cp1252"


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
