"""Files as people have them, for tests: pages, archives and PDF files of one short article."""

from __future__ import annotations

import io
import json
from pathlib import Path

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kg import articles
from kg.articles import Options
from kg.errors import ArticleError
from kg.records import Article

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


def pdf(lines: list[str]) -> bytes:
    """A PDF file of one page with these lines."""
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


def part(path: Path) -> tuple[list[Article], list[str]]:
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
