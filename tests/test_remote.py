"""Asking a running store: the protocol, and what is told where the store or the way to it fails."""

from __future__ import annotations

import gzip
import json
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from kg import queries, remote, store
from kg.cli import main
from kg.endpoints import Endpoint
from kg.errors import EndpointError
from tests import serving, stores
from tests.stores import Script

ONE_ROW = json.dumps(
    {"head": {"vars": ["name"]}, "results": {"bindings": [{"name": {"type": "literal", "value": "x"}}]}}
)
SELECT = "SELECT ?name WHERE { ?s ?p ?name }"


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "PAUSES", (0.0, 0.0, 0.0))
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"KG_ENDPOINT_{name}", raising=False)


def names(url: str, **options: float) -> list[str]:
    return [row["name"].text for row in queries.ask(Endpoint(url, **options), SELECT).rows]


def kg(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


# ---------------------------------------------------------------------------------------------------- a real store


@pytest.fixture(scope="module")
def running(sample_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[stores.Store]:
    folder = tmp_path_factory.mktemp("oxigraph")
    subprocess.run([stores.OXIGRAPH, "load", "--location", folder, "--file", sample_graph], check=True)
    with stores.oxigraph(folder) as started:
        yield started


def test_a_question_asked_of_a_store_and_of_a_file(running: stores.Store, sample_graph: Path) -> None:
    for words in (
        ["transfers"],
        ["who-supplied-what", "--supplier", "the DPRK"],
        ["suppliers-of", "--recipient", "UKR"],
    ):
        here = kg("query", *words, "--graph", sample_graph, "--format", "json")
        there = kg("query", *words, "--endpoint", running.ask, "--format", "json")
        assert there.exit_code == 0, there.output
        assert json.loads(there.output)["results"]["bindings"]
        assert there.output == here.output


def test_the_own_server_is_an_endpoint_too(sample_graph: Path) -> None:
    with serving.start(sample_graph) as server:
        here = kg("query", "transfers", "--graph", sample_graph)
        assert kg("query", "transfers", "--endpoint", f"{server.address}/sparql").output == here.output


def test_an_unknown_name_gets_the_nearest(running: stores.Store) -> None:
    result = kg("query", "suppliers-of", "--recipient", "Ukrane", "--endpoint", running.ask)
    assert result.exit_code == 2
    assert "named 'Ukrane'; did you mean Ukraine" in result.stderr


def test_a_named_graph_is_asked_for(running: stores.Store) -> None:
    result = kg("query", "people", "--endpoint", running.ask, "--named-graph", "https://example.org/none")
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "0 rows")


def test_every_form_of_a_query(running: stores.Store, sample_graph: Path) -> None:
    endpoint = Endpoint(running.ask)
    assert bool(endpoint.query("# SELECT\nPREFIX select: <https://select/> ASK { ?s ?p ?o }"))
    triples = endpoint.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(triples, ox.QueryTriples)
    assert set(triples) == {quad.triple for quad in store.load(sample_graph)}


def test_wrong_addresses(running: stores.Store) -> None:
    root = running.ask.removesuffix("query")
    for url, told in (
        (root, "no such address on that server"),
        (f"{root}nothing", "no such address on that server"),
        (f"{root}store", "takes no queries"),
        (f"http://127.0.0.1:{stores.free_port()}/query", "nothing answers at that port"),
        ("http://armsgraph.invalid/query", "no host of the name armsgraph.invalid"),
        ("localhost:7878", "is no web address"),
        ("https://", "is no web address"),
        ("http://me:secret@localhost/query", "KG_ENDPOINT_PASSWORD"),
    ):
        result = kg("query", "people", "--endpoint", url)
        assert result.exit_code == 2
        assert told in result.stderr
        assert "; " in result.stderr
        assert "secret" not in result.stderr


def test_a_query_that_the_store_does_not_accept(running: stores.Store) -> None:
    with pytest.raises(EndpointError, match="expected"):
        Endpoint(running.ask).query("SELECT WHERE")


def test_a_cut_connection_is_tried_again(running: stores.Store, sample_graph: Path) -> None:
    wire = stores.Wire(running.port, down=300)  # in the midst of the first answer
    asked = queries.ask(Endpoint(wire.through(running.ask)), queries.find("transfers").sparql)
    assert asked == queries.ask(store.load(sample_graph), queries.find("transfers").sparql)
    gone = stores.Wire(running.port, down=300, cuts=1 + len(remote.PAUSES))
    with pytest.raises(EndpointError, match="the connection broke off, 4 times"):
        queries.ask(Endpoint(gone.through(running.ask)), queries.find("transfers").sparql)


# ------------------------------------------------------------------------------------------------- stores that fail


def test_busy_stores_are_asked_again() -> None:
    server = Script((503, {"Retry-After": "0"}, "starting"), (502, {}, "no"), (200, {}, ONE_ROW))
    assert names(server.url) == ["x"]
    assert len(server.asked) == 3
    ever = Script((503, {}, "starting up"))
    with pytest.raises(EndpointError, match=r"busy or not up \(HTTP 503 \(?starting up"):
        names(ever.url)
    assert len(ever.asked) == 1 + len(remote.PAUSES)


def test_what_fails_for_good_is_not_asked_again() -> None:
    server = Script((500, {"Content-Type": "text/plain"}, "Virtuoso S1000 Error\n\nSPARQL query:\nSELECT"))
    with pytest.raises(EndpointError, match=r"failed \(HTTP 500 \(Virtuoso S1000 Error\)\); "):
        names(server.url)
    assert len(server.asked) == 1


@pytest.mark.parametrize("cut", [0, 1, 2, 20, len(ONE_ROW) // 2, len(ONE_ROW) - 1])
def test_an_answer_that_is_not_whole_is_an_error(cut: int) -> None:
    with pytest.raises(EndpointError, match="broke off or garbled its answer"):
        names(Script((200, {}, ONE_ROW[:cut])).url)


def test_rows_that_are_left_out_are_an_error() -> None:
    with pytest.raises(EndpointError, match="no more than 10 rows"):
        names(Script((200, {"X-SPARQL-MaxRows": "10"}, ONE_ROW)).url)
    with pytest.raises(EndpointError, match="stopped before the answer was whole"):
        names(Script((206, {"X-SQL-State": "S1TAT", "X-SQL-Message": "RC... anytime"}, ONE_ROW)).url)


def test_a_web_page_is_no_answer() -> None:
    page = "<html><head><title>Sign in &amp; go</title></head><body>…</body></html>"
    server = Script((200, {"Content-Type": "text/html; charset=utf-8"}, page))
    with pytest.raises(EndpointError, match="web page \\(“Sign in & go”\\), not with application/sparql-results"):
        names(server.url)
    with pytest.raises(EndpointError, match="answers with text/csv"):
        names(Script((200, {"Content-Type": "text/csv"}, "name\nx\n")).url)
    with pytest.raises(EndpointError, match=r"HTTP 500 \(Oops\)"):
        names(Script((500, {"Content-Type": "text/html"}, "<h1>Oops</h1><p>stack</p>")).url)


def test_a_compressed_answer() -> None:
    assert names(Script((200, {"Content-Encoding": "gzip"}, gzip.compress(ONE_ROW.encode()))).url) == ["x"]
    with pytest.raises(EndpointError, match="; "):
        names(Script((200, {"Content-Encoding": "gzip"}, b"no gzip")).url)


def test_a_store_that_is_too_slow(tmp_path: Path) -> None:
    wire = stores.socket.create_server(("127.0.0.1", 0))  # takes connections and never answers
    with pytest.raises(EndpointError, match=r"no whole answer within 0.3 s; raise --time-limit"):
        names(f"http://127.0.0.1:{wire.getsockname()[1]}/query", time_limit=0.3)
    wire.close()


# ------------------------------------------------------------------------------------------------------ who asks


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_ENDPOINT_USER", "ann")
    monkeypatch.setenv("KG_ENDPOINT_PASSWORD", "s3cret")


@pytest.mark.usefixtures("known")
def test_a_password_is_sent_where_it_is_asked_for() -> None:
    server = Script((401, {"WWW-Authenticate": 'Basic realm="x"'}, ""), (200, {}, ONE_ROW))
    assert names(server.url) == ["x"]
    assert [headers.get("authorization", "") for _, headers, _ in server.asked] == ["", "Basic YW5uOnMzY3JldA=="]
    public = Script((200, {}, ONE_ROW))
    names(public.url)
    assert "authorization" not in public.asked[0][1]


@pytest.mark.usefixtures("known")
def test_a_password_is_not_sent_in_the_clear_where_a_digest_is_asked_for() -> None:
    challenge = {"WWW-Authenticate": 'Digest realm="SPARQL", nonce="9c", qop="auth", algorithm="MD5"'}
    server = Script((401, challenge, ""), (401, challenge, ""), (200, {}, ONE_ROW))
    assert names(server.url) == ["x"]
    sent = [headers.get("authorization", "") for _, headers, _ in server.asked]
    assert sent[-1].startswith('Digest username="ann"')
    assert not any("Basic" in value or "s3cret" in value for value in sent)


def test_a_token_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_ENDPOINT_TOKEN", "t0ken")
    server = Script((200, {}, ONE_ROW))
    names(server.url)
    assert server.asked[0][1]["authorization"] == "Bearer t0ken"


def test_refusals_name_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    refused, forbidden = Script((401, {}, "")), Script((403, {}, "no"))
    with pytest.raises(EndpointError, match="asks who you are; set KG_ENDPOINT_USER"):
        names(refused.url)
    with pytest.raises(EndpointError, match=r"forbids this \(no\); "):
        names(forbidden.url)
    monkeypatch.setenv("KG_ENDPOINT_PASSWORD", "s3cret")
    with pytest.raises(EndpointError, match="set KG_ENDPOINT_USER too"):
        names(refused.url)
    monkeypatch.setenv("KG_ENDPOINT_USER", "ann")
    with pytest.raises(EndpointError, match="refuses the user 'ann' with this password; check") as raised:
        names(refused.url)
    assert "s3cret" not in str(raised.value)
    monkeypatch.setenv("KG_ENDPOINT_TOKEN", "t0ken")
    with pytest.raises(EndpointError, match="refuses the token; check KG_ENDPOINT_TOKEN"):
        names(refused.url)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirects_keep_the_question_and_leave_the_password(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    monkeypatch.setenv("KG_ENDPOINT_TOKEN", "t0ken")
    other = Script((200, {}, ONE_ROW))
    # Another port is another server; the same one is still trusted.
    leaving = Script((status, {"Location": other.url}, ""))
    assert names(leaving.url) == ["x"]
    assert parse_qs(other.asked[0][2].decode()) == {"query": [SELECT]}
    assert "authorization" not in other.asked[0][1]
    moved = Script((status, {"Location": "/sparql"}, ""), (200, {}, ONE_ROW))
    assert names(moved.url) == ["x"]
    assert [path for path, _, _ in moved.asked] == ["/query", "/sparql"]
    assert moved.asked[1][1]["authorization"] == "Bearer t0ken"


def test_redirects_that_lead_nowhere() -> None:
    with pytest.raises(EndpointError, match="redirects more than 5 times"):
        names(Script((302, {"Location": "/again"}, "")).url)
    with pytest.raises(EndpointError, match="which is no web address"):
        names(Script((302, {"Location": "file:///etc/passwd"}, "")).url)


def test_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout".split()
    subprocess.run([*command, str(key), "-out", str(certificate)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with pytest.raises(EndpointError, match=r"certificate is not to be trusted .*SSL_CERT_FILE"):
            names(f"https://127.0.0.1:{server.server_address[1]}/query")
    finally:
        server.shutdown()
        server.server_close()


def test_tls_where_there_is_none() -> None:
    with pytest.raises(EndpointError, match="http://"):
        names(Script((200, {}, ONE_ROW)).url.replace("http:", "https:"), time_limit=2)
