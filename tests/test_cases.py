"""The frames against `cases/`, and what the judge makes of them: short sentences, with what must be read, what not, and why.

There is a file for each phenomenon.

A case holds
    id      its name, unique in its file
    text    a few sentences, a blank line between paragraphs; `kind: title` where they are a headline
    reads   what must be read: supplier and recipient (absent: nobody is named), category, stage (a list: any of them),
            and where they matter quantity (`none`: no count), sources and deniers (one of them must be found; `[]`:
            nobody), item (words), value, date (`none`: no time). A reading that lists no deniers must not be denied.
    may     what a careful reader may read as well, or instead where it names a party that `reads` leaves open
    not     temptations: partial patterns of what must not be read, or `any`
    why     one line
Whatever is read beyond `reads` and `may` is a misreading. Misreadings that are known stand in `cases/open.txt`, a line
each, and must go from there as soon as they are mended. `python -m tests.test_cases [FILE …]` prints a summary by
phenomenon, and tells at length of the files or cases named.
"""

from __future__ import annotations

import functools
import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg import explanation, language
from kg import ontology as vocabulary
from kg.extractors import frames, spans, transfers
from kg.letters import bare
from kg.records import Actor, Article, Claim, Paragraph

CASES = Path(__file__).parent / "cases"
OPEN = CASES / "open.txt"
JUDGED_RIGHT = 0.93  # of the cases that frames read rightly, those that the judge must leave right
PUBLISHED = "2024-07-01"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FIELDS = {"supplier", "recipient", "category", "stage", "quantity", "sources", "deniers", "item", "value", "date"}


@dataclass(frozen=True)
class Pattern:
    """What must or must not be read; None asks nothing of a field, an empty tuple asks that nobody is named."""

    supplier: tuple[str, ...] | None
    recipient: tuple[str, ...] | None
    category: tuple[str, ...] | None
    stage: tuple[str, ...] | None
    quantity: float | str | None = None
    sources: tuple[str, ...] | None = None
    deniers: tuple[str, ...] | None = None
    item: str | None = None
    value: str | None = None
    date: str | None = None

    def __str__(self) -> str:
        parts = [
            f"{_listed(self.supplier)} → {_listed(self.recipient)}",
            _either(self.category, "any goods"),
            _either(self.stage, "any stage"),
        ]
        parts += [f"quantity {self.quantity}"] if self.quantity is not None else []
        parts += [f"said by {_listed(self.sources)}"] if self.sources is not None else []
        parts += [f"denied by {_listed(self.deniers)}"] if self.deniers else []
        return ", ".join(parts)


@dataclass
class Row:
    """One flow at one stage, as read: the claims on it united."""

    supplier: tuple[Actor, ...]
    recipient: tuple[Actor, ...]
    category: str
    stage: str
    quantities: set[float] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    sources: set[Actor] = field(default_factory=set)
    deniers: set[Actor] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        parts = [
            f"{_named(self.supplier)} → {_named(self.recipient)}",
            f"{self.category} ({' | '.join(sorted(self.words))})",
            self.stage,
        ]
        parts += [f"quantity {' | '.join(f'{q:g}' for q in sorted(self.quantities))}"] if self.quantities else []
        parts += [f"said by {_named(self.sources)}"] if self.sources else []
        parts += [f"denied by {_named(self.deniers)}"] if self.deniers else []
        return ", ".join(parts)


@dataclass(frozen=True)
class Case:
    """One sentence with what a careful reader makes of it."""

    id: str  # file and name: "dative/give-bare"
    text: str
    kind: str
    reads: tuple[Pattern, ...]
    may: tuple[Pattern, ...]
    barred: tuple[Pattern, ...]
    why: str

    @property
    def phenomenon(self) -> str:
        return self.id.split("/")[0]


# --- the cases, from their files ---


def load(paths: Iterable[Path]) -> Iterator[Case]:
    """The cases of some files, in order."""
    for path in paths:
        for entry in yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER):
            barred = entry.get("not") or []
            yield Case(
                f"{path.stem}/{entry['id']}",
                entry["text"],
                entry.get("kind", "body"),
                tuple(_pattern(p, named=True) for p in entry["reads"]),
                tuple(_pattern(p, named=True) for p in entry.get("may") or ()),
                tuple(_pattern(p, named=False) for p in ([{}] if barred == "any" else barred)),
                entry["why"],
            )


def _pattern(entry: dict[str, Any], *, named: bool) -> Pattern:
    unknown = entry.keys() - FIELDS
    if unknown:
        raise ValueError(f"{entry}: no such field: {', '.join(sorted(unknown))}; there are {', '.join(sorted(FIELDS))}")
    given = dict(entry)
    for party in ("supplier", "recipient"):
        given[party] = _many(given[party]) if party in given else () if named else None
    for name in ("category", "stage", "sources", "deniers"):
        if name in given:
            given[name] = _many(given[name])
    return Pattern(**{"category": None, "stage": None, **given})


def _many(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def load_open() -> dict[str, str]:
    """The misreadings that are known, with the reason."""
    lines = OPEN.read_text(encoding="utf-8").splitlines() if OPEN.exists() else []
    entries = (line.partition(" ") for line in lines if line.strip() and not line.startswith("#"))
    return {name: reason.strip() for name, _, reason in entries}


ALL = tuple(load(sorted(CASES.glob("*.yaml"))))
KNOWN = load_open()


# --- reading them ---


def article_of(case: Case) -> Article:
    digest = hashlib.sha256(case.text.encode()).hexdigest()
    title = case.text if case.kind == "title" else ""
    paragraphs = tuple(Paragraph(m.start(), m.end(), case.kind) for m in re.finditer(r".+(?:\n.+)*", case.text))
    return Article(case.id, case.id, title, "", PUBLISHED, (), case.text, paragraphs, digest)


@functools.cache
def shipped() -> tuple[Any, vocabulary.Ontology]:
    """The pipeline and the ontology that the package ships."""
    return language.load(), vocabulary.load()


def read_all(cases: Iterable[Case]) -> tuple[dict[str, tuple[Row, ...]], dict[str, tuple[Row, ...]]]:
    """What the frames make of each case, and what frames and judge together do, all given to the pipeline at once."""
    nlp, ontology = shipped()
    framed: dict[str, tuple[Row, ...]] = {}
    judged: dict[str, tuple[Row, ...]] = {}
    for doc in language.read_all(nlp, [article_of(case) for case in cases]):
        spans.annotate(doc, ontology)
        by_frames = transfers.by_frames(doc, frames.find(doc, ontology), ontology)
        framed[doc._.article.id] = tuple(rows(transfers.with_denials(doc, by_frames, ontology)))
        judged[doc._.article.id] = tuple(rows(transfers.extract(doc, ontology)))
    return framed, judged


def rows(claims: Iterable[Claim]) -> list[Row]:
    """Claims united by parties, category and stage."""
    found: dict[tuple[object, ...], Row] = {}
    for claim in claims:
        if claim.event.kind != "ArmsTransfer":
            continue
        supplier, recipient = claim.event.actors("supplier"), claim.event.actors("recipient")
        for concept in [concept for _, concept, _ in claim.event.things] or ["unspecified"]:
            key = (supplier, recipient, concept, claim.stage)
            row = found.setdefault(key, Row(supplier, recipient, concept, claim.stage))
            for _, filler in claim.fillers:
                row.words.add(filler.words)
                if filler.quantity is not None and filler.quantity.value is not None:
                    row.quantities.add(filler.quantity.value)
            (row.deniers if claim.stance == "denies" else row.sources).update(claim.claimants)
            if claim.value is not None:
                row.values.add(f"{claim.value.currency} {claim.value.amount:.0f}")
            if claim.date is not None:
                row.dates.add(claim.date.label())
    return list(found.values())


# --- comparing ---


def misreadings(case: Case, found: Iterable[Row]) -> Iterator[str]:
    """What is wrong with a reading of a case, in words; nothing where it is right."""
    found = list(found)
    for pattern in case.reads:
        hits = [row for row in found if matches(pattern, row) or _fuller(pattern, row, case.may)]
        if hits:
            yield from _details(pattern, hits)
        else:
            yield f"not read: {pattern}"
    for row in found:
        if any(matches(pattern, row) and _closely(pattern, row) for pattern in case.barred):
            yield f"must not be read: {row}"
        elif not any(matches(pattern, row) for pattern in (*case.reads, *case.may)):
            yield f"read, but not said: {row}"


def matches(pattern: Pattern, row: Row) -> bool:
    """Whether parties, category and stage agree."""
    return (
        _same_party(pattern.supplier, row.supplier)
        and _same_party(pattern.recipient, row.recipient)
        and (pattern.category is None or row.category in pattern.category)
        and (pattern.stage is None or row.stage in pattern.stage)
    )


def _fuller(pattern: Pattern, row: Row, may: Iterable[Pattern]) -> bool:
    """Whether a row names a party that the pattern leaves open, where a reader may well fill it in."""
    opened = replace(pattern, supplier=pattern.supplier or None, recipient=pattern.recipient or None)
    return opened != pattern and matches(opened, row) and any(matches(other, row) for other in may)


def _closely(pattern: Pattern, row: Row) -> bool:
    """For a barred pattern that has a count or names deniers ("any": whoever), whether the row has them."""
    counted = pattern.quantity is None or pattern.quantity in row.quantities
    deniers = row.deniers if pattern.deniers == ("any",) else _among(pattern.deniers or (), row.deniers)
    return counted and (pattern.deniers is None or bool(deniers))


def _details(pattern: Pattern, hits: list[Row]) -> Iterator[str]:
    quantities = {q for row in hits for q in row.quantities}
    if pattern.quantity == "none" and quantities:
        yield f"a count of {quantities} was read: {pattern}"
    elif isinstance(pattern.quantity, int | float) and pattern.quantity not in quantities:
        yield f"count not read, but {quantities or 'none'}: {pattern}"
    sources, deniers = {a for row in hits for a in row.sources}, {a for row in hits for a in row.deniers}
    if pattern.sources == () and sources:
        yield f"the article's own words were put in the mouth of {_named(sources)}: {pattern}"
    elif pattern.sources and not _among(pattern.sources, sources):
        yield f"said by {_named(sources)} instead: {pattern}"
    if not pattern.deniers and deniers:
        yield f"nobody denies it, but {_named(deniers)} was read: {pattern}"
    elif pattern.deniers and not _among(pattern.deniers, deniers):
        yield f"denied by {_named(deniers)} instead: {pattern}"
    if pattern.item is not None and not any(_fold(pattern.item) in _fold(words) for row in hits for words in row.words):
        yield f"other words were read as the goods: {pattern}"
    for asked, read in (
        (pattern.value, {v for row in hits for v in row.values}),
        (pattern.date, {d for row in hits for d in row.dates}),
    ):
        if asked == "none" and not read:
            continue
        if asked is not None and asked not in read:
            yield f"{read or 'nothing'} was read for {asked}: {pattern}"


def _same_party(asked: tuple[str, ...] | None, actors: tuple[Actor, ...]) -> bool:
    if asked is None:
        return True
    if not asked:
        return not actors
    return _among(asked, actors)


def _among(asked: tuple[str, ...], actors: Iterable[Actor]) -> bool:
    return any(_is(name, actor) for name in asked for actor in actors)


def _is(name: str, actor: Actor) -> bool:
    """Whether an actor goes by a name or belongs to the country of that name; groups are described at any length."""
    known = shipped()[1].actors.get(actor.iri)
    if _fold(name) in {_fold(actor.name), *(_fold(label) for label in ((known.name, *known.labels) if known else ()))}:
        return True
    if actor.kind == "Country":
        return False
    if _fold(name) == _fold(actor.country) and actor.kind != "ArmedGroup":
        return True
    short, long = sorted((_head(name), _head(actor.name)), key=len)
    return bool(short) and any(long[i : i + len(short)] == short for i in range(len(long)))


def _head(name: str) -> list[str]:
    """The words of a description without the place that it adds ("rebels in Chad")."""
    return _fold(name).partition(" in ")[0].split()


def _fold(text: str) -> str:
    plain = bare(text).casefold()
    return re.sub(r"^the ", "", re.sub(r"[^\w']+", " ", plain).strip())


def _listed(names: tuple[str, ...] | None) -> str:
    return "anybody" if names is None else " or ".join(names) or "nobody"


def _either(names: tuple[str, ...] | None, anything: str) -> str:
    return anything if names is None else " or ".join(names)


def _named(actors: Iterable[Actor]) -> str:
    return ", ".join(sorted(a.name or a.office or a.kind for a in actors)) or "nobody"


# --- the tests ---


@pytest.fixture(scope="session")
def readings() -> tuple[dict[str, tuple[Row, ...]], dict[str, tuple[Row, ...]]]:
    return read_all(ALL)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.id)
def test_reads_as_a_careful_reader(
    case: Case, readings: tuple[dict[str, tuple[Row, ...]], dict[str, tuple[Row, ...]]]
) -> None:
    framed = readings[0]
    wrong = list(misreadings(case, framed[case.id]))
    if case.id in KNOWN:
        assert wrong, f"{case.id}: is read rightly now; remove it from open.txt"
        pytest.xfail(KNOWN[case.id])
    if wrong:
        pytest.fail(complaint(case, framed[case.id], wrong), pytrace=False)


def test_the_judge_leaves_what_frames_read_rightly(
    readings: tuple[dict[str, tuple[Row, ...]], dict[str, tuple[Row, ...]]],
) -> None:
    """The judge learns from whole articles and may err on a case by itself, but seldom."""
    framed, judged = readings
    right = [case for case in ALL if not list(misreadings(case, framed[case.id]))]
    still = [case for case in right if not list(misreadings(case, judged[case.id]))]
    assert len(still) >= JUDGED_RIGHT * len(right), sorted({c.id for c in right} - {c.id for c in still})
    assert len(still) < len(right) or any(framed[c.id] != judged[c.id] for c in ALL), "the judge has judged nothing"


def test_cases_are_well_formed() -> None:
    ontology = shipped()[1]
    categories = {concept.category for concept in ontology.concepts.values()}
    assert len({case.id for case in ALL}) == len(ALL)
    assert set(KNOWN) <= {case.id for case in ALL}, "open.txt names cases that do not exist"
    for case in ALL:
        for pattern in (*case.reads, *case.may, *case.barred):
            assert set(pattern.category or ()) <= categories, f"{case.id}: {pattern.category}: no such category"
            assert set(pattern.stage or ()) <= ontology.stages.keys(), f"{case.id}: {pattern.stage}: no such stage"
        assert all(pattern.stage and pattern.category for pattern in case.reads), (
            f"{case.id}: a reading needs category and stage"
        )


def test_categories_are_all_covered() -> None:
    read = {category for case in ALL for pattern in case.reads for category in pattern.category or ()}
    stages = {stage for case in ALL for pattern in case.reads for stage in pattern.stage or ()}
    assert len(read) == 13
    assert len(stages) == 6


def complaint(case: Case, found: Iterable[Row], wrong: Iterable[str]) -> str:
    """A misreading told at length: the sentence, what is wrong, what was read, and how the reader came to it."""
    nlp, ontology = shipped()
    lines = [f"{case.id}: {case.text}", f"why: {case.why}", *(f"  {line}" for line in wrong)]
    lines += ["read:", *(f"  {row}" for row in found)]
    lines += [f"  {line}" for line in explanation.explain(language.read(nlp, article_of(case)), ontology)]
    return "\n".join(lines)


def main(names: list[str]) -> int:
    """Print right, open and wrong readings by phenomenon, and what is wrong with those that are not right."""
    cases = [case for case in ALL if not names or case.phenomenon in names or case.id in names]
    found, _ = read_all(cases)
    wrong = {case.id: list(misreadings(case, found[case.id])) for case in cases}
    for case in cases:
        if wrong[case.id] and names:
            print(complaint(case, found[case.id], wrong[case.id]), end="\n\n")
        elif wrong[case.id]:
            print(f"{case.id}: {case.text}", *(f"    {line}" for line in wrong[case.id]), sep="\n")
    for case in cases:
        if case.id in KNOWN and not wrong[case.id]:
            print(f"{case.id}: is read rightly now; remove it from open.txt")
    print(f"\n{'phenomenon':36}{'cases':>6}{'right':>6}{'open':>6}{'wrong':>6}")
    for name in [*dict.fromkeys(case.phenomenon for case in cases), "all"]:
        here = [case.id for case in cases if name in {case.phenomenon, "all"}]
        bad = [case_id for case_id in here if wrong[case_id]]
        known = sum(case_id in KNOWN for case_id in bad)
        print(f"{name:36}{len(here):6}{len(here) - len(bad):6}{known:6}{len(bad) - known:6}")
    return int(any(wrong[case.id] and case.id not in KNOWN for case in cases))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
