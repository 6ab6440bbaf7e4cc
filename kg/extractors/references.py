"""References: the name that a pronoun ("it", "their") or a description ("the country") takes up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kg.extractors import actors, cues, syntax
from kg.extractors.actors import Party
from kg.ontology import Ontology, fold

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extractors.spans import Mention

SINGULAR = frozenset({"it", "its", "itself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
PERSONAL = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
SENTENCES_BACK = 3  # how far a pronoun or description may reach for its name
# word list of descriptions → the classes of what they take up; the first list that has the word counts
DESCRIPTIONS: dict[str, frozenset[str]] = {
    "alliance-description": frozenset({"Alliance", "IntergovernmentalOrganization"}),
    "country-noun": frozenset({"Country"}),
    "company-description": frozenset({"Company"}),
    "force-description": frozenset({"MilitaryForce"}),
    "group-description": frozenset({"ArmedGroup"}),
    "paper-description": frozenset({"MediaOrganization"}),
    "body-description": frozenset(
        {"GovernmentBody", "MediaOrganization", "IntergovernmentalOrganization", "ThinkTank", "OtherOrganization"}
    ),
    "person-description": frozenset({"Person"}),
}


def of_pronoun(token: Token, ontology: Ontology, besides: frozenset[str]) -> Party | None:
    """The name that a pronoun of the third person takes up; none of those ``besides``."""
    if token.lower_ in PERSONAL:
        return last(token, ontology, besides, "pronoun", lambda m: m.kind == "Person")
    if token.lower_ in SINGULAR:
        return last(
            token,
            ontology,
            besides,
            "pronoun",
            lambda m: (
                m.kind not in {"Person", "MediaOrganization", "ThinkTank"}
                and (m.form not in {"demonym", "people"} or names_state(m, token.doc, ontology))
                and not (m.kind == "ArmedGroup" and m.name.endswith("s"))
            ),
        )
    if token.lower_ in PLURAL:
        return last(
            token,
            ontology,
            besides,
            "pronoun",
            lambda m: m.form == "people" or m.kind == "ArmedGroup" or m.kind == "Country" and m.form != "demonym",
        )
    return None


def of_description(token: Token, ontology: Ontology, besides: frozenset[str]) -> Party | None:
    """The name that a definite description takes up, by the classes that its noun may stand for."""
    lemma = fold(token.lemma_)
    kinds = next((kinds for name, kinds in DESCRIPTIONS.items() if lemma in ontology.words(name)), None)
    return last(token, ontology, besides, "description", lambda m: m.kind in kinds) if kinds else None


def last(
    token: Token, ontology: Ontology, besides: frozenset[str], rule: str, fits: Callable[[Mention], bool]
) -> Party | None:
    """The best earlier mention: subjects before others, nearer before farther, within a few sentences."""
    doc: Doc = token.doc
    blamed = blamed_by(token, ontology)
    if blamed is not None and fits(blamed):
        return Party(actors.of_mention(blamed, ontology), token.i, "the one spoken of")
    owner = clause_subject(token, ontology)
    if owner is not None:
        bound: Mention | None = doc._.mention_of.get(owner.i)
        if bound is not None and fits(bound):
            return Party(actors.of_mention(bound, ontology), token.i, "subject of its clause")
        if owner.pos_ == "PROPN":
            return None  # a name that is not known: better nobody than the next best
    sentence = doc[token.i].sent
    taken = coarguments(token)
    best: tuple[float, Mention] | None = None
    sentences_between = 0
    start = sentence.start
    for mention in reversed(doc._.mentions):
        if (
            mention.start >= token.i
            or mention.name in besides
            or mention.country in besides
            or not fits(mention)
            or mention.root in taken
        ):
            continue
        while mention.start < start and sentences_between <= SENTENCES_BACK:
            sentences_between += 1
            start = doc[start - 1].sent.start
        if sentences_between > SENTENCES_BACK:
            break
        root = doc[mention.root]
        if mention.form == "demonym" and root.head.i >= mention.end:
            root = root.head  # "the Dutch government … it": the noun stands where the name would
        parallel = token.dep_ in {"obj", "iobj", "obl"} and root.dep_ in {"obj", "iobj", "obl", "compound"}
        score = 2.0 * sentences_between + 0.01 * (token.i - mention.end)
        if parallel:
            score -= 1.6  # "gave X tanks and Y gave it guns": an object takes up an object
        elif root.dep_ in syntax.SUBJECTS | syntax.PASSIVE_SUBJECTS:
            score -= 1.5
        elif root.dep_ in {"compound", "amod", "nmod:poss"}:
            score += 0.7
        if best is None or score < best[0]:
            best = (score, mention)
    if best is None:
        return None
    return Party(actors.of_mention(best[1], ontology), token.i, rule)


def same_pronoun(token: Token) -> Token | None:
    """The same pronoun earlier in the sentence, in another clause: two of them mostly mean the same."""
    taken = coarguments(token)
    for earlier in reversed(token.doc[token.sent.start : token.i]):
        if (
            earlier.lower_ in SINGULAR
            and earlier.dep_ != "expl"
            and earlier.i not in taken
            and earlier.head.i != token.head.i
        ):
            return earlier
    return None


def clause_subject(token: Token, ontology: Ontology) -> Token | None:
    """The subject of the clause in which a possessive stands: "Europe re-examines its decision"."""
    if token.lower_ not in {"its", "their"}:
        return None
    verb = next((up for up in token.ancestors if up.pos_ == "VERB"), None)
    if verb is None or token in set(
        next((c.subtree for c in verb.children if c.dep_ in syntax.SUBJECTS | syntax.PASSIVE_SUBJECTS), ())
    ):
        return None
    found = syntax.surface_subject(verb, lambda up: cues.control(up, ontology))
    return found[0] if found is not None and found[0].i < token.i else None


def names_state(mention: Mention, doc: Doc, ontology: Ontology) -> bool:
    """Whether a demonym stands before a noun for its state: "the Dutch government"."""
    head = doc[mention.root].head
    return mention.form == "demonym" and head.i >= mention.end and fold(head.lemma_) in ontology.words("state-body")


def blamed_by(token: Token, ontology: Ontology) -> Mention | None:
    """Whom a verb of blame, praise or asking speaks of: in "condemned X over its decision" the decision is X's."""
    for up in token.ancestors:
        if up.pos_ == "VERB":
            for child in up.children:
                mention: Mention | None = token.doc._.mention_of.get(child.i)
                if (
                    child.dep_ == "obj"
                    and child.i < token.i
                    and mention is not None
                    and cues.control(up, ontology) == "object"
                ):
                    return mention
            if up.dep_ not in {"xcomp", "acl", "advcl"}:
                return None
    return None


def coarguments(token: Token) -> set[int]:
    """Names that stand in the same clause as other arguments of its verb: a pronoun there never takes them up."""
    if token.lower_ in {"its", "their", "his", "her"} or token.dep_ == "nmod:poss":
        return set()
    verb = token.head
    while verb.pos_ not in {"VERB", "AUX"} and verb.head.i != verb.i:
        verb = verb.head
    return {c.i for c in verb.children if c.i != token.i and c.dep_ not in {"advcl", "ccomp", "parataxis"}}
