"""What reads a Doc: one visible list. Each has ``extract(doc, ontology)``, a generator of records, and calls no other."""

from __future__ import annotations

from kg.extractors import organizations, people, transfers, treaties

EXTRACTORS = (people, organizations, treaties, transfers)
