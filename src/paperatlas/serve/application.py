"""Application: an atlas to an ASGI application."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from ..errors import GraphError, InputError, PaperatlasError
from .description import description
from .frames import request_frame
from .limits import Limits
from .negotiation import GRAPH, chosen
from .pages import POLICY, html
from .pool import Pool
from .problem import ProblemError, Reply, problem
from .protocol import operation
from .ready import ready_list

try:
    from starlette.applications import Starlette
    from starlette.routing import Route
except ImportError as error:  # pragma: no cover  (a test does this in a process of its own)
    raise InputError(
        "serving needs Starlette and uvicorn", cure="pip install 'paperatlas[serve]'"
    ) from error

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import Message, Receive, Scope, Send

_Handle = Callable[["_Asked"], Awaitable[Reply]]
_Headers = list[tuple[bytes, bytes]]
_READ = ("GET", "HEAD", "OPTIONS")
_SOON = 0.05
"""So many seconds a question runs before anybody asks whether its client is still there."""

_BODY_SECONDS = 10.0
_STATIC = {
    "style.css": "text/css",
    "query.js": "text/javascript",
    "editor.js": "text/javascript",
}


def application(folder: Path, limits: Limits | None = None, *, cors: bool = True) -> Starlette:
    """Return the atlas in ``folder`` as an ASGI application.

    ``cors`` lets the pages of other sites ask it.

    Raises:
        InputError: Starlette is not installed.

    """
    server = Server(folder, limits or Limits(), cors=cors)
    routes = [
        Route("/", server.at(server.explorer)),
        Route("/health", server.at(server.health)),
        Route("/query", server.at(server.query_page)),
        Route("/sparql", server.at(server.sparql, ("GET", "HEAD", "POST", "OPTIONS"))),
        Route("/questions", server.at(server.questions)),
        Route("/questions/{name}", server.at(server.question)),
        Route("/id/{path:path}", server.at(server.resource)),
        Route("/names", server.at(server.names)),
        Route("/static/{name}", server.at(server.static)),
        Route("/{path:path}", server.at(_nothing)),
    ]
    app = Starlette(routes=routes, lifespan=server.lifespan)
    app.state.server = server
    return app


class _Asked:
    """A request: what its scope says, and its body when somebody wants it."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self._scope, self.receive = scope, receive
        self.method: str = scope["method"]
        self.address: bytes = scope["query_string"]
        self.names: dict[str, str] = scope.get("path_params", {})
        self.path: bytes = scope.get("raw_path") or scope["path"].encode()
        self.accept = self.header(b"accept")

    def header(self, name: bytes) -> str:
        values = [value.decode("latin-1") for key, value in self._scope["headers"] if key == name]
        return ", ".join(values)

    async def body(self, limit: int) -> bytes:
        """Read the body; ProblemError when it is too long, or too slow to come."""
        body = bytearray()
        try:
            async with asyncio.timeout(_BODY_SECONDS):
                while True:
                    message = await self.receive()
                    if message["type"] == "http.disconnect":
                        raise _GoneError
                    body += message.get("body", b"")
                    if len(body) > limit:
                        what = f"the request is longer than {limit:,} bytes"
                        raise ProblemError(413, what, cure="ask for less")
                    if not message.get("more_body"):
                        return bytes(body)
        except TimeoutError:
            raise ProblemError(408, "the request came too slowly") from None

    @property
    def endpoint(self) -> str:
        """The address that this request was sent to, without parameters."""
        host, port = self._scope.get("server") or ("localhost", None)
        name = self.header(b"host") or (f"{host}:{port}" if port else host)
        safe = "".join(letter for letter in name if letter.isalnum() or letter in ".-:[]")
        return f"{self._scope['scheme']}://{safe}{self._scope['path']}"


class _GoneError(Exception):
    """The client has gone."""


class _Endpoint:
    """Runs a handler: problems become replies, and every reply gets its headers."""

    def __init__(self, handle: _Handle, methods: tuple[str, ...], *, cors: bool) -> None:
        self._handle, self._methods = handle, methods
        self._shared = [(b"access-control-allow-origin", b"*")] if cors else []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = _Asked(scope, receive)
        try:
            if asked.method not in self._methods:
                raise ProblemError(405, f"{asked.method} is not for this address")
            if asked.method == "OPTIONS":
                reply = Reply(204, "", b"")
            else:
                reply = await self._handle(asked)
        except _GoneError:
            return
        except Exception as error:  # noqa: BLE001  (no trace leaves the server)
            reply = problem(error, asked.accept)
        headers = _headers(reply, asked)
        if reply.status == HTTPStatus.METHOD_NOT_ALLOWED or asked.method == "OPTIONS":
            headers.append((b"allow", ", ".join(self._methods).encode()))
        if self._shared and asked.method == "OPTIONS":
            headers += _preflight(", ".join(self._methods))
        headers += self._shared
        start: Message = {"type": "http.response.start", "status": reply.status, "headers": headers}
        await send(start)
        body = b"" if asked.method == "HEAD" else reply.body
        await send({"type": "http.response.body", "body": body})


def _preflight(methods: str) -> _Headers:
    return [
        (b"access-control-allow-methods", methods.encode()),
        (b"access-control-allow-headers", b"Accept, Content-Type"),
        (b"access-control-max-age", b"86400"),
    ]


def _headers(reply: Reply, asked: _Asked) -> _Headers:
    headers = [
        (b"content-length", str(len(reply.body)).encode()),
        (b"vary", b"Accept"),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
    ]
    media_type = reply.media_type
    if media_type:
        text = media_type.startswith("text/") or media_type.endswith("xml")
        headers.append(
            (b"content-type", (media_type + ("; charset=utf-8" if text else "")).encode())
        )
    if media_type == "text/html":
        own = asked.path == b"/"  # the explorer carries a policy of its own
        headers.append(
            (b"content-security-policy", b"frame-ancestors 'none'" if own else POLICY.encode())
        )
    if reply.status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append((b"retry-after", b"5"))
    return headers


class Server:
    """What each address answers."""

    def __init__(self, folder: Path, limits: Limits, *, cors: bool) -> None:
        self._folder, self._limits, self._cors = folder, limits, cors
        self._pool: Pool | None = None
        self.failure: PaperatlasError | None = None  # why it could not begin

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """Open the atlas, and leave no process behind."""
        with tempfile.TemporaryDirectory(prefix="paperatlas-") as place:
            self._pool = Pool(self._folder, [place], self._limits)
            try:
                await self._pool.open()
                yield
            except ProblemError as error:
                self.failure = GraphError(error.what)
                raise self.failure from error
            finally:
                await self._pool.close()

    def at(self, handle: _Handle, methods: tuple[str, ...] = _READ) -> _Endpoint:
        """Return what Starlette calls for an address."""
        return _Endpoint(handle, methods, cors=self._cors)

    async def _ask(self, asked: _Asked, **request: object) -> Reply:
        """Put a request to the pool, and drop it when the client goes."""
        if self._pool is None:
            raise ProblemError(503, "the server has not begun yet")
        frame = request_frame({**request, "accept": asked.accept})
        task = asyncio.current_task()
        gone: asyncio.Task[None] | None = None

        def watch() -> None:
            nonlocal gone
            if gone is None:
                gone = asyncio.create_task(_gone(asked.receive))
                gone.add_done_callback(lambda done: done.cancelled() or task.cancel())

        try:
            return await self._pool.answer(frame, _SOON, watch)
        except asyncio.CancelledError:
            if gone is not None and gone.done():
                raise _GoneError from None
            raise
        finally:
            if gone is not None:
                gone.cancel()

    async def sparql(self, asked: _Asked) -> Reply:
        limit = self._limits.query
        body = await asked.body(3 * limit + 10_000) if asked.method == "POST" else b""
        method = "POST" if asked.method == "POST" else "GET"
        content_type = asked.header(b"content-type")
        query = operation(method, asked.address, content_type, body, limit)
        if query is not None:
            graphs = {"default": query.default_graphs, "named": query.named_graphs}
            return await self._ask(asked, do="query", query=query.query, **graphs)
        best = chosen(asked.accept, (*GRAPH, "text/html"))
        if best == "text/html":
            return await self.query_page(asked)
        if best is None:
            raise ProblemError(406, "the description has none of the forms asked for")
        graphs_here = self._pool.about["graphs"] if self._pool else ()
        described = description(asked.endpoint, graphs_here, GRAPH[best])  # type: ignore[arg-type]
        return Reply(200, GRAPH[best], described)

    async def resource(self, asked: _Asked) -> Reply:
        path = asked.path.decode("ascii", "replace").partition("/id/")[2]
        return await self._ask(asked, do="resource", path=path)

    async def questions(self, asked: _Asked) -> Reply:
        return ready_list(asked.accept)

    async def question(self, asked: _Asked) -> Reply:
        try:
            pairs = parse_qsl(asked.address.decode("ascii"), errors="strict")
        except ValueError as error:
            raise ProblemError(400, "the parameters are not percent-encoded UTF-8") from error
        return await self._ask(asked, do="ready", name=asked.names["name"], values=dict(pairs))

    async def names(self, asked: _Asked) -> Reply:
        return await self._ask(asked, do="names")

    async def query_page(self, asked: _Asked) -> Reply:
        return Reply(200, "text/html", html("query.html"))

    async def explorer(self, asked: _Asked) -> Reply:
        try:
            page = await asyncio.to_thread((self._folder / "network.html").read_bytes)
        except OSError as error:
            cure = "build the atlas again, or see /query"
            raise ProblemError(404, "this atlas has no page", cure=cure) from error
        return Reply(200, "text/html", page)

    async def health(self, asked: _Asked) -> Reply:
        """Ask the atlas something small: a server whose processes cannot start is not well."""
        reply = await self._ask(asked, do="query", query="ASK {}", default=(), named=())
        told = {"status": "ok", "processes": self._pool.processes if self._pool else 0}
        if reply.status != HTTPStatus.OK:
            return reply
        return Reply(200, "application/json", json.dumps(told).encode())

    async def static(self, asked: _Asked) -> Reply:
        name = asked.names["name"]
        if name not in _STATIC:
            raise ProblemError(404, "there is nothing here")
        return Reply(200, _STATIC[name], files(__package__).joinpath("static", name).read_bytes())


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _nothing(_: _Asked) -> Reply:
    raise ProblemError(404, "there is nothing here", cure="see / or /query or /sparql")
