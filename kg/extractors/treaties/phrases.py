"""Tells where the noun phrase around a word for an agreement begins and ends."""

from __future__ import annotations

from kg.extractors.treaties.reader import DETERMINERS, Reader

NAME_WORDS = 8  # words at most before and after the head word of a described agreement


def phrase_start(reader: Reader, start: int) -> int:
    """Where the noun phrase before a head word begins, without article, owner and quotation marks."""
    i = start
    while i > 0 and start - i < NAME_WORDS:
        token, text = reader.doc[i - 1], reader.texts[i - 1]
        if text in {'"', "“", "”", "'", "‘", "’", "-", ",,"} or (text == "''"):
            if text in {"'", "’"} and not (
                i < start and reader.texts[i - 1] in {"'", "’"} and reader.doc[i - 1].whitespace_
            ):
                break
            i -= 1
            continue
        if reader.words[i - 1] in DETERMINERS or reader.words[i - 1] == "'s" or not text[:1].isalnum():
            break
        if (
            token.pos_ in {"NOUN", "PROPN", "ADJ", "NUM", "X"}
            or (token.pos_ == "VERB" and token.dep_ in {"amod", "compound"})
            or token.pos_ == ""
        ):
            i -= 1
            continue
        break
    while i < start and not reader.texts[i][:1].isalnum():
        i += 1
    return i


def phrase_end(reader: Reader, end: int) -> tuple[int, bool]:
    """Where a name goes on after the head word: "of friendship and cooperation", "on the Prohibition of …"."""
    i, n = end, len(reader.words)
    if i >= n or reader.words[i] not in {"of", "on"}:
        return end, False
    last = end
    j = i + 1
    while j < n and j - end <= NAME_WORDS + 4 and not reader.doc[j].is_sent_start:
        token = reader.doc[j]
        mention = reader.mention_of.get(j)
        if mention is not None and mention.form in {"name", "capital", "people"}:
            break
        if token.pos_ in {"NOUN", "PROPN", "ADJ"} or reader.words[j] in {"non"}:
            last = j + 1
        elif reader.words[j] == "on" and reader.words[end] == "of":
            break  # "the deal of Vienna on the nuclear programme"
        elif reader.words[j] in {"the", "and", "of", "on", "for", ",", "-", "its", "between"}:
            if reader.words[j] == "," and not is_listed(reader, j):
                break
        else:
            break
        j += 1
    return last, last > end


def is_listed(reader: Reader, comma: int) -> bool:
    """Whether a comma stands inside a list that "and" closes a few words on."""
    for j in range(comma + 1, min(comma + 7, len(reader.words))):
        if reader.words[j] == "and":
            return True
        if reader.doc[j].pos_ not in {"NOUN", "ADJ", "PROPN", "PUNCT"}:
            return False
    return False
