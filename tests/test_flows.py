"""The judge of flows: what it weighs, that it reads beyond frames, lets doubtful claims fall and says how sure it is."""

from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg import explanation
from kg.extractors import flows, forms, frames, transfers
from kg.extractors.flows import anchors, resolving, weights
from kg.extractors.flows.sheet import Sheet
from kg.odds import probability
from kg.ontology import Ontology
from kg.records import Claim
from tests.reading import annotated

EVENT, ROLES = "ArmsTransfer", ("supplier", "recipient")
ACROSS = (
    "Peru turns to Korean armour",
    "Peru has chosen Hyundai Rotem of South Korea as the maker of its next armoured vehicles.",
    "Of the 141 vehicles the first 30 were handed over to the army in Lima last week.",
)


def claims(nlp: Language, vocabulary: Ontology, *paragraphs: str) -> list[Claim]:
    return list(transfers.extract(annotated(nlp, vocabulary, *paragraphs), vocabulary))


def sheet_of(nlp: Language, vocabulary: Ontology, *paragraphs: str) -> Sheet:
    doc = annotated(nlp, vocabulary, *paragraphs)
    reader = frames.Reader(doc, vocabulary)
    found = reader.frames()
    return Sheet(reader, found, transfers.by_frames(doc, found, vocabulary), EVENT, ROLES)


def test_every_claim_of_a_flow_has_a_confidence(nlp: Language, vocabulary: Ontology) -> None:
    found = claims(nlp, vocabulary, "Belarus delivered 12 combat helicopters to Sudan in May.")
    assert found
    assert all(claim.confidence is not None and 0.5 < claim.confidence < 1 for claim in found)


def test_what_frames_leave_open_is_read_across_sentences(nlp: Language, vocabulary: Ontology) -> None:
    found = claims(nlp, vocabulary, *ACROSS)
    pairs = {pair for claim in found for pair in resolving.pairs(claim, weights.load())}
    assert any(taker == "Peru" and giver in {"South Korea", "Hyundai Rotem"} for giver, taker in pairs), pairs


def test_the_evidence_of_a_judged_claim_is_in_the_article(nlp: Language, vocabulary: Ontology) -> None:
    doc = annotated(nlp, vocabulary, *ACROSS)
    text = doc._.article.text
    judged = [c for c in transfers.extract(doc, vocabulary) if c.evidence[0].rule.startswith("judge")]
    for claim in judged:
        assert {e.role for e in claim.evidence} >= {"", "item", *(role for role, _ in claim.event.participants)}
        assert all(text[e.start : e.end] == e.quote for e in claim.evidence)


def test_rivals_and_makers_are_no_sides(nlp: Language, vocabulary: Ontology) -> None:
    found = claims(
        nlp,
        vocabulary,
        "Chile bought twelve helicopters from Italy in 2019. Argentina and Brazil, whose own fleets are older, held exercises.",
    )
    names = {actor.name for claim in found for _, actor in claim.event.participants}
    assert names
    assert not names & {"Argentina", "Brazil"}


def test_anchors_are_goods_events_and_bare_counts(nlp: Language, vocabulary: Ontology) -> None:
    sheet = sheet_of(
        nlp, vocabulary, "Norway ordered 54 K9 howitzers. The delivery began in May. Norway has received 24."
    )
    kinds = {sheet.doc[anchor.token].text: anchor.kind for anchor in sheet.anchors}
    assert anchors.GOODS in kinds.values()
    assert kinds.get("delivery") == anchors.EVENT
    assert kinds.get("24") == anchors.COUNT


def test_no_feature_names_a_side(nlp: Language, vocabulary: Ontology) -> None:
    sheet = sheet_of(
        nlp, vocabulary, "Russia sold fighter jets to Algeria. Germany had refused to sell submarines to Algeria."
    )
    for entry in sheet.entries():
        for candidate in entry.candidates.values():
            words = " ".join(
                f for f in candidate.features if not f.split("=")[0].endswith(("before", "after", "before.two"))
            )
            assert not {"algeria", "russia", "germany"} & set(words.lower().replace("=", " ").replace("|", " ").split())


def test_reasons_add_up_to_the_verdict(nlp: Language, vocabulary: Ontology) -> None:
    learnt = weights.load()
    sheet = sheet_of(nlp, vocabulary, "Serbia has shipped mortar rounds to Armenia.")
    entries = list(sheet.entries())
    flows.look(sheet, entries)
    entry = entries[0]
    likely = flows.weigh(sheet, entry, learnt)
    own, _, bias = learnt.mix
    for pair, value in likely.items():
        score = own * learnt.bias + bias + sum(weight for weight, _ in flows.reasons(sheet, entry, pair, learnt))
        assert probability(score) == pytest.approx(value)
    assert max(likely, key=lambda pair: likely[pair]) == ("Serbia", "Armenia")


def test_another_kind_of_event_passes_untouched(nlp: Language, vocabulary: Ontology) -> None:
    learnt = weights.load()
    (claim,) = claims(nlp, vocabulary, "Belarus delivered 12 combat helicopters to Sudan in May.")[:1]
    other = Claim(
        type(claim.event)("Training", claim.event.participants, ()),
        claim.article,
        "delivered",
        "affirms",
        "certain",
        (),
    )
    assert flows.confirm(other, {("Belarus", "Sudan"): 0.0}, learnt) is other
    assert flows.confirm(claim, {("Belarus", "Sudan"): 0.0}, learnt) is None


def test_weights_are_the_same_bytes_again() -> None:
    learnt = weights.load()
    assert weights.encode(learnt) == weights.encode(learnt)


def test_explanations_tell_the_verdict(nlp: Language, vocabulary: Ontology) -> None:
    from kg import language
    from tests.reading import article

    doc = language.read(nlp, article("Serbia has shipped mortar rounds to Armenia."))
    lines = list(explanation.explain(doc, vocabulary))
    assert any(line.startswith("judge") and "Serbia → Armenia" in line for line in lines)


@pytest.mark.parametrize(("words", "negated"), [("Tanks arrived not", True), ("Tanks arrived not long ago", False)])
def test_a_negation_may_be_the_last_word_of_a_text(nlp: Language, words: str, negated: bool) -> None:
    told = words.split()
    rest = len(told) - 3
    heads, relations = [1, 1, 1, *[2] * rest], ["nsubj", "ROOT", "advmod", *["dep"] * rest]
    doc = Doc(nlp.vocab, told, heads=heads, deps=relations, pos=["NOUN", "VERB", "PART", *["ADV"] * rest])
    assert forms.is_negated(doc[0]) is negated


def test_sides_who_are_likelier_elsewhere_are_not_told_of_where_others_are_far_likelier() -> None:
    assert flows.outdone(0.7, 0.98, 0.8)
    assert not flows.outdone(0.7, 0.98, 0.7), "nowhere likelier than here"
    assert not flows.outdone(0.9, 0.95, 0.99), "listed with the likeliest"
