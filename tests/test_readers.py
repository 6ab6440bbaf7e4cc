"""Every kind of file that holds articles: pages, character sets, languages and days."""

from __future__ import annotations

import gzip
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from kg import articles, readers
from kg.errors import ForeignError
from kg.records import Article
from kg.values.days import parse_file_day, parse_stamp
from tests.saved import BODY, MORE, TITLE, URL, bodies, load, one, page, warc, write

# ------------------------------------------------------------------------------------------------------- the list


def test_every_reader_is_reached_by_the_endings_of_its_files() -> None:
    for kind, reader in readers.READERS.items():
        for ending in reader.endings:
            assert readers.find_kind(f"News{ending.upper()}") == kind
            assert readers.find_kind(f"news{ending}.gz") == kind
    assert readers.find_kind("news.docx") == ""


def test_a_folder_of_everything(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", f"{TITLE}\n\n{BODY}\n\n{MORE}\n")
    write(tmp_path / "b.htm", page())
    write(tmp_path / "c.jsonl", json.dumps({"title": TITLE, "text": f"{BODY}\n\n{MORE}"}))
    write(tmp_path / "d.csv", f'headline,body\n{TITLE},"{BODY}\n\n{MORE}"\n')
    write(tmp_path / "e.json", json.dumps({"headline": TITLE, "articleBody": f"<p>{BODY}</p><p>{MORE}</p>"}))
    write(tmp_path / "f.warc", warc((URL, "200 OK", "text/html", page())))
    write(tmp_path / "notes.docx", b"PK")
    found = load(tmp_path)
    assert all(isinstance(article, Article) for article in found), found
    # One text, whatever it was wrapped in: the same digest for all.
    assert len({(a.title, a.digest) for a in found if isinstance(a, Article)}) == 1
    assert articles.find([tmp_path]).ignored == ((".docx", 1),)


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress], ids=["gzip", "zstandard"])
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.csv", "a.warc"])
def test_packed_files_are_read_as_the_unpacked(tmp_path: Path, pack: Callable[[bytes], bytes], name: str) -> None:
    texts = {
        ".txt": f"{TITLE}\n\n{BODY}\n",
        ".html": page(),
        ".jsonl": json.dumps({"text": BODY, "id": "7"}),
        ".csv": f"id,text\n7,{BODY}\n",
        ".warc": warc((URL, "200 OK", "text/html", page())).decode(),
    }
    data = texts[Path(name).suffix].encode()
    plain = one(write(tmp_path / name, data))
    ending = ".gz" if pack is gzip.compress else ".zst"
    packed = one(write(tmp_path / (name + ending), pack(data)))
    assert (packed.id, packed.text) == (plain.id, plain.text)
    # Files that were renamed are known by what they hold.
    assert one(write(tmp_path / name, pack(data))) == plain


@pytest.mark.parametrize(
    "data",
    [BODY, page(), json.dumps({"text": BODY}), json.dumps([{"text": BODY}]), "WARC"],
    ids=["txt", "html", "json", "list", "warc"],
)
def test_standard_input(data: str, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = warc((URL, "200 OK", "text/html", page())) if data == "WARC" else data.encode()
    for given in (raw, gzip.compress(raw)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        article = one(Path("-"))
        assert BODY in article.text
        assert article.id.startswith("stdin")


def test_a_kind_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = f"text\tid\n{BODY}\t7\n"
    assert one(write(tmp_path / "export.dat", table), kind="csv").id == "export/7"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(table.encode())))
    assert one(Path("-"), kind="csv").id == "stdin/7"


def test_patterns_are_followed_where_no_shell_has(tmp_path: Path) -> None:
    for name in ("a1.txt", "a2.txt", "b1.txt", "b[1].txt"):
        write(tmp_path / name, BODY)
    assert [s.id for s in articles.find([tmp_path / "a*.txt"]).sources] == ["a1", "a2"]
    assert [s.id for s in articles.find([tmp_path / "b[1].txt"]).sources] == ["b[1]"]
    assert "no such file" in str(articles.find([tmp_path / "c*.txt"]).errors[0])


# ---------------------------------------------------------------------------------------------------------- pages


def ld(**node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **node})}</script>'


def test_a_page_without_its_menu(tmp_path: Path) -> None:
    article = one(write(tmp_path / "a.html", page()))
    assert (article.id, article.title, bodies(article)) == ("a", TITLE, [BODY, MORE])


@pytest.mark.parametrize(
    ("head", "publisher", "published", "byline"),
    [
        (
            ld(
                **{"@type": "NewsArticle"},
                headline=TITLE,
                datePublished="2024-06-26T23:30:00-05:00",
                publisher={"@type": "Organization", "name": "The Example Post"},
                author=[{"@type": "Person", "name": "Ann Example"}, {"@type": "Person", "name": "Bo Sample"}],
            ),
            "The Example Post",
            "2024-06-26",
            ("Ann Example", "Bo Sample"),
        ),
        (
            ld(
                **{
                    "@graph": [
                        {"@type": "Organization", "@id": "#us", "name": "The Example Post"},
                        {"@type": "WebPage", "name": "x"},
                        {
                            "@type": ["Article", "ReportageNewsArticle"],
                            "publisher": {"@id": "#us"},
                            "author": "Ann Example",
                        },
                    ]
                }
            )
            + "<meta property='article:published_time' content='2024-06-26'>",
            "The Example Post",
            "2024-06-26",
            ("Ann Example",),
        ),
        ('<meta property="og:site_name" content="The Example Post">', "The Example Post", "", ()),
        (f'<link rel="canonical" href="{URL}">', "Example", "2024-06-26", ()),
        (ld(**{"@type": "NewsArticle"}, publisher=[[["x"]]], author={"name": 7}), "Example", "", ()),
        ("<script type='application/ld+json'>{not json</script>", "Example", "", ()),
    ],
    ids=["json-ld", "graph", "open-graph", "host", "odd", "broken"],
)
def test_what_a_page_says_of_itself(
    tmp_path: Path, head: str, publisher: str, published: str, byline: tuple[str, ...]
) -> None:
    article = one(write(tmp_path / "a.html", page(head)))
    assert (article.publisher, article.published, article.byline) == (publisher, published, byline)
    assert article.title == TITLE


def test_a_page_that_says_nothing_of_itself(tmp_path: Path) -> None:
    text = page().replace(" | Example", "")
    article = one(write(tmp_path / "2024-06-26-tanks.html", text))
    assert (article.publisher, article.published) == ("", "2024-06-26")
    found = one(write(tmp_path / "a.html", text.replace("<head>", f'<head><link rel="canonical" href="{URL}">')))
    assert (found.publisher, found.url) == ("example.com", URL)


def test_dates_to_come_do_not_hang_on_the_clock(tmp_path: Path) -> None:
    head = "<meta property='article:published_time' content='2098-01-02T00:00:00Z'>"
    assert one(write(tmp_path / "a.html", page(head))).published == "2098-01-02"


def test_a_page_without_an_article(tmp_path: Path) -> None:
    (error,) = load(write(tmp_path / "a.html", "<html><body><ul><li>Home</li></ul></body></html>"))
    assert "holds no" in str(error)


# --------------------------------------------------------------------------------------------------------- charsets

FOREIGN = "Министерство сообщило в понедельник, что первые танки были переданы армии соседней страны."


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_character_sets(tmp_path: Path, charset: str) -> None:
    text = f"{TITLE}\n\n“We’re ready,” the minister said at the café on Monday. {BODY}\n"
    assert one(write(tmp_path / "a.txt", text.encode(charset))).text == text.strip()


def test_two_character_sets_in_one_file(tmp_path: Path) -> None:
    text = f"{TITLE}\n\n“Ready,” said Doğan. ".encode() + f"“{BODY}”\n".encode("cp1252")
    assert one(write(tmp_path / "a.txt", text)).text == f"{TITLE}\n\n“Ready,” said Doğan. “{BODY}”"


@pytest.mark.parametrize("charset", ["cp949", "euc-jp", "shift_jis", "gb18030", "windows-1251", "iso-8859-1"])
def test_a_page_is_believed_what_it_declares(tmp_path: Path, charset: str) -> None:
    # What ISO 8859-1 declares is Windows-1252 (WHATWG Encoding Standard): curly quotes are in it.
    word = {"windows-1251": "Танки", "iso-8859-1": "“Tänks”", "cp949": "탱크"}.get(charset, "戦車")
    text = page(f'<meta charset="{charset}">', f"<p>{word}: {BODY}</p><p>{MORE}</p>")
    data = text.encode({"iso-8859-1": "cp1252"}.get(charset, charset))
    assert word in one(write(tmp_path / "a.html", data)).text


def test_a_wrong_declaration_does_no_harm(tmp_path: Path) -> None:
    text = page('<meta charset="iso-2022-kr"><meta charset="utf-16">', f"<p>“{BODY}”</p><p>{MORE}</p>")
    assert f"“{BODY}”" in one(write(tmp_path / "a.html", text)).text


# --------------------------------------------------------------------------------------------------------- languages


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Deutschland liefert der Ukraine 18 Kampfpanzer vom Typ Leopard 2."),
        ("fr", "La France livrera des canons Caesar à l’Ukraine, a annoncé le ministre."),
        ("ru", FOREIGN),
        ("ko", "북한이 러시아에 포탄을 보냈다고 국방부가 월요일에 밝혔다."),
        ("ar", "سلمت روسيا أنظمة إس-400 إلى الهند، حسبما أعلنت الوزارة."),
        ("nl", "Nederland levert achttien F-16 gevechtsvliegtuigen aan Oekraïne."),
    ],
)
def test_other_languages_are_left_out_with_a_reason(tmp_path: Path, language: str, text: str) -> None:
    path = write(tmp_path / "a.txt", text)
    (error,) = load(path)
    assert isinstance(error, ForeignError)
    assert f"({language})" in str(error)
    assert one(path, any_language=True).text == text
    assert articles.read(path).text == text


@pytest.mark.parametrize(
    "text",
    [
        "The United States bans sales of arms to Venezuela.",
        "Kim Jong Un with Vladimir Putin (Photo: EPA)",
        "Ukraine came under attack by Russia on Feb.",
        "북한 北韓: " + BODY,
    ],
)
def test_english_is_read_however_many_names_it_has(tmp_path: Path, text: str) -> None:
    assert isinstance(load(write(tmp_path / "a.txt", text))[0], Article)


def test_a_foreign_text_in_its_old_character_set_is_known_as_such(tmp_path: Path) -> None:
    (error,) = load(write(tmp_path / "a.txt", FOREIGN.encode("cp1251")))
    assert isinstance(error, ForeignError)


# -------------------------------------------------------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-06-26T23:59:59+09:00", "2024-06-26"),
        ("Wed, 26 Jun 2024 10:00:00 GMT", "2024-06-26"),
        ("20240626", "2024-06-26"),
        ("20240626T101500Z", "2024-06-26"),
        ("20240626101500", "2024-06-26"),
        ("1719400000", "2024-06-26"),
        ("1719400000123", "2024-06-26"),
        ("26.06.2024", "2024-06-26"),
        ("6/26/2024 10:00", "2024-06-26"),
        ("6/7/2024", None),
        ("2024-02-31", None),
        ("99999999", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_days_of_metadata(text: str, day: str | None) -> None:
    assert parse_stamp(text) == day


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2024-06-26-title.txt", "2024-06-26"),
        ("title_20240626.html", "2024-06-26"),
        ("2024.06.26 title.txt", "2024-06-26"),
        ("000_cb66d83d17a18a38.txt", None),
        ("AEN20240628001600.txt", None),
        ("2024-13-26.txt", None),
    ],
)
def test_days_in_names_of_files(name: str, day: str | None) -> None:
    assert parse_file_day(name) == day
