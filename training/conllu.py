"""Reading Universal Dependencies: sentences with character offsets, in documents, filtered by licence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

# Texts under CC BY-NC-SA: a model that is free to use must not be derived from them.
NON_COMMERCIAL = {"fiction", "whow", "letter", "essay", "podcast", "reddit"}


@dataclass
class Word:
    """One syntactic word."""

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    deprel: str
    space: bool = True
    misc: str = ""


@dataclass
class Sentence:
    """One sentence; `head` counts from 1 within it, 0 is the root."""

    words: list[Word]
    document: str = ""
    new_paragraph: bool = False
    meta: dict[str, str] = field(default_factory=dict)

    @property
    def genre(self) -> str:
        """The genre by the document id: GUM_news_x is news."""
        found = re.match(r"GUM_([a-z]+)_", self.document)
        return found[1] if found else self.document.split("-")[0]


def read(path: Path, free_only: bool = True) -> Iterator[Sentence]:
    """Yield the sentences of a CoNLL-U file, without those under a non-commercial licence."""
    document, paragraph = "", True
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        meta: dict[str, str] = {}
        words: list[Word] = []
        fused_end, fused_space, fused_form, fused_start = 0, True, "", 0
        for line in block.split("\n"):
            if line.startswith("#"):
                key, _, value = line[1:].strip().partition(" = ")
                meta[key] = value
                if key == "newdoc id":
                    document, paragraph = value, True
                elif key.startswith("newpar"):
                    paragraph = True
                continue
            cells = line.split("\t")
            if len(cells) != 10 or "." in cells[0]:
                continue
            space = "SpaceAfter=No" not in cells[9]
            if "-" in cells[0]:
                start, end = map(int, cells[0].split("-"))
                fused_start, fused_end, fused_space, fused_form = start, end, space, cells[1]
                continue
            number = int(cells[0])
            if number < fused_end:
                space = False
            elif number == fused_end:
                space = fused_space
            feats = "" if cells[5] == "_" else cells[5]
            words.append(Word(cells[1], cells[2], cells[3], cells[4], feats, int(cells[6]), cells[7], space, cells[9]))
            if number == fused_end and "".join(w.form for w in words[fused_start - 1 :]) != fused_form:
                # A contraction whose parts are not its letters: keep the letters on the first word's span.
                share(words[fused_start - 1 :], fused_form)
        if not words:
            continue
        sentence = Sentence(words, document, paragraph, meta)
        paragraph = False
        if not (free_only and sentence.genre in NON_COMMERCIAL):
            yield sentence


def share(words: list[Word], form: str) -> None:
    """Distribute the letters of a contraction over its words, so that the text is rebuilt as written."""
    position = 0
    for index, word in enumerate(words):
        last = index == len(words) - 1
        length = len(form) - position if last else min(len(word.form), max(1, len(form) - position - 1))
        word.form = form[position : position + length]
        position += length


def documents(sentences: Iterator[Sentence], most: int = 8, paragraphs: bool = True) -> Iterator[list[Sentence]]:
    """Group sentences that follow each other, at most `most` of one paragraph (or document) together."""
    group: list[Sentence] = []
    for sentence in sentences:
        split = sentence.new_paragraph if paragraphs else False
        if group and (split or len(group) >= most or sentence.document != group[-1].document):
            yield group
            group = []
        group.append(sentence)
    if group:
        yield group
