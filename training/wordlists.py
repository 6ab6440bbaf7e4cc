"""The word lists in `data/words.toml`."""

import tomllib
from pathlib import Path

LISTS = tomllib.loads((Path(__file__).parent / "data" / "words.toml").read_text(encoding="utf-8"))


def words(name: str) -> list[str]:
    """Return a list of single words."""
    return str(LISTS[name]).split()


def phrases(name: str) -> list[str]:
    """Return a list of phrases."""
    return [" ".join(phrase.split()) for phrase in LISTS[name].split(";")]


def regions() -> dict[str, tuple[list[str], list[str]]]:
    """Return given names and surnames by region."""
    return {name: (part["given"].split(), part["family"].split()) for name, part in LISTS["regions_of_names"].items()}
