"""Exchange: an HTTP request as it comes from ASGI, and a reply with its headers as it goes back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import TYPE_CHECKING

from .pages import POLICY
from .problem import ProblemError, Reply, problem

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

Handle = Callable[["Asked"], Awaitable[Reply]]
Headers = list[tuple[bytes, bytes]]
READ = ("GET", "HEAD", "OPTIONS")

_BODY_SECONDS = 10.0
_RETRY_SECONDS = b"5"


class GoneError(Exception):
    """The client has gone; nobody waits for a reply."""


class Asked:
    """A request: what its scope says, and its body when somebody wants it."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        """Read what all handlers need; ``names`` are the parts of the path that a route named."""
        self._scope, self.receive = scope, receive
        self.method: str = scope["method"]
        self.parameters: bytes = scope["query_string"]
        self.names: dict[str, str] = scope.get("path_params", {})
        self.path: bytes = scope.get("raw_path") or scope["path"].encode()
        self.accept = self.header(b"accept")

    def header(self, name: bytes) -> str:
        """Return a header by its name in small letters; empty where it was not sent."""
        values = [value.decode("latin-1") for key, value in self._scope["headers"] if key == name]
        return ", ".join(values)

    async def body(self, limit: int) -> bytes:
        """Read the body.

        Raises:
            ProblemError: it has more bytes than ``limit``, or comes too slowly.
            GoneError: the client went.

        """
        body = bytearray()
        try:
            async with asyncio.timeout(_BODY_SECONDS):
                while True:
                    message = await self.receive()
                    if message["type"] == "http.disconnect":
                        raise GoneError
                    body += message.get("body", b"")
                    if len(body) > limit:
                        what = f"the request is longer than {limit:,} bytes"
                        raise ProblemError(413, what, cure="ask for less")
                    if not message.get("more_body"):
                        return bytes(body)
        except TimeoutError:
            raise ProblemError(408, "the request came too slowly") from None

    async def gone(self) -> None:
        """Wait until the client goes."""
        while (await self.receive())["type"] != "http.disconnect":
            pass

    @property
    def address(self) -> str:
        """The address that this request was sent to, without parameters."""
        host, port = self._scope.get("server") or ("localhost", None)
        name = self.header(b"host") or (f"{host}:{port}" if port else host)
        safe = "".join(letter for letter in name if letter.isalnum() or letter in ".-:[]")
        return f"{self._scope['scheme']}://{safe}{self._scope['path']}"


class Endpoint:
    """An ASGI application for one address: problems become replies, and replies get headers."""

    def __init__(self, handle: Handle, methods: tuple[str, ...] = READ, *, cors: bool) -> None:
        """``cors`` lets the pages of other sites read the replies."""
        self._handle, self._methods, self._cors = handle, methods, cors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        asked = Asked(scope, receive)
        try:
            reply = await self._reply(asked)
        except GoneError:
            return
        except Exception as error:  # noqa: BLE001  (no trace leaves the server)
            reply = problem(error, asked.accept)
        headers = _headers(reply, front_page=asked.path == b"/") + self._about(reply, asked)
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        body = b"" if asked.method == "HEAD" else reply.body
        await send({"type": "http.response.body", "body": body})

    async def _reply(self, asked: Asked) -> Reply:
        if asked.method not in self._methods:
            raise ProblemError(405, f"{asked.method} is not for this address")
        return Reply(204, "", b"") if asked.method == "OPTIONS" else await self._handle(asked)

    def _about(self, reply: Reply, asked: Asked) -> Headers:
        """Tell the methods where that is asked, and what other sites may do."""
        headers = [(b"access-control-allow-origin", b"*")] if self._cors else []
        methods = ", ".join(self._methods).encode()
        if reply.status == HTTPStatus.METHOD_NOT_ALLOWED or asked.method == "OPTIONS":
            headers.append((b"allow", methods))
        if self._cors and asked.method == "OPTIONS":
            headers += [
                (b"access-control-allow-methods", methods),
                (b"access-control-allow-headers", b"Accept, Content-Type"),
                (b"access-control-max-age", b"86400"),
            ]
        return headers


def _headers(reply: Reply, *, front_page: bool) -> Headers:
    headers = [
        (b"content-length", str(len(reply.body)).encode()),
        (b"vary", b"Accept"),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
    ]
    media_type = reply.media_type
    if media_type:
        text = media_type.startswith("text/") or media_type.endswith("xml")
        written = media_type + ("; charset=utf-8" if text else "")
        headers.append((b"content-type", written.encode()))
    if media_type == "text/html":  # the explorer in front carries a policy of its own
        policy = b"frame-ancestors 'none'" if front_page else POLICY.encode()
        headers.append((b"content-security-policy", policy))
    if reply.status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append((b"retry-after", _RETRY_SECONDS))
    return headers
