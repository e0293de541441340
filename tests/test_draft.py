"""A folder without reports.csv gets a draft of one, and every guess in it says where it comes from."""

import zipfile

import pandas as pd
import pytest

from analysis import load_corpus, reproduce
from analysis.cleaning import clean
from analysis.cleaning.words import names_persons
from analysis.draft import draft, guess
from analysis.readers import Document

BODY = "The council met in the capital and spoke about the mission.\n\n" * 8


@pytest.fixture
def drafted(tmp_path, capsys):
    """A folder of five files after `reproduce new`, and its table."""
    texts = {
        "2019-06-strategy of the coast.txt": f"A Strategy for the Coast\n\n1 INTRODUCTION\n\n{BODY}",
        "speech.txt": f"Speech of the Minister\n\nPublished on 12 March 2021\n\n{BODY}",
        "letter.txt": f"A Letter on the Boats\n\nOslo, 25 November 2014\n\n{BODY}",
        "Speech.md": f"# On Boats\n\nUpdated 5 May 2020\n\n{BODY}On 7 June 2020 the ships left.\n",
        "broken.txt": "",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert reproduce.main(["new", str(tmp_path)]) == 0, capsys.readouterr().err
    return tmp_path, pd.read_csv(tmp_path / "reports.csv", dtype=str, keep_default_na=False).set_index("file")


def test_titles_and_dates_are_guessed_with_their_source(drafted):
    table = drafted[1]
    assert table.loc["speech.txt", ["title", "published"]].tolist() == ["Speech of the Minister", "2021-03-12"]
    assert "the first page" in table.loc["speech.txt", "published_evidence"]
    assert table.loc["Speech.md", "published"] == "2020-05-05"
    assert table.loc["letter.txt", "published"] == "2014-11-25"
    assert table.loc["2019-06-strategy of the coast.txt", ["published", "published_evidence"]].tolist() == [
        "2019-06",
        "the file name",
    ]
    assert all("title (from" in said for said in table["to_confirm"].drop("broken.txt"))


@pytest.mark.parametrize("head", ["JUNE 2 0 1 9 NAT IONA L\nSTR ATEGY", "Table of Contents"])
def test_scraps_of_a_spaced_line_and_contents_are_no_title(tmp_path, head):
    path = tmp_path / "coast-plan.txt"
    path.write_text(f"{head}\n\n1 INTRODUCTION\n\n{BODY}", encoding="utf-8")
    assert draft(tmp_path)["title"].tolist() == ["coast plan"]


@pytest.mark.parametrize(("later", "published"), [(1996, ""), (1948, "1945")])
def test_the_year_in_the_name_of_a_file_may_be_that_of_which_it_tells(tmp_path, later, published):
    told = "".join(f"Ship {n} of 1945 was seen again in 1944 and, by others, in {later}.\n\n" for n in range(9))
    (tmp_path / "riga-commune-1945.txt").write_text(f"The Riga Commune\n\n1 PORT\n\n{BODY}{told}", encoding="utf-8")
    assert draft(tmp_path)["published"].tolist() == [published]


def test_ids_are_short_and_differ(drafted):
    table = drafted[1]
    assert table["report"].is_unique
    assert table.loc["2019-06-strategy of the coast.txt", "report"] == "strategy-of-the-2019"


def test_a_file_that_cannot_be_read_is_left_out_with_the_reason(drafted):
    table = drafted[1]
    assert table.loc["broken.txt", "include"] == "no"
    assert table.loc["broken.txt", "to_confirm"].startswith("left out: broken.txt ")


def test_the_draft_is_loaded_and_its_guesses_are_listed(drafted):
    corpus = load_corpus(drafted[0])
    assert len(corpus.reports) == 4
    guesses = corpus.problems[corpus.problems["code"] == "W-GUESS"]
    assert guesses["message"].str.contains("4 reports are guesses").tolist() == [True]


def test_a_table_that_is_there_is_never_written_over(drafted, capsys):
    before = (drafted[0] / "reports.csv").read_bytes()
    assert reproduce.main(["new", str(drafted[0])]) == 1
    assert "exists already" in capsys.readouterr().err
    assert (drafted[0] / "reports.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "head", "published"),
    [
        ("Flash 09.2.2015.txt", "", "2015"),  # 9 February or 2 September
        ("siege.txt", "9–17 October 2019\n\n", ""),  # when it happened
        ("cover.txt", "The twenty-first century\n\n", ""),  # a line of a quotation; no year is named
        ("plan.txt", "the 1990s\n\n", ""),
        ("life.txt", "February 1942\n\n" + "\n\n".join(f"In {year} he left." for year in range(1950, 1980)), ""),
    ],
)
def test_a_date_that_may_be_another_is_no_date_of_publication(tmp_path, name, head, published):
    (tmp_path / name).write_text(f"A Plan for the Coast\n\n{head}{BODY}", encoding="utf-8")
    assert draft(tmp_path)["published"].tolist() == [published]


def test_the_subject_of_a_yaml_head_is_offered_as_title(tmp_path):
    (tmp_path / "b.md").write_text(f"---\nsubject: The Siege of Kalm\n---\n\n{BODY}", encoding="utf-8")
    assert draft(tmp_path)["title"].tolist() == ["The Siege of Kalm"]


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("A Plan for the Coast in 2019\nJanuary – March 2025\nPublished April 10, 2025", "2025-04-10"),
        ("A Plan for the Coast\nMarch 2023", "2023-03"),
    ],
)
def test_the_line_that_says_when_it_was_published_comes_first(tmp_path, head, published):
    (tmp_path / "plan.txt").write_text(head.replace("\n", "\n\n") + f"\n\n1 INTRODUCTION\n\n{BODY}", encoding="utf-8")
    assert draft(tmp_path)["published"].tolist() == [published]


@pytest.mark.parametrize(
    ("name", "head", "title"),
    [
        (
            "a.md",
            '---\ntitle: "The \\"Blue\\" Fleet and its \\\n  Boats"\n---\n\n',
            'The "Blue" Fleet and its Boats',
        ),
        (
            "b.txt",
            "TOP SECRET//BOATS\n\nMEMORANDUM\n\nSUBJECT: (U) Boats for the Coast Guard\n\n",
            "Boats for the Coast Guard",
        ),
        ("coast-plan.txt", "CONFIDENTIAL\n\nMay 2019\n\n", "coast plan"),
        ("kalm-speech.txt", '<title="Remarks at Kalm">\n<date="September 12, 2002">\n', "kalm speech"),
        ("c.html", "<title>A Plan for Kalm | Coast Office</title><h1>A Plan for Kalm</h1><p>", "A Plan for Kalm"),
        (
            "d.html",
            '<meta property="og:title" content="Coast Office"><meta property="og:site_name" content="Coast Office">'
            "<title>Boats | Kalm: A Plan</title><h1>Boats | Kalm: A Plan</h1><p>",
            "Boats | Kalm: A Plan",
        ),
    ],
)
def test_a_title_is_neither_marking_nor_site_nor_escape(tmp_path, name, head, title):
    (tmp_path / name).write_text(head + BODY, encoding="utf-8")
    assert draft(tmp_path)["title"].tolist() == [title]


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("Judgment Template", "A Plan for the Boats"),
        ("current.wpf", "A Plan for the Boats"),
        ("The Coast Office serves the K", "A Plan for the Boats"),  # cut in a longer line
        ("A PLAN FOR THE BOATS", "A PLAN FOR THE BOATS"),
        ("Kalm - A plan for the boats - Coast Office", "A plan for the boats"),
    ],
)
def test_a_stated_title_counts_where_it_stands_alone(stated, title):
    text = f"A Plan for the Boats\n\nThe Coast Office serves the Kalm fleet as it has always done.\n\n{BODY}The boats"
    document = Document(text, metadata={"title": stated})
    assert guess(document, clean(document).blocks, "plan")["title"] == title


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<h1>2021 Reports on Boats: Kalm</h1>", "2021 Reports on Boats: Kalm"),
        ("<h1>Kalm</h1><h2>The Boats and the Ice</h2>", "Kalm"),
        ("<h1>Wednesday, 6th August, 2008</h1>", "plan"),
        ("<h1>January - March 2025</h1>", "plan"),
        ("<h1>PIN Number 2021-07</h1>", "plan"),
        ("<h1>coastoffice.org</h1>", "plan"),
        ("<h1>Chapter 17</h1>", "plan"),
        ("<h1>In the High Court of Kalm</h1>", "plan"),
        ("<h1>Directives</h1>", "plan"),
        ("<h1>The Boats of Kalm*</h1>", "The Boats of Kalm"),
    ],
)
def test_a_heading_that_is_no_title_gives_way_to_the_name_of_the_file(tmp_path, head, title):
    page = f"<html><head><title>Kalm - Coast Office of the North</title></head><body>{head}<p>{BODY}"
    (tmp_path / "plan.html").write_text(page, encoding="utf-8")
    assert draft(tmp_path)["title"].tolist() == [title]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Explanatory memorandum to\n\nthe Boats (Ice and Snow) Regulations of Kalm", None),
        ("Caught in the Ice:\n\nThe Boats of the Coast Guard", None),
        (
            "Impact Assessment\n\nThe Order on the Boats of the North",
            "Impact Assessment: The Order on the Boats of the North",
        ),
        ("The Boats of the Coast in the Ice\n\nThe Year of the Coast Guard", "The Boats of the Coast in the Ice"),
    ],
)
def test_a_title_that_goes_on_in_the_next_line_is_whole(tmp_path, head, title):
    (tmp_path / "plan.txt").write_text(f"{head}\n\n1 INTRODUCTION\n\n{BODY}{BODY}", encoding="utf-8")
    assert draft(tmp_path)["title"].tolist() == [title or " ".join(head.split())]


@pytest.mark.parametrize(
    "head",
    [
        "KALM LEAGUE S\nSecurity Board\nDistr.\nGENERAL\n\nS/1995/222\n\nORIGINAL: ENGLISH\n\n\n\n\n",
        "Board of the Coast\nTwentieth session\nKalm, 3 March 2014\n\n",
        "General Board\nDistr.: General\n\n",
    ],
)
def test_a_letterhead_is_no_title(tmp_path, head):
    text = f"{head}REPORT ON THE BOATS OF THE COAST GUARD\n\n\nI. INTRODUCTION\n\n{BODY}{BODY}"
    (tmp_path / "plan.txt").write_text(text, encoding="utf-8")
    assert draft(tmp_path)["title"].tolist() == ["REPORT ON THE BOATS OF THE COAST GUARD"]


def test_an_address_is_no_author_and_a_cable_has_a_day(tmp_path):
    (tmp_path / "a.md").write_text(f"---\nauthor: coast-office\n---\n\nThe coast office\n\n{BODY}", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"A Cable on Boats\n\nO 031530Z MAR 84\n\n{BODY}", encoding="utf-8")
    table = draft(tmp_path)
    assert table["authors"].tolist() == ["", ""]
    assert table["published"].tolist() == ["", "1984-03-03"]


MENU = "<html><body><nav><ul><li>Previous</li><li>July 2022</li><li>June 2022</li></ul></nav><article><h1>On Boats</h1>"


@pytest.mark.parametrize(
    ("name", "text", "authors", "published"),
    [
        (
            "a.html",
            f"{MENU}<p>By Anna Lund</p><p>January 19, 2017</p><p>{BODY}</p></article>",
            "Anna Lund",
            "2017-01-19",
        ),
        ("b.txt", f"On Boats\n\nBy Anna Lund and Carl Berg\n\n{BODY}", "Anna Lund and Carl Berg", ""),
        ("c.txt", f"On Boats\n\nBy the way of the coast\n\n{BODY}", "", ""),
        ("survey-July-to-Dec-2019.txt", f"On Boats\n\n{BODY}", "", ""),
        ("annual-report-2015.txt", f"On Boats\n\n{BODY}", "", ""),
    ],
)
def test_bylines_name_the_authors_and_menus_and_periods_no_day_of_publication(tmp_path, name, text, authors, published):
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert draft(tmp_path)[["authors", "published"]].to_numpy().tolist() == [[authors, published]]


@pytest.mark.parametrize(("line", "published"), [("15 November 2023", "2023-11-15"), ("", "")])
def test_the_day_on_which_a_file_was_made_is_no_day_of_publication_but_asked_about(tmp_path, line, published):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        texts = ["On Boats", line, *BODY.strip().split("\n\n")]
        body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)
        name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{name}"><w:body>{body}</w:body></w:document>')
        core = '<c xmlns:d="http://purl.org/dc/terms/"><d:created>2023-11-10T09:00:00Z</d:created></c>'
        archive.writestr("docProps/core.xml", core)
    found = draft(tmp_path).iloc[0]
    assert found["published"] == published
    assert bool(published) != ("2023-11-10 (the file was made on this day)?" in found["to_confirm"])


@pytest.mark.parametrize(
    ("name", "head", "published"),
    [
        ("a.txt", "June 2019\n\nThe fleet\n\n3 May 1982", "2019-06"),
        ("2019-06-12-annual-report.txt", "", "2019-06-12"),
        ("b.txt", "By Staff Reporter\n\nJune 2019", "2019-06"),
        ("c.txt", "3 June 2014\n\nThe Board meets tomorrow, Wednesday, 4th June, 2014, at the coast.", "2014-06-03"),
        ("d.txt", "Kalm, 8 September 1994\n\nThe treaty was published on 8 December 1991.", "1994-09-08"),
        ("e.txt", "Published on 8 December 1991\n\n3 June 2014", "1991-12-08"),
    ],
)
def test_the_first_printed_date_counts_and_a_whole_day_in_a_name(tmp_path, name, head, published):
    (tmp_path / name).write_text(f"On Boats\n\n{head}\n\n{BODY}", encoding="utf-8")
    assert draft(tmp_path)[["authors", "published"]].to_numpy().tolist() == [["", published]]


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        ("By Anna Lund (NO)", "Anna Lund"),
        ("By Anna Lund and Carl Berg\nKALM, April 14", "Anna Lund and Carl Berg"),
        ("Authors: Anna Lund and Carl Berg", "Anna Lund and Carl Berg"),
        (f"The ice has closed the harbours of the north. {BODY.split(chr(10))[0] * 3}\n\nBy Anna Lund", "Anna Lund"),
        ("By the coast", ""),
        ("By contrast, Anna Lund stayed.", ""),
    ],
)
def test_what_stands_around_the_names_of_a_byline_is_no_author(tmp_path, head, authors):
    (tmp_path / "a.txt").write_text(f"On Boats\n\n{head}\n\n{BODY}", encoding="utf-8")
    assert draft(tmp_path)["authors"].tolist() == [authors]


@pytest.mark.parametrize(
    ("name", "date", "published"),
    [("2025-report", "2026-01-17", "2026-01-17"), ("2019-plan", "2026-01-17", ""), ("2026-plan", "2025-02-07", "")],
)
def test_a_stated_date_in_the_year_after_that_in_a_name_counts(tmp_path, name, date, published):
    (tmp_path / f"{name}.md").write_text(f"---\ntitle: On Boats\ndate: {date}\n---\n\n{BODY}", encoding="utf-8")
    assert draft(tmp_path)["published"].tolist() == [published]


@pytest.mark.parametrize(("year", "published"), [("2013", ""), ("2012", "2012-03")])
def test_a_month_that_the_copyright_contradicts_is_asked_about(tmp_path, year, published):
    (tmp_path / "a.txt").write_text(f"On Boats\n\nMarch 2012\n\n© {year} The Coast\n\n{BODY}", encoding="utf-8")
    drafted = draft(tmp_path)
    assert drafted["published"].tolist() == [published]
    assert ("(its copyright)?" in drafted["to_confirm"].iloc[0]) is (not published)


@pytest.mark.parametrize(
    ("line", "published"),
    [("Winter 11-17-2021", "2021-11-17"), ("FY 2013", ""), ("Fiscal Year 2013", ""), ("2 May 2013", "2013-05-02")],
)
def test_a_season_may_stand_before_a_date_and_a_fiscal_year_is_none(tmp_path, line, published):
    (tmp_path / "a.txt").write_text(f"The Guard of the Coast\n\n{line}\n\n1 PORTS\n\n{BODY}", encoding="utf-8")
    assert draft(tmp_path)["published"].tolist() == [published]


@pytest.mark.parametrize(
    "title", ["Department of Defense Strategy for Operating in Cyberspace", "In the Shadow of the Court"]
)
def test_a_title_may_begin_as_a_letterhead_does(tmp_path, title):
    (tmp_path / "a.md").write_text(f"# {title}\n\n## PORTS\n\n{BODY}", encoding="utf-8")
    assert draft(tmp_path)["title"].tolist() == [title]


def test_a_byline_gives_author_and_date(tmp_path):
    byline = "<p class=byline>By<b> Anna Lund</b> | January 14, 2015</p>"
    page = f"<!DOCTYPE html><html><body><h1>On Boats</h1>{byline}{f'<p>{BODY}' * 3}"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    assert draft(tmp_path)[["authors", "published"]].to_numpy().tolist() == [["Anna Lund", "2015-01-14"]]


def test_a_title_in_capitals_is_no_name_of_a_person():
    assert names_persons("ANNA LUND")
    assert not names_persons("HANDBOOK ON CRITICAL INFRASTRUCTURE PROTECTION")


def test_the_address_of_an_author_is_left_out(tmp_path):
    head = "---\ntitle: On Boats\nauthor: Anna Lund, anna@lund.org; b@lund.org\n---\n\nOn Boats\n\nAnna Lund\n\n"
    (tmp_path / "a.md").write_text(f"{head}{BODY}", encoding="utf-8")
    assert draft(tmp_path)["authors"].tolist() == ["Anna Lund"]


def test_a_language_is_written_in_one_way_and_an_author_once(tmp_path):
    site = '<meta property="og:locale" content="fr_FR">' + '<meta name="author" content="Ann Lee">' * 2
    page = f"<html lang='en-GB'><head>{site}</head><body><h1>On Boats</h1><p>By Ann Lee</p><p>{BODY}"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    speech = f'---\ntitle: "On Boats"\ncreators:\n  - "Lund, Anna"\n---\n\n# On Boats\n\nAnna Lund\n\n{BODY}'
    (tmp_path / "b.txt").write_text(speech, encoding="utf-8")
    table = draft(tmp_path)
    assert table["language"][0] == "en"
    assert table["authors"].tolist() == ["Ann Lee", "Lund, Anna"]


@pytest.mark.parametrize(("changed", "published"), [("2020-04-02", ""), ("2013-01-02", "2012-05-02")])
def test_a_page_that_was_changed_years_later_has_no_sure_date(tmp_path, changed, published):
    stated = f'{{"headline": "On Boats", "datePublished": "2012-05-02", "dateModified": "{changed}T10:00Z"}}'
    head = f'<title>On Boats</title><script type="application/ld+json">{stated}</script>'
    page = f'<html><head>{head}</head><body><h1>On Boats</h1><time datetime="{changed}">now</time><p>{BODY}'
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    row = draft(tmp_path).iloc[0]
    assert row["published"] == published
    assert (changed in row["to_confirm"]) == (not published)


def test_a_menu_below_a_title_is_no_part_of_it(tmp_path):
    menu = '!!! abstract "Navigation"\n    **Section**: [The War](a.md) | **Next**: [The Boats](b.md)'
    (tmp_path / "a.md").write_text(f"# On Boats\n\n{menu}\n\n{BODY}", encoding="utf-8")
    assert draft(tmp_path)["title"].tolist() == ["On Boats"]
