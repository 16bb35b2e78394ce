"""Nothing that anybody asks makes the server ask anybody else."""

from __future__ import annotations

import socket
import subprocess
import sys
from threading import Thread
from urllib.parse import quote

import pytest


@pytest.fixture
def listener():
    """An address on this machine, and whether anybody has connected to it."""
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        listening = True

        def listen():
            while listening:
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                heard.append(connection.recv(1000))
                connection.close()

        thread = Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x", heard
        listening = False
        thread.join()


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT * {{ SERVICE <{}> {{ ?s ?p ?o }} }}", 403),
        ("SELECT * {{ SERVICE SILENT <{}> {{ ?s ?p ?o }} }}", 403),
        ("SELECT * {{ BIND(<{}> AS ?x) sErViCe ?x {{ ?s ?p ?o }} }}", 403),
        ("PREFIX e: <{}> SELECT * {{ ?s ?p trueSERVICE e: {{ ?s ?p ?o }} }}", 403),
        ("SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE <{}> {{ ?s ?p ?o }} }} }}", 403),
        ("SELECT * {{ \\u0053ERVICE <{}> {{ ?s ?p ?o }} }}", 400),
        ("SELECT * FROM <{}> {{ ?s ?p ?o }}", 400),
        ("SELECT * FROM NAMED <{}> {{ GRAPH ?g {{ ?s ?p ?o }} }}", 400),
        ("PREFIX e: <{}> SELECT * FROM e: {{ ?s ?p ?o }}", 400),
        ("LOAD <{}>", 403),
        ("LOAD SILENT <{}> INTO GRAPH <http://e.org/>", 403),
        ("SELECT * {{ GRAPH <{}> {{ ?s ?p ?o }} }}", 200),
        ("DESCRIBE <{}>", 200),
        ("BASE <{}> SELECT * FROM <y> {{ ?s ?p ?o }}", 400),
    ],
)
def test_no_query_reaches_out(served, listener, query, status):
    address, heard = listener
    reply = served.get(f"/sparql?query={quote(query.format(address))}")
    assert (reply.status, heard) == (status, [])


@pytest.mark.parametrize("parameter", ["default-graph-uri", "named-graph-uri", "using-graph-uri"])
def test_no_parameter_reaches_out(served, listener, parameter):
    address, heard = listener
    served.get(f"/sparql?query=ASK%7B%7D&{parameter}={quote(address, '')}")
    assert heard == []


def test_a_file_is_no_graph(served):
    query = "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"
    reply = served.get(f"/sparql?query={quote(query)}")
    assert reply.status == 400


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such wall")
def test_the_second_wall_holds_without_the_first(listener):
    """A process that has closed its network reaches nobody, whatever Oxigraph is made to do."""
    address, heard = listener
    code = (
        "import pyoxigraph as ox; from paperatlas.sandbox import close_network\n"
        "assert close_network()\n"
        "query = 'SELECT * { SERVICE <ADDRESS> { ?s ?p ?o } }'\n"
        "try: list(ox.Store().query(query))\n"
        "except OSError: print('refused')"
    ).replace("ADDRESS", address)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, heard) == ("refused\n", [])


def test_the_listener_would_have_heard(listener):
    """Without either wall Oxigraph does ask: the tests above can fail."""
    import pyoxigraph as ox

    address, heard = listener
    with pytest.raises(OSError, match=r"error|closed|reset|[Ii]nvalid|HTTP|response"):
        list(ox.Store().query(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"))
    assert len(heard) >= 1


def test_only_this_machine_is_listened_to(served):
    assert served.address.startswith("http://127.0.0.1:")
