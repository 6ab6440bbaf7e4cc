"""The README against the code: every question and command is there, and what it shows works."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest

from kg import answers, language, ontology, pipeline, queries, store
from kg.cli import main
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(queries.load()))
def test_every_question_is_listed(name: str) -> None:
    summary = queries.find(name).summary
    assert f"| `{name}` | {summary} |" in README, "run `python -m tests.test_readme` to write the list anew"


def test_every_command_in_the_readme_exists() -> None:
    named = set(re.findall(r"\bkg ([a-z]+)\b", README)) - {"import"}
    assert named <= set(main.commands), named


def test_the_lines_of_python_run(seeds_graph: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(seeds_graph.parent)
    names: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", README, flags=re.S):
        exec(block, names)
    assert "United States ammunition committed\n" in capsys.readouterr().out
    assert {"supplier", "sentences"} <= set(names["frame"].columns)  # type: ignore[attr-defined]


def write() -> None:
    """Write the README's list of questions and its table anew."""
    from tests.conftest import SEEDS

    rows = "".join(f"| `{q.name}` | {q.summary} |\n" for q in queries.load().values())
    listed = f"<!-- questions -->\n\n| question | what it answers |\n|---|---|\n{rows}\n"
    text = re.sub(r"<!-- questions -->\n.*?(?=A question is a file)", lambda m: listed, README, flags=re.S)
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "graph.ttl"
        pipeline.build([SEEDS], graph, ontology=ontology.load(), nlp=language.load())
        answer = queries.ask(store.load(graph), queries.find("who-supplied-what").sparql)
    # Rows that differ: who is denied, what is only sought, what is promised.
    first = [next((r for r in answer.rows if r["denied_by"].text and r["by_whose_word"].text), None)]
    first += [
        next((r for r in answer.rows if r["stage"].text == s), None) for s in ("delivered", "committed", "sought")
    ]
    shown = answers.Answer(answer.columns, tuple(row for row in first if row is not None))
    table = answers.to_table(shown, width=150).rsplit("\n", 2)[0]
    text = re.sub(
        r"<!-- table -->\n```text\n.*?```", lambda m: f"<!-- table -->\n```text\n{table}\n```", text, flags=re.S
    )
    (ROOT / "README.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
