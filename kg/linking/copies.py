"""Which articles are copies of one text, as agency copy is that several sites carry.

Two articles are copies where most of the shorter one's runs of five words stand in the longer one. Each article keeps a
quarter of the hashes of its runs, the same quarter everywhere, so that what two articles share can be told from these
(FracMinHash, Irber et al. 2022).
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence

from kg.linking.clusters import Groups
from kg.records import Article

RUN = 5  # words
KEPT = 4  # one hash in so many
COPIED = 0.6  # share of the shorter article's runs; two reports on one speech share under a fifth
BYTES = 4  # of a hash
SHORTEST = 8  # hashes, about forty words: of less, a shared quotation would make a copy


def sign(article: Article) -> bytes:
    """The kept hashes of an article's body, sorted, four bytes each."""
    body = " ".join(article.text[p.start : p.end] for p in article.paragraphs if p.kind == "body")
    words = re.findall(r"\w+", body.casefold())
    runs = (" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
    return array("I", sorted({h for run in runs if (h := zlib.crc32(run.encode())) % KEPT == 0})).tobytes()


def find_copies(signatures: Mapping[str, bytes]) -> Groups:
    """The groups of articles that are copies of each other."""
    articles = sorted(signatures)
    groups = Groups()
    for one, other in _sharing([signatures[article] for article in articles]):
        a, b = articles[one], articles[other]
        if groups.find(a) != groups.find(b) and is_copy(signatures[a], signatures[b]):
            groups.join(a, b)
    return groups


def _sharing(signatures: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """The pairs that share a hash and have none between them that does: neighbours are enough, for what many sites carry
    is found link by link. Arrays, since a million articles have a hundred million hashes."""
    import numpy as np

    hashes = np.frombuffer(b"".join(signatures), np.uint32)
    holders = np.repeat(np.arange(len(signatures), dtype=np.uint32), [len(s) // BYTES for s in signatures])
    order = np.argsort(hashes, kind="stable")
    hashes, holders = hashes[order], holders[order]
    shared = hashes[1:] == hashes[:-1]
    for pair in np.unique(holders[:-1][shared].astype(np.uint64) << 32 | holders[1:][shared]):
        yield divmod(int(pair), 1 << 32)


def is_copy(one: bytes, other: bytes) -> bool:
    a, b = _hashes(one), _hashes(other)
    fewer = min(len(a), len(b))
    return fewer >= SHORTEST and len(a & b) >= COPIED * fewer


def _hashes(signature: bytes) -> set[int]:
    return set(memoryview(signature).cast("I"))
