"""Checks of a vocabulary, as a compiler checks a program: file and line, what is wrong, what would be right.

An error is something that the reader would misread or pass over; a warning is something that it can do without.
"""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kg import __version__
from kg.checks.events import (
    find_wrong_cues,
    find_wrong_patterns,
    find_wrong_roles,
    find_wrong_stages,
    find_wrong_triggers,
)
from kg.checks.findings import NEAR, Finding, Vocabulary, near
from kg.checks.shapes import find_wrong_shapes
from kg.checks.terms import (
    find_cycles,
    find_loose_links,
    find_missing_labels,
    find_names_twice,
    find_undeclared_properties,
    find_unknown_terms,
)
from kg.checks.words import find_homeless_concepts, find_unread_classes, find_words_twice
from kg.errors import OntologyError
from kg.sources import Source, Sources


def check(files: Iterable[Path]) -> list[Finding]:
    """Everything that is wrong with a vocabulary, in order of file and line."""
    try:
        sources = Sources(files)
    except OSError as error:
        raise OntologyError(
            f"{error.filename}: cannot be read ({error.strerror}); name a Turtle file or a folder of them"
        ) from None
    found = list(find_syntax_faults(sources))
    if not found:  # whatever else is wrong may follow from what could not be read
        view = Vocabulary(sources)
        for rule in RULES:
            found.extend(rule(view))
    return sorted(set(found))


def errors(files: Iterable[Path]) -> list[Finding]:
    """What the reader must not begin with."""
    return [finding for finding in check(files) if finding.severity == "error"]


def refuse(files: Iterable[Path]) -> None:
    """Raise where a vocabulary has errors, so that no graph is built on it."""
    files = list(files)
    stamp = _stamp(files)
    if stamp is not None and stamp.exists():
        return
    found = errors(files)
    if stamp is not None and not found:
        with contextlib.suppress(OSError):
            stamp.parent.mkdir(parents=True, exist_ok=True)
            stamp.touch()
    if found:
        lines = "\n".join(str(finding) for finding in found)
        raise OntologyError(
            f"{lines}\nkg: {len(found)} error{'s' if len(found) > 1 else ''} in the vocabulary and nothing was built; "
            "mend what the lines above name"
        )


def _stamp(files: list[Path]) -> Path | None:
    """The file that says of a vocabulary with these bytes that it has no errors, so that it need not be checked twice."""
    rules = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    digest = hashlib.sha256(__version__.encode() + rules)
    try:
        for path in files:
            digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except (OSError, RuntimeError):
        return None
    return folder / "armsgraph" / f"sound-{digest.hexdigest()[:32]}"


def find_syntax_faults(sources: Sources) -> Iterator[Finding]:
    for source in sources.files:
        if source.fault is None:
            continue
        undeclared = re.search(
            r"prefix ([\w.-]*):? has not been declared|[Pp]refix (?:not found|undeclared):? ?([\w.-]*)",
            source.fault.message,
        )
        if undeclared:
            prefix = undeclared[1] or undeclared[2] or ""
            line = next(
                (
                    i
                    for i, text in enumerate(source.text.splitlines(), 1)
                    if re.search(rf"(?<![\w<:/]){re.escape(prefix)}:", text)
                ),
                source.fault.line,
            )
            yield Finding(
                str(source.path),
                max(line, 1),
                f"the prefix {prefix}: is not declared",
                _declare(prefix, source, sources),
            )
        else:
            yield Finding(
                str(source.path),
                source.fault.line,
                f"not valid Turtle ({source.fault.message})",
                "mend this line, or the end of the statement before it",
            )


def _declare(prefix: str, source: Source, sources: Sources) -> str:
    known = {p: iri for s in sources.files for p, iri in s.prefixes.items()}
    if prefix in known:
        return f"write @prefix {prefix}: <{known[prefix]}> . at the head of the file"
    return near(prefix, source.prefixes, "declare it at the head of the file with @prefix") + (
        ":" if difflib.get_close_matches(prefix, source.prefixes, 1, NEAR) else ""
    )


RULES: tuple[Callable[[Vocabulary], Iterator[Finding]], ...] = (
    find_unknown_terms,
    find_undeclared_properties,
    find_loose_links,
    find_names_twice,
    find_missing_labels,
    find_cycles,
    find_wrong_roles,
    find_wrong_patterns,
    find_wrong_triggers,
    find_wrong_stages,
    find_wrong_cues,
    find_words_twice,
    find_unread_classes,
    find_homeless_concepts,
    find_wrong_shapes,
)
