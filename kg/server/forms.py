"""The pages of the saved questions: a form for the parameters, and the answer below it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from kg import queries
from kg.answers import Answer, Value
from kg.queries import Question
from kg.server.entities import Link
from kg.server.graph import Graph
from kg.server.pages import Page, Site
from kg.server.transfers import DENIED

# As many rows of an answer are shown on a page; the file that can be downloaded has all. As many names complete a field.
SHOWN, NAMES = 500, 2000
BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"


@dataclass(frozen=True)
class Forms:
    """The questions over one graph."""

    site: Site

    @cached_property
    def questions(self) -> dict[str, Question]:
        return queries.load()

    @property
    def graph(self) -> Graph:
        return self.site.graph

    def catalogue(self) -> Page:
        """All questions, by what they are about."""
        groups: dict[str, list[Question]] = {}
        for question in self.questions.values():
            groups.setdefault(question.group, []).append(question)
        return Page("/questions", "Questions", "questions.html", {"groups": sorted(groups.items())})

    def page(
        self,
        question: Question,
        given: Mapping[str, str],
        *,
        reason: str = "",
        status: int = 200,
        answer: Answer | None = None,
        sparql: str = "",
    ) -> Page:
        """One question, with its answer or the reason why there is none."""
        rows = answer.rows if answer else ()
        columns = answer.columns if answer else ()
        filling = {
            "question": question,
            "given": given,
            "names": {p.name: self._names(p.kind) for p in question.parameters},
            "reason": reason,
            "columns": columns,
            "rows": [[(name, self._cell(name, row.get(name))) for name in columns] for row in rows[:SHOWN]],
            "total": len(rows),
            "permalink": ("?" + "&".join(f"{k}={quote(v, safe='')}" for k, v in sorted(given.items())))
            if given
            else "",
            "sparql": sparql,
            "stages": (*self.site.ledger.stages, DENIED),
        }
        return Page(f"/questions/{question.name}", question.summary, "question.html", filling, status)

    def _names(self, kind: str) -> list[str]:
        """What completes a field: the labels of the things that it may name."""
        if kind not in self._completions:
            iris = [iri for name in queries.CLASSES.get(kind, ()) for iri in self.graph.instances(queries.KG + name)]
            words = self.graph.notation if kind in ("stage", "category") else self.graph.label
            self._completions[kind] = sorted({words(iri) for iri in iris})[:NAMES]
        return self._completions[kind]

    @cached_property
    def _completions(self) -> dict[str, list[str]]:
        return {}

    def _cell(self, column: str, value: Value | None) -> Link:
        if value is None:
            return Link("")
        if value.kind == "uri":
            return Link(self.graph.label(value.text), self.graph.path(value.text))
        article = f"{self.graph.base}article/{value.text}"
        if column == "article" and self.graph.holds(article):
            return Link(self.graph.label(article), self.graph.path(article))
        if value.datatype == BOOLEAN:
            return Link("yes" if value.text == "true" else "no")
        return Link(value.text.replace("|", ", "))
