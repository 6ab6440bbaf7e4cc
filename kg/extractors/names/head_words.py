"""Tells the kind of an organization by the head word in or beside its name."""

from __future__ import annotations

from kg.extractors.names.writing import Writing
from kg.ontology import fold

# What ends the words that describe a name after a comma.
CLOSING = frozenset({",", ".", ")", "of", "in", "on", "at", "for", "with", "from", "who", "that", "which"})


def kind_of(writing: Writing, start: int, end: int) -> str | None:
    """The kind that a head word in a name tells, the last one winning ("Bank" in "Central Bank of Iran" too)."""
    kind = None
    for i in range(start, end):
        if writing.words[i] in writing.lexicon.head_ends:
            for length in range(min(writing.lexicon.longest_head, i + 1 - start), 0, -1):
                found = writing.lexicon.heads.get(tuple(writing.words[i + 1 - length : i + 1]))
                if found is not None:
                    if kind is None or writing.words[i + 1 : i + 2] not in (["of"], ["for"]):
                        kind = found
                    break
    return kind


def described_kind(writing: Writing, start: int, end: int) -> str | None:
    """The kind that a description beside a name tells: "the newspaper X", "Baykar, the Turkish defense company"."""
    kind = head_kind(writing, start - 1)
    if kind is not None or end + 1 >= len(writing.words) or writing.words[end] != ",":
        return kind
    if writing.tagged and writing.doc[end + 1].pos_ in {"VERB", "AUX", "ADP", "ADV"}:
        return None  # "X, denied on television that", "X, of an institute in Lima"
    for i in range(end + 1, min(end + 8, len(writing.words))):
        closed = i + 1 >= len(writing.words) or writing.words[i + 1] in CLOSING
        if closed:
            return head_kind(writing, i)
        if not writing.texts[i][:1].isalpha() or writing.doc[i].tag_ in {"VBD", "VBZ", "VBP", "MD"}:
            break  # "X, wrote to the council that": what goes on describes nobody
    return None


def head_kind(writing: Writing, i: int) -> str | None:
    """The kind of the lower-case head word that ends at token ``i``; None where there is none."""
    if i < 0 or writing.words[i] not in writing.lexicon.head_ends or writing.capital(i):
        return None
    for length in range(min(writing.lexicon.longest_head, i + 1), 0, -1):
        kind = writing.lexicon.heads.get(tuple(writing.words[i + 1 - length : i + 1]))
        if kind is not None:
            return kind
    return None


def plausible_organization(writing: Writing, start: int, end: int) -> bool:
    """A capitalised name that is no weapon and no agreement."""
    last = fold(writing.texts[end - 1])
    singular = last.removesuffix("s")
    words = set(writing.words[start:end])
    kind = kind_of(writing, start, end)
    if last in writing.lexicon.no_organizations or (kind is None and words & writing.lexicon.no_organizations):
        return False
    return not ({last, singular} & writing.lexicon.weapons and kind is None) and not words & writing.lexicon.agreements
