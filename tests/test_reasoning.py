"""The reasoner: silent on the shipped vocabulary, plain about what excludes itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg import ontology, reasoning
from kg.ontology import Ontology

BOTH = """
@prefix kg: <https://w3id.org/armsgraph/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://example.org/my#Both> a owl:Class ; rdfs:label "both"@en ; rdfs:subClassOf kg:Country , kg:Person .
"""


@pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java")
def test_the_reasoner_finds_what_excludes_itself(tmp_path: Path, vocabulary: Ontology) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(BOTH, encoding="utf-8")
    assert reasoning.find_contradictions(vocabulary) == []
    (line,) = reasoning.find_contradictions(ontology.load([path]))
    assert line.startswith("Both: nothing can belong to it; ")
