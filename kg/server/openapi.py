"""What programs may ask, as an OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg import __version__
from kg.queries import Parameter, Question
from kg.server import media

Json = dict[str, object]
_REFUSALS = {
    "400": "A parameter or query that cannot be used; the body says what would be right",
    "406": "None of the media types asked for can be sent",
    "503": "Too many queries at once, or one that took too much; ask again after Retry-After, or for less",
}


def document(questions: Iterable[Question], server: str, stages: Sequence[str]) -> Json:
    """The document for a server at that address."""
    paths: Json = {"/sparql": _endpoint()}
    for question in questions:
        paths[f"/questions/{question.name}"] = {
            "get": {
                "operationId": question.name,
                "summary": question.summary,
                "description": question.description,
                "tags": [question.group],
                "parameters": [_parameter(parameter, stages) for parameter in question.parameters],
                "responses": _responses({media.HTML: {}, **{kind: {} for kind in media.ROWS}}),
            }
        }
    paths["/id/{path}"] = {
        "get": {
            "operationId": "entity",
            "summary": "A person, organization, country, treaty, transfer, claim or article",
            "parameters": [{"name": "path", "in": "path", "required": True, "schema": {"type": "string"}}],
            "responses": _responses({media.HTML: {}, media.TURTLE: {}, "application/ld+json": {}})
            | {"404": {"description": "The graph does not hold it"}},
        }
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "armsgraph",
            "version": __version__,
            "summary": "Who supplied which arms to whom, who says so, and who denies it",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": server.rstrip("/")}],
        "paths": paths,
    }


def _endpoint() -> Json:
    kinds: Json = {kind: {} for kind in (*media.ROWS, *media.GRAPHS)}
    body = {
        "application/sparql-query": {"schema": {"type": "string"}},
        "application/x-www-form-urlencoded": {
            "schema": {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]}
        },
    }
    query = {"name": "query", "in": "query", "schema": {"type": "string"}, "description": "SPARQL 1.1 Query, read-only"}
    return {
        "get": {
            "operationId": "query",
            "summary": "Answer a SPARQL query; without one, describe the endpoint",
            "parameters": [query],
            "responses": _responses(kinds),
        },
        "post": {
            "operationId": "query-by-post",
            "summary": "Answer a SPARQL query",
            "requestBody": {"required": True, "content": body},
            "responses": _responses(kinds),
        },
    }


def _parameter(parameter: Parameter, stages: Sequence[str]) -> Json:
    schema: Json = {"type": "number" if parameter.kind == "number" else "string"}
    if parameter.kind == "date":
        schema["format"] = "date"
    if parameter.kind == "stage":
        schema["enum"] = list(stages)
    found: Json = {"name": parameter.name, "in": "query", "required": parameter.required, "schema": schema}
    if parameter.description:
        found["description"] = parameter.description
    if parameter.example:
        found["example"] = parameter.example
    return found


def _responses(content: Json) -> Json:
    refusals = {status: {"description": words} for status, words in _REFUSALS.items()}
    return {"200": {"description": "The answer", "content": content}, **refusals}
