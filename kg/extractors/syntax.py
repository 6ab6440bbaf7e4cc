"""Who does what to whom in a clause: the logical arguments of a verb or noun, read off a Universal Dependencies parse.

The passive is undone, relative pronouns stand for their antecedents, coordinated verbs share what they leave out, and the
unspoken subject of an infinitive is found. What a word means is not decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "X"})
OBLIQUE = frozenset({"obl", "nmod", "obl:agent", "obl:arg", "advmod", "nmod:poss", "obl:unmarked", "advcl", "dep"})
SUBJECTS = frozenset({"nsubj", "csubj", "nsubj:outer"})
PASSIVE_SUBJECTS = frozenset({"nsubj:pass", "csubj:pass"})
CLAUSES_WITHOUT_SUBJECT = frozenset(
    {"xcomp", "ccomp", "advcl", "acl", "parataxis", "dep", "obl", "nmod", "csubj", "amod"}
)
LOOSE = frozenset({"to", "for", "from", "by", "with", "into", "on"})  # prepositions whose phrases parsers hang too low
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})


@dataclass(frozen=True, slots=True)
class Argument:
    """A word that may fill a role: the marker under which it stands, how sure the attachment is (0 best), and why."""

    marker: str
    token: Token
    tier: int
    rule: str


def is_passive(verb: Token) -> bool:
    """Whether the verb's surface subject is its logical object."""
    if any(c.dep_ in PASSIVE_SUBJECTS or c.dep_ == "aux:pass" for c in verb.children):
        return True
    if verb.dep_ == "conj" and verb.tag_ in {"VBN", "VBD"} and verb.head.pos_ == "VERB" and verb.head.tag_ == "VBN":
        if not any(c.dep_ in {"aux", "obj", "nsubj"} for c in verb.children):
            return is_passive(verb.head)  # "would be built and sold"
    participle = verb.tag_ == "VBN" or verb.tag_ == "VBD" and verb.dep_ in {"acl", "amod"} and verb.head.dep_ == "obj"
    if not participle or any(c.dep_ == "aux" and c.lemma_ in {"have", "be"} for c in verb.children):
        return False
    return verb.dep_ in {"acl", "amod", "advcl", "acl:relcl", "xcomp", "ROOT", "dep", "parataxis"} and not any(
        c.dep_ in SUBJECTS for c in verb.children
    )


def case_of(token: Token) -> str:
    """The preposition before a noun phrase, several words joined by spaces ("according to"), "" for none."""
    found = ""
    for child in token.children:
        if child.dep_ in {"case", "mark"} and child.i < token.i and child.lower_ not in {"'s", "’s", "'", "’"}:
            words = [child.lower_, *(c.lower_ for c in child.children if c.dep_ == "fixed")]
            found = " ".join(words)
            break
    return found


def conjuncts(token: Token) -> Iterator[Token]:
    """The token and all that is coordinated with it, below it, in order."""
    for child in token.lefts:  # "Iran and Lebanese militants" read as one compound
        if (
            child.dep_ in {"compound", "amod", "nmod"}
            and child.i in token.doc._.mention_of
            and child.nbor(1).lower_ in {"and", "or"}
        ):
            yield child
    yield token
    for child in token.children:
        if child.dep_ == "conj" and child.pos_ in NOMINAL:
            yield from conjuncts(child)
        elif (
            child.i > token.i
            and child.dep_ in {"nmod", "obl", "appos", "cc"}
            and case_of(child).split(" ")[:2] in (["as", "well"], ["along", "with"], ["together", "with"])
        ):
            yield child


def antecedent(token: Token) -> Token:
    """What a relative pronoun stands for; any other token stands for itself."""
    if token.lower_ in RELATIVES and token.pos_ in {"PRON", "DET", "SCONJ"}:
        for up in token.ancestors:
            if up.dep_ in {"acl:relcl", "acl"}:
                return up.head
    return token


def surface_subject(verb: Token, control: Callable[[Token], str], depth: int = 0) -> tuple[Token, int, str] | None:
    """The word that stands as subject of a verb, its own or an understood one: token, tier, rule.

    ``control(governor)`` tells for a governing word who is understood as the subject of what it governs:
    "object", "subject" or "" for no one.
    """
    for child in verb.children:
        if child.dep_ in SUBJECTS or child.dep_ in PASSIVE_SUBJECTS:
            return antecedent(child), 0, "subject"
    if depth > 6:
        return None
    if verb.tag_ == "VBG" and verb.i and verb.nbor(-1).tag_ == "POS" and verb.nbor(-1).head.i < verb.i:
        return verb.nbor(-1).head, 0, "possessor of the gerund"  # "the UAE's providing arms"
    head = verb.head
    if verb.dep_ in {"acl:relcl", "acl"} and head.pos_ in NOMINAL:
        return _subject_from_noun(verb, head, control, depth)
    if verb.dep_ == "conj" and head.pos_ in {"VERB", "AUX", "ADJ", "NOUN"} and head.i != verb.i:
        found = surface_subject(head, control, depth + 1)
        return (found[0], found[1], "shared subject") if found else None
    if verb.dep_ in CLAUSES_WITHOUT_SUBJECT and head.i != verb.i:
        if head.pos_ in {"VERB", "AUX", "ADJ"}:
            if verb.dep_ != "advcl" or case_of(verb) in {"for", "of", "from"} or True:
                who = control(head)
                if who in {"object", "helped"} and verb.dep_ != "parataxis":
                    found_object = _controlling_object(head, verb)
                    if found_object is not None:
                        return found_object, 1, "object of the governing verb"
            found = surface_subject(head, control, depth + 1)
            return (found[0], max(1, found[1]), "subject of the governing verb") if found else None
        if head.pos_ in NOMINAL:
            if any(c.dep_ == "cop" for c in head.children):
                return surface_subject(head, control, depth + 1)
            return owner_of(head, control, depth)
    return None


def unmarked_past(verb: Token) -> bool:
    """Whether what the tagger takes for a participle is the past tense of the sentence's main verb.

    "X on Monday called on Y to …": the noun phrase is the root, and no other verb of the sentence has tense.
    """
    if (
        verb.tag_ != "VBN"
        or verb.dep_ not in {"acl", "acl:relcl"}
        or verb.head.dep_ != "ROOT"
        or verb.head.pos_ not in {"NOUN", "PROPN"}
    ):
        return False
    if any(c.dep_ in {"aux", "aux:pass"} for c in verb.children):
        return False
    return not any(
        t.tag_ in {"VBD", "VBZ", "VBP", "MD"} and t.i != verb.i for t in verb.sent if t.head.i == verb.head.i
    )


def _controlling_object(governor: Token, clause: Token) -> Token | None:
    """Whom a verb such as urge, call on, allow or accuse has its complement speak of."""
    for child in governor.children:
        if child.dep_ in {"obj", "iobj"} and child.i < clause.i and child.pos_ in NOMINAL:
            return antecedent(child)
    for child in governor.children:
        if child.dep_ in PASSIVE_SUBJECTS:
            return antecedent(child)
    for child in governor.children:
        if (
            child.dep_ in OBLIQUE
            and child.pos_ in NOMINAL
            and child.i < clause.i
            and case_of(child) in {"on", "upon", "to", "for", "against", "with"}
        ):
            return antecedent(child)
    if is_passive(governor):
        found = surface_subject(governor, lambda _: "", 5)
        return found[0] if found else None
    return None


def _subject_from_noun(
    verb: Token, noun: Token, control: Callable[[Token], str], depth: int
) -> tuple[Token, int, str] | None:
    """The subject of a clause that modifies a noun: the noun itself, or the one whose plan, deal or order it is."""
    first = noun
    while first.dep_ == "conj" and first.head.i != first.i:
        first = first.head
    if (
        verb.tag_ == "VBG"
        and first.dep_ in {"obj", "nsubj:pass"}
        and control(first.head) == "object"
        and any(c.dep_ == "mark" for c in verb.children)
    ):
        return first, 1, "object of the governing verb"  # "accused X and Y [of supplying]"
    if any(c.dep_ == "cop" for c in noun.children):  # "forces are in the country giving …"
        return surface_subject(noun, control, depth + 1)
    if verb.dep_ == "acl:relcl":
        for child in verb.subtree:
            if child.lower_ in RELATIVES and child.dep_ in SUBJECTS | PASSIVE_SUBJECTS and child.head.i == verb.i:
                return noun, 0, "antecedent"
        return (
            None
            if any(c.dep_ == "obj" for c in verb.children) is False and not is_passive(verb)
            else (noun, 1, "antecedent")
        )
    if (verb.tag_ in {"VBN", "VBG"} or is_passive(verb)) and not any(
        c.lower_ in {"to", "of", "for", "in", "on", "from", "against"} and c.dep_ in {"mark", "case"}
        for c in verb.children
    ):
        return noun, 0, "modified noun"
    return owner_of(noun, control, depth)


def author_of(noun: Token) -> Token | None:
    """Whose report, claim or accusation a noun names: possessor, "by" phrase or the name before it."""
    for child in noun.children:
        if child.dep_ == "nmod:poss" or (child.dep_ in {"nmod", "obl"} and case_of(child) in {"by", "from"}):
            return child
    for child in noun.lefts:
        if child.dep_ in {"amod", "compound"} and child.doc._.mention_of.get(child.i) is not None:
            return child
    return None


def owner_of(noun: Token, control: Callable[[Token], str], depth: int) -> tuple[Token, int, str] | None:
    """Whose decision, plan or promise a noun names: possessor, demonym, "by" phrase, or the subject of the verb over it."""
    if control(noun) == "object":  # "pressure on X to …", "a call for X to …"
        for child in noun.children:
            if (
                child.dep_ in {"nmod", "obl"}
                and case_of(child) in {"on", "upon", "to", "for"}
                and child.pos_ in NOMINAL
            ):
                return child, 1, "whom the governing noun asks"
    for child in noun.children:
        if child.dep_ == "nmod:poss":
            return child, 1, "possessor of the governing noun"
    for child in noun.children:
        if (
            child.dep_ in {"nmod", "obl"}
            and case_of(child) in {"by", "from", "of", "between"}
            and child.pos_ in {"PROPN", "PRON"}
        ):
            return child, 1, "agent of the governing noun"
    for child in noun.lefts:
        if child.dep_ in {"amod", "compound"} and child.doc._.mention_of.get(child.i) is not None:
            return child, 1, "owner of the governing noun"
    head = noun.head
    if depth > 6 or head.i == noun.i or head.pos_ == "VERB" and control(head) == "opposed":
        return None
    if noun.dep_ == "nsubj" and head.lemma_ in {"come", "stem", "issue"}:  # "a refusal came from X"
        for child in head.children:
            if child.dep_ in OBLIQUE and case_of(child) == "from" and child.pos_ in NOMINAL:
                return child, 1, "origin of the governing noun"
    if head.pos_ in {"VERB", "AUX"} and noun.dep_ in {"obj", "obl", "xcomp", "nsubj:pass"}:
        if noun.dep_ == "nsubj:pass":
            for child in head.children:
                if child.dep_ in OBLIQUE and case_of(child) == "by" and child.pos_ in NOMINAL:
                    return child, 1, "agent of the governing verb"
            return None
        found = surface_subject(head, control, depth + 1)
        if found and is_passive(head):
            agent = next((c for c in head.children if case_of(c) == "by" and c.pos_ in NOMINAL), None)
            return (agent, 1, "agent of the governing verb") if agent is not None else None
        return (found[0], max(1, found[1]), "subject of the governing verb") if found else None
    if head.pos_ in NOMINAL and noun.dep_ in {"nmod", "conj", "appos", "compound"}:
        return owner_of(head, control, depth + 1)
    return None


def verb_arguments(verb: Token, control: Callable[[Token], str], loose: frozenset[str] = LOOSE) -> list[Argument]:
    """The logical arguments of a verb, best attachments first; phrases under ``loose`` markers may hang on an argument."""
    found: list[Argument] = []
    passive = is_passive(verb)
    subject = surface_subject(verb, control)
    gap = True
    for child in verb.children:
        if child.dep_ in {"obj", "iobj"}:
            found.append(Argument("object" if child.dep_ == "obj" else "indirect", antecedent(child), 0, child.dep_))
            gap = False
        elif child.dep_ == "xcomp" and child.pos_ in {"NOUN", "PROPN"}:
            found.append(Argument("object", child, 1, "complement"))
        elif (
            child.dep_ == "ccomp"
            and child.pos_ in {"NOUN", "PROPN"}
            and not any(c.dep_ in {"cop", "nsubj"} for c in child.children)
        ):
            found.append(Argument("object", child, 1, "complement"))
        elif child.dep_ in OBLIQUE and child.pos_ in NOMINAL:
            case = case_of(child)
            if case:
                found.append(
                    Argument("subject" if case == "by" and passive else case, antecedent(child), 0, f"“{case}” phrase")
                )
            elif child.i > verb.i:
                found.append(Argument("object", antecedent(child), 1, "bare phrase after the verb"))
        elif child.dep_ in {"obl:unmarked", "nmod:unmarked"} and child.i > verb.i and child.pos_ in NOMINAL:
            found.append(Argument("object", child, 1, "bare phrase after the verb"))
        elif child.dep_ in {"appos", "dep"} and child.pos_ in NOMINAL:
            found.append(Argument("object", child, 1, child.dep_))
    if subject is not None:
        found.append(Argument("object" if passive else "subject", subject[0], subject[1], subject[2]))
    if verb.dep_ == "amod" and verb.tag_ == "VBN" and verb.head.pos_ in NOMINAL:
        found.append(Argument("object", verb.head, 0, "modified noun"))
    if verb.dep_ in {"acl:relcl", "acl"} and verb.head.pos_ in NOMINAL and gap:
        head = verb.head
        if not any(a.token.i == head.i for a in found):
            stranded = next((c.lower_ for c in verb.children if c.dep_ in {"case", "obl"} and c.pos_ == "ADP"), "")
            found.append(Argument(stranded or "object", head, 0, "antecedent"))
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


def noun_arguments(noun: Token, light: Callable[[Token], bool], control: Callable[[Token], str]) -> list[Argument]:
    """The arguments of a noun that names an event: its modifiers, and those of a light verb or noun over it.

    ``light(word)`` tells whether the owner or subject of a governing word is party to the event ("make a delivery",
    "the resumption of sales").
    """
    found: list[Argument] = []
    mention_of = noun.doc._.mention_of
    for child in noun.children:
        if child.dep_ == "nmod:poss":
            found.append(Argument("possessive", child, 0, "possessive"))
        elif child.dep_ in {"nmod", "obl", "acl", "advcl"} and child.pos_ in NOMINAL and case_of(child):
            found.append(Argument(case_of(child), antecedent(child), 0, f"“{case_of(child)}” phrase"))
        elif child.i < noun.i and child.dep_ in {"amod", "compound", "nmod", "flat", "dep", "nmod:unmarked"}:
            for part in (child, *(c for c in child.children if c.dep_ in {"compound", "amod", "conj", "flat"})):
                mention = mention_of.get(part.i)
                marker = "adjective" if mention is not None and mention.form == "demonym" else "compound"
                found.append(Argument(marker, part, 0, marker))
        elif child.dep_ in {"appos", "conj"} and child.i > noun.i and child.pos_ in NOMINAL:
            continue
    found.extend(_benefits(noun))
    found.extend(_hoisted([a for a in found if a.marker in {"of", "to", "for", "from", "in"}], False))
    governor = noun.head
    if noun.dep_ == "conj":
        governor = noun.head.head
        found.extend(
            Argument(a.marker, a.token, 1, "shared " + a.rule)
            for a in noun_arguments(noun.head, light, control)
            if a.marker in {"possessive", "adjective"}
        )
    for conjunct in noun.children:
        if conjunct.dep_ == "conj" and conjunct.pos_ == "NOUN":
            for child in conjunct.children:
                if child.dep_ in {"nmod", "obl"} and case_of(child) in {"to", "for", "from"}:
                    found.append(Argument(case_of(child), antecedent(child), 1, "shared phrase"))
    top = noun
    while (
        top.dep_ in {"nmod", "obl"}
        and governor.pos_ == "NOUN"
        and case_of(top) in {"of", "on", "to", "for", "against", "in"}
        and light(governor)
    ):
        for child in governor.children:
            if child.dep_ == "nmod:poss" or child.dep_ in {"amod", "compound"} and child.i in mention_of:
                found.append(Argument("possessive", child, 1, "owner of the noun over it"))
            elif (
                child.dep_ in {"nmod", "obl"}
                and case_of(child) in {"by", "to", "from", "for", "against"}
                and child.i != top.i
                and child.pos_ in NOMINAL
            ):
                found.append(
                    Argument(
                        {"against": "to"}.get(case_of(child), case_of(child)), child, 1, "phrase of the noun over it"
                    )
                )
        top, governor = governor, governor.head
    noun = top
    if noun.dep_ in {"obj", "nsubj:pass", "conj", "obl", "nsubj", "nmod"} and governor.pos_ == "VERB":
        passive = is_passive(governor)
        found.extend(_benefits(governor))
        for child in governor.children:
            if child.dep_ in OBLIQUE and child.pos_ in NOMINAL and child.i != noun.i:
                case = case_of(child)
                if case == "by" and passive:
                    if light(governor):
                        found.append(Argument("subject", antecedent(child), 1, "agent of the verb over it"))
                elif case in {"to", "from", "for", "with", "between"} and (child.i > noun.i or passive):
                    found.append(Argument(case, antecedent(child), 1, "phrase of the verb over it"))
        if noun.dep_ != "nsubj:pass" and light(governor) and not passive and noun.dep_ in {"obj", "conj", "obl"}:
            subject = surface_subject(governor, control)
            if subject is not None:
                found.append(Argument("subject", subject[0], 1, "subject of the verb over it"))
            for child in governor.children:
                if child.dep_ == "iobj":
                    found.append(Argument("indirect", child, 1, "indirect object of the verb over it"))
    return found


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
