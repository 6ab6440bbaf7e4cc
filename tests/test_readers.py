"""Every kind of file that holds articles: what is read of it, under which name, and what is said where it cannot be."""

from __future__ import annotations

import builtins
import csv
import gzip
import io
import json
import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kg import articles, readers
from kg.articles import Options
from kg.errors import ArticleError, ForeignError
from kg.readers import fields
from kg.records import Article
from kg.values.days import parse_file_day, parse_stamp

BODY = "The ministry said on Monday that the first of the tanks had been handed over to the army of its neighbour."
MORE = "Its neighbour's army confirmed that 14 tanks had arrived, and asked for ammunition as well, officials told reporters."
TITLE = "Ministry hands over its tanks"
URL = "https://www.example.com/2024/06/26/ministry-hands-over.html"


def page(head: str = "", body: str = "", title: str = TITLE) -> str:
    menu = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul></nav>"
    inside = body or f"<p>{BODY}</p><p>{MORE}</p>"
    return (
        f"<!DOCTYPE html><html><head><title>{title} | Example</title>{head}</head><body>{menu}"
        f"<article><h1>{title}</h1>{inside}</article><footer>Copyright Example</footer></body></html>"
    )


def load(path: Path, **options: object) -> list[Article | ArticleError]:
    return list(articles.load([path], Options(**options)))  # type: ignore[arg-type]


def write(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def one(path: Path, **options: object) -> Article:
    (found,) = load(path, **options)
    assert isinstance(found, Article), found
    return found


def bodies(article: Article) -> list[str]:
    return [article.text[p.start : p.end] for p in article.paragraphs if p.kind == "body"]


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


# ----------------------------------------------------------------------------------------------------------- records


def test_fields_by_their_usual_names(tmp_path: Path) -> None:
    record = {
        "Title": f"{TITLE} - Example News",
        "text": f"{BODY}\n\n{MORE}",
        "Date_Published": 1719400000,
        "source": {"id": None, "name": "Example News"},
        "authors": ["Ann Example", {"name": "Bo Sample"}],
        "link": URL,
    }
    article = one(write(tmp_path / "n.json", json.dumps(record)))
    assert (article.id, article.source) == ("n", str(tmp_path / "n.json"))
    assert (article.title, article.publisher, article.published) == (TITLE, "Example News", "2024-06-26")
    assert (article.byline, article.url) == (("Ann Example", "Bo Sample"), URL)
    assert bodies(article) == [BODY, MORE]


def test_fields_by_the_users_names(tmp_path: Path) -> None:
    path = write(tmp_path / "n.jsonl", json.dumps({"a": {"b": BODY}, "body": "no", "h": TITLE, "nr": 9}))
    article = one(path, fields=fields.parse("text=a.b, title=h,id=nr"))
    assert (article.id, article.title, bodies(article)) == ("n/9", TITLE, [BODY])
    with pytest.raises(ArticleError, match="names no field"):
        fields.parse("texts=body")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_tables(tmp_path: Path, mark: str) -> None:
    out = io.StringIO()
    rows = csv.writer(out, delimiter=mark)
    rows.writerows([["Headline", "Full text", "Date"], [TITLE, f'{BODY}\n\n"{MORE}"', "26/06/2024"], [], ["x", "", ""]])
    first, second = load(write(tmp_path / "t.csv", "\ufeff" + out.getvalue()))
    assert isinstance(first, Article)
    assert (first.title, first.published, bodies(first)) == (TITLE, "2024-06-26", [BODY, f'"{MORE}"'])
    assert "t.csv#2: has no text" in str(second) or "t.csv#3: has no text" in str(second)


def test_a_table_without_a_text_says_what_it_has(tmp_path: Path) -> None:
    (error,) = load(write(tmp_path / "t.csv", "when,what\n1,2\n"))
    assert "--fields text=COLUMN (the first row has: when, what)" in str(error)


@pytest.mark.parametrize("ending", [".json", ".jsonl"])
def test_each_bad_record_is_told_and_the_others_are_read(tmp_path: Path, ending: str) -> None:
    lines = [json.dumps({"text": BODY}), "7", "{broken", json.dumps({"title": TITLE}), json.dumps({"text": MORE})]
    if ending == ".json":
        lines[1:3] = ['{"text": 1e999999}', "[]"]
    found = load(write(tmp_path / f"n{ending}", "\n".join(lines)))
    assert [isinstance(article, Article) for article in found] == [True, False, False, False, True]
    for number, error in enumerate(found, 1):
        assert isinstance(error, Article) or str(error).startswith(f"{tmp_path}/n{ending}#{number}: ")


@pytest.mark.parametrize(
    "wrap", [lambda r: r, lambda r: {"status": "ok", "articles": r}, lambda r: {"data": r, "errors": []}]
)
def test_lists_of_records(tmp_path: Path, wrap: Callable[[object], object]) -> None:
    path = write(tmp_path / "n.json", json.dumps(wrap([{"text": BODY, "id": 1}, {"text": MORE, "id": 2}]), indent=1))
    assert [a.id for a in load(path) if isinstance(a, Article)] == ["n/1", "n/2"]


@pytest.mark.parametrize(
    ("record", "id"),
    [
        ({"id": "A-17"}, "n/A-17"),
        ({"id": 42}, "n/42"),
        ({"id": "../../etc/passwd"}, "n/etc-passwd"),
        ({"id": "a b\n<c>"}, "n/a-b-c"),
        ({"url": URL}, "n/ministry-hands-over-edfa748d"),
        ({"url": "https://example.com/"}, "n/0f115db0"),
        ({"id": "x" * 200}, "n/" + "x" * 60 + "-aa20c23e"),
        ({}, "n/5508f1390127fa26"),
    ],
)
def test_ids_of_records(tmp_path: Path, record: dict[str, object], id: str) -> None:
    found = load(write(tmp_path / "n.jsonl", json.dumps({**record, "text": BODY})))
    assert isinstance(found[0], Article)
    assert found[0].id == id


def test_ids_stay_when_records_are_added(tmp_path: Path) -> None:
    records = [{"text": f"{BODY} {n}.", **({"url": f"{URL}?{n}"} if n % 2 else {})} for n in range(12)]
    path = tmp_path / "n.jsonl"

    def ids(some: list[dict[str, str]]) -> dict[str, str]:
        found = load(write(path, "\n".join(map(json.dumps, some))))
        return {article.digest: article.id for article in found if isinstance(article, Article)}

    before = ids(records[:6])
    random.Random(7).shuffle(records)
    after = ids(records)
    assert len(after) == 12
    assert before.items() <= after.items()


def test_records_of_one_name_get_different_ids(tmp_path: Path) -> None:
    records = [{"id": "7", "text": text} for text in (BODY, MORE, BODY, BODY)]
    found = [
        a for a in load(write(tmp_path / "n.jsonl", "\n".join(map(json.dumps, records)))) if isinstance(a, Article)
    ]
    assert [a.id.removesuffix(a.digest[:8]) for a in found][:3] == ["n/7", "n/7-", "n/7-"]
    assert len({article.id for article in found}) == 4


def test_addresses_that_are_none_are_dropped(tmp_path: Path) -> None:
    for url in (
        "javascript:alert(1)",
        "https://a b.com/",
        'https://x/"><script>',
        "file:///etc/passwd",
        "https://[::1",
    ):
        assert one(write(tmp_path / "n.json", json.dumps({"text": BODY, "url": url}))).url == ""


# ------------------------------------------------------------------------------------------------------ web archives


def warc(*records: tuple[str, str, str, str], kind: str = "response") -> bytes:
    """An archive of (address, status, media type, body)."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    for url, status, media, body in records:
        headers = (
            StatusAndHeaders(status, [("Content-Type", media)], protocol="HTTP/1.1") if kind == "response" else None
        )
        fixed = {"WARC-Record-ID": f"<urn:uuid:{len(out.getvalue()):036d}>", "WARC-Date": "2024-06-26T00:00:00Z"}
        writer.write_record(
            writer.create_warc_record(
                url,
                kind,
                payload=io.BytesIO(body.encode()),
                http_headers=headers,
                warc_headers_dict=fixed,
                warc_content_type=media if kind != "response" else "",
            )
        )
    return out.getvalue()


def test_an_archive_of_pages(tmp_path: Path) -> None:
    data = warc(
        (URL, "200 OK", "text/html; charset=utf-8", page()),
        ("https://example.com/a.png", "200 OK", "image/png", "\x89PNG"),
        ("https://example.com/gone", "404 Not Found", "text/html", page()),
        ("https://example.com/empty", "200 OK", "text/html", "<html></html>"),
        ("https://example.org/second", "200 OK", "text/html", page(title="Neighbour thanks the ministry for tanks")),
    )
    first, bad, last = load(write(tmp_path / "crawl.warc", data))
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert (first.id, first.url, first.published) == ("crawl/ministry-hands-over-edfa748d", URL, "2024-06-26")
    assert str(bad).startswith(f"{tmp_path}/crawl.warc#4: ")
    assert (last.source, last.title) == (f"{tmp_path}/crawl.warc#5", "Neighbour thanks the ministry for tanks")


def test_texts_that_were_taken_from_pages(tmp_path: Path) -> None:
    data = warc((URL, "", "text/plain", f"{TITLE}\n\n{BODY}\n"), kind="conversion")
    assert one(write(tmp_path / "crawl.warc.wet", data)).text == f"{TITLE}\n\n{BODY}"


# --------------------------------------------------------------------------------------------------------------- pdf


def test_a_pdf(tmp_path: Path) -> None:
    lines = [TITLE, "", *(BODY[i : i + 60] for i in range(0, len(BODY), 60))]
    article = one(write(tmp_path / "a.pdf", pdf(lines)))
    assert article.title == TITLE
    assert "The ministry said on Monday" in article.text


def pdf(lines: list[str]) -> bytes:
    """A PDF file of one page with these lines."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    sheet = writer.add_blank_page(600, 800)
    font = DictionaryObject(
        {
            NameObject(f"/{k}"): NameObject(f"/{v}")
            for k, v in (("Type", "Font"), ("Subtype", "Type1"), ("BaseFont", "Helvetica"))
        }
    )
    sheet[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F"): font})}
    )
    shown = "\n".join(f"1 0 0 1 20 {760 - 20 * n} Tm ({line}) Tj" for n, line in enumerate(lines))
    content = DecodedStreamObject()
    content.set_data(f"BT /F 10 Tf\n{shown}\nET".encode("latin-1"))
    sheet[NameObject("/Contents")] = writer._add_object(content)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("module", "name", "extra"),
    [("warcio", "a.warc", "archives"), ("zstandard", "a.txt.zst", "archives"), ("pypdf", "a.pdf", "pdf")],
)
def test_a_missing_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, name: str, extra: str
) -> None:
    real = builtins.__import__

    def refuse(wanted: str, *rest: object, **named: object) -> object:
        if wanted.split(".")[0] == module:
            raise ImportError(name=module)
        return real(wanted, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", refuse)
    (error,) = load(write(tmp_path / name, zstandard.compress(b"x") if name.endswith("zst") else b"WARC/1.0\r\n"))
    assert str(error).endswith(f"pip install 'armsgraph[{extra}]'")


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
