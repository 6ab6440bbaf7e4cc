"""What mending a parse must leave: a tree."""

from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg.extractors.mending import loops
from kg.ontology import Ontology
from tests.reading import annotated


def runs_in_a_circle(doc: Doc) -> bool:
    return any(token in token.ancestors for token in doc)


@pytest.mark.parametrize("text", ["Two were signed. Up to 70 were mentioned in the autumn.", "It has up to 16. Up to 70."])
def test_no_mended_parse_runs_in_a_circle(nlp: Language, vocabulary: Ontology, text: str) -> None:
    assert not runs_in_a_circle(annotated(nlp, vocabulary, text))


def test_a_sentence_in_a_circle_gets_its_arcs_back_and_others_keep_theirs(nlp: Language) -> None:
    doc = nlp("Norway has sent six guns. Chad has sent three tanks.")
    first, _ = doc.sents
    parsed, before = loops.arcs(doc), [(t.head.i, t.dep_) for t in doc[:6]]
    guns, tanks = doc[4], doc[10]
    assert (guns.text, tanks.text) == ("guns", "tanks")
    first.root.head = guns
    tanks.dep_ = "obl"
    assert runs_in_a_circle(doc)
    loops.undo(doc, parsed)
    assert not runs_in_a_circle(doc)
    assert [(t.head.i, t.dep_) for t in doc[:6]] == before
    assert doc[10].dep_ == "obl"
    assert [s.root.text for s in doc.sents] == ["sent", "sent"]
