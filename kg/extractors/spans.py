"""Sets the mentions of a Doc: who is named where, under one name for each person and organization of the article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.extractors import mending, offices
from kg.extractors.names import Finder, Span, settle
from kg.ontology import Ontology, fold

if TYPE_CHECKING:
    from spacy.tokens import Doc

LONGEST_ALIAS = 3  # words of "also known as"
PLACE_PREPOSITIONS = frozenset({"in", "at", "near", "outside", "around", "inside", "into"})
BLOCKING_FORMS = frozenset({"treaty", "system"})  # names that are no actors but keep others from reading them as such


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens ``start`` to ``end`` name an actor; ``root`` is the syntactic head of these tokens."""

    start: int
    end: int
    root: int
    kind: str  # local name of the OWL class: "Country", "Person", "GovernmentBody", …
    name: str  # a country's short name, the ontology's label, or the fullest form of the name in the article
    iri: str = ""
    country: str = ""  # the country that the actor is, belongs to or holds an office of; "" where unknown
    form: str = (
        "name"  # "name", "demonym" (an adjective or modifier: Russian, U.S.), "people" (Russians), "capital" (Moscow)
    )
    office: str = ""


def annotate(doc: Doc, ontology: Ontology) -> None:
    """Set ``doc._.mentions``, ``doc._.mention_of`` (token → mention), ``doc._.offices`` and ``doc._.treaty_names``."""
    register()
    if doc.has_annotation("DEP"):
        mending.mend(doc, ontology.verbs, ontology.goods)
    finder = Finder(doc, ontology)
    known_spans = settle(list(finder.find_known()))
    known = {i: span for span in known_spans for i in range(span.start, span.end)}
    people = list(finder.find_people(known))
    found = [*known_spans, *finder.find_headed(known), *finder.find_pairs(known), *people]
    found.extend(entity_organizations(finder, known, surnames(finder, people)))
    spans = join_slashes(finder, settle(found))
    spans = add_acronyms(finder, spans)
    spans = find_titled_people(finder, spans)
    spans = name_organizations(spans)
    spans = [span for span in name_as_written(finder, spans) if not is_common_noun(finder, span)]
    spans = name_people(finder, spans)
    doc._.treaty_names = tuple(span for span in spans if span.form == "treaty")
    spans = [span for span in spans if span.form not in BLOCKING_FORMS]
    posts = offices.find(finder, spans)
    spans = name_administrations(finder, spans, posts)
    countries = {post.person: post.country for post in reversed(posts) if post.country and not post.past}
    mentions = tuple(mention(doc, span, countries) for span in spans)
    doc._.offices = tuple(posts)
    doc._.mentions = mentions
    doc._.mention_of = {i: m for m in mentions for i in range(m.start, m.end)}


def register() -> None:
    """Declare the Doc's extensions; may be called again."""
    from spacy.tokens import Doc

    for name in ("mentions", "mention_of", "offices", "treaty_names"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)


def mention(doc: Doc, span: Span, countries: dict[str, str]) -> Mention:
    root = doc[span.start : span.end].root if doc.has_annotation("DEP") else doc[span.end - 1]
    form = span.form
    if (
        span.kind == "Country"
        and form == "name"
        and root.dep_ in {"compound", "amod"}
        and root.head.pos_ not in {"VERB", "AUX"}
        and not span.start <= root.head.i < span.end
    ):
        form = "demonym"
    country = countries.get(span.name, "") if span.kind == "Person" else span.country
    office = span.rule if span.rule == "administration" else ""
    return Mention(span.start, span.end, root.i, span.kind, span.name, span.iri, country, form, office)


def name_administrations(finder: Finder, spans: list[Span], posts: list[offices.Post]) -> list[Span]:
    """A leader's name with "administration" is the government that the leader heads, not the person."""
    lexicon = finder.lexicon
    named = []
    for span in spans:
        word = finder.words[span.end] if span.end < len(finder.words) else ""
        if span.kind == "Person" and word in lexicon.administrations:
            held = next(
                (p.country for p in posts if p.person == span.name and p.country and p.implied == "Country"), ""
            )
            country = held or (lexicon.default_country if word == "administration" else "")
            name = finder.name(span.start, span.end + 1)
            span = Span(span.start, span.end + 1, "GovernmentBody", name, "", country, rule="administration")
        named.append(span)
    taken = {i for span in named for i in range(span.start, span.end)}
    for i, word in enumerate(finder.words):
        if word != "administration" or i in taken or i == 0 or i - 1 in taken or not finder.nameable(i - 1):
            continue
        start = i - 1
        while start > 0 and start - 1 not in taken and finder.nameable(start - 1):
            start -= 1
        name = finder.name(start, i + 1)
        named.append(Span(start, i + 1, "GovernmentBody", name, "", lexicon.default_country, rule="administration"))
    return sorted(named, key=lambda s: s.start)


def surnames(finder: Finder, people: list[Span]) -> set[str]:
    """The words that alone stand for one of these people."""
    return {word for person in full_names(finder, people) for word in bare_words(finder, person)}


def entity_organizations(finder: Finder, known: dict[int, Span], people: set[str]) -> Iterable[Span]:
    """Organizations that only the entity recognizer tells, without what is a title, a person, a region or a weapon."""
    lexicon = finder.lexicon
    plain = finder.plain_acronyms()
    for ent in finder.doc.ents:
        if ent.label_ != "ORG" or ent.start < finder.headline:
            continue
        start, end = ent.start, ent.end
        while end > start and finder.words[end - 1] in lexicon.connectors:
            end -= 1
        while start < end and (finder.words[start] in {"the", "a"} or not finder.capital(start)):
            start += 1
        while end > start and (
            finder.words[end - 1] == "'s"
            or not finder.texts[end - 1][-1:].isalnum()
            and finder.texts[end - 1][-1:] != "."
        ):
            end -= 1
        if start >= end:
            continue
        if fold(finder.doc[start:end].text) in lexicon.region_names or (
            end - start == 1 and fold(finder.texts[start]) in people
        ):
            continue
        text = finder.doc[start:end].text
        if text in plain or fold(text) in lexicon.no_acronyms or (end - start == 1 and any(c.isdigit() for c in text)):
            continue
        if is_other_thing(finder, start, end, known):
            continue
        if any(finder.doc[i].pos_ in {"VERB", "AUX"} and finder.texts[i][:1].isupper() for i in range(start + 1, end)):
            continue  # words of a headline
        title = lexicon.title_at(finder.words, end)
        if title < end:
            end = title
        if start >= end or lexicon.title_from(finder.words, start) > start:
            continue
        inside = [known[i] for i in range(start, end) if i in known]
        if any(s.kind != "Country" or len(s) == end - start for s in inside):
            continue
        if start > 0 and (
            finder.words[start - 1] in lexicon.honorifics or finder.words[start - 1] in lexicon.title_ends
        ):
            continue  # the recognizer took a person for an organization; the rule for titles has it
        if not finder.plausible_organization(start, end) or finder.words[start] in lexicon.dates:
            continue
        end = without_country(finder, start, end, known)
        start = without_demonym(finder, start, end, known)
        named_person = fold(finder.texts[start]) in lexicon.given_names and finder.kind_of(start, end) is None
        if 1 < end - start <= 4 and named_person:
            yield Span(start, end, "Person", finder.name(start, end), rule="entity")
            continue
        end = next((i for i in range(start + 1, end) if lexicon.title_from(finder.words, i) > i), end)
        kind = finder.kind_of(start, end) or finder.described_kind(start, end) or "OtherOrganization"
        country = next((s.country for s in inside), "")
        yield Span(start, end, kind, finder.name(start, end), "", country, rule="entity")


def without_country(finder: Finder, start: int, end: int, known: dict[int, Span]) -> int:
    """The end of a recognized name without "of COUNTRY" after it, unless the name needs it ("Bank of …")."""
    last = known.get(end - 1)
    if (
        last is not None
        and last.kind == "Country"
        and last.start - start > 2
        and finder.words[last.start - 1] in {"of", "in", "the"}
    ):
        at = last.start - 1
        while at > start and finder.words[at - 1] in {"of", "in"}:
            at -= 1
        return at
    return end


def without_demonym(finder: Finder, start: int, end: int, known: dict[int, Span]) -> int:
    """The start of a recognized name without the demonym before a name of its own: "German Bundestag"."""
    first = known.get(start)
    if first is not None and first.form == "demonym" and first.end == end - 1 and finder.kind_of(start, end) is None:
        return first.end
    return start


def is_other_thing(finder: Finder, start: int, end: int, known: dict[int, Span]) -> bool:
    """Whether what the recognizer takes for an organization is a place, a law, a pair of countries or the name of
    ships."""
    words, texts = finder.words, finder.texts
    after = words[end] if end < len(words) else ""
    if words[start] in finder.lexicon.ships or (start > 0 and words[start - 1] in finder.lexicon.ships):
        return True
    if end - start == 1 and finder.tagged and finder.doc[start].pos_ in {"VERB", "AUX", "ADV", "ADJ"}:
        return True
    alphabetic = [i for i in range(start, end) if texts[i][:1].isalpha()]
    if all(i in known and known[i].kind == "Country" for i in alphabetic):
        return True
    if start > 1 and words[start - 1] == "of" and words[start - 2] in finder.lexicon.places_of:
        return True
    owner = next((i for i in range(start + 1, end - 1) if words[i] == "'s"), 0)
    if owner and not any(i in known for i in range(start, owner)) and finder.kind_of(start, end) is None:
        return True  # "Lahore's Gaddafi"
    if end - start > 1:
        return False
    name = texts[start]
    if after[:1].isdigit() or (name[:-1].isupper() and name.endswith("s") and len(name) > 2):
        return True
    if any(words[i + 1] in finder.lexicon.no_organizations for i, text in enumerate(texts[:-1]) if text == name):
        return True
    places = [i for i, text in enumerate(texts) if text == name and i > 0]
    return any(
        words[i - 1] in PLACE_PREPOSITIONS or (words[i - 1] == "of" and words[i - 2] in finder.lexicon.places_of)
        for i in places
    )


def find_titled_people(finder: Finder, spans: list[Span]) -> list[Span]:
    """Names that an office follows ("Jo Doe, head of …") and that nobody has taken for a person."""
    reader = offices.Reader(finder, spans)
    at = {i: span for span in spans for i in range(span.start, span.end)}
    firm = {i: span for i, span in at.items() if span.rule != "entity"}
    found = []
    for i in range(1, len(finder.words) - 2):
        if finder.words[i] != "," or not finder.capital(i - 1) or i < finder.headline:
            continue
        settled = at.get(i - 1)
        if settled is not None and not (settled.rule == "entity" and settled.kind == "OtherOrganization"):
            continue
        start = i
        while start > 0 and i - start < 4 and name_word(finder, start - 1, at):
            start -= 1
            if (
                start > 1
                and finder.words[start - 1] == "-"
                and finder.joined(start, start - 1)
                and name_word(finder, start - 2, at)
            ):
                start -= 2
        if (
            start == i
            or finder.words[start] in finder.lexicon.title_ends
            or (settled is not None and len(settled) != i - start)
        ):
            continue
        span = Span(start, i, "Person", finder.name(start, i), rule="apposition")
        if not finder.is_person_name(start, i, sure=True, known=firm):
            continue
        reading = reader.after(span)
        if reading is None or reading[0].title.rank:
            continue
        if i - start > 1 or speaks(finder, start) or finder.doc[start].ent_type_ == "PERSON":
            found.append(span)
    starts = {i for span in found for i in range(span.start, span.end)}
    return sorted([*(s for s in spans if s.start not in starts), *found], key=lambda s: s.start)


def name_word(finder: Finder, i: int, at: dict[int, Span]) -> bool:
    """Whether token ``i`` may be part of an unknown person's name."""
    if finder.words[i] in finder.lexicon.particles and i + 1 < len(finder.words) and finder.capital(i + 1):
        return finder.nameable(i - 1)
    span = at.get(i)
    return finder.nameable(i) and (span is None or span.rule == "entity") and finder.texts[i][-1:].isalpha()


def speaks(finder: Finder, i: int) -> bool:
    """Whether token ``i`` is subject or agent of a verb."""
    return finder.doc[i].dep_ in {"nsubj", "nsubj:pass", "obl", "obl:agent", "conj"}


def join_slashes(finder: Finder, spans: list[Span]) -> list[Span]:
    """Two organizations written as one: CDU/CSU."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if (
            last is not None
            and span.start == last.end + 1
            and finder.texts[last.end] == "/"
            and not finder.doc[last.end].whitespace_
            and not span.iri
            and not last.iri
            and last.kind == span.kind != "Person"
        ):
            joined[-1] = replace(last, end=span.end, name=finder.name(last.start, span.end))
        else:
            joined.append(span)
    return joined


def add_acronyms(finder: Finder, spans: list[Span]) -> list[Span]:
    """The spans with every further place of an acronym that the article introduces in brackets."""
    pairs = list(finder.find_acronyms(spans))
    if not pairs:
        return spans
    spans = settle([*spans, *(span for span, _ in pairs)])
    names = {acronym: span for span, acronym in pairs}
    taken = {i for span in spans for i in range(span.start, span.end)}
    more = [
        replace(names[text], start=i, end=i + 1, rule="acronym")
        for i, text in enumerate(finder.texts)
        if text in names and (i not in taken or _sole(spans, i))
    ]
    places = {span.start for span in more}
    return settle([*(s for s in spans if not (len(s) == 1 and s.start in places)), *more])


def _sole(spans: list[Span], i: int) -> bool:
    return any(s.start == i and s.end == i + 1 and s.iri == "" for s in spans)


def name_organizations(spans: list[Span]) -> list[Span]:
    """Unknown organizations under the fullest form that the article has: "Foreign Ministry" → "South Korea's Foreign
    Ministry"."""
    full: list[tuple[tuple[str, ...], Span]] = []
    for span in spans:
        if span.kind not in {"Country", "Person"} and not span.iri and span.form == "name":
            full.append((tuple(fold(span.name).replace("'s", "").split()), span))
    named = []
    for span in spans:
        words = tuple(fold(span.name).replace("'s", "").split())
        if span.kind not in {"Country", "Person"} and not span.iri and span.form == "name":
            longer = [
                other
                for key, other in full
                if len(key) > len(words) and (key[-len(words) :] == words or opens(span.name, key, words))
            ]
            if longer and all(fold(other.name) == fold(longer[0].name) for other in longer):
                span = replace(
                    span, name=longer[0].name, country=span.country or longer[0].country, kind=longer[0].kind
                )
        named.append(span)
    return named


def is_common_noun(finder: Finder, span: Span) -> bool:
    """Whether a head word in capitals stands alone and for no name of the article: "the Ministry", "the Council"."""
    words = tuple(finder.words[span.start : span.end])
    bare = span.rule in {"head-word", "entity"} and fold(span.name) == " ".join(words) and words in finder.lexicon.heads
    return bare and " ".join(words) not in finder.lexicon.sole_bodies


def name_as_written(finder: Finder, spans: list[Span]) -> list[Span]:
    """Known organizations under the fullest form that the article has; their IRI says who they are."""
    fullest: dict[str, str] = {}
    for span in spans:
        if span.iri and span.kind != "Country" and span.form != "treaty":
            form = written(finder, span)
            if (len(form.split()), len(form)) > (
                len(fullest.get(span.iri, "").split()),
                len(fullest.get(span.iri, "")),
            ):
                fullest[span.iri] = form
    return [
        replace(s, name=fullest[s.iri]) if s.iri in fullest and s.kind != "Country" and s.form != "treaty" else s
        for s in spans
    ]


def written(finder: Finder, span: Span) -> str:
    """A name as the article writes it, without an acronym in brackets after it."""
    name = finder.name(span.start, span.end)
    name = name.partition(" (")[0] if name.endswith(")") else name
    return finder.lexicon.gazetteer.without_demonym(name)


def opens(name: str, full: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether a short name is the beginning of a full one: "Wagner" of "Wagner Group", but not "UN" of "UN Women"."""
    return full[: len(words)] == words and not (len(words) == 1 and name.isupper())


@dataclass(frozen=True, slots=True)
class FullName:
    """A person's name as first written, in folded words without suffix."""

    name: str
    words: tuple[str, ...]
    place: int


def name_people(finder: Finder, spans: list[Span]) -> list[Span]:
    """People under the fullest form of their name, and every further place of a surname that the article introduced."""
    people = [span for span in spans if span.kind == "Person"]
    if not people:
        return spans
    full = full_names(finder, people)
    taken = {i for span in spans for i in range(span.start, span.end)}
    bare: dict[str, list[FullName]] = {}
    for person in full:
        for word in bare_words(finder, person):
            bare.setdefault(word, []).append(person)
    more = []
    for i, word in enumerate(finder.words):
        if i in taken or fold(word) not in bare or not finder.capital(i) or not stands_alone(finder, i):
            continue
        more.append(Span(i, i + 1, "Person", finder.texts[i], rule="surname"))
    renamed = []
    for span in sorted([*spans, *more], key=lambda s: s.start):
        if span.kind == "Person":
            whole = whole_name(finder, span, full)
            span = replace(span, name=whole) if whole else span
        renamed.append(span)
    return unite_aliases(finder, renamed)


def unite_aliases(finder: Finder, spans: list[Span]) -> list[Span]:
    """People under the name they were introduced with: "Jo Doe, known as Kit" makes every Kit a Jo Doe."""
    known_as: dict[str, str] = {}
    for person in (span for span in spans if span.kind == "Person"):
        at = person.end + (finder.words[person.end : person.end + 1] == [","])
        for length in range(LONGEST_ALIAS, 0, -1):
            if " ".join(finder.words[at : at + length]) in finder.lexicon.aliases:
                start = at + length
                while start < len(finder.texts) and finder.texts[start] in {'"', "“", "'", "‘"}:
                    start += 1
                if start < len(finder.texts) and finder.capital(start):
                    known_as[finder.name(start, finder.person_end(start, {}))] = person.name
                break
    if not known_as:
        return spans
    spans = [s for s in spans if s.kind == "Person" or s.rule != "entity" or s.name not in known_as]
    taken = {i for span in spans for i in range(span.start, span.end)}
    more = [
        Span(i, i + 1, "Person", known_as[text], rule="alias")
        for i, text in enumerate(finder.texts)
        if text in known_as and i not in taken
    ]
    named = [replace(s, name=known_as[s.name]) if s.kind == "Person" and s.name in known_as else s for s in spans]
    return sorted([*named, *more], key=lambda s: s.start)


def full_names(finder: Finder, people: list[Span]) -> list[FullName]:
    """The distinct people of the article: names of more than one word, the fullest form of each."""
    found: list[FullName] = []
    for span in people:
        words = name_words(finder, span.name)
        if len(words) < 2:
            continue
        same = next((k for k, known in enumerate(found) if same_person(words, known.words)), None)
        if same is None:
            shorter = next((k for k, known in enumerate(found) if runs_on(finder, words, known.words)), None)
            longer = next((k for k, known in enumerate(found) if runs_on(finder, known.words, words)), None)
            if longer is not None:
                found[longer] = FullName(span.name, words, found[longer].place)
            elif shorter is None:
                found.append(FullName(span.name, words, span.start))
        elif len(words) > len(found[same].words) or (
            words == found[same].words and len(span.name) > len(found[same].name)
        ):
            found[same] = FullName(span.name, words, found[same].place)
    return found


def runs_on(finder: Finder, long: tuple[str, ...], short: tuple[str, ...]) -> bool:
    """Whether a longer name is a person's name with the next word of the text in it; not so where the family name comes
    first."""
    return len(long) > len(short) > 1 and long[: len(short)] == short and short[0] not in finder.lexicon.family_first


def name_words(finder: Finder, name: str) -> tuple[str, ...]:
    words = tuple(fold(name).split())
    while len(words) > 1 and words[-1] in finder.lexicon.suffixes:
        words = words[:-1]
    return words


def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full names agree: the same words, or the same family name with agreeing given names or initials."""
    if "".join(one) == "".join(other):
        return True
    if one[-1] != other[-1]:
        return False
    short, long = sorted((one[:-1], other[:-1]), key=len)
    rest = list(long)
    for word in short:
        hit = next(
            (
                k
                for k, w in enumerate(rest)
                if w == word
                or (word.rstrip(".") and w.startswith(word.rstrip(".")) and len(word.rstrip(".")) == 1)
                or (len(w.rstrip(".")) == 1 and word.startswith(w.rstrip(".")))
            ),
            None,
        )
        if hit is None:
            return False
        rest = rest[hit + 1 :]
    return True


def bare_words(finder: Finder, person: FullName) -> list[str]:
    """The words of a full name that may stand for the person alone."""
    words = person.words
    bare = [words[-1]]
    if words[0] in finder.lexicon.family_first:
        bare.append(words[0])
        if len(words) > 2 or len(finder.lexicon.family_first & {words[-1]}) == 0:
            bare.remove(words[-1])
    if len(words) > 2 and words[-2] in finder.lexicon.particles:
        bare.append(" ".join(words[-2:]))
    return [w for w in bare if len(w) > 1]


def stands_alone(finder: Finder, i: int) -> bool:
    """Whether a capitalised word that is somebody's surname is meant as one here, and not as a part of another name."""
    if i in finder.starts and finder.tagged and finder.doc[i].pos_ not in {"PROPN", "NOUN", "X", "ADJ"}:
        return False
    n = len(finder.texts)
    if finder.texts[i].isupper() and len(finder.texts[i]) > 3:
        return False
    return not (i + 1 < n and finder.words[i + 1] in finder.lexicon.places and finder.capital(i + 1))


def whole_name(finder: Finder, span: Span, full: list[FullName]) -> str:
    """The fullest name for a person's mention; "" where the article has no fuller one or leaves it open."""
    words = name_words(finder, span.name)
    if len(words) > 1:
        fits = [p for p in full if same_person(words, p.words) or runs_on(finder, words, p.words)] or [
            p for p in full if len(p.words) > len(words) and p.words[-len(words) :] == words
        ]
    else:
        fits = [p for p in full if words[0] == p.words[-1] or words[0] in bare_words(finder, p)] or [
            p for p in full if words[0] in p.words
        ]
    if not fits:
        return ""
    before = [p for p in fits if p.place <= span.start]
    return (before[-1] if before else fits[0]).name
