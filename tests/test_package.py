"""A wheel, installed where no checkout is, reads and answers."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, SEEDS

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "build", "--wheel", "-o", str(folder), str(ROOT)], check=True)
    (found,) = folder.glob("*.whl")
    return found


def test_what_the_wheel_holds(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    read = ("ontology/armsgraph.ttl", "queries/transfers.rq", "pipeline/config.cfg", "furniture.toml")
    for part in (*read, "site/templates/page.html", "site/static/yasgui/yasgui.min.js", "site/static/yasgui/LICENSE.txt"):
        assert f"kg/data/{part}" in names
    assert len(names) == len(set(names))
    assert wheel.stat().st_size < 60e6


def test_it_works_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    subprocess.run([tmp_path / "env/bin/pip", "install", "--quiet", str(wheel)], check=True)
    kg = tmp_path / "env/bin/kg"
    built = subprocess.run(
        [kg, "build", SEEDS, "-o", "graph.ttl"], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert "5 articles, 0 skipped" in built.stdout
    asked = subprocess.run(
        [kg, "query", "who-supplied-what", "--graph", "graph.ttl"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    assert "North Korea" in asked.stdout
