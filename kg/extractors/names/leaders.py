"""Knows who commands an armed group of his own, and so acts for no state: "the warlord X", "X's fighters"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.extractors.names.spans import Span
from kg.extractors.names.writing import Writing
from kg.ontology import fold

if TYPE_CHECKING:
    from kg.extractors.offices.posts import Post

OWNED = 3  # words after "'s" among which those under arms stand: "X's eastern forces"


def find(writing: Writing, spans: Sequence[Span], posts: Sequence[Post], countries: dict[str, str]) -> set[str]:
    """The names of those who lead an armed group: known ones, those called so, and those without a state who have fighters."""
    lexicon = writing.lexicon
    called = {post.person for post in posts if fold(post.title) in lexicon.group_leaders}
    stately = {post.person for post in posts if post.country and not post.rank}
    found = set()
    for span in spans:
        if span.kind != "Person" or span.name in found:
            continue
        stateless = span.name not in stately and not countries.get(span.name)
        if span.name in called or lexicon.statesmen.leads(span.name) or stateless and has_fighters(writing, span):
            found.add(span.name)
    return found


def has_fighters(writing: Writing, span: Span) -> bool:
    """Whether people under arms are said to be somebody's: "X's fighters", "forces loyal to X", "the rebels of General X"."""
    words, under_arms = writing.words, writing.lexicon.under_arms
    if words[span.end : span.end + 1] in (["'s"], ["'"]):
        return any(word in under_arms for word in words[span.end + 1 : span.end + 1 + OWNED])
    start = writing.lexicon.title_at(words, span.start)
    if words[max(0, start - 2) : start] == ["loyal", "to"]:
        return True
    before = words[start - 2] if start > 1 else ""
    return words[start - 1] == "of" and before in under_arms
