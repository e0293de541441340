"""The same notebooks run on a reader's own folder: few reports, short ones, without headings, without dates."""

import re

import pandas as pd
import pytest

from analysis import record, reproduce

SPEECH = [
    "Ladies and gentlemen, I thank you for the invitation. On 12 March 2019 the ministers agreed on a plan for the "
    "missions, and we have worked on it since then.",
    "The mission trained the police of the capital for two years. It will end in June 2020, and another is planned for "
    "the coast, where pirates attacked three ships last year.",
    "We need more staff, more money and more patience. The members have promised all three, and they have kept one of "
    "these promises so far. I do not say which.",
    "Exercises with the alliance showed how slowly we decide. In the last one it took four days to agree on a text of "
    "half a page, and the crisis of the scenario was over by then.",
]
NOTE = [
    "The council met on 3 May 2018. It agreed on a common fund for exercises, and asked for a report by the autumn."
]


def folder(path, reports: dict[str, tuple[str, list[str]]]):
    """Write a corpus: id -> date of publication and paragraphs."""
    path.mkdir()
    rows = [(name, f"{name}.txt", published) for name, (published, _) in reports.items()]
    pd.DataFrame(rows, columns=["report", "file", "published"]).to_csv(path / "reports.csv", index=False)
    for name, (_, paragraphs) in reports.items():
        (path / f"{name}.txt").write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return path


FOLDERS = {
    "one report": {"speech-2019": ("2019-10-01", SPEECH)},
    "a short note first, one without a date": {"note": ("", NOTE), "speech-2019": ("2019-10-01", SPEECH)},
}


@pytest.mark.parametrize("reports", FOLDERS.values(), ids=list(FOLDERS))
def test_every_notebook_runs_to_its_end(tmp_path, capsys, reports):
    corpus = folder(tmp_path / "mine", reports)
    out = tmp_path / "out"
    assert reproduce.main(["--corpus", str(corpus), "--out", str(out)]) == 0, capsys.readouterr().err
    ran = {path.name for path in (out / "notebooks").iterdir()}
    assert ran == {path.name for path in record.ROOT.glob("notebooks/[0-9]*.ipynb")}
    said = (out / "reports" / "index.html").read_text(encoding="utf-8")
    some = (
        "1 of 1 report in the folder “mine” was read"
        if len(reports) == 1
        else "All 2 reports in the folder “mine” were read"
    )
    assert some in said
    for path in (out / "reports").glob("0*.html"):
        text = path.read_text(encoding="utf-8")
        assert re.findall(r"\bnan\b|\bNaN\b|-0 %|\b1 (?:reports|topics|events)\b", text) == [], path.name
