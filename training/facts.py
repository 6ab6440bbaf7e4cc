"""Texts with facts: the compact form in which the training texts of the judge lie in ``training/data/flows``.

    python -m training.facts FILE.facts... --out FOLDER     # articles/*.txt and gold/*.json, as the scorer reads them
    python -m training.facts FILE.facts...                  # only checks

    === w3-001 2023-05-02                                    an id, and the day of publication where there is one
    Headline

    Paragraph …
    ---
    T: Baykar/Turkey > Mali | TB2 drones=drones=6=about | delivered | says=Mali | when=2023-04 | shows=words of the text
    P: Name | aka=Other Form/Third | role=Defence Minister @ Mali
    O: Baykar | company | aka=…
    A: Arms Trade Treaty | kind=… | parties=Mali/Turkey | status=mentioned

"?T:" is a fact that a reader may take or leave. Sides, sources and deniers split by "/" are alternatives, "-" is nobody;
several goods are split by ";", several places of the words that show it by " ... ". A transfer may have denies= and worth=, too.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CATEGORIES = frozenset(
    "ammunition missiles air-defence artillery armoured-vehicles aircraft drones ships small-arms sensors production "
    "unspecified other".split()
)
STAGES = frozenset("delivered committed proposed sought withheld ended".split())
TYPES = frozenset(
    "alliance intergovernmental government military company media armed-group think-tank other".split()
)
TOLD = frozenset({"says", "denies", "when", "worth", "shows"})


class FactsError(ValueError):
    """A line that cannot be read: where, what, and what would be right."""


@dataclass(slots=True)
class Text:
    """A text and its facts in the scorer's form."""

    id: str
    published: str  # YYYY-MM-DD, "" where it has no day
    text: str
    gold: dict[str, Any] = field(default_factory=dict)


def load(path: Path) -> Iterator[Text]:
    """The texts of one file; the first line that cannot be read is an error."""
    for block in re.split(r"(?m)^=== *", path.read_text(encoding="utf-8"))[1:]:
        head, _, rest = block.partition("\n")
        name, _, day = head.strip().partition(" ")
        where = f"{path}: {name}"
        body, mark, facts = rest.partition("\n---\n")
        if not mark:
            raise FactsError(f"{where}: has no line --- between the text and its facts")
        body = body.strip()
        text = Text(name, day, body, _empty(name, day, body.partition("\n")[0]))
        for line in filter(None, map(str.strip, facts.split("\n"))):
            _read_line(text, line, f"{where}: {line[:60]}")
        yield text


def _empty(name: str, day: str, title: str) -> dict[str, Any]:
    lists: dict[str, Any] = {key: [] for key in ("people", "organizations", "countries", "treaties", "transfers")}
    return {"id": name, "title": title, "published": day or None, **lists}


def _read_line(text: Text, line: str, where: str) -> None:
    kind, _, body = line.partition(":")
    parts = [part.strip() for part in body.split("|")]
    optional = kind.startswith("?")
    match kind.lstrip("? "):
        case "T":
            found, key = _transfer(text, parts, where), "transfers"
        case "P":
            found, key = _person(parts, where), "people"
        case "O":
            if len(parts) < 2 or parts[1] not in TYPES:
                raise FactsError(f"{where}: wants NAME | TYPE, one of {', '.join(sorted(TYPES))}")
            aliases = _many(_pairs(parts[2:]).get("aka", ""))
            found, key = {"name": parts[0], "aliases": aliases, "type": parts[1]}, "organizations"
        case "A":
            told = _pairs(parts[1:])
            found = {"name": parts[0], "aliases": _many(told.get("aka", "")), "kind": told.get("kind", "")}
            found |= {"parties": _many(told.get("parties", "")), "status": told.get("status", "mentioned")}
            found["date"], key = told.get("when"), "treaties"
        case _:
            raise FactsError(f"{where}: wants T:, P:, O: or A:, with ? before it where it may be left")
    text.gold[key].append({**found, "optional": optional})


def _transfer(text: Text, parts: Sequence[str], where: str) -> dict[str, Any]:
    if len(parts) < 3 or ">" not in parts[0]:
        raise FactsError(f"{where}: wants SUPPLIER > RECIPIENT | goods | stage | key=value …")
    if parts[2] not in STAGES:
        raise FactsError(f"{where}: {parts[2]} is no stage; one of {', '.join(sorted(STAGES))}")
    giver, _, taker = parts[0].partition(">")
    told = _pairs(parts[3:])
    if told.keys() - TOLD:
        raise FactsError(f"{where}: knows no {', '.join(sorted(told.keys() - TOLD))}; one of {', '.join(sorted(TOLD))}")
    flat = " ".join(text.text.split())
    shown = [" ".join(s.split()).strip('"') for s in told.get("shows", "").split("...") if s.strip()]
    if not shown or any(words not in flat for words in shown):
        raise FactsError(f"{where}: shows= must be words of the text as they stand there")
    return {
        "supplier": _many(giver),
        "recipient": _many(taker),
        "items": [_goods(goods, where) for goods in parts[1].split(";")],
        "stage": parts[2],
        "sources": _many(told.get("says", "")),
        "denied_by": _many(told.get("denies", "")),
        "date": told.get("when"),
        "value": told.get("worth"),
        "evidence": shown,
    }


def _goods(told: str, where: str) -> dict[str, Any]:
    words, category, number, qualifier = ([part.strip() for part in told.split("=")] + [""] * 3)[:4]
    if category not in CATEGORIES:
        known = ", ".join(sorted(CATEGORIES))
        raise FactsError(f"{where}: {told.strip()} wants words=category[=number[=qualifier]], one of {known}")
    try:
        count = float(number.replace(",", "")) if number else None
    except ValueError:
        raise FactsError(f"{where}: {number} is no number") from None
    return {"text": words, "category": category, "quantity": count, "qualifier": qualifier or None, "unit": None}


def _person(parts: Sequence[str], where: str) -> dict[str, Any]:
    roles, aliases = [], []
    for part in parts[1:]:
        key, _, value = part.partition("=")
        if key.strip() == "aka":
            aliases = _many(value)
        elif key.strip() == "role":
            title, _, body = value.partition("@")
            roles.append({"title": title.strip(), "of": body.strip() or None})
        else:
            raise FactsError(f"{where}: wants aka=A/B or role=TITLE @ BODY")
    return {"name": parts[0], "aliases": aliases, "roles": roles}


def _many(told: str) -> list[str]:
    return [part.strip() for part in told.split("/") if part.strip() not in {"", "-"}]


def _pairs(parts: Sequence[str]) -> dict[str, str]:
    return {key.strip(): value.strip() for key, _, value in (part.partition("=") for part in parts)}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, help="folder to write articles/ and gold/ into")
    options = parser.parse_args()
    texts = [text for path in options.files for text in load(path)]
    if options.out is not None:
        for folder in ("articles", "gold"):
            (options.out / folder).mkdir(parents=True, exist_ok=True)
        for text in texts:
            (options.out / "articles" / f"{text.id}.txt").write_text(text.text + "\n", encoding="utf-8")
            gold = json.dumps(text.gold, ensure_ascii=False, indent=1)
            (options.out / "gold" / f"{text.id}.json").write_text(gold + "\n", encoding="utf-8")
    print(f"{len(texts)} texts, {sum(len(text.gold['transfers']) for text in texts)} transfers")


if __name__ == "__main__":
    main()
