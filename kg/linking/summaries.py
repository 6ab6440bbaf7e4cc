"""What linking must know of an article: its records without texts; those of all articles are kept on disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

import msgspec

from kg.errors import GraphError
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


class Summaries:
    """The summaries of any number of articles in order of article, to be gone through as often as is asked.

    They lie in a temporary file of SQLite's own, which goes with the object: linking goes through them several times and
    keeps of each no more than it then needs.
    """

    def __init__(self, summaries: Iterable[Summary]) -> None:
        self._decoder = msgspec.msgpack.Decoder(Summary)
        encode = msgspec.msgpack.Encoder().encode
        self._file = sqlite3.connect("", isolation_level=None)
        try:
            self._file.execute("CREATE TABLE summary (article TEXT, data BLOB)")
            self._file.execute("BEGIN")
            rows = ((summary.article, encode(summary)) for summary in summaries)
            self._file.executemany("INSERT INTO summary VALUES (?, ?)", rows)
            self._file.execute("CREATE INDEX by_article ON summary (article)")
        except sqlite3.DatabaseError as error:
            raise GraphError(f"temporary file: summaries cannot be kept ({error}); make room on its disk") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[Summary]:
        for (data,) in self._file.execute("SELECT data FROM summary ORDER BY article"):
            yield self._decoder.decode(data)
