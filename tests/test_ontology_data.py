"""The vocabulary's data, tested as strictly as code: every failure names the entry to mend."""

from __future__ import annotations

import datetime
import importlib.util
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

FOLDER = Path(__file__).parents[1] / "ontology"
FILES = sorted(FOLDER.glob("*.ttl"))
KG = "https://w3id.org/armsgraph/ontology#"
ID = "https://w3id.org/armsgraph/id/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SHIPPED = (
    "alignments",
    "armsgraph",
    "countries",
    "cues",
    "frames",
    "offices",
    "organizations",
    "people",
    "treaties",
    "weapons",
)

CATEGORIES = {
    "ammunition",
    "missiles",
    "air-defence",
    "artillery",
    "armoured-vehicles",
    "aircraft",
    "drones",
    "ships",
    "small-arms",
    "sensors",
    "production",
    "unspecified",
    "other",
}
# Outside ISO 3166-1: no code at all.
WITHOUT_CODE = {
    *("Abkhazia", "Northern Cyprus", "Somaliland", "South Ossetia", "Transnistria"),
    *("Chechnya", "Jubaland", "Kurdistan Region", "Nagorno-Karabakh", "Puntland", "Republika Srpska"),
}


class Data:
    """All shipped triples, indexed by subject."""

    def __init__(self) -> None:
        self.of: dict[str, dict[str, list[ox.Term]]] = defaultdict(lambda: defaultdict(list))
        for file in FILES:
            for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
                self.of[quad.subject.value][quad.predicate.value].append(quad.object)

    def each(self, *kinds: str) -> list[str]:
        return sorted(
            s for s, p in self.of.items() if any(o.value == KG + kind for o in p[RDF + "type"] for kind in kinds)
        )

    def texts(self, subject: str, *terms: str) -> list[str]:
        return [o.value for term in terms for o in self.of[subject][term]]


@pytest.fixture(scope="module")
def data() -> Data:
    return Data()


def fold(text: str) -> str:
    return " ".join(text.replace("’", "'").replace("-", " ").replace("–", " ").lower().split())


def repeated(values: Iterable[str]) -> list[str]:
    return sorted(value for value, count in Counter(values).items() if count > 1)


LABELS = (RDFS + "label", SKOS + "prefLabel", SKOS + "altLabel")
ORGANIZATIONS = (
    "Alliance",
    "IntergovernmentalOrganization",
    "GovernmentBody",
    "MilitaryForce",
    "Company",
    "MediaOrganization",
    "ArmedGroup",
    "ThinkTank",
    "OtherOrganization",
)


# ---------------------------------------------------------------------------------------------------- the files


def test_every_shipped_file_is_there() -> None:
    assert {file.stem for file in FILES} >= set(SHIPPED)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_file_parses_alike_in_both_engines(file: Path) -> None:
    rdflib = pytest.importorskip("rdflib")
    graph = rdflib.Graph().parse(file)
    assert len(graph) == sum(1 for _ in set(ox.parse(path=str(file), format=ox.RdfFormat.TURTLE)))


def test_every_term_used_is_declared(data: Data) -> None:
    declared = {s for s, p in data.of.items() if s.startswith(KG) and p[RDF + "type"]}
    used = {t for p in data.of.values() for t in p if t.startswith(KG)}
    used |= {o.value for p in data.of.values() for o in p[RDF + "type"] if o.value.startswith(KG)}
    assert used - declared == set()


def test_every_declared_term_has_label_and_definition(data: Data) -> None:
    terms = [s for s, p in data.of.items() if s.startswith(KG) and p[RDF + "type"]]
    assert [t for t in terms if not data.texts(t, RDFS + "label") or not data.texts(t, SKOS + "definition")] == []


def test_every_resource_pointed_to_exists(data: Data) -> None:
    pointed = {
        o.value for p in data.of.values() for values in p.values() for o in values if isinstance(o, ox.NamedNode)
    }
    missing = sorted(iri for iri in pointed if iri.startswith(ID) and iri not in data.of and "/effect/" not in iri)
    assert missing == []


def test_property_values_are_of_the_range(data: Data) -> None:
    for term, kinds in {
        "barredFromReceiving": {"Embargo"},
        "barredFromSupplying": {"Embargo"},
        "country": {"Country"},
        "countryOfDesign": {"Country"},
        "member": {"Country"},
        "manufacturer": set(ORGANIZATIONS),
        "organization": set(ORGANIZATIONS),
        "party": {"Country", *ORGANIZATIONS},
        "treatyStatus": {"TreatyStatus"},
    }.items():
        for subject, properties in data.of.items():
            for value in properties.get(KG + term, []):
                types = {o.value.removeprefix(KG) for o in data.of[value.value][RDF + "type"]}
                assert types & kinds, f"{subject} kg:{term} {value}: not one of {sorted(kinds)}"


def test_version_iri_ends_in_the_version(data: Data) -> None:
    head = data.of[KG.rstrip("#")]
    assert head[OWL + "versionIRI"][0].value.endswith("/" + head[OWL + "versionInfo"][0].value)


# ------------------------------------------------------------------------------------------------- closed lists


def test_organization_classes_have_the_words_of_answers(data: Data) -> None:
    words = {kind: data.texts(KG + kind, SKOS + "notation") for kind in ORGANIZATIONS}
    assert sorted(word for values in words.values() for word in values) == sorted(
        [
            "alliance",
            "intergovernmental",
            "government",
            "military",
            "company",
            "media",
            "armed-group",
            "think-tank",
            "other",
        ]
    )


@pytest.mark.parametrize(
    ("kind", "notations"),
    [
        ("Stage", "withheld|sought|proposed|committed|ended|delivered"),
        ("Stance", "affirms|denies"),
        ("Certainty", "certain|probable|possible"),
        ("TreatyStatus", "signed|in force|proposed|suspended|violated|withdrawn|mentioned"),
    ],
)
def test_closed_list(data: Data, kind: str, notations: str) -> None:
    found = sorted((int(data.texts(s, KG + "rank")[0]), data.texts(s, SKOS + "notation")[0]) for s in data.each(kind))
    assert "|".join(notation for _, notation in found) == notations


# ------------------------------------------------------------------------------------------------------ weapons


def test_top_categories_are_the_thirteen(data: Data) -> None:
    tops = [s for s in data.each("WeaponCategory") if not data.texts(s, SKOS + "broader")]
    assert {data.texts(s, SKOS + "notation")[0] for s in tops} == CATEGORIES
    assert all(s == ID + "category/" + data.texts(s, SKOS + "notation")[0] for s in tops)


def category(data: Data, concept: str) -> str:
    for _ in range(4):
        broader = data.texts(concept, SKOS + "broader")
        if not broader:
            break
        assert len(broader) == 1, f"{concept}: one broader concept, not {len(broader)}"
        concept = broader[0]
    return concept.removeprefix(ID + "category/")


def test_every_concept_leads_to_a_top_category(data: Data) -> None:
    concepts = data.each("WeaponCategory", "WeaponDesignation")
    assert [c for c in concepts if category(data, c) not in CATEGORIES] == []
    assert len(data.each("WeaponDesignation")) >= 250


def test_no_weapon_word_names_two_kinds(data: Data) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for concept in data.each("WeaponCategory", "WeaponDesignation"):
        for label in data.texts(concept, *LABELS):
            owners[fold(label)].add(concept)
    assert {label: sorted(them) for label, them in owners.items() if len(them) > 1} == {}


def test_a_context_label_of_categories_is_no_label(data: Data) -> None:
    labels = {fold(x) for s in data.each("WeaponCategory") for x in data.texts(s, *LABELS)}
    context = {fold(x) for s in data.each("WeaponCategory") for x in data.texts(s, KG + "contextLabel")}
    assert labels & context == set()


def test_category_words_are_singular_lower_case(data: Data) -> None:
    plural = {"arms", "munitions"}
    for concept in data.each("WeaponCategory"):
        for label in data.texts(concept, SKOS + "altLabel"):
            common = label[0].islower() or label[0].isdigit() or label[:2].isupper()
            assert common or label in {"Humvee", "Starlink terminal"}, label
            assert label not in plural


def test_both_spellings_of_defence_and_armour(data: Data) -> None:
    labels = {fold(x) for s in data.each("WeaponCategory") for x in data.texts(s, *LABELS, KG + "contextLabel")}
    for one, other in (("defence", "defense"), ("armour", "armor")):
        assert {x for x in labels if one in x and x.replace(one, other) not in labels} == set()
        assert {x for x in labels if other in x and one not in x and x.replace(other, one) not in labels} == set()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("artillery shell", "ammunition"),
        ("cluster munition", "ammunition"),
        ("precision munition", "ammunition"),
        ("land mine", "ammunition"),
        ("rocket", "missiles"),
        ("anti-tank weapon", "missiles"),
        ("cruise missile", "missiles"),
        ("surface-to-air missile", "air-defence"),
        ("air defense system", "air-defence"),
        ("MANPADS", "air-defence"),
        ("howitzer", "artillery"),
        ("high-mobility artillery rocket system", "artillery"),
        ("infantry fighting vehicle", "armoured-vehicles"),
        ("main battle tank", "armoured-vehicles"),
        ("attack helicopter", "aircraft"),
        ("maritime surveillance plane", "aircraft"),
        ("loitering munition", "drones"),
        ("UAV", "drones"),
        ("ocean patrol boat", "ships"),
        ("nuclear-powered attack submarine", "ships"),
        ("grenade launcher", "small-arms"),
        ("submachine gun", "small-arms"),
        ("marine radar", "sensors"),
        ("jamming system", "sensors"),
        ("production line", "production"),
        ("technology transfer", "production"),
        ("weapon", "unspecified"),
        ("military aid", "unspecified"),
        ("non-lethal aid", "other"),
        ("military truck", "other"),
        ("body armor", "other"),
        ("F-16", "aircraft"),
        ("S-400", "air-defence"),
        ("Patriot missile", "air-defence"),
        ("Pantsir", "air-defence"),
        ("Stinger", "air-defence"),
        ("HIMARS", "artillery"),
        ("K9 Thunder", "artillery"),
        ("ATACMS", "missiles"),
        ("Taurus", "missiles"),
        ("Storm Shadow", "missiles"),
        ("BrahMos missile", "missiles"),
        ("JDAM", "ammunition"),
        ("Leopard 2", "armoured-vehicles"),
        ("Shahed-136", "drones"),
        ("Bayraktar TB2", "drones"),
        ("Scorpène", "ships"),
        ("AK-47", "small-arms"),
        ("Kalashnikov assault rifle", "small-arms"),
    ],
)
def test_words_name_their_category(data: Data, words: str, expected: str) -> None:
    owners = [
        s for s in data.each("WeaponCategory", "WeaponDesignation") if fold(words) in map(fold, data.texts(s, *LABELS))
    ]
    assert [category(data, s) for s in owners] == [expected]


def test_designations_have_country_or_manufacturer(data: Data) -> None:
    bare = [s for s in data.each("WeaponDesignation") if not data.texts(s, KG + "countryOfDesign", KG + "manufacturer")]
    assert len(bare) < 0.02 * len(data.each("WeaponDesignation")), bare


# ---------------------------------------------------------------------------------------------------- countries


def test_countries_have_codes_and_names(data: Data) -> None:
    for country in data.each("Country"):
        name = data.texts(country, RDFS + "label")
        assert len(name) == 1, country
        former = data.texts(country, KG + "formerState") == ["true"]
        two, three = data.texts(country, KG + "iso3166alpha2"), data.texts(country, KG + "iso3166alpha3")
        if former or name[0] in WITHOUT_CODE:
            assert two + three == [], name
        else:
            assert re.fullmatch("[A-Z]{2} [A-Z]{3}", " ".join(two + three)), name


def test_every_iso_country_is_there_once(data: Data) -> None:
    codes = [code for s in data.each("Country") for code in data.texts(s, KG + "iso3166alpha2")]
    assert repeated(codes) == []
    pycountry = pytest.importorskip("pycountry")
    assert {c.alpha_2 for c in pycountry.countries} - set(codes) == set()


def test_no_name_means_two_countries(data: Data) -> None:
    terms = (
        RDFS + "label",
        SKOS + "altLabel",
        KG + "officialName",
        KG + "demonym",
        KG + "people",
        KG + "capital",
        KG + "seatOfGovernment",
    )
    owners: dict[str, set[str]] = defaultdict(set)
    for country in data.each("Country"):
        for name in data.texts(country, *terms):
            owners[name].add(country)
    assert {name: sorted(them) for name, them in owners.items() if len(them) > 1} == {}


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("U.S.", "United States"),
        ("Washington", "United States"),
        ("British", "United Kingdom"),
        ("Britons", "United Kingdom"),
        ("Kremlin", "Russia"),
        ("DPRK", "North Korea"),
        ("N. Korea", "North Korea"),
        ("S. Korean", "South Korea"),
        ("Czechia", "Czech Republic"),
        ("Türkiye", "Turkey"),
        ("Burmese", "Myanmar"),
        ("Kiev", "Ukraine"),
        ("Teheran", "Iran"),
        ("Emirati", "United Arab Emirates"),
        ("Danes", "Denmark"),
        ("Filipino", "Philippines"),
        ("GDR", "East Germany"),
        ("Soviet", "Soviet Union"),
        ("Palestinian territories", "Palestine"),
        ("Upper Volta", "Burkina Faso"),
        ("Biafran", "Biafra"),
        ("Kenyans", "Kenya"),
    ],
)
def test_names_of_countries(data: Data, name: str, country: str) -> None:
    owners = [s for s in data.each("Country") if any(name == o.value for values in data.of[s].values() for o in values)]
    assert [data.texts(s, RDFS + "label")[0] for s in owners] == [country]


def test_countries_file_is_what_the_script_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    if importlib.util.find_spec("babel") is None or importlib.util.find_spec("pycountry") is None:
        pytest.skip("needs babel and pycountry")
    spec = importlib.util.spec_from_file_location("countries", FOLDER / "scripts" / "countries.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "countries", module)  # dataclasses look their module up
    spec.loader.exec_module(module)
    assert module.to_file() == (FOLDER / "countries.ttl").read_text(encoding="utf-8"), (
        "run: python ontology/scripts/countries.py"
    )


# ------------------------------------------------------------------------------------------------ organizations


def test_organizations_have_one_label_and_one_class(data: Data) -> None:
    for organization in data.each(*ORGANIZATIONS):
        assert len(data.texts(organization, RDFS + "label")) == 1, organization
        assert len(data.texts(organization, RDF + "type")) == 1, organization
    assert len(data.each(*ORGANIZATIONS)) >= 250


def test_no_name_means_two_actors(data: Data) -> None:
    """Nor a country and an organization, nor an organization and a treaty."""
    owners: dict[str, set[str]] = defaultdict(set)
    for actor in data.each(*ORGANIZATIONS, "Country", "Treaty"):
        for name in data.texts(
            actor,
            RDFS + "label",
            SKOS + "altLabel",
            KG + "demonym",
            KG + "people",
            KG + "capital",
            KG + "seatOfGovernment",
        ):
            owners[name].add(actor)
    assert {name: sorted(them) for name, them in owners.items() if len(them) > 1} == {}


def test_ambiguous_labels_are_labels(data: Data) -> None:
    terms = (RDFS + "label", SKOS + "altLabel", KG + "demonym", KG + "people", KG + "capital", KG + "seatOfGovernment")
    for actor in data.each(*ORGANIZATIONS, "Country"):
        assert set(data.texts(actor, KG + "ambiguousLabel")) <= set(data.texts(actor, *terms)), actor


def test_a_head_word_denotes_one_kind(data: Data) -> None:
    words = [fold(word) for s in data.each("NamePattern") for word in data.texts(s, KG + "headWord")]
    assert repeated(words) == []
    kinds = {data.texts(s, KG + "denotes")[0].removeprefix(KG) for s in data.each("NamePattern")}
    assert kinds == set(ORGANIZATIONS)


def test_memberships_agree_with_todays_members(data: Data) -> None:
    for membership in data.each("Membership"):
        country, organization = data.texts(membership, KG + "member")[0], data.texts(membership, KG + "organization")[0]
        today = organization in data.texts(country, KG + "alliedThrough", KG + "memberOf")
        assert today != bool(data.texts(membership, KG + "dateEnd")), membership
    nato = [m for m in data.each("Membership") if data.texts(m, KG + "organization") == [ID + "organization/nato"]]
    assert len(nato) == 32


# ------------------------------------------------------------------------------------------- treaties and offices


def test_treaties_have_kind_status_and_date(data: Data) -> None:
    treaties = data.each("Treaty")
    for treaty in treaties:
        for term in ("treatyKind", "treatyStatus", "signedOn"):
            assert len(data.texts(treaty, KG + term)) == 1, f"{treaty}: one kg:{term}"
    assert len([t for t in treaties if data.texts(t, KG + "party")]) >= 40


def test_embargoes_bar_somebody_from_a_day_on(data: Data) -> None:
    barred = {ban for subject in data.of for ban in data.texts(subject, KG + "barredFromReceiving", KG + "barredFromSupplying")}
    assert barred == set(data.each("Embargo"))
    for embargo in data.each("Embargo"):
        begin, *more = data.texts(embargo, KG + "dateStart")
        assert not more, embargo
        assert all(begin < end for end in data.texts(embargo, KG + "dateEnd")), embargo
        (named,) = data.texts(embargo, KG + "resolution")
        years = re.findall(r"S/RES/\d{3,4} \((\d{4})\)", named)
        assert years[0] == begin[:4], embargo
        assert len(years) == 1 + len(data.texts(embargo, KG + "dateEnd")), embargo


def test_dates_are_days(data: Data) -> None:
    for subject, properties in data.of.items():
        days = {
            t: properties[KG + t] for t in ("signedOn", "inForceSince", "dateStart", "dateEnd") if KG + t in properties
        }
        for values in days.values():
            for value in values:
                assert getattr(value, "datatype", None) == ox.NamedNode(XSD + "date"), subject
                assert datetime.date.fromisoformat(value.value).year > 1900, subject


def test_treaties_come_into_force_after_signature(data: Data) -> None:
    late = [
        t
        for t in data.each("Treaty")
        for day in data.texts(t, KG + "inForceSince")
        if day < data.texts(t, KG + "signedOn")[0]
    ]
    assert late == []


def test_agreement_words_and_cues_are_unique(data: Data) -> None:
    assert repeated(x for s in data.each("AgreementWord") for x in data.texts(s, *LABELS)) == []
    assert repeated(x for s in data.each("TreatyStatusCue") for x in data.texts(s, *LABELS)) == []


def test_titles_are_unique_and_lower_case(data: Data) -> None:
    titles = [x for s in data.each("OfficeTitle") for x in data.texts(s, RDFS + "label", SKOS + "altLabel")]
    assert repeated(titles) == []
    assert [t for t in titles if t != t.lower()] == []
    implied = {x for s in data.each("OfficeTitle") for x in data.texts(s, KG + "impliedIn")}
    assert {x for x in implied if not data.of[KG + x][RDF + "type"]} == set()


def test_wikidata_ids_are_used_once(data: Data) -> None:
    found = [x for s in data.of for x in data.texts(s, SKOS + "exactMatch") if s.startswith(ID)]
    assert repeated(found) == []
    assert all(re.fullmatch(r"http://www\.wikidata\.org/entity/Q[1-9]\d*", x) for x in found)


def test_examples_of_the_manual_parse() -> None:
    manual = (FOLDER / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```turtle\n(.*?)```", manual, re.S)
    assert blocks
    for block in blocks:
        assert list(ox.parse(block, format=ox.RdfFormat.TURTLE)), block


def test_every_known_person_has_a_full_name_and_one_country(data: Data) -> None:
    countries = set(data.each("Country"))
    people = data.each("Person")
    assert len(people) > 1000
    for person in people:
        (name,) = data.texts(person, RDFS + "label")
        assert name.isascii(), f"{person}: the label is the name in plain letters; other spellings are skos:altLabel"
        assert not set(data.texts(person, SKOS + "altLabel")) & {name}, person
        (country,) = data.texts(person, KG + "country")
        assert country in countries, person


def test_no_spelling_of_a_full_name_belongs_to_two_people(data: Data) -> None:
    spellings = [
        spelling
        for person in data.each("Person")
        for spelling in {fold(label) for label in data.texts(person, RDFS + "label", SKOS + "altLabel")}
    ]
    assert repeated(spellings) == []


def test_patterns_of_designations_agree_with_the_named_ones(data: Data) -> None:
    patterns = [
        (re.compile(text), category(data, s))
        for s in data.each("WeaponCategory")
        for text in data.texts(s, KG + "designationPattern")
    ]
    assert patterns
    for designation in data.each("WeaponDesignation"):
        for label in data.texts(designation, *LABELS):
            kinds = {kind for pattern, kind in patterns if pattern.fullmatch(label)}
            assert kinds <= {category(data, designation)}, label


def test_shared_nouns_are_written_as_they_are_compared(data: Data) -> None:
    for concept in data.each("WeaponCategory"):
        for label in data.texts(concept, KG + "genericLabel"):
            assert label == fold(label), label
