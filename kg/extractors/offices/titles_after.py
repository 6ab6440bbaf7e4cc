"""Reads the title that follows a name: in apposition, after "is", in a relative clause."""

from __future__ import annotations

from dataclasses import replace

from kg.extractors.names.spans import Span
from kg.extractors.offices.phrases import complement, described, phrase
from kg.extractors.offices.reader import DETERMINERS, Reader, Reading
from kg.ontology import Title

# Verbs of heading by their beginning, and what their subject is; others make a head.
HEADS = {"chair": "chair", "command": "commander", "lead": "leader", "led": "leader", "speak": "spokesperson"}
# Words with which a sentence goes on after an apposition.
CLOSING = frozenset(
    {".", ";", ",", ")", "-", "--", "–", "—", ":", "]", '"', "”", "and", "but", "or", "who", "whose", "which", "that", "when"}
    | {"while", "as", "with", "in", "on", "at", "from", "for", "near", "outside", "under", "until", "during", "after"}
    | {"now", "then"}
)


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
    if opened and reader.words[at : at + 1] == ["until"]:  # "until this week the defence minister"
        at = next((i for i in range(at + 2, min(at + 5, n)) if reader.words[i] == "the"), at)
    if at < n and reader.words[at] in {"who", "himself", "herself"}:
        at += 1
        rule = "relative-clause"
    while at < n and reader.words[at] in {"also", "now", "currently", "then", "once", "later", "both", "formerly"}:
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
    reading = phrase(reader, at)
    if reading is None:
        return None
    if opened and rule == "apposition" and not closed(reader, reading.end, closing):
        return None
    if rule == "copula" and not reading.of and reading.title.implied_in != "Country":
        return None
    return reading, rule


def joined(reader: Reader, reading: Reading) -> Reading | None:
    """The office that "and" joins to the one before it: "the transport minister and leader of the Greens"."""
    at = reading.end
    if reading.plural or reader.words[at : at + 1] != ["and"] or at + 1 >= len(reader.words):
        return None
    other = phrase(reader, at + 1)
    if other is None or other.plural or not closed(reader, other.end, ","):
        return None
    if not other.of and other.title.implied_in == reading.title.implied_in:
        return replace(other, of=reading.of)
    return other


def spaced(reader: Reader, i: int) -> bool:
    return bool(reader.writing.doc[i].whitespace_) and bool(reader.writing.doc[i - 1].whitespace_)


def closed(reader: Reader, end: int, closing: str) -> bool:
    """Whether an apposition ends at ``end``, so that the title is not the subject of what follows."""
    if end >= len(reader.words) or reader.sentence[end] != reader.sentence[end - 1]:
        return True
    word = reader.words[end]
    if reader.words[end + 1 : end + 2] == ["by"]:
        return True  # "a specialist hired by …"
    if word == "(" and reader.words[end + 2 : end + 3] == [")"]:  # the acronym of what the office belongs to
        return closed(reader, end + 3, closing)
    return word == closing or word in CLOSING


def home(reader: Reader, person: Span) -> Span | None:
    """The country or organization that "of" names right after a person, or None."""
    at = person.end
    at += reader.words[at : at + 1] == [","]
    if at + 1 >= len(reader.words) or reader.words[at] != "of":
        return None
    span = reader.span_of.get(at + 1 + (reader.words[at + 1] in DETERMINERS))
    if span is None or span.kind == "Person":
        return None
    if span.kind == "Country" and reader.words[span.end : span.end + 1] == ["'s"]:
        inner = reader.span_of.get(span.end + 1)
        span = inner if inner is not None and inner.kind != "Person" else span
    return span if span.kind != "Country" or span.form == "name" else None


def heads(reader: Reader, at: int, rule: str) -> tuple[Reading, str] | None:
    """ "who heads the US Southern Command", "who chairs the defence committee of the Bundestag": whose head it is."""
    if reader.words[at].startswith("speak") and reader.words[at + 1 : at + 2] != ["for"]:
        return None
    office = next((noun for verb, noun in HEADS.items() if reader.words[at].startswith(verb)), "head")
    target = at + 1 + (office == "spokesperson")
    while target < len(reader.words) and reader.words[target] in DETERMINERS:
        target += 1
    title = Title(office, "", False)
    span = reader.span_of.get(target) or described(reader, at, target)
    if span is None:
        end = target
        while end < len(reader.words) and end not in reader.span_of and reader.noun_before(end):
            end += 1
        stop, more, of = complement(reader, end)
        if end == target or reader.words[end - 1] not in reader.lexicon.head_ends or not of:
            return None
        words = (office, "of", *reader.texts[at + 1 : end], *more)
        return Reading(words, title, tuple(of), at, stop, False), rule
    if span.kind == "Person" or (span.kind == "Country" and span.form != "name"):
        return None
    return Reading((office,), title, (span,), at, span.end, False), rule
