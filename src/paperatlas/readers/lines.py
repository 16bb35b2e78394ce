"""Lines: a document line by line, of which none is held that is longer than any record."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from ..records import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

#: Bytes that one line, or one entry of a document, may have.
LONGEST_ENTRY = 16 << 20

_PIECE = 1 << 16


def lines(document: BinaryIO, source: str) -> Iterator[tuple[int, str] | Refusal]:
    r"""Yield the number and the text of every line, and a refusal for every one that is too long.

    Text is in UTF-8, its bytes that are not are U+FFFD; lines have no ends.

    >>> from io import BytesIO
    >>> list(lines(BytesIO(b"one\r\ntwo"), "a.txt"))
    [(1, 'one'), (2, 'two')]
    """
    number = 0
    while line := document.readline(LONGEST_ENTRY + 1):
        number += 1
        if len(line) > LONGEST_ENTRY and not line.endswith(b"\n"):
            while (piece := document.readline(_PIECE)) and not piece.endswith(b"\n"):
                pass
            why = f"the line is longer than {LONGEST_ENTRY:,} bytes"
            yield Refusal(source, number, why, "split it into its records")
            continue
        yield number, line.rstrip(b"\r\n").decode(errors="replace")


def tagged_blocks(
    document: BinaryIO, source: str, begins: Callable[[str], object], first: str
) -> Iterator[tuple[int, list[str]] | Refusal]:
    r"""Yield the blocks of a document of tagged lines, and a refusal for what stands before them.

    ``first`` is how the first line of a block looks, in words.

    >>> from io import BytesIO
    >>> document = BytesIO(b"mine\nTY  - JOUR\nTI  - Deep Sets")
    >>> refusal, block = tagged_blocks(document, "a.ris", lambda l: l[:2] == "TY", "TY  - …")
    >>> refusal.why, block
    ('text stands before the first record', (2, ['TY  - JOUR', 'TI  - Deep Sets']))
    """
    for each in blocks(lines(document, source), begins):
        if isinstance(each, Refusal):
            yield each
            continue
        line, block = each
        block[0] = block[0].removeprefix("\ufeff")
        if begins(block[0]):
            yield line, block
        else:
            why = "text stands before the first record"
            yield Refusal(source, line, why, f"begin every record with a line '{first}'")


def blocks(
    numbered: Iterable[tuple[int, str] | Refusal], begins: Callable[[str], object]
) -> Iterator[tuple[int, list[str]] | Refusal]:
    """Gather lines into blocks, each of which starts where ``begins`` is true, with its number.

    What stands before the first block comes as one, too, unless it is blank; of a block longer than
    :data:`LONGEST_ENTRY` the beginning comes.

    >>> list(blocks([(1, "% mine"), (2, "@a"), (3, "b")], lambda line: line.startswith("@")))
    [(1, ['% mine']), (2, ['@a', 'b'])]
    """
    start, block, size = 1, list[str](), 0
    for each in numbered:
        if isinstance(each, Refusal):
            yield each
            continue
        number, line = each
        if begins(line) or not block:
            if any(map(str.strip, block)):
                yield start, block
            start, block, size = number, [], 0
        size += len(line) + 1
        if size <= LONGEST_ENTRY:
            block.append(line)
    if any(map(str.strip, block)):
        yield start, block
