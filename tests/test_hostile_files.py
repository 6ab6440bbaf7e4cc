"""Files that are broken, endless or not what they say: each comes as an article or as an error that names it, in short time."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import os
import random
import socket
import threading
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from kg import articles
from kg.errors import ArticleError
from kg.readers import READERS, streams
from kg.records import Article
from tests.saved import BODY, MORE, URL, page, warc, write

PACKS = {".gz": gzip.compress, ".zst": zstandard.ZstdCompressor(write_checksum=True).compress}


def load(path: Path) -> tuple[list[Article], list[str]]:
    """The articles and the errors, each of which begins with the path and says what would be right."""
    found = list(articles.load([path]))
    errors = [str(error) for error in found if isinstance(error, ArticleError)]
    for error in errors:
        assert "\n" not in error
        assert "; " in error, error
    for article in found:
        if isinstance(article, Article):
            assert article.text.encode().decode() == article.text
            assert all(article.text[p.start : p.end] for p in article.paragraphs)
    return [article for article in found if isinstance(article, Article)], errors


def lines(*records: object) -> bytes:
    return "\n".join(json.dumps(record) for record in records).encode()


# ------------------------------------------------------------------------------------------------- what is not text

NOISE = bytes((n * 7919 + n // 251) % 256 for n in range(4096))


@pytest.mark.parametrize("ending", [e for reader in READERS.values() for e in reader.endings])
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 5000,
        NOISE,
        b"\xff\xfe",
        b"\xff\xfe\x00\xd8" * 50,
        b"\x1f\x8b",
        b"\x28\xb5\x2f\xfd\x00",
        b"%PDF-1.7\n%%EOF",
        b"WARC/1.0\r\n\r\n",
        b"<" * 5000,
        b"{" * 5000,
        b'"' * 5001,
        "\u202e\u2066\u200f\ufeff".encode() * 100,
        b"\n" * 5000,
    ],
    ids=[
        "empty",
        "nulls",
        "noise",
        "mark",
        "surrogates",
        "gzip",
        "zstd",
        "pdf",
        "warc",
        "tags",
        "braces",
        "quotes",
        "marks",
        "lines",
    ],
)
def test_no_article_and_why(tmp_path: Path, ending: str, data: bytes) -> None:
    path = write(tmp_path / f"a{ending}", data)
    found, errors = load(path)
    assert (len(found), len(errors)) == (0, 1)
    assert errors[0].startswith(str(path))


def test_null_bytes_and_marks_of_direction_inside(tmp_path: Path) -> None:
    for name, text in (("a.txt", BODY), ("a.html", page()), ("a.jsonl", json.dumps({"text": BODY}))):
        odd = text.replace("Monday", "Mon\x00\u202eday\u2069").replace("tanks", "ta\u00adnks\ufeff")
        found, errors = load(write(tmp_path / name, odd))
        if name == "a.jsonl":  # json.dumps escapes them; as bytes they are no JSON
            found, errors = load(write(tmp_path / name, json.dumps({"text": odd})))
        assert errors == []
        assert BODY in found[0].text


def test_halves_of_characters(tmp_path: Path) -> None:
    record = json.dumps({"text": f"\ud83d {BODY} \udc00", "title": "\udfff", "id": "\ud800", "url": "https://x.org/\ud800"})
    found, errors = load(write(tmp_path / "a.jsonl", record))
    assert (len(found), errors) == (1, [])
    assert found[0].url == ""


# -------------------------------------------------------------------------------------------------------- truncated


@pytest.mark.parametrize("ending", PACKS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_what_stands_before_the_damage_is_read(tmp_path: Path, ending: str, share: float) -> None:
    words = f"{BODY} {MORE}".split()
    chosen = random.Random(7)
    records = [{"id": n, "text": " ".join(chosen.choices(words, k=60))} for n in range(500)]
    data = PACKS[ending](lines(*records))
    found, errors = load(write(tmp_path / f"n.jsonl{ending}", data[: int(len(data) * share)]))
    assert [article.id for article in found] == [f"n/{n}" for n in range(len(found))]
    assert len(errors) == 1
    assert "is damaged" in errors[0]
    if share > 0.5:
        assert found


@pytest.mark.parametrize("ending", PACKS)
def test_a_flipped_byte(tmp_path: Path, ending: str) -> None:
    data = bytearray(PACKS[ending]((BODY * 50).encode()))
    data[len(data) // 2] ^= 0xFF
    _, errors = load(write(tmp_path / f"a.txt{ending}", bytes(data)))
    assert len(errors) == 1


@pytest.mark.parametrize("end", range(0, 700, 41))
def test_a_page_that_breaks_off(tmp_path: Path, end: int) -> None:
    found, errors = load(write(tmp_path / "a.html", page()[:end]))
    assert len(found) + len(errors) == 1


def test_an_archive_that_breaks_off(tmp_path: Path) -> None:
    whole = warc(
        (URL, "200 OK", "text/html", page()), (URL + "2", "200 OK", "text/html", page(title="Other tanks are there"))
    )
    for end in range(1, len(whole), 173):
        found, errors = load(write(tmp_path / "c.warc", whole[:end]))
        assert errors or found, end
        assert len(found) <= 2
    half = whole.index(b"WARC/1.0", 20)
    for broken in (
        whole[:half] + b"WARC/1.0\r\nnonsense\r\n\r\n" + whole[half:],
        whole[:half] + b"garbage" * 99,
        whole[: half + 90],
    ):
        found, errors = load(write(tmp_path / "c.warc", broken))
        assert len(found) >= 1
        assert len(errors) >= 1


@pytest.mark.parametrize("length", ["-5", "abc", "999999999999", "0", ""])
def test_an_archive_with_a_wrong_length(tmp_path: Path, length: str) -> None:
    head, _, rest = warc((URL, "200 OK", "text/html", page())).partition(b"Content-Length: ")
    _, _, tail = rest.partition(b"\r\n")
    found, errors = load(write(tmp_path / "c.warc", head + b"Content-Length: " + length.encode() + b"\r\n" + tail))
    assert len(found) + len(errors) >= 1


# ---------------------------------------------------------------------------------------------------------- endless


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress, lambda d: gzip.compress(gzip.compress(d))])
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.json", "a.csv", "a.warc", "a.pdf"])
def test_a_bomb_is_not_unpacked(tmp_path: Path, pack: Callable[[bytes], bytes], name: str) -> None:
    data = pack(b"text\n" + b"x" * 20_000_000 if name == "a.csv" else b"x" * 20_000_000)
    found, errors = load(write(tmp_path / name, data))
    assert (found, len(errors)) == ([], 1)


def test_a_bomb_of_many_lines(tmp_path: Path) -> None:
    record = json.dumps({"text": "so"}) + "\n"
    found, errors = load(write(tmp_path / "a.jsonl.gz", gzip.compress((b" " * 99 + b"\n") * 200_000 + record.encode())))
    assert found == []
    assert f"more than {streams.PACKED_RATIO} times" in errors[-1]


def test_a_page_in_an_archive_that_unpacks_without_end(tmp_path: Path) -> None:
    body = zlib.compress(b"<p>" * 30_000_000)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: deflate\r\n\r\n"
    record = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://x.org/\r\nWARC-Record-ID: <urn:x>\r\n"
    record += b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % len(head + body)
    found, errors = load(
        write(tmp_path / "c.warc", record + head + body + b"\r\n\r\n" + warc((URL, "200 OK", "text/html", page())))
    )
    assert len(found) == 1
    assert len(errors) == 1
    assert "holds more than" in errors[0]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", "<div>" * 10_000 + f"<p>{BODY}</p>" + "</div>" * 10_000),
        ("b.html", page(body="<b><i>" * 10_000 + f"<p>{BODY}</p><p>{MORE}</p>")),
        ("c.html", page(body="<table><tr><td>" * 5_000 + f"<p>{BODY}</p>")),
        ("d.html", page(body=f"<p>{BODY}</p>" * 5_000)),
        ("e.html", page(body=f"<p {'x=1 ' * 50_000}>{BODY}</p>")),
        ("f.html", page('<script type="application/ld+json">' + "[" * 100_000 + "</script>")),
        ("g.html", page("<!--" * 20_000)),
        ("h.html", page("&" * 100_000 + "&#x110000;&#55296;")),
        (
            "i.html",
            "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>"
            + "<!ENTITY b '&a;&a;&a;&a;'>" * 9
            + "]><html>&b;",
        ),
        ("a.json", "[" * 100_000 + "]" * 100_000),
        ("b.json", '{"a":' * 100_000 + "1" + "}" * 100_000),
        ("c.json", '{"text": ' + "9" * 100_000 + "}"),
        ("d.json", '{"text": 1e400, "date": -1e400, "id": NaN}'),
        ("a.jsonl", '{"a":' * 100_000 + "1" + "}" * 100_000),
        (
            "b.jsonl",
            json.dumps(
                {"text": BODY, "date": 10**30, "id": 10**3000, "title": [[[]]], "url": {}, "author": {"name": {}}}
            ),
        ),
        ("a.csv", 'text,date\n"' + "x" * 9_000_000),
        ("b.csv", 'text,date\n"' + f"{BODY}\n" * 90_000),
        ("c.csv", "text" + "," * 1_000_000 + f"\n{BODY}\n"),
        ("a.txt", "a" * 9_000_000),
        ("b.txt", f"{BODY} " * 4_000),
        ("c.txt", "(a b) " * 80_000),
        ("d.txt", "A. " * 160_000),
        ("e.txt", "[https://" * 50_000),
        ("f.txt", ("x" * 119 + "\n") * 4_000),
        ("g.txt", "“" * 400_000),
        ("h.txt", "AB, " * 100_000 + "—"),
        ("i.txt", "By A and B, C; D & " * 20_000),
        ("j.txt", "All. " + "(Reuters) " * 40_000),
        ("k.txt", (BODY[:45] + " ") * 9_000),
        ("l.txt", "- " * 200_000),
        ("m.txt", "| a " * 100_000),
        ("n.txt", f"SEOUL, {'Jan 1 2024 ' * 30_000} — {BODY}"),
    ],
    ids=lambda value: value if len(value) < 9 else "",
)
def test_shapes_that_take_long_elsewhere(tmp_path: Path, name: str, data: str) -> None:
    found, errors = load(write(tmp_path / name, data))
    assert len(found) + len(errors) >= 1


def test_a_giant_line_among_others(tmp_path: Path) -> None:
    data = lines({"text": BODY}) + b'\n{"text": "' + b"x" * 20_000_000 + b'"}\n' + lines({"text": MORE})
    found, errors = load(write(tmp_path / "n.jsonl", data))
    assert [article.source[-2:] for article in found] == ["#1", "#3"]
    assert len(errors) == 1


@pytest.mark.slow
def test_a_line_of_a_hundred_megabytes(tmp_path: Path) -> None:
    for name in ("a.txt", "a.html", "a.jsonl", "a.json", "a.csv", "a.warc", "a.pdf"):
        found, errors = load(write(tmp_path / name, b"text " * 20_000_000))
        assert (found, len(errors)) == ([], 1), name


# -------------------------------------------------------------------------------------------------- folders and files


def test_links_in_circles_and_into_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write(folder / "a.txt", BODY)
    (folder / "round").symlink_to(folder, target_is_directory=True)
    (folder / "self.txt").symlink_to("self.txt")
    (folder / "gone.txt").symlink_to("missing.txt")
    (folder / "linked.txt").symlink_to("a.txt")
    found, errors = load(folder)
    assert [article.id for article in found] == ["a", "linked"]
    assert sorted(Path(error.split(":")[0]).name for error in errors) == ["gone.txt", "self.txt"]


def test_pipes_sockets_and_devices_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(tmp_path / "b.txt"))
    (tmp_path / "c.txt").symlink_to("/dev/zero")
    (tmp_path / "d.txt").mkdir()
    found, errors = load(tmp_path)
    server.close()
    assert found == []
    assert [error.split(": ")[1].split(";")[0] for error in errors] == ["is a pipe or a device"] * 3
    assert "is a pipe or a device" in load(tmp_path / "a.txt")[1][0]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", BODY).chmod(0)
    (tmp_path / "closed").mkdir(mode=0)
    found, errors = load(tmp_path)
    (tmp_path / "closed").chmod(0o700)
    assert found == []
    assert len(errors) == 2


def test_files_that_vanish(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        write(tmp_path / name, BODY)
    loading = articles.load([tmp_path])
    first = next(loading)
    (tmp_path / "b.txt").unlink()
    second, third = loading
    assert [type(found).__name__ for found in (first, second, third)] == ["Article", "ArticleError", "Article"]
    assert str(second).startswith(f"{tmp_path}/b.txt: cannot be read (No such file")


@pytest.mark.parametrize(
    "name",
    [
        "new\nline",
        "tab\there",
        "quote\"'<>&{}",
        "\u202eright",
        "sp ace",
        "%2e%2e",
        "#?",
        "é",
        "🚀",
        "-rf",
        "a" * 200,
        "back\\slash",
    ],
)
def test_odd_names(tmp_path: Path, name: str) -> None:
    write(tmp_path / f"{name}.txt", BODY)
    write(tmp_path / f"{name}.bad.txt", b"")
    found, errors = load(tmp_path)
    assert (len(found), len(errors)) == (1, 1)
    assert found[0].id.isprintable()
    assert found[0].source.isprintable()


def test_a_name_with_a_null_byte(tmp_path: Path) -> None:
    found, errors = load(Path(f"{tmp_path}/a\0b.txt"))
    assert (found, len(errors)) == ([], 1)


def test_a_stream_that_never_ends_is_left_after_an_article(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input from a program that goes on writing: what has come is read, and nothing is kept."""
    reading, writing = os.pipe()

    def pour() -> None:
        with contextlib.suppress(BrokenPipeError):
            while True:
                os.write(writing, lines({"text": BODY}) + b"\n")
        os.close(writing)

    writer = threading.Thread(target=pour)
    writer.start()
    with os.fdopen(reading, "rb") as pipe:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(pipe))
        loading = articles.load(["-"], articles.Options(kind="jsonl"))
        assert [next(loading).source for _ in range(3)] == [f"standard input#{n}" for n in (1, 2, 3)]
        loading.close()
    writer.join(timeout=10)
    assert not writer.is_alive()
