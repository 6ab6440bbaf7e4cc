"""Weighs how much each country is spoken of around an office; the weights were found on the development articles."""

from __future__ import annotations

from collections import defaultdict

from kg.extractors.names.spans import Span
from kg.extractors.offices.reader import Reader

ASIDE = frozenset({"to", "for", "in", "against", "from", "on", "at", "with", "into", "over"})
NEAR = {0: 1.0, 1: 0.5, 2: 0.25}  # by distance in sentences
FAR, FAR_SUM = 0.12, 0.5  # each further mention, and all of them at most
ASIDE_WEIGHT = 0.3  # where things go to, where they happen, whose firm it is
OPPOSITE = frozenset({"to", "against", "with", "toward", "towards"})
OPPOSED = -0.5  # the country that the person deals with in the same sentence
NEAREST, ADJOINING = 0.75, 3  # the last country before the office; within so many words even one that is aside
PAIRED_WEIGHT = 0.5  # one of two countries named together
ACTOR_WEIGHT = 1.5  # who does something
OBJECT_WEIGHT = 0.45  # what a verb acts on: accused Iran, visited Korea
# The country that the whole article is about, whose officials it need not introduce.
HOME_SHARE, HOME_FIRST, HOME_DATELINE = (
    5.0,
    1.0,
    1.5,
)  # its share of all mentions; named first; written from its capital


def weigh(reader: Reader, at: int, told: set[int], presidential: bool) -> dict[str, float]:
    """How much each country is spoken of around token ``at``."""
    near: dict[str, float] = defaultdict(float)
    far: dict[str, float] = defaultdict(float)
    here = reader.sentence[at]
    nearest: tuple[int, str] | None = None
    for span in reader.spans:
        if not span.country or span.kind == "Person":
            continue
        distance = abs(reader.sentence[span.start] - here)
        if distance not in NEAR:
            far[span.country] += FAR
            continue
        if span.start in told and span.start > at:
            continue
        if distance == 0 and span.start > at and reader.words[span.start - 1] in OPPOSITE:
            near[span.country] += OPPOSED
            continue
        weight = NEAR[distance] * share_of(reader, span, at)
        near[span.country] += weight
        gap = at - span.end
        beside = paired(reader, span.start - 1, -1) or paired(reader, span.end, 1)
        if distance == 0 and gap >= 0 and (weight >= NEAR[0] or (gap <= ADJOINING and not beside)):
            nearest = (span.end, span.country)
    if nearest is not None:
        near[nearest[1]] += NEAREST
    for i, word in enumerate(reader.words):
        if word == "administration" and i not in reader.span_of and abs(reader.sentence[i] - here) in NEAR:
            # an administration is a president's
            near[reader.lexicon.default_country] += (2.0 if presidential else 1.0) * NEAR[
                abs(reader.sentence[i] - here)
            ]
    return {c: near.get(c, 0.0) + min(far.get(c, 0.0), FAR_SUM) for c in {*near, *far}}


def weigh_home(reader: Reader) -> dict[str, float]:
    """How much the article as a whole is about each country."""
    named = [span for span in reader.spans if span.country and span.kind != "Person"]
    home: dict[str, float] = defaultdict(float)
    for span in named:
        home[span.country] += HOME_SHARE / len(named)
    if named:
        home[named[0].country] += HOME_FIRST
    for span in named:
        word = reader.texts[span.start]
        if span.form == "capital" and word.isupper() and len(word) > 2:  # "BUENOS AIRES - "
            home[span.country] += HOME_DATELINE
            break
    return home


def share_of(reader: Reader, span: Span, at: int) -> float:
    """How much of its weight a country's mention has for an office at ``at``."""
    if aside(reader, span):
        return ASIDE_WEIGHT
    if paired(reader, span.end, 1) or paired(reader, span.start - 1, -1):
        return PAIRED_WEIGHT
    if is_object(reader, span, at):
        return OBJECT_WEIGHT
    acts = {reader.writing.doc[i].dep_ for i in range(span.start, span.end)} & {"nsubj", "obl:agent"}
    return ACTOR_WEIGHT if acts else 1.0


def aside(reader: Reader, span: Span) -> bool:
    """Whether a country is only what something goes to, where it is, whose firm it is, or one of two named
    together."""
    if span.kind in {"Company", "MediaOrganization"}:
        return True
    if span.kind != "Country":
        return False
    city = reader.span_of.get(span.start - 2) if reader.words[span.start - 1] == "," else None
    if city is not None and city.country == span.country:
        return True  # "in Kyiv, Ukraine"
    ahead = reader.words[span.end : span.end + 3]
    if span.form in {"demonym", "name"} and any(
        reader.lexicon.heads.get((word,)) in {"Company", "MediaOrganization"} for word in ahead
    ):
        return True
    i = span.start - 1
    if i > 0 and reader.words[i] == "the":
        i -= 1
    modifies = span.end < len(reader.words) and reader.writing.doc[span.end].pos_ == "NOUN"
    return i >= 0 and reader.words[i] in ASIDE and not modifies


def is_object(reader: Reader, span: Span, at: int) -> bool:
    """Whether another country or the person at ``at`` acts on the country: "Mr. Doe accused Iran", not "who visited
    Iran"."""
    doc = reader.writing.doc
    root = next((doc[i] for i in range(span.start, span.end) if doc[i].dep_ in {"obj", "iobj"}), None)
    if root is None:
        return False
    for child in root.head.children:
        if child.dep_ == "nsubj":
            inside = range(child.left_edge.i, child.right_edge.i + 1)
            others = (reader.span_of[i] for i in inside if i in reader.span_of)
            if at in inside or any(other.kind == "Country" for other in others):
                return True
    return False


def paired(reader: Reader, i: int, step: int) -> bool:
    other = reader.span_of.get(i + step)
    return (
        0 <= i < len(reader.words)
        and reader.words[i] in {"and", "-", "/", ","}
        and other is not None
        and other.kind == "Country"
    )
