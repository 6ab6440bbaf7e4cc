"""Files that hold a record for each article: fields, tables, ids, web archives; and what needs an extra."""

from __future__ import annotations

import builtins
import csv
import io
import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from kg.errors import ArticleError
from kg.readers import fields
from kg.records import Article
from tests.saved import BODY, MORE, TITLE, URL, bodies, load, one, page, pdf, warc, write

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


def test_line_ends_of_all_kinds(tmp_path: Path) -> None:
    for end in ("\n", "\r\n", "\r"):
        rows = end.join(["id,text", f"1,{BODY}", f'2,"{BODY}{end}{end}{MORE}"', ""])
        found = load(write(tmp_path / "t.csv", rows))
        assert [bodies(article) for article in found if isinstance(article, Article)] == [[BODY], [BODY, MORE]]


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
