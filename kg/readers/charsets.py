"""Bytes → text: the character set that is declared, or the likeliest, and no control characters."""

from __future__ import annotations

import codecs
import unicodedata

from kg.errors import ArticleError

# Above this share of control characters a file is no text.
CONTROL_SHARE = 0.02
# How much of a file is looked at to tell whether it is text.
HEAD_BYTES = 65_536
# English in an eight-bit character set has an accent or a curly quote here and there; more of them is another language.
WESTERN_SHARE = 0.03
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = (b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"\x28\xb5\x2f\xfd")
# What pages that name these mean (WHATWG Encoding Standard, section 4.2).
_MEANT = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "euc_kr": "cp949"}
# Sets in which `<` and letters are not what a browser may take them for.
_NO_PAGE = {"utf-7", "hz", "iso2022_kr", "unicode_escape", "raw_unicode_escape", "punycode", "idna", "undefined"}


def decode(data: bytes, where: str, declared: str = "") -> str:
    """Bytes → text without control characters, or an error that says what the bytes are instead.

    A byte-order mark goes first, then the declared set, then UTF-8, then what the bytes look like.
    """
    if not data.strip():
        raise ArticleError(f"{where}: is empty; an article holds a headline and paragraphs, or at least one sentence")
    for mark, name in _MARKS:
        if data.startswith(mark):
            return clean(data.removeprefix(codecs.BOM_UTF8).decode(name, errors="replace"))
    refuse_binary(data, where)
    for name in dict.fromkeys(filter(None, (_codec(declared), "utf-8"))):
        try:
            return clean(data.decode(name))
        except UnicodeDecodeError:
            continue
    return clean(_guess(data, where))


def refuse_binary(data: bytes, where: str) -> None:
    """An error where bytes are no text in any character set."""
    head = data[:HEAD_BYTES]
    control = sum(byte < 32 and byte not in b"\t\n\v\f\r\x1b" for byte in head)
    if control > CONTROL_SHARE * len(head) or head.startswith(_BINARY):
        raise ArticleError(f"{where}: is a binary file; an article is text")


def decode_record(data: bytes, where: str) -> str:
    """One record of many, in UTF-8 or nearly so; it is cleaned once its fields are told apart."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _guess(data, where)


def clean(text: str) -> str:
    """Text without control and format characters (zero-width spaces, directional marks, soft hyphens), which hide inside
    words that look whole; line ends are line feeds."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or not unicodedata.category(c).startswith("C"))


def _codec(declared: str) -> str:
    """Python's name of a declared character set; "" where it is none for pages."""
    try:
        name = codecs.lookup(declared.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return ""
    # "utf-16" in a page that could be read so far is a slip for UTF-8.
    return "" if name in _NO_PAGE or name.startswith(("utf-16", "utf-32")) else _MEANT.get(name, name)


def _guess(data: bytes, where: str) -> str:
    text = data.decode("utf-8", errors="surrogateescape")
    strays = [c for c in text if "\udc80" <= c <= "\udcff"]
    if len(strays) <= WESTERN_SHARE * len(text):
        # Also a text that is put together from UTF-8 and Windows-1252 is read whole so.
        western = {ord(c): bytes([ord(c) - 0xDC00]).decode("cp1252", errors="replace") for c in set(strays)}
        if "\ufffd" not in western.values():
            return text.translate(western)
    from charset_normalizer import from_bytes

    found = from_bytes(data).best()
    if found is not None:
        return str(found)
    at = text.index(strays[0])
    line = text.count("\n", 0, at) + 1
    raise ArticleError(
        f"{where}: line {line}: byte 0x{ord(strays[0]) - 0xDC00:02x} is not UTF-8, nor is it clear what else; "
        "save the file as UTF-8 (iconv -f WINDOWS-1252 -t UTF-8)"
    )
