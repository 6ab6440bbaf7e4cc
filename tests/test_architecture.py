"""The floors: a module imports only from below, so that no change can come back from above."""

from __future__ import annotations

import ast
import graphlib
from pathlib import Path

import pytest

from tests.conftest import ROOT

# The modules of one package that a name here stands for ("server") may import each other, as long as there is no cycle.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("kg", "errors", "resources", "records", "letters", "odds", "packed", "reports"),
    ("files", "sorting", "processes"),
    ("answers", "ontology", "values", "store", "remote", "furniture", "language", "progress"),
    ("extractors.syntax", "extractors.stages", "extractors.completion", "extractors.evidence", "extractors.quotations"),
    ("copies", "endpoints", "workbooks", "imprint", "sources", "gazetteer", "addresses"),
    ("extractors.mending", "extractors.cues", "extractors.matches"),
    ("targets", "extractors.arguments", "extractors.actors", "extractors.asides"),
    ("pages", "reasoning", "loading", "queries", "checks", "linking", "extractors.items", "extractors.names"),
    ("readers", "extractors.attribution", "extractors.forms", "extractors.voices", "extractors.triggers"),
    ("extractors.counts", "extractors.times", "extractors.kinds"),
    ("extractors.fills", "matching"),
    ("extractors.descriptions", "extractors.references"),
    ("articles", "rdf", "evaluation", "extractors.offices", "extractors.goods", "extractors.parties", "extractors.factuality"),
    ("extractors.candidates", "extractors.claimants", "extractors.topics", "extractors.sides", "extractors.pairs"),
    ("extractors.spans", "extractors.frames", "extractors.standing", "server"),
    ("extractors.people", "extractors.organizations", "extractors.treaties", "extractors.events", "extractors.denials",
     "extractors.flows"),
    ("extractors.contradictions",),
    ("extractors.transfers",),
    ("extractors",),
    ("explanation", "reading", "api"),
    ("pipeline",),
    ("cli",),
    ("__main__",),
)
PACKAGES = tuple(
    "checks server extractors.flows extractors.mending extractors.names extractors.offices extractors.treaties linking ontology "
    "queries rdf readers reading values".split()
)
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}
# Where RDF and spaCy may be spoken.
RDF = set("api copies ontology sources checks reasoning rdf store endpoints loading targets evaluation matching".split())
RDF_ROOMS = ("checks", "ontology", "queries", "rdf", "server")
RDF_PACKAGES = {"rdflib", "pyoxigraph", "owlready2", "pyshacl", "oxrdflib"}

MODULES = [path for path in sorted((ROOT / "kg").rglob("*.py")) if "data" not in path.parts]


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT / "kg").with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__") or "kg"


def imports(path: Path, *, only_at_start: bool = False) -> set[str]:
    """What a module imports, as dotted names; ``if TYPE_CHECKING`` counts for nothing."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing = {
        id(n)
        for b in ast.walk(tree)
        if isinstance(b, ast.If) and ast.unparse(b.test) == "TYPE_CHECKING"
        for n in ast.walk(b)
    }
    found: set[str] = set()
    for node in tree.body if only_at_start else ast.walk(tree):
        if id(node) in typing:
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def stands_for(name: str) -> str:
    return next((package for package in PACKAGES if name == package or name.startswith(package + ".")), name)


NAMES = {name_of(path) for path in MODULES}


def modules_imported(path: Path) -> set[str]:
    """The project's modules that a module imports: `from kg.a import b` is `a.b` where that is a module, else `a`."""
    names = (name.removeprefix("kg.") for name in imports(path) if name.startswith("kg."))
    return {name if name in NAMES else name.rpartition(".")[0] or "kg" for name in names}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_from_lower_floors(path: Path) -> None:
    name = stands_for(name_of(path))
    assert name in FLOOR, f"{name} stands on no floor; add it to FLOORS"
    others = {stands_for(other) for other in modules_imported(path)} - ({name} if name in PACKAGES else set())
    assert {other for other in others if FLOOR[other] >= FLOOR[name]} == set()


def test_there_is_no_cycle() -> None:
    graphlib.TopologicalSorter({name_of(path): modules_imported(path) for path in MODULES}).prepare()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_rdf_and_spacy_stay_where_they_belong(path: Path) -> None:
    name = name_of(path)
    packages = {imported.split(".")[0] for imported in imports(path)}
    assert name in RDF or name.startswith(RDF_ROOMS) or not packages & RDF_PACKAGES
    assert name == "language" or name.startswith("extractors") or "spacy" not in packages


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_heavy_packages_are_imported_where_they_are_needed(path: Path) -> None:
    packages = {imported.split(".")[0] for imported in imports(path, only_at_start=True)}
    heavy = {"spacy", "owlready2", "rdflib", "pyshacl", "rich"}
    assert not packages & (heavy | {"trafilatura", "warcio", "zstandard", "pypdf", "py3langid", "charset_normalizer"})


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring
    assert docstring.splitlines()[0].endswith((".", ":"))
