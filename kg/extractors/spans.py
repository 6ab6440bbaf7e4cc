"""Sets the mentions of a Doc: who is named where, under one name for each person and organization of the article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extractors import mending, offices
from kg.extractors.names import (
    acronyms,
    described,
    entities,
    full_names,
    known_names,
    leaders,
    organization_names,
    organizations,
    people,
    peoples,
)
from kg.extractors.names.spans import Span, settle
from kg.extractors.names.writing import Writing
from kg.extractors.offices import titles_after, titles_before
from kg.extractors.offices.posts import Post
from kg.extractors.offices.reader import Reader
from kg.ontology import Ontology

if TYPE_CHECKING:
    from spacy.tokens import Doc

INTERNATIONAL = frozenset(
    {"Alliance", "IntergovernmentalOrganization"}
)  # whoever heads one no longer acts for a country
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
    leads: bool = False  # commands an armed group of his own


def annotate(doc: Doc, ontology: Ontology) -> None:
    """Set ``doc._.mentions``, ``doc._.mention_of`` (token → mention), ``doc._.offices`` and ``doc._.treaty_names``."""
    register()
    if doc.has_annotation("DEP"):
        mending.mend(doc, ontology)
    writing = Writing(doc, ontology)
    known_spans = settle(list(known_names.find_known(writing)))
    known = {i: span for span in known_spans for i in range(span.start, span.end)}
    persons = list(people.find_people(writing, known))
    found = [
        *known_spans,
        *organizations.find_headed(writing, known),
        *organizations.find_pairs(writing, known),
        *organizations.find_parties(writing, known),
        *peoples.find_peoples(writing, known),
        *persons,
    ]
    surnames = full_names.surnames(writing, persons)
    found.extend(entities.find_organizations(writing, known, surnames))
    found.extend(described.find_described(writing, known, surnames))
    spans = settle(found)
    spans = settle([*spans, *described.find_listed(writing, spans, surnames)])
    spans = organization_names.join_companies(writing, organization_names.join_slashes(writing, spans))
    spans = acronyms.add_acronyms(writing, spans)
    spans = find_titled_people(writing, spans)
    spans = organization_names.name_organizations(spans)
    spans = [
        span
        for span in organization_names.name_as_written(writing, spans)
        if not organization_names.is_common_noun(writing, span)
    ]
    spans = peoples.name_peoples(full_names.name_people(writing, spans))
    doc._.treaty_names = tuple(span for span in spans if span.form == "treaty")
    spans = [span for span in spans if span.form not in BLOCKING_FORMS]
    posts = offices.find(writing, spans)
    spans = name_administrations(writing, spans, posts)
    held = [post for post in reversed(posts) if post.past and post.of and abs(post.of.start - post.start) < 3]
    held += [post for post in reversed(posts) if post.country and not post.past]
    elsewhere = {p.person for p in posts if not p.past and p.of is not None and p.of.kind in INTERNATIONAL}
    countries = {
        post.person: post.country for post in held if post.person not in elsewhere
    }  # a present office goes before a past one told beside it
    titled = {post.person for post in posts}
    for name in {span.name for span in spans if span.kind == "Person"} - titled:
        countries[name] = writing.lexicon.statesmen.country_of(name)  # "Macron promised Zelensky tanks"
    leading = leaders.find(writing, spans, posts, countries)
    mentions = tuple(mention(doc, span, countries, span.name in leading) for span in spans)
    doc._.offices = tuple(posts)
    doc._.mentions = mentions
    doc._.mention_of = {i: m for m in mentions for i in range(m.start, m.end)}


def register() -> None:
    """Declare the Doc's extensions; may be called again."""
    from spacy.tokens import Doc

    for name in ("mentions", "mention_of", "offices", "treaty_names"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)


def mention(doc: Doc, span: Span, countries: dict[str, str], leads: bool) -> Mention:
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
    leads = leads and span.kind == "Person"
    return Mention(span.start, span.end, root.i, span.kind, span.name, span.iri, country, form, office, leads)


def name_administrations(writing: Writing, spans: list[Span], posts: list[Post]) -> list[Span]:
    """A leader's name with "administration" is the government that the leader heads, not the person."""
    lexicon = writing.lexicon
    named = []
    for span in spans:
        word = writing.words[span.end] if span.end < len(writing.words) else ""
        if span.kind == "Person" and word in lexicon.administrations:
            held = next(
                (p.country for p in posts if p.person == span.name and p.country and p.implied == "Country"), ""
            )
            country = held or (lexicon.default_country if word == "administration" else "")
            name = writing.name(span.start, span.end + 1)
            span = Span(span.start, span.end + 1, "GovernmentBody", name, "", country, rule="administration")
        named.append(span)
    taken = {i for span in named for i in range(span.start, span.end)}
    for i, word in enumerate(writing.words):
        if word != "administration" or i in taken or i == 0 or i - 1 in taken or not writing.nameable(i - 1):
            continue
        start = i - 1
        while start > 0 and start - 1 not in taken and writing.nameable(start - 1):
            start -= 1
        name = writing.name(start, i + 1)
        named.append(Span(start, i + 1, "GovernmentBody", name, "", lexicon.default_country, rule="administration"))
    return sorted(named, key=lambda s: s.start)


def find_titled_people(writing: Writing, spans: list[Span]) -> list[Span]:
    """Names that an office follows ("Jo Doe, head of …") and that nobody has taken for a person."""
    reader = Reader(writing, spans)
    at = {i: span for span in spans for i in range(span.start, span.end)}
    firm = {i: span for i, span in at.items() if span.rule != "entity"}
    found = []
    for i in range(1, len(writing.words) - 2):
        if writing.words[i] != "," or not writing.capital(i - 1) or i < writing.headline:
            continue
        settled = at.get(i - 1)
        if settled is not None and not (settled.rule == "entity" and settled.kind == "OtherOrganization"):
            continue
        start = i
        while start > 0 and i - start < 4 and name_word(writing, start - 1, at):
            start -= 1
            if (
                start > 1
                and writing.words[start - 1] == "-"
                and people.joined(writing, start, start - 1)
                and name_word(writing, start - 2, at)
            ):
                start -= 2
        if (
            start == i
            or writing.words[start] in writing.lexicon.title_ends
            or writing.words[i - 1] in writing.lexicon.no_organizations  # "on the Red Sea, a member of the junta, …"
            or (settled is not None and len(settled) != i - start)
        ):
            continue
        span = Span(start, i, "Person", writing.name(start, i), rule="apposition")
        if not people.is_person_name(writing, start, i, sure=True, known=firm):
            continue
        if i - start > 1 and introduced(reader, span):
            found.append(span)
            continue
        reading = titles_after.after(reader, span)
        if reading is None or (reading[0].title.rank and writing.words[i + 1] not in {"a", "an"}):
            continue
        if i - start > 1 or speaks(writing, start) or writing.doc[start].ent_type_ == "PERSON":
            found.append(span)
    starts = {i for span in found for i in range(span.start, span.end)}
    return sorted([*(s for s in spans if s.start not in starts), *found], key=lambda s: s.start)


def introduced(reader: Reader, span: Span) -> bool:
    """Whether an office leads up to a name between commas ("a ministry spokesman, Jo Doe, said"), or "who", "known as" after it."""
    after = reader.words[span.end + 1 : span.end + 4]
    if after[:1] == ["who"] or any(" ".join(after[:k]) in reader.lexicon.aliases for k in (1, 2, 3)):
        return True
    described = titles_before.before_comma(reader, span.start)
    return described is not None and not described.plural


def name_word(writing: Writing, i: int, at: dict[int, Span]) -> bool:
    """Whether token ``i`` may be part of an unknown person's name."""
    if writing.words[i] in writing.lexicon.particles and i + 1 < len(writing.words) and writing.capital(i + 1):
        return writing.nameable(i - 1)
    span = at.get(i)
    return (
        writing.nameable(i)
        and (span is None or span.rule == "entity")
        and (writing.texts[i][-1:].isalpha() or writing.words[i] == "st.")
    )


def speaks(writing: Writing, i: int) -> bool:
    """Whether token ``i`` is subject or agent of a verb."""
    return writing.doc[i].dep_ in {"nsubj", "nsubj:pass", "obl", "obl:agent", "conj"}
