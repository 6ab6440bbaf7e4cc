"""Features: what the judge knows of an anchor, of a side beside it, and of two sides together, as named facts.

A feature is a string that reads as it is weighed ("path=nsubj^give-verb^obj"), so that a verdict can be explained by its
words. None says who a side is: what is learned is how things are worded, not who trades with whom. The words that stand
around it may be names, though.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extractors import syntax
from kg.extractors.flows.predicates import Predicate
from kg.extractors.flows.words import Words

LONGEST = 6  # edges of a path that is named in full
STEPS = (1, 2, 3, 5, 8, 12, 20, 35)
TENSED = frozenset({"VBD", "VBZ", "VBP", "MD", "WDT", "WP"})


def of_path(words: Words, one: int, other: int) -> Iterator[str]:
    """The syntactic path between two words, whole and in parts, with the kinds of what it passes.

    A word that is coordinated with others counts as the first of them.
    """
    if words.lead(one) == words.lead(other):
        yield "path=beside"
        return
    found = words.path(words.lead(one), words.lead(other))
    if found is None:
        yield "path=none"
        return
    up, top, down = found
    ups, downs = [words.edge(t) for t in up], [words.edge(t) for t in down]
    kind, lemma = words.kind(top), words.doc[top].lemma_.lower()
    if len(ups) + len(downs) <= LONGEST:
        yield f"path={'>'.join(ups)}^{kind}^{'<'.join(downs)}"
        yield f"path.word={'>'.join(ups)}^{lemma}^{'<'.join(downs)}"
        yield f"path.bare={'>'.join(e.split(':')[0] for e in ups)}^{'<'.join(e.split(':')[0] for e in downs)}"
    yield f"length={min(8, len(ups) + len(downs))}"
    yield f"top={kind}"
    yield f"top.word={lemma}"
    if ups:
        yield f"up={ups[-1]}^{kind}"
        yield f"up.first={ups[0]}"
        yield f"up.word={ups[-1]}^{lemma}"
    if downs:
        yield f"down={downs[0]}^{kind}"
        yield f"down.last={downs[-1]}"
    if ups and downs:
        yield f"over={ups[-1]}^{kind}^{downs[0]}"
    if not ups:
        yield "governs"
    if not downs:
        yield "governed"


def of_place(words: Words, place: int, start: int, end: int) -> Iterator[str]:
    """How a side's words stand: their relation, their head, the words around them."""
    doc = words.doc
    if words.lead(place) != place:
        yield "coordinated"
        place = words.lead(place)
    edge, token = words.edge(place), doc[place]
    head = token.head
    yield f"edge={edge}"
    if token.dep_ in {"amod", "compound", "nmod:poss", "flat"} and head.i != token.i:
        yield f"modifies={words.kind(head.i)}"
        yield f"modifies.word={head.lemma_.lower()}"
        yield f"modified.edge={words.edge(head.i)}"
        yield f"modified.head={words.kind(head.head.i)}:{words.edge(head.i)}"
        yield f"modified.word={head.head.lemma_.lower()}:{words.edge(head.i)}"
    else:
        voice = "-passive" if head.pos_ == "VERB" and syntax.is_passive(head) else ""
        yield f"head={words.kind(head.i)}:{edge}"
        yield f"head.word={head.lemma_.lower()}:{edge}{voice}"
    before = doc[start - 1].lower_ if start else "^"
    yield f"before={before}"
    yield f"after={doc[end].lower_ if end < len(doc) else '$'}"
    if start > 1:
        yield f"before.two={doc[start - 2].lemma_.lower()} {before}"


def of_predicates(
    words: Words,
    sides: Sequence[int],
    anchor: int,
    predicates: Sequence[Predicate],
    goods: Sequence[str],
    main: int,
) -> Iterator[str]:
    """In which places a side stands of the predicates that the anchor is in, and of the others of the sentence."""
    shared = False
    for number, predicate in enumerate(predicates):
        places = [place for side in sides if (place := predicate.place(side, words)) is not None]
        if not places:
            continue
        marker, doubt = min(places, key=lambda p: (len(p[0]), p[1]))
        kind, lemma, thing = predicate.kind, predicate.lemma, goods[number]
        if thing:
            shared = True
            yield f"role={kind}|{marker}|{thing}"
            yield f"role.kind={kind}|{marker}"
            yield f"role.word={lemma}|{marker}"
            yield f"role.words={lemma}|{marker}|{thing.split('+')[0]}"
            yield f"role.doubt={kind}|{marker}|{doubt}"
            if number == main:
                yield f"main={kind}|{marker}"
                yield f"main.word={lemma}|{marker}"
        elif predicate.evokes:
            far = words.length(predicate.token, anchor)
            yield f"beside={kind}|{marker}"
            yield f"beside.far={kind}|{marker}|{min(far, 4)}"
            yield f"beside.order={kind}|{marker}|{'before' if predicate.token < anchor else 'after'}"
        else:
            yield f"verb={kind}|{marker}"
            yield f"verb.word={lemma}|{marker}"
    yield f"shared={shared}"


def of_triggers(words: Words, side: int, start: int, predicates: Sequence[Predicate]) -> Iterator[str]:
    """How near a side stands to the words of such events, by syntax and by order."""
    before = words.doc[start - 1] if start else None
    preposition = before.lower_ if before is not None and before.pos_ == "ADP" else ""
    for predicate in predicates:
        if not predicate.evokes:
            continue
        found = words.path(side, predicate.token)
        if found is not None and len(found[0]) + len(found[2]) <= 4:
            ups, downs = [words.edge(t) for t in found[0]], [words.edge(t) for t in found[2]]
            yield f"near={predicate.kind}|{'>'.join(ups)}^{'<'.join(downs)}"
        yield f"order={predicate.kind}{'<' if side < predicate.token else '>'}{preposition}"


def step(distance: int) -> str:
    """A distance in words as one of a few steps."""
    return next((str(s) for s in STEPS if distance <= s), "far")
