"""Tells of which country or organization an office is that names none, by what the article speaks of around it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Set
from dataclasses import replace

from kg.extractors.names.spans import BODY_KINDS, Span
from kg.extractors.offices import weights
from kg.extractors.offices.posts import Post, core, country_span
from kg.extractors.offices.reader import Reader
from kg.extractors.offices.weights import LATER_MENTION, Features, Surroundings
from kg.extractors.references import DESCRIPTIONS
from kg.ontology import fold

NEAR = range(3)  # sentences back where a body is near
ACTING = ("subject", "owner-first", "place-first")  # parts in a sentence that a pronoun takes up
SPEAKING = frozenset({"Alliance", "ArmedGroup", "Company", "GovernmentBody", "MilitaryForce"})
LED = SPEAKING | {"IntergovernmentalOrganization", "MediaOrganization", "ThinkTank", "OtherOrganization"}
LEADER = "leader"  # of a state where its bearer is known to have led one
# Of whom any country may have one: a cabinet secretary, a state secretary, an under secretary.
LESSER_SECRETARIES = frozenset({"cabinet", "general", "parliamentary", "permanent", "under"})
SOLE = frozenset({"president", "premier", "minister", "chancellor", "king", "queen", "defence", "defense", "state"})
MONARCHS = frozenset({"king", "queen"})
SECONDS = frozenset({"deputy", "vice", "assistant", "junior", "former", "under"})
# Words of titles that tell no portfolio.
STATE_WORDS = frozenset("minister secretary of for the deputy vice state acting former and chief national".split())


def resolve_countries(reader: Reader, posts: list[Post]) -> list[Post]:
    """Offices of a state whose state is not named get it: from the same person elsewhere, else from the context."""
    if not posts:
        return []  # most articles without one need no look at what they speak of
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
    resolved: list[Post] = []
    surroundings = Surroundings(reader)
    for post in posts:
        if post.of is None and post.master:
            post = replace(post, of=of_master(surroundings, post, named))
        elif post.of is None and post.owned:
            known = own_country(reader, post) if post.implied == "Country" or post.rank else None
            post = replace(post, of=owner(surroundings, post) if known is None else known)
        elif post.of is None:
            post = of_described(reader, post)
        if post.of is None and fold(post.title) == LEADER:
            post = replace(post, of=own_country(reader, post))
        if post.of is None and (post.implied == "Country" or post.rank or fold(post.title) in reader.of_state):
            of = named.get(post.person) or (of_other_office(resolved, post) if post.rank else None) or own_country(reader, post)
            if of is None and fold(post.title).partition(" to ")[0] in reader.open_offices:
                of = same_office(reader, post)
            elif of is None and not leads_group(reader, post):
                of = context_country(surroundings, post, holders[core(post.title)], told, named)
            if of is not None:
                post = replace(post, of=of)
                named.setdefault(post.person, of)
                if not post.past:
                    holders[core(post.title)].add(of.country)
        elif post.of is None and fold(post.title) in reader.of_organizations:
            post = replace(post, of=context_organization(reader, post, {"Alliance", "IntergovernmentalOrganization"}))
        elif post.of is None and fold(post.title) in reader.of_companies:
            post = replace(post, of=context_organization(reader, post, {"Company"}))
        elif post.of is None and post.implied == "Organization":
            post = replace(post, of=context_organization(reader, post, LED))
        elif post.of is None and reader.speaks_for(post.title.split()) and not post.implied:
            post = speak_for(reader, post)
        resolved.append(post)
    return resolved


def of_master(surroundings: Surroundings, post: Post, named: dict[str, Span]) -> Span | None:
    """The country of the office-holder whose spokesman, adviser or minister a person is."""
    of, country = named.get(post.master), surroundings.known.get(post.master, "")
    return of or (country_span(None, country) if country else None)


def of_other_office(resolved: list[Post], rank: Post) -> Span | None:
    """The country of whatever an officer heads or speaks for: "General Jo Doe, head of the Peruvian navy"."""
    of = next((post.of for post in resolved if post.person == rank.person and post.country), None)
    return country_span(of, of.country) if of is not None else None


def same_office(reader: Reader, post: Post) -> Span | None:
    """The one country whose holder of the same office is spoken of without a name, where "the" takes it up: "the ambassador"."""
    if "the" not in reader.words[max(0, post.start - 1) : post.end]:
        return None
    found = {reader.span_of[at].country: reader.span_of[at] for at in unnamed_offices(reader, core(post.title))}
    return country_span(*found.popitem()[::-1]) if len(found) == 1 else None


def leads_group(reader: Reader, post: Post) -> bool:
    """Whether an officer has an armed group of his own: "General Jo Doe's rebels"."""
    ends = [s.end for s in reader.spans if post.rank and s.kind == "Person" and s.name == post.person]
    groups = (
        reader.lexicon.heads.get(tuple(reader.words[end + 1 : end + 2])) for end in ends if reader.words[end] == "'s"
    )
    return "ArmedGroup" in groups


def own_country(reader: Reader, post: Post) -> Span | None:
    """The country that a person known to the ontology acts or acted for, whatever offices it has today."""
    country = reader.lexicon.statesmen.country_of(post.person)
    if not country:
        return None
    return country_span(next((s for s in reader.spans if s.country == country), None), country)


def context_organization(reader: Reader, post: Post, kinds: Set[str]) -> Span | None:
    """The organization of these kinds that is named nearest before an office that names none, or the one told of most."""
    before = [s for s in reader.spans if s.kind in kinds and s.end <= post.start]
    near = [s for s in before if reader.sentence[post.start] - reader.sentence[s.start] in NEAR]
    if near or not before:
        return near[-1] if near else None
    names = Counter(span.name for span in before)
    first, *others = names.most_common(2)
    return before[-1] if not others or (first[0] == before[-1].name and first[1] > others[0][1]) else None


def owner(surroundings: Surroundings, post: Post) -> Span | None:
    """Whom "its commander" speaks of: who acts in the sentence or was named last before, at most two sentences away."""
    reader = surroundings.reader
    here = reader.sentence[post.start]
    state = post.implied == "Country" or post.rank
    near = [s for s in reader.spans if s.end <= post.start and here - reader.sentence[s.start] in NEAR]
    part = {span.start: part for span, part in zip(surroundings.named, surroundings.parts, strict=True)}
    acting = [s for a in ACTING for s in near if reader.sentence[s.start] == here and part.get(s.start) == a]
    for span in [*acting, *reversed(near)]:
        if span.kind == "Country" and state and span.form != "demonym":
            return country_span(span, span.country)
        if span.kind not in {"Country", "Person"} and not state:
            return span
    speaks = reader.speaks_for(post.title.split())
    return next((reader.seat(s) for s in reversed(near) if speaks and s.kind == "Country"), None)


def of_described(reader: Reader, post: Post) -> Post:
    """The "chairman of the manufacturer", the "adviser of the ministry": an office in what was named of that class before."""
    title, _, noun = post.title.rpartition(" of the ")
    words = reader.lexicon.ontology.words
    kinds = next((kinds for name, kinds in DESCRIPTIONS.items() if fold(noun) in words(name)), None)
    of = context_organization(reader, post, kinds - {"Country", "Person"}) if title and kinds else None
    return replace(post, title=title, of=of) if of is not None else post


def speak_for(reader: Reader, post: Post) -> Post:
    """A spokesman without more speaks for the body named last, a fleet's for the one that is a fleet."""
    hint = fold(reader.texts[post.start - 1]) if post.start else ""
    kinds = SPEAKING if fold(post.title.split()[-1]) not in reader.functionaries else BODY_KINDS
    bodies = [seat for s in reader.spans if s.end <= post.start and (seat := reader.seat(s)).kind in kinds]
    near = [s for s in bodies if reader.sentence[post.start] - reader.sentence[s.start] in (0, 1)]
    same = [s for s in bodies if hint in fold(s.name).split()]
    body = next(reversed(same or near), None)
    if body is None or body.kind != "GovernmentBody" or not body.country or known_by_name(reader, body):
        return replace(post, of=body)
    name = reader.writing.name(reader.without_country(body), body.end)
    return replace(post, title=f"{name} {post.title.lower()}", of=country_span(body, body.country))


def known_by_name(reader: Reader, body: Span) -> bool:
    """Whether a body has a name of its own, as the White House, and is not told by its country: the French navy."""
    return body.form == "name" and reader.without_country(body) == body.start and not {
        *fold(body.name).split()
    } <= reader.lexicon.ontology.words("bare-ministry")


def context_country(
    surroundings: Surroundings, post: Post, held: set[str], told: set[int], named: dict[str, Span]
) -> Span | None:
    """The country that the words around a person speak of; None where nothing stands out."""
    country = weights.load().choose(*may_be_of(surroundings, post, held, told, named))
    return country_span(next((s for s in surroundings.reader.spans if s.country == country), None), country) if country else None


def may_be_of(
    surroundings: Surroundings, post: Post, held: set[str], told: set[int], named: dict[str, Span]
) -> tuple[Features, list[str]]:
    """What speaks for each country around an office, and the countries whose it may be."""
    taken = held if is_sole(post.title) else set()
    countries = {person: of.country for person, of in named.items()}
    features = spoken_of(surroundings, post, told, countries)
    return features, sorted(c for c in features if c not in taken and admits(surroundings.reader, post.title, c))


def spoken_of(surroundings: Surroundings, post: Post, told: set[int], countries: dict[str, str]) -> Features:
    """What the article says of each country that an office may be of."""
    reader = surroundings.reader
    features: Features = defaultdict(lambda: defaultdict(float))
    places = [s.start for s in surroundings.people if s.name == post.person and not post.start <= s.start < post.end]
    around = [(1.0, post.start), *((LATER_MENTION, start) for start in places)]
    for share, start in around:
        found = surroundings.weigh(start, told), surroundings.companions(start, post.person, countries)
        for country, name, weight in ((c, n, w) for part in found for c, names in part.items() for n, w in names.items()):
            features[country][name] = max(features[country][name], share * weight)
    namesakes = reader.lexicon.statesmen.country_of(post.person.split()[-1].rpartition("-")[2])
    if namesakes in features:
        features[namesakes]["surname"] = 1.0
    unnamed = unnamed_offices(reader, core(post.title))
    portfolio = {w.replace("defence", "defense") for w in fold(post.title).split()} - STATE_WORDS
    for span in surroundings.named:
        if span.start in unnamed:
            features[span.country]["same office"] = 1.0
        elif span.kind == "GovernmentBody" and same_portfolio(span, portfolio):
            features[span.country]["same portfolio"] = 1.0
    for country, names in surroundings.whole.items():
        for name, weight in names.items():
            features[country][name] = weight
    for country, goes in weights.load().compare(post.person, features).items():
        features[country][weights.NAME] = goes
    return features


def is_sole(title: str) -> bool:
    """Whether a country has one such officer at a time: another minister of the same field is another country's."""
    words = fold(title).split()
    return words[-1] in SOLE and not SECONDS & {*words}


def admits(reader: Reader, title: str, country: str) -> bool:
    """Whether a country has such an office at all: no president of Japan, no prime minister of Brazil."""
    words, place = set(fold(title).split()), fold(country)
    ontology = reader.lexicon.ontology
    if "chancellor" in words:
        return place in ontology.words("has-chancellor")
    if words & MONARCHS and not words & SECONDS or "crown prince" in fold(title):
        return place in ontology.words("has-monarch")
    if "prime" in words or "premier" in words:
        return place not in ontology.words("lacks-prime-minister")
    if "president" in words:
        return place not in ontology.words("lacks-president")
    if "secretary" in words and not words & LESSER_SECRETARIES and "state secretary" not in fold(title):
        return place in ontology.words("has-secretaries")
    if words & {"congressman", "congresswoman", "rep."} or words == {"representative"}:
        return place in ontology.words("has-congress")
    if words & {"senator", "sen."}:
        return place in ontology.words("has-senate")
    if "minister" in words:
        return place not in ontology.words("lacks-ministers")
    return True


def same_portfolio(span: Span, portfolio: set[str]) -> bool:
    """Whether a ministry is that of a minister: the Taiwanese defence ministry, Defence Minister Koo."""
    return bool(portfolio & {word.replace("defence", "defense") for word in fold(span.name).split()})


def unnamed_offices(reader: Reader, office: str) -> set[int]:
    """Starts of the countries in "the Polish president", "president of Poland" where the office is the given
    one."""
    found = set()
    for i, word in enumerate(reader.words):
        if word not in reader.lexicon.title_ends:
            continue
        start = reader.lexicon.title_at(reader.words, i + 1)
        if start == i + 1 or core(" ".join(reader.words[start : i + 1])) != office:
            continue
        before = reader.span_of.get(start - 1) or (
            reader.span_of.get(start - 2) if start > 1 and reader.words[start - 1] == "'s" else None
        )
        after = (
            reader.span_of.get(i + 2 + (i + 2 < len(reader.words) and reader.words[i + 2] == "the"))
            if reader.words[i + 1 : i + 2] == ["of"]
            else None
        )
        for span in (before, after):
            if span is not None and span.country:
                found.add(span.start)
    return found
