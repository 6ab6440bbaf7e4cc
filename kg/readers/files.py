"""Files and folders → what holds articles, with the names that their articles will have; nothing is opened."""

from __future__ import annotations

import glob
import itertools
import os
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from kg.errors import ArticleError
from kg.readers import ENDINGS, SINGLE, find_kind, unpacked
from kg.readers.streams import STDIN

# What a shell would have expanded.
_PATTERN = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Source:
    """A file that holds an article, or a record for each of many."""

    path: Path
    id: str  # the article's id, or what the ids of its articles begin with
    kind: str  # a key of READERS; "" for standard input until it is read

    @property
    def where(self) -> str:
        """The path in characters that can be printed and written."""
        return "standard input" if str(self.path) == STDIN else printable(str(self.path))


@dataclass(frozen=True, slots=True)
class Listing:
    """What the paths that a user names hold."""

    sources: tuple[Source, ...]
    errors: tuple[ArticleError, ...]
    ignored: tuple[tuple[str, int], ...]  # endings of files in folders that no reader is for, and how many have it

    def note(self) -> str:
        """What was left alone in folders, as a sentence; "" where nothing was."""
        counts = ", ".join(f"{count} {ending}" for ending, count in self.ignored)
        return counts and f"left alone in folders: {counts}; articles are in {endings()} files"


def find(paths: Iterable[Path | str], *, kind: str = "") -> Listing:
    """The files in folders and their subfolders, in order of name, and those that are named; ``kind`` is for the latter.

    An id is the file's name without ending; those of several files with one name begin with the folder's.
    """
    files: dict[str, Path] = {}
    errors: list[ArticleError] = []
    ignored: Counter[str] = Counter()
    for given in paths:
        for path in _expand(given):
            for found in _find(path, kind, ignored):
                if isinstance(found, ArticleError):
                    errors.append(found)
                else:
                    files.setdefault(os.path.abspath(found), found)
    names = _name(list(files.values()))
    sources = (Source(path, names[path], kind or find_kind(path.name)) for path in files.values())
    return Listing(tuple(sources), tuple(errors), tuple(sorted(ignored.items())))


def endings() -> str:
    return f"{', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}"


def printable(text: str) -> str:
    """A name with everything escaped that would break a line, or that is no character at all."""
    return "".join(_shown(c) for c in text)


def _shown(c: str) -> str:
    if c.isprintable():
        return c
    return " " if unicodedata.category(c) == "Zs" else c.encode("unicode_escape").decode()


def _expand(given: Path | str) -> list[Path]:
    """A pattern as the paths that fit it; anything else as it is."""
    path = Path(given)
    if not _PATTERN & set(str(given)) or os.path.lexists(path):
        return [path]
    return [Path(found) for found in sorted(glob.glob(str(given), recursive=True))] or [path]


def _find(path: Path, kind: str, ignored: Counter[str]) -> Iterator[Path | ArticleError]:
    where = printable(str(path))
    try:
        if str(path) == STDIN:
            yield path
        elif not path.exists():
            yield ArticleError(f"{where}: no such file or folder; name a {endings()} file or a folder that holds some")
        elif path.is_dir():
            yield from _walk(path, ignored)
        elif not kind and not find_kind(path.name):
            yield ArticleError(f"{where}: cannot be read as an article; an article is a {endings()} file")
        else:
            yield path
    except (OSError, ValueError) as error:  # a folder that may not be entered, a name with a null byte
        reason = getattr(error, "strerror", None) or error
        yield ArticleError(f"{where}: cannot be read ({reason}); name a readable file or folder")


def _walk(folder: Path, ignored: Counter[str]) -> Iterator[Path | ArticleError]:
    """The articles in a folder; links to folders are not followed, for they may lead in circles."""
    closed: list[OSError] = []
    files: list[Path] = []
    for top, _, names in os.walk(folder, onerror=closed.append):
        files.extend(Path(top, name) for name in names if not name.startswith("."))
    fitting = sorted(file for file in files if find_kind(file.name))
    ignored.update(_ending(file) for file in files if not find_kind(file.name))
    for error in closed:
        yield ArticleError(
            f"{printable(str(error.filename))}: cannot be read ({error.strerror}); make the folder readable"
        )
    if not fitting and not closed:
        yield ArticleError(f"{printable(str(folder))}: holds no article; an article is a {endings()} file")
    yield from fitting


def _ending(file: Path) -> str:
    return printable(file.suffix.lower()) or "no ending"


def _name(files: list[Path]) -> dict[Path, str]:
    """An id for each file; a file of records yields to an article that has its name, as data lie beside articles."""
    single = [file for file in files if find_kind(file.name) in SINGLE]
    names = _tell_apart(single)
    records = _tell_apart([file for file in files if file not in names])
    # Nor may "news/1" be both a record of news.jsonl and news/1.txt.
    taken = {name[:end] for name in names.values() for end, c in enumerate(name + "/") if c == "/"}
    names |= {file: name + file.suffix if name in taken else name for file, name in records.items()}
    # Names that differ only in what cannot be shown are numbered.
    taken = set(names.values())
    for file, name in sorted(names.items()):
        shown = printable(name)
        if shown != name:
            numbered = (f"{shown}-{number}" for number in itertools.count(2))
            names[file] = shown if shown not in taken else next(other for other in numbered if other not in taken)
            taken.add(names[file])
    return names


def _tell_apart(files: list[Path]) -> dict[Path, str]:
    """A file's name without ending, behind as much of its path as tells it from the others."""
    beside = Counter((file.parent, _stem(file)) for file in files)
    own = {file: _stem(file) if beside[file.parent, _stem(file)] == 1 else file.name for file in files}
    names: dict[Path, str] = {}
    left, depth = files, 0
    while left:
        folders = {file: Path(os.path.abspath(file)).parts[:-1] for file in left} if depth else {}
        found = {file: _join((*folders.get(file, ())[-depth:], own[file])) for file in left}
        counts = Counter(found.values())
        last = depth > max(map(len, folders.values()), default=0) > 0
        names.update((file, name) for file, name in found.items() if counts[name] == 1 or last)
        left = [file for file in left if file not in names]
        depth += 1
    return names


def _stem(file: Path) -> str:
    return "stdin" if str(file) == STDIN else PurePath(unpacked(file.name)).stem


def _join(parts: Iterable[str]) -> str:
    return "/".join(part for part in parts if part.strip("./")) or "article"
