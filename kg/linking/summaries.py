"""What linking must know of an article: its records without texts, small enough to keep for every article at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.records import Claim, Organization, Person, Reading, Treaty


@dataclass(frozen=True, slots=True)
class Summary:
    """One article's records without evidence. Plain data, so that it can be pickled and sent between processes."""

    article: str
    publisher: str  # "" where unknown
    published: str  # ISO 8601 date, "" where unknown
    people: tuple[Person, ...]
    organizations: tuple[Organization, ...]
    treaties: tuple[Treaty, ...]
    claims: tuple[Claim, ...]


def summarize(reading: Reading) -> Summary:
    """What ``decide`` needs of one reading; the same summary for the same reading, whatever other articles say."""
    return Summary(
        reading.article.id,
        reading.article.publisher,
        reading.article.published,
        tuple(
            replace(p, evidence=(), offices=tuple(replace(o, evidence=()) for o in p.offices)) for p in reading.people
        ),
        tuple(replace(organization, evidence=()) for organization in reading.organizations),
        tuple(replace(treaty, evidence=()) for treaty in reading.treaties),
        tuple(replace(claim, evidence=()) for claim in reading.claims),
    )
