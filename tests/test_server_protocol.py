"""The endpoint against the SPARQL 1.1 Protocol, and against those who mean it ill."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import socket
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.server import media, refusals
from tests.serving import Server, start

SELECT = "SELECT ?s WHERE { ?s a <https://w3id.org/armsgraph/ontology#Article> } ORDER BY ?s"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LIMIT = 2.0


@pytest.fixture(scope="module")
def server(sample_graph: Path) -> Iterator[Server]:
    with start(sample_graph, "--time-limit", str(LIMIT), "--row-limit", "2000") as found:
        yield found


# ------------------------------------------------------------------------------- the protocol's three operations


def articles(reply_body: bytes) -> list[str]:
    return [row["s"]["value"].rsplit("/", 1)[1] for row in json.loads(reply_body)["results"]["bindings"]]


def test_query_by_get(server: Server) -> None:
    reply = server.ask("/sparql", {"query": SELECT})
    assert (reply.status, reply.kind) == (200, "application/sparql-results+json")
    assert articles(reply.body) == ["first", "second"]


def test_query_by_form(server: Server) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
    body = "query=" + SELECT.replace(" ", "+").replace("#", "%23").replace("?", "%3F")
    reply = server.ask("/sparql", method="POST", body=body, headers=form)
    assert articles(reply.body) == ["first", "second"]


def test_query_by_direct_post(server: Server) -> None:
    reply = server.ask("/sparql", method="POST", body=SELECT, headers={"Content-Type": "application/sparql-query"})
    assert articles(reply.body) == ["first", "second"]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/*", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/html, application/xml;q=0.9, */*;q=0.8", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values;q=1.0, text/csv;q=0.5", "text/tab-separated-values"),
        ("nonsense", "application/sparql-results+json"),
    ],
)
def test_content_negotiation_for_rows(server: Server, accept: str, kind: str) -> None:
    reply = server.query(SELECT, accept)
    assert (reply.status, reply.kind) == (200, kind)
    assert "accept" in reply.headers["vary"].lower()


@pytest.mark.parametrize("kind", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"])
@pytest.mark.parametrize("form", ["CONSTRUCT WHERE { ?s a ?c }", "DESCRIBE <https://w3id.org/armsgraph/id/article/first>"])
def test_content_negotiation_for_graphs(server: Server, kind: str, form: str) -> None:
    reply = server.query(form, kind)
    assert (reply.status, reply.kind) == (200, kind)
    rdf_format = ox.RdfFormat.from_media_type(kind)
    assert rdf_format is not None
    assert list(ox.parse(reply.body, format=rdf_format))


@pytest.mark.parametrize("kind", ["application/sparql-results+json", "application/sparql-results+xml"])
def test_ask(server: Server, kind: str) -> None:
    for sparql, truth in (("ASK {}", True), ("ASK { <x:y> ?p ?o }", False)):
        form = ox.QueryResultsFormat.from_media_type(kind)
        found = ox.parse_query_results(server.query(sparql, kind).body, format=form)
        assert bool(found) is truth


def test_rows_are_the_same_in_every_form(server: Server, sample_graph: Path) -> None:
    """As the engine's own serializer writes them, with languages, datatypes, line ends and unbound variables."""
    sparql = """SELECT ?a ?b ?c ?d ?e WHERE { VALUES (?a ?b ?c ?d ?e) {
        ("tab\\t, \\"quote\\" & <b>\\n" "ü"@de 11 <http://x/a?b=%20> UNDEF) (UNDEF true 1.5 "" "2024-01-01"^^<x:date>) } }"""
    expected = ox.Store().query(sparql)
    assert isinstance(expected, ox.QuerySolutions)
    wanted = [tuple(map(str, row)) for row in expected]
    for kind in ("application/sparql-results+json", "application/sparql-results+xml", "text/tab-separated-values"):
        reply = server.query(sparql, kind)
        found = ox.parse_query_results(reply.body, format=ox.QueryResultsFormat.from_media_type(kind))
        assert isinstance(found, ox.QuerySolutions)
        assert [tuple(map(str, row)) for row in found] == wanted, kind
    rows = list(csv.reader(io.StringIO(server.query(sparql, "text/csv").text, newline="")))
    assert rows[1] == ['tab\t, "quote" & <b>\n', "ü", "11", "http://x/a?b=%20", ""]


def test_a_control_character_does_not_break_xml(server: Server) -> None:
    ET.fromstring(server.query('SELECT ("a\\u0001b" AS ?x) {}', "application/sparql-results+xml").body)


# --------------------------------------------------------------------------------------------------- what is wrong


@pytest.mark.parametrize(
    ("status", "method", "path", "body", "kind"),
    [
        (400, "GET", "/sparql?query=SELECT", None, ""),  # no SPARQL
        (400, "GET", "/sparql?query=", None, ""),
        (400, "GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, ""),
        (400, "GET", "/sparql?query=ASK%7B%7D%FF", None, ""),  # no UTF-8
        (400, "GET", "/sparql?query=ASK%7B%7D&default-graph-uri=http://x/", None, ""),
        (400, "GET", "/sparql?query=ASK%7B%7D&named-graph-uri=http://x/", None, ""),
        (400, "GET", "/sparql?" + "&".join(f"a{n}=" for n in range(100)), None, ""),
        (400, "POST", "/sparql", "q=ASK", media.CSV.replace("text/csv", "application/x-www-form-urlencoded")),
        (400, "POST", "/sparql", b"ASK {} # \xff", "application/sparql-query"),
        (400, "POST", "/sparql?query=ASK%7B%7D", "ASK {}", "application/sparql-query"),
        (403, "POST", "/sparql", "CLEAR ALL", "application/sparql-update"),
        (403, "POST", "/sparql", "update=CLEAR+ALL", "application/x-www-form-urlencoded"),
        (403, "GET", "/sparql?update=CLEAR+ALL", None, ""),
        (405, "PUT", "/sparql?query=ASK%7B%7D", None, ""),
        (405, "DELETE", "/sparql", None, ""),
        (413, "POST", "/sparql", "#" * 2_000_000, "application/sparql-query"),
        (415, "POST", "/sparql", "ASK {}", "text/plain"),
        (415, "POST", "/sparql", "ASK {}", ""),
        (415, "POST", "/sparql", "ASK {}".encode("utf-16"), "application/sparql-query; charset=utf-16"),
        (404, "GET", "/nothing", None, ""),
    ],
)
def test_wrong_requests(server: Server, status: int, method: str, path: str, body: str | bytes | None, kind: str) -> None:
    reply = server.ask(path, method=method, body=body, headers={"Content-Type": kind} if kind else {})
    assert reply.status == status, reply.text
    assert reply.status in (404, 405) or ("; " in reply.text and "\n" not in reply.text.rstrip()), reply.text
    assert server.query("ASK {}").status == 200


def test_what_cannot_be_sent_is_not_acceptable(server: Server) -> None:
    assert server.query(SELECT, "text/turtle").status == 406
    assert server.query("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv").status == 406
    assert server.query(SELECT, "application/json;q=0").status == 406


def test_too_many_rows_are_refused_and_not_cut(server: Server) -> None:
    reply = server.query("SELECT * { ?s ?p ?o . ?a ?b ?c }")
    assert reply.status == 400
    assert "more than 2,000 rows" in reply.text
    assert server.query("CONSTRUCT { ?s ?p ?c } { ?s ?p ?o . ?a ?b ?c }", "text/turtle").status == 400


REFUSED = [
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { service silent ?x { ?s ?p ?o } }",
    "PREFIX p: <http://x/> SELECT * { BIND(p:a\\'b AS ?x) SERVICE <http://x/> {} FILTER('' = '') }",
    "SELECT * { FILTER(1<2)SERVICE<http://x/>{} }",
    "SELECT * { ?s ?p 1e5SERVICE<http://x/>{} }",
    "PREFIX : <http://x/> SELECT * { SERVICE:a {} }",
    "SELECT * { ?s ?p '''it's ''' . SERVICE <http://x/> {} }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "ASK FROM NAMED <http://x/> { }",
    "INSERT DATA { <a:b> <a:b> <a:b> }",
    "PREFIX a: <b:c> DELETE WHERE { ?s ?p ?o }",
    "# SELECT\nLOAD <file:///etc/passwd>",
]
ALLOWED = [
    "SELECT ?service ?from { BIND('SERVICE <x:y>' AS ?service) } # FROM here",
    'SELECT * { BIND("""FROM " \\""" SERVICE""" AS ?x) }',
    "SELECT * { ?s <http://x/SERVICE> ?o }",
    "SELECT * { BIND(INSERT AS ?x) }".replace("INSERT", "'INSERT'"),
]


@pytest.mark.parametrize("sparql", REFUSED)
def test_what_is_refused_is_told_why(server: Server, sparql: str) -> None:
    reply = server.query(sparql)
    assert reply.status == 400
    assert reply.text.startswith("query: ")
    assert any(word in reply.text for word in ("one graph only", "endpoint itself", "read-only"))


@pytest.mark.parametrize("sparql", ALLOWED)
def test_words_in_strings_comments_and_names_are_no_words(server: Server, sparql: str) -> None:
    assert refusals.find(sparql) == ""
    assert server.query(sparql).status == 200


def test_a_query_reaches_no_network_even_where_the_refusal_is_deceived(server: Server, monkeypatch) -> None:
    """The second lock, asked for alone: a process that may open nothing."""
    from kg.server import children, messages, results

    graph = ox.Store()
    monkeypatch.setattr(refusals, "find", lambda sparql: "")
    monkeypatch.setattr(results.refusals, "find", lambda sparql: "")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.5)
        ours, theirs = socket.socketpair()
        if (child := os.fork()) == 0:
            try:
                children._answer(theirs.fileno(), graph)
            finally:
                os._exit(1)
        theirs.close()
        query = f"SELECT * {{ SERVICE <http://127.0.0.1:{listening.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
        ours.sendall(messages.Request(query, "", 5, 10, 1 << 30).to_bytes())
        ours.shutdown(socket.SHUT_WR)
        said = b"".join(iter(lambda: ours.recv(65536), b""))
        os.waitpid(child, 0)
        assert b"cannot be answered" in said
        with pytest.raises(TimeoutError):
            listening.accept()


# ------------------------------------------------------------------------------------------------ what holds others up


def test_an_endless_query_is_stopped_while_others_go_on(server: Server) -> None:
    with ThreadPoolExecutor(5) as pool:
        began = time.monotonic()
        endless = [pool.submit(server.query, ENDLESS) for _ in range(4)]
        asked = 0
        while time.monotonic() - began < LIMIT * 0.7:
            assert server.query("ASK {}").status == 200
            asked += 1
        assert asked > 2
        for future in endless:
            reply = future.result()
            assert reply.status == 503
            assert "stopped after 2 s" in reply.text
        assert time.monotonic() - began < LIMIT + 1


def test_a_query_that_takes_too_much_memory_is_stopped(sample_graph: Path) -> None:
    greedy = "SELECT (GROUP_CONCAT(?big; separator='') AS ?all) { ?s ?p ?o . ?s2 ?p2 ?o2 . ?s3 ?p3 ?o3 BIND(REPLACE(REPLACE(STR(?p),'.','xxxxxxxxxxxxxxxxxxxxxxxxxxxx'),'x',STR(?p2)) AS ?big) }"  # fmt: skip  # noqa: E501
    with start(sample_graph, "--time-limit", "20") as server:
        reply = server.query(greedy)
        assert reply.status == 503, reply.text[:200]
        assert "memory" in reply.text
        assert server.query("ASK {}").status == 200


def test_deep_nesting_hurts_nobody(server: Server) -> None:
    assert server.query("SELECT * " + "{" * 20_000 + "}" * 20_000).status in (400, 503)
    assert server.query("ASK {}").status == 200


def test_a_query_whose_client_has_gone_is_stopped(sample_graph: Path) -> None:
    def children(process: int) -> list[str]:
        spawners = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        return [c for s in spawners for c in Path(f"/proc/{s}/task/{s}/children").read_text().split()]

    with start(sample_graph, "--time-limit", "60") as server:
        with socket.create_connection(("127.0.0.1", server.port)) as client:
            body = ENDLESS.encode()
            head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: {len(body)}\r\n\r\n"  # fmt: skip  # noqa: E501
            client.sendall(head.encode() + body)
            time.sleep(1)
            assert children(server.process)
        time.sleep(1)
        assert not children(server.process)


def test_more_at_once_than_there_is_room_for_are_asked_to_come_again(sample_graph: Path) -> None:
    with start(sample_graph, "--time-limit", "7") as server, ThreadPoolExecutor(12) as pool:
        replies = [future.result() for future in [pool.submit(server.query, ENDLESS) for _ in range(12)]]
        turned_away = [reply for reply in replies if "too many" in reply.text]
        assert {reply.status for reply in replies} == {503}
        assert len(turned_away) == 4
        assert all(int(reply.headers["retry-after"]) > 0 for reply in turned_away)


def test_slow_clients_hold_up_nobody_and_are_let_go(server: Server) -> None:
    slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(50)]
    try:
        for number, client in enumerate(slow):
            client.sendall(b"GET /sparql?query=" if number % 2 else b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\nA")  # fmt: skip  # noqa: E501
        began = time.monotonic()
        assert server.query("ASK {}").status == 200
        assert time.monotonic() - began < 2
        for client in slow[:2]:
            client.settimeout(13)
            said = client.recv(1000)
            assert said == b"" or b" 408 " in said.partition(b"\r\n")[0]
    finally:
        for client in slow:
            client.close()


@pytest.mark.slow
def test_a_client_that_reads_nothing_is_let_go(server: Server) -> None:
    longer = 'REPLACE("' + "a" * 1000 + '", "a", "' + "b" * 1000 + '")'
    query = f"SELECT ({longer} AS ?x) {{ VALUES ?y {{ {' 1' * 20} }} }}".encode()
    head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: {len(query)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        client.sendall(head.encode() + query)
        time.sleep(12)
        got = sum(map(len, iter(lambda: client.recv(1 << 20), b"")))
    assert 0 < got < 20_000_000
    assert server.query("ASK {}").status == 200


def test_noise_is_survived(server: Server) -> None:
    noise = [bytes(range(256)), b"\r\n" * 1000, b"GET", b"GET / HTTP/9\r\n\r\n", b"GET /id/%ff HTTP/1.1\r\nHost: \"<>\r\n\r\n",
             b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", b"GET /" + b"a" * 200_000]  # fmt: skip
    for data in noise:
        with socket.create_connection(("127.0.0.1", server.port)) as client:
            client.sendall(data)
    assert server.query("ASK {}").status == 200


def test_many_clients_get_right_answers(server: Server) -> None:
    """The long form of this runs under `make bench`."""
    wrong = load(server, clients=50, seconds=4)
    assert not wrong, wrong[:3]


@pytest.mark.slow
def test_many_clients_for_a_minute(sample_graph: Path) -> None:
    with start(sample_graph) as server:
        assert not load(server, clients=50, seconds=60)


def load(server: Server, *, clients: int, seconds: float) -> list[str]:
    """Ask all kinds of questions from many threads; what came back wrong."""
    expected = server.query(SELECT).body
    end, wrong, count = time.monotonic() + seconds, list[str](), [0]

    def client(number: int) -> None:
        turn = number
        while time.monotonic() < end:
            turn += 1
            if turn % 3 == 0:
                reply = server.query("ASK { ?s ?p ?o }", "text/csv")
                right = reply.body == b"true\n"
            elif turn % 3 == 1:
                reply = server.query("SELECT nonsense")
                right = reply.status == 400
            else:
                reply = server.query(SELECT)
                right = reply.body == expected
            count[0] += 1
            if not right and not (reply.status == 503 and "retry-after" in reply.headers):
                wrong.append(f"{reply.status} {reply.text[:200]}")

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count[0] > clients
    return wrong


def test_it_starts_again_at_once_where_it_was(sample_graph: Path) -> None:
    with start(sample_graph) as first:
        port = first.port
        assert first.query("ASK {}").status == 200
        os.kill(first.process, signal.SIGKILL)
    with start(sample_graph, "--port", str(port)) as second:
        assert second.port == port
        assert second.query("ASK {}").status == 200


# ------------------------------------------------------------------------------------------------------ what goes with it


def test_the_endpoint_describes_itself(server: Server) -> None:
    for path, word in (("/sparql", "SPARQL11Query"), ("/.well-known/void", "sparqlEndpoint")):
        reply = server.ask(path, headers={"Accept": "text/turtle"})
        assert (reply.status, reply.kind) == (200, "text/turtle")
        assert list(ox.parse(reply.body, format=ox.RdfFormat.TURTLE))
        assert word in reply.text
    assert server.ask("/sparql", headers={"Accept": "image/png"}).status == 406


def test_other_sites_may_ask(server: Server) -> None:
    origin = {"Origin": "https://example.org"}
    assert server.ask("/sparql", {"query": "ASK {}"}, headers=origin).headers["access-control-allow-origin"] == "*"
    preflight = origin | {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    assert server.ask("/sparql", method="OPTIONS", headers=preflight).status == 200


def test_nothing_of_a_request_gets_into_the_head_of_a_response(server: Server) -> None:
    reply = server.ask("/sparql?query=ASK%7B%7D%0d%0aX-Evil:%201", headers={"Accept": "text/html, x/y"})
    assert "x-evil" not in reply.headers
    assert reply.headers["content-security-policy"].startswith("default-src 'self'")
    assert reply.headers["x-content-type-options"] == "nosniff"


def test_it_listens_on_this_machine_only(server: Server) -> None:
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    listening = {line.split()[1] for line in lines if line.split()[3] == "0A"}
    assert f"0100007F:{server.port:04X}" in listening


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [("", "a/b"), ("c/d", "c/d"), ("*/*;q=0.1, c/d;q=0.5", "c/d"), ("a/*;q=0.3, c/d;q=0.2", "a/b"), ("e/f", None)],
)
def test_choice(accept: str, chosen: str | None) -> None:
    assert media.choose(accept, ["a/b", "c/d"]) == chosen
