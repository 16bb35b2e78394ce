"""Once: one request to an ASGI application, without a socket."""

from __future__ import annotations

import asyncio
import string
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from starlette.types import Message

    from .application import Application

_AS_IT_STANDS = string.printable.strip()  # letters beyond ASCII, and blanks, are encoded
Answered = tuple[int, list[tuple[str, str]], bytes]


def get(app: Application, target: str, accept: str = "*/*") -> Answered:
    """Return status, headers and body of ``GET target``; ``app`` starts before and ends after."""
    return asyncio.run(_get(app, target, accept))


async def _get(app: Application, target: str, accept: str) -> Answered:
    path, _, parameters = quote(target, safe=_AS_IT_STANDS).partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": parameters.encode(),
        "root_path": "",
        "headers": [(b"host", b"localhost"), (b"accept", accept.encode())],
        "server": ("localhost", None),
        "client": None,
    }
    sent: list[Message] = []
    asked: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if asked:
            return asked.pop()
        await asyncio.Event().wait()  # nobody goes away
        return {}

    async def send(message: Message) -> None:
        sent.append(message)

    async with app.lifespan_context(app):
        await app(scope, receive, send)
    headers = [(key.decode(), value.decode()) for key, value in sent[0]["headers"]]
    return sent[0]["status"], headers, b"".join(message["body"] for message in sent[1:])
