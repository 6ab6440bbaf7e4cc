"""Reads the title that stands before a name, with the words that belong to it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from kg.extractors.names.spans import Span
from kg.extractors.offices.phrases import of_state, phrase
from kg.extractors.offices.reader import DETERMINERS, MODIFIERS, Reader, Reading

LONGEST_PHRASE = 16  # words before a comma that may be one office
LONGEST_ASIDE = 4  # tokens at most of "(ret.)"
OPENING = frozenset({"[", "(", '"', "“", "``", "‘"})


def before(reader: Reader, end: int) -> Reading | None:
    """The title that ends where a name begins: "South Korean President", "Foreign Minister of Russia"."""
    while end > 0 and reader.texts[end - 1] in OPENING:
        end -= 1
    aside = reader.texts[max(0, end - LONGEST_ASIDE) : end]
    if aside[-1:] == [")"] and "(" in aside:  # "Colonel (ret.) Jo Doe"
        end -= len(aside) - aside.index("(")
    reading = title_ending(reader, end)
    if reading is not None:
        return reading
    span = reader.span_of.get(end - 1)
    if span is None or span.kind == "Person":
        return None
    at = span.start
    if at > 0 and reader.words[at - 1] == "the":
        at -= 1
    if at > 0 and reader.words[at - 1] in {"of", "for", "to"}:
        reading = title_ending(reader, at - 1)
        posted = reader.words[at - 1] == "to" and reader.words[at - 2] in reader.envoys_to
        if reading is not None and posted:  # "U.S. Ambassador to Japan"
            return replace(reading, words=(*reading.words, *reader.texts[at - 1 : end]), end=end)
        if reading is not None and not reading.of:
            return replace(reading, of=(span,), end=end)
    return None


def without_honorifics(reader: Reader, start: int) -> int:
    """Where "the Hon." begins that stands between a title and the name at ``start``."""
    at = start
    while at > 0 and reader.words[at - 1] in reader.lexicon.honorifics:
        at -= 1
    return at - 1 if at < start and reader.words[at - 1] == "the" else at


def joined(reader: Reader, reading: Reading) -> Reading | None:
    """The office that "and" joins to the one after it: "deputy prime minister and defence minister Jo Doe"."""
    at = reading.start
    if reading.plural or at < 2 or reader.words[at - 1] != "and":
        return None
    other = title_ending(reader, at - 1)
    if other is None or other.plural or other.title.rank or other.title.implied_in != reading.title.implied_in:
        return None
    if reader.texts[at - 2][:1].isupper() != reader.texts[reading.end - 1][:1].isupper():
        return None
    return replace(other, of=other.of or reading.of, end=reading.end)


def before_comma(reader: Reader, start: int) -> Reading | None:
    """The title in a noun phrase that a name follows after a comma: "the Turkish president, Recep Tayyip
    Erdogan"."""
    if start < 2 or reader.words[start - 1] != "," or reader.sentence[start - 1] != reader.sentence[start]:
        return None
    reading = before(reader, start - 1)
    if reading is None:
        reading = title_before_phrase(reader, start - 1) or whole_phrase(reader, start - 1)
    if reading is None:
        return None
    reading = serving(reader, reading) or reading
    first_title = joined(reader, reading) or reading
    at = first_title.start - 1
    while at > 0 and reader.texts[at].islower() and reader.noun_before(at):
        at -= 1  # "a fleet spokesman"
    first = reader.words[at] if first_title.start else ""
    if reading.title.rank and not reading.of and first not in {"a", "an"}:
        return None  # "the general, Jo Doe said"
    determined = first in DETERMINERS | {"'s"} or reader.words[reading.start] in DETERMINERS or bool(reading.of)
    return reading if determined else None


def serving(reader: Reader, reading: Reading) -> Reading | None:
    """The office of one who serves the holder of another: "a spokeswoman for the minister, Jo Doe" is no minister."""
    at = reading.start
    if reading.title.rank or at < 3 or reader.words[at - 1] not in DETERMINERS or reader.words[at - 2] not in {"for", "to", "of"}:
        return None
    served = title_ending(reader, at - 2)
    if served is None or served.plural or served.title.rank:
        return None
    words = (*served.words, *reader.texts[at - 2 : reading.end])
    title = replace(served.title, implied_in=reading.title.implied_in)
    return replace(served, words=words, title=title, of=reading.of or served.of, end=reading.end)


def one_of(reader: Reader, reading: Reading) -> bool:
    """Whether a title in the plural is that of one among several: "one of its lawmakers"."""
    before = reader.words[max(0, reading.start - 3) : reading.start + 1]
    return ("one", "of") in pairwise(before)


def whole_phrase(reader: Reader, end: int) -> Reading | None:
    """A noun phrase before ``end`` that goes on after its title: "Peru's ambassador to the UN", "a spokesman for X"."""
    for start in range(max(0, end - LONGEST_PHRASE), end):
        if reader.sentence[start] != reader.sentence[end]:
            continue
        span = reader.span_of.get(start)
        opens = reader.words[start] in DETERMINERS or start in reader.writing.starts
        if not opens and (span is None or span.start != start or (start and reader.noun_before(start - 1))):
            continue
        reading = phrase(reader, start)
        if reading is not None and reading.end == end:
            return reading
    return None


def title_before_phrase(reader: Reader, end: int) -> Reading | None:
    """A title with a complement of its own before ``end``: "the leaders of North Korea and Russia"."""
    of: list[Span] = []
    at = end
    while at > 0:
        span = reader.span_of.get(at - 1)
        if span is not None and span.kind != "Person":
            of.insert(0, span)
            at = span.start
        elif reader.words[at - 1] in {"the", "and", ","} and of:
            at -= 1
        else:
            break
    if of and at > 0 and reader.words[at - 1] in {"of", "for", "at", "in"}:
        reading = title_ending(reader, at - 1)
        if reading is None:
            return None
        if reader.words[at - 1] in {"in", "at"} and (reading.of or reader.words[at - 2] in reader.envoys_to):
            return None  # "an Arab League diplomat in Canberra", "Ukraine's ambassador in Berlin": where, not whose
        return replace(reading, of=tuple(of), end=end)
    return None


def is_portfolio(span: Span, words: list[str]) -> bool:
    """Whether what stands before "Minister" is taken for a body and tells what he is minister of: "Public Enterprises Minister"."""
    return words[0] == "Minister" and span.kind in {"OtherOrganization", "Company"} and not span.iri


def title_ending(reader: Reader, end: int) -> Reading | None:
    """The title whose last word is just before ``end``, with the words before it that belong to it."""
    start, title, plural = reader.title_at(end)
    if title is None:
        return None
    words = list(reader.texts[start:end])
    of: Span | None = None
    master = ""
    past = False
    at, steps = start, 0
    while at > 0 and steps < MODIFIERS and reader.sentence[at - 1] == reader.sentence[end - 1]:
        steps += 1
        word = reader.words[at - 1]
        if title.rank and word in reader.lexicon.title_ends:
            lower = reader.title_at(at)
            if lower[1] is not None and lower[1].rank:  # "Lieutenant Brigadier"
                words[:0] = reader.texts[lower[0] : at]
                at = lower[0]
                continue
            break
        span = reader.span_of.get(at - 1)
        if span is not None:
            if span.kind == "Person":
                master = span.name if reader.words[span.start - 1] in DETERMINERS else ""  # "a Doe spokesman"
                break
            if reader.target(span, span.end) and at == span.end or is_portfolio(span, words):
                words.insert(0, reader.writing.name(span.start, span.end))
                at = span.start
                continue
            of, at = span, span.start
            break
        if word == "'s" or word == "'":
            owner = reader.span_of.get(at - 2)
            if owner is not None and owner.kind == "Person":
                of, master = reader.bodies.get(owner.name), owner.name
            elif owner is not None:
                of, at = owner, owner.start
            elif reader.words[at - 2] in reader.state_owners:
                words.insert(0, f"{reader.texts[at - 2]}'s")  # "the government's spokesman"
                at, title = at - 2, replace(title, implied_in="Country", rank=False)
                return Reading(tuple(words), title, (), at, end, past, plural)
            break
        if word == "whose":
            owner = reader.span_of.get(at - 2 - (reader.words[at - 2] == ","))
            of = owner if owner is not None and owner.kind != "Person" else None
            break
        if word in reader.past:
            past, at = True, at - 1
            words.insert(0, reader.texts[at])
            continue
        if word == "-" and at > 1 and reader.words[at - 2] in reader.past:
            at -= 1
            continue
        if word in reader.passing:
            at -= 1
            continue
        if word in reader.own or reader.noun_before(at - 1):
            at -= 1
            words.insert(0, reader.texts[at])
            continue
        break
    if of is None:
        while (
            at < start
            and reader.words[at] not in reader.own | reader.past
            and len(words) > end - start
            and not reader.writing.capital(at)
        ):
            at += 1  # lower-case words without a country before them describe, they are no part of the title
            words.pop(0)
    if of is not None and of.form == "people":
        of = None
    if of is not None and at > 0 and reader.words[at - 1] in reader.past:  # "former Norwegian Prime Minister"
        past, at = True, at - 1
        words.insert(0, reader.texts[at])
    return of_state(reader, Reading(tuple(words), title, (of,) if of else (), at, end, past, plural, master))
