"""Extensions in Turtle, end to end: words and events that the package does not know reach the graph and the answers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg import checks, language, ontology, pipeline, store
from kg.cli import main
from tests.conftest import ROOT

FOLDER = Path(__file__).parent / "extensions"
MY = "https://example.org/my#"


class Reader:
    """Builds the graph of some sentences with an extension, and asks it."""

    def __init__(self, nlp, folder: Path) -> None:
        self.nlp, self.folder = nlp, folder

    def build(self, extension: str, *sentences: str) -> Path:
        (self.folder / "article.txt").write_text("\n\n".join(sentences) + "\n", encoding="utf-8")
        graph = self.folder / "graph.ttl"
        vocabulary = ontology.load([FOLDER / f"{extension}.ttl"] if extension else [])
        pipeline.build([self.folder / "article.txt"], graph, ontology=vocabulary, nlp=self.nlp)
        return graph

    def ask(self, question: str | Path, *words: str) -> list[dict[str, str]]:
        command = ["query", str(question), "--graph", str(self.folder / "graph.ttl"), "--format", "json", *words]
        result = CliRunner().invoke(main, command)
        assert result.exit_code == 0, result.output
        rows = json.loads(result.output)["results"]["bindings"]
        return [{name: cell["value"] for name, cell in row.items()} for row in rows]


@pytest.fixture
def reader(nlp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setattr(language, "load", lambda path=None: nlp)
    return Reader(nlp, tmp_path)


def test_a_new_designation(reader: Reader) -> None:
    sentence = "Sweden has delivered twelve X-99 Kestrels to Poland."
    graph = reader.build("designation", sentence)
    (row,) = reader.ask("transfers")
    assert (row["supplier"], row["recipient"], row["category"], row["quantity"]) == ("Sweden", "Poland", "drones", "12")
    named = store.select(
        store.load(graph), f"SELECT ?d WHERE {{ ?e a <{ontology.KG}ArmsTransfer> ; <{ontology.KG}designation> ?d }}"
    )
    assert [r["d"].value for r in named] == [f"{ontology.ID}designation/x-99"]
    reader.build("", sentence)
    assert reader.ask("transfers") == []


def test_a_new_word_that_evokes_a_transfer(reader: Reader) -> None:
    by_word = f'SELECT ?e WHERE {{ ?e <{ontology.KG}rule> ?rule FILTER(STRSTARTS(?rule, "trigger barge")) }}'
    graph = reader.build("trigger", "Iran barged rifles to Yemen.", "Russian missiles were barged to Syria.")
    assert list(store.select(store.load(graph), by_word))
    found = {(r["supplier"], r["recipient"], r["category"], r["stage"]) for r in reader.ask("transfers")}
    assert found == {("Iran", "Yemen", "small-arms", "delivered"), ("Russia", "Syria", "missiles", "delivered")}
    graph = reader.build("", "Iran barged rifles to Yemen.")  # which the judge may guess, and say so
    assert not list(store.select(store.load(graph), by_word))


def test_a_new_kind_of_arms_transfer(reader: Reader) -> None:
    graph = reader.build("ring-exchange", "Germany compensated Slovakia with Leopard tanks.")
    (row,) = reader.ask("transfers")  # a ring exchange is an arms transfer, and answers say so
    assert (row["supplier"], row["recipient"], row["category"]) == ("Germany", "Slovakia", "armoured-vehicles")
    types = store.select(
        store.load(graph), f"SELECT ?e WHERE {{ ?e a <{MY}RingExchange>, <{ontology.KG}ArmsTransfer> }}"
    )
    assert len(list(types)) == 1


def test_the_finer_kind_goes_before_the_coarser(reader: Reader) -> None:
    graph = reader.build("ring-exchange", "Germany will backfill Greece with armoured vehicles.")
    kinds = store.select(store.load(graph), f"SELECT ?e WHERE {{ ?e a <{ontology.KG}ArmsTransfer> }}")
    assert len(list(kinds)) == 1
    finer = store.select(store.load(graph), f"SELECT ?e WHERE {{ ?e a <{MY}RingExchange> }}")
    assert len(list(finer)) == 1


@pytest.mark.parametrize(
    "sentence",
    ["Iran shipped missiles to Russia via Azerbaijan.", "Iran has sent Russia missiles through Azerbaijan."],
)
def test_a_new_participant(sentence: str, reader: Reader) -> None:
    graph = reader.build("transit", sentence)
    (row,) = reader.ask("transfers")
    assert (row["supplier"], row["recipient"]) == ("Iran", "Russia")
    asked = f"SELECT ?c WHERE {{ ?e <{MY}transitCountry>/<{ontology.RDFS}label> ?c }}"
    assert [r["c"].value for r in store.select(store.load(graph), asked)] == ["Azerbaijan"]


def test_military_training(reader: Reader) -> None:
    graph = reader.build(
        "training",
        "Britain has trained Ukrainian soldiers in trench warfare.",
        "Germany will train Ukrainian troops on Leopard tanks.",
        "South Korea refused to train Ukrainian soldiers.",
        "The United States denied that it had trained Cuban soldiers.",
    )
    found = [
        tuple(r.get(c, "") for c in ("trainer", "trainee", "subject", "stage", "stance"))
        for r in reader.ask(FOLDER / "who-trains-whom.rq")
    ]
    assert found == [
        ("Germany", "Ukraine", "Leopard tanks", "committed", "affirms"),
        ("South Korea", "Ukraine", "", "withheld", "affirms"),
        ("United Kingdom", "Ukraine", "trench warfare", "trained", "affirms"),
        ("United States", "Cuba", "", "trained", "denies"),
    ]
    assert reader.ask("transfers") == []
    assert not store.find_violations(graph, ROOT / "ontology" / "shapes.ttl")


def test_sanctions(reader: Reader) -> None:
    graph = reader.build(
        "sanctions",
        "The United States imposed an asset freeze on North Korea.",
        "The European Union has sanctioned Rosoboronexport.",
        "The United States lifted sanctions on Syria on Friday.",
        "Tokyo eased sanctions against Venezuela.",
        "Britain is considering sanctions against Iran.",
        "The United States sanctioned Defense Minister Sergei Shoigu.",
    )
    found = [
        tuple(r.get(c, "") for c in ("imposer", "target", "measure", "stage"))
        for r in reader.ask(FOLDER / "sanctions-on.rq")
    ]
    assert found == [
        ("European Union", "Rosoboronexport", "", "imposed"),
        ("Japan", "Venezuela", "", "eased"),
        ("United Kingdom", "Iran", "", "proposed"),
        ("United States", "North Korea", "asset freeze", "imposed"),
        ("United States", "Sergei Shoigu", "", "imposed"),
        ("United States", "Syria", "", "lifted"),
    ]
    (row,) = reader.ask(FOLDER / "sanctions-on.rq", "--target", "Syria")
    assert row["imposer"] == "United States"
    assert row["words"] == "The United States lifted sanctions on Syria on Friday."
    assert reader.ask("transfers") == []
    assert not store.find_violations(graph, ROOT / "ontology" / "shapes.ttl")


def test_all_extensions_together_leave_the_seeds_as_they_are(reader: Reader, seeds_graph: Path) -> None:
    """Words of other events do not disturb the reading of transfers."""
    graph = reader.folder / "graph.ttl"
    pipeline.build([ROOT / "seeds"], graph, ontology=ontology.load([FOLDER]), nlp=reader.nlp)
    asked = "SELECT ?s ?p ?o WHERE { ?s a <https://w3id.org/armsgraph/ontology#ArmsTransfer> ; ?p ?o }"
    rows = [{tuple(map(str, row)) for row in store.select(store.load(path), asked)} for path in (graph, seeds_graph)]
    assert rows[1] - rows[0] == set()


# ------------------------------------------------------------------------------------------------- what the README shows

README = (ROOT / "ontology" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "block", re.findall(r"```turtle\n(.*?)```", README, flags=re.S), ids=lambda block: block.split()[-2][-30:]
)
def test_what_the_readme_shows_is_sound(block: str, tmp_path: Path) -> None:
    (tmp_path / "my.ttl").write_text(block, encoding="utf-8")
    assert [str(finding) for finding in checks.check(ontology.find_files([tmp_path / "my.ttl"]))] == []


def test_the_members_of_an_alliance_at_a_date() -> None:
    (sparql,) = (block for block in re.findall(r"```sparql\n(.*?)```", README, flags=re.S) if "kg:Membership" in block)
    graph = store.load(ROOT / "ontology" / "organizations.ttl")
    countries = {ontology.name_of(row["country"].value) for row in store.select(graph, sparql)}
    assert {"united-states", "poland", "turkey"} < countries
    assert not {"finland", "romania", "russia"} & countries


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_the_readme_shows_the_example(path: Path) -> None:
    blocks = re.findall(r"```(?:turtle|sparql)\n(.*?)```", README, flags=re.S)
    assert path.read_text(encoding="utf-8") in blocks, f"ontology/README.md should show {path.name} as it is"
