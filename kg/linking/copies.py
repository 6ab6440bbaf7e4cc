"""Which articles are copies of one text, as agency copy is that several sites carry.

Two articles are copies where most of the shorter one's runs of five words stand in the longer one. Each article keeps a
quarter of the hashes of its runs, the same quarter everywhere, so that what two articles share can be told from these
(FracMinHash, Irber et al. 2022).
"""

from __future__ import annotations

import itertools
import re
import zlib
from array import array
from collections import defaultdict
from collections.abc import Mapping

from kg.linking.clusters import Groups
from kg.records import Article

RUN = 5  # words
KEPT = 4  # one hash in so many
COPIED = 0.6  # share of the shorter article's runs; two reports on one speech share under a fifth
SHORTEST = 8  # hashes, about forty words: of less, a shared quotation would make a copy


def sign(article: Article) -> bytes:
    """The kept hashes of an article's body, sorted, four bytes each."""
    body = " ".join(article.text[p.start : p.end] for p in article.paragraphs if p.kind == "body")
    words = re.findall(r"\w+", body.casefold())
    runs = (" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
    return array("I", sorted({h for run in runs if (h := zlib.crc32(run.encode())) % KEPT == 0})).tobytes()


def _hashes(signature: bytes) -> array[int]:
    found: array[int] = array("I")
    found.frombytes(signature)
    return found


def find_copies(signatures: Mapping[str, bytes]) -> Groups:
    """The groups of articles that are copies of each other."""
    holders: dict[int, list[str]] = defaultdict(list)
    for article in sorted(signatures):
        for value in _hashes(signatures[article]):
            holders[value].append(article)
    groups = Groups()
    compared: set[tuple[str, str]] = set()
    for articles in holders.values():
        # One neighbour is enough: what many sites carry is found link by link.
        for one, other in itertools.pairwise(articles):
            if (one, other) not in compared:
                compared.add((one, other))
                if groups.find(one) != groups.find(other) and is_copy(signatures[one], signatures[other]):
                    groups.join(one, other)
    return groups


def is_copy(one: bytes, other: bytes) -> bool:
    a, b = set(_hashes(one)), set(_hashes(other))
    fewer = min(len(a), len(b))
    return fewer >= SHORTEST and len(a & b) >= COPIED * fewer
