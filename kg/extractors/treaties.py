"""Treaties and other agreements between states that an article names or describes: parties, kind, status, date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg import values
from kg.extractors.names.lexicons import lexicon
from kg.extractors.names.spans import Span as Name
from kg.ontology import Ontology, fold
from kg.records import Actor, Evidence, Interval, Treaty

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from kg.extractors.spans import Mention

NAME_WORDS = 8  # words at most before and after the head word of a described agreement
GAP = 4  # words at most between an agreement and the verb or preposition that ties a party to it
# Kinds of agreements, by the name of their word list; the first that fits counts.
KINDS = (
    "arms-control",
    "mutual-defence",
    "friendship-and-cooperation",
    "strategic-partnership",
    "military-transit",
    "peace",
    "trade",
    "defence-pact",
)
POSSESSIVES = frozenset({"their", "its", "his", "her", "our"})
DETERMINERS = frozenset(
    {"the", "this", "that", "these", "those", "a", "an", "any", "some", "no", "another", "each", *POSSESSIVES}
)


@dataclass(slots=True)
class Found:
    """An agreement found in one or more places of an article."""

    name: str
    start: int
    end: int
    head: int
    kind: str
    iri: str = ""
    parties: tuple[Actor, ...] = ()
    definite: bool = False
    generic: bool = False  # "the treaty": nothing but the head word and what says nothing
    named: bool = False
    loose: bool = False  # a word that also means a contract
    status: str = ""
    date: Interval | None = None
    places: list[tuple[int, int]] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)


def extract(doc: Doc, ontology: Ontology) -> Iterator[Treaty]:
    """Each agreement once, in the order in which the article brings them up."""
    reader = Reader(doc, ontology)
    for found in reader.merge(reader.find()):
        first = next((p for p in found.places if reader.text(*p) == found.name), found.places[0])
        proof = (name_evidence(doc, *first), *(evidence(doc, start) for start, _ in found.places))
        yield Treaty(
            found.name,
            found.kind,
            found.parties,
            found.status or "mentioned",
            found.date,
            found.iri,
            tuple(dict.fromkeys(found.aliases)),
            proof,
        )


def name_evidence(doc: Doc, start: int, end: int) -> Evidence:
    span = doc[start:end]
    return Evidence(doc._.article.id, span.start_char, span.end_char, span.text, "agreement", "name")


def evidence(doc: Doc, start: int) -> Evidence:
    sentence: Span = doc[start].sent
    return Evidence(doc._.article.id, sentence.start_char, sentence.end_char, sentence.text, "agreement")


class Reader:
    """Finds agreements in one Doc."""

    def __init__(self, doc: Doc, ontology: Ontology) -> None:
        self.doc = doc
        self.ontology = ontology
        self.lexicon = lexicon(ontology)
        self.words = [token.lower_.replace("’", "'") for token in doc]
        self.texts = [token.text for token in doc]
        self.kinds = self.lexicon.agreement_kinds
        self.longest = max((len(words) for words in self.kinds), default=0)
        self.weapons = self.lexicon.arms
        words = ontology.words
        self.modifiers, self.generic, self.commerce = (
            words("agreement-modifier"),
            words("generic-modifier"),
            words("commerce"),
        )
        self.bodies, self.both, self.signing = words("resolution-body"), words("both-parties"), words("signing")
        self.contractual = words("contractual-agreement")
        self.mention_of: dict[int, Mention] = doc._.mention_of

    # -- finding ------------------------------------------------------------------------------------------------

    def find(self) -> list[Found]:
        """Every place where an agreement is named or described."""
        found = []
        taken: set[int] = set()
        for span in doc_spans(self.doc):
            known = self.ontology.treaties.get(span.iri)
            if known is None:
                continue
            end = span.end
            if end < len(self.words) and (self.words[end],) in self.kinds:
                end += 1  # "AUKUS agreement"
            taken.update(range(span.start, end))
            parties = tuple(self.country(name) for name in known.parties)
            name = self.text(span.start, end)
            found.append(
                Found(
                    name,
                    span.start,
                    end,
                    end - 1,
                    known.kind,
                    span.iri,
                    parties,
                    named=True,
                    status=self.status(span.start, end),
                )
            )
        i = 0
        while i < len(self.words):
            length = self.head_at(i)
            inside = self.mention_of.get(i)
            named_in = inside is not None and inside.kind not in {
                "Country",
                "Person",
            }  # North Atlantic Treaty Organization
            if length and not named_in and not taken & set(range(i, i + length)):
                item = self.read(i, i + length)
                if item is not None and not taken & set(range(item.start, item.end)):
                    taken.update(range(item.start, item.end))
                    found.append(item)
            i += max(length, 1)
        return sorted(found, key=lambda f: f.start)

    def head_at(self, i: int) -> int:
        """How many words from ``i`` on are a word for an agreement, in the singular or the plural."""
        for length in range(min(self.longest, len(self.words) - i), 0, -1):
            words = tuple(self.words[i : i + length])
            if words in self.kinds or (*words[:-1], words[-1].removesuffix("s")) in self.kinds:
                return length
        return 0

    def read(self, start: int, end: int) -> Found | None:
        """The agreement whose head word is at ``start`` to ``end``; None where it is none between states."""
        head, words = end - 1, self.words
        base = tuple(words[start:end])
        plural = base not in self.kinds
        word = " ".join(base).removesuffix("s") if plural else " ".join(base)
        kind = self.kinds.get(base) or self.kinds.get((*base[:-1], base[-1].removesuffix("s")), "")
        left = self.left(start)
        right, complement = self.right(end)
        before = [fold(w) for w in self.texts[left:start] if w[:1].isalnum()]
        told = [w for w in before if w not in self.generic]
        if word == "resolution":
            return self.resolution(left, end, kind)
        named = self.texts[start][:1].isupper() and (bool(told) or bool(complement)) and start not in self.starts()
        named = (
            named
            or any(self.texts[i][:1].isupper() and i not in self.mention_of for i in range(left, start))
            and start - left > 0
            and left not in self.starts()
        )
        parties = self.parties(left, start, right)
        determiner = words[left - 1] if left else ""
        generic = not told and not complement
        definite = determiner in {"the", "this", "that", *POSSESSIVES} or determiner == "'s"
        loose = word in self.contractual
        if plural and not named:
            return None
        if self.negated(left):
            return None
        if determiner in POSSESSIVES | {"'s"} and words[end : end + 1] == ["to"]:
            return None  # "India's agreement to adhere": consent
        pairs = {" ".join(told[k : k + 2]) for k in range(len(told))}
        political = bool((set(told) | pairs) & self.modifiers)
        trade = self.commercial(left, right, loose=loose)
        if loose:
            opening = self.doc[left].sent.start == 0
            if trade or (len(parties) < 2 and not political and not (definite and generic)):
                return None
            if generic and definite and len(parties) < 2 and opening:
                return None
            generic = generic and not opening
        elif not named and ((trade and not political) or (generic and not definite and len(parties) < 2)):
            return None
        name = self.text(left, right if complement else end)
        item = Found(
            name,
            left,
            right if complement else end,
            head,
            self.kind_of(kind, fold(name).split()),
            "",
            parties,
            definite,
            generic,
            named,
            loose,
        )
        item.status = self.status(left, item.end)
        item.date = self.date(left, item.end, item.status)
        return item

    def starts(self) -> set[int]:
        return {sent.start for sent in self.doc.sents}

    def resolution(self, left: int, end: int, kind: str) -> Found | None:
        """A resolution of the United Nations, by body or number; other resolutions are no agreement."""
        before = fold(self.text(left, end))
        number = end < len(self.words) and self.words[end][:1].isdigit()
        if not any(f" {body} " in f" {before} " for body in self.bodies) and not number:
            return None
        end = end + 1 if number else end
        return Found(self.text(left, end), left, end, end - 1, kind, named=True, status=self.status(left, end))

    def left(self, start: int) -> int:
        """Where the noun phrase before a head word begins, without article, owner and quotation marks."""
        i = start
        while i > 0 and start - i < NAME_WORDS:
            token, text = self.doc[i - 1], self.texts[i - 1]
            if text in {'"', "“", "”", "'", "‘", "’", "-", ",,"} or (text == "''"):
                if text in {"'", "’"} and not (
                    i < start and self.texts[i - 1] in {"'", "’"} and self.doc[i - 1].whitespace_
                ):
                    break
                i -= 1
                continue
            if self.words[i - 1] in DETERMINERS or self.words[i - 1] == "'s" or not text[:1].isalnum():
                break
            if (
                token.pos_ in {"NOUN", "PROPN", "ADJ", "NUM", "X"}
                or (token.pos_ == "VERB" and token.dep_ in {"amod", "compound"})
                or token.pos_ == ""
            ):
                i -= 1
                continue
            break
        while i < start and not self.texts[i][:1].isalnum():
            i += 1
        return i

    def right(self, end: int) -> tuple[int, bool]:
        """Where a name goes on after the head word: "of friendship and cooperation", "on the Prohibition of …"."""
        i, n = end, len(self.words)
        if i >= n or self.words[i] not in {"of", "on"}:
            return end, False
        last = end
        j = i + 1
        while j < n and j - end <= NAME_WORDS + 4 and not self.doc[j].is_sent_start:
            token = self.doc[j]
            mention = self.mention_of.get(j)
            if mention is not None and mention.form in {"name", "capital", "people"}:
                break
            if token.pos_ in {"NOUN", "PROPN", "ADJ"} or self.words[j] in {"non"}:
                last = j + 1
            elif self.words[j] in {"the", "and", "of", "on", "for", ",", "-", "its", "between"}:
                if self.words[j] == "," and not self.listed(j):
                    break
            else:
                break
            j += 1
        return last, last > end

    def listed(self, comma: int) -> bool:
        """Whether a comma stands inside a list that "and" closes a few words on."""
        for j in range(comma + 1, min(comma + 7, len(self.words))):
            if self.words[j] == "and":
                return True
            if self.doc[j].pos_ not in {"NOUN", "ADJ", "PROPN", "PUNCT"}:
                return False
        return False

    def kind_of(self, kind: str, words: list[str]) -> str:
        """What an agreement is about, by the words of its name."""
        text = " " + " ".join(words) + " "
        for name in KINDS:
            if any(f" {word} " in text for word in self.ontology.words("treaty-kind-" + name)):
                return name.replace("-", " ")
        return kind or "agreement"

    def negated(self, left: int) -> bool:
        return left > 0 and self.words[left - 1] == "no"

    def is_weapon(self, i: int) -> bool:
        word = fold(self.texts[i])
        return word in self.weapons or word.removesuffix("s") in self.weapons

    def commercial(self, left: int, right: int, *, loose: bool) -> bool:
        """Whether words of trade or arms stand in the agreement's own phrase, or for a loose word in its sentence."""
        sentence = self.doc[left].sent
        near = range(max(left - 2, sentence.start), min(right + 6, sentence.end))
        if any(self.words[i] in self.commerce or self.is_weapon(i) for i in near):
            return True
        if any(
            self.doc[i].ent_type_ == "MONEY" or self.texts[i] in {"$", "€", "£"}
            for i in range(max(left - 4, sentence.start), min(right + 4, sentence.end))
        ):
            return True
        return loose and any(self.words[i] in self.commerce for i in range(sentence.start, sentence.end))

    # -- parties ------------------------------------------------------------------------------------------------

    def parties(self, left: int, start: int, right: int) -> tuple[Actor, ...]:
        """The states and blocs that the words around an agreement tie to it."""
        sentence = self.doc[left].sent
        found: dict[str, Actor] = {}

        def add(mention: Mention | None) -> bool:
            actor = self.party(mention)
            if actor is not None:
                found[actor.name] = actor
            return actor is not None

        for i in range(left, start):  # "the U.S.-Russian arms treaty"
            add(self.mention_of.get(i))
        i = left - 1
        while i >= sentence.start and (self.words[i] in {"'s", "'", "the", "and", "-"} or i in self.mention_of):
            if not add(self.mention_of.get(i)) and i in self.mention_of:
                break
            i -= 1
        self.after(right, sentence, add)
        if len(found) < 2:
            self.signers(left, right, sentence, add)
        if len(found) < 2:
            for one, other in self.hyphenated(sentence):
                add(one)
                add(other)
        if len(found) < 2 and self.refers_to_both(sentence):
            for mention in self.two_before(sentence.start if not found else left):
                add(mention)
        return tuple(found.values())

    def after(self, right: int, sentence: Span, add: object) -> None:
        """Parties after the agreement: "between A and B", "with B", "of A and B", "by A and B"."""
        assert callable(add)
        i, gap = right, 0
        while i < sentence.end and gap <= GAP:
            if self.words[i] in {"between", "with", "of", "by", "among"}:
                j = i + 1
                while j < sentence.end and (
                    self.words[j] in {"the", "and", ",", "its", "'s"}
                    or j in self.mention_of
                    or self.texts[j][:1].isupper()
                ):
                    add(self.mention_of.get(j))
                    j += 1
                if j > i + 1:
                    i, gap = j, 0
                    continue
            gap += 1
            i += 1

    def signers(self, left: int, right: int, sentence: Span, add: object) -> None:
        """Subjects and agents of the verb that makes the agreement, in its clause or in the clause that
        describes it."""
        assert callable(add)
        head = self.doc[right - 1] if right else self.doc[left]
        verbs: list[Token] = []
        for token in self.doc[left:right]:
            verbs.extend(
                c for c in token.children if c.dep_.split(":")[0] in {"acl", "relcl"} and c.i not in range(left, right)
            )
        seen = 0
        token = head
        while token.head.i != token.i and seen < 4:
            token = token.head
            seen += 1
            if token.pos_ in {"VERB", "AUX"} or self.words[token.i] in self.signing:
                verbs.append(token)
                if token.dep_ not in {"xcomp", "acl", "ccomp", "conj"}:
                    break
        for verb in verbs:
            for child in verb.children:
                if child.dep_.split(":")[0] in {"nsubj", "obl", "csubj"} and (
                    child.dep_ != "obl" or self.cased(child.i, {"by", "with"})
                ):
                    for j in range(child.left_edge.i, child.right_edge.i + 1):
                        if j in range(left, right):
                            continue
                        mention = self.mention_of.get(j)
                        if mention is not None and (
                            mention.form != "demonym"
                            or mention.kind != "Country"
                            or self.doc[mention.root].head.i == child.i
                        ):
                            for party in self.row(mention):
                                add(party)

    def row(self, mention: Mention) -> list[Mention]:
        """A mention with those that "and" or a comma join to it on the left, whatever the parser makes of them."""
        row, at = [mention], mention.start - 1
        while at > 0 and self.words[at] in {"and", ","} and at - 1 in self.mention_of:
            row.insert(0, self.mention_of[at - 1])
            at = row[0].start - 1
        return row

    def hyphenated(self, sentence: Span) -> list[tuple[Mention, Mention]]:
        """Two states joined by a hyphen in the sentence: "at a U.S.-Russian summit"."""
        found = []
        for i in range(sentence.start + 1, sentence.end - 1):
            one, other = self.mention_of.get(i - 1), self.mention_of.get(i + 1)
            if self.words[i] in {"-", "–"} and one is not None and other is not None and one.country != other.country:
                found.append((one, other))
        return found

    def cased(self, i: int, prepositions: set[str]) -> bool:
        return any(c.dep_ == "case" and c.lower_ in prepositions for c in self.doc[i].children)

    def refers_to_both(self, sentence: Span) -> bool:
        text = " " + " ".join(self.words[sentence.start : sentence.end]) + " "
        return any(f" {phrase} " in text for phrase in self.both)

    def two_before(self, limit: int) -> list[Mention]:
        """The two states named last before a token, in order."""
        last: dict[str, Mention] = {}
        for mention in reversed([m for m in self.doc._.mentions if m.end <= limit]):
            actor = self.party(mention)
            if actor is not None and actor.name not in last:
                last[actor.name] = mention
                if len(last) == 2:
                    break
        return list(reversed(last.values()))

    def party(self, mention: Mention | None) -> Actor | None:
        """The state or bloc that a mention stands for: a country for its people and bodies, a bloc for itself."""
        if mention is None:
            return None
        if mention.kind in {"Alliance", "IntergovernmentalOrganization"}:
            return Actor(mention.kind, mention.name, mention.iri, mention.country)
        return self.country(mention.country) if mention.country else None

    def country(self, name: str) -> Actor:
        iri = next((a.iri for a in self.ontology.actors.values() if a.kind == "Country" and a.name == name), "")
        return Actor("Country", name, iri, name)

    # -- status and date ----------------------------------------------------------------------------------------

    def status(self, left: int, right: int) -> str:
        """What the cue word nearest to an agreement in its sentence says of it."""
        sentence = self.doc[left].sent
        best, distance = "", 99
        for i in range(sentence.start, sentence.end):
            if left <= i < right:
                continue
            cue = self.ontology.treaty_cues.get(self.words[i]) or self.ontology.treaty_cues.get(
                self.doc[i].lemma_.lower()
            )
            if cue is None:
                continue
            gap = left - i if i < left else i - right
            if gap < distance:
                best, distance = cue, gap
        return best

    def date(self, left: int, right: int, status: str) -> Interval | None:
        """The time that the agreement's sentence gives, where it tells of its signing or its end."""
        if not status or status in {"mentioned", "proposed"}:
            return None
        return values.parse_date(self.doc[left].sent.text, self.doc._.article.published)

    # -- one agreement, many places -------------------------------------------------------------------------------

    def merge(self, found: list[Found]) -> list[Found]:
        """The distinct agreements: "the treaty" is the one before; the same parties or words are the same agreement."""
        merged: list[Found] = []
        for item in found:
            same = self.earlier(item, merged)
            if same is None:
                if item.generic and item.definite and not item.named and (item.loose or len(item.parties) < 2):
                    continue
                item.places.append((item.start, item.end))
                merged.append(item)
                continue
            same.places.append((item.start, item.end))
            if fold(item.name) != fold(same.name):
                same.aliases.append(item.name)
            if (item.named and not same.named) or (same.generic and not item.generic):
                same.aliases.append(same.name)
                same.name, same.named, same.generic, same.iri = (
                    item.name,
                    item.named,
                    item.generic,
                    item.iri or same.iri,
                )
                same.kind = item.kind if item.kind != "agreement" else same.kind
            if len(item.parties) > len(same.parties):
                same.parties = item.parties
            if item.status and same.status in {"", "mentioned"}:
                same.status = item.status
            same.date = same.date or item.date
        return [replace_kind(item) for item in merged]

    def earlier(self, item: Found, merged: list[Found]) -> Found | None:
        if item.iri:
            return next((m for m in merged if m.iri == item.iri), None)
        for other in reversed(merged):
            if fold(other.name) == fold(item.name) and not item.generic:
                return other
        words = set(fold(item.name).split())
        for other in reversed(merged):
            theirs = set(fold(other.name).split())
            if item.kind == other.kind == "resolution":
                return other if words <= theirs or theirs <= words else None
            if other.kind == "resolution" or item.kind == "resolution":
                continue
            if item.generic and (item.definite or item.parties == other.parties):
                return other
            if (
                item.definite
                and not item.named
                and len(words) <= 4
                and not (item.parties and other.parties and set(item.parties) != set(other.parties))
            ):
                return other
            if other.generic and other.parties and set(other.parties) == set(item.parties):
                return other
            if len(words & theirs) * 2 > len(words | theirs) and (
                not item.parties or not other.parties or set(item.parties) == set(other.parties)
            ):
                return other
        return None

    def text(self, start: int, end: int) -> str:
        text = self.doc[start:end].text
        for mark in '“”"‘[]':
            text = text.replace(mark, "")
        return " ".join(text.replace("’", "'").split()).strip(" '")


def replace_kind(item: Found) -> Found:
    return replace(item, kind=item.kind or "agreement")


def doc_spans(doc: Doc) -> tuple[Name, ...]:
    return doc._.treaty_names or ()
