"""Frames: what the server and a query process say to each other.

A request is the moment (of the system's monotonic clock) until which it may be begun, its length,
and JSON. A reply is its status, the lengths of media type and body, the seconds it took, and type
and body. Replies come in the order of the requests; the first one, of status 0, says that the
process is ready, or why it is not.
"""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING

from .problem import Reply

if TYPE_CHECKING:
    from typing import BinaryIO

_REQUEST = struct.Struct(">dI")
_REPLY = struct.Struct(">HHIf")

READY = 0
LAPSED = 1
"""The status of a reply to a request that must not be begun any more."""


def request_frame(request: dict[str, object]) -> bytes:
    """Return a request as bytes, but for what `sent` puts before it."""
    return json.dumps(request).encode()


def sent(frame: bytes, by: float) -> bytes:
    """Return what is sent for a request that must not be begun after ``by``."""
    return _REQUEST.pack(by, len(frame)) + frame


def read_request(stream: BinaryIO) -> tuple[float, bytes] | None:
    """Wait for the next request, and until when it may be begun; None when there will be none."""
    head = stream.read(_REQUEST.size)
    if len(head) < _REQUEST.size:
        return None
    by, size = _REQUEST.unpack(head)
    return by, stream.read(size)


def reply_frame(reply: Reply, seconds: float) -> bytes:
    """Return a reply that took so many ``seconds`` as bytes."""
    media_type = reply.media_type.encode()
    head = _REPLY.pack(reply.status, len(media_type), len(reply.body), seconds)
    return head + media_type + reply.body


def replies_in(received: bytearray) -> list[Reply]:
    """Take the whole replies out of what has been received.

    >>> frame = reply_frame(Reply(200, "text/csv", b"a"), 0.5)
    >>> received = bytearray(frame + frame[:9])
    >>> replies_in(received), received == frame[:9]
    ([Reply(status=200, media_type='text/csv', body=b'a', seconds=0.5)], True)
    """
    replies, at = [], 0
    while len(received) >= at + _REPLY.size:
        status, named, size, seconds = _REPLY.unpack_from(received, at)
        start = at + _REPLY.size + named
        if len(received) < start + size:
            break
        media_type = received[at + _REPLY.size : start].decode()
        replies.append(Reply(status, media_type, bytes(received[start : start + size]), seconds))
        at = start + size
    del received[:at]
    return replies
