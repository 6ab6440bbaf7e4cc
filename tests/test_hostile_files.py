"""Files that are broken, endless or not what they say: each comes as an article or as an error that names it, in short time."""

from __future__ import annotations

import gzip
import json
import random
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from kg.readers import READERS, streams
from tests.saved import BODY, MORE, URL, lines, page, part, warc, write

PACKS = {".gz": gzip.compress, ".zst": zstandard.ZstdCompressor(write_checksum=True).compress}


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
    found, errors = part(path)
    assert (len(found), len(errors)) == (0, 1)
    assert errors[0].startswith(str(path))


def test_null_bytes_and_marks_of_direction_inside(tmp_path: Path) -> None:
    for name, text in (("a.txt", BODY), ("a.html", page()), ("a.jsonl", json.dumps({"text": BODY}))):
        odd = text.replace("Monday", "Mon\x00\u202eday\u2069").replace("tanks", "ta\u00adnks\ufeff")
        found, errors = part(write(tmp_path / name, odd))
        if name == "a.jsonl":  # json.dumps escapes them; as bytes they are no JSON
            found, errors = part(write(tmp_path / name, json.dumps({"text": odd})))
        assert errors == []
        assert BODY in found[0].text


def test_halves_of_characters(tmp_path: Path) -> None:
    record = json.dumps(
        {"text": f"\ud83d {BODY} \udc00", "title": "\udfff", "id": "\ud800", "url": "https://x.org/\ud800"}
    )
    found, errors = part(write(tmp_path / "a.jsonl", record))
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
    found, errors = part(write(tmp_path / f"n.jsonl{ending}", data[: int(len(data) * share)]))
    assert [article.id for article in found] == [f"n/{n}" for n in range(len(found))]
    assert len(errors) == 1
    assert "is damaged" in errors[0]
    if share > 0.5:
        assert found


@pytest.mark.parametrize("ending", PACKS)
def test_a_flipped_byte(tmp_path: Path, ending: str) -> None:
    data = bytearray(PACKS[ending]((BODY * 50).encode()))
    data[len(data) // 2] ^= 0xFF
    _, errors = part(write(tmp_path / f"a.txt{ending}", bytes(data)))
    assert len(errors) == 1


@pytest.mark.parametrize("end", range(0, 700, 41))
def test_a_page_that_breaks_off(tmp_path: Path, end: int) -> None:
    found, errors = part(write(tmp_path / "a.html", page()[:end]))
    assert len(found) + len(errors) == 1


def test_an_archive_that_breaks_off(tmp_path: Path) -> None:
    whole = warc(
        (URL, "200 OK", "text/html", page()), (URL + "2", "200 OK", "text/html", page(title="Other tanks are there"))
    )
    for end in range(1, len(whole), 173):
        found, errors = part(write(tmp_path / "c.warc", whole[:end]))
        assert errors or found, end
        assert len(found) <= 2
    half = whole.index(b"WARC/1.0", 20)
    for broken in (
        whole[:half] + b"WARC/1.0\r\nnonsense\r\n\r\n" + whole[half:],
        whole[:half] + b"garbage" * 99,
        whole[: half + 90],
    ):
        found, errors = part(write(tmp_path / "c.warc", broken))
        assert len(found) >= 1
        assert len(errors) >= 1


@pytest.mark.parametrize("length", ["-5", "abc", "999999999999", "0", ""])
def test_an_archive_with_a_wrong_length(tmp_path: Path, length: str) -> None:
    head, _, rest = warc((URL, "200 OK", "text/html", page())).partition(b"Content-Length: ")
    _, _, tail = rest.partition(b"\r\n")
    found, errors = part(write(tmp_path / "c.warc", head + b"Content-Length: " + length.encode() + b"\r\n" + tail))
    assert len(found) + len(errors) >= 1


# ---------------------------------------------------------------------------------------------------------- endless


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress, lambda d: gzip.compress(gzip.compress(d))])
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.json", "a.csv", "a.warc", "a.pdf"])
def test_a_bomb_is_not_unpacked(tmp_path: Path, pack: Callable[[bytes], bytes], name: str) -> None:
    data = pack(b"text\n" + b"x" * 20_000_000 if name == "a.csv" else b"x" * 20_000_000)
    found, errors = part(write(tmp_path / name, data))
    assert (found, len(errors)) == ([], 1)


def test_a_bomb_of_many_lines(tmp_path: Path) -> None:
    record = json.dumps({"text": "so"}) + "\n"
    found, errors = part(write(tmp_path / "a.jsonl.gz", gzip.compress((b" " * 99 + b"\n") * 200_000 + record.encode())))
    assert found == []
    assert f"more than {streams.PACKED_RATIO} times" in errors[-1]


def test_a_page_in_an_archive_that_unpacks_without_end(tmp_path: Path) -> None:
    body = zlib.compress(b"<p>" * 30_000_000)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: deflate\r\n\r\n"
    record = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://x.org/\r\nWARC-Record-ID: <urn:x>\r\n"
    record += b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % len(head + body)
    found, errors = part(
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
    found, errors = part(write(tmp_path / name, data))
    assert len(found) + len(errors) >= 1


def test_a_giant_line_among_others(tmp_path: Path) -> None:
    data = lines({"text": BODY}) + b'\n{"text": "' + b"x" * 20_000_000 + b'"}\n' + lines({"text": MORE})
    found, errors = part(write(tmp_path / "n.jsonl", data))
    assert [article.source[-2:] for article in found] == ["#1", "#3"]
    assert len(errors) == 1


@pytest.mark.slow
def test_a_line_of_a_hundred_megabytes(tmp_path: Path) -> None:
    for name in ("a.txt", "a.html", "a.jsonl", "a.json", "a.csv", "a.warc", "a.pdf"):
        found, errors = part(write(tmp_path / name, b"text " * 20_000_000))
        assert (found, len(errors)) == ([], 1), name
