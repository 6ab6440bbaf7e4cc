"""Reads a noun phrase that is an office: the words before the title, the title, and what follows it."""

from __future__ import annotations

from dataclasses import replace

from kg.extractors.names.spans import BODY_KINDS, Span
from kg.extractors.offices.posts import country_span
from kg.extractors.offices.reader import DETERMINERS, MODIFIERS, PREPOSITIONS, Reader, Reading
from kg.ontology import fold

MOMENTS = frozenset({"day", "moment", "period", "time"})  # "envoy of that time" is no part of a title
LONGEST_DESCRIPTION = 4  # lower-case words at most between "of" and a name that they describe: "the security firm X"


def phrase(reader: Reader, start: int) -> Reading | None:
    """A noun phrase from ``start`` that is an office: "the U.S. Defense Secretary", "head of the Polish President's
    Office"."""
    n, at = len(reader.words), start
    past, master, owned = False, "", False
    of: list[Span] = []
    words: list[str] = []
    steps = 0
    while at < n and steps < MODIFIERS + 4 and reader.sentence[at] == reader.sentence[start]:
        steps += 1
        end = reader.title_from(at)
        if reader.words[at] in reader.state_owners and reader.words[at + 1 : at + 2] == ["'s"]:
            words, at, owned = [f"{reader.texts[at]}'s"], at + 2, True  # "the government's spokesman"
            continue
        if end > at and not (end < n and reader.longer_noun(end)):
            break
        span = reader.span_of.get(at)
        word = reader.words[at]
        if span is not None and span.kind == "Person" and reader.words[span.end : span.end + 1] == ["'s"]:
            master, at = span.name, span.end + 1
            words.clear()
        elif span is not None:
            if span.kind == "Person":
                return None
            if reader.target(span, at + len(range(span.start, span.end))):
                words.append(reader.texts[at])
                at = span.end
                continue
            of, at = [span], span.end
            words.clear()
        elif word == "'s":
            words.clear()
            at += 1
        elif word in DETERMINERS or word in reader.passing or word == "-":
            at += 1
        elif word in reader.past:
            past, at = True, at + 1
            words.append(word)
        elif reader.noun_before(at):
            words.append(reader.texts[at])
            at += 1
        else:
            return None
    else:
        return None
    end = reader.title_from(at)
    if end == at:
        return None
    title, plural = reader.title_of(at, end)
    if owned:
        title = replace(title, implied_in="Country", rank=False)
    words.extend(reader.texts[at:end])
    if end < n and (s := reader.span_of.get(end)) is not None and s.kind == "Person":
        return None  # the title of the next person
    served = office_served(reader, end)
    if served is not None:
        end, more, served_by = served
        if not served_by and not of:
            title = replace(title, implied_in="Country", rank=False)  # "an adviser to the interior minister"
        words.extend(more)
        master = master or served_by
    end, more, complements = complement(reader, end)
    words.extend(more)
    reading = Reading(tuple(words), title, tuple(of), start, end, past, plural, master)
    if complements and complements[0].kind == "Country" and of:
        stated = of_state(reader, reading, complements[0])  # "a Foreign Ministry spokesman in Ankara"
        return stated if stated.of else reading
    return replace(reading, of=tuple(complements)) if complements else of_state(reader, reading)


def office_served(reader: Reader, at: int) -> tuple[int, list[str], str] | None:
    """Where "to President Jo Doe", "to the interior minister" ends after a title, the words of it that belong to the
    title, and the person served."""
    if reader.words[at : at + 1] not in (["to"], ["of"], ["for"]) or at + 1 >= len(reader.words):
        return None
    start = at + 1 + (reader.words[at + 1] in DETERMINERS)
    stop = reader.title_from(start) if start < len(reader.words) else start
    person = reader.span_of.get(stop)
    if person is not None and person.start == stop and person.kind == "Person":
        stop, words, name = person.end, [], person.name
    elif stop > start and not (office := reader.title_of(start, stop))[1] and office[0].implied_in == "Country":
        words, name = [*reader.texts[at:stop]], ""
    else:
        return None
    return None if reader.words[stop : stop + 1] == ["'s"] else (stop, words, name)


def of_state(reader: Reader, reading: Reading, country: Span | None = None) -> Reading:
    """Who speaks for a body that is named without its country speaks for the country: "Foreign Ministry spokesman"."""
    body = reading.of[0] if reading.of else None
    if body is None or body.kind != "GovernmentBody" or not reader.speaks_for(reading.words):
        return reading
    if reader.without_country(body) > body.start or any(
        word in reader.lexicon.head_ends for word in reading.words[:-1]
    ):
        return reading
    if body.iri and body.form == "name" and len(reading.words) == 1:
        return reading  # "White House spokesman": a body that is known by its name
    name = reader.writing.name(body.start, body.end)
    place = country or (country_span(body, body.country) if body.country else None)
    title = replace(reading.title, implied_in="Country")
    return replace(reading, words=(name, *reading.words), title=title, of=(place,) if place else ())


def complement(reader: Reader, at: int) -> tuple[int, list[str], list[Span]]:
    """What follows a title: the end, words that belong to it ("for Strategic Industries", "to the UN") and whose
    office it is."""
    n, sentence = len(reader.words), reader.sentence[at - 1]
    words: list[str] = []
    of: list[Span] = []
    end = at
    while at < n and reader.words[at] in PREPOSITIONS and reader.sentence[at] == sentence and not of:
        nextword = at + 1
        while nextword < n and reader.words[nextword] in DETERMINERS:
            nextword += 1
        span = reader.span_of.get(nextword) or described(reader, at, nextword)
        if span is not None and span.form == "demonym":
            inner = reader.span_of.get(span.end)
            if inner is None and (stop := own_body(reader, span.end)) > span.end and reader.words[at] in {"of", "for", "to", "at"}:
                return stop, words, [country_span(span, span.country)]  # "an adviser to the Peruvian government"
            if inner is None or inner.kind in {"Country", "Person"}:
                break
            span = inner
        if span is not None and span.kind != "Person":
            posted = {"to", "in"} if span.kind == "Country" else {"to"}
            if reader.words[at] in posted and reader.words[at - 1] in reader.envoys_to:
                words.extend(reader.texts[at : span.end])
                end = at = span.end
                continue
            if reader.words[at] in {"on", "with", "from"} and span.kind == "Country":
                break
            after = span.end
            if after < n and reader.words[after] == "'s":
                inner = reader.span_of.get(after + 1)
                if inner is not None and inner.kind != "Person":
                    span, after = inner, inner.end
                else:  # "Russia's Space Forces": a body that is not known belongs to the country
                    after += 1
                    own = after
                    while after < n and reader.noun_before(after):
                        after += 1
                    if span.kind != "Country" and reader.words[after - 1] in reader.lexicon.head_ends:
                        words.extend(["of", "the", *reader.texts[own:after]])  # "the Bundestag's defence committee"
            of.append(span)
            end = at = after
            while at + 1 < n and reader.words[at] in {"and", ","}:
                skip = at + 1 + (reader.words[at + 1] in {"and", "the"})
                other = reader.span_of.get(skip)
                if other is None or other.kind == "Person" or other.kind != span.kind:
                    break
                of.append(other)
                end = at = other.end
            if end < n and reader.words[end] == "respectively":
                end += 1
            break
        if reader.words[at] not in {"of", "for", "in", "to", "at"}:
            break
        phrase = [reader.texts[at]]
        stop = at + 1
        while stop < n and reader.sentence[stop] == sentence and stop not in reader.span_of:
            if reader.words[stop] in DETERMINERS or reader.words[stop] in {"and", "&"} or reader.noun_before(stop):
                phrase.append(reader.texts[stop])
                stop += 1
            else:
                break
        if fold(phrase[-1]) in MOMENTS:
            return stop, words, of
        if stop == at + 1 or reader.words[stop - 1] in {"and", "&"} | DETERMINERS:
            break
        body = reader.words[stop - 1] in reader.lexicon.head_ends
        if not body and phrase[0] in {"to", "at"}:
            break
        if phrase[0] in {"of", "for"} or body and phrase[0] == "in":  # not "a lawyer in Lyon"
            words.extend(phrase)
        end = at = stop
    return end, words, of


def own_body(reader: Reader, start: int) -> int:
    """Where words from ``start`` end that name what a country has one of, as "government", or an office of its state."""
    at = start
    while at < len(reader.words) and at not in reader.span_of and reader.noun_before(at) and reader.texts[at].islower():
        at += 1
    last = reader.words[at - 1]
    if at == start or (at < len(reader.words) and reader.words[at] == "'s"):
        return start
    if last in reader.state_owners or reader.lexicon.heads.get((last,)) in BODY_KINDS:
        return at
    return start


def described(reader: Reader, preposition: int, start: int) -> Span | None:
    """The organization that lower-case words from ``start`` describe: "head of the security firm X"."""
    at = start
    while at - start < LONGEST_DESCRIPTION and at < len(reader.words) and at not in reader.span_of:
        if not reader.texts[at].islower() or not reader.noun_before(at):
            return None
        at += 1
    span = reader.span_of.get(at)
    if at == start or span is None or span.kind in {"Country", "Person"} or reader.words[preposition] == "to":
        return None
    return span if reader.words[at - 1] in reader.lexicon.head_ends else None
