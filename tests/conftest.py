"""What the tests share: the tools that some of them need, and small things to test with."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

from paperatlas import Store
from paperatlas.ontology import Iri, prefixes

# How long an example takes is no property: benchmarks tell it.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ROOT = Path(__file__).parents[1]
TOOLS = {
    "needs_chromium": ("chromium", "chromedriver"),
    "needs_comunica": ("comunica-sparql",),
    "needs_oxigraph_server": ("oxigraph",),
    "needs_rapper": ("rapper",),
    "needs_virtuoso": ("virtuoso-t", "isql-vt"),
}
PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


def _missing():
    """Return, by the mark of the tests that need them, the tools that are not installed."""
    found = {
        marker: [tool for tool in tools if shutil.which(tool, path=PATH) is None]
        for marker, tools in TOOLS.items()
    }
    return {marker: tools for marker, tools in found.items() if tools}


def pytest_configure():
    missing = sorted(tool for tools in _missing().values() for tool in tools)
    if missing and os.environ.get("CI"):
        pytest.exit(f"{', '.join(missing)} must be installed where CI runs", returncode=1)


def pytest_collection_modifyitems(config, items):
    """Leave out the tests whose tool is missing; the summary says so."""
    missing = _missing()
    left_out = [item for item in items if any(map(item.get_closest_marker, missing))]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def pytest_terminal_summary(terminalreporter):
    for tools in _missing().values():
        note = (
            f"LEFT OUT the tests that need {', '.join(tools)} "
            "(Debian: apt install chromium chromium-driver raptor2-utils virtuoso-opensource-7-bin; "
            "npm: install -g @comunica/query-sparql)"
        )
        terminalreporter.write_line(note, yellow=True, bold=True)


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The seed documents."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def store() -> Store:
    """The small atlas of ``answers/small``, whose papers are read in a minute."""
    return Store.open(ROOT / "tests" / "answers" / "small")


@pytest.fixture(scope="session")
def name():
    """Write a prefixed name in full: ``name("method:rlhf")``."""

    def full(text: str) -> Iri:
        prefix, _, local = text.partition(":")
        return Iri(prefixes()[prefix] + local)

    return full


class Answered(NamedTuple):
    """What a server sent back; names of headers in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes


class Served:
    """A ``paperatlas serve`` that runs, on a free port of this machine."""

    def __init__(self, process):
        self.process = process
        self.address = process.stdout.readline().split()[-1]
        self.port = int(self.address.rstrip("/").rpartition(":")[2])

    def ask(self, method, target, *, body=None, seconds=60, **headers):
        """Send one request; ``content_type="a/b"`` becomes ``Content-Type: a/b``."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, target, body, named)
            response = connection.getresponse()
            received = {name.lower(): value for name, value in response.getheaders()}
            return Answered(response.status, received, response.read())
        finally:
            connection.close()

    def get(self, target, accept="*/*", **headers):
        return self.ask("GET", target, Accept=accept, **headers)

    @property
    def children(self):
        """The process ids of its query processes."""
        pid = self.process.pid
        return set(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


@contextmanager
def _served(folder, *options):
    command = [sys.executable, "-m", "paperatlas", "serve", str(folder), "--port", "0", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield Served(process)
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


@pytest.fixture(scope="session")
def serving():
    """Serve a folder with options, as a context manager."""
    return _served


@pytest.fixture(scope="module")
def serve():
    """Serve a folder with options until the module ends."""
    with ExitStack() as running:
        yield lambda folder, *options: running.enter_context(_served(folder, *options))


@pytest.fixture(scope="session")
def served():
    """Serve the committed atlas, with the limits that everybody gets."""
    with _served(ROOT / "graph") as running:
        yield running


@pytest.fixture(scope="session")
def chromium():
    """Start a Chromium that keeps its profile and its downloads in a folder."""

    @contextmanager
    def started(folder):
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service

        options = webdriver.ChromeOptions()
        for flag in [*CHROMIUM.split(), f"--user-data-dir={folder / 'profile'}"]:
            options.add_argument(flag)
        options.binary_location = shutil.which("chromium")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        downloads = {
            "download.default_directory": str(folder),
            "profile.default_content_setting_values.automatic_downloads": 1,
        }
        options.add_experimental_option("prefs", downloads)
        driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        try:
            yield driver
        finally:
            driver.quit()

    return started


CHROMIUM = (
    "--headless=new --no-sandbox --disable-gpu --disable-background-networking "
    "--disable-component-update --disable-sync --no-first-run --window-size=1440,900 "
    "--disable-ipc-flooding-protection"  # tests change the address more often than people do
)


@pytest.fixture(scope="session")
def seeds_page(tmp_path_factory):
    """The page of the committed atlas, as this version writes it."""
    from paperatlas.explorer import write_page
    from paperatlas.store import Store

    path = tmp_path_factory.mktemp("seeds") / "network.html"
    write_page(Store.open(ROOT / "graph"), path)
    return path


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
