"""The saved questions: found, described by their headers, filled with parameters, asked.

A question is a file ``queries/NAME.rq``, valid SPARQL as it stands, headed by ``#+`` lines::

    #+ summary: Who supplies a country
    #+ tags:
    #+   - parties
    #+ params:
    #+   recipient:
    #+     type: actor
    #+     default: (without one the parameter must be given)
    #+     example: Ukraine

A parameter ``recipient`` is a line ``VALUES ?_recipient { UNDEF }``; asking fills the braces with one serialized term,
so that a value is never pasted as text.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg import resources, store
from kg.answers import Answer, Value
from kg.errors import QueryError
from kg.letters import bare

KG = "https://w3id.org/armsgraph/ontology#"

# Parameter type → the classes whose instances it may name. Other types (text, number, date) are literals.
CLASSES: Mapping[str, tuple[str, ...]] = {
    "actor": ("Country", "Organization", "Person"),
    "country": ("Country",),
    "organization": ("Organization",),
    "person": ("Person",),
    "treaty": ("Treaty",),
    "category": ("WeaponCategory",),
    "designation": ("WeaponDesignation",),
    "stage": ("Stage",),
    "article": ("Article",),
}
LITERALS = ("text", "number", "date", "iri")
# How many near names an unknown one is answered with.
SUGGESTIONS = 5


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

    @property
    def group(self) -> str:
        return self.tags[0] if self.tags else "other"


# ---------------------------------------------------------------------------------------------------- questions


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
        right = f"did you mean {_alternatives(near)}" if near else "`kg query` lists the questions"
        raise QueryError(f"{name}: no such question; {right}")
    return read(path)


def read(path: Path) -> Question:
    """One question from its file."""
    text = path.read_text(encoding="utf-8")
    header = parse_header([line[2:].rstrip() for line in text.splitlines() if line.startswith("#+")])
    params = header.get("params", {})
    tags = header.get("tags", {})
    return Question(
        path.stem,
        str(header.get("summary", path.stem)),
        str(header.get("description", "")),
        tuple(tags) if isinstance(tags, dict) else (str(tags),),
        tuple(_parameter(name, entry) for name, entry in params.items()) if isinstance(params, dict) else (),
        text,
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


# --------------------------------------------------------------------------------------------------- parameters


def fill(question: Question, given: Mapping[str, str], graph: ox.Store | None) -> str:
    """The question's SPARQL with its parameters in place; names are looked up in the graph."""
    known = {parameter.name: parameter for parameter in question.parameters}
    for name in given:
        if name not in known:
            right = f"it takes {_alternatives([f'--{n}' for n in known])}" if known else "it takes none"
            raise QueryError(f"{question.name}: no parameter --{name}; {right}")
    sparql = question.sparql
    for parameter in question.parameters:
        value = given.get(parameter.name) or parameter.default
        if value is None:
            right = f"for example --{parameter.name} {_quoted(parameter.example)}"
            raise QueryError(f"{question.name}: --{parameter.name} is missing; {right}")
        if not value:
            continue
        term = _resolve(question.name, parameter, value, graph)
        line = re.compile(rf"(VALUES\s+\?_{re.escape(parameter.name)}\s*\{{)[^{{}}]*(\}})")
        sparql, count = line.subn(lambda m, t=term: f"{m[1]} {t} {m[2]}", sparql)  # type: ignore[misc]
        if not count:
            raise QueryError(
                f"{question.name}: declares the parameter {parameter.name} without using it; "
                f"the query needs a line VALUES ?_{parameter.name} {{ UNDEF }}"
            )
    return sparql


def _resolve(where: str, parameter: Parameter, value: str, graph: ox.Store | None) -> ox.NamedNode | ox.Literal:
    where = f"{where}: --{parameter.name}"
    if parameter.kind not in (*CLASSES, *LITERALS):
        raise QueryError(
            f"{where}: has the unknown type {parameter.kind!r}; it can be {_alternatives([*CLASSES, *LITERALS])}"
        )
    if parameter.kind == "text":
        return ox.Literal(value)
    if parameter.kind == "number":
        if not re.fullmatch(r"-?\d+(\.\d+)?", value):
            raise QueryError(f"{where}: {value!r} is no number; for example {parameter.example or 100}")
        return ox.Literal(int(value)) if "." not in value else ox.Literal(value, datatype=_xsd("decimal"))
    if parameter.kind == "date":
        try:
            return ox.Literal(datetime.date.fromisoformat(value).isoformat(), datatype=_xsd("date"))
        except ValueError:
            raise QueryError(
                f"{where}: {value!r} is no date; for example {parameter.example or '2024-06-28'}"
            ) from None
    if re.match(r"https?://", value) or parameter.kind == "iri":
        try:
            return ox.NamedNode(value)
        except ValueError:
            raise QueryError(f"{where}: {value!r} is no IRI; for example {parameter.example}") from None
    if graph is None:
        raise QueryError(f"{where}: {value!r} is a name, which only a graph can look up; give --graph, or the IRI")
    return find_named(where, value, CLASSES[parameter.kind], graph)


def find_named(where: str, value: str, classes: Iterable[str], graph: ox.Store) -> ox.NamedNode:
    """The node that a label, another name or a code stands for."""
    names: dict[str, dict[str, str]] = {}
    for iri, name in _names(classes, graph):
        names.setdefault(fold(name), {})[iri] = name
    found = names.get(fold(value), {})
    if not found and names:
        close = difflib.get_close_matches(fold(value), names, n=SUGGESTIONS, cutoff=0.5)
        near = list(dict.fromkeys(name for key in close for name in names[key].values()))
        right = f"did you mean {_alternatives(near)}" if near else f"for example {next(iter(sorted(names)))}"
        raise QueryError(
            f"{where}: the graph has no {' or '.join(classes)} named {value!r}; {right}".replace("\n", " ")
        )
    if not found:
        raise QueryError(f"{where}: the graph has no {' or '.join(classes)} at all; ask another graph")
    # A main label is asked for before other names and codes, and one address before another in their order.
    return ox.NamedNode(min(found))


def _names(classes: Iterable[str], graph: ox.Store) -> Iterator[tuple[str, str]]:
    wanted = " ".join(f"<{KG}{name}>" for name in classes)
    naming = "rdfs:label|skos:prefLabel|skos:altLabel|skos:notation|kg:officialName|kg:iso3166alpha2|kg:iso3166alpha3"
    sparql = f"""PREFIX kg: <{KG}>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT DISTINCT ?node ?name WHERE {{ VALUES ?class {{ {wanted} }} ?node a ?class ; {naming} ?name }}"""
    for row in store.select(graph, sparql):
        node, name = row["node"], row["name"]
        if isinstance(node, ox.NamedNode) and isinstance(name, ox.Literal):
            yield node.value, name.value


def fold(text: str) -> str:
    """The form in which names are compared: no case, accents, punctuation or leading article."""
    text = bare(text).casefold()
    return re.sub(r"^(the|a|an) ", "", " ".join(re.sub(r"[^\w]+", " ", text.replace(".", "").replace("'", "")).split()))


def _xsd(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"http://www.w3.org/2001/XMLSchema#{name}")


def _alternatives(names: Iterable[str]) -> str:
    names = list(names)
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else "none"


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text


# ---------------------------------------------------------------------------------------------------------- ask


def ask(graph: ox.Store, sparql: str, *, limit: int | None = None) -> Answer:
    """The rows of a query over a graph."""
    solutions = store.select(graph, sparql)
    columns = tuple(variable.value for variable in solutions.variables)
    rows: list[dict[str, Value]] = []
    for solution in solutions:
        if limit is not None and len(rows) >= limit:
            break
        rows.append({name: _value(solution[name]) for name in columns if solution[name] is not None})
    return Answer(columns, tuple(rows))


def _value(term: object) -> Value:
    if isinstance(term, ox.NamedNode):
        return Value("uri", term.value)
    if isinstance(term, ox.Literal):
        plain = term.language or term.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
        return Value("literal", term.value, "" if plain else term.datatype.value, term.language or "")
    return Value("bnode", str(term).removeprefix("_:"))


def find_unwanted(graph: ox.Store, folder: Path | None = None) -> list[str]:
    """What the questions of ``queries/checks`` find, which should be nothing, a line for each row."""
    lines = []
    for question in load(folder or resources.query_folder() / "checks").values():
        answer = ask(graph, question.sparql)
        for row in answer.rows:
            shown = ", ".join(row[name].text for name in answer.columns if name in row)
            lines.append(f"{shown}: {question.summary[:1].lower()}{question.summary[1:]}; {question.description}")
    return lines


# ------------------------------------------------------------------------------------------------------- a node


def describe(iri: str, graph: ox.Store) -> Iterator[str]:
    """What a graph says of an address and what it says with it, as lines of text; evidence is quoted."""
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        raise QueryError(f"{iri}: is no address; name one of the graph, such as id:transfer/… in full") from None
    said = [(q.predicate.value, q.object, "") for q in graph.quads_for_pattern(node, None, None)]
    said += [(q.predicate.value, q.subject, "is … of") for q in graph.quads_for_pattern(None, None, node)]
    if not said:
        raise QueryError(f"{iri}: the graph does not hold it; `kg query --format json` prints addresses that it holds")
    yield f"{_label(node, graph)}  <{iri}>"
    for predicate, term, turned in sorted(said, key=lambda entry: (entry[2], entry[0], str(entry[1]))):
        name = turned.replace("…", _last(predicate)) or _last(predicate)
        yield f"  {name:24} {_shown(term, graph)}"


def _shown(term: object, graph: ox.Store) -> str:
    if not isinstance(term, ox.NamedNode):
        return term.value if isinstance(term, ox.Literal) else str(term)
    quotes = [q.object.value for q in graph.quads_for_pattern(term, ox.NamedNode(KG + "exact"), None)]  # type: ignore[union-attr]
    words = f"“{quotes[0]}”" if quotes else _label(term, graph)
    return f"{words}  <{term.value}>"


def _label(node: ox.NamedNode, graph: ox.Store) -> str:
    named = graph.quads_for_pattern(node, ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), None)
    return min((q.object.value for q in named if isinstance(q.object, ox.Literal)), default=_last(node.value))


def _last(iri: str) -> str:
    return iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]


# ----------------------------------------------------------------------------------------------------- catalogue


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
                example = f"--{parameter.name} {_quoted(parameter.example)}"
                lines.append(f"  {'':{width}}    {example}{need}")
        lines.append("")
    lines.append("kg query NAME --graph GRAPH.ttl [--format table|csv|tsv|json|markdown|html] [--limit N] [--show]")
    return "\n".join(lines) + "\n"
