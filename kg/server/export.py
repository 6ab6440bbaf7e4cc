"""The pages of a graph as files, for publishing where no program runs.

Everything that needs a server is left out: forms, the query editor, and questions that ask for a name. So are the texts of
articles, which belong to their publishers; the sentences that show something are there.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote

from kg import answers, queries, store
from kg.errors import GraphError
from kg.ontology import RDF, name_of
from kg.server import flows
from kg.server.flows import Selection
from kg.server.forms import Forms
from kg.server.graph import Graph
from kg.server.pages import LISTINGS, ROWS, Page, Site
from kg.server.templates import SITE, Renderer
from kg.server.transfers import DENIED

WITHOUT = ("/query",)
# Too many, too small, and told on the pages of what they belong to.
_UNTOLD = {"Evidence", "ItemLine"}


def write(graph: str, folder: str) -> int:
    """Write all pages of a graph, and the graph itself, into a folder, which is new or empty; how many there are."""
    target = Path(folder)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise GraphError(f"{target}: is not empty; name a new folder")
    site = Site(Graph(store.load(graph)), texts=False)
    renderer = Renderer(static=True, without=WITHOUT)
    count = 0
    for page in _pages(site):
        own = file_of(page.path)
        _put(target / own, renderer.render(page, lambda path, own=own: find(path, own)).encode())  # type: ignore[misc]
        count += 1
    for question, sparql in _questions(site):
        _put(
            target / file_of(f"/questions/{question}.csv"),
            answers.to_csv(queries.ask(site.graph.store, sparql)).encode(),
        )
    shutil.copytree(SITE / "static", target / "static", ignore=shutil.ignore_patterns("yasgui", "query.js"))
    if Path(graph).is_dir():  # a store
        _put(target / "graph.ttl", store.turtle((quad.triple for quad in site.graph.store), queries.PREFIXES))
    else:
        shutil.copyfile(graph, target / f"graph{Path(graph).suffix}")
    return count


def find(path: str, start: str) -> str:
    """The relative address of a path of the site from the file of another page."""
    head, hash_mark, fragment = path.partition("#")
    target = posixpath.relpath(file_of(head), posixpath.dirname(start) or ".")
    return quote(target) + hash_mark + fragment


def file_of(path: str) -> str:
    """The file for a path with its fields, as a relative name that never leads out of the folder."""
    head, _, fields = path.partition("?")
    given = {key: values[0] for key, values in parse_qs(fields).items() if values[0]}
    parts = [_name(unquote(part)) for part in head.split("/") if part]
    if head.startswith("/static/") or head.endswith(".csv"):
        return "/".join(parts)
    if given:
        parts[-1] += "-" + "-".join(_given(key, given[key]) for key in sorted(given))
    return "/".join(parts or ["index"]) + ".html"


def _given(key: str, value: str) -> str:
    """A field in a file's name; addresses are shortened by their digest, which tells them apart."""
    word = name_of(value) if "/" in value else value
    digest = "-" + hashlib.sha256(value.encode()).hexdigest()[:8] if word != value else ""
    return f"{key}-{_name(word)}{digest}"


def _name(part: str) -> str:
    """A part of a path as the name of a file; what a file system could take amiss is written in hexadecimal."""
    shown = "".join(c if c.isalnum() or c in "-_.~" else f"={ord(c):x}=" for c in part).strip(".")
    return shown if len(os.fsencode(shown)) <= 120 and shown else hashlib.sha256(part.encode()).hexdigest()


def _pages(site: Site) -> Iterator[Page]:
    yield site.overview()
    yield site.ontology()
    yield site.map(Selection())
    for stage in (*site.ledger.stages, DENIED):
        page = site.map(Selection(stage=stage))
        yield Page(f"/map?stage={stage}", page.title, page.template, page.filling)
    found = {(flow.supplier, flow.recipient) for flow in flows.find(site.ledger, Selection())}
    for supplier, recipient in sorted(found):
        page = site.flow(Selection(supplier=supplier, recipient=recipient))
        fields = f"supplier={quote(supplier, safe='')}&recipient={quote(recipient, safe='')}"
        yield Page(f"/flow?{fields}", page.title, page.template, page.filling)
    for path in LISTINGS:
        for number in range(1, max(1, -(-site.counts[path] // ROWS)) + 1):
            page = site.listing(path, number=number)
            yield Page(f"/{path}?page={number}" if number > 1 else f"/{path}", page.title, page.template, page.filling)
    forms = Forms(site)
    asked = dict(_questions(site))
    catalogue = [q for q in forms.questions.values() if q.name in asked]
    yield Page("/questions", "Questions", "questions.html", {"groups": [("answered here", catalogue)]})
    for name, sparql in asked.items():
        yield forms.page(forms.questions[name], {}, answer=queries.ask(site.graph.store, sparql), sparql=sparql)
    for iri in sorted(site.graph.column(RDF + "type")):
        if iri.startswith(site.graph.base) and not _UNTOLD & site.graph.kinds(iri):
            yield site.entity(iri)


def _questions(site: Site) -> Iterator[tuple[str, str]]:
    """The questions that need no name, with their SPARQL."""
    for question in queries.load().values():
        if not any(parameter.required for parameter in question.parameters):
            yield question.name, queries.fill(question, {}, site.graph.store)


def _put(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise GraphError(f"{path}: cannot be written ({error.strerror or error}); name another folder") from None
