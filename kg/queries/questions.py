"""The saved questions: found by name or file, and described by their headers.

A question is a file ``queries/NAME.rq``, valid SPARQL as it stands, headed by ``#+`` lines::

    #+ summary: Who supplies a country
    #+ tags:
    #+   - parties
    #+ params:
    #+   recipient:
    #+     type: actor
    #+     default: (without one the parameter must be given)
    #+     example: Ukraine
    #+ evidence: claim  (the variable that holds what a row rests on; leave it out where rows only count)
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg import resources
from kg.errors import QueryError
from kg.queries.wording import SUGGESTIONS, alternatives, quoted


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a question; ``required`` where the header gives no default."""

    name: str
    kind: str
    example: str = ""
    description: str = ""
    default: str | None = None

    @property
    def required(self) -> bool:
        return self.default is None


@dataclass(frozen=True, slots=True)
class Question:
    """One saved question."""

    name: str
    summary: str
    description: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    sparql: str
    evidence: str = ""  # the variable that holds what a row rests on, "" where none does

    @property
    def group(self) -> str:
        return self.tags[0] if self.tags else "other"


def load(folder: Path | None = None) -> dict[str, Question]:
    """All questions of a folder, by name."""
    folder = folder or resources.query_folder()
    return {path.stem: read(path) for path in sorted(folder.glob("*.rq"))}


def find(name: str, folder: Path | None = None) -> Question:
    """The question of that name, or of that file where the name is a path that ends in .rq."""
    if name.endswith(".rq"):
        if not Path(name).is_file():
            raise QueryError(f"{name}: no such file; name a question, or a file that holds one")
        return read(Path(name))
    folder = folder or resources.query_folder()
    path = folder / f"{name}.rq"
    if "/" in name or not path.is_file():
        names = sorted(p.stem for p in folder.glob("*.rq"))
        near = difflib.get_close_matches(name, names, n=SUGGESTIONS, cutoff=0.4)
        right = f"did you mean {alternatives(near)}" if near else "`kg query` lists the questions"
        raise QueryError(f"{name}: no such question; {right}")
    return read(path)


def read(path: Path) -> Question:
    """One question from its file."""
    try:
        return parse(path.stem, path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise QueryError(f"{path}: is not text in UTF-8; a question is SPARQL") from None
    except OSError as error:
        raise QueryError(f"{path}: cannot be read ({error.strerror or error}); name a file that holds a question") from None


def parse(name: str, text: str) -> Question:
    """A question from its text."""
    header = parse_header([line[2:].rstrip() for line in text.splitlines() if line.startswith("#+")])
    params = header.get("params", {})
    tags = header.get("tags", {})
    return Question(
        name,
        str(header.get("summary", name)),
        str(header.get("description", "")),
        tuple(tags) if isinstance(tags, dict) else (str(tags),),
        tuple(_parameter(name, entry) for name, entry in params.items()) if isinstance(params, dict) else (),
        text,
        str(header.get("evidence", "")),
    )


Header = dict[str, "str | Header"]


def parse_header(lines: Iterable[str]) -> Header:
    """The part of YAML that headers use: ``key: value`` nested by indentation, and lists of plain items as keys."""
    root: Header = {}
    stack: list[tuple[int, Header]] = [(-1, root)]
    for line in lines:
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip())
        entry = line.strip().removeprefix("- ")
        while stack[-1][0] >= indent:
            stack.pop()
        key, _, value = (part.strip() for part in entry.partition(":"))
        if value or not entry.endswith(":"):
            stack[-1][1][key] = value.strip("\"'") if value != '""' else ""
        else:
            below: Header = {}
            stack[-1][1][key] = below
            stack.append((indent, below))
    return root


def _parameter(name: str, entry: str | Header) -> Parameter:
    fields = {key: str(value) for key, value in entry.items()} if isinstance(entry, dict) else {}
    return Parameter(
        name,
        fields.get("type", "text"),
        fields.get("example", ""),
        fields.get("description", ""),
        fields.get("default"),
    )


def to_catalogue(questions: Mapping[str, Question]) -> str:
    """All questions by group, each with its parameters."""
    groups: dict[str, list[Question]] = {}
    for question in questions.values():
        groups.setdefault(question.group, []).append(question)
    width = max(map(len, questions), default=0)
    lines = []
    for group in sorted(groups):
        lines.append(group)
        for question in groups[group]:
            lines.append(f"  {question.name:{width}}  {question.summary}")
            for parameter in question.parameters:
                need = "" if parameter.required else " (optional)"
                example = f"--{parameter.name} {quoted(parameter.example)}"
                lines.append(f"  {'':{width}}    {example}{need}")
            if question.evidence:
                lines.append(f"  {'':{width}}    --with-evidence (optional)")
        lines.append("")
    lines.append("kg query NAME --graph GRAPH.ttl [--PARAMETER VALUE] [--format …] [--order COLUMN] [--with-evidence] [--show]")
    return "\n".join(lines) + "\n"
