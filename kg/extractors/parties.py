"""Who stands behind a phrase: from a noun phrase to the country, organization, group or person that acts.

Names come from the mentions on the Doc; here are the phrases around them ("South Korean manufacturers", "a Polish minister",
"rebels in Colombia"), descriptions that take up a name ("the country"), and pronouns. What no rule settles stays open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from kg.extractors import attribution, cues, syntax
from kg.ontology import KnownActor, Ontology, fold
from kg.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extractors.spans import Mention

SINGULAR = frozenset({"it", "its", "itself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
PERSONAL = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
SPEAKER = frozenset({"we", "us", "our", "ours", "i", "my", "me"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "his", "her", "their", "both"})
SENTENCES_BACK = 3  # how far a pronoun or description may reach for its name


@dataclass(frozen=True, slots=True)
class Party:
    """An actor that a phrase stands for, the token that shows it, and the rule that says so."""

    actor: Actor
    token: int
    rule: str


_COUNTRIES: WeakKeyDictionary[Ontology, dict[str, KnownActor]] = WeakKeyDictionary()


def country(name: str, ontology: Ontology) -> Actor:
    """The country of that English short name as an actor."""
    table = _COUNTRIES.get(ontology)
    if table is None:
        table = {known.name: known for known in ontology.actors.values() if known.kind == "Country"}
        _COUNTRIES[ontology] = table
    known = table.get(name)
    return Actor("Country", name, known.iri if known else "", name)


def of_mention(mention: Mention, ontology: Ontology) -> Actor:
    """The actor that a mention names; a demonym, a people or a capital names the country."""
    if mention.kind == "Country" or mention.form in {"demonym", "people", "capital"}:
        return country(mention.country or mention.name, ontology)
    return Actor(mention.kind, mention.name, mention.iri, mention.country)


def find(token: Token, ontology: Ontology, besides: frozenset[str] = frozenset()) -> Iterator[Party]:
    """Everyone that a noun phrase and what is coordinated with it stand for, in order; no pronoun for one named ``besides``."""
    for part in syntax.conjuncts(token):
        listed = list(_listed(part, ontology))
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
        if mention.start < token.i and of_mention(mention, ontology) == party.actor:
            first = token.doc[mention.root]
            while first.dep_ == "conj" and first.head.i != first.i:
                first = first.head
            for part in syntax.conjuncts(first):
                other = token.doc._.mention_of.get(part.i)
                if other is not None and of_mention(other, ontology) != party.actor:
                    yield Party(of_mention(other, ontology), part.i, "pronoun for several")
            return


def _listed(token: Token, ontology: Ontology) -> Iterator[Party]:
    """The names that a plural noun announces: "countries including Iran", "other states, Iran and North Korea among them"."""
    if token.tag_ != "NNS" or token.i in token.doc._.mention_of:
        return
    doc, sentence = token.doc, token.sent
    stretch = doc[token.i + 1 : min(sentence.end, token.i + 16)]
    words = [t.lower_ for t in stretch]
    opener = next(
        (
            i
            for i, w in enumerate(words[:5])
            if w in {"including", "like", "namely"}
            or words[i : i + 2] in (["such", "as"], ["that", "include"], ["which", "include"])
        ),
        None,
    )
    among = next(
        (i for i in range(len(words) - 1) if words[i : i + 2] == ["among", "them"] or words[i] == "included"), None
    )
    if opener is None and among is None:
        return
    start, end = (opener, len(words)) if opener is not None else (0, among or 0)
    if opener is not None:
        stop = next(
            (
                i
                for i in range(opener + 1, len(words))
                if stretch[i].pos_ in {"VERB", "AUX"} or words[i] in {";", ".", "”"}
            ),
            len(words),
        )
        end = stop
    seen = set()
    for i in range(start, end):
        mention = doc._.mention_of.get(stretch[i].i)
        if mention is not None and mention.root not in seen and mention.form != "demonym" and mention.kind != "Person":
            if opener is None or doc[mention.start - 1].lower_ in {
                ",",
                "and",
                "or",
                "including",
                "include",
                "as",
                "like",
                "namely",
                "the",
            }:
                seen.add(mention.root)
                yield Party(of_mention(mention, ontology), mention.root, "named in the list")


def find_one(token: Token, ontology: Ontology, besides: frozenset[str] = frozenset()) -> Party | None:
    """Whom one noun phrase (given by its head) stands for, or None where no rule settles it."""
    doc: Doc = token.doc
    mention = doc._.mention_of.get(token.i)
    if mention is not None:
        if mention.form == "demonym" and token.dep_ in {"amod", "compound"} and token.head.i > token.i:
            return Party(of_mention(mention, ontology), token.i, "demonym")
        return Party(of_mention(mention, ontology), token.i, mention.form)
    if token.pos_ == "PRON" or token.lower_ in PERSONAL | SINGULAR | PLURAL | SPEAKER:
        return refer(token, ontology, besides)
    if token.pos_ not in {"NOUN", "PROPN", "ADJ", "NUM"}:
        return None
    lemma = fold(token.lemma_)
    if token.pos_ == "NUM" or lemma in {
        "some",
        "many",
        "several",
        "most",
        "one",
        "group",
        "number",
        "member",
        "bloc",
        "coalition",
        "alliance",
        "handful",
        "faction",
        "branch",
        "wing",
    }:
        inner = next((c for c in token.children if c.dep_ == "nmod" and syntax.case_of(c) in {"of", "among"}), None)
        if inner is not None:
            party = find_one(inner, ontology)
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
    if apposition is not None and lemma not in ontology.words("group-noun"):  # "NATO member Poland", "his ally, Iran"
        return find_one(apposition, ontology)
    owners = list(_owners(token))
    if (
        lemma in ontology.words("group-noun")
        or token.tag_ == "NNS"
        and lemma in ontology.words("fighter-noun")
        and any(t.tag_ in {"JJ", "NNP", "NN"} for t in token.lefts)
    ):
        return _group(token, owners, ontology)
    if lemma in ontology.words("relation-noun") and any(c.dep_ == "nmod:poss" for c in token.children):
        return None  # "America's allies" are others than America
    if lemma in ontology.words("state-noun") or lemma in ontology.words("claimant-noun"):
        for owner in owners:
            party = find_one(owner, ontology)
            if party is not None:
                return Party(_unnamed(party.actor, token), token.i, f"{lemma} of {party.rule}")
    named = next(
        (
            doc._.mention_of[t.i]
            for t in token.lefts
            if t.i in doc._.mention_of
            and t.dep_ in {"compound", "flat", "nmod"}
            and doc._.mention_of[t.i].form == "name"
        ),
        None,
    )
    if named is not None and lemma in ontology.words("group-noun") | ontology.words("state-noun"):
        return Party(of_mention(named, ontology), token.i, "name before the noun")
    if any(c.lower_ in DEFINITE for c in token.children) or token.dep_ == "nsubj":
        return refer(token, ontology, besides)
    return None


def _owners(token: Token) -> Iterator[Token]:
    """The words by which a noun phrase says whose it is, nearest kind first."""
    mention_of = token.doc._.mention_of
    for child in token.children:
        if child.dep_ in {"amod", "compound", "nmod", "flat", "dep"} and child.i < token.i and child.i in mention_of:
            yield child
    for child in token.children:
        if child.dep_ == "nmod:poss":
            yield child
    for child in token.children:
        if (
            child.dep_ in {"nmod", "obl"}
            and syntax.case_of(child) in {"of", "from", "in", "for", "at", "within", "by"}
            and child.pos_ in {"PROPN", "NOUN", "PRON"}
        ):
            yield child
    for child in token.children:  # "former Iraqi government": the demonym may hang one deeper
        if child.dep_ in {"amod", "compound"} and child.i < token.i:
            for below in child.children:
                if below.i in mention_of and below.dep_ in {"amod", "compound", "nmod", "advmod", "obl"}:
                    yield below


def _unnamed(actor: Actor, token: Token) -> Actor:
    """An unnamed official or body: the country stands for its own, an organization keeps the word ("NATO official")."""
    noun = token.lemma_.lower()
    if actor.kind in {"Country", "Person"} or noun in {
        "force",
        "troop",
        "army",
        "group",
        "government",
        "administration",
        "team",
        "agency",
    }:
        return replace(actor, office=noun)
    return Actor(actor.kind, f"{actor.name} {token.text}", "", actor.country or actor.name, office=noun)


def _group(token: Token, owners: list[Token], ontology: Ontology) -> Party | None:
    """An armed group without a name is called by its own words: "insurgents in Iraq", "Lebanese militants"."""
    doc: Doc = token.doc
    for child in token.children:  # "Tamil Tiger rebels", "Houthi rebels", "the Wagner mercenary group"
        mention = doc._.mention_of.get(child.i)
        if mention is not None and child.i < token.i and ontology.is_a(mention.kind, "Organization"):
            return Party(of_mention(mention, ontology), token.i, "name before the noun")
    if token.lower_ in {"group", "movement", "organization"} and not any(
        c.dep_ in {"compound", "amod"} for c in token.lefts
    ):
        return refer(token, ontology)
    start = token.i
    while (
        start > token.sent.start
        and doc[start - 1].tag_
        in {
            "JJ",
            "NN",
            "NNP",
            "NNPS",
            "NNS",
            "VB",
            "HYPH",
            "VBN",
            *(
                {"CC"}
                if doc[start - 2].tag_ in {"NN", "JJ"} and doc[start - 2].head.i in {token.i, start, start - 2}
                else set()
            ),
        }
        and doc[start - 1].lower_ not in {"several", "various", "many", "other"}
    ):
        start -= 1
    end = token.i + 1
    for child in token.rights:
        if (
            child.dep_ in {"nmod", "obl"}
            and syntax.case_of(child) in {"in", "of", "within", "inside"}
            and child.i in doc._.mention_of
        ):
            end = child.i + 1
            break
    words = doc[start:end].text
    return Party(Actor("ArmedGroup", words, "", ""), token.i, "described group")


def refer(token: Token, ontology: Ontology, besides: frozenset[str] = frozenset()) -> Party | None:
    """The name that a pronoun or a definite description takes up, or None."""
    word, lemma = token.lower_, fold(token.lemma_)
    if word in PERSONAL:
        return _last(token, ontology, besides, "pronoun", lambda m: m.kind == "Person")
    if word in SPEAKER:
        return _speaker(token, ontology)
    if word in SINGULAR or lemma in ontology.words("country-noun") or lemma == "alliance":
        if lemma in {"bloc", "alliance"}:
            return _last(
                token,
                ontology,
                besides,
                "description",
                lambda m: m.kind in {"Alliance", "IntergovernmentalOrganization"},
            )
        if word in SINGULAR:
            again = _same_pronoun(token)
            if again is not None:
                party = find_one(again, ontology, besides)
                if party is not None:
                    return replace(party, token=token.i, rule="pronoun again")
            return _last(
                token,
                ontology,
                besides,
                "pronoun",
                lambda m: (
                    m.kind not in {"Person", "MediaOrganization"}
                    and (m.form not in {"demonym", "people"} or _names_state(m, token.doc, ontology))
                    and not (m.kind == "ArmedGroup" and m.name.endswith("s"))
                ),
            )
        return _last(
            token,
            ontology,
            besides,
            "description",
            lambda m: m.kind == "Country" and m.form != "capital" or m.kind == "Country",
        )
    if word in PLURAL:
        return _last(
            token,
            ontology,
            besides,
            "pronoun",
            lambda m: m.form == "people" or m.kind in {"ArmedGroup"} or m.kind == "Country" and m.form != "demonym",
        )
    if lemma in {"company", "firm", "manufacturer", "maker"}:
        return _last(token, ontology, besides, "description", lambda m: m.kind == "Company")
    if lemma in {"force", "army", "navy", "military", "guard", "command"}:
        return _last(token, ontology, besides, "description", lambda m: m.kind == "MilitaryForce")
    if lemma in {"group", "militia", "movement", "rebel"}:
        return _last(token, ontology, besides, "description", lambda m: m.kind == "ArmedGroup")
    if lemma in {
        "ministry",
        "agency",
        "department",
        "office",
        "report",
        "statement",
        "newspaper",
        "daily",
        "paper",
        "team",
        "panel",
        "outlet",
        "broadcaster",
        "organization",
    }:
        kinds = (
            {"MediaOrganization"}
            if lemma in {"newspaper", "daily", "paper", "outlet", "broadcaster"}
            else {
                "GovernmentBody",
                "MediaOrganization",
                "IntergovernmentalOrganization",
                "ThinkTank",
                "OtherOrganization",
            }
        )
        return _last(token, ontology, besides, "description", lambda m: m.kind in kinds)
    if lemma in {
        "minister",
        "president",
        "chief",
        "leader",
        "secretary",
        "official",
        "spokesman",
        "spokesperson",
        "spokeswoman",
        "chancellor",
        "premier",
        "general",
        "envoy",
        "ambassador",
        "commander",
    }:
        same = _same_description(token, ontology)
        return same or (
            _last(token, ontology, besides, "description", lambda m: m.kind == "Person")
            if lemma != "official"
            else None
        )
    return None


def _same_pronoun(token: Token) -> Token | None:
    """The same pronoun earlier in the sentence, in another clause: two of them mostly mean the same."""
    taken = _coarguments(token)
    for earlier in reversed(token.doc[token.sent.start : token.i]):
        if (
            earlier.lower_ in SINGULAR
            and earlier.dep_ != "expl"
            and earlier.i not in taken
            and earlier.head.i != token.head.i
        ):
            return earlier
    return None


def _same_description(token: Token, ontology: Ontology) -> Party | None:
    """The official spoken of before in the same words: "a senior NATO official … the official"."""
    lemma = token.lemma_.lower()
    for earlier in reversed(token.doc[: token.i]):
        if (
            earlier.lemma_.lower() == lemma
            and earlier.i not in token.doc._.mention_of
            and any(True for _ in _owners(earlier))
        ):
            for owner in _owners(earlier):
                party = find_one(owner, ontology)
                if party is not None:
                    return Party(_unnamed(party.actor, earlier), token.i, "same description before")
    return None


def _speaker(token: Token, ontology: Ontology) -> Party | None:
    """Who says "we": whoever speaks in the report that covers the word."""
    report = attribution.of(token, ontology)
    if report is None or token.doc[report.holder].lower_ in SPEAKER:
        return None
    found = speakers(report, token.doc, ontology)
    return replace(found[0], token=token.i, rule="speaker") if found else None


_SPEAKERS: WeakKeyDictionary[Doc, dict[attribution.Report, tuple[Party, ...]]] = WeakKeyDictionary()
AGAIN = frozenset(
    {
        "report",
        "statement",
        "document",
        "newspaper",
        "daily",
        "paper",
        "official",
        "source",
        "study",
        "assessment",
        "outlet",
        "agency",
        "ministry",
        "minister",
        "spokesman",
        "spokesperson",
        "spokeswoman",
        "officials",
        "team",
        "panel",
    }
)


def speakers(report: attribution.Report, doc: Doc, ontology: Ontology) -> tuple[Party, ...]:
    """Who speaks in a report. A pronoun ("he added", "it said") or "the official" goes on with who spoke last."""
    table = _SPEAKERS.get(doc)
    if table is None:
        table = _SPEAKERS[doc] = {}
        last_person: tuple[Party, ...] = ()
        last_body: tuple[Party, ...] = ()
        for each in sorted(attribution.find(doc, ontology), key=lambda r: (r.cue, r.start)):
            token = doc[each.holder]
            found: tuple[Party, ...] = ()
            bare = (
                token.lemma_.lower() in AGAIN
                and any(c.lower_ in {"the", "this", "that"} for c in token.children)
                and token.i not in doc._.mention_of
            )
            if token.lower_ in PERSONAL:
                found = last_person
            elif (
                token.lower_ in SINGULAR
                or bare
                and not any(c.dep_ in {"compound", "amod", "nmod", "nmod:poss"} for c in token.children)
            ):
                found = (
                    (
                        last_person
                        if token.lemma_.lower() in {"official", "minister", "spokesman", "spokesperson", "spokeswoman"}
                        else last_body
                    )
                    or last_body
                    or last_person
                )
            elif token.lower_ in PLURAL:
                found = last_body or last_person
            elif token.lower_ in SPEAKER:
                continue
            if (
                token.lemma_.lower()
                in {"newspaper", "daily", "paper", "outlet", "broadcaster", "magazine", "agency", "website"}
                and bare
            ):
                named = refer(token, ontology)
                found = (named,) if named is not None else found
            if not found:
                found = tuple(find(token, ontology)) or tuple(_named_within(token, ontology))
            if found:
                if found[0].actor.kind == "Person" or found[0].actor.office:
                    last_person = found
                if found[0].actor.kind != "Person":
                    last_body = found
            table[each] = found
    return table.get(report, ())


def _named_within(token: Token, ontology: Ontology) -> Iterator[Party]:
    """Whose report, letter or information it is, where the noun itself names nobody: "information that X made public"."""
    for below in token.subtree:
        mention = token.doc._.mention_of.get(below.i)
        if mention is not None and mention.root == below.i and below.i > token.i - 6:
            yield Party(of_mention(mention, ontology), below.i, "named with the report")
            return


def _last(
    token: Token, ontology: Ontology, besides: frozenset[str], rule: str, fits: Callable[[Mention], bool]
) -> Party | None:
    """The best earlier mention: subjects before others, nearer before farther, within a few sentences."""
    doc: Doc = token.doc
    blamed = _blamed(token, ontology)
    if blamed is not None and fits(blamed):
        return Party(of_mention(blamed, ontology), token.i, "the one spoken of")
    owner = _clause_subject(token, ontology)
    if owner is not None:
        bound: Mention | None = doc._.mention_of.get(owner.i)
        if bound is not None and fits(bound):
            return Party(of_mention(bound, ontology), token.i, "subject of its clause")
        if owner.pos_ == "PROPN":
            return None  # a name that is not known: better nobody than the next best
    sentence = doc[token.i].sent
    taken = _coarguments(token)
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
    return Party(of_mention(best[1], ontology), token.i, rule)


def _clause_subject(token: Token, ontology: Ontology) -> Token | None:
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


def _names_state(mention: Mention, doc: Doc, ontology: Ontology) -> bool:
    """Whether a demonym stands before a noun for its state: "the Dutch government"."""
    head = doc[mention.root].head
    return mention.form == "demonym" and head.i >= mention.end and fold(head.lemma_) in ontology.words("state-body")


def _blamed(token: Token, ontology: Ontology) -> Mention | None:
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


def _coarguments(token: Token) -> set[int]:
    """Names that stand in the same clause as other arguments of its verb: a pronoun there never takes them up."""
    if token.lower_ in {"its", "their", "his", "her"}:
        return set()
    verb = token.head
    while verb.pos_ not in {"VERB", "AUX"} and verb.head.i != verb.i:
        verb = verb.head
    return {c.i for c in verb.children if c.i != token.i and c.dep_ not in {"advcl", "ccomp", "parataxis"}}


def as_side(actor: Actor, ontology: Ontology) -> Actor:
    """Who is party to a transfer: a person, ministry or force acts for its country; companies and armed groups for themselves."""
    if actor.country and actor.kind in {"Person", "GovernmentBody", "MilitaryForce"}:
        return country(actor.country, ontology)
    return replace(actor, office="") if actor.office else actor
