"""Finds organizations that only the entity recognizer tells."""

from __future__ import annotations

from collections.abc import Iterable

from kg.extractors.names import acronyms, head_words
from kg.extractors.names.organizations import ORDINAL, names_ware
from kg.extractors.names.spans import Span
from kg.extractors.names.writing import Writing
from kg.ontology import fold

LONGEST_PERSON = 4  # words
DESCRIPTION = 6  # words at most in "a student" after a name
CLOSING_QUOTES = frozenset({'"', "”", "''"})
PLACE_PREPOSITIONS = frozenset({"in", "at", "near", "outside", "around", "inside", "into", "over", "off"})
LONGEST_ACRONYM = 5  # letters; longer words in capitals are written so for stress, or name the place of a report


def find_organizations(writing: Writing, known: dict[int, Span], people: set[str]) -> Iterable[Span]:
    """Organizations that only the entity recognizer tells, without what is a title, a person, a region or a weapon."""
    lexicon = writing.lexicon
    plain = acronyms.plain_acronyms(writing)
    for ent in writing.doc.ents:
        if ent.label_ != "ORG" or ent.start < writing.headline:
            continue
        start, end = ent.start, ent.end
        while end > start and writing.words[end - 1] in lexicon.connectors:
            end -= 1
        while start < end and (writing.words[start] in {"the", "a"} or not writing.capital(start)):
            start += 1
        while end > start and (
            writing.words[end - 1] == "'s"
            or not writing.texts[end - 1][-1:].isalnum()
            and writing.texts[end - 1][-1:] != "."
        ):
            end -= 1
        if start >= end:
            continue
        if start > 0 and ORDINAL.fullmatch(writing.words[start - 1]):
            start -= 1  # "1st Air Defence Group"
        if fold(writing.doc[start:end].text) in lexicon.region_names or (
            end - start == 1 and fold(writing.texts[start]) in people
        ):
            continue
        text = writing.doc[start:end].text
        if text in plain or fold(text) in lexicon.no_acronyms or (end - start == 1 and any(c.isdigit() for c in text)):
            continue
        if is_other_thing(writing, start, end, known):
            continue
        if any(
            writing.doc[i].pos_ in {"VERB", "AUX"} and writing.texts[i][:1].isupper() for i in range(start + 1, end)
        ):
            continue  # words of a headline
        title = lexicon.title_at(writing.words, end)
        if title < end:
            end = title
        if (
            start >= end
            or lexicon.title_from(writing.words, start) > start
            or writing.words[start] in lexicon.honorifics
        ):
            continue
        if (
            start - 1 in known
            and known[start - 1].form == "name"
            and known[start - 1].kind == "Country"
            and end - start > 1
        ):
            start = known[start - 1].start  # "the Iraq Survey Group"
        inside = [known[i] for i in range(start, end) if i in known]
        if any(s.kind != "Country" or len(s) == end - start for s in inside):
            continue
        if start > 0 and (
            writing.words[start - 1] in lexicon.honorifics or writing.words[start - 1] in lexicon.title_ends
        ):
            continue  # the recognizer took a person for an organization; the rule for titles has it
        if not head_words.plausible_organization(writing, start, end) or writing.words[start] in lexicon.dates:
            continue
        end = without_country(writing, start, end, known)
        start = without_demonym(writing, start, end, known)
        if start > ent.start and lexicon.title_from(writing.words, start) > start:
            continue  # "British Foreign Secretary"
        alone = end - start == 1 and start > 0 and writing.words[start - 1] != "the"
        statesman = alone and lexicon.statesmen.country_of(writing.name(start, end))
        if statesman or (head_words.kind_of(writing, start, end) is None and is_person(writing, start, end)):
            yield Span(start, end, "Person", writing.name(start, end), rule="entity")
            continue
        end = next((i for i in range(start + 1, end) if lexicon.title_from(writing.words, i) > i), end)
        kind = head_words.kind_of(writing, start, end) or head_words.described_kind(writing, start, end)
        if kind is None:
            start, end = core(writing, start, end, known)
            if is_thing_with_article(writing, start, end) or not is_name(writing, start, end):
                continue
        if kind == "MilitaryForce" and names_ware(writing, end):
            continue
        kind = kind or "OtherOrganization"
        country = next((s.country for s in inside), "")
        yield Span(start, end, kind, writing.name(start, end), "", country, rule="entity")


def is_person(writing: Writing, start: int, end: int) -> bool:
    """Whether a name that tells no organization is a person's: by its given name, by what it follows ("the adviser, X",
    "…," said X), or by what follows it ("X, a student")."""
    lexicon, words = writing.lexicon, writing.words
    if not 1 < end - start <= LONGEST_PERSON or any(writing.texts[i].isupper() for i in range(start, end)):
        return False
    if fold(writing.texts[start]) in lexicon.given_names:
        return True
    if any(not writing.texts[i][-1:].isalpha() and words[i] != "-" for i in range(start, end)):
        return False
    if words[start - 1] == "the" or words[start - 1] in lexicon.connectors:
        return False
    if words[start - 1] == "," and (
        lexicon.title_at(words, start - 1) < start - 1 or words[start - 2] in lexicon.people
    ):
        return True
    quoted = start > 1 and writing.texts[start - 2] in CLOSING_QUOTES and writing.doc[start - 1].pos_ == "VERB"
    if quoted and words[end : end + 1] in ([","], ["of"]):
        return True
    if words[end : end + 1] != [","] or words[end + 1 : end + 2] not in (["a"], ["an"], ["the"]):
        return False
    for i in range(end + 2, min(end + 2 + DESCRIPTION, len(words))):
        if words[i] in {",", ".", "of", "in", "who", "at", "for"}:
            return words[i - 1] in lexicon.title_ends or words[i - 1] in lexicon.people
    return False


def core(writing: Writing, start: int, end: int, known: dict[int, Span]) -> tuple[int, int]:
    """A recognized name without the state that owns it and without its place: "Italy's Selenia", "Femco of Sakhalin"."""
    owner = known.get(start)
    if owner is not None and owner.kind == "Country" and writing.words[owner.end : owner.end + 1] == ["'s"]:
        start = min(owner.end + 1, end - 1)
    place = next((i for i in range(start + 1, end - 1) if writing.words[i] == "of"), end)
    return start, place


def is_name(writing: Writing, start: int, end: int) -> bool:
    """Whether words that tell no organization can be the name of one: no list of names, no words of a headline, no
    plural, no make of arms ("Caribou transports") and no word in capitals for stress."""
    places = range(start, end)
    if any(writing.texts[i][:1].islower() and writing.words[i] not in writing.lexicon.particles for i in places):
        return False
    if end - start > 1:
        return True
    text = writing.texts[start]
    if (text.isupper() and len(text) > LONGEST_ACRONYM) or (text.endswith("s") and text[1:].islower()):
        return False
    token = writing.doc[start]
    return token.dep_ not in {"compound", "amod", "nmod"} or not is_arm(writing, token.head.i)


def is_arm(writing: Writing, i: int) -> bool:
    """Whether a noun in small letters is one for arms."""
    word = fold(writing.texts[i])
    return writing.texts[i].islower() and bool({word, word.removesuffix("s")} & writing.lexicon.weapons)


def is_thing_with_article(writing: Writing, start: int, end: int) -> bool:
    """Whether a name that tells nothing has an article, as those of ships, rivers and halls have: "the Amu Darya"; an
    acronym with one may be a party's or a body's."""
    acronym = end - start == 1 and writing.texts[start].replace(".", "").isupper()
    return start > 0 and writing.words[start - 1] == "the" and not acronym


def without_country(writing: Writing, start: int, end: int, known: dict[int, Span]) -> int:
    """The end of a recognized name without "of COUNTRY" after it, unless the name needs it ("Bank of …")."""
    last = known.get(end - 1)
    if (
        last is not None
        and last.kind == "Country"
        and last.start - start > 2
        and writing.words[last.start - 1] in {"of", "in", "the"}
    ):
        at = last.start - 1
        while at > start and writing.words[at - 1] in {"of", "in"}:
            at -= 1
        return at
    return end


def without_demonym(writing: Writing, start: int, end: int, known: dict[int, Span]) -> int:
    """The start of a recognized name without the demonym before a name of its own: "German Bundestag"."""
    first = known.get(start)
    if (
        first is not None
        and first.form == "demonym"
        and first.end == end - 1
        and head_words.kind_of(writing, start, end) is None
    ):
        return first.end
    return start


def is_other_thing(writing: Writing, start: int, end: int, known: dict[int, Span]) -> bool:
    """Whether what the recognizer takes for an organization is a place, a law, a pair of countries or the name of
    ships."""
    words, texts = writing.words, writing.texts
    after = words[end] if end < len(words) else ""
    if writing.is_vessel(start, end):
        return True
    if (
        end - start > 1
        and words[start - 1] in {"at", "off", "near", "over"}
        and head_words.kind_of(writing, start, end) is None
    ):
        return True  # "at Harar Meda"
    if end - start == 1 and writing.tagged and writing.doc[start].pos_ in {"VERB", "AUX", "ADV", "ADJ", "PRON", "DET"}:
        return True
    if end - start == 1 and start in writing.starts and (writing.doc[start].is_stop or common_noun(writing, start)):
        return True
    alphabetic = [i for i in range(start, end) if texts[i][:1].isalpha() and words[i] != "and"]
    if all(i in known and known[i].kind == "Country" for i in alphabetic):
        return True
    if writing.is_town(start, end) and head_words.described_kind(writing, start, end) is None:
        return True
    if start > 1 and words[start - 1] == "of" and words[start - 2] in writing.lexicon.places_of:
        return True
    owner = next((i for i in range(start + 1, end - 1) if words[i] == "'s"), 0)
    if owner and not any(i in known for i in range(start, owner)) and head_words.kind_of(writing, start, end) is None:
        return True  # "Lahore's Gaddafi"
    if end - start > 1:
        return is_place(writing, start, end) and head_words.kind_of(writing, start, end) is None
    name = texts[start]
    if after[:1].isdigit() or (name[:-1].isupper() and name.endswith("s") and len(name) > 2):
        return True
    if any(words[i + 1] in writing.lexicon.no_organizations for i, text in enumerate(texts[:-1]) if text == name):
        return True
    places = [i for i, text in enumerate(texts) if text == name and i > 0]
    return any(
        words[i - 1] in PLACE_PREPOSITIONS or (words[i - 1] == "of" and words[i - 2] in writing.lexicon.places_of)
        for i in places
    )


def common_noun(writing: Writing, i: int) -> bool:
    """Whether a capitalised plural is but the first word of its sentence: "Videos leave no doubt"."""
    text = writing.texts[i]
    return writing.tagged and writing.doc[i].pos_ == "NOUN" and text[1:].islower() and text.endswith("s")


def is_place(writing: Writing, start: int, end: int) -> bool:
    """Whether a name of several words is somewhere that of a place: "the people of El Fasher", "outside El Fasher"."""
    words = writing.words[start:end]
    for i in range(2, len(writing.words) - len(words) + 1):
        if writing.words[i : i + len(words)] == words:
            before, second = writing.words[i - 1], writing.words[i - 2]
            if before in PLACE_PREPOSITIONS - {"in", "at", "into"} or (
                before == "of" and second in writing.lexicon.places_of
            ):
                return True
    return False
