"""Write ontology/countries.ttl: codes from pycountry, names from CLDR, words of the news from countries.txt.

Run it as ``python ontology/scripts/countries.py`` with pycountry (LGPL 2.1; data of Debian's iso-codes) and babel (BSD;
data of Unicode CLDR, Unicode licence) installed. Correct countries.txt, never the file that is made of it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import babel
import pycountry

HERE = Path(__file__).parent
FIELDS = 11
# pycountry turns these about ("Korea, Republic of") and has no official name for them.
OFFICIAL = {
    "KR": "Republic of Korea",
    "TW": "Republic of China",
    "PS": "State of Palestine",
    "GB": "United Kingdom of Great Britain and Northern Ireland",
}
HEAD = """\
# Countries and territories, with the names, demonyms, peoples and capitals by which news means them.
# Made by scripts/countries.py of pycountry (LGPL 2.1), Unicode CLDR (by way of babel) and scripts/countries.txt:
# correct that one, and run the script.
@prefix country: <https://w3id.org/armsgraph/id/country/> .
@prefix kg: <https://w3id.org/armsgraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of countries.txt."""

    code: str
    wikidata: str
    name: str
    demonyms: tuple[str, ...]
    people: tuple[str, ...]
    capitals: tuple[str, ...]
    seats: tuple[str, ...]
    others: tuple[str, ...]
    context: tuple[str, ...]
    ambiguous: tuple[str, ...]
    succession: tuple[str, ...]
    former: bool


def slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def people_of(demonym: str) -> tuple[str, ...]:
    """The plural noun of a demonym, where English forms one: Kenyans, but no Chineses and no Irishes."""
    return () if not demonym or re.search(r"(ese|ish|ch|ss|ois|ic|er)$", demonym) else (demonym + "s",)


def parse_line(text: str) -> Line:
    fields = text.split("|")
    if len(fields) > FIELDS:
        raise ValueError(f"countries.txt: {text!r} has {len(fields)} fields; {FIELDS} at most would be right")
    code, wikidata, name, *lists = fields + [""] * (FIELDS - len(fields))
    values = [tuple(filter(None, (value.strip() for value in field.split(";")))) for field in lists]
    demonyms, people = values[0], values[1]
    if people == ("-",):
        people = ()
    elif not people and demonyms:
        people = people_of(demonyms[0])
    if not name:
        name = babel.Locale("en").territories[code].replace(" & ", " and ").replace("’", "'")
        name = re.sub(r"^St\. ", "Saint ", name)
    return Line(code.lstrip("+"), wikidata, name, demonyms, people, *values[2:], former=code.startswith("+"))


def official_name(code: str) -> str:
    """The official English name, or "" where there is none beside the short one."""
    country = pycountry.countries.get(alpha_2=code)
    return OFFICIAL.get(code) or getattr(country, "official_name", "")


def literal(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"@en'


def to_turtle(line: Line) -> str:
    """One country's block of Turtle."""
    country = pycountry.countries.get(alpha_2=line.code) if len(line.code) == 2 else None
    official = official_name(line.code) if country else ""
    others = [o for o in line.others if o not in (line.name, official)]
    rows = [f"country:{slug(line.name)} a kg:Country", f"rdfs:label {literal(line.name)}"]
    for term, values in (
        ("skos:altLabel", others),
        ("kg:officialName", [official] if official and official != line.name else []),
        ("kg:demonym", line.demonyms),
        ("kg:people", line.people),
        ("kg:capital", line.capitals),
        ("kg:seatOfGovernment", line.seats),
        ("kg:contextLabel", line.context),
        ("kg:ambiguousLabel", line.ambiguous),
    ):
        if values:
            rows.append(f"{term} " + ", ".join(map(literal, dict.fromkeys(values))))
    if country:
        rows.append(f'kg:iso3166alpha2 "{country.alpha_2}" ; kg:iso3166alpha3 "{country.alpha_3}"')
    elif line.code == "XK":
        rows.append('kg:iso3166alpha2 "XK" ; kg:iso3166alpha3 "XKX"')
    if line.former:
        rows.append("kg:formerState true")
    for days, successor in (text.split() for text in line.succession):
        first, last = days.split("/")
        rows.append(f'kg:dateStart "{first}"^^xsd:date ; kg:dateEnd "{last}"^^xsd:date')
        rows.append(f"kg:succeededBy country:{successor}")
    if line.wikidata:
        rows.append(f"skos:exactMatch wd:{line.wikidata}")
    return " ;\n    ".join(rows) + " ."


def to_file() -> str:
    """The text of countries.ttl."""
    texts = (HERE / "countries.txt").read_text(encoding="utf-8").splitlines()
    lines = [parse_line(text) for text in texts if text and not text.startswith("#")]
    missing = {c.alpha_2 for c in pycountry.countries} - {line.code for line in lines}
    if missing:
        raise SystemExit(
            f"countries.txt: no line for {', '.join(sorted(missing))}; every ISO 3166-1 code should have one"
        )
    blocks = [to_turtle(line) for line in sorted(lines, key=lambda line: slug(line.name))]
    return "\n".join([HEAD, *(block + "\n" for block in blocks)])


def main() -> None:
    (HERE.parent / "countries.ttl").write_text(to_file(), encoding="utf-8")


if __name__ == "__main__":
    main()
