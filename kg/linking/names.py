"""How alike two names are: the same, another spelling, initials, a shorter form, or none of these."""

from __future__ import annotations

import functools
import re

from anyascii import anyascii
from rapidfuzz.distance import Levenshtein

# What stands before or after a name and is no part of it.
_SUFFIXES = frozenset("jr sr ii iii iv phd md".split())
# Romanizations of one sound, as newspapers write it; applied in this order to each word. Korean: Seop/Sup, Joon/Jun;
# Slavic: Zelensky/Zelenskyy/Zelenskiy; Arabic: al-/el-, Abdul/Abdel, Abdullah/Abdulla, Mohammed/Mohamed.
_SPELLINGS = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"^(?:al|el)$", "al"),
        (r"^abd[aeiu]l$", "abdul"),
        (r"(.)\1+", r"\1"),
        (r"eo|ou|oo(?=.)", "u"),
        (r"(?<=.)(?:iy|yi|ij|y|ei?y)$", "i"),
        (r"(?<=[aeiou])h$", ""),
        (r"ph", "f"),
        (r"ck|q", "k"),
        (r"(?<=[aeiou])y(?=[aeiou])", "i"),
    )
)
# Below this many letters a change of one is another word: Un and Il, Jin and Jun.
LONG = 5
# How much of two long words must agree to be one in two spellings: a letter in five.
ALIKE = 0.75


@functools.lru_cache(maxsize=100_000)
def words(name: str) -> tuple[str, ...]:
    """The words of a name in plain lower-case letters, whatever its script, without dots, hyphens and suffixes."""
    plain = re.sub(r"['’`ʹ.]", "", anyascii(name).casefold())
    found = re.findall(r"[a-z0-9]+", plain)
    kept = tuple(word for word in found if word not in _SUFFIXES)
    return kept or tuple(found)


@functools.lru_cache(maxsize=100_000)
def folded(name: str) -> tuple[str, ...]:
    """The words of a name in the form that all romanizations of them share."""
    return tuple(map(fold_word, words(name)))


def fold_word(word: str) -> str:
    for pattern, plain in _SPELLINGS:
        word = pattern.sub(plain, word)
    return word


def has_suffix(name: str) -> bool:
    """Whether a name ends in what tells a son from his father."""
    last = re.findall(r"[a-z]+", anyascii(name).casefold())
    return bool(last) and last[-1] in _SUFFIXES


def compare(one: str, other: str) -> tuple[float, str]:
    """How alike two names of people are, between 0 and 1, and in what; 0 where they cannot be one person's.

    The figures order the ways in which names can agree; ``people`` says which of them are enough by themselves.
    """
    a, b = words(one), words(other)
    if a == b or sorted(a) == sorted(b):
        return (1.0, "the same words") if has_suffix(one) == has_suffix(other) else (0.75, "one without suffix")
    fa, fb = folded(one), folded(other)
    if len(a) > 1 and len(b) > 1 and ("".join(fa) == "".join(fb) or sorted(fa) == sorted(fb)):
        return 0.95, "another spelling"
    if min(len(a), len(b)) == 1:
        short, long = (fa, fb) if len(fa) == 1 else (fb, fa)
        return (0.5, "surname alone") if len(long) > 1 and short[0] in (long[-1], long[0]) else (0.0, "")
    if fa[-1] == fb[-1] and _initials_agree(fa[:-1], fb[:-1]):
        return 0.75, "initials or fewer given names"
    if len(fa) == len(fb) and _spelled_alike(fa, fb):
        return 0.6, "spelled alike"
    if fa[-1] == fb[-1] and a[0][0] == b[0][0] and len(a) == len(b) == 2 and min(len(fa[0]), len(fb[0])) >= LONG:
        return 0.45, "surname and initial"
    return 0.0, ""


def _initials_agree(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether the given names can be one person's: the first agree, and those between agree or only one name has any."""
    first = _may_be(a[0], b[0])
    rest = not a[1:] or not b[1:] or (len(a) == len(b) and all(map(_may_be, a[1:], b[1:])))
    return first and rest


def _may_be(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) == 1 and a[0] == b[0])


def _spelled_alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether one word at most differs, and that by little."""
    different = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(different) == 1 and alike(*different[0])


def alike(a: str, b: str) -> bool:
    """Whether two long words differ by so little that they may be one."""
    long = min(len(a), len(b)) >= LONG - 1 and max(len(a), len(b)) >= LONG
    return long and a[0] == b[0] and Levenshtein.normalized_similarity(a, b) >= ALIKE
