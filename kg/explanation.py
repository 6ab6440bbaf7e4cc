"""Why the reader says what it says: a sentence's parse, frames, rules, operators and voices, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.extractors import claimants, flows, frames, spans, standing, transfers
from kg.extractors.fills import Frame
from kg.extractors.flows import attributing, resolving
from kg.extractors.flows.sheet import Entry, Pair, Sheet
from kg.extractors.flows.weights import Weights, load
from kg.ontology import Ontology
from kg.records import Claim

if TYPE_CHECKING:
    from spacy.tokens import Doc

WORTH_TELLING = 0.25  # from which a pair that the judge weighs is told
REASONS = 5  # told for a pair, the weightiest


def explain(doc: Doc, ontology: Ontology) -> Iterator[str]:
    """Lines that show, for each sentence, its parse, and for each frame what filled it and what it came to."""
    spans.annotate(doc, ontology)
    reader = frames.Reader(doc, ontology)
    found = reader.frames()
    learnt = load()
    claims = transfers.by_frames(doc, found, ontology)
    sheet, judged = flows.judge(reader, found, claims, learnt)
    for sentence in doc.sents:
        if not sentence.text.strip():
            continue
        yield f"sentence   {sentence.text.strip()}"
        yield "parse      " + " ".join(
            f"{t.text}[{t.i} {t.tag_} {t.dep_}→{t.head.i}]" for t in sentence if not t.is_space
        )
        names = [m for m in doc._.mentions if sentence.start <= m.start < sentence.end]
        yield "mentions   " + (
            "; ".join(f"{doc[m.start : m.end].text} = {m.name} ({m.kind}, {m.form})" for m in names) or "none"
        )
        here = [frame for frame in found if sentence.start <= frame.token < sentence.end]
        if not here:
            yield "frames     none"
        for frame in here:
            yield from _explain_frame(doc, frame, ontology)
        for entry, likely in judged:
            if sentence.start <= entry.anchor.token < sentence.end:
                yield from _explain_verdict(sheet, entry, likely, learnt)
        yield ""
    told = [claim for claim, _ in flows.propose(sheet, judged, claims, learnt)]
    yield from _explain_rows(doc, told, judged, learnt, alone=sheet.alone)


def _explain_frame(doc: Doc, frame: Frame, ontology: Ontology) -> Iterator[str]:
    trigger = frame.trigger
    at = f"{doc[frame.token].text}[{frame.token}]"
    yield f"frame      {trigger.evokes}, by the {trigger.pos} “{trigger.lemma}” (pattern {trigger.pattern}) at {at}"
    for fill in frame.fills:
        for party in fill.parties:
            yield f"  {fill.role:12} {party.actor.name}, by {fill.rule}; {party.rule} ({doc[party.token].text}[{party.token}])"
        for item in fill.items:
            words = doc[item.start : item.end].text
            yield f"  {fill.role:12} {words} ({item.concept}), by {fill.rule}"
    state, stage = standing.staged(doc[frame.token], trigger, ontology)
    for operator in state.operators:
        change = f"{operator.before or 'open'} → {operator.after or 'open'}"
        yield f"  operator     {doc[operator.token].text}[{operator.token}] {operator.effect}: {change}"
    affirming, denying = claimants.of_event(doc[frame.token], state, ontology)
    yield f"  stage        {stage} ({state.certainty})"
    yield f"  said by      {', '.join(a.name for a in affirming) or 'the article itself'}"
    if denying:
        yield f"  denied by    {', '.join(a.name for a in denying)}"


def _explain_verdict(sheet: Sheet, entry: Entry, likely: dict[Pair, float], learnt: Weights) -> Iterator[str]:
    at = f"{sheet.doc[entry.anchor.token].text}[{entry.anchor.token}]"
    for pair, probability in sorted(likely.items(), key=lambda x: (-x[1], x[0])):
        if probability < WORTH_TELLING:
            break
        giver, taker = (name or "nobody named" for name in pair)
        yield f"judge      {giver} → {taker}, at {at}: {probability:.2f}"
        for weight, feature in flows.reasons(sheet, entry, pair, learnt)[:REASONS]:
            yield f"  {weight:+12.2f} {feature}"
        stages = sorted(flows.stages_at(sheet, entry, pair, learnt).items(), key=lambda x: (-x[1], x[0]))
        yield "  stage        " + ", ".join(f"{stage} {share:.2f}" for stage, share in stages if share >= WORTH_TELLING)
    if entry.seen is not None and likely and max(likely.values()) >= WORTH_TELLING:
        affirming, _, _ = attributing.by_rules(sheet, entry)
        who = attributing.vouching(sheet, entry, {actor.name for actor in affirming}, learnt)
        yield f"  said by      {who or 'the article itself'}"
        sides = [entry.candidates[name].actor for name in max(likely, key=lambda pair: likely[pair]) if name]
        if denying := attributing.denying(sheet, entry, sides):
            yield f"  denied by    {', '.join(denying)}"


def _explain_rows(
    doc: Doc, told: list[Claim], judged: resolving.Judged, learnt: Weights, *, alone: bool
) -> Iterator[str]:
    """Which of the flows that may be told of stand, and why."""
    rows = resolving.rows_of(told, learnt, judged)
    for row in rows:
        found = resolving.features(doc._.article, told, rows, row)
        likely = resolving.likely(found, learnt.rows)
        sides = "; ".join(f"{giver or 'nobody named'} → {taker or 'nobody named'}" for giver, taker in row.sides)
        verdict = "stands" if resolving.stands(row, likely, alone=alone) else "falls"
        yield f"flow       {sides}, {row.concept}: {likely:.2f}, {verdict}"
        for weight, feature in resolving.reasons(found, learnt.rows)[:REASONS]:
            yield f"  {weight:+12.2f} {feature}"
