"""The pages and saved questions over HTTP: what they show, what they refuse, and what cannot get into them."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from markupsafe import escape

from kg import queries, store
from kg.errors import QueryError
from kg.server import drawing, flows, passages
from kg.server.flows import Flow, Selection
from kg.server.graph import Graph
from kg.server.pages import LISTINGS, Site
from kg.server.passages import Mark
from kg.server.transfers import Claim
from tests.conftest import ROOT, SEEDS
from tests.serving import Reply, Server, start

KG = "https://w3id.org/armsgraph/ontology#"
ID = "https://w3id.org/armsgraph/id/"
EVIL = "<script>alert('x')</script>"
HTML = {"Accept": "text/html"}
LINES = f"""
<{ID}person/evil> a <{KG}Person>, <{KG}Actor> ; <http://www.w3.org/2000/01/rdf-schema#label> "{EVIL}"@en ;
  <http://www.w3.org/2004/02/skos/core#exactMatch> <javascript:alert(1)> .
<{ID}article/first> <{KG}mentions> <{ID}person/evil> .
<{ID}article/passwd> a <{KG}Article> ; <http://www.w3.org/2000/01/rdf-schema#label> "a file that is no article"@en ;
  <{KG}source> "/etc/passwd" ; <{KG}digest> "00" .
<{ID}transfer/evil> a <{KG}ArmsTransfer> ; <http://www.w3.org/2000/01/rdf-schema#label> "evil" ;
  <{KG}supplier> <{ID}person/evil> ; <{KG}recipient> <{ID}person/evil> .
<{ID}claim/evil> a <{KG}Claim> ; <{KG}about> <{ID}transfer/evil> ; <{KG}article> <{ID}article/first> ;
  <{KG}stage> <{ID}stage/delivered> ; <{KG}stance> <{ID}stance/affirms> ; <{KG}claimant> <{ID}person/evil> .
"""


@pytest.fixture(scope="module")
def graph(sample_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample graph with a person called <script>."""
    path = tmp_path_factory.mktemp("evil") / "graph.ttl"
    path.write_text(sample_graph.read_text(encoding="utf-8") + LINES, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def server(graph: Path) -> Iterator[Server]:
    with start(graph) as found:
        yield found


@pytest.fixture(scope="module")
def seeds(seeds_graph: Path) -> Iterator[Server]:
    with start(seeds_graph, "--articles", str(SEEDS)) as found:
        yield found


class Tags(HTMLParser):
    """Collects what a page refers to, and checks that what opens is closed."""

    VOID = frozenset("meta link input br img hr".split())

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.scripts: list[dict[str, str | None]] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.addresses += [value for name in ("href", "src", "action") if (value := found.get(name))]
        self.ids += [value for value in [found.get("id")] if value]
        if tag == "script":
            self.scripts.append(found)
        assert not any(name.startswith("on") or name == "style" for name in found)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag


def page(server: Server, path: str, status: int = 200) -> Reply:
    reply = server.ask(path, headers=HTML)
    assert (reply.status, reply.kind) == (status, "text/html"), reply.text[:300]
    return reply


def test_every_page_is_whole_and_every_link_leads_somewhere(server: Server) -> None:
    todo, seen = ["/"], set[str]()
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        reply = server.ask(path, headers=HTML)
        assert reply.status == (303 if path == "/sparql" else 200), path
        if reply.kind != "text/html":
            continue
        assert EVIL not in reply.text, path
        tags = Tags(reply.text)
        assert len(tags.ids) == len(set(tags.ids)), path
        for script in tags.scripts:
            assert script.get("type") == "application/json" or str(script.get("src")).startswith("/static/"), path
        for address in tags.addresses:
            assert not address.startswith("javascript:"), path
            target, _, fragment = address.partition("#")
            if not target and fragment:
                assert fragment in tags.ids, (path, fragment)
            elif target.startswith("/"):
                todo.append(target)
            else:
                assert target.startswith(("http://", "https://")), (path, target)
    assert {f"/{name}" for name in LISTINGS} <= seen
    assert len(seen) > 60
    assert any(quote(EVIL, safe="") in path or "person/evil" in path for path in seen)


def test_a_name_is_text_wherever_it_stands(server: Server) -> None:
    for path in ("/people", "/map", "/id/person/evil", "/id/transfer/evil", "/questions/suppliers-of", "/transfers"):
        assert "&lt;script&gt;" in page(server, path).text, path
    for path in ("/people?words=", "/questions/suppliers-of?recipient=", "/map?stage=", "/flow?supplier=", "/query?query="):
        path += quote(EVIL)
        assert EVIL not in server.ask(path, headers=HTML).text
    assert EVIL not in page(server, f"/id/{quote(EVIL)}", 404).text


def test_the_overview_counts(seeds: Server) -> None:
    text = page(seeds, "/").text
    for name, listing in LISTINGS.items():
        found = json.loads(seeds.query(f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a <{KG}{listing.kind}> }}").body)
        count = found["results"]["bindings"][0]["n"]["value"]
        assert f'<a href="/{name}"><strong>{int(count):,}</strong>' in text


def test_the_overview_is_quick(seeds: Server) -> None:
    page(seeds, "/")
    began = time.monotonic()
    for _ in range(5):
        page(seeds, "/")
    assert (time.monotonic() - began) / 5 < 0.1


def test_the_map_is_filtered(server: Server) -> None:
    def bands(query: str) -> list[str]:
        return re.findall(r'<a href="/flow[^"]*" aria-label="([^"]*:[^"]*claims?[^"]*)"', page(server, f"/map{query}").text)

    assert "North Korea to Russia: delivered, 2 claims, disputed" in bands("")
    assert bands("?stage=committed") == ["Poland to Ukraine: committed, 1 claim"]
    assert bands("?category=missiles") == ["North Korea to Wagner Group: delivered, 1 claim"]
    assert len(bands("?publisher=A+Paper")) == 3
    assert bands("?since=2024-06-29") == []
    assert len(bands("?since=2024-06-28&until=2024-06-28")) == 3
    assert bands("?stage=nonsense") == []


def test_a_flow_has_a_time_line(server: Server) -> None:
    reply = page(server, f"/flow?supplier={quote(ID)}country/north-korea&recipient={quote(ID)}country/russia")
    assert '<time datetime="2024-06-28">' in reply.text
    assert "Pyongyang denies sending shells." in reply.text
    page(server, "/flow?supplier=nobody", 404)


@pytest.mark.parametrize("accept", ["text/html", "text/turtle", "application/ld+json", "application/n-triples"])
def test_every_address_of_the_graph_is_answered(server: Server, graph: Path, accept: str) -> None:
    iris = {q.subject.value for q in store.load(graph) if isinstance(q.subject, ox.NamedNode)}
    own = sorted(iri.removeprefix(ID) for iri in iris if iri.startswith(ID))
    assert len(own) > 40
    for path in own if accept == "text/turtle" else own[::7]:
        reply = server.ask(f"/id/{quote(path)}", headers={"Accept": accept})
        assert (reply.status, reply.kind) == (200, accept), path
        if accept == "text/turtle":
            subjects = {t.subject.value for t in ox.parse(reply.body, format=ox.RdfFormat.TURTLE)}  # type: ignore[union-attr]
            assert ID + path in subjects
    assert server.ask("/id/person/nobody", headers={"Accept": accept}).status == 404


def test_turtle_by_address_and_nothing_else_by_accept(server: Server) -> None:
    assert server.ask("/id/country/russia?format=turtle", headers=HTML).kind == "text/turtle"
    assert server.ask("/id/country/russia", headers={"Accept": "image/png"}).status == 406


# ---------------------------------------------------------------------------------------------------- articles


def test_the_text_of_an_article_with_its_evidence(seeds: Server) -> None:
    graph = json.loads(seeds.query(f"SELECT ?a {{ ?c <{KG}stage> ?s ; <{KG}article> ?a }} LIMIT 1").body)
    article = graph["results"]["bindings"][0]["a"]["value"].removeprefix(ID)
    text = page(seeds, f"/id/{article}").text
    assert "<mark>" in text
    assert 'aria-label="claim 1"' in text


def test_without_its_text_an_article_shows_its_sentences(server: Server) -> None:
    text = page(server, "/id/article/first").text
    assert "not at hand" in text
    assert "Pyongyang denies sending shells." in text


def test_no_file_is_shown_but_the_article_that_was_read(server: Server, tmp_path: Path) -> None:
    assert "root:" not in page(server, "/id/article/passwd").text
    changed = tmp_path / "a.txt"
    changed.write_text("Poland sent Ukraine tanks. It did so in June.\n", encoding="utf-8")
    entry = f'<{ID}article/a> a <{KG}Article> ; <{KG}source> "{changed}" ; <{KG}digest> "0" .'
    graph = ox.Store()
    graph.load(entry.encode(), format=ox.RdfFormat.TURTLE)
    assert passages.find_text(Graph(graph), f"{ID}article/a", None) == ""


def test_cutting_a_text() -> None:
    text = "One two three.\n\nFour five."
    runs = passages.cut(text, [Mark("s", 4, 14), Mark("p", 8, 13, "/id/p"), Mark("t", 16, 20), Mark("far", 90, 99)])
    assert [[run.text for run in paragraph] for paragraph in runs] == [["One ", "two ", "three", "."], ["Four", " five."]]
    assert [run.sentences for run in runs[0]] == [(), ("s",), ("s",), ("s",)]
    assert runs[0][2].owner == "/id/p"
    assert (runs[0][1].first_of, runs[0][3].last_of) == (("s",), ("s",))
    assert "".join(run.text for paragraph in runs for run in paragraph) == text.replace("\n\n", "")


# --------------------------------------------------------------------------------------------------- questions


@pytest.mark.parametrize("name", sorted(queries.load()))
def test_every_question_is_asked_in_every_form(seeds: Server, seeds_graph: Path, name: str) -> None:
    question = queries.find(name)
    given = {p.name: p.example for p in question.parameters if p.required}
    graph = store.load(seeds_graph)
    try:
        answer = queries.ask(graph, queries.fill(question, given, graph))
    except QueryError as error:  # the example is not in these articles
        reply = seeds.ask(f"/questions/{name}.csv", given)
        told = f"{error}\n".replace("--", "")
        assert (reply.status, reply.text) == (400, told)
        return
    rows = list(csv.reader(io.StringIO(seeds.ask(f"/questions/{name}.csv", given).text)))
    assert rows == [list(answer.columns), *answer.cells()]
    found = json.loads(seeds.ask(f"/questions/{name}", given, headers={"Accept": "application/json"}).body)
    assert len(found["results"]["bindings"]) == len(answer.rows)
    text = seeds.ask(f"/questions/{name}.html", given).text
    assert str(escape(question.summary)) in text
    assert f"{len(answer.rows)} row" in text


def test_a_question_with_a_missing_or_unknown_name(server: Server) -> None:
    assert "needed" in page(server, "/questions/suppliers-of").text
    reply = server.ask("/questions/suppliers-of.json")
    assert reply.status == 400
    assert "recipient is missing" in reply.text
    reply = page(server, "/questions/suppliers-of?recipient=Ukrane", 400)
    assert "did you mean Ukraine" in reply.text
    assert "--" not in re.findall(r'role="alert">([^<]*)', reply.text)[0]
    assert page(server, "/questions/suppliers-of?nothing=1", 400)
    assert server.ask("/questions/nothing").status == 404
    assert server.ask("/questions/transfers.exe").status == 404
    assert server.ask("/questions/transfers", headers={"Accept": "image/png"}).status == 406


def test_a_parameter_is_a_term_and_never_query_text(server: Server) -> None:
    right = server.ask("/questions/suppliers-of.json", {"recipient": "Ukraine"}).body
    assert server.ask("/questions/suppliers-of.json", {"recipient": "Ukraine> } #"}).body == right  # a name, loosely written
    for value in ("http://x/> } INSERT {", "} SELECT * { ?s ?p ?o", "x\r\nSet-Cookie: a=b"):
        reply = server.ask("/questions/suppliers-of.json", {"recipient": value})
        assert reply.status == 400, value
        assert "set-cookie" not in reply.headers


def test_names_complete_the_fields(server: Server) -> None:
    text = page(server, "/questions/suppliers-of").text
    assert '<option value="Wagner Group">' in text
    assert "<option>delivered</option>" in page(server, "/questions/who-supplied-what").text


def test_the_questions_for_programs(server: Server) -> None:
    listed = json.loads(server.ask("/questions", headers={"Accept": "application/json"}).body)
    assert {entry["name"] for entry in listed} == set(queries.load())
    document = json.loads(server.ask("/openapi.json").body)
    assert document["openapi"] == "3.1.0"
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert operation["operationId"]
            assert "200" in operation["responses"]
            placed = {p["name"] for p in operation.get("parameters", []) if p["in"] == "path"}
            assert placed == set(re.findall(r"\{(\w+)\}", path))
    required = {p["name"]: p["required"] for p in document["paths"]["/questions/suppliers-of"]["get"]["parameters"]}
    assert required == {"recipient": True}


# ------------------------------------------------------------------------------------------------- what is outside


@pytest.mark.parametrize(
    "path",
    ["/static/../templates/page.html", "/static/%2e%2e/%2e%2e/%2e%2e/cli.py", "/static/..%2f..%2f..%2fcli.py", "/id/../cli.py"],
)  # fmt: skip
def test_no_path_leads_out(server: Server, path: str) -> None:
    reply = server.ask(path)
    assert reply.status == 404
    assert "import" not in reply.text


def test_lists_are_searched_and_parted(server: Server) -> None:
    assert "Wagner Group" in page(server, "/organizations?words=wagner").text
    assert "Nothing has these words" in page(server, "/organizations?words=zzz").text
    for number in ("0", "-1", "x", "99999", "1" * 50):
        page(server, f"/organizations?page={number}")


def test_a_map_of_many_flows_keeps_its_bands_on_its_bars() -> None:
    claims = tuple(Claim(f"c{n}", "a", "", "", "delivered", "affirms") for n in range(9))
    many = [Flow(f"s{n % 23}", f"r{n % 31}", "delivered", False, claims[: 1 + n % 9], ()) for n in range(500)]
    began = time.monotonic()
    drawn = drawing.draw(many, lambda iri: iri)
    assert time.monotonic() - began < 1
    assert len(drawn.bands) == 500
    bars = {(party.side, party.name): party for party in drawn.parties}
    for band in drawn.bands:
        start_at, end_at = (float(n) for n in re.findall(r" ([\d.]+)(?=C|$)", band.curve))
        for side, name, at in (("supplier", band.supplier, start_at), ("recipient", band.recipient, end_at)):
            bar = bars[side, name]
            assert bar.top - 0.2 <= at - band.width / 2
            assert at + band.width / 2 <= bar.top + bar.height + 0.2
            assert bar.top + bar.height <= drawn.height


def test_the_stage_is_that_of_the_claims_looked_at(sample_graph: Path) -> None:
    site = Site(Graph(store.load(sample_graph)))
    denied = [c for t in site.ledger.transfers for c in t.claims if c.stance == "denies"]
    assert site.ledger.status(denied) == "denied"
    assert {flow.stage for flow in flows.find(site.ledger, Selection())} == {"delivered", "committed"}


def test_a_command_that_cannot_serve_says_why(graph: Path) -> None:
    def said(program: str, *arguments: str) -> str:
        found = subprocess.run([sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True)
        assert found.returncode == 2
        return found.stderr

    run = "from kg.cli import main; main(prog_name='kg')"
    assert "no such file" in said(run, "serve", "nothing.ttl")
    bare = f"import sys; sys.modules.update(uvicorn=None, jinja2=None); {run}"
    assert "pip install 'armsgraph[serve]'" in said(bare, "serve", str(graph))
    assert "pip install 'armsgraph[serve]'" in said(bare, "export", str(graph), "--site", "nowhere")


def test_a_port_that_is_taken_is_named(graph: Path, server: Server) -> None:
    command = [sys.executable, "-m", "kg", "serve", str(graph), "--port", str(server.port)]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert found.returncode == 2
    assert f"127.0.0.1:{server.port}: cannot be listened at" in found.stderr


@pytest.mark.slow
def test_a_graph_of_a_million_triples(seeds_graph: Path, tmp_path: Path) -> None:
    """The overview within a second, and a query while it is shown."""
    text = seeds_graph.read_text(encoding="utf-8")
    head = [line for line in text.splitlines() if line.startswith("@prefix")]
    body = "\n".join(line for line in text.splitlines() if not line.startswith("@prefix"))
    own = re.compile(r"id:(article|claim|transfer|evidence|line|person|office)\\/([\w-]+)")
    copies = [own.sub(lambda m, n=number: f"id:{m[1]}\\/{m[2]}-{n}", body) for number in range(300)]
    path = tmp_path / "large.ttl"
    path.write_text("\n".join([*head, body, *copies]), encoding="utf-8")
    with start(path) as server:
        count = server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv").text.split()[1]
        assert int(count) > 1_000_000
        for address in ("/", "/map", "/transfers", "/people", "/id/country/ukraine", "/ontology"):
            began = time.monotonic()
            page(server, address)
            assert time.monotonic() - began < 1, address


def test_it_serves_from_anywhere(server: Server) -> None:
    assert (ROOT / "kg/data/site/static/yasgui/LICENSE.txt").is_file()
    for name in ("armsgraph.css", "map.js", "query.js", "yasgui/yasgui.min.js", "yasgui/yasgui.min.css", "icon.svg"):
        assert server.ask(f"/static/{name}").status == 200
