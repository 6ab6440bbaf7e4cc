"""Who stands behind a phrase: from a noun phrase to the country, organization, group or person that acts.

Names come from the mentions on the Doc; here are the phrases around them ("South Korean manufacturers", "a Polish minister",
"rebels in Colombia"), descriptions that take up a name ("the country"), and pronouns. What no rule settles stays open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from kg.extractors import actors, attribution, descriptions, references, syntax
from kg.extractors.actors import Party
from kg.extractors.references import PERSONAL, PLURAL, SINGULAR
from kg.ontology import Ontology, fold
from kg.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extractors.spans import Mention

SPEAKER = frozenset({"we", "us", "our", "ours", "i", "my", "me"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "his", "her", "their", "both"})
_SPEAKERS: WeakKeyDictionary[Doc, dict[attribution.Report, tuple[Party, ...]]] = WeakKeyDictionary()


def find(token: Token, ontology: Ontology, besides: frozenset[str] = frozenset()) -> Iterator[Party]:
    """Everyone that a noun phrase and what is coordinated with it stand for, in order; no pronoun for one named ``besides``."""
    for part in syntax.conjuncts(token):
        listed = list(descriptions.listed(part, ontology))
        if listed:
            yield from listed
            continue
        party = find_one(part, ontology, besides)
        if party is not None:
            yield party
        if party is not None and part.lower_ in PLURAL:
            yield from _together(part, party, ontology)


def _together(token: Token, party: Party, ontology: Ontology) -> Iterator[Party]:
    """The others whom a plural pronoun takes up with the first: "France and Germany … They"."""
    for mention in reversed(token.doc._.mentions):
        if mention.start < token.i and actors.of_mention(mention, ontology) == party.actor:
            first = token.doc[mention.root]
            while first.dep_ == "conj" and first.head.i != first.i:
                first = first.head
            for part in syntax.conjuncts(first):
                other = token.doc._.mention_of.get(part.i)
                if other is not None and actors.of_mention(other, ontology) != party.actor:
                    yield Party(actors.of_mention(other, ontology), part.i, "pronoun for several")
            return


def find_one(token: Token, ontology: Ontology, besides: frozenset[str] = frozenset()) -> Party | None:
    """Whom one noun phrase (given by its head) stands for, or None where no rule settles it."""
    doc: Doc = token.doc
    mention = doc._.mention_of.get(token.i)
    if mention is not None:
        if mention.form == "demonym" and token.dep_ in {"amod", "compound"} and token.head.i > token.i:
            return Party(actors.of_mention(mention, ontology), token.i, "demonym")
        return Party(actors.of_mention(mention, ontology), token.i, mention.form)
    if token.pos_ == "PRON" or token.lower_ in PERSONAL | SINGULAR | PLURAL | SPEAKER:
        return refer(token, ontology, besides)
    if token.pos_ not in {"NOUN", "PROPN", "ADJ", "NUM"}:
        return None
    lemma = fold(token.lemma_)
    if token.pos_ == "NUM" or lemma in ontology.words("part-noun"):
        inner = next((c for c in token.children if c.dep_ == "nmod" and syntax.case_of(c) in {"of", "among"}), None)
        party = find_one(inner, ontology) if inner is not None else None
        if party is not None:
            return replace(party, rule="member of " + party.rule)
    apposition = next(
        (
            c
            for c in token.children
            if c.dep_ in {"appos", "flat"} and c.i > token.i and doc._.mention_of.get(c.i) is not None
        ),
        None,
    )
    group = lemma in ontology.words("group-noun")  # "rebels in the north, Iran says": a group is none but a group
    if apposition is not None and (not group or _leads_or_fights(doc._.mention_of[apposition.i])):
        return find_one(apposition, ontology)  # "NATO member Poland", "his ally, Iran", "the warlord X"
    if lemma in ontology.words("group-noun") or (
        token.tag_ == "NNS"
        and lemma in ontology.words("fighter-noun")
        and any(t.tag_ in {"JJ", "NNP", "NN"} for t in token.lefts)
    ):
        return _group(token, ontology)
    if lemma in ontology.words("relation-noun") and any(c.dep_ == "nmod:poss" for c in token.children):
        for child in token.children:  # "America's allies" are others than America; "his counterpart in Kyiv" is Kyiv's
            if child.dep_ == "nmod" and syntax.case_of(child) in {"in", "from"} and child.i in doc._.mention_of:
                return find_one(child, ontology)
        return None
    described = _described(token, lemma, ontology)
    if described is not None:
        return described
    if any(c.lower_ in DEFINITE for c in token.children) or token.dep_ == "nsubj":
        return refer(token, ontology, besides)
    return None


def _leads_or_fights(mention: Mention) -> bool:
    return mention.kind == "ArmedGroup" or mention.leads


def _described(token: Token, lemma: str, ontology: Ontology) -> Party | None:
    """Whose state, body or people a noun speaks of: "the Polish government", "an official of the alliance"."""
    if lemma in ontology.words("state-noun") or lemma in ontology.words("claimant-noun"):
        for owner in descriptions.owners(token):
            party = find_one(owner, ontology)
            if party is not None:
                return Party(descriptions.unnamed(party.actor, token, ontology), token.i, f"{lemma} of {party.rule}")
    mention_of = token.doc._.mention_of
    named = next(
        (
            mention_of[t.i]
            for t in token.lefts
            if t.i in mention_of and t.dep_ in {"compound", "flat", "nmod"} and mention_of[t.i].form == "name"
        ),
        None,
    )
    if named is not None and lemma in ontology.words("state-noun"):
        return Party(actors.of_mention(named, ontology), token.i, "name before the noun")
    return None


def _group(token: Token, ontology: Ontology) -> Party | None:
    """An armed group without a name is called by its own words: "insurgents in Iraq", "Lebanese militants"."""
    doc: Doc = token.doc
    for child in token.children:  # "Tamil Tiger rebels", "Houthi rebels", "the Wagner mercenary group"
        mention = doc._.mention_of.get(child.i)
        if mention is not None and child.i < token.i and ontology.is_a(mention.kind, "Organization"):
            return Party(actors.of_mention(mention, ontology), token.i, "name before the noun")
    if token.lower_ in {"group", "movement", "organization"} and not any(
        c.dep_ in {"compound", "amod"} for c in token.lefts
    ):
        return refer(token, ontology)
    return Party(Actor("ArmedGroup", descriptions.group_words(token), "", ""), token.i, "described group")


def refer(token: Token, ontology: Ontology, besides: frozenset[str] = frozenset()) -> Party | None:
    """The name that a pronoun or a definite description takes up, or None."""
    if token.lower_ in SPEAKER:
        return _speaker(token, ontology)
    if token.lower_ in SINGULAR:
        again = references.same_pronoun(token)
        party = find_one(again, ontology, besides) if again is not None else None
        if party is not None:
            return replace(party, token=token.i, rule="pronoun again")
    if token.lower_ in PERSONAL | SINGULAR | PLURAL:
        return references.of_pronoun(token, ontology, besides)
    if fold(token.lemma_) in ontology.words("force-description"):
        same = _same_description(token, ontology)
        if same is not None:
            return same
    official = fold(token.lemma_) == "official"  # said of too many to stand for a person named before
    if official or fold(token.lemma_) in ontology.words("person-description"):
        same = _same_description(token, ontology)
        if same is not None or official:
            return same
    return references.of_description(token, ontology, besides)


def _same_description(token: Token, ontology: Ontology) -> Party | None:
    """The official spoken of before in the same words: "a senior NATO official … the official"."""
    lemma = token.lemma_.lower()
    for earlier in reversed(token.doc[: token.i]):
        if (
            earlier.lemma_.lower() == lemma
            and earlier.i not in token.doc._.mention_of
            and any(True for _ in descriptions.owners(earlier))
        ):
            for owner in descriptions.owners(earlier):
                # not the description itself: "a former minister and son of the prime minister"
                party = find_one(owner, ontology) if owner.i < token.i else None
                if party is not None:
                    return Party(
                        descriptions.unnamed(party.actor, earlier, ontology), token.i, "same description before"
                    )
    return None


def _speaker(token: Token, ontology: Ontology) -> Party | None:
    """Who says "we": whoever speaks in the report that covers the word."""
    report = attribution.of(token, ontology)
    if report is None or token.doc[report.holder].lower_ in SPEAKER:
        return None
    found = speakers(report, token.doc, ontology)
    return replace(found[0], token=token.i, rule="speaker") if found else None


def speakers(report: attribution.Report, doc: Doc, ontology: Ontology) -> tuple[Party, ...]:
    """Who speaks in a report. A pronoun ("he added", "it said") or "the official" goes on with who spoke last."""
    table = _SPEAKERS.get(doc)
    if table is None:
        table = _SPEAKERS[doc] = {}
        last_person: tuple[Party, ...] = ()
        last_body: tuple[Party, ...] = ()
        spoke = body_spoke = 0
        for each in sorted(attribution.find(doc, ontology), key=lambda r: (r.cue, r.start)):
            holder = doc[each.holder]
            if holder.lower_ in SPEAKER:
                continue
            found = _again(holder, last_person, last_body, ontology)
            if holder.lower_ in PERSONAL:
                found = _acting_since(spoke, holder, ontology) or found
            elif holder.lower_ in SINGULAR:
                found = _acting_since(body_spoke, holder, ontology) or found
            if not found:
                found = tuple(find(holder, ontology)) or tuple(_named_within(holder, ontology))
            if found:
                if found[0].actor.kind == "Person" or found[0].actor.office:
                    last_person, spoke = found, max(each.cue, each.holder)
                if found[0].actor.kind != "Person":
                    last_body, body_spoke = found, max(each.cue, each.holder)
            table[each] = found
    return table.get(report, ())


def _again(holder: Token, person: tuple[Party, ...], body: tuple[Party, ...], ontology: Ontology) -> tuple[Party, ...]:
    """Who goes on speaking where a pronoun or a bare noun says so, given the person and the body that spoke last."""
    lemma = fold(holder.lemma_)
    bare = (
        lemma in ontology.words("speaking-noun")
        and any(c.lower_ in {"the", "this", "that"} for c in holder.children)
        and holder.i not in holder.doc._.mention_of
    )
    if bare and lemma in ontology.words("publication"):
        named = refer(holder, ontology)
        if named is not None:
            return (named,)
    if holder.lower_ in PERSONAL:
        return person
    if holder.lower_ in PLURAL:
        return body or person
    alone = not any(c.dep_ in {"compound", "amod", "nmod", "nmod:poss"} for c in holder.children)
    if holder.lower_ in SINGULAR or bare and alone:
        return (person if lemma in ontology.words("speaking-person") else body) or body or person
    return ()


def _acting_since(spoke: int, holder: Token, ontology: Ontology) -> tuple[Party, ...]:
    """The person, or state or body, that acts in a sentence between who spoke last and "he said", "it said", and so takes over."""
    doc: Doc = holder.doc
    person = holder.lower_ in PERSONAL
    for mention in reversed(doc._.mentions):
        if mention.start <= spoke:
            break
        root = doc[mention.root]
        if (
            (mention.kind == "Person") == person
            and mention.end <= holder.sent.start
            and root.dep_ == "nsubj"
            and root.head.dep_ == "ROOT"
        ):
            return (Party(actors.of_mention(mention, ontology), mention.root, "acts since"),)
    return ()


def _named_within(token: Token, ontology: Ontology) -> Iterator[Party]:
    """Whose report, letter or information it is, where the noun itself names nobody: "information that X made public"."""
    for below in token.subtree:
        mention = token.doc._.mention_of.get(below.i)
        if mention is not None and mention.root == below.i and below.i > token.i - 6 and mention.kind != "Company":
            yield Party(actors.of_mention(mention, ontology), below.i, "named with the report")
            return
