"""What real servers do not do on demand: a store that is busy, broken, slow, hostile, or gone."""

from __future__ import annotations

import base64
import json
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from click.testing import CliRunner

from paperatlas.cli import main
from paperatlas.endpoint import Addresses, Endpoint, Remote, Wire
from paperatlas.endpoint.login import Login
from paperatlas.errors import GraphError, QuestionError

JSON = "application/sparql-results+json"
ROWS = json.dumps(
    {
        "head": {"vars": ["n"]},
        "results": {"bindings": [{"n": {"type": "literal", "value": "hit"}}]},
    }
).encode()
SELECT = "SELECT ?n { ?s ?p ?n }"
SECRET = "sesame-open-thyself"  # noqa: S105  (it opens nothing)
LOGIN = {"PAPERATLAS_USER": "ada", "PAPERATLAS_PASSWORD": SECRET}


def says(status, body=b"", kind="text/plain", **headers):
    """A reply in full."""

    def act(handler):
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return act


def drops(handler):
    """The line is cut before an answer."""
    handler.close_connection = True
    handler.connection.close()


def breaks_off(handler):
    """The line is cut within the answer."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", str(len(ROWS)))
    handler.end_headers()
    handler.wfile.write(ROWS[:20])
    handler.close_connection = True


def hangs(handler):
    """No answer comes."""
    handler.server.over.wait(10)
    handler.close_connection = True


OK = says(200, ROWS, JSON)


@dataclass
class Fake:
    """A store that does as its script says, request by request; the last goes on for ever."""

    script: list = field(default_factory=lambda: [OK])
    seen: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    naps: list[float] = field(default_factory=list)
    url: str = ""

    def remote(self, environment=None, timeout=5.0):
        wire = Wire(Login.of(environment or {}), timeout, self.naps.append)
        return Remote(Addresses.of(self.url), wire)

    def met(self):
        """Return a remote that has answered once; what it was asked is forgotten."""
        script, self.script = self.script, [OK]
        remote = self.remote()
        remote.query(SELECT)
        self.script = script
        self.seen.clear()
        return remote

    def authorization(self):
        return [headers.get("Authorization") for _, _, headers, _ in self.seen]


@pytest.fixture
def fake():
    store = Fake()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            store.seen.append((self.command, self.path, dict(self.headers), body))
            act = store.script.pop(0) if len(store.script) > 1 else store.script[0]
            act(self)

        do_GET = do_POST = answer  # noqa: N815  (http.server looks for these names)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.over = threading.Event()
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        store.url = f"http://127.0.0.1:{server.server_port}/sparql"
        yield store
        server.over.set()
        server.shutdown()


def value(remote):
    return next(remote.query(SELECT))[0].value


def test_a_busy_store_is_asked_again(fake):
    fake.script = [says(503), says(503), OK]
    assert value(fake.remote()) == "hit"
    assert len(fake.seen) == 3


def test_waits_double_and_are_shortened_by_chance(fake):
    fake.script = [says(503)]
    with pytest.raises(GraphError, match="too busy"):
        fake.remote().query(SELECT)
    longest = [0.5, 1, 2, 4]
    assert len(fake.naps) == len(longest)
    assert all(most / 2 <= nap <= most for nap, most in zip(fake.naps, longest, strict=True))


def test_retry_after_is_obeyed(fake):
    fake.script = [says(429, Retry_After="7"), OK]
    assert value(fake.remote()) == "hit"
    assert fake.naps == [7.0]


def test_retry_after_may_be_a_date(fake):
    from datetime import UTC, datetime

    past = format_datetime(datetime(2020, 1, 1, tzinfo=UTC), usegmt=True)
    fake.script = [says(503, Retry_After=past), OK]
    assert value(fake.remote()) == "hit"
    assert fake.naps == [0.0]


def test_nobody_waits_an_hour(fake):
    fake.script = [says(503, Retry_After="3600"), OK]
    with pytest.raises(GraphError, match="try again in 3600 seconds"):
        fake.remote().query(SELECT)
    assert fake.naps == []


def test_a_line_that_is_cut_is_tried_again(fake):
    fake.script = [drops, OK]
    assert value(fake.met()) == "hit"


def test_an_answer_that_breaks_off_is_asked_for_again(fake):
    fake.script = [breaks_off, OK]
    assert value(fake.met()) == "hit"


def test_a_store_that_vanishes_mid_query_is_an_error_in_the_end(fake):
    fake.script = [breaks_off, drops]
    with pytest.raises(GraphError, match=r"broke off.*is it running"):
        fake.met().query(SELECT)
    assert len(fake.seen) == 5


def test_a_mistyped_address_says_so_at_once(fake):
    fake.script = [drops]
    with pytest.raises(GraphError, match="no store answers here"):
        fake.remote().query(SELECT)
    assert fake.naps == []


def test_a_write_that_may_not_be_repeated_is_sent_once(fake):
    fake.script = [drops]
    remote = fake.met()
    with pytest.raises(GraphError, match="broke off"):
        remote.update("MOVE GRAPH <http://a/> TO GRAPH <http://b/>", again=False)
    assert len(fake.seen) == 1


def test_a_batch_is_sent_again(fake):
    fake.script = [drops, says(503), says(204)]
    fake.met().add("https://a.example/g", b"<a:b> <a:c> <a:d> .\n")
    assert len({body for _, _, _, body in fake.seen}) == 1
    assert len(fake.seen) == 3


def test_a_slow_store_is_not_asked_twice(fake):
    fake.script = [hangs]
    with pytest.raises(GraphError, match=r"no answer within 0 seconds.*PAPERATLAS_TIMEOUT"):
        fake.remote(timeout=0.2).query(SELECT)
    assert len(fake.seen) == 1


def test_another_error_is_not_tried_again(fake):
    fake.script = [says(500, b"Virtuoso 42000 Error\x1b[31m\nat line 1")]
    with pytest.raises(GraphError, match=r"answers 500: Virtuoso 42000 Error\[31m at line 1$"):
        fake.remote().query(SELECT)
    assert len(fake.seen) == 1


def test_a_query_that_the_store_cannot_read_is_a_fault_of_the_question(fake):
    fake.script = [says(400, b"Alias ?year is defined twice")]
    with pytest.raises(QuestionError, match="Alias"):
        fake.remote().query(SELECT)


def test_a_part_of_an_answer_is_no_answer(fake):
    fake.script = [says(206, ROWS, JSON)]
    with pytest.raises(GraphError, match="only a part"):
        fake.remote().query(SELECT)


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (b"<html>Welcome</html>", "text/html; charset=utf-8", "text/html, which is no answer"),
        (b"", "", "of no type"),
        (ROWS[:-9], JSON, "breaks off"),
        (b"{}", JSON, "breaks off"),
        (b"\xff", JSON, "breaks off"),
        (b'{"head":{},"boolean":true}', JSON, "breaks off"),
    ],
)
def test_what_is_no_answer_is_not_taken_for_one(fake, body, kind, words):
    fake.script = [says(200, body, kind)]
    with pytest.raises(GraphError, match=words):
        fake.remote().query(SELECT)


def test_a_graph_that_breaks_off_is_no_graph(fake):
    fake.script = [says(200, b"<http://a/> <http://b/> <http://", "application/n-triples")]
    with pytest.raises(GraphError, match="breaks off"):
        fake.remote().query("CONSTRUCT WHERE { ?s ?p ?o }")


def test_a_redirect_is_not_followed(fake):
    other = Fake()
    fake.script = [says(302, Location="http://127.0.0.2:1/sparql")]
    with pytest.raises(GraphError, match=r"name that address: http://127.0.0.2:1/sparql"):
        fake.remote(LOGIN).query(SELECT)
    assert (len(fake.seen), other.seen) == (1, [])


def test_a_short_query_goes_by_get_and_a_long_one_by_post(fake):
    remote = fake.remote()
    remote.query(SELECT)
    remote.query(f"{SELECT} {' ' * 2000}")
    assert [method for method, *_ in fake.seen] == ["GET", "POST"]


def test_a_password_goes_as_basic_on_this_machine(fake):
    fake.remote(LOGIN).query(SELECT)
    expected = base64.b64encode(f"ada:{SECRET}".encode()).decode()
    assert fake.authorization() == [f"Basic {expected}"]


def test_a_token_goes_as_bearer_on_this_machine(fake):
    fake.remote({"PAPERATLAS_TOKEN": SECRET}).query(SELECT)
    assert fake.authorization() == [f"Bearer {SECRET}"]


def test_a_password_goes_as_digest_where_the_store_asks_for_it(fake):
    challenge = 'Digest realm="r", nonce="n", qop="auth"'
    fake.script = [
        says(401),
        says(401, WWW_Authenticate=challenge),
        says(401, WWW_Authenticate=challenge),
        OK,
    ]
    assert value(fake.remote(LOGIN)) == "hit"
    first, second, _, last = fake.authorization()
    assert (first[:6], second, last[:22]) == ("Basic ", None, 'Digest username="ada",')
    assert SECRET not in last


@pytest.mark.parametrize("environment", [LOGIN, {"PAPERATLAS_TOKEN": SECRET}])
def test_no_secret_crosses_the_network_in_the_clear(environment):
    login = Login.of(environment)
    request = requests.Request("GET", "http://store.example/sparql").prepare()
    with suppress(GraphError):
        login.sign(request)
    assert "Authorization" not in request.headers


def test_a_store_that_wants_the_password_in_the_clear_does_not_get_it():
    answer = requests.Response()
    answer.url = "http://store.example/sparql"
    answer.headers["WWW-Authenticate"] = 'Basic realm="r"'
    with pytest.raises(GraphError, match="https"):
        Login.of(LOGIN).challenged(answer)


def test_a_netrc_is_not_read(fake, tmp_path, monkeypatch):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login eve password other\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    fake.remote().query(SELECT)
    assert fake.authorization() == [None]


def test_who_is_not_let_in_is_told_what_to_set(fake):
    fake.script = [says(401, WWW_Authenticate='Basic realm="r"')]
    with pytest.raises(GraphError, match="set PAPERATLAS_USER and PAPERATLAS_PASSWORD"):
        fake.remote().query(SELECT)


@pytest.mark.parametrize("status", [401, 403, 400, 500, 503, 302])
def test_no_error_shows_a_secret(fake, status):
    fake.script = [says(status, b"no")]
    with pytest.raises((GraphError, QuestionError)) as caught:
        fake.remote(LOGIN).query(SELECT)
    assert SECRET not in str(caught.value)
    assert SECRET not in repr(fake.remote(LOGIN))


@pytest.mark.parametrize(
    "environment",
    [
        {"PAPERATLAS_USER": "ada"},
        {"PAPERATLAS_PASSWORD": SECRET},
        {**LOGIN, "PAPERATLAS_TOKEN": SECRET},
        {"PAPERATLAS_TOKEN": "a\nb"},
        {"PAPERATLAS_TIMEOUT": "soon"},
        {"PAPERATLAS_TIMEOUT": "0"},
    ],
)
def test_an_environment_that_makes_no_sense_is_named(environment):
    with pytest.raises(GraphError, match="PAPERATLAS_") as caught:
        Wire.of(environment)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    ["ftp://a.example/", "http://", "http://a b/", "http://[::1/", "http://a:x/", "http://a/\x1b"],
)
def test_what_is_no_address_is_named(address):
    with pytest.raises(GraphError, match="no web address"):
        Addresses.of(address)


def test_a_password_in_an_address_is_refused_and_not_shown():
    with pytest.raises(GraphError, match="no place for a password") as caught:
        Addresses.of(f"https://ada:{SECRET}@a.example/sparql")
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "error",
    [
        requests.exceptions.SSLError("x"),
        requests.ConnectTimeout("x"),
        requests.ReadTimeout("x"),
        requests.exceptions.InvalidHeader("x"),
        requests.exceptions.ContentDecodingError("x"),
        requests.exceptions.ProxyError("x"),
    ],
)
def test_every_failure_of_the_library_is_in_our_words(error, monkeypatch):
    wire = Wire(Login())
    monkeypatch.setattr(wire._session, "request", lambda *_, **__: (_ for _ in ()).throw(error))
    with pytest.raises(GraphError, match=r"^https://a.example/: .+ \(.+\)$"):
        wire.send("GET", "https://a.example/")


def test_the_command_line_shows_one_line(fake):
    fake.script = [drops]
    result = CliRunner().invoke(main, ["query", "papers-of-lab", "-p", "lab=A", "-a", fake.url])
    assert result.exit_code == 1
    assert result.output.splitlines()[0].startswith(f"paperatlas: {fake.url}: no store answers")
    assert len(result.output.splitlines()) == 1


def test_a_command_for_folders_says_how_to_bring_the_atlas_here(fake):
    result = CliRunner().invoke(main, ["show", "-a", fake.url])
    assert result.exit_code == 2
    assert f"paperatlas export -a {fake.url} -f folder" in result.output
    assert fake.seen == []


def test_a_build_asks_the_store_before_the_work(fake, tmp_path):
    fake.script = [says(403)]
    words = ["build", "seeds", "-o", str(tmp_path / "out"), "--to", fake.url]
    assert CliRunner().invoke(main, words).exit_code == 1
    assert not (tmp_path / "out").exists()


def test_no_atlas_is_read_where_the_store_has_none(fake):
    fake.script = [says(200, b'{"head":{"vars":["paper"]},"results":{"bindings":[]}}', JSON)]
    with pytest.raises(GraphError, match="holds no atlas"):
        Endpoint.at(fake.url, fake.remote().wire)
