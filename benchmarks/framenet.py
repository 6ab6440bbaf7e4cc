"""How well flows are read from the sentences of FrameNet in which experts have marked who gives what to whom.

    python -m benchmarks.framenet FOLDER [--verbose]

FOLDER holds ``gold.jsonl``: a frame of giving, getting or trading a line, with its sentence and the spans of supplier, item and
recipient (FrameNet 1.5, Baker et al. 1998; the corpus is not part of this project). Those count whose item is a weapon or
what weapons are made from; questions and suppliers that are no actors ("the accord") are left out. A pair is wanted where
a frame names both its sides; a pair that was read is right where it agrees with the sides that some frame of its sentence
names. Of a sentence mostly one frame is annotated, so that precision is a lower bound.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg import language, ontology, reading
from kg.articles import compose
from kg.evaluation import fold
from kg.gazetteer import Gazetteer, pieces

ARMS = frozenset({"weapon", "weapon_related"})  # classes of items that count
NAMED = frozenset({"name", "nominal", "definite"})  # kinds of spans that say who it is
ROLES = ("supplier", "recipient")

Forms = frozenset[str]


@dataclass(slots=True)
class Sentence:
    """A sentence and what its frames say: for each frame the forms of its suppliers and of its recipients, none if left open."""

    text: str
    frames: list[tuple[list[Forms], list[Forms]]] = field(default_factory=list)

    def wanted(self) -> set[tuple[Forms, Forms]]:
        """The pairs of which both sides are named."""
        return {(one, other) for givers, takers in self.frames for one in givers for other in takers}

    def allows(self, giver: Forms, taker: Forms) -> bool:
        """Whether a pair that was read agrees with what some frame names."""
        return any(
            (givers or takers) and (not givers or agrees(giver, givers)) and (not takers or agrees(taker, takers))
            for givers, takers in self.frames
        )


def agrees(side: Forms, named: list[Forms]) -> bool:
    """Whether a side that was read is one of those named; one left open agrees with none."""
    return any(side & forms for forms in named)


def load(folder: Path, gazetteer: Gazetteer) -> list[Sentence]:
    """The sentences of a folder's arms frames, in the order of the file."""
    found: dict[str, Sentence] = {}
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["item_class"] in ARMS and not record["question"]:
            sentence = found.setdefault(record["sentence"], Sentence(plain(record["sentence"])))
            givers, takers = ([forms(m, gazetteer) for m in members(record[role])] for role in ROLES)
            givers = [] if record["supplier_nonactor"] else givers
            sentence.frames.append((givers, takers))
    return list(found.values())


def plain(text: str) -> str:
    """A tokenized sentence as it would be printed."""
    for mark in (",", ".", ";", ":", "?", "!", "%", ")", "'s", "n't", "'"):
        text = text.replace(f" {mark} ", f"{mark} ")
    for mark in (".", "?", "!", ")"):
        text = text.removesuffix(f" {mark}") + mark if text.endswith(f" {mark}") else text
    return text.replace("( ", "(").replace(" - ", "-").replace("`` ", "“").replace(" ''", "”")


def members(span: dict[str, Any] | None) -> list[str]:
    """The parties that a span joins; none where there is no span or it does not say who it is."""
    return [member.strip(" .") for member in span["members"]] if span and span["kind"] in NAMED else []


def forms(name: str, gazetteer: Gazetteer) -> Forms:
    """What a party may be called: the words, and the states and bodies that they name."""
    known = {match.entry for match in gazetteer.find(pieces(name))}
    return frozenset({*called(name), *(fold(n) for e in known for n in (e.name, e.country) if n)})


def called(words: str) -> Iterator[str]:
    """Some words, the runs of capitalized ones among them, and the last of each: "A.Q. Khan of Pakistan" has "Khan"."""
    yield fold(words)
    run: list[str] = []
    for word in [*words.split(), ""]:
        if word[:1].isupper():
            run.append(word)
        elif run:
            yield from (fold(" ".join(run)), fold(run[-1]))
            run = []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--verbose", action="store_true", help="print each pair that is missing or was read against the frames")
    options = parser.parse_args()
    nlp, vocabulary = language.load(), ontology.load()
    gazetteer = Gazetteer(vocabulary)
    wanted = found = right = hits = 0
    for sentence in load(options.folder, gazetteer):
        article = compose(
            id="sentence", source="", title="", publisher="", published="", byline=(), paragraphs=[("body", sentence.text)]
        )
        claims = reading.find(language.read(nlp, article), vocabulary).claims
        read = {
            tuple(
                frozenset(form for a in claim.event.actors(role) for n in (a.name, a.country) if n for form in called(n))
                for role in ROLES
            )
            for claim in claims
            if all(claim.event.actors(role) for role in ROLES)
        }
        missing = [pair for pair in sentence.wanted() if not any(pair[0] & one and pair[1] & other for one, other in read)]
        against = [pair for pair in read if not sentence.allows(*pair)]
        wanted, found = wanted + len(sentence.wanted()), found + len(read)
        hits, right = hits + len(sentence.wanted()) - len(missing), right + len(read) - len(against)
        if options.verbose and (missing or against):
            print(sentence.text)
            for mark, pairs in (("missing", missing), ("against", against)):
                for one, other in pairs:
                    print(f"  {mark}: {'/'.join(sorted(one))} > {'/'.join(sorted(other))}")
    precision, recall = right / max(1, found), hits / max(1, wanted)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"pairs: precision {precision:.3f} ({right} of {found}), recall {recall:.3f} ({hits} of {wanted}), F1 {f1:.3f}")


if __name__ == "__main__":
    main()
