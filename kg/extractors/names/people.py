"""Finds the names of people, known to the recognizer or told by a title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kg.extractors.names import head_words
from kg.extractors.names.spans import BODY_KINDS, Span
from kg.extractors.names.writing import Writing
from kg.ontology import fold

LONGEST_SYLLABLE = 5  # letters of a lower-case syllable after a hyphen in a given name
LONGEST_PERSON = 7  # words; longer runs of capitals are headlines


def find_people(writing: Writing, known: dict[int, Span]) -> Iterator[Span]:
    """Names of people: those that the ontology knows, the recognizer's with repaired bounds, and capitalised names after a
    title."""
    for start, end in writing.lexicon.statesmen.find(writing.texts):
        named = writing.capital(start) and writing.capital(end - 1) and start >= writing.headline
        if named and is_person_name(writing, start, end, sure=True, known=known):
            titled = writing.lexicon.title_from(writing.words, start)
            if start < titled < end and writing.lexicon.titles[tuple(writing.words[start:titled])].implied_in:
                start = titled  # "King Hussein", but "Sheikh Hasina"
            yield Span(start, end, "Person", writing.name(start, end), rule="known-person")
    counts = Counter(ent.text for ent in writing.doc.ents if ent.label_ == "PERSON")
    surnames = {ent[-1].text for ent in writing.doc.ents if ent.label_ == "PERSON" and len(ent) > 1}
    for ent in writing.doc.ents:
        if ent.label_ != "PERSON" or ent.start < writing.headline:
            continue
        kind = head_words.described_kind(writing, ent.start, ent.end)
        if kind is not None and kind not in BODY_KINDS:
            yield Span(ent.start, ent.end, kind, writing.name(ent.start, ent.end), rule="entity")
            continue
        span = repair_person(writing, ent.start, ent.end, known)
        if span is not None and writing.is_town(span.start, span.end) and ent.text not in surnames:
            continue
        if span is not None and names_thing(writing, span):
            continue
        if span is not None and (
            len(span) > 1
            or lone_surname(writing, span, counts[ent.text])
            or writing.lexicon.statesmen.country_of(span.name)
        ):
            yield span
    for i in range(1, len(writing.texts)):
        titled = (
            writing.words[i - 1] in writing.lexicon.title_ends or writing.words[i - 1] in writing.lexicon.honorifics
        )
        if not titled and not (i - 1 in known and follows_titled_country(writing, i, known)):
            continue
        if not writing.nameable(i) or i in known or i in writing.starts or i < writing.headline:
            continue
        if writing.words[i] in writing.lexicon.title_ends or writing.lexicon.title_from(writing.words, i) > i:
            continue
        title = writing.lexicon.title_at(writing.words, i)
        honorific = writing.words[i - 1] in writing.lexicon.honorifics
        if title == i and not honorific and not follows_titled_country(writing, i, known):
            continue
        end = person_end(writing, i, known)
        if writing.tagged and writing.doc[i].pos_ == "VERB" and writing.doc[i].ent_type_ != "PERSON":
            continue  # a headline: "Senator Arrives in Kyiv"
        if end > i and is_person_name(writing, i, end, sure=honorific or writing.capital(i - 1), known=known):
            yield Span(i, end, "Person", writing.name(i, end), rule="title")


def names_thing(writing: Writing, span: Span) -> bool:
    """Whether what the recognizer takes for a person is a ship, a place or a type: "the Kang Nam", "Ka-226T", "R"."""
    if writing.is_vessel(span.start, span.end) or any(c.isdigit() for c in span.name) or len(span.name) == 1:
        return True
    modifies = any(
        writing.doc[i].head.i >= span.end and writing.doc[i].dep_ == "compound" for i in range(span.start, span.end)
    )
    return span.start > 0 and writing.words[span.start - 1] == "the" and not modifies


def follows_titled_country(writing: Writing, i: int, known: dict[int, Span]) -> bool:
    """Whether a title with its country stands just before: "Ambassador to Japan Jo Doe"."""
    span = known.get(i - 1)
    if span is None or span.end != i or span.start < 2 or span.kind == "Person":
        return False
    at = span.start - (writing.words[span.start - 1] == "the") - 1
    return at > 0 and writing.words[at] in {"of", "to", "for"} and writing.lexicon.title_at(writing.words, at) < at


def begins_question(writing: Writing, i: int) -> bool:
    """Whether token ``i`` is an auxiliary in capitals at the start of a sentence: "Will Japan …", "Did Doe …"."""
    return (
        i in writing.starts
        and writing.doc[i].is_stop
        and writing.tagged
        and writing.doc[i].pos_ in {"AUX", "VERB", "ADV"}
    )


def lone_surname(writing: Writing, span: Span, count: int) -> bool:
    """Whether one word that the recognizer takes for a person is one: it acts or owns, or is named so again and
    again."""
    i = span.start
    if writing.words[i - 1] in writing.lexicon.honorifics | writing.lexicon.title_ends:
        return True
    token = writing.doc[i]
    if writing.words[i - 1] == "the" or any(
        writing.texts[k].islower() and writing.words[k].removesuffix("s") in writing.lexicon.weapons
        for k in range(span.end, min(span.end + 2, len(writing.words)))
    ):
        return False  # "the Cirkin" is a ship, "Bastion armoured carriers" are vehicles
    if count > 2:
        return True
    if token.pos_ != "PROPN" or any(c.isdigit() for c in token.text):
        return False
    if token.head.pos_ == "VERB" and token.dep_ in {"nsubj", "nsubj:pass"}:
        return count > 1 or token.head.i < i or i not in writing.starts
    return count > 1


def person_end(writing: Writing, start: int, known: dict[int, Span]) -> int:
    """The end of the run of name words that begins at ``start``."""
    n, i = len(writing.texts), start
    while i < n and i - start < LONGEST_PERSON:
        if i > start and (
            i in writing.starts or i in known and known[i].kind != "Person" and known[i].form != "capital"
        ):
            break
        if i > start + 1 and writing.words[i - 1] == "-" and not writing.capital(i):
            i += 1  # Chen Shui-bian
        elif writing.capital(i) and writing.texts[i][-1:].isalnum() | (writing.texts[i][-1:] == "."):
            word = writing.words[i]
            if word in writing.lexicon.dates or (
                i > start
                and writing.words[i - 1] != "-"
                and writing.lexicon.title_from(writing.words, i) > i
                and not word.endswith(".")
                and not (i == start + 1 and fold(writing.texts[start]) in writing.lexicon.given_names)
            ):
                break
            if (
                i > start
                and writing.doc[i].is_stop
                and len(word) > 2
                and not writing.texts[i].isupper()
                and not (writing.tagged and writing.doc[i].pos_ == "PROPN")
            ):
                break
            i += 1
        elif (
            i > start
            and writing.words[i] in writing.lexicon.particles
            and i + 1 < n
            and (writing.capital(i + 1) or writing.words[i + 1] in writing.lexicon.particles or hyphenated(writing, i))
        ):
            i += 1
        elif (
            i > start
            and writing.words[i] in {"-", "]", ")"}
            and i + 1 < n
            and (writing.capital(i + 1) or (writing.words[i] == "-" and i > start + 1 and syllable(writing, i + 1)))
            and joined(writing, start, i)
        ):
            i += 1
        else:
            break
    while i > start and (not writing.texts[i - 1][:1].isalpha() or writing.words[i - 1] in writing.lexicon.particles):
        i -= 1
    return i


def hyphenated(writing: Writing, i: int) -> bool:
    """Whether a particle is tied to a name by a hyphen: "al-Burhan"."""
    return writing.words[i + 1 : i + 2] == ["-"] and i + 2 < len(writing.texts) and writing.capital(i + 2)


def syllable(writing: Writing, i: int) -> bool:
    """Whether a lower-case word after a hyphen may belong to a given name: "Shui-bian", not "Ford-class"."""
    return len(writing.words[i]) <= LONGEST_SYLLABLE and writing.words[i] not in writing.lexicon.places


def joined(writing: Writing, start: int, i: int) -> bool:
    """A hyphen without blanks, or a closing bracket inside a name whose title it opened with ("[President Jo]
    Doe")."""
    if writing.words[i] == "-":
        return not writing.doc[i - 1].whitespace_ and not writing.doc[i].whitespace_
    opening = "[" if writing.words[i] == "]" else "("
    return opening in writing.texts[max(0, start - LONGEST_PERSON) : max(0, start - 1)]


def before_hyphen(writing: Writing, start: int) -> int:
    """The start of a name whose first half a hyphen ties to the word at ``start``, or ``start`` itself."""
    tied = start > 1 and writing.words[start - 1] == "-" and joined(writing, start, start - 1)
    return start - 2 if tied and writing.nameable(start - 2) else start


def repair_person(writing: Writing, start: int, end: int, known: dict[int, Span]) -> Span | None:
    """A recognized person's name without titles and demonyms before it, with the name words that were left out."""
    n = len(writing.texts)
    start = before_hyphen(writing, start)
    while start < end:
        after_title = writing.lexicon.title_from(writing.words, start)
        if after_title == start and writing.words[start].removesuffix("s") in writing.lexicon.title_ends:
            after_title = start + 1  # "Astronauts Jo Doe and …"
        if start < after_title < end:
            start = after_title
        elif writing.words[start] in writing.lexicon.honorifics and end - start > 1:
            start += 1
        elif (
            start in known and known[start].end < end and known[start].start == start and known[start].kind != "Person"
        ):
            start = known[start].end
        elif not writing.capital(start) or writing.words[start] in {"'s", "the"} or begins_question(writing, start):
            start += 1
        else:
            break
    while end > start and (not writing.capital(end - 1) or writing.words[end - 1] in {"'s"}):
        end -= 1
    if start >= end:
        return None
    while (
        start > 0
        and (start - 1) not in known
        and writing.nameable(start - 1)
        and writing.texts[start - 1][-1:].isalpha()
    ):
        before = start - 1
        if before in writing.starts and (not writing.tagged or writing.doc[before].pos_ != "PROPN"):
            break
        if (
            writing.words[before] in writing.lexicon.title_ends
            or writing.words[before] in writing.lexicon.honorifics
            or writing.words[before] in writing.lexicon.head_ends
        ):
            break
        given = fold(writing.texts[before]) in writing.lexicon.given_names
        if (
            (writing.doc[before].ent_type_ not in {"", "PERSON"} and not given)
            or writing.texts[before].isupper()
            and len(writing.texts[before]) > 2
        ):
            break
        start = before
        if (
            start > 1
            and writing.words[start - 1] == "-"
            and writing.capital(start - 2)
            and joined(writing, start, start - 1)
        ):
            start -= 2
    start = before_hyphen(writing, start)
    if end < n:
        end = max(end, person_end(writing, start, known))
    if end - start == 1 and (writing.lexicon.title_from(writing.words, start) == end or start in known):
        return None
    if not is_person_name(writing, start, end, sure=True, known=known):
        return None
    return Span(start, end, "Person", writing.name(start, end), rule="entity")


def beside(writing: Writing, end: int) -> Iterator[int]:
    """The word after a name, or the first few of an apposition, which no verb or preposition ends: "Assab, a big Eritrean port"."""
    n = len(writing.texts)
    if writing.words[end : end + 1] != [","]:
        yield from range(end, min(end + 1, n))
        return
    for i in range(end + 1, min(end + 5, n)):
        if writing.tagged and writing.doc[i].pos_ in {"VERB", "AUX", "ADP"}:
            return  # "Jo Doe, said at the port"
        if i > end + 1:
            yield i


def is_person_name(writing: Writing, start: int, end: int, *, sure: bool, known: dict[int, Span]) -> bool:
    """Whether a run of name words can be a person: no place, ship or firm, and no head word at its end."""
    n = len(writing.texts)
    if (
        writing.words[end - 1] in writing.lexicon.head_ends
        and end - start > 1
        and writing.words[end - 1] not in writing.lexicon.family_first
    ):
        return False
    if start > 1 and writing.words[start - 1] == "of" and writing.words[start - 2] in writing.lexicon.places_of:
        return False
    if start > 0 and writing.words[start - 1] in writing.lexicon.places_of and not writing.capital(start - 1):
        return False
    if any(writing.words[i] in writing.lexicon.places_of and not writing.capital(i) for i in beside(writing, end)):
        return False
    last = writing.words[end - 1]
    if end - start == 1 and last in writing.lexicon.head_ends:
        return False
    if end - start > 1 and last in writing.lexicon.places and last not in writing.lexicon.surname_places:
        return False
    given = fold(writing.texts[start]) in writing.lexicon.given_names
    if end - start > 1 and not given and writing.lexicon.title_at(writing.words, end) < end:
        return False
    if all(text.isupper() and len(text) > 1 for text in writing.texts[start:end]):
        return False
    if (
        end < n
        and writing.words[end] in writing.lexicon.places
        and (writing.capital(end) or writing.words[end] == "class")
    ):
        return False
    if end < n and writing.words[end] == "-" and end + 1 < n and writing.words[end + 1] in writing.lexicon.places:
        return False
    if start > 0 and writing.words[start - 1] in writing.lexicon.ships:
        return False
    if any(
        i in known and known[i].kind not in {"Country", "Person"} and len(known[i]) >= end - start
        for i in range(start, end)
    ):
        return False
    return sure or end - start > 1
