"""The pages in a real browser: nothing fetched from elsewhere, no error told, no serious fault of accessibility.

`make browser` installs Chromium and axe-core, which these tests need. Screenshots are kept in build/screenshots.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import ROOT, SEEDS
from tests.serving import Server, start

pytestmark = pytest.mark.browser

AXE = ROOT / "build" / "axe.min.js"
SHOTS = ROOT / "build" / "screenshots"
KG = "https://w3id.org/armsgraph/ontology#"
PHONE = {"width": 375, "height": 740}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def server(seeds_graph: Path) -> Iterator[Server]:
    with start(seeds_graph, "--articles", str(SEEDS)) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "no Chromium; run `make browser`"
    assert AXE.is_file(), f"no {AXE}; run `make browser`"
    SHOTS.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def views(server: Server) -> dict[str, str]:
    """A page of each kind."""

    def first(kind: str) -> str:
        reply = server.query(f"SELECT ?x {{ ?x a <{KG}{kind}> . ?x ?p ?o }} GROUP BY ?x ORDER BY DESC(COUNT(?o)) ?x LIMIT 1")
        iri: str = json.loads(reply.body)["results"]["bindings"][0]["x"]["value"]
        return "/id/" + iri.partition("/id/")[2]

    kinds = ("ArmsTransfer", "Person", "Organization", "Country", "Treaty", "Article", "Claim", "WeaponCategory")
    return {
        "overview": "/",
        "map": "/map",
        "transfers": "/transfers",
        "organizations": "/organizations",
        "questions": "/questions",
        "question": "/questions/who-supplied-what?recipient=Ukraine",
        "query": "/query",
        "ontology": "/ontology",
        "missing": "/nothing",
        **{kind: first(kind) for kind in kinds},
    }


@contextmanager
def opened(browser: Browser, server: Server, path: str, size: dict[str, int] = DESK, *, dark: bool = False, script: bool = True) -> Iterator[Page]:  # fmt: skip  # noqa: E501
    """A page in a window of its own; what it says to the console or asks of others is a failure."""
    scheme = "dark" if dark else "light"
    context = browser.new_context(viewport=size, color_scheme=scheme, java_script_enabled=script)  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith((server.address, "data:", "blob:")) else wrong.append(r.url))
    page.goto(server.address + path, wait_until="load")
    yield page
    context.close()
    told = [line for line in wrong if "404 (Not Found)" not in line or path != "/nothing"]
    assert told == []


def faults(page: Page, leave_out: str = "") -> list[str]:
    """What axe-core finds that is serious; run in the page's frame, past its content policy."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    outside = f"{{exclude: ['{leave_out}']}}" if leave_out else "document"
    found = session.send(
        "Runtime.evaluate",
        {"expression": f"axe.run({outside}).then(r => JSON.stringify(r.violations))", "awaitPromise": True, "returnByValue": True},
    )  # fmt: skip
    return [
        f"{violation['id']}: {violation['help']} {violation['nodes'][0]['html'][:200]}"
        for violation in json.loads(found["result"]["value"])
        if violation["impact"] in ("serious", "critical")
    ]


VIEWS = "overview map transfers organizations questions question query ontology missing".split()
KINDS = "ArmsTransfer Person Organization Country Treaty Article Claim WeaponCategory".split()


@pytest.mark.parametrize("name", [*VIEWS, *KINDS])
def test_a_view(browser: Browser, server: Server, views: dict[str, str], name: str) -> None:
    for dark in (False, True):
        with opened(browser, server, views[name], dark=dark) as page:
            if name == "query":
                page.wait_for_selector(".yasqe .CodeMirror")
            # The editor is another project's; its faults are not ours to mend.
            assert faults(page, "#yasgui" if name == "query" else "") == []
            page.screenshot(path=SHOTS / f"{name}{'-dark' if dark else ''}.png")
    with opened(browser, server, views[name], PHONE) as page:
        if name == "query":
            page.wait_for_selector(".yasqe .CodeMirror")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        page.screenshot(path=SHOTS / f"{name}-phone.png")


def test_a_query_is_written_and_run(browser: Browser, server: Server) -> None:
    with opened(browser, server, "/query") as page:
        page.wait_for_selector(".yasqe .CodeMirror")
        page.click(".CodeMirror-lines")
        page.keyboard.press("Control+A")
        page.keyboard.type('SELECT ("here it is" AS ?found) { }')
        page.click(".yasqe_queryButton")
        page.wait_for_selector(".yasr table td >> text=here it is")
        page.select_option("#examples", "suppliers-of")
        assert "VALUES ?_recipient" in page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")


def test_prefixes_are_completed_from_the_questions(browser: Browser, server: Server) -> None:
    with opened(browser, server, "/query") as page:
        page.click(".CodeMirror-lines")
        for key in ("Control+Home", "Enter", "ArrowUp"):
            page.keyboard.press(key)
        page.keyboard.type("PREFIX sko")
        page.wait_for_selector(".CodeMirror-hints >> text=skos", timeout=5000)


def test_a_query_in_the_address_is_shown(browser: Browser, server: Server) -> None:
    with opened(browser, server, "/query?query=ASK%20%7B%20%3Fs%20%3Fp%20%22%3C%2Fscript%3E%22%20%7D") as page:
        page.wait_for_selector(".yasqe .CodeMirror")
        text = page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")
        assert text == 'ASK { ?s ?p "</script>" }'


def test_a_filter_is_set_and_kept_in_the_address(browser: Browser, server: Server) -> None:
    with opened(browser, server, "/map") as page:
        before = page.locator(".band").count()
        page.select_option("select[name=stage]", "delivered")
        page.wait_for_url("**/map?stage=delivered*")
        after = page.locator(".band").count()
        assert 0 < after < before
        assert page.locator(".band.line-delivered").count() == after
        page.hover(".party text >> nth=0")
        assert page.locator(".band.lit").count() > 0
        # A straight band has a box without height, which Playwright takes for invisible.
        box = page.locator(".band").first.bounding_box()
        assert box
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_url("**/flow?*")
        assert page.locator(".timeline blockquote").count() > 0


def test_a_question_is_asked_and_its_address_opened_again(browser: Browser, server: Server) -> None:
    with opened(browser, server, "/questions") as page:
        page.click("text=Who supplies a country or an organization")
        page.fill("input[name=recipient]", "Ukraine")
        page.click("button")
        page.wait_for_selector("table")
        address, rows = page.url, page.locator("tbody tr").all_inner_texts()
    with opened(browser, server, address.removeprefix(server.address)) as again:
        assert again.locator("tbody tr").all_inner_texts() == rows
        assert again.input_value("input[name=recipient]") == "Ukraine"


def test_everything_is_reached_by_keyboard(browser: Browser, server: Server) -> None:
    with opened(browser, server, "/map") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
        page.keyboard.press("Enter")
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.closest('svg.flows') !== null"):
                break
        assert "claim" in page.evaluate("document.activeElement.getAttribute('aria-label')")
        page.keyboard.press("Enter")
        page.wait_for_url("**/flow?*")


@pytest.mark.parametrize("name", ["overview", "map", "question", "Article"])
def test_it_is_all_there_without_scripts(browser: Browser, server: Server, views: dict[str, str], name: str) -> None:
    with opened(browser, server, views[name], script=False) as page:
        assert page.locator({"map": ".band", "Article": "mark"}.get(name, "tbody tr")).count() > 0


def test_a_sentence_is_followed_to_its_place_in_the_article(browser: Browser, server: Server, views: dict[str, str]) -> None:
    with opened(browser, server, views["ArmsTransfer"]) as page:
        page.locator(".claim .about a").first.click()
        page.wait_for_url("**/id/article/**")
        assert page.locator(".claim:target").count() == 1
        page.locator("mark + sup a").first.click()
        assert page.locator(".claim:target").count() == 1
