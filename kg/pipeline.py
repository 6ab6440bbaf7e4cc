"""The flow, readable aloud: files → articles → readings → linked readings → graph."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg import articles, checks, linking, ontology, queries, rdf, reasoning, resources, store
from kg.errors import ArticleError, KgError
from kg.ontology import ID, Ontology
from kg.records import Article, Claim, Organization, Person, Reading, Treaty

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run has come to; ``errors`` are the articles that were skipped, each with the reason."""

    readings: tuple[Reading, ...]
    errors: tuple[str, ...]

    def counts(self) -> dict[str, int]:
        """How many things the graph holds, across all articles."""
        return {
            "articles": len(self.readings),
            "skipped": len(self.errors),
            "people": len({record.key() for r in self.readings for record in r.people}),
            "organizations": len({record.key() for r in self.readings for record in r.organizations}),
            "treaties": len({record.key() for r in self.readings for record in r.treaties}),
            "transfers": len({record.event.key() for r in self.readings for record in r.claims}),
            "claims": sum(len(r.claims) for r in self.readings),
        }


def build(
    paths: Iterable[Path | str],
    output: Path | str,
    *,
    ontology: Ontology,
    nlp: Language,
    base_iri: str = ID,
    infer: bool = False,
    decisions: Path | str | None = None,
    notice: Callable[[str], None] = lambda text: None,
) -> Outcome:
    """Read articles and write their graph as Turtle; ``notice`` is told the name of each article as it is begun.

    ``decisions`` is a table of what is the same: a user's lines in it are obeyed, and those of the rules written anew.
    """
    decided = linking.read_decisions(decisions) if decisions and Path(decisions).exists() else ()
    readings: list[Reading] = []
    errors: list[str] = []
    for found in read(paths, ontology=ontology, nlp=nlp, notice=notice):
        if isinstance(found, Reading):
            readings.append(linking.unite_within(found))
        else:
            errors.append(str(found))
    if not readings:
        raise ArticleError(errors[0] if errors else "no article was named; name files or folders")
    identities = linking.decide(map(linking.summarize, readings), ontology, decided)
    linked = tuple(linking.apply(reading, identities) for reading in sorted(readings, key=lambda r: r.article.id))
    triples = rdf.graph(linked, ontology, decisions=identities.decisions, base_iri=base_iri, infer=infer)
    store.write(store.turtle(triples, {**rdf.PREFIXES, "id": base_iri}), output)
    if decisions:
        store.write(linking.to_csv((*decided, *identities.rules())).encode(), decisions)
    return Outcome(linked, tuple(errors))


def read(
    paths: Iterable[Path | str], *, ontology: Ontology, nlp: Language, notice: Callable[[str], None] = lambda text: None
) -> Iterator[Reading | KgError]:
    """What each article says; what goes wrong with one article is its error, and the others are still read."""
    for found in articles.load(paths):
        if isinstance(found, ArticleError):
            yield found
            continue
        notice(found.id)
        try:
            yield read_article(found, ontology=ontology, nlp=nlp)
        except KgError as error:
            yield error
        except Exception as error:  # one article must not end the run of a thousand
            yield ArticleError(
                f"{found.source}: could not be read ({type(error).__name__}: {error}); this is a fault of the program, "
                "please report it with the article"
            )


def read_article(article: Article, *, ontology: Ontology, nlp: Language) -> Reading:
    """What one article says."""
    from kg import language
    from kg.extractors import EXTRACTORS, spans

    doc = language.read(nlp, article)
    spans.annotate(doc, ontology)
    records = [record for extractor in EXTRACTORS for record in extractor.extract(doc, ontology)]
    return Reading(
        article,
        tuple(record for record in records if isinstance(record, Person)),
        tuple(record for record in records if isinstance(record, Organization)),
        tuple(record for record in records if isinstance(record, Treaty)),
        tuple(record for record in records if isinstance(record, Claim)),
    )


def load_vocabulary(paths: Sequence[Path | str] = ()) -> Ontology:
    """The shipped vocabulary with the user's beside it, which must have no errors."""
    files = ontology.find_files(paths)
    checks.refuse(files)
    return Ontology(files)


def check_base_iri(base_iri: str) -> str:
    """The base as given, or an error where addresses could not stand behind it."""
    if not re.fullmatch(r"https?://[^/\s<>\"{}|\\^`]+/([^\s<>\"{}|\\^`]*[/#])?", base_iri):
        raise KgError(f"{base_iri}: no address that others can begin with; it looks like https://example.org/id/")
    return base_iri


def to_report(outcome: Outcome) -> str:
    """Counts, and each skipped article with its reason, as JSON."""
    document = {"counts": outcome.counts(), "skipped": list(outcome.errors)}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def explain(sentence: str, *, ontologies: Sequence[Path | str] = (), model: str | None = None) -> Iterator[str]:
    """How a sentence is read, as lines of text."""
    from kg import explanation, language

    article = articles.compose(
        id="sentence", source="", title="", publisher="", published="", byline=(), paragraphs=[("body", sentence)]
    )
    vocabulary = load_vocabulary(ontologies)
    return explanation.explain(language.read(language.load(model), article), vocabulary)


def infer(graph: Path | str, ontologies: Sequence[Path | str] = ()) -> Iterator[str]:
    """What follows from a built graph by the vocabulary's axioms, a line for each statement."""
    vocabulary = ontology.load(ontologies)
    for found in reasoning.infer((quad.triple for quad in store.load(graph)), vocabulary):
        subject, value = vocabulary.label(found.subject), vocabulary.label(found.value)
        yield f"inferred: {subject} kg:{ontology.name_of(found.predicate)} {value} (by {found.rule})"


def check(ontologies: Sequence[Path | str] = (), *, reason: bool = False, graph: Path | str | None = None) -> list[str]:
    """What is wrong with the vocabulary, and with a built graph where one is named, a line for each finding."""
    files = ontology.find_files(ontologies)
    found = checks.check(files)
    lines = [str(finding) for finding in found]
    if reason and not any(finding.severity == "error" for finding in found):
        lines += reasoning.find_contradictions(Ontology(files))
    if graph is not None:
        lines += store.find_violations(graph, resources.shapes_file())
        lines += queries.find_unwanted(store.load(graph))
    return lines
