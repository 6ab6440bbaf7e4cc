"""Arguments of a verb or noun: all that may fill a role of the event it names, with the marker under which it stands.

Sure attachments come first; then phrases that parsers like to hang on a wrong word, and what stands on the words above.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extractors.syntax import (
    MADE,
    NOMINAL,
    OBLIQUE,
    PASSIVE_SUBJECTS,
    RELATIVES,
    SUBJECTS,
    antecedent,
    case_of,
    is_passive,
    surface_subject,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

LOOSE = frozenset({"to", "for", "from", "by", "with", "into", "on"})  # prepositions whose phrases parsers hang too low


@dataclass(frozen=True, slots=True)
class Argument:
    """A word that may fill a role: the marker under which it stands, how sure the attachment is (0 best), and why."""

    marker: str
    token: Token
    tier: int
    rule: str


def of_verb(verb: Token, control: Callable[[Token], str], loose: frozenset[str] = LOOSE) -> list[Argument]:
    """The logical arguments of a verb, best attachments first; phrases under ``loose`` markers may hang on an argument."""
    passive = is_passive(verb)
    found = list(_below_verb(verb, passive))
    subject = surface_subject(verb, control)
    gap = not any(c.dep_ in {"obj", "iobj"} for c in verb.children)
    if subject is not None:
        found.append(Argument("object" if passive else "subject", subject[0], subject[1], subject[2]))
    if verb.dep_ == "amod" and verb.tag_ == "VBN" and verb.head.pos_ in NOMINAL:
        found.append(Argument("object", verb.head, 0, "modified noun"))
    if verb.dep_ in {"acl:relcl", "acl"} and verb.head.pos_ in NOMINAL and gap:
        head = verb.head
        if not any(a.token.i == head.i for a in found):
            stranded = next((c.lower_ for c in verb.children if c.dep_ in {"case", "obl"} and c.pos_ == "ADP"), "")
            found.append(Argument(stranded or "object", head, 0, "antecedent"))
    found.extend(_relative_dative(verb))
    if passive and verb.dep_ == "conj" and not any(a.marker == "subject" for a in found):
        for child in verb.head.children:  # "built by the US and sold to Australia"
            if child.dep_ in OBLIQUE and case_of(child) == "by" and child.pos_ in NOMINAL:
                found.append(Argument("subject", antecedent(child), 1, "shared agent"))
    for conjunct in verb.children:
        if gap and conjunct.dep_ == "conj" and conjunct.pos_ == "VERB":  # "buy and import weapons"
            found.extend(
                Argument("object", antecedent(c), 1, "shared object") for c in conjunct.children if c.dep_ == "obj"
            )
    found.extend(_hoisted(found, passive, loose))
    if gap and verb.tag_ == "VB" and verb.dep_ in {"xcomp", "advcl", "acl"} and not passive:
        governor = verb.head if verb.head.pos_ == "VERB" else None  # "buy shells to provide to Ukraine"
        for child in governor.children if governor is not None else ():
            if child.dep_ == "obj" and child.i < verb.i and any(case_of(c) in {"to", "for"} for c in verb.children):
                found.append(Argument("object", antecedent(child), 1, "object of the governing verb"))
    found.extend(_helpers(verb, control))
    found.extend(_benefits(verb))
    found.extend(_under_deal(verb))
    for child in _agreed_with(verb):
        found.append(Argument("with", child, 1, "other side of the deal"))
    for up in _chain_up(verb):  # "agreed to supply tanks" with "to Poland" hung on "agreed"
        for child in up.children:
            if child.dep_ in OBLIQUE and child.pos_ in NOMINAL and child.i > verb.i and case_of(child):
                found.append(Argument(case_of(child), antecedent(child), 1, "phrase of the governing verb"))
    return found


def _relative_dative(verb: Token) -> Iterator[Argument]:
    """Both objects where the thing is what the clause is about: "the missiles Iran sent Russia", "30 of which it gave Kyiv"."""
    if verb.dep_ not in {"acl:relcl", "acl"} or verb.head.pos_ not in NOMINAL or is_passive(verb):
        return
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS and c.lower_ not in RELATIVES), None)
    objects = [c for c in verb.children if c.dep_ in {"obj", "iobj"} and c.lower_ not in RELATIVES]
    if subject is None or len(objects) != 1 or objects[0].i < verb.i:
        return
    thing = verb.head
    if thing.pos_ == "NUM" and thing.dep_ in {"appos", "conj", "nmod"}:
        thing = next((t for t in reversed(thing.doc[thing.sent.start : thing.i]) if t.pos_ in {"NOUN", "PROPN"}), thing)
    yield Argument("object", thing, 1, "antecedent")
    yield Argument("indirect", objects[0], 1, "object beside the antecedent")


def _below_verb(verb: Token, passive: bool) -> Iterator[Argument]:
    """Objects, complements and phrases that hang on the verb itself."""
    for child in verb.children:
        if child.dep_ in {"obj", "iobj"}:
            yield Argument("object" if child.dep_ == "obj" else "indirect", antecedent(child), 0, child.dep_)
        elif child.dep_ == "xcomp" and child.pos_ in {"NOUN", "PROPN"}:
            yield Argument("object", child, 1, "complement")
        elif (
            child.dep_ == "ccomp"
            and child.pos_ in {"NOUN", "PROPN"}
            and not any(c.dep_ in {"cop", "nsubj"} for c in child.children)
        ):
            yield Argument("object", child, 1, "complement")
        elif child.dep_ in OBLIQUE and child.pos_ in NOMINAL:
            case = case_of(child)
            if case:
                yield Argument(
                    "subject" if case == "by" and passive else case, antecedent(child), 0, f"“{case}” phrase"
                )
            elif child.i > verb.i:
                yield Argument("object", antecedent(child), 1, "bare phrase after the verb")
        elif child.dep_ in {"obl:unmarked", "nmod:unmarked"} and child.i > verb.i and child.pos_ in NOMINAL:
            yield Argument("object", child, 1, "bare phrase after the verb")
        elif child.dep_ in {"appos", "dep"} and child.pos_ in NOMINAL:
            yield Argument("object", child, 1, child.dep_)


def _helpers(verb: Token, control: Callable[[Token], str]) -> Iterator[Argument]:
    """Who lets somebody get something: "Russia helped Iran acquire …"."""
    head = verb.head
    if verb.dep_ in {"xcomp", "ccomp", "advcl"} and head.pos_ == "VERB" and control(head) == "helped":
        subject = surface_subject(head, control)
        if subject is not None and not is_passive(head):
            yield Argument("helper", subject[0], 1, "subject of the helping verb")


def _under_deal(verb: Token) -> Iterator[Argument]:
    """The other side of the deal under which something is done: "under a deal with Hungary, Germany will supply tanks"."""
    for child in verb.children:
        if child.dep_ == "obl" and case_of(child) in {"under", "through"} and child.pos_ == "NOUN":
            for below in child.children:
                if below.dep_ == "nmod" and case_of(below) == "with" and below.pos_ in NOMINAL:
                    yield Argument("counterpart", below, 1, "other side of the deal")


def _benefits(word: Token) -> Iterator[Argument]:
    """Whom a purpose names: "deliveries to strengthen the Iraqi army", "sent arms to help Ukraine"."""
    for child in word.children:
        if child.dep_ in {"advcl", "acl", "xcomp"} and child.tag_ == "VB" and child.i > word.i:
            for below in child.children:
                if below.dep_ == "obj":
                    yield Argument("purpose-" + child.lemma_.lower(), below, 1, "object of the purpose")


def _agreed_with(verb: Token) -> Iterator[Token]:
    """The other side of the deal, talks or agreement that an infinitive spells out: "a deal with Russia to buy"."""
    head = verb.head
    if verb.dep_ == "acl:relcl" and any(t.lower_ == "which" and t.i < verb.i for t in verb.subtree):
        # "a deal under which X would buy Y is to be signed with Z"
        for up in (head, head.head):
            for child in up.children:
                if child.dep_ in {"nmod", "obl"} and case_of(child) == "with" and child.pos_ in NOMINAL:
                    yield child
        return
    if not any(c.lower_ == "to" for c in verb.children):
        return
    nouns = [head] if head.pos_ == "NOUN" else [c for c in head.children if c.dep_ == "obj" and c.i < verb.i]
    for noun in [*nouns, head]:
        for child in noun.children:
            if (
                child.dep_ in {"nmod", "obl"}
                and case_of(child) == "with"
                and child.i < verb.i
                and child.pos_ in NOMINAL
            ):
                yield child


def _chain_up(verb: Token) -> Iterator[Token]:
    while verb.dep_ == "xcomp" and verb.head.pos_ in {"VERB", "ADJ"}:
        verb = verb.head
        yield verb


def _hoisted(arguments: list[Argument], passive: bool, loose: frozenset[str] = LOOSE) -> Iterator[Argument]:
    """Phrases hung on an argument although they may belong to the verb: "send [tanks [to Poland]]"."""
    for argument in list(arguments):
        if argument.token.pos_ == "PRON":
            continue
        for below in _below(argument.token):
            case = case_of(below)
            if case in loose or case == "of" and argument.marker in {"to", "for", "from", "by"}:
                marker = "subject" if case == "by" and passive else case
                yield Argument(marker, antecedent(below), 1, f"“{case}” phrase after {argument.marker}")


def _below(token: Token, depth: int = 0) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ in {"nmod", "obl", "conj", "appos", "nmod:unmarked", "acl"} and child.i > token.i and depth < 4:
            if child.dep_ in {"nmod", "obl"} and child.pos_ in NOMINAL:
                yield child
            if child.pos_ in NOMINAL:
                yield from _below(child, depth + 1)


def of_noun(noun: Token, light: Callable[[Token], bool], control: Callable[[Token], str]) -> list[Argument]:
    """The arguments of a noun that names an event: its modifiers, and those of a light verb or noun over it.

    ``light(word)`` tells whether the owner or subject of a governing word is party to the event ("make a delivery",
    "the resumption of sales").
    """
    found = list(_below_noun(noun))
    found.extend(_benefits(noun))
    found.extend(_hoisted([a for a in found if a.marker in {"of", "to", "for", "from", "in", "with"}], False))
    governor = noun.head
    if noun.dep_ == "conj":
        governor = noun.head.head
        found.extend(
            Argument(a.marker, a.token, 1, "shared " + a.rule)
            for a in of_noun(noun.head, light, control)
            if a.marker in {"possessive", "adjective"}
        )
    for conjunct in noun.children:
        if conjunct.dep_ == "conj" and conjunct.pos_ == "NOUN":
            for child in conjunct.children:
                if child.dep_ in {"nmod", "obl"} and case_of(child) in {"to", "for", "from"}:
                    found.append(Argument(case_of(child), antecedent(child), 1, "shared phrase"))
    if case_of(noun) in {"in", "under"} and any(c.dep_ == "cop" for c in noun.children):  # "is in talks with"
        tier = int(case_of(noun) == "under")  # "is under an embargo": not whose it is
        found.extend(Argument("subject", antecedent(c), tier, "subject") for c in noun.children if c.dep_ in SUBJECTS)
    found.extend(_subjected(noun))
    while (
        noun.dep_ in {"nmod", "obl"}
        and governor.pos_ == "NOUN"
        and case_of(noun) in {"of", "on", "to", "for", "against", "in"}
        and light(governor)
    ):
        found.extend(_beside_noun(noun, governor))
        noun, governor = governor, governor.head
    if noun.dep_ in {"obj", "nsubj:pass", "conj", "obl", "nsubj", "nmod"} and governor.pos_ == "VERB":
        found.extend(_benefits(governor))
        found.extend(_beside_object(noun, governor, light(governor), control))
    return found


def _subjected(noun: Token) -> Iterator[Argument]:
    """Whom a noun weighs on: "Libya is under an embargo", "placed Libya under an embargo", "is subject to an embargo"."""
    case, over = case_of(noun), noun.head
    if case == "under":
        if any(c.dep_ == "cop" for c in noun.children):
            over = noun
        elif noun.dep_ not in OBLIQUE | {"nmod"}:
            return
    elif case != "to" or over.lemma_.lower() != "subject":
        return
    active = case == "under" and not (over.pos_ == "VERB" and is_passive(over))
    objects = [c for c in over.children if active and c.dep_ == "obj"]
    for child in objects or [c for c in over.children if c.dep_ in SUBJECTS]:
        yield Argument("under", antecedent(child), 0, "under it" if case == "under" else "subject to it")


def _below_noun(noun: Token) -> Iterator[Argument]:
    """Possessors, phrases and modifiers that hang on the noun itself."""
    mention_of = noun.doc._.mention_of
    for child in noun.children:
        if child.dep_ == "nmod:poss":
            yield Argument("possessive", child, 0, "possessive")
        elif child.dep_ in {"nmod", "obl", "acl", "advcl"} and child.pos_ in NOMINAL and case_of(child):
            yield Argument(case_of(child), antecedent(child), 0, f"“{case_of(child)}” phrase")
        elif child.i < noun.i and child.dep_ in {"amod", "compound", "nmod", "flat", "dep", "nmod:unmarked"}:
            joined = {"compound", "amod", "conj", "flat"} if child.lower_ not in MADE else ()  # "Soviet-made" arms are anybody's
            for part in (child, *(c for c in child.children if c.dep_ in joined)):
                mention = mention_of.get(part.i)
                marker = "adjective" if mention is not None and mention.form == "demonym" else "compound"
                yield Argument(marker, part, 0, marker)
                if mention is not None and mention.kind != "Country" and marker == "compound":
                    yield Argument("body", part, 0, "body before the noun")


def _beside_noun(noun: Token, governor: Token) -> Iterator[Argument]:
    """Owners and phrases of a light noun over the noun: "France's resumption of sales"."""
    for child in governor.children:
        case = case_of(child)
        if child.dep_ == "nmod:poss" or child.dep_ in {"amod", "compound"} and child.i in noun.doc._.mention_of:
            yield Argument("possessive", child, 1, "owner of the noun over it")
        elif (
            child.dep_ in {"nmod", "obl"}
            and case in {"by", "to", "from", "for", "against"}
            and child.i != noun.i
            and child.pos_ in NOMINAL
        ):
            yield Argument("to" if case == "against" else case, child, 1, "phrase of the noun over it")


def _beside_object(noun: Token, governor: Token, light: bool, control: Callable[[Token], str]) -> Iterator[Argument]:
    """Phrases of the verb over the noun, and where the verb is light its subject: "make a delivery to …"."""
    passive = is_passive(governor)
    for child in governor.children:
        if child.dep_ in OBLIQUE and child.pos_ in NOMINAL and child.i != noun.i:
            case = case_of(child)
            if case == "by" and passive:
                if light:
                    yield Argument("subject", antecedent(child), 1, "agent of the verb over it")
            elif case in {"to", "from", "for", "with", "between"} and (child.i > noun.i or passive):
                yield Argument(case, antecedent(child), 1, "phrase of the verb over it")
    if light and not passive and noun.dep_ in {"obj", "conj", "obl"}:
        subject = surface_subject(governor, control)
        if subject is not None:
            yield Argument("subject", subject[0], 1, "subject of the verb over it")
        for child in governor.children:
            if child.dep_ == "iobj":
                yield Argument("indirect", child, 1, "indirect object of the verb over it")


def referents_of(noun: Token) -> list[Token]:
    """What a noun that names someone stands for: "China, a supplier of weapons", "China is a supplier", "it acts as a supplier"."""
    if noun.dep_ == "appos":
        return [noun.head]
    found = [c for c in noun.children if c.dep_ in SUBJECTS]
    if found:
        return [antecedent(t) for t in found]
    appositions = [c for c in noun.children if c.dep_ == "appos"]
    if appositions:
        return appositions
    if (
        noun.dep_ in {"xcomp", "obl", "nmod", "conj"} and case_of(noun) == "as"
    ):  # "looks to Iran as a source of weapons"
        head = noun.head
        others = [
            c
            for c in head.children
            if c.i < noun.i and (c.dep_ == "obj" or c.dep_ in {"obl", "nmod"} and case_of(c) in {"to", "on", "at"})
        ]
        return [antecedent(t) for t in others or [c for c in head.children if c.dep_ in SUBJECTS | PASSIVE_SUBJECTS]]
    if noun.dep_ == "xcomp" and noun.head.pos_ == "VERB":
        return [antecedent(c) for c in noun.head.children if c.dep_ in SUBJECTS | PASSIVE_SUBJECTS]
    if noun.dep_ == "conj":
        return referents_of(noun.head)
    if noun.dep_ == "nmod" and noun.head.lemma_.lower() in {
        "one",
        "some",
        "among",
    }:  # "one of the biggest arms exporters"
        return referents_of(noun.head)
    return []
