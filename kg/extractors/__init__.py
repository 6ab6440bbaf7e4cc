"""What reads a Doc: one visible list. Each has ``extract(doc, ontology)``, a generator of records, and calls no other."""

from __future__ import annotations

EXTRACTORS = ()
