"""Measures linking: how well it joins the names of the corpora that lie here, and how long many records take.

    python -m benchmarks.linking                # both; fails where a figure falls under its floor
    python -m benchmarks.linking --records N    # generated records, in steps that double up to N

Merges are scored by B³ (Bagga and Baldwin, 1998) over the gold's people and organizations: each naming of one by an article
is an item; precision asks how many of those joined with it belong with it, recall how many of those that belong were joined.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from benchmarks.reading import CORPORA, HERE, tools
from kg import linking, reading
from kg.evaluation import fold
from kg.ontology import Ontology
from kg.records import Actor, Claim, Event, Key, Office, Organization, Person, Reading

PRECISION, RECALL = 0.99, 0.9  # floors of B³
RECORDS, SECONDS = 100_000, 30.0  # so many records in so many seconds at most
GROWTH = 2.6  # at most so many times longer for twice as many: n log n gives 2.1, and machines waver
LINKS: Mapping[str, Any] = json.loads((HERE / "corpora" / "linking.json").read_text(encoding="utf-8"))
DECISIONS = HERE.parent / "docs" / "decisions.csv"

Item = tuple[
    str, str, str, str
]  # kind, article, main name in the gold, and the name that stands for all that mean the same


def read() -> list[Reading]:
    """The articles of all corpora that lie here, each read alone."""
    nlp, vocabulary = tools()
    from kg import articles

    found = [articles.read(path) for _, folder, _ in CORPORA for path in sorted(folder.glob("*.txt"))]
    return [reading.read_article(article, ontology=vocabulary, nlp=nlp) for article in found]


def names_of(record: Person | Organization, vocabulary: Ontology) -> set[str]:
    """Every name that a linked record goes by, in the form under which names are compared."""
    forms = {record.name, record.told, *record.aliases}
    known = vocabulary.actors.get(getattr(record, "iri", ""))
    return {fold(form) for form in forms | set(known.labels if known else ()) if form}


def belongs(kind: str, entry: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> str:
    """The name that stands for all that mean the same as an entry of one article's gold."""
    forms = {fold(form) for form in (entry["name"], *entry["aliases"])}
    forms |= {fold(other["name"]) for other in others if fold(entry["name"]) in map(fold, other["aliases"])}
    for group in LINKS[kind]["same"]:
        if forms & set(map(fold, group)):
            return min(map(fold, group))
    mains = {fold(other["name"]) for other in others}
    return min(forms & mains)


def items(linked: Iterable[Reading], vocabulary: Ontology) -> tuple[dict[Item, Key], int]:
    """Every naming in the gold that was read → the record that it was joined to; and how many were not read."""
    found: dict[Item, Key] = {}
    missed = 0
    gold = {path.stem: path for _, _, folder in CORPORA for path in folder.glob("*.json")}
    for one in linked:
        facts = json.loads(gold[one.article.id].read_text(encoding="utf-8"))
        for kind, records in (("people", one.people), ("organizations", one.organizations)):
            for entry in facts[kind]:
                forms = {fold(form) for form in (entry["name"], *entry["aliases"])}
                hit = next((r for r in records if forms & names_of(r, vocabulary)), None)
                if hit is not None:
                    true = belongs(kind, entry, facts[kind])
                    found[kind, one.article.id, entry["name"], true] = hit.key()
                elif not entry["optional"]:
                    missed += 1
    return found, missed


def b_cubed(predicted: Mapping[Item, Key]) -> tuple[float, float]:
    """Precision and recall over all items."""
    true = {item: (item[0], item[3]) for item in predicted}
    together: dict[object, set[Item]] = defaultdict(set)
    alike: dict[object, set[Item]] = defaultdict(set)
    for item in predicted:
        together[predicted[item]].add(item)
        alike[true[item]].add(item)
    shared = [(len(together[predicted[i]] & alike[true[i]]), i) for i in predicted]
    precision = sum(n / len(together[predicted[i]]) for n, i in shared) / len(predicted)
    recall = sum(n / len(alike[true[i]]) for n, i in shared) / len(predicted)
    return precision, recall


def generate(records: int, seed: int = 1) -> Iterator[linking.Summary]:
    """Summaries of articles with so many records in all: people in several spellings, organizations and transfers."""
    chance = random.Random(seed)
    starts, ends = "B Ch D F G K L M N P R S T V Z".split(), "an ek ov ir us eon ul arin ets omo".split()
    vowels = "a e i o u".split()

    def word(number: int) -> str:
        parts = []
        for _ in range(3):
            number, at = divmod(number, len(starts) * len(vowels))
            parts.append(starts[at % len(starts)] + vowels[at // len(starts)])
        return ("".join(parts) + ends[number % len(ends)]).capitalize()

    countries = [Actor("Country", word(n), f"https://example.org/{n}", word(n)) for n in range(100)]
    goods = ("ammunition", "missiles", "aircraft", "artillery", "drones", "unspecified")
    for at in range(records // 10):
        people, claims, bodies = [], [], []
        for _ in range(4):
            number = chance.randrange(records)
            name = f"{word(number)} {word(number * 7 + 3)}"
            name = chance.choice((name, name.replace("i", "y"), f"{name[0]}. {name.split()[1]}", name.split()[1]))
            people.append(Person(name, (), (Office("minister", countries[number % 100]),) if number % 3 else ()))
        for _ in range(3):
            number = chance.randrange(records)
            of = countries[number % 100].name
            name = chance.choice((f"{word(number)} Works", f"{word(number)} Works Ltd", f"Works of {word(number)}"))
            bodies.append(Organization("Company", name, (), "", of if number % 4 else ""))
        for _ in range(3):
            one, other = chance.sample(countries, 2)
            body = bodies[0]
            giver = Actor("Company", body.name, "", body.country) if chance.random() < 0.3 else one
            event = Event(
                "ArmsTransfer", (("supplier", giver), ("recipient", other)), (("item", chance.choice(goods), ""),)
            )
            claims.append(Claim(event, str(at), "delivered", "affirms", "certain", ()))
        signature = chance.randbytes(4 * 100)
        yield linking.Summary(
            str(at), f"Paper {at % 500}", "", "2024-01-01", tuple(people), tuple(bodies), (), tuple(claims), signature
        )


def clock(records: int, vocabulary: Ontology) -> float:
    """Seconds of the processor that linking so many generated records takes."""
    summaries = list(generate(records))
    begun = time.process_time()
    linking.decide(summaries, vocabulary)
    return time.process_time() - begun


def grow(most: int, vocabulary: Ontology) -> list[str]:
    """Times for numbers of records that double, and where one is too long."""
    sizes = [most // 4, most // 2, most]
    times = [clock(size, vocabulary) for size in sizes]
    for size, seconds in zip(sizes, times, strict=True):
        print(f"  {size:>9,} records {seconds:7.1f} s")
    found = [
        f"{two:,} records take {b / a:.1f} times as long as {one:,}; at most {GROWTH} is asked"
        for (one, a), (two, b) in itertools.pairwise(zip(sizes, times, strict=True))
        if b > GROWTH * a
    ]
    if most <= RECORDS and times[-1] > SECONDS:
        found.append(f"{most:,} records take {times[-1]:.1f} s; at most {SECONDS:.0f} are asked")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=RECORDS)
    chosen = parser.parse_args(arguments)
    _, vocabulary = tools()
    linked = linking.link(read(), vocabulary, linking.read_decisions(DECISIONS))
    predicted, missed = items(linked, vocabulary)
    precision, recall = b_cubed(predicted)
    print(f"  B³ precision {precision:.4f}, recall {recall:.4f} over {len(predicted)} namings; {missed} were not read")
    short = [
        f"B³ {name} is {got:.4f}, its floor {floor}"
        for name, got, floor in (("precision", precision, PRECISION), ("recall", recall, RECALL))
        if got < floor
    ]
    short += grow(chosen.records, vocabulary)
    for line in short:
        print(line, file=sys.stderr)
    return 1 if short else 0


if __name__ == "__main__":
    raise SystemExit(main())
