"""Files of news → articles: title, publisher, date, byline, and clean paragraphs with offsets into a stored text.

How a plain text file is read:

1. bytes → characters: UTF-8 only, since guessing an encoding garbles names without anybody noticing;
2. lines: white space evened out, wrapped lines joined again;
3. the headline is found, and with it where the article begins;
4. what stands above the first paragraph or in lines of their own tells publisher, date and byline;
5. furniture goes: menus, teasers for other articles, comment forms, keyword lists, credits; after an end mark everything goes;
6. a caption that is given twice stays once, and datelines and reporters' names are taken off the paragraphs.

What decides is the shape of a line (length, sentence end, capitals) and the phrases in ``data/furniture.toml``; a page's own
layout is never assumed.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kg import resources
from kg.errors import ArticleError
from kg.records import Article, Paragraph

# Pages have menus of short lines; in the corpora no body paragraph under five words ends without a full stop.
HEADLINE_WORDS = 5
# A headline longer than this was never seen; a longer first line is a paragraph.
HEADLINE_CHARACTERS = 220
# Above this share of control characters a file is no text.
CONTROL_SHARE = 0.02
# Lines that are wrapped by a program stay under this width; paragraphs on one line mostly do not.
WRAP_WIDTH = 120
# The shortest repetition inside a paragraph that is taken for a caption given twice.
REPEATED_CHARACTERS = 40

MONTHS = (
    "january february march april may june july august september october november december".split(),
    "jan feb mar apr may jun jul aug sep oct nov dec".split(),
)
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_DATES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"(?P<year>(?:19|20)\d\d)\s?[-./年]\s?(?P<month>\d{1,2})\s?[-./月]\s?(?P<day>\d{1,2})(?!\d)",
        r"(?P<year>(?:19|20)\d\d)년\s*(?P<month>\d{1,2})월\s*(?P<day>\d{1,2})일",
        rf"\b(?P<name>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)\b",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<name>{_MONTH}),?\s+(?P<year>(?:19|20)\d\d)\b",
    )
)
_CLOCK = re.compile(
    r"\b\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?\b|\b(?:gmt|utc|kst|jst|est|edt|et|cet|cest|ist|msk|bst)\b(?:\s*[+-]\s*\d{1,2}(?::?\d\d)?)?",
    re.I,
)
_DATE_WORDS = frozenset(
    "published publication date posted post updated update last modified revised issued first all news on at by time input registered "
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun".split()
)
_UPDATED = re.compile(r"\b(updated?|modified|revised)\b", re.I)

_SENTENCE_END = re.compile(r"""[.!?…]["'”’)\]]*$""")
_BULLET = re.compile(r"^\s*(?:[•·▪◦‣●○■□►▶*]|[-–—](?=\s))\s*")
_ADDRESS = re.compile(r"^\S+@\S+\.\w+(?:\s+\S+@\S+\.\w+)*$|^(?:https?://|www\.)\S+$")
_COPYRIGHT = re.compile(r"(?:©|\(c\)|ⓒ|copyrights?\b)\s*(?:(?:19|20)\d\d[-–, \d]*)?\s*(?P<owner>[^.(\n]*)", re.I)
_BYLINE = re.compile(
    r"^\(?(?:by|written by|reporting by|reported by|words by|author:|text by|story by|from)\s+(?P<names>[^.!?]{2,160}?)\)?\.?$",
    re.I,
)
_REPORTING = re.compile(
    r"\(?\b(?:additional )?(?:reporting|writing|editing|edited|compiled|written)(?: and (?:reporting|writing|editing))? (?:by|in \w+ by) [^.]*?\)?\.?$",
    re.I,
)
_BRACKETED = re.compile(r"^\[(?P<inside>[^\]]{3,80})\]\s+(?=\S)")
_REPORTER = re.compile(r"^(?P<paper>.*?)\s*\b(?:reporter|correspondent|journalist|기자)\b\s*(?P<name>.*)$", re.I)
_CREDIT = re.compile(r"""(?<=[.!?"”’)\]])\s*[(\[](?P<inside>[^()\[\].!?]{2,60})[)\]]\s*$""")
_LINK = re.compile(r"\s*[\[(]https?://[^\s\])]+[\])]")
_SOURCE = re.compile(r"""(?<=[.!?"”’])\s+(?:source|via)\s*:\s*(?P<name>[^.!?]{2,60})\.?$""", re.I)
# 'SEOUL, South Korea (AP) —', 'BRUSSELS/SEOUL, June 28 (Yonhap) --', 'BEIJING. Dec 5 (Interfax) -', 'MANILA –', 'Jul 3 —'
_DATELINE = re.compile(
    rf"""^(?P<place>[A-Z][A-Z.'’-]+(?:[,/ ]+[A-Z][A-Z.'’-]+)*(?:,\s+[A-Z][\w.]+(?:\s[A-Z][\w.]+)?)?|[A-Z][\w.'’-]+(?:[,/ ]+[A-Z][\w.'’-]+){{0,3}})?
        [.,]?\s*(?P<date>(?i:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})(?:,?\s+(?:19|20)\d\d)?)?
        \s*(?:\((?P<agency>[^()]{{2,40}})\))?\s*(?P<dash>--+|[–—]|-)\s+(?=\S)""",
    re.X,
)
_TITLE_TAG = re.compile(
    r"^(?:\((?P<tag>[^()]{2,30})\)|\[[^\[\]]{2,30}\]|(?:lead|breaking(?: news)?|exclusive|update ?\d*|just in|urgent|watch)\s*[:|-])\s+(?=\S)",
    re.I,
)
_AGENCY_CREDIT = r"(?:REUTERS|AFP|AP|EPA|GETTY|Getty Images|AFP Photo|AP Photo)"
# A caption that runs into the first paragraph ends in a credit: '[GETTY]', '(Picture source: …)', '. REUTERS'.
_PICTURE = re.compile(
    rf"""^(?P<caption>.{{30,600}}?(?P<credit>\s*\[[^\]]*\b(?i:getty|afp|epa|photo|reuters|ap|handout)\b[^\]]*\]
        |\s*\((?i:photo|picture|image|source)\b[^)]{{0,60}}\)|(?<=[.!?])\s{_AGENCY_CREDIT}))\s+(?=["“'‘A-Z\d])(?P<rest>.{{60,}})$""",
    re.X | re.S,
)
_PICTURE_CREDIT = re.compile(r"\s*(?:\[[^\]]{2,60}\]|\((?:photo|picture|image|source)\b[^)]{0,60}\))$", re.I)


@dataclass(frozen=True, slots=True)
class Furniture:
    """The phrases of ``data/furniture.toml``, longest first."""

    lines: tuple[str, ...]
    teasers: tuple[str, ...]
    ends: tuple[str, ...]
    captions: tuple[str, ...]
    untitled: frozenset[str]
    publishers: frozenset[str]
    agencies: frozenset[str]


@dataclass(slots=True)
class _Page:
    """What is gathered while a file's lines are read."""

    title: str = ""
    byline: list[str] = field(default_factory=list)
    publishers: dict[str, str] = field(default_factory=dict)  # where it was seen → name
    dates: dict[str, str] = field(default_factory=dict)
    paragraphs: list[tuple[str, str]] = field(default_factory=list)  # kind, text


# ------------------------------------------------------------------------------------------------------ files


def load(paths: Iterable[Path | str]) -> Iterator[Article | ArticleError]:
    """Every article in the files and folders, in order of name; what cannot be read comes as its error, and the rest goes on."""
    files: list[Path] = []
    for path in map(Path, paths):
        try:
            files.extend(find_files(path))
        except ArticleError as error:
            yield error
    files = list(dict.fromkeys(files))
    stems = Counter(file.stem for file in files)
    for file in files:
        try:
            yield read(file, id="/".join(file.with_suffix("").parts[-2:]) if stems[file.stem] > 1 else file.stem)
        except ArticleError as error:
            yield error


def find_files(path: Path) -> list[Path]:
    """The articles in a folder and its subfolders, or the one file named."""
    if not path.exists():
        raise ArticleError(f"{path}: no such file or folder; name a {_endings()} file or a folder that holds some")
    if not path.is_dir():
        return [path]
    files = sorted(
        p for p in path.rglob("*") if p.suffix.lower() in READERS and p.is_file() and not p.name.startswith(".")
    )
    if not files:
        raise ArticleError(f"{path}: holds no article; an article is a {_endings()} file")
    return files


def read(path: Path | str, *, id: str = "") -> Article:
    """One article from one file."""
    path = Path(path)
    reader = READERS.get(path.suffix.lower())
    if reader is None and path.exists():
        raise ArticleError(f"{path}: cannot be read as an article; an article is a {_endings()} file")
    try:
        data = path.read_bytes()
    except IsADirectoryError:
        raise ArticleError(f"{path}: is a folder; name one {_endings()} file") from None
    except OSError as error:
        raise ArticleError(f"{path}: cannot be read ({error.strerror}); name a readable {_endings()} file") from None
    assert reader is not None
    return reader(data, str(path), id or path.stem)


def decode(data: bytes, where: str) -> str:
    """Bytes → text without control characters, or an error that says what the bytes are instead."""
    if not data.strip():
        raise ArticleError(f"{where}: is empty; an article holds a headline and paragraphs, or at least one sentence")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ArticleError(f"{where}: is UTF-16; save it as UTF-8 (iconv -f UTF-16 -t UTF-8)")
    head = data[:65536]
    control = sum(byte < 32 and byte not in b"\t\n\v\f\r" for byte in head)
    if control / len(head) > CONTROL_SHARE or head.startswith(
        (b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff")
    ):
        raise ArticleError(f"{where}: is a binary file; an article is plain text in UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ArticleError(
            f"{where}: line {line}: byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8 (iconv -f WINDOWS-1252 -t UTF-8)"
        ) from None
    # Format characters (zero-width spaces, directional marks, soft hyphens) hide inside words that look whole.
    kept = (
        c if c in "\n\t" or not unicodedata.category(c).startswith("C") else ""
        for c in text.replace("\r\n", "\n").replace("\r", "\n")
    )
    return "".join(kept)


def read_text(data: bytes, where: str, id: str) -> Article:
    """A plain text file, as copied or saved from a news page."""
    lines = [_even(line) for line in decode(data, where).split("\n")]
    page = _read_page(_unwrap(lines))
    if not page.paragraphs and not page.title:
        raise ArticleError(
            f"{where}: holds no sentence of an article; an article holds a headline and paragraphs, or at least one sentence"
        )
    return compose(
        id=id,
        source=where,
        title=page.title,
        publisher=next(
            (
                page.publishers[k]
                for k in ("title", "head", "copyright", "dateline", "byline", "source")
                if k in page.publishers
            ),
            "",
        ),
        published=next((page.dates[k] for k in ("published", "dateline", "updated") if k in page.dates), ""),
        byline=tuple(dict.fromkeys(page.byline)),
        paragraphs=page.paragraphs,
    )


# A reader for another format is one more line here: it ends in `compose` as `read_text` does.
READERS: dict[str, Callable[[bytes, str, str], Article]] = {".txt": read_text}


def _endings() -> str:
    return " or ".join(READERS)


def compose(
    *,
    id: str,
    source: str,
    title: str,
    publisher: str,
    published: str,
    byline: tuple[str, ...],
    paragraphs: Iterable[tuple[str, str]],
) -> Article:
    """The article record: title and (kind, text) paragraphs laid out in one stored text, two line ends between them."""
    parts: list[str] = []
    spans: list[Paragraph] = []
    at = 0
    for kind, text in ([("title", title)] if title else []) + list(paragraphs):
        spans.append(Paragraph(at, at + len(text), kind))
        parts.append(text)
        at += len(text) + 2
    text = "\n\n".join(parts)
    return Article(
        id, source, title, publisher, published, byline, text, tuple(spans), hashlib.sha256(text.encode()).hexdigest()
    )


# ------------------------------------------------------------------------------------------------------ lines


@cache
def furniture() -> Furniture:
    """The shipped phrases, read once."""
    words = tomllib.loads(resources.furniture_file().read_text(encoding="utf-8"))
    ordered = {name: tuple(sorted(values, key=len, reverse=True)) for name, values in words.items()}
    sets = (frozenset(words[name]) for name in ("untitled", "publishers", "agencies"))
    return Furniture(ordered["lines"], ordered["teasers"], ordered["ends"], ordered["captions"], *sets)


def _even(line: str) -> str:
    """A line with single plain spaces."""
    return " ".join(line.split())


def _plain(text: str) -> str:
    """The form in which lines are compared: lower case, straight quotes, no punctuation at either end."""
    return text.casefold().replace("’", "'").strip(" \t.,:;!?|-–—•*\"'“”‘…»«>")


def _starts(line: str, phrases: tuple[str, ...]) -> bool:
    plain = line.casefold().replace("’", "'").lstrip("•*-–—|>» ([")
    return any(plain.startswith(p) and not plain[len(p) : len(p) + 1].isalnum() for p in phrases)


def _is_sentence(line: str) -> bool:
    return bool(_SENTENCE_END.search(line)) or line.endswith((":", "--", "—"))


def _unwrap(lines: list[str]) -> list[str]:
    """Join lines that a program has wrapped: a line is wrapped where the next word would have passed the block's width."""
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
    if len(block) < 2 or not 45 <= width <= WRAP_WIDTH:
        return block
    joined = [block[0]]
    for before, line in zip(block, block[1:], strict=False):
        full = len(before) + 1 + len(line.split(" ", 1)[0]) > width
        apart = (
            _BULLET.match(line)
            or _is_furniture(before)
            or _is_furniture(line)
            or _BYLINE.match(line)
            or find_date_line(line)
        )
        flows = line[0].islower() or not _is_sentence(before)
        if (
            full
            and flows
            and not apart
            and len(before) > 40
            or (full and not apart and len(block) > 3 and len(before) > 0.7 * width)
        ):
            joined[-1] += " " + line
        else:
            joined.append(line)
    return joined


def _is_furniture(line: str) -> bool:
    """Whether a line by itself is a menu, a form, a teaser, an address or a credit."""
    known = furniture()
    if _ADDRESS.match(line) or not any(c.isalpha() for c in line) or _is_untitled(line):
        return True
    words = len(line.split())
    if _starts(line, known.lines) and (words <= 12 and not (words > 8 and _is_sentence(line))):
        return True
    return _is_teaser(line) or (words <= 14 and _is_end(line))


def _is_untitled(line: str) -> bool:
    return _plain(line).strip("()[]") in furniture().untitled


def _is_teaser(line: str) -> bool:
    """'Also Read : …': the words and a mark after them, or nothing after them."""
    plain = line.casefold().replace("’", "'").lstrip("•*-–—|>» ([")
    return any(plain.startswith(t) and re.match(r"\s*(?:[:|>»–—-]|$)", plain[len(t) :]) for t in furniture().teasers)


def _is_end(line: str) -> bool:
    plain = _plain(line)
    for end in furniture().ends:
        if plain == end.strip(" .") or (
            _starts(line, (end,)) and len(line.split()) <= len(end.split()) + 3 and not _is_sentence(line)
        ):
            return True
    return plain.startswith(("©", "ⓒ", "(c) ")) or (bool(re.search(r"all rights reserved", plain)) and len(plain) < 200)


def _is_caption(line: str) -> bool:
    plain = line.casefold()
    if _PICTURE_CREDIT.search(line) and re.search(r"photo|picture|image|getty|afp|epa|handout", plain):
        return True
    if not any(re.search(rf"\b{re.escape(c)}\b", plain) for c in furniture().captions):
        return False
    # 'The photo shows …' in a long report is body; a caption is one or two sentences, or carries a credit.
    return len(line) < 420


# ------------------------------------------------------------------------------------------------------- dates


def parse_day(text: str) -> str | None:
    """The first full date in a text, as ISO 8601."""
    found = [m for pattern in _DATES if (m := pattern.search(text))]
    for match in sorted(found, key=lambda m: m.start()):
        groups = match.groupdict()
        month = int(groups["month"]) if groups.get("month") else _month(groups["name"])
        day = int(groups["day"])
        if 1 <= month <= 12 and 1 <= day <= 31:
            return f"{groups['year']}-{month:02d}-{day:02d}"
    return None


def _month(name: str) -> int:
    return MONTHS[1].index(name[:3].casefold()) + 1


def find_date_line(line: str) -> str | None:
    """The date of a line that says little else ('Published : July 10, 2024 - 09:28')."""
    if len(line) > 120:
        return None
    day = parse_day(line)
    if day is None:
        return None
    rest = _CLOCK.sub(" ", line)
    for pattern in _DATES:
        rest = pattern.sub(" ", rest)
    left = [w for w in re.findall(r"[^\W\d_]+", rest.casefold()) if w not in _DATE_WORDS]
    return day if len(left) <= 2 else None


# -------------------------------------------------------------------------------------------------------- page


def _read_page(lines: list[str]) -> _Page:
    page = _Page()
    filled = [line for line in lines if line]
    begin = _find_headline(filled, page)
    seen: set[str] = {_plain(page.title)} if page.title else set()
    ended = skip = False
    for line in filled[begin:]:
        if _harvest(line, page, ended):
            continue
        if ended:
            continue
        if _is_teaser(line):
            skip = len(_plain(line).split()) <= 3  # 'Also Read:' alone: the teaser is the next line
            continue
        if skip and not _is_sentence(line):
            skip = False
            continue
        skip = False
        if _is_end(line):
            ended = bool(page.paragraphs)
            continue
        if _is_furniture(line):
            continue
        bullet = _BULLET.match(line)
        text = line[bullet.end() :] if bullet else line
        if len(text.split()) < HEADLINE_WORDS and not _is_sentence(text):
            continue
        for kind, part in _split_caption(text):
            part = _trim(part, page)
            key = _plain(part)
            if not key or key in seen or _repeats_title(_plain(_TITLE_TAG.sub("", part)), page.title):
                continue
            seen.add(key)
            page.paragraphs.append((kind, part))
    return page


def _find_headline(lines: list[str], page: _Page) -> int:
    """Find the headline among the lines above the first paragraph; where the article's own lines begin is returned."""
    above: list[int] = []
    for at, line in enumerate(lines):
        if _is_body(line):
            break
        above.append(at)
    if lines and not above and len(lines) > 1 and _is_headline_sentence(lines):
        above = [0]
    untitled = any(_is_untitled(lines[at]) for at in above)
    found = [
        at for strict in (True, False) for at in above if not untitled and _could_be_headline(lines[at], strict=strict)
    ]
    chosen = found[0] if found else None
    if len(lines) == 1 and _is_sentence(lines[0]):
        chosen = None  # one sentence is what the article says, not what it is called
    for at in above:
        if chosen is not None and at >= chosen:
            break
        if _is_publisher(lines[at]):
            page.publishers.setdefault("head", _plain_name(lines[at]))
        _harvest(lines[at], page, False)
    if chosen is None:
        return 0
    page.title = _TITLE_TAG.sub("", _strip_publisher(lines[chosen], page))
    return chosen + 1


def _is_body(line: str) -> bool:
    """A line long enough, and ended like a sentence, to be a paragraph and no headline."""
    if _is_furniture(line) or find_date_line(line):
        return False
    if _DATELINE.match(line) and _dateline(line) and len(line) > 80:
        return True
    return (len(line) > HEADLINE_CHARACTERS) or (_is_sentence(line) and len(line.split()) >= 8 and "|" not in line)


def _is_headline_sentence(lines: list[str]) -> bool:
    """A first line that ends like a sentence is a headline where it is short beside what follows, and in headline capitals or a question."""
    first, rest = lines[0], lines[1:]
    words = [w for w in re.findall(r"[^\W\d_][\w'’-]*", first) if len(w) > 3]
    capitals = sum(w[0].isupper() for w in words) / len(words) if words else 0.0
    longer = bool(rest) and max(map(len, rest)) > 1.3 * len(first)
    return len(first) <= HEADLINE_CHARACTERS and longer and (capitals > 0.7 or bool(re.match(r"[^.!?]{10,}\?", first)))


def _could_be_headline(line: str, *, strict: bool) -> bool:
    if _BULLET.match(line) or _is_furniture(line) or find_date_line(line) or _BYLINE.match(line) or _is_caption(line):
        return False
    words = line.split()
    if len(words) < (HEADLINE_WORDS if strict else 3) or len(line) > HEADLINE_CHARACTERS + 80:
        return False
    # A site's name or a menu is a few capitalized words without a verb.
    return not strict or len(words) > 7 or any(w[0].islower() and len(w) > 3 for w in words) or not _is_publisher(line)


def _is_publisher(text: str) -> bool:
    words = re.findall(r"[\w.'’&-]+", text)
    known = furniture()
    if not 1 <= len(words) <= 5 or _is_sentence(text):
        return False
    named = text.casefold() in known.agencies or any(w.casefold().strip(".") in known.publishers for w in words)
    site = bool(re.fullmatch(r"[\w-]+\.(?:com|org|net|info|news|co\.\w\w|\w\w)", text.casefold()))
    return site or (named and all(w[0].isupper() or w in {"of", "the", "and", "for"} for w in words))


def _plain_name(text: str) -> str:
    return text.strip(" .|-–—")


def _strip_publisher(title: str, page: _Page) -> str:
    """'Headline | Site' → 'Headline'; a dash counts only before what is named like a publisher, since headlines have dashes too."""
    for mark, sure in ((" | ", True), (" - ", False), (" – ", False), (" — ", False)):
        head, found, tail = title.rpartition(mark)
        # 'Treaty in force - KCNA' tells who says so, not who prints it.
        quoted = not sure and tail.casefold() in furniture().agencies
        if (
            found
            and not quoted
            and len(head.split()) >= 3
            and len(tail.split()) <= 6
            and (_is_publisher(tail) or (sure and not _is_sentence(tail)))
        ):
            page.publishers["title"] = _plain_name(tail)
            return _strip_publisher(head.strip(), page) if sure else head.strip()
    return title.strip()


def _repeats_title(plain: str, title: str) -> bool:
    """Whether a line is the headline again, with or without a site's name behind it."""
    head = _plain(title)
    return bool(head) and len(head) > 20 and (plain == head or (plain.startswith(head) and len(plain) < len(head) + 40))


def _harvest(line: str, page: _Page, ended: bool) -> bool:
    """Take date, byline or owner from a line that says nothing else; whether it was such a line."""
    day = find_date_line(line)
    if day:
        page.dates.setdefault("updated" if _UPDATED.search(line) else "published", day)
        return True
    owner = _COPYRIGHT.search(line)
    if owner and (ended or _is_end(line)):
        name = _plain_name(re.sub(r"\b(all rights reserved|copyright)\b.*", "", owner["owner"], flags=re.I)).strip(
            " ,;"
        )
        if 2 < len(name) < 60:
            page.publishers.setdefault("copyright", name)
        return False
    if _REPORTING.fullmatch(line) or re.match(
        r"^\(?(?:Reporting|Writing|Editing|Additional reporting)\b.* by .*", line
    ):
        page.byline.extend(_names(line))
        return True
    byline = _BYLINE.match(line)
    if byline and len(line.split()) <= 14 and _named(byline["names"]) and not _is_body(line):
        names = _names(byline["names"])
        for name in names:
            if name.casefold() in furniture().agencies:
                page.publishers.setdefault("byline", name)
        page.byline.extend(names)
        return True
    return False


def _named(text: str) -> bool:
    words = [
        w
        for w in re.findall(r"[^\W\d_][\w'’.-]*", text)
        if w.casefold() not in {"and", "in", "for", "of", "the", "with", "de", "van", "von", "al"}
    ]
    return bool(words) and sum(w[0].isupper() for w in words) >= 0.8 * len(words)


def _names(text: str) -> list[str]:
    """'Reporting by A; Additional reporting by B and C; Edited by D, E' → the names."""
    text = re.sub(
        r"\b(?:additional )?(?:reporting|reported|writing|written|editing|edited|compiled)(?: and \w+)?(?: in [A-Z]\w+)? by\b",
        ";",
        text.strip("() ."),
        flags=re.I,
    )
    parts = re.split(r"\s*[;,/|&]\s*|\s+and\s+", text)
    return [name for part in parts if (name := part.strip(" .()")) and len(name.split()) <= 5 and _named(name)]


# -------------------------------------------------------------------------------------------------- paragraphs


def _split_caption(text: str) -> Iterator[tuple[str, str]]:
    """A paragraph as (kind, text) parts: a caption that is given twice, or ends in a picture credit, stands apart."""
    if len(text) <= 6000:
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
    kind = "caption" if _is_caption(text) else "body"
    yield kind, _PICTURE_CREDIT.sub("", text) if kind == "caption" else text


def _dateline(text: str) -> re.Match[str] | None:
    """The dateline at the head of a paragraph: capitals for the place, or a date, and a dash; an agency makes it certain."""
    match = _DATELINE.match(text)
    if match is None or match.end() > 90:
        return None
    place, date, agency = match["place"] or "", match["date"], match["agency"]
    if not (place or date):
        return None
    shout = re.split(r"[,/]", place)[0].strip()
    if place and not (shout.isupper() and len(shout) >= 3) and not agency:
        return None
    known = bool(agency) and agency.casefold() in furniture().agencies
    if match["dash"] == "-" and not (known or date):
        return None
    if agency and not known and not shout.isupper():
        return None
    return match


def _trim(text: str, page: _Page) -> str:
    """A paragraph without dateline, reporter's brackets, links and credits; what they tell is kept."""
    bracket = _BRACKETED.match(text)
    if bracket and (reporter := _REPORTER.match(bracket["inside"])):
        if reporter["name"].strip():
            page.byline.append(reporter["name"].strip())
        if reporter["paper"].strip():
            page.publishers.setdefault("byline", reporter["paper"].strip())
        text = text[bracket.end() :]
    match = _dateline(text)
    if match:
        if match["agency"]:
            page.publishers.setdefault("dateline", match["agency"].strip())
        if match["date"] and (day := parse_day(match["date"])):
            page.dates.setdefault("dateline", day)
        text = text[match.end() :]
    text = _LINK.sub("", text)
    if source := _SOURCE.search(text):
        page.publishers.setdefault("source", source["name"].strip())
        text = text[: source.start()]
    while credit := _CREDIT.search(text):
        # '(Reporting by …)' and '(Yonhap)' alike; an agency there is where the text comes from.
        if credit["inside"].casefold() in furniture().agencies:
            page.publishers.setdefault("source", credit["inside"])
        elif re.match(r"(?:additional )?(?:reporting|writing|editing)\b", credit["inside"], re.I):
            page.byline.extend(_names(credit["inside"]))
        text = text[: credit.start()].rstrip()
    return text.strip()
