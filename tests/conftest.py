"""What several tests share: the shipped vocabulary and pipeline, and the graph of the seeds, made once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from kg import language, linking, ontology, pipeline, rdf, store
from kg.ontology import Ontology
from kg.records import Reading
from tests import samples

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"


@pytest.fixture(scope="session")
def vocabulary() -> Ontology:
    return ontology.load()


@pytest.fixture(scope="session")
def nlp():
    return language.load()


@pytest.fixture(scope="session")
def seeds_graph(tmp_path_factory: pytest.TempPathFactory, vocabulary: Ontology, nlp) -> Path:
    """The Turtle that `make graph` writes."""
    path = tmp_path_factory.mktemp("seeds") / "graph.ttl"
    pipeline.build([SEEDS], path, ontology=vocabulary, nlp=nlp)
    return path


@pytest.fixture(scope="session")
def sample_graph(tmp_path_factory: pytest.TempPathFactory, vocabulary: Ontology) -> Path:
    """The graph of readings made by hand."""
    return _written(linking.link(samples.readings(), vocabulary), vocabulary, tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def dealt_graph(tmp_path_factory: pytest.TempPathFactory, vocabulary: Ontology) -> Path:
    """The graph of what the seeds lack."""
    return _written([samples.dealt()], vocabulary, tmp_path_factory.mktemp("dealt"))


def _written(readings: Sequence[Reading], vocabulary: Ontology, folder: Path) -> Path:
    path = folder / "graph.ttl"
    store.write(store.turtle(rdf.graph(readings, vocabulary), rdf.PREFIXES), path)
    return path
