"""Application: an atlas to an ASGI application."""

from __future__ import annotations

import asyncio
import json
import tempfile
from contextlib import asynccontextmanager
from dataclasses import replace
from http import HTTPStatus
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from ..errors import GraphError, PaperatlasError
from . import without_extra
from .description import description
from .exchange import READ, Asked, Endpoint, GoneError, Handle
from .frames import request_frame
from .limits import Limits
from .negotiation import GRAPH, chosen
from .pages import html
from .pool import Pool
from .problem import ProblemError, Reply
from .protocol import operation
from .ready import ready_list

try:
    from starlette.routing import Route, Router
except ImportError as error:
    raise without_extra() from error

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from starlette.types import Receive, Scope, Send

_STATIC = {
    "style.css": "text/css",
    "query.js": "text/javascript",
    "editor.js": "text/javascript",
}
_COUNTS = b'<p id="counts"></p>'
_LINKS = b'<p><a href="/query">Query</a> \xc2\xb7 <a href="/questions">Questions</a></p>'


class Application(Router):
    """An atlas as an ASGI application; where it cannot begin, ``server.failure`` says why.

    It is a router alone: each of its endpoints makes replies of errors by itself.
    """

    def __init__(self, server: Server, routes: list[Route]) -> None:
        """Take the routes to what the server answers."""
        super().__init__(routes=routes, lifespan=server.lifespan)
        self.server = server
        self._first = routes[0]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; those to the first address, which most are, are not looked up."""
        if scope.get("path") == self._first.path:
            await self._first.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def application(
    place: Path | str, limits: Limits | None = None, *, cors: bool = True
) -> Application:
    """Return the atlas in a folder, or at the address of a store, as an ASGI application.

    ``cors`` lets the pages of other sites ask it.

    Raises:
        InputError: Starlette is not installed.

    """
    server = Server(place, limits or Limits())

    def at(address: str, handle: Handle, methods: tuple[str, ...] = READ) -> Route:
        return Route(address, Endpoint(handle, methods, cors=cors))

    routes = [
        at("/sparql", server.sparql, ("GET", "HEAD", "POST", "OPTIONS")),
        at("/", server.explorer),
        at("/health", server.health),
        at("/id/{path:path}", server.resource),
        at("/names", server.names),
        at("/query", server.query_page),
        at("/questions", server.questions),
        at("/questions/{name}", server.question),
        at("/static/{name}", server.static),
        at("/{path:path}", server.nothing),
    ]
    return Application(server, routes)


class Server:
    """What each address answers; a handler takes what was asked and returns a reply."""

    def __init__(self, place: Path | str, limits: Limits) -> None:
        """Prepare to serve; `lifespan` begins and ends it."""
        self._place, self._limits = place, limits
        self._pool: Pool | None = None
        self.failure: PaperatlasError | None = None

    @asynccontextmanager
    async def lifespan(self, _: Router) -> AsyncIterator[None]:
        """Open the atlas, and leave no process behind; GraphError where it cannot be opened."""
        with tempfile.TemporaryDirectory(prefix="paperatlas-") as cache:
            self._pool = Pool(self._place, [cache], self._limits)
            try:
                await self._pool.open()
                yield
            except ProblemError as error:
                self.failure = GraphError(error.what, where=error.where, cure=error.cure)
                raise self.failure from error
            finally:
                await self._pool.close()

    async def _ask(self, asked: Asked, *, anew: bool = False, **request: object) -> Reply:
        """Put a request to the pool, and drop it when the client goes."""
        frame = request_frame({**request, "accept": asked.accept})
        if not anew and (kept := self._opened.kept(frame)):
            return kept
        watch = _Watch(asked)
        try:
            return await self._opened.answer(frame, watch.begin)
        except asyncio.CancelledError:
            if watch.saw_it_go:
                raise GoneError from None
            raise
        finally:
            watch.end()

    @property
    def _opened(self) -> Pool:
        if self._pool is None:
            raise ProblemError(503, "the server has not begun yet")
        return self._pool

    async def sparql(self, asked: Asked) -> Reply:
        """Answer by the SPARQL Protocol; without a query, describe the endpoint."""
        limit = self._limits.query
        body = await asked.body(3 * limit + 10_000) if asked.method == "POST" else b""
        method = "POST" if asked.method == "POST" else "GET"
        content_type = asked.header(b"content-type")
        query = operation(method, asked.parameters, content_type, body, limit)
        if query is not None:
            default, named = query.default_graphs, query.named_graphs
            return await self._ask(
                asked, do="query", query=query.query, default=default, named=named
            )
        best = chosen(asked.accept, (*GRAPH, "text/html"))
        if best == "text/html":
            return await self.query_page(asked)
        if best is None:
            raise ProblemError(406, "the description has none of the forms asked for")
        described = description(asked.address, self._opened.graphs, GRAPH[best])
        return Reply(200, GRAPH[best], described)

    async def resource(self, asked: Asked) -> Reply:
        """Answer what is known of a paper, concept or mention."""
        path = asked.path.decode("ascii", "replace").partition("/id/")[2]
        return await self._ask(asked, do="resource", path=path)

    async def names(self, asked: Asked) -> Reply:
        """List the names that the editor offers."""
        return await self._ask(asked, do="names")

    async def questions(self, asked: Asked) -> Reply:
        """List the ready questions."""
        return ready_list(asked.accept)

    async def question(self, asked: Asked) -> Reply:
        """Answer a ready question."""
        try:
            pairs = parse_qsl(asked.parameters.decode("ascii"), errors="strict")
        except ValueError as error:
            raise ProblemError(400, "the parameters are not percent-encoded UTF-8") from error
        return await self._ask(asked, do="ready", name=asked.names["name"], values=dict(pairs))

    async def query_page(self, _: Asked) -> Reply:
        """Show the page where queries are written."""
        return Reply(200, "text/html", html("query.html"))

    async def explorer(self, asked: Asked) -> Reply:
        """Show the atlas as the page that its build made; for a remote store it is made here."""
        if isinstance(self._place, str):
            made = await self._ask(asked, do="explorer")
            return replace(made, body=_linked(made.body)) if made.status == HTTPStatus.OK else made
        try:
            page = await asyncio.to_thread((self._place / "network.html").read_bytes)
        except OSError as error:
            cure = "build the atlas again, or see /query"
            raise ProblemError(404, "this atlas has no page", cure=cure) from error
        return Reply(200, "text/html", _linked(page))

    async def health(self, asked: Asked) -> Reply:
        """Ask the atlas something small: a server whose processes cannot start is not well."""
        small: dict[str, Any] = {"query": "ASK {}", "default": (), "named": ()}
        reply = await self._ask(asked, anew=True, do="query", **small)
        if reply.status != HTTPStatus.OK:
            return reply
        told = {"status": "ok", "processes": self._opened.processes}
        return Reply(200, "application/json", json.dumps(told).encode())

    async def static(self, asked: Asked) -> Reply:
        """Hand out a file that the pages need."""
        name = asked.names["name"]
        if name not in _STATIC:
            return await self.nothing(asked)
        return Reply(200, _STATIC[name], files(__package__).joinpath("static", name).read_bytes())

    async def nothing(self, _: Asked) -> Reply:
        """Say where there is something."""
        raise ProblemError(404, "there is nothing here", cure="see / or /query or /sparql")


def _linked(page: bytes) -> bytes:
    """Put links to the other pages beside the counts of the explorer."""
    return page.replace(_COUNTS, _COUNTS + _LINKS, 1)


class _Watch:
    """Looks whether a client goes, and then cancels the task that works for it."""

    __slots__ = ("_asked", "_looking", "_task")

    def __init__(self, asked: Asked) -> None:
        self._asked, self._task = asked, asyncio.current_task()
        self._looking: asyncio.Task[None] | None = None

    def begin(self) -> None:
        if self._looking is None and (task := self._task) is not None:
            self._looking = asyncio.create_task(self._asked.gone())
            self._looking.add_done_callback(lambda done: done.cancelled() or task.cancel())

    @property
    def saw_it_go(self) -> bool:
        return self._looking is not None and self._looking.done()

    def end(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
