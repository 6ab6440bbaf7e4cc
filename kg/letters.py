"""Letters without their accents."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=1 << 16)  # a text has the same words again and again
def bare(text: str) -> str:
    """The text in compatibility form (NFKD) without combining marks: "Doğan" → "Dogan"."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
