"""Says what articles are read with, so that any process can load the same; its stamp is part of every chunk's key."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from kg import language, resources
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.ontology import Ontology
    from kg.reading import Reader

# The modules that have a part in what an article's text is read as; those below `articles` have made the text, which counts itself.
MODULES = tuple(
    "extractors linking/uniting ontology reading values "
    "errors gazetteer language letters odds packed processes records resources".split()
)
# The packages whose versions may change how a text is parsed.
PACKAGES = ("numpy", "pyoxigraph", "spacy", "thinc")


@dataclass(frozen=True, slots=True)
class Task:
    """The files of the vocabulary and the language pipeline; ``stamp`` is the digest of them and of the program."""

    ontologies: tuple[str, ...]
    model: str | None
    stamp: str

    def load(self) -> Reader:
        """The tools themselves; raises where they are no longer what the stamp was made of."""
        from kg.ontology import Ontology
        from kg.reading import Reader

        ontology = Ontology([Path(path) for path in self.ontologies])
        if find_stamp(ontology, self.model) != self.stamp:
            raise KgError(
                f"{platform.node()}: has another program, vocabulary or language pipeline than the build began with; "
                "install the same everywhere, and change nothing while a build runs"
            )
        return Reader(language.load(self.model), ontology)


def plan(ontology: Ontology, model: str | None = None) -> Task:
    """The task of reading with a vocabulary and a pipeline (None for the shipped one)."""
    return Task(tuple(str(file.resolve()) for file in map(Path, ontology.files)), model, find_stamp(ontology, model))


def find_stamp(ontology: Ontology, model: str | None) -> str:
    """The digest of all that a reading depends on beside its article, hexadecimal."""
    found = hashlib.sha256()
    for package in PACKAGES:
        found.update(f"{package} {metadata.version(package)}\n".encode())
    data = (
        resources.towns_file(),
        resources.flows_file(),
        resources.offices_file(),
        resources.encoder_file(),
        resources.wordpieces_file(),
    )
    for file in (*_program(), *data, *map(Path, ontology.files), *language.find_files(model)):
        content = file.read_bytes()
        found.update(f"{file.name} {len(content)}\n".encode())
        found.update(content)
    return found.hexdigest()


def _program() -> Iterator[Path]:
    for name in MODULES:
        path = resources.PACKAGE / name
        yield from sorted(path.rglob("*.py")) if path.is_dir() else (path.with_suffix(".py"),)
