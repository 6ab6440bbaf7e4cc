"""What news pages print around an article, told by phrases (``data/furniture.toml``) and by the shape of a line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kg import resources

BULLET = re.compile(r"^\s*(?:[•·▪◦‣●○■□►▶*]|[-–—](?=\s))\s*")
PICTURE_CREDIT = re.compile(r"\s*(?:\[[^\]]{2,60}\]|\((?:photo|picture|image|source)\b[^)]{0,60}\))$", re.I)
_SENTENCE_END = re.compile(r"""[.!?…]["'”’)\]]*$""")
_ADDRESS = re.compile(r"^\S+@\S+\.\w+(?:\s+\S+@\S+\.\w+)*$|^(?:https?://|www\.)\S+$")
# 'The photo shows …' in a long report is body; a caption is one or two sentences, or carries a credit.
CAPTION_CHARACTERS = 420


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of ``data/furniture.toml``, longest first."""

    lines: tuple[str, ...]
    teasers: tuple[str, ...]
    ends: tuple[str, ...]
    captions: tuple[str, ...]
    untitled: frozenset[str]
    publishers: frozenset[str]
    agencies: frozenset[str]


@cache
def phrases() -> Phrases:
    """The shipped phrases, read once."""
    words = tomllib.loads(resources.furniture_file().read_text(encoding="utf-8"))
    ordered = {name: tuple(sorted(values, key=len, reverse=True)) for name, values in words.items()}
    sets = (frozenset(words[name]) for name in ("untitled", "publishers", "agencies"))
    return Phrases(ordered["lines"], ordered["teasers"], ordered["ends"], ordered["captions"], *sets)


def plain(text: str) -> str:
    """The form in which lines are compared: lower case, straight quotes, no punctuation at either end."""
    return text.casefold().replace("’", "'").strip(" \t.,:;!?|-–—•*\"'“”‘…»«>")


def is_sentence(line: str) -> bool:
    """Whether a line ends as sentences do."""
    return bool(_SENTENCE_END.search(line)) or line.endswith((":", "--", "—"))


def is_furniture(line: str) -> bool:
    """Whether a line by itself is a menu, a form, a teaser, an address or an end mark."""
    if _ADDRESS.match(line) or not any(c.isalpha() for c in line) or is_untitled(line):
        return True
    words = len(line.split())
    if words <= 12 and _starts(line, phrases().lines) and not (words > 8 and is_sentence(line)):
        return True
    return is_teaser(line) or (words <= 14 and is_end(line))


def is_untitled(line: str) -> bool:
    """Whether a line says that there is no headline."""
    return plain(line).strip("()[]") in phrases().untitled


def is_teaser(line: str) -> bool:
    """'Also Read : …': the words and a mark after them, or nothing after them."""
    text = _head(line)
    return any(text.startswith(t) and re.match(r"\s*(?:[:|>»–—-]|$)", text[len(t) :]) for t in phrases().teasers)


def is_end(line: str) -> bool:
    """Whether nothing more of the article follows this line."""
    text = plain(line)
    if text.startswith(("©", "ⓒ", "(c) ")) or ("all rights reserved" in text and len(text) < 200):
        return True
    short = [end for end in phrases().ends if len(line.split()) <= len(end.split()) + 3]
    return any(text == end.strip(" .") for end in short) or (_starts(line, short) and not is_sentence(line))


def is_caption(line: str) -> bool:
    """Whether a paragraph is the caption of a picture."""
    text = line.casefold()
    if PICTURE_CREDIT.search(line) and re.search(r"photo|picture|image|getty|afp|epa|handout", text):
        return True
    return len(line) < CAPTION_CHARACTERS and any(re.search(rf"\b{re.escape(c)}\b", text) for c in phrases().captions)


def _head(line: str) -> str:
    return line.casefold().replace("’", "'").lstrip("•*-–—|>» ([")


def _starts(line: str, known: Iterable[str]) -> bool:
    """Whether a line begins with a phrase; one word must be nearly all of it ('Top', not 'Top general …')."""
    text, words = _head(line), len(line.split())
    return any(
        text.startswith(p) and not text[len(p) : len(p) + 1].isalnum() and (" " in p or words <= 2) for p in known
    )
