"""Lines of a saved news page → headline, paragraphs, and what the page tells of its article.

What decides is the shape of a line (length, sentence end, capitals) and known phrases; a site's own layout is never
assumed.

1. wrapped lines are joined again;
2. the headline is found, and with it where the article begins;
3. what stands above the first paragraph, or in lines of its own, tells publisher, date and byline;
4. furniture goes: menus, teasers, comment forms, keyword lists; after an end mark everything goes;
5. a caption that is given twice stays once; datelines, reporters' names and credits are taken off the paragraphs.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg import furniture, imprint
from kg.imprint import Imprint

# Pages have menus of short lines; in the corpora no body paragraph under five words ends without a full stop.
HEADLINE_WORDS = 5
# A headline longer than this was never seen; a longer first line is a paragraph.
HEADLINE_CHARACTERS = 220
# Lines that are wrapped by a program stay under this width; paragraphs on one line mostly do not.
WRAP_WIDTH = 120
# The shortest repetition inside a paragraph that is taken for a caption given twice, and the longest looked through.
REPEATED_CHARACTERS = 40
SEARCHED_CHARACTERS = 6000

_TITLE_TAG = re.compile(
    r"^(?:\([^()]{2,30}\)|\[[^\[\]]{2,30}\]"
    r"|(?:lead|breaking(?: news)?|exclusive|update ?\d*|just in|urgent|watch|opinion|analysis|explained)\s*[:|-])"
    r"\s+(?=\S)",
    re.I,
)
_AGENCY_CREDIT = r"(?:REUTERS|AFP|AP|EPA|GETTY|Getty Images|AFP Photo|AP Photo)"
_PICTURE = re.compile(
    rf"""^(?P<caption>.{{30,600}}?(?P<credit>\s*\[[^\]]*\b(?i:getty|afp|epa|photo|reuters|ap|handout)\b[^\]]*\]
        |\s*\((?i:photo|picture|image|source)\b[^)]{{0,60}}\)|(?<=[.!?])\s{_AGENCY_CREDIT}))\s+(?=["“'‘A-Z\d])(?P<rest>.{{60,}})$""",
    re.X | re.S,
)


@dataclass(slots=True)
class Page:
    """An article as it stands on a page."""

    title: str = ""
    paragraphs: list[tuple[str, str]] = field(default_factory=list)  # kind, text
    imprint: Imprint = field(default_factory=Imprint)


def read(text: str, *, title: str = "") -> Page:
    """The page in a text; a title that is known from elsewhere is not looked for."""
    lines = [line for line in _unwrap([" ".join(line.split()) for line in text.split("\n")]) if line]
    page = Page()
    if title:
        page.title = _TITLE_TAG.sub("", imprint.strip_publisher(title, page.imprint))
    begin = 0 if title else _find_headline(lines, page)
    seen = {furniture.plain(page.title)} if page.title else set()
    for line in _own_lines(lines[begin:], page):
        bullet = furniture.BULLET.match(line)
        text = line[bullet.end() :] if bullet else line
        if len(text.split()) < HEADLINE_WORDS and not furniture.is_sentence(text):
            continue
        for kind, part in _split_caption(text):
            part = imprint.trim(part, page.imprint)
            key = furniture.plain(part)
            if not key or key in seen or _repeats_title(part, page.title):
                continue
            seen.add(key)
            page.paragraphs.append((kind, part))
    return page


def _own_lines(lines: list[str], page: Page) -> Iterator[str]:
    """The lines of the article itself, down to its end."""
    ended = began = teased = False
    for line in lines:
        if imprint.harvest(line, page.imprint, ended=ended) or ended:
            continue
        if furniture.is_teaser(line):
            teased = len(furniture.plain(line).split()) <= 3  # 'Also Read:' alone: the teaser is the next line
            continue
        if teased and not furniture.is_sentence(line):
            teased = False
            continue
        teased = False
        if furniture.is_end(line):
            ended = began
        elif not furniture.is_furniture(line):
            began = began or _is_body(line)
            yield line


# -------------------------------------------------------------------------------------------------- wrapped lines


def _unwrap(lines: list[str]) -> list[str]:
    """Join wrapped lines: a line is wrapped where the next word would have passed the block's width."""
    out: list[str] = []
    block: list[str] = []
    for line in [*lines, ""]:
        if line:
            block.append(line)
            continue
        out.extend(_join(block))
        out.append("")
        block = []
    return out


def _join(block: list[str]) -> list[str]:
    width = max(map(len, block), default=0)
    if len(block) < 2 or not REPEATED_CHARACTERS < width <= WRAP_WIDTH:
        return block
    joined = [block[0]]
    for before, line in itertools.pairwise(block):
        full = len(before) + 1 + len(line.split(" ", 1)[0]) > width and len(before) > 0.6 * width
        # Two short lines can look wrapped by accident; where a sentence ends at the edge, more lines must agree.
        flows = line[0].islower() or not furniture.is_sentence(before) or len(block) > 3
        if full and flows and not (_stands_alone(before) or _stands_alone(line)):
            joined[-1] += " " + line
        else:
            joined.append(line)
    return joined


def _stands_alone(line: str) -> bool:
    told = furniture.is_furniture(line) or imprint.is_byline(line) or imprint.find_date_line(line) is not None
    return told or bool(furniture.BULLET.match(line))


# ------------------------------------------------------------------------------------------------------- headline


def _find_headline(lines: list[str], page: Page) -> int:
    """Find the headline among the lines above the first paragraph; where the article's own lines begin is returned."""
    above: list[int] = []
    for at, line in enumerate(lines):
        if _is_body(line):
            break
        above.append(at)
    if lines and not above and len(lines) > 1 and _is_headline_sentence(lines):
        above = [0]
    untitled = any(furniture.is_untitled(lines[at]) for at in above)
    found = [
        at for strict in (True, False) for at in above if not untitled and _could_be_headline(lines[at], strict=strict)
    ]
    chosen = found[0] if found else None
    if len(lines) == 1 and furniture.is_sentence(lines[0]):
        chosen = None  # one sentence is what the article says, not what it is called
    for at in above:
        if chosen is not None and at >= chosen:
            break
        if imprint.is_publisher(lines[at]):
            page.imprint.publishers.setdefault("head", lines[at].strip(" .|-–—"))
        imprint.harvest(lines[at], page.imprint, ended=False)
    if chosen is None:
        return 0
    page.title = _TITLE_TAG.sub("", imprint.strip_publisher(lines[chosen], page.imprint))
    return chosen + 1


def _is_body(line: str) -> bool:
    """A line long enough, and ended like a sentence, to be a paragraph and no headline."""
    if furniture.is_furniture(line) or imprint.find_date_line(line):
        return False
    if imprint.find_dateline(line) and len(line) > 80:
        return True
    return (len(line) > HEADLINE_CHARACTERS) or (
        furniture.is_sentence(line) and len(line.split()) >= 8 and "|" not in line
    )


def _is_headline_sentence(lines: list[str]) -> bool:
    """A first line that ends like a sentence is a headline if it is short, and in headline capitals or a question."""
    first, rest = lines[0], lines[1:]
    words = [w for w in re.findall(r"[^\W\d_][\w'’-]*", first) if len(w) > 3]
    capitals = sum(w[0].isupper() for w in words) / len(words) if words else 0.0
    longer = bool(rest) and max(map(len, rest)) > 1.3 * len(first)
    return len(first) <= HEADLINE_CHARACTERS and longer and (capitals > 0.7 or bool(re.match(r"[^.!?]{10,}\?", first)))


def _could_be_headline(line: str, *, strict: bool) -> bool:
    line = _TITLE_TAG.sub("", line)
    if (
        furniture.BULLET.match(line)
        or furniture.is_furniture(line)
        or imprint.find_date_line(line)
        or imprint.is_byline(line)
        or furniture.is_caption(line)
    ):
        return False
    words = line.split()
    if len(words) < (HEADLINE_WORDS if strict else 3) or len(line) > HEADLINE_CHARACTERS + 80:
        return False
    # A site's name or a menu is a few capitalized words without a verb.
    return (
        not strict
        or len(words) > 7
        or any(w[0].islower() and len(w) > 3 for w in words)
        or not imprint.is_publisher(line)
    )


def _repeats_title(text: str, title: str) -> bool:
    """Whether a line is the headline again, with or without a site's name behind it."""
    head, line = furniture.plain(title), furniture.plain(_TITLE_TAG.sub("", text))
    return len(head) > 20 and line.startswith(head) and len(line) < len(head) + 40


# ------------------------------------------------------------------------------------------------------- captions


def _split_caption(text: str) -> Iterator[tuple[str, str]]:
    """A paragraph as (kind, text) parts: a caption that is given twice, or ends in a picture credit, stands apart."""
    if len(text) <= SEARCHED_CHARACTERS:
        match = re.match(rf"(?P<once>.{{{REPEATED_CHARACTERS},}}?)\s+(?P=once)(?=\s|$)", text)
        if match:
            yield "caption", match["once"].strip()
            if rest := text[match.end() :].strip():
                yield from _split_caption(rest)
            return
    picture = _PICTURE.match(text)
    if picture:
        yield "caption", picture["caption"].removesuffix(picture["credit"]).strip()
        yield "body", picture["rest"].strip()
        return
    kind = "caption" if furniture.is_caption(text) else "body"
    yield kind, furniture.PICTURE_CREDIT.sub("", text) if kind == "caption" else text
