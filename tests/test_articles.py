"""Articles out of saved pages: what is kept, what goes, what is refused."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import articles
from kg.errors import ArticleError
from kg.readers import plain
from kg.records import Article
from tests.conftest import SEEDS

BODY = "The ministry said on Monday that the first of the tanks had been handed over to the army of its neighbour."


def read(tmp_path: Path, text: str) -> Article:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    return articles.read(path)


def paragraphs(article: Article, kind: str = "body") -> list[str]:
    return [article.text[p.start : p.end] for p in article.paragraphs if p.kind == kind]


# ------------------------------------------------------------------------------------------------------- seeds

HEADS = {
    "000_cb66d83d17a18a38": ("NATO chief says S. Korea's potential", "Yonhap News Agency", "2024-06-28"),
    "001_bf330ff262a398fe": ("NATO’s chief urges South Korea to step up", "", ""),
    "002_4e2a921d926a962f": ("'Anything' South Korea can do", "The Korea Herald", "2024-07-10"),
    "003_c774d8fa682b7b14": ("NATO chief urges Seoul to send", "AP", ""),
    "004_8c1031b27aa3e000": ('NATO Secretary General: "Korea Should', "The Asia Business Daily", ""),
}


@pytest.mark.parametrize("name", sorted(HEADS))
def test_seed_heads(name: str) -> None:
    article = articles.read(SEEDS / f"{name}.txt")
    title, publisher, published = HEADS[name]
    assert article.title.startswith(title)
    assert (article.publisher, article.published) == (publisher, published)


def test_offsets_hold_in_every_seed() -> None:
    for article in articles.load([SEEDS]):
        assert isinstance(article, Article)
        assert article.paragraphs
        for paragraph in article.paragraphs:
            text = article.text[paragraph.start : paragraph.end]
            assert text
            assert text == text.strip()


FURNITURE = (
    "Go to Contents", "All News", "PHOTO NOT FOR SALE", "(END)", "Most Viewed", "Send Feedback", "yna.co.kr",
    "Also Read", "World Bank", "Reporting by", "Leave a Reply", "email address",
    "By Yonhap", "Link copied", "Full Text Articles",
    "본문", "Text Size", "All rights reserved", "Special Coverage", "Reporter Haeyoung", "(AP) —", "(Yonhap) --",
)  # fmt: skip


def test_furniture_of_the_seeds_is_gone() -> None:
    text = "\n".join(a.text for a in articles.load([SEEDS]) if isinstance(a, Article))
    assert [words for words in FURNITURE if words in text] == []


def test_a_caption_given_twice_stays_once() -> None:
    first = articles.read(SEEDS / "000_cb66d83d17a18a38.txt")
    assert first.text.count("in this image provided by NATO") == 1
    third = articles.read(SEEDS / "002_4e2a921d926a962f.txt")
    assert third.text.count("ethnic Koreans") == 1
    assert "ethnic Koreans" in paragraphs(third, "caption")[0]


def test_lines_under_the_headline_are_text() -> None:
    article = articles.read(SEEDS / "001_bf330ff262a398fe.txt")
    assert "calls on South Korea to provide more military aid to Ukraine" in paragraphs(article)


# ------------------------------------------------------------------------------------------------------- shapes


@pytest.mark.parametrize(
    ("head", "title", "publisher"),
    [
        ("Ministry hands over tanks | The Daily Example", "Ministry hands over tanks", "The Daily Example"),
        ("Ministry hands over tanks - Example News", "Ministry hands over tanks", "Example News"),
        ("Tanks handed over to neighbour - KCNA", "Tanks handed over to neighbour - KCNA", ""),
        ("BREAKING: Ministry hands over tanks to army", "Ministry hands over tanks to army", ""),
        ("The Daily Example\n\nMinistry hands over its tanks", "Ministry hands over its tanks", "The Daily Example"),
        ("(headline not in the excerpt)", "", ""),
        ("Top general says tanks will come", "Top general says tanks will come", ""),
        ("Home ministry buys tanks for border", "Home ministry buys tanks for border", ""),
        ("Opinion: Why the army needs its tanks", "Why the army needs its tanks", ""),
        ("Army To Get Its Tanks At Last.", "Army To Get Its Tanks At Last.", ""),
        ("Menu\nHome\nWorld\nSign in\nArmy gets the first of its tanks", "Army gets the first of its tanks", ""),
        ("Example.com\n\nArmy gets the first of its tanks", "Army gets the first of its tanks", "Example.com"),
    ],
)
def test_headlines(tmp_path: Path, head: str, title: str, publisher: str) -> None:
    article = read(tmp_path, f"{head}\n\n{BODY}\n")
    assert (article.title, article.publisher) == (title, publisher)
    assert paragraphs(article) == [BODY]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published : July 10, 2024 - 09:28", "2024-07-10"),
        ("All News 11:09 June 28, 2024", "2024-06-28"),
        ("2024-07-03 10:00 KST", "2024-07-03"),
        ("입력 2024년 7월 3일 10:00", "2024-07-03"),
        ("Wednesday, 3 July 2024", "2024-07-03"),
        ("Last updated: 3 Jul 2024 14:05 GMT", "2024-07-03"),
        ("Sept. 3, 2024", "2024-09-03"),
    ],
)
def test_dates(tmp_path: Path, line: str, day: str) -> None:
    article = read(tmp_path, f"Ministry hands over tanks to army\n\n{line}\n\n{BODY}\n")
    assert article.published == day
    assert paragraphs(article) == [BODY]


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        ("SEOUL, South Korea (AP) — ", "AP"),
        ("BRUSSELS/SEOUL, June 28 (Yonhap) -- ", "Yonhap"),
        ("BEIJING. Dec 5 (Interfax) - ", "Interfax"),
        ("MANILA – ", ""),
        ("Jul 3 — ", ""),
        ("Kyiv, July 3 (Reuters) - ", "Reuters"),
    ],
)
def test_datelines(tmp_path: Path, line: str, publisher: str) -> None:
    article = read(tmp_path, f"Ministry hands over tanks to army\n\n{line}{BODY}\n")
    assert paragraphs(article) == [BODY]
    assert article.publisher == publisher


@pytest.mark.parametrize(
    "text",
    [
        "Moscow - the capital - has said nothing of the tanks so far.",
        "NATO (and others) - it seems - will wait and see.",
    ],
)
def test_what_only_looks_like_a_dateline_stays(tmp_path: Path, text: str) -> None:
    assert paragraphs(read(tmp_path, f"Ministry hands over tanks to army\n\n{text}\n")) == [text]


def test_one_sentence_is_text_and_no_headline(tmp_path: Path) -> None:
    article = read(tmp_path, BODY + "\n")
    assert (article.title, paragraphs(article)) == ("", [BODY])


def test_wrapped_lines_are_joined(tmp_path: Path) -> None:
    lines = (
        "The ministry said on Monday that the first of the tanks had been",
        "handed over to the army of its neighbour, which had asked for them",
        "last year.",
    )
    wrapped = "\n".join(lines)
    article = read(tmp_path, f"Ministry hands over tanks to army\n\n{wrapped}\n")
    assert paragraphs(article) == [wrapped.replace("\n", " ")]


def test_a_line_is_a_paragraph_where_nothing_is_wrapped(tmp_path: Path) -> None:
    second = "The neighbour said so too."
    article = read(tmp_path, f"Ministry hands over tanks to army\n{BODY}\n{second}\n")
    assert paragraphs(article) == [BODY, second]


def test_teasers_and_what_follows_the_end_go(tmp_path: Path) -> None:
    tail = (
        "Read more: Other army asks for missiles\n\n"
        + BODY.replace("tanks", "jets")
        + "\n\nRelated Articles\n\nArmy buys drones\n"
    )
    article = read(tmp_path, f"Ministry hands over tanks to army\n\n{BODY}\n\n{tail}")
    assert paragraphs(article) == [BODY, BODY.replace("tanks", "jets")]


def test_byline_and_credits_are_taken_off(tmp_path: Path) -> None:
    article = read(tmp_path, f"Ministry hands over tanks to army\n\nBy Ann Example and Bo Sample\n\n{BODY} (Reuters)\n")
    assert article.byline == ("Ann Example", "Bo Sample")
    assert (paragraphs(article), article.publisher) == ([BODY], "Reuters")


def test_no_day_that_the_calendar_lacks(tmp_path: Path) -> None:
    assert read(tmp_path, f"Ministry hands over tanks to army\n\n31 February 2024\n\n{BODY}\n").published == ""


# ---------------------------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "is empty"),
        (b" \n\n ", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "is a binary file"),
        (b"%PDF-1.7 something", "is a binary file"),
        (BODY.encode() + b"\n" + bytes(range(128, 256)) * 9, "line 2: byte 0x80 is not UTF-8"),
        (b"Menu\n\n12:30\n", "holds no sentence"),
        (b"So it went on and on. " * 30000, "holds 660,000 characters"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, data: bytes, what: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    with pytest.raises(ArticleError, match=what) as caught:
        articles.read(path)
    assert str(caught.value).startswith(str(path))
    assert "; " in str(caught.value)


def test_paths_that_lead_nowhere(tmp_path: Path) -> None:
    found = list(articles.load([tmp_path / "missing", tmp_path]))
    assert [str(error).split(": ", 1)[1].split(";")[0] for error in found] == [
        "no such file or folder",
        "holds no article",
    ]


def test_one_bad_article_does_not_end_the_run(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text(BODY, encoding="utf-8")
    bad, good = articles.load([tmp_path])
    assert isinstance(bad, ArticleError)
    assert isinstance(good, Article)


def test_files_of_one_name_get_different_ids(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(BODY, encoding="utf-8")
    assert [a.id for a in articles.load([tmp_path]) if isinstance(a, Article)] == ["one/a", "two/a"]


def test_ids_tell_files_apart_whatever_they_are_called(tmp_path: Path) -> None:
    for name in ("one/a.txt", "one/a.html", "two/one/b.txt", "one/b.txt", "n/1.txt", "1.txt", "n.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}", encoding="utf-8")
    found = {str(s.path.relative_to(tmp_path)): s.id for s in articles.find([tmp_path]).sources}
    assert len(set(found.values())) == len(found) == 7
    assert (found["one/a.txt"], found["one/a.html"], found["n.jsonl"]) == ("a.txt", "a.html", "n.jsonl")
    assert found["two/one/b.txt"] == "two/one/b"


def test_ids_of_odd_names_and_of_files_above(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    names = [
        "a.txt",
        "in/a.txt",
        "b\n.txt",
        "b\\n.txt",
        b"c\xff.txt".decode("utf-8", "surrogateescape"),
        "d\u202e e.txt",
    ]
    for name in names:
        (tmp_path / name).write_text(BODY, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "in")
    found = list(articles.load(["a.txt", "..", "../a.txt", tmp_path / "a.txt"]))
    ids = [article.id for article in found if isinstance(article, Article)]
    assert ids == ["in/a", f"{tmp_path.name}/a", "b\\n-2", "b\\n", "c\\udcff", "d\\u202e e"]


def test_stray_control_characters_go(tmp_path: Path) -> None:
    article = read(tmp_path, BODY.replace("Monday", "Mon\x00day\u200b"))
    assert paragraphs(article) == [BODY]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    try:
        article = next(plain.read(io.BufferedReader(io.BytesIO(data)), "a.txt", {}))
    except ArticleError:
        return
    assert all(article.text[p.start : p.end] for p in article.paragraphs)
