"""The documentation of the vocabulary: made of the files, whole, and in need of nothing from another host."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from tests.conftest import ROOT

FOLDER = ROOT / "ontology"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("docs")
    runpy.run_path(str(FOLDER / "scripts" / "documentation.py"))["main"](target)
    return target


def test_every_term_has_its_place(pages: Path, vocabulary) -> None:
    page = (pages / "index.html").read_text(encoding="utf-8")
    own = [entry for entry in vocabulary.classes.values() if "/armsgraph/" in entry.iri]
    assert [entry.name for entry in own if f'id="{entry.name.lower()}"' not in page.lower()] == []
    assert [name for name in vocabulary.roles if f'id="{name.lower()}"' not in page.lower()] == []


def test_the_diagram_leads_to_the_terms(pages: Path) -> None:
    page = (pages / "index.html").read_text(encoding="utf-8")
    (picture,) = re.findall(r"<svg xmlns.*?</svg>", page, flags=re.S)
    links = re.findall(r'href="#(\w+)"', picture)
    assert len(links) > 10
    assert [link for link in links if f'id="{link}"' not in page] == []


def test_pages_need_nothing_from_another_host(pages: Path) -> None:
    for path in pages.glob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert re.findall(r'(?:src|<link[^>]*href)="(?:https?:)?//[^"]*"', page) == [], path.name


def test_the_tutorial_shows_what_the_program_does() -> None:
    text = (FOLDER / "TUTORIAL.md").read_text(encoding="utf-8")
    extension = (ROOT / "tests" / "extensions" / "training.ttl").read_text(encoding="utf-8").splitlines()
    (line,) = re.findall(r"training\.ttl:(\d+): kg:evoke", text)
    assert "kg:evokes" in extension[int(line) - 1]
