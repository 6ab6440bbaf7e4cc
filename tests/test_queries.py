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
GROUPS = {"transfers", "parties", "items", "stages", "claims", "treaties", "offices", "sources", "quality"}
# What the seeds need not hold: named types of weapons, sums, open ends, broken treaties.
NOT_IN_SEEDS = {
    "designations-transferred",
    "flows-without-recipient",
    "money-claimed",
    "re-exports",
    "treaties-in-doubt",
}
REGISTER = (
    "supplier recipient number_ordered designation description year_of_order years_of_deliveries number_delivered "
    "status comments sources"
)
CONTRACT = {
    "register": REGISTER,
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


def test_questions_stand_in_groups() -> None:
    assert {question.group for question in QUESTIONS.values()} == GROUPS
    assert {tag for question in QUESTIONS.values() for tag in question.tags} == GROUPS
    assert len({question.summary for question in QUESTIONS.values()}) == len(QUESTIONS)


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_a_file_runs_as_it_stands(name: str, sample: ox.Store) -> None:
    assert queries.ask(sample, QUESTIONS[name].sparql).columns


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
        "item": "containers of shells|shells",
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


def test_register(sample: ox.Store) -> None:
    found = {(r["supplier"], r["recipient"]): r for r in rows(sample, "register")}
    shells = found["North Korea", "Russia"]
    assert (shells["number_ordered"], shells["number_delivered"]) == ("", "(more than 11000)")
    assert (shells["years_of_deliveries"], shells["comments"]) == ("(2024)", "denied by North Korea")
    tanks = found["Poland", "Ukraine"]
    assert (tanks["number_ordered"], tanks["year_of_order"], tanks["status"]) == ("14", "2024", "committed")
    assert (tanks["description"], tanks["comments"]) == ("armoured vehicles: tanks", "worth USD 5500000")
    assert tanks["sources"] == "A Paper (first)"


def test_un_register_is_of_deliveries(sample: ox.Store) -> None:
    (row,) = rows(sample, "un-register")
    assert (row["exporter"], row["importer"], row["un_category"][:4]) == ("North Korea", "Wagner Group", "VII ")


def test_answers_about_claims(sample: ox.Store) -> None:
    (disputed,) = rows(sample, "disputed-transfers")
    assert (disputed["affirmed_by"], disputed["denied_by"]) == ("John Kirby", "North Korea")
    (pair,) = rows(sample, "contradictions")
    assert (pair["one_says"], pair["other_says"]) == ("delivered", "not delivered")
    (uncertain,) = rows(sample, "uncertain-claims")
    (unnamed,) = rows(sample, "unnamed-sources")
    assert uncertain["claimant"] == unnamed["source"] == "U.S. official"
    # A country stands for those who speak for it.
    assert {r["claimant"] for r in rows(sample, "claims-by", claimant="United States")} == {
        "John Kirby",
        "U.S. official",
    }
    (worth,) = rows(sample, "money-claimed")
    assert (worth["amount"], worth["currency"]) == ("5500000", "USD")


def test_answers_about_time_and_numbers(sample: ox.Store) -> None:
    assert [r["on"] for r in rows(sample, "timeline-of", supplier="Poland", recipient="Ukraine")] == ["2024-06"]
    assert len(rows(sample, "changed-since", since="2024-06-28")) == 3
    assert rows(sample, "changed-since", since="2024-06-29") == []
    numbers = {r["supplier"]: r for r in rows(sample, "ordered-against-delivered")}
    assert (numbers["Poland"]["ordered"], numbers["North Korea"]["delivered"]) == ("14", "11000")
    assert len(rows(sample, "corroborated-transfers", articles="1")) == 3
    assert rows(sample, "corroborated-transfers") == []


def test_answers_about_what_the_seeds_lack(dealt: ox.Store) -> None:
    (jets,) = rows(dealt, "designations-transferred")
    assert (jets["designation"], jets["designed_in"], jets["recipient"]) == ("F-16", "United States", "Ukraine")
    (passed_on,) = rows(dealt, "re-exports")
    assert (passed_on["origin"], passed_on["supplier"], passed_on["origin_says"]) == (
        "United States",
        "Poland",
        "committed",
    )
    assert [r["supplier"] for r in rows(dealt, "flows-without-recipient")] == ["Russia"]
    assert [(r["treaty"], r["status"]) for r in rows(dealt, "treaties-in-doubt")] == [("New START", "suspended")]


@pytest.fixture(scope="module")
def dealt(dealt_graph: Path) -> ox.Store:
    return store.load(dealt_graph)


# ------------------------------------------------------------------------------------------------- on the seeds


@pytest.fixture(scope="module")
def seeds(seeds_graph: Path) -> ox.Store:
    return store.load(seeds_graph)


@pytest.mark.parametrize("name", sorted(set(QUESTIONS) - NOT_IN_SEEDS))
def test_the_seeds_answer_every_question(name: str, seeds: ox.Store) -> None:
    assert rows(seeds, name, **required(QUESTIONS[name]))


@pytest.mark.parametrize(("day", "found"), [("2005-01-01", 0), ("2010-01-01", 1), ("2019-01-01", 0), ("", 0)])
def test_an_embargo_holds_between_its_days(day: str, found: int) -> None:
    """That on Eritrea held from 2009-12-23 to 2018-11-14; a claim without any day is told of those that last."""
    told = f'<x:claim> kg:dateStart "{day}"^^xsd:date .' if day else ""
    graph = store.load(resources.ontology_folder() / "embargoes.ttl")
    graph.update(
        """PREFIX kg: <https://w3id.org/armsgraph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        INSERT DATA {
          <x:event> a kg:ArmsTransfer ; kg:recipient <https://w3id.org/armsgraph/id/country/eritrea> .
          <x:claim> kg:about <x:event> ; kg:stage <x:done> ; kg:stance <x:yes> ; kg:article <x:article> ; kg:sentence <x:words> .
          <x:done> skos:notation "delivered" . <x:yes> skos:notation "affirms" . <x:article> skos:notation "a" .
          <x:words> kg:exact "Tanks reached Eritrea." . """
        + told
        + "}"
    )
    assert len(rows(graph, "embargoed-still-supplied")) == found


def test_what_holds_of_every_answer_on_the_seeds(seeds: ox.Store) -> None:
    for row in rows(seeds, "corroborated-transfers"):
        assert int(row["publishers"]) <= int(row["articles"]) >= 2
    for row in rows(seeds, "disputed-transfers"):
        assert row["denied_by"]
        assert int(row["claims_against"]) >= 1
    shares = rows(seeds, "supplier-shares-of", recipient="Ukraine")
    assert 97 <= sum(int(row["percent"]) for row in shares) <= 103
    for row in rows(seeds, "ordered-against-delivered"):
        if "outstanding" in row:
            assert int(row["outstanding"]) == int(row["ordered"]) - int(row["delivered"])
    assert all(row["status"] not in ("sought", "withheld", "proposed") for row in rows(seeds, "register"))
    (banned,) = {(row["barred_from"], row["supplier"], row["recipient"]) for row in rows(seeds, "embargoed-still-supplied")}
    assert banned == ("supplying", "North Korea", "Russia")
    days = [row["on"] for row in rows(seeds, "timeline-of", supplier="South Korea", recipient="Ukraine")]
    assert days == sorted(days)
    assert all(row["published"] >= "2024-07-01" for row in rows(seeds, "changed-since", since="2024-07-01"))
    assert all(row["from_stage"] != row["to_stage"] for row in rows(seeds, "who-changed-position"))
    asked = {(r["supplier"], r["recipient"], r["category"]) for r in rows(seeds, "requests-unanswered")}
    told = {
        (r["supplier"], r["recipient"], r["category"])
        for r in rows(seeds, "first-mention-of-stage")
        if r["stage"] != "sought"
    }
    assert not asked & told


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
