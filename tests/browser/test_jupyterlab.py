"""JupyterLab itself: open the last notebook, run all, see the figure, change one line, run that cell again."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request

import pytest

from browser.conftest import ROOT

NOTEBOOK = "04_timeline.ipynb"
PATIENCE = 240_000  # milliseconds for the slowest notebook on a busy machine
WORD = "Lisbon"  # what the changed line looks for
ERRORS = (
    ".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.error'], "
    ".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """JupyterLab on copies of the notebooks; figures go beside them, so that the project stays as it is."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    settings = ["--no-browser", "--allow-root", "--ServerApp.port=0", "--IdentityProvider.token=", "--LabApp.news_url="]
    settings += [f"--ServerApp.root_dir={folder}", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    environment = os.environ | {
        "REPORTS_FIGURES": str(folder / "figures"),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "config"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "config"),
    }
    with open(folder / "log", "w+") as log:
        run = subprocess.Popen([sys.executable, "-m", "jupyterlab", *settings], stderr=log, stdout=log, env=environment)
        try:
            yield started(folder / "log")
        finally:
            run.terminate()
            try:
                run.wait(10)
            except subprocess.TimeoutExpired:  # it asks its kernels first, and they may be busy
                run.kill()


def started(log) -> str:
    """Return the address of the server once it answers."""
    for _ in range(240):
        found = re.search(r"http://(?:localhost|127\.0\.0\.1):\d+", log.read_text())
        if found:
            urllib.request.urlopen(f"{found[0]}/api", timeout=30).close()
            return found[0]
        time.sleep(0.5)
    raise TimeoutError(f"JupyterLab did not start:\n{log.read_text()[-2000:]}")


@pytest.fixture
def lab(browser, server):
    if not (ROOT / "notebooks" / NOTEBOOK).is_file():
        pytest.skip(f"there is no {NOTEBOOK}")
    page = browser.new_page(viewport={"width": 1280, "height": 4000})
    page.goto(f"{server}/lab/tree/notebooks/{NOTEBOOK}")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=PATIENCE)
    yield page
    page.close()


def choose(page, menu: str, entry: str) -> None:
    page.locator(".lm-MenuBar-itemLabel").get_by_text(menu, exact=True).click()
    page.locator(".lm-Menu-itemLabel").get_by_text(entry, exact=True).click()


def run_all(page) -> None:
    """Empty the notebook, run all its cells, and wait until each has its number again."""
    page.locator(".jp-NotebookPanel .jp-Toolbar-kernelName", has_text="ipykernel").wait_for(timeout=PATIENCE)
    choose(page, "Edit", "Clear Outputs of All Cells")
    choose(page, "Run", "Run All Cells")
    page.add_locator_handler(
        page.locator(".jp-Dialog").get_by_text("Select", exact=True), lambda button: button.click()
    )
    page.wait_for_function(
        """() => {
            const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(p => p.textContent);
            return prompts.length && prompts.every(text => /[0-9]/.test(text));
        }""",
        timeout=PATIENCE,
    )


def test_jupyterlab_offers_our_report_among_its_exports(lab, server):
    assert lab.request.get(f"{server}/api/nbconvert").json()["report"] == {"output_mimetype": "text/html"}
    address = f"{server}/nbconvert/report/notebooks/{NOTEBOOK}"
    made = lab.request.get(address, headers={"Referer": lab.url}, timeout=PATIENCE)
    assert made.ok, made.text()[-3000:]
    assert '<nav class="contents"' in made.text()


def test_before_a_run_a_point_is_a_link_that_shows_its_sentences(lab):
    link = lab.locator(".jp-OutputArea-output a[title]").first
    name, sentences = re.match(r"(.+): (\d+) sentences?\n.{10,}", link.get_attribute("title")).groups()
    assert int(sentences) >= 1
    link.click()
    quoted = lab.locator(".jp-OutputArea-output .mark", has_text=name).first.locator("li")
    assert quoted.count() == int(sentences)
    lab.wait_for_function("part => part.getBoundingClientRect().top < innerHeight", arg=quoted.first.element_handle())


def test_all_cells_run_figures_show_and_one_line_can_be_changed(lab):
    run_all(lab)
    assert lab.locator(ERRORS).all_inner_texts() == []
    pictures = lab.locator(".jp-OutputArea-output img")
    assert pictures.count() >= 1
    assert pictures.first.bounding_box()["height"] > 100
    last = lab.locator(".jp-CodeCell").last
    before = last.locator(".jp-InputPrompt").first.inner_text()
    source = json.loads((ROOT / "notebooks" / NOTEBOOK).read_text(encoding="utf-8"))["cells"][-1]["source"]
    changed = "".join(source).replace("search_word", f'"{WORD}"')
    assert WORD not in "".join(source)
    assert WORD in changed
    last.locator(".cm-content").click()
    lab.keyboard.press("Control+A")
    lab.keyboard.insert_text(changed)
    lab.keyboard.press("Control+Enter")
    last.locator(".jp-OutputArea-output").get_by_text(WORD).first.wait_for(timeout=PATIENCE)
    assert last.locator(".jp-InputPrompt").first.inner_text() != before
    assert lab.locator(ERRORS).all_inner_texts() == []
