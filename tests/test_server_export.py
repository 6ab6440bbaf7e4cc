"""The pages as files: whole, linked among themselves, the same each time, and never outside their folder."""

from __future__ import annotations

import posixpath
import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg import store
from kg.cli import main
from kg.errors import GraphError
from kg.server import export
from tests.test_server_pages import EVIL, ID, KG, LINES

LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
STRANGE = f"""
<{ID}person/../../../../strange> a <{KG}Person>, <{KG}Actor> ; <{LABEL}> "strange" .
<{ID}person/{"long" * 100}> a <{KG}Person>, <{KG}Actor> ; <{LABEL}> "long" .
<{ID}person/å%20ö> a <{KG}Person>, <{KG}Actor> ; <{LABEL}> "åö" .
"""


@pytest.fixture(scope="module")
def graph(sample_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("strange") / "graph.ttl"
    path.write_text(sample_graph.read_text(encoding="utf-8") + LINES + STRANGE, encoding="utf-8")
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_store_gives_the_pages_of_its_graph(sample_graph: Path, tmp_path: Path) -> None:
    held = store.load(sample_graph, into=ox.Store(str(tmp_path / "graph.store")))
    held.flush()
    del held
    for name, path in (("a", sample_graph), ("b", tmp_path / "graph.store")):
        export.write(str(path), str(tmp_path / name))
    one, other = (contents(tmp_path / name) for name in "ab")
    assert set(ox.parse(one.pop("graph.ttl"), ox.RdfFormat.TURTLE)) == set(ox.parse(other.pop("graph.ttl"), ox.RdfFormat.TURTLE))
    assert one == other


def test_every_link_leads_to_a_file(graph: Path, tmp_path: Path) -> None:
    count = export.write(str(graph), str(tmp_path / "a" / "site"))
    files = contents(tmp_path / "a" / "site")
    assert sum(name.endswith(".html") for name in files) == count > 60
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["site"]
    for name, data in files.items():
        if not name.endswith(".html"):
            continue
        text = data.decode()
        assert EVIL not in text
        assert "<form" not in text
        for address in map(unescape, re.findall(r'(?:href|src)="([^"]*)"', text)):
            if address.startswith(("http://", "https://")):
                continue
            target, _, fragment = address.partition("#")
            found = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(target))) if target else name
            assert found in files, (name, address)
            assert not fragment or f'id="{fragment}"' in files[found].decode(), (name, address)
    assert {"index.html", "map.html", "people.html", "id/country/ukraine.html", "graph.ttl"} <= set(files)
    assert b"supplier" in files["questions/transfers.csv"]


def test_the_same_graph_gives_the_same_files(graph: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        export.write(str(graph), str(tmp_path / name))
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_folder_with_something_in_it_is_left_alone(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("kept")
    with pytest.raises(GraphError, match="not empty; name a new folder"):
        export.write(str(graph), str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_the_command(graph: Path, tmp_path: Path) -> None:
    outcome = CliRunner().invoke(main, ["export", str(graph), "--site", str(tmp_path / "site")])
    assert outcome.exit_code == 0
    assert "pages" in outcome.output
    assert CliRunner().invoke(main, ["export", str(graph), "--site", str(tmp_path / "site")]).exit_code == 2


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "index.html"),
        ("/map?stage=sought", "map-stage-sought.html"),
        ("/people?words=&page=2", "people-page-2.html"),
        ("/questions/transfers.csv", "questions/transfers.csv"),
        ("/id/person/O%27Neill", "id/person/O=27=Neill.html"),
    ],
)
def test_names_of_files(path: str, name: str) -> None:
    assert export.file_of(path) == name


@pytest.mark.parametrize("path", ["/id/../../b", "/id/%2e%2e/b", "/id/..%2f..%2fb", "/id/a%00b", "/id/\\..\\b"])
def test_no_name_leads_out(path: str) -> None:
    found = export.file_of(path)
    assert ".." not in found.split("/")
    assert not set(found) & {"\0", "\\"}
    assert not found.startswith("/")
