"""The reasoner: silent on the shipped vocabulary, plain about what excludes itself; inferences are marked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg import linking, ontology, rdf, reasoning, store
from kg.errors import OntologyError
from kg.ontology import KG, Ontology
from tests import samples

HEAD = """@prefix kg: <https://w3id.org/armsgraph/ontology#> .
@prefix my: <https://example.org/my#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
COUNTRY = "https://w3id.org/armsgraph/id/country/"
# what is planted → what the message must name
CONTRADICTIONS = {
    "a class under two that exclude each other": (
        "my:Both a owl:Class ; rdfs:subClassOf kg:Alliance , kg:Person .\n",
        ["mine.ttl:5", "my:Both", "nothing can belong to it", "kg:Organization and kg:Person exclude each other",
         "kg:Alliance rdfs:subClassOf kg:Organization"],
    ),
    "a thing of two kinds": (
        f"<{COUNTRY}iran> a kg:Company .\n",
        ["country:iran", "kg:Country and kg:Organization exclude each other", "rdf:type kg:Company"],
    ),
    "a thing in a place that is not for it": (
        "my:pact a kg:Treaty ; kg:supplier my:me .\n",
        ["mine.ttl:5", "my:pact", "what has kg:supplier is a kg:ArmsTransfer", "rdf:type kg:Treaty"],
    ),
    "a restriction that its members break": (
        "my:Stateless a owl:Class ; rdfs:subClassOf\n"
        " [ a owl:Restriction ; owl:onProperty kg:country ; owl:maxCardinality 0 ] .\n"
        f"my:firm a my:Stateless ; kg:country <{COUNTRY}iran> .\nmy:innocent a kg:Company .\n",
        ["is inconsistent", "my:Stateless", "my:firm"],
    ),
}  # fmt: skip

needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java")


@needs_java
def test_the_shipped_vocabulary_is_consistent(vocabulary: Ontology) -> None:
    assert reasoning.find_contradictions(vocabulary) == []


@needs_java
@pytest.mark.parametrize("planted", CONTRADICTIONS)
def test_a_contradiction_is_found_and_explained(planted: str, tmp_path: Path) -> None:
    text, named = CONTRADICTIONS[planted]
    (tmp_path / "mine.ttl").write_text(HEAD + text, encoding="utf-8")
    (line,) = reasoning.find_contradictions(ontology.load([tmp_path / "mine.ttl"]))
    assert [part for part in named if part not in line] == []
    assert "my:innocent" not in line


def test_without_java_the_message_says_what_to_do(vocabulary: Ontology, monkeypatch: pytest.MonkeyPatch) -> None:
    import owlready2

    monkeypatch.setattr(owlready2, "JAVA_EXE", "/no/such/java")
    with pytest.raises(OntologyError, match="needs Java, which is not installed; install"):
        reasoning.find_contradictions(vocabulary)


# -------------------------------------------------------------------------------------------------------- inferences


def test_inferences_answer_questions_and_are_marked(tmp_path: Path, vocabulary: Ontology) -> None:
    linked = linking.link(samples.readings(), vocabulary)
    plain, more = rdf.graph(linked, vocabulary), rdf.graph(linked, vocabulary, infer=True)
    assert plain < more
    store.write(store.turtle(more, rdf.PREFIXES), tmp_path / "graph.ttl")
    graph = store.load(tmp_path / "graph.ttl")

    def ask(pattern: str) -> set[tuple[str, ...]]:
        head = f"PREFIX kg: <{KG}> PREFIX rdf: <{ontology.RDF}> PREFIX rdfs: <{ontology.RDFS}>"
        rows = store.select(graph, f"{head} SELECT ?a ?b WHERE {{ {pattern} ?x rdfs:label ?a . ?y rdfs:label ?b }}")
        return {(row["a"].value, row["b"].value) for row in rows}

    assert ask("?x kg:reportedSupplierOf ?y .") == {
        ("North Korea", "Russia"), ("North Korea", "Wagner Group"), ("Poland", "Ukraine"),
    }  # fmt: skip
    assert ("Poland", "United States") in ask("?x kg:allyOf ?y .")
    marked = ask("?i a kg:Inference ; kg:inferred true ; rdf:subject ?x ; rdf:predicate kg:allyOf ; rdf:object ?y .")
    assert marked == ask("?x kg:allyOf ?y .")


def test_a_country_stands_behind_its_company(vocabulary: Ontology) -> None:
    import pyoxigraph as ox

    def link(subject: str, predicate: str, value: str) -> ox.Triple:
        return ox.Triple(ox.NamedNode(subject), ox.NamedNode(KG + predicate), ox.NamedNode(value))

    event, firm = "https://example.org/t", "https://example.org/firm"
    found = reasoning.infer([link(event, "supplier", firm), link(firm, "country", COUNTRY + "norway")], vocabulary)
    assert [(i.subject, i.predicate, i.value) for i in found] == [(event, KG + "supplierCountry", COUNTRY + "norway")]
    assert found[0].rule == "kg:supplier / kg:country"
