"""Pages as responses: addresses and fields in, HTML out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg import queries
from kg.answers import Answer, Value
from kg.errors import QueryError
from kg.queries import Question
from kg.server import descriptions, flows, media, protocol
from kg.server.children import Children
from kg.server.forms import Forms
from kg.server.graph import Graph
from kg.server.pages import Page, Site
from kg.server.templates import Renderer

SUFFIXES: Mapping[str, str] = {"html": media.HTML, "csv": media.CSV, "json": media.RESULTS_JSON}
# The query editor's first words.
STARTER = """PREFIX kg: <https://w3id.org/armsgraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?supplier ?recipient ?stage (COUNT(DISTINCT ?claim) AS ?claims)
WHERE {
  ?event a kg:ArmsTransfer ; kg:supplier/rdfs:label ?supplier ; kg:recipient/rdfs:label ?recipient .
  ?claim kg:about ?event ; kg:stage/skos:notation ?stage .
}
GROUP BY ?supplier ?recipient ?stage
ORDER BY DESC(?claims)
"""


@dataclass(frozen=True)
class Views:
    """Answers for addresses that people open."""

    site: Site
    children: Children
    endpoint: protocol.Endpoint

    @cached_property
    def renderer(self) -> Renderer:
        return Renderer()

    @cached_property
    def forms(self) -> Forms:
        return Forms(self.site)

    @property
    def questions(self) -> Mapping[str, Question]:
        return self.forms.questions

    @property
    def graph(self) -> Graph:
        return self.site.graph

    def show(self, page: Page) -> Response:
        return HTMLResponse(self.renderer.render(page), page.status, {"Vary": "Accept"})

    # Handlers that are plain functions run in a thread each, so that a page which takes long holds up no other.

    def overview(self, request: Request) -> Response:
        return self.show(self.site.overview())

    def map(self, request: Request) -> Response:
        return self.show(self.site.map(flows.to_selection(request.query_params)))

    def flow(self, request: Request) -> Response:
        return self.show(self.site.flow(flows.to_selection(request.query_params)))

    def ontology(self, request: Request) -> Response:
        return self.show(self.site.ontology())

    def listing(self, request: Request) -> Response:
        number = request.query_params.get("page", "1")
        number = number if number.isdecimal() and 0 < len(number) < 7 else "1"
        words = request.query_params.get("words", "").strip()[:100]
        return self.show(self.site.listing(request.url.path.strip("/"), words=words, number=max(1, int(number))))

    def entity(self, request: Request) -> Response:
        """A thing as a page or as RDF, by what is asked for."""
        iri = self.graph.base + request.path_params["path"]
        offers = [media.HTML, *descriptions.FORMATS]
        turtle = request.query_params.get("format") == "turtle"
        chosen = media.TURTLE if turtle else media.choose(request.headers.get("accept"), offers)
        if not self.graph.holds(iri):
            return self.missing(request, f"The graph holds nothing at {iri}.")
        if chosen is None:
            return protocol.refuse(406, f"Accept: this can be sent as {', '.join(offers)}")
        if chosen != media.HTML:
            return protocol.describe(descriptions.entity(self.graph, iri), chosen)
        return self.show(self.site.entity(iri))

    def missing(self, request: Request, reason: str = "No page has this address.") -> Response:
        if media.choose(request.headers.get("accept"), [media.HTML, media.TURTLE]) != media.HTML:
            return protocol.refuse(404, reason)
        return self.show(Page(request.url.path, "Not found", "error.html", {"reason": reason}, 404))

    # ----------------------------------------------------------------------------------------------- questions

    def catalogue(self, request: Request) -> Response:
        chosen = media.choose(request.headers.get("accept"), [media.HTML, media.JSON])
        if chosen == media.JSON:
            entries = [_describe(question) for question in self.questions.values()]
            return Response(json.dumps(entries, ensure_ascii=False, indent=1), media_type=media.JSON)
        return self.show(self.forms.catalogue())

    async def question(self, request: Request) -> Response:
        """A saved question with its parameters from the address, as a page, CSV or JSON."""
        name, _, suffix = request.path_params["name"].partition(".")
        question = self.questions.get(name)
        if question is None or suffix not in ("", *SUFFIXES):
            return self.missing(request, f"There is no question {name!r}; /questions lists them.")
        offers = [media.HTML, *media.ROWS]
        chosen = SUFFIXES.get(suffix) or media.choose(request.headers.get("accept"), offers)
        if chosen is None:
            return protocol.refuse(406, f"Accept: an answer can be sent as {', '.join(offers)}")
        given = {key: value.strip() for key, value in request.query_params.items() if value.strip()}
        if not given and chosen == media.HTML and any(p.required for p in question.parameters):
            return self.show(self.forms.page(question, given))
        try:
            # Looks names up in the whole graph, which takes a while where that is large.
            sparql = await run_in_threadpool(queries.fill, question, given, self.graph.store)
        except QueryError as error:
            reason = str(error).replace("--", "")
            if chosen != media.HTML:
                return protocol.refuse(400, reason)
            return self.show(self.forms.page(question, given, reason=reason, status=400))
        if chosen != media.HTML:
            return await self.endpoint.ask(request, sparql, accept=chosen)
        outcome = await self.children.ask(sparql, media.RESULTS_JSON)
        if outcome.status != 200:
            return self.show(self.forms.page(question, given, reason=outcome.body.decode(), status=outcome.status))
        answer = _to_answer(outcome.body)
        return await run_in_threadpool(
            lambda: self.show(self.forms.page(question, given, answer=answer, sparql=sparql))
        )

    def editor(self, request: Request) -> Response:
        filling = {
            "questions": list(self.questions.values()),
            "texts": {name: _without_header(question.sparql) for name, question in self.questions.items()},
            "starter": STARTER,
            "seconds": f"{self.children.limits.seconds:g}",
            "most": self.children.limits.rows,
        }
        return self.show(Page("/query", "SPARQL", "query.html", filling))


def _without_header(sparql: str) -> str:
    return "".join(line for line in sparql.splitlines(keepends=True) if not line.startswith("#+"))


def _describe(question: Question) -> dict[str, object]:
    parameters = [
        {"name": p.name, "type": p.kind, "required": p.required, "example": p.example} for p in question.parameters
    ]
    path = f"/questions/{question.name}"
    return {"name": question.name, "summary": question.summary, "path": path, "parameters": parameters}


def _to_answer(body: bytes) -> Answer:
    document = json.loads(body)
    rows = tuple(
        {name: Value(term["type"], term["value"], term.get("datatype", "")) for name, term in row.items()}
        for row in document["results"]["bindings"]
    )
    return Answer(tuple(document["head"]["vars"]), rows)
