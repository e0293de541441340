"""The reading pages and the search in Chromium: from a point of a figure to its sentence in the report, and back."""

import re

import pytest

from analysis import load_corpus, report
from browser.conftest import ROOT
from browser.test_pages import VIEWS, VIOLATIONS, axe_script

NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))


@pytest.fixture(scope="module")
def corpus():
    return load_corpus(ROOT / "corpus")


@pytest.fixture(scope="module")
def site(corpus, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site") / "reports"
    report.write_reports(NOTEBOOKS, folder, corpus, ROOT / "figures")
    return folder


@pytest.fixture
def open_page(browser, site):
    contexts = []

    def opened(name: str, scheme: str = "light", width: int = 1280):
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda asked: page.said.append(asked.url) if asked.url[:5] not in ("file:", "data:") else 0)
        file, _, place = name.partition("#")
        page.goto((site / file).as_uri() + f"#{place}" * bool(place))
        return page

    yield opened
    for context in contexts:
        context.close()


def found(page) -> int:
    """Return how many matches, or paragraphs with several words, the search page reports."""
    return int(re.match(r"([\d,]+) (?:match|paragraph)", page.locator(".count").inner_text())[1].replace(",", ""))


@pytest.mark.parametrize("name", ["read/search.html#q=nato*", "read/coe-2021.html#line-243", "read/eeas-2017.html"])
@pytest.mark.parametrize(("scheme", "width"), VIEWS.values(), ids=list(VIEWS))
def test_a_page_fetches_nothing_fits_the_screen_and_is_accessible(open_page, name, scheme, width):
    page = open_page(name, scheme, width)
    page.wait_for_timeout(300)
    assert page.said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(axe_script())
    wrong = page.evaluate(VIOLATIONS)
    assert [(v["id"], [n["target"] for n in v["nodes"]][:3], v["help"]) for v in wrong] == []


def test_by_keyboard_from_a_point_to_its_sentence_in_the_report_and_back(open_page):
    page = open_page("04_timeline.html")
    page.locator("figure svg a:visible").first.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog[open]")
    quoted = dialog.locator("li q").first.inner_text()
    dialog.locator("li a").first.focus()
    page.keyboard.press("Enter")
    page.locator(".chosen").wait_for()
    assert "/read/" in page.url
    assert page.locator(".chosen").inner_text().strip()[:40] in quoted
    assert page.locator(".chosen").is_visible()
    back = page.locator(".uses a", has_text="(timeline)").first
    back.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/04_timeline.html#*")
    assert page.locator("details.evidence[open] .mark:target q").first.is_visible()
    page.go_back()
    page.locator(".chosen").wait_for()


@pytest.mark.parametrize(
    ("query", "pattern"), [("nato", "nato"), ("NATO*", "nato*"), ('"joint declaration"', "joint declaration")]
)
def test_the_page_finds_what_python_finds(open_page, corpus, query, pattern):
    page = open_page("index.html")
    page.locator(".find input").fill(query)
    page.keyboard.press("Enter")
    page.locator(".kwic tbody tr").first.wait_for()
    expected = corpus.search(pattern)
    assert found(page) == len(expected)
    counts = {text.rsplit(" ", 1)[0]: int(text.rsplit(" ", 1)[1]) for text in page.locator(".per li").all_inner_texts()}
    assert counts == expected["report"].value_counts().to_dict()


def test_matches_are_sorted_by_the_words_beside_them_and_filtered_by_report(open_page, corpus):
    page = open_page("read/search.html#q=nato")
    page.locator(".kwic tbody tr").first.wait_for()
    page.locator("[name=sort]").select_option("right")
    after = page.locator(".kwic .right").all_inner_texts()
    words = [" ".join(re.findall(r"\w+", text.lower())[:2]) for text in after]
    assert words == sorted(words)
    name = corpus.search("nato")["report"].iloc[0]
    page.locator(f".per button[data-report='{name}']").click()
    assert {a.inner_text() for a in page.locator(".kwic td a").all()} == {name}
    page.locator(".kwic td a").first.click()
    assert "nato" in page.locator(".chosen").inner_text().lower()


def test_several_words_find_the_paragraphs_that_have_all_and_nothing_found_is_said(open_page):
    page = open_page("read/search.html")
    page.locator(".find input").fill("nato crisis")
    page.locator(".kwic tbody tr").first.wait_for()
    both = found(page)
    page.locator(".find input").fill("xyzzy")
    page.get_by_text("No match for xyzzy").wait_for()
    page.locator(".find input").fill("nato")
    page.locator(".kwic tbody tr").first.wait_for()
    assert both > 0
    for hostile in ("(", "[a-", "\\", "*", '"', "<b>", "a'b"):
        page.locator(".find input").fill(hostile)
        page.wait_for_timeout(120)
    assert page.said == []


def test_the_first_results_over_our_reports_are_there_at_once(open_page):
    page = open_page("read/search.html#q=nato")
    page.locator(".kwic tbody tr").first.wait_for()
    milliseconds = page.evaluate("(() => { const t = performance.now(); search(); return performance.now() - t; })()")
    assert milliseconds <= 100


def test_a_sentence_is_copied_with_its_citation(open_page, corpus):
    page = open_page("read/eln-2017.html")
    sentence = corpus.sentences[corpus.sentences["report"] == "eln-2017"].iloc[5]
    page.locator(f"#b{sentence.block}-{sentence.start}").click()
    page.get_by_role("button", name="Copy quotation").click()
    page.get_by_text("Copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    title = corpus.reports.loc["eln-2017", "title"]
    line = corpus.locate(corpus.sentences[corpus.sentences.index == sentence.name])["line"].iloc[0]
    assert copied.startswith(f"“{sentence.text}” (")
    assert "(2017)" in copied
    assert title in copied
    assert copied.endswith(f"line {line})")


def test_topics_and_events_can_be_switched_on(open_page):
    page = open_page("read/eln-2017.html")
    choice = page.get_by_label("Highlight the sentences counted for")
    for figure in ("02_topics", "04_timeline"):
        choice.select_option(figure)
        assert page.locator("main .marked").count() > 5
        assert page.locator("main .tag").first.inner_text()
    choice.select_option("")
    assert page.locator("main .tag").count() == 0


def test_a_line_that_was_removed_leads_to_the_one_before(open_page, corpus):
    blocks = corpus.rows("blocks", "eln-2017")["block"]
    lines = {line for block in blocks for _, line, _ in corpus.line_starts("eln-2017", block)}
    gap = min(line + 1 for line in lines if line + 1 not in lines)
    page = open_page(f"read/eln-2017.html#line-{gap}")
    assert page.locator(".chosen").inner_text() == page.locator(f".s:has(#line-{gap - 1})").first.inner_text()


def test_without_script_a_link_still_leads_to_the_sentence(browser, site):
    page = browser.new_page(java_script_enabled=False)
    page.goto((site / "read" / "eln-2017.html").as_uri() + "#line-140")
    assert page.locator("#line-140").bounding_box()["y"] < 800
    assert page.locator("main .block").count() > 100


@pytest.mark.parametrize("width", [1280, 390])
def test_the_number_of_a_line_and_that_of_a_paragraph_stand_apart(open_page, width):
    """A numbered paragraph, a box and a bullet of a menu, whose labels stand before their text."""
    page = open_page("read/eeas-2017.html", width=width)
    overlaps = """kind => {
      const block = document.querySelector(".block.paragraph"), line = document.createElement("span");
      block.className = `block ${kind}`;
      block.insertAdjacentHTML("afterbegin", '<span class="label">124.</span> ');
      const look = getComputedStyle(block, "::before");
      if (look.position === "absolute") {  // where it ends, left of the block
        const end = block.getBoundingClientRect().left + parseFloat(look.left) + parseFloat(look.width);
        return block.querySelector(".label").getBoundingClientRect().left < end;
      }
      return parseFloat(getComputedStyle(block.querySelector(".label")).marginLeft) < 0;
    }"""
    assert [page.evaluate(overlaps, kind) for kind in ("paragraph", "box", "boilerplate")] == [False] * 3
