# ruff: noqa: E501
"""Markdown and title pages: tables, quotations, links, numbers of reports."""

import pytest

from analysis.cleaning import MAIN, clean

TEXT = "The ministers met in Brussels and agreed on the aims of the Union for the years to come, and on the means that they need for it.\n\n"
PAGE = f"# A plan\n\n## Aims\n\n{TEXT}"


def texts(text, *kinds):
    return [b.text for b in clean(text).blocks if b.kind in kinds]


@pytest.mark.parametrize(
    "table",
    [
        "| Body | Year | Money |\n|---|---|---|\n| EDA | 2004 | staff |\n| EPF | 2021 | 5 bn |",
        "|Year|Ships|\n|:--|--:|\n|2012|5|\n|2013|7|",
        "| | 2012 | 2013 |\n|---|---|---|\n| Boats sold | 12 | 15 |\n| **All** | 12 | 15 |",
    ],
)
def test_rows_of_a_table_are_no_main_text(table):
    text = PAGE + table + "\n\nSource: the ministry\n\n" + TEXT
    assert texts(text, *MAIN) == [TEXT.strip()] * 2
    assert len(texts(text, "boilerplate")) == 3


def test_a_table_of_one_cell_is_a_box():
    assert texts(PAGE + "| Key points |\n|---|\n| Nine projects |\n", "box") == ["Key points", "Nine projects"]


def test_a_table_of_terms_stays_a_glossary():
    assert texts(PAGE + "## Glossary\n\n| EU | European Union |\n|---|---|\n| UN | United Nations |\n", "glossary")


@pytest.mark.parametrize("empty", [">", "> ", ">\n>", "> >"])
def test_an_empty_line_of_a_quotation_is_no_text(empty):
    text = PAGE + f"> “The plan must be short.”\n{empty}\n> A diplomat, September 2021\n\n" + TEXT
    assert texts(text, *MAIN)[1:3] == ["“The plan must be short.”", "A diplomat, September 2021"]
    assert not any(">" in b.text for b in clean(text).blocks)


def test_a_web_page_in_markdown_is_told_from_its_text_behind_its_links():
    text = (
        "[Skip to content](#main)\n\n[Home](/) / [Papers](/papers) / Coast\n\n# A plan for the coast\n\nBy [Ann Lee-Obi](https://a.example/lee)\n\n"
        f"{TEXT}## Means\n\n{TEXT}## About the author\n\nAnn Lee-Obi is an editor.\n\n[Subscribe to our letter](/news)\n\n© 2021 Coast Monitor. [Privacy](/privacy)\n"
    )
    assert texts(text, "boilerplate") == [
        "Skip to content",
        "Home / Papers / Coast",
        "Subscribe to our letter",
        "© 2021 Coast Monitor. Privacy",
    ]
    assert texts(text, "author") == ["By Ann Lee-Obi"]
    assert texts(text, "about") == ["Ann Lee-Obi is an editor."]


@pytest.mark.parametrize(
    "number",
    [
        "Fourth Report of Session 2012–13",
        "11th Report of Session 2015-16",
        "First Special Report of the Session 2001",
        "Thirtieth Report of Session 2019-21",
    ],
)
def test_the_number_of_a_report_is_no_title(number):
    page = f"HOUSE OF DELEGATES\n\nCommittee on the Coast\n\n{number}\n\nGuarding the harbours before winter\n\n16 May 2013\n\nSUMMARY\n\n"
    assert texts(page + TEXT, "title") == ["Guarding the harbours before winter"]


def test_a_title_with_the_word_report_is_one():
    page = "Committee on the Coast\n\nFourth reports and how they are read\n\n16 May 2013\n\nSUMMARY\n\n"
    assert texts(page + TEXT, "title") == ["Fourth reports and how they are read"]


def test_the_programme_of_a_visit_is_an_annex_and_a_section_with_such_a_number_is_none():
    visit = "Annex: Visit to Brussels\n\nMonday 4 February\n\n09.30 Meeting with officials of the Directorate\n\n14.00 Defence Agency\n\nTuesday, 5 February\n\n10.15 Headquarters\n"
    assert len(texts("INTRODUCTION\n\n" + TEXT + visit, "annex")) == 5
    assert texts("10 MEANS\n\n" + TEXT + "10.30 Costs\n\n" + TEXT, "heading") == ["10 MEANS", "10.30 Costs"]
