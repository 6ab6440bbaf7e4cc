"""The README against the code: every question and command is there, and what it shows works."""

from __future__ import annotations

import re

import pytest

from kg import queries
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


def write_questions() -> None:
    """Write the README's list of questions anew."""
    rows = "".join(f"| `{q.name}` | {q.summary} |\n" for q in queries.load().values())
    table = f"<!-- questions -->\n\n| question | what it answers |\n|---|---|\n{rows}\n"
    text = re.sub(r"<!-- questions -->\n.*?(?=A question is a file)", lambda m: table, README, flags=re.S)
    (ROOT / "README.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_questions()
