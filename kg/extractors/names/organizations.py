"""Finds organizations that the ontology does not know, by the head word of their names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extractors.names.spans import BODY_KINDS, Span
from kg.extractors.names.writing import Writing
from kg.ontology import fold

# Between a country and the lower-case head word of its ministry stand at most so many words ("Turkish national
# defence ministry").
WORDS_BEFORE_HEAD = 3
LONGEST_FIELD = 3  # words in small letters after "ministry of"
ORDINAL = re.compile(r"\d+(st|nd|rd|th)")


def find_headed(writing: Writing, known: dict[int, Span]) -> Iterator[Span]:
    """Organizations told by a head word: "Chey Institute for Advanced Studies", "Turkish defence ministry"."""
    lexicon = writing.lexicon
    for i, word in enumerate(writing.words):
        if word not in lexicon.head_ends or i < writing.headline:
            continue
        for length in range(min(lexicon.longest_head, i + 1), 0, -1):
            kind = lexicon.heads.get(tuple(writing.words[i + 1 - length : i + 1]))
            if kind is not None:
                span = read_headed(writing, i + 1 - length, i + 1, kind, known)
                if span is not None and not writing.is_vessel(span.start, span.end):
                    yield span
                break


def read_headed(writing: Writing, start: int, end: int, kind: str, known: dict[int, Span]) -> Span | None:
    """The name around the head word at ``start`` to ``end``; None where the word is only a common noun."""
    head_start, head_end = start, end
    named = writing.capital(start) and not (
        start in writing.starts and end - start == 1 and not capital_after(writing, end)
    )
    if named:
        start = extend_left(writing, start, known)
        end = extend_right(writing, end, known, connected=kind != "Company")
    elif kind == "MilitaryForce" and (number := ordinal_before(writing, start)) < start:
        return Span(number, end, kind, writing.name(number, end), rule="head-word")  # "the 47th mechanized brigade"
    elif " ".join(writing.words[start:end]) not in writing.lexicon.lower_heads or not heads_phrase(writing, end - 1):
        return None
    else:
        end = field_of(writing, end)
    if named and kind == "MilitaryForce" and names_ware(writing, end):
        return None
    country, first, owned = country_before(writing, start, known, named)
    bare = country is None and (start, end) == (head_start, head_end)
    if named and bare and kind == "MilitaryForce" and names_holder(writing, end):
        return None
    if country is None and not named:
        seat = country_after(writing, end, known)
        seated = seat is not None and is_seat(writing, head_end, seat)
        if " ".join(writing.words[start:end]) in writing.lexicon.unowned_heads:
            return Span(start, end, kind, writing.name(start, end), rule="head-word")
        if not seated and writing.words[head_end - 1] != "ministry":
            return None
        while first > 0 and start - first < WORDS_BEFORE_HEAD and describes(writing, first - 1):
            first -= 1  # "the defence ministry in Belgrade"
        if first == start and end == head_end:
            return None  # "the ministry", "the ministry in Lima"
    if belongs_to_title(writing, start) or fold(writing.name(start, end)) in writing.lexicon.region_names:
        return None
    if bare and end - start == 1 and kind not in BODY_KINDS:
        return None  # "the Institute", "the Company": a common noun in capitals
    if bare and named and end - start == 1 and writing.words[start - 1] != "the":
        return None
    if not (named and owned) or writing.words[head_end - 1] == "ministry":  # "Iran's Foreign Ministry" is anybody's without Iran
        start = extend_left(writing, first, known) if country is not None and named else first  # "Royal Danish Navy"
    if country is not None and first > 0 and writing.words[first - 1] == "ethnic":
        start = first - 1  # "ethnic Albanian rebels"
    if country is None:
        country = country_after(writing, end, known)
        if country is not None and (writing.words[end] == "of" or is_seat(writing, head_end, country)):
            end = country.end  # "Ministry of Defence of Indonesia", "defence ministry in Pyongyang"
    if writing.words[head_end - 1] in writing.lexicon.located_heads and writing.words[end : end + 1] == ["in"]:
        place = end + 1
        while place < len(writing.words) and writing.nameable(place):
            place += 1
        end = place if place > end + 1 else end
    return Span(start, end, kind, writing.name(start, end), "", country.country if country else "", rule="head-word")


def describes(writing: Writing, i: int) -> bool:
    """Whether a word before a ministry tells which one: "defence", but not "own" or "former"."""
    if writing.words[i] in writing.lexicon.passing_modifiers:
        return False
    return writing.doc[i].dep_ in {"amod", "compound"}


def field_of(writing: Writing, end: int) -> int:
    """Where the field in small letters ends that tells a ministry from others: "ministry of defence"."""
    at = end + 1
    if writing.words[end - 1] != "ministry" or writing.words[end:at] != ["of"]:
        return end
    while at < len(writing.words) and at <= end + LONGEST_FIELD and writing.texts[at].islower():
        if writing.doc[at].pos_ not in {"NOUN", "ADJ"}:
            break
        at += 1
    return at if at > end + 1 else end


def ordinal_before(writing: Writing, start: int) -> int:
    """Where the ordinal number of a unit in small letters stands, ``start`` itself where it has none."""
    i = start
    while i > 0 and start - i < WORDS_BEFORE_HEAD + 1:
        i -= 1
        if ORDINAL.fullmatch(writing.words[i]):
            return i
        if writing.words[i] != "-" and not writing.texts[i].islower() or writing.doc[i].pos_ in {"ADP", "DET", "AUX"}:
            break
    return start


def is_seat(writing: Writing, head_end: int, country: Span) -> bool:
    """Whether a capital after a ministry says whose it is: "the Defence Ministry in Pyongyang"."""
    return country.form == "capital" and writing.words[head_end - 1] == "ministry"


def find_parties(writing: Writing, known: dict[int, Span]) -> Iterator[Span]:
    """Parties: "the Social Democrats", "the Left party". Without an article the plural means people, and names nothing."""
    lexicon = writing.lexicon
    for i, word in enumerate(writing.words):
        if i < writing.headline:
            continue
        start = i
        if word in lexicon.party_plurals and writing.capital(i):
            while start > 0 and writing.nameable(start - 1) and (start - 1) not in known:
                start -= 1
            named = start > 0 and writing.words[start - 1] == "the"
            if named or start < i:
                form = "name" if named else "system"
                yield Span(start, i + 1, "OtherOrganization", writing.name(start, i + 1), form=form, rule="party")
        elif word in lexicon.party_heads and writing.texts[i].islower():
            while start > 0 and is_party_word(writing, start - 1, known):
                start -= 1
            if start < i and not writing.texts[i - 1].isupper():
                yield Span(start, i + 1, "OtherOrganization", writing.name(start, i + 1), rule="party")


def is_party_word(writing: Writing, i: int, known: dict[int, Span]) -> bool:
    """Whether a capitalised word before "party" can belong to its name: no country's, no title."""
    lexicon = writing.lexicon
    other = i in known and known[i].kind in {"Country", "Person"} or fold(writing.texts[i]) in lexicon.region_names
    return writing.nameable(i) and not other and writing.words[i] not in lexicon.title_ends and writing.words[i] != "'s"


def find_pairs(writing: Writing, known: dict[int, Span]) -> Iterator[Span]:
    """Bodies of two countries named with one head word: "the British and Australian navies"."""
    for i in range(3, len(writing.words)):
        word = writing.words[i]
        single = word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")
        if single == word or single not in writing.lexicon.lower_heads or writing.words[i - 2] != "and":
            continue
        first, second = known.get(i - 3), known.get(i - 1)
        kind = writing.lexicon.heads.get((single,))
        if kind is None or first is None or second is None or {first.form, second.form} - {"demonym", "name"}:
            continue
        for span, end in ((first, first.end), (second, i + 1)):
            name = f"{writing.name(span.start, span.end)} {single}"
            yield Span(span.start, end, kind, name, "", span.country, rule="pair")


def heads_phrase(writing: Writing, i: int) -> bool:
    """Whether a lower-case head word stands for the body: it is a noun that modifies no other ("military", not
    "military aid")."""
    if not writing.tagged:
        return True
    token = writing.doc[i]
    after = writing.doc[i + 1] if i + 1 < len(writing.texts) else token
    if writing.words[i] == "ministry" and writing.lexicon.title_from(writing.words, i + 1) > i + 1:
        return True  # "a Chinese foreign ministry spokeswoman"
    return (
        token.pos_ in {"NOUN", "PROPN"}
        and token.dep_ not in {"amod", "compound"}
        and after.pos_ not in {"NOUN", "PROPN"}
    )


def names_ware(writing: Writing, end: int) -> bool:
    """Whether a force is named but as part of the name of a thing: "Foreign Military Sales"."""
    return end < len(writing.words) and writing.capital(end) and writing.words[end] in writing.lexicon.no_organizations


def names_holder(writing: Writing, end: int) -> bool:
    """Whether a force is named but as part of somebody's title: "Air Force Gen. Jo Doe"."""
    return end < len(writing.words) and writing.capital(end) and writing.lexicon.title_from(writing.words, end) > end


def belongs_to_title(writing: Writing, start: int) -> bool:
    """Whether a name is part of a title of state: "Minister for Strategic Industries"."""
    if start < 2 or writing.words[start - 1] not in {"for", "of"}:
        return False
    title = writing.lexicon.title_at(writing.words, start - 1)
    return title < start - 1 and writing.lexicon.titles[tuple(writing.words[title : start - 1])].implied_in == "Country"


def capital_after(writing: Writing, end: int) -> bool:
    n = len(writing.texts)
    return (end < n and writing.capital(end)) or (
        end + 1 < n and writing.words[end] in writing.lexicon.connectors and writing.capital(end + 1)
    )


def extend_left(writing: Writing, start: int, known: dict[int, Span]) -> int:
    while start > 0:
        i = start - 1
        if i in known:
            break
        if writing.nameable(i) and writing.lexicon.title_at(writing.words, i + 1) > i:
            start = i
        elif ORDINAL.fullmatch(writing.words[i]):
            return i  # "1st Air Defence Group"
        elif (
            writing.words[i] in {"and", "&"}
            and i > 0
            and writing.nameable(i - 1)
            and (i - 1) not in known
            and writing.words[i - 1] not in writing.lexicon.head_ends
        ):
            start = i - 1
        elif (
            writing.words[i] == "-"
            and i > 0
            and (i - 1) not in known
            and (writing.nameable(i - 1) or writing.words[i - 1] in writing.lexicon.particles)
        ):
            start = i - 1
        else:
            break
    return start


def extend_right(writing: Writing, end: int, known: dict[int, Span], *, connected: bool) -> int:
    n = len(writing.texts)
    complement = False
    while end < n:
        if (
            writing.capital(end)
            and end not in writing.starts
            and writing.words[end] not in writing.lexicon.no_organizations
            and writing.words[end] not in writing.lexicon.dates
            and not foreign(writing, end, known)
        ):
            end += 1
            continue
        if writing.words[end] == "-" and end + 1 < n and writing.capital(end + 1):
            end += 2
            continue
        at = end
        while connected and at < n and writing.words[at] in writing.lexicon.connectors and at - end < 2:
            at += 1
        if (
            at == end
            or at >= n
            or not writing.capital(at)
            or at in writing.starts
            or writing.words[at] in writing.lexicon.dates
        ):
            break
        if writing.words[end] == "and" and (
            not complement or at in known or writing.words[at] in writing.lexicon.title_ends or heads_name(writing, at)
        ):
            break
        if writing.words[end] in {"in", "to", "on"} or (at in known and writing.words[end] != "of"):
            break
        if (
            at in known
            and known[at].kind == "Country"
            and known[at].form in {"name", "capital"}
            and writing.words[end] == "of"
            and writing.capital(end - 1)
        ):
            break
        if at in known and known[at].kind != "Country":
            break
        complement = complement or writing.words[end] != "and"
        end = at + 1
    return end


def foreign(writing: Writing, i: int, known: dict[int, Span]) -> bool:
    return i in known or writing.lexicon.title_from(writing.words, i) > i


def heads_name(writing: Writing, i: int) -> bool:
    """Whether a capitalised name of its own with a head word begins at ``i`` ("… and Ministry of Defence")."""
    n = len(writing.texts)
    while i < n and writing.capital(i):
        if writing.words[i] in writing.lexicon.head_ends:
            return True
        i += 1
    return False


def country_before(writing: Writing, start: int, known: dict[int, Span], named: bool) -> tuple[Span | None, int, bool]:
    """The country that a name begins with ("South Korea's", "Turkish"), where the name with it begins, and whether
    it owns it."""
    i = start
    if not named:
        while (
            i > 0
            and start - i < WORDS_BEFORE_HEAD
            and writing.texts[i - 1].islower()
            and writing.texts[i - 1].isalpha()
            and (i - 1) not in known
        ):
            if writing.tagged and writing.doc[i - 1].pos_ not in {"NOUN", "ADJ", "PROPN"}:
                break
            i -= 1
    if i > 1 and writing.words[i - 1] in {"'s", "'"}:
        title = writing.lexicon.title_at(writing.words, i - 1)
        if title < i - 1 and named:  # "the Polish President's Office"
            country = known.get(title - 1)
            return (
                (country, country.start, False)
                if country is not None and country.kind == "Country"
                else (None, start, False)
            )
        span = known.get(i - 2)
        return (
            (span, span.start, True)
            if span is not None and span.kind == "Country" and span.form != "people"
            else (None, start, False)
        )
    span = known.get(i - 1)
    if span is not None and span.kind == "Country":
        titled = named and span.form == "capital" and writing.words[span.start - 1] == "the"  # "the Addis Ababa Tribune"
        if span.form in {"demonym", "name"} or titled:
            return span, span.start, False
    return None, start, False


def country_after(writing: Writing, end: int, known: dict[int, Span]) -> Span | None:
    """The country named right after: "the Ministry of Defence of Indonesia", "the Defence Ministry in
    Pyongyang"."""
    n = len(writing.texts)
    if end < n and writing.words[end] in {"of", "in"}:
        at = end + 1 + (end + 1 < n and writing.words[end + 1] == "the")
        span = known.get(at)
        if span is not None and span.kind == "Country":
            return span
    return None
