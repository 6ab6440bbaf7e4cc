"""Makes graphs of any size that are shaped as built ones are, to measure questions on.

    python -m benchmarks.graphs 1000000 graph.ttl        # about so many triples, the same bytes for the same number

The articles of the benchmark's corpora are read once; each made article is one of them with other countries, people,
organizations, publisher and day, and goes the real way from records to a file, without being linked. Countries are drawn
as news has them, a few in most articles and most in a few, so that some flows have thousands of claims.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import itertools
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from benchmarks.reading import CORPORA, tools
from kg import articles, linking, rdf
from kg.addresses import Addresses
from kg.ontology import Ontology
from kg.rdf.accounts import Accounts
from kg.reading import read_article
from kg.records import Actor, Article, Evidence, Filler, Organization, Person, Reading, Treaty

# Statements told of articles, with repetitions, for each that is in the graph in the end.
TOLD = 1.1
PUBLISHERS = 300
FIRST_DAY, DAYS = datetime.date(2015, 1, 1), 4000
SYLLABLES = "ba be da do fa ga go ha ja ka ko la li ma mo na ni pa ra ro sa so ta ti va vo wa ya za zo".split()


def load_templates() -> tuple[Reading, ...]:
    """What the benchmark's corpora say, article by article, linked."""
    nlp, vocabulary = tools()
    found = [
        read_article(article, ontology=vocabulary, nlp=nlp)
        for _, folder, _ in CORPORA
        for article in articles.load([folder])
        if isinstance(article, Article)
    ]
    return linking.link(found, vocabulary)


class Maker:
    """Made articles, each drawn by its own number, so that a portion is the same whatever comes before it."""

    def __init__(self, templates: tuple[Reading, ...], vocabulary: Ontology) -> None:
        self._templates = templates
        named = Counter(
            actor.iri
            for reading in templates
            for claim in reading.claims
            for _, actor in claim.event.participants
            if actor.kind == "Country"
        )
        known = [actor for actor in vocabulary.actors.values() if actor.kind == "Country"]
        self._countries = sorted(known, key=lambda country: (-named[country.iri], country.iri))
        self._weights = [1 / (rank + 1) for rank in range(len(self._countries))]

    def make(self, number: int) -> Reading:
        """The article of that number."""
        draw = random.Random(number)
        template = self._templates[draw.randrange(len(self._templates))]
        name = f"m{number:07}"
        held: dict[str, Any] = {}  # what each name of the template is called in this article

        def country(label: str) -> Any:
            if label not in held:
                taken = {id(entry) for entry in held.values()}
                drawn = draw.choices(self._countries, self._weights, k=50)
                held[label] = next((entry for entry in drawn if id(entry) not in taken), drawn[0])
            return held[label]

        def invented(label: str, kinds: int) -> str:
            # Half of those named are named in many articles, the others in one or two.
            key = f"{kinds} {label}"
            if key not in held:
                chosen = int(draw.paretovariate(0.8)) if draw.random() < 0.5 else draw.randrange(number + 1) + 1000
                rest, parts = chosen % 27_000_000 * 3 + kinds, []
                while rest or len(parts) < 4:
                    rest, syllable = divmod(rest, len(SYLLABLES))
                    parts.append(SYLLABLES[syllable])
                held[key] = f"{''.join(parts[:2]).title()} {''.join(parts[2:]).title()}"
            return str(held[key])

        def change(value: Any) -> Any:
            if isinstance(value, tuple):
                return tuple(change(part) for part in value)
            if not dataclasses.is_dataclass(value) or isinstance(value, type):
                return value
            changes = {field.name: change(getattr(value, field.name)) for field in dataclasses.fields(value)}
            if isinstance(value, Actor | Organization) and value.country:
                changes["country"] = country(value.country).name
            if isinstance(value, Actor) and value.kind == "Country":
                drawn = country(value.name)
                changes |= {"name": drawn.name, "iri": drawn.iri, "country": drawn.name}
            elif isinstance(value, Actor | Person | Organization) and not getattr(value, "iri", "") and value.name:
                person = isinstance(value, Person) or isinstance(value, Actor) and value.kind == "Person"
                changes["name"] = invented(value.name, 1 if person else 2)
                changes |= {} if isinstance(value, Actor) else {"aliases": ()}
            elif isinstance(value, Filler) and value.origin:
                changes["origin"] = country(value.origin).name
            elif isinstance(value, Treaty) and not value.iri:
                changes |= {"name": f"{invented(value.name, 0)} {value.name}", "aliases": ()}
            elif isinstance(value, Evidence):
                changes |= {"article": name, "quote": f"{value.quote} [{number}]"}
            return dataclasses.replace(value, **changes)

        day = FIRST_DAY + datetime.timedelta(days=draw.randrange(DAYS))
        article = dataclasses.replace(
            template.article,
            id=name,
            source=f"{name}.txt",
            publisher=f"Paper {int(draw.paretovariate(0.7)) % PUBLISHERS}" if template.article.publisher else "",
            published=day.isoformat() if template.article.published else "",
        )
        claims = tuple(dataclasses.replace(change(claim), article=name) for claim in template.claims)
        return dataclasses.replace(change(template), article=article, claims=claims)


def make(size: int) -> Iterator[ox.Quad]:
    """About ``size`` statements."""
    vocabulary = tools()[1]
    maker = Maker(load_templates(), vocabulary)
    told = 0

    def made() -> Iterator[Reading]:
        numbers = itertools.count()
        while told < TOLD * size:
            yield maker.make(next(numbers))

    for quad in rdf.tell(made(), Accounts(Addresses(vocabulary))):
        told += 1
        yield quad


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", type=int)
    parser.add_argument("output", type=Path)
    chosen = parser.parse_args()
    count = rdf.write(make(chosen.size), chosen.output, rdf.find_format(chosen.output), rdf.PREFIXES)
    print(f"{chosen.output}: {count} triples")


if __name__ == "__main__":
    main()
