"""JSON text: the values of a document of any length, one after the other, each with its line."""

from __future__ import annotations

import codecs
import json
import re
from typing import TYPE_CHECKING, Any, BinaryIO

from .json_entries import AROUND, LISTS
from .lines import LONGEST_ENTRY

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIECE = 1 << 18
_MOST_KEYS = 1_000
_SPACE = re.compile(r"[\s,]*")
_NUMBER_END = re.compile(r"[\d.eE+-]")


class JsonError(ValueError):
    """The text is no JSON; ``line`` says where."""

    def __init__(self, why: str, line: int) -> None:
        """Keep the line."""
        super().__init__(why)
        self.line = line


class JsonText:
    r"""A document that is read value by value.

    >>> from io import BytesIO
    >>> list(JsonText(BytesIO(b'{"n": 2, "items": [{"a": 1},\n{"a": 2}]}')).entries())
    [(1, {'a': 1}), (2, {'a': 2})]
    >>> list(JsonText(BytesIO(b'{"title": "Deep Sets"}')).entries())
    [(1, {'title': 'Deep Sets'})]
    """

    def __init__(self, document: BinaryIO) -> None:
        """Read ``document``, which is in UTF-8."""
        self._document = document
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._scan = json.JSONDecoder().raw_decode
        self._text, self._at, self._line, self._ended = "", 0, 1, False

    def entries(self) -> Iterator[tuple[int, Any]]:
        """Yield line and value of every entry: of every list, and of objects that are in none.

        Raises:
            JsonError: the text is no JSON from there on.

        """
        while sign := self._sign():
            if sign == "[":
                yield from self._list()
            elif sign == "{":
                yield from self._object()
            else:
                yield self._value()

    def _list(self) -> Iterator[tuple[int, Any]]:
        self._step()
        while (sign := self._sign()) != "]":
            if not sign:
                raise JsonError("the list has no end", self._line)
            yield self._value()
        self._step()

    def _object(self) -> Iterator[tuple[int, Any]]:
        """Yield what lists in an object hold; without any, the object itself."""
        line, held, listed = self._line, dict[str, Any](), False
        self._step()
        while (sign := self._sign()) != "}":
            if not sign:
                raise JsonError("the object has no end", self._line)
            _, key = self._value()
            if not isinstance(key, str) or self._sign() != ":":
                raise JsonError("a key and a colon were expected", self._line)
            self._step()
            sign = self._sign()
            if sign == "[" and key in LISTS and "title" not in held:
                listed = True
                yield from self._list()
            elif sign == "{" and key in AROUND and "title" not in held:
                listed = True
                yield from self._object()
            elif len(held) < _MOST_KEYS:
                held[key] = self._value()[1]
            else:
                raise JsonError(f"the object has more than {_MOST_KEYS:,} keys", line)
        self._step()
        if not listed:
            yield line, held

    def _sign(self) -> str:
        """Return the next sign that is no space or comma, "" at the end."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._pass(found.end() if found else self._at)
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _value(self) -> tuple[int, Any]:
        self._sign()
        line = self._line
        while True:
            try:
                value, end = self._scan(self._text, self._at)
            except RecursionError as error:
                raise JsonError("the value is nested too deeply", line) from error
            except ValueError as error:
                if len(self._text) - self._at > LONGEST_ENTRY:
                    what = f"the value has no end within {LONGEST_ENTRY:,} characters"
                    raise JsonError(what, line) from error
                if not self._more():
                    why = str(error).partition(":")[0]
                    raise JsonError(f"this is no JSON: {why}", line) from error
            else:
                cut = end == len(self._text) and _NUMBER_END.fullmatch(self._text[-1])
                if not (cut and self._more()):
                    self._pass(end)
                    return line, value

    def _step(self) -> None:
        self._at += 1

    def _pass(self, end: int) -> None:
        self._line += self._text.count("\n", self._at, end)
        self._at = end

    def _more(self) -> bool:
        """Read on: twice as much as waits, so that a long value is not scanned again too often."""
        if self._ended:
            return False
        waiting = self._text[self._at :]
        piece = self._document.read(max(_PIECE, len(waiting)))
        self._ended = not piece
        self._text, self._at = waiting + self._decode(piece, self._ended), 0
        return True
