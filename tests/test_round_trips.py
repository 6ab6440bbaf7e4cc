"""The vocabulary in other hands: owlready2, rdflib, Oxigraph, and the formats that editors open."""

from __future__ import annotations

import io
import re

import pyoxigraph as ox
import pytest
import rdflib

from kg import ontology
from kg.ontology import KG, Ontology
from tests.conftest import ROOT

FILES = sorted((ROOT / "ontology").glob("*.ttl"))
README = (ROOT / "ontology" / "README.md").read_text(encoding="utf-8")


def triples(data: bytes, format: ox.RdfFormat) -> set[str]:
    """Triples without blank nodes, whose names differ from parse to parse, and how many have one."""
    found = [q.triple for q in ox.parse(data, format, rename_blank_nodes=True)]
    blank = [t for t in found if isinstance(t.subject, ox.BlankNode) or isinstance(t.object, ox.BlankNode)]
    return {str(t) for t in found if t not in blank} | {f"{len(blank)} with blank nodes"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_rdflib_and_oxigraph_read_the_same(path) -> None:
    graph = rdflib.Graph().parse(path, format="turtle")
    again = graph.serialize(format="nt", encoding="utf-8")
    data = path.read_bytes()
    assert len(triples(again, ox.RdfFormat.N_TRIPLES)) == len(triples(data, ox.RdfFormat.TURTLE))


def test_the_readme_example_prints_the_kinds_of_organizations(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, flags=re.S)
    assert len([line for line in code.splitlines() if line]) == 3
    exec(code, {})
    assert "'Alliance'" in capsys.readouterr().out


def test_owlready2_has_the_classes_and_what_is_of_them(vocabulary: Ontology) -> None:
    world = vocabulary.world
    transfer, country = world[KG + "ArmsTransfer"], world[KG + "Country"]
    assert world[KG + "Event"] in transfer.is_a
    assert len(list(country.instances())) > 190
    assert {c.name for c in world.classes()} == set(vocabulary.classes)


def test_rdf_xml_holds_everything(vocabulary: Ontology) -> None:
    data = ontology.export(vocabulary, "owl")
    assert triples(data, ox.RdfFormat.RDF_XML) == triples(ontology.export(vocabulary, "nt"), ox.RdfFormat.N_TRIPLES)
    assert len(rdflib.Graph().parse(io.BytesIO(data), format="xml")) == len(set(vocabulary.quads))


def test_exports_are_the_same_bytes_each_time() -> None:
    assert ontology.export(ontology.load(), "ttl") == ontology.export(ontology.load(), "ttl")
