"""Finds the states and blocs that the words around an agreement tie to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extractors.treaties.reader import Reader
from kg.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from kg.extractors.spans import Mention

GAP = 4  # words at most between an agreement and the verb or preposition that ties a party to it


def find_parties(reader: Reader, left: int, start: int, right: int) -> tuple[Actor, ...]:
    """The states and blocs that the words around an agreement tie to it."""
    sentence = reader.doc[left].sent
    found: dict[str, Actor] = {}

    def add(mention: Mention | None) -> bool:
        actor = party(reader, mention)
        if actor is not None:
            found[actor.name] = actor
        return actor is not None

    for i in range(left, start):  # "the U.S.-Russian arms treaty"
        add(reader.mention_of.get(i))
    i = left - 1
    while i >= sentence.start and (reader.words[i] in {"'s", "'", "the", "and", "-"} or i in reader.mention_of):
        if not add(reader.mention_of.get(i)) and i in reader.mention_of:
            break
        i -= 1
    add_after(reader, right, sentence, add)
    if len(found) < 2:
        add_signers(reader, left, right, sentence, add)
    if len(found) < 2:
        for one, other in hyphenated(reader, sentence):
            add(one)
            add(other)
    if len(found) < 2 and refers_to_both(reader, sentence):
        for mention in two_before(reader, sentence.start if not found else left):
            add(mention)
    return tuple(found.values())


def add_after(reader: Reader, right: int, sentence: Span, add: object) -> None:
    """Parties after the agreement: "between A and B", "with B", "of A and B", "by A and B"."""
    assert callable(add)
    i, gap = right, 0
    while i < sentence.end and gap <= GAP:
        if reader.words[i] in {"between", "with", "of", "by", "among"}:
            j = i + 1
            while j < sentence.end and (
                reader.words[j] in {"the", "and", ",", "its", "'s"}
                or j in reader.mention_of
                or reader.texts[j][:1].isupper()
            ):
                add(reader.mention_of.get(j))
                j += 1
            if j > i + 1:
                i, gap = j, 0
                continue
        gap += 1
        i += 1


def add_signers(reader: Reader, left: int, right: int, sentence: Span, add: object) -> None:
    """Subjects and agents of the verb that makes the agreement, in its clause or in the clause that
    describes it."""
    assert callable(add)
    head = reader.doc[right - 1] if right else reader.doc[left]
    verbs: list[Token] = []
    for token in reader.doc[left:right]:
        verbs.extend(
            c for c in token.children if c.dep_.split(":")[0] in {"acl", "relcl"} and c.i not in range(left, right)
        )
    seen = 0
    token = head
    while token.head.i != token.i and seen < 4:
        token = token.head
        seen += 1
        if token.pos_ in {"VERB", "AUX"} or reader.words[token.i] in reader.signing:
            verbs.append(token)
            if token.dep_ not in {"xcomp", "acl", "ccomp", "conj"}:
                break
    for verb in verbs:
        for child in verb.children:
            if child.dep_.split(":")[0] in {"nsubj", "obl", "csubj"} and (
                child.dep_ != "obl" or has_case(reader, child.i, {"by", "with"})
            ):
                for j in range(child.left_edge.i, child.right_edge.i + 1):
                    if j in range(left, right):
                        continue
                    mention = reader.mention_of.get(j)
                    if mention is not None and (
                        mention.form != "demonym"
                        or mention.kind != "Country"
                        or reader.doc[mention.root].head.i == child.i
                    ):
                        for party in joined(reader, mention):
                            add(party)


def joined(reader: Reader, mention: Mention) -> list[Mention]:
    """A mention with those that "and" or a comma join to it on the left, whatever the parser makes of them."""
    row, at = [mention], mention.start - 1
    while at > 0 and reader.words[at] in {"and", ","} and at - 1 in reader.mention_of:
        row.insert(0, reader.mention_of[at - 1])
        at = row[0].start - 1
    return row


def hyphenated(reader: Reader, sentence: Span) -> list[tuple[Mention, Mention]]:
    """Two states joined by a hyphen in the sentence: "at a U.S.-Russian summit"."""
    found = []
    for i in range(sentence.start + 1, sentence.end - 1):
        one, other = reader.mention_of.get(i - 1), reader.mention_of.get(i + 1)
        if reader.words[i] in {"-", "–"} and one is not None and other is not None and one.country != other.country:
            found.append((one, other))
    return found


def has_case(reader: Reader, i: int, prepositions: set[str]) -> bool:
    return any(c.dep_ == "case" and c.lower_ in prepositions for c in reader.doc[i].children)


def refers_to_both(reader: Reader, sentence: Span) -> bool:
    text = " " + " ".join(reader.words[sentence.start : sentence.end]) + " "
    return any(f" {phrase} " in text for phrase in reader.both)


def two_before(reader: Reader, limit: int) -> list[Mention]:
    """The two states named last before a token, in order."""
    last: dict[str, Mention] = {}
    for mention in reversed([m for m in reader.doc._.mentions if m.end <= limit]):
        actor = party(reader, mention)
        if actor is not None and actor.name not in last:
            last[actor.name] = mention
            if len(last) == 2:
                break
    return list(reversed(last.values()))


def party(reader: Reader, mention: Mention | None) -> Actor | None:
    """The state or bloc that a mention stands for: a country for its people and bodies, a bloc for itself."""
    if mention is None:
        return None
    if mention.kind in {"Alliance", "IntergovernmentalOrganization"}:
        return Actor(mention.kind, mention.name, mention.iri, mention.country)
    return state(reader, mention.country) if mention.country else None


def state(reader: Reader, name: str) -> Actor:
    iri = next((a.iri for a in reader.ontology.actors.values() if a.kind == "Country" and a.name == name), "")
    return Actor("Country", name, iri, name)
