"""Trains the judge of flows: folders of articles with gold facts (and the reader's cases) → ``kg/data/flows.json.gz``.

    python -m training.flows FOLDER... [--cases tests/cases] [--folds 5] [-o kg/data/flows.json.gz]

A folder holds ``articles/*.txt`` and ``gold/*.json`` in the format of the scorer, each transfer with its ``evidence`` (words of the
article). At every anchor, each pair of sides in reach is an example: right where the evidence of a gold transfer between
them is in the anchor's sentence and speaks of its goods, left out where the article tells of that pair elsewhere, wrong
otherwise. Two logistic regressions with an L2 penalty (scikit-learn's) are fitted: whether there is a flow, and its stage.
``--folds`` first measures by cross-validation over articles, so that no article is judged by what was learnt from it.
"""

from __future__ import annotations

import argparse
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from spacy.language import Language

from kg import evaluation, language
from kg import ontology as vocabulary
from kg.articles import Options, find, load
from kg.evaluation import Names
from kg.extractors import flows, frames, spans, transfers
from kg.extractors.flows import anchors, stage, weights
from kg.extractors.flows.sheet import NOBODY, Sheet
from kg.extractors.flows.weights import ANCHOR, GIVER, PAIR, TAKER, Weights
from kg.ontology import Ontology
from kg.records import Article, Paragraph

EVENT, ROLES, GOODS = "ArmsTransfer", ("supplier", "recipient"), "item"
STRENGTH = 0.03  # of scikit-learn's C for flows: small, since most features are seen a few times
STAGE_STRENGTH = 0.2
LEAST = 8  # times that a feature must be seen
KEPT_FROM = 0.004  # weights nearer to nought than this say nothing and are left out
PUBLISHED = "2024-07-01"  # of the cases


@dataclass(slots=True)
class Example:
    """A pair at an anchor: its features, whether it is right (None: not to be learnt from), and where it stands."""

    article: int
    pair: tuple[str, str]
    concept: str
    features: list[str]
    right: bool | None


@dataclass(slots=True)
class Told:
    """A flow at an anchor with its stage."""

    article: int
    features: list[str]
    stage: str
    read: str  # the stage that the cues alone tell


def read_folders(folders: Sequence[Path]) -> Iterator[tuple[Article, dict[str, Any]]]:
    """The articles of corpora with their gold."""
    for folder in folders:
        gold = evaluation.load_gold(folder / "gold")
        for article in load(find([folder / "articles"]), Options()):
            if isinstance(article, Exception):
                raise article
            if article.id in gold:
                yield article, gold[article.id]


def read_cases(folder: Path) -> Iterator[tuple[Article, dict[str, Any]]]:
    """The reader's own cases as articles with gold."""
    for file in sorted(folder.glob("*.yaml")):
        for case in yaml.safe_load(file.read_text(encoding="utf-8")):
            text = case["text"].strip()
            bounds = [(m.start(), m.end()) for m in re.finditer(r"(?:[^\n]|\n(?!\n))+", text)]
            kind = case.get("kind", "body")
            paragraphs = tuple(Paragraph(start, end, kind) for start, end in bounds)
            name = f"{file.stem}-{case['id']}"
            article = Article(name, name, "", "", PUBLISHED, (), text, paragraphs, "")
            told = [(t, False) for t in case.get("reads") or ()] + [(t, True) for t in case.get("may") or ()]
            gold = [_case_transfer(t, optional, text) for t, optional in told]
            yield article, {"people": [], "organizations": [], "transfers": gold}


def _case_transfer(told: dict[str, Any], optional: bool, text: str) -> dict[str, Any]:
    def listed(value: Any) -> list[str]:
        return [] if value is None else [str(v) for v in value] if isinstance(value, list) else [str(value)]

    categories = listed(told.get("category")) or ["unspecified"]
    return {
        "supplier": listed(told.get("supplier")),
        "recipient": listed(told.get("recipient")),
        "items": [{"text": told.get("item") or "", "category": c} for c in categories],
        "stage": (listed(told.get("stage")) or [""])[0],
        "optional": optional,
        "evidence": [text],
    }


def shows(sheet: Sheet, transfer: dict[str, Any]) -> set[int]:
    """The sentences in which a gold transfer's evidence stands."""
    text, found = sheet.doc._.article.text, set()
    for words in transfer.get("evidence") or ():
        match = re.search(r"\s+".join(map(re.escape, words.split())), text)
        if match is not None:
            found |= {
                n for n, s in enumerate(sheet.sentences) if s.start_char < match.end() and s.end_char > match.start()
            }
    return found


def speaks_of(sheet: Sheet, anchor: anchors.Anchor, transfer: dict[str, Any]) -> bool:
    """Whether an anchor may be of a gold transfer's goods: an event or count always, goods by category or a word."""
    if anchor.kind != anchors.GOODS or anchor.item is None:
        return True
    words = _words(sheet.doc[anchor.item.start : anchor.item.end].text)
    things = transfer["items"] or [{"text": "", "category": "unspecified"}]
    return any(thing["category"] == anchor.concept or _words(thing["text"]) & words for thing in things)


def _words(text: str) -> set[str]:
    return {word.rstrip("s") for word in re.findall(r"\w+", text.lower())}


def examples(number: int, sheet: Sheet, gold: dict[str, Any]) -> Iterator[Example | Told]:
    """What one article teaches."""
    names = Names(gold)
    told = [(t, shows(sheet, t), *names.parties(t["supplier"], t["recipient"])) for t in gold["transfers"]]
    for entry in sheet.entries():
        here = [x for x in told if entry.sentence in x[1] and speaks_of(sheet, entry.anchor, x[0])]
        named = {names(name) for name, candidate in entry.candidates.items() if candidate.here} | {""}
        here += [  # gold without evidence: any sentence that names both sides may be it
            x for x in told if not x[0].get("evidence") and x[2] & named and x[3] & named and speaks_of(sheet, entry.anchor, x[0])
        ]
        stages = {x[0]["stage"] for x in here if not x[0]["optional"]}
        if len(stages) == 1 and stages != {""}:
            seen = list(dict.fromkeys(stage.features(sheet, entry)))
            read = next(f.partition("=")[2] for f in seen if f.startswith("read="))
            yield Told(number, seen, stages.pop(), read)
        called = {name: names(name) if name else "" for name in (NOBODY, *entry.candidates)}
        for giver, taker in itertools.permutations(called, 2):
            right: bool | None = any(called[giver] in s and called[taker] in r for _, _, s, r in here)
            if not right and any(called[giver] in s and called[taker] in r for _, _, s, r in told):
                right = None
            one = entry.candidates[giver].features if giver else ["none"]
            other = entry.candidates[taker].features if taker else ["none"]
            both = flows.of_both(sheet, entry, giver, taker)
            parts = ((ANCHOR, entry.features), (GIVER, one), (TAKER, other), (PAIR, both))
            seen = [f"{part} {feature}" for part, found in parts for feature in dict.fromkeys(found)]
            yield Example(number, (giver, taker), entry.anchor.concept, seen, right)


def teach(
    texts: Sequence[tuple[Article, dict[str, Any]]], nlp: Language, ontology: Ontology
) -> tuple[list[Example], list[Told]]:
    """What articles with gold teach, of pairs and of stages."""
    pairs: list[Example] = []
    told: list[Told] = []
    for number, (doc, (_, gold)) in enumerate(zip(language.read_all(nlp, (a for a, _ in texts)), texts, strict=True)):
        spans.annotate(doc, ontology)
        reader = frames.Reader(doc, ontology)
        found = reader.frames()
        sheet = Sheet(reader, found, transfers.by_frames(doc, found, ontology), EVENT, ROLES)
        for example in examples(number, sheet, gold):
            if isinstance(example, Told):
                told.append(example)
            else:
                pairs.append(example)
    return pairs, told


class Columns:
    """The features of examples as columns of a sparse matrix of 0 and 1."""

    def __init__(self, rows: Sequence[Sequence[str]], least: int) -> None:
        counted = Counter(itertools.chain.from_iterable(rows))
        self.names = sorted(name for name, count in counted.items() if count >= least)
        self.at = {name: n for n, name in enumerate(self.names)}

    def matrix(self, rows: Sequence[Sequence[str]]) -> sparse.csr_matrix:
        places = [sorted(self.at[f] for f in row if f in self.at) for row in rows]
        ends = np.cumsum([0, *map(len, places)])
        inside = np.fromiter(itertools.chain.from_iterable(places), dtype=np.int32, count=int(ends[-1]))
        return sparse.csr_matrix((np.ones(len(inside), np.float32), inside, ends), shape=(len(rows), len(self.names)))


def fit(pairs: Sequence[Example], told: Sequence[Told]) -> Weights:
    """The weights of both models."""
    pairs = [x for x in pairs if x.right is not None]
    columns = Columns([x.features for x in pairs], LEAST)
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=300, random_state=0)
    model.fit(columns.matrix([x.features for x in pairs]), [x.right for x in pairs])
    parts: dict[str, dict[str, float]] = {part: {} for part in (ANCHOR, GIVER, TAKER, PAIR)}
    for name, weight in zip(columns.names, model.coef_[0], strict=True):
        part, _, feature = name.partition(" ")
        if abs(weight) >= KEPT_FROM:
            parts[part][feature] = round(float(weight), 4)
    columns = Columns([x.features for x in told], 3)
    stages = LogisticRegression(C=STAGE_STRENGTH, max_iter=1000)
    stages.fit(columns.matrix([x.features for x in told]), [x.stage for x in told])
    tables = {}
    for name, coefficients, bias in zip(stages.classes_, stages.coef_, stages.intercept_, strict=True):
        kept = {f: round(float(w), 4) for f, w in zip(columns.names, coefficients, strict=True) if abs(w) >= KEPT_FROM}
        tables[str(name)] = {"": round(float(bias), 4), **kept}
    return Weights(EVENT, ROLES, GOODS, round(float(model.intercept_[0]), 4), parts, tables)


def judge(learnt: Weights, example: Example) -> float:
    """The probability that the weights give to an example."""
    score = learnt.bias
    for feature in example.features:
        part, _, name = feature.partition(" ")
        score += learnt.parts[part].get(name, 0.0)
    return weights.probability(score)


def measure(
    pairs: Sequence[Example], told: Sequence[Told], golds: Sequence[dict[str, Any]], tested: int, folds: int
) -> None:
    """Print precision, recall and F1 of pairs by article, and the share of right stages, by cross-validation.

    Only the first ``tested`` articles are tested; the others (cases) are learnt from in every fold.
    """
    likely: list[dict[tuple[str, str], float]] = [{} for _ in golds]
    right = right_read = of = 0
    for fold in range(folds):

        def held(article: int, fold: int = fold) -> bool:
            return article < tested and article % folds == fold

        learnt = fit([x for x in pairs if not held(x.article)], [x for x in told if not held(x.article)])
        for x in pairs:
            if held(x.article):
                best = likely[x.article]
                best[x.pair] = max(judge(learnt, x), best.get(x.pair, 0.0))
        for t in told:
            if held(t.article):
                of += 1
                right += learnt.stage(t.features) == t.stage
                right_read += t.read == t.stage
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        found = wanted = hit = hits = 0
        for article in range(tested):
            names = Names(golds[article])
            gold = [(names.parties(t["supplier"], t["recipient"]), t["optional"]) for t in golds[article]["transfers"]]
            needed = {parties for parties, optional in gold if not optional}
            said = {
                names.parties([g] if g else [], [r] if r else [])
                for (g, r), p in likely[article].items()
                if p >= threshold
            }
            wanted += len(needed)
            hits += sum(any(evaluation.meet(parties, s) for s in said) for parties in needed)
            found += len(said)
            hit += sum(any(evaluation.meet(parties, s) for parties, _ in gold) for s in said)
        precision, recall = hit / max(1, found), hits / max(1, wanted)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"from {threshold:.1f}: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
    print(f"stages: learnt {right / max(1, of):.3f}, by the cues alone {right_read / max(1, of):.3f}, of {of}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--cases", type=Path, default=None, help="folder of cases to learn from as well")
    parser.add_argument("--folds", type=int, default=0, help="cross-validate over so many folds first")
    parser.add_argument("-o", "--output", type=Path, default=None)
    options = parser.parse_args()
    ontology, nlp = vocabulary.load(), language.load()
    texts = list(read_folders(options.folders))
    tested = len(texts)
    if options.cases is not None:
        texts.extend(read_cases(options.cases))
    pairs, told = teach(texts, nlp, ontology)
    print(
        f"{len(texts)} texts, {len(pairs)} pairs, {sum(x.right is True for x in pairs)} right, {len(told)} with a stage"
    )
    if options.folds:
        measure(pairs, told, [gold for _, gold in texts], tested, options.folds)
    if options.output is not None:
        options.output.write_bytes(weights.encode(fit(pairs, told)))
        print(f"{options.output}: {options.output.stat().st_size} bytes")


if __name__ == "__main__":
    main()
