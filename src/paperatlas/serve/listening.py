"""Listening: the application on a socket, with uvicorn."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import TYPE_CHECKING

from ..errors import InputError
from . import without_extra

try:
    import uvicorn
except ImportError as error:
    raise without_extra() from error

if TYPE_CHECKING:
    from collections.abc import Callable

    from .application import Application

_CONNECTIONS = 1000


class _Server(uvicorn.Server):
    """Tells when it listens."""

    def __init__(self, config: uvicorn.Config, began: Callable[[], None]) -> None:
        super().__init__(config)
        self._began = began

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._began()


def listen(app: Application, host: str, port: int, began: Callable[[str], None]) -> None:
    """Serve until a signal stops it; ``began`` is told the address, port 0 being a free one.

    Raises:
        InputError: the address cannot be had.
        GraphError: the atlas cannot be opened.

    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, port))
        except OSError as error:
            why = error.strerror or str(error)
            raise InputError(why, where=f"{host}:{port}", cure="try another --port") from error
        name = f"[{host}]" if ":" in host else host
        address = f"http://{name}:{listener.getsockname()[1]}/"
        config = uvicorn.Config(
            app,
            access_log=False,
            log_level="critical",
            server_header=False,
            proxy_headers=False,
            limit_concurrency=_CONNECTIONS,
            timeout_graceful_shutdown=1,
        )
        server = _Server(config, lambda: began(address))
        with suppress(
            KeyboardInterrupt, SystemExit
        ):  # how a person stops it, and how uvicorn fails
            server.run(sockets=[listener])
        if not server.started:
            raise app.server.failure or InputError("the server could not begin")
