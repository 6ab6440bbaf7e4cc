"""Finds the spans of a Doc that name someone: known names, names built on a head word, people, and acronyms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from kg.gazetteer import PIECE as PIECE
from kg.gazetteer import Entry, Gazetteer, plain
from kg.ontology import Ontology, fold

if TYPE_CHECKING:
    from spacy.tokens import Doc

# Between a country and the lower-case head word of its ministry stand at most so many words ("Turkish national
# defence ministry").
WORDS_BEFORE_HEAD = 3
TITLE_CASE = 0.7  # share of capitalised words of four letters or more above which a headline is in title case
LONGEST_SYLLABLE = 5  # letters of a lower-case syllable after a hyphen in a given name
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
    articled: bool = False  # begins with "the", which counts for nothing where two spans compete

    def __len__(self) -> int:
        return self.end - self.start


class Lexicon:
    """The look-up tables of an ontology in the shape that the finders need; built once for each ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.gazetteer = Gazetteer(ontology)
        self.titles = {}
        no_office, of_state = ontology.words("no-office"), ontology.words("office-of-state")
        for label, title in ontology.titles.items():
            if fold(label) in no_office or label.split()[-1] in {"of", "for"}:
                continue
            if fold(label) in of_state:
                title = replace(title, implied_in="Country")
            self.titles[tuple(label.split())] = title
            self.titles[tuple(label.replace("-", " - ").split())] = title  # as a tokenizer splits it
        self.title_ends = {label[-1] for label in self.titles}
        self.longest_title = max((len(label) for label in self.titles), default=0)
        self.heads = {tuple(word.split()): p.kind for p in ontology.name_patterns for word in p.head_words}
        self.head_ends = {words[-1] for words in self.heads}
        self.longest_head = max((len(words) for words in self.heads), default=0)
        self.weapons = {
            fold(label).split()[-1]
            for c in ontology.concepts.values()
            for label in c.labels + c.context_labels
            if label
        }
        self.arms = frozenset(fold(label) for c in ontology.concepts.values() for label in c.labels if label)
        self.agreements = frozenset(ontology.agreement_words)
        self.agreement_kinds = {tuple(label.split()): kind for label, kind in ontology.agreement_words.items()}
        self.particles = ontology.words("name-particle")
        self.suffixes = ontology.words("name-suffix")
        self.family_first = ontology.words("family-name-first")
        self.honorifics = ontology.words("honorific")
        self.places = ontology.words("place-head")
        self.places_of = ontology.words("place-noun")
        self.aliases = ontology.words("alias")
        self.surname_places = ontology.words("surname-like-place")
        self.ships = ontology.words("ship-prefix")
        self.connectors = ontology.words("name-connector")
        self.dates = ontology.words("calendar")
        self.regions = ontology.words("region-prefix")
        self.given_names = ontology.words("given-name")
        self.no_organizations = ontology.words("no-organization-head")
        self.sole_bodies = ontology.words("sole-body")
        self.platform_nouns = ontology.words("platform-noun")
        self.lower_heads = ontology.words("body-in-lower-case")
        self.located_heads = ontology.words("located-head")
        self.no_acronyms = ontology.words("no-organization-acronym")
        self.new_world = ontology.words("new-world")
        self.region_names = ontology.words("region")
        self.administrations = ontology.words("administration")
        by_folded_name = {fold(actor.name): actor.name for actor in ontology.actors.values()}
        self.default_country = next((by_folded_name.get(w, "") for w in ontology.words("administration-country")), "")

    def title_at(self, words: list[str], end: int) -> int:
        """Where the longest title ends before ``end`` begins, ``end`` itself where none does; ``words`` in lower
        case."""
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
        self.headline = self.headline_end()
        self.capitals: set[int] = set()  # starts of names written in capitals throughout

    def headline_end(self) -> int:
        """The end of a headline in capitals, where capitals tell nothing; 0 where the headline is written as a
        sentence."""
        article = self.doc._.article if self.doc.has_extension("article") else None
        paragraph = next((p for p in article.paragraphs if p.kind == "title"), None) if article is not None else None
        if paragraph is None:
            return 0
        tokens = [t for t in self.doc if paragraph.start <= t.idx < paragraph.end]
        long = [t for t in tokens if t.is_alpha and len(t) > 3]
        capitals = sum(t.text[0].isupper() for t in long)
        return tokens[-1].i + 1 if long and capitals > TITLE_CASE * len(long) else 0

    # -- words --------------------------------------------------------------------------------------------------

    def capital(self, i: int) -> bool:
        """Whether token ``i`` is written as part of a name."""
        text = self.texts[i]
        return (
            text[:1].isupper()
            or (text[:3].lower() in ("al-", "el-") and text[3:4].isupper())
            or (text[:1].isdigit() and text[-1:].isupper())
        )

    def nameable(self, i: int) -> bool:
        """Whether a capitalised token can be part of a name: no date word, and no function word at a sentence's
        start."""
        if not self.capital(i):
            return False
        word, text = self.words[i], self.texts[i]
        if word in self.lexicon.dates:
            return False
        if text.isupper() and len(text) > 1:
            return True
        token = self.doc[i]
        if i in self.starts or (i > 0 and self.texts[i - 1] in {'"', "“", "‘", "'", "(", ":"}):
            return not token.is_stop and (
                not self.tagged or token.pos_ in {"PROPN", "NOUN", "ADJ", "X"} or token.ent_type_ != ""
            )
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
        matches = [
            (first[m.start], last[m.end - 1], m.entry)
            for m in self.lexicon.gazetteer.find(text)
            if first[m.start] >= 0 and last[m.end - 1] >= 0
        ]
        named = {entry.iri for _, _, entry in matches if entry.sure}
        read: set[tuple[int, int]] = set()
        for start, end, e in matches:
            if (start, end) in read:
                continue  # a likelier meaning of the same words
            if (
                e.kind == "Country"
                and start
                and self.words[start - 1] in self.lexicon.new_world
                and self.capital(start - 1)
            ):
                continue
            if e.sure or self.likely(start, end, e, e.iri in named):
                read.add((start, end))
                articled = self.words[start] == "the" and end - start > 1
                yield Span(start, end, e.kind, e.name, e.iri, e.country, e.form, articled=articled)

    def likely(self, start: int, end: int, entry: Entry, named: bool) -> bool:
        """Whether a name that also means other things means this one here; ``named``: a sure name of it is in the
        article."""
        label = self.doc[start].ent_type_
        before = self.words[start - 1] if start and self.capital(start - 1) else ""
        if before in self.lexicon.regions or any(self.doc[i].ent_type_ == "PERSON" for i in range(start, end)):
            return False
        if entry.context:
            return named or (entry.kind == "Country" and self.capital(start) and self.words[start] != "the")
        if entry.kind == "Country" or entry.form == "system":
            return named or not self.tagged or label in {"GPE", "LOC", "NORP"} or entry.form in {"demonym", "people"}
        after = self.words[end] if end < len(self.words) else ""
        if label == "ORG" or named or after in self.lexicon.platform_nouns:
            return True
        return start not in self.starts and self.words[max(start - 1, 0)] == "the" and self.capital(start)

    # -- organizations by their words -----------------------------------------------------------------------------

    def find_headed(self, known: dict[int, Span]) -> Iterator[Span]:
        """Organizations told by a head word: "Chey Institute for Advanced Studies", "Turkish defence ministry"."""
        lexicon = self.lexicon
        for i, word in enumerate(self.words):
            if word not in lexicon.head_ends or i < self.headline:
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
            end = self.extend_right(end, known, connected=kind != "Company")
        elif " ".join(self.words[start:end]) not in self.lexicon.lower_heads or not self.heads_phrase(end - 1):
            return None
        country, first, owned = self.country_before(start, known, named)
        if country is None and not named:
            return None
        if not named and kind not in BODY_KINDS:
            return None
        if self.belongs_to_title(start) or fold(self.name(start, end)) in self.lexicon.region_names:
            return None
        if country is None and start == head_start and end == head_end and end - start == 1 and kind not in BODY_KINDS:
            return None  # "the Institute", "the Company": a common noun in capitals
        if (
            country is None
            and named
            and start == head_start
            and end == head_end
            and end - start == 1
            and self.words[start - 1] != "the"
        ):
            return None
        if not (named and owned):
            start = self.extend_left(first, known) if country is not None and named else first  # "Royal Danish Navy"
        if country is None:
            country = self.country_after(end, known)
        if self.words[head_end - 1] in self.lexicon.located_heads and self.words[end : end + 1] == ["in"]:
            place = end + 1
            while place < len(self.words) and self.nameable(place):
                place += 1
            end = place if place > end + 1 else end
        return Span(start, end, kind, self.name(start, end), "", country.country if country else "", rule="head-word")

    def find_pairs(self, known: dict[int, Span]) -> Iterator[Span]:
        """Bodies of two countries named with one head word: "the British and Australian navies"."""
        for i in range(3, len(self.words)):
            word = self.words[i]
            single = word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")
            if single == word or single not in self.lexicon.lower_heads or self.words[i - 2] != "and":
                continue
            first, second = known.get(i - 3), known.get(i - 1)
            kind = self.lexicon.heads.get((single,))
            if kind is None or first is None or second is None or {first.form, second.form} - {"demonym", "name"}:
                continue
            for span, end in ((first, first.end), (second, i + 1)):
                name = f"{self.name(span.start, span.end)} {single}"
                yield Span(span.start, end, kind, name, "", span.country, rule="pair")

    def heads_phrase(self, i: int) -> bool:
        """Whether a lower-case head word stands for the body: it is a noun that modifies no other ("military", not
        "military aid")."""
        if not self.tagged:
            return True
        token = self.doc[i]
        after = self.doc[i + 1] if i + 1 < len(self.texts) else token
        return (
            token.pos_ in {"NOUN", "PROPN"}
            and token.dep_ not in {"amod", "compound"}
            and after.pos_ not in {"NOUN", "PROPN"}
        )

    def belongs_to_title(self, start: int) -> bool:
        """Whether a name is part of a title of state: "Minister for Strategic Industries"."""
        if start < 2 or self.words[start - 1] not in {"for", "of"}:
            return False
        title = self.lexicon.title_at(self.words, start - 1)
        return title < start - 1 and self.lexicon.titles[tuple(self.words[title : start - 1])].implied_in == "Country"

    def capital_after(self, end: int) -> bool:
        n = len(self.texts)
        return (end < n and self.capital(end)) or (
            end + 1 < n and self.words[end] in self.lexicon.connectors and self.capital(end + 1)
        )

    def extend_left(self, start: int, known: dict[int, Span]) -> int:
        while start > 0:
            i = start - 1
            if i in known and known[i].kind != "Country" and known[i].form != "system":
                break
            if i in known and (known[i].kind == "Country" or known[i].form == "system"):
                break
            if self.nameable(i) and self.lexicon.title_at(self.words, i + 1) > i:
                start = i
            elif (
                self.words[i] in {"and", "&"}
                and i > 0
                and self.nameable(i - 1)
                and (i - 1) not in known
                and self.words[i - 1] not in self.lexicon.head_ends
            ):
                start = i - 1
            elif (
                self.words[i] == "-"
                and i > 0
                and (i - 1) not in known
                and (self.nameable(i - 1) or self.words[i - 1] in self.lexicon.particles)
            ):
                start = i - 1
            else:
                break
        return start

    def extend_right(self, end: int, known: dict[int, Span], *, connected: bool) -> int:
        n = len(self.texts)
        complement = False
        while end < n:
            if (
                self.capital(end)
                and end not in self.starts
                and self.words[end] not in self.lexicon.dates
                and not self.foreign(end, known)
            ):
                end += 1
                continue
            if self.words[end] == "-" and end + 1 < n and self.capital(end + 1):
                end += 2
                continue
            at = end
            while connected and at < n and self.words[at] in self.lexicon.connectors and at - end < 2:
                at += 1
            if (
                at == end
                or at >= n
                or not self.capital(at)
                or at in self.starts
                or self.words[at] in self.lexicon.dates
            ):
                break
            if self.words[end] == "and" and (
                not complement or at in known or self.words[at] in self.lexicon.title_ends or self.heads_name(at)
            ):
                break
            if self.words[end] in {"in", "to", "on"} or (at in known and self.words[end] != "of"):
                break
            if (
                at in known
                and known[at].kind == "Country"
                and known[at].form in {"name", "capital"}
                and self.words[end] == "of"
                and self.capital(end - 1)
            ):
                break
            if at in known and known[at].kind != "Country":
                break
            complement = complement or self.words[end] != "and"
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

    def country_before(self, start: int, known: dict[int, Span], named: bool) -> tuple[Span | None, int, bool]:
        """The country that a name begins with ("South Korea's", "Turkish"), where the name with it begins, and whether
        it owns it."""
        i = start
        if not named:
            while (
                i > 0
                and start - i < WORDS_BEFORE_HEAD
                and self.texts[i - 1].islower()
                and self.texts[i - 1].isalpha()
                and (i - 1) not in known
            ):
                if self.tagged and self.doc[i - 1].pos_ not in {"NOUN", "ADJ", "PROPN"}:
                    break
                i -= 1
        if i > 1 and self.words[i - 1] in {"'s", "'"}:
            title = self.lexicon.title_at(self.words, i - 1)
            if title < i - 1 and named:  # "the Polish President's Office"
                country = known.get(title - 1)
                return (
                    (country, country.start, False)
                    if country is not None and country.kind == "Country"
                    else (None, start, False)
                )
            span = known.get(i - 2)
            return (
                (span, span.start, True)
                if span is not None and span.kind == "Country" and span.form != "people"
                else (None, start, False)
            )
        span = known.get(i - 1)
        if span is not None and span.kind == "Country" and span.form in {"demonym", "name"}:
            return span, span.start, False
        return None, start, False

    def country_after(self, end: int, known: dict[int, Span]) -> Span | None:
        """The country named right after: "the Ministry of Defence of Indonesia", "the Defence Ministry in
        Pyongyang"."""
        n = len(self.texts)
        if end < n and self.words[end] in {"of", "in"}:
            at = end + 1 + (end + 1 < n and self.words[end + 1] == "the")
            span = known.get(at)
            if span is not None and span.kind == "Country":
                return span
        return None

    # -- acronyms -----------------------------------------------------------------------------------------------

    def find_acronyms(self, spans: list[Span]) -> Iterator[tuple[Span, str]]:
        """Names that an acronym in brackets follows, with the acronym: "Multilateral Sanctions Monitoring Team
        (MSMT)"."""
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
            if (
                full is not None
                and full.kind not in {"Country", "Person"}
                and full.form == "name"
                and abbreviates(acronym, full.name)
            ):
                yield full, acronym
                continue
            start = self.match_initials(acronym, end)
            if start < end and self.lexicon.agreements & set(self.words[start:end]):
                yield Span(start, end, "Treaty", self.name(start, end), form="treaty", rule="acronym"), acronym
            elif start < end and self.plausible_organization(start, end):
                kind = self.kind_of(start, end) or "OtherOrganization"
                yield Span(start, end, kind, self.name(start, end), rule="acronym"), acronym

    def plain_acronyms(self) -> set[str]:
        """Acronyms in brackets after words in lower case, which are no name: "highly enriched uranium (HEU)"."""
        return {
            self.texts[i + 1]
            for i in range(1, len(self.texts) - 2)
            if self.texts[i] == "("
            and self.texts[i + 2] == ")"
            and self.texts[i - 1].islower()
            and self.texts[i + 1][:1].isupper()
        }

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
        if last in self.lexicon.no_organizations:
            return False
        return (
            not ({last, singular} & self.lexicon.weapons and self.kind_of(start, end) is None)
            and not words & self.lexicon.agreements
        )

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
        kind = self.head_kind(start - 1)
        if kind is not None or end >= len(self.words) or self.words[end] != ",":
            return kind
        for i in range(end + 1, min(end + 8, len(self.words))):
            closed = i + 1 >= len(self.words) or self.words[i + 1] in {",", ".", ")", "of", "in", "that", "which"}
            if closed:
                return self.head_kind(i)
            if not self.texts[i][:1].isalpha():
                break
        return None

    def head_kind(self, i: int) -> str | None:
        """The kind of the lower-case head word that ends at token ``i``; None where there is none."""
        if i < 0 or self.words[i] not in self.lexicon.head_ends or self.capital(i):
            return None
        for length in range(min(self.lexicon.longest_head, i + 1), 0, -1):
            kind = self.lexicon.heads.get(tuple(self.words[i + 1 - length : i + 1]))
            if kind is not None:
                return kind
        return None

    # -- people -------------------------------------------------------------------------------------------------

    def find_people(self, known: dict[int, Span]) -> Iterator[Span]:
        """Names of people: the recognizer's with repaired bounds, and capitalised names after a title."""
        counts = Counter(ent.text for ent in self.doc.ents if ent.label_ == "PERSON")
        for ent in self.doc.ents:
            if ent.label_ != "PERSON" or ent.start < self.headline:
                continue
            kind = self.described_kind(ent.start, ent.end)
            if kind is not None and kind not in BODY_KINDS:
                yield Span(ent.start, ent.end, kind, self.name(ent.start, ent.end), rule="entity")
                continue
            span = self.repair_person(ent.start, ent.end, known)
            if span is not None and (len(span) > 1 or self.lone_surname(span, counts[ent.text])):
                yield span
        for i in range(1, len(self.texts)):
            titled = self.words[i - 1] in self.lexicon.title_ends or self.words[i - 1] in self.lexicon.honorifics
            if not titled and not (i - 1 in known and self.follows_titled_country(i, known)):
                continue
            if not self.nameable(i) or i in known or i in self.starts or i < self.headline:
                continue
            if self.words[i] in self.lexicon.title_ends or self.lexicon.title_from(self.words, i) > i:
                continue
            title = self.lexicon.title_at(self.words, i)
            honorific = self.words[i - 1] in self.lexicon.honorifics
            if title == i and not honorific and not self.follows_titled_country(i, known):
                continue
            end = self.person_end(i, known)
            if self.tagged and self.doc[i].pos_ == "VERB" and self.doc[i].ent_type_ != "PERSON":
                continue  # a headline: "Senator Arrives in Kyiv"
            if end > i and self.is_person_name(i, end, sure=honorific or self.capital(i - 1), known=known):
                yield Span(i, end, "Person", self.name(i, end), rule="title")

    def follows_titled_country(self, i: int, known: dict[int, Span]) -> bool:
        """Whether a title with its country stands just before: "Ambassador to Japan Jo Doe"."""
        span = known.get(i - 1)
        if span is None or span.end != i or span.start < 2 or span.kind == "Person":
            return False
        at = span.start - (self.words[span.start - 1] == "the") - 1
        return at > 0 and self.words[at] in {"of", "to", "for"} and self.lexicon.title_at(self.words, at) < at

    def begins_question(self, i: int) -> bool:
        """Whether token ``i`` is an auxiliary in capitals at the start of a sentence: "Will Japan …", "Did Doe …"."""
        return i in self.starts and self.doc[i].is_stop and self.tagged and self.doc[i].pos_ in {"AUX", "VERB", "ADV"}

    def lone_surname(self, span: Span, count: int) -> bool:
        """Whether one word that the recognizer takes for a person is one: it acts or owns, or is named so again and
        again."""
        i = span.start
        if self.words[i - 1] in self.lexicon.honorifics | self.lexicon.title_ends or count > 2:
            return True
        token = self.doc[i]
        if token.pos_ != "PROPN" or any(c.isdigit() for c in token.text):
            return False
        if token.head.pos_ == "VERB" and token.dep_ in {"nsubj", "nsubj:pass"}:
            return count > 1 or token.head.i < i or i not in self.starts
        return count > 1

    def person_end(self, start: int, known: dict[int, Span]) -> int:
        """The end of the run of name words that begins at ``start``."""
        n, i = len(self.texts), start
        while i < n and i - start < LONGEST_PERSON:
            if i > start and (
                i in self.starts or i in known and known[i].kind != "Person" and known[i].form != "capital"
            ):
                break
            if i > start + 1 and self.words[i - 1] == "-" and not self.capital(i):
                i += 1  # Chen Shui-bian
            elif self.capital(i) and self.texts[i][-1:].isalnum() | (self.texts[i][-1:] == "."):
                word = self.words[i]
                if word in self.lexicon.dates or (
                    i > start
                    and self.words[i - 1] != "-"
                    and self.lexicon.title_from(self.words, i) > i
                    and not word.endswith(".")
                    and not (i == start + 1 and fold(self.texts[start]) in self.lexicon.given_names)
                ):
                    break
                if (
                    i > start
                    and self.doc[i].is_stop
                    and len(word) > 2
                    and not self.texts[i].isupper()
                    and not (self.tagged and self.doc[i].pos_ == "PROPN")
                ):
                    break
                i += 1
            elif (
                i > start
                and self.words[i] in self.lexicon.particles
                and i + 1 < n
                and (self.capital(i + 1) or self.words[i + 1] in self.lexicon.particles or self.hyphenated(i))
            ):
                i += 1
            elif (
                i > start
                and self.words[i] in {"-", "]", ")"}
                and i + 1 < n
                and (self.capital(i + 1) or (self.words[i] == "-" and self.syllable(i + 1)))
                and self.joined(start, i)
            ):
                i += 1
            else:
                break
        while i > start and (not self.texts[i - 1][:1].isalpha() or self.words[i - 1] in self.lexicon.particles):
            i -= 1
        return i

    def hyphenated(self, i: int) -> bool:
        """Whether a particle is tied to a name by a hyphen: "al-Burhan"."""
        return self.words[i + 1 : i + 2] == ["-"] and i + 2 < len(self.texts) and self.capital(i + 2)

    def syllable(self, i: int) -> bool:
        """Whether a lower-case word after a hyphen may belong to a given name: "Shui-bian", not "Ford-class"."""
        return len(self.words[i]) <= LONGEST_SYLLABLE and self.words[i] not in self.lexicon.places

    def joined(self, start: int, i: int) -> bool:
        """A hyphen without blanks, or a closing bracket inside a name whose title it opened with ("[President Jo]
        Doe")."""
        if self.words[i] == "-":
            return not self.doc[i - 1].whitespace_ and not self.doc[i].whitespace_
        opening = "[" if self.words[i] == "]" else "("
        return opening in self.texts[max(0, start - LONGEST_PERSON) : max(0, start - 1)]

    def repair_person(self, start: int, end: int, known: dict[int, Span]) -> Span | None:
        """A recognized person's name without titles and demonyms before it, with the name words that were left out."""
        n = len(self.texts)
        if start > 1 and self.words[start - 1] == "-" and self.joined(start, start - 1) and self.nameable(start - 2):
            start -= 2
        while start < end:
            after_title = self.lexicon.title_from(self.words, start)
            if after_title == start and self.words[start].removesuffix("s") in self.lexicon.title_ends:
                after_title = start + 1  # "Astronauts Jo Doe and …"
            if start < after_title < end:
                start = after_title
            elif self.words[start] in self.lexicon.honorifics and end - start > 1:
                start += 1
            elif (
                start in known
                and known[start].end < end
                and known[start].start == start
                and known[start].kind != "Person"
            ):
                start = known[start].end
            elif not self.capital(start) or self.words[start] in {"'s", "the"} or self.begins_question(start):
                start += 1
            else:
                break
        while end > start and (not self.capital(end - 1) or self.words[end - 1] in {"'s"}):
            end -= 1
        if start >= end:
            return None
        while (
            start > 0 and (start - 1) not in known and self.nameable(start - 1) and self.texts[start - 1][-1:].isalpha()
        ):
            before = start - 1
            if before in self.starts and (not self.tagged or self.doc[before].pos_ != "PROPN"):
                break
            if (
                self.words[before] in self.lexicon.title_ends
                or self.words[before] in self.lexicon.honorifics
                or self.words[before] in self.lexicon.head_ends
            ):
                break
            given = fold(self.texts[before]) in self.lexicon.given_names
            if (
                (self.doc[before].ent_type_ not in {"", "PERSON"} and not given)
                or self.texts[before].isupper()
                and len(self.texts[before]) > 2
            ):
                break
            start = before
            if start > 1 and self.words[start - 1] == "-" and self.capital(start - 2) and self.joined(start, start - 1):
                start -= 2
        if start > 1 and self.words[start - 1] == "-" and self.joined(start, start - 1) and self.nameable(start - 2):
            start -= 2
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
        if (
            self.words[end - 1] in self.lexicon.head_ends
            and end - start > 1
            and self.words[end - 1] not in self.lexicon.family_first
        ):
            return False
        if start > 1 and self.words[start - 1] == "of" and self.words[start - 2] in self.lexicon.places_of:
            return False
        if start > 0 and self.words[start - 1] in self.lexicon.places_of and not self.capital(start - 1):
            return False
        after = range(end + 2, min(end + 5, n)) if self.words[end : end + 1] == [","] else range(end, min(end + 1, n))
        if any(self.words[i] in self.lexicon.places_of and not self.capital(i) for i in after):
            return False
        last = self.words[end - 1]
        if end - start == 1 and last in self.lexicon.head_ends:
            return False
        if end - start > 1 and last in self.lexicon.places and last not in self.lexicon.surname_places:
            return False
        given = fold(self.texts[start]) in self.lexicon.given_names
        if end - start > 1 and not given and self.lexicon.title_at(self.words, end) < end:
            return False
        if all(text.isupper() and len(text) > 1 for text in self.texts[start:end]) and start not in self.capitals:
            return False
        if end < n and self.words[end] in self.lexicon.places and (self.capital(end) or self.words[end] == "class"):
            return False
        if end < n and self.words[end] == "-" and end + 1 < n and self.words[end + 1] in self.lexicon.places:
            return False
        if start > 0 and self.words[start - 1] in self.lexicon.ships:
            return False
        if any(
            i in known and known[i].kind not in {"Country", "Person"} and len(known[i]) >= end - start
            for i in range(start, end)
        ):
            return False
        return sure or end - start > 1

    def name(self, start: int, end: int) -> str:
        """The words of a name as written, without an editor's brackets."""
        text = self.doc[start:end].text.replace("]", "").replace("[", "").replace("’", "'")
        if text.count("(") != text.count(")"):
            text = text.replace("(", "").replace(")", "")
        return " ".join(text.split())


def abbreviates(acronym: str, name: str) -> bool:
    """Whether the letters of an acronym stand in a name in their order: CENTCOM, Central Command."""
    letters = iter(name.lower())
    return name[:1].lower() == acronym[:1].lower() or all(c.lower() in letters for c in acronym if c.isalpha())


def settle(spans: list[Span]) -> list[Span]:
    """The spans without overlaps: longer ones first, then those found by the surer rule, in order of the text."""
    order = {"pair": -1, "gazetteer": 0, "acronym": 1, "head-word": 1, "title": 2, "entity": 3}
    taken: set[int] = set()
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (-len(s) + s.articled, order.get(s.rule, 4), s.start)):
        tokens = range(span.start, span.end)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)


def renamed(span: Span, name: str) -> Span:
    """The same span under another name."""
    return replace(span, name=name)
