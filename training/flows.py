"""Trains the judge of flows: folders of articles with gold facts (and the reader's cases) → ``kg/data/flows.json.gz``.

    python -m training.flows FOLDER... [--cases tests/cases] [--start kg/data/flows.json.gz] [--held FILE]
        [--folds 5] [-o kg/data/flows.json.gz]

A folder holds ``articles/*.txt`` and ``gold/*.json`` in the format of the scorer, each transfer with its ``evidence`` (words of the
article), or ``*.facts`` (``training.facts``). At every anchor, each pair of sides in reach is an example: right where the
evidence of a gold transfer between them is in the anchor's sentence and speaks of its goods, left out where the article
tells of such goods between them elsewhere, wrong otherwise. Two log-linear models are fitted, each with a Gaussian prior around the
weights to start from (nought where there are none): whether there is a flow, and its stage. The articles that ``--held`` names,
which neither this nor the encoder learns from, tell how much it is trusted beside the features and the rules, and which of
the flows that an article may tell of stand.
``--folds`` first measures by cross-validation over articles, so that no article is judged by what was learnt from it.
"""

from __future__ import annotations

import argparse
import itertools
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import yaml
from scipy import optimize, sparse

from kg import evaluation, language
from kg import ontology as vocabulary
from kg.articles import Options, find, load
from kg.evaluation import Names
from kg.extractors import flows, frames, spans, transfers
from kg.extractors.flows import anchors, attributing, encoder, resolving, stage, weights
from kg.extractors.flows.encoder import STAGES, VOICES, Encoder, Impression
from kg.extractors.flows.sheet import NOBODY, Entry, Pair, Sheet
from kg.extractors.flows.weights import ANCHOR, GIVER, PAIR, TAKER, Weights
from kg.odds import probability
from kg.records import Article, Paragraph
from training import facts

EVENT, ROLES, GOODS = "ArmsTransfer", ("supplier", "recipient"), "item"
PRECISION = 40.0  # of the Gaussian around the weights of flows: high, since most features are seen a few times
STAGE_PRECISION = 5.0
ROW_PRECISION = 2.0
LEAST, STAGE_LEAST = 6, 3  # times that a feature must be seen
FRAMES_KNOW = 1.3  # log-odds by which those whom frames name as speakers are likelier than those whom rules name at an anchor
OFTEN = 3  # times that an article of a corpus counts beside the invented texts, which are many and only like news
KEPT_FROM = 0.004  # weights nearer to nought than this say nothing and are left out
PUBLISHED = "2024-07-01"  # of the cases

Gold = dict[str, Any]


@dataclass(slots=True)
class Place:
    """An anchor: which pairs are right (None: not to be learnt from), and the stage of right ones that have one only.

    ``voices`` has the names of those who may be told to say so or to deny it, {""} where nobody is; nothing where it is open.
    """

    entry: Entry
    labels: dict[Pair, bool | None] = field(default_factory=dict)
    stages: dict[Pair, str] = field(default_factory=dict)
    voices: dict[str, frozenset[str]] = field(default_factory=dict)  # of VOICES


@dataclass(slots=True)
class Lesson:
    """An article with its gold as the judge sees it; only those with ``tested`` count in cross-validation."""

    number: int
    article: Article
    gold: Gold
    tested: bool
    sheet: Sheet
    places: list[Place]

    @property
    def times(self) -> int:
        """How often it counts."""
        return OFTEN if self.tested and self.article.digest else 1


@dataclass(slots=True)
class Examples:
    """The pairs of some lessons, and the flows with a stage: a row of features each, with what is right."""

    features: list[list[str]] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    seen: list[float] = field(default_factory=list)  # log-odds that the encoder gives, where it was asked
    stage_features: list[list[str]] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)
    stages_seen: list[list[float]] = field(default_factory=list)


def read_folders(folders: Sequence[Path]) -> Iterator[tuple[Article, Gold]]:
    """The articles of corpora with their gold."""
    for folder in folders:
        for file in sorted(folder.glob("*.facts")):
            for text in facts.load(file):
                yield _article(text.id, text.text, text.published), text.gold
        if not (folder / "gold").is_dir():
            continue
        gold = evaluation.load_gold(folder / "gold")
        for article in load(find([folder / "articles"]), Options()):
            if isinstance(article, Exception):
                raise article
            if article.id in gold:
                yield article, gold[article.id]


def _article(name: str, text: str, published: str, kind: str = "body", *, headed: bool = True) -> Article:
    """A text with blank lines between its paragraphs; the first of several is its headline where it is ``headed``."""
    bounds = [(m.start(), m.end()) for m in re.finditer(r"(?:[^\n]|\n(?!\n))+", text)]
    title = headed and len(bounds) > 1
    paragraphs = tuple(Paragraph(*at, "title" if title and n == 0 else kind) for n, at in enumerate(bounds))
    return Article(name, name, "", "", published, (), text, paragraphs, "")


def read_cases(folder: Path) -> Iterator[tuple[Article, Gold]]:
    """The reader's own cases as articles with gold."""
    for file in sorted(folder.glob("*.yaml")):
        for case in yaml.safe_load(file.read_text(encoding="utf-8")):
            text = case["text"].strip()
            article = _article(f"{file.stem}-{case['id']}", text, PUBLISHED, case.get("kind", "body"), headed=False)
            told = [(t, False) for t in case.get("reads") or ()] + [(t, True) for t in case.get("may") or ()]
            gold = [_case_transfer(t, optional, text) for t, optional in told]
            yield article, {"people": [], "organizations": [], "transfers": gold}


def _case_transfer(told: Gold, optional: bool, text: str) -> Gold:
    def listed(value: Any) -> list[str]:
        return [] if value is None else [str(v) for v in value] if isinstance(value, list) else [str(value)]

    categories = listed(told.get("category")) or ["unspecified"]
    return {
        "supplier": listed(told.get("supplier")),
        "recipient": listed(told.get("recipient")),
        "items": [{"text": told.get("item") or "", "category": c} for c in categories],
        "stage": (listed(told.get("stage")) or [""])[0],
        "sources": listed(told["sources"]) if "sources" in told else None,
        "denied_by": listed(told.get("deniers")),
        "optional": optional,
        "evidence": [text],
    }


def shows(sheet: Sheet, transfer: Gold) -> set[int]:
    """The sentences in which a gold transfer's evidence stands."""
    text, found = sheet.doc._.article.text, set()
    for words in transfer.get("evidence") or ():
        match = re.search(r"\s+".join(map(re.escape, words.split())), text)
        if match is not None:
            found |= {
                n for n, s in enumerate(sheet.sentences) if s.start_char < match.end() and s.end_char > match.start()
            }
    return found


def speaks_of(sheet: Sheet, anchor: anchors.Anchor, transfer: Gold) -> bool:
    """Whether an anchor may be of a gold transfer's goods: an event or count always, goods by category or a word."""
    if anchor.kind != anchors.GOODS or anchor.item is None:
        return True
    words = _words(sheet.doc[anchor.item.start : anchor.item.end].text)
    things = transfer["items"] or [{"text": "", "category": "unspecified"}]
    return any(thing["category"] == anchor.concept or _words(thing["text"]) & words for thing in things)


def may_speak_of(sheet: Sheet, anchor: anchors.Anchor, transfer: Gold) -> bool:
    """Whether an anchor may take up a gold transfer that is told elsewhere: by its goods, or as "the weapons"."""
    return anchor.concept == "unspecified" or speaks_of(sheet, anchor, transfer)


def _words(text: str) -> set[str]:
    return {word.rstrip("s") for word in re.findall(r"\w+", text.lower())}


def read_lessons(folders: Sequence[Path], cases: Path | None = None) -> Iterator[Lesson]:
    """All texts of some folders, and the cases, as lessons."""
    texts = list(read_folders(folders))
    return teach(texts, list(read_cases(cases)) if cases is not None else [])


def teach(tested: Sequence[tuple[Article, Gold]], further: Sequence[tuple[Article, Gold]]) -> Iterator[Lesson]:
    """Articles with gold as the judge sees them, one at a time: each takes three megabytes, and there are thousands."""
    ontology, nlp = vocabulary.load(), language.load()
    texts = [*tested, *further]
    for number, (doc, (article, gold)) in enumerate(
        zip(language.read_all(nlp, (a for a, _ in texts)), texts, strict=True)
    ):
        spans.annotate(doc, ontology)
        reader = frames.Reader(doc, ontology)
        filled = reader.frames()
        sheet = Sheet(reader, filled, transfers.by_frames(doc, filled, ontology), EVENT, ROLES)
        yield Lesson(number, article, gold, number < len(tested), sheet, list(places(sheet, gold)))


def places(sheet: Sheet, gold: Gold) -> Iterator[Place]:
    """What one article teaches at each anchor."""
    names = Names(gold)
    told = [(t, shows(sheet, t), *names.parties(t["supplier"], t["recipient"])) for t in gold["transfers"]]
    for entry in sheet.entries():
        called = {name: _forms(names, entry.candidates[name].actor) for name in entry.candidates} | {NOBODY: {""}}
        here = [x for x in told if entry.sentence in x[1] and speaks_of(sheet, entry.anchor, x[0])]
        named = {form for name, candidate in entry.candidates.items() if candidate.here for form in called[name]} | {""}
        here += [  # gold without evidence: any sentence that names both sides may be it
            x for x in told if not x[0].get("evidence") and x[2] & named and x[3] & named and speaks_of(sheet, entry.anchor, x[0])
        ]
        place, shown = Place(entry), list[Gold]()
        for giver, taker in itertools.permutations((NOBODY, *entry.candidates), 2):
            between = [x for x in here if called[giver] & x[2] and called[taker] & x[3]]
            right: bool | None = bool(between)
            if all(x[0]["optional"] for x in between):
                elsewhere = [t for t, _, s, r in told if called[giver] & s and called[taker] & r]
                if between or any(may_speak_of(sheet, entry.anchor, t) for t in elsewhere):
                    right = None
            place.labels[giver, taker] = right
            reached = {x[0]["stage"] for x in between if not x[0]["optional"]} & set(STAGES)
            if right and len(reached) == 1:
                place.stages[giver, taker] = reached.pop()
            shown.extend(x[0] for x in between if right)
        for voice, key in zip(VOICES, ("sources", "denied_by"), strict=True):
            speaks = whose(sheet, names, [t[key] for t in shown if t.get(key) is not None])
            if speaks:
                place.voices[voice] = speaks
        yield place


def whose(sheet: Sheet, names: Names, told: Sequence[Sequence[str]]) -> frozenset[str]:
    """Those of an article's speakers whom gold names, {""} where it names nobody, none where it does not tell."""
    if not told or len({bool(each) for each in told}) > 1:
        return frozenset()
    wanted = {names(name) for each in told for name in each}
    if not wanted:
        return frozenset({NOBODY})
    return frozenset(name for name, each in sheet.speakers.items() if any(wanted & _forms(names, s.actor) for s in each))


def _forms(names: Names, actor: Any) -> set[str]:
    return {names(name) for name in (actor.name, actor.country) if name}


def features(sheet: Sheet, entry: Entry, pair: Pair) -> list[str]:
    """The features of a pair at an anchor, each with its part."""
    giver, taker = pair
    one = entry.candidates[giver].features if giver else ["none"]
    other = entry.candidates[taker].features if taker else ["none"]
    both = flows.of_both(sheet, entry, giver, taker)
    parts = ((ANCHOR, entry.features), (GIVER, one), (TAKER, other), (PAIR, both))
    return [sys.intern(f"{part} {feature}") for part, found in parts for feature in dict.fromkeys(found)]


def look(lesson: Lesson, network: Encoder) -> list[Impression | None]:
    """What the encoder makes of each anchor of an article."""
    flows.look(lesson.sheet, [place.entry for place in lesson.places], network=network)
    return [place.entry.seen for place in lesson.places]


def examples(lessons: Iterable[Lesson], seen: Mapping[str, list[Impression | None]] | None = None) -> Examples:
    """The examples of some lessons; ``seen`` (by article) leaves out those that the encoder was not asked about."""
    found = Examples()
    for lesson in lessons:
        for n, place in enumerate(lesson.places):
            impression = seen[lesson.article.id][n] if seen is not None else None
            if seen is not None and impression is None:
                continue
            for pair, right in place.labels.items():
                if right is None:
                    continue
                found.features.append(features(lesson.sheet, place.entry, pair))
                found.right.append(right)
                found.seen.append(impression.pair(*pair) if impression is not None else 0.0)
            for reached in sorted(set(place.stages.values())) if len(set(place.stages.values())) == 1 else ():
                found.stage_features.append(list(dict.fromkeys(stage.features(lesson.sheet, place.entry))))
                found.stages.append(reached)
                pair = min(place.stages)
                scores = impression.stage(*pair) if impression is not None else dict.fromkeys(STAGES, 0.0)
                found.stages_seen.append([scores[name] for name in STAGES])
    return found


class Columns:
    """The features of examples as columns of a sparse matrix of 0 and 1."""

    def __init__(self, rows: Sequence[Sequence[str]], least: int) -> None:
        counted = Counter(itertools.chain.from_iterable(rows))
        self.names = sorted(name for name, count in counted.items() if count >= least)
        self.at = {name: n for n, name in enumerate(self.names)}

    def matrix(self, rows: Sequence[Sequence[str]]) -> sparse.csr_matrix:
        columns = [sorted(self.at[f] for f in row if f in self.at) for row in rows]
        ends = np.cumsum([0, *map(len, columns)])
        inside = np.fromiter(itertools.chain.from_iterable(columns), dtype=np.int32, count=int(ends[-1]))
        return sparse.csr_matrix((np.ones(len(inside)), inside, ends), shape=(len(rows), len(self.names)))


def fit(lessons: Iterable[Lesson], start: Weights | None = None) -> Weights:
    """The weights of both models, ``start`` being where the Gaussians have their middle."""
    found = examples(lesson for lesson in lessons for _ in range(lesson.times))
    columns = Columns(found.features, LEAST)
    before = [_before(start, name) for name in columns.names]
    middle = np.array([*before, start.bias if start is not None else 0.0])
    fitted = _binary(columns.matrix(found.features), np.array(found.right, float), middle, PRECISION)
    parts: dict[str, dict[str, float]] = {p: dict(start.parts[p]) if start else {} for p in (ANCHOR, GIVER, TAKER, PAIR)}
    for name, weight in zip(columns.names, fitted[:-1], strict=True):
        part, _, feature = name.partition(" ")
        _keep(parts[part], feature, weight)
    stage_columns = Columns(found.stage_features, STAGE_LEAST)
    table = start.stages if start is not None else {}
    prior = np.array([[table.get(s, {}).get(name, 0.0) for s in STAGES] for name in (*stage_columns.names, "")])
    reached = np.array([STAGES.index(s) for s in found.stages])
    weighed = _many(stage_columns.matrix(found.stage_features), reached, prior, STAGE_PRECISION)
    stages = {s: dict(table.get(s, {})) for s in STAGES}
    for name, row in zip((*stage_columns.names, ""), weighed, strict=True):
        for s, weight in zip(STAGES, row, strict=True):
            _keep(stages[s], name, weight)
    mixes = (start.mix, start.stage_mix, start.voice_mix, start.rows) if start is not None else ()
    return Weights(EVENT, ROLES, GOODS, round(float(fitted[-1]), 4), parts, stages, *mixes)


def _before(start: Weights | None, name: str) -> float:
    part, _, feature = name.partition(" ")
    return start.parts[part].get(feature, 0.0) if start is not None else 0.0


def _keep(table: dict[str, float], name: str, weight: float) -> None:
    table.pop(name, None)
    if abs(weight) >= KEPT_FROM or not name:
        table[name] = round(float(weight), 4)


def _binary(rows: sparse.csr_matrix, right: Any, middle: Any, precision: float) -> Any:
    """Logistic regression with a Gaussian prior around ``middle``, whose last value is the bias', which has none."""
    turned = rows.T.tocsr()

    def lost(x: Any) -> tuple[float, Any]:
        odds = rows @ x[:-1] + x[-1]
        off, away = 1 / (1 + np.exp(-odds)) - right, x[:-1] - middle[:-1]
        loss = np.sum(np.logaddexp(0, odds) - right * odds) + precision / 2 * (away @ away)
        return loss, np.append(turned @ off + precision * away, off.sum())

    return optimize.minimize(lost, middle, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x


def _many(rows: sparse.csr_matrix, reached: Any, middle: Any, precision: float) -> Any:
    """Multinomial regression likewise: a row of weights for each column, and the biases' last."""
    turned, kinds = rows.T.tocsr(), middle.shape[1]
    hot = np.eye(kinds)[reached]

    def lost(x: Any) -> tuple[float, Any]:
        table = x.reshape(-1, kinds)
        odds = rows @ table[:-1] + table[-1]
        odds -= odds.max(1, keepdims=True)
        total = np.exp(odds).sum(1, keepdims=True)
        off, away = np.exp(odds) / total - hot, table[:-1] - middle[:-1]
        loss = np.sum(np.log(total)) - np.sum(odds * hot) + precision / 2 * np.sum(away * away)
        return loss, np.vstack([turned @ off + precision * away, off.sum(0)]).ravel()

    return optimize.minimize(lost, middle.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x.reshape(middle.shape)


def trust(
    learnt: Weights, apart: Sequence[Lesson], seen: Mapping[str, list[Impression | None]]
) -> tuple[tuple[float, float, float], tuple[float, float], tuple[float, float, float]]:
    """How much features, encoder and rules count, by articles ``apart`` that neither has learnt from.

    For flows (features, encoder, bias), for stages (features, encoder), and for whose word it is (encoder, rules, their silence).
    """
    found = examples(apart, seen)
    inputs = list(zip((_odds(learnt, row) for row in found.features), found.seen, strict=True))
    mix = _binary(sparse.csr_matrix(np.array(inputs)), np.array(found.right, float), np.zeros(3), 1.0)
    told = [
        (np.array([sum(learnt.stages[s].get(f, 0.0) for f in (*row, "")) for s in STAGES]), np.array(other), STAGES.index(reached))
        for row, other, reached in zip(found.stage_features, found.stages_seen, found.stages, strict=True)
    ]
    heard = [voice for lesson in apart for voice in _heard(lesson, seen[lesson.article.id])]

    def surprise(x: Any) -> float:
        odds = [x[0] * own + x[1] * other for own, other, _ in told]
        return float(sum(np.logaddexp.reduce(o) - o[at] for o, (_, _, at) in zip(odds, told, strict=True)))

    def unheard(x: Any) -> float:
        lost = 0.0
        for voices, named, implied, right in heard:
            odds = attributing.weighed(voices, named, tuple(x), implied=implied)
            lost += np.logaddexp.reduce(list(odds.values())) - np.logaddexp.reduce([odds[name] for name in right])
        return float(lost)

    by_stage = optimize.minimize(surprise, np.array([0.7, 0.3]), method="Nelder-Mead").x
    by_voice = optimize.minimize(unheard, np.array([0.7, 2.0, 1.0]), method="Nelder-Mead").x
    by_voice = by_voice + np.array([0.0, FRAMES_KNOW, 0.0])
    found_mixes = (tuple(round(float(x), 3) for x in each) for each in (mix, by_stage, by_voice))
    return tuple(found_mixes)  # type: ignore[return-value]


def rows(learnt: Weights, apart: Sequence[Lesson]) -> tuple[list[dict[str, float]], list[bool]]:
    """The rows of some articles as features, and whether gold has them; those that it may have are left out."""
    found: list[dict[str, float]] = []
    right: list[bool] = []
    for lesson in apart:
        reader, names = lesson.sheet.reader, Names(lesson.gold)
        filled = reader.frames()
        claims = transfers.by_frames(lesson.sheet.doc, filled, reader.ontology)
        sheet, judged = flows.judge(reader, filled, claims, learnt)
        told = [claim for claim, _ in flows.propose(sheet, judged, claims, learnt)]
        each = resolving.rows_of(told, learnt, judged)
        for row in each:
            event = told[row.at[0]].event
            sides = ([n for a in event.actors(role) for n in (a.name, a.country) if n] for role in learnt.roles)
            parties = names.parties(*sides)
            meant = [
                transfer["optional"]
                for transfer in lesson.gold["transfers"]
                if evaluation.meet(names.parties(transfer["supplier"], transfer["recipient"]), parties)
                and any(i["category"] == row.concept for i in transfer["items"] or [{"category": "unspecified"}])
            ]
            if meant and all(meant):
                continue
            found.append(resolving.features(lesson.article, told, each, row))
            right.append(bool(meant))
    return found, right


def weigh_rows(found: Sequence[Mapping[str, float]], right: Sequence[bool]) -> dict[str, float]:
    """The weight of each feature of a row."""
    names = sorted({name for row in found for name in row} - {""})
    table = np.array([[row.get(name, 0.0) for name in names] for row in found])
    fitted = _binary(sparse.csr_matrix(table), np.array(right, float), np.zeros(len(names) + 1), ROW_PRECISION)
    return {name: round(float(weight), 4) for name, weight in zip((*names, ""), fitted, strict=True)}


def _heard(
    lesson: Lesson, seen: Sequence[Impression | None]
) -> Iterator[tuple[Mapping[str, float], set[str], bool, frozenset[str]]]:
    """Where gold tells whose word a flow is: the encoder's log-odds, the names that rules find or imply, and the right names."""
    for place, impression in zip(lesson.places, seen, strict=True):
        if impression is None or "says" not in place.voices:
            continue
        odds = impression.voices["says"]
        right = place.voices["says"] & odds.keys()
        if right:
            named = {actor.name for actor in attributing.by_rules(lesson.sheet, place.entry)[0]}
            yield odds, named, not attributing.reports(lesson.sheet, place.entry), right


def _odds(learnt: Weights, row: Sequence[str]) -> float:
    return learnt.bias + sum(_before(learnt, name) for name in row)


def judge(learnt: Weights, row: Sequence[str]) -> float:
    """The probability that the features alone give to an example."""
    return probability(_odds(learnt, row))


def measure(lessons: Sequence[Lesson], start: Weights | None, folds: int) -> None:
    """Print precision, recall and F1 of pairs by article, by cross-validation of the features alone."""
    likely: dict[int, dict[Pair, float]] = {}
    for fold in range(folds):
        held = [x for x in lessons if x.tested and x.number % folds == fold]
        learnt = fit([x for x in lessons if not x.tested or x.number % folds != fold], start)
        for lesson in held:
            best = likely[lesson.number] = {}
            for place in lesson.places:
                for pair in place.labels:
                    found = judge(learnt, features(lesson.sheet, place.entry, pair))
                    best[pair] = max(found, best.get(pair, 0.0))
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        found = wanted = hit = hits = 0
        for lesson in (x for x in lessons if x.tested):
            names = Names(lesson.gold)
            gold = [(names.parties(t["supplier"], t["recipient"]), t["optional"]) for t in lesson.gold["transfers"]]
            needed = {parties for parties, optional in gold if not optional}
            said = {
                names.parties([g] if g else [], [r] if r else [])
                for (g, r), p in likely[lesson.number].items()
                if p >= threshold
            }
            wanted += len(needed)
            hits += sum(any(evaluation.meet(parties, s) for s in said) for parties in needed)
            found += len(said)
            hit += sum(any(evaluation.meet(parties, s) for parties, _ in gold) for s in said)
        precision, recall = hit / max(1, found), hits / max(1, wanted)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"from {threshold:.1f}: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")


def settle(learnt: Weights, apart: Sequence[Lesson]) -> Weights:
    """Weights with all that is learnt from articles ``apart`` that neither the features nor the encoder have seen."""
    mix, stage_mix, voice_mix = trust(learnt, apart, {x.article.id: look(x, encoder.load()) for x in apart})
    print(f"features and encoder count {mix}, for stages {stage_mix}, encoder and rules for whose word it is {voice_mix}")
    mixed = msgspec.structs.replace(learnt, mix=mix, stage_mix=stage_mix, voice_mix=voice_mix, rows={})
    return msgspec.structs.replace(mixed, rows=weigh_rows(*rows(mixed, apart)))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--cases", type=Path, default=None, help="folder of cases to learn from as well")
    parser.add_argument("--start", type=Path, default=None, help="weights to start from")
    parser.add_argument("--held", type=Path, help="names of the articles to learn nothing from but how much to trust")
    parser.add_argument("--folds", type=int, default=0, help="cross-validate over so many folds first")
    parser.add_argument("-o", "--output", type=Path, default=None)
    options = parser.parse_args()
    start = weights.decode(options.start.read_bytes()) if options.start is not None else None
    lessons: Iterable[Lesson] = read_lessons(options.folders, options.cases)
    if options.folds:
        lessons = list(lessons)
        measure(lessons, start, options.folds)
    if options.output is not None:
        held = set(options.held.read_text(encoding="utf-8").split()) if options.held is not None else set()
        apart: list[Lesson] = []
        learnt = fit(_without(held, lessons, apart), start)
        if held:
            learnt = settle(learnt, apart)
        options.output.write_bytes(weights.encode(learnt))
        print(f"{options.output}: {options.output.stat().st_size} bytes")


def _without(held: set[str], lessons: Iterable[Lesson], apart: list[Lesson]) -> Iterator[Lesson]:
    """The lessons to learn from; the others are put apart."""
    for lesson in lessons:
        if lesson.article.id in held:
            apart.append(lesson)
        else:
            yield lesson


if __name__ == "__main__":
    main()
