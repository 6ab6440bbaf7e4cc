"""Where the shipped files are: in the checkout while developing, in the installed package otherwise."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def ontology_folder() -> Path:
    """The folder of the vocabulary (``*.ttl``)."""
    return _shipped("ontology")


def shapes_file() -> Path:
    """The SHACL shapes that a built graph satisfies."""
    return ontology_folder() / "shapes.ttl"


def query_folder() -> Path:
    """The folder of the saved questions (``*.rq``)."""
    return _shipped("queries")


def pipeline_folder() -> Path:
    """The trained language pipeline, as spaCy writes it to disk."""
    return PACKAGE / "data" / "pipeline"


def furniture_file() -> Path:
    """The phrases of web pages that are no part of an article."""
    return PACKAGE / "data" / "furniture.toml"


def towns_file() -> Path:
    """The names of towns, in small letters without accents, one a line."""
    return PACKAGE / "data" / "towns.txt"


def flows_file() -> Path:
    """What the judge of flows has learnt (``kg.extractors.flows``)."""
    return PACKAGE / "data" / "flows.json.gz"


def offices_file() -> Path:
    """What has been learnt of whose an office is (``kg.extractors.offices.weights``)."""
    return PACKAGE / "data" / "offices.json.gz"


def encoder_file() -> Path:
    """The network that reads the words around goods and sides (``kg.extractors.flows.encoder``)."""
    return PACKAGE / "data" / "encoder" / "encoder.onnx"


def wordpieces_file() -> Path:
    """How the encoder's words are cut into pieces."""
    return PACKAGE / "data" / "encoder" / "tokenizer.json"


def _shipped(name: str) -> Path:
    packaged = PACKAGE / "data" / name
    return packaged if packaged.is_dir() else PACKAGE.parent / name
