"""Records to triples: addresses, no blank nodes, the same bytes, the shapes."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import addresses, linking, rdf, resources, store
from kg.errors import OntologyError
from kg.ontology import ID, KG, RDFS, Ontology
from kg.records import Actor, Reading
from tests import samples
from tests.conftest import ROOT


def turtle(readings: list[Reading], vocabulary: Ontology) -> bytes:
    return store.turtle(rdf.graph(linking.link(readings, vocabulary), vocabulary), rdf.PREFIXES)


def test_no_blank_nodes(seeds_graph: Path) -> None:
    for quad in store.load(seeds_graph):
        assert not isinstance(quad.subject, ox.BlankNode)
        assert not isinstance(quad.object, ox.BlankNode)


def test_order_of_reading_does_not_matter(vocabulary: Ontology) -> None:
    one, two = samples.readings()
    turned = replace(one, claims=one.claims[::-1])
    assert turtle([one, two], vocabulary) == turtle([two, turned], vocabulary)


def test_saying_it_twice_changes_nothing(vocabulary: Ontology) -> None:
    one, two = samples.readings()
    doubled = replace(one, claims=one.claims * 2, people=one.people * 2)
    assert turtle([one, two], vocabulary) == turtle([doubled, two], vocabulary)


def test_same_bytes_with_another_hash_seed(tmp_path: Path) -> None:
    script = (
        "import sys; sys.path.insert(0, '.')\n"
        "from kg import linking, ontology, rdf, store; from tests import samples\n"
        "vocabulary = ontology.load()\n"
        "triples = rdf.graph(linking.link(samples.readings(), vocabulary), vocabulary)\n"
        "sys.stdout.buffer.write(store.turtle(triples, rdf.PREFIXES))"
    )
    first, second = (
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    )
    assert first == second
    assert b"@prefix kg:" in first


@pytest.mark.parametrize("graph", ["seeds_graph", "sample_graph"])
def test_shapes_are_satisfied(graph: str, request: pytest.FixtureRequest) -> None:
    assert store.find_violations(request.getfixturevalue(graph), resources.shapes_file()) == []


def test_shapes_find_what_is_wrong(sample_graph: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    text = sample_graph.read_text(encoding="utf-8")
    broken.write_text(text.replace('kg:exact "Pyongyang denies sending shells." ;', ""), encoding="utf-8")
    assert any("Evidence quotes its words." in line for line in store.find_violations(broken, resources.shapes_file()))


def test_everything_has_one_english_label(seeds_graph: Path) -> None:
    graph = store.load(seeds_graph)
    label = ox.NamedNode(RDFS + "label")
    nodes = {q.subject for q in graph} | {q.predicate for q in graph if q.predicate.value.startswith(KG)}
    unlabelled = [n for n in nodes if len(list(graph.quads_for_pattern(n, label, None))) != 1]
    assert unlabelled == []


def test_what_the_graph_uses_is_declared(seeds_graph: Path, vocabulary: Ontology) -> None:
    declared = {t.subject.value for t in vocabulary_triples(vocabulary) if isinstance(t.subject, ox.NamedNode)}
    used = {q.predicate.value for q in store.load(seeds_graph) if q.predicate.value.startswith(KG)}
    assert used - declared == set()


def vocabulary_triples(vocabulary: Ontology) -> list[ox.Triple]:
    return vocabulary.quads


def test_quotes_are_the_text_between_the_offsets(vocabulary: Ontology) -> None:
    for reading in samples.readings():
        for claim in reading.claims:
            for evidence in claim.evidence:
                assert reading.article.text[evidence.start : evidence.end] == evidence.quote


def test_status_and_dispute_are_computed(sample_graph: Path) -> None:
    rows = store.select(
        store.load(sample_graph),
        f"PREFIX kg: <{KG}> SELECT ?stage ?disputed ?n "
        f"{{ ?t kg:recipient <{samples.RUSSIA.iri}> ; kg:status ?stage ; "
        "kg:disputed ?disputed ; kg:publisherCount ?n }",
    )
    (row,) = rows
    assert row["stage"].value == f"{ID}stage/delivered"
    assert (row["disputed"].value, row["n"].value) == ("true", "1")


def test_another_base_moves_every_address(vocabulary: Ontology) -> None:
    triples = rdf.graph(linking.link(samples.readings(), vocabulary), vocabulary, base_iri="https://example.org/x/")
    text = store.turtle(triples, {**rdf.PREFIXES, "id": "https://example.org/x/"})
    assert ID.encode() not in text
    assert b"@prefix id: <https://example.org/x/>" in text


def test_an_unknown_class_is_named(vocabulary: Ontology) -> None:
    one, _ = samples.readings()
    claim = replace(one.claims[0], claimants=(Actor("Wizard", "Merlin"),))
    with pytest.raises(OntologyError, match="kg:Wizard: no class of the ontology; declare it"):
        rdf.graph([replace(one, claims=(claim,))], vocabulary)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Kim Jong-un", "kim-jong-un"),
        ("Jan Lipavský", "jan-lipavsky"),
        ("U.S. Army", "us-army"),
        ("Putin’s office", "putins-office"),
        ("국방부", "국방부"),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    assert addresses.slug(text) == slug


def test_a_body_that_says_whose_it_is_keeps_its_name(vocabulary: Ontology) -> None:
    a = addresses.Addresses(vocabulary)
    assert a.organization("Ministry of Defense", "Ruritania").endswith("/ministry-of-defense-ruritania")
    assert a.organization("Ruritania Ministry of Defense", "Ruritania").endswith("/ruritania-ministry-of-defense")
