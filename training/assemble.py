"""Puts the trained parts together into one pipeline that plain `spacy.load` opens, and swaps it in at once."""

import argparse
import shutil
from pathlib import Path

import spacy
from spacy.language import Language

from training.lemmas import add, hide_positive_degree
from training.tokenization import build

SOURCES = [
    "UD_English-EWT 2.16 (CC BY-SA 4.0)",
    "UD_English-GUM 11 without fiction, whow, letter, essay, podcast, reddit (CC BY 4.0)",
    "Groningen Meaning Bank (public domain texts, CDLA-Sharing 1.0)",
    "WikiGold (CC BY 4.0)",
    "CrossNER politics (MIT)",
    "UNER English EWT (CC BY-SA 4.0)",
    "re3d without BBC (public domain, OGL 3.0, CC BY 3.0 AU, CC BY-SA 3.0)",
    "spacy-lookups-data (MIT)",
]


def assemble(syntax: Path, ner: Path, treebanks: list[Path]) -> Language:
    """Return the whole pipeline."""
    first, second = spacy.load(syntax), spacy.load(ner)
    nlp = build()
    for name in ("tok2vec", "tagger", "morphologizer"):
        nlp.add_pipe(name, source=first)
    hide_positive_degree(nlp)
    add(nlp, treebanks)
    nlp.add_pipe("parser", source=first)
    nlp.add_pipe("ner", source=second)
    # A configuration that names training code would ask for that code when it is read again.
    nlp.config["initialize"]["before_init"] = None
    nlp.meta.update(
        name="armsgraph_news",
        version="1.0.0",
        description="English news: Universal Dependencies, lemmas and names",
        license="CC BY-SA 4.0",
        author="armsgraph",
        url="",
        email="",
        sources=[{"name": source} for source in SOURCES],
        performance={},
    )
    return nlp


def replace_folder(new: Path, target: Path) -> None:
    """Put a folder in the place of another, with no moment at which it is half written."""
    old = target.with_name(target.name + ".old")
    if old.exists():
        shutil.rmtree(old)
    if target.exists():
        target.rename(old)
    new.rename(target)
    if old.exists():
        shutil.rmtree(old)


def main() -> None:
    """Assemble and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--syntax", type=Path, required=True, help="trained tagger, morphologizer and parser")
    parser.add_argument("--ner", type=Path, required=True, help="trained entity recognizer")
    parser.add_argument("--treebanks", type=Path, nargs="+", required=True, help="CoNLL-U files for the lemma tables")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    nlp = assemble(args.syntax, args.ner, args.treebanks)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    temporary = args.out.with_name(args.out.name + ".new")
    if temporary.exists():
        shutil.rmtree(temporary)
    nlp.to_disk(temporary, exclude=["cfg"])
    replace_folder(temporary, args.out)


if __name__ == "__main__":
    main()
