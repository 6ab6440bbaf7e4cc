"""Training the judge of flows: examples from articles with gold, and weights that tell right from wrong ones."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.extractors import flows
from kg.extractors.flows import weights
from kg.ontology import Ontology
from tests.conftest import ROOT
from training import flows as training


@pytest.fixture(scope="module")
def taught(nlp: Language, vocabulary: Ontology) -> tuple[list[training.Example], list[training.Told]]:
    """What eight articles and the cases of one phenomenon teach."""
    texts = list(training.read_folders([ROOT / "benchmarks" / "corpora" / "news"]))[:8]
    texts += [case for case in training.read_cases(ROOT / "tests" / "cases") if case[0].id.startswith("active-give")]
    return training.teach(texts, nlp, vocabulary)


def test_gold_makes_right_and_wrong_examples(taught: tuple[list[training.Example], list[training.Told]]) -> None:
    pairs, told = taught
    right = [x for x in pairs if x.right]
    assert len(right) > 20
    assert sum(x.right is False for x in pairs) > len(right)
    assert any(x.right is None for x in pairs)  # told of elsewhere: neither right nor wrong here
    assert {"delivered", "proposed"} <= {x.stage for x in told}


def test_what_is_fitted_tells_right_from_wrong(taught: tuple[list[training.Example], list[training.Told]]) -> None:
    pairs, told = taught
    learnt = training.fit(pairs, told)
    assert (learnt.event, learnt.roles) == (training.EVENT, training.ROLES)
    mean = {right: [training.judge(learnt, x) for x in pairs if x.right is right] for right in (True, False)}
    assert sum(mean[True]) / len(mean[True]) > 5 * sum(mean[False]) / len(mean[False])
    assert learnt.stage(["read=delivered"]) in learnt.stages
    assert training.fit(pairs, told) == learnt  # the same examples give the same weights


def test_features_of_training_are_those_of_reading(
    taught: tuple[list[training.Example], list[training.Told]], nlp: Language, vocabulary: Ontology
) -> None:
    known = weights.load()
    parts = {part: set(table) for part, table in known.parts.items()}
    assert set(parts) == {flows.ANCHOR, flows.GIVER, flows.TAKER, flows.PAIR}
    seen = [feature.partition(" ")[::2] for x in taught[0] for feature in x.features]
    assert sum(name in parts[part] for part, name in seen) > 0.5 * len(seen)
