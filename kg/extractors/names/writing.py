"""How a Doc is written: its words, its headline, and which of its capitals may begin a name."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kg.extractors.names.lexicons import lexicon, towns
from kg.letters import bare
from kg.ontology import Ontology, fold

if TYPE_CHECKING:
    from spacy.tokens import Doc

SHIP_ARTICLES = frozenset({"the", '"', "“", "'", "‘", "called", "named"})
TITLE_CASE = 0.7  # share of capitalised words of four letters or more above which a headline is in title case


class Writing:
    """The words of one Doc as written; ``words`` are its tokens in lower case."""

    def __init__(self, doc: Doc, ontology: Ontology) -> None:
        self.doc = doc
        self.lexicon = lexicon(ontology)
        self.texts = [token.text for token in doc]
        self.words = [text.lower().replace("’", "'") for text in self.texts]
        self.tagged = doc.has_annotation("TAG") or doc.has_annotation("POS")
        self.starts = {sent.start for sent in doc.sents} if doc.has_annotation("SENT_START") else {0}
        self.article = doc._.article if doc.has_extension("article") else None
        self.published = self.article.published if self.article is not None else ""
        self.headline = self.headline_end()

    def headline_end(self) -> int:
        """The end of a headline in capitals, where capitals tell nothing; 0 where the headline is written as a
        sentence."""
        paragraphs = self.article.paragraphs if self.article is not None else ()
        paragraph = next((p for p in paragraphs if p.kind == "title"), None)
        if paragraph is None:
            return 0
        tokens = [t for t in self.doc if paragraph.start <= t.idx < paragraph.end]
        long = [t for t in tokens if t.is_alpha and len(t) > 3]
        capitals = sum(t.text[0].isupper() for t in long)
        return tokens[-1].i + 1 if long and capitals > TITLE_CASE * len(long) else 0

    def capital(self, i: int) -> bool:
        """Whether token ``i`` is written as part of a name."""
        text = self.texts[i]
        return (
            text[:1].isupper()
            or (text[:3].lower() in ("al-", "el-") and text[3:4].isupper())
            or (text[:1].isdigit() and text[-1:].isupper())
        )

    def nameable(self, i: int) -> bool:
        """Whether a capitalised token can be part of a name: no date word, and no function word at a sentence's
        start."""
        if not self.capital(i):
            return False
        word, text = self.words[i], self.texts[i]
        if word in self.lexicon.dates:
            return False
        if text.isupper() and len(text) > 1:
            return True
        token = self.doc[i]
        if i in self.starts or (i > 0 and self.texts[i - 1] in {'"', "“", "‘", "'", "(", ":"}):
            return not token.is_stop and (
                not self.tagged or token.pos_ in {"PROPN", "NOUN", "ADJ", "X"} or token.ent_type_ != ""
            )
        return not token.is_stop or len(text) == 1 or (self.tagged and token.pos_ == "PROPN")

    def is_town(self, start: int, end: int) -> bool:
        """Whether a name is that of a town, or of towns joined by "and"."""
        parts = fold(bare(self.doc[start:end].text)).replace("'s", "").split(" and ")
        return all(part in towns() for part in parts)

    def is_vessel(self, start: int, end: int) -> bool:
        """Whether a name is a ship's, here or elsewhere in the article: "the frigate X", "aboard the X", "X, a ship"."""
        if self.words[start] in self.lexicon.ships:
            return True
        return tuple(self.texts[start:end]) in self.vessels or self.texts[start] in self.vessels

    @cached_property
    def vessels(self) -> frozenset[str | tuple[str, ...]]:
        """Names of ships: the first word after a word for a ship, and whole names that one follows."""
        found: set[str | tuple[str, ...]] = set()
        for i, word in enumerate(self.words):
            if word not in self.lexicon.ships:
                continue
            after = i + 1
            while after < len(self.words) and self.words[after] in SHIP_ARTICLES:
                after += 1
            if after < len(self.words) and self.capital(after) and self.doc[after].ent_type_ not in {"GPE", "NORP"}:
                found.add(self.texts[after])
            comma = next((k for k in range(i - 1, max(i - 6, 0), -1) if self.words[k] == ","), 0)
            if comma and self.words[comma + 1] in {"a", "an", "the", "one"}:
                first = comma
                while first > 0 and self.capital(first - 1):
                    first -= 1
                if first < comma:
                    found.add(tuple(self.texts[first:comma]))
        return frozenset(found)

    def name(self, start: int, end: int) -> str:
        """The words of a name as written, without an editor's brackets."""
        text = self.doc[start:end].text.replace("]", "").replace("[", "").replace("’", "'")
        if text.count("(") != text.count(")"):
            text = text.replace("(", "").replace(")", "")
        return " ".join(text.split())
