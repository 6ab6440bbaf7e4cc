"""In which language a text is: the reader knows English only."""

from __future__ import annotations

from functools import cache
from typing import Any

# What py3langid takes English to be: English itself, and Nigerian Pidgin where it is full of names.
ENGLISH = ("en", "pcm")
# The likelihood of English below which a text is in another language. Measured: 117 English articles keep more than 0.5 and
# their 552 sentences alone more than 0.1, lists of names and credits among them; a sentence in another language has less
# than 0.003.
LEAST_ENGLISH = 0.02
# The first part tells; in a few words names outweigh the others.
CHARACTERS = 5_000
LEAST_CHARACTERS = 20


def find_foreign(text: str) -> str:
    """The ISO 639 code of the language of a text that is surely not in English; "" for all others."""
    if len(text) < LEAST_CHARACTERS:
        return ""
    ranked: list[tuple[str, float]] = _identifier().rank(text[:CHARACTERS])
    english = sum(likelihood for language, likelihood in ranked if language in ENGLISH)
    return ranked[0][0] if english < LEAST_ENGLISH else ""


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
