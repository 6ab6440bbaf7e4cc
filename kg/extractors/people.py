"""People named in an article, with the offices that the article gives them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.extractors.evidence import point
from kg.extractors.offices.posts import Post
from kg.ontology import Ontology
from kg.records import Actor, Office, Person

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.extractors.spans import Mention

RULE = "person"


def extract(doc: Doc, ontology: Ontology) -> Iterator[Person]:
    """Each person once, in order, under the fullest form that the article has; the evidence "name" shows that form."""
    mentions: dict[str, list[Mention]] = {}
    for mention in doc._.mentions:
        if mention.kind == "Person":
            mentions.setdefault(mention.name, []).append(mention)
        elif mention.office == "administration" and len(mention.name.split()) > 2:
            mentions.setdefault(mention.name.rpartition(" ")[0], []).append(mention)  # "the Jo Doe administration"
    posts: dict[str, list[Post]] = {}
    for post in doc._.offices:
        posts.setdefault(post.person, []).append(post)
    for name, found in mentions.items():
        forms = dict.fromkeys(doc[m.start : m.end].text for m in found if m.kind == "Person")
        yield Person(
            name,
            tuple(form for form in forms if form != name),
            tuple(office(doc, post) for post in posts.get(name, ())),
            tuple(point(doc[m.start : m.end], RULE, role) for m, role in told(doc, name, found)),
        )


def told(doc: Doc, name: str, mentions: list[Mention]) -> list[tuple[Mention, str]]:
    """The mentions, the one that gives the fullest name marked as the "name" of the article."""
    shown = next((m for m in mentions if doc[m.start : m.end].text.replace("’", "'") == name), None)
    return [(m, "name" if m is shown else "") for m in mentions]


def office(doc: Doc, post: Post) -> Office:
    of = post.of
    actor = Actor(of.kind, of.name, of.iri, of.country) if of is not None else None
    return Office(post.title, actor, (point(doc[post.start : post.end], post.rule, "office"),))
