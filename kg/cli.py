"""The command `kg`: parse, call, print.

Exit codes: 0 fine; 1 findings (articles skipped, checks that failed); 2 wrong usage or unreadable input.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from kg import __version__, answers, copies, queries, store, workbooks
from kg.errors import KgError, QueryError

# Wide enough for a sentence beside the columns that go with it, where the output is no terminal.
PLAIN_WIDTH = 160


class _Group(click.Group):
    """Prints what is wrong with the user's input instead of a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KgError as error:
            click.echo(f"kg: {error}", err=True)
            ctx.exit(2)
        except KeyboardInterrupt as stop:
            # Ctrl-C, or `kill`; what a command had begun is safe by then.
            click.echo("kg: stopped; the same command goes on where this one was", err=True)
            ctx.exit(128 + (stop.args[0] if stop.args else signal.SIGINT))
        except BrokenPipeError:
            # `kg query … | head` is no error.
            sys.stderr.close()
            ctx.exit(0)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="kg")
def main() -> None:
    """News articles in, a knowledge graph out: who supplied which arms to whom, by whose word.

    \b
    kg build seeds -o graph.ttl                       read articles
    kg query                                          list the questions
    kg query who-supplied-what --graph graph.ttl      ask one
    """


_ontology = click.option(
    "--ontology", "ontologies", multiple=True, metavar="PATH", help="Turtle beside the shipped files; repeatable."
)
_model = click.option(
    "--model", metavar="PATH", help="A spaCy pipeline with Universal Dependencies labels instead of the shipped one."
)


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="GRAPH.ttl",
    help="The graph to write: .ttl, .nt, or with the article of each statement .trig, .nq, .jsonld; .gz behind packs it; "
    ".store is a folder in Oxigraph's own form, asked at once whatever its size.",
)
@click.option(
    "--format", "form", default="", metavar="NAME", help="ttl, nt, trig, nq, jsonld or store, where the name does not tell."
)
@_ontology
@_model
@click.option(
    "--workers", type=click.IntRange(min=0), default=1, show_default=True, help="Processes that read articles; 0: all cores."
)
@click.option("--fields", default="", metavar="NAME=FIELD,…", help="Fields of records that are not called as usual: text=body.")
@click.option("--kind", default="", metavar="KIND", help="What the files are, where their names do not tell it: csv, warc …")
@click.option("--any-language", is_flag=True, help="Read articles in other languages too, as if they were in English.")
@click.option("--scheduler", default="", metavar="ADDRESS", help="Read on the workers of this Dask scheduler: tcp://HOST:8786.")
@click.option("--base-iri", default="", metavar="IRI", help="Head of the addresses of people, transfers, claims …")
@click.option("--infer", is_flag=True, help="Add what follows by the vocabulary's axioms, each statement marked as inferred.")
@click.option(
    "--decisions", metavar="FILE", help="A table of what is the same: your lines in it are obeyed, the program's written anew."
)
@click.option(
    "--cache", metavar="FILE", help="Keep what was read here, for several graphs, instead of in GRAPH.ttl.chunks."
)
@click.option("--no-cache", is_flag=True, help="Keep nothing of what was read beside the graph.")
@click.option(
    "--time-limit", type=click.FloatRange(0.1), default=600, show_default=True, help="Seconds that one article may take."
)
@click.option("--report", metavar="FILE", help="Write counts and skipped articles as JSON, or as a page (FILE.html).")
@click.option("--json", "machine", is_flag=True, help="Tell on standard error what happens, a line of JSON each.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
def build(
    paths: tuple[str, ...],
    output: str,
    form: str,
    ontologies: tuple[str, ...],
    model: str | None,
    workers: int,
    scheduler: str,
    fields: str,
    kind: str,
    any_language: bool,
    base_iri: str,
    infer: bool,
    cache: str | None,
    no_cache: bool,
    time_limit: float,
    decisions: str | None,
    report: str | None,
    machine: bool,
    quiet: bool,
) -> None:
    """Read articles and write their graph.

    PATH is a file, a folder, a pattern or - for standard input. Articles are in text (.txt), pages (.html), records (.jsonl,
    .json, .csv, .tsv), web archives (.warc) or .pdf, also packed (.gz, .zst).

    What was read is kept: a build that was interrupted goes on where it was, and a later one reads what is new.
    """
    from kg import articles, ontology, pipeline, progress

    settings = pipeline.Settings(
        articles=articles.Options.parse(kind=kind, fields=fields, any_language=any_language),
        base_iri=pipeline.check_base_iri(base_iri) if base_iri else ontology.ID,
        infer=infer,
        decisions=Path(decisions) if decisions else None,
        format=form,
        model=model,
        workers=workers or os.cpu_count() or 1,
        scheduler=scheduler,
        seconds=time_limit,
        chunks=None if no_cache else Path(cache or f"{output}.chunks"),
        shared=cache is not None,
    )
    vocabulary = pipeline.load_vocabulary(ontologies)
    shown = progress.lines() if machine else progress.silent()
    if sys.stderr.isatty() and not quiet and not machine:
        shown = progress.bar(pipeline.find_size(paths, settings.articles))
    with shown as notice, _stoppable():
        outcome = pipeline.build(paths, output, ontology=vocabulary, settings=settings, notice=notice)
    for reason in outcome.skipped if not machine else ():
        click.echo(f"kg: skipped {reason}", err=True)
    for note in outcome.noted if not machine and not quiet else ():
        click.echo(f"kg: {note}", err=True)
    if report:
        written = outcome.to_html() if report.endswith(".html") else outcome.to_json()
        store.write(written.encode(), report)
    if not quiet:
        click.echo(f"{output}: {outcome.to_line()}")
    if outcome.skipped:
        sys.exit(1)


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """Take SIGTERM as Ctrl-C is taken, so that what was read is kept."""

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt(number)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@main.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("name", required=False)
@click.argument("given", nargs=-1, type=click.UNPROCESSED, metavar="[--PARAMETER VALUE]...")
@click.option("--graph", metavar="GRAPH.ttl", help="The graph to ask.")
@click.option("--in-memory", is_flag=True, help="Read a large graph anew instead of keeping a store beside it.")
@click.option("--endpoint", metavar="URL", help="A running SPARQL store to ask instead of a file.")
@click.option("--named-graph", default="", metavar="IRI", help="A graph of that store instead of its default graph.")
@click.option(
    "--time-limit", type=click.FloatRange(0.1, 3600), default=60, show_default=True, help="Seconds the store may take."
)
@click.option("--format", "form", type=click.Choice([*answers.FORMATS, "xlsx"]), default="table", show_default=True)
@click.option("--order", metavar="COLUMN[,-COLUMN]...", help="Sort the rows by columns; - from the greatest.")
@click.option("--with-evidence", is_flag=True, help="Add the sentences behind each row.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Print at most N rows.")
@click.option("--show", is_flag=True, help="Print the SPARQL, parameters filled in, instead of asking.")
@click.option(
    "--queries",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Other questions than the shipped ones.",
)
def query(
    name: str | None,
    given: tuple[str, ...],
    graph: str | None,
    in_memory: bool,
    endpoint: str | None,
    named_graph: str,
    time_limit: float,
    form: str,
    order: str | None,
    with_evidence: bool,
    limit: int | None,
    show: bool,
    folder: Path | None,
) -> None:
    """Ask a saved question, or SPARQL of your own; without NAME, list the questions.

    NAME is a question, a file that ends in .rq, or - for SPARQL from standard input. A parameter takes a name, another
    name, a code or an address; with --show and without --graph, names are looked up in the shipped vocabulary.
    """
    if name is None:
        click.echo(queries.to_catalogue(queries.load(folder)), nl=False)
        return
    question = queries.parse("standard input", sys.stdin.read()) if name == "-" else queries.find(name, folder)
    parameters = _parameters(question.name, given)
    if graph is not None and endpoint is not None:
        raise QueryError(f"{name}: --graph and --endpoint are both given; ask one of them")
    if graph is None and endpoint is None and not show:
        raise QueryError(
            f"{name}: no graph named; add --graph GRAPH.ttl, a file that `kg build` has written, or --endpoint URL"
        )
    if named_graph and endpoint is None:
        raise QueryError(f"{name}: --named-graph is of a running store; add --endpoint URL")
    asked: store.Queried | None = None
    if graph is not None:
        asked = store.load(graph) if in_memory else copies.load(graph, notice=lambda line: click.echo(f"kg: {line}", err=True))
    if endpoint is not None:
        from kg.endpoints import Endpoint

        asked = Endpoint(endpoint, named_graph=named_graph, time_limit=time_limit)
    sparql = queries.fill(question, parameters, asked)
    if show or asked is None:
        click.echo(queries.select_evidence(question, sparql)[0] if with_evidence else sparql, nl=False)
        return
    found: answers.Answer | bool | str
    if with_evidence:
        found = queries.ask_with_evidence(question, sparql, asked)
    else:
        found = queries.answer(asked, sparql, limit=limit if order is None else None)
    if isinstance(found, answers.Answer):
        found = answers.order(found, order) if order is not None else found
        found = answers.Answer(found.columns, found.rows[:limit])
    _write(found, form, question.name)


def _write(found: answers.Answer | bool | str, form: str, name: str) -> None:
    terminal = sys.stdout.isatty()
    if form == "xlsx" and isinstance(found, answers.Answer):
        if terminal:
            raise QueryError("--format xlsx: a workbook is no text for a terminal; send it to a file, … > answer.xlsx")
        sys.stdout.buffer.write(workbooks.to_xlsx(found, name=name))
    else:
        width = shutil.get_terminal_size().columns if terminal else PLAIN_WIDTH
        click.echo(answers.to_text(found, form, width=width, terminal=terminal), nl=False)


def _parameters(question: str, given: Sequence[str]) -> dict[str, str]:
    """``--supplier "North Korea"`` or ``--supplier=…`` → name and value; the question says which it takes."""
    found: dict[str, str] = {}
    rest = list(given)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--"):
            raise QueryError(f"{question}: {word!r} is no parameter; a parameter is written --NAME VALUE")
        name, equals, value = word[2:].partition("=")
        if not equals:
            if not rest:
                raise QueryError(f"{question}: --{name} has no value; write --{name} VALUE")
            value = rest.pop(0)
        found[name] = value
    return found


@main.command()
@_ontology
@click.option("--reason", is_flag=True, help="Also ask the HermiT reasoner (needs Java); with --graph list what follows.")
@click.option("--graph", metavar="GRAPH.ttl", help="Also check a built graph against the SHACL shapes.")
def check(ontologies: tuple[str, ...], reason: bool, graph: str | None) -> None:
    """Check the ontology, with yours beside it."""
    from kg import pipeline

    findings = pipeline.check(ontologies, reason=reason, graph=graph)
    for line in pipeline.infer(graph, ontologies) if reason and graph else ():
        click.echo(line)
    for finding in findings:
        click.echo(finding)
    click.echo(f"{len(findings)} finding{'' if len(findings) == 1 else 's'}")
    if findings:
        sys.exit(1)


@main.command()
@click.argument("graph", metavar="GRAPH.ttl")
@click.option("--candidates", required=True, metavar="FILE", help="Your table: CSV with the columns name and iri.")
@click.option("-o", "--output", metavar="MATCHES.ttl", help="Write the sure matches as skos:exactMatch, to be loaded beside.")
def link(graph: str, candidates: str, output: str | None) -> None:
    """Match the names of a table of yours with those of a graph.

    \b
    matched    one thing of the graph has the name, and your table one address for it
    ambiguous  several have, or your table gives several addresses: choose yourself
    """
    from kg import matching

    own = matching.read(candidates)
    matches = matching.match(store.load(graph), own)
    click.echo(matching.to_csv(matches), nl=False)
    if output:
        store.write(store.turtle(matching.to_triples(matches), {"skos": "http://www.w3.org/2004/02/skos/core#"}), output)
    counts = Counter(verdict for _, verdict in {(found.name, found.verdict) for found in matches})
    told = ", ".join(f"{counts[verdict]} {verdict}" for verdict in (matching.MATCHED, matching.AMBIGUOUS))
    click.echo(f"{len({row.name for row in own})} names, {told}", err=True)


@main.command()
@click.argument("subject", metavar="IRI|SENTENCE")
@click.option("--graph", metavar="GRAPH.ttl", help="Where the IRI is looked up.")
@_ontology
@_model
def explain(subject: str, graph: str | None, ontologies: tuple[str, ...], model: str | None) -> None:
    """Show what a graph says of an address, or how a sentence is read."""
    if subject.startswith(("http://", "https://")):
        if graph is None:
            raise QueryError(f"{subject}: no graph named; add --graph GRAPH.ttl, a file that `kg build` has written")
        lines = queries.describe(subject, store.load(graph))
    else:
        from kg import pipeline

        lines = pipeline.explain(subject, ontologies=ontologies, model=model)
    for line in lines:
        click.echo(line)


@main.command()
@click.argument("gold", metavar="GOLD_DIR")
@click.option("--graph", required=True, metavar="GRAPH.ttl", help="The graph to score.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--verbose", is_flag=True, help="Also list what was missed and what was too much.")
def evaluate(gold: str, graph: str, form: str, verbose: bool) -> None:
    """Score a graph against gold facts."""
    from kg import evaluation

    score = evaluation.evaluate(gold, store.load(graph))
    click.echo(evaluation.to_json(score) if form == "json" else evaluation.to_table(score, verbose=verbose), nl=False)


@main.command()
@click.argument("graph", metavar="GRAPH.ttl")
@click.option("--host", default="127.0.0.1", show_default=True, help="The default is reached from this machine only.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--articles", metavar="FOLDER", help="Where the articles' texts are, to show them with their evidence.")
@click.option("--fields", default="", metavar="NAME=FIELD,…", help="As given to `kg build`, where its records need it.")
@click.option("--kind", default="", metavar="KIND", help="As given to `kg build`, where names of files do not tell it.")
@click.option("--time-limit", type=click.FloatRange(0.1, 3600), default=10, show_default=True, help="Seconds a query.")
@click.option("--row-limit", type=click.IntRange(min=1), default=100_000, show_default=True, help="Rows a query.")
def serve(
    graph: str, host: str, port: int, articles: str | None, fields: str, kind: str, time_limit: float, row_limit: int
) -> None:
    """Show a graph in the browser, and answer SPARQL at /sparql; read-only."""
    from kg.articles import Options

    Options.parse(kind=kind, fields=fields)  # what is wrong with them is told now
    try:
        from kg.server import application
        from kg.server.messages import Limits
    except ImportError as error:
        raise QueryError(f"serve: {error.name} is not installed; pip install 'armsgraph[serve]'") from None
    limits = Limits(seconds=time_limit, rows=row_limit)
    application.serve(graph, host=host, port=port, articles=articles, fields=fields, kind=kind, limits=limits, notice=click.echo)


@main.command("load")
@click.argument("graph", metavar="GRAPH.ttl")
@click.option("--endpoint", required=True, metavar="URL", help="Where the store is asked, or its host and port.")
@click.option("--named-graph", default="", metavar="IRI", help="Which graph of the store; without it the default graph.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent where, and send nothing.")
@click.option("--replace", is_flag=True, help="Empty that graph of the store first.")
@click.option("--chunk-triples", "chunk", type=click.IntRange(min=1), default=5000, show_default=True, metavar="N")
@click.option("--update", default="", metavar="URL", help="Where another store than these takes SPARQL Update.")
@click.option("--graph-store", default="", metavar="URL", help="Where it speaks the Graph Store Protocol.")
@click.option("--time-limit", type=click.FloatRange(0.1, 3600), default=300, show_default=True, help="Seconds a request.")
def load_command(
    graph: str,
    endpoint: str,
    named_graph: str,
    dry_run: bool,
    replace: bool,
    chunk: int,
    update: str,
    graph_store: str,
    time_limit: float,
) -> None:
    """Put a graph into a running store (Oxigraph, Virtuoso, any with SPARQL 1.1), and see that it is there.

    Call it again after a cut: it goes on where it stopped. Who may write: KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, or
    KG_ENDPOINT_TOKEN, from the environment.
    """
    from rich.console import Console
    from rich.progress import Progress

    from kg import loading, targets
    from kg.remote import Remote

    remote = Remote(endpoint, time_limit=time_limit)
    target = targets.find(remote, named_graph=named_graph, update=update, graph_store=graph_store)
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as progress:
        bar = progress.add_task("load", total=None)
        done = loading.load(
            graph,
            target,
            chunk=chunk,
            replace=replace,
            dry_run=dry_run,
            notice=lambda triples, total: progress.update(bar, completed=triples, total=total),
        )
    for line in loading.to_lines(done, graph, target, dry_run=dry_run, replace=replace):
        click.echo(line)


@main.command()
@click.argument("graph", metavar="GRAPH.ttl")
@click.option("--site", required=True, metavar="FOLDER", help="Where the pages are written; new or empty.")
def export(graph: str, site: str) -> None:
    """Write a graph's pages as files, to be published on any web server."""
    try:
        from kg.server import export as files
    except ImportError as error:
        raise QueryError(f"export: {error.name} is not installed; pip install 'armsgraph[serve]'") from None
    click.echo(f"{site}: {files.write(graph, site)} pages")
