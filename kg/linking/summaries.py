"""What linking must know of an article: its records without texts, small enough to keep for every article at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.linking.copies import sign
from kg.records import Actor, Claim, Organization, Person, Reading, Treaty


@dataclass(frozen=True, slots=True)
class Summary:
    """One article's records without evidence. Plain data, so that it can be pickled and sent between processes."""

    article: str
    publisher: str  # "" where unknown
    agency: str  # that the page credits, "" where none
    published: str  # ISO 8601 date, "" where unknown
    people: tuple[Person, ...]
    organizations: tuple[Organization, ...]
    treaties: tuple[Treaty, ...]
    claims: tuple[Claim, ...]
    signature: bytes  # by which copies of one text are found

    def actors(self) -> Iterator[Actor]:
        """Everybody whom claims, offices and treaties name, as often as they do."""
        for claim in self.claims:
            yield from (actor for _, actor in claim.event.participants)
            yield from claim.claimants
        for person in self.people:
            yield from (office.of for office in person.offices if office.of)
        for treaty in self.treaties:
            yield from treaty.parties


def summarize(reading: Reading) -> Summary:
    """What ``decide`` needs of one reading; the same summary for the same reading, whatever other articles say."""
    return Summary(
        reading.article.id,
        reading.article.publisher,
        reading.article.agency,
        reading.article.published,
        tuple(
            replace(p, evidence=(), offices=tuple(replace(o, evidence=()) for o in p.offices)) for p in reading.people
        ),
        tuple(replace(organization, evidence=()) for organization in reading.organizations),
        tuple(replace(treaty, evidence=()) for treaty in reading.treaties),
        tuple(replace(claim, evidence=()) for claim in reading.claims),
        sign(reading.article),
    )
