"""Reads the title that follows a name: in apposition, after "is", in a relative clause."""

from __future__ import annotations

from kg.extractors.names.spans import Span
from kg.extractors.offices.reader import DETERMINERS, MODIFIERS, PREPOSITIONS, Reader, Reading
from kg.ontology import Title


def after(reader: Reader, person: Span) -> tuple[Reading, str] | None:
    """The title that follows a name: in apposition, after "is", in a relative clause."""
    n, at = len(reader.words), person.end
    if at >= n or reader.sentence[at] != reader.sentence[person.end - 1]:
        return None
    rule = "apposition"
    opened = reader.words[at] in {",", "(", "--", "–", "—"} or (reader.words[at] == "-" and spaced(reader, at))
    if opened:
        closing = ")" if reader.words[at] == "(" else ","
        at += 1
        if at + 1 < n and reader.words[at].isdigit() and reader.words[at + 1] == ",":
            at += 2  # an age
    elif reader.words[at] not in reader.copulas and reader.words[at] not in reader.heading:
        return None
    if at < n and reader.words[at] in {"who", "himself", "herself"}:
        at += 1
        rule = "relative-clause"
    while at < n and reader.words[at] in {"also", "now", "currently", "then", "once", "later", "both"}:
        at += 1
    if at < n and reader.words[at] in reader.heading and (rule == "relative-clause" or not opened):
        return heads(reader, at, rule)
    verb = at < n and reader.words[at] in reader.copulas and (rule == "relative-clause" or not opened)
    if verb:
        rule = rule if rule == "relative-clause" else "copula"
        at += 1
        while at < n and reader.words[at] in {
            "also",
            "now",
            "currently",
            "then",
            "once",
            "not",
            "as",
            "been",
            "still",
        }:
            if reader.words[at] == "not":
                return None
            at += 1
    elif rule == "relative-clause" or not opened:
        return None
    reading = phrase(reader, at, person)
    if reading is None:
        return None
    if opened and rule == "apposition" and not closed(reader, reading.end, closing):
        return None
    if rule == "copula" and not reading.of and reading.title.implied_in != "Country":
        return None
    return reading, rule


def spaced(reader: Reader, i: int) -> bool:
    return bool(reader.writing.doc[i].whitespace_) and bool(reader.writing.doc[i - 1].whitespace_)


def closed(reader: Reader, end: int, closing: str) -> bool:
    """Whether an apposition ends at ``end``, so that the title is not the subject of what follows."""
    if end >= len(reader.words) or reader.sentence[end] != reader.sentence[end - 1]:
        return True
    word = reader.words[end]
    if word == "(" and reader.words[end + 2 : end + 3] == [")"]:  # the acronym of what the office belongs to
        return closed(reader, end + 3, closing)
    return word == closing or word in {
        ".",
        ";",
        ",",
        ")",
        "and",
        "who",
        "-",
        "--",
        "–",
        "—",
        ":",
        "]",
        "but",
        '"',
        "”",
        "or",
        "while",
        "as",
        "whose",
        "with",
        "in",
    } | {"when", "that", "which", "on", "at", "during", "after"}


def home(reader: Reader, person: Span) -> Span | None:
    """The country that "of" names right after a person, or None."""
    at = person.end
    if at + 1 >= len(reader.words) or reader.words[at] != "of":
        return None
    span = reader.span_of.get(at + 1 + (reader.words[at + 1] == "the"))
    return span if span is not None and span.kind == "Country" and span.form == "name" else None


def heads(reader: Reader, at: int, rule: str) -> tuple[Reading, str] | None:
    """ "who heads the US Southern Command", "who chairs the defence committee of parliament": the office that it is."""
    target = at + 1
    while target < len(reader.words) and reader.words[target] in DETERMINERS:
        target += 1
    word = "chair" if reader.words[at] in {"chairs", "chaired"} else "head"
    title = Title(word, "", False)
    span = reader.span_of.get(target)
    if span is not None:
        if span.kind == "Person" or (span.kind == "Country" and span.form != "name"):
            return None
        return Reading((word,), title, (span,), at, span.end, False), rule
    stop = target
    while stop < len(reader.words) and stop not in reader.span_of and reader.noun_before(stop):
        stop += 1
    if stop == target:
        return None
    end, more, of = complement(reader, stop)
    if not of:
        return None
    return Reading((word, "of", *reader.texts[target:stop], *more), title, tuple(of), at, end, False), rule


def phrase(reader: Reader, start: int, person: Span) -> Reading | None:
    """A noun phrase from ``start`` that is an office: "the U.S. Defense Secretary", "head of the Polish President's
    Office"."""
    n, at = len(reader.words), start
    past = False
    of: list[Span] = []
    words: list[str] = []
    steps = 0
    while at < n and steps < MODIFIERS + 4 and reader.sentence[at] == reader.sentence[start]:
        steps += 1
        end = reader.title_from(at)
        if end > at and not (end < n and reader.longer_noun(end)):
            break
        span = reader.span_of.get(at)
        word = reader.words[at]
        if span is not None:
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
    words.extend(reader.texts[at:end])
    if end < n and (s := reader.span_of.get(end)) is not None and s.kind == "Person":
        return None  # the title of the next person
    end, more, complements = complement(reader, end)
    words.extend(more)
    if complements and (not of or complements[0].kind != "Country"):
        of = complements
    return Reading(tuple(words), title, tuple(of), start, end, past, plural)


def complement(reader: Reader, at: int) -> tuple[int, list[str], list[Span]]:
    """What follows a title: the end, words that belong to it ("for Strategic Industries") and whose office
    it is."""
    n, sentence = len(reader.words), reader.sentence[at - 1]
    words: list[str] = []
    of: list[Span] = []
    end = at
    while at < n and reader.words[at] in PREPOSITIONS and reader.sentence[at] == sentence and not of:
        nextword = at + 1
        while nextword < n and reader.words[nextword] in DETERMINERS:
            nextword += 1
        span = reader.span_of.get(nextword)
        if span is not None and reader.words[at] == "to" and reader.words[at - 1] in reader.envoys_to:
            words.extend(reader.texts[at : span.end])  # "ambassador to the UN": where, not whose
            end = at = span.end
            break
        if span is not None and span.form == "demonym":
            inner = reader.span_of.get(span.end)
            if inner is None or inner.kind in {"Country", "Person"}:
                break
            span = inner
        if span is not None and span.kind != "Person":
            if reader.words[at] in {"on", "with", "from", "to"} and span.kind == "Country" and reader.words[at] != "to":
                break
            after = span.end
            if after < n and reader.words[after] == "'s":
                inner = reader.span_of.get(after + 1)
                if inner is not None and inner.kind != "Person":
                    span, after = inner, inner.end
                else:  # "Russia's Space Forces": a body that is not known belongs to the country
                    after += 1
                    while after < n and reader.noun_before(after):
                        after += 1
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
        if reader.words[at] not in {"of", "for", "in"}:
            break
        phrase = [reader.texts[at]]
        stop = at + 1
        while stop < n and reader.sentence[stop] == sentence and stop not in reader.span_of:
            if reader.words[stop] in DETERMINERS or reader.words[stop] in {"and", "&"} or reader.noun_before(stop):
                phrase.append(reader.texts[stop])
                stop += 1
            else:
                break
        named = reader.span_of.get(stop)
        if (
            named is not None
            and stop > at + 1
            and reader.words[stop - 1] in reader.lexicon.ontology.words("body-before-name")
            and named.kind not in {"Person", "Country"}
        ):
            of.append(named)  # "head of the security firm X"
            end = at = named.end
            break
        if stop == at + 1 or reader.words[stop - 1] in {"and", "&"} | DETERMINERS:
            break
        words.extend(phrase)
        end = at = stop
    return end, words, of
