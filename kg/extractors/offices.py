"""Reads which offices an article gives to the people it names: title, and of which country or organization."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from kg.extractors.names.spans import Span
from kg.extractors.names.writing import Writing
from kg.ontology import Title, fold

MODIFIERS = 6  # words at most between a country or organization and the title
DETERMINERS = frozenset({"the", "a", "an", "his", "her", "its", "their", "our", "my", "s", "one", "this", "that"})
PREPOSITIONS = frozenset({"of", "for", "at", "in", "to", "with", "on", "from"})
ASIDE = frozenset({"to", "for", "in", "against", "from", "on", "at", "with", "into", "over"})
# How a country's mentions weigh for an office that names none; found on the development articles.
NEAR = {0: 1.0, 1: 0.5, 2: 0.25}  # by distance in sentences
FAR, FAR_SUM = 0.12, 0.5  # each further mention, and all of them at most
ASIDE_WEIGHT = 0.3  # where things go to, where they happen, whose firm it is
OPPOSITE = frozenset({"to", "against", "with", "toward", "towards"})
OPPOSED = -0.5  # the country that the person deals with in the same sentence
NEAREST, ADJOINING = 0.75, 3  # the last country before the office; within so many words even one that is aside
PAIRED_WEIGHT = 0.5  # one of two countries named together
JOINED_WEIGHT, COMPANION_WEIGHT = (
    1.0,
    0.4,
)  # an office-holder beside the one without a country, and in the same sentence
ACTOR_WEIGHT = 1.5  # who does something
OBJECT_WEIGHT = 0.45  # what a verb acts on: accused Iran, visited Korea
LEAST = 0.5  # less than this says nothing
LATER_MENTION = 0.5  # the surroundings of the person's other mentions
# Words of titles that tell no portfolio.
STATE_WORDS = frozenset("minister secretary of for the deputy vice state acting former and chief national".split())
OPENING = frozenset({"[", "(", '"', "“", "``", "‘"})
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ"})


@dataclass(frozen=True, slots=True)
class Post:
    """A person holds the office ``title`` of ``of``; tokens ``start`` to ``end`` say so."""

    person: str
    title: str
    of: Span | None
    start: int
    end: int
    rule: str
    past: bool = False
    implied: str = ""  # the class that such an office belongs to where the words do not say ("Country")
    rank: bool = False

    @property
    def country(self) -> str:
        return self.of.country if self.of else ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A title with its surroundings, as read from tokens ``start`` to ``end``."""

    words: tuple[str, ...]
    title: Title
    of: tuple[Span, ...]
    start: int
    end: int
    past: bool
    plural: bool = False


def find(writing: Writing, spans: list[Span]) -> list[Post]:
    """Every office that the article gives to a person, in order, each person's offices without repeats."""
    reader = Reader(writing, spans)
    posts = [post for span in spans if span.kind == "Person" for post in reader.read(span)]
    posts = reader.resolve_counterparts(posts)
    return unite(reader.resolve_countries(posts))


class Reader:
    """Reads titles around names in one Doc."""

    def __init__(self, writing: Writing, spans: list[Span]) -> None:
        self.writing = writing
        self.lexicon = writing.lexicon
        self.words = writing.words
        self.texts = writing.texts
        self.spans = spans
        self.span_of = {i: span for span in spans for i in range(span.start, span.end)}
        words = self.lexicon.ontology.words
        self.past, self.passing, self.own = words("past-office"), words("passing-modifier"), words("title-modifier")
        self.copulas, self.heading, self.same = words("office-copula"), words("heading-verb"), words("same-office")
        self.open_offices = words("no-context-office")
        self.of_companies = words("office-of-company")
        self.envoys, self.of_organizations = words("envoy"), words("office-of-organization")
        self.sentence = sentence_numbers(writing)

    def read(self, person: Span) -> list[Post]:
        """The offices that the words around one mention of a person give."""
        found = []
        before = self.before(person.start)
        rule = "title-before-name"
        if before is not None and before.title.rank:  # "Libyan leader Col. Jo Doe"
            outer = self.before(before.start)
            if outer is not None and not outer.title.rank:
                found.extend(self.share(outer, [person], rule))
        if before is None:
            before, rule = self.before_comma(person.start), "name-after-title"
        elif before.title.rank:  # "a spokesman, General Jo Doe"
            described = self.before_comma(before.start)
            if described is not None:
                found.extend(self.share(described, [person], "name-after-title"))
        if before is not None:
            found.extend(self.share(before, self.row(person, forward=True) if before.plural else [person], rule))
        after = self.after(person)
        if after is not None:
            reading, rule = after
            found.extend(self.share(reading, self.row(person, forward=False) if reading.plural else [person], rule))
        return found

    def share(self, reading: Reading, people: list[Span], rule: str) -> list[Post]:
        """One post each; "prime ministers of A and B" gives the first to the first."""
        each = len(reading.of) == len(people) > 1
        posts = []
        for k, person in enumerate(people):
            of = reading.of[k] if each else (reading.of[0] if reading.of else None)
            start, end = min(reading.start, person.start), max(reading.end, person.end)
            title = " ".join(reading.words).replace(" - ", "-").removesuffix("s" if reading.plural else "")
            posts.append(
                Post(
                    person.name, title, of, start, end, rule, reading.past, reading.title.implied_in, reading.title.rank
                )
            )
        return posts

    def row(self, person: Span, *, forward: bool) -> list[Span]:
        """The people joined to one by commas and "and", in order of the text."""
        row = [person]
        while True:
            last = row[-1] if forward else row[0]
            at = last.end if forward else last.start - 1
            step = 1 if forward else -1
            gap = 0
            while 0 <= at < len(self.words) and self.words[at] in {",", "and", "&"} and gap < 2:
                at, gap = at + step, gap + 1
            span = self.span_of.get(at)
            if not gap or span is None or span.kind != "Person":
                return row
            row = [*row, span] if forward else [span, *row]

    # -- before a name ------------------------------------------------------------------------------------------

    def before(self, end: int) -> Reading | None:
        """The title that ends where a name begins: "South Korean President", "Foreign Minister of Russia"."""
        while end > 0 and self.texts[end - 1] in OPENING | {")"} and self.texts[end - 1] != ")":
            end -= 1
        reading = self.title_ending(end)
        if reading is not None:
            return reading
        span = self.span_of.get(end - 1)
        if span is None or span.kind == "Person":
            return None
        at = span.start
        if at > 0 and self.words[at - 1] == "the":
            at -= 1
        if at > 0 and self.words[at - 1] in {"of", "for", "to"}:
            reading = self.title_ending(at - 1)
            if reading is not None and not reading.of:
                return replace(reading, of=(span,), end=end)
            if (
                reading is not None and self.words[at - 1] == "to"
            ):  # "U.S. Ambassador to Japan": whose office it is comes first
                return replace(reading, end=end)
        return None

    def before_comma(self, start: int) -> Reading | None:
        """The title in a noun phrase that a name follows after a comma: "the Turkish president, Recep Tayyip
        Erdogan"."""
        if start < 2 or self.words[start - 1] != "," or self.sentence[start - 1] != self.sentence[start]:
            return None
        reading = self.before(start - 1)
        if reading is None:
            reading = self.title_before_phrase(start - 1)
        if reading is None or reading.title.rank:
            return None
        first = self.words[reading.start - 1] if reading.start else ""
        determined = first in DETERMINERS or self.words[reading.start] in DETERMINERS or bool(reading.of)
        return reading if determined else None

    def title_before_phrase(self, end: int) -> Reading | None:
        """A title with a complement of its own before ``end``: "the leaders of North Korea and Russia"."""
        of: list[Span] = []
        at = end
        while at > 0:
            span = self.span_of.get(at - 1)
            if span is not None and span.kind != "Person":
                of.insert(0, span)
                at = span.start
            elif self.words[at - 1] in {"the", "and", ","} and of:
                at -= 1
            else:
                break
        if of and at > 0 and self.words[at - 1] in {"of", "for", "at", "in"}:
            reading = self.title_ending(at - 1)
            if reading is not None:
                return replace(reading, of=tuple(of), end=end)
        return None

    def title_ending(self, end: int) -> Reading | None:
        """The title whose last word is just before ``end``, with the words before it that belong to it."""
        start, title, plural = self.title_at(end)
        if title is None:
            return None
        words = list(self.texts[start:end])
        of: Span | None = None
        past = False
        at, steps = start, 0
        while at > 0 and steps < MODIFIERS and self.sentence[at - 1] == self.sentence[end - 1]:
            steps += 1
            word = self.words[at - 1]
            if title.rank and word in self.lexicon.title_ends:
                break
            span = self.span_of.get(at - 1)
            if span is not None:
                if span.kind == "Person":
                    break
                if self.target(span, span.end) and at == span.end:
                    words.insert(0, self.writing.name(span.start, span.end))
                    at = span.start
                    continue
                of, at = span, span.start
                break
            if word == "'s" or word == "'":
                owner = self.span_of.get(at - 2)
                if owner is not None and owner.kind != "Person":
                    of, at = owner, owner.start
                break
            if word in self.past:
                past, at = True, at - 1
                words.insert(0, self.texts[at])
                continue
            if word == "-" and at > 1 and self.words[at - 2] in self.past:
                at -= 1
                continue
            if word in self.passing:
                at -= 1
                continue
            if word in self.own or self.noun_before(at - 1):
                at -= 1
                words.insert(0, self.texts[at])
                continue
            break
        if of is None:
            while (
                at < start
                and self.words[at] not in self.own | self.past
                and len(words) > end - start
                and not self.writing.capital(at)
            ):
                at += 1  # lower-case words without a country before them describe, they are no part of the title
                words.pop(0)
        if of is not None and of.form == "people":
            of = None
        if of is not None and at > 0 and self.words[at - 1] in self.past:  # "former Norwegian Prime Minister"
            past, at = True, at - 1
            words.insert(0, self.texts[at])
        return Reading(tuple(words), title, (of,) if of else (), at, end, past, plural)

    def target(self, span: Span, end: int) -> bool:
        """Whether a country before a title is what the office deals with, not whose it is: "the Ukraine envoy"."""
        word = self.words[end] if end < len(self.words) else ""
        plain = span.form == "name" and any(c.islower() for c in self.texts[span.start])
        return span.kind == "Country" and plain and word in self.envoys

    def noun_before(self, i: int) -> bool:
        """Whether token ``i`` can modify a title: a noun or adjective, not a verb, number or pronoun."""
        text = self.texts[i]
        if not text[:1].isalpha() or self.words[i] in DETERMINERS | PREPOSITIONS or self.words[i] in self.lexicon.dates:
            return False
        token = self.writing.doc[i]
        if token.is_stop and not text.isupper():
            return False
        return token.pos_ in NOMINAL if self.writing.tagged else True

    def title_at(self, end: int) -> tuple[int, Title | None, bool]:
        """Where the title that ends at ``end`` begins, the title, and whether its word is in the plural."""
        if end <= 0:
            return end, None, False
        start = self.lexicon.title_at(self.words, end)
        if start < end and self.words[end - 1] not in self.lexicon.honorifics:
            return start, self.lexicon.titles[tuple(self.words[start:end])], False
        word = self.words[end - 1]
        if word.endswith("s") and word[:-1] in self.lexicon.title_ends:
            words = [*self.words[: end - 1], word[:-1]]
            start = self.lexicon.title_at(words, end)
            if start < end:
                return start, self.lexicon.titles[tuple(words[start:end])], True
        if word in self.same:
            return end - 1, Title(word, "Country", False), False
        return end, None, False

    # -- after a name -------------------------------------------------------------------------------------------

    def after(self, person: Span) -> tuple[Reading, str] | None:
        """The title that follows a name: in apposition, after "is", in a relative clause."""
        n, at = len(self.words), person.end
        if at >= n or self.sentence[at] != self.sentence[person.end - 1]:
            return None
        rule = "apposition"
        opened = self.words[at] in {",", "(", "--", "–", "—"} or (self.words[at] == "-" and self.spaced(at))
        if opened:
            closing = ")" if self.words[at] == "(" else ","
            at += 1
            if at + 1 < n and self.words[at].isdigit() and self.words[at + 1] == ",":
                at += 2  # an age
        elif self.words[at] not in self.copulas and self.words[at] not in self.heading:
            return None
        if at < n and self.words[at] in {"who", "himself", "herself"}:
            at += 1
            rule = "relative-clause"
        while at < n and self.words[at] in {"also", "now", "currently", "then", "once", "later", "both"}:
            at += 1
        if at < n and self.words[at] in self.heading and (rule == "relative-clause" or not opened):
            return self.heads(at, rule)
        verb = at < n and self.words[at] in self.copulas and (rule == "relative-clause" or not opened)
        if verb:
            rule = rule if rule == "relative-clause" else "copula"
            at += 1
            while at < n and self.words[at] in {
                "also",
                "now",
                "currently",
                "then",
                "once",
                "not",
                "as",
                "been",
                "still",
            }:
                if self.words[at] == "not":
                    return None
                at += 1
        elif rule == "relative-clause" or not opened:
            return None
        reading = self.phrase(at, person)
        if reading is None:
            return None
        if opened and rule == "apposition" and not self.closed(reading.end, closing):
            return None
        if rule == "copula" and not reading.of and reading.title.implied_in != "Country":
            return None
        return reading, rule

    def spaced(self, i: int) -> bool:
        return bool(self.writing.doc[i].whitespace_) and bool(self.writing.doc[i - 1].whitespace_)

    def closed(self, end: int, closing: str) -> bool:
        """Whether an apposition ends at ``end``, so that the title is not the subject of what follows."""
        if end >= len(self.words) or self.sentence[end] != self.sentence[end - 1]:
            return True
        word = self.words[end]
        if word == "(" and self.words[end + 2 : end + 3] == [")"]:  # the acronym of what the office belongs to
            return self.closed(end + 3, closing)
        return word == closing or word in {
            ".",
            ";",
            ",",
            ")",
            "and",
            "who",
            "-",
            "--",
            "–",
            "—",
            ":",
            "]",
            "but",
            '"',
            "”",
            "or",
            "while",
            "as",
            "whose",
            "with",
            "in",
        } | {"when", "that", "which", "on", "at", "during", "after"}

    def heads(self, at: int, rule: str) -> tuple[Reading, str] | None:
        """ "who heads the US Southern Command": the office of head."""
        target = at + 1
        while target < len(self.words) and self.words[target] in DETERMINERS:
            target += 1
        span = self.span_of.get(target)
        if span is None or span.kind == "Person" or (span.kind == "Country" and span.form != "name"):
            return None
        return Reading(("head",), Title("head", "", False), (span,), at, span.end, False), rule

    def phrase(self, start: int, person: Span) -> Reading | None:
        """A noun phrase from ``start`` that is an office: "the U.S. Defense Secretary", "head of the Polish President's
        Office"."""
        n, at = len(self.words), start
        past = False
        of: list[Span] = []
        words: list[str] = []
        steps = 0
        while at < n and steps < MODIFIERS + 4 and self.sentence[at] == self.sentence[start]:
            steps += 1
            end = self.title_from(at)
            if end > at and not (end < n and self.longer_noun(end)):
                break
            span = self.span_of.get(at)
            word = self.words[at]
            if span is not None:
                if span.kind == "Person":
                    return None
                if self.target(span, at + len(range(span.start, span.end))):
                    words.append(self.texts[at])
                    at = span.end
                    continue
                of, at = [span], span.end
                words.clear()
            elif word == "'s":
                words.clear()
                at += 1
            elif word in DETERMINERS or word in self.passing or word == "-":
                at += 1
            elif word in self.past:
                past, at = True, at + 1
                words.append(word)
            elif self.noun_before(at):
                words.append(self.texts[at])
                at += 1
            else:
                return None
        else:
            return None
        end = self.title_from(at)
        if end == at:
            return None
        title, plural = self.title_of(at, end)
        words.extend(self.texts[at:end])
        if end < n and (s := self.span_of.get(end)) is not None and s.kind == "Person":
            return None  # the title of the next person
        end, more, complements = self.complement(end)
        words.extend(more)
        if complements and (not of or complements[0].kind != "Country"):
            of = complements
        return Reading(tuple(words), title, tuple(of), start, end, past, plural)

    def longer_noun(self, end: int) -> bool:
        """Whether the title before ``end`` is only the first part of a longer one ("defense secretary", "press office
        chief")."""
        return self.title_from(end) > end

    def title_from(self, at: int) -> int:
        end = self.lexicon.title_from(self.words, at)
        if end > at:
            return end if self.words[at] not in self.lexicon.honorifics or end - at > 1 else at
        for last in range(min(at + 3, len(self.words)), at, -1):
            word = self.words[last - 1]
            if word.endswith("s") and (*self.words[at : last - 1], word[:-1]) in self.lexicon.titles:
                return last
        return at

    def title_of(self, at: int, end: int) -> tuple[Title, bool]:
        title = self.lexicon.titles.get(tuple(self.words[at:end]))
        if title is not None:
            return title, False
        return self.lexicon.titles[(*self.words[at : end - 1], self.words[end - 1][:-1])], True

    def complement(self, at: int) -> tuple[int, list[str], list[Span]]:
        """What follows a title: the end, words that belong to it ("for Strategic Industries") and whose office
        it is."""
        n, sentence = len(self.words), self.sentence[at - 1]
        words: list[str] = []
        of: list[Span] = []
        end = at
        while at < n and self.words[at] in PREPOSITIONS and self.sentence[at] == sentence and not of:
            nextword = at + 1
            while nextword < n and self.words[nextword] in DETERMINERS:
                nextword += 1
            span = self.span_of.get(nextword)
            if span is not None and span.form == "demonym":
                inner = self.span_of.get(span.end)
                if inner is None or inner.kind in {"Country", "Person"}:
                    break
                span = inner
            if span is not None and span.kind != "Person":
                if self.words[at] in {"on", "with", "from", "to"} and span.kind == "Country" and self.words[at] != "to":
                    break
                after = span.end
                if after < n and self.words[after] == "'s":
                    inner = self.span_of.get(after + 1)
                    if inner is not None and inner.kind != "Person":
                        span, after = inner, inner.end
                    else:  # "Russia's Space Forces": a body that is not known belongs to the country
                        after += 1
                        while after < n and self.noun_before(after):
                            after += 1
                of.append(span)
                end = at = after
                while at + 1 < n and self.words[at] in {"and", ","}:
                    skip = at + 1 + (self.words[at + 1] in {"and", "the"})
                    other = self.span_of.get(skip)
                    if other is None or other.kind == "Person" or other.kind != span.kind:
                        break
                    of.append(other)
                    end = at = other.end
                if end < n and self.words[end] == "respectively":
                    end += 1
                break
            if self.words[at] not in {"of", "for", "in"}:
                break
            phrase = [self.texts[at]]
            stop = at + 1
            while stop < n and self.sentence[stop] == sentence and stop not in self.span_of:
                if self.words[stop] in DETERMINERS or self.words[stop] in {"and", "&"} or self.noun_before(stop):
                    phrase.append(self.texts[stop])
                    stop += 1
                else:
                    break
            if stop == at + 1 or self.words[stop - 1] in {"and", "&"} | DETERMINERS:
                break
            words.extend(phrase)
            end = at = stop
        return end, words, of

    # -- of what ------------------------------------------------------------------------------------------------

    def resolve_counterparts(self, posts: list[Post]) -> list[Post]:
        """ "his Russian counterpart" holds the office that the person named before holds in another country."""
        resolved: list[Post] = []
        for post in posts:
            if post.title.split()[-1:] and fold(post.title.split()[-1]) in self.same:
                model = next(
                    (
                        p
                        for p in reversed(resolved)
                        if p.person != post.person and p.implied == "Country" and not p.rank
                    ),
                    None,
                )
                known = any(p.person == post.person and p is not post for p in posts)
                if model is None or post.of is None or known:
                    continue
                post = replace(post, title=model.title, implied=model.implied, rule="counterpart")
            resolved.append(post)
        return resolved

    def resolve_countries(self, posts: list[Post]) -> list[Post]:
        """Offices of a state whose state is not named get it: from the same person elsewhere, else from the context."""
        named: dict[str, Span] = {}
        holders: dict[str, set[str]] = defaultdict(set)
        told: set[int] = set()  # places where a country is that of an office; it says nothing about another office
        for post in posts:
            if post.of is not None:
                told.add(post.of.start)
                if post.of.country:
                    if post.implied == "Country":
                        named.setdefault(post.person, post.of)
                    if not post.past:
                        holders[core(post.title)].add(post.of.country)
        resolved = []
        for post in posts:
            if (
                post.of is None
                and post.implied == "Country"
                and not post.rank
                and fold(post.title) not in self.open_offices
            ):
                of = named.get(post.person) or self.context_country(post, holders[core(post.title)], told, named)
                if of is not None:
                    post = replace(post, of=of)
                    named.setdefault(post.person, of)
                    if not post.past:
                        holders[core(post.title)].add(of.country)
            elif post.of is None and fold(post.title) in self.of_organizations:
                post = replace(post, of=self.context_organization(post, {"Alliance", "IntergovernmentalOrganization"}))
            elif post.of is None and fold(post.title) in self.of_companies:
                post = replace(post, of=self.context_organization(post, {"Company"}))
            resolved.append(post)
        return resolved

    def context_organization(self, post: Post, kinds: set[str]) -> Span | None:
        """The organization of these kinds that is named nearest before an office that names none."""
        before = [s for s in self.spans if s.kind in kinds and s.end <= post.start]
        near = [s for s in before if self.sentence[post.start] - self.sentence[s.start] in NEAR]
        return near[-1] if near else None

    def context_country(self, post: Post, held: set[str], told: set[int], named: dict[str, Span]) -> Span | None:
        """The country that the words around a person speak of, weighted by nearness; None where nothing stands out."""
        places = [s for s in self.spans if s.kind == "Person" and s.name == post.person and s.start != post.start]
        weights: dict[str, float] = defaultdict(float)
        for start in [post.start, *(s.start for s in places)]:
            share = 1.0 if start == post.start else LATER_MENTION
            for country, weight in self.weigh(start, told, "president" in fold(post.title)).items():
                weights[country] += share * weight
        for span in self.spans:  # "met Mr. Doe and Defence Minister Roe": of one country
            of = named.get(span.name) if span.kind == "Person" else None
            if of is not None and self.sentence[span.start] == self.sentence[post.start] and span.end <= post.start:
                joined = post.start - span.end <= 1 and self.words[span.end] in {"and", ","}
                weights[of.country] += JOINED_WEIGHT if joined else COMPANION_WEIGHT
        unnamed = self.unnamed_offices(core(post.title))
        portfolio = {w.replace("defence", "defense") for w in fold(post.title).split()} - STATE_WORDS
        for span in self.spans:
            if span.start in unnamed or (
                span.country and span.kind == "GovernmentBody" and same_portfolio(span, portfolio)
            ):
                weights[span.country] += 1.0
        open_to = sorted(c for c in weights if c not in held and self.admits(post.title, c))
        if not open_to:
            return None
        first = {span.country: -span.start for span in reversed(self.spans)}
        best = max(open_to, key=lambda c: (round(weights[c], 6), first.get(c, 0)))
        if weights[best] < LEAST:
            return None
        return country_span(next((s for s in self.spans if s.country == best), None), best)

    def weigh(self, at: int, told: set[int], presidential: bool) -> dict[str, float]:
        """How much each country is spoken of around token ``at``."""
        near: dict[str, float] = defaultdict(float)
        far: dict[str, float] = defaultdict(float)
        here = self.sentence[at]
        nearest: tuple[int, str] | None = None
        for span in self.spans:
            if not span.country or span.kind == "Person":
                continue
            distance = abs(self.sentence[span.start] - here)
            if distance not in NEAR:
                far[span.country] += FAR
                continue
            if span.start in told and span.start > at:
                continue
            if distance == 0 and span.start > at and self.words[span.start - 1] in OPPOSITE:
                near[span.country] += OPPOSED
                continue
            weight = NEAR[distance] * self.share_of(span, at)
            near[span.country] += weight
            gap = at - span.end
            paired = self.paired(span.start - 1, -1) or self.paired(span.end, 1)
            if distance == 0 and gap >= 0 and (weight >= NEAR[0] or (gap <= ADJOINING and not paired)):
                nearest = (span.end, span.country)
        if nearest is not None:
            near[nearest[1]] += NEAREST
        for i, word in enumerate(self.words):
            if word == "administration" and i not in self.span_of and abs(self.sentence[i] - here) in NEAR:
                # an administration is a president's
                near[self.lexicon.default_country] += (2.0 if presidential else 1.0) * NEAR[
                    abs(self.sentence[i] - here)
                ]
        return {c: near.get(c, 0.0) + min(far.get(c, 0.0), FAR_SUM) for c in {*near, *far}}

    def admits(self, title: str, country: str) -> bool:
        """Whether a country has such an office at all: no president of Japan, no prime minister of Brazil."""
        words, place = set(fold(title).split()), fold(country)
        ontology = self.lexicon.ontology
        if "chancellor" in words:
            return place in ontology.words("has-chancellor")
        if "prime" in words or "premier" in words:
            return place not in ontology.words("lacks-prime-minister")
        if "president" in words:
            return place not in ontology.words("lacks-president")
        if "secretary" in words:
            return place in ontology.words("has-secretaries")
        if words & {"congressman", "congresswoman", "rep."} or words == {"representative"}:
            return place in ontology.words("has-congress")
        if words & {"senator", "sen."}:
            return place in ontology.words("has-senate")
        if "minister" in words:
            return place not in ontology.words("lacks-ministers")
        return True

    def aside(self, span: Span) -> bool:
        """Whether a country is only what something goes to, where it is, whose firm it is, or one of two named
        together."""
        if span.kind in {"Company", "MediaOrganization"}:
            return True
        if span.kind != "Country":
            return False
        city = self.span_of.get(span.start - 2) if self.words[span.start - 1] == "," else None
        if city is not None and city.country == span.country:
            return True  # "in Kyiv, Ukraine"
        ahead = self.words[span.end : span.end + 3]
        if span.form in {"demonym", "name"} and any(
            self.lexicon.heads.get((word,)) in {"Company", "MediaOrganization"} for word in ahead
        ):
            return True
        i = span.start - 1
        if i > 0 and self.words[i] == "the":
            i -= 1
        modifies = span.end < len(self.words) and self.writing.doc[span.end].pos_ == "NOUN"
        return i >= 0 and self.words[i] in ASIDE and not modifies

    def share_of(self, span: Span, at: int) -> float:
        """How much of its weight a country's mention has for an office at ``at``."""
        if self.aside(span):
            return ASIDE_WEIGHT
        if self.paired(span.end, 1) or self.paired(span.start - 1, -1):
            return PAIRED_WEIGHT
        if self.is_object(span, at):
            return OBJECT_WEIGHT
        acts = {self.writing.doc[i].dep_ for i in range(span.start, span.end)} & {"nsubj", "obl:agent"}
        return ACTOR_WEIGHT if acts else 1.0

    def is_object(self, span: Span, at: int) -> bool:
        """Whether another country or the person at ``at`` acts on the country: "Mr. Doe accused Iran", not "who visited
        Iran"."""
        doc = self.writing.doc
        root = next((doc[i] for i in range(span.start, span.end) if doc[i].dep_ in {"obj", "iobj"}), None)
        if root is None:
            return False
        for child in root.head.children:
            if child.dep_ == "nsubj":
                inside = range(child.left_edge.i, child.right_edge.i + 1)
                others = (self.span_of[i] for i in inside if i in self.span_of)
                if at in inside or any(other.kind == "Country" for other in others):
                    return True
        return False

    def paired(self, i: int, step: int) -> bool:
        other = self.span_of.get(i + step)
        return (
            0 <= i < len(self.words)
            and self.words[i] in {"and", "-", "/", ","}
            and other is not None
            and other.kind == "Country"
        )

    def unnamed_offices(self, office: str) -> set[int]:
        """Starts of the countries in "the Polish president", "president of Poland" where the office is the given
        one."""
        found = set()
        for i, word in enumerate(self.words):
            if word not in self.lexicon.title_ends:
                continue
            start = self.lexicon.title_at(self.words, i + 1)
            if start == i + 1 or core(" ".join(self.words[start : i + 1])) != office:
                continue
            before = self.span_of.get(start - 1) or (
                self.span_of.get(start - 2) if start > 1 and self.words[start - 1] == "'s" else None
            )
            after = (
                self.span_of.get(i + 2 + (i + 2 < len(self.words) and self.words[i + 2] == "the"))
                if self.words[i + 1 : i + 2] == ["of"]
                else None
            )
            for span in (before, after):
                if span is not None and span.country:
                    found.add(span.start)
        return found


def same_portfolio(span: Span, portfolio: set[str]) -> bool:
    """Whether a ministry is that of a minister: the Taiwanese defence ministry, Defence Minister Koo."""
    return bool(portfolio & {word.replace("defence", "defense") for word in fold(span.name).split()})


def core(title: str) -> str:
    """The office behind a title's wording, so that two holders of one office in one country are told apart."""
    words = fold(title).replace("defence", "defense").replace("secretary", "minister").split()
    return " ".join(sorted(set(words[-2:])))


def country_span(span: Span | None, country: str) -> Span:
    span = span or Span(0, 0, "Country", country, "", country)
    return (
        span
        if span.kind == "Country"
        else replace(span, kind="Country", name=country, iri="", country=country, form="name")
    )


def unite(posts: list[Post]) -> list[Post]:
    """Each person's offices once: what says less than another of the same person and place is left out."""
    kept: list[Post] = []
    for post in posts:
        words = set(fold(post.title).split())
        double = False
        for other in kept:
            if other.person != post.person:
                continue
            same_place = (other.of.name if other.of else "") == (
                post.of.name if post.of else ""
            ) or other.country == post.country
            theirs = set(fold(other.title).split())
            if (same_place and len(words & theirs) * 2 >= len(words | theirs)) or (post.of is None and words & theirs):
                double = True
                break
        if not double:
            kept.append(post)
    return kept


def sentence_numbers(writing: Writing) -> list[int]:
    """For each token the number of its sentence."""
    numbers, number = [], -1
    for i in range(len(writing.texts)):
        if i in writing.starts or number < 0:
            number += 1
        numbers.append(number)
    return numbers
