"""Finds the spans of a Doc that name someone: known names, names built on a head word, people, and acronyms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from kg.gazetteer import Entry, Gazetteer, plain
from kg.gazetteer import PIECE as PIECE
from kg.ontology import Ontology, fold

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Between a country and the lower-case head word of its ministry stand at most so many words ("Turkish national defence ministry").
WORDS_BEFORE_HEAD = 3
LONGEST_PERSON = 7  # words; longer runs of capitals are headlines
BODY_KINDS = frozenset({"GovernmentBody", "MilitaryForce"})


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens ``start`` to ``end`` name someone of class ``kind``; ``rule`` says what found them."""

    start: int
    end: int
    kind: str
    name: str
    iri: str = ""
    country: str = ""
    form: str = "name"
    rule: str = "gazetteer"

    def __len__(self) -> int:
        return self.end - self.start


class Lexicon:
    """The look-up tables of an ontology in the shape that the finders need; built once for each ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.gazetteer = Gazetteer(ontology)
        self.titles = {tuple(label.split()): title for label, title in ontology.titles.items()}
        self.title_ends = {label[-1] for label in self.titles}
        self.longest_title = max((len(label) for label in self.titles), default=0)
        self.heads = {tuple(word.split()): p.kind for p in ontology.name_patterns for word in p.head_words}
        self.head_ends = {words[-1] for words in self.heads}
        self.longest_head = max((len(words) for words in self.heads), default=0)
        self.weapons = {fold(label).split()[-1] for c in ontology.concepts.values() for label in c.labels + c.context_labels if label}
        self.agreements = frozenset(ontology.agreement_words)
        self.particles = ontology.words("name-particle")
        self.suffixes = ontology.words("name-suffix")
        self.family_first = ontology.words("family-name-first")
        self.honorifics = ontology.words("honorific")
        self.places = ontology.words("place-head")
        self.ships = ontology.words("ship-prefix")
        self.connectors = ontology.words("name-connector")
        self.dates = ontology.words("calendar")

    def title_at(self, words: list[str], end: int) -> int:
        """Where the longest title ends before ``end`` begins, ``end`` itself where none does; ``words`` in lower case."""
        if end == 0 or words[end - 1] not in self.title_ends:
            return end
        for length in range(min(self.longest_title, end), 0, -1):
            if tuple(words[end - length : end]) in self.titles:
                return end - length
        return end

    def title_from(self, words: list[str], start: int) -> int:
        """Where the longest title that begins at ``start`` ends; ``start`` itself where none does."""
        for length in range(min(self.longest_title, len(words) - start), 0, -1):
            if tuple(words[start : start + length]) in self.titles:
                return start + length
        return start


_lexicons: WeakKeyDictionary[Ontology, Lexicon] = WeakKeyDictionary()


def lexicon(ontology: Ontology) -> Lexicon:
    """The lexicon of an ontology, made when first asked for."""
    found = _lexicons.get(ontology)
    if found is None:
        found = _lexicons[ontology] = Lexicon(ontology)
    return found


class Finder:
    """Finds the names in one Doc. ``words`` are its tokens in lower case, ``taken`` the spans that are settled."""

    def __init__(self, doc: Doc, ontology: Ontology) -> None:
        self.doc = doc
        self.lexicon = lexicon(ontology)
        self.texts = [token.text for token in doc]
        self.words = [text.lower().replace("’", "'") for text in self.texts]
        self.tagged = doc.has_annotation("TAG") or doc.has_annotation("POS")
        self.starts = {sent.start for sent in doc.sents} if doc.has_annotation("SENT_START") else {0}

    # -- words --------------------------------------------------------------------------------------------------

    def capital(self, i: int) -> bool:
        """Whether token ``i`` is written as part of a name."""
        text = self.texts[i]
        return text[:1].isupper() or (text[:3].lower() in ("al-", "el-") and text[3:4].isupper()) or (text[:1].isdigit() and text[-1:].isupper())

    def nameable(self, i: int) -> bool:
        """Whether a capitalised token can be part of a name: no date word, and no function word at a sentence's start."""
        if not self.capital(i):
            return False
        word, text = self.words[i], self.texts[i]
        if word in self.lexicon.dates:
            return False
        if text.isupper() and len(text) > 1:
            return True
        token = self.doc[i]
        if i in self.starts or (i > 0 and self.texts[i - 1] in {'"', "“", "‘", "'", "(", ":"}):
            return not token.is_stop and (not self.tagged or token.pos_ in {"PROPN", "NOUN", "ADJ", "X"} or token.ent_type_ != "")
        return not token.is_stop or len(text) == 1 or (self.tagged and token.pos_ == "PROPN")

    # -- known names --------------------------------------------------------------------------------------------

    def find_known(self) -> Iterator[Span]:
        """Every known name that begins and ends with a token."""
        text: list[str] = []
        first: list[int] = []  # piece → token that it begins, -1 inside a token
        last: list[int] = []  # piece → end of the token that it ends, -1 inside a token
        for token in self.doc:
            found = [plain(m.group()) for m in PIECE.finditer(token.text)]
            if not found:
                continue
            text.extend(found)
            inside = [-1] * (len(found) - 1)
            first.extend([token.i, *inside])
            last.extend([*inside, token.i + 1])
        for match in self.lexicon.gazetteer.find(text):
            start, end = first[match.start], last[match.end - 1]
            if start < 0 or end < 0 or not self.likely(start, end, match.entry):
                continue
            e = match.entry
            yield Span(start, end, e.kind, e.name, e.iri, e.country, e.form)

    def likely(self, start: int, end: int, entry: Entry) -> bool:
        """Whether a name that also means other things means this one here."""
        if entry.sure:
            return True
        token = self.doc[start]
        if entry.form == "system":
            return True
        if any(self.doc[i].ent_type_ == "PERSON" for i in range(start, end)):
            return False
        before = self.words[start - 1] if start else ""
        if entry.kind == "Country":
            return token.ent_type_ in {"GPE", "LOC", "NORP", ""}
        if token.ent_type_ == "ORG" or before == "the":
            return start not in self.starts or token.ent_type_ == "ORG"
        return False

    # -- organizations by their words -----------------------------------------------------------------------------

    def find_headed(self, known: dict[int, Span]) -> Iterator[Span]:
        """Organizations told by a head word: "Chey Institute for Advanced Studies", "Turkish defence ministry"."""
        lexicon = self.lexicon
        for i, word in enumerate(self.words):
            if word not in lexicon.head_ends:
                continue
            for length in range(min(lexicon.longest_head, i + 1), 0, -1):
                kind = lexicon.heads.get(tuple(self.words[i + 1 - length : i + 1]))
                if kind is not None:
                    span = self.read_headed(i + 1 - length, i + 1, kind, known)
                    if span is not None:
                        yield span
                    break

    def read_headed(self, start: int, end: int, kind: str, known: dict[int, Span]) -> Span | None:
        """The name around the head word at ``start`` to ``end``; None where the word is only a common noun."""
        head_start, head_end = start, end
        named = self.capital(start) and not (start in self.starts and end - start == 1 and not self.capital_after(end))
        if named:
            start = self.extend_left(start, known)
            end = self.extend_right(end, known)
        country, start = self.country_before(start, head_start, known, named)
        if country is None and not named:
            return None
        if country is not None and not named and kind not in BODY_KINDS:
            return None
        if country is None and start == head_start and end == head_end and end - start == 1 and kind not in BODY_KINDS:
            return None  # "the Institute", "the Company": a common noun in capitals
        if country is None:
            country = self.country_after(end, known)
        return Span(start, end, kind, self.name(start, end), "", country.country if country else "", rule="head-word")

    def capital_after(self, end: int) -> bool:
        n = len(self.texts)
        return (end < n and self.capital(end)) or (end + 1 < n and self.words[end] in self.lexicon.connectors and self.capital(end + 1))

    def extend_left(self, start: int, known: dict[int, Span]) -> int:
        while start > 0:
            i = start - 1
            if i in known and known[i].kind != "Country" and known[i].form != "system":
                break
            if i in known and known[i].kind == "Country":
                break
            if self.nameable(i) and self.words[i] not in self.lexicon.title_ends:
                start = i
            elif self.words[i] in {"and", "&"} and i > 0 and self.nameable(i - 1) and (i - 1) not in known and self.words[i - 1] not in self.lexicon.head_ends:
                start = i - 1
            elif self.words[i] == "-" and i > 0 and self.nameable(i - 1) and (i - 1) not in known:
                start = i - 1
            else:
                break
        return start

    def extend_right(self, end: int, known: dict[int, Span]) -> int:
        n = len(self.texts)
        while end < n:
            if self.capital(end) and end not in self.starts and self.words[end] not in self.lexicon.dates and not self.foreign(end, known):
                end += 1
                continue
            if self.words[end] == "-" and end + 1 < n and self.capital(end + 1):
                end += 2
                continue
            at = end
            while at < n and self.words[at] in self.lexicon.connectors and at - end < 2:
                at += 1
            if at == end or at >= n or not self.capital(at) or at in self.starts or self.words[at] in self.lexicon.dates:
                break
            if self.words[end] == "and" and (at in known or self.words[at] in self.lexicon.title_ends or self.heads_name(at)):
                break
            if self.words[end] in {"in", "to", "on"} or (at in known and self.words[end] != "of"):
                break
            if at in known and known[at].kind == "Country" and known[at].form in {"name", "capital"} and self.words[end] == "of" and self.capital(end - 1):
                break
            if at in known and known[at].kind != "Country":
                break
            end = at + 1
        return end

    def foreign(self, i: int, known: dict[int, Span]) -> bool:
        return i in known or self.lexicon.title_from(self.words, i) > i

    def heads_name(self, i: int) -> bool:
        """Whether a capitalised name of its own with a head word begins at ``i`` ("… and Ministry of Defence")."""
        n = len(self.texts)
        while i < n and self.capital(i):
            if self.words[i] in self.lexicon.head_ends:
                return True
            i += 1
        return False

    def country_before(self, start: int, head: int, known: dict[int, Span], named: bool) -> tuple[Span | None, int]:
        """The country that a name begins with ("South Korea's", "Turkish"), and where the name with it begins."""
        i = start
        if not named:
            while i > 0 and start - i < WORDS_BEFORE_HEAD and self.texts[i - 1].islower() and self.texts[i - 1].isalpha() and (i - 1) not in known:
                if self.tagged and self.doc[i - 1].pos_ not in {"NOUN", "ADJ", "PROPN"}:
                    break
                i -= 1
        if i > 0 and self.words[i - 1] in {"'s", "'"} and (i - 2) in known:
            span = known[i - 2]
            return (span, span.start) if span.kind == "Country" and span.form != "people" else (None, start)
        span_or_none = known.get(i - 1)
        if span_or_none is not None and span_or_none.kind == "Country" and span_or_none.form in {"demonym", "name"}:
            return span_or_none, span_or_none.start
        return None, start

    def country_after(self, end: int, known: dict[int, Span]) -> Span | None:
        """The country named right after: "the Ministry of Defence of Indonesia", "the Defence Ministry in Pyongyang"."""
        n = len(self.texts)
        if end < n and self.words[end] in {"of", "in"}:
            at = end + 1 + (end + 1 < n and self.words[end + 1] == "the")
            span = known.get(at)
            if span is not None and span.kind == "Country":
                return span
        return None

    # -- acronyms -----------------------------------------------------------------------------------------------

    def find_acronyms(self, spans: list[Span]) -> Iterator[tuple[Span, str]]:
        """Names that an acronym in brackets follows, with the acronym: "Multilateral Sanctions Monitoring Team (MSMT)"."""
        by_end = {span.end: span for span in spans}
        n = len(self.texts)
        for i in range(1, n - 2):
            if self.texts[i] != "(" or self.texts[i + 2] != ")":
                continue
            acronym = self.texts[i + 1]
            if len(acronym) < 2 or sum(c.isupper() for c in acronym) < 2 or not acronym[0].isupper():
                if not (acronym[:1].isupper() and acronym.isalpha() and len(acronym) <= 6):
                    continue
            end = i
            while end > 0 and self.texts[end - 1] in {"'", "’", '"', "”", "''"}:
                end -= 1
            full = by_end.get(end) or by_end.get(i)
            if full is not None and full.kind not in {"Country", "Person"} and full.form == "name" and full.rule != "entity":
                yield full, acronym
                continue
            start = self.match_initials(acronym, end)
            if start < end and self.plausible_organization(start, end):
                kind = self.kind_of(start, end) or "OtherOrganization"
                yield Span(start, end, kind, self.name(start, end), rule="acronym"), acronym

    def match_initials(self, acronym: str, end: int) -> int:
        """Where the words before ``end`` begin whose initials spell the acronym; ``end`` where they do not."""
        letters = [c.lower() for c in acronym if c.isalpha()]
        i = end
        for letter in reversed(letters):
            i -= 1
            while i >= 0 and self.words[i] in self.lexicon.connectors | {"-"}:
                i -= 1
            if i < 0 or not self.capital(i) or self.words[i][0] != letter:
                return end
        return i

    def plausible_organization(self, start: int, end: int) -> bool:
        """A capitalised name that is no weapon and no agreement."""
        last = fold(self.texts[end - 1])
        singular = last.removesuffix("s")
        words = set(self.words[start:end])
        return not ({last, singular} & self.lexicon.weapons and self.kind_of(start, end) is None) and not words & self.lexicon.agreements

    def kind_of(self, start: int, end: int) -> str | None:
        """The kind that a head word in a name tells, the last one winning ("Bank" in "Central Bank of Iran" too)."""
        kind = None
        for i in range(start, end):
            if self.words[i] in self.lexicon.head_ends:
                for length in range(min(self.lexicon.longest_head, i + 1 - start), 0, -1):
                    found = self.lexicon.heads.get(tuple(self.words[i + 1 - length : i + 1]))
                    if found is not None:
                        if kind is None or self.words[i + 1 : i + 2] not in (["of"], ["for"]):
                            kind = found
                        break
        return kind

    def described_kind(self, start: int, end: int) -> str | None:
        """The kind that a description beside a name tells: "the newspaper X", "Baykar, the Turkish defense company"."""
        lexicon = self.lexicon
        if start > 0 and self.words[start - 1] in lexicon.head_ends:
            return lexicon.heads.get((self.words[start - 1],))
        n = len(self.words)
        if end < n and self.words[end] == ",":
            for i in range(end + 1, min(end + 8, n)):
                if self.words[i] in lexicon.head_ends:
                    return lexicon.heads.get((self.words[i],))
                if self.words[i] in {",", "."}:
                    break
        return None

    # -- people -------------------------------------------------------------------------------------------------

    def find_people(self, known: dict[int, Span]) -> Iterator[Span]:
        """Names of people: the recognizer's with repaired bounds, and capitalised names after a title."""
        for ent in self.doc.ents:
            if ent.label_ == "PERSON":
                span = self.repair_person(ent.start, ent.end, known)
                if span is not None:
                    yield span
        for i in range(1, len(self.texts)):
            if self.words[i - 1] not in self.lexicon.title_ends and self.words[i - 1] not in self.lexicon.honorifics:
                continue
            if not self.nameable(i) or i in known or i in self.starts:
                continue
            title = self.lexicon.title_at(self.words, i)
            honorific = self.words[i - 1] in self.lexicon.honorifics
            if title == i and not honorific:
                continue
            end = self.person_end(i, known)
            if end > i and self.is_person_name(i, end, sure=honorific or self.capital(i - 1), known=known):
                yield Span(i, end, "Person", self.name(i, end), rule="title")

    def person_end(self, start: int, known: dict[int, Span]) -> int:
        """The end of the run of name words that begins at ``start``."""
        n, i = len(self.texts), start
        while i < n and i - start < LONGEST_PERSON:
            if i > start and (i in self.starts or i in known and known[i].kind != "Person" and known[i].form != "capital"):
                break
            if self.capital(i) and self.texts[i][-1:].isalnum() | (self.texts[i][-1:] == "."):
                word = self.words[i]
                if word in self.lexicon.dates or (i > start and self.lexicon.title_from(self.words, i) > i and not word.endswith(".")):
                    break
                if i > start and self.doc[i].is_stop and len(word) > 2 and not self.texts[i].isupper() and not (self.tagged and self.doc[i].pos_ == "PROPN"):
                    break
                i += 1
            elif i > start and self.words[i] in self.lexicon.particles and i + 1 < n and (self.capital(i + 1) or self.words[i + 1] in self.lexicon.particles):
                i += 1
            elif i > start and self.words[i] in {"-", "]"} and i + 1 < n and self.capital(i + 1) and self.joined(i):
                i += 1
            else:
                break
        while i > start and (not self.texts[i - 1][:1].isalpha() or self.words[i - 1] in self.lexicon.particles):
            i -= 1
        return i

    def joined(self, i: int) -> bool:
        """A hyphen without blanks, or an editor's closing bracket inside a name ("[President Recep] Erdogan")."""
        return self.words[i] == "]" or (not self.doc[i - 1].whitespace_ and not self.doc[i].whitespace_)

    def repair_person(self, start: int, end: int, known: dict[int, Span]) -> Span | None:
        """A recognized person's name without titles and demonyms before it, with the name words that were left out."""
        n = len(self.texts)
        while start < end:
            after_title = self.lexicon.title_from(self.words, start)
            if start < after_title < end:
                start = after_title
            elif self.words[start] in self.lexicon.honorifics and end - start > 1:
                start += 1
            elif start in known and known[start].end < end and known[start].start == start and known[start].kind != "Person":
                start = known[start].end
            elif not self.capital(start) or self.words[start] in {"'s", "the"}:
                start += 1
            else:
                break
        while end > start and (not self.capital(end - 1) or self.words[end - 1] in {"'s"}):
            end -= 1
        if start >= end:
            return None
        while start > 0 and (start - 1) not in known and self.nameable(start - 1) and self.texts[start - 1][-1:].isalpha():
            before = start - 1
            if before in self.starts and (not self.tagged or self.doc[before].pos_ != "PROPN"):
                break
            if self.words[before] in self.lexicon.title_ends or self.words[before] in self.lexicon.honorifics or self.words[before] in self.lexicon.head_ends:
                break
            if self.doc[before].ent_type_ not in {"", "PERSON"} or self.texts[before].isupper() and len(self.texts[before]) > 2:
                break
            start = before
        if end < n:
            end = max(end, self.person_end(start, known))
        if end - start == 1 and (self.lexicon.title_from(self.words, start) == end or start in known):
            return None
        if not self.is_person_name(start, end, sure=True, known=known):
            return None
        return Span(start, end, "Person", self.name(start, end), rule="entity")

    def is_person_name(self, start: int, end: int, *, sure: bool, known: dict[int, Span]) -> bool:
        """Whether a run of name words can be a person: no place, ship or firm, and no head word at its end."""
        n = len(self.texts)
        if self.words[end - 1] in self.lexicon.head_ends and end - start > 1 and self.words[end - 1] not in self.lexicon.family_first:
            return False
        if self.texts[start].isupper() and end - start == 1 and len(self.texts[start]) > 1:
            return False
        if end < n and self.words[end] in self.lexicon.places and (self.capital(end) or self.words[end] == "class"):
            return False
        if end < n and self.words[end] == "-" and end + 1 < n and self.words[end + 1] in self.lexicon.places:
            return False
        if start > 0 and self.words[start - 1] in self.lexicon.ships:
            return False
        if any(i in known and known[i].kind not in {"Country", "Person"} and len(known[i]) >= end - start for i in range(start, end)):
            return False
        return sure or end - start > 1

    def name(self, start: int, end: int) -> str:
        """The words of a name as written, without an editor's brackets."""
        text = self.doc[start:end].text.replace("]", "").replace("[", "").replace("’", "'")
        return " ".join(text.split())


def settle(spans: list[Span]) -> list[Span]:
    """The spans without overlaps: longer ones first, then those found by the surer rule, in order of the text."""
    order = {"gazetteer": 0, "acronym": 1, "head-word": 1, "title": 2, "entity": 3}
    taken: set[int] = set()
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (-len(s), order.get(s.rule, 4), s.start)):
        tokens = range(span.start, span.end)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)


def renamed(span: Span, name: str) -> Span:
    """The same span under another name."""
    return replace(span, name=name)
