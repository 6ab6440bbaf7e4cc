"""What a read-only endpoint will not run: updates, and anything that would fetch from elsewhere.

The words are looked for where the grammar has words: outside strings, comments, addresses and names. A query process
cannot open a socket or file besides (see ``children``), so that a query that deceives this one still fetches nothing.
"""

from __future__ import annotations

import re

# An address holds no braces, quotes, spaces or "<", so that none can swallow a whole SERVICE clause.
_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\r\n]*)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<long>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*''')
  | (?P<string>"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
  | (?P<variable>[?$]\w+|@[A-Za-z][\w-]*)
  | (?P<name>(?:\w(?:[\w.-]|\\.)*)?:(?:[\w:%.-]|\\.)*)
  | (?P<number>\.?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)
  | (?P<word>\w+)
    """,
    re.VERBOSE | re.DOTALL,
)
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


def find(sparql: str) -> str:
    """Why a query is refused; "" where it is not."""
    words: list[str] = []
    for match in _TOKEN.finditer(sparql):
        if match.lastgroup == "word":
            words.append(match[0].upper())
        elif match.lastgroup == "name":
            # A parser may take `SERVICE:x` for the word and a name after it.
            words.extend(re.findall(r"(?:SERVICE|FROM)$", match[0].partition(":")[0].upper()))
    for number, word in enumerate(words):
        if word == "SERVICE":
            return "SERVICE asks another endpoint, which this one does not do; ask that endpoint itself"
        if word == "FROM":
            return "FROM names another dataset, and this endpoint holds one graph only; leave the clause out"
        if word in _UPDATES and not _FORMS & set(words[:number]):
            return f"{word} is an update, and this endpoint is read-only; change the articles or build the graph again"
    return ""
