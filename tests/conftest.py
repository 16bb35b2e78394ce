"""What the tests share: the tools that some of them need, and small things to test with."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOLS = {
    "needs_chromium": ("chromium", "chromedriver"),
    "needs_oxigraph_server": ("oxigraph",),
    "needs_rapper": ("rapper",),
    "needs_virtuoso": ("virtuoso-t", "isql-vt"),
}
PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


def pytest_collection_modifyitems(config, items):
    """Leave out the tests whose tool is missing, and say so; where CI runs, that is an error."""
    left_out = []
    for marker, tools in TOOLS.items():
        missing = [tool for tool in tools if shutil.which(tool, path=PATH) is None]
        waiting = [item for item in items if item.get_closest_marker(marker)]
        if not (missing and waiting):
            continue
        if os.environ.get("CI"):
            pytest.exit(f"{', '.join(missing)} must be installed where CI runs", returncode=1)
        left_out += waiting
        config.stash.setdefault(_NOTES, []).append(
            f"LEFT OUT {len(waiting)} tests: {', '.join(missing)} not found "
            f"(Debian: apt install chromium chromium-driver raptor2-utils virtuoso-opensource-7-bin)"
        )
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def pytest_terminal_summary(terminalreporter, config):
    for note in config.stash.get(_NOTES, []):
        terminalreporter.write_line(note, yellow=True, bold=True)


_NOTES = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The seed documents."""
    return ROOT / "seeds"


@dataclass(frozen=True)
class Server:
    """A real SPARQL server on this machine, and what its client finds in the environment.

    ``folder`` is where it may read files, ``isql`` the command that talks to it otherwise.
    """

    query: str
    environment: dict[str, str]
    folder: Path | None = None
    isql: tuple[str, ...] = ()


def _free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _ready(process, port):
    """Wait until the server takes connections; one that ends instead is an error."""
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"{process.args[0]} ended with code {process.returncode}")


@pytest.fixture(scope="session")
def oxigraph_server():
    """An Oxigraph server, in memory."""
    port = _free_port()
    command = [shutil.which("oxigraph", path=PATH), "serve", "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        _ready(process, port)
        yield Server(f"http://127.0.0.1:{port}/query", {})
        process.terminate()


VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = .
DisableUnixSocket = 1
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 30000
"""


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory):
    """A Virtuoso with a database and a password of its own."""
    folder, sql, http = tmp_path_factory.mktemp("virtuoso"), _free_port(), _free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(sql=sql, http=http))
    password = secrets.token_hex(8)  # Virtuoso forgets what is longer
    command = ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
    quiet = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    # Told to change the password, it does that and ends.
    subprocess.run([*command, "+pwdold", "dba", "+pwddba", password], check=True, **quiet)
    with subprocess.Popen(command, **quiet) as process:
        _ready(process, http)
        login = {"PAPERATLAS_USER": "dba", "PAPERATLAS_PASSWORD": password}
        isql = ("isql-vt", f"127.0.0.1:{sql}", "dba", password)
        yield Server(f"http://127.0.0.1:{http}/sparql-auth", login, folder, isql)
        process.terminate()


@pytest.fixture(
    scope="session",
    params=[
        pytest.param("oxigraph_server", marks=pytest.mark.needs_oxigraph_server),
        pytest.param("virtuoso", marks=pytest.mark.needs_virtuoso),
    ],
)
def server(request):
    """Each of the real servers in turn."""
    return request.getfixturevalue(request.param)
