"""Asking: evidence beside the rows, their order, workbooks, SPARQL of one's own, and names looked up without a graph."""

from __future__ import annotations

import datetime
import io
import re
from pathlib import Path

import openpyxl
import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner, Result
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg import answers, queries, store, workbooks
from kg.answers import Answer, Value
from kg.cli import main
from kg.errors import QueryError

QUESTIONS = queries.load()
XSD = "http://www.w3.org/2001/XMLSchema#"


def kg(*words: object, input: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], input=input)


@pytest.fixture(scope="module", params=["seeds_graph", "sample_graph"])
def graph(request: pytest.FixtureRequest) -> ox.Store:
    return store.load(request.getfixturevalue(request.param))


# ------------------------------------------------------------------------------------------------------ evidence


@pytest.mark.parametrize("name", sorted(name for name, question in QUESTIONS.items() if question.evidence))
def test_evidence_changes_no_row_and_holds_the_sentence_of_each(name: str, graph: ox.Store) -> None:
    question = QUESTIONS[name]
    sparql = queries.fill(question, {p.name: p.example for p in question.parameters if p.required}, graph)
    plain, shown = queries.ask(graph, sparql), queries.ask_with_evidence(question, sparql, graph)
    assert shown.columns == (*plain.columns, "sentences")
    assert [{k: v for k, v in row.items() if k != "sentences"} for row in shown.rows] == list(plain.rows)
    for row in shown.rows:
        told = row["sentences"].text if "sentences" in row else ""
        for column in ("sentence", "evidence"):
            assert column not in row or f"“{row[column].text}”" in told
        if "article" in row:
            assert set(re.findall(r"” \(([^()|]+)\)(?:\||$)", told)) <= {row["article"].text}
        assert told or name in ("articles-about", "offices")


def test_evidence_is_of_the_rows_own_claims() -> None:
    sparql = queries.find("who-supplied-what").sparql
    assert "?behind" not in sparql.partition("WHERE")[0]
    for name in ("publishers", "supplier-shares-of", "contradictions"):
        with pytest.raises(QueryError, match=f"{name}: its rows stand for no claim"):
            queries.select_evidence(queries.find(name), queries.find(name).sparql)


def test_evidence_of_a_query_of_ones_own(sample_graph: Path) -> None:
    text = f"PREFIX kg: <{queries.KG}>\nSELECT ?claim\nWHERE {{ ?claim kg:about/a kg:ArmsTransfer }}\nORDER BY ?claim"
    result = kg("query", "-", "--graph", sample_graph, "--with-evidence", "--format", "csv", input=text)
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[0] == "claim,sentences"
    assert result.output.count("“") == 4


# --------------------------------------------------------------------------------------------------------- order

ANSWER = Answer(
    ("name", "count"),
    (
        {"name": Value("literal", "b"), "count": Value("literal", "9", XSD + "integer")},
        {"name": Value("literal", "A"), "count": Value("literal", "10", XSD + "integer")},
        {"name": Value("literal", "c")},
        {"name": Value("literal", "a"), "count": Value("literal", "9", XSD + "integer")},
    ),
)


@pytest.mark.parametrize(
    ("by", "names"),
    [("name", "Aabc"), ("-name", "cbaA"), ("count", "baAc"), ("-count", "Abac"), ("count,name", "abAc"), ("-count, -name", "AbaC")],
)
def test_order(by: str, names: str) -> None:
    assert "".join(row["name"].text for row in answers.order(ANSWER, by).rows).lower() == names.lower()


def test_order_by_a_column_that_is_not_there(sample_graph: Path) -> None:
    result = kg("query", "people", "--graph", sample_graph, "--order", "nmae")
    assert result.exit_code == 2
    assert "no column 'nmae'; the columns are article, name, role, of" in result.stderr


def test_the_limit_comes_after_the_order(sample_graph: Path) -> None:
    result = kg("query", "transfers", "--graph", sample_graph, "--order", "-article", "--limit", 1, "--format", "csv")
    assert result.output.splitlines()[1].startswith("second,")


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_rows_that_could_change_places_are_alike(name: str, graph: ox.Store) -> None:
    """Each question orders by all that tells its rows apart: rows that its ORDER BY takes for equal are equal."""
    question = QUESTIONS[name]
    sparql = queries.fill(question, {p.name: p.example for p in question.parameters if p.required}, graph)
    keys = re.findall(r"\?(\w+)", sparql[sparql.rindex("ORDER BY") :])
    seen: dict[tuple[object, ...], object] = {}

    def select_keys(line: re.Match[str]) -> str:
        return line[0] + "".join(f" ?{key}" for key in keys if f"?{key}" not in line[0].split())

    for row in queries.ask(graph, re.sub(r"(?m)^SELECT.*$", select_keys, sparql, count=1)).rows:
        assert seen.setdefault(tuple(row.get(key) for key in keys), row) == row


# ----------------------------------------------------------------------------------------------------- workbooks


def sheet_of(answer: Answer) -> openpyxl.worksheet.worksheet.Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(workbooks.to_xlsx(answer))).active
    assert sheet is not None
    return sheet


def test_a_workbook_keeps_kinds() -> None:
    cells = {
        "count": Value("literal", "11000", XSD + "integer"),
        "share": Value("literal", "2.5", XSD + "decimal"),
        "day": Value("literal", "2024-06-28", XSD + "date"),
        "told": Value("literal", "2024-06-28"),
        "month": Value("literal", "2024-06"),
        "sure": Value("literal", "true", XSD + "boolean"),
        "where": Value("uri", "https://example.org/a"),
        "id": Value("literal", "007"),
        "large": Value("literal", "12345678901234567890", XSD + "integer"),
        "odd": Value("literal", "2024-02-31"),
    }
    sheet = sheet_of(Answer((*cells, "empty"), (cells,)))
    head, row = sheet.iter_rows()
    assert [cell.value for cell in head] == [*cells, "empty"]
    day = datetime.datetime(2024, 6, 28)
    assert [cell.value for cell in row] == [
        11000, 2.5, day, day, "2024-06", True, "https://example.org/a", "007", "12345678901234567890", "2024-02-31", None,
    ]  # fmt: skip
    assert row[6].hyperlink is not None
    assert row[6].hyperlink.target == "https://example.org/a"
    assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "{=1}", "\t=1", "http://x/", "internal:A1"]
)
def test_nothing_becomes_a_formula_or_a_link(text: str) -> None:
    (cell,) = next(sheet_of(Answer((text,), ({text: Value("literal", text)},))).iter_rows(min_row=2))
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=40))
def test_text_stays_text(text: str) -> None:
    (cell,) = next(sheet_of(Answer(("text",), ({"text": Value("literal", text, language="en")},))).iter_rows(min_row=2))
    assert (cell.value or "") == text
    assert cell.data_type != "f"


def test_a_workbook_is_the_same_bytes_and_no_text(seeds_graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (kg("query", "transfers", "--graph", seeds_graph, "--format", "xlsx") for _ in range(2))
    assert first.stdout_bytes[:2] == b"PK"
    assert first.stdout_bytes == second.stdout_bytes
    with pytest.raises(QueryError, match="more than 32,767 characters"):
        workbooks.to_xlsx(Answer(("a",), ({"a": Value("literal", "x" * 40_000)},)))


# ----------------------------------------------------------------------------------------------- SPARQL of one's own


def test_ask_construct_and_describe(sample_graph: Path, tmp_path: Path) -> None:
    def own(text: str, *words: str) -> Result:
        return kg("query", "-", "--graph", sample_graph, *words, input=text)

    assert own("ASK { ?s ?p ?o }").output == "true\n"
    assert own("ASK { ?s ?p <x:none> }", "--format", "json").output == '{"head": {}, "boolean": false}\n'
    made = own("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }").output
    assert rdflib.Graph().parse(data=made).isomorphic(rdflib.Graph().parse(sample_graph))
    described = own("DESCRIBE <https://w3id.org/armsgraph/id/country/russia>").output
    assert "kg:Country" in described
    for text, words in (
        ("ASK { ?s ?p ?o }", ["--format", "xlsx"]),
        ("DESCRIBE <x:y>", ["--format", "csv"]),
        ("DESCRIBE <x:y>", ["--with-evidence"]),
        ("INSERT DATA { <x:a> <x:b> <x:c> }", []),
        ("SELECT", []),
    ):
        result = own(text, *words)
        assert result.exit_code == 2, text
        assert "; " in result.stderr
    text = "#+ params:\n#+   c:\n#+     type: country\nSELECT ?_c WHERE { VALUES ?_c { UNDEF } }"
    (tmp_path / "own.rq").write_text(text, "utf-8")
    assert "north-korea" in kg("query", tmp_path / "own.rq", "--graph", sample_graph, "--c", "DPRK", "--format", "csv").output
    (tmp_path / "broken.rq").write_bytes(b"\xff")
    assert kg("query", tmp_path / "broken.rq", "--graph", sample_graph).exit_code == 2


# --------------------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_what_is_shown_runs_in_another_store(name: str, seeds_graph: Path) -> None:
    needed = [word for p in QUESTIONS[name].parameters if p.required for word in (f"--{p.name}", p.example)]
    shown, asked = kg("query", name, "--show", *needed), kg("query", name, *needed, "--graph", seeds_graph, "--format", "json")
    assert shown.exit_code == asked.exit_code == 0, shown.stderr
    other = ox.Store()
    other.bulk_load(path=str(seeds_graph), format=ox.RdfFormat.TURTLE)
    assert answers.to_json(queries.ask(other, shown.stdout)) == asked.stdout


def test_names_are_shown_without_a_graph_where_the_vocabulary_has_them() -> None:
    for kind, value, iri in (
        ("country", "prk", "country/north-korea"),
        ("actor", "NATO", "organization/nato"),
        ("category", "cruise missile", "category/cruise-missile"),
        ("stage", "delivered", "stage/delivered"),
        ("treaty", "New START", "treaty/new-start"),
    ):
        assert str(queries.find_named("x", value, queries.CLASSES[kind], None)).endswith(f"{iri}>")
    with pytest.raises(QueryError, match="vocabulary has no Person named 'Nobody'; name with --graph"):
        queries.find_named("x", "Nobody", ("Person",), None)


def test_what_the_vocabulary_knows_is_no_unknown_name(sample_graph: Path) -> None:
    assert kg("query", "suppliers-of", "--recipient", "Fiji", "--graph", sample_graph).output.endswith("0 rows\n")
    wrong = kg("query", "suppliers-of", "--recipient", "Fijji", "--graph", sample_graph)
    assert "did you mean Fiji" in wrong.stderr


def test_a_name_of_two_is_told() -> None:
    twice = ox.Store()
    kind = "a <https://w3id.org/armsgraph/ontology#Organization>"
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    twice.load(f'<x:a> {kind}; {label} "Navy"@en. <x:b> {kind}; {label} "Navy"@en.'.encode(), format=ox.RdfFormat.TURTLE)
    with pytest.raises(QueryError, match="more than one Organization; give the address, <x:a> or <x:b>"):
        queries.find_named("x", "Navy", ("Organization",), twice)


@pytest.mark.parametrize(("value", "day"), [("2024", "2024-01-01"), ("2024-06", "2024-06-01"), ("2024-06-28", "2024-06-28")])
def test_a_month_is_its_first_day(value: str, day: str) -> None:
    assert f'"{day}"^^' in queries.fill(queries.find("changed-since"), {"since": value}, None)


# ----------------------------------------------------------------------------------------------------- injection

PARAMETERS = (*queries.CLASSES, *queries.LITERALS)
FORM = queries.parse(
    "form",
    "#+ params:\n"
    + "".join(f"#+   {kind}:\n#+     type: {kind}\n#+     default: \"\"\n" for kind in PARAMETERS)
    + "SELECT *\nWHERE {\n"
    + "".join(f"  VALUES ?_{kind} {{ UNDEF }}\n" for kind in PARAMETERS)
    + "}",
)
ADDRESS = st.from_regex(r"https?://[^ ]{0,30}", fullmatch=True)
VALUES = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(queries.CLASSES, ADDRESS) | {kind: st.text(max_size=60) | ADDRESS for kind in queries.LITERALS},
)


@settings(deadline=None)
@given(VALUES)
@example({"text": "VALUES ?_number { UNDEF }", "number": "5"})
@example({"text": 'a" } UNION { ?s ?p ?o', "iri": "x:y> } #"})
@example({"actor": "https://x/> } ?s ?p ?o #"})
@example({"text": "\ud800"})
@example({"number": "٣", "date": "٢٠٢٤-01-01"})
def test_no_value_changes_the_structure_of_a_query(values: dict[str, str]) -> None:
    """Whatever is given, the query stays a table of one row, whose cells are the terms that were given."""
    try:
        sparql = queries.fill(FORM, values, None)
    except QueryError:
        return
    (row,) = queries.ask(ox.Store(), sparql).rows
    assert set(row) == {f"_{kind}" for kind, value in values.items() if value}
    assert all(row[f"_{kind}"].text == values[kind] for kind in ("text", "iri", *queries.CLASSES) if values.get(kind))


@settings(deadline=None, max_examples=20)
@given(st.text(max_size=20))
def test_any_text_is_looked_up_as_a_name(value: str) -> None:
    """Looking a name up is a query too, whose structure no name changes."""
    small = ox.Store()
    small.add(ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), ox.Literal(f"a {value}")))
    small.update("INSERT { ?s a <https://w3id.org/armsgraph/ontology#Treaty> } WHERE { ?s ?p ?o }")
    assert queries.fill(FORM, {"treaty": f"a {value}"}, small).count("VALUES ?_treaty { <x:a> }") == 1
