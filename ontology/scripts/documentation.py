"""Write the documentation of the vocabulary: HTML by pyLODE with a diagram, the tutorial, and all files as one for editors.

Run it as ``python ontology/scripts/documentation.py build/docs`` with the extra ``docs`` installed, or as ``make docs``.
Everything that it prints is in the Turtle files; the diagram fails where they no longer have what it draws.
"""

from __future__ import annotations

import logging
import re
import sys
from html import escape
from pathlib import Path

import markdown
import pylode
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS

from kg import ontology

FOLDER = Path(__file__).resolve().parent.parent
KG = rdflib.Namespace(ontology.KG)
TERMS = ("armsgraph.ttl", "alignments.ttl")  # what is documented term by term; the other files hold entries
# Where each class stands in the diagram: column, row.
PLACES = {
    "Article": (0, 0), "Evidence": (0, 2), "Claim": (1, 1), "ItemLine": (2, 2), "Stage": (2, 0), "Stance": (1, 0),
    "ArmsTransfer": (1, 3), "Treaty": (0, 4), "Actor": (2, 4), "WeaponCategory": (3, 3), "WeaponDesignation": (3, 2),
    "Country": (3, 4), "Person": (2, 5), "Organization": (1, 5), "Office": (3, 5),
}  # fmt: skip
ARROWS = (
    ("Claim", "article", "Article"), ("Claim", "evidence", "Evidence"), ("Evidence", "article", "Article"),
    ("Claim", "stage", "Stage"), ("Claim", "stance", "Stance"), ("Claim", "line", "ItemLine"),
    ("Claim", "about", "ArmsTransfer"), ("Claim", "about", "Treaty"), ("Claim", "claimant", "Actor"),
    ("ItemLine", "designation", "WeaponDesignation"), ("ArmsTransfer", "supplier", "Actor"),
    ("ArmsTransfer", "recipient", "Actor"), ("ArmsTransfer", "item", "WeaponCategory"), ("Treaty", "party", "Actor"),
    ("Actor", "country", "Country"), ("Office", "holder", "Person"), ("Office", "officeOf", "Actor"),
)  # fmt: skip
SUBCLASSES = (("Country", "Actor"), ("Person", "Actor"), ("Organization", "Actor"))
COLUMN, ROW, WIDTH, HEIGHT = 270, 115, 150, 40  # pixels
STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
pre{background:#f4f4f4;padding:.75rem;overflow:auto} code{background:#f4f4f4} table{border-collapse:collapse}
td,th{border:1px solid #ccc;padding:.25rem .5rem;text-align:left;vertical-align:top}"""


def main(target: Path) -> None:
    """Write all pages and files into a folder."""
    logging.disable(logging.INFO)
    target.mkdir(parents=True, exist_ok=True)
    vocabulary = ontology.load()
    for ending in ("owl", "ttl", "nt"):
        (target / f"armsgraph.{ending}").write_bytes(ontology.export(vocabulary, ending))
    graph = rdflib.Graph()
    for name in TERMS:
        graph.parse(FOLDER / name, format="turtle")
    (target / "index.html").write_text(to_page(graph), encoding="utf-8")
    for name, title in (("README", "The vocabulary"), ("TUTORIAL", "Your own events in ten minutes")):
        (target / f"{name.lower()}.html").write_text(to_html(FOLDER / f"{name}.md", title), encoding="utf-8")


def to_page(graph: rdflib.Graph) -> str:
    """pyLODE's page of the terms, with the diagram and the way to the other pages before them."""
    terms = rdflib.Graph()
    lists = set(graph.subjects(RDF.type, SKOS.ConceptScheme)) | {rdflib.URIRef(f"{ontology.KG[:-1]}/alignments")}
    for subject, predicate, value in graph:
        # pyLODE documents one ontology, and takes every list of concepts for another
        foreign = isinstance(subject, rdflib.URIRef) and not subject.startswith(ontology.KG.rstrip("#"))
        if subject not in lists and not foreign and value not in (KG.ParticipantRole, KG.Role):
            terms.add((subject, predicate, value))
    page: str = pylode.OntPub(terms).make_html()
    links = " · ".join(
        f'<a href="{address}">{words}</a>'
        for address, words in (
            ("readme.html", "What is in the files, and how to extend them"),
            ("tutorial.html", "Tutorial"),
            ("armsgraph.owl", "RDF/XML"),
            ("armsgraph.ttl", "Turtle"),
            ("armsgraph.nt", "N-Triples"),
        )
    )
    anchors = set(re.findall(r'id="([^"]+)"', page))
    picture = f'<section id="diagram"><h2>At a glance</h2><p>{links}</p>{draw(graph, anchors)}</section>'
    return re.sub(
        r"(<section id=\"(?:overview|classes)\"|<div class=\"section\" id=\"classes\"|<h2[^>]*>\s*Classes)",
        picture + r"\1",
        page,
        count=1,
    )


def draw(graph: rdflib.Graph, anchors: set[str]) -> str:
    """The classes that a graph has most of, each leading to its anchor, and the properties between them, as SVG."""
    width = (max(c for c, _ in PLACES.values()) + 1) * COLUMN
    height = (max(r for _, r in PLACES.values()) + 1) * ROW
    shapes = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" style="max-width:100%" '
        'font-family="sans-serif" font-size="13"><title>The main classes and the properties between them</title><defs>'
        '<marker id="to" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="#555"/></marker><marker id="is" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="11" '
        'markerHeight="11" orient="auto"><path d="M0 0L10 5L0 10z" fill="#fff" stroke="#555"/></marker></defs>'
    ]
    for start, end in SUBCLASSES:
        if (KG[start], RDFS.subClassOf, KG[end]) not in graph:
            raise SystemExit(f"documentation.py: kg:{start} is no longer below kg:{end}; mend SUBCLASSES")
        shapes.append(_arrow(start, end, "", "is", 0))
    drawn: dict[tuple[str, str], int] = {(end, start): 0 for start, end in SUBCLASSES}
    for start, name, end in ARROWS:
        if (KG[name], RDF.type, OWL.ObjectProperty) not in graph:
            raise SystemExit(f"documentation.py: kg:{name} is no longer a property; mend ARROWS")
        drawn[start, end] = drawn.get((start, end), -1) + 1
        shapes.append(_arrow(start, end, str(graph.value(KG[name], RDFS.label)), "to", drawn[start, end]))
    for name in PLACES:
        x, y = _middle(name)
        label = escape(str(graph.value(KG[name], RDFS.label)))
        anchor = name if name in anchors else name.lower()
        box = f'x="{x - WIDTH / 2}" y="{y - HEIGHT / 2}" width="{WIDTH}" height="{HEIGHT}" rx="6"'
        shapes.append(
            f'<a href="#{anchor}"><rect {box} fill="#eef4fb" stroke="#246"/>'
            f'<text x="{x}" y="{y + 5}" text-anchor="middle" fill="#123">{label}</text></a>'
        )
    return "".join([*shapes, "</svg>"])


def _middle(name: str) -> tuple[float, float]:
    column, row = PLACES[name]
    return (column + 0.5) * COLUMN, (row + 0.5) * ROW


def _arrow(start: str, end: str, label: str, marker: str, number: int) -> str:
    """A line from box to box; a second one between the same boxes runs beside the first."""
    (x, y), (to_x, to_y) = _middle(start), _middle(end)
    x, to_x = x + 36 * number, to_x + 36 * number
    # the line ends where it meets the box
    across, down = x - to_x, y - to_y
    room = WIDTH / 2 - 36 * number
    share = min(room / abs(across) if across else 9, HEIGHT / 2 / abs(down) if down else 9)
    end_x, end_y = to_x + across * share, to_y + down * share
    begin_x, begin_y = x - across * share, y - down * share
    along = 0.35 + 0.3 * number
    place = f'x="{begin_x + (end_x - begin_x) * along:.0f}" y="{begin_y + (end_y - begin_y) * along + 4:.0f}" text-anchor="middle"'
    words = f'<text {place} stroke="#fff" stroke-width="5">{escape(label)}</text><text {place} fill="#555">{escape(label)}</text>'
    line = f'<line x1="{begin_x:.0f}" y1="{begin_y:.0f}" x2="{end_x:.0f}" y2="{end_y:.0f}"'
    return f'{line} stroke="#555" marker-end="url(#{marker})"/>' + (words if label else "")


def to_html(path: Path, title: str) -> str:
    """A page of Markdown as HTML that needs nothing from elsewhere."""
    body = markdown.markdown(path.read_text(encoding="utf-8"), extensions=["tables", "fenced_code", "toc"])
    body = body.replace('href="README.md', 'href="readme.html')
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    head += f"<title>{escape(title)}</title><style>{STYLE}</style>"
    return f'<!doctype html><html lang="en">{head}{body}</html>\n'


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("build/docs"))
