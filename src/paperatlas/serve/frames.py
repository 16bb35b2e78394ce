"""Frames: what the server and a query process say to each other.

A request is its length and JSON. A reply is its status, the lengths of media type and body, and
both; the first one, of status 0, says that the process is ready, or why it is not.
"""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any

from .problem import Reply

if TYPE_CHECKING:
    from typing import BinaryIO

_REQUEST = struct.Struct(">I")
_REPLY = struct.Struct(">HHI")

READY = 0


def request_frame(request: dict[str, object]) -> bytes:
    """Return a request as bytes."""
    text = json.dumps(request).encode()
    return _REQUEST.pack(len(text)) + text


def read_request(stream: BinaryIO) -> dict[str, Any] | None:
    """Wait for the next request; None when there will be none."""
    head = stream.read(_REQUEST.size)
    if len(head) < _REQUEST.size:
        return None
    request: dict[str, Any] = json.loads(stream.read(*_REQUEST.unpack(head)))
    return request


def reply_frame(reply: Reply) -> bytes:
    """Return a reply as bytes."""
    media_type = reply.media_type.encode()
    return _REPLY.pack(reply.status, len(media_type), len(reply.body)) + media_type + reply.body


def reply_in(received: bytearray) -> Reply | None:
    """Take a whole reply out of what has been received; None while it is not whole.

    >>> frame = bytearray(reply_frame(Reply(200, "text/csv", b"a")))
    >>> reply_in(frame[:9]) is None, reply_in(frame), frame
    (True, Reply(status=200, media_type='text/csv', body=b'a'), bytearray(b''))
    """
    if len(received) < _REPLY.size:
        return None
    status, named, size = _REPLY.unpack_from(received)
    start = _REPLY.size + named
    if len(received) < start + size:
        return None
    reply = Reply(
        status, received[_REPLY.size : start].decode(), bytes(received[start : start + size])
    )
    del received[: start + size]
    return reply
