"""Organizations named in an article, with their class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extractors.evidence import point
from kg.extractors.names import peoples
from kg.extractors.names.lexicons import lexicon
from kg.ontology import Ontology, fold
from kg.records import Organization

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extractors.spans import Mention

RULE = "organization"
UNNAMED = frozenset({"capital", peoples.FORM})  # forms that name no organization
MINISTRY = "ministry"  # a head word: "the Defence Ministry in Lima"
SEVERAL = frozenset({"neither", "either", "both", "another", "each", "whose"})
OWNING = frozenset({"'s", "'"})  # after "Emirates" the apostrophe stands alone


def extract(doc: Doc, ontology: Ontology) -> Iterator[Organization]:
    """Each organization once, in order, under the fullest form that the article has; the evidence "name" shows that
    form without its owner."""
    seats = ontology.words("seat-of-government")
    mentions: dict[str, list[Mention]] = {}
    for mention in doc._.mentions:
        if mention.form == "capital" and fold(written(doc, mention)) in seats:
            mention = replace(mention, kind="GovernmentBody", name=written(doc, mention), iri="", form="name")
        if ontology.is_a(mention.kind, "Organization") and mention.form not in UNNAMED and not mention.office:
            mentions.setdefault(mention.iri or mention.name, []).append(mention)
    for found in mentions.values():
        if all(is_described(doc, m, ontology) or is_product(doc, m) for m in found):
            continue
        forms = list(dict.fromkeys(written(doc, m) for m in found))
        name = found[0].name
        country = next((m.country for m in found if m.country), "")
        best = max(found, key=lambda m: (written(doc, m) == name, m.end - m.start, -m.start))
        # words that are not the name as it is given ("British and Australian navies") do not show it
        while best.start < best.end - 1 and written(doc, best) != name:
            best = replace(best, start=best.start + 1)  # "German Bundestag" shows the Bundestag
        shown = best if written(doc, best) == name else None
        proof = tuple(point(doc[m.start : m.end], RULE) for m in found if shown is None or m.end != shown.end)
        if shown is not None:
            proof = (point(doc[after_owner(doc, shown, ontology) : shown.end], RULE, "name"), *proof)
        yield Organization(found[0].kind, name, tuple(f for f in forms if f != name), found[0].iri, country, proof)


def is_described(doc: Doc, mention: Mention, ontology: Ontology) -> bool:
    """Whether words tell what a body is rather than name it: "the defence ministry", "Peru's navy", but not "the Turkish
    navy" or "the Navy"."""
    if is_indefinite(doc, mention) or is_people(doc, mention):
        return True
    words, *place = re.split(r" (?:of|in|for) ", written(doc, mention))
    body = words.split()
    length = next((n for n in (2, 1) if fold(" ".join(body[-n:])) in ontology.words("common-body")), 0)
    if mention.iri or not length or not body[-1].islower():
        return False
    placed = place or (mention.start > 0 and is_owning(doc[mention.start - 1]))  # "Lima's US embassy"
    abroad = not placed and fold(" ".join(body[-length:])) in ontology.words("post-abroad")
    return words.islower() or abroad or any(word.endswith(("'s", "s'")) for word in body)


def is_indefinite(doc: Doc, mention: Mention) -> bool:
    """Whether a body in small letters is only what an unnamed person is of, or one of several: "a foreign ministry
    official", "neither defence ministry"."""
    if mention.iri or not doc[mention.end - 1].text.islower() or not mention.start:
        return False
    before = doc[mention.start - 1].lower_
    modifies = mention.end < len(doc) and doc[mention.end].pos_ == "NOUN" and doc[mention.end].text.islower()
    return before in SEVERAL or (before in {"a", "an"} and modifies and doc[mention.start].text.islower())


def is_people(doc: Doc, mention: Mention) -> bool:
    """Whether a plural tells fighters of a country rather than names their group: "Syrian rebels"."""
    text = written(doc, mention)
    country, _, plural = text.replace("'s ", " ").rpartition(" ")
    common = mention.kind == "ArmedGroup" and not mention.iri and plural.islower() and plural.endswith("s")
    return common and doc[mention.start].lower_ != "ethnic" and " " not in country


def is_product(doc: Doc, mention: Mention) -> bool:
    """Whether a maker's name stands for one thing of its make: "an Antonov of the air force"."""
    before = mention.start - 1 - (mention.start > 1 and doc[mention.start - 1].pos_ == "ADJ")
    after = doc[mention.end] if mention.end < len(doc) else None
    modifies = after is not None and (after.pos_ in {"NOUN", "PROPN", "ADJ"} or after.text == "-")
    single = mention.kind == "Company" and mention.end - mention.start == 1
    return single and before >= 0 and doc[before].lower_ in {"a", "an"} and not modifies


def after_owner(doc: Doc, mention: Mention, ontology: Ontology) -> int:
    """Where a name in capitals begins behind the state or person that owns it: "Iran's Revolutionary Guards"."""
    mark = next((i for i in range(mention.start + 1, mention.end - 1) if is_owning(doc[i])), 0)
    common = any(token.lower_ == MINISTRY for token in doc[mark + 1 : mention.end])  # anybody's without its owner
    if not mark or common or not doc[mark + 1].text[:1].isupper():
        return mention.start
    owners = lexicon(ontology).gazetteer.ending(doc[mention.start : mark].text)
    people = (m.kind == "Person" and m.name.split()[-1] == doc[mark - 1].text for m in doc._.mentions)
    return mark + 1 if any(owner.kind == "Country" for owner in owners) or any(people) else mention.start


def is_owning(token: Token) -> bool:
    return token.lower_.replace("’", "'") in OWNING


def written(doc: Doc, mention: Mention) -> str:
    """The words of a mention with plain apostrophes."""
    return " ".join(str(doc[mention.start : mention.end].text).replace("’", "'").split())
