"""A graph against gold facts: precision, recall and F1 of what it says of each article.

Counting is by sets, an article at a time, so that saying a thing twice neither helps nor hurts. What the gold marks
optional counts neither as right nor as wrong. The graph is seen only through four saved questions (transfers, people,
organizations, treaties), so any graph that answers them can be scored.
"""

from __future__ import annotations

import itertools
import json
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import queries
from kg.errors import GoldError
from kg.letters import bare

QUESTIONS = ("transfers", "people", "organizations", "treaties")
# What is counted, in the order of the report.
LEVELS = ("transfer pair", "transfer pair+category", "transfer pair+category+stage")
TASKS = (*LEVELS, "people", "roles", "organizations", "treaties")
DETAILS = ("source", "denial", "quantity")
# A reader of the graph takes these for facts unless a denial stands beside them.
ASSERTED = frozenset({"delivered", "committed"})
# Gold of one of these stages gives an asserted flow no ground.
GROUNDLESS = frozenset({"withheld", "sought"})

# Spellings of countries in gold facts → one.
COUNTRIES: Mapping[str, str] = {
    "us": "united states", "u.s": "united states", "usa": "united states", "america": "united states",
    "united states of america": "united states", "uk": "united kingdom", "britain": "united kingdom",
    "great britain": "united kingdom", "republic of korea": "south korea", "rok": "south korea", "korea": "south korea",
    "dprk": "north korea", "democratic people's republic of korea": "north korea", "russian federation": "russia",
    "people's republic of china": "china", "czechia": "czech republic", "turkiye": "turkey", "türkiye": "turkey",
    "uae": "united arab emirates", "eu": "european union", "holland": "netherlands", "the netherlands": "netherlands",
    "burma": "myanmar",
}  # fmt: skip

Gold = dict[str, Any]
Answered = dict[str, str]
Parties = tuple[frozenset[str], frozenset[str]]
Fact = Hashable


@dataclass(slots=True)
class Tally:
    """What was found, missed and too much."""

    right: int = 0
    missed: list[tuple[str, Any]] = field(default_factory=list)
    extra: list[tuple[str, Any]] = field(default_factory=list)

    def figures(self) -> dict[str, float | int]:
        precision = _share(self.right, self.right + len(self.extra)) or 0.0
        recall = _share(self.right, self.right + len(self.missed)) or 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        rounded = {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
        return {**rounded, "tp": self.right, "fp": len(self.extra), "fn": len(self.missed)}


@dataclass(slots=True)
class Accuracy:
    """How many of those that could be right are."""

    right: int = 0
    of: int = 0

    def figures(self) -> dict[str, float | int | None]:
        share = _share(self.right, self.of)
        return {"accuracy": None if share is None else round(share, 4), "of": self.of}


@dataclass(slots=True)
class Score:
    """Everything that is counted; ``false_assertions.right`` counts the groundless ones."""

    articles: int = 0
    tasks: dict[str, Tally] = field(default_factory=lambda: {task: Tally() for task in TASKS})
    details: dict[str, Accuracy] = field(default_factory=lambda: {name: Accuracy() for name in DETAILS})
    false_assertions: Accuracy = field(default_factory=Accuracy)
    groundless: list[tuple[str, Any]] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        found: dict[str, Any] = {name: tally.figures() for name, tally in self.tasks.items()}
        found.update({name: detail.figures() for name, detail in self.details.items()})
        share = _share(self.false_assertions.right, self.false_assertions.of)
        found["false assertions"] = {
            "share": None if share is None else round(share, 4),
            "of": self.false_assertions.of,
        }
        return found


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


# -------------------------------------------------------------------------------------------------------- names


def fold(text: str) -> str:
    """The form in which names are compared: no case, accents, punctuation or leading article; one name per country."""
    text = bare(text or "").casefold()
    text = re.sub(r"[^\w'. ]", " ", text.replace("’", "'").replace("-", " "))
    text = re.sub(r"^(the|a|an) ", "", re.sub(r"\s+", " ", text).strip(" .'"))
    return COUNTRIES.get(text, text)


class Names:
    """The names in one article's gold, each under its main form; a surname stands for its person."""

    def __init__(self, gold: Gold) -> None:
        self.main: dict[str, str] = {}
        for entry in gold["people"] + gold["organizations"]:
            for form in [entry["name"], *entry.get("aliases", [])]:
                self.main.setdefault(fold(form), fold(entry["name"]))
        for person in gold["people"]:
            self.main.setdefault(fold(person["name"]).split(" ")[-1], fold(person["name"]))

    def __call__(self, text: str | None) -> str:
        key = fold(text or "")
        return self.main.get(key, key)

    def parties(self, supplier: Iterable[str], recipient: Iterable[str]) -> Parties:
        """Who may stand in either role; a company and its country are alternatives."""
        return tuple(frozenset({self(name) for name in side} or {""}) for side in (supplier, recipient))  # type: ignore[return-value]

    def row_parties(self, row: Answered) -> Parties:
        return self.parties(_parts(row.get("supplier")), _parts(row.get("recipient")))


def _parts(value: str | None) -> list[str]:
    return [part.strip() for part in (value or "").split("|") if part.strip()]


def meet(one: Parties, other: Parties) -> bool:
    return bool(one[0] & other[0]) and bool(one[1] & other[1])


# ------------------------------------------------------------------------------------------------------- inputs


def load_gold(folder: Path | str) -> dict[str, Gold]:
    """Gold facts by article, one JSON file each."""
    folder = Path(folder)
    if not folder.is_dir():
        raise GoldError(f"{folder}: no such folder; name a folder of <article>.json files")
    files = sorted(folder.glob("*.json"))
    if not files:
        raise GoldError(f"{folder}: holds no gold; gold facts are <article>.json files")
    return {file.stem: _read_gold(file) for file in files}


def _read_gold(file: Path) -> Gold:
    try:
        gold = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GoldError(f"{file}: not valid JSON ({error}); mend the place that the message names") from None
    wanted = ("people", "organizations", "treaties", "transfers")
    missing = [key for key in wanted if not isinstance(gold, dict) or not isinstance(gold.get(key), list)]
    if missing:
        raise GoldError(f"{file}: has no list {', '.join(missing)}; gold facts have the lists {', '.join(wanted)}")
    return dict(gold)


def load_answers(graph: ox.Store) -> dict[str, dict[str, list[Answered]]]:
    """The rows of the four questions, by question and article."""
    found: dict[str, dict[str, list[Answered]]] = {name: defaultdict(list) for name in QUESTIONS}
    for name, by_article in found.items():
        for row in queries.ask(graph, queries.find(name).sparql).rows:
            answered = {column: value.text for column, value in row.items()}
            by_article[answered.get("article", "").rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]].append(answered)
    return found


# ----------------------------------------------------------------------------------------------------- counting


def evaluate(gold_folder: Path | str, graph: ox.Store) -> Score:
    """Score a graph against a folder of gold facts."""
    golds = load_gold(gold_folder)
    answered = load_answers(graph)
    score = Score(articles=len(golds))
    for article, gold in golds.items():
        rows = {name: answered[name][article] for name in QUESTIONS}
        try:
            _score_article(score, article, gold, rows)
        except (KeyError, TypeError) as error:
            raise GoldError(
                f"{article}.json: an entry lacks {error}; compare it with a file that can be read"
            ) from None
    return score


def _score_article(score: Score, article: str, gold: Gold, rows: Mapping[str, Sequence[Answered]]) -> None:
    names = Names(gold)
    for level in LEVELS:
        wanted, allowed = (_transfers(gold, names, level, optional=optional) for optional in (False, True))
        predicted = _distinct(
            (*names.row_parties(row), *_tail(level, row.get("category", "unspecified"), row.get("stage", "")))
            for row in rows["transfers"]
        )
        _count(score.tasks[level], article, wanted, allowed, predicted, _same_transfer)
    _score_details(score, gold, names, rows["transfers"])
    _score_assertions(score, article, gold, names, rows["transfers"])
    for kind in ("people", "organizations"):
        wanted, allowed = (
            [names(entry["name"]) for entry in gold[kind] if optional or not entry["optional"]]
            for optional in (False, True)
        )
        predicted = _distinct(names(row.get("name", "")) for row in rows[kind])
        _count(score.tasks[kind], article, _distinct(wanted), allowed, predicted)
    wanted, allowed = (_roles(gold, names, optional=optional) for optional in (False, True))
    predicted = _distinct(
        _role(names(row.get("name", "")), row["role"], names(row.get("of", "")))
        for row in rows["people"]
        if row.get("role")
    )
    _count(score.tasks["roles"], article, wanted, allowed, predicted, _same_role)
    wanted, allowed = (_treaties(gold, names, optional=optional) for optional in (False, True))
    predicted = _once_each(
        _distinct(_treaty([r.get("name", "")], _parts(r.get("parties")), names) for r in rows["treaties"]), allowed
    )
    _count(score.tasks["treaties"], article, wanted, allowed, predicted, _same_treaty)


def _count(
    tally: Tally,
    article: str,
    wanted: Iterable[Fact],
    allowed: Sequence[Fact],
    predicted: Sequence[Fact],
    same: Callable[[Any, Any], bool] = lambda one, other: bool(one == other),
) -> None:
    """``wanted`` must be found; what is left over of ``predicted`` must be among ``allowed``."""
    left = list(predicted)
    for fact in wanted:
        hit = next((p for p in left if same(fact, p)), None)
        if hit is not None:
            left.remove(hit)
        elif not any(same(fact, p) for p in predicted):
            tally.missed.append((article, fact))
            continue
        tally.right += 1
    tally.extra.extend((article, p) for p in left if not any(same(fact, p) for fact in allowed))


def _distinct(facts: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(facts))


def _tail(level: str, category: str, stage: str) -> tuple[str, ...]:
    return {LEVELS[0]: (), LEVELS[1]: (category,), LEVELS[2]: (category, stage)}[level]


def _transfers(gold: Gold, names: Names, level: str, *, optional: bool) -> list[Any]:
    return _distinct(
        (*names.parties(entry["supplier"], entry["recipient"]), *_tail(level, item["category"], entry["stage"]))
        for entry in gold["transfers"]
        if optional or not entry["optional"]
        for item in entry["items"] or [{"category": "unspecified"}]
    )


def _same_transfer(one: Any, other: Any) -> bool:
    return meet(one[:2], other[:2]) and bool(one[2:] == other[2:])


def _role(person: str, title: str, of: str) -> tuple[str, frozenset[str], str]:
    words = frozenset(word for word in fold(title).split() if word not in {"of", "and", "for", "former", "minister's"})
    return person, words, of


def _roles(gold: Gold, names: Names, *, optional: bool) -> list[Any]:
    return [
        _role(names(person["name"]), role["title"], names(role["of"]))
        for person in gold["people"]
        if optional or not person["optional"]
        for role in person["roles"]
    ]


def _same_role(one: Any, other: Any) -> bool:
    enough = len(one[1] & other[1]) * 2 >= len(one[1] | other[1])
    return one[0] == other[0] and (not one[2] or one[2] == other[2]) and enough


def _treaty(
    forms: Iterable[str], parties: Iterable[str], names: Names
) -> tuple[tuple[frozenset[str], ...], frozenset[str]]:
    return tuple(frozenset(fold(form).split()) - {"of", "on", "and"} for form in forms), frozenset(map(names, parties))


def _treaties(gold: Gold, names: Names, *, optional: bool) -> list[Any]:
    return [
        _treaty([entry["name"], *entry["aliases"]], entry["parties"], names)
        for entry in gold["treaties"]
        if optional or not entry["optional"]
    ]


def _same_treaty(one: Any, other: Any) -> bool:
    pairs = itertools.product(one[0], other[0])
    return any(len(a & b) * 2 >= len(a | b) for a, b in pairs if a and b) or (bool(one[1]) and bool(one[1] == other[1]))


def _once_each(predicted: Sequence[Any], allowed: Sequence[Any]) -> list[Any]:
    """Two rows that name the same gold treaty count once."""
    kept, hits = [], []
    for fact in predicted:
        hit = next((gold for gold in allowed if _same_treaty(gold, fact)), None)
        if hit is None or hit not in hits:
            kept.append(fact)
            hits.append(hit)
    return kept


def _score_details(score: Score, gold: Gold, names: Names, rows: Sequence[Answered]) -> None:
    """Of the transfers that were found: whose word, whose denial, how many."""
    for entry in gold["transfers"]:
        if entry["optional"]:
            continue
        parties = names.parties(entry["supplier"], entry["recipient"])
        for item in entry["items"]:
            hits = [
                row
                for row in rows
                if meet(parties, names.row_parties(row))
                and row.get("category") == item["category"]
                and row.get("stage") == entry["stage"]
            ]
            if not hits:
                continue
            for detail, wanted, column in (
                ("source", entry["sources"], "sources"),
                ("denial", entry["denied_by"], "deniers"),
            ):
                if wanted:
                    said = {names(name) for name in wanted}
                    found = any(said & {names(name) for name in _parts(row.get(column))} for row in hits)
                    _mark(score.details[detail], found)
            if quantity := item.get("quantity"):
                near = any(abs(float(row.get("quantity") or 0) - quantity) < 1e-6 * quantity for row in hits)
                _mark(score.details["quantity"], near)


def _mark(accuracy: Accuracy, right: bool) -> None:
    accuracy.of += 1
    accuracy.right += right


def _score_assertions(score: Score, article: str, gold: Gold, names: Names, rows: Sequence[Answered]) -> None:
    """Flows that a reader of the graph would take for a fact, and those of them that the gold gives no ground for."""
    flows = _distinct(
        names.row_parties(row)
        for row in rows
        if row.get("stage") in ASSERTED and not row.get("deniers") and row.get("supplier") and row.get("recipient")
    )
    for flow in flows:
        grounds = [
            entry
            for entry in gold["transfers"]
            if meet(names.parties(entry["supplier"], entry["recipient"]), flow)
            and entry["stage"] not in GROUNDLESS
            and not entry["denied_by"]
        ]
        _mark(score.false_assertions, not grounds)
        if not grounds:
            score.groundless.append((article, flow))


# ------------------------------------------------------------------------------------------------------ reports


def to_json(score: Score) -> str:
    return json.dumps({"articles": score.articles, **score.figures()}, indent=1) + "\n"


def to_table(score: Score, *, verbose: bool = False) -> str:
    lines = [f"{score.articles} articles"]
    lines += [
        f"{name:32}" + "  ".join(f"{key} {value}" for key, value in f.items()) for name, f in score.figures().items()
    ]
    if verbose:
        for name, tally in score.tasks.items():
            lines += [f"MISSED {name} {article} {_show(fact)}" for article, fact in tally.missed]
            lines += [f"EXTRA  {name} {article} {_show(fact)}" for article, fact in tally.extra]
        lines += [f"FALSE  assertion {article} {_show(flow)}" for article, flow in score.groundless]
    return "\n".join(lines) + "\n"


def _show(fact: Any) -> str:
    if isinstance(fact, frozenset):
        return "/".join(sorted(fact)) or "?"
    if isinstance(fact, tuple):
        return " · ".join(_show(part) for part in fact)
    return str(fact)
