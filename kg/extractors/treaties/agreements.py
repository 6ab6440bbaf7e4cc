"""Finds where an article names or describes an agreement between states."""

from __future__ import annotations

from kg import values
from kg.extractors.treaties.found import Found
from kg.extractors.treaties.parties import find_parties, state
from kg.extractors.treaties.phrases import phrase_end, phrase_start
from kg.extractors.treaties.reader import POSSESSIVES, Reader, doc_spans
from kg.ontology import fold
from kg.records import Interval

# Kinds of agreements, by the name of their word list; the first that fits counts.
KINDS = (
    "arms-control",
    "mutual-defence",
    "friendship-and-cooperation",
    "strategic-partnership",
    "military-transit",
    "peace",
    "trade",
    "defence-pact",
)

PLACED = frozenset({"in", "at", "with"})
AIMED = frozenset({"on", "against"})
ADOPTING = ("of the", "by the", "that the", "which the", "adopted by the", "passed by the")  # before its body
FURTHEST_BODY = 6  # words from "resolution" on
LONGEST_IMPOSER = 8  # words from "embargo" to the name of who imposed it


def find_agreements(reader: Reader) -> list[Found]:
    """Every place where an agreement is named or described."""
    found = []
    taken: set[int] = set()
    for span in doc_spans(reader.doc):
        known = reader.ontology.treaties.get(span.iri)
        if known is None:
            continue
        end = span.end
        if end < len(reader.words) and (reader.words[end],) in reader.kinds:
            end += 1  # "AUKUS agreement"
        taken.update(range(span.start, end))
        parties = tuple(state(reader, name) for name in known.parties)
        name = reader.text(span.start, end)
        found.append(
            Found(
                name,
                span.start,
                end,
                end - 1,
                known.kind,
                span.iri,
                parties,
                named=True,
                status=read_status(reader, span.start, end),
            )
        )
    i = 0
    while i < len(reader.words):
        length = head_at(reader, i)
        inside = reader.mention_of.get(i)
        named_in = inside is not None and inside.kind not in {
            "Country",
            "Person",
        }  # North Atlantic Treaty Organization
        if length and not named_in and not taken & set(range(i, i + length)):
            item = read_agreement(reader, i, i + length)
            if item is not None and not taken & set(range(item.start, item.end)):
                taken.update(range(item.start, item.end))
                found.append(item)
        i += max(length, 1)
    return sorted(found, key=lambda f: f.start)


def head_at(reader: Reader, i: int) -> int:
    """How many words from ``i`` on are a word for an agreement, in the singular or the plural."""
    if reader.words[i] not in reader.first_words and reader.words[i].removesuffix("s") not in reader.first_words:
        return 0
    for length in range(min(reader.longest, len(reader.words) - i), 0, -1):
        words = tuple(reader.words[i : i + length])
        if words in reader.kinds or (*words[:-1], words[-1].removesuffix("s")) in reader.kinds:
            return length
    return 0


def read_agreement(reader: Reader, start: int, end: int) -> Found | None:
    """The agreement whose head word is at ``start`` to ``end``; None where it is none between states."""
    head, words = end - 1, reader.words
    base = tuple(words[start:end])
    plural = base not in reader.kinds
    word = " ".join(base).removesuffix("s") if plural else " ".join(base)
    kind = reader.kinds.get(base) or reader.kinds.get((*base[:-1], base[-1].removesuffix("s")), "")
    left = phrase_start(reader, start)
    right, complement = phrase_end(reader, end)
    before = [fold(w) for w in reader.texts[left:start] if w[:1].isalnum()]
    told = [w for w in before if w not in reader.generic]
    if is_negated(reader, left):
        return None
    if word == "resolution":
        return resolution(reader, left, end, kind)
    if word == "embargo":
        return embargo(reader, left, end, kind)
    if not told and not complement:
        right = told_after(reader, end)
        complement = right > end
    right = max(right, dated_after(reader, end))
    named = (
        reader.texts[start][:1].isupper() and (bool(told) or bool(complement)) and start not in sentence_starts(reader)
    )
    named = (
        named
        or any(reader.texts[i][:1].isupper() and i not in reader.mention_of for i in range(left, start))
        and start - left > 0
        and left not in sentence_starts(reader)
    )
    parties = find_parties(reader, left, start, right)
    determiner = words[left - 1] if left else ""
    joint = range(end + 1, min(end + 4, len(words)) if words[end : end + 1] == ["between"] else 0)
    shared = next((i + 1 for i in joint if words[i] in reader.joint), 0)  # "agreement between the governments"
    right, complement = (shared, True) if shared else (right, complement)
    generic = not told and not complement and not (word in reader.truces and is_made(reader, end))
    definite = determiner in {"the", "this", "that", *POSSESSIVES} or determiner == "'s"
    loose = word in reader.contractual
    if word in reader.truces and not (complement or is_made(reader, end) or reader.calendar & set(told)):
        return None  # "a truce is wanted"
    pairs = {" ".join(told[k : k + 2]) for k in range(len(told))}
    dated = dated_after(reader, end) > end or any(w.isdigit() and len(w) == 4 for w in told)  # "the 1952 agreement"
    told_apart = dated or bool((set(told) | pairs) & reader.modifiers)
    if plural and not named and not (told_apart and parties):
        return None
    if determiner in POSSESSIVES | {"'s"} and words[end : end + 1] == ["to"]:
        return None  # "India's agreement to adhere": consent
    political = bool(shared) or told_apart
    trade = is_commercial(reader, left, right, loose=loose and (word == "deal" or not told_apart))
    if loose:
        opening = reader.doc[left].sent.start == 0
        if (trade and not shared) or (len(parties) < 2 and not political and not (definite and generic)):
            return None
        if generic and definite and len(parties) < 2 and opening:
            return None
        generic = generic and not opening
    elif not named and ((trade and not political) or (generic and not definite and len(parties) < 2)):
        return None
    name = reader.text(left, right if complement else end)
    item = Found(
        name,
        left,
        right if complement else end,
        head,
        tell_kind(reader, kind, fold(name).split()),
        "",
        parties,
        definite,
        generic,
        named,
        loose,
    )
    item.status = read_status(reader, left, item.end)
    item.date = read_date(reader, left, item.end, item.status)
    return item


def sentence_starts(reader: Reader) -> set[int]:
    return {sent.start for sent in reader.doc.sents}


def resolution(reader: Reader, left: int, end: int, kind: str) -> Found | None:
    """A resolution of the United Nations, by body or number; other resolutions are no agreement."""
    before = fold(reader.text(left, end))
    number = end < len(reader.words) and reader.words[end][:1].isdigit()
    after = " ".join(reader.words[end : end + FURTHEST_BODY])
    adopted = any(after.startswith(f"{link} {body}") for link in ADOPTING for body in reader.bodies)
    if not any(f" {body} " in f" {before} " for body in reader.bodies) and not number and not adopted:
        return None
    end = end + 1 if number else end
    return Found(reader.text(left, end), left, end, end - 1, kind, named=True, status=read_status(reader, left, end))


def embargo(reader: Reader, left: int, end: int, kind: str) -> Found | None:
    """An embargo that the United Nations have imposed, who bind all states by it; those of others are their own policy."""
    clause = " ".join(reader.words[left : min(end + LONGEST_IMPOSER, reader.doc[left].sent.end)])
    before = reader.mention_of.get(left - 1 - (reader.words[left - 1] == "'s")) if left else None
    if not any(f" {body} " in f" {clause} " for body in reader.bodies) and (
        before is None or fold(before.name) not in reader.bodies
    ):
        return None
    told = told_after(reader, end, AIMED)  # "arms embargo on Libya"
    status = read_status(reader, left, end)
    return Found(reader.text(left, told), left, told, end - 1, kind, named=True, status=status)


def told_after(reader: Reader, end: int, prepositions: frozenset[str] = PLACED) -> int:
    """Where words end that tell an agreement from others: "treaty in Lima", "deal with Peru", "agreement of May 2005"."""
    dated = dated_after(reader, end)
    if is_made(reader, end) and reader.words[end + 1 : end + 2] in (["at"], ["in"]):
        end += 1  # "truce signed at Lima"
    if dated > end or end + 1 >= len(reader.words) or reader.words[end] not in prepositions:
        return dated
    at = end + 1 + (reader.words[end + 1] == "the")
    mention = reader.mention_of.get(at)
    return mention.end if mention is not None and mention.start == at and mention.country else end


def is_made(reader: Reader, end: int) -> bool:
    """Whether a participle or parties say that an agreement was made: "truce agreed in May", "ceasefire between …"."""
    after = reader.words[end] if end < len(reader.words) else ""
    return after == "between" or (after in reader.signing and reader.doc[end].pos_ == "VERB")


def dated_after(reader: Reader, end: int) -> int:
    """Where a date after "of" ends: "the treaty of 1958"; ``end`` where none follows."""
    i = end + 1 if reader.words[end : end + 1] == ["of"] else end
    while i > end and i < len(reader.words) and is_date(reader, i):
        i += 1
    return i if i > end + 1 else end


def is_date(reader: Reader, i: int) -> bool:
    month = reader.words[i] in reader.calendar or reader.texts[i] == "May"
    return month or (reader.words[i].isdigit() and len(reader.words[i]) in {1, 2, 4})


def tell_kind(reader: Reader, kind: str, words: list[str]) -> str:
    """What an agreement is about, by the words of its name."""
    text = " " + " ".join(words) + " "
    for name in KINDS:
        if any(f" {word} " in text for word in reader.ontology.words("treaty-kind-" + name)):
            return name.replace("-", " ")
    return kind or "agreement"


def is_negated(reader: Reader, left: int) -> bool:
    return left > 0 and reader.words[left - 1] in {"no", "any", "never"}


def is_weapon(reader: Reader, i: int) -> bool:
    word = fold(reader.texts[i])
    return word in reader.weapons or word.removesuffix("s") in reader.weapons


def is_commercial(reader: Reader, left: int, right: int, *, loose: bool) -> bool:
    """Whether words of trade or arms stand in the agreement's own phrase, or for a loose word in its sentence."""
    sentence = reader.doc[left].sent
    if loose and right - left > 1 and fold(reader.texts[right - 2]) in reader.lexicon.weapons:
        return True  # "the vehicle deal"
    near = range(max(left - 2, sentence.start), min(right + 6, sentence.end))
    if any(reader.words[i] in reader.commerce or is_weapon(reader, i) for i in near):
        return True
    if any(
        reader.doc[i].ent_type_ == "MONEY" or reader.texts[i] in {"$", "€", "£"}
        for i in range(max(left - 4, sentence.start), min(right + 4, sentence.end))
    ):
        return True
    return loose and any(reader.words[i] in reader.commerce for i in range(sentence.start, sentence.end))


def read_status(reader: Reader, left: int, right: int) -> str:
    """What the cue word nearest to an agreement in its sentence says of it."""
    sentence = reader.doc[left].sent
    best, distance = "", 99
    for i in range(sentence.start, sentence.end):
        if left <= i < right:
            continue
        cue = reader.ontology.treaty_cues.get(reader.words[i]) or reader.ontology.treaty_cues.get(
            reader.doc[i].lemma_.lower()
        )
        if cue is None:
            continue
        gap = left - i if i < left else i - right
        if gap < distance:
            best, distance = cue, gap
    return best


def read_date(reader: Reader, left: int, right: int, status: str) -> Interval | None:
    """The time that the agreement's sentence gives, where it tells of its signing or its end."""
    if not status or status in {"mentioned", "proposed"}:
        return None
    return values.parse_date(reader.doc[left].sent.text, reader.doc._.article.published)
