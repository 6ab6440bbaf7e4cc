"""`kg check`: every slip of the pen is found at its line, with what would be right; the shipped files have none."""

# ruff: noqa: E501 (a slip is read best in one line)
from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg import checks, ontology, resources
from kg.checks import events
from kg.cli import main
from tests.conftest import ROOT

HEAD = """@prefix kg: <https://w3id.org/armsgraph/ontology#> .
@prefix my: <https://example.org/my#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix pattern: <https://w3id.org/armsgraph/id/pattern/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stage: <https://w3id.org/armsgraph/id/stage/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
FIRST = HEAD.count("\n") + 1
EVENT = 'my:Training a owl:Class ; rdfs:subClassOf kg:Event ; rdfs:label "training"@en ; skos:definition "x"@en .\n'
TRIGGER = 'my:t a kg:Trigger ; rdfs:label "zap"@en ; kg:partOfSpeech "verb" ; kg:evokes kg:ArmsTransfer ; kg:pattern pattern:give .\n'

# what is written → the line (from the first after the prefixes), what is said, what is advised
SLIPS = {
    "a quote that is not closed": ('my:a rdfs:label "x@en .\n', 1, "not valid Turtle", "mend this line"),
    "a statement without its end": (
        "my:a a kg:Trigger\nmy:b a kg:Trigger .\n",
        2,
        "not valid Turtle",
        "mend this line",
    ),
    "an unknown prefix": (
        '\nwd:a rdfs:label "x"@en .\n',
        2,
        "the prefix wd: is not declared",
        "@prefix wd: <http://www.wikidata.org/entity/>",
    ),
    "a prefix misspelt": (
        'my:a rdf:label "x"@en ;\n skso:prefLabel "x"@en .\n',
        1,
        "the prefix rdf: is not declared",
        "@prefix rdf:",
    ),
    "an unknown property": (
        TRIGGER.replace("kg:evokes", "\n kg:evoke"),
        2,
        "kg:evoke: no such term",
        "did you mean kg:evokes",
    ),
    "an unknown class": (
        'my:x a kg:Compny ; rdfs:label "X"@en .\n',
        1,
        "kg:Compny: no such term",
        "did you mean kg:Company",
    ),
    "a slip in SKOS": (
        'my:x a kg:WeaponDesignation ;\n skos:prefLable "X"@en .\n',
        2,
        "skos:prefLable: no such term",
        "did you mean skos:prefLabel",
    ),
    "a property of one's own that is declared nowhere": (
        EVENT + "my:x my:speed 3 .\n",
        2,
        "my:speed: no such property",
        "declare it",
    ),
    "a pattern that does not exist": (
        TRIGGER.replace("pattern:give", "pattern:giv"),
        1,
        "pattern:giv, kg:pattern of my:t, is described nowhere",
        "did you mean give",
    ),
    "a text for an address": (
        TRIGGER.replace("pattern:give", '"give"'),
        1,
        'kg:pattern has the text "give"',
        "address",
    ),
    "a trigger that evokes nothing": (
        TRIGGER.replace("kg:evokes kg:ArmsTransfer ;", ""),
        1,
        "my:t evokes no class of events",
        "add kg:evokes",
    ),
    "a trigger under no event class": (
        TRIGGER.replace("kg:ArmsTransfer", "kg:Company"),
        1,
        "my:t evokes kg:Company, which is no class of events",
        "below kg:Event",
    ),
    "a trigger without pattern": (
        TRIGGER.replace("; kg:pattern pattern:give", ""),
        1,
        "my:t has no pattern",
        "kg:pattern",
    ),
    "a trigger with the pattern of another event": (
        EVENT + TRIGGER.replace("kg:ArmsTransfer", "my:Training"),
        2,
        "its pattern shows kg:",
        "pattern with the roles of its own event",
    ),
    "an unknown part of speech": (
        TRIGGER.replace('"verb"', '"verbs"'),
        1,
        'my:t has the part of speech "verbs"',
        "did you mean verb",
    ),
    "a trigger without a word": (
        TRIGGER.replace('rdfs:label "zap"@en ;', ""),
        1,
        "my:t has no rdfs:label",
        "write rdfs:label",
    ),
    "a marker that no parse can show": (
        'my:p a kg:ValencyPattern ; rdfs:label "p"@en ;\n kg:realizes [ kg:role kg:supplier ;\n kg:marker "subjct" ] .\n',
        3,
        'no parse can show the marker "subjct"',
        "did you mean subject",
    ),
    "a role without marker": (
        'my:p a kg:ValencyPattern ; rdfs:label "p"@en ;\n kg:realizes [ kg:role kg:supplier ] .\n',
        2,
        "does not say where kg:supplier stands",
        "kg:marker",
    ),
    "a realization of what is no role": (
        'my:p a kg:ValencyPattern ; rdfs:label "p"@en ;\n kg:realizes [ kg:role kg:country ; kg:marker "in" ] .\n',
        2,
        "kg:country is no role",
        "kg:ParticipantRole",
    ),
    "a role that is required and never shown": (
        'my:p a kg:ValencyPattern ; rdfs:label "p"@en ;\n kg:requires kg:item ; kg:realizes [ kg:role kg:supplier ; kg:marker "subject" ] .\n',
        2,
        "my:p requires kg:item, but no marker shows it",
        "do not require it",
    ),
    "an effect that no reader knows": (
        'my:c a kg:Cue ; rdfs:label "zap"@en ; kg:effect <https://w3id.org/armsgraph/id/effect/comit> .\n',
        1,
        "no reader knows the effect",
        "did you mean commit",
    ),
    "a cue without effect": ('my:c a kg:Cue ; rdfs:label "zap"@en .\n', 1, "my:c has no effect", "add kg:effect"),
    "one word for two kinds of arms": (
        'my:d a kg:WeaponDesignation ; skos:broader <https://w3id.org/armsgraph/id/category/ships> ;\n skos:prefLabel "Shahed-136"@en .\n',
        2,
        '"shahed 136" names my:d (ships) and',
        "keep one",
    ),
    "one name for two actors": (
        'my:n a kg:Company ;\n rdfs:label "Hezbollah"@en .\n',
        2,
        '"Hezbollah" names my:n (Company) and',
        "keep one",
    ),
    "a class without label": (
        "my:Vessel a owl:Class ; rdfs:subClassOf kg:Company .\n",
        1,
        "my:Vessel has no rdfs:label",
        "write rdfs:label",
    ),
    "classes in a circle": (
        'my:A a owl:Class ; rdfs:label "a"@en ; skos:definition "a"@en ; rdfs:subClassOf my:B .\n'
        'my:B a owl:Class ; rdfs:label "b"@en ; skos:definition "b"@en ; rdfs:subClassOf my:A .\n',
        2,
        "rdfs:subClassOf runs in a circle: my:A → my:B → my:A",
        "take out one",
    ),
    "concepts in a circle": (
        'my:a a kg:WeaponCategory ; skos:notation "a" ; skos:prefLabel "zappers"@en ; skos:broader my:b .\n'
        'my:b a kg:WeaponCategory ; skos:notation "b" ; skos:prefLabel "zippers"@en ; skos:broader my:a .\n',
        2,
        "skos:broader runs in a circle",
        "take out one",
    ),
    "a role without range": (
        EVENT
        + 'my:r a owl:ObjectProperty , kg:ParticipantRole ; rdfs:label "r"@en ; skos:definition "r"@en ; rdfs:domain my:Training .\n',
        2,
        "the role my:r has no rdfs:range",
        "name the class",
    ),
    "a role without domain": (
        'my:r a owl:ObjectProperty , kg:ParticipantRole ; rdfs:label "r"@en ; skos:definition "r"@en ; rdfs:range kg:Actor .\n',
        1,
        "the role my:r has no rdfs:domain",
        "name the class of events",
    ),
    "a role of what is no event": (
        'my:r a owl:ObjectProperty , kg:ParticipantRole ; rdfs:label "r"@en ; skos:definition "r"@en ;\n rdfs:domain kg:Company ; rdfs:range kg:Actor .\n',
        2,
        "is no class of events",
        "roles belong to kg:Event",
    ),
    "a stage outside a scheme": (
        'my:s a kg:Stage ; skos:prefLabel "s"@en ; skos:notation "s" ; kg:rank 1 ; kg:plays stage:ended .\n',
        1,
        "the stage my:s is in no scheme",
        "skos:inScheme",
    ),
    "a stage without rank": (
        EVENT.replace(" .\n", " ; kg:stageScheme my:ss .\n")
        + 'my:ss a skos:ConceptScheme .\nmy:s a kg:Stage ; skos:inScheme my:ss ; skos:prefLabel "s"@en ; skos:notation "s" ; kg:plays stage:ended .\n',
        3,
        "the stage my:s has no rank",
        "kg:rank",
    ),
    "a shape that its class rules out": (
        "my:Shape a sh:NodeShape ; sh:targetClass kg:Person ;\n sh:property [ sh:path kg:title ; sh:minCount 1 ] .\n",
        2,
        "asks kg:title of kg:Person, but only a Office can have it",
        "mend the shape",
    ),
    "a shape that its range rules out": (
        "my:Shape a sh:NodeShape ; sh:targetClass kg:Claim ;\n sh:property [ sh:path kg:claimant ; sh:class kg:Treaty ] .\n",
        2,
        "asks that kg:claimant be a kg:Treaty, but its range is Actor",
        "mend the shape",
    ),
    "a shape that asks a value of a link": (
        "my:Shape a sh:NodeShape ; sh:targetClass kg:Claim ;\n sh:property [ sh:path kg:claimant ; sh:datatype xsd:string ] .\n",
        2,
        "asks a value of kg:claimant",
        "sh:class",
    ),
    "a shape that nothing can satisfy": (
        "my:Shape a sh:NodeShape ; sh:targetClass kg:Claim ;\n sh:property [ sh:path kg:claimant ; sh:minCount 2 ; sh:maxCount 1 ] .\n",
        2,
        "at least 2 and at most 1",
        "nothing can satisfy it",
    ),
    "a designation of no category": (
        'my:d a kg:WeaponDesignation ; skos:prefLabel "ZQ-77"@en .\n',
        1,
        "my:d leads to no weapon category",
        "skos:broader",
    ),
    "two classes of one name": (
        'my:Company a owl:Class ; rdfs:subClassOf kg:Organization ; rdfs:label "c"@en ; skos:definition "c"@en .\n',
        1,
        "my:Company has the name of kg:Company",
        "choose another",
    ),
}


def check(folder: Path, text: str) -> list[checks.Finding]:
    path = folder / "my.ttl"
    path.write_text(HEAD + text, encoding="utf-8")
    return checks.check(ontology.find_files([path]))


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_found_at_its_line(slip: str, tmp_path: Path) -> None:
    text, line, what, right = SLIPS[slip]
    found = [finding for finding in check(tmp_path, text) if what in finding.what]
    assert found, [str(finding) for finding in check(tmp_path, text)]
    assert found[0].line == FIRST + line - 1, str(found[0])
    assert found[0].file == str(tmp_path / "my.ttl")
    assert right in found[0].repair
    assert found[0].severity == "error"
    assert re.fullmatch(r"\S+my\.ttl:\d+: .+; .+", str(found[0]))


def test_a_class_that_nothing_reads_is_a_warning(tmp_path: Path) -> None:
    text = 'kg:Vessel a owl:Class ; rdfs:label "vessel"@en ; skos:definition "A ship."@en .\n'
    (found,) = check(tmp_path, text)
    assert found.what == "kg:Vessel: no frame and no extractor reads this class"
    assert found.severity == "warning"
    assert "warning: kg:Vessel" in str(found)


def test_a_role_that_nothing_shows_is_a_warning(tmp_path: Path) -> None:
    text = 'my:r a owl:ObjectProperty , kg:ParticipantRole ; rdfs:label "r"@en ; skos:definition "r"@en ; rdfs:domain kg:ArmsTransfer ; rdfs:range kg:Actor .\n'
    (found,) = check(tmp_path, text)
    assert (found.what, found.severity) == ("my:r: no pattern shows this role", "warning")


def test_all_slips_are_told_at_once(tmp_path: Path) -> None:
    found = check(tmp_path, TRIGGER.replace("pattern:give", "pattern:giv") + 'my:c a kg:Cue ; rdfs:label "zap"@en .\n')
    assert len(found) == 2


def test_the_shipped_files_are_clean() -> None:
    assert [str(finding) for finding in checks.check(ontology.find_files())] == []


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "extensions").glob("*.ttl")), ids=lambda path: path.stem)
def test_the_example_extensions_are_clean(path: Path) -> None:
    assert [str(finding) for finding in checks.check(ontology.find_files([path]))] == []


def test_the_markers_are_those_of_the_reader() -> None:
    """A marker that the reader yields and the checks do not know would be reported in error."""
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "kg" / "extractors").glob("*.py"))
    yielded = set(re.findall(r'Argument\(\s*"(\w+)"', code))
    assert yielded <= events.MARKERS | events.PREPOSITIONS


# ---------------------------------------------------------------------------------------------------------- the command


def kg(*words: object):
    return CliRunner().invoke(main, [str(word) for word in words])


def test_check_ends_with_zero_one_or_two(tmp_path: Path) -> None:
    assert kg("check").exit_code == 0
    (tmp_path / "my.ttl").write_text(HEAD + TRIGGER.replace("pattern:give", "pattern:giv"), encoding="utf-8")
    found = kg("check", "--ontology", tmp_path / "my.ttl")
    assert found.exit_code == 1
    assert f"{tmp_path / 'my.ttl'}:{FIRST}: pattern:giv" in found.output
    assert kg("check", "--ontology", tmp_path / "none.ttl").exit_code == 2
    (tmp_path / "broken.ttl").write_text("@prefix a: <b\n", encoding="utf-8")
    broken = kg("check", "--ontology", tmp_path / "broken.ttl")
    assert broken.exit_code == 1
    assert "broken.ttl:1: not valid Turtle" in broken.output


def test_a_broken_vocabulary_builds_nothing(tmp_path: Path) -> None:
    (tmp_path / "my.ttl").write_text(HEAD + TRIGGER.replace("pattern:give", "pattern:giv"), encoding="utf-8")
    (tmp_path / "article.txt").write_text("Iran sent rifles to Yemen.\n", encoding="utf-8")
    result = kg("build", tmp_path / "article.txt", "-o", tmp_path / "graph.ttl", "--ontology", tmp_path / "my.ttl")
    assert result.exit_code == 2
    assert f"my.ttl:{FIRST}: pattern:giv" in result.stderr
    assert not (tmp_path / "graph.ttl").exists()


def test_a_graph_is_checked_by_shapes_and_questions(tmp_path: Path, sample_graph: Path) -> None:
    assert kg("check", "--graph", sample_graph).exit_code == 0
    text = sample_graph.read_text(encoding="utf-8")
    country = "<https://w3id.org/armsgraph/id/country/russia>"
    (tmp_path / "bad.ttl").write_text(
        text + f"\n<https://example.org/t> kg:supplier {country} ; kg:recipient {country} .\n", encoding="utf-8"
    )
    result = kg("check", "--graph", tmp_path / "bad.ttl")
    assert result.exit_code == 1
    assert "an actor supplies itself" in result.output


@pytest.mark.parametrize("path", sorted((resources.query_folder() / "checks").glob("*.rq")), ids=lambda path: path.stem)
def test_checking_questions_find_nothing(path: Path, seeds_graph: Path) -> None:
    from kg import queries, store

    assert queries.ask(store.load(seeds_graph), queries.read(path).sparql).rows == ()
