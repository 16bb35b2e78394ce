"""Unpacking: a file's documents, out of whatever archive they are in, as streams of bytes.

An archive is known by its first bytes. Nothing is unpacked to disk or held whole; an archive that
breaks off, or that would swell without end, ends its document early, and says why.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from ..records import Refusal
from .sources import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

#: Bytes at the beginning of a document by which its format is recognised.
HEAD = 1 << 16

#: Metadata shrink to a tenth or a twentieth; a megabyte of one letter, to a thousandth. Small
#: documents may be as repetitive as they like.
MOST_SWELLING = 250
HARMLESS = 64 << 20
MOST_UNPACKED = 256 << 30

_ZIP = b"PK\x03\x04"
_ZSTANDARD = b"\x28\xb5\x2f\xfd"
_BROKEN = (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, OSError)
_SUITES = frozenset({"[Content_Types].xml", "mimetype"})
_ENCRYPTED = 0x1


class _Readable(Protocol):
    def read1(self, size: int, /) -> bytes: ...


class Unpacked(io.RawIOBase):
    """Bytes as they come out of an archive, which ends early where they cannot come.

    ``why`` then tells the reason, "" until then; ``lines`` counts the line ends that came.
    """

    def __init__(self, inner: _Readable, packed: Callable[[], int]) -> None:
        """Read ``inner``; ``packed`` returns how many bytes of the archive it has used."""
        self._inner, self._packed = inner, packed
        self.why, self.lines, self._came = "", 0, 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill the buffer unless the document ends; return how many bytes came."""
        view = memoryview(buffer)  # type: ignore[arg-type]  # what io hands over
        filled = 0
        while filled < len(view) and not self.why:
            piece = self._piece(len(view) - filled)
            if not piece:
                break
            view[filled : filled + len(piece)] = piece
            filled += len(piece)
            self.lines += piece.count(b"\n")
        return filled

    def _piece(self, size: int) -> bytes:
        try:
            piece = self._inner.read1(size)
        except _BROKEN as error:
            self.why = f"the archive is damaged or cut off here: {error}"
            return b""
        self._came += len(piece)
        swollen = self._came > max(HARMLESS, MOST_SWELLING * self._packed())
        if swollen or self._came > MOST_UNPACKED:
            self.why = (
                f"the archive swells to more than {self._came >> 20:,} MB, and is read no further"
            )
            return b""
        return piece


@dataclass(frozen=True, slots=True)
class Part:
    """One document: its name, its bytes, and what is amiss with the archive around it, if any."""

    source: str
    document: io.BufferedReader
    unpacked: Unpacked | None = None

    @property
    def head(self) -> bytes:
        """The first bytes, which stay to be read."""
        return self.document.peek(HEAD)[:HEAD]

    @property
    def damage(self) -> Iterator[Refusal]:
        """What kept the document from being read to its end."""
        if self.unpacked and self.unpacked.why:
            cure = "get or pack the archive again"
            yield Refusal(self.source, self.unpacked.lines + 1, self.unpacked.why, cure)


def nobody(size: int) -> None:
    """Tell nobody."""


class Watched(io.FileIO):
    """A file that tells of all bytes that are read of it, piece by piece."""

    def __init__(self, path: Path, told: Callable[[int], object]) -> None:
        """Open the file at ``path``, and call ``told`` with the size of every piece."""
        super().__init__(path)
        self._told = told

    def readinto(self, buffer: object) -> int:
        """Fill the buffer as far as the file goes; return how many bytes came."""
        size = super().readinto(buffer)  # type: ignore[arg-type]  # what io hands over
        self._told(size)
        return size


def parts(
    path: Path, source: str, told: Callable[[int], object] = nobody
) -> Iterator[Part | Refusal]:
    """Yield the documents in a file, each to be read before the next; raises OSError.

    The documents in a zip archive are named "archive.zip/name", and come sorted, without hidden
    ones; all other archives hold one document, of their own name. ``told`` is called with the size
    of each piece of the file that is read.
    """
    with io.BufferedReader(Watched(path, told), HEAD) as file:
        yield from parts_of(cast("io.BufferedReader", file), source)


def parts_of(file: io.BufferedReader, source: str) -> Iterator[Part | Refusal]:
    """Yield the documents in an open file, as :func:`parts` does."""
    with ExitStack() as opened:
        if not file.peek(4).startswith(_ZIP):
            yield _unpacked(file, source, file, opened)
            return
        try:
            archive = opened.enter_context(zipfile.ZipFile(file))
        except zipfile.BadZipFile as error:
            yield Refusal(source, 1, f"the archive is damaged: {error}", "get or pack it again")
            return
        if _SUITES.isdisjoint(archive.namelist()):
            yield from _members(archive, source)
            return
        file.seek(0)
        yield Part(source, file)


def _members(archive: zipfile.ZipFile, source: str) -> Iterator[Part | Refusal]:
    times: Counter[str] = Counter()
    if not any(map(_is_document, archive.infolist())):
        yield Refusal(source, 1, "the archive holds no document", "leave it out or fill it")
    for info in sorted(archive.infolist(), key=lambda info: info.filename):
        if not _is_document(info):
            continue
        name = f"{source}/{printable(info.filename)}"
        times[name] += 1
        name += f"~{times[name]}" * (times[name] > 1)
        if info.flag_bits & _ENCRYPTED:
            yield Refusal(name, 1, "the document is encrypted", "unpack it and name the file")
            continue
        with ExitStack() as opened:
            try:
                member = opened.enter_context(archive.open(info))
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
                cure = "unpack it and name the file"
                yield Refusal(name, 1, f"the document cannot be unpacked: {error}", cure)
                continue
            packed = _Told(info.compress_size)
            unpacked = Unpacked(cast("_Readable", member), packed.tell)
            inside = cast("io.BufferedReader", io.BufferedReader(unpacked, HEAD))
            if inside.peek(4).startswith(_ZIP):
                cure = "unpack the outer archive and name the folder"
                yield Refusal(name, 1, "an archive inside an archive", cure)
                continue
            yield _unpacked(inside, name, packed, opened, unpacked)


def _is_document(info: zipfile.ZipInfo) -> bool:
    folders = info.filename.split("/")
    hidden = "__MACOSX" in folders or any(name.startswith(".") for name in folders)
    return not (info.is_dir() or hidden)


def _unpacked(
    file: io.BufferedReader,
    source: str,
    packed: _Tells,
    opened: ExitStack,
    around: Unpacked | None = None,
) -> Part | Refusal:
    head = file.peek(8)
    inner: _Readable
    if head.startswith(b"\x1f\x8b"):
        inner = opened.enter_context(gzip.GzipFile(fileobj=file))
    elif head.startswith(b"BZh"):
        inner = opened.enter_context(bz2.BZ2File(file))
    elif head.startswith(b"\xfd7zXZ\x00"):
        inner = opened.enter_context(lzma.open(file))  # noqa: SIM115  (the stack closes it)
    elif head.startswith(_ZSTANDARD):
        try:
            inner = _Zstandard(file)
        except ImportError:
            cure = "pip install 'paperatlas[zstd]', or unpack it"
            return Refusal(source, 1, "reading .zst takes the package zstandard", cure)
    else:
        return Part(source, file, around)
    unpacked = Unpacked(inner, packed.tell)
    return Part(source, io.BufferedReader(unpacked, HEAD), unpacked)


class _Tells(Protocol):
    def tell(self) -> int: ...


@dataclass(frozen=True, slots=True)
class _Told:
    """How much an archive says that a document of it takes up there."""

    size: int

    def tell(self) -> int:
        return self.size


class _Zstandard:
    """A Zstandard file, which tells when it is cut off: the package's own reader does not."""

    def __init__(self, file: BinaryIO) -> None:
        import zstandard  # noqa: PLC0415  (an extra)

        self._new = zstandard.ZstdDecompressor(max_window_size=1 << 31).decompressobj
        self._error = zstandard.ZstdError
        self._file, self._frame, self._rest, self._ready = file, self._new(), b"", b""
        self._begun = False

    def read1(self, size: int) -> bytes:
        while not self._ready:
            packed = self._rest or self._file.read(HEAD)
            self._rest = b""
            if not packed:
                if self._begun:
                    raise EOFError("the last frame has no end")
                return b""
            try:
                self._begun = True
                self._ready = self._frame.decompress(packed)
            except self._error as error:
                raise EOFError(str(error)) from error
            if self._frame.eof:
                self._rest, self._frame, self._begun = self._frame.unused_data, self._new(), False
        piece, self._ready = self._ready[:size], self._ready[size:]
        return piece
