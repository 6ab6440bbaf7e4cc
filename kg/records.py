"""The typed records that pass from stage to stage: what an article says, with the place where it says it.

Records know IRIs as text and hold no RDF term and no spaCy object. ``key()`` is what makes two records the same
thing; evidence is never part of it, so merging is "group by key, unite the evidence".
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of an article's stored text: ``text[start:end]``, in characters."""

    start: int
    end: int
    kind: str = "body"  # "title", "body" or "caption"


@dataclass(frozen=True, slots=True)
class Article:
    """One news article: metadata, the clean stored text, and its paragraphs as offsets into that text."""

    id: str  # the file's name without extension; of a record in it, with the record's own name behind
    source: str  # where it was read from, as the user named it; of a record, with "#" and its number
    title: str
    publisher: str  # "" where unknown
    published: str  # ISO 8601 date, "" where unknown
    byline: tuple[str, ...]
    text: str
    paragraphs: tuple[Paragraph, ...]
    digest: str  # SHA-256 of the stored text, hexadecimal
    url: str = ""  # where it was published, "" where unknown
    agency: str = ""  # the news agency that the page credits, "" where none
    origin: str = ""  # who first published it, as all articles together show; "" where unknown

    def key(self) -> Key:
        return ("article", self.id)

    def is_title(self, at: int) -> bool:
        """Whether a place in the text is in the headline."""
        return any(p.kind == "title" and p.start <= at < p.end for p in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that show something: ``quote == article.text[start:end]``; ``rule`` names what read them."""

    article: str
    start: int
    end: int
    quote: str
    rule: str
    role: str = ""  # the argument that the words show ("supplier", "stage", …); "" for the whole sentence

    def key(self) -> Key:
        return ("evidence", self.article, self.start, self.end, self.role, self.rule)


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who can supply, receive, claim or deny: a country, an organization, a person or a described group."""

    kind: str  # local name of the OWL class: "Country", "Person", "Company", "ArmedGroup", …
    name: str  # canonical English label
    iri: str = ""  # set where the ontology knows the actor; otherwise minted from the key
    country: str = ""  # English short name of the country that the actor belongs to or speaks for
    office: str = ""  # how an unnamed one is described ("NATO official"), "" where named
    leads: bool = False  # a person who commands an armed group, and is party to transfers for it

    def key(self) -> Key:
        return ("actor", self.iri) if self.iri else ("actor", self.kind, self.name)


@dataclass(frozen=True, slots=True)
class Office:
    """A title held in a country or an organization, as the article gives it."""

    title: str
    of: Actor | None
    evidence: tuple[Evidence, ...] = field(default=(), compare=False)

    def key(self) -> Key:
        return ("office", self.title, self.of.key() if self.of else ())


@dataclass(frozen=True, slots=True)
class Person:
    """A named human being with the offices that the article gives."""

    name: str
    aliases: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
    evidence: tuple[Evidence, ...] = field(default=(), compare=False)
    told: str = ""  # the name that the article uses, where the articles together have another

    def key(self) -> Key:
        return ("person", self.name)


@dataclass(frozen=True, slots=True)
class Organization:
    """A named organization; ``kind`` is the local name of a subclass of kg:Organization."""

    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    iri: str = ""
    country: str = ""
    evidence: tuple[Evidence, ...] = field(default=(), compare=False)
    told: str = ""  # as for people

    def key(self) -> Key:
        return ("organization", self.iri) if self.iri else ("organization", self.name, self.country)


@dataclass(frozen=True, slots=True)
class Interval:
    """A time as the article gives it: first and last day (ISO 8601), and how precise the wording was."""

    start: str
    end: str
    precision: str  # "day", "month", "year" or "range"
    words: str = ""

    def label(self) -> str:
        """The shortest ISO 8601 form that says no more than the words did: YYYY, YYYY-MM or YYYY-MM-DD."""
        return {"year": self.start[:4], "month": self.start[:7]}.get(self.precision, self.start)


@dataclass(frozen=True, slots=True)
class Treaty:
    """A named or described agreement between states or blocs; ``status`` is a local name of the treaty-status scheme."""

    name: str
    kind: str
    parties: tuple[Actor, ...] = ()
    status: str = "mentioned"
    date: Interval | None = None
    iri: str = ""
    aliases: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = field(default=(), compare=False)
    told: str = ""  # as for people

    def key(self) -> Key:
        return ("treaty", self.iri) if self.iri else ("treaty", self.name, tuple(sorted(p.name for p in self.parties)))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count with its bounds; ``value`` is None where the words give no number ("dozens")."""

    value: float | None
    low: float | None
    high: float | None
    qualifier: str = ""  # "more than", "about", "dozens", …
    unit: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency (ISO 4217), in units of that currency."""

    amount: float
    currency: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a role that no actor fills: the words, and the concept that they name where the ontology has one."""

    words: str
    concept: str = ""  # local name (notation) of a concept, e.g. a weapon category
    designation: str = ""  # IRI of a named system (F-16), "" where none is named
    origin: str = ""  # country of origin or design, where the words say so
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is claimed to have happened or to be under way: its class and who or what takes part, by role.

    ``participants`` pairs a role's local name ("supplier") with an actor; ``things`` pairs one ("item") with the
    concept and designation that fill it. Words and quantities belong to the claims, not to the event.
    """

    kind: str  # local name of a subclass of kg:Event
    participants: tuple[tuple[str, Actor], ...]
    things: tuple[tuple[str, str, str], ...]  # role, concept, designation
    since: int = 0  # the first year of its period, where the same flow is told of times far apart; 0 otherwise

    def key(self) -> Key:
        sides = tuple(sorted((role, actor.key()) for role, actor in self.participants))
        period = (self.since,) if self.since else ()
        return ("event", self.kind, sides, tuple(sorted(self.things)), *period)

    def actors(self, role: str) -> tuple[Actor, ...]:
        """All actors in one role, in the order of reading."""
        return tuple(actor for name, actor in self.participants if name == role)

    def with_actor(self, role: str, actor: Actor) -> Event:
        """The same event with one more who takes part."""
        return replace(self, participants=tuple(sorted([*self.participants, (role, actor)], key=str)))


@dataclass(frozen=True, slots=True)
class Claim:
    """What one article says, by whose word, of an event."""

    event: Event
    article: str
    stage: str  # local name of the event's stage scheme: "delivered", "committed", …
    stance: str  # "affirms" or "denies"
    certainty: str  # "certain", "probable" or "possible"
    claimants: tuple[Actor, ...]  # () is the article's own voice
    fillers: tuple[tuple[str, Filler], ...] = ()  # role → the words used
    value: Money | None = None
    date: Interval | None = None
    evidence: tuple[Evidence, ...] = field(default=(), compare=False)
    confidence: float | None = field(default=None, compare=False)  # of the reader in having read it, 0 to 1; None unknown

    def key(self) -> Key:
        who = tuple(sorted(actor.key() for actor in self.claimants))
        words = tuple(
            sorted((role, f.words, f.concept, f.quantity.words if f.quantity else "") for role, f in self.fillers)
        )
        return ("claim", self.event.key(), self.article, self.stage, self.stance, self.certainty, who, words)


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was read from one article."""

    article: Article
    people: tuple[Person, ...]
    organizations: tuple[Organization, ...]
    treaties: tuple[Treaty, ...]
    claims: tuple[Claim, ...]
