"""Learns whose an office is that names no country, and writes kg/data/offices.json.gz.

    python -m training.offices training/data/flows --held training/data/held.txt -o kg/data/offices.json.gz

Each FOLDER is as for ``training.flows``. An example is a person whose office the reader finds without a country, with what
the article says of each country that it may be of (``kg.extractors.offices.weights``), and the country that the gold gives.
A conditional logistic regression (McFadden 1974) weighs these, near to weights set by hand where examples are few. How well
a name goes with a country comes from the names of its office-holders in the gold: naive Bayes over pieces of names,
smoothed by how common a piece is anywhere. For the regression the names of an article are judged by the other articles.
"""

from __future__ import annotations

import argparse
import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy import optimize

from kg import language, ontology, packed
from kg.extractors import spans
from kg.extractors.offices import countries, weights
from kg.extractors.offices.posts import Post, core
from kg.extractors.offices.weights import ANY, NAME, NOWHERE, Features, Weights
from kg.ontology import Ontology, fold
from training import flows

FOLDS = 5
PRECISION = 2.0  # of the weights around those set by hand
SMOOTHING = 300.0  # pieces that every country is given as they are spread over all
SMALLEST = 0.02  # log-odds of a piece that are worth keeping
SEEN = 8  # times that a feature without a weight by hand must be seen to get one
BY_HAND = {
    "share": 2.1,
    "dateline": 1.8,
    "holder before": 1.4,
    "first": 1.1,
    "opening": 1.0,
    "after: firm": 0.9,
    "before: place-first": 0.8,
    "body": 0.8,
    "last": 0.7,
    "paragraph": 0.6,
    "before: place": 0.6,
    "most": 0.5,
    "same office": 2.0,
    "same portfolio": 0.4,
    "surname": 2.0,
    "after: told": -2.0,
    "joined holder": 1.4,
    "administration": 1.0,
    "before: aside": -0.6,
    "before: quoted": -0.7,
}


class Example(NamedTuple):
    """An office without a country: what is said of each country that it may be of, and whose it is, if anybody's."""

    article: str
    person: str
    features: Features
    right: frozenset[str]


def read(folders: Sequence[Path], vocabulary: Ontology) -> tuple[list[Example], set[tuple[str, str, str]]]:
    """The examples of some folders, and who holds an office of which country in which article."""
    lessons = {article.id: (article, gold) for article, gold in flows.read_folders(folders) if gold["people"]}
    states = [actor for actor in vocabulary.actors.values() if actor.kind == "Country"]
    known = {fold(name): state.name for state in states for name in (state.name, *state.labels)}
    holders = {
        (person["name"], known[fold(role["of"])], name)
        for name, (_, gold) in lessons.items()
        for person in gold["people"]
        for role in person["roles"]
        if fold(role.get("of") or "") in known
    }
    found: list[Example] = []
    asked: list[tuple[Post, Features]] = []
    ask = countries.may_be_of

    def note(surroundings: weights.Surroundings, post: Post, *rest: Any) -> Any:
        features, may_be = ask(surroundings, post, *rest)
        asked.append((post, {country: dict(features[country]) for country in may_be}))
        return features, may_be

    countries.may_be_of = note  # the reader's own walk over offices says which are asked about
    try:
        for doc in language.read_all(language.load(), [article for article, _ in lessons.values()]):
            asked.clear()
            spans.annotate(doc, vocabulary)
            name = doc._.article.id
            for post, features in asked:
                right = whose(post, lessons[name][1], known)
                if right is not None:
                    found.append(Example(name, post.person, features, right))
    finally:
        countries.may_be_of = ask
    return found, holders


def whose(post: Post, gold: Mapping[str, Any], known: Mapping[str, str]) -> frozenset[str] | None:
    """The countries whose an office is by the gold; None where it is some body's or the gold does not have it."""
    last = post.person.split()[-1]
    roles = [r for p in gold["people"] if p["name"] == post.person or p["name"].split()[-1] == last for r in p["roles"]]
    words = {*fold(core(post.title)).split()}
    alike = [role.get("of") or "" for role in roles if words & {*fold(core(role["title"])).split()}]
    told = alike or [role.get("of") or "" for role in roles]
    if not told or any(of and fold(of) not in known for of in told):
        return None
    return frozenset(known[fold(of)] for of in told if of)


def learn_names(holders: Iterable[tuple[str, str]]) -> dict[str, dict[str, float]]:
    """For each country the log-odds of pieces of names among its office-holders against those of all."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name, country in sorted(set(holders)):
        counts[country].update(weights.pieces(name))
    anywhere = Counter[str]()
    for each in counts.values():
        anywhere.update(each)
    whole = sum(anywhere.values()) + len(anywhere)
    tables: dict[str, dict[str, float]] = {}
    for country, each in counts.items():
        table = {piece: math.log1p(n * whole / (SMOOTHING * (anywhere[piece] + 0.5))) for piece, n in each.items()}
        tables[country] = {piece: round(value, 2) for piece, value in table.items() if value >= SMALLEST}
        tables[country][ANY] = round(math.log(SMOOTHING / (sum(each.values()) + SMOOTHING)), 4)
    return tables


def part_of(article: str) -> int:
    """The part of the articles that one belongs to."""
    return int(hashlib.sha256(article.encode()).hexdigest(), 16) % FOLDS


def judge_names(examples: Iterable[Example], holders: set[tuple[str, str, str]]) -> Iterator[Example]:
    """The examples with how well each name goes with each country, by the names that no article of its part has."""
    parts: dict[int, list[Example]] = defaultdict(list)
    for example in examples:
        parts[part_of(example.article)].append(example)
    for part, those in sorted(parts.items()):
        here = {name for name, _, article in holders if part_of(article) == part}
        learnt = Weights({}, learn_names((name, country) for name, country, _ in holders if name not in here))
        yield from (with_names(example, learnt) for example in those)


def with_names(example: Example, learnt: Weights) -> Example:
    """An example with how well the name goes with each country."""
    goes = learnt.compare(example.person, example.features)
    return example._replace(features={c: each | {NAME: goes[c]} for c, each in example.features.items()})


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """The weight of each feature."""
    seen = Counter(name for e in examples for each in e.features.values() for name in each)
    names = [*sorted(name for name, n in seen.items() if n >= SEEN or name in BY_HAND), NOWHERE]
    column = {name: n for n, name in enumerate(names)}
    tables = []
    for example in examples:
        table = np.zeros((len(example.features) + 1, len(names)))
        for row, each in enumerate(example.features.values()):
            for name, value in each.items():
                if name in column:
                    table[row, column[name]] = value
        table[-1, -1] = 1.0
        right = np.array([country in example.right for country in example.features] + [not example.right])
        if right.any():
            tables.append((table, right))
    middle = np.array([BY_HAND.get(name, 0.0) for name in names])

    def lost(x: Any) -> tuple[float, Any]:
        total, slope = PRECISION / 2 * float(np.sum((x - middle) ** 2)), PRECISION * (x - middle)
        for table, right in tables:
            scores = table @ x
            powers = np.exp(scores - scores.max())
            likely = powers / powers.sum()
            known = max(float(likely[right].sum()), 1e-12)
            total -= math.log(known)
            slope = slope + table.T @ (likely - np.where(right, likely, 0.0) / known)
        return total, slope

    found = optimize.minimize(lost, middle, jac=True, method="L-BFGS-B").x
    return {name: round(float(value), 2) for name, value in zip(names, found, strict=True)}


def measure(learnt: Weights, examples: Iterable[Example]) -> Counter[str]:
    """How many offices get the right country, a wrong one or none."""
    told = Counter[str]()
    for example in examples:
        given = learnt.choose(example.features, sorted(example.features))
        told["right" if given in example.right or not given and not example.right else "wrong" if given else "none"] += 1
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--held", type=Path, help="names of the articles to learn nothing from but to measure on")
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    held = set(options.held.read_text(encoding="utf-8").split()) if options.held is not None else set()
    examples, holders = read(options.folders, ontology.load())
    taught = {holder for holder in holders if holder[2] not in held}
    learnt = Weights(
        fit([*judge_names((e for e in examples if e.article not in held), taught)]),
        learn_names((name, country) for name, country, _ in taught),
    )
    apart = [with_names(e, learnt) for e in examples if e.article in held]
    print(f"{len(examples) - len(apart)} offices, {len(apart)} apart: {dict(measure(learnt, apart))}")
    print(dict(sorted(learnt.features.items(), key=lambda x: -x[1])))
    options.output.write_bytes(packed.pack(learnt))
    print(f"{options.output}: {options.output.stat().st_size} bytes")


if __name__ == "__main__":
    main()
