"""Rewrites one article's records to what all articles together know."""

from __future__ import annotations

from dataclasses import replace

from kg.linking.identities import Identities
from kg.linking.uniting import unite_within
from kg.records import Reading


def apply(reading: Reading, identities: Identities) -> Reading:
    """One reading with its records as all articles together know them, each once."""
    article = reading.article
    return unite_within(
        Reading(
            replace(article, origin=identities.origins.get(article.id, "")),
            tuple(identities.person(person, article.id) for person in reading.people),
            tuple(identities.organization(organization, article.id) for organization in reading.organizations),
            tuple(identities.treaty(treaty, article.id) for treaty in reading.treaties),
            tuple(identities.claim(claim, article.published) for claim in reading.claims),
        )
    )
