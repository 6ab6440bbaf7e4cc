"""What a query finds, in the form that was asked for; runs inside the query's own process."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from kg import answers, queries
from kg.answers import Answer, Value
from kg.server import media, refusals
from kg.server.messages import Outcome, Request

GRAPH_FORMATS: Mapping[str, ox.RdfFormat] = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
# A larger body is not sent: the server holds it whole, so that a failure in the middle has the status of a failure.
BODY_BYTES = 64 << 20


def answer(graph: ox.Store, request: Request) -> Outcome:
    """Run one query and serialize all of what it finds, or say why not."""
    reason = refusals.find(request.sparql)
    if reason:
        return _refuse(400, f"query: {reason}")
    outcome = _answer(graph, request)
    if len(outcome.body) > BODY_BYTES:
        return _refuse(400, f"query: finds more than {BODY_BYTES >> 20} MB, the most that is sent; add LIMIT")
    return outcome


def _answer(graph: ox.Store, request: Request) -> Outcome:
    try:
        found = graph.query(request.sparql)
    except SyntaxError as error:
        return _refuse(400, f"query: not valid SPARQL ({error}); mend the place that the message names")
    except (OSError, ValueError, RuntimeError) as error:
        return _refuse(400, f"query: cannot be answered ({error}); see the SPARQL 1.1 recommendation")
    known = media.GRAPHS if isinstance(found, ox.QueryTriples) else media.ROWS
    chosen = media.choose(request.accept, list(known))
    if chosen is None:
        return _refuse(406, f"Accept: none of what is asked for can be sent; this can be {', '.join(known)}")
    form = known[chosen]
    # A client that knows only the general name is answered under it.
    sent = chosen if chosen == media.JSON else media.SENT[form]
    try:
        if isinstance(found, ox.QueryTriples):
            return _send_triples(found, form, sent, request.rows)
        if isinstance(found, ox.QueryBoolean):
            return Outcome(200, sent, _truth(bool(found), form))
        # The engine cannot count what it serializes, so rows are taken from it and written here.
        rows = queries.ask(graph, request.sparql, limit=request.rows + 1)
    except (OSError, ValueError, RuntimeError) as error:
        return _refuse(400, f"query: cannot be answered ({error}); see the SPARQL 1.1 recommendation")
    if len(rows.rows) > request.rows:
        return _too_many("rows", request.rows)
    return Outcome(200, sent, ROWS[form](rows).encode())


def _send_triples(found: ox.QueryTriples, form: str, sent: str, most: int) -> Outcome:
    triples = list(itertools.islice(found, most + 1))
    if len(triples) > most:
        return _too_many("triples", most)
    prefixes = dict(queries.PREFIXES) if form in ("turtle", "rdfxml") else None
    return Outcome(200, sent, ox.serialize(triples, format=GRAPH_FORMATS[form], prefixes=prefixes) or b"")


def to_xml(rows: Answer) -> str:
    """SPARQL Query Results XML."""
    head = "".join(f"<variable name={quoteattr(name)}/>" for name in rows.columns)
    body = "".join(
        "<result>"
        + "".join(
            f"<binding name={quoteattr(name)}>{_xml(row[name])}</binding>" for name in rows.columns if name in row
        )
        + "</result>\n"
        for row in rows.rows
    )
    return f"{_XML_HEAD}<head>{head}</head>\n<results>\n{body}</results>\n</sparql>\n"


# As they stand, a reader may turn them into spaces or leave them out.
_BLANKS = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'


def _xml(value: Value) -> str:
    if value.kind != "literal":
        return f"<{value.kind}>{escape(value.text)}</{value.kind}>"
    language = f" xml:lang={quoteattr(value.language)}" if value.language else ""
    datatype = f" datatype={quoteattr(value.datatype)}" if value.datatype else ""
    # XML cannot hold control characters at all.
    text = "".join(c if c in "\t\n\r" or c >= " " else "\N{REPLACEMENT CHARACTER}" for c in value.text)
    return f"<literal{language}{datatype}>{escape(text, _BLANKS)}</literal>"


def to_tsv(rows: Answer) -> str:
    """SPARQL 1.1 Query Results TSV: terms as Turtle writes them."""
    lines = ["\t".join(f"?{name}" for name in rows.columns)]
    lines += ["\t".join(_turtle(row[name]) if name in row else "" for name in rows.columns) for row in rows.rows]
    return "\n".join(lines) + "\n"


def _turtle(value: Value) -> str:
    if value.kind == "bnode":
        return f"_:{value.text}"
    if value.kind == "uri":
        return f"<{value.text}>"
    if value.language:
        return str(ox.Literal(value.text, language=value.language))
    return str(ox.Literal(value.text, datatype=ox.NamedNode(value.datatype or queries.PREFIXES["xsd"] + "string")))


ROWS: Mapping[str, Callable[[Answer], str]] = {
    "json": answers.to_json,
    "xml": to_xml,
    "csv": answers.to_csv,
    "tsv": to_tsv,
}


def _truth(holds: bool, form: str) -> bytes:
    word = "true" if holds else "false"
    if form == "json":
        return f'{{"head": {{}}, "boolean": {word}}}\n'.encode()
    if form == "xml":
        return f"{_XML_HEAD}<head/>\n<boolean>{word}</boolean>\n</sparql>\n".encode()
    return f"{word}\n".encode()


def _refuse(status: int, reason: str) -> Outcome:
    return Outcome(status, "text/plain; charset=utf-8", f"{reason}\n".encode())


def _too_many(what: str, most: int) -> Outcome:
    return _refuse(400, f"query: finds more than {most:,} {what}, the most that is sent; add LIMIT, or ask for less")
