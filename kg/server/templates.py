"""Pages into HTML, by the templates of the package; every text that a graph holds is escaped."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property

import jinja2

from kg import resources
from kg.server import pages
from kg.server.pages import Page

SITE = resources.PACKAGE / "data" / "site"
NAVIGATION = (
    ("/", "Overview"),
    ("/map", "Map"),
    *((f"/{path}", listing.title) for path, listing in pages.LISTINGS.items()),
    ("/questions", "Questions"),
    ("/query", "SPARQL"),
    ("/ontology", "Ontology"),
)


@dataclass(frozen=True)
class Renderer:
    """Fills templates; ``static`` leaves out what needs a server, and ``without`` names pages that are not there."""

    static: bool = False
    without: Collection[str] = ()

    @cached_property
    def _environment(self) -> jinja2.Environment:
        loader = jinja2.FileSystemLoader(SITE / "templates")
        return jinja2.Environment(
            loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )

    def render(self, page: Page, url: Callable[[str], str] = str) -> str:
        """The HTML of a page; ``url`` says where a path of this site is found from there."""
        navigation = [(path, name) for path, name in NAVIGATION if path not in self.without]
        template = self._environment.get_template(page.template)
        return template.render(page=page, pages=navigation, url=url, static=self.static, **page.filling)
