"""Saved questions: headers, parameters, and the same rows in both engines."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg import answers, queries, resources, store
from kg.errors import QueryError

QUESTIONS = queries.load()
CONTRACT = {
    "transfers": "article supplier recipient item category quantity qualifier stage sources deniers date evidence",
    "people": "article name role of",
    "organizations": "article name type",
    "treaties": "article name kind parties status date",
}


def required(question: queries.Question) -> dict[str, str]:
    return {p.name: p.example for p in question.parameters if p.required}


def rows(graph: ox.Store, name: str, **given: str) -> list[dict[str, str]]:
    answer = queries.ask(graph, queries.fill(queries.find(name), given, graph))
    return [{column: value.text for column, value in row.items()} for row in answer.rows]


@pytest.fixture(scope="module")
def sample(sample_graph: Path) -> ox.Store:
    return store.load(sample_graph)


# ------------------------------------------------------------------------------------------------------- headers


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_a_question_has_its_header(name: str) -> None:
    question = QUESTIONS[name]
    assert question.summary
    assert question.description
    assert question.tags
    assert all(
        p.example and p.description and p.kind in (*queries.CLASSES, *queries.LITERALS) for p in question.parameters
    )
    assert "ORDER BY" in question.sparql
    assert [p.name for p in question.parameters if f"VALUES ?_{p.name} {{ UNDEF }}" not in question.sparql] == []


@pytest.mark.parametrize("name", sorted(CONTRACT))
def test_columns_of_the_contract(name: str, sample: ox.Store) -> None:
    assert queries.ask(sample, QUESTIONS[name].sparql).columns == tuple(CONTRACT[name].split())


def test_catalogue_lists_every_question() -> None:
    catalogue = queries.to_catalogue(QUESTIONS)
    assert [name for name in QUESTIONS if name not in catalogue] == []


# --------------------------------------------------------------------------------------------------- both engines


@pytest.mark.parametrize("name", sorted(QUESTIONS))
@pytest.mark.parametrize("source", ["seeds_graph", "sample_graph"])
def test_rows_are_the_same_in_both_engines(name: str, source: str, request: pytest.FixtureRequest) -> None:
    path = request.getfixturevalue(source)
    graph, other = store.load(path), parsed(path)
    question = QUESTIONS[name]
    options: list[dict[str, str]] = [required(question)]
    if len(required(question)) < len(question.parameters):
        options.append({p.name: p.example for p in question.parameters})
    for given in options:
        try:
            sparql = queries.fill(question, given, graph)
        except QueryError:
            assert source == "sample_graph"  # the example is not in the small graph
            continue
        mine = queries.ask(graph, sparql)
        theirs = other.query(sparql)
        assert mine.columns == tuple(map(str, theirs.vars))
        expected = [{str(v): str(t) for v, t in zip(theirs.vars, row, strict=True) if t is not None} for row in theirs]
        assert [{column: value.text for column, value in row.items()} for row in mine.rows] == expected


PARSED: dict[Path, rdflib.Graph] = {}


def parsed(path: Path) -> rdflib.Graph:
    if path not in PARSED:
        PARSED[path] = rdflib.Graph().parse(path)
    return PARSED[path]


# ------------------------------------------------------------------------------------------------------- answers


def test_transfers_of_the_sample(sample: ox.Store) -> None:
    first, second, third = rows(sample, "transfers")
    assert first == {
        "article": "first",
        "supplier": "North Korea",
        "recipient": "Russia",
        "item": "shells|containers of shells",
        "category": "ammunition",
        "quantity": "11000",
        "qualifier": "more than",
        "stage": "delivered",
        "sources": "John Kirby|United States",
        "deniers": "North Korea",
        "evidence": samples_sentence(0),
    }
    assert (second["supplier"], second["quantity"], second["date"]) == ("Poland", "14", "2024-06")
    assert "sources" not in second
    assert (third["recipient"], third["sources"]) == ("Wagner Group|Russia", "U.S. official|United States")


def samples_sentence(number: int) -> str:
    from tests.samples import BODIES

    return BODIES["first"][1][number]


def test_who_supplied_what(sample: ox.Store) -> None:
    (row, *_) = rows(sample, "who-supplied-what")
    assert row["by_whose_word"] == "John Kirby (United States)"
    assert row["denied_by"] == "North Korea"
    assert row["quantity"] == "more than 11000 containers"
    assert [r["by_whose_word"] for r in rows(sample, "who-supplied-what", stage="committed")] == ["the article itself"]
    # A country stands for the groups that belong to it.
    assert [r["recipient"] for r in rows(sample, "who-supplied-what", recipient="Russia")] == ["Russia", "Wagner Group"]


def test_other_answers(sample: ox.Store) -> None:
    (denied,) = rows(sample, "claims-denied")
    assert (denied["denied_by"], denied["affirmed_by"]) == ("North Korea", "John Kirby")
    (pledged,) = rows(sample, "pledged-not-delivered")
    assert (pledged["supplier"], pledged["item"], pledged["promised_on"]) == ("Poland", "tanks", "2024-06")
    assert [r["status"] for r in rows(sample, "suppliers-of", recipient="Ukraine")] == ["committed"]
    assert [r["treaty"] for r in rows(sample, "treaties-of", party="DPRK")] == ["partnership treaty"]
    assert [r["title"] for r in rows(sample, "offices", of="United States")] == ["spokesman"]
    assert len(rows(sample, "evidence-for", supplier="North Korea", recipient="Russia")) == 3
    assert len(rows(sample, "transfers-of-category", category="ammunition")) == 2


# ---------------------------------------------------------------------------------------------------- parameters


@pytest.mark.parametrize(
    "name", ["North Korea", "the DPRK", "PRK", "north korea", "https://w3id.org/armsgraph/id/country/north-korea"]
)
def test_names_of_one_country(name: str, sample: ox.Store) -> None:
    assert len(rows(sample, "who-supplied-what", supplier=name)) == 2


def test_an_unknown_name_gets_the_nearest(sample: ox.Store) -> None:
    with pytest.raises(QueryError, match=r"--recipient: the graph has no .* named 'Ukrane'; did you mean Ukraine"):
        rows(sample, "suppliers-of", recipient="Ukrane")


def test_a_parameter_that_is_missing_or_unknown(sample: ox.Store) -> None:
    with pytest.raises(QueryError, match="suppliers-of: --recipient is missing; for example --recipient Ukraine"):
        rows(sample, "suppliers-of")
    with pytest.raises(QueryError, match="suppliers-of: no parameter --reciever; it takes --recipient"):
        rows(sample, "suppliers-of", reciever="Ukraine")
    with pytest.raises(QueryError, match="people: no parameter --of; it takes none"):
        rows(sample, "people", of="Kim")


def test_an_unknown_question_gets_the_nearest() -> None:
    with pytest.raises(QueryError, match="transfer: no such question; did you mean transfers"):
        queries.find("transfer")


@pytest.mark.parametrize(
    "value",
    [
        'x" } DELETE WHERE { ?s ?p ?o',
        "x } UNION { ?s ?p ?o",
        "https://x/> } ?s ?p ?o #",
        "UNDEF",
        "?s",
        "\\",
        "'",
        '"""',
        "\n",
    ],
)
def test_injection_is_a_value(value: str, sample: ox.Store) -> None:
    before = len(sample)
    with pytest.raises(QueryError):
        rows(sample, "suppliers-of", recipient=value)
    assert len(sample) == before


@pytest.mark.parametrize("value", ['"', 'a"b', "a } b", "\\", "a\nb", "'; DROP", "UNDEF"])
def test_a_text_parameter_is_one_literal(value: str, sample: ox.Store) -> None:
    parameter = queries.Parameter("words", "text", default="")
    question = queries.Question("q", "", "", (), (parameter,), "SELECT ?_words WHERE { VALUES ?_words { UNDEF } }")
    answer = queries.ask(sample, queries.fill(question, {"words": value}, sample))
    assert [row["_words"].text for row in answer.rows] == [value]


def test_typed_literals() -> None:
    def filled(kind: str, value: str) -> str:
        parameter = queries.Parameter("p", kind, default="")
        question = queries.Question("q", "", "", (), (parameter,), "SELECT ?_p WHERE { VALUES ?_p { UNDEF } }")
        return queries.fill(question, {"p": value}, None)

    assert "2024-06-28" in filled("date", "2024-06-28")
    assert '"5"^^' in filled("number", "5")
    for kind, value in (("date", "June"), ("number", "many"), ("iri", "no iri"), ("actor", "Kim"), ("colour", "red")):
        with pytest.raises(QueryError):
            filled(kind, value)


# -------------------------------------------------------------------------------------------------------- formats

ANSWER = answers.Answer(
    ("name", "text"),
    (
        {
            "name": answers.Value("uri", "https://example.org/a"),
            "text": answers.Value("literal", 'a "b", <c> | d\ne', language="en"),
        },
        {"text": answers.Value("literal", "5", "http://www.w3.org/2001/XMLSchema#integer")},
    ),
)


def test_json_is_sparql_results(sample: ox.Store) -> None:
    document = json.loads(answers.to_json(ANSWER))
    assert document["head"] == {"vars": ["name", "text"]}
    assert document["results"]["bindings"][0]["text"] == {
        "type": "literal",
        "value": 'a "b", <c> | d\ne',
        "xml:lang": "en",
    }
    assert "name" not in document["results"]["bindings"][1]
    sparql = QUESTIONS["transfers"].sparql
    theirs = ox.parse_query_results(answers.to_json(queries.ask(sample, sparql)).encode(), ox.QueryResultsFormat.JSON)
    assert isinstance(theirs, ox.QuerySolutions)
    assert len(list(theirs)) == 3


def test_other_formats() -> None:
    assert answers.to_csv(ANSWER).splitlines()[0] == "name,text"
    assert answers.to_tsv(ANSWER).splitlines()[2] == "\t5"
    assert "\\|" in answers.to_markdown(ANSWER)
    assert "&lt;c&gt;" in answers.to_html(ANSWER)
    assert "2 rows" in answers.to_table(ANSWER)


def test_a_graph_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("<a> <b> .", encoding="utf-8")
    (tmp_path / "bad.xyz").write_text("", encoding="utf-8")
    for name in ("missing.ttl", "bad.ttl", "bad.xyz", "."):
        with pytest.raises(store.GraphError, match="; "):
            store.load(tmp_path / name)


def test_questions_are_files_of_the_package() -> None:
    assert len(list(resources.query_folder().glob("*.rq"))) == len(QUESTIONS)
