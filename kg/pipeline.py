"""The flow, readable aloud: files → articles → readings → linked readings → graph."""

from __future__ import annotations

import contextlib
import functools
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent import futures
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg import articles, checks, linking, ontology, queries, rdf, reasoning, resources, store
from kg.addresses import Addresses
from kg.errors import ArticleError, ForeignError, KgError
from kg.ontology import ID, Ontology
from kg.rdf.accounts import Accounts
from kg.readers import SINGLE
from kg.readers.bounds import bounded
from kg.reading import Answer, Reader, chunks, cluster
from kg.reading.batches import batch, spread
from kg.reading.children import Children
from kg.reading.chunks import Chunks
from kg.reading.task import Task, plan
from kg.records import Article
from kg.reports import Event, Outcome

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True, slots=True)
class Settings:
    """How a graph is built; what is left out stands for the simplest way."""

    articles: articles.Options = articles.DEFAULT
    base_iri: str = ID
    infer: bool = False
    model: str | None = None  # a spaCy pipeline instead of the shipped one
    workers: int = 0  # processes that read articles; 0 reads in this one
    scheduler: str = ""  # the address of a Dask scheduler whose workers read instead
    seconds: float = 600.0  # that one article may take to be told from its page, and to be read, where processes read
    chunks: Path | None = None  # where what was read is kept for the next build; None keeps it for this one
    shared: bool = False  # whether other graphs keep theirs there too
    decisions: Path | None = None  # a table of what is the same: a user's lines in it are obeyed, the rules' written anew
    format: str = ""  # of the graph, a key of ``rdf.FORMATS``; "" where the name of the file tells it


DEFAULT = Settings()


def build(
    paths: Iterable[Path | str],
    output: Path | str,
    *,
    ontology: Ontology,
    nlp: Language | None = None,
    settings: Settings = DEFAULT,
    notice: Callable[[Event], None] = lambda event: None,
) -> Outcome:
    """Read articles and write their graph; ``notice`` is told what happens.

    ``nlp`` is the pipeline that the settings name, where the caller has loaded it and no workers read.
    """
    begun = time.perf_counter()
    outcome = Outcome()
    form = rdf.find_format(output, settings.format)
    decided: tuple[linking.Decision, ...] = ()
    if settings.decisions and settings.decisions.exists():
        decided = linking.read_decisions(settings.decisions)

    def tell(event: Event) -> None:
        outcome.note(event)
        notice(event)

    with Chunks(settings.chunks, shared=settings.shared) as kept:
        read(paths, kept, ontology=ontology, nlp=nlp, settings=settings, tell=tell)
        if not outcome.read + outcome.kept:
            raise ArticleError(outcome.skipped[0] if outcome.skipped else "no article was named; name files or folders")
        tell(Event("write"))
        identities = linking.decide(map(linking.summarize, kept.readings()), ontology, decided)
        linked = (linking.apply(reading, identities) for reading in kept.readings())
        accounts = Accounts(Addresses(ontology))
        quads = rdf.tell(
            linked, accounts, decisions=identities.decisions, base_iri=settings.base_iri, infer=settings.infer
        )
        rdf.write(quads, output, form, {**rdf.PREFIXES, "id": settings.base_iri})
        if settings.decisions:
            store.write(linking.to_csv((*decided, *identities.rules())).encode(), settings.decisions)
        kept.clean()
    counts = accounts.counts()
    outcome.lacking = accounts.lacking()
    outcome.counts = {"articles": counts.pop("articles"), "skipped": len(outcome.skipped), **counts}
    outcome.seconds = time.perf_counter() - begun
    return outcome


def read(
    paths: Iterable[Path | str],
    kept: Chunks,
    *,
    ontology: Ontology,
    nlp: Language | None,
    settings: Settings,
    tell: Callable[[Event], None],
) -> None:
    """Have a chunk for each article: an earlier run's, or one that is made now."""
    task = plan(ontology, settings.model)
    keys: dict[str, bytes] = {}  # of the articles that are under way
    listing = articles.find(paths, kind=settings.articles.kind)
    if note := listing.note():
        tell(Event("noted", error=note))

    def missing() -> Iterator[Article]:
        for found in articles.load(listing, settings.articles):
            try:
                if isinstance(found, ArticleError):
                    raise found
                first = kept.find_first(found)
                if first != found.id:
                    reason = f"{found.source}: has the same text as {first}; both are kept, as one voice"
                    tell(Event("noted", found.id, reason))
                key = chunks.key(found, task.stamp)
                known = kept.use(found, key)
            except ArticleError as error:
                tell(Event("foreign" if isinstance(error, ForeignError) else "skipped", error=str(error)))
                continue
            if known:
                tell(Event("kept", found.id))
            else:
                keys[found.id] = key
                yield found

    aside = settings.workers or settings.scheduler
    with bounded(settings.seconds) if aside else contextlib.nullcontext():
        for answer in answers(missing(), task, ontology=ontology, nlp=nlp, settings=settings):
            key = keys.pop(answer.article)
            if answer.error:
                kept.drop(answer.article)
            else:
                kept.add(key, answer.chunk)
            tell(Event("skipped" if answer.error else "read", answer.article, answer.error, answer.seconds))
    kept.save()


def answers(
    missing: Iterable[Article], task: Task, *, ontology: Ontology, nlp: Language | None, settings: Settings
) -> Iterator[Answer]:
    """What the articles say, as it comes, from this process, from workers or from other machines."""
    if not settings.workers and not settings.scheduler:
        from kg import language

        for together in batch(missing):
            nlp = nlp or language.load(settings.model)
            yield from Reader(nlp, ontology).read(together)
        return
    if settings.scheduler:
        with cluster.connected(settings.scheduler) as (executor, threads):
            read = functools.partial(cluster.read, task, settings.seconds)
            yield from spread(batch(missing, threads), read, executor, threads)
        return
    children = Children(task, settings.seconds)
    with futures.ThreadPoolExecutor(settings.workers) as executor:
        try:
            yield from spread(batch(missing, settings.workers), children.read, executor, settings.workers)
        finally:
            children.close()
            executor.shutdown(cancel_futures=True)


def find_size(paths: Iterable[Path | str], options: articles.Options = articles.DEFAULT) -> int | None:
    """How many articles there are in files and folders, None where files hold many and have to be read for it."""
    sources = articles.find(paths, kind=options.kind).sources
    return len(sources) if all(source.kind in SINGLE for source in sources) else None


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
