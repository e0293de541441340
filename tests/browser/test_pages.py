"""All exported pages in Chromium, offline: nothing fetched, nothing inaccessible, nothing cut, nothing run."""

from pathlib import Path

import nbformat
import pypdfium2
import pytest
import test_report

from analysis import load_corpus, report
from browser.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
PAGES = [*(path.stem for path in NOTEBOOKS), "98_many", "99_hostile", "index"]
VIEWS = {f"{scheme} {width}": (scheme, width) for scheme in ("light", "dark") for width in (1280, 360)}
# Every rule that axe has, also the experimental ones and those beyond the usual level.
# Only what is wrong is told in full: thousands of parts pass, and telling them takes most of the time.
VIOLATIONS = """axe.run({elementRef: false, resultTypes: ["violations"], rules: Object.fromEntries(
    axe.getRules().map(rule => [rule.ruleId, {enabled: true}]))}).then(found => found.violations)"""
# Of evidence that holds thousands of sentences, axe sees the first ones: they are all built alike.
FEWER = """document.querySelectorAll(".quotations").forEach(list =>
    [...list.children].slice(3).forEach(li => li.remove()));
    document.querySelectorAll("details.evidence").forEach(part => [...part.querySelectorAll(".mark")].slice(20)
        .forEach(mark => mark.replaceChildren()))"""
each_page = pytest.mark.parametrize("name", PAGES)


def axe_script() -> str:
    package = pytest.importorskip("axe_playwright_python", reason="axe-core comes with the group browser")
    return (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The exported collection, a page with many marks, and one whose corpus text is hostile."""
    folder = tmp_path_factory.mktemp("site")
    made = {"98_many": test_report.many_marks("98_many"), "99_hostile": test_report.book()}
    for name, notebook in made.items():
        nbformat.write(notebook, folder / f"{name}.ipynb")
    paths = [*NOTEBOOKS, *sorted(folder.glob("*.ipynb"))]
    report.write_reports(paths, folder / "reports", load_corpus(ROOT / "corpus"), ROOT / "figures")
    return folder / "reports"


@pytest.fixture
def open_page(browser, site):
    """A function that opens a page; everything the page says or asks for is in `page.said`."""
    contexts = []

    def opened(name: str, scheme: str = "light", width: int = 1280, **options):
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("dialog", lambda dialog: (page.said.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda asked: page.said.append(asked.url) if asked.url[:5] not in ("file:", "data:") else 0)
        page.goto((site / f"{name}.html").as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()


@each_page
@pytest.mark.parametrize(("scheme", "width"), VIEWS.values(), ids=list(VIEWS))
def test_a_page_fetches_nothing_fits_the_screen_and_is_accessible(open_page, name, scheme, width):
    page = open_page(name, scheme, width)
    assert page.said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(FEWER)
    page.evaluate(axe_script())
    found = page.evaluate(VIOLATIONS)
    assert [(v["id"], [n["target"] for n in v["nodes"]][:3], v["help"]) for v in found] == []


@each_page
@pytest.mark.parametrize("width", [320, 640])  # the narrowest phone, and a window of 1280 at 200 per cent
def test_a_page_never_scrolls_sideways(open_page, name, width):
    page = open_page(name, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@each_page
def test_text_that_scrolls_can_be_reached_by_keyboard(open_page, name):
    page = open_page(name, width=360)
    unreachable = page.evaluate(
        """[...document.querySelectorAll("main *")].filter(part =>
             part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflowX === "auto"
             && part.tabIndex < 0).map(part => part.outerHTML.slice(0, 80))"""
    )
    assert unreachable == []


@each_page
def test_the_first_tab_offers_to_skip_to_the_text(open_page, name):
    page = open_page(name)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_mark_opens_its_sentences_by_keyboard_and_gives_the_focus_back(open_page):
    page = open_page("99_hostile")
    page.locator("figure svg a").first.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog[open]")
    assert dialog.locator("h2").inner_text() == "NATO: 1 sentence"
    assert "<script>alert(1)</script>" in dialog.inner_text()
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "NATO: 1 sentence"


def test_without_script_a_mark_still_opens_its_sentences(open_page):
    page = open_page("99_hostile", java_script_enabled=False)
    page.locator("figure svg a").first.click()
    page.locator("[id='03_bars-NATO'] q").wait_for(state="visible")


def test_hostile_text_is_shown_and_never_run(open_page):
    page = open_page("99_hostile")
    assert page.locator("text=<script>alert(1)</script>").count() >= 5
    assert page.locator("main img").count() == 0
    assert page.said == []


def test_a_long_table_sorts_by_numbers(open_page):
    page = open_page("99_hostile")
    table = page.locator("table.sortable")
    assert table.locator("tbody tr").first.locator("td").last.inner_text() == "0.0"
    table.get_by_role("button", name="n").click()
    assert table.locator("tbody tr").first.locator("td").last.inner_text() == "9.0"
    assert table.locator("[aria-sort]").get_attribute("aria-sort") == "descending"


@each_page
def test_a_page_prints_on_a4_without_cut_figures(open_page, name, tmp_path):
    page = open_page(name)
    page.emulate_media(media="print")
    tall = page.evaluate(
        """[...document.querySelectorAll("figure")].filter(figure =>
             figure.offsetHeight > 950 || getComputedStyle(figure).breakInside !== "avoid").length"""
    )
    assert tall == 0
    assert not page.locator("nav.contents").is_visible()
    path = tmp_path / "page.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    with pypdfium2.PdfDocument(path) as pdf:
        assert tuple(round(side) for side in pdf[0].get_size()) == (595, 842)
        assert len(pdf) <= 30


def test_the_index_leads_to_every_page(open_page, site):
    page = open_page("index")
    files = page.evaluate("[...document.querySelectorAll('.cards a')].map(a => a.getAttribute('href'))")
    assert files == [f"{name}.html" for name in PAGES[:-1]]
    page.locator(".cards a").last.click()
    assert page.title() == "Who leads, and by how much?"


def test_marks_of_a_figure_can_be_filtered_and_the_figure_enlarged(open_page):
    page = open_page("98_many")
    figure = page.locator("figure")
    figure.get_by_label("Highlight marks whose sentences contain").fill("mark 7")
    assert figure.locator("svg a:not(.dim)").count() == 1
    assert figure.locator("svg a.dim").count() == 13
    figure.get_by_label("Highlight marks whose sentences contain").fill("")
    assert figure.locator("svg a.dim").count() == 0
    before = figure.locator("svg").bounding_box()["width"]
    figure.get_by_role("button", name="Enlarge").click()
    assert figure.locator("svg").bounding_box()["width"] > 1.5 * before
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
