"""Whatever is thrown at it: readers give an article or an error, extractors an end, and what is written parses back.

Few examples of each under `make test`, many under `make bench`.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import articles, language, linking, rdf, store
from kg.cli import main
from kg.errors import ArticleError
from kg.ontology import Ontology
from kg.readers import READERS, layout
from kg.reading import find
from kg.records import Article, Reading
from tests import reading
from tests.saved import BODY, MORE, TITLE, URL, page, pdf, warc, write

FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
MANY = settings(FEW, max_examples=1000, derandomize=False)
AMOUNTS = [pytest.param(FEW, id="few"), pytest.param(MANY, id="many", marks=pytest.mark.slow)]

# ---------------------------------------------------------------------------------------------------------- readers

RECORD = {"title": TITLE, "text": f"{BODY}\n\n{MORE}", "url": URL, "date": "2024-06-26", "author": ["A B"], "id": 7}
SAMPLES = {
    "txt": f"{TITLE}\n\nSEOUL, June 26 (AP) — {BODY}\n\n{MORE}\n".encode(),
    "html": page('<meta charset="utf-8"><script type="application/ld+json">{"@type": "NewsArticle"}</script>').encode(),
    "pdf": pdf([TITLE, BODY]),
    "jsonl": "\n".join([json.dumps(RECORD)] * 3).encode(),
    "json": json.dumps({"articles": [RECORD, RECORD]}).encode(),
    "csv": f'id,title,text\n1,{TITLE},"{BODY}"\n2,{TITLE},"{MORE}"\n'.encode(),
    "warc": warc((URL, "200 OK", "text/html", page()), (URL + "2", "200 OK", "text/html", page())),
}
PIECES = [
    b"\x00",
    b"\xff",
    b"\xe2\x80",
    b"\n",
    b"\r\n\r\n",
    b'"',
    b"{",
    b"[",
    b"<",
    b"</p>",
    b",",
    b"\\u",
    b"\xef\xbb\xbf",
    b"9" * 30,
]


@st.composite
def damaged(draw: st.DrawFn, sample: bytes) -> bytes:
    """A file with stretches cut out, doubled, or replaced by what is odd in it."""
    data = sample
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 1, 2, 8, 60, 400])))
        put = draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=12), st.just(data[start:end] * 2)))
        data = data[:start] + put + data[end:]
    return data


@pytest.mark.parametrize("amount", AMOUNTS)
@pytest.mark.parametrize("kind", READERS)
def test_damaged_files(tmp_path: Path, kind: str, amount: settings) -> None:
    @amount
    @given(st.one_of(damaged(SAMPLES[kind]), st.binary(max_size=300)))
    def check(data: bytes) -> None:
        path = write(tmp_path / f"a{READERS[kind].endings[0]}", data)
        found = list(articles.load([path]))
        assert found
        names = [article.id for article in found if isinstance(article, Article)]
        assert len(set(names)) == len(names)
        for article in found:
            if isinstance(article, ArticleError):
                assert str(article).startswith(str(path))
                assert "; " in str(article)
            else:
                assert all(article.text[p.start : p.end].strip() for p in article.paragraphs)
                article.text.encode()

    check()


# ------------------------------------------------------------------------------------------------- words of all kinds

NAMES = "Russia|North Korea|Kim Jong Un|the Defense Ministry|NATO|Poland|Rosoboronexport|Mr. Lee|officials|it|they|who|which"
VERBS = "sent|will supply|has denied that|said|were delivered|refused to sell|bought|agreed to give|is|would|according to|and"
GOODS = "tanks|1,000 shells|S-400|a dozen F-16s|$2 billion|up to|no|more than|weapons worth|missiles|the treaty|last month|2022"
MARKS = ",|.|;|:|“|”|'s|(|)|—|-|?|\n\n|...|!|'|/|&|<b>|\"|\\|^^|@en|}|\u0301|\u200d|🚀|한국|ß|İ|ſ|ﬁ|１２|٣|\u00a0|%0A|{{7*7}}"
WORDS = [word for group in (NAMES, VERBS, GOODS, MARKS) for word in group.split("|")]
TEXTS = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=60).map(" ".join),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map("".join),
    st.text(max_size=200),
)


def read(text: str, vocabulary: Ontology, nlp, name: str = "a", **given: str) -> Reading | None:
    try:
        article = layout.lay_out(text, name, key=name, given=layout.Given(published="2024-06-26", **given))
    except ArticleError:
        return None
    return find(language.read(nlp, article), vocabulary)


def write_graph(readings: list[Reading], vocabulary: Ontology) -> tuple[set[ox.Triple], bytes]:
    triples = rdf.graph(linking.link(readings, vocabulary), vocabulary)
    return set(triples), store.turtle(triples, rdf.PREFIXES)


@pytest.mark.parametrize("amount", AMOUNTS)
def test_odd_texts_are_read_and_written(vocabulary: Ontology, nlp, amount: settings) -> None:
    @amount
    @given(TEXTS)
    def check(text: str) -> None:
        reading = read(text, vocabulary, nlp)
        if reading is None:
            return
        for record in (*reading.people, *reading.organizations, *reading.treaties, *reading.claims):
            for evidence in record.evidence:
                assert reading.article.text[evidence.start : evidence.end] == evidence.quote
        triples, data = write_graph([reading], vocabulary)
        assert {quad.triple for quad in ox.parse(data, ox.RdfFormat.TURTLE)} == triples

    check()


# -------------------------------------------------------------------------------------------------------- injection

EVIL = [
    '"""; <https://evil.example/s> <https://evil.example/p> "x" . #',
    "\\\" . <https://evil.example/s> a <https://evil.example/C> . \n",
    "> <https://evil.example/p> <https://evil.example/o",
    "x\" } INSERT DATA { <https://evil.example/s> a <https://evil.example/C> } #",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "{{ config }} {% raw %} ${7*7}",
    "../../../../tmp/evil",
    "..\\..\\evil\x00.html",
    "javascript:alert(1)",
    "=cmd|' /C calc'!A0",
    "\u202e\u2028\ufeff\ud800",
]  # fmt: skip
SENT = "{} has sent 100 tanks to Ukraine, Defense Minister Ann {} of Poland said, and Poland signed the {} Treaty with Ukraine."


@pytest.fixture(scope="module")
def evil_graph(tmp_path_factory: pytest.TempPathFactory, vocabulary: Ontology, nlp) -> Path:
    """A graph of articles whose every field is made to break out of where it is written."""
    folder = tmp_path_factory.mktemp("evil")
    records = [
        {
            "id": f"{n} {evil}",
            "title": f"Poland sends its tanks {evil}",
            "text": SENT.format(evil, evil, evil) + f" “{evil},” he said. {BODY}",
            "publisher": evil,
            "author": [evil, f"Ann {evil}"],
            "url": f"https://example.com/{evil}",
            "date": f"2024-06-26 {evil}",
        }
        for n, evil in enumerate(EVIL)
    ]
    path = write(folder / "news <b>&.jsonl", "\n".join(map(json.dumps, records)))
    found = [article for article in articles.load([path]) if isinstance(article, Article)]
    assert len(found) == len(EVIL)
    triples, data = write_graph([find(language.read(nlp, article), vocabulary) for article in found], vocabulary)
    (folder / "graph.ttl").write_bytes(data)
    assert {quad.triple for quad in ox.parse(data, ox.RdfFormat.TURTLE)} == triples
    return folder / "graph.ttl"


def test_nothing_breaks_out_of_the_turtle(evil_graph: Path) -> None:
    graph = rdflib.Graph().parse(evil_graph, format="turtle")
    assert len(graph) == len(store.load(evil_graph))
    for term in {str(term) for triple in graph for term in triple if isinstance(term, rdflib.URIRef)}:
        assert "//evil" not in term
        assert re.fullmatch(r"[\w:/.#%~,()'!*+;=@&$?-]+", term), term


def test_nothing_breaks_out_of_a_question(evil_graph: Path) -> None:
    for evil in EVIL:
        told = CliRunner().invoke(main, ["query", "suppliers-of", "--graph", str(evil_graph), "--recipient", evil])
        assert told.exit_code == 2
        assert "Traceback" not in told.output
    for form in ("csv", "tsv", "json", "markdown", "html", "table"):
        told = CliRunner().invoke(main, ["query", "people", "--graph", str(evil_graph), "--format", form])
        assert told.exit_code == 0, told.output
        if form == "html":
            assert "<script" not in told.output
            assert "<img" not in told.output


def test_nothing_breaks_out_of_the_pages(evil_graph: Path, tmp_path: Path) -> None:
    site = tmp_path / "deep" / "er" / "site"
    assert CliRunner().invoke(main, ["export", str(evil_graph), "--site", str(site)]).exit_code == 0
    assert [path for path in tmp_path.rglob("*") if path.is_file() and site not in path.parents] == []
    pages = list(site.rglob("*.html"))
    assert len(pages) > 20
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert "<script>alert" not in text, path
        assert "<img src=x" not in text, path
        assert not re.search(r"""(?:href|src)=["']\s*javascript:""", text, re.I), path


CUT = [
    "Pyongyang has sold Iran missiles from Pyonghwa Motors, which makes them, not only rockets but also one of its older boats.",
    "The first of the 24 jets, which Saab, which built them, said it had not delivered, was to leave from the Kazan works' yard.",
    "“We have never sold them arms,” Mr. Peskov, a spokesman for President Putin, told the BBC, calling it a lie, no longer true.",
]


@pytest.mark.parametrize("sentence", CUT)
def test_texts_cut_off_after_any_word(nlp, vocabulary: Ontology, sentence: str) -> None:
    words = sentence.split()
    for end in range(1, len(words)):
        for text in (" ".join(words[:end]), " ".join(words[:end]).rstrip(",.") + ","):
            found = find(language.read(nlp, reading.article(text)), vocabulary)
            assert all(e.end <= len(text) for claim in found.claims for e in claim.evidence)
